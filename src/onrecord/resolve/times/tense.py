"""The direction in which a clause looks: back, ahead, or neither."""

from __future__ import annotations

from spacy.tokens import Token

PAST, PRESENT, FUTURE, UNKNOWN = -1, 2, 1, 0
_STEPS = 10


def governor(token: Token) -> Token | None:
    """The nearest verb or auxiliary above `token`, itself included, or None."""
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def direction(token: Token, future_verbs: frozenset[str], planned_verbs: frozenset[str]) -> int:
    """Whether the clause of `token` looks back (-1), ahead (1), stands in the present (2), or does not say (0).

    Tense and modals of the verb decide; an infinitive or a participle looks ahead below verbs and adjectives of
    planning ('due', 'scheduled', 'agreed to'), and otherwise shares the direction of the verb above it.
    """
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            found = _of_verb(token, future_verbs, planned_verbs)
            if found is not None:
                return found
        elif token.lemma_.lower() in planned_verbs:
            return FUTURE
        if token.head.i == token.i:
            return UNKNOWN
        token = token.head
    return UNKNOWN


def _of_verb(verb: Token, future_verbs: frozenset[str], planned_verbs: frozenset[str]) -> int | None:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    tag = verb.tag_
    if any(helper.tag_ == "MD" for helper in helpers):
        perfect = any(helper.lower_ in ("have", "'ve") for helper in helpers)
        return PAST if perfect else FUTURE
    finite = next((helper.tag_ for helper in helpers if helper.tag_ in ("VBD", "VBZ", "VBP")), "")
    planned = verb.lemma_.lower() in future_verbs or verb.lower_ == "going"
    if tag == "VBD":
        return PAST
    if tag == "VBN":
        if not helpers:
            return FUTURE if verb.lemma_.lower() in planned_verbs else PAST
        if planned and finite != "VBD" and not any(helper.lemma_ == "have" for helper in helpers):
            return FUTURE
        if verb.lemma_.lower() in planned_verbs:
            return FUTURE
        return (
            PRESENT
            if finite in ("VBZ", "VBP") and not any(h.lemma_ in ("have", "'ve", "'s") for h in helpers)
            else PAST
        )
    if tag == "VBG":
        if finite in ("VBZ", "VBP"):
            return FUTURE if not any(helper.lower_ == "been" for helper in helpers) else PAST
        return PAST if finite == "VBD" else None
    if tag in ("VBZ", "VBP"):
        return PRESENT
    if tag == "VB" and any(helper.lower_ == "to" for helper in helpers):
        head = verb.head
        return (
            FUTURE if head.i == verb.i or head.lemma_.lower() in future_verbs or head.pos_ in ("NOUN", "ADJ") else None
        )
    return FUTURE if planned and not finite else {"VBD": PAST, "VBZ": PRESENT, "VBP": PRESENT}.get(finite)
