"""The article: its own words, in paragraphs, with every span of every mention marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.export.html.markup import Markup, element, escaped, joined
from onrecord.export.html.segments import Cut, Segment, cut, marks_of
from onrecord.model import Mention

_BLANK = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"\n\s*")
_WRAPPED = 100
"""The longest line of a text that was wrapped for a terminal or an e-mail."""


def paragraphs(text: str) -> list[int]:
    """Where paragraphs begin; each ends, with the white space after it, where the next begins.

    A line is a paragraph, as in most texts from pages; but where blank lines part the paragraphs and no line is long,
    the lines are only wrapped.

    Examples
    --------
    >>> paragraphs("One.\\n\\nTwo."), paragraphs("Title\\nOne." + "a" * 100), paragraphs("wrapped\\nline\\n\\nnext")
    ([0, 6], [0, 6], [0, 14])
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    wrapped = _BLANK.search(text) is not None and max(map(len, text.split("\n"))) <= _WRAPPED
    breaks = (found for found in _LINE.finditer(text) if not wrapped or found[0].count("\n") > 1)
    starts = [0, *(found.end() for found in breaks if found.start() > 0)]
    return sorted({start for start in starts if start < len(text)})


def article(text: str, mentions: Sequence[Mention], prefix: str) -> tuple[Markup, Cut]:
    """The text as paragraphs with marked segments, and the cut that tells which segments are whose.

    Every segment with a role is one element of the class ``s``, in order, so that positions of the cut count them.
    """
    starts = paragraphs(text)
    done = cut(text, [mark for number, m in enumerate(mentions, 1) for mark in marks_of(number, m)], starts)
    begins = set(starts)
    written: list[Markup] = []
    pieces: list[Markup] = []
    for segment in done.segments:
        if segment.start in begins and pieces:
            written.append(element("p", pieces, dir="auto"))
            pieces = []
        pieces.append(_piece(text[segment.start : segment.end], segment))
        pieces += [_reference(number, prefix) for number in done.references.get(segment.end, ())]
    if pieces:
        written.append(element("p", pieces, dir="auto"))
    return joined(written), done


def _piece(words: str, segment: Segment) -> Markup:
    shown = escaped(words)
    roles = [role for role in segment.roles if role != "evidence"]
    if not segment.roles:
        return shown
    # Lines under the words add up: each role is an element around the next, and draws its own.
    for role in reversed(roles[1:]):
        shown = Markup(f'<span class="{role}">{shown}</span>')
    return Markup(f'<span class="{" ".join(["s", *roles[:1]])}">{shown}</span>')


def _reference(number: int, prefix: str) -> Markup:
    return Markup(
        f'<a class="ref" id="{prefix}t{number}" href="#{prefix}m{number}" aria-label="mention {number}" '
        f'aria-describedby="{prefix}h{number}">{number}</a>'
    )
