"""What the learned model says of a document: which words report an event, who takes part, and of which type it is.

The model is asked for sentences that hold a verb or event noun and somebody who could take part; each is read once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from onrecord.find.stand_ins import Seen
from onrecord.learned import Model, Read
from onrecord.learned.model import Numbers


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that the model takes for a party of an event: ``actor``, ``recipient`` or ``mutual``, and how surely."""

    role: str
    start: int
    end: int
    chance: float


class Opinions:
    """The model's answers about one document.

    Parameters
    ----------
    model
        The weights.
    doc
        The parse; sentences are its own.
    """

    def __init__(self, model: Model, doc: Doc) -> None:
        self.model, self.doc = model, doc
        self._read: dict[int, Read] = {}

    def sentence(self, sentence: Sentence) -> Read:
        """The sentence as the encoder has read it, with stand-ins for names."""
        if sentence.start not in self._read:
            self._read[sentence.start] = Seen.of(sentence).read(self.model)
        return self._read[sentence.start]

    def words(self, tokens: Sequence[Token]) -> Numbers:
        """For each token of one sentence the chance of every type; NaN where it was not read."""
        sentence = tokens[0].sent
        base = sentence.start_char
        return self.model.words(self.sentence(sentence), [(t.idx - base, t.idx - base + len(t.text)) for t in tokens])

    def state(self, token: Token) -> Numbers | None:
        """The state of a word in its sentence; None where it was not read."""
        base = token.sent.start_char
        return self.sentence(token.sent).pooled([(token.idx - base, token.idx - base + len(token.text))])

    def mode(self, trigger: Token, kind: str) -> tuple[str, float] | None:
        """The likeliest mode of an event of this type (empty: none can be told) and its chance; None without modes."""
        base = trigger.sent.start_char
        span = (trigger.idx - base, trigger.idx - base + len(trigger.text))
        return self.model.mode(self.sentence(trigger.sent), span, kind)

    def contexts(self, sentence: Sentence) -> set[str]:
        """The contexts that the model sees in a sentence."""
        least = self.model.fact("judging")["context_from"]
        return {name for name, chance in self.model.contexts(self.sentence(sentence)).items() if chance >= least}

    def parties(self, trigger: Token) -> Iterator[Named]:
        """The phrases that take part in the event of a trigger, as characters of the document."""
        sentence = trigger.sent
        base, read = sentence.start_char, self.sentence(sentence)
        chances = self.model.parties(read, (trigger.idx - base, trigger.idx - base + len(trigger.text)))
        yield from (
            Named(found.role, base + found.start, base + found.end, found.chance)
            for found in named(read, chances, self.model.tags, sentence.text)
        )


ROLES = {"S": "actor", "T": "recipient", "R": "mutual"}


def named(read: Read, chances: Numbers, tags: Sequence[str], text: str) -> Iterator[Named]:
    """The phrases that the tags make: words are tagged by the sum over their pieces, a phrase by its most likely path.

    A word that starts a phrase may take the tag of its going on, which the network mixes up at phrase starts.
    """
    words = list(_words(read, text))
    if not words:
        return
    letters = [tag[2:] for tag in tags]
    path = best_path([chances[first] for first, _, _ in words], tags)
    start: int | None = None
    for at, tag in enumerate([*path, tags.index("O")]):
        goes_on = start is not None and tags[tag][:1] == "I" and letters[tag] == letters[path[start]]
        if start is not None and not goes_on:
            inside = range(start, at)
            chance = min(1 - float(chances[words[i][0]][tags.index("O")]) for i in inside)
            yield Named(ROLES[letters[path[start]]], words[start][1], words[at - 1][2], chance)
            start = None
        if start is None and tags[tag] != "O":
            start = at


def best_path(rows: Sequence[Numbers], tags: Sequence[str]) -> list[int]:
    """The most likely tags in which every ``I`` goes on from a tag of its letter (Viterbi).

    Examples
    --------
    >>> import numpy as np
    >>> best_path([np.array([0.5, 0.4, 0.1]), np.array([0.1, 0.1, 0.8])], ("O", "B-S", "I-S"))
    [1, 2]
    """
    import numpy as np

    allowed = np.array(
        [[0.0 if after[0] != "I" or before[2:] == after[2:] else -np.inf for after in tags] for before in tags]
    )
    logs = [np.log(np.maximum(row.astype(float), 1e-9)) for row in rows]
    score = logs[0] + np.array([0.0 if tag[0] != "I" else -np.inf for tag in tags])
    back: list[np.ndarray] = []
    for row in logs[1:]:
        table = score[:, None] + allowed + row[None, :]
        back.append(table.argmax(axis=0))
        score = table.max(axis=0)
    path = [int(score.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _words(read: Read, text: str) -> Iterator[tuple[int, int, int]]:
    """Runs of pieces without white space between them: first piece, start and end in the sentence."""
    first: int | None = None
    begin = end = 0
    for i, (a, b) in enumerate(read.offsets):
        if a >= b:
            continue
        if first is not None and a == end and text[a].isalnum() and text[end - 1].isalnum():
            end = b
            continue
        if first is not None:
            yield first, begin, end
        first, begin, end = i, a, b
    if first is not None:
        yield first, begin, end
