"""The reading side of a record."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from onrecord.errors import RecordError
from onrecord.model import Document, Mention, Reading
from onrecord.record.engine import named
from onrecord.record.files import check_files
from onrecord.record.layout import mentions_of
from onrecord.record.location import LAKE, Location

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from onrecord.record.asking import Asker
    from onrecord.record.rows import Rows
    from onrecord.record.selection import Selection, Tally

ROWS_AT_ONCE = 10_000
"""Rows that are taken from DuckDB together: some tens of megabytes."""


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
        self._asker: Asker | None = None
        if not self.location.exists():
            raise self.location.missing()
        self.location.verify()
        self._connection: duckdb.DuckDBPyConnection | None = self.location.connect(read_only=True)
        try:
            with named(self.location.name):
                check_files(self._connection, self.location, trusting=True)
                # Pinned to the last batch there is now, so that all answers are about the same state.
                self.as_of = views.moment(as_of, self._connection) or _last(self._connection)
                views.create(self._connection, self.as_of)
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

    # --- answers ----------------------------------------------------------------------------------------

    def mentions(self, selection: Selection | None = None, **wanted: Any) -> Rows:
        """The mentions selected, as a flat table: the columns of `docs/reference/columns.md`, `run` and `coded_at`.

        Parameters
        ----------
        selection
            What to select; or give its fields by name, such as ``type="ASSAULT", place="BFA"``.

        Examples
        --------
        >>> import tempfile
        >>> from onrecord.record import Writer
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Writer(folder, {}).close()
        ...     with Record(folder) as record:
        ...         len(record.mentions(type="ASSAULT").to_pandas())
        0
        """
        where, values = self._selection(selection, wanted).where()
        return self._rows(f"SELECT * FROM mentions WHERE {where} {_ORDER}", values)

    def documents(self) -> Rows:
        """Every document that was read, with its text, whether it holds a mention or not."""
        return self._rows("SELECT * FROM documents ORDER BY published NULLS LAST, id")

    def runs(self) -> Rows:
        """Every run: version, settings, start, end."""
        return self._rows("SELECT * FROM runs ORDER BY started, id")

    def failures(self) -> Rows:
        """Every document that could not be coded, by run."""
        return self._rows("SELECT * FROM failures ORDER BY failed_at, path, row")

    def readings(self, selection: Selection | None = None, **wanted: Any) -> Iterator[Reading]:
        """The documents that hold a selected mention, each with its selected mentions, as a stream.

        They come in the order of publication, then of their ids, whatever the order in which they were coded.
        """
        from onrecord.record.spool import in_order

        where, values = self._selection(selection, wanted).where()
        chosen = f"SELECT document_id, id FROM mentions WHERE {where}"
        # the places of the documents in the order; rows are put in it on disk, for DuckDB would hold them all
        placed = f"""
            SELECT c.key, c.document, row_number() OVER (ORDER BY d.published NULLS LAST, d.id) - 1 AS place
            FROM current_codings c JOIN {LAKE}.documents d ON d.key = c.document
            WHERE d.id IN (SELECT document_id FROM ({chosen}))
            """
        with named(self.name):
            [(number,)] = self.connection.cursor().execute(f"SELECT count(*) FROM ({placed})", values).fetchall()
            documents = self.connection.cursor().execute(
                f"""
                SELECT p.place, p.key AS coding,
                       d.id, d.text, d.title, d.outlet, d.url, d.language, d.published, d.notes
                FROM {LAKE}.documents d JOIN ({placed}) p ON p.document = d.key
                """,
                values,
            )
            rows = self.connection.cursor().execute(
                f"""
                SELECT p.place, m.* FROM {LAKE}.mentions m JOIN ({placed}) p ON p.key = m.coding
                SEMI JOIN ({chosen}) chosen ON chosen.document_id = m.document_id AND chosen.id = m.id
                """,
                [*values, *values],
            )
            texts = _documents(in_order(documents.to_arrow_reader(ROWS_AT_ONCE), number))
            mentions = _by_coding(in_order(rows.to_arrow_reader(ROWS_AT_ONCE), number, "position"))
            with contextlib.closing(texts), contextlib.closing(mentions):
                for document, (coding, found) in zip(texts, mentions, strict=True):
                    key, opened = document
                    if key != coding:
                        raise RecordError(
                            "it was changed while it was read",
                            where=self.name,
                            remedy="open it again and repeat the query",
                        )
                    yield Reading(opened, mentions=tuple(found), notes=opened.notes)

    def sql(self, query: str, seconds: float = 30.0) -> Rows:
        """The answer to one SELECT over the views (docs/how-to/look.md): read-only, within `seconds` and 2 GB.

        Raises
        ------
        InvalidSetting
            When it is anything else than a SELECT over the views, is wrong, or takes too much.

        Examples
        --------
        >>> import tempfile
        >>> from onrecord.record import Writer
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Writer(folder, {}).close()
        ...     with Record(folder) as record:
        ...         list(record.sql("SELECT count(*) AS documents FROM documents"))
        [{'documents': 0}]
        """
        from onrecord.record.asking import Asker

        _ = self.connection  # a record that was closed answers nothing
        if self._asker is None:
            self._asker = Asker(self.location, self.as_of)
        with named(self.name):
            return self._asker.ask(query, seconds)

    def counts(self, by: str | Sequence[str] = ("type",), selection: Selection | None = None, **wanted: Any) -> Rows:
        """Mentions counted by dimensions, with zeros, beside the documents that were read (docs/decisions/counts.md).

        Parameters
        ----------
        by
            Names of :data:`onrecord.record.counts.DIMENSIONS`, such as ``("type", "country", "month")``.
        selection
            What to count; or give its fields by name.

        Examples
        --------
        >>> import tempfile
        >>> from onrecord.record import Writer
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Writer(folder, {}).close()
        ...     with Record(folder) as record:
        ...         record.counts(("country", "month"), status="occurred").columns
        ('country', 'month', 'mentions', 'documents_reporting', 'documents_read')
        """
        from onrecord.record.counts import counts

        with named(self.name):
            return counts(self.connection.cursor(), by, self._selection(selection, wanted))

    def tally(self, selection: Selection | None = None, **wanted: Any) -> Tally:
        """How many mentions of how many documents are selected, and how many are left out as uncertain or undated."""
        from onrecord.record.selection import tally

        with named(self.name):
            return tally(self.connection.cursor(), self._selection(selection, wanted))

    def _selection(self, selection: Selection | None, wanted: dict[str, Any]) -> Selection:
        from onrecord.record.selection import Selection

        return Selection.of(selection, **wanted).checked(self.connection)

    def _rows(self, query: str, values: Any = None) -> Rows:
        from onrecord.record.rows import Rows

        return Rows(lambda: self.connection.cursor(), query, values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record."""
        if self._asker is not None:
            self._asker.close()
            self._asker = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_ORDER = "ORDER BY published NULLS LAST, document_id, trigger_start, id"


def _last(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    [(last,)] = connection.execute(f"SELECT max(coded_at) FROM {LAKE}.codings").fetchall()
    return cast("datetime | None", last)


def _documents(batches: Iterable[pa.RecordBatch]) -> Generator[tuple[str, Document], None, None]:
    """The documents of rows in their order, each with the key of its coding."""
    for batch in batches:
        for row in batch.drop_columns(["place"]).to_pylist():
            yield row.pop("coding"), Document(**{**row, "notes": tuple(row["notes"] or ())})


def _by_coding(batches: Iterable[pa.RecordBatch]) -> Generator[tuple[str, list[Mention]], None, None]:
    """Mentions of one coding after the other, from rows in that order."""
    current: str | None = None
    found: list[Mention] = []
    for batch in batches:
        for coding, mention in zip(batch.column("coding").to_pylist(), mentions_of(batch), strict=True):
            if coding != current:
                if current is not None:
                    yield current, found
                current, found = coding, []
            found.append(mention)
    if current is not None:
        yield current, found
