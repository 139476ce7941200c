"""Arithmetic on TIMEX3 values: the days that a value covers, and values made of dates."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

Interval = tuple[date | None, date | None]

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?P<end>-WE)?|Q(?P<quarter>[1-4])"
    r"|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:T.*)?$|(?P<decade>\d{3})$|(?P<century>\d\d)$"
)
SEASONS = {"SP": ((3, 1), (6, 21)), "SU": ((6, 1), (9, 22)), "FA": ((9, 1), (12, 21)), "WI": ((12, 1), (3, 20))}
"""First and last day, north of the equator: the meteorological and the astronomical season together."""

LENGTHS = {"Y": 365.25, "Q": 91.3, "M": 30.44, "W": 7.0, "F": 14.0, "D": 1.0, "E": 3652.5, "C": 36525.0,
           "TH": 1 / 24, "TM": 1 / 1440, "S": 1 / 86400, "WE": 7.0}  # fmt: skip
"""Days in a unit, on average."""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if year < 9999 else date(year, month, 28)


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, kept inside the month; raises ValueError outside years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        raise ValueError("a year that no calendar date can have")
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def shift(day: date, count: float, unit: str) -> date:
    """`day` moved by `count` units; raises ValueError or OverflowError outside the calendar.

    Examples
    --------
    >>> shift(date(2024, 6, 7), -10, "Y"), shift(date(2024, 3, 31), -1, "M")
    (datetime.date(2014, 6, 7), datetime.date(2024, 2, 29))
    """
    months = {"Y": 12, "M": 1, "Q": 3, "E": 120, "C": 1200}.get(unit)
    if abs(count) > 1e7:
        raise OverflowError("a span of time that no calendar date can have")
    if months is not None:
        return add_months(day, round(count * months))
    days = count * LENGTHS[unit]
    return day + timedelta(days=math.floor(days) if count < 0 else math.ceil(days))


def interval(value: str) -> Interval:
    """First and last day of a TIMEX3 calendar value; (None, None) for durations, sets, references and X's.

    Winters belong to the year in which they begin; 'the winter of 1994' may mean either, so both are covered.

    Examples
    --------
    >>> interval("1998-W07")
    (datetime.date(1998, 2, 9), datetime.date(1998, 2, 15))
    >>> interval("199")
    (datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
    """
    found = _VALUE.match(value)
    try:
        return _covered(found) if found else (None, None)
    except ValueError:
        return None, None


def _covered(found: re.Match[str]) -> Interval:
    if found["decade"]:
        return date(int(found["decade"]) * 10, 1, 1), date(int(found["decade"]) * 10 + 9, 12, 31)
    if found["century"]:
        return date(int(found["century"]) * 100 + 1, 1, 1), date(int(found["century"]) * 100 + 100, 12, 31)
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["month"]:
        return date(year, int(found["month"]), 1), month_end(year, int(found["month"]))
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return (monday + timedelta(days=5) if found["end"] else monday), monday + timedelta(days=6)
    if found["quarter"]:
        quarter = int(found["quarter"])
        return date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3)
    if found["half"]:
        return (date(year, 1, 1), date(year, 6, 30)) if found["half"] == "1" else (date(year, 7, 1), date(year, 12, 31))
    if found["season"]:
        first, last = SEASONS[found["season"]]
        if found["season"] == "WI":
            return date(year, 1, 1), date(year + 1, *last)
        return date(year, *first), date(year, *last)
    return date(year, 1, 1), date(year, 12, 31)


def part_of(bounds: Interval, part: str, anchor: date | None) -> Interval:
    """The piece of an interval that a modifier leaves: START, MID, END, EARLIER (before `anchor`), LATER, WHOLE.

    'Early' and 'late' leave a third of months and years and half a decade, 'mid' the middle half: as wide as usage.

    Examples
    --------
    >>> part_of(interval("2024-06"), "START", None)
    (datetime.date(2024, 6, 1), datetime.date(2024, 6, 10))
    """
    first, last = bounds
    if first is None or last is None or part in ("WHOLE", ""):
        return bounds
    if part in ("EARLIER", "LATER"):
        if anchor is None or not first <= anchor <= last:
            return bounds
        return (first, anchor) if part == "EARLIER" else (anchor, last)
    days = (last - first).days + 1
    if days in (365, 366):
        cut = {"START": ((1, 1), (4, 30)), "MID": ((4, 1), (9, 30)), "END": ((9, 1), (12, 31))}[part]
        return date(first.year, *cut[0]), date(first.year, *cut[1])
    if days < 3:
        return bounds
    share = days / 2 if days > 3000 else days / 3
    piece = math.ceil(share) if days < 10 else round(share)
    if part == "START":
        return first, first + timedelta(days=piece - 1)
    if part == "END":
        return last - timedelta(days=piece - 1), last
    return first + timedelta(days=days // 4), first + timedelta(days=days * 3 // 4)


def duration(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration; `count` None is an unknown number.

    Examples
    --------
    >>> duration(2, "W"), duration(2.5, "Y"), duration(10, "TH"), duration(None, "M"), duration(3, "E")
    ('P2W', 'P2Y6M', 'PT10H', 'PXM', 'P30Y')
    """
    code = {"TH": "H", "TM": "M", "F": "W", "WE": "WE"}.get(unit, unit)
    sign = "PT" if unit in ("TH", "TM", "S") else "P"
    if count is None:
        return f"{sign}X{code}"
    if unit == "F":
        count *= 2
    if unit in ("E", "C"):
        count, code = count * (10 if unit == "E" else 100), "Y"
    whole = math.floor(count)
    if count - whole == 0.5 and unit in ("Y", "TH", "TM"):
        rest = {"Y": "6M", "TH": "30M", "TM": "30S"}[unit]
        return f"{sign}{whole}{code}{rest}" if whole else f"{sign}{rest}"
    return f"{sign}{count:.12g}{code}"


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the `unit` that holds `day`.

    Examples
    --------
    >>> value_of(date(1998, 2, 13), "W"), value_of(date(1998, 2, 13), "Q"), value_of(date(1998, 2, 13), "E")
    ('1998-W07', '1998-Q1', '199')
    """
    if unit in ("W", "F", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    return {
        "Y": f"{day.year:04}", "M": f"{day.year:04}-{day.month:02}", "Q": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "E": f"{day.year:04}"[:3], "C": f"{day.year:04}"[:2],
    }.get(unit, day.isoformat())  # fmt: skip
