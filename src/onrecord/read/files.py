"""Which files a run reads, in which order, under which ids; and opening them without ever waiting for one."""

from __future__ import annotations

import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import UnreadableDocument
from onrecord.read.decode import sanitise, sniff
from onrecord.read.failure import Failure
from onrecord.read.options import ReadOptions

STDIN = "-"
STDIN_NAME = "standard input"
PLAIN = (".txt", ".md", ".markdown", ".html", ".htm", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
"""The suffixes read, in any case of letters."""

_MANY = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")

OWN_OUTPUT = "failures.jsonl"
"""What a run of Onrecord itself leaves beside its output; no folder's article."""

_BUFFER = 1 << 20


def find_files(paths: Iterable[str | Path], options: ReadOptions | None = None) -> list[Path | Failure]:
    """The files behind `paths`: folders are walked (sorted, hidden files left out, links followed once).

    A file that is reached twice is read once. What cannot be listed is a Failure at its place, and so is a folder
    that holds no article.

    Examples
    --------
    >>> print(find_files(["no-such-file.txt"])[0])
    no-such-file.txt: no such file or folder; check the path
    """
    found: list[Path | Failure] = []
    seen: set[str] = set()
    for given in paths:
        if str(given) == STDIN:
            candidates: Iterable[Path | Failure] = [Path(STDIN)]
        else:
            candidates = _below(Path(given), options or ReadOptions())
        for candidate in candidates:
            if isinstance(candidate, Path):
                place = os.path.realpath(candidate) if str(candidate) != STDIN else STDIN
                if place in seen:
                    continue
                seen.add(place)
            found.append(candidate)
    return found


def _below(path: Path, options: ReadOptions) -> Iterator[Path | Failure]:
    if not path.is_dir():
        if not os.path.lexists(path):
            yield Failure(shown(path), None, "UnreadableDocument", "no such file or folder", "check the path")
        else:
            yield path
        return
    number = 0
    for found in _walk(path, options.glob):
        number += 1
        yield found
    if not number:
        what = "no articles in this folder" + (f" match {options.glob!r}" if options.glob else "")
        yield Failure(shown(path), None, "UnreadableDocument", what, f"articles are files {', '.join(PLAIN)}")


def _walk(top: Path, glob: str | None) -> Iterator[Path | Failure]:
    visited: set[tuple[int, int]] = set()
    blocked: list[Failure] = []

    def cannot_list(error: OSError) -> None:
        blocked.append(Failure.of(unreadable(error, shown(Path(error.filename or top)))))

    for folder, folders, names in os.walk(top, followlinks=True, onerror=cannot_list):
        here = Path(folder)
        try:
            status = here.stat()
        except OSError as error:
            cannot_list(error)
            folders.clear()
            continue
        if (status.st_dev, status.st_ino) in visited:
            # a link back up: its files have been listed
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or name == OWN_OUTPUT or path.suffix.lower() not in PLAIN:
                continue
            if glob is None or path.match(glob) or path.relative_to(top).match(glob):
                yield path
        yield from blocked
        blocked.clear()
    yield from blocked


def count_documents(paths: Iterable[str | Path], options: ReadOptions | None = None) -> int | None:
    """How many documents `paths` hold, for a progress bar; None when only reading would tell (rows, standard input).

    What cannot be read counts, for it takes its turn as a failure.
    """
    files = find_files(paths, options)
    many = any(isinstance(file, Path) and (str(file) == STDIN or file.suffix.lower() in _MANY) for file in files)
    return None if many else len(files)


def ids_of(files: Iterable[Path | Failure]) -> dict[Path, str]:
    """The id of each file: its stem, preceded by as many folders as tell it from files of the same stem.

    Where folders do not help (`a.txt` beside `a.md`), the suffix stays on the name.

    Examples
    --------
    >>> ids_of([Path("x/a.txt"), Path("y/a.txt"), Path("y/b.txt"), Path("y/b.md")])
    {PosixPath('x/a.txt'): 'x/a', PosixPath('y/a.txt'): 'y/a', PosixPath('y/b.txt'): 'b.txt', \
PosixPath('y/b.md'): 'b.md'}
    """
    paths = [path for path in files if isinstance(path, Path)]
    ids = {path: _name(path, 1) for path in paths}
    together = Counter((path.parent, path.stem) for path in paths)
    for path in paths:
        if together[path.parent, path.stem] > 1:
            ids[path] = sanitise(path.name)
    deepest = max((len(path.parts) for path in paths), default=0)
    for depth in range(2, deepest + 1):
        count = Counter(ids.values())
        twice = [path for path in paths if count[ids[path]] > 1]
        if not twice:
            break
        for path in twice:
            last = path.name if together[path.parent, path.stem] > 1 else path.stem
            ids[path] = "/".join((*map(sanitise, path.parts[-depth:-1]), sanitise(last)))
    return ids


def _name(path: Path, depth: int) -> str:
    return "stdin" if str(path) == STDIN else sanitise(path.stem)


def shown(path: Path | str) -> str:
    """A path as it can be printed and written to a file: names of other encodings have lone surrogates."""
    return STDIN_NAME if str(path) == STDIN else sanitise(str(path))


def open_file(path: Path) -> io.BufferedReader:
    """`path` opened for reading bytes; raises UnreadableDocument for what is missing, locked or no regular file."""
    where = shown(path)
    try:
        mode = path.stat().st_mode
        # Opening a pipe waits for its writer, and a device has no end.
        if stat.S_ISDIR(mode):
            raise UnreadableDocument("this is a folder", where=where, remedy="name the files in it")
        if not stat.S_ISREG(mode):
            raise UnreadableDocument(
                "this is a pipe, socket or device, not a file", where=where, remedy="send it through standard input: -"
            )
        return io.BufferedReader(io.FileIO(path, "rb"), _BUFFER)
    except (OSError, ValueError) as error:
        raise unreadable(error, where) from error


def unreadable(error: Exception, where: str) -> UnreadableDocument:
    """The error for a failed call of the operating system."""
    match error:
        case FileNotFoundError():
            return UnreadableDocument("no such file (any more)", where=where, remedy="check the path")
        case PermissionError():
            return UnreadableDocument("no right to read it", where=where, remedy="ask its owner or chmod +r it")
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return UnreadableDocument(f"it cannot be read ({said})", where=where, remedy="check the file and its disk")


def read_bytes(stream: BinaryIO, limit: int, too_long: Callable[[], Exception], where: str) -> bytes:
    """All of `stream`, at most `limit` bytes; raises what `too_long` makes for more."""
    try:
        data = stream.read(limit + 1)
    except OSError as error:
        raise unreadable(error, where) from error
    if len(data) > limit:
        raise too_long()
    return data


def open_lines(
    stream: io.BufferedReader, encoding: str | None, where: str, newline: str
) -> tuple[io.TextIOWrapper, tuple[str, ...]]:
    """`stream` as text to be read line by line, and notes on its encoding.

    The encoding is told from the beginning; bytes further on that do not fit it arrive as lone surrogates (as by
    ``surrogateescape``), so that one line fails and not the file.
    """
    try:
        sample = stream.peek(1)
    except OSError as error:
        raise unreadable(error, where) from error
    name, notes = sniff(_whole_lines(sample), encoding, where, whole=False)
    return io.TextIOWrapper(stream, encoding=name, errors="surrogateescape", newline=newline), notes


def _whole_lines(sample: bytes) -> bytes:
    """`sample` up to its last line feed: a sample that ends inside a character would look damaged."""
    end = sample.rfind(b"\n")
    return sample[: end + 1] if end > 0 else sample


def bounded_lines(text: io.TextIOWrapper, limit: int, where: str) -> Iterator[tuple[int, str | None]]:
    """Line numbers from 1 and lines; None for a line of more than `limit` characters, which is skipped unread."""
    number = 0
    while True:
        try:
            line = text.readline(limit)
            if not line:
                return
            number += 1
            whole = len(line) < limit or line.endswith(("\n", "\r"))
            while not whole:
                rest = text.readline(limit)
                whole = len(rest) < limit or rest.endswith(("\n", "\r"))
                line = ""
        except (OSError, UnicodeError) as error:
            raise unreadable(error, where) from error
        yield number, line or None


def misfit(text: str) -> bool:
    """Whether `text`, from :func:`open_lines`, holds bytes that are not in the encoding of its file."""
    return not text.isascii() and any("\udc80" <= character <= "\udcff" for character in text)
