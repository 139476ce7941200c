"""A mention as the outside sees it: JSON of schema 1, with every key always there and in one order."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.model import Actor, Attribution, Document, Magnitude, Mention, Place, Reading, Source, Span, Time

SCHEMA = 1
"""Version of the shape below; it changes when a key changes its meaning or goes."""

CONFIDENCE_DIGITS, COORDINATE_DIGITS, NUMBER_DIGITS = 3, 5, 3
"""Decimals kept: confidence says no more than three, five of a degree are a metre."""

Row = dict[str, Any]


def mention_row(reading: Reading, mention: Mention) -> Row:
    """One mention as a JSON-ready dictionary.

    Returns
    -------
    dict
        Keys in the order of the design's 'What a mention looks like outside'; spans are ``{start, end, text}`` in
        characters of the document's text; unknown is None or an empty list.

    Examples
    --------
    >>> text = "Police arrested Ana Roe."
    >>> mention = Mention("m1", "COERCE", Span.of(text, 7, 15), Span.of(text, 0, 24))
    >>> row = mention_row(Reading(Document("d1", text)), mention)
    >>> row["schema"], row["type"], row["trigger"]
    (1, 'COERCE', {'start': 7, 'end': 15, 'text': 'arrested'})
    """
    return {
        "schema": SCHEMA,
        "id": mention.id,
        "document": _document(reading.document),
        "type": mention.type,
        "modes": list(mention.modes),
        "contexts": list(mention.contexts),
        "quad": mention.quad,
        "cameo": list(mention.cameo),
        "intensity": number(mention.intensity),
        "trigger": _span(mention.trigger),
        "evidence": _span(mention.evidence),
        "actors": [_actor(actor) for actor in mention.actors],
        "recipients": [_actor(recipient) for recipient in mention.recipients],
        "places": [_place(place) for place in mention.places],
        "times": [_time(time) for time in mention.times],
        "magnitudes": [_magnitude(magnitude) for magnitude in mention.magnitudes],
        "status": mention.status,
        "background": mention.background,
        "attributions": [_attribution(attribution) for attribution in mention.attributions],
        "content_of": mention.content_of,
        "same_as": mention.same_as,
        "denies": mention.denies,
        "confidence": number(mention.confidence, CONFIDENCE_DIGITS),
        "uncertain": mention.uncertain,
        "unvouched": mention.unvouched,
        "coded_by": _coded_by(mention),
    }


def rows_of(reading: Reading, *, uncertain: bool = False) -> Iterator[tuple[Mention, Row]]:
    """The mentions of a reading with their rows, in order; uncertain ones only when asked for."""
    for mention in reading.mentions:
        if uncertain or not mention.uncertain:
            yield mention, mention_row(reading, mention)


def json_line(row: Mapping[str, Any] | list[Any]) -> str:
    """`row` as one line of JSON without a newline: keys in their order, text unescaped, no NaN.

    A lone surrogate, which only a caller's own document can hold, is written as a JSON escape.

    Raises
    ------
    ValueError
        When a number is NaN or infinite; :func:`mention_row` makes none.

    Examples
    --------
    >>> json_line({"name": "Traoré", "least": None})
    '{"name": "Traoré", "least": null}'
    """
    line = json.dumps(row, ensure_ascii=False, allow_nan=False)
    return line if line.isascii() else line.encode("utf-8", "backslashreplace").decode("utf-8")


def number(value: float | None, digits: int = NUMBER_DIGITS) -> float | int | None:
    """`value` rounded, whole numbers without a point, None for what is not finite: the same everywhere.

    Examples
    --------
    >>> number(12.0), number(0.12345), number(float("nan"))
    (12, 0.123, None)
    """
    if value is None or not math.isfinite(value):
        return None
    rounded = round(float(value), digits)
    return int(rounded) if rounded.is_integer() else rounded


def _document(document: Document) -> Row:
    names = ("id", "title", "outlet", "url", "language", "published")
    return {name: getattr(document, name) for name in names}


def _span(span: Span) -> Row:
    return {"start": span.start, "end": span.end, "text": span.text}


def _span_or_none(span: Span | None) -> Row | None:
    return None if span is None else _span(span)


def _actor(actor: Actor) -> Row:
    return {
        "span": _span(actor.span),
        "name": actor.name,
        "country": actor.country,
        "sectors": list(actor.sectors),
        "title": actor.title,
        "identification": actor.identification,
    }


def _place(place: Place) -> Row:
    named = place.place
    return {
        "span": _span(place.span),
        "name": named.name,
        "kind": named.kind,
        "geonames_id": named.geonames_id,
        "country": named.country,
        "admin1": named.admin1,
        "admin2": named.admin2,
        "latitude": number(named.latitude, COORDINATE_DIGITS),
        "longitude": number(named.longitude, COORDINATE_DIGITS),
        "precision": place.precision,
        "relation": place.relation,
        "reason": place.reason,
    }


def _time(time: Time) -> Row:
    return {
        "span": _span(time.span),
        "value": time.value,
        "earliest": time.earliest,
        "latest": time.latest,
        "precision": time.precision,
        "relation": time.relation,
    }


def _magnitude(magnitude: Magnitude) -> Row:
    return {
        "span": _span(magnitude.span),
        "measure": magnitude.measure,
        "least": number(magnitude.least),
        "most": number(magnitude.most),
        "whom": _span_or_none(magnitude.whom),
        "civilian": magnitude.civilian,
        "scope": magnitude.scope,
    }


def _attribution(attribution: Attribution) -> Row:
    return {
        "source": None if attribution.source is None else _source(attribution.source),
        "cue": _span_or_none(attribution.cue),
        "content": [_span(content) for content in attribution.content],
        "manner": attribution.manner,
        "stance": attribution.stance,
        "within": attribution.within,
    }


def _source(source: Source) -> Row:
    return {
        "span": _span(source.span),
        "name": source.name,
        "kind": source.kind,
        "title": source.title,
        "country": source.country,
        "sectors": list(source.sectors),
        "anonymous": source.anonymous,
    }


def _coded_by(mention: Mention) -> Row:
    coded, runner_up = mention.coded_by, mention.coded_by.runner_up
    return {
        "rules": list(coded.rules),
        "model": coded.model,
        "probability": number(coded.probability, CONFIDENCE_DIGITS),
        "runner_up": None
        if runner_up is None
        else {"type": runner_up.type, "probability": number(runner_up.probability, CONFIDENCE_DIGITS)},
        "agree": coded.agree,
    }
