"""The task ``records``: the mentions of whole articles against statements that a careful reader wrote down.

A statement says where it stands (``anchor``), which types are acceptable, and whatever it asks: who, whom, between
whom, where, when, on whose word, status, unvouched, how many. A mention answers at most one statement; the pairing
that gives the most right answers is chosen. Statements of type ``none`` ask for nothing: mentions there are false.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import yaml
from scipy.optimize import linear_sum_assignment

from onrecord.evaluate.measures import precision_recall_f1
from onrecord.model import Mention, Reading

Row = dict[str, Any]
LONGEST_EVIDENCE = 800


class Codes(Protocol):
    """What this task needs of a coder."""

    def code(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002 - the coder's own name for it
        published: str | None = None,
        outlet: str | None = None,
    ) -> Reading:
        """Code one text."""
        ...


# --- predicting


def predict(data: Path, coder: Codes) -> Iterator[Row]:
    """The mention rows of the articles that the statements files name.

    Of a statements file only what an article has by itself is read: its text, publication date and outlet.

    Parameters
    ----------
    data
        A statements file, or a folder of them; each names its article under ``text``.

    Yields
    ------
    dict
        Rows as ``onrecord code --format jsonl`` prints them, without the uncertain ones; ``document.id`` is the
        statements file's stem.
    """
    from onrecord.export.rows import mention_row

    row: Callable[[Reading, Mention], Mapping[str, Any]] = mention_row
    for path in statement_files(data):
        head = _head(path)
        reading = coder.code(_article(path, head), id=path.stem, published=head["published"], outlet=head["outlet"])
        for mention in reading.mentions:
            if not mention.uncertain:
                yield dict(row(reading, mention))


def statement_files(data: Path) -> list[Path]:
    """The statements files under `data`, in order."""
    return sorted(data.glob("*.yaml")) if data.is_dir() else [data]


def _head(path: Path) -> dict[str, str | None]:
    """What is given: the article's file, publication date and outlet; the statements are dropped unread."""
    book = yaml.safe_load(path.read_text(encoding="utf8"))
    return {key: None if book.get(key) is None else str(book[key]) for key in ("text", "published", "outlet")}


def _article(path: Path, head: Mapping[str, Any]) -> str:
    return (path.parent / str(head["text"])).read_text(encoding="utf8")


# --- scoring


@dataclass(slots=True)
class Tally:
    """What was asked and what was right, over all files."""

    found: int = 0
    statements: int = 0
    predicted: int = 0
    false: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, right: bool) -> None:
        """Count one answer to the question `name`."""
        self.asked[name] = self.asked.get(name, 0) + 1
        self.right[name] += right


def score(gold: Path, predictions: Path) -> dict[str, float]:
    """Statements found (precision, recall, F1), false events on opinion, and right answers by question, in per cent.

    Parameters
    ----------
    gold
        A statements file, or a folder of them.
    predictions
        JSON Lines of mention rows; with one statements file all of them count as its article's.

    Returns
    -------
    dict
        ``statements P``, ``statements R``, ``statements F1``, ``false events on opinion`` (a count), then a
        percentage for each question that the statements ask, and ``whole statement``.
    """
    files = statement_files(gold)
    mentions: dict[str, list[Row]] = defaultdict(list)
    with predictions.open(encoding="utf8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                mentions[row["document"]["id"] if len(files) > 1 else files[0].stem].append(row)
    tally = Tally()
    for path in files:
        book = yaml.safe_load(path.read_text(encoding="utf8"))
        _score_article(book, _article(path, book), mentions[path.stem], tally)
    precision, recall, both = precision_recall_f1(tally.found, tally.predicted, tally.statements)
    return {
        "statements P": precision,
        "statements R": recall,
        "statements F1": both,
        "false events on opinion": float(tally.false),
        **{name: 100 * tally.right[name] / asked for name, asked in tally.asked.items()},
    }


def _score_article(book: Mapping[str, Any], text: str, mentions: list[Row], tally: Tally) -> None:
    asked = [one for one in book["statements"] if "none" not in _many(one["type"])]
    nothing = [one for one in book["statements"] if _many(one["type"]) == ["none"]]
    allowed = [one for one in book["statements"] if "none" in _many(one["type"]) and one not in nothing]
    places = [_evidence(mention, text) for mention in mentions]

    def stands(index: int, statement: Mapping[str, Any]) -> bool:
        start, end = places[index]
        at = text.index(statement["anchor"])
        return start < at + len(statement["anchor"]) and at < end

    def fits(index: int, statement: Mapping[str, Any]) -> bool:
        return stands(index, statement) and mentions[index]["type"] in _many(statement["type"])

    worth = np.zeros((len(mentions), len(asked)))
    for i, mention in enumerate(mentions):
        for j, statement in enumerate(asked):
            if fits(i, statement):
                worth[i, j] = 1 + sum(answers(mention, statement, book["published"]).values())
    pairs = zip(*linear_sum_assignment(-worth), strict=True) if mentions else ()
    answer = {int(j): int(i) for i, j in pairs if worth[i, j] > 0}
    free = [i for i in range(len(mentions)) if i not in answer.values()]
    spare = sum(
        bool(mentions[i].get("content_of") or mentions[i].get("same_as")) or any(fits(i, one) for one in allowed)
        for i in free
    )
    tally.predicted += len(mentions) - spare
    tally.statements += len(asked)
    tally.found += len(answer)
    tally.false += sum(stands(i, one) for one in nothing for i in free)
    for j, statement in enumerate(asked):
        if j in answer:
            results = answers(mentions[answer[j]], statement, book["published"])
        else:
            unanswered: Row = {"type": _many(statement["type"])[0]}
            results = dict.fromkeys(answers(unanswered, statement, book["published"]), False)
        for name, right in results.items():
            tally.count(name, right)
        tally.count("whole statement", j in answer and all(results.values()))


def _evidence(mention: Row, text: str) -> tuple[int, int]:
    """Where the evidence stands; nowhere, when it is not a sentence of the text."""
    span = mention["evidence"]
    start, end, words = span["start"], span["end"], span["text"]
    sentence = text[start:end] == words and len(words) <= LONGEST_EVIDENCE and "\n\n" not in words.strip()
    return (start, end) if sentence else (-1, -1)


def answers(mention: Row, statement: Mapping[str, Any], published: date | str) -> dict[str, bool]:
    """What `statement` asks, and whether `mention` answers it rightly.

    Examples
    --------
    >>> answers({"type": "AID", "status": "planned"}, {"type": ["AID"], "status": {"AID": "planned"}}, "2024-06-07")
    {'status': True}
    """
    actors, recipients = mention.get("actors") or [], mention.get("recipients") or []
    results: dict[str, bool] = {}
    for name, key, parts in (
        ("who", "actors", actors),
        ("whom", "recipients", recipients),
        ("between whom", "parties", actors + recipients),
    ):
        if key in statement:
            results[name] = _named(_many(statement[key]), parts)
    if "place" in statement:
        own = (mention.get("places") or [])[:1]
        results["where"] = bool(own) and any(_named([place], own) for place in _many(statement["place"]))
    if "earliest" in statement:
        results["when"] = _when(mention, statement, published)
    if "source" in statement:
        wanted = _many(_for_type(statement["source"], mention))
        results["on whose word"] = any(_alike(want, word) for want in wanted for word in _vouchers(mention))
    if "status" in statement:
        results["status"] = mention.get("status") in _many(_for_type(statement["status"], mention))
    if "unvouched" in statement:
        results["unvouched"] = bool(mention.get("unvouched")) == statement["unvouched"]
    if "magnitudes" in statement:
        numbers = mention.get("magnitudes") or []
        results["how many"] = all(
            any(n["measure"] == measure and least <= (n.get("least") or 0) <= 1.5 * least for n in numbers)
            for measure, least in statement["magnitudes"].items()
        )
    return results


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _for_type(value: Any, mention: Row) -> Any:
    """What is asked of a mention of this type, where that depends on the type."""
    return value[mention["type"]] if isinstance(value, dict) else value


def _words(part: Mapping[str, Any]) -> set[str]:
    """What a party, place or source is called: its country, name and own words."""
    span = part.get("span") or {}
    return {word for word in (part.get("country"), part.get("name"), span.get("text")) if word is not None}


def _alike(want: str, word: str) -> bool:
    """Equal, or one inside the other where that is no accident (a country's code is)."""
    return want == word or (len(want) > 3 and want.lower() in word.lower())


def _named(wanted: Iterable[str], parts: Iterable[Mapping[str, Any]]) -> bool:
    have = [word for part in parts for word in _words(part)]
    return all(any(_alike(want, word) for word in have) for want in wanted)


def _vouchers(mention: Row) -> set[str]:
    """On whose word the mention stands: names and kinds of its sources, or the outlet."""
    told = mention.get("attributions") or []
    if not told:
        return {"outlet"}
    found: set[str] = set()
    for attribution in told:
        source = attribution.get("source")
        if source:
            found |= _words(source) | {source.get("kind") or ""}
    return found


def _when(mention: Row, statement: Mapping[str, Any], published: date | str) -> bool:
    own = (mention.get("times") or [{}])[0]
    first, last = _many(statement["earliest"]), _many(statement["latest"])
    earliest = own.get("earliest")
    latest = own.get("latest") or str(published)
    return (
        bool(earliest) and str(first[0]) <= str(earliest) <= str(first[-1]) and str(last[0]) <= latest <= str(last[-1])
    )
