"""The tasks over tables of sentences: modes, contexts, swapped sides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.evaluate import TASKS
from onrecord.evaluate.swap import exchanged
from onrecord.evaluate.tables import rows_of

SENTENCES = Path(__file__).parents[1] / "gold" / "sentences"


def scored(task: str, folder: Path, table: str, answers: list[dict[str, object]]) -> dict[str, float]:
    data, predictions = folder / "data.tsv", folder / "predictions.jsonl"
    data.write_text(table, encoding="utf8")
    predictions.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf8")
    return TASKS[task].score(data, predictions)


def test_modes_count_the_empty_answer_where_none_can_be_told(tmp_path: Path) -> None:
    table = "id\ttype\tmodes\tmarked\na\tCOERCE\tarrest\t-\nb\tCOERCE\t\t-\nc\tCOERCE\tseize;arrest\t-\n"
    answers: list[dict[str, object]] = [
        {"id": "a", "modes": ["seize"]},
        {"id": "b", "modes": []},
        {"id": "c", "modes": ["seize"]},
    ]
    assert scored("modes", tmp_path, table, answers) == {
        "modes right": pytest.approx(66.7, abs=0.1), "modes P": 50.0, "modes R": 50.0,
    }  # fmt: skip


def test_contexts_are_counted_one_by_one(tmp_path: Path) -> None:
    table = "id\tcontexts\tsentence\na\tlegal;crime\t-\nb\t\t-\n"
    answers: list[dict[str, object]] = [{"id": "a", "contexts": ["legal"]}, {"id": "b", "contexts": ["health"]}]
    assert scored("contexts", tmp_path, table, answers) == {
        "contexts P": 50.0, "contexts R": 50.0, "contexts F1": 50.0,
    }  # fmt: skip


def test_twins_must_agree_in_everything(tmp_path: Path) -> None:
    arrest, planned = ["COERCE", "occurred", False], ["COERCE", "planned", False]
    answers: list[dict[str, object]] = [
        {"id": "a", "pair": "p", "told": [arrest], "twin": [arrest]},
        {"id": "b", "pair": "q", "told": [arrest], "twin": [planned]},
    ]
    figures = scored("swap", tmp_path, "id\tpair\tsentence\n", answers)
    assert (figures["alike"], figures["type alike"], figures["status alike"]) == (50.0, 100.0, 50.0)
    assert (figures["p alike"], figures["q alike"]) == (100.0, 0.0)


def test_longer_words_are_exchanged_before_shorter_ones() -> None:
    words = [("the army", "the jihadists"), ("army", "jihadist")]
    assert exchanged("the army shelled an army post", words) == "the jihadists shelled an jihadist post"


def test_every_sentence_of_the_swap_test_comes_back() -> None:
    words: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of(SENTENCES / "swap_words.tsv"):
        words.setdefault(row["pair"], []).append((row["one"], row["other"]))
    rows = rows_of(SENTENCES / "swap.tsv")
    assert len(rows) >= 200
    assert not [
        row["id"]
        for row in rows
        if exchanged(row["sentence"], words[row["pair"]]) == row["sentence"]
        or exchanged(exchanged(row["sentence"], words[row["pair"]]), words[row["pair"]]) != row["sentence"]
    ]
