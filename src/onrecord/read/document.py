"""The one door through which every text becomes a Document: files, rows, and strings of Python callers."""

from __future__ import annotations

import re

from onrecord.errors import DocumentTooLong, EmptyDocument, InvalidMetadata, UnreadableDocument
from onrecord.model import Document
from onrecord.read.decode import sanitise
from onrecord.read.language import declared_language, detect_language, supported
from onrecord.read.options import MAX_CHARACTERS
from onrecord.read.published import published_iso

_LETTER = re.compile(r"[^\W\d_]")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_LONGEST_NAME = 2_000
"""Characters of a title, outlet or address; what is longer is a text in the wrong column."""


def document_from(
    text: object,
    *,
    id: object = None,  # noqa: A002 - the field's own name
    title: object = None,
    outlet: object = None,
    url: object = None,
    language: object = None,
    published: object = None,
    max_characters: int = MAX_CHARACTERS,
    where: str = "",
    notes: tuple[str, ...] = (),
) -> Document:
    """A document of a text and what is known of its publication, checked.

    NUL and lone surrogates become U+FFFD, one for one; nothing else of the text is changed. The language is detected
    unless it is declared.

    Parameters
    ----------
    text
        The news text, headline included.
    id
        Defaults to ``text``.
    published
        See :func:`published_iso`.
    where
        File and row, for messages; the id by default.

    Raises
    ------
    EmptyDocument, DocumentTooLong, UnsupportedLanguage, InvalidMetadata, UnreadableDocument
        Each names the document and what to do.

    Examples
    --------
    >>> document_from("Police arrested 12 protesters in Lima.", published="7 June 2024", outlet="Andes Wire")
    Document(id='text', text='Police arrested 12 protesters in Lima.', title=None, outlet='Andes Wire', url=None, \
language='en', published='2024-06-07', notes=())
    """
    name = one_line(id, "id", where) or "text"
    where = where or name
    if text is None or text != text:
        raise EmptyDocument("no text to code", where=where, remedy="fill it or leave it out")
    if not isinstance(text, str):
        raise UnreadableDocument(
            f"the text is of type {type(text).__name__}, not a string", where=where, remedy="give the text itself"
        )
    if len(text) > max_characters:
        raise too_long(max_characters, where)
    clean = sanitise(text)
    if not _LETTER.search(clean):
        what = "no letters in the text" if clean.strip() else "no text to code"
        raise EmptyDocument(what, where=where, remedy="fill it or leave it out")
    declared = declared_language(language, where)
    return Document(
        id=name,
        text=clean,
        title=one_line(title, "title", where),
        outlet=one_line(outlet, "outlet", where),
        url=one_line(url, "url", where),
        language=declared or supported(detect_language(clean)[0], where),
        published=published_iso(published, where),
        notes=notes,
    )


def too_long(max_characters: int, where: str) -> DocumentTooLong:
    """The error for a text of more than `max_characters`."""
    return DocumentTooLong(
        f"more than {max_characters:,} characters, which is no single news text",
        where=where,
        remedy="split it into its articles, or one article a line of a .jsonl file",
    )


def one_line(value: object, field: str, where: str) -> str | None:
    """A name, title or address as one line of text; None when missing. Raises InvalidMetadata for lists and the like.

    Examples
    --------
    >>> one_line(" Talks\\nfail ", "title", "a.md")
    'Talks fail'
    >>> one_line(12.0, "id", "a.csv")
    '12'
    """
    if value is None or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        # pandas turns whole numbers into floats as soon as a column has a gap
        value = int(value)
    if not isinstance(value, (str, int, float)):
        if isinstance(value, (list, dict, tuple, set, bytes)):
            raise InvalidMetadata(
                f"the {field} is of type {type(value).__name__}", where=where, remedy="give one text, or leave it out"
            )
        value = str(value)
    text = _CONTROLS.sub(" ", sanitise(str(value)[: _LONGEST_NAME + 1])).strip()
    if len(text) > _LONGEST_NAME:
        raise InvalidMetadata(
            f"the {field} has more than {_LONGEST_NAME:,} characters", where=where, remedy="check which column it is"
        )
    return text or None
