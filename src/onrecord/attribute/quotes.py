"""Quotations of a text, whatever its quote marks: straight, curly, doubled single, missing or unbalanced."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"(?<!\w)''|''(?!\w)|``|[\"“”„‟″«»‘’'`‹›]")
"""A quote mark, or an apostrophe that may be one."""

_OPENING, _CLOSING = frozenset("“„‟«"), frozenset("”»")
_BEFORE_OPENING = frozenset(" \t\r\n\xa0([{-–—:/")
_AFTER_CLOSING = frozenset(" \t\r\n\xa0)]},.;:!?-–—'\"’”")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation inside one paragraph, its marks included.

    Parameters
    ----------
    start, end
        Character offsets.
    closed
        False when the closing mark is missing: the quotation then ends with its paragraph, or goes on in the next.
    continues
        True when it takes up the unclosed quotation of the paragraph before.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


def find_quotes(text: str) -> list[Quote]:
    """All quotations of `text` in order, without nested ones; in time linear in the length of the text.

    A quotation never crosses a paragraph; one that is not closed ends where its paragraph ends, and the next
    paragraph continues it when it begins with an opening mark (the newspaper convention). A closing mark with
    nothing to close is ignored. Single marks count where they stand at the edges of words and do not look like
    apostrophes, and only outside double ones.

    Examples
    --------
    >>> [(quote.start, quote.end) for quote in find_quotes('"We go," he said. "Soon."')]
    [(0, 8), (18, 25)]
    """
    quotes: list[Quote] = []
    unclosed = False
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph.group().isspace():
            continue
        found = _in_paragraph(text, paragraph.start(), paragraph.end(), unclosed)
        quotes.extend(found)
        unclosed = bool(found) and not found[-1].closed
    return quotes


def _in_paragraph(text: str, start: int, end: int, unclosed: bool) -> list[Quote]:
    found: list[Quote] = []
    first = start
    while first < end and text[first].isspace():
        first += 1
    opened: int | None = None
    opener = ""
    closer = _SingleCloser(text, end)
    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        before_char = text[at - 1] if at > start else "\n"
        after_char = text[after] if after < end else "\n"
        may_open = before_char in _BEFORE_OPENING and not after_char.isspace() and after < end
        may_close = not before_char.isspace() and after_char in _AFTER_CLOSING
        kind = _kind(mark)
        if kind == "single":
            if opened is None:
                if may_open and mark in "‘'`‹" and not _elision(text, after) and closer.closes(after):
                    opened, opener = at, "single"
            elif opener == "single" and may_close and not _possessive(text, at, after):
                found.append(Quote(opened, after))
                opened = None
            continue
        if opened is not None and opener == "single":
            opened = None  # what looked like an opening single mark was an apostrophe: a double one stands inside
        if mark in _OPENING or (mark not in _CLOSING and opened is None and (may_open or not may_close)):
            if opened is not None and mark in _OPENING:
                continue  # nested, or a repeated opening mark
            if before_char.isdigit() and mark not in _OPENING:
                continue  # inches, seconds
            opened, opener = at, "double"
        elif opened is not None:
            if mark not in _CLOSING and may_open and not may_close and text[opened + 1 : at].strip():
                # a second opening mark: the first quotation was never closed
                found.append(Quote(opened, _trim(text, opened, at), continues=unclosed and opened == first))
                opened = at
                continue
            found.append(Quote(opened, after, continues=unclosed and opened == first))
            opened = None
        elif unclosed and not found and may_close:
            found.append(Quote(first, after, continues=True))  # continued without an opening mark
    if opened is not None and opener == "double":
        found.append(Quote(opened, _trim(text, opened, end), closed=False, continues=unclosed and opened == first))
    return found


def _kind(mark: str) -> str:
    return "single" if mark in {"‘", "’", "'", "`", "‹", "›"} else "double"


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


_ELIDED = re.compile(r"(?:\d\ds?|em|til|tis|twas|cause|n|round|bout)\b", re.IGNORECASE)


def _elision(text: str, after: int) -> bool:
    """Whether the mark stands for letters left out ('90s, 'em)."""
    return _ELIDED.match(text, after) is not None


def _possessive(text: str, at: int, after: int) -> bool:
    """Whether the mark after an s and before a small letter reads as a genitive (the leaders' view)."""
    return text[at - 1] in "sS" and text[after : after + 1] == " " and text[after + 1 : after + 2].islower()


_SINGLE_REACH = 600
"""Characters within which a single mark must be closed; what goes on for longer is an apostrophe."""
_SINGLE_CLOSE = re.compile(r"(?<=\S)['’›](?=[\s)\],.;:!?—–\"”]|$)")


class _SingleCloser:
    """Looks ahead for the mark that closes a single one; never reads a character twice, so that it stays linear."""

    def __init__(self, text: str, end: int) -> None:
        self._text, self._end = text, end
        self._found = -1
        self._searched = 0

    def closes(self, after: int) -> bool:
        """Whether a closing single mark stands within reach of `after`."""
        if self._found < after:
            stop = min(self._end, after + _SINGLE_REACH)
            for match in _SINGLE_CLOSE.finditer(self._text, max(after, self._searched), stop):
                if not _possessive(self._text, match.start(), match.end()):
                    self._found = match.start()
                    self._searched = match.end()
                    break
            else:
                self._searched = max(self._searched, stop)
        return after <= self._found < after + _SINGLE_REACH
