"""Events that a document tells twice: the headline's again in the lead, an ambush and the deaths in it.

A later mention is `same_as` an earlier one of its type where nothing they say is at odds and something that is telling
agrees: both stand in one sentence, or the earlier one in a headline, or they share a number, or both have the same word
as trigger and somebody on each side. Precision comes first: a missed link leaves a row too many, a wrong one hides an
event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Actor, Mention, Reason
from onrecord.resolve import same_actor

_HAPPENED = frozenset({"occurred", "ongoing"})
_LOOKED_BACK = 40
"""Mentions that are looked at before a mention; the bound keeps the work linear in long documents."""


def with_retold(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with `same_as` where an earlier one reports the same event."""
    out: list[Mention] = []
    for mention in mentions:
        earlier = None if mention.same_as else _first_telling(text, out[-_LOOKED_BACK:], mention)
        if earlier is not None:
            first = earlier.same_as or earlier.id
            why = Reason("retold:same-event", f"{earlier.trigger.text!r} at {earlier.trigger.start}")
            mention = replace(mention, same_as=first, why=(*mention.why, why))
        out.append(mention)
    return tuple(out)


def _first_telling(text: str, before: Sequence[Mention], mention: Mention) -> Mention | None:
    return next((other for other in before if _same_event(text, other, mention)), None)


def _same_event(text: str, one: Mention, other: Mention) -> bool:
    if one.type != other.type or one.background != other.background:
        return False
    if one.status != other.status and not {one.status, other.status} <= _HAPPENED:
        return False
    if one.modes and other.modes and not set(one.modes) & set(other.modes):
        return False
    if _times_apart(one, other) or _places_apart(one, other):
        return False
    sides = [_shared(a, b) for a, b in ((one.actors, other.actors), (one.recipients, other.recipients))]
    if any(shared is False for shared in sides):
        return False
    if one.evidence == other.evidence:
        return _one_happening(one, other, sides)
    if _same_number(one, other) and True in sides:
        return True
    if in_headline(text, one) and True in sides:
        return True
    return sides == [True, True] and _stem(one) == _stem(other)


def _one_happening(one: Mention, other: Mention, sides: Sequence[bool | None]) -> bool:
    """Two words of one sentence for one event: 'flew in for talks', 'an ambush in which four were killed'.

    One of the two leaves a side open that the other fills, or both leave it open; what both name is the same.
    """
    if one.content_of != other.content_of or one.content_of == other.id or other.content_of == one.id:
        return False
    return None in sides


def _shared(some: Sequence[Actor], others: Sequence[Actor]) -> bool | None:
    """Whether two sides share somebody; None where one of them is not named."""
    if not some or not others:
        return None
    return any(_akin(a, b) for a in some for b in others)


def _akin(a: Actor, b: Actor) -> bool:
    if same_actor(a, b):
        return True
    if a.country and a.country == b.country:
        return not (a.name and b.name) or bool(set(a.sectors) & set(b.sectors))
    return _head(a) == _head(b) and not (a.country and b.country)


def _head(actor: Actor) -> str:
    words = re.findall(r"\w+", actor.span.text.lower())
    return words[-1] if words else ""


def _stem(mention: Mention) -> str:
    return mention.trigger.text.lower()[:5]


def _same_number(one: Mention, other: Mention) -> bool:
    counts = [{(m.measure, m.least) for m in each.magnitudes if m.least and m.least > 1} for each in (one, other)]
    return bool(counts[0] & counts[1])


def _times_apart(one: Mention, other: Mention) -> bool:
    if not one.times or not other.times:
        return False
    a, b = one.times[0], other.times[0]
    return bool(
        (a.latest and b.earliest and a.latest < b.earliest) or (b.latest and a.earliest and b.latest < a.earliest)
    )


def _places_apart(one: Mention, other: Mention) -> bool:
    if not one.places or not other.places:
        return False
    a, b = one.places[0].place, other.places[0].place
    if a.country and b.country and a.country != b.country:
        return True
    return a.kind == b.kind == "city" and a.geonames_id != b.geonames_id


def in_headline(text: str, mention: Mention) -> bool:
    """Whether a mention stands in the document's first line, and that line ends without a full stop.

    Examples
    --------
    >>> from onrecord.model import Mention, Span
    >>> text = "Rebels free pilots\\n\\nRebels freed two pilots on Monday."
    >>> in_headline(text, Mention("m", "RETREAT", Span.of(text, 7, 11), Span.of(text, 0, 18)))
    True
    """
    first = re.search(r"\S[^\n]*", text)
    return first is not None and mention.trigger.start < first.end() and first.group().rstrip()[-1] not in ".!?…"
