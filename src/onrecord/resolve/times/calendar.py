"""The calendar words of a language pack and its patterns, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.languages import Pack
from onrecord.resolve.numbers import NumberWords, number_words


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, its id, the resolver that reads it and the kind of trigger word that it needs."""

    id: str
    resolver: str
    regex: re.Pattern[str]
    needs: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The table `calendar` of a language pack, ready for use: words to codes, patterns, prepositions."""

    months: dict[str, int]
    ambiguous_months: frozenset[str]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    dayparts: dict[str, str]
    units: dict[str, str]
    ordinals: dict[str, int]
    decades: dict[str, int]
    shifts: dict[str, int]
    anaphoric: dict[str, int]
    parts: dict[str, str]
    approximations: dict[str, str]
    directions: dict[str, tuple[int, bool]]
    references: dict[str, tuple[str, frozenset[str]]]
    sets: dict[str, str]
    any_tag_sets: frozenset[str]
    before_year: frozenset[str]
    holidays: dict[str, tuple[int, int]]
    relations: dict[str, str]
    future_verbs: frozenset[str]
    planned_verbs: frozenset[str]
    speech_verbs: frozenset[str]
    occurrence_verbs: frozenset[str]
    patterns: tuple[Pattern, ...]
    triggers: dict[str, str]
    numbers: NumberWords
    before_article: frozenset[str]
    before_plural: frozenset[str]


def _either(words: Mapping[str, Any] | list[str]) -> str:
    """An alternation of `words`, longest first, with word boundaries, any hyphen or space between words."""
    ordered = sorted(map(str, words), key=lambda word: (-len(word), word))
    return r"(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered) + r")(?![a-z])"


_NEEDS = {
    **dict.fromkeys(("day_range", "calendar_day", "month"), "month"),
    **dict.fromkeys(("weekday", "weekday_set", "night_between"), "weekday"),
    "season": "season",
    **dict.fromkeys(("iso", "numeric", "year_range"), "digits"),
    **dict.fromkeys(
        ("period", "half_unit", "unit_set", "stretch", "directed", "duration", "year_end", "century"), "unit"
    ),
}
"""Which kind of trigger word the patterns of a resolver cannot do without."""


@cache
def calendar(pack: Pack) -> Calendar:
    """The calendar of `pack`, read and compiled once."""
    table = pack.table("calendar")
    numbers = number_words(pack)
    months, seasons = dict(table["months"]), dict(table["seasons"])
    references = {
        str(word): (str(entry["value"]), frozenset(entry.get("tags", ())))
        for word, entry in table["references"].items()
    }
    directions = {str(word): (int(e["sign"]), bool(e["anchored"])) for word, e in table["directions"].items()}
    full_weekdays = [day for day in table["weekdays"] if day not in table["abbreviated_weekdays"]]
    classes = {
        "month": _either(months), "anyweekday": _either(table["weekdays"]), "weekday": _either(full_weekdays),
        "season": _either(seasons), "daypart": _either(table["dayparts"]), "unit": _either(table["units"]),
        "ordinal": _either(table["ordinals"]), "decade": _either(table["decades"]), "shift": _either(table["shifts"]),
        "anaphoric": _either(table["anaphoric"]), "part": _either(table["parts"]),
        "approximation": _either(table["approximations"]), "direction": _either(directions),
        "reference": _either(references), "set": _either(table["sets"]), "holiday": _either(table["holidays"]),
        "number": numbers.pattern,
        "spokenyear": str(table["spoken_year"]),
    }  # fmt: skip
    patterns = tuple(
        Pattern(
            id=str(entry["id"]),
            resolver=str(entry["class"]),
            regex=re.compile(
                r"(?<![\w])(?:"
                + str(entry["pattern"]).replace(" ", r"\s").format_map(_Doubled(classes))
                + r")(?![A-Za-z])",
                re.IGNORECASE,
            ),
            needs=_NEEDS.get(str(entry["class"]), ""),
        )
        for entry in table["patterns"]
    )
    triggers = dict.fromkeys(
        [
            word.split()[-1].split("-")[-1]
            for word in [*table["dayparts"], *table["sets"], *table["decades"], *references]
        ]
        + str(table["triggers"]).split(),
        "other",
    )
    for kind, words in (
        ("unit", table["units"]),
        ("season", seasons),
        ("weekday", table["weekdays"]),
        ("month", months),
    ):
        triggers.update(dict.fromkeys(map(str, words), kind))
    return Calendar(
        months=months,
        ambiguous_months=frozenset(table["ambiguous_months"]),
        weekdays=dict(table["weekdays"]),
        seasons=seasons,
        dayparts=dict(table["dayparts"]),
        units=dict(table["units"]),
        ordinals=dict(table["ordinals"]),
        decades=dict(table["decades"]),
        shifts=dict(table["shifts"]),
        anaphoric=dict(table["anaphoric"]),
        parts=dict(table["parts"]),
        approximations=dict(table["approximations"]),
        directions=directions,
        references=references,
        sets=dict(table["sets"]),
        before_year=frozenset(table["before_year"]),
        any_tag_sets=frozenset(table["any_tag_sets"]),
        holidays={str(name): (int(on[0]), int(on[1])) for name, on in table["holidays"].items()},
        relations=dict(table["relations"]),
        future_verbs=frozenset(table["future_verbs"]),
        planned_verbs=frozenset(table["planned_verbs"]),
        speech_verbs=frozenset(table["speech_verbs"]),
        occurrence_verbs=frozenset(table["occurrence_verbs"]),
        patterns=patterns,
        triggers=triggers,
        numbers=numbers,
        before_article=frozenset(table["quantity_before"]["a"]),
        before_plural=frozenset(table["quantity_before"]["many"]),
    )


class _Doubled(dict[str, str]):
    """A mapping for `format_map` whose patterns' own spaces stand for any single white space."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name).replace(" ", r"\s")
