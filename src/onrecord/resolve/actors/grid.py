"""A Doc as plain lists: reading a token's attributes through spaCy in hot loops costs more than the rules."""

from __future__ import annotations

from spacy.tokens import Doc

_OUTSIDE = frozenset({"cc", "conj", "relcl", "acl", "appos", "advcl", "parataxis", "dep", "punct", "ccomp", "preconj"})
_INSIDE = frozenset({"-", "–", "(", ")"})
"""Marks inside a phrase: compounds and the acronym after a name."""


class Grid:
    """Words, lemmas, tags and tree of a Doc, by token number."""

    __slots__ = ("at", "children", "deps", "ends", "heads", "lemmas", "lowers", "sentences", "starts", "tags", "words")

    def __init__(self, doc: Doc) -> None:
        tokens = list(doc)
        self.words = [token.text for token in tokens]
        self.lowers = [word.lower() for word in self.words]
        self.lemmas = [token.lemma_.lower() for token in tokens]
        self.tags = [token.tag_ for token in tokens]
        self.deps = [token.dep_ for token in tokens]
        self.heads = [i + int(step) for i, step in enumerate(doc.to_array("HEAD").astype("int64"))]
        self.starts = [token.idx for token in tokens]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.at = {start: i for i, start in enumerate(self.starts)}
        self.children: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                self.children[head].append(i)
        self.sentences: list[int] = []
        number = -1
        for i, token in enumerate(tokens):
            if i == 0 or token.is_sent_start:
                number += 1
            self.sentences.append(number)

    def __len__(self) -> int:
        return len(self.words)

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of token `i` with one of the relations."""
        return next((child for child in self.children[i] if self.deps[child] in deps), None)

    def nominal(self, i: int) -> bool:
        """Whether token `i` is a noun or a name (of any tag that the parser gives to names)."""
        return self.tags[i][:2] == "NN"

    def left(self, i: int) -> int:
        """The first token of the phrase of `i`, without clauses, appositions and conjuncts."""
        first = i
        for child in reversed(self.children[i]):
            if child > i:
                continue
            if self.deps[child] in _OUTSIDE and self.words[child] not in _INSIDE:
                break
            first = min(first, self._edge(child))
        return first

    def right(self, i: int) -> int:
        """The last token of the phrase of `i`, without clauses, appositions and conjuncts."""
        last = i
        for child in self.children[i]:
            if child < i:
                continue
            if self.deps[child] in _OUTSIDE and self.words[child] not in _INSIDE:
                break
            last = max(last, self._far_edge(child))
        return last

    def _edge(self, i: int) -> int:
        while self.children[i] and self.children[i][0] < i:
            i = self.children[i][0]
        return i

    def _far_edge(self, i: int) -> int:
        while self.children[i] and self.children[i][-1] > i:
            i = self.children[i][-1]
        return i
