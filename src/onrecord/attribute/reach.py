"""How far a cue, its source and its content reach: the spans that the rules of attribution give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.attribute.lexicon import Lexicon
from onrecord.model import Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
"""First and last token of a piece of text, inclusive."""

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_INSIDE_CUE = frozenset({"aux", "auxpass", "neg", "prt"})
_NEGATIONS = frozenset({"not", "n't", "never", "no", "nor", "neither", "without"})
_OBJECT_COMPLEMENTS = frozenset({"oprd", "xcomp", "prep", "ccomp", "attr"})
_MAX_CLIMB = 6


class Reach:
    """The spans around one cue; content follows PolNeAR's guidelines.

    The whole complement with its *that* or *to* and its quote marks, without the person addressed.
    """

    def __init__(self, doc: Doc, words: Lexicon) -> None:
        self.doc = doc
        self.words = words

    def cue_of(self, verb: Token, last: int | None = None) -> Range:
        """The verb with its auxiliaries, negation, adverbs between them and particles."""
        first, end = verb.i, verb.i if last is None else max(verb.i, last)
        for child in verb.children:
            dep = child.dep_
            if dep in _INSIDE_CUE or (dep == "advmod" and child.i + 1 == verb.i and child.left_edge.i == child.i):
                if child.i < first and verb.i - child.i <= 5:
                    first = child.i
                elif child.i == end + 1 and dep == "prt":
                    end = child.i
            elif dep == "prep" and child.i == verb.i + 1 and child.lower_ == "in":
                setting = child.right_edge
                if setting.lemma_.lower() in self.words.settings and setting.i - verb.i <= 4:
                    end = max(end, setting.i)
        for i in range(first, verb.i):  # a subject between auxiliary and verb ('did he say') is no part of the cue
            if self.doc[i].dep_ in SUBJECTS or self.doc[i].is_punct:
                first = i + 1
        return first, end

    def stance(self, word: Token, lemma: str) -> Stance:
        """What the source does with the content, from the cue's lexicon entry and its negation."""
        stance: Stance = self.words.stances.get(lemma, "asserts")
        negated = False
        for child in word.children:
            lower = child.lower_
            if lower in _NEGATIONS and child.i < word.i:
                negated = True
            elif lower in self.words.responsibility and child.dep_ in {"dobj", "nsubjpass"} and lemma == "claim":
                return "claims"
        if not negated and word.dep_ in {"dobj", "acomp", "xcomp"}:
            negated = any(c.dep_ == "neg" for c in word.head.children)
        if stance == "declines":
            return "declines" if not negated else "asserts"
        if not negated:
            return stance
        if stance == "asserts":
            return "declines" if lemma in self.words.comment else "asserts"
        return "asserts" if stance in {"doubts", "denies"} else "doubts"

    def ranges(self, token: Token) -> list[Range]:
        """The whole phrase or clause under `token`."""
        return [(token.left_edge.i, token.right_edge.i)]

    def clause_content(self, verb: Token, complement: Token, source: Token | None) -> list[Range]:
        """The complement clause; in front of the cue, the sentence from its start; without cue and source."""
        left, right = complement.left_edge.i, complement.right_edge.i
        if complement.i > verb.i:
            return [(max(left, verb.i + 1), right)] if right > verb.i else []
        start = self.after_semicolon(verb.sent.start, verb.i) if verb.dep_ == "ROOT" else left
        own = self.cue_phrase(verb, source, complement)
        pieces = [part for part in without((min(start, left), max(right, complement.i)), own) if part[1] >= part[0]]
        more = self.resumed(verb)
        return pieces if more is None else [*pieces, more]

    def resumed(self, verb: Token) -> Range | None:
        """What goes on after a parenthesis: 'Two were killed, the army said, and five were captured'."""
        for child in verb.children:
            if child.dep_ == "conj" and child.i > verb.i and child.tag_ in {"VBD", "VBZ", "VBP", "VBN"}:
                subject = next((c for c in child.lefts if c.dep_ in SUBJECTS), None)
                first = child.left_edge.i
                joined = self.doc[first - 1].dep_ == "cc" and self.doc[first - 2].text == ","
                if subject is not None and subject.pos_ != "PRON" and joined:
                    return first, child.right_edge.i
        return None

    def cue_phrase(self, verb: Token, source: Token | None, complement: Token | None = None) -> Range:
        """From the first to the last token of cue and source and what goes with the cue ('he said on Monday')."""
        first, last = self.cue_of(verb)
        if source is not None and source.sent.start == verb.sent.start:
            left, right = source.left_edge.i, source.right_edge.i
            if complement is None or not left <= complement.i <= right:
                first, last = min(first, left), max(last, right)
        for child in verb.children:
            if child.dep_ in {"prep", "npadvmod", "advmod", "dobj", "dative", "advcl"} and child.i > verb.i:
                last = max(last, child.right_edge.i)
        return first, last

    def clipped(self, piece: Range, cue: int) -> Range:
        """A content after its cue, up to what is told beside it.

        Beside it stand: a clause with its own subject after a semicolon; a noun that names what was said, with a
        clause of its own ('accused Iran of X, a claim that Tehran denies'); a clause by which somebody else takes
        it up (', which the rebels deny').
        """
        first, last = piece
        if first <= cue:
            return piece
        doc, words = self.doc, self.words
        for i in range(first + 1, last + 1):
            token = doc[i]
            if token.text == ";":
                if not self.in_quotes(i) and _own_clause(doc, i, last):
                    return first, i - 1
            elif token.text == "," and i < last and not self.in_quotes(i):
                after = doc[i + 1]
                if after.lower_ == "which" and after.dep_ in {"dobj", "nsubjpass"}:
                    if words.stances.get(after.head.lemma_.lower()):
                        return first, i - 1
                elif after.dep_ == "det" or after.lower_ in words.accounts:
                    noun = after.head if after.dep_ == "det" else after
                    if noun.lemma_.lower() in words.accounts and noun.i - i <= 4 and noun.right_edge.i >= noun.i + 2:
                        return first, i - 1
        return piece

    def in_quotes(self, index: int) -> bool:
        """Whether a token stands inside a quotation that reads as speech; without quotations, nothing does."""
        del index
        return False

    def object_content(self, verb: Token, named: Token) -> list[Range]:
        """The object with the predicate said of it ('called the plan a mistake', 'accused X of')."""
        end = named.right_edge.i
        for child in verb.children:
            if child.i > named.i and child.dep_ in _OBJECT_COMPLEMENTS and child.left_edge.i <= end + 2:
                if child.dep_ == "prep" and child.lower_ not in {"as", "of", "for", "with", "about"}:
                    continue
                end = max(end, child.right_edge.i)
        start = named.left_edge.i
        return [(start, end)] if start > verb.i or named.i < verb.i else [(verb.i + 1, end)]

    def parenthesis_content(self, verb: Token, source: Token | None) -> list[Range]:
        """'The plan, he said, would fail'; 'as he put it': the clause around the cue, without it."""
        if source is None or verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep", "conj", "csubj"}:
            return []
        as_clause = verb.dep_ == "advcl" and any(
            c.dep_ in {"mark", "advmod"} and c.lower_ == "as" for c in verb.children
        )
        if verb.dep_ in {"advcl", "conj", "csubj"} and not as_clause:
            return []
        own = self.cue_phrase(verb, source)
        if as_clause:
            own = (min(own[0], verb.left_edge.i), own[1])
        before, after = own[0] - 1, own[1] + 1
        if not as_clause:
            doc = self.doc
            commas = (before >= 0 and doc[before].is_punct) and (after >= len(doc) or doc[after].is_punct)
            if not commas:
                return []
        head = verb.head
        return without((head.left_edge.i, head.right_edge.i), own)

    def adjunct_content(self, adjunct: Token, holder: Token) -> list[Range]:
        """What an 'according to' phrase covers.

        At either end of its sentence the whole sentence, unless that sentence is itself somebody's report;
        else the clause of the word it depends on.
        """
        doc, sentence = self.doc, adjunct.sent
        own = (min(adjunct.left_edge.i, adjunct.i), max(holder.right_edge.i, adjunct.i))
        head = adjunct.head
        while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
            head = head.head
        clause = (head.left_edge.i, head.right_edge.i)
        embedded = False
        climb = head
        for _ in range(_MAX_CLIMB):
            if climb.head.i == climb.i:
                break
            if climb.dep_ in {"ccomp", "csubj", "xcomp", "relcl"} and climb.head.i < climb.i:
                embedded = True
                clause = (climb.left_edge.i, climb.right_edge.i)
                break
            climb = climb.head
        last = sentence.end - 1
        while last > sentence.start and (doc[last].is_space or doc[last].is_punct):
            last -= 1
        start = self.after_semicolon(sentence.start, own[0])
        for i in range(own[1] + 1, last):
            if doc[i].text == ";" and not self.in_quotes(i) and _own_clause(doc, i, last):
                last = i - 1
                break
        if not embedded and (own[0] - start <= 1 or own[1] >= last):
            clause = (start, last)
        return without((max(clause[0], start), min(clause[1], max(last, own[1]))), own)

    def after_semicolon(self, start: int, end: int) -> int:
        """The first token after the last semicolon between two tokens, outside quotations."""
        for i in range(end - 1, start - 1, -1):
            if self.doc[i].text == ";" and not self.in_quotes(i):
                return i + 1
        return start


def subject_of(verb: Token, experiencer: bool = False) -> Token | None:
    """Who does what `verb` says: its subject, or that of the clause it depends on, or the noun it modifies.

    Climbs at most six steps through conjunction, control, participles and reduced relatives.
    """
    for _ in range(_MAX_CLIMB):
        agent: Token | None = None
        beside = verb.i - 1
        if beside >= 0 and verb.doc[beside].dep_ == "nsubj" and verb.doc[beside].head.i == verb.i:
            return verb.doc[beside]  # of two subjects the parser found, the one at the verb
        for child in verb.children:
            if child.dep_ == "nsubj" or (child.dep_ == "nsubjpass" and experiencer):
                return child
            if child.dep_ == "nsubjpass" and agent is None:
                agent = child
        if agent is not None:
            return agent
        dep, head = verb.dep_, verb.head
        if dep in {"acl", "relcl"}:
            return head
        if dep in {"ROOT", "parataxis"} or head.i == verb.i:
            return None
        if dep in {"pcomp", "prep"} and head.dep_ == "prep":
            head = head.head
        if head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return next((c for c in head.children if c.dep_ == "poss"), None)
        verb, experiencer = head, True
    return None


def _own_clause(doc: Doc, semicolon: int, last: int) -> bool:
    """Whether a finite clause with a subject, not opened by *that*, follows within a content."""
    after = doc[semicolon + 1 : last + 1]
    if not len(after) or after[0].lower_ in {"that", "and"}:
        return False
    return any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in after) and any(t.dep_ in SUBJECTS for t in after)


def has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.lefts)


def without(whole: Range, part: Range) -> list[Range]:
    """The pieces of `whole` that remain when `part` is cut out."""
    if part[1] < whole[0] or part[0] > whole[1]:
        return [whole]
    pieces = [(whole[0], part[0] - 1), (part[1] + 1, whole[1])]
    return [piece for piece in pieces if piece[0] <= piece[1]]
