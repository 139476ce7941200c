"""What can take part in a political event: people, states, organisations, armed groups; not things."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.find.words import words

_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NOT_A_SIDE = frozenset(["DATE", "TIME", "MONEY", "PERCENT", "LAW", "EVENT", "WORK_OF_ART", "LOC", "FAC", "PRODUCT"])


def content_noun(token: Token) -> Token:
    """The noun that counts in a measure phrase: 'dozens of protesters' -> protesters, 'two of them' -> them.

    Examples
    --------
    A Doc is needed; see ``tests/find/test_entities.py``.
    """
    for _ in range(3):
        measure = token.pos_ == "NUM" or token.lemma_.lower() in words(token, "measure_nouns", "participants")
        if not measure:
            return token
        inner = next(
            (g for c in token.rights if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"),
            None,
        )
        if inner is None:
            return token
        token = inner
    return token


def is_entity(token: Token) -> bool:
    """Whether the phrase headed by `token` names or describes somebody who can act or be acted upon."""
    head = content_noun(token)
    if head.pos_ == "PRON" or head.tag_ in ("PRP", "WP"):
        return head.lower_ in words(head, "any_pronouns")
    if head.pos_ == "NUM":
        # '12 were killed': people counted without a noun; never a year, a sum or a percentage.
        return head.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")
    lemma = head.lemma_.lower()
    if lemma in words(head, "quantities") and head.tag_ == "NNS" and head.ent_type_ not in ("DATE", "TIME", "MONEY"):
        return not any(c.lower_ == "of" for c in head.rights)
    participants = words(head, "participants", "participants")
    if lemma in participants or head.lower_ in participants:
        return True
    if lemma in words(head, "things", "participants"):
        return False
    if head.ent_type_ in _NAMED:
        return True
    if head.pos_ == "PROPN":
        return head.ent_type_ not in _NOT_A_SIDE
    return head.pos_ == "ADJ" and head.ent_type_ in ("NORP", "GPE") and head.dep_ != "amod"


def is_private(token: Token) -> bool:
    """Whether the phrase is a business, a relative, a sportsman: who is in public life by chance only."""
    head = content_noun(token)
    return head.lemma_.lower() in words(head, "private", "participants") or head.lower_.rstrip(".") in words(
        head, "company_forms", "participants"
    )


def is_anybody(token: Token) -> bool:
    """Whether the phrase says nothing of who it is: 'people', 'everyone', 'you'."""
    head = content_noun(token)
    return head.lemma_.lower() in words(head, "anybody", "participants") or head.lower_ in words(
        head, "anybody", "participants"
    )
