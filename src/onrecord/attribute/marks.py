"""What a word has of its own: negation, modal, tense and the like, read once from its children."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.attribute.judgement import Words

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PREDICATES = frozenset({"acomp", "attr", "oprd", "dobj"})
CLAUSAL = frozenset({"VERB", "AUX"})


class Marks(NamedTuple):
    """What a word has of its own: read once, in one pass over its children."""

    negation: str
    modal: str
    adverb: str
    perfect: bool
    progressive: bool
    infinitive: bool
    auxiliary: bool
    subject: Token | None
    marker: str
    attribute: str
    determiner: str
    now: str
    particle: str
    running: bool
    predicates: tuple[Token, ...]


def read_marks(doc: Doc, token: Token, words: Words) -> Marks:
    """The marks of `token`, in one pass over its children."""
    sets = words.sets
    negation = modal = adverb = marker = attribute = determiner = now = ""
    perfect = progressive = infinitive = auxiliary = False
    subject: Token | None = None
    predicates: list[Token] = []
    particle = ""
    running = False
    for child in token.children:
        dep, lower = child.dep_, child.lower_
        if lower in sets["running"]:
            running = True
        if dep in PREDICATES and len(predicates) < 4:
            predicates.append(child)
        if dep in ("aux", "auxpass"):
            if lower == "to":
                infinitive = True
                continue
            auxiliary = True
            if lower.endswith("n't") and len(lower) > 3:
                negation, lower = "n't", lower[:-3]
            if lower in words.modals and (child.tag_ == "MD" or lower in ("ca", "wo", "sha")):
                modal = lower
            elif child.lemma_ == "have" or (lower in ("had", "'ve", "'s") and token.tag_ == "VBN" and dep == "aux"):
                perfect = True
            elif child.lemma_ == "be" and token.tag_ == "VBG":
                progressive = True
        elif dep == "neg" or lower in sets["negation"]:
            whether = lower == "not" and child.i > 1 and doc[child.i - 1].lower_ == "or"  # 'whether or not'
            if doc[min(child.i + 1, len(doc) - 1)].lower_ not in sets["beyond"] and not whether:
                negation = lower
        elif dep in SUBJECTS:
            subject = subject or child
            if lower in sets["negative_pronouns"] or has_no(child, words):
                negation = lower
        elif dep in ("dobj", "attr", "pobj", "dative") and token.pos_ in CLAUSAL:
            if lower in sets["negative_pronouns"] or has_no(child, words):
                negation = child.text
        elif dep == "mark":
            marker = lower
        elif dep == "advmod":
            if lower in words.adverbs:
                if words.adverbs[lower] == "continue":
                    now = lower
                else:
                    adverb = lower
            elif lower == "when" or lower == "once" or lower == "whenever":
                marker = lower
            elif lower == "longer" and has_no(child, words):
                negation = "no longer"
        elif dep in ("amod", "nmod", "compound"):
            if lower in words.adjectives["attributive"] or lower in sets["vain"]:
                attribute = lower
            elif child.lemma_ in words.adjectives["attributive"]:
                attribute = child.lemma_
        elif dep in ("det", "poss", "nummod"):
            determiner = lower if dep == "det" else dep
            if lower in sets["negative_determiners"]:
                negation = lower
        elif dep == "prep" and lower == "since":
            now = "since"
        elif dep == "prt":
            particle = lower
    return Marks(
        negation,
        modal,
        adverb,
        perfect,
        progressive,
        infinitive,
        auxiliary,
        subject,
        marker,
        attribute,
        determiner,
        now,
        particle,
        running,
        tuple(predicates),
    )


def has_no(token: Token, words: Words) -> bool:
    """Whether `token` is a noun with 'no' before it: 'no agreement'."""
    at = token.left_edge
    return at.lower_ in words.sets["negative_determiners"] and at.head.i == token.i


def agentive(token: Token, marks: Marks, words: Words) -> bool:
    """Whether `token` is an act that somebody can commit himself to: a stated rule, not a guess at minds."""
    sets = words.sets
    subject, lemma = marks.subject, token.lemma_
    if lemma in sets["not_agentive"]:
        return False
    if lemma in sets["agentive_with_object"]:
        # 'we will increase the aid' promises, 'prices will increase' and 'the deal will increase trade' foretell
        transitive = any(predicate.dep_ == "dobj" for predicate in marks.predicates)
        itself = subject is not None and subject.lower_ == "it" and token.dep_ == "ccomp"
        return transitive and subject is not None and (itself or acting(subject, words))
    if subject is None:
        return True
    if subject.dep_ == "nsubjpass" or token.lemma_ in sets["scheduling"]:
        return True
    if subject.lower_ == "it" and token.dep_ == "ccomp":
        # 'the ministry said it would': the speaker
        return True
    return acting(subject, words)


def acting(noun: Token, words: Words) -> bool:
    """Whether `noun` names somebody who acts: a name, a pronoun of persons, an office or a body."""
    if noun.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or noun.tag_ == "NNP":
        return True
    lemma, lower = noun.lemma_.lower(), noun.lower_
    agents = words.sets["agents"]
    return lemma in agents or lower in agents or lemma.endswith(("er", "or", "ist", "ian"))


def spliced(clause: Token, verb: Token) -> bool:
    """Whether a clause read as the fronted content of `verb` only stands beside it.

    'Police held eleven; the organisers say eighteen': a semicolon outside quotation marks parts them. 'Court jails
    ex-chief, Brussels says sorry': in a headline, a verb with a predicate of its own needs no other content.
    """
    if clause.i >= verb.i:
        return False
    for token in reversed(verb.doc[clause.i + 1 : verb.i]):
        if token.is_quote:
            return False
        if token.text == ";":
            return True
    own = any(c.dep_ in ("acomp", "oprd", "xcomp", "ccomp") and c.i > verb.i for c in verb.children)
    return own and headline(verb.doc, verb)


def headline(doc: Doc, token: Token) -> bool:
    """Whether `token` stands in a headline: a paragraph of one line without a full stop."""
    sentence = token.sent
    if sentence.end - sentence.start > 30:
        return False
    last = doc[sentence.end - 1]
    while last.i > sentence.start and last.is_space:
        last = last.nbor(-1)
    if last.text in ".?!:;\"'" or (last.is_punct and last.text != ")"):
        return False
    first = doc[sentence.start]
    return first.i == 0 or "\n" in doc[first.i - 1].text or first.is_space
