"""Task `relation`: the event type of a (sentence, source, target), after Hu et al. 2024, Zero-Shot PLOVER.

The sentence is given with the spans of source and target. The rules' mentions compete for the pair; the model is
asked what the one does to the other; both opinions are weighed as in :mod:`onrecord.find.judging`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.evaluate.measures import macro_f1
from onrecord.find import Find, weighed
from onrecord.model import Document, Mention, Reading, Span

if TYPE_CHECKING:
    from onrecord.coder import Coder
    from onrecord.learned import Model
    from onrecord.learned.model import Numbers

_MARK = re.compile(r"(</?[st]>)")
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
PENTA = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("AID", "COOPERATE", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"), 4),
}
"""The five classes of the benchmark (0 is no answer); the 15 roots that it asks for."""


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a row of `data`: its id and the type, or no type where nothing connects the two."""
    parse, find, model = coder.stages("en")[0], Find(coder.codebook, "en"), coder.learned
    for row in _rows(data):
        text, source, target = unmarked(row["marked_sentence"])
        reading = find(parse(Reading(Document(row["id"], text))))
        best = choose(reading.mentions, source, target)
        if model is None:
            yield {"id": row["id"], "type": best.type if best else None}
            continue
        chances = model.pair(model.read(text), [(s.start, s.end) for s in source], [(t.start, t.end) for t in target])
        together = weighed_pair(chances, model, best, source, target)
        yield {"id": row["id"], "type": model.types[int(together[:-1].argmax())]}


def weighed_pair(
    chances: Numbers, model: Model, best: Mention | None, sources: list[Span], targets: list[Span]
) -> Numbers:
    """The model's chances for a pair, weighed with the mention that the rules found for it.

    The mention counts by its confidence and by how many of the two it has among its participants; the numbers are
    ``judging.pair`` of the model.
    """
    if best is None or best.type not in model.types:
        return chances
    spans = [a.span for a in best.actors + best.recipients]
    share = best.confidence * (_touch(spans, sources) + _touch(spans, targets))
    return weighed(chances, model.types.index(best.type), share, {"none": 0.0, **model.fact("judging")["pair"]})


def choose(mentions: tuple[Mention, ...], sources: list[Span], targets: list[Span]) -> Mention | None:
    """The mention that connects source and target best: both in role, then one, then the surest."""

    def fit(mention: Mention) -> tuple[int, float, int]:
        actors = [a.span for a in mention.actors]
        recipients = [r.span for r in mention.recipients]
        score = 3 * _touch(actors, sources) + 3 * _touch(recipients, targets)
        score += _touch(actors, targets) + _touch(recipients, sources)
        return score - (mention.content_of is not None), mention.confidence, -mention.trigger.start

    return max(mentions, key=fit, default=None)


def _touch(some: list[Span], others: list[Span]) -> bool:
    return any(a.overlaps(b) for a in some for b in others)


def unmarked(marked: str) -> tuple[str, list[Span], list[Span]]:
    """The sentence without its marks, and the spans that they mark: sources ``<s>``, targets ``<t>``.

    Examples
    --------
    >>> unmarked("<s>Mali</s> thanked <t>Niger</t>.")[2]
    [Span(start=13, end=18, text='Niger')]
    """
    text = ""
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    opened = {"s": 0, "t": 0}
    for piece in _MARK.split(marked):
        if piece in ("<s>", "<t>"):
            opened[piece[1]] = len(text)
        elif piece in ("</s>", "</t>"):
            spans[piece[2]].append((opened[piece[2]], len(text)))
        else:
            text += piece
    sources, targets = ([Span.of(text, start, end) for start, end in spans[kind]] for kind in ("s", "t"))
    return text, sources, targets


def _rows(data: Path) -> list[dict[str, str]]:
    with data.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Macro F1 over the gold's root and penta classes, or binary conflict and cooperation where the gold is binary."""
    said = {}
    for line in predictions.read_text(encoding="utf8").splitlines():
        if line.strip():
            answer = json.loads(line)
            said[answer["id"]] = answer.get("type") or "NONE"
    rows = _rows(data)
    got = [MERGED.get(said.get(r["id"], "NONE"), said.get(r["id"], "NONE")) for r in rows]
    if "gold_binary" in rows[0]:
        gold = [int(float(r["gold_binary"])) for r in rows]
        binary = [int(PENTA[g] >= 3) if g in PENTA else -1 for g in got]
        return {"binary macro F1": macro_f1(gold, binary), "answered": sum(b >= 0 for b in binary) / len(binary)}
    root = [r["gold_root"] for r in rows]
    return {
        "root macro F1": macro_f1(root, got),
        "penta macro F1": macro_f1([int(float(r["gold_penta"])) for r in rows], [PENTA.get(g, 0) for g in got]),
        "root accuracy": sum(a == b for a, b in zip(root, got, strict=True)) / len(got),
    }
