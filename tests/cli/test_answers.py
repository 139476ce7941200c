"""How rows of any columns are printed."""

from __future__ import annotations

import pyarrow as pa

from onrecord.cli.answers import table
from onrecord.record.rows import Rows


def test_numbers_stand_flush_right_though_one_is_unknown() -> None:
    rows = Rows.of(pa.table({"outlet": ["Wire", "Post"], "read": pa.array([12, None], pa.int64())}))
    lines, note = table(rows, None)
    assert (lines, note) == (["outlet read", "────── ────", "Wire     12", "Post"], "")
