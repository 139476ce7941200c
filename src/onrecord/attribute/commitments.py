"""A cooperative act that its own doer announces is a promise: the promise has been made, the act is its content.

PLOVER codes 'Turkey will donate tents, its embassy announced' as AGREE (manual: announced future meetings, visits,
acts of support, cooperation or aid); here the promise is a mention of its own, and the act keeps its type as
``planned``. What somebody else foretells ('Turkey will donate tents, aid workers said') promises nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.model import Actor, Attribution, CodedBy, Mention, Reason, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from onrecord.codebooks import Codebook

PROMISE = "AGREE"
COOPERATIVE = frozenset({"AID", "COOPERATE", "CONSULT", "SUPPORT"})
"""The types whose announcement is AGREE (PLOVER manual, AGREE); yielding and sanctions have promises of their own."""
_SPOKESMEN = frozenset({"person", "office", "organisation"})
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "COP"})
_FIRST_PERSON = frozenset({"we", "i", "us", "our"})
_COMMITTING = ("status:will/commitment", "status:would/commitment", "status:going-to/commitment")


def with_commitments(doc: Doc, text: str, mentions: Iterable[Mention], codebook: Codebook) -> tuple[Mention, ...]:
    """The mentions with a promise before each cooperative act that its own doer announces.

    A promise is added when a mention of a type in `COOPERATIVE` is ``planned`` by *will*, *going to* or, in reported
    speech, *would*; no speech act has it for its content yet; and its nearest attribution asserts it with a source
    that is the doer: of the same name, an official or office of the same country, or the *we* of a quotation. Unnamed
    sources promise nothing for anybody.

    The promise's trigger is the modal (*going* of *going to*), its evidence, actors and recipients are those of the
    act; of the act's attributions it keeps those that report the announcement.

    Parameters
    ----------
    codebook
        Gives quad, intensity and CAMEO of the promise; nothing is added where it has no AGREE.
    """
    out: list[Mention] = []
    taken: set[str] = set()
    for mention in mentions:
        modal = _announced(doc, mention) if PROMISE in codebook.types else None
        if modal is None:
            out.append(mention)
            continue
        span = Span.of(text, modal.idx, modal.idx + len(modal.text))
        key = f"{modal.idx}-{PROMISE}"
        if key not in taken:
            taken.add(key)
            out.append(_promise(mention, key, span, codebook))
        out.append(replace(mention, content_of=key))
    return tuple(out)


def _announced(doc: Doc, mention: Mention) -> Token | None:
    """The modal by which the doer of `mention` commits himself, or None."""
    if mention.type not in COOPERATIVE or mention.status != "planned" or mention.content_of is not None:
        return None
    if not mention.attributions or mention.same_as is not None:
        return None
    held = mention.attributions[0]
    if held.source is None or held.stance not in {"asserts", "confirms"} or not _is_doer(held.source, mention, held):
        return None
    if not any(reason.rule in _COMMITTING for reason in mention.why):
        return None
    trigger = doc.char_span(mention.trigger.start, mention.trigger.end, alignment_mode="expand")
    return _modal(trigger[0]) if trigger is not None else None


def _modal(token: Token) -> Token | None:
    for _ in range(4):
        for child in token.lefts:
            if child.tag_ == "MD":
                return child
        if token.lower_ == "going":
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_doer(source: Source, mention: Mention, held: Attribution) -> bool:
    if source.anonymous or source.kind not in _SPOKESMEN:
        return False
    return any(_same(source, actor) or _speaks_for_itself(actor, held) for actor in mention.actors)


def _same(source: Source, actor: Actor) -> bool:
    if source.name is not None and actor.name is not None and source.name == actor.name:
        return True
    if source.span.overlaps(actor.span):
        return True
    official = source.kind == "organisation" or bool(_OFFICIAL.intersection(source.sectors))
    state = not actor.sectors or bool(_OFFICIAL.intersection(actor.sectors))
    return official and state and source.country is not None and source.country == actor.country


def _speaks_for_itself(actor: Actor, held: Attribution) -> bool:
    return held.manner != "indirect" and actor.span.text.lower() in _FIRST_PERSON


def _promise(act: Mention, key: str, trigger: Span, codebook: Codebook) -> Mention:
    source = act.attributions[0].source
    who = source.span.text if source is not None else ""
    reasons = (
        Reason("commitment:announced", f"'{trigger.text} {act.trigger.text}': {who} speaks for the one who will do it"),
    )
    return Mention(
        id=key,
        type=PROMISE,
        trigger=trigger,
        evidence=act.evidence,
        contexts=act.contexts,
        quad=codebook.types[PROMISE].quad,
        cameo=codebook.cameo(PROMISE, ()),
        intensity=codebook.intensity(PROMISE, ()),
        actors=act.actors,
        recipients=act.recipients,
        status="occurred",
        attributions=_reporters(act.attributions),
        confidence=act.confidence,
        coded_by=CodedBy(rules=(reasons[0].rule,)),
        why=reasons,
    )


def _reporters(held: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Those who report the first of `held`, from the inside out, counted anew."""
    chain: list[Attribution] = []
    at = held[0].within
    while at is not None and len(chain) < len(held):
        chain.append(held[at])
        at = held[at].within
    last = len(chain) - 1
    return tuple(replace(one, within=i + 1 if i < last else None) for i, one in enumerate(chain))
