"""Where a record is: a folder with its catalogue in SQLite, or a PostgreSQL catalogue with a folder of data.

Readers never wait for writers. Writers commit one after the other, under a lock that the system takes from a process
that dies; whatever they left half done is found by the next one and put in order (`Location.mend`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.errors import DamagedRecord, InvalidSetting, RecordBusy, RecordError
from onrecord.record.engine import connect, literal, named
from onrecord.record.marker import FORMAT, Marker, check_format, digest

if TYPE_CHECKING:
    import duckdb

LAKE = "lake"
"""The name under which a record is attached."""

CATALOGUE = "catalogue"
"""The name under which the database of its catalogue is attached, for the digests of its files."""

PATIENCE = 60.0
"""Seconds to wait for another writer. A commit of a thousand documents takes less than one; compacting a record of a
million may take longer, and then waiting in silence helps nobody."""


class Location(ABC):
    """A place of a record.

    Attributes
    ----------
    name
        As messages call it; without a password.
    """

    name: str
    address: str
    """What :meth:`of` makes the same location of; it may hold a password."""

    @staticmethod
    def of(where: str | Path, data: str | Path | None = None) -> Location:
        """The location that a user means: a folder, or the address of a PostgreSQL database.

        Parameters
        ----------
        where
            A folder, or ``postgres://user@host/database``.
        data
            For PostgreSQL, the folder of the data files; needed once, when the record is made.

        Examples
        --------
        >>> type(Location.of("lake")).__name__, type(Location.of("postgres://h/db")).__name__
        ('Folder', 'Postgres')
        """
        if re.match(r"postgres(ql)?://", str(where)):
            return Postgres(str(where), Path(data) if data is not None else None)
        if re.match(r"[a-z][a-z0-9+.-]+://", str(where)):
            raise InvalidSetting("a record is a folder or a PostgreSQL address", where=str(where), remedy="name one")
        if data is not None:
            raise InvalidSetting(
                "a record in a folder has its data in it", where=str(where), remedy="leave out the folder of data"
            )
        return Folder(Path(where))

    # --- what is there ----------------------------------------------------------------------------------

    @abstractmethod
    def exists(self) -> bool:
        """Whether a whole record is there."""

    @abstractmethod
    def create(self) -> None:
        """Make an empty record; the caller holds the lock and fills it before `seal`."""

    @abstractmethod
    def begin(self) -> None:
        """Note that a commit begins; the caller holds the lock."""

    @abstractmethod
    def seal(self) -> None:
        """Note that the commit is done and what the catalogue is now; the caller holds the lock."""

    @abstractmethod
    def verify(self) -> None:
        """Check that the catalogue is what the last writer left; mends what a killed one left.

        Raises
        ------
        DamagedRecord
            When it is not.
        """

    @abstractmethod
    def lock(self, patience: float = PATIENCE) -> contextlib.AbstractContextManager[None]:
        """Be the only writer for a while.

        Raises
        ------
        RecordBusy
            When another process is, for longer than `patience` seconds.
        """

    @abstractmethod
    def attach(self, connection: duckdb.DuckDBPyConnection, *, read_only: bool) -> None:
        """Attach the lake as `LAKE`, and its catalogue's database as `CATALOGUE`."""

    @abstractmethod
    def data_folder(self) -> Path:
        """The folder of the data files."""

    @property
    @abstractmethod
    def id(self) -> str:
        """The record's own name, which no other record has."""

    @property
    @abstractmethod
    def files_table(self) -> str:
        """The table of the digests of the data files, in SQL."""

    @property
    @abstractmethod
    def schema(self) -> str:
        """Where the catalogue's tables are, in SQL."""

    def connect(self, *, read_only: bool, **settings: str) -> duckdb.DuckDBPyConnection:
        """A new connection with the record attached."""
        connection = connect(*self.extensions, **settings)
        try:
            with named(self.name):
                self.attach(connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def extensions(self) -> tuple[str, ...]:
        """Extensions of DuckDB beside those of every record."""
        return ()

    def missing(self) -> RecordError:
        """The error for a record that is not there."""
        return RecordError(
            "there is no record here", where=self.name, remedy=f"make one: onrecord code FILES --record {self.name}"
        )


class Folder(Location):
    """A folder: ``record.json``, ``catalogue.sqlite``, ``data`` and ``lock``."""

    def __init__(self, path: Path) -> None:
        self.path, self.name, self.address = path, str(path), str(path.absolute())
        self.catalogue, self.data, self.marker = path / "catalogue.sqlite", path / "data", path / "record.json"

    def exists(self) -> bool:
        """Whether a whole record is there."""
        if not self.marker.is_file():
            if self.catalogue.is_file():
                raise DamagedRecord("its record.json is gone", where=self.name, remedy="restore it from a copy")
            return False
        if Marker.read(self.marker).state == "creating":
            return False
        if not self.catalogue.is_file():
            raise DamagedRecord("its catalogue.sqlite is gone", where=self.name, remedy="restore it from a copy")
        return True

    def create(self) -> None:
        """Make the folder; what a killed process left of a record that never came to be is cleared away."""
        if self.path.exists() and not self.path.is_dir():
            raise InvalidSetting("this is a file", where=self.name, remedy="name a folder")
        if self.marker.is_file():  # its state is `creating`
            self.catalogue.unlink(missing_ok=True)
            Path(f"{self.catalogue}-journal").unlink(missing_ok=True)
            shutil.rmtree(self.data, ignore_errors=True)
        elif any(child.name != "lock" for child in self.path.iterdir()):
            raise InvalidSetting(
                "this folder holds other files", where=self.name, remedy="name an empty or a new folder"
            )
        Marker(str(uuid.uuid4()), "creating", None).write(self.marker)
        self.data.mkdir(exist_ok=True)

    def begin(self) -> None:
        """Note that a commit begins, over a catalogue that is what the last writer left."""
        marker = Marker.read(self.marker)
        if marker.state == "writing":
            self.mend()
            marker = Marker.read(self.marker)
        if marker.state == "sealed":
            if digest(self.catalogue) != marker.catalogue:
                raise self._damaged()
            Marker(marker.id, "writing", marker.catalogue).write(self.marker)

    def seal(self) -> None:
        """Note what the catalogue is now."""
        Marker(Marker.read(self.marker).id, "sealed", digest(self.catalogue)).write(self.marker)

    def verify(self) -> None:
        """Compare the catalogue with its seal, between two commits of others if need be."""
        end = time.monotonic() + PATIENCE
        while True:
            marker = Marker.read(self.marker)
            same = digest(self.catalogue) == marker.catalogue
            if same and (marker.state == "sealed" or not Path(f"{self.catalogue}-journal").exists()):
                return
            if not same and marker.state == "sealed" and Marker.read(self.marker) == marker:
                raise self._damaged()
            # Somebody is between a commit and its seal, which takes some hundredths of a second, or was killed there.
            try:
                self._verify_alone(patience=0 if time.monotonic() < end else PATIENCE)
            except RecordBusy:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return

    def _verify_alone(self, patience: float) -> None:
        try:
            with self.lock(patience):
                marker = Marker.read(self.marker)
                if marker.state == "writing":
                    self.mend()
                elif digest(self.catalogue) != marker.catalogue:
                    raise self._damaged()
        except PermissionError as error:
            raise RecordError(
                "a process was killed while writing, and this one may not put it in order",
                where=self.name,
                remedy="run: onrecord record check, as a user who may write there",
            ) from error

    def mend(self) -> None:
        """Put in order what a killed writer left: its last commit is whole or not there. The caller holds the lock."""
        from onrecord.record.files import check_files, note_new_files

        with named(self.name):
            try:
                with contextlib.closing(sqlite3.connect(self.catalogue, timeout=30)) as catalogue:
                    # opening it rolls an unfinished transaction back
                    [(said,)] = catalogue.execute("PRAGMA integrity_check(1)").fetchall()
            except sqlite3.DatabaseError as error:
                raise self._damaged() from error
            if said != "ok":
                raise self._damaged()
            connection = self.connect(read_only=False)
            with contextlib.closing(connection):
                note_new_files(connection, self)
                check_files(connection, self, trusting=False)
        self.seal()

    def lock(self, patience: float = PATIENCE) -> contextlib.AbstractContextManager[None]:
        """A lock on the file ``lock``."""
        return self._locked(patience)

    @contextlib.contextmanager
    def _locked(self, patience: float) -> Iterator[None]:
        import filelock

        try:
            if not self.path.exists():
                self.path.mkdir(parents=True, exist_ok=True)
            held = filelock.FileLock(self.path / "lock", timeout=patience)
            held.acquire(poll_interval=0.01)
        except filelock.Timeout as error:
            raise RecordBusy(
                f"another process has been writing for {patience:.0f} seconds",
                where=self.name,
                remedy="wait until it has ended, then run this again",
            ) from error
        except NotADirectoryError as error:
            raise InvalidSetting("this is not a folder", where=self.name, remedy="name a folder") from error
        except FileExistsError as error:
            raise InvalidSetting("this is a file", where=self.name, remedy="name a folder") from error
        try:
            yield
        finally:
            held.release()

    def attach(self, connection: duckdb.DuckDBPyConnection, *, read_only: bool) -> None:
        """Attach the catalogue; the data is found beside it wherever the folder was moved to."""
        options = [f"DATA_PATH {literal(str(self.data.resolve()) + os.sep)}", "OVERRIDE_DATA_PATH true"]
        options += [f"METADATA_CATALOG '{CATALOGUE}'", "DATA_INLINING_ROW_LIMIT 0", "META_BUSY_TIMEOUT 20000"]
        options += ["READ_ONLY"] if read_only else []
        source = literal(f"ducklake:sqlite:{self.catalogue.resolve()}")
        connection.execute(f"ATTACH {source} AS {LAKE} ({', '.join(options)})")

    def data_folder(self) -> Path:
        """The folder ``data``."""
        return self.data

    @property
    def files_table(self) -> str:
        """In the catalogue's own database."""
        return f"{CATALOGUE}.onrecord_files"

    @property
    def schema(self) -> str:
        """The catalogue's own database."""
        return f"{CATALOGUE}.main"

    @property
    def id(self) -> str:
        """The record's own name."""
        return Marker.read(self.marker).id

    def _damaged(self) -> DamagedRecord:
        return DamagedRecord(
            "its catalogue.sqlite is not what was written last",
            where=self.name,
            remedy="restore the folder from a copy, or code into a new record",
        )


class Postgres(Location):
    """A catalogue in a PostgreSQL database, in the schema ``onrecord``, and a folder of data that all can reach."""

    SCHEMA = "onrecord"

    def __init__(self, address: str, data: Path | None) -> None:
        self.address, self._data = address, data
        parts = urlsplit(address)
        host = parts.hostname or "localhost"
        self.name = f"postgres://{host}" + (f":{parts.port}" if parts.port else "") + parts.path

    @property
    def extensions(self) -> tuple[str, ...]:
        """The one that speaks to PostgreSQL."""
        return ("postgres_scanner",)

    def exists(self) -> bool:
        """Whether the schema holds a whole record."""
        found = self._ask(
            "SELECT count(*) FROM information_schema.tables "
            f"WHERE table_schema = '{self.SCHEMA}' AND table_name = 'onrecord_about'"
        )
        if not found:
            return False
        number = self._ask(f"SELECT max(value) FROM {self.SCHEMA}.onrecord_about WHERE key = 'format'")
        if number is None:
            return False
        check_format(int(str(number)), self.name)
        return True

    def create(self) -> None:
        """Note where the data will be; what a killed process left of a record that never came to be is cleared away."""
        if self._data is None:
            raise InvalidSetting(
                "a record with a PostgreSQL catalogue needs a folder for its data",
                where=self.name,
                remedy="name it once with --record-data FOLDER",
            )
        self._data.mkdir(parents=True, exist_ok=True)
        if any(self._data.iterdir()):
            raise InvalidSetting(
                "this folder holds other files", where=str(self._data), remedy="name an empty or a new folder"
            )
        tables = f"FROM information_schema.tables WHERE table_schema = '{self.SCHEMA}'"
        if self._ask(f"SELECT count(*) {tables}") and not self._ask(
            f"SELECT count(*) {tables} AND table_name = 'onrecord_about'"
        ):
            raise InvalidSetting(
                f"the schema {self.SCHEMA!r} of this database holds other tables",
                where=self.name,
                remedy="name another database",
            )
        self._do(
            f"DROP SCHEMA IF EXISTS {self.SCHEMA} CASCADE; CREATE SCHEMA {self.SCHEMA}; "
            f"CREATE TABLE {self.SCHEMA}.onrecord_about (key text PRIMARY KEY, value text); "
            f"INSERT INTO {self.SCHEMA}.onrecord_about VALUES ('id', {literal(str(uuid.uuid4()))}), "
            f"('data', {literal(str(self._data.resolve()))})"
        )

    def begin(self) -> None:
        """Nothing: the server keeps its own house."""

    def seal(self) -> None:
        """Note that the record is whole, the first time."""
        self._do(f"INSERT INTO {self.SCHEMA}.onrecord_about VALUES ('format', '{FORMAT}') ON CONFLICT (key) DO NOTHING")

    def verify(self) -> None:
        """Nothing: the server keeps its own house; it has checksums of its pages when it is set up with them."""

    def lock(self, patience: float = PATIENCE) -> contextlib.AbstractContextManager[None]:
        """An advisory lock of the server, which it takes back when the connection ends."""
        return self._locked(patience)

    @contextlib.contextmanager
    def _locked(self, patience: float) -> Iterator[None]:
        key = int.from_bytes(hashlib.sha256(b"onrecord record").digest()[:7], "big")
        connection = connect(*self.extensions)
        with contextlib.closing(connection), named(self.name):
            connection.execute(f"ATTACH {literal(self.address)} AS server (TYPE postgres)")
            connection.execute("BEGIN")
            query = literal(f"SELECT pg_try_advisory_xact_lock({key}) AS held")
            end = time.monotonic() + patience
            while not connection.execute(f"SELECT held FROM postgres_query('server', {query})").fetchall()[0][0]:
                if time.monotonic() > end:
                    raise RecordBusy(
                        f"another process has been writing for {patience:.0f} seconds",
                        where=self.name,
                        remedy="wait until it has ended, then run this again",
                    )
                time.sleep(0.02)
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    def attach(self, connection: duckdb.DuckDBPyConnection, *, read_only: bool) -> None:
        """Attach the catalogue and the data where the record says they are."""
        options = [f"DATA_PATH {literal(str(self.data_folder()) + os.sep)}", "OVERRIDE_DATA_PATH true"]
        options += [f"METADATA_CATALOG '{CATALOGUE}'", f"METADATA_SCHEMA '{self.SCHEMA}'", "DATA_INLINING_ROW_LIMIT 0"]
        options += ["READ_ONLY"] if read_only else []
        connection.execute(f"ATTACH {literal(f'ducklake:postgres:{self.address}')} AS {LAKE} ({', '.join(options)})")

    def data_folder(self) -> Path:
        """The folder that was named when the record was made."""
        return self._noted_folder

    @cached_property
    def _noted_folder(self) -> Path:
        folder = self._ask(f"SELECT value FROM {self.SCHEMA}.onrecord_about WHERE key = 'data'")
        return Path(str(folder))

    @property
    def files_table(self) -> str:
        """In the schema of the catalogue."""
        return f"{CATALOGUE}.{self.SCHEMA}.onrecord_files"

    @property
    def schema(self) -> str:
        """The schema of the catalogue."""
        return f"{CATALOGUE}.{self.SCHEMA}"

    @property
    def id(self) -> str:
        """The record's own name."""
        return str(self._ask(f"SELECT value FROM {self.SCHEMA}.onrecord_about WHERE key = 'id'"))

    def _ask(self, query: str) -> object:
        with contextlib.closing(connect(*self.extensions)) as connection, named(self.name):
            connection.execute(f"ATTACH {literal(self.address)} AS server (TYPE postgres, READ_ONLY)")
            rows = connection.execute(f"FROM postgres_query('server', {literal(query)})").fetchall()
        return rows[0][0] if rows else None

    def _do(self, statements: str) -> None:
        with contextlib.closing(connect(*self.extensions)) as connection, named(self.name):
            connection.execute(f"ATTACH {literal(self.address)} AS server (TYPE postgres)")
            connection.execute(f"CALL postgres_execute('server', {literal(statements)})")
