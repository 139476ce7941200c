"""What an output holds: which mentions are left out of it, why, and how they come in again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from onrecord.errors import InvalidSetting
from onrecord.model import Mention

INCLUDES: Mapping[str, str] = MappingProxyType(
    {
        "planned": "what is planned, predicted or hypothetical",
        "negated": "what did not happen",
        "unvouched": "accusations that nobody vouches for",
        "background": "earlier events that a text retells",
        "uncertain": "rows of low confidence",
    }
)
"""The values of ``--include``, and what each of them brings in."""

_BY_STATUS = {"planned": "planned", "predicted": "planned", "hypothetical": "planned", "negated": "negated"}


def reasons(mention: Mention) -> tuple[str, ...]:
    """Why a mention is no plain event that happened: those of `INCLUDES` that hold for it, in their order.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "aid")
    >>> reasons(Mention("m", "AID", word, word, status="predicted", uncertain=True))
    ('planned', 'uncertain')
    """
    held = {
        _BY_STATUS.get(mention.status),
        "unvouched" if mention.unvouched else None,
        "background" if mention.background else None,
        "uncertain" if mention.uncertain else None,
    }
    return tuple(reason for reason in INCLUDES if reason in held)


def parse_includes(values: Iterable[str]) -> frozenset[str]:
    """The values of ``--include``: words of `INCLUDES`, each alone or several divided by commas.

    Raises
    ------
    InvalidSetting
        For a word that it does not know.

    Examples
    --------
    >>> sorted(parse_includes(["planned,negated", "background"]))
    ['background', 'negated', 'planned']
    """
    words = {word.strip().lower() for value in values for word in value.split(",")} - {""}
    if unknown := sorted(words - set(INCLUDES)):
        raise InvalidSetting(
            f"there is nothing called {unknown[0]!r} to include",
            where="--include",
            remedy=f"name any of {','.join(INCLUDES)}",
        )
    return frozenset(words)


@dataclass
class Balance:
    """What became of the mentions of a run.

    Parameters
    ----------
    rows
        How many rows were written.
    folded
        How many mentions stand in the row of the promise, demand, threat or accusation whose content they are.
    left_out
        How many were left out, by the reasons that held for them together.
    """

    rows: int = 0
    folded: int = 0
    left_out: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def keeps(self, why: tuple[str, ...], include: frozenset[str]) -> bool:
        """Whether a mention with these reasons is written; counts it as left out when not."""
        missing = tuple(reason for reason in why if reason not in include)
        if missing:
            self.left_out[missing] += 1
        return not missing

    def sentence(self) -> str:
        """What was left out and how it comes in, or nothing.

        Examples
        --------
        >>> Balance(left_out=Counter({("planned",): 3, ("planned", "uncertain"): 1})).sentence()
        'left out: 3 planned, 1 planned and uncertain; --include planned,negated,unvouched,background,uncertain'
        """
        if not self.left_out:
            return ""
        parts = ", ".join(f"{n} {' and '.join(why)}" for why, n in sorted(self.left_out.items()))
        return f"left out: {parts}; --include {','.join(INCLUDES)}"
