"""A user's own types: a trigger is compared with the telling words of the codebook's examples."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from spacy.tokens import Doc

from onrecord.codebooks import Codebook
from onrecord.find.likeness import Likeness
from onrecord.find.opinions import Opinions
from onrecord.learned import Model, Read
from onrecord.model import Mention, Reading, Span

STATES = {
    "jailed": (1.0, 0.0, 0.0), "imprisoned": (0.9, 0.1, 0.0), "released": (0.0, 1.0, 0.0), "freed": (0.1, 0.9, 0.0),
    "rained": (0.0, 0.0, 1.0),
}  # fmt: skip


class Feels:
    """Words of STATES have that state and report an event; all others are empty and report none."""

    types, version = ("ANY", "NONE"), "feels@1"

    def read(self, sentence: str) -> Read:
        """One piece a word."""
        offsets, at = [], 0
        for word in sentence.split():
            offsets.append((sentence.index(word, at), sentence.index(word, at) + len(word)))
            at = offsets[-1][1]
        words = [sentence[a:b].strip(".") for a, b in offsets]
        states = np.array([STATES.get(word, (0.0, 0.0, 0.0)) for word in words], np.float32)
        self.sentence = sentence
        return Read(states, tuple(offsets), states.mean(axis=0))

    def words(self, read: Read, spans: list[tuple[int, int]]) -> np.ndarray[Any, Any]:
        """NONE is unlikely for the words of STATES."""
        return np.array([[0.8, 0.2] if self.sentence[a:b] in STATES else [0.1, 0.9] for a, b in spans], np.float32)


@pytest.fixture
def likeness() -> Likeness:
    """Two types with one example each, told by 'jailed' and 'released'."""
    types = {
        "HELD": SimpleNamespace(examples=("Judges jailed editors.",), modes={}),
        "LET_GO": SimpleNamespace(examples=("Judges released editors.",), modes={}),
    }
    return Likeness(cast(Model, Feels()), cast(Codebook, SimpleNamespace(types=types)))


@pytest.fixture
def opinions(likeness: Likeness) -> Callable[[Doc], Opinions]:
    """What the model says of a document."""
    return lambda doc: Opinions(likeness.model, doc)


def mention(text: str, kind: str, trigger: str) -> Mention:
    """A mention of the whole text."""
    start = text.index(trigger)
    return Mention("m", kind, Span.of(text, start, start + len(trigger)), Span.of(text, 0, len(text)), confidence=0.8)


def test_a_word_has_the_type_whose_example_tells_most_like_it(
    likeness: Likeness, opinions: Callable[[Doc], Opinions], read: Callable[..., Reading]
) -> None:
    doc = read("Guards imprisoned writers.").parsed
    held, let_go, none = likeness.words(opinions(doc), [doc[1]])[0]
    assert held > let_go
    assert none == pytest.approx(0.2)
    assert held + let_go + none == pytest.approx(1.0)


def test_a_word_like_no_example_reports_nothing(
    likeness: Likeness, opinions: Callable[[Doc], Opinions], read: Callable[..., Reading]
) -> None:
    doc = read("Clouds rained.").parsed
    assert likeness.words(opinions(doc), [doc[1]])[0].tolist() == [0.0, 0.0, 1.0]


def test_examples_of_another_type_make_a_mention_less_sure(
    likeness: Likeness, opinions: Callable[[Doc], Opinions], read: Callable[..., Reading]
) -> None:
    text = "Guards freed writers."
    doc = read(text).parsed
    doubted = likeness.judged(mention(text, "HELD", "freed"), doc[1], opinions(doc))
    sure = likeness.judged(mention(text, "LET_GO", "freed"), doc[1], opinions(doc))
    assert (doubted.confidence, doubted.coded_by.agree) == (pytest.approx(0.6), False)
    assert (sure.confidence, sure.coded_by.agree) == (0.8, True)
    assert doubted.why[-1].rule == "model:likeness"
    assert doubted.why[-1].detail.startswith("LET_GO ")
