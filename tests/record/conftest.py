"""A real PostgreSQL server for the tests of a shared catalogue; a record in memory for those of what is asked."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import duckdb
import pytest

from onrecord.model import Reading

INSTALL = "apt-get install --no-install-recommends postgresql"


def binaries() -> Path | None:
    """The folder of the newest server's programs: Debian's, or those on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server without databases of users, on 127.0.0.1, that lives as long as the tests do."""
    programs = binaries()
    if programs is None:
        pytest.skip(f"no PostgreSQL server here; run: {INSTALL}")
    folder = Path(tempfile.mkdtemp(prefix="onrecord-postgres-"))
    alone = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
    if alone:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        ran = subprocess.run(
            [*alone, str(programs / program), *arguments],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=60, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert ran.returncode == 0, f"{program}: {ran.stdout}"

    port = free_port()
    options = ("listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={port}", "fsync=off")
    # the shell ends the server when this process ends, however it ends: then its standard input does
    guard = '"$@" >log 2>&1 & read -r _; kill -QUIT $! && wait'
    server = [str(programs / "postgres"), "-D", "data", *(word for option in options for word in ("-c", option))]
    try:
        run("initdb", "--pgdata=data", "--username=onrecord", "--auth=trust", "--encoding=UTF8", "--no-sync")
        with subprocess.Popen(
            [*alone, "sh", "-c", guard, "sh", *server], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as guarded:
            ready = [str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
            for _ in range(600):
                if subprocess.run(ready).returncode == 0:
                    break
                assert guarded.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield f"postgres://onrecord@127.0.0.1:{port}/postgres"
            guarded.communicate(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_NUMBERS = count(1)


@pytest.fixture
def make_database(postgres: str) -> Callable[[], str]:
    """Makes an empty database at every call and gives its address."""
    import duckdb

    from onrecord.record.engine import extension

    def make() -> str:
        name = f"records_{next(_NUMBERS)}"
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
            connection.load_extension(str(extension("postgres_scanner")))
            connection.execute(f"ATTACH '{postgres}' AS server (TYPE postgres)")
            connection.execute(f"CALL postgres_execute('server', 'CREATE DATABASE {name}', use_transaction := false)")
        return postgres.rsplit("/", 1)[0] + f"/{name}"

    return make


@pytest.fixture
def database(make_database: Callable[[], str]) -> str:
    """The address of an empty database."""
    return make_database()


RUNS = {"run-1": datetime(2024, 7, 1, 12, tzinfo=UTC), "run-2": datetime(2024, 8, 1, 12, tzinfo=UTC)}


@pytest.fixture
def lake() -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """Makes a connection to a record in memory: the real tables, without files, and without the views.

    It takes batches, each a run of `RUNS` and its readings.
    """
    from onrecord.record import tables

    made = []

    def make(*batches: tuple[str, Iterable[Reading]]) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config={"python_enable_replacements": False})
        made.append(connection)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("ATTACH ':memory:' AS lake")
        for name, schema in tables.schemas().items():
            add(connection, name, schema.empty_table())
        for run, readings in batches:
            codings = [tables.Coding.of(reading, {"run": run}) for reading in readings]
            known = {key for (key,) in connection.execute("SELECT key FROM lake.documents").fetchall()}
            new = [coding for coding in codings if coding.document not in known]
            add(connection, "documents", tables.documents_table(new, RUNS[run]))
            add(connection, "codings", tables.codings_table(codings, run, RUNS[run]))
            add(connection, "mentions", tables.mentions_table(codings))
            row = tables.rows_table("runs", id=run, started=RUNS[run], settings="{}", fingerprint="{}")
            add(connection, "runs", row)
        return connection

    def add(connection: duckdb.DuckDBPyConnection, name: str, table: object) -> None:
        connection.register("incoming", table)
        connection.execute(f"CREATE TABLE IF NOT EXISTS lake.{name} AS FROM incoming LIMIT 0")
        connection.execute(f"INSERT INTO lake.{name} FROM incoming")
        connection.unregister("incoming")

    yield make
    for connection in made:
        connection.close()


@pytest.fixture
def viewed(lake: Callable[..., duckdb.DuckDBPyConnection]) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Makes a connection to a record in memory that holds the given readings of one run, with the views."""
    from onrecord.record import views

    def make(*readings: Reading) -> duckdb.DuckDBPyConnection:
        connection = lake(("run-1", readings))
        views.create(connection)
        return connection

    return make
