"""Answering a query in a process of its own, which can be ended whatever it is at.

An engine that is told to stop does so between two steps; one step of one function can take hours, or all memory there
is (`levenshtein` of two long texts, a list of all numbers). A process can be limited and ended from outside.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord import errors
from onrecord.errors import InvalidSetting, OnrecordError
from onrecord.record.location import Location
from onrecord.record.rows import Rows
from onrecord.record.sandbox import GRACE, MEMORY, SECONDS, WHERE, Sandbox, check, check_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

START = 60.0
"""Seconds that the process may take besides, to start and to hand the answer over; a loaded machine takes its time."""

ADDRESSES = 6 << 30
"""Bytes of addresses that the process may use (on POSIX): the engine's memory, an answer, and what both need."""


def ask(location: Location, as_of: datetime | None, query: str, seconds: float = SECONDS) -> Rows:
    """The rows that answer a query about a record as it was at a moment.

    Raises
    ------
    InvalidSetting
        When it is refused, wrong, or takes too long or too much memory.
    """
    check_seconds(seconds)
    check(query)
    order = {
        "where": location.address,
        "as_of": as_of.isoformat() if as_of else None,
        "query": query,
        "seconds": seconds,
    }
    # -P: no file of the user's folder is taken for a module. The order goes through a pipe: it may hold a password.
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "onrecord.record.asking"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        answer, said = process.communicate(json.dumps(order).encode(), timeout=seconds + GRACE + START)
    except subprocess.TimeoutExpired:
        raise InvalidSetting(
            f"the query was stopped after {seconds:g} seconds", where=WHERE, remedy="narrow it, or give it more time"
        ) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode == 0:
        return Rows.of(pa.ipc.open_stream(answer).read_all())
    raise _told(said)


def _told(said: bytes) -> OnrecordError:
    """The error that the process told of with its last words; without any it was ended by the system."""
    with contextlib.suppress(ValueError, KeyError, IndexError):
        told: Mapping[str, str] = json.loads(said.splitlines()[-1])
        kind = getattr(errors, told["kind"])
        error: OnrecordError = kind(told["what"], where=told["where"], remedy=told["remedy"])
        return error
    return InvalidSetting(
        f"the query needs more than {MEMORY} of memory", where=WHERE, remedy="narrow it, or aggregate before you join"
    )


def main() -> None:
    """Answer the order that comes through standard input, as an Arrow stream."""
    _limit()
    order = json.loads(sys.stdin.buffer.read())
    code = 0
    try:
        from onrecord.record import views

        location = Location.of(order["where"])
        connection = location.connect(read_only=True)
        views.create(connection, datetime.fromisoformat(order["as_of"]) if order["as_of"] else None)
        table = Sandbox(connection, [location.data_folder()]).ask(order["query"], order["seconds"]).to_arrow()
        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)
        sys.stdout.buffer.flush()
    except OnrecordError as error:
        told = {"kind": type(error).__name__, "what": error.what, "where": error.where, "remedy": error.remedy}
        sys.stderr.write(json.dumps(told) + "\n")
        sys.stderr.flush()
        code = 1
    except MemoryError:
        code = 2
    os._exit(code)  # whatever still runs, and does not notice that it was stopped, ends here


def _limit() -> None:
    """Bound what this process can take; where the system has no such bounds, the engine's own remain."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = ADDRESSES if hard == resource.RLIM_INFINITY else min(hard, ADDRESSES)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


if __name__ == "__main__":
    main()
