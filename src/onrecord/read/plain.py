"""Plain text, and Markdown with YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import yaml

from onrecord.errors import InvalidMetadata
from onrecord.read.decode import decode
from onrecord.read.document import too_long
from onrecord.read.files import read_bytes
from onrecord.read.options import FIELDS, ReadOptions
from onrecord.read.raw import Raw

_WIDEST = 4
"""Bytes that a character has at most, in UTF-8 and UTF-32."""
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.M)
_OPENING = re.compile(r"---[ \t]*\r?\n")
_FRONT_MATTER = 16_384
"""Characters within which a front matter must close; what opens with a rule and runs on is prose."""


def read_text(stream: BinaryIO, options: ReadOptions, where: str) -> Iterator[Raw]:
    """One document: the whole file, its headline included."""
    text, notes = _decoded(stream, options, where)
    yield Raw(text, notes=notes)


def read_markdown(stream: BinaryIO, options: ReadOptions, where: str) -> Iterator[Raw]:
    """One document: the body, and what the front matter says.

    The body starts at the first line that is not blank; its Markdown stays as it is written, so that the evidence
    can be found in the file again.
    """
    text, notes = _decoded(stream, options, where)
    metadata, start = front_matter(text, where)
    names = {options.column(name): name for name in FIELDS if name != "text"}
    known = {names[key]: value for key, value in metadata.items() if key in names}
    yield Raw(text[start:], metadata=known, notes=notes)


def front_matter(text: str, where: str = "") -> tuple[dict[str, object], int]:
    """The keys of a YAML front matter and the character at which the body starts.

    Values stay the text that is written (`no` is no Boolean, `2024-02-30` no exception); lists and mappings are kept
    as an empty list, to be refused where one text is asked for. Without a front matter: no keys, and 0.

    Raises
    ------
    InvalidMetadata
        When what stands between the fences is not YAML.

    Examples
    --------
    >>> front_matter("---\\noutlet: Sahel Wire\\n---\\n\\nTalks failed.\\n")
    ({'outlet': 'Sahel Wire'}, 28)
    """
    opening = _OPENING.match(text)
    closing = _FENCE.search(text, opening.end(), _FRONT_MATTER) if opening else None
    if opening is None or closing is None:
        return {}, 0
    keys = _pairs(text[opening.end() : closing.start()], where)
    if keys is None:
        return {}, 0
    start = closing.end()
    while start < len(text) and text[start].isspace():
        start += 1
    # Indentation of the first line belongs to the body.
    return keys, text.rfind("\n", 0, start) + 1 if start < len(text) else start


def _pairs(source: str, where: str) -> dict[str, object] | None:
    """The top-level pairs of a YAML mapping, from its events: no depth of nesting and no chain of aliases costs more
    than its length. None when it is no mapping."""
    pairs: dict[str, object] = {}
    depth, key = 0, None
    try:
        for event in yaml.parse(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
                    return None
                if depth == 1 and key is not None:
                    pairs[key], key = [], None
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
                if depth == 0:
                    return None
                value = event.value if isinstance(event, yaml.ScalarEvent) else []
                if depth == 1 and key is None:
                    key = value if isinstance(value, str) else ""
                elif depth == 1 and key is not None:
                    pairs[key], key = _scalar(event, value), None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark is not None else ""
        raise InvalidMetadata(
            f"the front matter is not YAML{line} ({getattr(error, 'problem', None) or 'unreadable'})",
            where=where,
            remedy='put values with a colon in quotation marks, as in title: "Talks: day two"',
        ) from error
    return pairs if depth == 0 else None


def _scalar(event: yaml.Event, value: object) -> object:
    plain = isinstance(event, yaml.ScalarEvent) and event.style in (None, "")
    return None if plain and value in ("", "~", "null", "Null", "NULL") else value


def _decoded(stream: BinaryIO, options: ReadOptions, where: str) -> tuple[str, tuple[str, ...]]:
    limit = _WIDEST * (options.max_characters + 1)
    data = read_bytes(stream, limit, lambda: too_long(options.max_characters, where), where)
    return decode(data, options.encoding, where)
