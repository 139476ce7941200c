"""The table `magnitudes` of a language pack, ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.languages import Pack


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """Which words say what is counted: lemma to measure, and sets of nouns."""

    patients: dict[str, str]
    agents: dict[str, str]
    states: dict[str, str]
    counted: dict[str, str]
    counted_none: dict[str, str]
    stocks: frozenset[str]
    nominals: dict[str, str]
    gatherings: frozenset[str]
    tolls: frozenset[str]
    loose: frozenset[str]
    particled: frozenset[str]
    deadly: frozenset[str]
    resultative: frozenset[str]
    between: frozenset[str]
    singular: frozenset[str]
    people: frozenset[str]
    people_endings: re.Pattern[str]
    civilians: frozenset[str]
    combatants: frozenset[str]
    not_people: frozenset[str]
    currencies: frozenset[str]
    cumulative: re.Pattern[str]
    stock: re.Pattern[str]

    def are_people(self, noun: str) -> bool:
        """Whether a noun names people, by the list or by its ending."""
        return noun not in self.not_people and (noun in self.people or bool(self.people_endings.search(noun)))


@cache
def measure_words(pack: Pack) -> MeasureWords:
    """The measure words of `pack`, read once."""
    table = pack.table("magnitudes")

    def turned(name: str) -> dict[str, str]:
        return {str(verb): str(measure) for measure, verbs in table[name].items() for verb in verbs}

    def words(name: str) -> frozenset[str]:
        return frozenset(map(str, table[name]))

    return MeasureWords(
        patients=turned("patients"),
        agents=turned("agents"),
        states=dict(table["states"]),
        counted=dict(table["counted"]),
        counted_none={**table["counted"], **table["counted_none"]},
        stocks=words("stocks"),
        nominals=dict(table["nominals"]),
        gatherings=words("gatherings"),
        tolls=words("tolls"),
        loose=words("loose"),
        particled=words("particled"),
        deadly=words("deadly"),
        resultative=words("resultative"),
        between=words("between"),
        singular=words("singular"),
        people=words("people"),
        people_endings=re.compile(table["people_endings"]),
        civilians=words("civilians"),
        combatants=words("combatants"),
        not_people=words("not_people"),
        currencies=words("currencies"),
        cumulative=re.compile(table["cumulative"], re.IGNORECASE),
        stock=re.compile(table["stock"], re.IGNORECASE),
    )
