"""What a promise, a demand or a denial takes for granted: facts inside its words that its speaker does not vouch for.

'Kenya undertook to return boats that its guards had seized' promises the return; that boats were seized is told by
whoever tells the sentence. A speech act that asserts nothing has one content: what is promised, demanded, threatened
or denied. What stands beside it as a fact is presupposed: it survives when the act is negated or questioned (the
family of sentences of Chierchia and McConnell-Ginet 1990, Meaning and Grammar, section 1.3; Searle 1976,
'A classification of illocutionary acts', for commissives and directives).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.attribute.cascade import judge
from onrecord.attribute.status import answered

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.attribute.lexicon import Lexicon
    from onrecord.languages import Pack
    from onrecord.model import Attribution

_OPEN_FRAMES = frozenset(
    {"infinitive", "joined", "object", "for", "to", "on", "against", "agent", "bare", "parenthesis"}
)
"""Frames in which a performative word has no finite clause of its own that it would assert."""
_HOPS = 15


def presupposed(
    doc: Doc, trigger: Token, attribution: Attribution, words: Lexicon, pack: Pack, verbal: bool = False
) -> bool:
    """Whether the event of `trigger`, inside the content of `attribution`, is told beside it and not by it.

    `verbal` says that the event is itself a speech act: 'rejected the accusation' does not undo the accusing.

    Two rules:

    1. Under a performative word with an infinitive or a noun phrase ('agreed to', 'demanded the'), an event that
       the text lets stand as a fact is presupposed: the content itself is still to come.
    2. Under such a word, also with a clause about the future ('warned that it would'), and under a denial, an event
       in a finite relative clause, a participle on a noun, or a clause or phrase of time or cause ('after eight
       hours of talks') is presupposed, however it stands.

    Examples
    --------
    >>> from onrecord.attribute import find_attributions
    >>> from onrecord.attribute.lexicon import lexicon
    >>> from onrecord.languages import load
    >>> from onrecord.parse import Parse
    >>> pack, text = load("en"), "Kenya promised to return boats that its guards had seized."
    >>> doc = Parse(pack.pipeline).parse(text)
    >>> (held,) = find_attributions(doc, text, pack)
    >>> [token.text for token in doc if token.pos_ == "VERB" and token.idx in held.content[0]
    ...  and presupposed(doc, token, held, lexicon(pack), pack)]
    ['seized']
    """
    cue = attribution.cue
    if cue is None or attribution.manner == "direct":
        return False
    denial = attribution.stance == "denies"
    head = _head(doc, cue.start, cue.end, words)
    if head is None:
        return False
    frame = attribution.reason.rsplit("/", 1)[-1]
    commits = head.lemma_.lower() in words.performative
    performative = commits and frame in _OPEN_FRAMES
    promised = commits and frame == "clause" and _ahead(head)
    if not (performative or promised or denial) or trigger.i == head.i:
        return False
    if _beside(trigger, head, words):
        return True
    if denial and trigger.head.i == head.i and answered(trigger, pack) is not None and verbal:
        return True
    if attribution.stance == "declines" and trigger.pos_ == "VERB":
        return False
    return performative and judge(doc, trigger, pack).status in ("occurred", "ongoing")


def _head(doc: Doc, start: int, end: int, words: Lexicon) -> Token | None:
    """The word of the cue that decides: the last performative, verb or noun in it."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    heads = [token for token in span if token.pos_ in {"VERB", "NOUN"}]
    return next((t for t in heads if t.lemma_.lower() in words.performative), heads[-1] if heads else None)


def _ahead(head: Token) -> bool:
    """Whether the clause beneath a cue is about what will or would be done: 'warned that it would expel'."""
    clause = next((child for child in head.children if child.dep_ == "ccomp"), None)
    return clause is not None and any(child.tag_ == "MD" for child in clause.lefts)


def _beside(trigger: Token, head: Token, words: Lexicon) -> bool:
    """Whether the way from `trigger` up to the cue crosses into something that is told beside the content."""
    node = trigger
    for _ in range(_HOPS):
        if node.i == head.i or node.head.i == node.i:
            return False
        dep = node.dep_
        if dep == "relcl" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in node.lefts):
            return True
        if dep == "acl" and node.tag_ == "VBN":
            return True
        if dep == "advcl" and any(c.lower_ in words.beside for c in node.children if c.dep_ in {"mark", "advmod"}):
            return True
        if dep in {"pobj", "pcomp"} and node.head.lower_ in words.beside:
            return True
        node = node.head
    return False
