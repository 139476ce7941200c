"""The benchmark task `times`: TIMEX3 expressions of TimeML articles (TempEval-3, task A)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from spacy.tokens import Doc

from onrecord.languages import Pack
from onrecord.resolve.times import find_times

_TAG = re.compile(r"<[^<>]+>")
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"]*)"')
_BODY = re.compile(r"<TEXT>")


class Parsing(Protocol):
    """What this task needs of a coder."""

    @property
    def pack(self) -> Pack:
        """The language pack."""
        ...

    def parse(self, text: str) -> Doc:
        """`text` with sentences and syntax."""
        ...


class Expression(NamedTuple):
    """An annotated expression: characters of the article's text, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


class Article(NamedTuple):
    """A TimeML article: text without tags, its expressions, and the creation time that is given with it."""

    name: str
    text: str
    expressions: tuple[Expression, ...]
    created: date | None


def read_article(path: Path) -> Article:
    """Read a TimeML file: the text inside `<TEXT>` without tags and with entities decoded.

    `created` is the document creation time, which the task gives; expressions inside the text are its answers.
    """
    source = path.read_text(encoding="utf8", errors="replace")
    created = None
    for tag in re.findall(r"<TIMEX3[^<>]*>", source):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("functionInDocument") == "CREATION_TIME":
            stamp = re.match(r"\d{4}-\d\d-\d\d", attributes.get("value", ""))
            created = date.fromisoformat(stamp[0]) if stamp else None
            break
    start, end = source.find("<TEXT>"), source.rfind("</TEXT>")
    body = source[start + len("<TEXT>") : end] if 0 <= start < end else ""
    pieces: list[str] = []
    expressions: list[Expression] = []
    opened: list[tuple[int, dict[str, str]]] = []
    length = at = 0
    for tag in _TAG.finditer(body):
        piece = html.unescape(body[at : tag.start()])
        pieces.append(piece)
        length, at = length + len(piece), tag.end()
        if tag[0].startswith("<TIMEX3"):
            opened.append((length, dict(_ATTRIBUTE.findall(tag[0]))))
        elif tag[0].startswith("</TIMEX3") and opened:
            first, attributes = opened.pop()
            expressions.append(Expression(first, length, attributes.get("type", ""), attributes.get("value", "")))
    pieces.append(html.unescape(body[at:]))
    return Article(path.stem, "".join(pieces), tuple(expressions), created)


def predict(data: Path, coder: Parsing) -> Iterator[dict[str, Any]]:
    """One line an article: ``{"doc": stem, "timexes": [{"start", "end", "type", "value"}]}``.

    Parameters
    ----------
    data
        A folder of TimeML files (`*.tml`).
    coder
        Gives the parse and the language pack.
    """
    for path in sorted(data.glob("*.tml")):
        article = read_article(path)
        times = find_times(coder.parse(article.text), article.text, coder.pack, article.created)
        yield {
            "doc": article.name,
            "timexes": [
                {"start": time.span.start, "end": time.span.end, "type": time.type, "value": time.value}
                for time in times
            ],
        }


def score(data: Path, predictions: Path) -> dict[str, float]:
    """Precision, recall and F1 (per cent) of spans (strict, relaxed), and of types and values of overlapping spans.

    The measures of TempEval-3 (UzZaman et al. 2013): an annotated expression is answered by the overlapping prediction
    with the same span, or else the longest overlap; type and value count among all expressions. Articles without a
    creation day are left out.
    """
    answered: dict[str, list[Expression]] = {}
    for line in predictions.read_text(encoding="utf8").splitlines():
        if line.strip():
            row = json.loads(line)
            answered[row["doc"]] = [Expression(t["start"], t["end"], t["type"], t["value"]) for t in row["timexes"]]
    hits = dict.fromkeys(("strict", "relaxed", "type", "value"), 0)
    gold = predicted = 0
    for path in sorted(data.glob("*.tml")):
        article = read_article(path)
        if article.created is None:
            continue
        answers = answered.get(article.name, [])
        gold, predicted = gold + len(article.expressions), predicted + len(answers)
        free = list(range(len(answers)))
        for asked in article.expressions:
            near = [k for k in free if answers[k].start < asked.end and asked.start < answers[k].end]
            if not near:
                continue
            best = max(
                near,
                key=lambda k: (
                    answers[k][:2] == asked[:2],
                    min(answers[k].end, asked.end) - max(answers[k].start, asked.start),
                ),
            )
            free.remove(best)
            hits["relaxed"] += 1
            hits["strict"] += answers[best][:2] == asked[:2]
            hits["type"] += answers[best].type == asked.type
            hits["value"] += answers[best].value == asked.value
    result: dict[str, float] = {}
    for name, hit in hits.items():
        precision = 100 * hit / predicted if predicted else 0.0
        recall = 100 * hit / gold if gold else 0.0
        result[f"{name} P"], result[f"{name} R"] = precision, recall
        result[f"{name} F1"] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return result
