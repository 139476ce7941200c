"""The language pack's table of role nouns, as look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.languages import Pack


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that says what an actor is.

    `sector` is None for nouns whose sector comes from what stands with them ('leader'); `body` is True for
    organs and collectives ('the army'), False for persons.
    """

    noun: str
    sector: str | None
    body: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a language's table `actors` says, indexed by word."""

    roles: Mapping[str, Role]
    longest_role: int
    adjectives: Mapping[str, str]
    outranking: frozenset[str]
    containers: frozenset[str]
    offices: frozenset[str]
    ranks: frozenset[str]
    honorifics: Mapping[str, str]
    abbreviations: Mapping[str, str]
    gender: Mapping[str, str]
    first_names: Mapping[str, str]
    suspected: frozenset[str]
    unidentified: frozenset[str]
    former: frozenset[str]
    not_in_a_title: frozenset[str]
    fields: Mapping[str, str]
    pronouns: Mapping[str, tuple[str, str, str]]
    first_person: frozenset[str]
    relatives: frozenset[str]
    numbers: Mapping[str, int]
    descriptions: Mapping[str, frozenset[str]]
    definite: frozenset[str]
    against: frozenset[str]
    local: frozenset[str]
    never: frozenset[str]
    abroad: frozenset[str]


@cache
def lexicon(pack: Pack) -> Lexicon:
    """The actor words of a language pack, assembled once.

    Examples
    --------
    >>> from onrecord.languages import load
    >>> lexicon(load("en")).roles["gunman"].sector
    'UAF'
    """
    table = pack.table("actors")
    roles: dict[str, Role] = {noun.replace("-", " "): Role(noun, None, False) for noun in table["open"]}
    roles.update({noun.replace("-", " "): Role(noun, None, True) for noun in table["open_bodies"]})
    for key, body in (("bodies", True), ("people", False)):
        for sector, nouns in table[key].items():
            for noun in nouns:
                roles[noun.replace("-", " ")] = Role(noun, sector, body)
    for short, sector in table["abbreviations"].items():
        roles.setdefault(short.replace("-", " "), Role(short, sector, False))

    def words(key: str) -> frozenset[str]:
        return frozenset(str(word) for word in table[key])

    return Lexicon(
        roles=roles,
        longest_role=max(noun.count(" ") + 1 for noun in roles),
        adjectives=_strings(table["adjectives"]),
        outranking=words("outranking"),
        containers=words("containers"),
        offices=words("offices"),
        ranks=words("ranks"),
        honorifics=_strings(table["honorifics"]),
        abbreviations=_strings(table["abbreviations"]),
        gender={noun: gender for gender, nouns in table["gender"].items() for noun in nouns},
        first_names={name: gender for gender, held in table["first_names"].items() for name in held},
        suspected=words("suspected"),
        unidentified=words("unidentified"),
        former=words("former"),
        not_in_a_title=words("not_in_a_title"),
        fields=_strings(table["fields"]),
        pronouns={word: (str(row[0]), str(row[1]), str(row[2])) for word, row in table["pronouns"].items()},
        first_person=words("first_person"),
        relatives=words("relatives"),
        numbers={str(word): int(number) for word, number in table["numbers"].items()},
        descriptions={kind: frozenset(nouns) for kind, nouns in table["descriptions"].items()},
        definite=words("definite"),
        against=words("against"),
        local=words("local"),
        never=words("never"),
        abroad=words("abroad"),
    )


def _strings(table: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()}
