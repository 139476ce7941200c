"""Mending attachments that a small parser gets wrong in news prose, by rules of grammar alone.

Each rule looks at a few labels and tags; none knows a word of any text. They run once after the parser, so
every later stage reads the mended tree.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

_FINITE_PAST = "VBD"


def repair(doc: Doc) -> Doc:
    """Mend `doc` in place and return it; linear in its tokens."""
    for token in doc:
        if token.dep_ == "conj" and token.tag_ == _FINITE_PAST:
            _reported_then_coordinated(token)
        elif token.dep_ == "ccomp":
            _spliced_headline(token)
    return doc


def _reported_then_coordinated(verb: Token) -> None:
    """'denied that ships had fired and urged Manila to ...': a simple past after a perfect, an infinitive or a
    modal belongs beside the verb of saying, not inside what is said.

    The content clause of a past-tense verb of saying is backshifted (Quirk et al., A Comprehensive Grammar of
    the English Language, 14.31): a bare simple past coordinated with 'had fired' or 'would fire' is not part of it.
    """
    first = verb.head
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.lefts):
        return
    node = first
    for _ in range(4):
        if node.dep_ in ("ccomp", "xcomp", "conj", "advcl") and node.tag_ != _FINITE_PAST and node.head.i < node.i:
            node = node.head
            if node.tag_ == _FINITE_PAST and node.pos_ in ("VERB", "AUX"):
                if node is not first and node.i < verb.i:
                    verb.head = node
                return
        else:
            return


def _spliced_headline(clause: Token) -> None:
    """'Chad moves armour, Khartoum denies raid': two clauses with a comma, not one as the content of the other.

    A fronted content clause leaves the verb of saying without an object ('It was late, he said').
    """
    verb = clause.head
    if clause.i < verb.i and any(c.dep_ in ("dobj", "attr", "prep") and c.i > verb.i for c in verb.children):
        has_object = any(c.dep_ in ("dobj", "attr") and c.i > verb.i for c in verb.children)
        subject = any(c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i for c in verb.children)
        if has_object and subject and any(c.dep_ == "nsubj" for c in clause.lefts):
            clause.dep_ = "parataxis"
