"""Temporal expressions."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.span import Span


@dataclass(frozen=True, slots=True)
class Time:
    """A temporal expression of the text, normalised.

    Parameters
    ----------
    span
        The expression, without its preposition (``January 24, 2024``).
    value
        TIMEX3 value (ISO-TimeML, section 3: ``2024-01-24``, ``P10Y``, ``PRESENT_REF``), or None
        when the anchor that it needs (the publication date) is unknown.
    type
        TIMEX3 type: ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
    earliest, latest
        The interval in which it lies, as ISO dates; None is an open or unknown end.
    precision
        ``minute``, ``hour``, ``day``, ``week``, ``month``, ``season``, ``quarter``, ``year``, ``decade``,
        ``century`` or ``vague``.
    relation
        How an event stands to it, from the preposition: ``on``, ``since``, ``until``, ``before``, ``after``,
        ``during``, ``between``, ``for``.
    reason
        Id of the rule that read it.
    """

    span: Span
    value: str | None
    type: str = "DATE"
    earliest: str | None = None
    latest: str | None = None
    precision: str = "day"
    relation: str = "on"
    reason: str = ""
