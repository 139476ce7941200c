"""The data files of a record, each with its SHA-256: noted when it is written, compared before it is read.

Neither DuckDB nor Parquet as DuckDB writes it notices a changed byte inside a value. In a record of up to `ALWAYS`
bytes every file is compared whenever it is opened. In a larger one, a file that was compared once is taken for good as
long as its size and time of change stay the same; `onrecord record check` compares every file of any record.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import DamagedRecord
from onrecord.gazetteer import default_path
from onrecord.record.marker import digest

if TYPE_CHECKING:
    import duckdb

    from onrecord.record.location import Location

ALWAYS = 256_000_000
"""Bytes that are compared at every opening: about 0.2 s, some hundred thousand mentions."""

REMEDY = "restore it from a copy, or code into a new record"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the present state: its path in the data folder, and its digest unless it was never noted."""

    path: str
    sha256: str | None
    bytes: int


def create_table(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Make the table of digests."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {location.files_table} (path VARCHAR, bytes BIGINT, sha256 VARCHAR)"
    )


def present(connection: duckdb.DuckDBPyConnection, location: Location) -> list[DataFile]:
    """The files that the catalogue names, in order of their paths."""
    schema = location.schema
    rows = connection.execute(
        f"""
        WITH named AS (
            SELECT table_id, path, file_size_bytes, path_is_relative FROM {schema}.ducklake_data_file
            WHERE end_snapshot IS NULL
            UNION ALL
            SELECT table_id, path, file_size_bytes, path_is_relative FROM {schema}.ducklake_delete_file
            WHERE end_snapshot IS NULL
        ), whole AS (
            SELECT CASE WHEN named.path_is_relative THEN s.path || t.path || named.path ELSE named.path END AS path,
                   named.file_size_bytes AS bytes
            FROM named JOIN {schema}.ducklake_table t USING (table_id) JOIN {schema}.ducklake_schema s USING (schema_id)
        )
        SELECT DISTINCT whole.path, noted.sha256, coalesce(noted.bytes, whole.bytes)
        FROM whole LEFT JOIN {location.files_table} noted USING (path) ORDER BY 1
        """
    ).fetchall()
    return [DataFile(*row) for row in rows]


def note_new_files(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Note the digests of files that have none and forget those of files that are gone; the caller holds the lock."""
    folder = location.data_folder()
    files = present(connection, location)
    new = [file for file in files if file.sha256 is None]
    rows = []
    for file in new:
        path = folder / file.path
        rows.append((file.path, _written(path, location), digest(path)))
    connection.execute("BEGIN")
    try:
        if rows:
            connection.executemany(f"INSERT INTO {location.files_table} VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def drop_old_files(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    """Drop the digests of files that the catalogue names no more."""
    names = [file.path for file in present(connection, location)]
    connection.execute(f"DELETE FROM {location.files_table} WHERE NOT list_contains(?::VARCHAR[], path)", [names])


def _written(path: Path, location: Location) -> int:
    """The size of a file, after the disk has it."""
    try:
        with path.open("rb") as stream:
            with contextlib.suppress(OSError):
                os.fsync(stream.fileno())
            return os.fstat(stream.fileno()).st_size
    except FileNotFoundError as error:
        raise DamagedRecord(f"its file {path} is gone", where=location.name, remedy=REMEDY) from error


def check_files(connection: duckdb.DuckDBPyConnection, location: Location, *, trusting: bool) -> int:
    """Compare every file with its digest; returns how many bytes there are.

    Parameters
    ----------
    trusting
        Whether, in a large record, files that were compared before and look untouched are taken for good.

    Raises
    ------
    DamagedRecord
        For the first file that is gone or is not what was written.
    """
    return sum(_compared(connection, location, trusting=trusting))


def _compared(connection: duckdb.DuckDBPyConnection, location: Location, *, trusting: bool) -> Iterator[int]:
    folder, files, seen = location.data_folder(), present(connection, location), {}
    trusting = trusting and sum(file.bytes for file in files) > ALWAYS
    known = _known(location) if trusting else {}
    for file in files:
        path = folder / file.path
        try:
            status = path.stat()
        except FileNotFoundError as error:
            raise DamagedRecord(f"its file data/{file.path} is gone", where=location.name, remedy=REMEDY) from error
        seen[file.path] = [status.st_size, status.st_mtime_ns]
        if known.get(file.path) != seen[file.path]:
            # a file without a digest was committed a moment ago, by a writer that is still noting it
            sound = status.st_size == file.bytes and file.sha256 in (None, digest(path))
            if not sound:
                raise DamagedRecord(
                    f"its file data/{file.path} is not what was written", where=location.name, remedy=REMEDY
                )
            if file.sha256 is None:
                del seen[file.path]
        yield status.st_size
    if trusting and seen != known:
        _remember(location, seen)


def _memory(location: Location) -> Path:
    return default_path().parent / "records" / f"{location.id}.json"


def _known(location: Location) -> dict[str, list[int]]:
    try:
        known = json.loads(_memory(location).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(location: Location, seen: dict[str, list[int]]) -> None:
    file = _memory(location)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    # without a cache every file is compared again the next time
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(seen), encoding="utf-8")
        part.replace(file)
