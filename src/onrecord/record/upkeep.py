"""What keeps a record in order: what is in it, whether it is whole, fewer and larger files, and forgetting."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import DamagedRecord, RecordError
from onrecord.record.engine import named
from onrecord.record.files import check_files, drop_old_files, note_new_files, present
from onrecord.record.location import LAKE, Folder, Location

if TYPE_CHECKING:
    import duckdb

MANY_FILES = 60
"""Files above which `record info` advises to compact: reading opens each of them."""


@dataclass(frozen=True, slots=True)
class Info:
    """What is in a record.

    Parameters
    ----------
    where, id, format
        The place, the record's own name, and the version of its tables.
    documents, mentions
        Documents, and the mentions of their current codings.
    codings
        All codings, earlier ones too.
    runs, unfinished
        Runs, and those of them that did not come to their end.
    failures
        Documents that could not be coded, over all runs.
    first, last
        When the first and the last batch were added.
    files, bytes
        Data files and their size together.
    """

    where: str
    id: str
    format: int
    documents: int
    mentions: int
    codings: int
    runs: int
    unfinished: int
    failures: int
    first: datetime | None
    last: datetime | None
    files: int
    bytes: int

    @property
    def scattered(self) -> bool:
        """Whether compacting would make reading faster."""
        return self.files > MANY_FILES


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` has compared.

    Parameters
    ----------
    files, bytes
        Data files and their size together.
    documents, codings, mentions
        Rows that were read and counted.
    orphans
        Files in the data folder that no commit has named: what killed runs left. They are no part of the record.
    """

    files: int
    bytes: int
    documents: int
    codings: int
    mentions: int
    orphans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compacted:
    """Data files and their size before and after."""

    files_before: int
    bytes_before: int
    files_after: int
    bytes_after: int


def info(where: str | Path) -> Info:
    """What is in the record at `where`.

    Raises
    ------
    RecordError
        When there is none, or it cannot be read.
    """
    from onrecord.record.marker import FORMAT

    location = _opened(where)
    with named(location.name), _connected(location, read_only=True) as connection:
        files = present(connection, location)

        def one(query: str) -> tuple[Any, ...]:
            return tuple(connection.execute(query).fetchall()[0])

        codings, documents, first, last = one(
            f"SELECT count(*), count(DISTINCT document_id), min(coded_at), max(coded_at) FROM {LAKE}.codings"
        )
        (mentions,) = one(
            f"SELECT coalesce(sum(n), 0) FROM (SELECT arg_max(mentions, coded_at) AS n FROM {LAKE}.codings "
            "GROUP BY document_id)"
        )
        (runs,) = one(f"SELECT count(*) FROM {LAKE}.runs")
        (unfinished,) = one(f"SELECT count(*) FROM {LAKE}.runs ANTI JOIN {LAKE}.endings ON runs.id = endings.run")
        (failures,) = one(f"SELECT count(*) FROM {LAKE}.failures")
    return Info(
        where=location.name,
        id=location.id,
        format=FORMAT,
        documents=documents,
        mentions=int(mentions),
        codings=codings,
        runs=runs,
        unfinished=unfinished,
        failures=failures,
        first=first,
        last=last,
        files=len(files),
        bytes=sum(file.bytes for file in files),
    )


def check(where: str | Path) -> Checked:
    """Read the whole record and compare every file with what was written.

    Takes the record's lock, so no batch is committed meanwhile.

    Raises
    ------
    DamagedRecord
        For the first thing that is not as it was written, by name.
    """
    location = _opened(where)
    with named(location.name), location.lock():
        location.verify()
        if isinstance(location, Folder):
            _check_catalogue(location)
        with _connected(location, read_only=True) as connection:
            files = present(connection, location)
            size = check_files(connection, location, trusting=False)
            documents, codings, mentions = (_read_through(connection, name) for name in _READ_THROUGH)
            _check_sums(connection, location)
            orphans = _on_disk(location) - {file.path for file in files} - _scheduled(connection, location)
    return Checked(len(files), size, documents, codings, mentions, tuple(sorted(orphans)))


def compact(where: str | Path) -> Compacted:
    """Merge small data files, and remove what is no longer needed: leftovers of killed runs and of merged files.

    Nothing of the record is lost: earlier codings stay. Takes the record's lock.
    """
    location = _opened(where)
    with named(location.name), location.lock():
        location.begin()
        with _connected(location, read_only=False) as connection:
            check_files(connection, location, trusting=True)
            before = present(connection, location)
            _rewrite(connection, location)
            after = present(connection, location)
        _shrink(location)
        location.seal()
    return Compacted(len(before), sum(f.bytes for f in before), len(after), sum(f.bytes for f in after))


def forget(where: str | Path, document: str) -> int:
    """Remove a document from the record and from every file of it; returns how many codings went with it.

    Its text, its metadata, all its codings and the failures that name it are gone afterwards, as are the temporary
    files that may hold them. What was exported earlier, and copies of the folder, are out of reach.

    Raises
    ------
    RecordError
        When the record holds no such document.
    """
    location = _opened(where)
    with named(location.name), location.lock():
        location.begin()
        with _connected(location, read_only=False) as connection:
            check_files(connection, location, trusting=True)
            gone = _delete(connection, document)
            _rewrite(connection, location)  # even for nothing: an earlier try may have been killed half way
            _narrow_bounds(connection, location)
        _shrink(location)
        location.seal()
    if gone is None:
        raise RecordError(
            f"there is no document {document!r}",
            where=location.name,
            remedy=f"list them with: onrecord show {location.name} --sql 'SELECT id FROM documents'",
        )
    return gone


# --- parts --------------------------------------------------------------------------------------------------


def _opened(where: str | Path) -> Location:
    location = Location.of(where)
    if not location.exists():
        raise location.missing()
    location.verify()
    return location


@contextlib.contextmanager
def _connected(location: Location, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(location.connect(read_only=read_only)) as connection:
        yield connection


def _check_catalogue(location: Folder) -> None:
    with contextlib.closing(sqlite3.connect(location.catalogue, timeout=30)) as catalogue:
        [(said,), *_] = catalogue.execute("PRAGMA integrity_check").fetchall()
    if said != "ok":
        raise DamagedRecord(
            f"its catalogue.sqlite is damaged ({said})", where=location.name, remedy="restore it from a copy"
        )


_READ_THROUGH = ("documents", "codings", "mentions")


def _read_through(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Read every value of a table; returns the number of its rows."""
    rows = 0
    reader = connection.execute(f"FROM {LAKE}.{name}").to_arrow_reader(10_000)
    for batch in reader:
        rows += batch.num_rows
    return rows


def _check_sums(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Codings have their documents and as many mentions as they say."""
    queries = {
        "codings without their document": f"SELECT key FROM {LAKE}.codings ANTI JOIN {LAKE}.documents "
        "ON documents.key = codings.document",
        "codings twice": f"SELECT key FROM {LAKE}.codings GROUP BY key HAVING count(*) > 1",
        "codings with more or fewer mentions than were written": f"SELECT key FROM {LAKE}.codings LEFT JOIN "
        f"(SELECT coding, count(*) AS n FROM {LAKE}.mentions GROUP BY coding) ON coding = key "
        "WHERE coalesce(n, 0) <> mentions",
        "mentions without their coding": f"SELECT coding FROM {LAKE}.mentions ANTI JOIN {LAKE}.codings ON key = coding",
    }
    for what, query in queries.items():
        [(number,)] = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
        if number:
            raise DamagedRecord(f"it holds {number} {what}", where=location.name, remedy="restore it from a copy")


def _on_disk(location: Location) -> set[str]:
    folder = location.data_folder()
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet") if path.is_file()}


def _scheduled(connection: duckdb.DuckDBPyConnection, location: Location) -> set[str]:
    """Files that the catalogue will remove."""
    query = f"SELECT path FROM {location.schema}.ducklake_files_scheduled_for_deletion"
    return {path for (path,) in connection.execute(query).fetchall()}


_NAMED_IN = {"mentions": "document_id", "codings": "document_id", "documents": "id", "failures": "path"}
"""The tables that name a document, and where."""


def _delete(connection: duckdb.DuckDBPyConnection, document: str) -> int | None:
    """Delete the rows of a document; the number of its codings, or None when there is nothing of it."""
    connection.execute("BEGIN")
    try:
        found = {}
        for table, column in _NAMED_IN.items():
            query = f"SELECT count(*) FROM {LAKE}.{table} WHERE {column} = ?"
            [(found[table],)] = connection.execute(query, [document]).fetchall()
        if not any(found.values()):
            connection.execute("ROLLBACK")
            return None
        for table, column in _NAMED_IN.items():
            connection.execute(f"DELETE FROM {LAKE}.{table} WHERE {column} = ?", [document])
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(Exception):
            connection.execute("ROLLBACK")
        raise
    return int(found["codings"])


def _rewrite(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Write files anew without deleted rows, merge small ones, and remove all that is not the present state."""
    connection.execute(f"CALL ducklake_rewrite_data_files('{LAKE}', delete_threshold => 0)")
    connection.execute(f"CALL ducklake_merge_adjacent_files('{LAKE}')")
    connection.execute(f"CALL ducklake_expire_snapshots('{LAKE}', older_than => now())")
    connection.execute(f"CALL ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)")
    connection.execute(f"CALL ducklake_delete_orphaned_files('{LAKE}', cleanup_all => true)")
    note_new_files(connection, location)
    drop_old_files(connection, location)


def _narrow_bounds(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Set the least and greatest text of every column to those of the files there are.

    DuckLake only ever widens them (specification, `ducklake_table_column_stats`), so that a forgotten document's id or
    outlet could stay there.
    """
    schema = location.schema
    bounds = connection.execute(
        f"""
        SELECT CASE WHEN bool_or(f.min_value IS NULL AND f.value_count > f.null_count) THEN NULL
                    ELSE min(f.min_value) END,
               CASE WHEN bool_or(f.max_value IS NULL AND f.value_count > f.null_count) THEN NULL
                    ELSE max(f.max_value) END,
               c.table_id, c.column_id
        FROM {schema}.ducklake_column c
        LEFT JOIN (SELECT s.* FROM {schema}.ducklake_file_column_stats s
                   JOIN {schema}.ducklake_data_file d ON d.data_file_id = s.data_file_id AND d.end_snapshot IS NULL) f
               ON f.table_id = c.table_id AND f.column_id = c.column_id
        WHERE c.column_type = 'varchar' GROUP BY c.table_id, c.column_id
        """
    ).fetchall()
    connection.execute("BEGIN")
    connection.executemany(
        f"UPDATE {schema}.ducklake_table_column_stats SET min_value = ?, max_value = ? "
        "WHERE table_id = ? AND column_id = ?",
        bounds,
    )
    connection.execute("COMMIT")


def _shrink(location: Location) -> None:
    """Have SQLite write its file anew: deleted values stay in its free pages otherwise."""
    if isinstance(location, Folder):
        with contextlib.closing(sqlite3.connect(location.catalogue, timeout=30)) as catalogue:
            catalogue.execute("VACUUM")
