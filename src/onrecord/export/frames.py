"""Readings as one flat table in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.export.columns import COLUMNS, Goldstein, arrow_schema, flat_row
from onrecord.export.rows import rows_of
from onrecord.model import Reading

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(readings: Iterable[Reading], *, uncertain: bool = False, goldstein: Goldstein | None = None) -> pa.Table:
    """The mentions of `readings` as an Arrow table, one row each, with the columns of `COLUMNS`.

    Parameters
    ----------
    readings
        What :meth:`onrecord.Coder.pipe` gives; one reading is taken, too.
    uncertain
        Whether rows of low confidence are in it.
    goldstein
        See :func:`onrecord.export.columns.goldstein_of`.

    Examples
    --------
    >>> to_arrow([]).num_rows
    0
    """
    import pyarrow as pa

    if isinstance(readings, Reading):
        readings = [readings]
    schema = arrow_schema()
    batches = []
    for reading in readings:
        rows = [flat_row(mention, row, goldstein) for mention, row in rows_of(reading, uncertain=uncertain)]
        if rows:
            batches.append(pa.RecordBatch.from_pylist(rows, schema=schema))
    return pa.Table.from_batches(batches, schema=schema).combine_chunks()


_PANDAS = {"string": "string", "int64": "Int64", "float64": "Float64", "bool": "boolean"}
"""pandas' own types with a missing value, so that an id stays a whole number in a column with gaps."""


def to_pandas(
    readings: Iterable[Reading], *, uncertain: bool = False, goldstein: Goldstein | None = None
) -> pd.DataFrame:
    """The mentions of `readings` as a DataFrame, one row each; see :func:`to_arrow` for the parameters.

    Examples
    --------
    >>> list(to_pandas([]).columns[:3])
    ['id', 'document_id', 'title']
    """
    frame = to_arrow(readings, uncertain=uncertain, goldstein=goldstein).to_pandas(integer_object_nulls=True)
    typed: pd.DataFrame = frame.astype({column.name: _PANDAS[column.type] for column in COLUMNS})
    return typed
