"""Task `swap`: no favourites. A sentence and its twin, in which two sides have changed places, are coded alike.

The words of a pair (France and Russia, the army and the jihadists, he and she, two outlets) are exchanged for one
another in one pass; type, status and vouching of what is coded must stay the same.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.evaluate.tables import rows_of

if TYPE_CHECKING:
    from onrecord.coder import Coder
    from onrecord.model import Reading

Told = list[list[object]]
WORDS = "swap_words.tsv"
"""Beside the sentences: ``pair``, ``one``, ``other``."""


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a sentence: what was coded in it (type, status, unvouched), and in its twin."""
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of(data.parent / WORDS):
        words[row["pair"]].append((row["one"], row["other"]))
    for row in rows_of(data):
        twin = exchanged(row["sentence"], words[row["pair"]])
        yield {
            "id": row["id"],
            "pair": row["pair"],
            "told": told(coder.code(row["sentence"], language="en")),
            "twin": told(coder.code(twin, language="en")),
        }


def exchanged(sentence: str, words: Sequence[tuple[str, str]]) -> str:
    """The sentence with the words of each pair in one another's place; whole words, longest first.

    Examples
    --------
    >>> exchanged("Mali thanked Togo.", [("Mali", "Togo")])
    'Togo thanked Mali.'
    """
    other: Mapping[str, str] = {a: b for pair in words for a, b in (pair, pair[::-1])}
    longest = sorted(other, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", lambda found: other[found[0]], sentence)


def told(reading: Reading) -> Told:
    """Type, status and vouching of the mentions that are not uncertain, in order."""
    return [[m.type, m.status, m.unvouched] for m in reading.mentions if not m.uncertain]


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Of all sentences the share in per cent whose twin is coded alike: in everything, and in each of the three."""
    rows = [json.loads(line) for line in predictions.read_text(encoding="utf8").splitlines() if line.strip()]
    shares = {"alike": 100.0 * sum(row["told"] == row["twin"] for row in rows) / len(rows)}
    for at, name in enumerate(("type", "status", "vouching")):
        same = sum([t[at] for t in row["told"]] == [t[at] for t in row["twin"]] for row in rows)
        shares[f"{name} alike"] = 100.0 * same / len(rows)
    for pair in dict.fromkeys(row["pair"] for row in rows):
        some = [row for row in rows if row["pair"] == pair]
        shares[f"{pair} alike"] = 100.0 * sum(row["told"] == row["twin"] for row in some) / len(some)
    return shares
