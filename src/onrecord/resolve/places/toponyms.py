"""The names of places in a document and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from onrecord.gazetteer import Gazetteer
from onrecord.languages import Pack
from onrecord.model import Span, Toponym
from onrecord.resolve.places.candidates import Finder, finder
from onrecord.resolve.places.disambiguate import resolve
from onrecord.resolve.places.recognise import Found, join_regions, recognise
from onrecord.resolve.places.words import place_words

RUNNERS_UP = 4


def find_toponyms(
    doc: Doc, text: str, pack: Pack, gazetteer: Gazetteer, outlet: str | None = None
) -> tuple[Toponym, ...]:
    """The place names of a document, in order, each with the place that is meant or None."""
    found = recognise(doc, finder(gazetteer, place_words(pack), pack.code))
    return tuple(
        Toponym(
            Span.of(text, f.start, f.end), place, reason, tuple(p for p, _ in ranked[1 : 1 + RUNNERS_UP]), f.demonym
        )
        for f, (place, reason, ranked) in zip(found, resolve(found), strict=True)
    )


def resolve_spans(doc: Doc, text: str, spans: Iterable[Span], pack: Pack, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """As :func:`find_toponyms` for names that are given: every span gets an answer, which may be no match."""
    names = finder(gazetteer, place_words(pack), pack.code)
    found = [_given(doc, span, names) for span in sorted(spans)]
    join_regions(text, found)
    return tuple(
        Toponym(
            Span.of(text, f.start, f.end), place, reason, tuple(p for p, _ in ranked[1 : 1 + RUNNERS_UP]), f.demonym
        )
        for f, (place, reason, ranked) in zip(found, resolve(found), strict=True)
    )


def _given(doc: Doc, span: Span, names: Finder) -> Found:
    covered = doc.char_span(span.start, span.end, alignment_mode="expand")
    first, last = (covered.start, covered.end - 1) if covered is not None and len(covered) else (0, 0)
    name = span.text[:-2] if span.text.endswith(("'s", "’s")) else span.text
    return Found(first, last, span.start, span.end, name, names.find(name))
