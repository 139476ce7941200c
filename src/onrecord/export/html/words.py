"""Codes in words, and dates, places, numbers and sources as a reader wants them."""

from __future__ import annotations

import calendar
from datetime import date

from onrecord.directory import country_name
from onrecord.model import Actor, Attribution, Magnitude, NamedPlace, Source, Time

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}

STATUSES = {
    "occurred": ("●", "occurred", "told as having happened"),
    "ongoing": ("◐", "ongoing", "told as going on"),
    "planned": ("○", "planned", "told as intended or agreed, not as done"),
    "predicted": ("◇", "predicted", "somebody expects it"),
    "hypothetical": ("△", "hypothetical", "only conceived of, or made to depend on something"),
    "negated": ("✕", "negated", "told as not having happened"),
}
"""Status: a sign, the word, and what it means."""

KINDS = {
    "person": "a named person",
    "organisation": "a named organisation",
    "office": "an unnamed holder of an office",
    "collective": "several, unnamed",
    "witness": "witnesses",
    "media": "other media",
    "social_media": "social media",
    "document": "a document",
}

STANCES = {
    "asserts": "asserts it",
    "confirms": "confirms it",
    "denies": "denies it",
    "doubts": "doubts it",
    "claims": "claims responsibility",
    "declines": "declines to comment",
}

MANNERS = {"direct": "in direct speech", "indirect": "in indirect speech", "mixed": "partly quoted"}

PRECISIONS = {
    "exact": "a site",
    "city": "located to the town",
    "admin2": "located to the district only",
    "admin1": "located to the province only",
    "country": "located to the country only",
    "region": "located to a region only",
}

RELATIONS = {"in": "", "near": "near ", "border": "at the border: ", "from": "from ", "to": "to "}

_SCOPES = {"incident": "", "cumulative": "in total so far", "stock": "at that moment"}


def country(code: str | None) -> str | None:
    """A country's usual name, or its code where the directory has none."""
    return (country_name(code) or code) if code else None


def about_actor(actor: Actor | Source) -> str:
    """What is known of an actor or source beside its name: office, country, sectors."""
    parts = [actor.title, country(actor.country), " ".join(actor.sectors) or None]
    if isinstance(actor, Actor) and actor.identification in ("suspected", "unidentified"):
        parts.append(actor.identification)
    return " · ".join(part for part in parts if part and part != actor.name)


def where(place: NamedPlace) -> str:
    """A place with what it lies in.

    Examples
    --------
    >>> where(NamedPlace("Kandi", "city", country="BEN", admin1="Alibori"))
    'Kandi, Alibori, Benin'
    """
    parts = [place.name, place.admin2, place.admin1, country(place.country)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def day(iso: str | None) -> date | None:
    """The day of an ISO date or date-time; None for what is none.

    Examples
    --------
    >>> day("2024-06-05T18:30:00+00:00"), day("soon")
    (datetime.date(2024, 6, 5), None)
    """
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def in_words(when: date) -> str:
    """A day as it is written in full.

    Examples
    --------
    >>> in_words(date(2024, 6, 5))
    '5 June 2024'
    """
    return f"{when.day} {calendar.month_name[when.month]} {when.year}"


def interval(time: Time) -> str | None:
    """The interval of a time in words, None where it has no bound.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> span = Span(0, 5, "April")
    >>> interval(Time(span, "2024-04", earliest="2024-04-01", latest="2024-04-30", precision="month"))
    'April 2024'
    >>> interval(Time(span, "2024-04", earliest="2024-04-01", precision="month", relation="since"))
    'since April 2024'
    """
    first, last = day(time.earliest), day(time.latest)
    if first and last:
        return _between(first, last)
    if first:
        return ("after " if time.relation == "after" else "since ") + _as_precise(first, time.precision)
    if last:
        return ("before " if time.relation == "before" else "until ") + _as_precise(last, time.precision)
    return None


def _between(first: date, last: date) -> str:
    if first >= last:
        return in_words(first)
    month_ends = calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and last.day == month_ends:
        if (first.year, first.month) == (last.year, last.month):
            return f"{calendar.month_name[first.month]} {first.year}"
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last)}"
    return f"{in_words(first)} – {in_words(last)}"


def _as_precise(when: date, precision: str) -> str:
    if precision in ("year", "decade", "century"):
        return str(when.year)
    if precision in ("month", "season", "quarter"):
        return f"{calendar.month_name[when.month]} {when.year}"
    return in_words(when)


def amount(magnitude: Magnitude) -> str:
    """A number with its bounds.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> amount(Magnitude(Span(0, 8, "over 300"), "killed", 300, None))
    'at least 300 killed'
    """
    least, most = magnitude.least, magnitude.most
    if least is not None and most is not None:
        count = _figure(least) if least == most else f"{_figure(least)} to {_figure(most)}"
    elif least is not None:
        count = f"at least {_figure(least)}"
    elif most is not None:
        count = f"at most {_figure(most)}"
    else:
        count = "an unknown number"
    return f"{count} {magnitude.measure.replace('_', ' ')}"


def about_amount(magnitude: Magnitude) -> str:
    """Who is counted and how."""
    civilian = {True: "civilians", False: "no civilians", None: None}[magnitude.civilian]
    return " · ".join(part for part in (civilian, _SCOPES.get(magnitude.scope, magnitude.scope)) if part)


def about_word(attribution: Attribution) -> str:
    """Kind, stance and manner of an attribution."""
    source = attribution.source
    kind = KINDS.get(source.kind, source.kind) if source else None
    if source and source.anonymous and source.kind not in ("office", "collective", "witness"):
        kind = f"{kind}, name withheld".replace("a named ", "a ")
    stance = STANCES.get(attribution.stance, attribution.stance)
    return ", ".join(part for part in (kind, stance, MANNERS.get(attribution.manner)) if part)


def short(text: str, letters: int = 60) -> str:
    """`text` cut to so many letters.

    Examples
    --------
    >>> short("a long name", 7)
    'a long…'
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def signed(score: float) -> str:
    """A score with a minus that is one.

    Examples
    --------
    >>> signed(-9.0), signed(2.5)
    ('−9', '2.5')
    """
    return f"{score:g}".replace("-", "−")


def _figure(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"
