"""When a document was published: what users write, as one ISO 8601 string or an error that says why not.

Accepted are ISO 8601 dates and date-times in every form of :meth:`datetime.datetime.fromisoformat`
(``2024-06-07``, ``20240607``, ``2024-06-07T10:00:00Z``, ``2024-06-07 10:00``), ``2024/06/07`` (the year first is
unambiguous), ``20240607101500`` (GDELT), RFC 2822 (``Fri, 07 Jun 2024 10:00:00 +0000``, as feeds and mails have it),
a written English date (``7 June 2024``, ``June 7, 2024``), date objects of Python and pandas, and seconds or
milliseconds since 1970 (what pandas writes into JSON). ``06/07/2024`` is refused: nobody can tell the day from the
month. A date before 1800 or after tomorrow is a slip of the pen, and relative dates would be counted from it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from onrecord.errors import InvalidMetadata

EARLIEST_YEAR = 1800
"""The first year taken for a news text's; digitised newspapers reach back so far, a lower number is a slip."""

_MISSING = frozenset({"", "nan", "nat", "none", "null", "na", "n/a", "~", "<na>"})
# The twelve names are those of RFC 2822 (section 3.3) and their full forms, the only words this module knows.
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?"
_WRITTEN = (
    re.compile(_WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})", re.I | re.A),
    re.compile(_WEEKDAY + r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.I | re.A),
)
_RFC_2822 = re.compile(r"(?:[a-z]{3}, ?)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)?(?: ?[+-]\d{4}| [a-z]{1,4})?", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\D.*)?")
_ISO_LIKE = re.compile(r"\d{4}-?\d\d-?\d\d(?:\D.*)?")
_LONGEST = 80
_REMEDY = "write it as an ISO date such as 2024-06-07, or leave it out"


def published_iso(value: object, where: str = "", today: date | None = None) -> str | None:
    """`value` as an ISO 8601 date or date-time; None when it is missing.

    Parameters
    ----------
    value
        A string, date, datetime or number, see the module's text.
    where
        The file or document, for the message.
    today
        The day from which the future is counted; this day in UTC by default.

    Raises
    ------
    InvalidMetadata
        When the value is no date, an impossible one, before 1800, or in the future.

    Examples
    --------
    >>> published_iso("Fri, 07 Jun 2024 10:00:00 +0000")
    '2024-06-07T10:00:00+00:00'
    >>> published_iso("June 7, 2024")
    '2024-06-07'
    """
    if value is None or value != value or (isinstance(value, str) and value.strip().lower() in _MISSING):
        return None
    try:
        found = _parse(value)
    except (ValueError, OverflowError, TypeError):
        found = None
    if found is None:
        raise InvalidMetadata(_complaint(value), where=where, remedy=_REMEDY)
    day = found.date() if isinstance(found, datetime) else found
    if day.year < EARLIEST_YEAR:
        raise InvalidMetadata(
            f"the publication date {_shown(value)} is before {EARLIEST_YEAR}", where=where, remedy=_REMEDY
        )
    # One day of grace: somewhere on Earth it is already tomorrow.
    if day > (today or datetime.now(UTC).date()) + timedelta(days=1):
        raise InvalidMetadata(f"the publication date {_shown(value)} is in the future", where=where, remedy=_REMEDY)
    return found.isoformat()


def _parse(value: object) -> date | datetime | None:
    if isinstance(value, datetime):
        plain = value.tzinfo is None and (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        # Parquet and pandas have no plain dates: midnight without a zone is how a date looks there.
        return value.date() if plain else _standard(value)
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _number(value)
    if not isinstance(value, str):
        # numpy's and pandas' own scalars
        item = getattr(value, "item", None)
        inner = item() if callable(item) else None
        return _parse(inner) if isinstance(inner, (datetime, date)) else None
    return _words(" ".join(value[: _LONGEST + 1].split()))


def _standard(value: datetime) -> datetime:
    """A subclass such as pandas' Timestamp as Python's own, so that its ISO form has at most microseconds."""
    moment = datetime(*value.timetuple()[:6], microsecond=value.microsecond)
    offset = value.utcoffset()
    if offset is None:
        return moment
    return datetime.fromisoformat(f"{moment.isoformat()}{_offset(offset)}")


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _number(value: int | float) -> date | datetime | None:
    if value != int(value):
        return None
    digits = str(int(value))
    match len(digits):
        case 8:
            return date.fromisoformat(digits)
        case 10:
            return datetime.fromtimestamp(int(value), UTC)
        case 13:
            moment = datetime.fromtimestamp(int(value) // 1000, UTC)
            return moment.date() if int(value) % 86_400_000 == 0 else moment
    return None


def _words(text: str) -> date | datetime | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    if text.isdigit() and len(text) == 14:
        return datetime.strptime(text, "%Y%m%d%H%M%S")
    if text.isdigit() and len(text) != 8:
        return _number(int(text))
    if first := _YEAR_FIRST.fullmatch(text):
        return date(*map(int, first.groups()))
    for written in _WRITTEN:
        if match := written.fullmatch(text):
            return date(int(match["year"]), _month(match["month"]), int(match["day"]))
    if _RFC_2822.fullmatch(text):
        return parsedate_to_datetime(text)
    for zone in (" UTC", " GMT", " Z"):
        if text.endswith(zone):
            # '2024-06-07 10:00:00 +0000 UTC' says its zone twice
            text = text.removesuffix(zone)
            text = text if re.search(r"[+-]\d\d:?\d\d$", text[10:]) else f"{text}+00:00"
    text = re.sub(r" (?=[+-]\d\d:?\d\d$)", "", text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


def _month(name: str) -> int:
    """Number of a month, 0 for what is none."""
    for number, full in enumerate(_MONTHS, 1):
        if full == name.lower() or full[:3] == name.lower() or (name.lower() == "sept" and number == 9):
            return number
    return 0


def _complaint(value: object) -> str:
    shown = _shown(value)
    if isinstance(value, str):
        text = value.strip()[:_LONGEST]
        if _DAY_OR_MONTH_FIRST.fullmatch(text):
            return f"the publication date {shown} can be read with the day or the month first"
        months = (match["month"] for written in _WRITTEN if (match := written.fullmatch(text)))
        if _ISO_LIKE.fullmatch(text) or any(map(_month, months)):
            return f"the publication date {shown} does not exist"
    return f"the publication date {shown} cannot be read as a date"


def _shown(value: object) -> str:
    if isinstance(value, (list, dict, tuple, set)):
        return f"of type {type(value).__name__}"
    if isinstance(value, (str, int, float)):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:57]}..."
    return str(value)[:60]
