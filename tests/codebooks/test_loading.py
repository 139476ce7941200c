"""A codebook is a folder; what is wrong with it is said with file, key and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord import codebooks
from onrecord.codebooks.loading import SHIPPED
from onrecord.errors import InvalidSetting, MissingModel


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A user's own codebook: a copy of the shipped one that a test then changes."""
    return Path(shutil.copytree(SHIPPED / "plover", tmp_path / "mine"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf8")


def test_the_shipped_codebook_loads_by_name() -> None:
    assert codebooks.load("plover").name == "plover"


def test_a_folder_loads_by_path_as_text_or_path(own: Path) -> None:
    assert codebooks.load(str(own)).hash == codebooks.load(own).hash == codebooks.load("plover").hash


def test_a_codebook_is_loaded_once() -> None:
    assert codebooks.load("plover") is codebooks.load("plover")


@pytest.mark.parametrize("name", ["cameo", "../plover", "plover/lexicon/nowhere"])
def test_an_unknown_name_is_refused_and_the_known_ones_are_named(name: str) -> None:
    with pytest.raises(InvalidSetting, match="plover"):
        codebooks.load(name)


@pytest.mark.parametrize("missing", ["codebook.yaml", "types.yaml", "contexts.yaml", "crosswalk.tsv"])
def test_a_missing_file_is_named(own: Path, missing: str) -> None:
    (own / missing).unlink()
    with pytest.raises(MissingModel, match=missing):
        codebooks.load(own)


def test_a_language_without_classes_is_refused(own: Path) -> None:
    (own / "lexicon" / "en" / "classes.yaml").unlink()
    with pytest.raises(MissingModel, match=r"classes\.yaml"):
        codebooks.load(own)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("codebook.yaml", "name: plover", "nam: plover", r"codebook\.yaml: .*name"),
        ("types.yaml", "quad: 1", "quad: 5", r"types\.yaml: AGREE\.quad"),
        ("types.yaml", "score: 2.5", "score: 25", r"types\.yaml: AGREE\.score"),
        ("types.yaml", 'cameo: "030"', "cameo: 30", r"types\.yaml: AGREE\.cameo"),
        ("types.yaml", "AGREE:", "AGREE: [", r"types\.yaml: is not YAML"),
        ("contexts.yaml", "definition:", "meaning:", r"contexts\.yaml: military"),
        ("crosswalk.tsv", "goldstein", "score", r"crosswalk\.tsv: has the columns"),
        ("crosswalk.tsv", "\tCONSULT\t", "\tCONSULTING\t", r"crosswalk\.tsv: .*no type 'CONSULTING'"),
        ("lexicon/en/AGREE.yaml", "lemmas: [agree]", "words: [agree]", r"AGREE\.yaml: verbs\.0\.\w+"),
        ("lexicon/en/AGREE.yaml", "clause: to", "claus: to", r"AGREE\.yaml: verbs\.0\.when\.claus"),
        ("lexicon/en/AGREE.yaml", "subject: actor", "subject: victim", r"AGREE\.yaml: verbs\.0\.roles\.subject"),
        ("lexicon/en/AGREE.yaml", '"@agreement"', '"@bargain"', r"AGREE\.yaml: .*no class 'bargain'"),
        (
            "lexicon/en/ASSAULT.yaml",
            "modes: [targeted]",
            "modes: [aimed]",
            r"ASSAULT\.yaml: .*no mode of ASSAULT 'aimed'",
        ),
        ("lexicon/en/COERCE.yaml", "contexts: [cyber]", "contexts: [web]", r"COERCE\.yaml: .*no context 'web'"),
        ("lexicon/en/AGREE.yaml", "weight: 0.95", "weight: 1.5", r"AGREE\.yaml: verbs\.0\.weight"),
    ],
)
def test_what_cannot_be_meant_is_told_with_file_and_key(own: Path, file: str, old: str, new: str, told: str) -> None:
    replace(own / file, old, new)
    with pytest.raises(InvalidSetting, match=told):
        codebooks.load(own)


def test_a_lexicon_file_must_bear_the_name_of_a_type(own: Path) -> None:
    (own / "lexicon" / "en" / "GOSSIP.yaml").write_text("verbs: []\n", encoding="utf8")
    with pytest.raises(InvalidSetting, match="no type 'GOSSIP'"):
        codebooks.load(own)


def test_on_and_no_stay_words(own: Path) -> None:
    (own / "lexicon" / "en" / "AGREE.yaml").write_text(
        "verbs:\n  - {lemmas: [settle], when: {prep: [on, upon], object: no}, roles: {on: recipient}}\n",
        encoding="utf8",
    )
    entry = next(e for e in codebooks.load(own).lexicon("en").verbs["settle"] if e.type == "AGREE")
    assert (entry.when, entry.roles) == ({"prep": ("on", "upon"), "object": ("no",)}, {"on": "recipient"})


def test_the_hash_changes_with_any_file_but_not_with_line_ends(own: Path) -> None:
    before = codebooks.load(own).hash
    twin = Path(shutil.copytree(own, own.parent / "twin"))
    file = twin / "contexts.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    changed = Path(shutil.copytree(own, own.parent / "changed"))
    (changed / "lexicon" / "en" / "none.yaml").write_text("verbs: []\n", encoding="utf8")
    assert codebooks.load(twin).hash == before != codebooks.load(changed).hash


def test_a_language_the_codebook_lacks_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="no lexicon for the language 'fr'"):
        codebooks.load("plover").lexicon("fr")


def test_a_noun_with_a_hyphen_is_also_found_in_pieces() -> None:
    words = {e.words for e in codebooks.load("plover").lexicon("en").nouns["fire"]}
    assert ("cease", "-", "fire") in words


def test_the_scores_alone_are_those_of_the_whole_codebook() -> None:
    plover = codebooks.load("plover")
    scores = codebooks.goldstein_scores()
    assert {code: scores.get(code) for code in plover.crosswalk} == {
        code: plover.goldstein(code) for code in plover.crosswalk
    }
