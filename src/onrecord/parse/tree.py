"""Walking the dependency tree: the few moves that every later stage needs."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.model import Span

NOT_IN_A_NAME = frozenset({"punct", "cc", "conj", "relcl", "acl", "appos", "advcl", "parataxis", "dep", "case"})
"""Dependents that `phrase` leaves out: what follows a name or describes it at length."""


def span_between(doc: Doc, text: str, first: Token, last: Token) -> Span:
    """The characters from the first token to the last, inclusive, of the document's own `text`."""
    return Span.of(text, first.idx, last.idx + len(last.text))


def span_of(text: str, token: Token) -> Span:
    """The characters of one token, from the document's own `text`."""
    return Span.of(text, token.idx, token.idx + len(token.text))


def phrase(text: str, head: Token, without: frozenset[str] = NOT_IN_A_NAME) -> Span:
    """The noun phrase around `head` without clauses, appositions and conjuncts; contiguous around the head."""
    left = right = head
    for child in reversed(list(head.lefts)):
        if child.dep_ in without:
            break
        left = child.left_edge
    for child in head.rights:
        if child.dep_ in without or _is_circumstance(child, head):
            break
        right = child.right_edge
    return _balanced(Span.of(text, left.idx, right.idx + len(right.text)), text)


def _is_circumstance(child: Token, head: Token) -> bool:
    """What the parser hung on a name and belongs to the verb: 'met Hariri in Rome', 'accused the army of shelling'."""
    if child.dep_ != "prep":
        return False
    if any(inner.dep_ == "pcomp" for inner in child.rights):
        return True
    return head.ent_type_ == "PERSON" and child.lower_ not in ("of", "de", "from")


def _balanced(span: Span, text: str) -> Span:
    """`span` with the closing bracket that the syntax left outside: 'the council (CNSP' -> 'the council (CNSP)'."""
    if span.text.count("(") == span.text.count(")") + 1:
        after = text[span.end : span.end + 2]
        closing = after.find(")")
        if closing >= 0 and not after[:closing].strip():
            return Span.of(text, span.start, span.end + closing + 1)
    return span


def coordinated(head: Token) -> Iterator[Token]:
    """`head` and the tokens coordinated with it, in order."""
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from coordinated(child)


def sentence_span(text: str, token: Token) -> Span:
    """The sentence of `token`, without white space at its edges."""
    sentence = token.sent
    start, end = sentence.start_char, sentence.end_char
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span.of(text, start, end)


def tokens_in(doc: Doc, span: Span) -> list[Token]:
    """The tokens that lie inside `span` or share a character with it."""
    covered = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(covered) if covered is not None else []
