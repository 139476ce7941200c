"""JSON: one article a line, a list of articles, or one article."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from onrecord.errors import DocumentError, UnreadableDocument
from onrecord.read.decode import decode
from onrecord.read.document import too_long
from onrecord.read.failure import Failure
from onrecord.read.files import bounded_lines, misfit, open_lines, read_bytes
from onrecord.read.options import FIELDS, ReadOptions
from onrecord.read.raw import Raw

_ESCAPED = 12
"""Characters of JSON that one character of text takes at most (two escapes of six)."""
_ASIDE = 1 << 20
"""Characters of a line granted to everything that is not the text."""
_WHOLE_FILE = 1 << 28
"""Bytes of a .json file, which has to be read as a whole; JSON Lines have no limit."""
_LINE_REMEDY = "write one JSON object a line"


def read_jsonl(stream: io.BufferedReader, options: ReadOptions, where: str) -> Iterator[Raw | Failure]:
    """One document a line, read as they are asked for; a broken line fails alone. Blank lines are skipped."""
    text, notes = open_lines(stream, options.encoding, where, newline="\n")
    limit = _ESCAPED * options.max_characters + _ASIDE
    for number, line in bounded_lines(text, limit, where):
        try:
            if line is None:
                raise too_long(options.max_characters, where)
            if line.isspace():
                continue
            if misfit(line):
                raise UnreadableDocument(
                    f"the line is not {text.encoding.upper()}", remedy="name its encoding with --encoding"
                )
            yield _raw(_parsed(line, "line", _LINE_REMEDY), number, options, notes)
        except DocumentError as error:
            yield Failure.of(error, where, number)


def read_json(stream: io.BufferedReader, options: ReadOptions, where: str) -> Iterator[Raw | Failure]:
    """The documents of a list, or the one document of an object."""

    def too_big() -> UnreadableDocument:
        return UnreadableDocument(
            f"a JSON file of more than {_WHOLE_FILE >> 20} MB", where=where, remedy="write one article a line (.jsonl)"
        )

    content, notes = decode(read_bytes(stream, _WHOLE_FILE, too_big, where), options.encoding, where)
    found = _parsed(content, "file", "write an object or a list of objects, or rename JSON Lines to .jsonl")
    del content
    if not isinstance(found, list):
        yield _raw(found, None, options, notes)
        return
    if not found:
        raise UnreadableDocument("the list is empty", where=where, remedy="leave the file out")
    for number, item in enumerate(found, 1):
        try:
            yield _raw(item, number, options, notes)
        except DocumentError as error:
            yield Failure.of(error, where, number)


def _parsed(source: str, unit: str, remedy: str) -> object:
    if not source.strip():
        raise UnreadableDocument(f"the {unit} is empty", remedy=remedy)
    try:
        return json.loads(source)
    except RecursionError as error:
        raise UnreadableDocument(f"the {unit} is nested too deeply", remedy=remedy) from error
    except ValueError as error:
        # the decoder's message names the place; in a file of one line the line number says nothing
        said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        at = f" at character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        if isinstance(error, json.JSONDecodeError) and unit == "file":
            at = f" in line {error.lineno}{at}"
        raise UnreadableDocument(f"the {unit} is not JSON ({said}{at})", remedy=remedy) from error


def _raw(item: object, row: int | None, options: ReadOptions, notes: tuple[str, ...]) -> Raw:
    if not isinstance(item, dict):
        raise UnreadableDocument(
            f"this is a JSON {_KINDS.get(type(item), 'value')}, not an object", remedy=_LINE_REMEDY
        )
    key = options.column("text")
    if key not in item:
        raise missing("key", [key], list(item))
    metadata = {name: item.get(options.column(name)) for name in FIELDS if name != "text"}
    return Raw(item[key], row, metadata, notes)


_KINDS = {list: "list", str: "string", int: "number", float: "number", bool: "truth value", type(None): "null"}


def missing(kind: str, wanted: list[str], there: list[str]) -> UnreadableDocument:
    """The error for columns or keys that are not there; names those that are."""
    listed = ", ".join(repr(name[:40]) for name in there[:20]) + (", ..." if len(there) > 20 else "")
    return UnreadableDocument(
        f"no {kind} {', '.join(map(repr, wanted))}; there {'is' if len(there) == 1 else 'are'} {listed or 'none'}",
        remedy="say which holds the text, as in --column text=body",
    )
