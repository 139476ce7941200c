"""What an export keeps to itself."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord.export import FORMATS, Format, Options, Veil, export_readings
from onrecord.export.people import has_office, is_private
from onrecord.model import Actor, Attribution, Reading, Source, Span

EXPORTED = ("polecat", "jsonl", "csv", "parquet", "geojson")

TEXT = (
    "Police arrested the activist Zelda Quist in Lima. QUIST’s lawyer said Zelda had been beaten. "
    "Governor Omar Bright met Zelda Quist's mother. Brightly, Mr Quist-Adams wept."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


@pytest.fixture
def arrest(telling: Any) -> Reading:
    """A private person in every role and in every text of a document; a governor who met her mother."""
    t = telling(TEXT)
    zelda = Actor(t.span("Zelda Quist"), "Zelda Quist", None, ("CVL",), "activist", "named")
    bright = Actor(t.span("Governor Omar Bright"), "Omar Bright", "PER", ("GOV",), "Governor", "named")
    source = Source(t.span("Zelda had"), "Zelda Quist", "person")
    held = Attribution(source, t.span("said"), (t.span("Zelda had been beaten"),))
    return t.reading(
        t.mention("m1", "COERCE", "arrested", recipients=(zelda,), attributions=(held,)),
        t.mention("m2", "CONSULT", "met", actors=(bright,), recipients=(t.actor("mother"),)),
        name="zelda-quist-arrested", title="Quist arrested", url="https://example.org/2024/zelda_quist/",
        outlet="The Zelda Quist Blog",
    )  # fmt: skip


def exported(name: str, reading: Reading, out: Path, **options: Any) -> str:
    """Everything that a format writes, as text."""
    export_readings([reading], FORMATS[name], out, Options(include=frozenset({"uncertain"}), **options))
    if name == "parquet":
        return str(pq.read_table(out).to_pylist())
    return out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXPORTED)
def test_the_name_of_a_private_person_is_in_no_byte_of_any_format(name: str, arrest: Reading, tmp_path: Path) -> None:
    data = exported(name, arrest, tmp_path / "out").casefold()
    assert "zelda" not in data
    assert "quist" not in data
    assert "[activist]" in data
    assert b"zelda" not in (tmp_path / "datapackage.json").read_bytes().lower()


@pytest.mark.parametrize("name", EXPORTED)
def test_who_has_an_office_keeps_the_name(name: str, arrest: Reading, tmp_path: Path) -> None:
    assert "Omar Bright" in exported(name, arrest, tmp_path / "out")


@pytest.mark.parametrize("name", EXPORTED)
def test_names_are_written_when_asked_for(name: str, arrest: Reading, tmp_path: Path) -> None:
    data = exported(name, arrest, tmp_path / "out", names=True)
    assert "Zelda Quist" in data
    assert "https://example.org/2024/zelda_quist/" in data


@pytest.mark.parametrize("name", EXPORTED)
def test_a_name_that_only_another_mention_tells_is_hidden_in_a_selection(
    name: str, arrest: Reading, tmp_path: Path
) -> None:
    selected = replace(arrest, mentions=arrest.mentions[1:])
    export_readings([(selected, arrest.mentions)], FORMATS[name], tmp_path / "out")
    data = str(pq.read_table(tmp_path / "out").to_pylist()) if name == "parquet" else (tmp_path / "out").read_text()
    assert "quist" not in data.casefold()


@pytest.mark.parametrize("name", EXPORTED)
@pytest.mark.parametrize("names", [True, False])
def test_without_text_no_words_of_the_document_are_written(
    name: str, names: bool, arrest: Reading, tmp_path: Path
) -> None:
    data = exported(name, arrest, tmp_path / "out", text=False, names=names)
    for words in (TEXT, "arrested the activist", "Governor Omar Bright", "said", "been beaten", "Quist arrested"):
        assert words not in data


def test_without_text_a_span_is_its_offsets_and_the_hash_of_its_words(arrest: Reading) -> None:
    hidden = Veil(names=True, text=False)(arrest)
    digest = hashlib.sha256(b"arrested").hexdigest()
    assert hidden.mentions[0].trigger.text == f"7-15:sha256:{digest}"
    assert hidden.document.title == f"sha256:{hashlib.sha256(b'Quist arrested').hexdigest()}"


def test_without_text_nothing_that_held_a_hidden_name_can_be_checked_by_its_hash(arrest: Reading) -> None:
    hidden = Veil(text=False)(arrest)
    who, evidence = hidden.mentions[0].recipients[0].span, hidden.mentions[0].evidence
    assert (who.text, evidence.text) == (f"{who.start}-{who.end}", f"0-{len(TEXT)}")
    assert hidden.document.title == "withheld"


def test_without_text_resolved_names_and_codes_stay(arrest: Reading) -> None:
    (actor,) = Veil(text=False)(arrest).mentions[1].actors
    assert (actor.name, actor.country, actor.sectors, actor.title) == ("Omar Bright", "PER", ("GOV",), "Governor")


def test_offsets_stay_those_of_the_document(arrest: Reading) -> None:
    before, after = arrest.mentions[0], Veil()(arrest).mentions[0]
    assert (after.evidence.start, after.evidence.end) == (before.evidence.start, before.evidence.end)


def test_a_document_without_private_persons_is_left_as_it_is(promise: Reading) -> None:
    assert Veil()(promise) is promise


def test_words_that_only_begin_like_a_name_stay(arrest: Reading) -> None:
    assert "Brightly" in Veil()(arrest).mentions[0].evidence.text


def test_a_place_that_bears_part_of_the_name_keeps_it(telling: Any) -> None:
    t = telling("Soldiers beat Ada Mopti in Mopti.")
    ada = t.actor("Ada Mopti", "Ada Mopti", None, "CVL")
    place = replace(t.place("Mopti", "city", "city"), span=Span.of(t.text, 27, 32))
    hidden = Veil()(t.reading(t.mention("m", "ASSAULT", "beat", recipients=(ada,), places=(place,)), title=None))
    assert (hidden.mentions[0].places[0].place.name, hidden.mentions[0].places[0].span.text) == ("Mopti", "Mopti")
    assert hidden.mentions[0].evidence.text == "Soldiers beat [civilian] in [civilian]."


def test_accents_and_spacing_do_not_save_a_name(telling: Any) -> None:
    t = telling("Police beat Zoé Núñez. Zoe  Nunez wept; ZOÉ NÚÑEZ too.")
    zoe = t.actor("Zoé Núñez", "Zoé Núñez", None, "CVL")
    hidden = Veil()(t.reading(t.mention("m", "ASSAULT", "beat", recipients=(zoe,))))
    assert hidden.mentions[0].evidence.text == "Police beat [civilian]. [civilian] wept; [civilian] too."


def test_a_name_behind_a_known_first_name_is_hidden_though_no_mention_has_it(telling: Any) -> None:
    t = telling("Police beat the widow of Thomas Quist.")
    hidden = Veil()(t.reading(t.mention("m", "ASSAULT", "beat", recipients=(t.actor("the widow of Thomas Quist"),))))
    assert hidden.mentions[0].recipients[0].span.text == "the widow of [person]"


def test_a_person_with_an_office_in_one_mention_keeps_the_name_in_the_others(telling: Any) -> None:
    t = telling("Minister Ada Quist met Mali. Quist left.")
    office = t.actor("Minister Ada Quist", "Ada Quist", None, "GOV", title="Minister")
    bare = replace(t.actor("Quist left", "Quist"), span=Span.of(t.text, 29, 34))
    reading = t.reading(
        t.mention("m", "CONSULT", "met", actors=(office,)), t.mention("n", "RETREAT", "left", actors=(bare,))
    )
    assert Veil()(reading) is reading


@pytest.mark.parametrize(
    ("title", "sectors"),
    [("Governor", ("GOV",)), (None, ("MIL",)), ("chairman of the Dockers Union", ("LAB",)), ("Bishop", ("REL",))],
)
def test_an_office_is_a_sector_of_the_state_or_a_title_that_one_holds(
    title: str | None, sectors: tuple[str, ...]
) -> None:
    assert has_office(title, sectors)


@pytest.mark.parametrize(
    ("title", "sectors"),
    [(None, ()), ("activist", ("CVL",)), ("Journalist", ("JRN",)), ("Suspect", ()), ("militant", ("REB",))],
)
def test_what_somebody_is_is_no_office(title: str | None, sectors: tuple[str, ...]) -> None:
    assert is_private("Ada Quist", title, sectors)


@pytest.mark.parametrize(
    ("name", "sectors", "reason"),
    [
        ("Mali", ("GOV",), ""),
        ("Hezbollah", ("REB",), "directory:group/Hezbollah"),
        ("United Nations", ("IGO",), ""),
        ("FRODEBU", (), "name"),
        ("Acme Holdings", ("BUS",), "role:holding"),
        ("Gulu", (), "toponym"),
    ],
)
def test_what_is_no_person_keeps_its_name(name: str, sectors: tuple[str, ...], reason: str) -> None:
    assert not is_private(name, None, sectors, reason)


def test_every_exported_format_is_one_that_names_are_kept_out_of() -> None:
    described: list[type[Format]] = [form for form in FORMATS.values() if form.columns]
    assert sorted(form.name for form in described) == sorted(EXPORTED)
