"""A disk that fills up is named, and nothing half written stays."""

from __future__ import annotations

import pytest
from rounds import full_disk_round


@pytest.mark.parametrize("seed", range(3))
def test_a_full_disk_is_named_and_the_next_run_goes_on_once_there_is_space(seed: int) -> None:
    try:
        faults = full_disk_round(seed)
    except PermissionError as error:
        pytest.skip(f"{error}; run the tests as root")
    assert faults == []
