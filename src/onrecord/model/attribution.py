"""On whose word something stands (the annotation standard of PARC 3.0 and PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.span import Span

SourceKind = Literal["person", "organisation", "office", "collective", "witness", "media", "social_media", "document"]
Manner = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserts", "confirms", "denies", "doubts", "claims", "declines"]


@dataclass(frozen=True, slots=True)
class Source:
    """Who vouches for a content.

    Parameters
    ----------
    span
        The source as the text names it (for a pronoun: the pronoun).
    name
        The name it resolves to in this document (the antecedent of a pronoun), or the description itself.
    kind
        See the glossary: person, organisation, office, collective, witness, media, social_media, document.
    country
        ISO 3166-1 alpha-3, or None.
    sectors
        PLOVER sectors (``GOV``, ``MIL``, ...).
    anonymous
        Whether the text withholds the name.
    """

    span: Span
    name: str | None = None
    kind: SourceKind = "person"
    title: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the cue that signals it, and the content it vouches for.

    `within` is the index, in the same tuple, of the attribution that reports this one (a chain), or None.
    `reason` is the id of the rule that proposed it. `speech` is False for attitudes, intentions and
    beliefs that nobody uttered ('hopes', 'plans to'): PolNeAR annotates them, events do not rest on them.
    """

    source: Source | None
    cue: Span | None
    content: tuple[Span, ...]
    manner: Manner = "indirect"
    stance: Stance = "asserts"
    within: int | None = None
    reason: str = ""
    speech: bool = True
