"""A model that says what it is told to, so that tests need no weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from onrecord.learned import Read
from onrecord.learned.model import Numbers

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
TAGS = ("O", "B-S", "I-S", "B-T", "I-T", "B-R", "I-R")
EVEN = {"model": 1.0, "lexicon": 0.0, "weight": 0.0, "none": 0.0}


class Says:
    """Gives every word the chances it was made with; any other word reports no event."""

    types, tags, version = TYPES, TAGS, "says@1"

    def __init__(
        self, words: Mapping[str, Mapping[str, float]], parties: Mapping[str, str] | None = None,
        mode: tuple[str, float] | None = None, contexts: Mapping[str, float] | None = None, **judging: Any,
    ) -> None:  # fmt: skip
        self._words, self._parties, self._mode = words, parties or {}, mode
        self._contexts = contexts or {}
        self._judging = {"entry": EVEN, "proposal": EVEN, "propose_from": 0.35, "context_from": 0.4, **judging}
        self.asked: list[str] = []

    def fact(self, name: str) -> Any:
        """Only `judging` is known."""
        return {"judging": self._judging}[name]

    def read(self, sentence: str) -> Read:
        """One piece a word; its state is nothing but its place."""
        self.asked.append(sentence)
        offsets, at = [], 0
        for word in sentence.split():
            start = sentence.index(word, at)
            at = start + len(word)
            offsets.append((start, at))
        states = np.arange(len(offsets), dtype=np.float32)[:, None]
        self._sentence = sentence
        return Read(states, tuple(offsets), np.zeros(1, np.float32))

    def words(self, read: Read, spans: Sequence[tuple[int, int]]) -> Numbers:
        """The chances of each span's word."""
        rows = []
        for start, end in spans:
            told = self._words.get(self.asked[-1][start:end], {"NONE": 1.0})
            rows.append([told.get(kind, 0.0) for kind in TYPES])
        return np.array(rows, np.float32)

    def mode(self, read: Read, span: tuple[int, int], kind: str) -> tuple[str, float] | None:
        """The mode it was made with."""
        return self._mode

    def contexts(self, read: Read) -> Mapping[str, float]:
        """The contexts it was made with."""
        return self._contexts

    def parties(self, read: Read, trigger: tuple[int, int] | None = None) -> Numbers:
        """The tags of the words it was made with."""
        rows = []
        for start, end in read.offsets:
            tag = self._parties.get(self.asked[-1][start:end].strip(".,"), "O")
            rows.append([0.9 if name == tag else 0.1 / (len(TAGS) - 1) for name in TAGS])
        return np.array(rows, np.float32)


@pytest.fixture
def says() -> type[Says]:
    """The model that says what it is made with."""
    return Says
