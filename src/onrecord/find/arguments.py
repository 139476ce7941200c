"""Who does what to whom in the dependency tree: the grammatical functions around a verb or an event noun.

Passives are normalised (a passive subject is an `object`, its by-agent a `subject`); what a verb leaves
unsaid is taken from the construction it stands in: coordination, relative and participial clauses,
control. The labels are those of the ClearNLP scheme that spaCy's English pipelines use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.find.words import same_preposition, words

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
COMPLEMENTS = frozenset({"xcomp", "ccomp"})
_MAX_CLIMB = 6


@dataclass(slots=True)
class Arguments:
    """The tokens that fill each grammatical function of one predicate.

    Parameters
    ----------
    functions
        Function -> head tokens, coordinated ones included: ``subject``, ``object``, ``indirect``,
        ``possessive``, ``adjective``, ``compound``, ``clause_subject`` and every preposition by its word.
    clause
        Head of the complement clause, or None, and its kind: ``to``, ``that`` or ``ing``.
    passive
        Whether the verb stands in the passive.
    inferred
        Functions that were taken from the construction, not from a dependent of the predicate itself.
    support
        Of an event noun: the support verb that carries it.
    """

    functions: dict[str, list[Token]] = field(default_factory=dict)
    clause: Token | None = None
    clause_kind: str | None = None
    passive: bool = False
    inferred: dict[str, str] = field(default_factory=dict)
    support: Token | None = None

    def add(self, function: str, token: Token, how: str = "") -> None:
        """Note `token` and what is coordinated with it under `function`; `how` names the construction."""
        heads = self.functions.setdefault(function, [])
        for head in conjuncts(token):
            if head not in heads:
                heads.append(head)
        if how:
            self.inferred[function] = how

    def get(self, function: str) -> list[Token]:
        """The heads under `function`, or an empty list."""
        return self.functions.get(function, [])


def conjuncts(token: Token) -> Iterator[Token]:
    """A nominal, what is coordinated with it ('A, B and C') or named as one of it ('leaders, including A')."""
    yield token
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in words(child, "including"):
            for member in child.children:
                if member.dep_ == "pobj" and member.pos_ in ("NOUN", "PROPN"):
                    yield from conjuncts(member)
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
            yield from conjuncts(child)


def is_passive(verb: Token) -> bool:
    """Whether `verb` stands in the passive, reduced relatives ('troops killed by') included."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if verb.lemma_.lower() in words(verb, "headline_passives") and _lacks_object(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.lemma_.lower() in words(verb, "seldom_passive") and not any(
        c.dep_ in ("auxpass", "agent") for c in verb.children
    ):
        return False
    for child in verb.lefts:
        if child.dep_ in ("auxpass", "nsubjpass", "csubjpass"):
            return True
        if child.dep_ in ("aux", "nsubj") and child.lemma_ in ("have", "'ve"):
            return False
    if verb.dep_ in ("acl", "amod", "advcl") and not any(c.dep_ in OBJECTS for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        own = any(child.dep_ in SUBJECTS or child.dep_ == "aux" for child in verb.lefts)
        return not own and is_passive(verb.head)
    return verb.dep_ in ("acl", "ROOT") and any(c.dep_ == "agent" for c in verb.children)


def _lacks_object(verb: Token) -> bool:
    """'Man arrested in raid': a subject without auxiliary, object or complement, as headlines leave out 'was'."""
    labels = {child.dep_ for child in verb.children}
    if "nsubj" not in labels or labels & {
        "aux",
        "auxpass",
        "dobj",
        "obj",
        "dative",
        "ccomp",
        "xcomp",
        "conj",
        "oprd",
        "prt",
    }:
        return False
    subject = next(child for child in verb.children if child.dep_ == "nsubj")
    return (
        subject.i < verb.i
        and subject.pos_ in ("NOUN", "PROPN", "NUM")
        and subject.lower_ not in words(verb, "relative")
    )


def of_verb(verb: Token) -> Arguments:
    """The functions around `verb`; linear in the number of its dependents."""
    arguments = Arguments(passive=is_passive(verb))
    passive = arguments.passive
    for child in verb.children:
        label = child.dep_
        if label in SUBJECTS or label in PASSIVE_SUBJECTS:
            if label == "expl":
                continue
            source, how = _antecedent(child)
            arguments.add("object" if passive or label in PASSIVE_SUBJECTS else "subject", source, how)
        elif label in OBJECTS:
            source, how = _antecedent(child)
            arguments.add("object", source, how)
        elif label == "dative":
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            arguments.add("indirect", inner if inner is not None else child)
            if inner is not None:
                arguments.add(child.lower_, inner)
        elif label in ("agent", "prep"):
            _prepositions(arguments, child, agent_is_subject=passive)
        elif label in COMPLEMENTS or (
            label == "advcl" and arguments.clause is None and _is_infinitive(child) and not _has_object(verb)
        ):
            _complement(arguments, child)
        elif label == "attr":
            arguments.add("attribute", child)
    _inherit(arguments, verb)
    if (
        "clause_subject" in arguments.functions
        and "object" not in arguments.functions
        and arguments.clause_kind == "to"
    ):
        arguments.functions["object"] = list(arguments.functions["clause_subject"])
        arguments.inferred["object"] = "subject of the infinitive"
    if arguments.clause is not None and "clause_subject" not in arguments.functions and arguments.get("object"):
        arguments.functions["clause_subject"] = list(arguments.functions["object"])
    # The parser hangs 'with Mali' now on the verb, now on its object ('signed a deal with Mali'): look there too.
    for thing in list(arguments.get("object")):
        for child in thing.rights:
            if child.lower_ not in arguments.functions and child.lower_ in words(child, "through_object"):
                _prepositions(arguments, child, agent_is_subject=False, how="through the object")
    return arguments


def of_noun(noun: Token) -> Arguments:
    """The functions around an event noun: possessives, modifiers and prepositional phrases."""
    arguments = Arguments()
    for child in noun.children:
        label = child.dep_
        if label == "poss":
            arguments.add("possessive", child)
        elif label in ("amod", "nmod") and child.pos_ in ("ADJ", "PROPN", "NOUN"):
            arguments.add("adjective", child)
        elif label == "compound":
            arguments.add("compound", child)
        elif label in ("prep", "agent"):
            _prepositions(arguments, child, agent_is_subject=False)
        elif label == "acl" and child.tag_ == "VBN":
            # 'an attack blamed on X', 'talks mediated by Qatar': the participle's own phrases are not the noun's.
            continue
        elif label in ("acl", "relcl", "ccomp", "xcomp") and arguments.clause is None:
            if _is_infinitive(child):
                arguments.clause, arguments.clause_kind = child, "to"
            elif any(c.dep_ == "mark" and c.lower_ == "that" for c in child.lefts):
                arguments.clause, arguments.clause_kind = child, "that"
    return arguments


def _prepositions(arguments: Arguments, prep: Token, *, agent_is_subject: bool, how: str = "") -> None:
    word = prep.lower_
    for child in prep.children:
        if child.dep_ == "pobj":
            source, through = _antecedent(child)
            arguments.add("subject" if agent_is_subject and word == "by" else word, source, how or through)
        elif child.dep_ == "pcomp" and arguments.clause is None and child.pos_ == "VERB":
            arguments.clause, arguments.clause_kind = child, "ing"
        elif child.dep_ == "prep":  # 'from inside Mali', 'because of X'
            _prepositions(arguments, child, agent_is_subject=False, how=how)
    plain = same_preposition(prep, word)
    if plain and word in arguments.functions:
        arguments.functions.setdefault(plain, arguments.functions[word])


def _complement(arguments: Arguments, clause: Token) -> None:
    if arguments.clause is not None and arguments.clause_kind != "ing":
        return
    arguments.clause = clause
    if _is_infinitive(clause):
        arguments.clause_kind = "to"
    elif clause.tag_ == "VBG" and not any(c.dep_ in ("aux", "auxpass") for c in clause.lefts):
        arguments.clause_kind = "ing"
    else:
        arguments.clause_kind = "that"
    for child in clause.lefts:
        if child.dep_ == "nsubj":  # who is to be freed in a demand, is not who is asked
            arguments.add("clause_subject", child)


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.lefts)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ in OBJECTS for c in verb.children)


def _antecedent(token: Token) -> tuple[Token, str]:
    """For a relative pronoun, the noun its clause modifies; else the token itself."""
    if token.lower_ not in words(token, "relative") or token.tag_ not in ("WP", "WDT", "IN", "DT"):
        return token, ""
    if token.tag_ in ("IN", "DT") and token.dep_ not in SUBJECTS | PASSIVE_SUBJECTS | OBJECTS:
        return token, ""
    node = token.head
    for _ in range(_MAX_CLIMB):
        if node.dep_ == "relcl":
            return node.head, "relative clause"
        if node.head is node:
            break
        node = node.head
    return token, ""


def _inherit(arguments: Arguments, verb: Token) -> None:
    """Fill a missing subject (or the object of a passive) from the construction the verb stands in."""
    label, head = verb.dep_, verb.head
    slot = "object" if arguments.passive else "subject"
    if slot in arguments.functions:
        if label == "relcl" and "object" not in arguments.functions and not _has_relative(verb):
            arguments.add("object", head, "relative clause without a pronoun")
        return
    if label in ("acl", "relcl"):
        if label == "acl" and _is_infinitive(verb):
            owner = next((c for c in head.children if c.dep_ == "poss"), None)
            if owner is not None:
                arguments.add("subject", owner, "owner of the noun with the infinitive")
            elif head.dep_ in OBJECTS and head.head.pos_ == "VERB":
                _from_controller(arguments, head.head, slot, "subject of the verb above")
            return
        if verb.tag_ == "VBG" and head.dep_ in OBJECTS and head.pos_ == "NOUN" and head.lemma_ in words(head, "spoken"):
            _from_controller(arguments, head.head, slot, "issuer of the statement")
        elif head.pos_ in ("NOUN", "PROPN", "PRON"):
            arguments.add(slot, head, "participle after the noun")
    elif label == "conj" and head.pos_ in ("VERB", "AUX"):
        _from_controller(arguments, head, slot, "coordination")
    elif label in ("xcomp", "ccomp", "advcl", "pcomp", "dep", "prep") and head is not verb:
        above = head
        for _ in range(_MAX_CLIMB):
            if above.pos_ in ("VERB", "AUX") or above.head is above:
                break
            above = above.head
        if above.pos_ in ("VERB", "AUX") and above is not verb:
            if label == "ccomp" and not _is_infinitive(verb) and verb.tag_ != "VBG":
                return
            objects = [c for c in above.children if c.dep_ in OBJECTS or c.dep_ == "nsubjpass" or c.dep_ == "dative"]
            if label in ("xcomp", "advcl") and above.lemma_ in words(verb, "prepositional_control"):
                objects = objects or [
                    g for c in above.rights if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"
                ]
            controls = above.lemma_ in words(verb, "object_control") or (
                label == "pcomp" and head.lower_ in words(verb, "of_the_object")
            )
            if label in ("xcomp", "ccomp", "pcomp", "advcl") and controls and objects:
                arguments.add(slot, _antecedent(objects[0])[0], "object of the verb above")
            elif above.lemma_ not in words(verb, "object_control") or label != "ccomp":
                _from_controller(arguments, above, slot, "subject of the verb above")
        elif above.pos_ in ("NOUN", "PROPN") and label == "advcl":
            arguments.add(slot, above, "participle after the noun")


def _has_relative(verb: Token) -> bool:
    return any(t.lower_ in words(t, "relative") and t.tag_ in ("WP", "WDT") for t in verb.subtree if t.i < verb.i)


def _from_controller(arguments: Arguments, verb: Token, slot: str, how: str) -> None:
    """Take the subject of `verb`, climbing while it has none of its own."""
    node = verb
    for _ in range(_MAX_CLIMB):
        for child in node.lefts:
            if child.dep_ in ("nsubj", "nsubjpass"):
                arguments.add(slot, _antecedent(child)[0], how)
                return
        for child in node.rights:  # inversion: 'said the minister'
            if child.dep_ == "nsubj":
                arguments.add(slot, _antecedent(child)[0], how)
                return
        if node.dep_ in ("conj", "xcomp", "advcl", "ccomp") and node.head is not node:
            node = node.head
        elif node.dep_ in ("acl", "relcl") and node.head.pos_ in ("NOUN", "PROPN", "PRON"):
            arguments.add(slot, node.head, how)
            return
        else:
            return
