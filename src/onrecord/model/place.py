"""Places: as the gazetteer knows them, as the text names them, as an event has them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.span import Span


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the gazetteer.

    Parameters
    ----------
    kind
        ``country``, ``admin1``, ``admin2``, ``city`` (a populated place), ``region`` (crosses countries),
        ``continent``, ``park``, ``water``, ``border``, ``site``.
    country
        ISO 3166-1 alpha-3, or None for what lies in several countries or none.
    latitude, longitude
        Degrees, WGS 84.
    population
        Inhabitants, 0 when unknown.
    """

    name: str
    kind: str
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place in the text and what it was resolved to (None: no match).

    `candidates` holds the runners-up, best first; `reason` the id of the rule that decided.
    `demonym` is True for 'Nigerien', 'French': it names a people or a state, not a location.
    """

    span: Span
    place: NamedPlace | None
    reason: str = ""
    candidates: tuple[NamedPlace, ...] = ()
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event took place (the first of a mention's places), or where else it concerns.

    Parameters
    ----------
    precision
        ``exact`` (a site), ``city``, ``admin2``, ``admin1``, ``country``, ``region``: how wide the answer is.
    relation
        ``in``, ``near``, ``border``, ``from`` or ``to``.
    reason
        Ids of the rules: how the name was resolved, and why it is the event's.
    """

    span: Span
    place: NamedPlace
    precision: str
    relation: str = "in"
    reason: str = ""
