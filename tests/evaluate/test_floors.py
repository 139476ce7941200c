"""The floors: well-formed, about tasks that exist, on gold that has not changed since it was pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.evaluate import TASKS
from onrecord.evaluate.floors import Bench, hash_of, load_floors, out_of_fold

ROOT = Path(__file__).parents[2]


def test_every_task_is_held_to_a_floor() -> None:
    assert {bench.task for bench in load_floors() if bench.floors} == set(TASKS)


def test_what_the_weights_reached_on_what_they_had_not_seen_is_held_too() -> None:
    measured = out_of_fold()
    assert {bench.task for bench, _ in measured} == {"relation", "roles", "judging"}
    assert [sentence for bench, figures in measured for sentence in bench.broken(figures)] == []


def test_annotations_are_those_that_the_chances_were_fitted_to() -> None:
    [bench] = [bench for bench, _ in out_of_fold() if bench.task == "judging"]
    assert hash_of(ROOT / bench.data) == bench.hash


@pytest.mark.parametrize("bench", {b.data: b for b in load_floors() if b.place == "repository"}.values(), ids=str)
def test_gold_of_the_repository_is_the_pinned_one(bench: Bench) -> None:
    assert hash_of(ROOT / bench.data) == bench.hash, f"{bench.data} was changed after the rules were written"


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"value": 70.0, "MAE": 0.4}, []),
        ({"value": 69.9, "MAE": 0.4}, ["value is 69.9, its floor is 70"]),
        ({"value": 70.0, "MAE": 0.6}, ["MAE is 0.6, its ceiling is 0.5"]),
        ({"MAE": 0.4}, ["value is nan, its floor is 70"]),
    ],
)
def test_a_figure_worse_than_its_bound_is_said(figures: dict[str, float], said: list[str]) -> None:
    bench = Bench("times", "timebank", "shared", "", floors={"value": 70}, ceilings={"MAE": 0.5})
    assert bench.broken(figures) == said


def test_the_hash_of_a_folder_depends_on_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    first = hash_of(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert hash_of(tmp_path) != first
