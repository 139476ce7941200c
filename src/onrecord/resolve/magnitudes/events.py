"""Which magnitudes are an event's: those of its clause, its object and its results."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from onrecord.languages import Pack, load
from onrecord.model import Magnitude, Mention, Span
from onrecord.resolve.times.calendar import calendar

_STEPS = 12
_HARM = frozenset({"killed", "injured", "displaced", "missing"})
_INSIDE = frozenset({"in", "during", "by", "with", "at", "through", "of", "from", "amid", "on", "to", "into"})
_CAUSE = frozenset({"after", "following", "when", "as", "while", "since", "because", "over"})


def event_magnitudes(
    doc: Doc, text: str, mention: Mention, magnitudes: tuple[Magnitude, ...], pack: Pack | None = None
) -> tuple[Magnitude, ...]:
    """The magnitudes that `mention` reports, in the order of the text; conflicting ones stay side by side.

    A count belongs to an event when it stands below the trigger ('killed 12', 'the arrest of 20', 'an ambush that left
    five dead'), in the clause of an event noun ('the attack killed 12', 'twelve died in an attack'), or in its result
    ('attacked the village, killing 12'). A verb of saying joins nothing: what is told about stands below it.
    """
    speech = calendar(pack if pack is not None else load("en")).speech_verbs
    trigger = _tokens(doc, mention.trigger)
    first = bisect_left(magnitudes, mention.evidence.start, key=lambda m: m.span.start)
    last = bisect_left(magnitudes, mention.evidence.end, key=lambda m: m.span.start)
    near = [m for m in magnitudes[first:last] if m.span.end <= mention.evidence.end]
    if not near or not trigger:
        return ()
    inside = {token.i for token in trigger}
    top = next((t for t in trigger if t.head.i not in inside or t.head.i == t.i), trigger[0])
    found = []
    for magnitude in near:
        counted = _tokens(doc, magnitude.whom or magnitude.span)
        if not counted:
            continue
        within = {token.i for token in counted}
        node = next((t for t in counted if t.head.i not in within or t.head.i == t.i), counted[0])
        if magnitude.measure == "money" and not _below(node, inside):
            continue
        if _linked(node, top, inside, magnitude.measure in _HARM, speech):
            found.append(magnitude)
    return tuple(found)


def _tokens(doc: Doc, span: Span) -> list[Token]:
    covered = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [token for token in covered if not token.is_space] if covered is not None else []


def _below(node: Token, inside: set[int]) -> bool:
    """Whether a count depends on the trigger through objects and prepositions alone."""
    token = node
    for _ in range(_STEPS):
        if token.i in inside:
            return True
        if token.head.i == token.i or token.dep_ in ("relcl", "ccomp", "advcl", "parataxis"):
            return False
        token = token.head
    return False


def _linked(node: Token, top: Token, inside: set[int], harm: bool, speech: frozenset[str]) -> bool:
    """Whether a count and a trigger meet; harm may stand in the clause above its cause ('hurt when police charged')."""
    counted = _chain(node, _INSIDE, speech)
    if inside & counted:
        return True
    own = _chain(top, _INSIDE | (_CAUSE if harm else frozenset()), speech)
    return bool(counted & own)


def _chain(token: Token, links: frozenset[str], speech: frozenset[str]) -> set[int]:
    """The word and, upwards, what it shares an event with: its noun, its clause's verb, the verb it results from."""
    reached = {token.i}
    for _ in range(_STEPS):
        head, role = token.head, token.dep_
        if head.i == token.i or role in ("ccomp", "parataxis", "csubj"):
            break
        if role in ("relcl", "acl"):
            reached.add(head.i)
            break
        if role == "advcl":
            marks = {child.lower_ for child in token.children if child.dep_ in ("mark", "advmod") and child.i < token.i}
            clausal = any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children)
            if (clausal or marks) and not marks & links & _CAUSE:
                break
        if role == "prep" and token.lower_ not in links:
            break
        if head.pos_ in ("VERB", "AUX") and head.lemma_.lower() in speech:
            break
        if (
            head.pos_ in ("VERB", "AUX")
            and role == "xcomp"
            and head.lemma_.lower() not in ("begin", "start", "continue", "be", "have")
        ):
            break
        if head.pos_ != "ADP":
            reached.add(head.i)
        token = head
    return reached
