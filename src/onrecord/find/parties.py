"""Who takes part, by the model: parties that the syntax does not reach from the trigger.

The rules read parties off the dependency tree, which says how they were found; where they find nobody on a side, the
phrases that the model marks for this trigger stand in.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from onrecord.find.candidates import MOST_PARTICIPANTS, Candidate
from onrecord.find.entities import is_entity
from onrecord.find.opinions import Named, Opinions
from onrecord.model import Reason

SURE_FROM = 0.5
"""Chance from which a phrase is taken: more likely a party than not."""


def with_parties(candidate: Candidate, doc: Doc, opinions: Opinions) -> None:
    """Fill an empty side of a candidate with the phrases that the model marks for its trigger."""
    if candidate.anaphoric or candidate.within is not None:
        return
    if candidate.actors and (candidate.recipients or candidate.things):
        return
    for named in opinions.parties(candidate.token):
        if named.chance < SURE_FROM:
            continue
        head = head_of(doc, named)
        if head is None or head.i == candidate.token.i or not is_entity(head):
            continue
        actor = named.role != "recipient"
        side = candidate.actors if actor else candidate.recipients
        if head in candidate.actors or head in candidate.recipients or len(side) >= MOST_PARTICIPANTS:
            continue
        if any(reason.rule.startswith(f"role:{'actor' if actor else 'recipient'}/") for reason in candidate.why):
            continue
        side.append(head)
        role = "actor" if actor else "recipient"
        candidate.why.append(Reason(f"model:{role}", f"{head.text!r} at {head.idx}, {named.chance:.2f}"))
        candidate.agentless = False


def head_of(doc: Doc, named: Named) -> Token | None:
    """The noun or name that heads a phrase: the one that depends on nothing inside it."""
    span = doc.char_span(named.start, named.end, alignment_mode="expand")
    if span is None:
        return None
    tops = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head is t]
    return next((t for t in tops if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")), None)
