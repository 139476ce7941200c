"""The mentions by the time of their events: a table whose last column draws each interval to a common scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.export.html import words
from onrecord.export.html.markup import Markup, element, foreign, joined
from onrecord.model import Mention, Time

SHOWN = 12
"""Rows before the rest is folded away."""

LINEAR_DAYS = 150
"""A longer time is drawn finer near the day of publication, or one reminder of ten years ago would flatten the week."""

_STEPS = ((7, "1 week"), (30.44, "1 month"), (365.25, "1 year"), (3652.5, "10 years"), (36525, "100 years"))
_LETTER = 2.3
"""Percent of the width that a letter of the scale takes, where the drawing is as narrow as it gets."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A mention with the bounds of its event, at least one of them."""

    number: int
    mention: Mention
    time: Time
    earliest: date | None
    latest: date | None


def dated(mentions: Sequence[Mention]) -> tuple[list[Dated], list[int]]:
    """The mentions whose event has a bound, by time, and the numbers of the others."""
    rows, undated = [], []
    for number, mention in enumerate(mentions, 1):
        time = mention.times[0] if mention.times else None
        earliest, latest = (words.day(time.earliest), words.day(time.latest)) if time else (None, None)
        if time is None or (earliest is None and latest is None):
            undated.append(number)
            continue
        if earliest and latest and earliest > latest:
            earliest, latest = latest, earliest
        rows.append(Dated(number, mention, time, earliest, latest))
    rows.sort(key=lambda row: (row.earliest or date.min, row.latest or date.max, row.number))
    return rows, undated


class Scale:
    """Days to percent of the width: linear, or logarithmic in the distance from an anchor when they lie far apart.

    Examples
    --------
    >>> scale = Scale([date(2024, 6, 1), date(2024, 6, 11)], None)
    >>> scale.at(date(2024, 6, 1)), scale.at(date(2024, 6, 6)), scale.at(date(2024, 6, 11))
    (6.0, 50.0, 94.0)
    """

    MARGIN = 6.0

    def __init__(self, days: Sequence[date], anchor: date | None) -> None:
        known = [*days, *([anchor] if anchor else [])]
        self.first, self.last = min(known), max(known)
        self.anchor = anchor or self.last
        self.linear = (self.last - self.first).days <= LINEAR_DAYS
        self._low, self._high = self._raw(self.first), self._raw(self.last)
        self.ticks = self._ticks()

    def _raw(self, when: date) -> float:
        distance = float((when - self.anchor).days)
        return distance if self.linear else math.copysign(math.log1p(abs(distance) / 3), distance)

    def at(self, when: date) -> float:
        """Where a day stands, in percent from the left."""
        if self._high == self._low:
            return 50.0
        share = (self._raw(when) - self._low) / (self._high - self._low)
        return round(self.MARGIN + share * (100 - 2 * self.MARGIN), 2)

    def _ticks(self) -> list[tuple[float, str, bool]]:
        """Where a line is drawn, what it says, and whether it matters most."""
        found = [(self.at(self.anchor), "published", True)]
        taken = [_extent(*found[0][:2])]
        for when, said in self._days() if self.linear else self._distances():
            place = self.at(when)
            low, high = _extent(place, said)
            if all(high < other_low or low > other_high for other_low, other_high in taken):
                found.append((place, said, False))
                taken.append((low, high))
        return sorted(found)

    def _days(self) -> list[tuple[date, str]]:
        span = max((self.last - self.first).days, 1)
        step = next(step for step in (1, 2, 7, 14, 30, 60) if span / step <= 6)
        start = self.first.toordinal()
        return [
            (when, f"{when.day} {when:%b}")
            for when in (date.fromordinal(start + offset) for offset in range(0, span + 1, step))
        ]

    def _distances(self) -> list[tuple[date, str]]:
        anchor, found = self.anchor.toordinal(), []
        for days, said in reversed(_STEPS):
            for sign, before in ((-1, "−"), (1, "+")):
                when = anchor + sign * round(days)
                if self.first.toordinal() <= when <= self.last.toordinal():
                    found.append((date.fromordinal(when), f"{before}{said}"))
        return found


def timeline(mentions: Sequence[Mention], published: str | None, prefix: str) -> Markup:
    """The table of the dated mentions, and the list of the undated ones."""
    rows, undated = dated(mentions)
    parts: list[object] = []
    if rows:
        anchor = words.day(published)
        scale = Scale([bound for row in rows for bound in (row.earliest, row.latest) if bound], anchor)
        parts.append(_table(rows[:SHOWN], scale, anchor, prefix))
        if rows[SHOWN:]:
            rest = element("summary", f"{len(rows) - SHOWN} more, later")
            parts.append(element("details", rest, _table(rows[SHOWN:], scale, anchor, prefix), class_="more"))
        key = "Bar: from the earliest to the latest day it can have been. Arrow: the text leaves that end open."
        if not scale.linear:
            key += " The scale is finer near the day of publication." if anchor else " The scale is finer near its end."
        parts.append(element("p", key, class_="note"))
    else:
        parts.append(element("p", "No mention has a date.", class_="note"))
    if undated and rows:
        said = f"{len(undated)} without a date of {'its' if len(undated) == 1 else 'their'} own: "
        parts.append(element("p", said, links(undated, prefix), class_="note"))
    return joined(parts)


def links(numbers: Sequence[int], prefix: str) -> Markup:
    """Numbers of mentions as links to them."""
    return joined(
        (element("a", n, href=f"#{prefix}m{n}", class_="number-link", aria_label=f"mention {n}") for n in numbers), " "
    )


def _table(rows: Sequence[Dated], scale: Scale, anchor: date | None, prefix: str) -> Markup:
    head = element(
        "tr",
        element("th", "Mention", scope="col"),
        element("th", "Time", scope="col"),
        element(
            "th", element("span", "Drawn to scale", class_="unseen"), _axis(scale, anchor), scope="col", class_="axis"
        ),
    )
    body = [_row(row, scale, anchor, prefix) for row in rows]
    return element("table", element("thead", head), element("tbody", body), class_="timeline")


def _row(row: Dated, scale: Scale, anchor: date | None, prefix: str) -> Markup:
    mention = row.mention
    sign, status, _ = words.STATUSES.get(mention.status, ("", mention.status, ""))
    who = (mention.actors or mention.recipients)[:1]
    name = element("span", " ", foreign(words.short(who[0].name or who[0].span.text)), class_="who") if who else None
    told = None if mention.status == "occurred" else element("span", f" {sign} {status}", class_="told")
    return element(
        "tr",
        element(
            "th",
            links([row.number], prefix),
            " ",
            element("b", foreign(words.short(mention.type))),
            name,
            told,
            scope="row",
        ),
        element("td", words.interval(row.time)),
        element("td", _bar(row, scale, anchor)),
    )


def _bar(row: Dated, scale: Scale, anchor: date | None) -> Markup:
    left = scale.at(row.earliest) if row.earliest else 0.0
    right = scale.at(row.latest) if row.latest else 100.0
    sure = row.mention.status in ("occurred", "ongoing")
    drawn: list[Markup] = [_line(place, "grid") for place, _, main in scale.ticks if not main]
    if anchor:
        drawn.append(_line(scale.at(anchor), "published"))
    kind = "bar" if sure else "bar unsure"
    drawn.append(element("rect", x=f"{left}%", y=5, width=f"{round(right - left, 2)}%", height=8, rx=1, class_=kind))
    # A day is as wide as a day is on the scale, which can be less than a pixel: its ends are drawn as well.
    for known, place in ((row.earliest, left), (row.latest, right)):
        if known:
            drawn.append(element("line", x1=f"{place}%", x2=f"{place}%", y1=3, y2=15, class_="end"))
    if row.earliest is None:
        drawn.append(element("svg", element("path", d="M7 2 L1 9 L7 16"), x="0%", class_="open"))
    if row.latest is None:
        drawn.append(element("svg", element("path", d="M-7 2 L-1 9 L-7 16"), x="100%", class_="open"))
    return element("svg", drawn, class_="track", aria_hidden="true", focusable="false")


def _axis(scale: Scale, anchor: date | None) -> Markup:
    drawn = []
    for place, said, main in scale.ticks:
        if main and not anchor:
            continue
        name = "published" if main else None
        drawn.append(element("text", said, x=f"{place}%", y=12, text_anchor=_anchor(place), class_=name))
    return element("svg", drawn, class_="track", aria_hidden="true", focusable="false")


def _anchor(place: float) -> str:
    return "end" if place > 88 else "start" if place < 12 else "middle"


def _extent(place: float, said: str) -> tuple[float, float]:
    """From where to where a word of the scale reaches, in percent."""
    width = _LETTER * (len(said) + 1)
    low = place - width * {"start": 0, "middle": 0.5, "end": 1}[_anchor(place)]
    return low, low + width


def _line(place: float, kind: str) -> Markup:
    return element("line", x1=f"{place}%", x2=f"{place}%", y1=0, y2="100%", class_=kind)
