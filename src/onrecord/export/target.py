"""Where an output goes: to standard output, or to a file that appears only when it is whole."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from onrecord.errors import OutputError


@contextlib.contextmanager
def target(out: Path | None) -> Iterator[io.RawIOBase]:
    """A stream of bytes to `out`, or to standard output for None.

    A file is written beside its place under another name and renamed when the block ends well; when it raises, be it
    an interruption, nothing is left and an earlier file of that name stays. A device or pipe is written directly.

    Raises
    ------
    OutputError
        When the disk is full, the folder missing or the right to write there is.
    BrokenPipeError
        When the reader of standard output has left; the caller ends quietly.
    """
    if out is None:
        yield from _standard_output()
    elif out.exists() and not out.is_file() and not out.is_dir():
        yield from _in_place(out)
    else:
        yield from _beside(out)


def _standard_output() -> Iterator[io.RawIOBase]:
    text = sys.stdout
    with contextlib.suppress(AttributeError, ValueError):
        text.flush()
    # The bytes below, so that UTF-8 comes out whatever the terminal's encoding; a notebook has only text.
    stream = _Guarded(getattr(text, "buffer", None) or cast("IO[bytes]", _Encoded(text)), "standard output")
    yield stream
    stream.flush()


def _in_place(out: Path) -> Iterator[io.RawIOBase]:
    try:
        opened = out.open("wb")
    except OSError as error:
        raise cannot_write(error, str(out)) from error
    stream = _Guarded(opened, str(out))
    try:
        yield stream
    except BaseException:
        stream.drop()
        raise
    stream.finish()


def _beside(out: Path) -> Iterator[io.RawIOBase]:
    # Behind a link, the file it points to is the one that is replaced.
    place = Path(os.path.realpath(out))
    part = place.with_name(f".{place.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        if place.is_dir():
            raise IsADirectoryError(21, "this is a folder")
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(13, "the file is write-protected")
        opened = os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb"
        )
    except OSError as error:
        raise cannot_write(error, str(out)) from error
    stream = _Guarded(opened, str(out))
    try:
        yield stream
        stream.finish()
        try:
            if place.exists():
                part.chmod(stat.S_IMODE(place.stat().st_mode))
            part.replace(place)
        except OSError as error:
            raise cannot_write(error, str(out)) from error
    except BaseException:
        stream.drop()
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def cannot_write(error: OSError, where: str) -> OutputError:
    """The error for a failed write: what, where, and what to do.

    Examples
    --------
    >>> print(cannot_write(OSError(28, "No space left on device"), "out.csv"))
    out.csv: no space left on the disk; free some space or name a file on another disk with --out
    """
    match error:
        case PermissionError():
            return OutputError(
                "no right to write there", where=where, remedy="name a file in a folder of yours with --out"
            )
        case FileNotFoundError() | NotADirectoryError():
            return OutputError("its folder does not exist", where=where, remedy="make the folder first")
        case IsADirectoryError():
            return OutputError("this is a folder", where=where, remedy="name a file with --out")
    if error.errno in (28, 122):  # ENOSPC, EDQUOT: of the disk, of the user's share of it
        return OutputError(
            "no space left on the disk", where=where, remedy="free some space or name a file on another disk with --out"
        )
    said = error.strerror or str(error) or type(error).__name__
    return OutputError(f"it cannot be written ({said})", where=where, remedy="check the disk, or name another file")


class _Guarded(io.RawIOBase):
    """A stream whose failures are OutputErrors, so that they are not taken for those of the code around it."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        self._stream, self._where, self._position, self._dropped = stream, where, 0, False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._dropped:
            return memoryview(data).nbytes
        try:
            self._stream.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(error, self._where) from error
        size = memoryview(data).nbytes
        self._position += size
        return size

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        if self._dropped:
            return
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(error, self._where) from error

    def finish(self) -> None:
        """Flush to the disk and close; the last moment at which a full disk shows."""
        try:
            self._stream.flush()
            with contextlib.suppress(OSError, AttributeError, ValueError):
                # not every file system knows it; a pipe does not
                os.fsync(self._stream.fileno())
            self._stream.close()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(error, self._where) from error
        self._dropped = True

    def drop(self) -> None:
        """Close without caring; what writers still hand on when they are cleared away goes nowhere."""
        self._dropped = True
        with contextlib.suppress(OSError):
            self._stream.close()

    def close(self) -> None:
        """Nothing: whoever opened the stream closes it (pyarrow and text layers close what they are given)."""


class _Encoded(io.RawIOBase):
    """Bytes in UTF-8 to a stream that takes only text."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text

    def write(self, data: Any) -> int:
        self._text.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        self._text.flush()
