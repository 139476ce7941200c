"""Task `contexts`: the contexts of sentences of ours that report an event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.evaluate.measures import precision_recall_f1
from onrecord.evaluate.tables import rows_of

if TYPE_CHECKING:
    from onrecord.coder import Coder


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a sentence: the contexts that its mentions would carry."""
    from onrecord.find import Opinions, contexts_of

    for row in rows_of(data):
        doc = coder.parse(row["sentence"])
        opinions = Opinions(coder.learned, doc) if coder.learned is not None else None
        yield {"id": row["id"], "contexts": list(contexts_of(doc, coder.codebook, opinions))}


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Precision, recall and F1 over all contexts of all sentences."""
    said = {row["id"]: row["contexts"] for row in map(json.loads, predictions.read_text(encoding="utf8").splitlines())}
    hits = given = asked = 0
    for row in rows_of(data):
        gold, got = {c for c in row["contexts"].split(";") if c}, set(said[row["id"]])
        hits, given, asked = hits + len(gold & got), given + len(got), asked + len(gold)
    names = ("contexts P", "contexts R", "contexts F1")
    return dict(zip(names, precision_recall_f1(hits, given, asked), strict=True))
