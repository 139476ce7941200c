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
import threading
import weakref
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from onrecord import errors
from onrecord.errors import InvalidSetting, OnrecordError
from onrecord.record.location import Location
from onrecord.record.rows import Rows
from onrecord.record.sandbox import GRACE, MEMORY, SECONDS, WHERE, Sandbox, check, check_seconds

START = 60.0
"""Seconds that the process may take besides, to start and to hand the answer over; a loaded machine takes its time."""

ADDRESSES = 6 << 30
"""Bytes of addresses that the process may use (on POSIX): the engine's memory, an answer, and what both need."""


class Asker:
    """Answers queries about a record as it was at a moment, one after the other, in one process.

    The process starts with the first query and stays, for starting takes longer than most answers do. It is ended when
    a query takes too long, when this object goes, and when the program ends, however it ends.

    Parameters
    ----------
    location
        Where the record is.
    as_of
        The moment; None is now.
    """

    def __init__(self, location: Location, as_of: datetime | None) -> None:
        self._order = {"where": location.address, "as_of": as_of.isoformat() if as_of else None}
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def ask(self, query: str, seconds: float = SECONDS) -> Rows:
        """The rows that answer a query.

        Raises
        ------
        InvalidSetting
            When it is refused, wrong, or takes too long or too much memory.
        """
        check_seconds(seconds)
        check(query)
        with self._one_at_a_time:
            process = self._running()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            limit = threading.Timer(seconds + GRACE + START, stop)
            limit.start()
            try:
                head, body = _exchange(process, {"query": query, "seconds": seconds})
            except BaseException:
                self.close()  # it is at something that nobody waits for any more
                raise
            finally:
                limit.cancel()
            if head is None or head.get("last"):
                self.close()
        if late.is_set():
            raise InvalidSetting(
                f"the query was stopped after {seconds:g} seconds",
                where=WHERE,
                remedy="narrow it, or give it more time",
            )
        if head is None:
            raise InvalidSetting(
                f"the query needs more than {MEMORY} of memory",
                where=WHERE,
                remedy="narrow it, or aggregate before you join",
            )
        if "kind" in head:
            raise _told(head)
        return Rows.of(pa.ipc.open_stream(body).read_all())

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._end()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # -P: no file of the user's folder is taken for a module. Orders go through a pipe: one may hold a password.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "onrecord.record.asking"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._end = weakref.finalize(self, _ended, self._process)
            _send(self._process, self._order)
        return self._process


def _exchange(process: subprocess.Popen[bytes], order: Mapping[str, Any]) -> tuple[dict[str, Any] | None, bytes]:
    """Send an order and wait for the answer: its head, and its rows; no head when the process is gone."""
    _send(process, order)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        return None, b""
    head: dict[str, Any] = json.loads(line)
    size = head.get("bytes", 0)
    body = process.stdout.read(size)
    return (head, body) if len(body) == size else (None, b"")


def _send(process: subprocess.Popen[bytes], order: Mapping[str, Any]) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it is gone, which the missing answer tells
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _told(head: Mapping[str, str]) -> OnrecordError:
    """The error that the process tells of."""
    kind = getattr(errors, head["kind"])
    error: OnrecordError = kind(head["what"], where=head["where"], remedy=head["remedy"])
    return error


def main() -> None:
    """Answer the orders that come through standard input, a line each, as a line and an Arrow stream each."""
    _limit()
    sandbox: Sandbox | None = None
    opening: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    for line in sys.stdin.buffer:
        order = json.loads(line)
        body, last = b"", False
        try:
            sandbox = sandbox or _opened(opening)
            body = _as_stream(sandbox.ask(order["query"], order["seconds"]).to_arrow())
            head: dict[str, Any] = {"bytes": len(body)}
        except OnrecordError as error:
            # a query that was stopped may still run: the next one gets a process of its own
            last = threading.active_count() > 1
            head = {"kind": type(error).__name__, "what": error.what, "where": error.where, "remedy": error.remedy}
        except MemoryError:
            os._exit(2)
        sys.stdout.buffer.write(json.dumps({**head, "last": last}).encode() + b"\n" + body)
        sys.stdout.buffer.flush()
        if last:
            break
    os._exit(0)  # whatever still runs, and does not notice that it was stopped, ends here


def _opened(opening: Mapping[str, Any]) -> Sandbox:
    from onrecord.record import views

    location = Location.of(opening["where"])
    connection = location.connect(read_only=True)
    views.create(connection, datetime.fromisoformat(opening["as_of"]) if opening["as_of"] else None)
    return Sandbox(connection, [location.data_folder()])


def _as_stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


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
