"""What a question to the record gives: rows that are fetched when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from onrecord.errors import MissingModel

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_BATCH = 10_000
"""Rows that are held at once while a result is gone through."""

_SHOWN, _CELL = 10, 40
"""Rows and characters of a cell that `repr` shows."""


class Rows:
    """The rows of a question to the record: iterate over them, count them, or take them elsewhere.

    Nothing is fetched before it is asked for, and a whole table is kept once it has been.

    Parameters
    ----------
    connect
        Gives a connection to ask; raises when the record is closed.
    query, parameters
        The question in SQL, with its values.

    Examples
    --------
    >>> import duckdb
    >>> rows = Rows(duckdb.connect, "SELECT 'COERCE' AS type, 3 AS mentions")
    >>> len(rows), rows.columns, list(rows)
    (1, ('type', 'mentions'), [{'type': 'COERCE', 'mentions': 3}])
    """

    def __init__(
        self, connect: Callable[[], duckdb.DuckDBPyConnection], query: str, parameters: Sequence[Any] | None = None
    ) -> None:
        self._connect, self._query, self._parameters = connect, query, list(parameters or ())
        self._table: pa.Table | None = None
        self._schema: pa.Schema | None = None
        self._length: int | None = None

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Rows of a table that is there already."""
        rows = cls(_no_connection, "")
        rows._table = table
        return rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.schema.names)

    @property
    def schema(self) -> pa.Schema:
        """The columns with their Arrow types."""
        if self._table is not None:
            return self._table.schema
        if self._schema is None:
            self._schema = self._reader(f"SELECT * FROM ({self._query}) LIMIT 0").schema
        return self._schema

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table; lists and structs stay what they are."""
        if self._table is None:
            self._table = self._reader(self._query).read_all()
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a DataFrame, with pandas' own types for what can be missing (``string``, ``Int64``, ...)."""
        import pandas as pd
        import pyarrow as pa

        kinds = {
            pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(),
            pa.float64(): pd.Float64Dtype(), pa.bool_(): pd.BooleanDtype(),
        }  # fmt: skip
        frame: pd.DataFrame = self.to_arrow().to_pandas(types_mapper=kinds.get)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The rows as a DataFrame of polars.

        Raises
        ------
        MissingModel
            When polars is not installed; Onrecord works without it.
        """
        try:
            import polars
        except ImportError as error:
            raise MissingModel(
                "polars is not installed", where="to_polars", remedy="run: pip install polars"
            ) from error
        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)  # what a table becomes
        return frame

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in batches, without holding them all."""
        yield from self._reader(self._query) if self._table is None else self._table.to_batches(_BATCH)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.batches():
            yield from batch.to_pylist()

    def __len__(self) -> int:
        if self._table is not None:
            return int(self._table.num_rows)
        if self._length is None:
            counted = self._connect().execute(f"SELECT count(*) FROM ({self._query})", self._parameters).fetchone()
            self._length = int(counted[0]) if counted else 0
        return self._length

    def __bool__(self) -> bool:
        return next(iter(self.head(1)), None) is not None

    def head(self, number: int = _SHOWN) -> list[dict[str, Any]]:
        """The first rows."""
        if self._table is not None:
            return list(self._table.slice(0, number).to_pylist())
        return list(self._reader(f"SELECT * FROM ({self._query}) LIMIT {int(number)}").read_all().to_pylist())

    def __repr__(self) -> str:
        try:
            number, first = len(self), self.head()
            lines = [f"Rows: {number} × {len(self.columns)} ({', '.join(self.columns)})"]
        except Exception as error:  # noqa: BLE001 - a repr never raises; a closed record says so
            return f"Rows({error})"
        for row in first:
            told = (f"{name}={str(value)[:_CELL]}" for name, value in row.items() if value not in (None, []))
            lines.append("  " + ", ".join(told))
        if number > len(first):
            lines.append(f"  … {number - len(first)} more")
        return "\n".join(lines)

    def _reader(self, query: str) -> pa.RecordBatchReader:
        return self._connect().execute(query, self._parameters).to_arrow_reader(_BATCH)


def _no_connection() -> duckdb.DuckDBPyConnection:
    raise AssertionError("a table that is there needs no connection")
