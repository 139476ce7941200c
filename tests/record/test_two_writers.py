"""Several processes work on one record at once."""

from __future__ import annotations

import pytest
from rounds import two_writers_round


@pytest.mark.parametrize("seed", range(2))
def test_two_writers_of_overlapping_documents_and_a_reader_lose_and_double_nothing(seed: int) -> None:
    faults, seen = two_writers_round(seed, batches=8)
    assert faults == []
    assert seen["looks"] >= 2, "the reader has seen the record while it grew"
