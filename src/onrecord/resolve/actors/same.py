"""Whether two actors are one, by their names together with country or role."""

from __future__ import annotations

import re

from onrecord.directory import names, normal
from onrecord.model import Actor

_WORD = re.compile(r"[^\W_]+")


def same_actor(a: Actor, b: Actor) -> bool:
    """Whether two actors are the same by name, or are the same organ of the same country.

    The rule: equal countries where both are known, and then (1) one name in the directory under both, or
    (2) equal names without accents and case, or (3) the shorter name is the end of the longer ('Lavrov',
    'Sergei Lavrov') and sectors are not at odds. Without names: the same country, the same first sector and
    the same office. Names are never compared by edit distance alone (Putin is not Potanin).

    Examples
    --------
    >>> from onrecord.model import Actor, Span
    >>> span = Span(0, 0, "")
    >>> same_actor(Actor(span, "Sergei Lavrov", "RUS", ("GOV",)), Actor(span, "Lavrov", "RUS", ("GOV",)))
    True
    >>> same_actor(Actor(span, "Vladimir Putin", "RUS"), Actor(span, "Vladimir Potanin", "RUS"))
    False
    """
    if a.country and b.country and a.country != b.country:
        return False
    if a.name and b.name:
        return _same_name(a, b)
    if a.name or b.name or not a.country or a.country != b.country:
        return False
    if "suspected" in (a.identification, b.identification) or "unidentified" in (a.identification, b.identification):
        return False
    return a.sectors[:1] == b.sectors[:1] and bool(a.sectors) and (a.title or "").lower() == (b.title or "").lower()


def _same_name(a: Actor, b: Actor) -> bool:
    first, second = normal(a.name or ""), normal(b.name or "")
    if first == second:
        return True
    known = {entry.name for entry in names().get(a.name or "")} & {entry.name for entry in names().get(b.name or "")}
    if known:
        return True
    short, long = sorted((_WORD.findall(first), _WORD.findall(second)), key=len)
    if not short or long[-len(short) :] != short or len(long) == len(short):
        return False
    return not (a.sectors and b.sectors) or bool(set(a.sectors) & set(b.sectors))
