"""Rows put in order on disk: memory stays flat however many there are.

DuckDB (1.5.5) sorts nested columns in memory only, so that it cannot sort the mentions of a large record. Here every
row comes with the place of its document in the order. Rows are dealt out to files, each for a range of places; every
file is sorted by itself when its turn comes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

DOCUMENTS = 2_000
"""Documents a file, at least: some tens of megabytes of mentions."""

FILES = 100
"""Files that are open at once, at most: systems allow a few hundred."""

ROWS = 1_000
"""Rows that are handed out together."""


def in_order(
    rows: pa.RecordBatchReader, documents: int, *then: str, size: int | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows in the order of their column `place`, then of the columns `then`, in batches of :data:`ROWS`.

    Parameters
    ----------
    rows
        With a column `place`: 0 up to `documents`.
    size
        Documents a file; follows from their number without it.

    Raises
    ------
    OSError
        When the temporary folder is full.

    Examples
    --------
    >>> rows = pa.table({"place": [2, 0, 1], "name": ["c", "a", "b"]})
    >>> [batch.column("name").to_pylist() for batch in in_order(rows.to_reader(), 3, size=2)]
    [['a', 'b'], ['c']]
    """
    size = size or max(DOCUMENTS, -(-documents // FILES))
    by = [(name, "ascending") for name in ("place", *then)]
    if documents <= size:
        yield from rows.read_all().combine_chunks().sort_by(by).to_batches(ROWS)
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-order-") as folder:
        files = [Path(folder) / str(number) for number in range(-(-documents // size))]
        _deal(rows, files, size)
        for file in files:
            with pa.OSFile(str(file)) as source:
                table = pa.ipc.open_stream(source).read_all()
            file.unlink()
            yield from table.combine_chunks().sort_by(by).to_batches(ROWS)


def _deal(rows: pa.RecordBatchReader, files: list[Path], size: int) -> None:
    """Write every row into the file of its range of places."""
    with ExitStack() as opened:
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        writers: list[Any] = []
        for file in files:
            sink = opened.enter_context(pa.OSFile(str(file), "wb"))
            writers.append(opened.enter_context(pa.ipc.new_stream(sink, rows.schema, options=options)))
        for batch in rows:
            numbers = pc.divide(batch.column("place"), pa.scalar(size, pa.int64()))
            order = pc.sort_indices(numbers)
            dealt, numbers = batch.take(order), numbers.take(order)
            start = 0
            for run in pc.run_end_encode(numbers).run_ends.to_pylist() if len(numbers) else ():
                writers[numbers[start].as_py()].write_batch(dealt.slice(start, run - start))
                start = run
