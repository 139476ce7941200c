"""Paths in, documents and failures out, one at a time."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import DocumentError, InvalidSetting, UnreadableDocument
from onrecord.model import Document
from onrecord.read.document import document_from
from onrecord.read.failure import Failure
from onrecord.read.files import PLAIN, STDIN, find_files, ids_of, open_file, shown, unreadable
from onrecord.read.lines import read_json, read_jsonl
from onrecord.read.options import ReadOptions
from onrecord.read.page import read_html
from onrecord.read.plain import read_markdown, read_text
from onrecord.read.raw import Raw
from onrecord.read.tables import read_csv, read_parquet

Reader = Callable[[io.BufferedReader, ReadOptions, str], Iterator[Raw | Failure]]

READERS: dict[str, Reader] = {
    ".txt": read_text, "": read_text, ".md": read_markdown, ".markdown": read_markdown,
    ".html": read_html, ".htm": read_html, ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json,
    ".csv": read_csv, ".tsv": read_csv, ".parquet": read_parquet,
}  # fmt: skip
"""Suffix -> reader. A file without a suffix that is named itself is plain text."""


def read_paths(
    paths: Iterable[str | Path], options: ReadOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """The documents of files and folders, in order, read as they are asked for.

    Parameters
    ----------
    paths
        Files, folders (walked, sorted), and ``-`` for standard input: JSON Lines when it starts with ``{``, one plain
        text otherwise.
    options
        See :class:`ReadOptions`.
    stdin
        What ``-`` reads, for tests; ``sys.stdin.buffer`` by default.

    Yields
    ------
    Document or Failure
        What cannot be read is a Failure; the others go on. Ids are unique in a run: a file's stem (with its folder
        where two files share one), the id that a row gives or else ``stem:row``; an id that was seen before is
        followed by ``~2``, ``~3`` and so on. The same files in the same order have the same ids.

    Raises
    ------
    InvalidSetting
        When `paths` is empty.

    Examples
    --------
    >>> [failure] = read_paths(["missing.txt"])
    >>> print(failure)
    missing.txt: no such file or folder; check the path
    """
    options = options or ReadOptions()
    files = find_files(paths, options)
    if not files:
        raise InvalidSetting("nothing to read", remedy="name files or folders, or - for standard input")
    return _read(files, options, stdin)


def _read(files: list[Path | Failure], options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Document | Failure]:
    ids, unique = ids_of(files), _Unique()
    for file in files:
        if isinstance(file, Failure):
            yield file
            continue
        where = shown(file)
        for found in _read_file(file, options, where, stdin):
            if isinstance(found, Failure):
                yield found
                continue
            try:
                yield _document(found, ids[file], unique, options, where)
            except DocumentError as error:
                yield Failure.of(error, where, found.row)


def _read_file(file: Path, options: ReadOptions, where: str, stdin: BinaryIO | None) -> Iterator[Raw | Failure]:
    try:
        if str(file) == STDIN:
            stream = _standard_input(stdin)
            reader = READERS[".jsonl"] if _is_jsonl(stream, where) else read_text
            yield from reader(stream, options, where)
            return
        suffix = file.suffix.lower()
        if suffix not in READERS:
            raise UnreadableDocument(
                f"files {suffix!r} are not read", remedy=f"convert it to one of {', '.join(PLAIN)}"
            )
        with open_file(file) as opened:
            yield from READERS[suffix](opened, options, where)
    except DocumentError as error:
        yield Failure.of(error, where)
    except OSError as error:
        yield Failure.of(unreadable(error, where), where)


def _document(raw: Raw, stem: str, unique: _Unique, options: ReadOptions, where: str) -> Document:
    place = where if raw.row is None else f"{where}, row {raw.row}"
    metadata = dict(raw.metadata)
    given = metadata.pop("id", None)
    name = stem if raw.row is None else f"{stem}:{raw.row}"
    for default in ("published", "outlet", "language"):
        value = metadata.get(default)
        if value is None or value != value or (isinstance(value, str) and not value.strip()):
            metadata[default] = getattr(options, default)
    document = document_from(
        raw.text,
        id=given if given not in (None, "") and given == given else name,
        **metadata,
        max_characters=options.max_characters,
        where=place,
        notes=raw.notes,
    )
    return unique(document)


class _Unique:
    """Gives a document whose id was seen before another one; keeps eight bytes an id, so that a run can be long."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def __call__(self, document: Document) -> Document:
        key = self._key(document.id)
        if key not in self._seen:
            self._seen[key] = 1
            return document
        name = document.id
        while self._key(name) in self._seen:
            self._seen[key] += 1
            name = f"{document.id}~{self._seen[key]}"
        self._seen[self._key(name)] = 1
        from dataclasses import replace

        return replace(document, id=name, notes=(*document.notes, f"the id {document.id!r} is taken: named {name!r}"))

    @staticmethod
    def _key(name: str) -> int:
        return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=8).digest(), "big")


def _standard_input(stdin: BinaryIO | None) -> io.BufferedReader:
    stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableDocument("standard input is closed", remedy="send a text through a pipe, or name a file")
    # A wrapper of its own: readers close their text layer, and the caller's stream has to stay open.
    return io.BufferedReader(_Borrowed(stream), 1 << 16)


class _Borrowed(io.RawIOBase):
    """A stream that is read and never closed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        read = getattr(self._stream, "read1", self._stream.read)
        data = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _is_jsonl(stream: io.BufferedReader, where: str) -> bool:
    try:
        start = stream.peek(1)
    except OSError as error:
        raise unreadable(error, where) from error
    return start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").lstrip().startswith(b"{")
