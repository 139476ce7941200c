"""The task factuality: formats and figures."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from onrecord.evaluate.factuality import predict, score
from onrecord.languages import load

ROWS = [
    {
        "text": "They failed to sign it .",
        "targets": [{"span1": [1, 2], "label": 3.0}, {"span1": [3, 4], "label": -3.0}],
    },
    {"text": "They may sign it .", "targets": [{"span1": [2, 3], "label": 0.5}]},
]


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    return path


def test_every_target_gets_one_value_between_minus_three_and_three(tmp_path: Path) -> None:
    made = list(predict(written(tmp_path / "gold.jsonl", ROWS), SimpleNamespace(pack=load("en"))))  # type: ignore[arg-type]
    assert [(row["line"], row["target"]) for row in made] == [(0, 0), (0, 1), (1, 0)]
    assert all(-3 <= row["value"] <= 3 for row in made)


def test_the_answers_are_never_read(tmp_path: Path) -> None:
    blind = [{**row, "targets": [{"span1": t["span1"]} for t in row["targets"]]} for row in ROWS]  # type: ignore[attr-defined,index]
    coder = SimpleNamespace(pack=load("en"))
    seen, unseen = written(tmp_path / "a.jsonl", ROWS), written(tmp_path / "b.jsonl", blind)
    assert list(predict(seen, coder)) == list(predict(unseen, coder))  # type: ignore[arg-type]


def test_perfect_predictions_have_no_error(tmp_path: Path) -> None:
    said = [
        {"line": 0, "target": 0, "value": 3.0},
        {"line": 0, "target": 1, "value": -3.0},
        {"line": 1, "target": 0, "value": 0.5},
    ]
    found = score(written(tmp_path / "gold.jsonl", ROWS), written(tmp_path / "said.jsonl", said))  # type: ignore[arg-type]
    assert found == {"MAE": 0.0, "r": pytest.approx(1.0), "3-way macro F1": 1.0}


def test_a_missing_prediction_counts_as_happened(tmp_path: Path) -> None:
    said = [{"line": 0, "target": 1, "value": -3.0}]
    found = score(written(tmp_path / "gold.jsonl", ROWS), written(tmp_path / "said.jsonl", said))  # type: ignore[arg-type]
    assert found["MAE"] == pytest.approx(2.5 / 3)
