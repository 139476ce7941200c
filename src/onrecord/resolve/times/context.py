"""What a resolver may look at besides its own match: publication, the clause, and what the text dated before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.resolve.times import tense
from onrecord.resolve.times.calendar import Calendar
from onrecord.resolve.times.intervals import Interval, interval, part_of, value_of

NOWHERE: Interval = (None, None)
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?![\d/-])")


class Answer(NamedTuple):
    """What a resolver found: the fields of a Time, and where the expression ends up starting and ending."""

    value: str | None
    type: str
    bounds: Interval
    precision: str
    start: int
    end: int


@dataclass(slots=True)
class Context:
    """One document while its expressions are resolved in the order of the text."""

    calendar: Calendar
    doc: Doc
    text: str
    anchor: date | None
    starts: list[int]
    last_day: date | None = None
    """The last day that the text dated: 'the next day' counts from it."""
    last_value: str | None = None
    """The last calendar value: 'a year earlier' after a quarter is that quarter of the year before."""
    last_quarter: str | None = None
    _day_first: bool | None = field(default=None)
    _order_read: bool = False

    def token(self, offset: int) -> Token:
        """The token at a character."""
        return self.doc[max(bisect_right(self.starts, offset) - 1, 0)]

    def before(self, start: int) -> str:
        """The word before a character, in lower case; empty at the start of a sentence's text."""
        found = re.search(r"([A-Za-z'-]+)\s*$", self.text[max(0, start - 24) : start])
        return found[1].lower() if found else ""

    def direction(self, start: int, end: int) -> int:
        """The direction of the clause around an expression; prepositions that set a term look ahead."""
        found = tense.direction(self.token(end - 1), self.calendar.future_verbs, self.calendar.planned_verbs)
        if self.modifies_noun(end):
            return found
        word = self.before(start)
        if found in (tense.UNKNOWN, tense.PRESENT) and word in ("until", "till", "by", "through", "before", "to"):
            return tense.FUTURE
        if word == "since":
            return tense.PAST
        return found

    def modifies_noun(self, end: int) -> bool:
        """Whether the expression that ends here stands before a noun: 'Tuesday's attack', 'a June agreement'."""
        return self.token(end - 1).dep_ in ("poss", "compound", "nmod", "amod", "nummod")

    def sets_term(self, start: int) -> bool:
        """Whether the preposition names the end or start of a term, whatever the tense ('extended until May 5')."""
        return self.before(start) in ("until", "till", "by", "through", "to", "effective", "due", "payable", "before")

    def day_first(self) -> bool | None:
        """Whether numeric dates of this document put the day first; None when none of them tells."""
        if not self._order_read:
            self._order_read = True
            for first, second in _NUMERIC.findall(self.text):
                if int(first) > 12 >= int(second):
                    self._day_first = True
                elif int(second) > 12 >= int(first):
                    self._day_first = False
        return self._day_first

    def weekday(self, number: int, direction: int, shift: int = 0, base: date | None = None) -> date | None:
        """The day of the week meant, seen from publication (or `base`); today counts unless it is 'last' or 'next'."""
        base = base or self.anchor
        if base is None:
            return None
        back, ahead = (base.isoweekday() - number) % 7, (number - base.isoweekday()) % 7
        if shift < 0:
            return base - timedelta(days=back or 7)
        if shift > 0:
            return base + timedelta(days=ahead or 7)
        return (
            base + timedelta(days=ahead) if direction in (tense.FUTURE, tense.PRESENT) else base - timedelta(days=back)
        )

    def note(self, answer: Answer, names_quarter: bool) -> None:
        """Remember what the text dated; a quarter only where it is named, not where it is compared with."""
        value, (first, last) = answer.value, answer.bounds
        if value is None or answer.type not in ("DATE", "TIME") or not value[:1].isdigit():
            return
        self.last_value = value
        if first is not None and first == last:
            self.last_day = first
        if names_quarter and re.fullmatch(r"\d{4}-Q\d", value):
            self.last_quarter = value


def dated(value: str, precision: str, start: int, end: int, part: str = "", anchor: date | None = None) -> Answer:
    """An answer whose bounds are those of its value, or of the part of it that a modifier leaves."""
    return Answer(value, "DATE", part_of(interval(value), part, anchor), precision, start, end)


def of_day(
    day: date, unit: str, precision: str, start: int, end: int, part: str = "", anchor: date | None = None
) -> Answer:
    """An answer for the `unit` that holds `day`."""
    return dated(value_of(day, unit), precision, start, end, part, anchor)
