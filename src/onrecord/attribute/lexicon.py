"""The cue words and source words of a language pack, as look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.model import SourceKind, Stance

if TYPE_CHECKING:
    from onrecord.languages import Pack

Frames = Mapping[str, Mapping[str, bool]]
"""Frame -> lemma -> whether the content is uttered (`speech`) or only held (attitude)."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the rules of attribution look up; built from the tables ``cues`` and ``sources`` of a pack.

    Parameters
    ----------
    clauses, infinitives, objects
        Verb lemma -> speech or attitude, for the three frames of complement.
    prepositions
        Verb lemma -> preposition -> speech or attitude.
    nouns
        What follows (``that``, ``to``, ``of``, ``about``, ``for``) -> noun lemma -> speech or attitude.
    adjectives
        What follows -> adjectives.
    kinds
        Head noun of a source (lemma) -> its kind.
    """

    clauses: Mapping[str, bool]
    infinitives: Mapping[str, bool]
    objects: Mapping[str, bool]
    prepositions: Frames
    particles: Mapping[str, frozenset[str]]
    raising: frozenset[str]
    impersonal: Mapping[str, bool]
    experiencers: frozenset[str]
    nouns: Frames
    light: frozenset[str]
    adjectives: Mapping[str, frozenset[str]]
    adverbs: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    phrase_starts: frozenset[str]
    possessed: frozenset[str]
    performative: frozenset[str]
    beside: frozenset[str]
    accounts: frozenset[str]
    relays: frozenset[str]
    settings: frozenset[str]
    unverified: frozenset[str]
    hearers: frozenset[str]
    stances: Mapping[str, Stance]
    comment: frozenset[str]
    responsibility: frozenset[str]
    labels: frozenset[str]
    kinds: Mapping[str, SourceKind]
    media_names: re.Pattern[str]
    social_names: re.Pattern[str]
    people: frozenset[str]
    withheld: frozenset[str]
    witnessing: frozenset[str]
    carriers: frozenset[str]
    anonymity: re.Pattern[str]
    pronouns: Mapping[str, str]
    honorifics: Mapping[str, str]
    gendered: Mapping[str, str]
    verbs: frozenset[str]
    """Every verb lemma that any frame knows: what the scan stops at."""
    noun_lemmas: frozenset[str]
    adjective_lemmas: frozenset[str]


@cache
def lexicon(pack: Pack) -> Lexicon:
    """The look-ups of `pack`, built once.

    Raises KeyError when one of its two tables lacks a section.
    """
    cues, sources = pack.table("cues"), pack.table("sources")
    clauses, infinitives, objects = (_voices(cues[frame]) for frame in ("clauses", "infinitives", "objects"))
    impersonal = _voices(cues["impersonal"])
    prepositions: dict[str, dict[str, bool]] = {}
    for voice in ("attitude", "speech"):
        for preposition, lemmas in cues["prepositions"][voice].items():
            for lemma in lemmas:
                prepositions.setdefault(lemma, {})[preposition] = voice == "speech"
    particles: dict[str, set[str]] = {}
    for particle, lemmas in cues["particles"].items():
        for lemma in lemmas:
            particles.setdefault(lemma, set()).add(particle)
    nouns = {frame: _voices(words) for frame, words in cues["nouns"].items()}
    adjectives = {frame: frozenset(words) for frame, words in cues["adjectives"].items()}
    phrases = frozenset(tuple(phrase.split()) for phrase in cues["phrases"])
    stances = {lemma: stance for stance, lemmas in cues["stance"].items() for lemma in lemmas}
    names: tuple[SourceKind, ...] = ("collective", "organisation", "document", "social_media", "media", "witness")
    kinds: dict[str, SourceKind] = {lemma: kind for kind in names for lemma in sources[kind]}
    raising, experiencers = frozenset(cues["raising"]), frozenset(cues["experiencers"])
    return Lexicon(
        clauses, infinitives, objects, prepositions,
        {lemma: frozenset(found) for lemma, found in particles.items()},
        raising, impersonal, experiencers, nouns, frozenset(cues["light"]), adjectives,
        frozenset(cues["adverbs"]), phrases, frozenset(phrase[0] for phrase in phrases),
        frozenset(cues["possessed"]), frozenset(cues["performative"]), frozenset(cues["beside"]),
        frozenset(cues["accounts"]),
        frozenset(cues["relays"]), frozenset(cues["settings"]),
        frozenset(cues["unverified"]), frozenset(cues["hearers"]), stances,
        frozenset(cues["comment"]), frozenset(cues["responsibility"]), frozenset(sources["labels"]), kinds,
        _names(sources["media_names"]), _names(sources["social_media_names"]),
        frozenset(sources["people"]), frozenset(sources["withheld"]),
        frozenset(sources["witnessing"]), frozenset(sources["carriers"]),
        re.compile("|".join(re.escape(words) for words in sources["anonymity"])),
        dict(sources["pronouns"]),
        {word: gender for gender, words in sources["honorifics"].items() for word in words},
        {**dict.fromkeys(sources["female_nouns"], "female"), **dict.fromkeys(sources["male_nouns"], "male")},
        frozenset({*clauses, *infinitives, *objects, *prepositions, *particles, *raising, *impersonal, *experiencers}),
        frozenset(lemma for words in nouns.values() for lemma in words),
        frozenset(word for words in adjectives.values() for word in words),
    )  # fmt: skip


def _voices(section: Mapping[str, Any]) -> dict[str, bool]:
    """Lemma -> speech; a lemma in both lists is speech."""
    return {
        lemma: voice == "speech"
        for voice in ("attitude", "speech")
        for lemma in (section[voice].split() if isinstance(section[voice], str) else section[voice])
    }


def _names(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)")
