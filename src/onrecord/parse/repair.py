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

    Only in headlines, which have no full stop: in prose a fronted content clause goes with a verb of saying
    that may have an object of its own ('It was late, he told the agency.').
    """
    verb = clause.head
    if clause.i > verb.i or _is_closed(clause):
        return
    has_object = any(c.dep_ in ("dobj", "attr") and c.i > verb.i for c in verb.children)
    both = all(any(c.dep_ in ("nsubj", "nsubjpass") for c in v.lefts) for v in (verb, clause))
    if has_object and both:
        clause.dep_ = "parataxis"


def _is_closed(token: Token) -> bool:
    """Whether the sentence ends in a full stop, question mark or quotation mark."""
    for last in reversed(token.sent):
        if not last.is_space:
            return last.text[-1] in ".!?\"'"
    return False
