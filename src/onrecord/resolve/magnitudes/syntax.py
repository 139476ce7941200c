"""Which words say what a number counts: states beside it, the verb or noun that governs it, the clause behind it."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.resolve.magnitudes.quantities import Quantity
from onrecord.resolve.magnitudes.words import MeasureWords

_STEPS = 12
_NEAR = 60
"""Most tokens of a clause that are looked at for an object or complement."""
NOUNS = ("NOUN", "PROPN", "PRON", "ADJ", "NUM")


class Count(NamedTuple):
    """A quantity, the noun that it counts (None when it stands alone), and the token that stands for both."""

    quantity: Quantity
    noun: Token | None
    node: Token


def measure_of(doc: Doc, count: Count, known: MeasureWords) -> tuple[str, str] | None:
    """What a count measures and the rule that says so."""
    state = _state_behind(doc, count, known)
    if state:
        return state, "magnitude:state"
    noun, node = count.noun, count.node
    if noun is not None:
        lemma = noun.lemma_.lower()
        found = governed(node, noun, known)
        harmed = found is not None and found[0] == "killed" and known.counted.get(lemma) != "killed"
        if lemma in known.counted and (found is None or (harmed and not known.are_people(lemma))):
            return known.counted[lemma], "magnitude:counted"
        if noun.lower_ in known.counted and noun.lower_ in known.states and found is None:
            return known.counted[noun.lower_], "magnitude:counted"
        if noun.lower_ in known.states and noun.pos_ in ("ADJ", "VERB"):
            return known.states[noun.lower_], "magnitude:state"
        for child in noun.children:
            if child.i < noun.i and child.dep_ in ("amod", "compound") and child.lower_ in known.states:
                return known.states[child.lower_], "magnitude:state"
        if found:
            return found
        return None
    return governed(node, None, known)


def _state_behind(doc: Doc, count: Count, known: MeasureWords) -> str | None:
    """'12 dead', '30 others wounded', '12 people killed': a state right behind, when it is no active verb."""
    at = (
        max(
            count.quantity.last,
            count.noun.i if count.noun is not None and count.noun.i - count.quantity.last < 5 else 0,
        )
        + 1
    )
    if at < len(doc) and doc[at].lower_ in ("people", "others", "more", "persons"):
        at += 1
    for _ in range(2):
        if at < len(doc) and doc[at].lower_ in known.between:
            at += 1
    if at >= len(doc) or doc[at].lower_ not in known.states:
        return None
    token = doc[at]
    if token.dep_ == "amod" and token.head.i > at and token.lower_ != "displaced":
        return None
    active = token.pos_ == "VERB" and any(child.dep_ in ("dobj", "ccomp") for child in token.children)
    crosses = any(doc[i].is_sent_start for i in range(count.quantity.first + 1, at + 1))
    if active or crosses or (token.lower_ == "hurt" and token.pos_ == "NOUN"):
        return None
    return known.states[token.lower_]


def governed(node: Token, noun: Token | None, known: MeasureWords) -> tuple[str, str] | None:
    """The measure by the word that governs a count: verb, noun of a happening, toll."""
    lemma = noun.lemma_.lower() if noun is not None else ""
    if noun is not None:
        for child in noun.children:
            if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB":
                found = _of_clause(child, known)
                if found:
                    return found
    token = node
    for _ in range(_STEPS):
        head = token.head
        if head.i == token.i:
            return None
        role = token.dep_
        if role in ("conj", "appos", "nummod", "quantmod") and head.pos_ in (*NOUNS, "SYM"):
            token = head
            continue
        if head.pos_ in ("VERB", "AUX") or head.lower_ in known.states:
            return _of_verb(token, role, head, lemma, noun, known)
        if role in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ", "VERB"):
            above = head.head
            if (
                head.lower_ in ("of", "to", "for", "among")
                and above.lemma_.lower() in known.nominals
                and head.lower_ != "for"
            ):
                return known.nominals[above.lemma_.lower()], "magnitude:nominal"
            if head.lower_ in ("of", "at", "to") and above.lemma_.lower() in known.tolls:
                return "killed", "magnitude:toll"
            if above.pos_ in ("VERB", "AUX") and head.lower_ in ("to", "at", "from"):
                roles = ("nsubj", "nsubjpass", "dobj")
                if any(child.dep_ in roles and child.lemma_.lower() in known.tolls for child in above.children):
                    return "killed", "magnitude:toll"
                return None
            if head.lower_ in ("by", "of") and above.lemma_.lower() in known.gatherings:
                return "participants", "magnitude:gathering"
            if head.lower_ == "by" and above.pos_ == "VERB" and above.lemma_.lower() in ("attend", "join"):
                return "participants", "magnitude:gathering"
            if head.lower_ in ("including", "like", "than", "of") and above.pos_ in NOUNS:
                token = above
                continue
            return None
        if role in ("compound", "nmod", "amod", "poss") and head.pos_ == "NOUN":
            return None
        token = head
    return None


_PARTICLES = frozenset({"prt", "advmod", "oprd", "acomp", "xcomp", "prep"})
_RESULTS = frozenset({"oprd", "acomp", "dobj", "xcomp", "ccomp", "pobj", "amod", "advcl", "dep"})


def _of_verb(
    token: Token, role: str, verb: Token, lemma: str, noun: Token | None, known: MeasureWords
) -> tuple[str, str] | None:
    """The measure of a count that is subject or object of a verb."""
    name = verb.lemma_.lower()
    # parsers tag 'the men killed' and 'women protested' alike: without object and 'have', a participle is passive
    bare = name not in known.agents and verb.tag_ == "VBN"
    bare = bare and not any(c.dep_ == "dobj" or (c.dep_ == "aux" and c.lemma_ == "have") for c in verb.children)
    passive = role == "nsubjpass" or (role == "nsubj" and bare)
    if verb.lower_ in known.states and verb.pos_ in ("ADJ", "ADV") and role in ("nsubj", "nmod", "npadvmod", "nummod"):
        return known.states[verb.lower_], "magnitude:state"
    people = not lemma or known.are_people(lemma) or lemma in known.counted
    if lemma in known.not_people:
        return None
    if role == "dobj" or passive:
        return _of_object(name, verb, lemma, people, passive, known)
    if role == "nsubj":
        complement = next((child for child in verb.children if child.dep_ in ("acomp", "attr", "oprd")), None)
        if complement is not None and complement.lower_ in known.states:
            return known.states[complement.lower_], "magnitude:state"
        measure = known.agents.get(name)
        if name == "go" and complement is not None and complement.lower_ == "missing":
            return "missing", "magnitude:agent"
        if name == "take" and "streets" in {token.lower_ for token in _complements(verb)}:
            return "participants", "magnitude:agent"
        if name == "leave" and any(
            c.dep_ == "dobj" and c.lemma_ in ("home", "house", "village") for c in verb.children
        ):
            return "displaced", "magnitude:agent"
        if name == "lose" and any(c.dep_ == "dobj" and c.lemma_ == "life" for c in verb.children):
            return "killed", "magnitude:agent"
        if measure and (name not in known.loose or people) and (name != "arrive" or lemma in known.combatants):
            return measure, "magnitude:agent"
        return None
    if role == "attr":
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is not None and subject.lemma_.lower() in known.tolls:
            return "killed", "magnitude:toll"
    if role in ("npadvmod", "ccomp", "dep") and verb.lower_ in known.states:
        return known.states[verb.lower_], "magnitude:state"
    return None


def _complements(verb: Token) -> list[Token]:
    """The words behind a verb that depend on it, and those that depend on them."""
    behind = list(islice(verb.rights, _NEAR))
    return behind + [below for child in behind[:_NEAR] for below in islice(child.children, _NEAR)]


def _of_object(
    name: str, verb: Token, lemma: str, people: bool, passive: bool, known: MeasureWords
) -> tuple[str, str] | None:
    """The measure of a count that is the object, or the subject of the passive, of a verb."""
    below = _complements(verb)
    particles = {child.lower_ for child in verb.children if child.dep_ in _PARTICLES}
    if name in known.deadly and (particles & {"dead", "death"} or any(token.lower_ == "death" for token in below)):
        return "killed", "magnitude:patient"
    if name in known.resultative:
        state = next((known.states[t.lower_] for t in below if t.lower_ in known.states and t.dep_ in _RESULTS), None)
        if state:
            return state, "magnitude:state"
        if name == "take" and any(token.lower_ == "custody" for token in below):
            return "detained", "magnitude:patient"
        if name == "drive" and particles & {"out", "from"}:
            return "displaced", "magnitude:patient"
    measure = known.patients.get(name)
    if measure is None:
        return None
    if name in known.loose and not (people and (lemma or (passive and name in ("round", "hold")))):
        return None
    if name in known.particled and not _fits(name, verb, particles, lemma):
        return None
    return measure, "magnitude:patient"


def _fits(name: str, verb: Token, particles: set[str], lemma: str) -> bool:
    """Verbs that count people only with their particle or object: 'gunned down', 'rounded up', 'claimed 12 lives'."""
    if name == "claim":
        return lemma == "life"
    if name == "force":
        return any(
            child.dep_ in ("xcomp", "ccomp", "advcl") and child.lemma_ in ("flee", "leave", "evacuate", "abandon")
            for child in verb.children
        ) or bool(particles & {"from", "out"})
    if name == "hold":
        return bool(lemma) and not any(child.lemma_ in ("talk", "meeting") for child in verb.children)
    return name == "bury" or bool(particles & {"down", "up"})


def _of_clause(verb: Token, known: MeasureWords) -> tuple[str, str] | None:
    """The measure of a noun by the clause behind it: 'people killed in', 'who were wounded', 'who had fled'."""
    passive = verb.tag_ == "VBN" and not any(
        child.dep_ in ("dobj", "nsubj") and child.tag_ not in ("WP", "WDT") for child in verb.children
    )
    name = verb.lemma_.lower()
    relative = passive and any(child.dep_ == "auxpass" for child in verb.children)
    reduced = verb.dep_ == "acl" and verb.tag_ == "VBN"
    if (relative or reduced) and name in known.patients and name not in known.particled:
        return known.patients[name], "magnitude:patient"
    if any(child.dep_ == "nsubj" for child in verb.children) and name in known.agents:
        return known.agents[name], "magnitude:agent"
    return None
