"""A promise, demand, threat or accusation and what it is about, as one row: how PLOVER counts them.

PLOVER's manual (0.8, 'Auxiliary modes'): where an event could be told as another type with an auxiliary mode (AGREE as
SUPPORT + future, THREATEN as ASSAULT + hypothetical), the plain type is the one to code.
Onrecord keeps both, the utterance and its content; here they become the utterance's row again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from onrecord.export.keep import Balance, reasons
from onrecord.model import Actor, Mention

UTTERANCES = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""The types that are done by saying: PLOVER's verbal quads without CONSULT (a meeting) and SANCTION (an act)."""

_OF_FACTS = frozenset({"disapprove", "investigate"})
"""Modes of ACCUSE that take up what has happened: the attack that is condemned stays an event of its own."""

_DONE = frozenset({"occurred", "ongoing"})

_AUXILIARY = {"planned": "future", "predicted": "future", "hypothetical": "hypothetical", "negated": "negation"}


@dataclass(frozen=True, slots=True)
class Event:
    """A row in PLOVER's shape: the mention, and the mentions that were its content."""

    mention: Mention
    content: tuple[Mention, ...] = ()


def auxiliary_modes(mention: Mention) -> tuple[str, ...]:
    """PLOVER's auxiliary modes of a mention: ``historical``, ``future``, ``hypothetical``, ``negation``.

    `background` makes it historical; planned and predicted are future, negated is negation (manual, 'Auxiliary modes').

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "aid")
    >>> auxiliary_modes(Mention("m", "AID", word, word, status="planned", background=True))
    ('historical', 'future')
    """
    historical = ("historical",) if mention.background else ()
    return historical + ((_AUXILIARY[mention.status],) if mention.status in _AUXILIARY else ())


def folds_into(content: Mention, act: Mention) -> bool:
    """Whether `content`, which points to `act`, is told by the act's type alone.

    It is when the act is done by saying, and the content would carry an auxiliary mode (it is planned, predicted,
    hypothetical or negated) or is what an accusation alleges. What was condemned or is investigated has happened apart
    from that and keeps its row.
    """
    if act.type not in UTTERANCES:
        return False
    return content.status not in _DONE or (act.type == "ACCUSE" and not _OF_FACTS.intersection(act.modes))


def events(mentions: Iterable[Mention], include: frozenset[str], balance: Balance) -> Iterator[Event]:
    """The events of one document in PLOVER's shape, in the order of the mentions; `balance` counts what is not there.

    A mention that folds counts as folded when its act is written and otherwise is left out for the act's reasons. One
    whose act is not among `mentions` (a selection left it out) stands for itself.
    """
    held = tuple(mentions)
    acts = _acts(held)
    content: dict[str, list[Mention]] = {}
    kept: list[Mention] = []
    for mention in held:
        act = acts.get(mention.id)
        if act is None:
            if balance.keeps(reasons(mention), include):
                kept.append(mention)
            continue
        uncertain = ("uncertain",) if mention.uncertain else ()
        if balance.keeps(tuple(dict.fromkeys((*reasons(act), *uncertain))), include):
            balance.folded += 1
            content.setdefault(act.id, []).append(mention)
    for mention in kept:
        yield _event(mention, tuple(content.get(mention.id, ())))


def _acts(mentions: tuple[Mention, ...]) -> dict[str, Mention]:
    """Id of each mention that folds -> the outermost act that it folds into."""
    by_id = {mention.id: mention for mention in mentions}
    parents = {}
    for mention in mentions:
        act = by_id.get(mention.content_of or "")
        if act is not None and act is not mention and folds_into(mention, act):
            parents[mention.id] = act
    roots: dict[str, Mention] = {}
    for mention in mentions:
        seen, at = {mention.id}, mention
        while at.id in parents and parents[at.id].id not in seen:
            at = parents[at.id]
            seen.add(at.id)
        if at is not mention and at.id not in parents:  # a ring of contents, which no coder makes, folds nowhere
            roots[mention.id] = at
    return roots


def _event(act: Mention, content: tuple[Mention, ...]) -> Event:
    """The act with its content: its contexts, and a recipient from it where the act has none of its own."""
    if not content:
        return Event(act)
    contexts = tuple(dict.fromkeys((*act.contexts, *(context for one in content for context in one.contexts))))
    recipients = act.recipients or _concerned(act, content[0])
    return Event(replace(act, contexts=contexts, recipients=recipients), content)


def _concerned(act: Mention, content: Mention) -> tuple[Actor, ...]:
    """Whom an utterance without a recipient is directed at: who is to act or has acted, else whom that concerns."""
    doers = {_who(actor) for actor in act.actors}
    others = tuple(actor for actor in content.actors if _who(actor) not in doers)
    return others or tuple(actor for actor in content.recipients if _who(actor) not in doers)


def _who(actor: Actor) -> object:
    return actor.name or actor.span
