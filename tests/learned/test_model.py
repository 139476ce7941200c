"""The weights that come with the program, and what a damaged folder of weights gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from onrecord import MissingModel, codebooks
from onrecord.learned import Model, load_model
from onrecord.learned.model import FILES, LONGEST


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def test_all_weights_together_stay_under_their_limit(model: Model) -> None:
    assert sum((model.folder / name).stat().st_size for name in FILES) <= 25_000_000


def test_its_answers_are_those_of_the_codebook(model: Model) -> None:
    book = codebooks.load("plover")
    assert set(model.types) == {*book.types, "NONE"}
    assert set(model.context_names) == set(book.contexts)
    assert set(model.modes) == {f"{t.name}/{m}" for t in book.types.values() if t.modes for m in ("", *t.modes)}


def test_a_word_gets_a_chance_for_every_type(model: Model) -> None:
    [chances] = model.words(model.read("The rebels freed two pilots."), [(11, 16)])
    assert chances.shape == (17,)
    assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_what_it_says_of_a_sentence_does_not_depend_on_what_it_read_before(model: Model) -> None:
    first = model.read("The rebels freed two pilots.").states
    model.read("Another sentence, which is a good deal longer than the first one and about shipping.")
    assert np.array_equal(first, model.read("The rebels freed two pilots.").states)


@pytest.mark.parametrize(
    ("sentence", "word", "kind"),
    [
        ("Rebels released two hostages in Colombia on Monday, the Red Cross said.", "released", "RETREAT"),
        ("The archbishop urged both sides to show restraint.", "urged", "REQUEST"),
        ("The striker attacked the goal from the left.", "attacked", "NONE"),
    ],
)
def test_plain_sentences_are_judged_as_a_reader_would(model: Model, sentence: str, word: str, kind: str) -> None:
    at = sentence.index(word)
    [chances] = model.words(model.read(sentence), [(at, at + len(word))])
    assert model.types[int(chances.argmax())] == kind


def test_a_word_beyond_the_longest_sentence_is_not_judged(model: Model) -> None:
    sentence = "They said " + "and then again " * LONGEST + "nothing."
    at = sentence.index("nothing")
    [chances] = model.words(model.read(sentence), [(at, at + 7)])
    assert np.isnan(chances).all()


def test_odd_characters_keep_their_offsets(model: Model) -> None:
    sentence = "“Zoë” — 🙂 détente \ufffd talks\n\nended"
    read = model.read(sentence)
    assert [sentence[a:b] for a, b in read.offsets if sentence[a:b] == "talks"] == ["talks"]
    assert all(0 <= a <= b <= len(sentence) for a, b in read.offsets)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_with_what_to_do(model: Model, tmp_path: Path, name: str) -> None:
    for each in FILES:
        shutil.copy(model.folder / each, tmp_path)
    (tmp_path / name).write_bytes(b"\x00damaged")
    with pytest.raises(MissingModel, match="--no-model"):
        Model(tmp_path)


def test_the_version_names_the_weights_by_their_hash(model: Model, tmp_path: Path) -> None:
    for each in FILES:
        shutil.copy(model.folder / each, tmp_path)
    facts = json.loads((tmp_path / "model.json").read_text(encoding="utf8"))
    (tmp_path / "model.json").write_text(json.dumps({**facts, "base": "another"}), encoding="utf8")
    other = Model(tmp_path)
    assert other.version.partition("@")[0] == model.version.partition("@")[0]
    assert other.version != model.version
