"""The nouns of a codebook: frozen, plain, without knowledge of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

QUADS: Mapping[int, str] = MappingProxyType(
    {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
)
"""The four classes of a quad count, by number (PLOVER manual, table 'Quad categories in PLOVER')."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done: ``ASSAULT``, mode ``drone``.

    Parameters
    ----------
    name
        The codebook's word, in lower case.
    definition
        One or two sentences.
    score
        Conflict or cooperation, -10 to +10.
    examples
        Sentences that report it.
    cameo
        The CAMEO code that comes closest, or None: then the type's own stands for it.
    content
        Of a speech act: the types of its content that give it this mode ('demanded the release': yield).
    """

    name: str
    definition: str
    score: float
    examples: tuple[str, ...] = ()
    cameo: str | None = None
    content: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event with its modes.

    Parameters
    ----------
    name
        The codebook's word, in capitals.
    definition
        What the type covers.
    quad
        1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    score
        Conflict or cooperation without a mode, -10 to +10.
    recipient_required
        Whether the codebook asks for a recipient.
    includes, excludes
        What belongs here though one might doubt it, and what belongs elsewhere.
    examples
        At least three sentences that report it.
    cameo
        The CAMEO code that stands for the type as a whole.
    modes
        Its modes by name.
    """

    name: str
    definition: str
    quad: int
    score: float
    recipient_required: bool
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    examples: tuple[str, ...]
    cameo: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Context:
    """What an event was about: a definition, and words (all in lower case) that speak for it."""

    name: str
    definition: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """One CAMEO code: its name and Goldstein score, and what it is called in this codebook.

    `type` is None for the CAMEO codes that the codebook leaves out (01 and 02 in PLOVER).
    """

    cameo: str
    name: str
    goldstein: float | None
    type: str | None
    modes: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that report a type under conditions.

    Parameters
    ----------
    id
        ``TYPE/lemma#n``: file, first lemma of the entry and its place among the entries of the file.
    type
        A type of the codebook, or ``none`` for a use that reports no event.
    words
        The lemma first for a verb (``call off``: ``("call", "off")``), last for a noun (``("air", "strike")``).
    when
        The conditions; all must hold. Values are tuples of words, or for ``prep`` a dict of them.
    roles
        Grammatical function -> ``actor`` or ``recipient``; empty for the default.
    needs
        Of a noun: participants without which it is no mention (``any``: at least one of the two).
    """

    id: str
    type: str
    words: tuple[str, ...]
    weight: float
    when: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    modes: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("any",)
    content: bool = False


class Lexicon:
    """The words of one language that report the types of a codebook.

    Parameters
    ----------
    verbs, nouns
        Lemma of the head word -> entries, in the order of the files.
    classes
        Class name -> lemmas (``agreement`` -> accord, deal, ...).
    """

    __slots__ = ("_expanded", "classes", "nouns", "verbs")

    def __init__(
        self,
        verbs: dict[str, tuple[Entry, ...]],
        nouns: dict[str, tuple[Entry, ...]],
        classes: dict[str, frozenset[str]],
    ) -> None:
        self.verbs, self.nouns, self.classes = verbs, nouns, classes
        self._expanded: dict[tuple[str, ...], frozenset[str]] = {}

    def expand(self, words: Iterable[str]) -> frozenset[str]:
        """The lemmas meant by `words`, each ``@class`` replaced by its members. One dict look-up after the first time.

        Examples
        --------
        >>> sorted(Lexicon({}, {}, {"pact": frozenset({"accord", "deal"})}).expand(("@pact", "law")))
        ['accord', 'deal', 'law']
        """
        key = tuple(words)
        known = self._expanded.get(key)
        if known is None:
            known = frozenset(
                lemma for word in key for lemma in (self.classes[word[1:]] if word.startswith("@") else (word,))
            )
            self._expanded[key] = known
        return known


@dataclass(frozen=True, slots=True)
class Codebook:
    """Types, modes, contexts, scores, crosswalk and lexicons. Made by :func:`onrecord.codebooks.load`.

    Parameters
    ----------
    types, contexts
        By name, in the order of the files.
    crosswalk
        CAMEO code -> :class:`Crossing`.
    lexicons
        ISO 639-1 code -> :class:`Lexicon`.
    hash
        SHA-256 over names and contents of the files, as hexadecimal digits.

    Examples
    --------
    >>> from onrecord import codebooks
    >>> plover = codebooks.load("plover")
    >>> plover.types["SANCTION"].quad, plover.mode_score("ASSAULT", "drone"), plover.cameo("CONSULT", ("phone",))
    (4, -9.5, ('041',))
    >>> plover.goldstein("190")
    -10.0
    """

    name: str
    version: str
    title: str
    source: str
    licence: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    crosswalk: Mapping[str, Crossing]
    lexicons: Mapping[str, Lexicon]
    hash: str

    def lexicon(self, language: str) -> Lexicon:
        """The lexicon for a language; raises InvalidSetting where the codebook has none."""
        from onrecord.errors import InvalidSetting

        if language not in self.lexicons:
            raise InvalidSetting(
                f"codebook {self.name!r} has no lexicon for the language {language!r}",
                remedy=f"code texts in {', '.join(sorted(self.lexicons))}, or add a folder lexicon/{language}",
            )
        return self.lexicons[language]

    def mode_score(self, type: str, mode: str) -> float:  # noqa: A002 - the field's own word
        """The score of a type with a mode, -10 to +10; raises KeyError for what the codebook does not have."""
        return self.types[type].modes[mode].score

    def intensity(self, type: str, modes: Iterable[str] = ()) -> float:  # noqa: A002
        """The score of an event: that of its mode; of several modes the one furthest from zero; else the type's own.

        Examples
        --------
        >>> from onrecord import codebooks
        >>> codebooks.load("plover").intensity("ASSAULT", ("primitive", "beat"))
        -8.0
        """
        known = self.types[type]
        scores = [known.modes[mode].score for mode in modes if mode in known.modes]
        return max(scores, key=abs) if scores else known.score

    def cameo(self, type: str, modes: Iterable[str] = ()) -> tuple[str, ...]:  # noqa: A002
        """The CAMEO codes that come closest: one a mode that has its own code, else the root of the type."""
        known = self.types[type]
        codes = [code for mode in modes if mode in known.modes and (code := known.modes[mode].cameo)]
        return tuple(dict.fromkeys(codes)) or (known.cameo,)

    def goldstein(self, cameo: str) -> float | None:
        """The Goldstein score of a CAMEO code, -10 to +10; None for a code that is not in the crosswalk."""
        crossing = self.crosswalk.get(cameo)
        return crossing.goldstein if crossing else None
