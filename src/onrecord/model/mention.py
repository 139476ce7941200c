"""One report of one event in one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.attribution import Attribution
from onrecord.model.place import Place
from onrecord.model.span import Span
from onrecord.model.time import Time

Status = Literal["occurred", "ongoing", "planned", "predicted", "hypothetical", "negated"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A decision's ground: the id of a rule or dictionary entry, and what it saw in this text.

    Examples
    --------
    >>> Reason("lexicon:verb/agree", "'agreed' at 412")
    Reason(rule='lexicon:verb/agree', detail="'agreed' at 412")
    """

    rule: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor or recipient of an event.

    Parameters
    ----------
    span
        The whole phrase as the text has it; for an implied actor, the phrase it was taken from.
    name
        The name without title and article, resolved inside the document; None when only described.
    country
        ISO 3166-1 alpha-3, or None.
    sectors
        PLOVER sectors, primary first (``GOV``, ``MIL``, ``REB``, ``UAF``, ...).
    title
        The office or rank that the text gives.
    identification
        ``named``, ``described`` ('the president', 'armed men'), ``suspected``, ``unidentified``.
    reason
        Id of the rule or dictionary entry that resolved it.
    """

    span: Span
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    title: str | None = None
    identification: str = "described"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A number that a mention reports.

    Parameters
    ----------
    measure
        ``killed``, ``injured``, ``displaced``, ``detained``, ``abducted``, ``missing``, ``released``,
        ``participants``, ``deployed``, ``money``.
    least, most
        Bounds of the count; None is open or unknown.
    whom
        Who is counted, as the text names them.
    civilian
        Whether they are civilians; None when the text does not say.
    scope
        ``incident``, ``cumulative`` (since some start) or ``stock`` (at this moment).
    """

    span: Span
    measure: str
    least: float | None
    most: float | None
    whom: Span | None = None
    civilian: bool | None = None
    scope: str = "incident"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The second-best type and its probability (None without a model)."""

    type: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class CodedBy:
    """What decided: rules in the order in which they fired, and the model's opinion when there is one."""

    rules: tuple[str, ...] = ()
    model: str | None = None
    probability: float | None = None
    runner_up: RunnerUp | None = None
    agree: bool | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One report of one event in one document, with its evidence.

    Until the coder closes a reading, `id` is a provisional key that is unique inside the document;
    `content_of`, `same_as` and `denies` hold such keys and are renamed with it.

    `why` holds the reasons for `onrecord explain`; its rule ids are `coded_by.rules`.
    """

    id: str
    type: str
    trigger: Span
    evidence: Span
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    quad: int = 0
    cameo: tuple[str, ...] = ()
    intensity: float | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    magnitudes: tuple[Magnitude, ...] = ()
    status: Status = "occurred"
    background: bool = False
    attributions: tuple[Attribution, ...] = ()
    content_of: str | None = None
    same_as: str | None = None
    denies: str | None = None
    confidence: float = 1.0
    uncertain: bool = False
    unvouched: bool = False
    coded_by: CodedBy = CodedBy()
    why: tuple[Reason, ...] = ()
