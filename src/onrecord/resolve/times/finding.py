"""Finding a document's temporal expressions: trigger words, patterns, resolvers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from spacy.tokens import Doc

from onrecord.languages import Pack
from onrecord.model import Span, Time
from onrecord.resolve.times import dates, periods
from onrecord.resolve.times.calendar import Calendar, Pattern, calendar
from onrecord.resolve.times.context import Answer, Context

_RESOLVERS: dict[str, Callable[[Context, re.Match[str]], Answer | None]] = {
    "calendar_day": dates.calendar_day, "day_range": dates.day_range, "iso": dates.iso,
    "holiday": dates.holiday, "numeric": dates.numeric,
    "month": dates.month, "weekday": dates.weekday, "weekday_set": dates.weekday_set,
    "night_between": dates.night_between, "deictic_day": dates.deictic_day, "tonight": dates.tonight,
    "daypart": dates.daypart, "anaphoric_day": dates.anaphoric_day, "clock": dates.clock, "noon": dates.noon,
    "period": periods.period, "year_end": periods.year_end, "quarter": periods.quarter, "half": periods.half,
    "quarter_again": periods.quarter_again, "quarter_ago": periods.quarter_ago, "season": periods.season,
    "year": periods.year, "year_range": periods.year_range, "decade": periods.decade, "century": periods.century,
    "nothing": periods.nothing, "stretch": periods.stretch, "directed": periods.directed, "duration": periods.length,
    "half_unit": periods.half_unit, "unit_set": periods.unit_set, "a_while": periods.a_while,
    "reference": periods.reference, "set": periods.repetition,
}  # fmt: skip
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_REACH_BEFORE, _REACH_AFTER = 44, 44
"""Characters around a trigger word in which its expression must lie: the longest expressions of TimeBank, and some."""


def find_times(doc: Doc, text: str, pack: Pack, anchor: date | None) -> tuple[Time, ...]:
    """The temporal expressions of a document, in the order of the text, with TIMEX3 values and the days they cover.

    Parameters
    ----------
    doc
        The parse of the folded text (:class:`onrecord.parse.Parse`).
    text
        The document's own text; spans are cut from it.
    pack
        The language pack, with the tables `calendar` and `numbers`.
    anchor
        The day of publication. Without it relative expressions have value None (or X's) and no bounds.

    Notes
    -----
    Patterns run only around trigger words. Among overlapping matches the longest that its resolver accepts wins; they
    are resolved in the order of the text, so that 'the next day' and 'a year earlier' count from what was dated before.
    TIMEX3: TimeML 1.2.1 (Saurí et al. 2006). Tense-aware direction after HeidelTime (Strötgen and Gertz 2013).

    Examples
    --------
    >>> from spacy.tokens import Doc
    >>> from spacy.vocab import Vocab
    >>> from onrecord.languages import load
    >>> doc = Doc(Vocab(), words=["On", "June", "5", ",", "2024"])
    >>> find_times(doc, doc.text, load("en"), None)[0].value
    '2024-06-05'
    """
    folded = doc.text
    known = calendar(pack)
    context = Context(known, doc, folded, anchor, [token.idx for token in doc])
    found: list[Time] = []
    for cluster in _clusters(
        sorted(_matches(folded, known), key=lambda item: (item[0].start(), -item[0].end(), item[1]))
    ):
        accepted: list[Time] = []
        for match, order in sorted(cluster, key=lambda item: (item[0].start() - item[0].end(), item[1])):
            if any(match.start() < other.span.end and other.span.start < match.end() for other in accepted):
                continue
            pattern = known.patterns[order]
            if pattern.resolver == "nothing":
                accepted.append(Time(Span.of(text, *match.span()), None, reason=""))
                continue
            try:
                answer = _RESOLVERS[pattern.resolver](context, match)
            except (ValueError, OverflowError):
                continue
            if answer is not None:
                accepted.append(_time(context, text, pattern, answer))
                context.note(answer, pattern.resolver == "quarter" and "year" not in match[0].lower())
        found.extend(sorted((time for time in accepted if time.reason), key=lambda time: time.span))
    return tuple(found)


def _windows(folded: str, known: Calendar) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Stretches of the text around trigger words, with the kinds of triggers in them."""
    start = end = -1
    kinds: set[str] = set()
    for word in _WORD.finditer(folded):
        piece = word[0]
        if piece[0].isdigit():
            after = folded[word.end() : word.end() + 1]
            if len(piece) != 4 and after not in ("/", ".", "-", ":", "'", "s"):
                continue
            kind = "digits"
        else:
            known_kind = known.triggers.get(piece.lower())
            if known_kind is None:
                continue
            kind = known_kind
        if word.start() - _REACH_BEFORE > end:
            if kinds:
                yield start, end, frozenset(kinds)
            start, kinds = max(0, word.start() - _REACH_BEFORE), set()
        end = min(len(folded), word.end() + _REACH_AFTER)
        kinds.add(kind)
    if kinds:
        yield start, end, frozenset(kinds)


def _matches(folded: str, known: Calendar) -> Iterator[tuple[re.Match[str], int]]:
    """Matches of every pattern that the trigger words of a window allow, with the pattern's place in the table."""
    for start, end, kinds in _windows(folded, known):
        while start > 0 and folded[start - 1].isalnum():
            start -= 1
        while end < len(folded) and folded[end].isalnum():
            end += 1
        for order, pattern in enumerate(known.patterns):
            if not pattern.needs or pattern.needs in kinds:
                for match in pattern.regex.finditer(folded, start, end):
                    yield match, order


def _clusters(matches: list[tuple[re.Match[str], int]]) -> Iterator[list[tuple[re.Match[str], int]]]:
    """Runs of overlapping matches."""
    cluster: list[tuple[re.Match[str], int]] = []
    end = -1
    for item in matches:
        if item[0].start() >= end and cluster:
            yield cluster
            cluster = []
        cluster.append(item)
        end = max(end, item[0].end())
    if cluster:
        yield cluster


def _time(context: Context, text: str, pattern: Pattern, answer: Answer) -> Time:
    first, last = answer.bounds
    return Time(
        span=Span.of(text, answer.start, answer.end),
        value=answer.value,
        type=answer.type,
        earliest=first.isoformat() if first else None,
        latest=last.isoformat() if last else None,
        precision=answer.precision,
        relation=_relation(context, answer.start, answer.type),
        reason=f"time:{pattern.id}",
    )


_BEFORE = re.compile(r"(?:([A-Za-z]+)\s+)?(?:([A-Za-z]+)\s+)?([A-Za-z]+)\s+$")
_SKIPPED = frozenset(
    {"the", "about", "around", "late", "early", "almost", "nearly", "last", "only", "just", "at", "least", "some"}
)


def _relation(context: Context, start: int, kind: str) -> str:
    """How an event stands to an expression, by the preposition before it."""
    found = _BEFORE.search(context.text[max(0, start - 40) : start])
    if not found:
        return "on"
    known = context.calendar.relations
    before = [word.lower() for word in found.groups() if word]
    while before and before[-1] in _SKIPPED and before[-1] not in ("at",):
        before.pop()
    for size in (3, 2, 1):
        phrase = " ".join(before[-size:])
        if len(before) >= size and phrase in known:
            relation = known[phrase]
            if phrase in ("in", "at") and kind != "DURATION":
                return "on"
            return relation
    if before and before[-1] == "and" and "between" in context.text[max(0, start - 60) : start].lower():
        return "between"
    return "on"
