"""From words to candidates: every verb and event noun that an entry of the lexicon holds for, with who and whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from onrecord.codebooks import Codebook, Entry, Lexicon
from onrecord.find.arguments import Arguments, of_noun, of_verb
from onrecord.find.entities import is_entity
from onrecord.find.matching import joint_adverb, matching_entry
from onrecord.find.words import words
from onrecord.languages import load
from onrecord.model import Reason

NOUN_ROLES: dict[str, str] = {
    "subject": "actor", "by": "actor", "possessive": "actor", "adjective": "actor", "compound": "actor",
    "from": "actor",
    "object": "recipient", "against": "recipient", "on": "recipient", "of": "recipient", "to": "recipient",
    "with": "recipient", "at": "recipient", "toward": "recipient", "for": "recipient",
    "between": "actor", "among": "actor",
    "host": "recipient", "undergoer": "recipient",
}  # fmt: skip
VERB_ROLES: dict[str, str] = {"subject": "actor", "object": "recipient"}
SUPPORTED_ROLES: dict[str, str] = {"subject": "actor", "undergoer": "recipient", "host": "recipient"}
"""What a support verb lends holds beside the roles that an entry names."""


@dataclass(slots=True)
class Candidate:
    """A token that may report an event: the entry that holds, and the heads of who and whom.

    `verb` is the verb that carries the event: the token itself, or the support verb of an event noun.
    `anaphoric`: a definite event noun without participants ('the visit'), which an earlier mention must explain.
    `things`: what stands where a recipient would, and is no participant ('rejected the plan').
    `within`: the event noun that includes this event ('the trip included meetings').
    `proposed`: no entry of the lexicon holds; the model takes the word for an event (:mod:`onrecord.find.proposals`).
    """

    token: Token
    entry: Entry
    arguments: Arguments
    verb: Token
    actors: list[Token] = field(default_factory=list)
    recipients: list[Token] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    why: list[Reason] = field(default_factory=list)
    agentless: bool = False
    things: list[Token] = field(default_factory=list)
    anaphoric: bool = False
    within: Token | None = None
    same_as: int | None = None
    proposed: bool = False

    @property
    def type(self) -> str:
        return self.entry.type


@cache
def _prepositional(language: str) -> dict[str, str]:
    return dict(load(language).table("support")["prepositional"])


def candidates(doc: Doc, codebook: Codebook, language: str = "en") -> Iterator[Candidate]:
    """Every candidate of the document in text order; one a token. Linear in the number of tokens."""
    lexicon = codebook.lexicon(language)
    verbs, nouns = lexicon.verbs, lexicon.nouns
    any_verb, corrected = verbs.get("*", ()), _corrected(language)
    cache_: dict[int, Arguments] = {}
    for token in doc:
        part = token.pos_
        if part in ("VERB", "AUX") or (part in ("NOUN", "ADJ") and token.tag_ in ("VBD", "VBN", "VBG", "VBP", "VBZ")):
            own = verbs.get(corrected.get(token.lower_) or token.lemma_.lower(), ())
            marked = bool(any_verb) and _is_marked(token)
            if not (own or marked) or token.dep_ in ("amod", "aux", "auxpass", "compound"):
                continue
            arguments = cache_.setdefault(token.i, of_verb(token))
            held = matching_entry(token, arguments, own, lexicon)
            if marked:
                held = _with_marked(held, matching_entry(token, arguments, any_verb, lexicon))
            if held and held[0].type != "none":
                candidate = Candidate(token, held[0], arguments, token, others=held[1:])
                if fill_verb(candidate, lexicon):
                    yield candidate
        elif part == "NOUN" or (part == "PROPN" and token.ent_type_ in ("", "EVENT")):
            entries = nouns.get(token.lemma_.lower())
            if not entries or token.dep_ in ("compound", "nmod", "poss"):
                continue
            arguments = of_noun(token)
            verb = lend_support(token, arguments, language)
            if verb is not token and not (token.dep_ == "nsubj" and verb.lemma_ == "be"):
                arguments.support = verb
            held = matching_entry(token, arguments, entries, lexicon)
            if not held and _is_definite(token) and not arguments.functions:
                named = [e for e in entries if e.type != "none" and len(e.words) == 1 and (e.modes or not e.when)]
                held = sorted(named, key=lambda e: len(e.when))[:1]
            if held and held[0].type != "none":
                candidate = Candidate(token, held[0], arguments, verb, others=held[1:])
                if fill_noun(candidate, language):
                    yield candidate


@cache
def _corrected(language: str) -> dict[str, str]:
    return dict(load(language).table("grammar")["lemma_of"])


def _is_marked(verb: Token) -> bool:
    """Whether a refusal or a joint act is worth looking for: a cheap look at the dependents."""
    for child in verb.children:
        if child.dep_ == "neg" or joint_adverb(child):
            return True
        if child.dep_ == "dobj" and any(c.lower_ in words(c, "joint_adjectives") for c in child.lefts):
            return True
    return False


def _with_marked(held: list[Entry], marked: list[Entry]) -> list[Entry]:
    """A refusal outranks what is refused; that an act was joint only tells its type where the verb does not."""
    if not marked or (held and "refusal" not in marked[0].when and (held[0].weight >= 0.5 or held[0].type == "none")):
        return held
    return [*marked, *held]


def lend_support(noun: Token, arguments: Arguments, language: str) -> Token:
    """Give an event noun the arguments of its support verb; returns that verb, or the noun itself."""
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    verb = top.head
    if top.dep_ in ("dobj", "obj", "attr", "nsubjpass") and verb.pos_ in ("VERB", "AUX"):
        own = of_verb(verb)
        lemma = verb.lemma_.lower()
        if top.dep_ == "attr":
            if lemma == "be":
                _preps(own, arguments, noun)
                return verb
            return noun
        for kind, function in (("agent", "subject"), ("undergoer", "undergoer"), ("host", "host")):
            if lemma in words(noun, kind, "support"):
                for token in own.get("subject"):
                    if is_entity(token):
                        arguments.add(function, token, f"subject of the support verb {verb.text!r}")
                _preps(own, arguments, noun)
                for token in own.get("indirect"):
                    arguments.add("to", token, f"indirect object of {verb.text!r}")
                return verb
        return noun
    if top.dep_ == "nsubj" and verb.pos_ in ("VERB", "AUX"):
        if verb.lemma_.lower() in words(noun, "happen", "support"):
            _preps(of_verb(verb), arguments, noun)
            return verb
        return verb if verb.lemma_.lower() == "be" else noun
    if top.dep_ == "pobj" and top.head.dep_ == "prep" and top.head.head.pos_ in ("VERB", "AUX"):
        verb = top.head.head
        lent = _prepositional(language).get(verb.lemma_.lower())
        if lent and verb.lemma_ == "be" and top.head.lower_ not in words(noun, "being_in"):
            return noun
        if lent and top.head.lower_ in words(noun, "into_event"):
            own = of_verb(verb)
            for token in own.get("subject"):
                if is_entity(token):
                    filled = {"agent": "subject", "undergoer": "undergoer"}[lent]
                    arguments.add(filled, token, f"subject of the support verb {verb.text!r}")
            _preps(own, arguments, noun, but=top.head.lower_)
            return verb
    return noun


def _preps(source: Arguments, target: Arguments, noun: Token, but: str = "") -> None:
    lent = words(noun, "lent")
    for function in source.functions:
        if function != but and function not in target.functions and function in lent:
            heads = [t for t in source.get(function) if is_entity(t)]
            if heads:
                target.functions[function] = heads
                target.inferred[function] = "phrase of the support verb"


def fill_verb(candidate: Candidate, lexicon: Lexicon) -> bool:
    """Assign roles by the entry; False where nobody political takes part."""
    entry, arguments, nouns = candidate.entry, candidate.arguments, lexicon.nouns
    weapons = lexicon.expand(("@weapon",)) if "weapon" in lexicon.classes else frozenset()
    roles = entry.roles or VERB_ROLES
    thing_acts = False
    for function, role in roles.items():
        for token in arguments.get(function):
            if is_entity(token):
                _assign(candidate, token, function, role)
            elif function == "subject" and role == "actor":
                inner = nouns.get(token.lemma_.lower())
                if inner and token.pos_ == "NOUN":
                    _borrow(candidate, token)
                elif _belongs_to_a_side(token):
                    _assign(candidate, token, function, role)
                elif token.lemma_.lower() not in weapons:
                    thing_acts = True
            elif role == "recipient":
                candidate.things.append(token)
                if function != "object":
                    continue
                owner = _doer(token, nouns) if entry.modes != ("investigate",) else _owner(token)
                if owner is not None:
                    _assign(candidate, owner, "object", role)
    if thing_acts and not candidate.actors:
        return False
    if arguments.passive and not candidate.actors and "object" not in roles:
        # 'Troops were deployed': the side that acts stands as the object of an agentless passive.
        for token in arguments.get("object"):
            if is_entity(token):
                _assign(candidate, token, "object", "actor")
    if not candidate.actors and not candidate.recipients:
        # 'A clinic was bombed': nobody is named on either side, yet it happened to somebody's clinic.
        if not (arguments.passive and arguments.get("object") and entry.type in AGENTLESS):
            return False
        candidate.agentless = True
    return True


MOST_PARTICIPANTS = 30
"""On one side of an event. A list of more is a roll call, not who did it; the bound keeps every rule linear."""
AGENTLESS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
"""Types of physical action, which a passive without agent or an event noun without arguments can still report."""


def _borrow(candidate: Candidate, noun: Token) -> None:
    """'The shelling killed ten': the actors of the event noun act through it."""
    own = of_noun(noun)
    for function in ("by", "possessive", "adjective", "compound"):
        for token in own.get(function):
            if is_entity(token) if function in ("by", "possessive") else _modifies(token, function):
                _assign(candidate, token, function, "actor")


def fill_noun(candidate: Candidate, language: str) -> bool:
    entry, arguments = candidate.entry, candidate.arguments
    roles = {**SUPPORTED_ROLES, **entry.roles} if entry.roles else NOUN_ROLES
    for function, heads in list(arguments.functions.items()):
        role = roles.get(function)
        if role is None:
            continue
        for token in heads:
            if _modifies(token, function) if function in ("adjective", "compound") else is_entity(token):
                _assign(candidate, token, function, role)
            elif role == "recipient" and function not in ("adjective", "compound"):
                candidate.things.append(token)
    _include(candidate, language)
    if not candidate.actors and not candidate.recipients and candidate.within is None:
        if _is_definite(candidate.token):
            candidate.anaphoric = True
            return True
    elif candidate.within is not None:
        return True
    needs = entry.needs
    if "actor" in needs and not candidate.actors:
        return False
    if "recipient" in needs and not candidate.recipients:
        return False
    if "actor" not in needs and "recipient" not in needs and not (candidate.actors or candidate.recipients):
        if entry.type not in AGENTLESS or not _takes_place(candidate):
            return False
        candidate.agentless = True
    return True


def _belongs_to_a_side(thing: Token) -> bool:
    """'A Venezuelan police helicopter', 'Israel's jets': a thing that acts for the side its modifier names."""
    if thing.pos_ != "NOUN":
        return False
    for child in thing.lefts:
        if child.dep_ in ("amod", "compound", "nmod"):
            if _modifies(child, "adjective" if child.pos_ == "ADJ" else "compound"):
                return True
        elif child.dep_ == "poss" and is_entity(child) and child.tag_ != "PRP$":
            return True
    return False


def _owner(thing: Token) -> Token | None:
    """Whose thing it is: 'Iran's plan', 'the patience of the rebels', 'Belarusian milk', 'imports of Swiss milk'."""
    for child in thing.lefts:
        if child.dep_ == "poss" and is_entity(child) and child.tag_ != "PRP$":
            return child
    inner = next((g for c in thing.rights if c.dep_ == "prep" and c.lower_ == "of" for g in c.children), None)
    if inner is not None and is_entity(inner):
        return None if any(c.tag_ == "PRP$" for c in inner.lefts) else inner
    for noun in (thing, inner):
        for child in noun.lefts if noun is not None else ():
            if child.dep_ == "amod" and _modifies(child, "adjective"):
                return child
    return None


def _doer(thing: Token, nouns: Mapping[str, tuple[Entry, ...]]) -> Token | None:
    """Who answers for what is praised or condemned: of an event noun who did it, of a thing whose it is.

    'Condemned the bombing of the embassy' is not directed at the embassy.
    """
    entries = nouns.get(thing.lemma_.lower())
    if not entries or thing.pos_ != "NOUN":
        return _owner(thing)
    roles = entries[0].roles or NOUN_ROLES
    own = of_noun(thing)
    for function in ("by", "possessive", "of", "from", "adjective"):
        if roles.get(function) != "actor":
            continue
        for token in own.get(function):
            if _modifies(token, function) if function == "adjective" else is_entity(token) and token.tag_ != "PRP$":
                return token
    return None


def _is_definite(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in words(c, "definite") for c in noun.lefts)


def _include(candidate: Candidate, language: str) -> None:
    """'The trip included meetings with ...': who travelled, met."""
    noun = candidate.token
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_.lower() in words(noun, "include", "support"):
        candidate.within = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)


def _modifies(token: Token, function: str) -> bool:
    """Whether a modifier names who acts: 'Russian', 'Taliban', 'army' ('army raid'), not 'military' or 'African'."""
    if function == "adjective" and token.pos_ == "ADJ":
        return token.ent_type_ in ("NORP", "GPE") and token.lower_ not in words(token, "continental")
    return is_entity(token) and token.ent_type_ != "LOC"


def _takes_place(candidate: Candidate) -> bool:
    """An event noun without participants counts where its sentence says that it took place, or where."""
    noun = candidate.token
    if candidate.verb is not noun:
        return True
    return any(c.dep_ == "prep" and c.lower_ in words(c, "where") for c in noun.rights)


def _assign(candidate: Candidate, token: Token, function: str, role: str) -> None:
    heads = candidate.actors if role == "actor" else candidate.recipients
    if len(heads) >= MOST_PARTICIPANTS:
        return
    if token in candidate.actors or token in candidate.recipients:
        return
    heads.append(token)
    how = candidate.arguments.inferred.get(function)
    candidate.why.append(
        Reason(f"role:{role}/{function}", f"{token.text!r} at {token.idx}" + (f", by {how}" if how else ""))
    )
