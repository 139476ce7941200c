"""The task ``factuality``: how certain a text is that what a word names happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from onrecord.attribute.status import factuality
from onrecord.evaluate.measures import macro_f1
from onrecord.parse.parser import load_pipeline

if TYPE_CHECKING:
    from onrecord.languages import Pack


class HasPack(Protocol):
    """What this task needs of a coder."""

    @property
    def pack(self) -> Pack:
        """The language pack."""
        ...


def predict(data: Path, coder: HasPack) -> Iterator[dict[str, Any]]:
    """One prediction a target, for data in the format of Jiang and de Marneffe (2021), ``factuality_bert``.

    Only the words and the targets' positions are read. The text is tokenised already, and is parsed as it stands.

    Parameters
    ----------
    data
        JSON Lines: ``{"text": words with spaces between, "targets": [{"span1": [first, end]}]}``.

    Yields
    ------
    dict
        ``{"line": int, "target": int, "value": -3..3}``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from tempfile import TemporaryDirectory
    >>> from onrecord.languages import load
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "one.jsonl"
    ...     _ = file.write_text('{"text": "They failed to sign it .", "targets": [{"span1": [3, 4]}]}')
    ...     [row["value"] < 0 for row in predict(file, SimpleNamespace(pack=load("en")))]
    [True]
    """
    from spacy.tokens import Doc

    nlp = load_pipeline(coder.pack.pipeline)
    for line, row in enumerate(_rows(data)):
        doc = Doc(nlp.vocab, words=row["text"].split(" "))
        for _, component in nlp.pipeline:
            doc = component(doc)
        for target, asked in enumerate(row["targets"]):
            first, end = asked["span1"]
            value = factuality(doc, doc[first:end].root, coder.pack)
            yield {"line": line, "target": target, "value": round(value, 3)}


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Mean absolute error, Pearson's r, and macro F1 over happened (>= 1), did not (<= -1), uncertain.

    A target without a prediction counts as 3.0, the commonest answer.
    """
    said = {(row["line"], row["target"]): float(row["value"]) for row in _rows(predictions)}
    gold: list[float] = []
    given: list[float] = []
    for line, row in enumerate(_rows(data)):
        for target, asked in enumerate(row["targets"]):
            gold.append(float(asked["label"]))
            given.append(said.get((line, target), 3.0))
    wanted, got = np.array(gold), np.array(given)
    return {
        "MAE": float(np.abs(wanted - got).mean()),
        "r": float(np.corrcoef(wanted, got)[0, 1]),
        "3-way macro F1": macro_f1([_band(value) for value in gold], [_band(value) for value in given]),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _band(value: float) -> str:
    return "happened" if value >= 1 else "did not" if value <= -1 else "uncertain"
