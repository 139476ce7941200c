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
    with together(out) as (stream,):
        yield stream


@contextlib.contextmanager
def together(*outs: Path) -> Iterator[tuple[io.RawIOBase, ...]]:
    """Streams to several files that appear together when the block ends well, and not at all when it raises.

    All of them are on the disk before the first is renamed into its place; the renames follow one another at once, in
    the order of `outs`. When a rename fails, files that this call has newly made go again.

    Raises
    ------
    OutputError
        As :func:`target`.
    """
    parts: list[_Part] = []
    try:
        parts.extend(_Part(out) for out in outs)
        yield tuple(part.stream for part in parts)
        for part in parts:
            part.stream.finish()
        for part in parts:
            part.commit()
    except BaseException:
        for part in parts:
            part.drop()
        raise


class _Part:
    """A file in the making beside the place where it will stand."""

    def __init__(self, out: Path) -> None:
        # Behind a link, the file it points to is the one that is replaced.
        self.out, self.place = out, Path(os.path.realpath(out))
        self.path = self.place.with_name(f".{self.place.name[:200]}.{secrets.token_hex(4)}.part")
        self.made = False
        try:
            if self.place.is_dir():
                raise IsADirectoryError(21, "this is a folder")
            if self.place.exists() and not os.access(self.place, os.W_OK):
                raise PermissionError(13, "the file is write-protected")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            opened = os.fdopen(os.open(self.path, flags, 0o666), "wb")
        except OSError as error:
            raise cannot_write(error, str(out)) from error
        self.stream = _Guarded(opened, str(out))

    def commit(self) -> None:
        """Rename the finished file into its place."""
        try:
            earlier = self.place.exists()
            if earlier:
                self.path.chmod(stat.S_IMODE(self.place.stat().st_mode))
            self.path.replace(self.place)
            self.made = not earlier
        except OSError as error:
            raise cannot_write(error, str(self.out)) from error

    def drop(self) -> None:
        """Leave nothing of this call."""
        self.stream.drop()
        with contextlib.suppress(OSError):
            self.path.unlink()
        if self.made:
            with contextlib.suppress(OSError):
                self.place.unlink()


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
