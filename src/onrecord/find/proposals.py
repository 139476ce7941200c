"""Candidates that no lexicon entry holds for: verbs and event nouns that the model takes for an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from spacy.tokens import Doc, Token

from onrecord.codebooks import Codebook, Entry
from onrecord.find.arguments import of_noun, of_verb
from onrecord.find.candidates import Candidate, fill_noun, fill_verb, lend_support
from onrecord.find.entities import is_entity
from onrecord.learned.model import Numbers

Ask = Callable[[Sequence[Token]], Numbers]
"""Gives words of one sentence the chance of every type, and last that they report no event."""

TOWARDS = ("indirect", "against", "on", "upon", "at", "to", "toward", "from", "over", "for")
"""Functions under which whom an act is directed at may stand, where no entry says it better."""

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types whose 'with' names one more who takes part (PLOVER manual, sections of these types)."""

SPOKEN = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are said; what they are about is a mention of its own."""

ALONE = 0.6
"""Chance from which a word is a candidate though the syntax gives it nobody who takes part ('three days of talks',
'in a shooting'). Set on tests/gold, by its F1 in steps of 0.1."""


def proposals(
    doc: Doc,
    found: Sequence[Candidate],
    codebook: Codebook,
    types: Sequence[str],
    ask: Ask,
    language: str,
    least: float,
) -> Iterator[Candidate]:
    """A candidate for every word to which `ask` gives one of `types` a chance of at least `least`, in text order.

    Words that an entry has been found for, that are part of one, or that carry or name the same event as one are passed
    over.
    """
    lexicon = codebook.lexicon(language)
    taken = {i for candidate in found for i in (candidate.token.i, candidate.verb.i)}
    for sentence in doc.sents:
        asked = [t for t in sentence if _may_report(t) and t.i not in taken]
        if not asked or not any(is_entity(t) for t in sentence):
            continue
        chances = ask(asked)
        for token, row in zip(asked, chances, strict=True):
            if np.isnan(row[0]):
                continue
            best = int(row[:-1].argmax())
            kind = types[best]
            if row[best] < least or kind not in codebook.types or _told_already(token, kind, found):
                continue
            candidate = _candidate(token, kind, float(row[best]), language)
            filled = fill_noun(candidate, language) if candidate.entry.needs else fill_verb(candidate, lexicon)
            if candidate.anaphoric or not filled:
                if row[best] < ALONE:
                    continue
                candidate.anaphoric, candidate.agentless = False, not (candidate.actors or candidate.recipients)
            yield candidate


def _may_report(token: Token) -> bool:
    """Verbs but auxiliaries, and nouns that are no mere modifiers."""
    if token.pos_ == "VERB" or (token.pos_ in ("NOUN", "ADJ") and token.tag_ in ("VBD", "VBN", "VBG", "VBP", "VBZ")):
        return token.dep_ not in ("amod", "aux", "auxpass", "compound")
    return token.pos_ == "NOUN" and token.dep_ not in ("compound", "nmod", "poss", "npadvmod")


def _told_already(token: Token, kind: str, found: Sequence[Candidate]) -> bool:
    """Whether the word belongs to an event of the same type that an entry has found: 'launched' of 'an attack'."""
    near = {token.head.i, *(c.i for c in token.children)}
    near |= {g.i for c in token.children if c.dep_ == "prep" for g in c.children}
    return any(other.type == kind and other.token.i in near for other in found)


def _candidate(token: Token, kind: str, chance: float, language: str) -> Candidate:
    verbal = token.pos_ != "NOUN" or token.tag_[:2] == "VB"
    towards = dict.fromkeys(TOWARDS, "recipient")
    if kind in MUTUAL:
        towards |= {"with": "actor", "between": "actor", "among": "actor"}
    else:
        towards |= {"with": "recipient"}
    if verbal:
        entry = Entry(
            f"{kind}/{token.lemma_.lower()}", kind, (token.lemma_.lower(),), chance,
            roles={"subject": "actor", "object": "recipient", **towards}, needs=(), content=kind in SPOKEN,
        )  # fmt: skip
        return Candidate(token, entry, of_verb(token), token, proposed=True)
    arguments = of_noun(token)
    verb = lend_support(token, arguments, language)
    if verb is not token and not (token.dep_ == "nsubj" and verb.lemma_ == "be"):
        arguments.support = verb
    roles = {
        "by": "actor", "possessive": "actor", "adjective": "actor", "compound": "actor", "of": "recipient", **towards,
        "between": "actor", "among": "actor",
    }  # fmt: skip
    entry = Entry(
        f"{kind}/{token.lemma_.lower()}", kind, (token.lemma_.lower(),), chance, roles=roles, content=kind in SPOKEN
    )
    return Candidate(token, entry, arguments, verb, proposed=True)
