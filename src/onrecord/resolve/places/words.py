"""The language pack's table `places` as the sets and mappings that the rules look things up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.gazetteer import name_key
from onrecord.languages import Pack, load


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What a language knows of places; see the comments of `places.yaml`."""

    locatives: dict[str, str]
    static: frozenset[str]
    spatial: frozenset[str]
    never: frozenset[str]
    kind_nouns: frozenset[str]
    built_nouns: frozenset[str]
    region_nouns: dict[str, str]
    feature_nouns: dict[str, str]
    opening_nouns: frozenset[str]
    directions: frozenset[str]
    organisation_nouns: frozenset[str]
    titles: frozenset[str]
    speech: frozenset[str]
    arrival: frozenset[str]
    departure: frozenset[str]
    goal_nouns: frozenset[str]
    belonging: frozenset[str]
    borders: frozenset[str]
    place_relatives: frozenset[str]
    abbreviations: dict[str, str]
    demonyms: dict[str, str]


def place_words(pack: Pack) -> PlaceWords:
    """The words of a pack, read once a process."""
    return _words(pack.code)


@cache
def _words(code: str) -> PlaceWords:
    table = load(code).table("places")
    sets = {
        key: frozenset(table[key])
        for key in (
            "static", "spatial", "opening_nouns", "directions", "organisation_nouns", "titles", "speech", "arrival",
            "departure", "goal_nouns", "never", "kind_nouns", "built_nouns", "belonging", "borders", "place_relatives",
        )
    }  # fmt: skip
    demonyms: dict[str, str] = {}
    for place, words in table["demonyms"].items():
        for word in words:
            demonyms.setdefault(name_key(word), place)
            if not word.endswith(("ese", "sh", "ch", "s", "men", "man")):
                demonyms.setdefault(name_key(f"{word}s"), place)
    return PlaceWords(
        locatives=dict(table["locatives"]),
        region_nouns=dict(table["region_nouns"]),
        feature_nouns=dict(table["feature_nouns"]),
        abbreviations=dict(table["abbreviations"]),
        demonyms=demonyms,
        **sets,
    )
