"""A record of which a byte has changed gives the right answer or says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rounds import ended, flip_round, start

DOCUMENTS = 60


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("damage") / "record"
    code, _, said = ended(start("write", path, 0, DOCUMENTS, 20))
    assert code == 0, said
    _, lines, _ = ended(start("look", path, DOCUMENTS))
    assert lines == ["right"]
    return path


@pytest.mark.parametrize("unnoticed", [False, True], ids=["changed", "gone-bad"])
@pytest.mark.parametrize("seed", range(3))
def test_a_changed_byte_never_makes_a_wrong_answer(record: Path, seed: int, unnoticed: bool) -> None:
    faults, _ = flip_round(seed, record, DOCUMENTS, unnoticed=unnoticed)
    assert faults == []
