"""Which of the places that share a name is meant, given the others of the document.

Every name of the document votes, with all its candidates, for the regions and countries it could lie in; names that
could lie in few vote loudly. A candidate's score is its prior (about the power of ten of its population) plus the
votes of the *other* names for its surroundings. One sense a name a document. After Leidner (2007), 'Toponym
resolution in text', for the heuristics (one sense per document, spatial minimality, 'A, B').
"""

from __future__ import annotations

import math
from collections import defaultdict

from onrecord.gazetteer import name_key
from onrecord.model import NamedPlace
from onrecord.resolve.places.candidates import Ranked
from onrecord.resolve.places.recognise import Found

# Set by hand on LGL (local news) and GeoVirus (world news).
SAME_REGION = 3.0
SAME_COUNTRY = 1.0
CLOSE_BY = 3.0
NAMED_WITH_REGION = 6.0
BEST_PRIOR = 7.5
"""Of countries, so that a text about Atlanta and Savannah can mean another Georgia."""
ACROSS_COUNTRIES = 1.5
"""For places that no country can vote for (the Sahel, the Mediterranean)."""
CELL = 1.0
"""Degrees of latitude and longitude within which places count as close by."""
MOST = 40
"""Candidates of a name that are considered."""


def resolve(found: list[Found]) -> list[tuple[NamedPlace | None, str, Ranked]]:
    """The place of each name, the id of what decided, and the ranked candidates."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for name in found:
        groups[name_key(name.name)].append(name)
    pools = {key: names[0].candidates.ranked[:MOST] for key, names in groups.items()}
    named_in = {key: _regions_of(names) for key, names in groups.items()}
    ballots = {key: _ballot(pool, named_in[key]) for key, pool in pools.items() if pool}
    total: dict[object, float] = defaultdict(float)
    for ballot in ballots.values():
        for area, votes in ballot.items():
            total[area] += votes
    decided: dict[str, tuple[Ranked, str]] = {}
    for key, pool in pools.items():
        if pool:
            decided[key] = _choose(pool, named_in[key], total, ballots[key])
    results: list[tuple[NamedPlace | None, str, Ranked]] = []
    for name in found:
        choice = decided.get(name_key(name.name))
        if choice is None:
            results.append((None, "places:no-match", ()))
        else:
            ranked, reason = choice
            how = name.candidates.how
            results.append((ranked[0][0], f"places:{how}/{reason}", ranked))
    return results


def _regions_of(names: list[Found]) -> Ranked:
    """What stands after the comma in 'Paris, Texas', wherever in the document it does."""
    for name in names:
        if name.region is not None:
            return name.region.candidates.ranked
    return ()


def _areas(place: NamedPlace) -> list[tuple[object, float]]:
    """The areas that a place lies in, with what a vote from there counts: its cell, its region, its country."""
    areas: list[tuple[object, float]] = []
    if place.country:
        areas.append((place.country, SAME_COUNTRY))
        if place.admin1:
            areas.append(((place.country, place.admin1), SAME_REGION))
    if place.latitude is not None and place.longitude is not None and place.kind in ("city", "admin2", "site", "park"):
        areas.append(((round(place.latitude / CELL), round(place.longitude / CELL)), CLOSE_BY))
    return areas


def _inside(place: NamedPlace, regions: Ranked) -> bool:
    for region, _ in regions:
        if region.kind == "country" or region.kind == "region":
            if region.country is not None and place.country == region.country and place.kind != "country":
                return True
        elif region.kind == "admin1":
            if (place.country, place.admin1) == (region.country, region.admin1) and place.kind != "admin1":
                return True
        elif (
            region.kind == "admin2"
            and place.kind == "city"
            and (place.country, place.admin1) == (region.country, region.admin1)
        ):
            return True
    return False


def _ballot(pool: Ranked, regions: Ranked) -> dict[object, float]:
    """One name's votes: its likely candidates share one vote, by their priors."""
    chosen = tuple(c for c in pool if _inside(c[0], regions)) or pool
    top = max(prior for _, prior in chosen)
    weights = [math.exp(1.2 * (prior - top)) for _, prior in chosen]
    whole = sum(weights)
    ballot: dict[object, float] = {}
    for (place, _), weight in zip(chosen, weights, strict=True):
        for area, _ in _areas(place):
            ballot[area] = ballot.get(area, 0.0) + weight / whole
    return ballot


def _choose(pool: Ranked, regions: Ranked, total: dict[object, float], own: dict[object, float]) -> tuple[Ranked, str]:
    scored = []
    for order, (place, prior) in enumerate(pool):
        support = 0.0 if place.country else ACROSS_COUNTRIES
        for area, worth in _areas(place):
            votes = total[area] - own.get(area, 0.0)
            if votes > 0.01:
                support += worth * math.log1p(votes)
        score = min(prior, BEST_PRIOR) + support + (NAMED_WITH_REGION if regions and _inside(place, regions) else 0.0)
        scored.append((-score, order, place))
    scored.sort()
    best = scored[0]
    if len(scored) == 1:
        reason = "only"
    elif regions and _inside(best[2], regions):
        reason = "with-region"
    elif best[1] == 0:
        reason = "prior"
    else:
        reason = "context"
    return tuple((place, -negative) for negative, _, place in scored), reason
