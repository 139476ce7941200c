"""The writing side of a record: one run's batches, each of them whole or not there."""

from __future__ import annotations

import contextlib
import json
import random
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from onrecord.errors import RecordBusy
from onrecord.model import Document, Reading
from onrecord.read import Failure
from onrecord.record import tables
from onrecord.record.engine import is_conflict, named
from onrecord.record.files import create_table, note_new_files
from onrecord.record.location import LAKE, Location
from onrecord.record.tables import Coding

if TYPE_CHECKING:
    import duckdb

TRIES = 20
"""How often a batch is tried when other processes' transactions get in its way."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What a batch has added.

    Parameters
    ----------
    documents, mentions
        New codings, and the mentions in them.
    known
        Documents that were there with the same text and settings; nothing was added for them.
    replaced
        Documents of which an earlier text or coding was current.
    refused
        Documents that were not taken, and why.
    """

    documents: int
    mentions: int
    known: int
    replaced: int
    refused: tuple[Failure, ...] = ()


class Writer:
    """One run that writes into a record; makes the record when there is none.

    Several writers, in as many processes, may write into one record: each commits its batches under the record's lock.
    A run that is killed leaves whole batches only; the next one is told by :meth:`known` what is there.

    Parameters
    ----------
    where
        A folder, or the address of a PostgreSQL database.
    fingerprint
        What the coding depends on besides the text (:meth:`onrecord.Coder.fingerprint`).
    settings
        The settings as the user gave them, for the table of runs.
    data
        For a new record with a PostgreSQL catalogue, the folder of its data.

    Raises
    ------
    RecordError, OutputError, InvalidSetting
        See :mod:`onrecord.errors`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Writer(folder, {"onrecord": "1"}) as writer:
    ...     writer.append([Reading(Document("a", "Rain fell."))]).documents
    1
    """

    def __init__(
        self,
        where: str | Path,
        fingerprint: Mapping[str, str],
        settings: Mapping[str, Any] | None = None,
        *,
        data: str | Path | None = None,
    ) -> None:
        self.location = Location.of(where, data)
        self.fingerprint, self.settings = dict(fingerprint), dict(settings or {})
        self.run = datetime.now(UTC).strftime("%Y%m%dT%H%M%S-") + uuid.uuid4().hex[:6]
        self._started = datetime.now(UTC)
        self._noted = False
        self._totals = {"documents": 0, "mentions": 0, "known": 0, "failed": 0}
        if not self.location.exists():
            self._create()
        self.location.verify()
        self._connection = self.location.connect(read_only=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close(finished=kind is None)

    def known(self, documents: Sequence[Document]) -> list[bool]:
        """For each document whether its coding with these settings is in the record.

        The language of the documents must be set: it is part of what is compared.
        """
        keys = [tables.coding_key(tables.document_key(each), self.fingerprint) for each in documents]
        with named(self.location.name):
            there = self._strings(f"SELECT key FROM {LAKE}.codings WHERE key IN (SELECT unnest(?::VARCHAR[]))", keys)
        return [key in there for key in keys]

    def append(self, readings: Iterable[Reading], failures: Iterable[Failure] = ()) -> Appended:
        """Add a batch, all of it or nothing.

        A document whose coding is there already is passed over. One with the id of another document (of this run, or
        with another outlet or address) is refused: ids must tell documents apart.

        Raises
        ------
        OutputError
            When the disk is full or the right to write is missing.
        RecordBusy
            When other processes get in the way all the time.
        """
        codings = [Coding.of(reading, self.fingerprint) for reading in readings]
        failed = list(failures)
        ready = _Ready(codings)
        appended: Appended | None = None
        with named(self.location.name, self.location.data_folder()):
            for attempt in range(TRIES):
                try:
                    with self.location.lock():
                        self.location.begin()
                        if appended is None:  # after a commit only the noting is tried again
                            appended = self._commit(ready, failed)
                        note_new_files(self._connection, self.location)
                        self.location.seal()
                    break
                except Exception as error:
                    if not is_conflict(error):
                        raise
                    time.sleep(random.uniform(0.01, 0.05 * (attempt + 1)))
            else:
                raise RecordBusy(
                    "other processes got in the way again and again", where=self.location.name, remedy="run it again"
                )
        assert appended is not None
        self._totals["documents"] += appended.documents
        self._totals["mentions"] += appended.mentions
        self._totals["known"] += appended.known
        self._totals["failed"] += len(failed) + len(appended.refused)
        return appended

    def close(self, *, finished: bool = True) -> None:
        """Note the end of the run, if it added anything, and let go of the record."""
        try:
            if finished and self._noted:
                row = tables.rows_table("endings", run=self.run, ended=datetime.now(UTC), **self._totals)
                with named(self.location.name, self.location.data_folder()), self.location.lock():
                    self.location.begin()
                    self._insert({"endings": row})
                    note_new_files(self._connection, self.location)
                    self.location.seal()
                self._noted = False
        finally:
            self._connection.close()

    # --- parts ------------------------------------------------------------------------------------------

    def _create(self) -> None:
        with named(self.location.name), self.location.lock():
            if self.location.exists():
                return  # another process made it meanwhile
            self.location.create()
            connection = self.location.connect(read_only=False)
            with contextlib.closing(connection):
                connection.execute(f"CALL {LAKE}.set_option('parquet_compression', 'zstd')")
                connection.execute("BEGIN")
                for name, schema in tables.schemas().items():
                    connection.register("empty", schema.empty_table())
                    connection.execute(f"CREATE TABLE {LAKE}.{name} AS FROM empty")
                    connection.unregister("empty")
                connection.execute("COMMIT")
                create_table(connection, self.location)
                note_new_files(connection, self.location)
            self.location.seal()

    def _commit(self, ready: _Ready, failures: list[Failure]) -> Appended:
        """One transaction; the caller holds the lock, so that what is looked up here stays true until it is done."""
        at = self._now()
        chosen, new, known, replaced, refused = self._sorted_out(ready.codings)
        failed = [*failures, *refused]
        rows: dict[str, pa.Table] = {}
        if chosen:
            rows = {
                "documents": tables.documents_table(new, at),
                "codings": tables.codings_table(chosen, self.run, at),
                "mentions": ready.mentions(chosen),
            }
        if failed:
            rows["failures"] = tables.failures_table(failed, self.run, at)
        rows = {name: table for name, table in rows.items() if table.num_rows}
        if rows and not self._noted:
            rows["runs"] = tables.rows_table(
                "runs",
                id=self.run,
                started=self._started,
                settings=json.dumps(self.settings, default=str),
                fingerprint=json.dumps(self.fingerprint),
            )
        self._insert(rows)
        self._noted = self._noted or bool(rows)
        mentions = sum(len(coding.reading.mentions) for coding in chosen)
        return Appended(len(chosen), mentions, known, replaced, tuple(refused))

    def _sorted_out(self, codings: Sequence[Coding]) -> tuple[list[Coding], list[Coding], int, int, list[Failure]]:
        """Which codings are new, and which of them are of new documents; how many are known and how many replace
        others; which documents are refused.
        """
        ids = sorted({coding.reading.document.id for coding in codings})
        rows = self._connection.execute(
            f"""
            SELECT c.document_id, c.key, c.document, c.run, d.outlet, d.url
            FROM {LAKE}.codings c JOIN {LAKE}.documents d ON d.key = c.document
            WHERE c.document_id IN (SELECT unnest(?::VARCHAR[]))
            """,
            [ids],
        ).fetchall()
        there: dict[str, list[_There]] = {}
        for name, *rest in rows:
            there.setdefault(name, []).append(_There(*rest))
        chosen: list[Coding] = []
        new: list[Coding] = []
        refused: list[Failure] = []
        known = replaced = 0
        for coding in codings:
            document = coding.reading.document
            earlier = there.setdefault(document.id, [])
            if any(coding.key == other.key for other in earlier):
                known += 1
            elif any(self._another(coding, other) for other in earlier):
                refused.append(_refusal(document))
            else:
                chosen.append(coding)
                if all(coding.document != other.document for other in earlier):
                    new.append(coding)
                replaced += bool(earlier)
                earlier.append(_There(coding.key, coding.document, self.run, document.outlet, document.url))
        return chosen, new, known, replaced, refused

    def _another(self, coding: Coding, other: _There) -> bool:
        """Whether what the record has under an id is another document, not an earlier state of this one."""
        if other.document == coding.document:
            return False
        here = coding.reading.document
        differ = any(a and b and a != b for a, b in ((here.outlet, other.outlet), (here.url, other.url)))
        return differ or other.run == self.run

    def _now(self) -> datetime:
        """The time of this batch: later than every other one, whatever the clocks say."""
        [(last,)] = self._connection.execute(f"SELECT max(coded_at) FROM {LAKE}.codings").fetchall()
        now = datetime.now(UTC)
        return now if last is None or now > last else last + timedelta(microseconds=1)

    def _insert(self, rows: Mapping[str, pa.Table]) -> None:
        connection = self._connection
        if not rows:
            return
        connection.execute("BEGIN")
        try:
            for name, table in rows.items():
                connection.register("batch", table)
                connection.execute(f"INSERT INTO {LAKE}.{name} BY NAME FROM batch")
                connection.unregister("batch")
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise

    def _strings(self, query: str, values: list[str]) -> set[str]:
        return {row[0] for row in self._connection.execute(query, [values]).fetchall()}


@dataclass(frozen=True, slots=True)
class _There:
    """A coding that the record holds."""

    key: str
    document: str
    run: str
    outlet: str | None
    url: str | None


class _Ready:
    """A batch whose mentions are turned into columns before the lock is taken, so that it is held for a short time."""

    def __init__(self, codings: Sequence[Coding]) -> None:
        self.codings = codings
        self._table = tables.mentions_table(codings)

    def mentions(self, chosen: Sequence[Coding]) -> pa.Table:
        """The mentions of the codings that were chosen."""
        return self._table if len(chosen) == len(self.codings) else tables.mentions_table(chosen)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(Exception):  # a failed commit has ended the transaction already
        connection.execute("ROLLBACK")


def _refusal(document: Document) -> Failure:
    return Failure(
        document.id,
        None,
        "DuplicateDocument",
        "another document has the same id",
        "give every document an id of its own, such as --column id=COLUMN, and code this one again",
    )
