"""Headlines and transcripts: 'Minister: we shall stay', 'Troops to leave - minister'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.attribute.cues import Proposal
from onrecord.attribute.lexicon import Lexicon
from onrecord.attribute.quotes import Quote

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_LABEL = re.compile(r"^[ \t]*([^\s:;,.!?\"“”()\[\]][^:;!?\"“”()\[\]\n]{0,59}):[ \t]+(?=\S)", re.MULTILINE)
_TAIL = re.compile(r"[ \t](?:-|–|—)[ \t]([^\s,.:;!?\"“”()\[\]–—-][^,.:;!?\"“”()\[\]\n–—]{0,39})$", re.MULTILINE)
_MOST_WORDS = 7
_TITLE_POS = frozenset({"PROPN", "NOUN", "ADJ", "DET", "ADP", "PART", "CCONJ", "X", "NUM"})


_FIRST_PERSON = frozenset({"i", "we", "our", "my", "us", "me"})


def line_proposals(
    doc: Doc, text: str, words: Lexicon, quotes: list[Quote], places: frozenset[tuple[int, int]] = frozenset()
) -> list[Proposal]:
    """Attributions of whole lines to the name before their colon, or after the dash that ends a headline.

    The label must be a short noun phrase with a name or a word for a source in it, without a verb, and no word
    that labels a line ('Photo', 'Editor's note'). A dash counts in the first line only. The name of a place before a
    full sentence is a dateline ('Lima: The court freed two ministers.'), unless the sentence speaks in the first person
    or is quoted; the outlet's own staff ('Presenter:') are the outlet. `places` are the toponyms, in characters.
    """
    found = []
    for match in _LABEL.finditer(text):
        label = doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        if label is None or not _names_a_source(label, words):
            continue
        colon = label.end
        if colon >= len(doc) or doc[colon].text != ":":
            continue
        stop = text.find("\n", match.end())
        rest = doc.char_span(match.end(), len(text) if stop < 0 else stop, alignment_mode="contract")
        if rest is None or len(rest) < 2:
            continue
        if _is_place(label, match.span(1), places) and _tells(rest):
            continue
        found.append(
            Proposal(
                colon, (colon, colon), label.root, [(rest.start, rest.end - 1)], True, "asserts", "line/colon",
                source_range=(label.start, label.end - 1), parenthetical=True,
            )
        )  # fmt: skip
    first = next((line for line in re.finditer(r"[^\n]+", text) if not line.group().isspace()), None)
    tail = _TAIL.search(text, first.start(), first.end()) if first else None
    if first is not None and tail is not None and not words.media_names.search(tail.group(1)):
        name = doc.char_span(tail.start(1), tail.end(1), alignment_mode="expand")
        before = doc.char_span(first.start(), tail.start(), alignment_mode="expand")
        if name is not None and before is not None and len(before) >= 3 and _names_a_source(name, words):
            dash = name.start - 1
            found.append(
                Proposal(
                    dash, (dash, dash), name.root, [(before.start, before.end - 1)], True, "asserts", "line/dash",
                    source_range=(name.start, name.end - 1), parenthetical=True,
                )
            )  # fmt: skip
    return found


def _is_place(label: Span, span: tuple[int, int], places: frozenset[tuple[int, int]]) -> bool:
    if span in places:
        return True
    return all(token.ent_type_ in {"GPE", "LOC"} for token in label if not token.is_punct)


def _tells(rest: Span) -> bool:
    """Whether a line is prose of the third person: a full stop, a subject, nobody's 'we', no quotation."""
    first = next((token for token in rest if not token.is_space), None)
    if first is None or first.is_quote:
        return False
    stopped = subject = False
    for token in rest[:60]:
        if token.lower_ in _FIRST_PERSON:
            return False
        stopped = stopped or token.text in {".", '."'}
        subject = subject or token.dep_ in {"nsubj", "nsubjpass"}
    return subject and (stopped or len(rest) > 60)


def _names_a_source(label: Span, words: Lexicon) -> bool:
    tokens = [token for token in label if not token.is_space]
    if not tokens or len(tokens) > _MOST_WORDS or any(token.pos_ not in _TITLE_POS for token in tokens):
        return False
    if any(token.lower_ in words.labels for token in tokens):
        return False
    return any(
        token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or token.lemma_.lower() in words.kinds
        or token.lemma_.lower() in words.people
        or (token.text.isupper() and len(token.text) > 2)
        for token in tokens
    )
