"""Task `attribution`: sources, cues and contents of news articles, in characters (PolNeAR).

The format and the figures are those of ``../shared/score``. PolNeAR annotates few attributions inside the content of
another one (of the nested ones that the rules find in its training part, one in five is annotated, against four in five
of the others), so that nested attributions are left out of the predictions; nothing else differs from what a user gets.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment

from onrecord.attribute import find_attributions
from onrecord.evaluate.measures import precision_recall_f1
from onrecord.model import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.languages import Pack

ROLES = ("cue", "source", "content")
Pieces = list[tuple[int, int]]
Roles = dict[str, Pieces]

_WORD = re.compile(r"\w+|[:―—–]")
_RECORD = re.compile(r"\n(?=[-TEA#R]\d*\t)")
_SPEECH = re.compile(
    r"(?i)\b(say|says|said|saying|tell|tells|told|telling|according to|stated?|states|announced?|announces|declared?"
    r'|declares|add|adds|added|report|reports|reported)\b|["“”]'
)


class Reader(Protocol):
    """What the task needs of a :class:`onrecord.Coder`: its language pack and its parser."""

    @property
    def pack(self) -> Pack: ...

    def parse(self, text: str) -> Doc: ...


def predict(data: Path, coder: Reader) -> Iterator[dict[str, object]]:
    """One line an article of the folder `data` (``*.txt``; its annotations are not opened)."""
    for path in sorted(data.glob("*.txt")):
        text = read_text(path)
        attributions = find_attributions(coder.parse(text), text, coder.pack)
        yield {"doc": path.stem, "attributions": [_row(found) for found in attributions if found.within is None]}


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Precision, recall and F1 of every measure, over all attributions and over the slice of speech.

    Parameters
    ----------
    data
        Folder of brat files, ``NAME.txt`` beside ``NAME.ann``.
    predictions
        JSON Lines as :func:`predict` gives them.

    Returns
    -------
    dict of float
        ``"attribution lenient"`` is the F1 in percent, with ``" precision"`` and ``" recall"`` beside it; names
        that begin with ``"speech: "`` are of the slice. `lenient` asks for a common word of the cues and at least half
        of source and content (F1 over words), after the best one-to-one matching.
    """
    lines = predictions.read_text(encoding="utf8").splitlines()
    predicted = {row["doc"]: row["attributions"] for row in map(json.loads, filter(str.strip, lines))}
    figures: dict[str, float] = {}
    for label, keep in (("", _all), ("speech: ", _speech)):
        for name, counts in _counts(data, predicted, keep).items():
            precision, recall, f1 = precision_recall_f1(*counts)
            figures[label + name] = f1
            figures[f"{label}{name} precision"], figures[f"{label}{name} recall"] = precision, recall
    return figures


def read_text(path: Path) -> str:
    """The text as the offsets count it: line ends are kept."""
    with path.open(encoding="utf8", newline="") as file:
        return file.read()


def read_brat(path: Path) -> list[Roles]:
    """The attributions of a brat file: role -> pieces in characters. An annotation may span lines."""
    spans: dict[str, Pieces] = {}
    events: list[list[list[str]]] = []
    for record in _RECORD.split(path.read_text(encoding="utf8").rstrip("\n")):
        fields = record.split("\t")
        if record.startswith("T"):
            pieces = (piece.split() for piece in fields[1].split(" ", 1)[1].split(";"))
            spans[fields[0]] = [(int(start), int(end)) for start, end in pieces]
        elif record.startswith("E"):
            events.append([part.split(":") for part in fields[1].split()])
    found = []
    for event in events:
        roles: Roles = {role: [] for role in ROLES}
        for role, reference in event:
            name = role.rstrip("0123456789").lower()
            if name in roles:
                roles[name] += spans[reference]
        found.append(roles)
    return found


def _row(attribution: Attribution) -> dict[str, list[list[int]]]:
    def pieces(*spans: Span | None) -> list[list[int]]:
        return [[span.start, span.end] for span in spans if span is not None]

    source = attribution.source.span if attribution.source is not None else None
    return {"cue": pieces(attribution.cue), "source": pieces(source), "content": pieces(*attribution.content)}


def _all(_text: str, _cue: Pieces) -> bool:
    return True


def _speech(text: str, cue: Pieces) -> bool:
    return any(_SPEECH.search(text[max(0, start - 2) : end + 2]) for start, end in cue)


def _counts(
    data: Path, predicted: dict[str, list[Roles]], keep: Callable[[str, Pieces], bool]
) -> dict[str, tuple[int, int, int]]:
    """Hits, predicted and gold of every measure."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted(data.glob("*.ann")):
        text = read_text(path.with_suffix(".txt"))
        words = [match.span() for match in _WORD.finditer(text)]
        gold = [_as_words(roles, words) for roles in read_brat(path) if keep(text, roles["cue"])]
        ours = [_as_words(roles, words) for roles in predicted.get(path.stem, []) if keep(text, roles.get("cue") or [])]
        for role in ROLES:
            wanted, given = _union(gold, role), _union(ours, role)
            for at, number in enumerate((len(wanted & given), len(given), len(wanted))):
                counts[f"token {role}"][at] += number
        hits = _matched(ours, gold)
        for name, hit in zip(("cue hit", "attribution lenient", "attribution exact"), hits, strict=True):
            for at, number in enumerate((hit, len(ours), len(gold))):
                counts[name][at] += number
    return {name: (hit, given, wanted) for name, (hit, given, wanted) in counts.items()}


def _as_words(roles: Roles, words: list[tuple[int, int]]) -> dict[str, frozenset[int]]:
    return {
        role: frozenset(
            index
            for index, (start, end) in enumerate(words)
            if any(start < b and end > a for a, b in roles.get(role) or [])
        )
        for role in ROLES
    }


def _union(attributions: list[dict[str, frozenset[int]]], role: str) -> frozenset[int]:
    return frozenset().union(*(found[role] for found in attributions))


def _overlap(ours: frozenset[int], gold: frozenset[int]) -> float:
    if not ours and not gold:
        return 1.0
    return 2 * len(ours & gold) / (len(ours) + len(gold)) if ours & gold else 0.0


def _matched(ours: list[dict[str, frozenset[int]]], gold: list[dict[str, frozenset[int]]]) -> tuple[int, int, int]:
    """Cue hits, lenient hits and exact hits of the best one-to-one matching by overlap of cue, content and source."""
    if not ours or not gold:
        return 0, 0, 0
    weight = np.array([[_weight(p, g) for g in gold] for p in ours])
    cue = lenient = exact = 0
    for i, j in zip(*linear_sum_assignment(-weight), strict=True):
        if weight[i, j] <= 0:
            continue
        p, g = ours[i], gold[j]
        cue_hit = bool(p["cue"] & g["cue"])
        cue += cue_hit
        exact += all(p[role] == g[role] for role in ROLES)
        lenient += cue_hit and _overlap(p["source"], g["source"]) >= 0.5 and _overlap(p["content"], g["content"]) >= 0.5
    return cue, lenient, exact


def _weight(p: dict[str, frozenset[int]], g: dict[str, frozenset[int]]) -> float:
    if not (p["cue"] & g["cue"] or p["content"] & g["content"]):
        return 0.0
    return (
        _overlap(p["cue"], g["cue"]) + _overlap(p["content"], g["content"]) + 0.5 * _overlap(p["source"], g["source"])
    )
