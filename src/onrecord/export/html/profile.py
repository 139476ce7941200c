"""On whose word the mentions stand, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.model import Mention


@dataclass(frozen=True, slots=True)
class Basis:
    """What a mention can rest on: a key, a name, and what is counted there."""

    key: str
    name: str
    meaning: str


BASES: tuple[Basis, ...] = (
    Basis("named", "A named source", "a person or organisation that the text names says so"),
    Basis("unnamed", "An unnamed source", "officials, sources, witnesses: the text withholds or lacks the name"),
    Basis("document", "A document", "a report, statement or ruling says so"),
    Basis("media", "Other media", "another outlet or a post says so"),
    Basis("own", "The outlet’s own voice", "the text tells it as fact and cites nobody"),
    Basis("nobody", "Nobody", "an accusation in the outlet’s own voice, for which nobody is cited"),
)


def basis_of(mention: Mention) -> str:
    """The key of the basis that a mention rests on.

    It is that of its first attribution, which the coder makes the innermost of a chain: 'Lavrov said that officials had
    reported it' rests on the officials. An office, a collective and witnesses are unnamed by their definition (see the
    glossary); persons and organisations when the text withholds the name.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "met")
    >>> basis_of(Mention("m", "CONSULT", word, word)), basis_of(Mention("m", "ACCUSE", word, word, unvouched=True))
    ('own', 'nobody')
    """
    if not mention.attributions:
        return "nobody" if mention.unvouched else "own"
    source = mention.attributions[0].source
    if source is None:
        return "unnamed"
    if source.kind == "document":
        return "document"
    if source.kind in ("media", "social_media"):
        return "media"
    unnamed = source.anonymous or source.kind in ("office", "collective", "witness")
    return "unnamed" if unnamed else "named"


def source_name(mention: Mention) -> str | None:
    """The name of the source that a mention rests on, or its description; None where none is cited."""
    if not mention.attributions:
        return None
    source = mention.attributions[0].source
    return "a source that the text does not say" if source is None else source.name or source.span.text


@dataclass(slots=True)
class Profile:
    """Counts over mentions.

    Attributes
    ----------
    bases
        Key of a basis -> name of a source (None in the outlet's own voice) -> numbers of the mentions.
    statuses
        Status -> how many.
    background
        How many retell an earlier event.
    uncertain_left_out
        How many rows of low confidence are not on the page.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "met")
    >>> profile = Profile.of([Mention("a", "CONSULT", word, word), Mention("b", "CONSULT", word, word)])
    >>> profile.count("own"), profile.count("named"), profile.total
    (2, 0, 2)
    """

    bases: dict[str, dict[str | None, list[int]]] = field(default_factory=lambda: {basis.key: {} for basis in BASES})
    statuses: dict[str, int] = field(default_factory=dict)
    background: int = 0
    uncertain_left_out: int = 0

    @classmethod
    def of(cls, mentions: Iterable[Mention], uncertain_left_out: int = 0) -> Profile:
        """The profile of the mentions of one document, numbered from 1."""
        profile = cls(uncertain_left_out=uncertain_left_out)
        for number, mention in enumerate(mentions, 1):
            profile.bases[basis_of(mention)].setdefault(source_name(mention), []).append(number)
            profile.statuses[mention.status] = profile.statuses.get(mention.status, 0) + 1
            profile.background += mention.background
        return profile

    @property
    def total(self) -> int:
        """How many mentions there are."""
        return sum(self.statuses.values())

    def count(self, basis: str) -> int:
        """How many rest on `basis`."""
        return sum(map(len, self.bases[basis].values()))
