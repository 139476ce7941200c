"""A writer that is killed leaves whole batches, and the next run goes on where it stopped."""

from __future__ import annotations

import pytest
from rounds import kill_round


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_whole_batches_and_the_next_run_goes_on(seed: int) -> None:
    assert kill_round(seed, batches=6) == []
