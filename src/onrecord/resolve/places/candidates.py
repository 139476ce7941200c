"""From the words of a name to the places that may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onrecord.gazetteer import Gazetteer, country_entry, name_key
from onrecord.model import NamedPlace
from onrecord.resolve.places.words import PlaceWords

Ranked = tuple[tuple[NamedPlace, float], ...]

PART_OF = 0.5
"""Taken off the prior of a place that the text names only a part of ('northern Mali')."""

_REGION_KINDS = {"admin1": ("admin1", "admin2", "region"), "admin2": ("admin2", "admin1", "city"), "city": ("city",)}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a name may stand for.

    Parameters
    ----------
    ranked
        Places with their priors, best first; empty when the gazetteer has none.
    how
        Id of the rule that found them: ``name``, ``abbreviation``, ``demonym``, ``part``, ``region-noun``,
        ``feature``, ``none``.
    """

    ranked: Ranked
    how: str


NONE = Candidates((), "none")


def _entry(name: str) -> str:
    """The entry of a country for its code, else the name itself."""
    return country_entry(name) if len(name) == 3 and name.isupper() else name


class Finder:
    """Looks names up in the ways a language writes them; keeps what it found."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer, self.words = gazetteer, words
        self.find = lru_cache(maxsize=20_000)(self._find)

    def _find(self, name: str) -> Candidates:
        words = self.words
        code = words.abbreviations.get(name)
        if code:
            return Candidates(self.gazetteer.ranked(_entry(code))[:1], "abbreviation")
        key = name_key(name)
        if not key:
            return NONE
        demonym = words.demonyms.get(key)
        if demonym:
            return Candidates(self.gazetteer.ranked(_entry(demonym))[:1], "demonym")
        ranked = self.gazetteer.ranked(key)
        parts = key.split()
        if len(key) <= 2:  # two letters: only what is meant by nearly everybody (US, UK, EU)
            ranked = tuple(r for r in ranked if r[1] >= 5)
            if name != name.upper():
                return NONE
        if ranked:
            return Candidates(ranked, "name")
        if len(parts) < 2:
            return NONE
        return self._qualified(name, parts)

    def _qualified(self, name: str, parts: list[str]) -> Candidates:
        """A name with a word for a part, a region or a feature: 'northern Mali', 'Gao region', 'Knox Co.'."""
        words = self.words
        last = name.split()[-1].casefold()
        if parts[-1] in ("co", "twp"):
            written_out = {"co": "county", "twp": "township"}[parts[-1]]
            ranked = self.gazetteer.ranked(" ".join([*parts[:-1], written_out]))
            if ranked:
                return Candidates(ranked, "name")
        if parts[0] in words.directions or "-".join(parts[:2]) in words.directions:
            skip = 1 if parts[0] in words.directions else 2
            ranked = self.gazetteer.ranked(" ".join(parts[skip:]))
            ranked = tuple((place, prior - PART_OF) for place, prior in ranked if place.kind != "water")
            if ranked:
                return Candidates(ranked, "part")
        kind = words.region_nouns.get(last)
        if kind:
            ranked = self.gazetteer.ranked(" ".join(parts[:-1]))
            kinds = _REGION_KINDS[kind]
            fitting = tuple(r for r in ranked if r[0].kind in kinds)
            if fitting or ranked:
                return Candidates(fitting or ranked, "region-noun")
        if kind and parts[0] in words.region_nouns:
            return NONE
        if last in words.feature_nouns:
            ranked = self.gazetteer.ranked(" ".join(parts[:-1]))
            return Candidates(
                tuple((place, prior - 1.0) for place, prior in ranked if place.kind != "country"), "feature"
            )
        if parts[0] in words.opening_nouns:
            ranked = self.gazetteer.ranked(" ".join(parts[1:]))
            return Candidates(
                tuple((place, prior - 1.0) for place, prior in ranked if place.kind != "country"), "feature"
            )
        return NONE


_finders: dict[tuple[str, str], Finder] = {}


def finder(gazetteer: Gazetteer, words: PlaceWords, language: str) -> Finder:
    """The finder of a gazetteer and a language, made once a process."""
    key = (f"{gazetteer.path}@{gazetteer.hash}", language)
    found = _finders.get(key)
    if found is None:
        _finders.clear()
        found = _finders[key] = Finder(gazetteer, words)
    return found
