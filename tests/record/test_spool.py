"""Rows are put in order on disk when they are many."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest

from onrecord.record.spool import in_order


def rows(documents: int, each: int = 3) -> pa.Table:
    """Rows of documents in no order, with nested values."""
    pairs = [(place, position) for place in range(documents) for position in range(each)]
    random.Random(1).shuffle(pairs)
    return pa.table(
        {
            "place": pa.array([place for place, _ in pairs], pa.int64()),
            "position": [position for _, position in pairs],
            "names": [[{"name": f"{place}-{position}"}] * position for place, position in pairs],
        }
    )


@pytest.mark.parametrize("size", [None, 1, 7, 50, 1000])
def test_rows_come_in_order_whatever_the_number_of_files(size: int | None) -> None:
    table = rows(50)
    batches = in_order(table.to_reader(max_chunksize=11), 50, "position", size=size)
    assert pa.Table.from_batches(batches) == table.sort_by([("place", "ascending"), ("position", "ascending")])


@pytest.mark.parametrize("size", [None, 2])
def test_no_rows_are_no_batches(size: int | None) -> None:
    assert sum(batch.num_rows for batch in in_order(rows(0).to_reader(), 5, size=size)) == 0


def test_nothing_is_left_in_the_temporary_folder_when_the_reader_stops_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    batches = in_order(rows(50).to_reader(), 50, size=10)
    next(batches)
    assert list(tmp_path.iterdir())
    batches.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())
