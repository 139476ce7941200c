"""Task `modes`: the mode of an event whose trigger and type are given, on sentences of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.evaluate.tables import rows_of, unmarked
from onrecord.find import Opinions

if TYPE_CHECKING:
    from onrecord.coder import Coder


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a sentence: the modes of the mention of the given type whose trigger is nearest to the marked word.

    Where no mention of the type stands there, the model is asked for the mode of the marked word.
    """
    for row in rows_of(data):
        sentence, start, end = unmarked(row["marked"])
        reading = coder.code(sentence, language="en")
        fitting = [m for m in reading.mentions if m.type == row["type"]]
        best = min(fitting, key=lambda m: abs(m.trigger.start - start), default=None)
        modes: tuple[str, ...] = best.modes if best is not None else ()
        if best is None and coder.learned is not None:
            doc = coder.parse(sentence)
            marked = doc.char_span(start, end, alignment_mode="expand")
            told = Opinions(coder.learned, doc).mode(marked.root, row["type"]) if marked is not None else None
            modes = (told[0],) if told and told[0] else ()
        yield {"id": row["id"], "modes": list(modes)}


def score(data: Path, predictions: Path) -> dict[str, float]:
    """In per cent: right answers, answers that are right of those given, and given where one is asked.

    An answer is right when it is one of the gold modes, or empty where none can be told.
    """
    said = {row["id"]: row["modes"] for row in map(json.loads, predictions.read_text(encoding="utf8").splitlines())}
    rows = rows_of(data)
    right = given = hits = asked = 0
    for row in rows:
        gold, got = [m for m in row["modes"].split(";") if m], said[row["id"]]
        hit = bool(got) and got[0] in gold
        right += hit or not (gold or got)
        hits += hit
        given += bool(got)
        asked += bool(gold)
    return {
        "modes right": 100 * right / len(rows),
        "modes P": 100 * hits / max(1, given),
        "modes R": 100 * hits / max(1, asked),
    }
