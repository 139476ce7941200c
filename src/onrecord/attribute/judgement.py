"""The verdict on an event (did it happen?) and the words that the cascade turns on, as look-ups.

The words are in the pack's table ``status``; :mod:`onrecord.attribute.cascade` applies them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.model import Reason, Status

if TYPE_CHECKING:
    from onrecord.languages import Pack


REMEMBERED = 11
"""How many earlier reasons a judgement carries: in a well-formed sentence all of them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the text lets an event stand.

    Parameters
    ----------
    status
        One of the six statuses.
    polarity
        1 it happened or will, -1 it did not or will not, 0 undecided.
    certainty
        0 (open) to 3 (certain).
    reasons
        The rules that fired, from the root of the sentence to the word.
    """

    status: Status = "occurred"
    polarity: int = 1
    certainty: float = 3.0
    reasons: tuple[Reason, ...] = ()

    @property
    def value(self) -> float:
        """Factuality on the scale of the UW corpus, -3 (certainly did not happen) to 3 (certainly did).

        Examples
        --------
        >>> Judgement("negated", -1, 2.5).value
        -2.5
        """
        return self.polarity * self.certainty

    @property
    def standing(self) -> str:
        """``holds``, ``negated`` or ``open``: how what is embedded under it is to be read."""
        if self.polarity < 0:
            return "negated"
        return "holds" if self.status in ("occurred", "ongoing") and self.certainty >= 1.5 else "open"

    def then(self, status: Status, value: float, rule: str, detail: str = "") -> Judgement:
        """The judgement after one more rule."""
        polarity = (value > 0) - (value < 0)
        return Judgement(status, polarity, min(abs(value), 3.0), (*self.reasons[-REMEMBERED:], Reason(rule, detail)))


class Words(NamedTuple):
    """The table ``status`` of a pack, as look-ups."""

    effects: Mapping[str, Mapping[str, tuple[str, float]]]
    verbs: Mapping[str, Mapping[str, str]]
    nouns: Mapping[str, Mapping[str, str]]
    adjectives: Mapping[str, Mapping[str, str]]
    adverbs: Mapping[str, str]
    modals: Mapping[str, str]
    strengths: Mapping[str, float]
    prepositions: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]


@cache
def words_of(pack: Pack) -> Words:
    """The pack's table ``status``, turned round for look-up by lemma."""
    table: Mapping[str, Any] = pack.table("status")

    def turned(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, lemmas in groups.items():
            for lemma in lemmas:
                found.setdefault(str(lemma), kind)
        return found

    def forms(name: str) -> dict[str, dict[str, str]]:
        return {form: turned(groups) for form, groups in table[name].items()}

    effects = {
        kind: {standing: (str(made[0]), float(made[1])) for standing, made in row.items()}
        for kind, row in table["effects"].items()
    }
    names = (
        "negation", "negative_determiners", "negative_pronouns", "not_agentive", "agentive_with_object",
        "agents", "schedulable", "condition",
        "lasting", "spans", "meetings", "voiced_by", "answers", "done",
        "forward", "beyond", "vain", "after", "punctual", "running", "scheduling", "stative",
    )  # fmt: skip
    return Words(
        effects, forms("verbs"), forms("nouns"), forms("adjectives"), turned(table["adverbs"]), table["modals"],
        table["strengths"], turned(table["prepositions"]),
        {name: frozenset(table[name]) for name in names},
    )  # fmt: skip
