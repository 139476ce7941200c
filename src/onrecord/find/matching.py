"""Does a lexicon entry hold for a token in its sentence? One small predicate for each condition of `when`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from spacy.tokens import Token

from onrecord.codebooks import Entry, Lexicon
from onrecord.find.arguments import Arguments
from onrecord.find.entities import content_noun, is_entity
from onrecord.find.words import words


def matching_entry(token: Token, arguments: Arguments, entries: Iterable[Entry], lexicon: Lexicon) -> list[Entry]:
    """The entries that hold for `token`, most specific first (most words, then most conditions, then weight)."""
    held = [e for e in entries if holds(e, token, arguments, lexicon)]
    return sorted(held, key=lambda e: (-len(e.words), -len(e.when), -e.weight, e.id))


def holds(entry: Entry, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    """Whether all words and conditions of `entry` hold for `token`."""
    if len(entry.words) > 1 and not _words_around(entry.words, token, arguments):
        return False
    for name, wanted in entry.when.items():
        condition = CONDITIONS.get(name)
        if condition is not None and not condition(wanted, token, arguments, lexicon):
            return False
    return True


_FIXED = frozenset({"prt", "advmod", "acomp", "oprd", "dobj", "aux", "npadvmod", "xcomp", "ccomp", "neg", "dep"})


def _words_around(entry_words: tuple[str, ...], token: Token, arguments: Arguments) -> bool:
    """For a verb the particle or fixed object after it, for a noun the modifiers before it."""
    if token.pos_ in ("NOUN", "PROPN"):
        before = [t.lemma_.lower() for t in token.doc[max(token.i - len(entry_words) + 1, 0) : token.i]]
        return before == list(entry_words[:-1])
    for word in entry_words[1:]:
        found = any(c.lower_ == word or c.lemma_.lower() == word for c in token.children if c.dep_ in _FIXED)
        if not found and token.i + 1 < len(token.doc):
            found = token.nbor().lower_ == word
        if not found:
            found = any(t.lemma_.lower() == word for t in arguments.get("object"))
        if not found:  # 'take into custody': the word stands under a preposition
            found = any(
                g.lemma_.lower() == word
                for c in token.rights
                if c.dep_ == "prep" and c.lower_ in words(c, "fixed_prepositions")
                for g in c.children
            )
        if not found:
            return False
    return True


def _any_in(heads: Iterable[Token], wanted: Iterable[str], lexicon: Lexicon) -> bool:
    lemmas = lexicon.expand(wanted)
    for head in heads:
        if head.lower_ in words(head, "people_pronouns") and not lemmas.isdisjoint(words(head, "people_words")):
            return True  # 'they are trained by': a pronoun for people meets a condition that people can meet
        noun = content_noun(head)
        if noun.lemma_.lower() in lemmas or head.lemma_.lower() in lemmas or noun.lower_ in lemmas:
            return True
        if any(c.dep_ == "compound" and f"{c.lower_} {noun.lemma_.lower()}" in lemmas for c in noun.lefts):
            return True
    return False


def _prep(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    if isinstance(wanted, Mapping):
        return any(
            arguments.get(p) and (not words or words is True or _any_in(arguments.get(p), _listed(words), lexicon))
            for p, words in wanted.items()
        )
    return any(arguments.get(p) or _has_prep(token, p) for p in _listed(wanted))


def _has_prep(token: Token, word: str) -> bool:
    return any(c.dep_ in ("prep", "prt", "agent") and c.lower_ == word for c in token.children)


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(v) for v in value] if isinstance(value, (list, tuple, set, frozenset)) else []


def _clause(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    kinds = _listed(wanted)
    if "none" in kinds and arguments.clause is None:
        return True
    if arguments.clause is None:
        return False
    return "any" in kinds or arguments.clause_kind in kinds


def _modifier(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    lemmas = lexicon.expand(_listed(wanted))
    return any(
        c.lemma_.lower() in lemmas or c.lower_ in lemmas
        for c in token.lefts
        if c.dep_ in ("amod", "compound", "nmod", "poss", "advmod")
    )


def _entity(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    functions = [f for w in _listed(wanted) for f in (("subject", "object") if w == "both" else (w,))]
    return all(any(is_entity(t) for t in arguments.get(f)) for f in functions)


def _negated(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    return any(c.dep_ == "neg" for c in token.children) == bool(wanted)


def _clause_verb(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    if arguments.clause is None:
        return False
    return arguments.clause.lemma_.lower() in lexicon.expand(_listed(wanted))


def _adverbial(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    lemmas = lexicon.expand(_listed(wanted))
    return any(c.dep_ == "advcl" and c.lemma_.lower() in lemmas for c in token.children)


def _own(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    owned = any(c.dep_ == "poss" and c.tag_ == "PRP$" for t in arguments.get("object") for c in t.lefts)
    return owned == bool(wanted)


def negation(token: Token) -> Token | None:
    """The word that negates a verb, or None."""
    return next((c for c in token.children if c.dep_ == "neg"), None)


def is_refusal(token: Token, arguments: Arguments) -> bool:
    """'Chad will not attend', 'Chad said it would not attend': an act that its subject refuses.

    Told by somebody else ('analysts say Chad will not attend') it is a forecast.
    """
    if arguments.passive or negation(token) is None or token.lemma_.lower() in words(token, "no_acts"):
        return False
    if not any(c.dep_ == "aux" and c.lower_ in words(c, "volition") for c in token.lefts):
        return False
    if any(c.dep_ in ("mark", "advmod") and c.lower_ in words(c, "open_clause") for c in token.lefts):
        return False
    subjects = [c for c in token.lefts if c.dep_ == "nsubj"]
    if not subjects or not is_entity(subjects[0]):
        return False
    if token.dep_ == "ROOT":
        return subjects[0].pos_ != "PRON" or subjects[0].lower_ in words(token, "speakers_own")
    if token.dep_ != "ccomp":
        return False
    tellers = [c for c in token.head.children if c.dep_ == "nsubj"]
    if subjects[0].pos_ == "PRON":
        return bool(tellers)
    return bool(tellers) and tellers[0].lemma_ == subjects[0].lemma_


def _own_act(wanted: object, token: Token, arguments: Arguments, lexicon: Lexicon) -> bool:
    doers = arguments.get("clause_subject")
    names = {t.lemma_ for t in arguments.get("subject")}
    own = any(t.lemma_ in names or t.lower_ in words(t, "own_pronouns") for t in doers)
    return own == bool(wanted)


def joint_adverb(child: Token) -> bool:
    """Whether a dependent is 'together' or 'jointly', or a phrase that the parser gave it to ('together since May')."""
    if child.dep_ == "prep":
        return any(c.dep_ == "advmod" and c.lower_ in words(c, "joint_adverbs") for c in child.lefts)
    return child.dep_ == "advmod" and child.lower_ in words(child, "joint_adverbs")


def is_joint(token: Token, arguments: Arguments) -> bool:
    """'Cleared mines together', 'jointly searched', 'a joint patrol': the clause calls the act a joint one."""
    if any(joint_adverb(c) for c in token.children):
        return True
    return any(
        c.dep_ == "amod" and c.lower_ in words(c, "joint_adjectives") for t in arguments.get("object") for c in t.lefts
    )


def nations(heads: Iterable[Token]) -> set[str]:
    """The nations that phrases name: 'Indian and French ships', 'soldiers from Chad and Niger'."""
    found: set[str] = set()
    for head in heads:
        near = [head, *(c for c in head.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))]
        near += [g for c in head.rights if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        for token in near:
            group = (token, *token.conjuncts)
            for one in group if any(t.ent_type_ in ("GPE", "NORP") for t in group) else ():
                if one.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") and one.pos_ in ("PROPN", "ADJ", "NOUN"):
                    found.add(one.lemma_.lower())
    return found


def are_two_sides(heads: list[Token]) -> bool:
    """Whether phrases name two nations, or count two sides ('both armies', 'the two countries')."""
    if len(nations(heads)) > 1:
        return True
    return any(
        c.lower_ in words(c, "two_sides") and h.lemma_.lower() in words(h, "side_nouns")
        for h in heads
        for c in h.lefts
        if c.dep_ in ("nummod", "det", "predet", "amod")
    )


_Condition = Callable[[object, Token, Arguments, Lexicon], bool]
CONDITIONS: dict[str, _Condition] = {
    "object": lambda w, t, a, x: _any_in(a.get("object") or a.get("attribute"), _listed(w), x),
    "object_not": lambda w, t, a, x: not _any_in(a.get("object"), _listed(w), x),
    "subject": lambda w, t, a, x: _any_in(a.get("subject"), _listed(w), x),
    "subject_not": lambda w, t, a, x: not _any_in(a.get("subject"), _listed(w), x),
    "prep": _prep,
    "prep_not": lambda w, t, a, x: not _prep(w, t, a, x),
    "clause": _clause,
    "clause_verb": _clause_verb,
    "support": lambda w, t, a, x: (a.support is not None) == bool(w),
    "voice": lambda w, t, a, x: a.passive == (w == "passive"),
    "modifier": _modifier,
    "modifier_not": lambda w, t, a, x: not _modifier(w, t, a, x),
    "entity": _entity,
    "negated": _negated,
    "adverbial": _adverbial,
    "own": _own,
    "own_act": _own_act,
    "refusal": lambda w, t, a, x: is_refusal(t, a) == bool(w),
    "joint": lambda w, t, a, x: is_joint(t, a) == bool(w),
    "sides": lambda w, t, a, x: are_two_sides(a.get("subject")) == bool(w),
}
