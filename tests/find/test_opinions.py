"""What is made of the model's answers: phrases from tags, one reading a sentence, cut-off words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.tokens import Doc

from onrecord import codebooks
from onrecord.find import Find, Opinions, best_path
from onrecord.find.opinions import Named, named
from onrecord.learned import Read
from onrecord.model import Reading

TAGS = ("O", "B-S", "I-S", "B-T", "I-T", "B-R", "I-R")


def rows(*tags: str) -> np.ndarray:
    return np.array([[0.9 if name == tag else 0.1 / 6 for name in TAGS] for tag in tags], np.float32)


def read_of(text: str) -> Read:
    words = [m.span() for m in re.finditer(r"\S+", text)]
    return Read(np.zeros((len(words), 1), np.float32), tuple(words), np.zeros(1, np.float32))


def test_a_phrase_is_what_goes_on_with_one_letter() -> None:
    text = "Mali and Niger thanked rebels"
    found = list(named(read_of(text), rows("B-S", "O", "B-S", "O", "B-T"), TAGS, text))
    assert [(n.role, text[n.start : n.end]) for n in found] == [
        ("actor", "Mali"), ("actor", "Niger"), ("recipient", "rebels"),
    ]  # fmt: skip


def test_a_phrase_is_as_sure_as_its_least_sure_word() -> None:
    text = "the army"
    chances = rows("B-S", "I-S")
    chances[1] = [0.4, 0.0, 0.6, 0.0, 0.0, 0.0, 0.0]
    [found] = named(read_of(text), chances, TAGS, text)
    assert found == Named("actor", 0, 8, found.chance)
    assert round(found.chance, 2) == 0.6


def test_going_on_from_nothing_is_not_a_path() -> None:
    assert TAGS[best_path(list(rows("I-S", "I-S")), TAGS)[0]] != "I-S"


def test_pieces_of_one_word_are_one_word() -> None:
    read = Read(np.zeros((3, 1), np.float32), ((0, 3), (3, 6), (7, 10)), np.zeros(1, np.float32))
    [found] = named(read, rows("B-S", "O", "O"), TAGS, "rebels met")
    assert (found.start, found.end) == (0, 6)


def test_a_sentence_is_read_once(parsed: Callable[[str], Doc], says: Any) -> None:
    model = says({})
    doc = parsed("Rebels freed pilots.")
    opinions = Opinions(model, doc)
    opinions.words([doc[1]])
    list(opinions.parties(doc[1]))
    assert model.asked == ["Fighters freed pilots."]


def test_of_a_word_without_entry_the_model_knows_the_side(read: Callable[..., Reading], says: Any) -> None:
    model = says({"quartered": {"AID": 0.9, "NONE": 0.1}}, parties={"Advisers": "B-S", "villages": "B-T"})
    [mention] = Find(codebooks.load("plover"), "en", model)(read("Advisers were quartered in villages.")).mentions
    assert [a.span.text for a in mention.actors] == ["Advisers"]
    assert [r.span.text for r in mention.recipients] == ["villages"]
    assert "role:recipient/object" not in [reason.rule for reason in mention.why]
