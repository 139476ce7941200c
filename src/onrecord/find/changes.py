"""What would have changed the answer: the mention judged again without its entry, and without each word of its
sentence.

Leaving out a word (its place is kept by a mask) and asking again is occlusion (Zeiler and Fergus 2014, arXiv:1311.2901;
for words Li et al. 2016, arXiv:1612.08220). It tells what the model looked at, not why the world is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.find.judging import weighed
from onrecord.find.stand_ins import Seen
from onrecord.learned import Model
from onrecord.learned.model import Numbers

MOST_WORDS = 60
"""Words of a sentence that are tried, nearest to the trigger first; each costs one pass of the encoder."""
_WORD = re.compile(r"\w[\w'’-]*")
_MASK = "[MASK]"


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would have come out otherwise.

    Parameters
    ----------
    without
        What was left out: a word of the sentence, ``the entry`` or ``the model``.
    type
        The type that would have come out, or NONE.
    probability
        Its chance.
    before
        The chance that the mention's own type would have had.
    """

    without: str
    type: str
    probability: float
    before: float


def changes(
    seen: Seen, trigger: tuple[int, int], kind: str, own: str | None, weight: float, model: Model
) -> Iterator[Change]:
    """What would have come out without the entry, and without the words that matter most.

    Parameters
    ----------
    seen, trigger
        The sentence as the model reads it, and where its trigger stands in the sentence itself.
    kind
        The type that came out.
    own, weight
        The type of the lexicon entry and what it weighed; None for a word that only the model took for an event.

    Yields
    ------
    Change
        First without the entry, then for words: those whose absence gives another type, else the one that lowers the
        chance of the type most.
    """
    numbers = model.fact("judging")["entry" if own else "proposal"]
    place = model.types.index(own) if own else None
    mine = model.types.index(kind)

    def judged(text: str, start: int, end: int) -> Numbers | None:
        [chances] = model.words(model.read(text), [(start, end)])
        return None if np.isnan(chances[0]) else weighed(chances, place, weight, numbers)

    sentence, trigger = seen.text, seen.at(*trigger)
    whole = model.words(model.read(sentence), [trigger])[0]
    if np.isnan(whole[0]):
        return
    if own:
        alone = weighed(whole, None, 0.0, model.fact("judging")["proposal"])
        yield _change("the entry", alone, mine, model)
    tried: list[tuple[str, Numbers]] = []
    words = [m for m in _WORD.finditer(sentence) if m.end() <= trigger[0] or m.start() >= trigger[1]]
    words.sort(key=lambda m: abs(m.start() - trigger[0]))
    for match in words[:MOST_WORDS]:
        text = sentence[: match.start()] + _MASK + sentence[match.end() :]
        shift = len(text) - len(sentence) if match.start() < trigger[0] else 0
        found = judged(text, trigger[0] + shift, trigger[1] + shift)
        if found is not None:
            tried.append((seen.told(*match.span()), found))
    others = [(word, found) for word, found in tried if int(found.argmax()) != mine]
    others = others or sorted(tried, key=lambda each: float(each[1][mine]))[:1]
    for word, found in sorted(others, key=lambda each: float(each[1][mine]))[:3]:
        yield _change(repr(word), found, mine, model)


def _change(without: str, found: Numbers, mine: int, model: Model) -> Change:
    best = int(found.argmax())
    return Change(without, model.types[best], round(float(found[best]), 2), round(float(found[mine]), 2))
