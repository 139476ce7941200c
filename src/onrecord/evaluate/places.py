"""The benchmark task `places`: toponyms of news articles, found and resolved (LGL, GeoVirus, TR-News, GeoWebNews)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.etree import ElementTree

from spacy.tokens import Doc

from onrecord.errors import UnreadableDocument
from onrecord.evaluate.measures import precision_recall_f1
from onrecord.gazetteer import Gazetteer
from onrecord.languages import Pack
from onrecord.model import Span, Toponym
from onrecord.resolve.places import find_toponyms, resolve_spans

NEAR = 161.0
"""Kilometres (100 miles) within which an answer counts (Gritta et al. 2020)."""

EARTH_DIAMETER = 12742
FARTHEST_OFFSET = 15
"""Characters by which an annotated offset of the corpora may be wrong."""

_KEPT_TYPES = frozenset(
    {
        "Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal", "Metonymic", "Non_Literal_Modifier",
        "Demonym", "Homonym", "Language", "Embedded_Non_Lit",
    }
)  # fmt: skip
"""The types of GeoWebNews that are asked."""

_ARTICLE = re.compile(r"(?i)(the\s+)?")
_POSSESSIVE = re.compile(r"['’]s$")


class Coding(Protocol):
    """What this task needs of a coder."""

    @property
    def pack(self) -> Pack:
        """The language pack."""
        ...

    @property
    def gazetteer(self) -> Gazetteer:
        """The place index."""
        ...

    def parse(self, text: str) -> Doc:
        """`text` with sentences, syntax and entities."""
        ...


class Named(NamedTuple):
    """An annotated toponym: characters of the article, and its point (latitude, longitude) where one is given."""

    start: int
    end: int
    point: tuple[float, float] | None


class Article(NamedTuple):
    """An article with its toponyms; `demonyms` says whether the corpus annotates 'Nigerien' and 'French' too."""

    text: str
    toponyms: tuple[Named, ...]
    demonyms: bool


def read_articles(path: Path) -> list[Article]:
    """Read a corpus; offsets that miss the name by a few characters are put right.

    The corpora whose toponyms stand in `<toponyms>` annotate demonyms, those with `<locations>` (GeoVirus) do not.

    Raises
    ------
    UnreadableDocument
        The file is missing or no XML.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise UnreadableDocument(
            f"the corpus cannot be read ({error})", where=str(path), remedy="give a file like geo/lgl.xml"
        ) from error
    articles = []
    for entry in root:
        text = entry.findtext("text") or ""
        listed = entry.find("toponyms")
        demonyms = listed is not None
        named = [_named(item, text) for item in (listed if listed is not None else entry.find("locations")) or ()]
        articles.append(Article(text, tuple(one for one in named if one is not None), demonyms))
    return articles


def _named(item: ElementTree.Element, text: str) -> Named | None:
    kind = item.findtext("type")
    if kind and kind not in _KEPT_TYPES:
        return None
    name = item.findtext("phrase") or item.findtext("name") or item.findtext("extractedName") or ""
    start = int(item.findtext("start") or 0)
    for shift in sorted(range(-FARTHEST_OFFSET, FARTHEST_OFFSET + 1), key=abs):
        if start + shift >= 0 and text.startswith(name, start + shift):
            start += shift
            break
    latitude = item.findtext(".//lat") or item.findtext("latitude")
    longitude = item.findtext(".//lon") or item.findtext("longitude")
    point = (float(latitude), float(longitude)) if latitude and longitude and latitude.strip() else None
    return Named(start, start + len(name), point)


def predict(data: Path, coder: Coding) -> Iterator[dict[str, Any]]:
    """One line an article: ``{"doc": number, "toponyms": [...], "given": [...]}``.

    `toponyms` are found in the bare text; `given` answers the annotated spans, of which only the characters are used.
    Each is ``{"start", "end", "latitude", "longitude"}`` with null for no match.
    """
    for number, article in enumerate(read_articles(data)):
        doc = coder.parse(article.text)
        found = find_toponyms(doc, article.text, coder.pack, coder.gazetteer)
        spans = {_trimmed(article.text, one.start, one.end) for one in article.toponyms}
        asked = [Span.of(article.text, start, end) for start, end in sorted(spans)]
        given = resolve_spans(doc, article.text, asked, coder.pack, coder.gazetteer)
        yield {
            "doc": number,
            "toponyms": [_row(one) for one in found if article.demonyms or not one.demonym],
            "given": [_row(one) for one in given],
        }


def _row(toponym: Toponym) -> dict[str, Any]:
    place = toponym.place
    return {
        "start": toponym.span.start,
        "end": toponym.span.end,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Exact recognition, accuracy within 161 km of the given spans, and both together on the raw text, in percent.

    A leading 'the' and a final possessive do not count (Gritta et al. 2020, 'A pragmatic guide to geoparsing
    evaluation'). Names without a point are asked in recognition only.
    """
    rows = {}
    for line in predictions.read_text(encoding="utf8").splitlines():
        if line.strip():
            row = json.loads(line)
            rows[row["doc"]] = row
    hit = found = asked = 0
    given_hit = given_asked = 0
    raw_hit = raw_found = 0
    for number, article in enumerate(read_articles(data)):
        row = rows.get(number, {"toponyms": [], "given": []})
        gold = {_trimmed(article.text, one.start, one.end): one.point for one in article.toponyms}
        answers = _points(article.text, row["toponyms"])
        given = _points(article.text, row.get("given", []))
        hit, found, asked = hit + len(gold.keys() & answers.keys()), found + len(answers), asked + len(gold)
        raw_found += sum(point is not None and gold.get(key, (0.0, 0.0)) is not None for key, point in answers.items())
        for key, point in gold.items():
            if point is not None:
                given_asked += 1
                given_hit += _is_near(given.get(key), point)
                raw_hit += _is_near(answers.get(key), point)
    figures: dict[str, float] = {}
    for name, counts in (("recognition", (hit, found, asked)), ("raw", (raw_hit, raw_found, given_asked))):
        for measure, value in zip(("precision", "recall", "f1"), precision_recall_f1(*counts), strict=True):
            figures[f"{name}_{measure}"] = value
    figures["given_accuracy_161km"] = 100 * given_hit / given_asked if given_asked else 0.0
    return figures


def _points(text: str, rows: list[dict[str, Any]]) -> dict[tuple[int, int], tuple[float, float] | None]:
    return {
        _trimmed(text, row["start"], row["end"]): (row["latitude"], row["longitude"])
        if row.get("latitude") is not None
        else None
        for row in rows
    }


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a leading 'the' and a final possessive."""
    article = _ARTICLE.match(text[start:end])
    start += len(article.group(0)) if article else 0
    return start, end - 2 if _POSSESSIVE.search(text[start:end]) else end


def _is_near(answer: tuple[float, float] | None, point: tuple[float, float]) -> bool:
    return answer is not None and kilometres(answer, point) <= NEAR


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees.

    Examples
    --------
    >>> round(kilometres((48.85, 2.35), (51.51, -0.13)))
    344
    """
    first, first_longitude, second, second_longitude = map(math.radians, (*one, *other))
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin((second_longitude - first_longitude) / 2) ** 2
    )
    return EARTH_DIAMETER * math.asin(min(1, math.sqrt(half)))
