"""``onrecord export``: a record as a file for others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.cli.export import FormatName
from onrecord.export import FORMATS, read_cells
from onrecord.model import Actor, Document, Mention, Reading, Span
from onrecord.record import Writer

TEXT = "Police arrested Zelda Quist. Mali promised to send grain. Rebels will attack Gao. Troops did not flee."


def mention(key: str, kind: str, trigger: str, **more: object) -> Mention:
    start = TEXT.index(trigger)
    begin = TEXT.rfind(". ", 0, start) + 2 if ". " in TEXT[:start] else 0
    evidence = Span.of(TEXT, begin, TEXT.index(".", start) + 1)
    return Mention(key, kind, Span.of(TEXT, start, start + len(trigger)), evidence, **more)  # type: ignore[arg-type]


ZELDA = Actor(Span.of(TEXT, 16, 27), "Zelda Quist", None, ("CVL",), "activist", "named")
MALI = Actor(Span.of(TEXT, 29, 33), "Mali", "MLI", ("GOV",), None, "named")
MENTIONS = (
    mention("a1", "COERCE", "arrested", recipients=(ZELDA,), quad=4),
    mention("a2", "AGREE", "promised", actors=(MALI,), quad=1),
    mention("a3", "AID", "send", actors=(MALI,), status="planned", content_of="a2", quad=2),
    mention("a4", "ASSAULT", "attack", status="planned", quad=4),
    mention("a5", "RETREAT", "flee", status="negated", uncertain=True, confidence=0.2, quad=2),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three documents: five mentions, the same under another id, none."""
    folder = tmp_path_factory.mktemp("records") / "sahel"
    document = Document("d1", TEXT, "Quist held", "Wire", None, "en", "2024-06-07")
    readings = [Reading(document, MENTIONS), Reading(replace(document, id="d2"), MENTIONS)]
    readings.append(Reading(Document("d3", "Rain fell.", published="2024-06-08")))
    with Writer(folder, {"onrecord": "test"}, {"gazetteer": "/home/somebody/places.sqlite"}) as writer:
        writer.append(readings)
    return folder


def test_its_formats_are_those_of_the_export_room_that_have_columns() -> None:
    assert {name.value for name in FormatName} == {name for name, form in FORMATS.items() if form.columns}


def test_a_record_becomes_a_file_with_its_dictionary(onrecord: Callable, record: Path, tmp_path: Path) -> None:
    ran = onrecord("export", record, "--format", "polecat", "--out", tmp_path / "sahel.tsv")
    assert (ran.code, ran.out) == (0, "")
    rows = list(read_cells(tmp_path / "sahel.tsv"))
    assert [row["Event Type"] for row in rows] == ["COERCE", "AGREE"] * 2
    assert len({row["Event ID"] for row in rows}) == 4
    package = json.loads((tmp_path / "datapackage.json").read_text())
    known = package["resources"][0]["onrecord"]
    assert (known["rows"], known["folded"], known["documents_read"], known["record"]) == (4, 2, 3, "sahel")


def test_the_closing_line_counts_what_was_left_out_and_names_the_option(onrecord: Callable, record: Path) -> None:
    said = onrecord("export", record, "--format", "polecat").err
    assert "4 rows from 2 documents" in said
    assert "2 folded into the promise" in said
    assert "left out: 2 negated and uncertain, 2 planned" in said
    assert "--include planned,negated,unvouched,background,uncertain" in said


def test_what_is_included_is_there(onrecord: Callable, record: Path, tmp_path: Path) -> None:
    include = ("--include", "planned,negated", "--include", "uncertain")
    ran = onrecord("export", record, "--out", tmp_path / "sahel.geojson", *include)
    assert "left out" not in ran.err
    features = json.loads((tmp_path / "sahel.geojson").read_text())["features"]
    assert [one["properties"]["type"] for one in features] == ["COERCE", "AGREE", "ASSAULT", "RETREAT"] * 2


def test_our_own_formats_hold_all_but_the_uncertain(onrecord: Callable, record: Path) -> None:
    ran = onrecord("export", record, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["a1", "a2", "a3", "a4"] * 2
    assert "left out: 2 uncertain" in ran.err


def test_names_of_private_persons_stay_at_home_unless_asked_for(onrecord: Callable, record: Path) -> None:
    assert "Quist" not in onrecord("export", record, "--format", "jsonl").out
    assert "Zelda Quist" in onrecord("export", record, "--format", "jsonl", "--names").out


def test_texts_stay_at_home_when_asked_to(onrecord: Callable, record: Path) -> None:
    out = onrecord("export", record, "--format", "jsonl", "--no-text").out
    assert "arrested" not in out
    assert "sha256:" in out


def test_no_path_of_this_machine_is_in_the_dictionary(onrecord: Callable, record: Path, tmp_path: Path) -> None:
    onrecord("export", record, "--out", tmp_path / "sahel.csv")
    package = (tmp_path / "datapackage.json").read_text()
    assert "places.sqlite" in package
    assert "/home" not in package
    assert str(record.parent) not in package


def test_a_selection_is_exported_and_told_in_the_dictionary(onrecord: Callable, record: Path, tmp_path: Path) -> None:
    onrecord("export", record, "--out", tmp_path / "sahel.csv", "--type", "agree")
    assert {row["type"] for row in read_cells(tmp_path / "sahel.csv")} == {"AGREE"}
    known = json.loads((tmp_path / "datapackage.json").read_text())["resources"][0]["onrecord"]
    assert known["selection"] == {"type": ["AGREE"]}


def test_a_selection_hides_the_names_that_the_rest_of_the_document_tells(onrecord: Callable, record: Path) -> None:
    ran = onrecord("export", record, "--format", "jsonl", "--type", "ASSAULT")
    assert [json.loads(line)["document"]["id"] for line in ran.out.splitlines()] == ["d1", "d2"]
    assert "Quist" not in ran.out


def test_uncertain_brings_in_the_uncertain(onrecord: Callable, record: Path) -> None:
    ran = onrecord("export", record, "--format", "jsonl", "--uncertain")
    assert len(ran.out.splitlines()) == 10


def test_the_codings_of_an_earlier_day_are_exported(onrecord: Callable, record: Path) -> None:
    assert onrecord("export", record, "--format", "jsonl", "--as-of", "2020-01-01").out == ""


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ((), "say --format jsonl, csv, parquet, polecat, geojson"),
        (("--out", "events.xlsx"), "say --format"),
        (("--out", "events"), "say --format"),
        (("--format", "parquet"), "name a file with --out"),
        (("--format", "csv", "--include", "everything"), "planned,negated,unvouched,background,uncertain"),
        (("--out", "missing/events.csv"), "make the folder first"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice(
    onrecord: Callable, record: Path, arguments: tuple[str, ...], advice: str
) -> None:
    ran = onrecord("export", record, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert advice in ran.err


def test_a_folder_that_is_no_record_is_named(onrecord: Callable, tmp_path: Path) -> None:
    ran = onrecord("export", tmp_path, "--format", "csv")
    assert ran.code == 3
    assert str(tmp_path) in ran.err


def test_code_says_what_a_format_of_others_leaves_out(onrecord: Callable, tmp_path: Path) -> None:
    article = tmp_path / "plan.txt"
    article.write_text("Mali's army will attack Gao on Monday, residents said.")
    ran = onrecord("code", article, "--format", "geojson", "--uncertain")
    assert json.loads(ran.out)["features"] == []
    assert "geojson left out: 1 planned; from a record, onrecord export --include brings them in" in ran.err


def test_help_teaches_with_an_example(onrecord: Callable) -> None:
    assert "onrecord export sahel" in onrecord("export", "--help").out.split("Examples")[1]
