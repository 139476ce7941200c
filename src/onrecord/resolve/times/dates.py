"""Resolvers of calendar dates, weekdays, deictic days and times of day.

Each takes the context and a match and returns an answer, or None when the words mean something else. Conventions of
values: TimeML 1.2.1 annotation guidelines and TimeBank; direction by tense as in HeidelTime (Strötgen and Gertz 2013).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.resolve.times import tense
from onrecord.resolve.times.context import NOWHERE, Answer, Context, dated, of_day
from onrecord.resolve.times.intervals import Interval, interval, part_of

Match = re.Match[str]
_LONG_PAST = 300
"""Days after which a date without a year would be given one: then the next such day is meant (set on TimeBank)."""
_PRECISION = {
    "Y": "year",
    "M": "month",
    "W": "week",
    "WE": "day",
    "Q": "quarter",
    "E": "decade",
    "C": "century",
    "D": "day",
}


def words(match: Match, name: str) -> str:
    """A named group in lower case with single spaces; empty when it took no part."""
    try:
        return " ".join((match[name] or "").lower().replace("-", " ").split())
    except IndexError:
        return ""


def part(context: Context, match: Match) -> str:
    """The code of the modifier ('early', 'the end of') in a match."""
    return context.calendar.parts.get(words(match, "part"), "")


def spoken_year(text: str) -> int | None:
    """A year in words: 'nineteen ninety-six', 'two thousand'."""
    digits = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
              "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
              "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "one": 1, "two": 2, "three": 3, "four": 4,
              "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
    pieces = [piece for piece in text.replace("-", " ").split() if piece not in ("and", "hundred")]
    if pieces[:2] == ["two", "thousand"]:
        return 2000 + sum(digits.get(piece, 0) for piece in pieces[2:])
    return digits.get(pieces[0], 0) * 100 + sum(digits.get(piece, 0) for piece in pieces[1:]) if pieces else None


def _ordinal(context: Context, text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found[0]) if found else context.calendar.ordinals.get(text.replace(" ", "-"), 0)


def _month(context: Context, match: Match) -> int | None:
    """The month of a match; None for the verb, modal or given name that is spelt alike."""
    word = match["month"].lower()
    if word in context.calendar.ambiguous_months or not match["month"][0].isupper():
        at = match.start("month")
        if not context.text[at].isupper() or context.token(at).pos_ in ("AUX", "VERB"):
            return None
    return context.calendar.months[word]


def _nearest_year(context: Context, options: list[date], direction: int) -> date | None:
    """The same day or month in the year that the clause's direction asks for; nearest to publication without one."""
    anchor = context.anchor
    if anchor is None:
        return None
    slack = anchor + timedelta(days=1)
    if direction == tense.PAST:
        past = [option for option in options if option <= slack]
        if past and (anchor - past[-1]).days <= _LONG_PAST:
            return past[-1]
    if direction == tense.FUTURE:
        ahead = [option for option in options if option >= anchor]
        if ahead:
            return ahead[0]
    return min(options, key=lambda option: (abs((option - anchor).days), option))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_YEAR_AHEAD = re.compile(
    r"\s?(?:-|–|—|to|and|or|until|through)\s?(?:the\s)?(?:\d{1,2}\s)?([A-Za-z]{3,9})\.?,?\s(?:\d{1,2},?\s)?(\d{4})(?!\d)"
)


def _year_ahead(context: Context, end: int) -> str | None:
    """The year of the date that ends a range or list: 'June-July 2020', '2 June to 5 June 2024'."""
    found = _YEAR_AHEAD.match(context.text, end)
    return found[2] if found and found[1].lower() in context.calendar.months else None


def holiday(context: Context, match: Match) -> Answer | None:
    """'Christmas Eve', 'New Year's Day 2016'."""
    month, number = context.calendar.holidays[" ".join(match["holiday"].lower().split())]
    start, end = match.span()
    if not match["holiday"][0].isupper():
        return None
    if match["year"]:
        return of_day(date(int(match["year"]), month, number), "D", "day", start, end)
    if context.anchor is None:
        return Answer(f"XXXX-{month:02}-{number:02}", "DATE", NOWHERE, "day", start, end)
    step = context.calendar.shifts.get(words(match, "shift"), 0)
    direction = {-1: tense.PAST, 1: tense.FUTURE}.get(step) or context.direction(start, end)
    options = [date(year, month, number) for year in range(context.anchor.year - 1, context.anchor.year + 2)]
    chosen = _nearest_year(context, options, direction)
    return of_day(chosen, "D", "day", start, end) if chosen else None


def _widened(context: Context, answer: Answer) -> Answer:
    """'The week of May 20' is that week, 'the night of June 5' runs into the next day."""
    before = context.text[max(0, answer.start - 10) : answer.start].lower().split()
    if before[-2:] == ["week", "of"] and (day := answer.bounds[0]):
        return of_day(day, "W", "week", answer.start, answer.end)
    if before[-2:] == ["night", "of"] and (day := answer.bounds[0]):
        return answer._replace(bounds=_night(day, "NI"))
    return answer


def calendar_day(context: Context, match: Match) -> Answer | None:
    """'June 5, 2024', 'Wednesday June 05', '5 June', 'the fifth of June'."""
    month, number = _month(context, match), _ordinal(context, words(match, "day"))
    if month is None or not 1 <= number <= 31:
        return None
    start, end = match.span()
    explicit = match["year"] or _year_ahead(context, end)
    if explicit:
        day = _day(int(explicit), month, number)
        return _widened(context, of_day(day, "D", "day", start, end)) if day else None
    partial = f"XXXX-{month:02}-{number:02}"
    if context.anchor is None:
        return Answer(partial, "DATE", NOWHERE, "day", start, end)
    years = range(context.anchor.year - 4, context.anchor.year + 5)
    options = [day for year in years if 1 <= year <= 9998 and (day := _day(year, month, number))]
    weekday = context.calendar.weekdays.get(words(match, "weekday"))
    fitting = [option for option in options if option.isoweekday() == weekday]
    near = fitting or [option for option in options if abs(option.year - context.anchor.year) <= 1] or options
    direction = tense.UNKNOWN if context.sets_term(start) else context.direction(start, end)
    chosen = _nearest_year(context, near, direction) if near else None
    return _widened(context, of_day(chosen, "D", "day", start, end)) if chosen else None


def day_range(context: Context, match: Match) -> Answer | None:
    """'June 2-5, 2024', '5 to 7 June': one expression that covers all its days."""
    month, first, second = _month(context, match), int(match["day"]), int(match["day2"])
    if month is None or not 1 <= first < second <= 31:
        return None
    start, end = match.span()
    year = int(match["year"]) if match["year"] else None
    if year is None and context.anchor is not None:
        options = [day for y in (-1, 0, 1) if (day := _day(context.anchor.year + y, month, first))]
        chosen = _nearest_year(context, options, context.direction(start, end)) if options else None
        year = chosen.year if chosen else None
    if year is None:
        return Answer(f"XXXX-{month:02}-{first:02}/XXXX-{month:02}-{second:02}", "DATE", NOWHERE, "day", start, end)
    day, last = _day(year, month, first), _day(year, month, second)
    if day is None or last is None:
        return None
    return Answer(f"{day.isoformat()}/{last.isoformat()}", "DATE", (day, last), "day", start, end)


def iso(context: Context, match: Match) -> Answer | None:
    """'2024-06-05'."""
    day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    return of_day(day, "D", "day", *match.span()) if day else None


def numeric(context: Context, match: Match) -> Answer | None:
    """'05/06/2024': read in the order that other dates of the text prove; else both readings bound it."""
    first, second, start, end = int(match["first"]), int(match["second"]), *match.span()
    year = int(match["year"])
    if len(match["year"]) == 2:
        if match["separator"] != "/":
            return None
        year += 1900 if year > 50 else 2000
    american, european = _day(year, first, second), _day(year, second, first)
    order = context.day_first()
    if order is None and match["separator"] == ".":
        order = True
    if american and european and american != european and order is None:
        low, high = sorted((american, european))
        return Answer(f"{year:04}-XX-XX", "DATE", (low, high), "vague", start, end)
    day = (european if order else american) or european or american
    return of_day(day, "D", "day", start, end) if day else None


def month(context: Context, match: Match) -> Answer | None:
    """'June', 'June 2024', 'last June', 'the beginning of June', 'June last year'."""
    number = _month(context, match)
    start, end = match.span()
    if number is None:
        return None
    modifier = part(context, match)
    groups = match.groupdict()
    explicit = groups.get("year") or (spoken_year(words(match, "spoken")) if groups.get("spoken") else None)
    explicit = explicit or _year_ahead(context, end)
    if explicit:
        return dated(f"{int(explicit):04}-{number:02}", "month", start, end, modifier, context.anchor)
    token = context.token(match.start("month"))
    if (
        token.ent_type_ in ("PERSON", "ORG")
        and not modifier
        and context.before(start) not in context.calendar.relations
    ):
        return None
    if match["month"].lower() in ("jan", "mar", "dec", "jun", "sep") and context.text[end : end + 1] != ".":
        return None
    anchor = context.anchor
    if anchor is None:
        return Answer(f"XXXX-{number:02}", "DATE", NOWHERE, "month", start, end)
    if groups.get("yearshift"):
        word = words(match, "yearshift")
        year = anchor.year + context.calendar.shifts.get(word, context.calendar.anaphoric.get(word, 0))
        return dated(f"{year:04}-{number:02}", "month", start, end, modifier, anchor)
    step = context.calendar.shifts.get(words(match, "shift")) if groups.get("shift") else None
    if step == 0:
        year = anchor.year
    elif step is not None:
        ahead = step > 0
        year = anchor.year + ((number <= anchor.month) if ahead else -(number >= anchor.month))
    else:
        direction = context.direction(start, end)
        if context.sets_term(start) or (direction == tense.FUTURE and context.modifies_noun(end)):
            direction = tense.UNKNOWN
        if direction == tense.PAST:
            year = anchor.year - (number > anchor.month)
        elif direction == tense.FUTURE:
            year = anchor.year + (number < anchor.month)
        else:
            year = min(
                (anchor.year - 1, anchor.year, anchor.year + 1),
                key=lambda y: abs((y - anchor.year) * 12 + number - anchor.month),
            )
    return dated(f"{year:04}-{number:02}", "month", start, end, modifier, anchor)


def weekday(context: Context, match: Match) -> Answer | None:
    """'Friday', 'last Friday', 'Friday night', 'the previous Friday', 'Tuesday last week'."""
    start, end = match.span()
    groups = match.groupdict()
    number = context.calendar.weekdays[words(match, "weekday")]
    daypart = context.calendar.dayparts.get(words(match, "daypart"), "")
    word = words(match, "shift")
    if word in context.calendar.anaphoric:
        day = context.weekday(number, tense.PAST, context.calendar.anaphoric[word], context.last_day)
    elif groups.get("week") and context.anchor:
        step = {"last": -7, "this": 0, "next": 7}[words(match, "week").split()[0]]
        day = context.anchor + timedelta(days=step + number - context.anchor.isoweekday())
    else:
        step = context.calendar.shifts.get(word, 0)
        direction = context.direction(start, end)
        if word == "this" and direction == tense.UNKNOWN:
            direction = tense.FUTURE
        if direction == tense.PRESENT:
            # 'they meet on Friday' looks ahead; 'the move follows Tuesday's talks' and 'he says on Friday' do not
            token = context.token(match.start("weekday"))
            verb = tense.governor(token)
            beside = verb is not None and verb.i in (token.head.i, token.head.head.i) and not context.modifies_noun(end)
            spoken = verb is not None and verb.lemma_ in context.calendar.speech_verbs
            direction = tense.FUTURE if beside and not spoken else tense.PAST
        day = context.weekday(number, direction, step)
    suffix = f"T{daypart}" if daypart else ""
    kind, precision = ("TIME", "hour") if daypart else ("DATE", "day")
    if day is None:
        return Answer(f"XXXX-WXX-{number}{suffix}", kind, NOWHERE, precision, start, end)
    return Answer(day.isoformat() + suffix, kind, _night(day, daypart), "day", start, end)


def _night(day: date, daypart: str) -> Interval:
    """A day, or for a night the day and the one into which it runs."""
    return day, day + timedelta(days=1) if daypart == "NI" else day


def weekday_set(context: Context, match: Match) -> Answer | None:
    """'each Thursday', 'Tuesday nights'."""
    number = context.calendar.weekdays[words(match, "weekday")]
    daypart = context.calendar.dayparts.get(words(match, "daypart"), "")
    return Answer(f"XXXX-WXX-{number}" + (f"T{daypart}" if daypart else ""), "SET", NOWHERE, "day", *match.span())


def night_between(context: Context, match: Match) -> Answer | None:
    """'overnight from Tuesday to Wednesday'."""
    first, second = (context.calendar.weekdays[words(match, name)] for name in ("weekday", "weekday2"))
    start, end = match.span()
    if second % 7 != (first + 1) % 7:
        return None
    day = context.weekday(first, context.direction(start, end))
    if day is None:
        return Answer(f"XXXX-WXX-{first}TNI", "TIME", NOWHERE, "hour", start, end)
    return Answer(f"{day.isoformat()}TNI", "TIME", _night(day, "NI"), "day", start, end)


_DEICTIC = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2}


def deictic_day(context: Context, match: Match) -> Answer | None:
    """'yesterday', 'today', 'early tomorrow morning'."""
    start, end = match.span()
    daypart = context.calendar.dayparts.get(words(match, "daypart"), "")
    kind = "TIME" if daypart else "DATE"
    if context.anchor is None:
        return Answer(None, kind, NOWHERE, "day", start, end)
    day = context.anchor + timedelta(days=_DEICTIC[words(match, "deictic")])
    return Answer(day.isoformat() + (f"T{daypart}" if daypart else ""), kind, _night(day, daypart), "day", start, end)


def tonight(context: Context, match: Match) -> Answer | None:
    """'tonight', 'last night', 'overnight' (the night before publication)."""
    start, end = match.span()
    word = words(match, "word")
    if context.anchor is None:
        return Answer(None, "TIME", NOWHERE, "day", start, end)
    day = context.anchor
    if word.startswith("last") or (word == "overnight" and context.direction(start, end) != tense.FUTURE):
        day -= timedelta(days=1)
    return Answer(
        f"{day.isoformat()}T{'EV' if word.endswith('evening') else 'NI'}", "TIME", _night(day, "NI"), "day", start, end
    )


def daypart(context: Context, match: Match) -> Answer | None:
    """'this morning', 'the same evening', 'that night'."""
    start, end = match.span()
    code, word = context.calendar.dayparts[words(match, "daypart")], words(match, "shift")
    base = context.anchor if word == "this" else context.last_day or context.anchor
    if base is None:
        return Answer(None, "TIME", NOWHERE, "day", start, end)
    day = base + timedelta(days=context.calendar.anaphoric.get(word, 0))
    return Answer(f"{day.isoformat()}T{code}", "TIME", _night(day, code), "day", start, end)


def anaphoric_day(context: Context, match: Match) -> Answer | None:
    """'the next day', 'the same day', 'the day before': counted from the last day that the text dated."""
    start, end = match.span()
    word = words(match, "shift").replace("very ", "")
    step = {"the day before": -1, "the day after": 1}.get(word, context.calendar.anaphoric.get(word, 0))
    base = context.last_day or (context.anchor if word.startswith("the day") else None)
    if base is None:
        return Answer(None, "DATE", NOWHERE, "day", start, end)
    return of_day(base + timedelta(days=step), "D", "day", start, end)


def _day_beside(context: Context, text: str, start: int, end: int) -> date | None:
    """The day that a time of day names beside itself, or the one that the clause is about."""
    text = " ".join(text.lower().split())
    if text in _DEICTIC and context.anchor:
        return context.anchor + timedelta(days=_DEICTIC[text])
    if text in context.calendar.weekdays:
        return context.weekday(context.calendar.weekdays[text], context.direction(start, end))
    found = re.match(r"([a-z]+)\.? (\d+)", text)
    if found and context.anchor:
        number, around = int(found[2]), range(context.anchor.year - 1, context.anchor.year + 2)
        days = [_day(year, context.calendar.months[found[1]], number) for year in around]
        options = [day for day in days if day is not None]
        return _nearest_year(context, options, context.direction(start, end)) if options else None
    return context.last_day or context.anchor


def clock(context: Context, match: Match) -> Answer | None:
    """'7:15 p.m.', '10:30', '6 a.m. GMT May 2'."""
    start, end = match.span()
    groups = match.groupdict()
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (groups.get("half") or "").lower()
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif context.before(start) in ("won", "beat", "score", "quran", "genesis") or context.token(start).ent_type_ in (
        "LAW",
        "PERSON",
    ):
        return None
    day = _day_beside(context, groups.get("day_text") or "", start, end)
    stamp = f"T{hour:02}:{minute:02}"
    if day is None:
        return Answer(f"XXXX-XX-XX{stamp}", "TIME", NOWHERE, "minute", start, end)
    return Answer(day.isoformat() + stamp, "TIME", (day, day), "minute" if match["minute"] else "hour", start, end)


def noon(context: Context, match: Match) -> Answer | None:
    """'noon Thursday', 'midnight', 'at dawn'."""
    start, end = match.span()
    code = {"noon": "12:00", "midday": "12:00", "midnight": "24:00", "dawn": "MO", "dusk": "EV"}[words(match, "word")]
    if not match["day_text"] and context.before(start) not in (
        "at",
        "around",
        "by",
        "until",
        "before",
        "after",
        "about",
        "since",
    ):
        return None
    day = _day_beside(context, match["day_text"] or "", start, end)
    if day is None:
        return Answer(f"XXXX-XX-XXT{code}", "TIME", NOWHERE, "hour", start, end)
    return Answer(f"{day.isoformat()}T{code}", "TIME", _night(day, "NI" if code == "24:00" else ""), "hour", start, end)


def narrowed(context: Context, answer: Answer, modifier: str) -> Answer:
    """`answer` with the bounds that a modifier leaves."""
    bounds = part_of(interval(answer.value or ""), modifier, context.anchor)
    return answer._replace(bounds=bounds) if bounds != NOWHERE else answer
