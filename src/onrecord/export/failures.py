"""The list of documents that failed, beside the output."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.export.target import target
from onrecord.read import Failure


class Failures:
    """Writes ``failures.jsonl``: one failure a line, and no file when nothing failed.

    Like every output it appears whole or not at all. A list that an earlier run left in its place is removed when this
    run ends well without a failure, for it would be taken for this run's.

    Parameters
    ----------
    out
        The file, or None to write nothing.

    Examples
    --------
    >>> with Failures(None) as failures:
    ...     failures.write(Failure("a.txt", None, "EmptyDocument", "no text to code"))
    >>> failures.number
    1
    """

    def __init__(self, out: Path | None) -> None:
        self.out, self.number = out, 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def write(self, failure: Failure) -> None:
        """Note one failure."""
        self.number += 1
        if self.out is None:
            return
        if self.number == 1:
            self._stream = self._stack.enter_context(target(self.out))
        line = json.dumps(asdict(failure), ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._stream.write(line + b"\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.number:
            self._stack.__exit__(kind, error, traceback)
        elif kind is None and self.out is not None:
            self.out.unlink(missing_ok=True)
