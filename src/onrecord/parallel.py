"""Coding in several processes: batches go out, readings come back in the order of the documents."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from onrecord.coder import Coder, Settings, batches
from onrecord.errors import RunError
from onrecord.model import Document, Reading
from onrecord.read import Failure

_coder: Coder | None = None


def _start(settings: Settings) -> None:
    global _coder  # one coder a worker process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _coder = Coder(settings)


def _code(batch: list[Document | Failure]) -> list[Reading | Failure]:
    assert _coder is not None
    return _coder.code_batch(batch)


def code_in_processes(
    settings: Settings, items: Iterable[Document | Failure], processes: int
) -> Iterator[Reading | Failure]:
    """Outcomes in the order of `items`; at most three batches a process are under way, so memory stays flat."""
    _ = Coder(settings).gazetteer  # built once here, not by every worker at the same time
    # Forked workers need no importable __main__, so `pipe` works in a notebook; other systems cannot fork safely.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(settings,))
    waiting: deque[Future[list[Reading | Failure]]] = deque()
    try:
        for batch in batches(items):
            waiting.append(pool.submit(_code, batch))
            while len(waiting) >= 3 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise RunError(
            "a coding process was ended from outside, most often for want of memory",
            remedy="run again with fewer --processes",
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
