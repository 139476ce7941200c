"""The reading side of a record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from onrecord.errors import RecordError
from onrecord.model import Document, Mention, Reading
from onrecord.record.engine import named
from onrecord.record.files import check_files
from onrecord.record.layout import mentions_of
from onrecord.record.location import LAKE, Location

if TYPE_CHECKING:
    import duckdb

    from onrecord.record.rows import Rows
    from onrecord.record.selection import Selection

ROWS_AT_ONCE = 1_000
"""Mentions that are made from columns together: some megabytes."""


class Record:
    """A record, for reading: ``Record(path).mentions(type="ASSAULT").to_pandas()``.

    What it shows is the record as it was when it was opened; batches that others add meanwhile are seen by opening it
    again. Readers never keep a writer waiting.

    Parameters
    ----------
    where
        A folder, or the address of a PostgreSQL database.
    as_of
        Show the codings that were current then: an ISO date (its end, in UTC) or date-time, or the id of a run.

    Raises
    ------
    RecordError
        When there is no record, or one of another version.
    DamagedRecord
        When its files are not what was written.
    """

    def __init__(self, where: str | Path, *, as_of: str | None = None) -> None:
        from onrecord.record import views

        self.location = Location.of(where)
        if not self.location.exists():
            raise self.location.missing()
        self.location.verify()
        self._connection: duckdb.DuckDBPyConnection | None = self.location.connect(read_only=True)
        try:
            with named(self.location.name):
                check_files(self._connection, self.location, trusting=True)
                self.as_of = views.create(self._connection, as_of)
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """The place, as messages call it."""
        return self.location.name

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection with the views; raises RecordError once it is closed."""
        if self._connection is None:
            raise RecordError("the record was closed", where=self.name, remedy="open it again")
        return self._connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
