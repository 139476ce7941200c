"""Who takes part, by the model: parties that the syntax does not reach from the trigger.

The rules read parties off the dependency tree, which says how they were found; where they find nobody on a side, the
phrases that the model marks for this trigger stand in. Of a word that no entry knows it is only guessed which side its
subject is on ('instructors were stationed'); there a phrase that the model marks changes sides.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from onrecord.find.candidates import MOST_PARTICIPANTS, Candidate
from onrecord.find.entities import is_entity
from onrecord.find.opinions import Named, Opinions
from onrecord.model import Reason

SURE_FROM = 0.5
"""Chance from which a phrase is taken: more likely a party than not."""
_OF_ONE_NAME = ("compound", "flat", "amod", "nmod", "nummod", "appos", "det")


def with_parties(candidate: Candidate, doc: Doc, opinions: Opinions) -> None:
    """Fill an empty side of a candidate with the phrases that the model marks for its trigger."""
    if candidate.anaphoric or candidate.within is not None:
        return
    if candidate.actors and (candidate.recipients or candidate.things) and not candidate.proposed:
        return
    for named in opinions.parties(candidate.token):
        head = head_of(doc, named) if named.chance >= SURE_FROM else None
        if head is None or head.i == candidate.token.i or not is_entity(head):
            continue
        role = "recipient" if named.role == "recipient" else "actor"
        side, other = candidate.actors, candidate.recipients
        if role == "recipient":
            side, other = other, side
        if any(_one_name(head, known) for known in side) or len(side) >= MOST_PARTICIPANTS:
            continue
        known = next((token for token in other if _one_name(head, token)), None)
        if known is not None and not candidate.proposed:
            continue
        if known is not None:
            other.remove(known)
            candidate.why = [r for r in candidate.why if not (r.rule.startswith("role:") and r.detail == _seen(known))]
        elif any(reason.rule.startswith(f"role:{role}/") for reason in candidate.why):
            continue
        side.append(head)
        candidate.why.append(Reason(f"model:{role}", f"{_seen(head)}, {named.chance:.2f}"))
        candidate.agentless = False


def _one_name(head: Token, known: Token) -> bool:
    """Whether two tokens belong to one name: 'President' and 'Itno' of 'President Idriss Itno'."""
    for low, high in ((head, known), (known, head)):
        while low.i != high.i and low.dep_ in _OF_ONE_NAME:
            low = low.head
        if low.i == high.i:
            return True
    return False


def _seen(token: Token) -> str:
    return f"{token.text!r} at {token.idx}"


def head_of(doc: Doc, named: Named) -> Token | None:
    """The noun or name that heads a phrase: the one that depends on nothing inside it."""
    span = doc.char_span(named.start, named.end, alignment_mode="expand")
    if span is None:
        return None
    tops = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head is t]
    return next((t for t in tops if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")), None)
