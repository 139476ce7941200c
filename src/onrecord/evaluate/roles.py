"""Task `roles`: source, target and reciprocal spans of CAMEO-style sentences, as token offsets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.evaluate.measures import precision_recall_f1
from onrecord.find import Find
from onrecord.model import Actor, Document, Mention, Reading

if TYPE_CHECKING:
    from onrecord.coder import Coder

_DETERMINERS = frozenset("the a an its their his her this that these those".split())
Spans = list[tuple[int, int, str]]


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a sentence: the spans of the actors and recipients of its mentions that are not uncertain."""
    parse, find = coder.stages("en")[0], Find(coder.codebook, "en")
    for number, words in enumerate(_sentences(data)):
        starts, text = [], ""
        for word in words:
            starts.append(len(text))
            text += word + " "
        reading = find(parse(Reading(Document(str(number), text))))
        spans: dict[tuple[int, int], str] = {}
        for mention in reading.mentions:
            if mention.confidence >= coder.settings.uncertain_below:
                for actor, role in _roles(mention):
                    place = _tokens(actor, starts, words)
                    if place is not None:
                        spans.setdefault(place, role)
        yield {
            "id": number,
            "spans": [{"start": s, "end": e, "role": role} for (s, e), role in sorted(spans.items())],
        }


def _roles(mention: Mention) -> Iterator[tuple[Actor, str]]:
    reciprocal = len(mention.actors) > 1 and not mention.recipients and any("/with" in r or "/between" in r for r in mention.coded_by.rules)
    for actor in mention.actors:
        yield actor, "R" if reciprocal else "S"
    for recipient in mention.recipients:
        yield recipient, "T"


def _tokens(actor: Actor, starts: list[int], words: list[str]) -> tuple[int, int] | None:
    inside = [i for i, at in enumerate(starts) if actor.span.start <= at < actor.span.end]
    while inside and words[inside[0]].lower() in _DETERMINERS:
        inside.pop(0)
    return (inside[0], inside[-1] + 1) if inside else None


def _sentences(data: Path) -> list[list[str]]:
    blocks = data.read_text(encoding="utf8").strip().split("\n\n")
    return [[line.rsplit(" ", 1)[0] for line in block.strip().split("\n")] for block in blocks]


def read_conll(path: Path) -> list[Spans]:
    """The gold spans of every sentence: (first token, token after the last, role)."""
    out: list[Spans] = []
    for block in path.read_text(encoding="utf8").strip().split("\n\n"):
        spans: Spans = []
        for i, line in enumerate(block.strip().split("\n")):
            tag = line.rsplit(" ", 1)[1]
            if tag == "O":
                continue
            goes_on = tag[0] == "I" and spans and spans[-1][1] == i and spans[-1][2] == tag[2:]
            if goes_on:
                spans[-1] = (spans[-1][0], i + 1, tag[2:])
            else:
                spans.append((i, i + 1, tag[2:]))
        out.append(spans)
    return out


def score(data: Path, predictions: Path) -> dict[str, float]:
    """F1 of exact spans, and of spans that share at least half of their union."""
    said = {}
    for line in predictions.read_text(encoding="utf8").splitlines():
        if line.strip():
            answer = json.loads(line)
            said[answer["id"]] = answer["spans"]
    exact, half = [0, 0, 0], [0, 0, 0]
    for number, gold in enumerate(read_conll(data)):
        got = sorted({(s["start"], s["end"], s["role"]) for s in said.get(number, [])})
        for counts, hits in ((exact, len(set(got) & set(gold))), (half, _half_hits(got, gold))):
            counts[0] += hits
            counts[1] += len(got)
            counts[2] += len(gold)
    return {"roles exact F1": precision_recall_f1(*exact)[2], "roles IoU 0.5 F1": precision_recall_f1(*half)[2]}


def _half_hits(got: Spans, gold: Spans) -> int:
    pairs = sorted(
        ((_overlap(a, b), x, y) for x, a in enumerate(got) for y, b in enumerate(gold) if _overlap(a, b) >= 0.5), reverse=True
    )
    left, right = set(), set()
    for _, x, y in pairs:
        if x not in left and y not in right:
            left.add(x)
            right.add(y)
    return len(left)


def _overlap(a: tuple[int, int, str], b: tuple[int, int, str]) -> float:
    if a[2] != b[2]:
        return 0.0
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))
