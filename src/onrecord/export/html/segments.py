"""A text cut where a marked span begins or ends: each piece lies in the same spans from end to end.

Spans of an article overlap and nest in every way (an actor inside a source inside the evidence of four mentions), which
elements cannot; pieces can always be written one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Mention, Span

ROLES = ("trigger", "actor", "recipient", "place", "time", "source", "cue", "number", "evidence")
"""What a span can be to a mention, in the order in which they are drawn, the outermost first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end`, and what they are (one of `ROLES`) to which mention (its number, from 1)."""

    start: int
    end: int
    role: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text with the roles that all of it has, in the order of `ROLES`; none outside of every mark."""

    start: int
    end: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in segments, and where each mention's spans lie in them.

    `ranges[number][role]` holds pairs (first, last) of positions among those segments that have a role; `references`
    gives, for an offset, the numbers of the mentions whose trigger ends there.
    """

    segments: tuple[Segment, ...]
    ranges: Mapping[int, Mapping[str, tuple[tuple[int, int], ...]]]
    references: Mapping[int, tuple[int, ...]]


def marks_of(number: int, mention: Mention) -> list[Mark]:
    """The spans of a mention as marks; the same span in the same role once.

    Examples
    --------
    >>> text = "Police arrested Ana Roe."
    >>> mention = Mention("m1", "COERCE", Span.of(text, 7, 15), Span.of(text, 0, 24))
    >>> [(mark.role, mark.start, mark.end) for mark in marks_of(1, mention)]
    [('trigger', 7, 15), ('evidence', 0, 24)]
    """
    spans: list[tuple[str, Span | None]] = [("trigger", mention.trigger)]
    spans += [("actor", actor.span) for actor in mention.actors]
    spans += [("recipient", recipient.span) for recipient in mention.recipients]
    spans += [("place", place.span) for place in mention.places]
    spans += [("time", time.span) for time in mention.times]
    for attribution in mention.attributions:
        spans += [("source", attribution.source.span if attribution.source else None), ("cue", attribution.cue)]
    spans += [("number", magnitude.span) for magnitude in mention.magnitudes]
    spans += [("evidence", mention.evidence)]
    marks = (Mark(span.start, span.end, role, number) for role, span in spans if span is not None)
    return list(dict.fromkeys(marks))


def cut(text: str, marks: Iterable[Mark], also: Sequence[int] = ()) -> Cut:
    """`text` in segments; `also` names further offsets to cut at (where paragraphs end).

    Marks that are empty or reach out of the text are trimmed or left out. Time is linear in the text, the marks and the
    segments that they cover.

    Examples
    --------
    >>> done = cut("abcdef", [Mark(0, 4, "evidence", 1), Mark(2, 6, "actor", 1)])
    >>> [("abcdef"[s.start:s.end], s.roles) for s in done.segments]
    [('ab', ('evidence',)), ('cd', ('actor', 'evidence')), ('ef', ('actor',))]
    >>> done.ranges[1]["actor"]
    ((1, 2),)
    """
    length = len(text)
    kept = [Mark(max(0, m.start), min(length, m.end), m.role, m.number) for m in marks]
    kept = [mark for mark in kept if mark.start < mark.end]
    bounds = sorted({0, length, *(m.start for m in kept), *(m.end for m in kept), *(o for o in also if 0 < o < length)})
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for mark in kept:
        opening.setdefault(mark.start, []).append(mark.role)
        closing.setdefault(mark.end, []).append(mark.role)
    open_now = dict.fromkeys(ROLES, 0)
    segments: list[Segment] = []
    position: dict[int, int] = {}
    marked = 0
    for start, end in pairwise(bounds):
        for role in closing.get(start, ()):
            open_now[role] -= 1
        for role in opening.get(start, ()):
            open_now[role] += 1
        position[start] = marked
        roles = tuple(role for role, times in open_now.items() if times)
        segments.append(Segment(start, end, roles))
        marked += bool(roles)
    position[length] = marked
    ranges: dict[int, dict[str, list[tuple[int, int]]]] = {}
    references: dict[int, list[int]] = {}
    for mark in kept:
        # All of a mark has its role, so that its segments are numbered without a gap.
        ranges.setdefault(mark.number, {}).setdefault(mark.role, []).append(
            (position[mark.start], position[mark.end] - 1)
        )
        if mark.role == "trigger":
            references.setdefault(mark.end, []).append(mark.number)
    return Cut(
        tuple(segments),
        {number: {role: tuple(pairs) for role, pairs in by.items()} for number, by in ranges.items()},
        {offset: tuple(numbers) for offset, numbers in references.items()},
    )
