"""Resolvers of periods (weeks to centuries), quantities of time, repetitions and vague references."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.resolve.numbers import read_number
from onrecord.resolve.times import tense
from onrecord.resolve.times.context import NOWHERE, Answer, Context, dated, of_day
from onrecord.resolve.times.dates import Match, part, spoken_year, words
from onrecord.resolve.times.intervals import LENGTHS, Interval, duration, interval, shift, value_of

_PRECISION = {"Y": "year", "M": "month", "W": "week", "WE": "day", "Q": "quarter", "E": "decade", "C": "century",
              "D": "day", "F": "week", "TH": "hour", "TM": "minute", "S": "minute"}  # fmt: skip
_FEW = {"few": (2, 9), "several": (2, 12), "couple": (2, 3), "": (2, 30)}


def nothing(context: Context, match: Match) -> Answer | None:
    """An age or a rate: no temporal expression."""
    return None


def period(context: Context, match: Match) -> Answer | None:
    """'last week', 'this month', 'the previous year', 'late last month', 'the weekend'."""
    start, end = match.span()
    unit = context.calendar.units[words(match, "unit")]
    precision, modifier, word = _PRECISION[unit], part(context, match), words(match, "shift")
    if word in context.calendar.anaphoric:
        step = context.calendar.anaphoric[word]
        base = interval(context.last_value)[0] if context.last_value else None
        base = base or (context.anchor if step or word == "the same" else None)
    else:
        step, base = context.calendar.shifts.get(word, 0), context.anchor
        if word == "the" and unit == "WE" and base is not None:
            step = -1 if context.direction(start, end) == tense.PAST and base.isoweekday() < 6 else 0
            if context.direction(start, end) not in (tense.PAST, tense.FUTURE) and base.isoweekday() < 4:
                step = -1
    if base is None:
        return Answer(None, "DATE", NOWHERE, precision, start, end)
    if word in ("the past", "the last") and unit in ("W", "M", "Q", "D"):
        return Answer(duration(1, unit), "DURATION", (shift(base, -1, unit), base), precision, start, end)
    if unit == "WE" and word == "last" and base.isoweekday() >= 6:
        base -= timedelta(days=base.isoweekday() - 6)
    answer = of_day(shift(base, step, unit), unit, precision, start, end, modifier, context.anchor)
    if word in ("the past", "the last") and unit == "Y":
        return answer._replace(bounds=(shift(base, -1, unit), base))
    return answer


def year_end(context: Context, match: Match) -> Answer | None:
    """'year-end': the last month of this year, dated to its last day as in TimeBank."""
    start, end = match.span()
    if context.anchor is None:
        return Answer(None, "DATE", NOWHERE, "year", start, end)
    last = date(context.anchor.year, 12, 31)
    return Answer(last.isoformat(), "DATE", (last.replace(day=1), last), "month", start, end)


def quarter(context: Context, match: Match) -> Answer | None:
    """'the third quarter', 'second quarter of 1990', 'Q3 2020'."""
    start, end = match.span()
    groups = match.groupdict()
    text = words(match, "ordinal")
    number = int(text[0]) if text[0].isdigit() else context.calendar.ordinals[text]
    explicit = groups.get("year") or groups.get("lead")
    if explicit:
        return dated(f"{explicit}-Q{number}", "quarter", start, end)
    if context.anchor is None:
        return Answer(f"XXXX-Q{number}", "DATE", NOWHERE, "quarter", start, end)
    year = context.anchor.year
    shifted = words(match, "yearshift").split("'")[0] or words(match, "yearshift2")
    if shifted:
        year += {"last": -1, "next": 1, "year earlier": -1, "year ago": -1}.get(
            shifted.removesuffix(" year") or shifted, 0
        )
    else:
        direction = context.direction(start, end)
        first = date(year, number * 3 - 2, 1)
        if first > context.anchor and (
            direction == tense.PAST or (direction != tense.FUTURE and number == 4 and context.anchor.month < 6)
        ):
            year -= 1
        elif direction == tense.FUTURE and date(year, number * 3, 28) < context.anchor - timedelta(days=45):
            year += 1
    return dated(f"{year:04}-Q{number}", "quarter", start, end)


def half(context: Context, match: Match) -> Answer | None:
    """'the first half of 1990'."""
    start, end = match.span()
    text = words(match, "year")
    number = 1 if words(match, "ordinal") == "first" else 2
    if text.isdigit():
        return dated(f"{text}-H{number}", "quarter", start, end)
    if context.anchor is None:
        return Answer(None, "DATE", NOWHERE, "quarter", start, end)
    year = context.anchor.year + {"last": -1, "next": 1}.get(text.split()[0], 0)
    return dated(f"{year:04}-H{number}", "quarter", start, end)


def quarter_again(context: Context, match: Match) -> Answer | None:
    """'the quarter', 'the latest period': the last quarter named, or the last one completed."""
    start, end = match.span()
    found, whole = context.last_quarter, match[0].lower()
    if "year ago" in whole or "year earlier" in whole:
        return quarter_ago(context, match)
    if found is None:
        if context.anchor is None or words(match, "word") == "period" or not re.search("latest|recent|current", whole):
            return None
        step = 0 if "current" in whole else -1
        return of_day(shift(context.anchor, step, "Q"), "Q", "quarter", start, end)
    if words(match, "word") == "period" and not re.search("latest|current|same", whole):
        return None
    return dated(found, "quarter", start, end)


def quarter_ago(context: Context, match: Match) -> Answer | None:
    """'the year-ago quarter', 'the corresponding period last year'."""
    start, end = match.span()
    if context.last_quarter:
        return dated(f"{int(context.last_quarter[:4]) - 1:04}{context.last_quarter[4:]}", "quarter", start, end)
    if context.anchor is None:
        return Answer(None, "DATE", NOWHERE, "year", start, end)
    return dated(f"{context.anchor.year - 1:04}", "year", start, end)


def season(context: Context, match: Match) -> Answer | None:
    """'the summer of 2014', 'last fall', 'this spring'."""
    start, end = match.span()
    groups, code = match.groupdict(), context.calendar.seasons[words(match, "season")]
    modifier = part(context, match)
    explicit = groups.get("year") or (spoken_year(words(match, "spoken")) if groups.get("spoken") else None)
    if explicit:
        return dated(f"{int(explicit):04}-{code}", "season", start, end, modifier)
    if context.token(match.start("season")).pos_ not in ("NOUN", "PROPN"):
        return None
    word = words(match, "shift")
    if (
        not word
        and not groups.get("article")
        and context.before(start) not in ("in", "since", "until", "by", "during", "before", "of")
    ):
        return None
    if context.anchor is None:
        return Answer(f"XXXX-{code}", "DATE", NOWHERE, "season", start, end)
    anchor = context.anchor
    bounds = {year: interval(f"{year:04}-{code}") for year in (anchor.year - 1, anchor.year, anchor.year + 1)}
    if code == "WI":
        bounds = {year: (date(year, 12, 1), last) for year, (_, last) in bounds.items()}
    step = context.calendar.shifts.get(word)
    direction = context.direction(start, end)
    if step == -1 or (step is None and direction == tense.PAST):
        options = [year for year, (first, _) in bounds.items() if first and first <= anchor]
        if step == -1:
            options = [year for year in options if (last := bounds[year][1]) and last < anchor] or options
        year = options[-1]
    elif step == 1 or (step is None and direction == tense.FUTURE):
        year = next((y for y, (first, _) in bounds.items() if first and first > anchor), anchor.year)
    else:
        year = anchor.year
    return Answer(f"{year:04}-{code}", "DATE", bounds[year], "season", start, end)


def year(context: Context, match: Match) -> Answer | None:
    """'2015', 'fiscal 1989', 'early 2024'; not a count that looks like a year."""
    start, end = match.span()
    groups = match.groupdict()
    if groups.get("spoken"):
        number = spoken_year(words(match, "spoken"))
        two_thousand = words(match, "spoken") == "two thousand" and not match[0].lower().startswith("the year")
        if number is None or (two_thousand and context.before(start) not in ("in", "by", "since", "year", "until")):
            return None
        return dated(f"{number:04}", "year", start, end)
    number = int(match["year"])
    if not groups.get("part") and not groups.get("sure"):
        token = context.token(match.start("year"))
        following = context.doc[token.i + 1] if token.i + 1 < len(context.doc) else token
        if following.lower_ in (
            "feet",
            "people",
            "percent",
            "miles",
            "km",
            "meters",
            "metres",
            "dollars",
            "euros",
            "men",
            "tons",
        ):
            return None
        if token.text != match["year"] or (
            context.before(start) not in context.calendar.before_year
            and token.ent_type_ != "DATE"
            and not (context.text[max(0, start - 1) : start] == "(" and context.text[end : end + 1] in "),-–")
        ):
            return None
        if following.tag_ == "NNS" and token.ent_type_ != "DATE" and context.before(start) != "the":
            return None
    return dated(f"{number:04}", "year", start, end, part(context, match), context.anchor)


def year_range(context: Context, match: Match) -> Answer | None:
    """'2011-2014', '1996-97': one expression that covers its years."""
    first, text = int(match["year"]), match["year2"]
    second = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < second <= first + 60:
        return None
    bounds: Interval = (date(first, 1, 1), date(second, 12, 31))
    return Answer(f"{first:04}/{second:04}", "DATE", bounds, "year", *match.span())


def decade(context: Context, match: Match) -> Answer | None:
    """'the 1990s', "the mid-'80s", 'the nineties'."""
    groups = match.groupdict()
    if groups.get("decadeword"):
        value = f"19{context.calendar.decades[words(match, 'decadeword')]}"
    else:
        digits = match["decade"].lstrip("'")
        value = digits[:3] if len(digits) == 4 else f"{'20' if int(digits) < 30 else '19'}{digits[0]}"
    modifier = context.calendar.parts.get(words(match, "part2"), "") or part(context, match)
    return dated(value, "decade", *match.span(), modifier)


def century(context: Context, match: Match) -> Answer | None:
    """'the 20th century', 'the early nineteenth century'."""
    text = words(match, "ordinal").replace(" ", "-")
    number = int(re.sub(r"\D", "", text)) if text[0].isdigit() else context.calendar.ordinals[text]
    if not 1 <= number <= 30:
        return None
    modifier = context.calendar.parts.get(words(match, "part2"), "") or part(context, match)
    return dated(f"{number - 1:02}", "century", *match.span(), modifier)


def _number(context: Context, match: Match, name: str = "number") -> float | None:
    """The number of a match; None for 'several', 'a few' and a missing one."""
    text = words(match, name)
    extra = 0.5 if match.groupdict().get("half") or match.groupdict().get("inner") else 0.0
    if text in ("a", "an"):
        return 1.0 + extra
    if text.startswith("a couple"):
        return 2.0
    count = read_number(text, context.calendar.numbers) if text else None
    return count + extra if count is not None else None


def _vague_range(text: str) -> tuple[int, int]:
    return next(size for word, size in _FEW.items() if word in text)


def stretch(context: Context, match: Match) -> Answer | None:
    """'the past three months', 'recent weeks', 'the next few days', 'the first two years'."""
    start, end = match.span()
    lead, unit = words(match, "lead").removeprefix("the "), context.calendar.units[words(match, "unit")]
    count = _number(context, match)
    singular = not words(match, "unit").endswith(("s", "ies"))
    if count is None and not words(match, "number"):
        if singular:
            return None
        if lead not in (
            "recent",
            "past",
            "coming",
            "last",
            "next",
            "previous",
            "preceding",
            "following",
            "final",
            "first",
        ):
            return None
        if lead in ("first", "final") or (lead in ("last", "next") and not match[0].lower().startswith("the")):
            return None
    if match["compound"]:
        return None
    sign = {
        "past": -1,
        "last": -1,
        "previous": -1,
        "preceding": -1,
        "recent": -1,
        "latest": -1,
        "next": 1,
        "coming": 1,
        "following": 1,
    }.get(lead, 0)
    _, high = (count, count) if count is not None else _vague_range(words(match, "number"))
    bounds = NOWHERE
    if context.anchor is not None and sign and context.text[end : end + 4].lower() != " of ":
        far = shift(context.anchor, sign * high, unit)
        bounds = (far, context.anchor) if sign < 0 else (context.anchor, far)
    if lead == "recent" or (count is None and not words(match, "number")):
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Answer(value, "DATE", bounds, "vague", start, end)
    precision = _PRECISION[unit] if count is not None else "vague"
    return Answer(duration(count, unit), "DURATION", bounds, precision, start, end)


def directed(context: Context, match: Match) -> Answer | None:
    """'two years ago', 'a few days ago', 'three weeks later', 'a year earlier'."""
    start, end = match.span()
    unit = context.calendar.units[words(match, "unit")]
    sign, anchored = context.calendar.directions[words(match, "direction")]
    text = words(match, "number")
    if text == "the" or (
        not text and words(match, "unit") in ("second", "day", "week", "month", "year", "quarter", "hour", "minute")
    ):
        return None
    if words(match, "direction") == "before" and not re.match(r"\s*[.,;)]|\s*$", context.text[end : end + 3]):
        return None
    base = (
        context.anchor
        if anchored
        else (context.last_day or (interval(context.last_value)[0] if context.last_value else None) or context.anchor)
    )
    vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
    count = _number(context, match)
    more = _number(context, match, "number2") if match["number2"] else None
    if count is None:
        low, high = _vague_range(text)
        high = min(high, 9) if unit in ("E", "C") else high
        bounds = NOWHERE
        if base is not None:
            near, far = shift(base, sign * (low - 1), unit), shift(base, sign * high, unit)
            bounds = (far, near) if sign < 0 else (near, far)
        value = vague if anchored else duration(None, unit)
        return Answer(value if base or not anchored else vague, "DATE", bounds, "vague", start, end)
    if not anchored and unit == "Y" and context.last_quarter and context.last_value == context.last_quarter:
        return dated(
            f"{int(context.last_quarter[:4]) + round(sign * count):04}{context.last_quarter[4:]}", "quarter", start, end
        )
    if anchored and unit == "Y" and count == 1 and context.last_value and context.last_value == context.last_quarter:
        return quarter_ago(context, match)
    if base is None:
        return Answer(None, "DATE", NOWHERE, _PRECISION[unit], start, end)
    moment = shift(base, sign * count, unit)
    if unit in ("TH", "TM", "S"):
        return Answer(duration(count, unit), "DURATION", (min(base, moment), max(base, moment)), "hour", start, end)
    answer = of_day(moment, unit, _PRECISION[unit], start, end)
    stretched = context.calendar.approximations.get(words(match, "approximation"), "NONE")
    first, last = answer.bounds
    if more is not None:
        other = interval(value_of(shift(base, sign * more, unit), unit))
        return answer._replace(
            bounds=(
                min(filter(None, (first, other[0])), default=None),
                max(filter(None, (last, other[1])), default=None),
            )
        )
    if stretched != "NONE" and first and last:
        slack = max(LENGTHS[unit], LENGTHS[unit] * count * 0.1)
        earlier = stretched == "BOTH" or (stretched == "MORE") == (sign < 0)
        later = stretched == "BOTH" or (stretched == "LESS") == (sign < 0)
        first = first - timedelta(days=slack) if earlier else first
        last = last + timedelta(days=slack) if later else last
        if anchored and context.anchor:
            last = min(last, context.anchor) if sign < 0 else last
        return answer._replace(bounds=(first, last))
    return answer


def length(context: Context, match: Match) -> Answer | None:
    """'ten years', 'almost two weeks', 'two-hour', 'for decades', '12 to 18 months'."""
    start, end = match.span()
    groups, unit = match.groupdict(), context.calendar.units[words(match, "unit")]
    count = _number(context, match) if groups.get("number") else None
    if groups.get("ended"):
        count = 1.0
    if groups.get("vague") is not None:
        vague = words(match, "vague")
        if "many" not in vague and context.before(start) not in context.calendar.before_plural:
            return None
    text = words(match, "number")
    if (
        text in ("a", "an")
        and context.before(start) not in context.calendar.before_article
        and not groups.get("approximation")
        and not groups.get("half")
    ):
        return None
    if unit == "WE" or (unit == "S" and (count is None or count == 1 or not words(match, "unit").endswith("s"))):
        return None
    singular = not words(match, "unit").endswith(("s", "ies")) and "-" not in match[0]
    if (
        count is not None
        and count != 1
        and text not in ("a", "an")
        and singular
        and unit not in ("C",)
        and context.token(end - 1).dep_ not in ("compound", "nmod", "amod", "npadvmod")
    ):
        return None
    if count == 1 and text == "one" and unit == "D" and context.before(start) not in ("for", "in", "than", "within"):
        return None
    if count is not None and count > 1e6:
        return None
    return Answer(
        duration(count, unit), "DURATION", NOWHERE, _PRECISION[unit] if count is not None else "vague", start, end
    )


def half_unit(context: Context, match: Match) -> Answer | None:
    """'half an hour', 'half a century ago'."""
    start, end = match.span()
    unit = context.calendar.units[words(match, "unit")]
    value = {"TH": "PT30M", "C": "P50Y", "E": "P5Y", "Y": "P6M", "D": "PT12H"}[unit]
    if not match["direction"]:
        return Answer(value, "DURATION", NOWHERE, _PRECISION[unit], start, end)
    sign, _ = context.calendar.directions[words(match, "direction")]
    if context.anchor is None or unit in ("TH", "D"):
        return Answer(value, "DURATION", NOWHERE, _PRECISION[unit], start, end)
    months = {"C": 600, "E": 60, "Y": 6}[unit]
    return of_day(shift(context.anchor, sign * months, "M"), "M" if unit == "Y" else "Y", _PRECISION[unit], start, end)


def unit_set(context: Context, match: Match) -> Answer | None:
    """'every year', 'each month', 'every two weeks'."""
    unit = context.calendar.units[words(match, "unit")]
    if unit == "S":
        return None
    count = _number(context, match) if match["number"] else 1.0
    return Answer(duration(count, unit), "SET", NOWHERE, _PRECISION[unit], *match.span())


def a_while(context: Context, match: Match) -> Answer | None:
    """'a while', 'a long while ago'."""
    if match["direction"]:
        return Answer("PAST_REF", "DATE", (None, context.anchor), "vague", *match.span())
    return Answer("PXX", "DURATION", NOWHERE, "vague", *match.span())


def reference(context: Context, match: Match) -> Answer | None:
    """'now', 'recently', 'soon', 'the future'."""
    start, end = match.span()
    value, tags = context.calendar.references[" ".join(match["reference"].lower().split())]
    token = context.token(start if " " not in match["reference"] else end - 1)
    if tags and token.tag_ not in tags:
        return None
    if match["reference"].lower() == "the past" and re.match(r"\s+[a-z0-9]", context.text[end : end + 3]):
        following = context.token(end + 1)
        if following.pos_ in ("NOUN", "NUM", "ADJ", "PROPN"):
            return None
    bounds: Interval = {"PAST_REF": (None, context.anchor), "FUTURE_REF": (context.anchor, None)}.get(value, NOWHERE)
    return Answer(value, "DATE", bounds, "vague", start, end)


def repetition(context: Context, match: Match) -> Answer | None:
    """'daily'; 'weekly' as an adverb."""
    if match["set"].lower() not in context.calendar.any_tag_sets and context.token(match.start()).tag_ != "RB":
        return None
    return Answer(context.calendar.sets[match["set"].lower()], "SET", NOWHERE, "vague", *match.span())
