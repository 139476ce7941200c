"""What a caller can say about the files to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from onrecord.errors import DocumentError, InvalidSetting
from onrecord.read.language import declared_language
from onrecord.read.published import published_iso

FIELDS = ("id", "text", "title", "outlet", "url", "published", "language")
"""What a row or a front matter can say of a document, under these names unless `ReadOptions.columns` says otherwise."""

MAX_CHARACTERS = 1_000_000
"""Longest text that is taken for one news text: spaCy's own bound for its parser (``nlp.max_length``, there because
the parser's memory grows with the text), some 150,000 words. What is longer is a book, an archive in one file, or
not text at all."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read files.

    Parameters
    ----------
    published, outlet, language
        For documents that do not say themselves; what a document declares wins.
    encoding
        Of text files; None: UTF-8, or a byte order mark, or else a guess that is noted on the document.
    columns
        Names of columns and keys that differ from :data:`FIELDS`, such as ``{"text": "body"}``.
    max_characters
        Longest text taken, see :data:`MAX_CHARACTERS`.
    glob
        Only files of a folder whose name or path below the folder matches, such as ``2024-*.html``.

    Raises
    ------
    InvalidSetting
        When a value cannot be meant.

    Examples
    --------
    >>> ReadOptions(published="7 June 2024").published
    '2024-06-07'
    """

    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    max_characters: int = MAX_CHARACTERS
    glob: str | None = None

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "published", published_iso(self.published))
            object.__setattr__(self, "language", declared_language(self.language))
        except DocumentError as error:
            raise InvalidSetting(error.what, remedy=error.remedy) from error
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if self.max_characters < 1:
            raise InvalidSetting(f"max_characters is {self.max_characters}", remedy="give a number above 0")
        for name in self.columns:
            if name not in FIELDS:
                raise InvalidSetting(
                    f"a document has no field {name!r}", where="columns", remedy=f"name one of {', '.join(FIELDS)}"
                )
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    def column(self, name: str) -> str:
        """The column or key that holds the field `name`."""
        return self.columns.get(name, name)

    def __reduce__(self) -> tuple[object, ...]:
        values = (self.published, self.outlet, self.language, self.encoding, dict(self.columns))
        return type(self), (*values, self.max_characters, self.glob)


def parse_columns(pairs: str) -> dict[str, str]:
    """The `columns` of ReadOptions from what a user types: ``text=body,id=uid``.

    Raises
    ------
    InvalidSetting
        For anything but pairs FIELD=COLUMN.

    Examples
    --------
    >>> parse_columns("text=body, id=uid")
    {'text': 'body', 'id': 'uid'}
    """
    columns = {}
    for pair in filter(None, map(str.strip, pairs.split(","))):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not (name and equals and column):
            raise InvalidSetting(
                f"{pair!r} is not FIELD=COLUMN", where="columns", remedy="write, say, text=body,id=uid"
            )
        columns[name] = column
    return columns


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)
        b"".decode(name)
    except (LookupError, ValueError, UnicodeError) as error:
        raise InvalidSetting(
            f"there is no text encoding {name!r}", where="encoding", remedy="name one such as utf-8, cp1252 or utf-16"
        ) from error
