"""DuckDB with the extensions that the record needs, loaded from installed packages and never downloaded."""

from __future__ import annotations

import importlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from onrecord.errors import DamagedRecord, MissingModel, OnrecordError, OutputError, RecordBusy, RecordError

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}

EXTENSIONS = ("ducklake", "sqlite_scanner")


def connect(*extensions: str, memory: str = "2GB", **settings: str | bool) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection of its own, in memory, that can read and write DuckLake.

    Parameters
    ----------
    extensions
        Names beside those of every record, such as ``postgres_scanner``.
    memory
        What it may use before it spills to the temporary folder.

    Raises
    ------
    MissingModel
        When an extension is not installed, or is of another version than DuckDB.

    Examples
    --------
    >>> connect().sql("SELECT 42").fetchone()
    (42,)
    """
    folder = str(Path(tempfile.gettempdir()) / "onrecord-spill")
    connection = duckdb.connect(
        ":memory:", config={**SETTINGS, "memory_limit": memory, "temp_directory": folder, **settings}
    )
    connection.execute("SET TimeZone = 'UTC'")
    for name in (*EXTENSIONS, *extensions):
        connection.execute(f"LOAD {literal(str(extension(name)))}")
    return connection


def extension(name: str) -> Path:
    """The file of an extension in its installed package.

    Raises
    ------
    MissingModel
        When it is not there for this version of DuckDB.

    Examples
    --------
    >>> extension("ducklake").name
    'ducklake.duckdb_extension'
    """
    package = f"duckdb-extension-{name.replace('_', '-')}"
    try:
        module = importlib.import_module(f"duckdb_extension_{name}")
    except ImportError:
        folder = None
    else:
        folder = Path(next(iter(module.__path__))) / "extensions" / f"v{duckdb.__version__}"
    file = folder / f"{name}.duckdb_extension" if folder else None
    if file is None or not file.is_file():
        raise MissingModel(
            f"the DuckDB extension {name} is not installed for DuckDB {duckdb.__version__}",
            where="record",
            remedy=f"run: pip install {package}=={duckdb.__version__}",
        )
    return file


def literal(text: str) -> str:
    """`text` as a string in SQL.

    Examples
    --------
    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


_BUSY = re.compile(r"database is locked|conflict|could not serialize|deadlock detected|database table is locked", re.I)
_FULL = re.compile(r"no space left|disk is full|disk quota", re.I)
_VERSION = re.compile(r"catalog version|DuckLake version|unsupported DuckLake|incompatible.*version", re.I)
_DENIED = re.compile(
    r"permission denied|read-only file system|attempt to write a readonly|operation not permitted", re.I
)
_UNREACHABLE = re.compile(
    r"connection (to server|refused)|could not connect|could not translate|server closed|password authentication"
    r"|does not exist.*(role|database)|(role|database) .* does not exist|terminating connection",
    re.I,
)
_DAMAGED = re.compile(r"malformed|not a database|corrupt|checksum|invalid (parquet|page|thrift)|magic bytes", re.I)
_MISSING = re.compile(r"no such file|cannot open file|not found", re.I)


def is_conflict(error: BaseException) -> bool:
    """Whether the same transaction may succeed when it is tried again."""
    return isinstance(error, duckdb.Error) and bool(_BUSY.search(str(error))) and not _FULL.search(str(error))


@contextmanager
def named(where: str, folder: Path | None = None) -> Iterator[None]:
    """Turn what DuckDB, SQLite or PostgreSQL say into an error of ours: what, where, what to do.

    With the `folder` that is written to, a failure on a disk that has no space left is known for what it is: SQLite
    and DuckDB then report what failed next, not what failed first.
    """
    try:
        yield
    except OnrecordError:
        raise
    except (duckdb.Error, OSError) as error:
        if folder is not None and _is_full(folder) and not is_conflict(error):
            raise full_disk(where) from error
        raise error_of(error, where) from error


NO_SPACE = 256 * 1024
"""Bytes that must be free for a disk not to be full: less than a batch and its journal take."""


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < NO_SPACE
    except OSError:
        return False


def full_disk(where: str) -> OutputError:
    """The error for a disk without space."""
    return OutputError(
        "no space left on the disk; the batch that was being written is not in the record",
        where=where,
        remedy="free some space and run the same command again: it goes on where it stopped",
    )


_SECRET = re.compile(r"(?<=://)[^@\s/]*@|password=\S+", re.I)
"""Who logs in, and with what: never in a message."""


def error_of(error: duckdb.Error | OSError, where: str) -> OnrecordError:
    """The error of ours for one of the engine's."""
    said = _SECRET.sub("", " ".join(str(error).split()))
    short = said if len(said) < 300 else said[:299] + "…"
    if _FULL.search(said):
        return full_disk(where)
    if isinstance(error, duckdb.InterruptException):
        return RecordError("the query was interrupted", where=where, remedy="narrow it or give it more time")
    if isinstance(error, duckdb.OutOfMemoryException):
        return RecordError("the query needs more memory than it may use", where=where, remedy="narrow the query")
    if _UNREACHABLE.search(said):
        return RecordError(
            f"the server cannot be reached or refuses ({short})", where=where, remedy="check the address"
        )
    if _VERSION.search(said):
        return RecordError(
            f"its catalogue is of another version of DuckLake ({short})",
            where=where,
            remedy="use the version of Onrecord that wrote it, or a newer one",
        )
    if _BUSY.search(said):
        return RecordBusy("another process is writing", where=where, remedy="run it again when that has ended")
    if _DENIED.search(said):
        return OutputError("no right to write there", where=where, remedy="ask for the right, or name another folder")
    if _MISSING.search(said):
        return DamagedRecord(
            f"a file of it is gone ({short})",
            where=where,
            remedy="if it was compacted or a document forgotten meanwhile, open it again; "
            "otherwise restore it from a copy",
        )
    if _DAMAGED.search(said):
        return DamagedRecord(
            f"it cannot be read ({short})", where=where, remedy="restore it from a copy, or code into a new record"
        )
    return RecordError(
        f"DuckDB says: {short}", where=where, remedy="run: onrecord record check, and report this if it finds nothing"
    )
