"""The tables of a record, and the rows that a batch puts into them.

Everything is appended and nothing replaced: a document that is coded again keeps its earlier coding, and what is
current is worked out when it is read (`views.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain

import pyarrow as pa

from onrecord.export import goldstein_of
from onrecord.model import Document, Mention, Reading
from onrecord.read import Failure
from onrecord.record.layout import columns_of, shapes_of

_TEXT, _TIME, _LIST = pa.string(), pa.timestamp("us", tz="UTC"), pa.list_(pa.string())


@cache
def schemas() -> dict[str, pa.Schema]:
    """The tables by name, with their columns."""
    return {
        "documents": pa.schema(
            [*_texts("key id title outlet url language published text"), ("notes", _LIST), ("added", _TIME)]
        ),
        "codings": pa.schema(
            [*_texts("key document document_id run"), ("coded_at", _TIME), *_numbers("mentions words")]
        ),
        "mentions": pa.schema(
            [
                *_texts("coding document_id"),
                *_numbers("position"),
                *((name, shape.type) for name, shape in shapes_of(Mention).items()),
                ("goldstein", pa.float64()),
            ]
        ),
        "failures": pa.schema(
            [*_texts("run path"), *_numbers("row"), *_texts("kind message remedy"), ("failed_at", _TIME)]
        ),
        "runs": pa.schema([("id", _TEXT), ("started", _TIME), *_texts("settings fingerprint")]),
        "endings": pa.schema([("run", _TEXT), ("ended", _TIME), *_numbers("documents mentions known failed")]),
    }


def _texts(names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, _TEXT) for name in names.split()]


def _numbers(names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.int64()) for name in names.split()]


def document_key(document: Document) -> str:
    """What tells a document from every other: its id, its text and all that is known of its publication.

    Examples
    --------
    >>> document_key(Document("a", "Rain fell.")) == document_key(Document("a", "Rain fell!"))
    False
    """
    known = (document.id, document.text, document.title, document.outlet, document.url, document.language)
    return _hash((*known, document.published))


def coding_key(document: str, fingerprint: Mapping[str, str]) -> str:
    """What tells a coding from every other: the document's key, and the versions and settings it was coded with."""
    return _hash((document, *chain.from_iterable(sorted(fingerprint.items()))))


def _hash(parts: Iterable[str | None]) -> str:
    """32 digits of the SHA-256 of texts, each after its length, so that no two lists of parts look alike."""
    pieces: list[bytes] = []
    for part in parts:
        data = b"" if part is None else part.encode("utf-8", "surrogatepass")
        pieces += (b"%d:" % (-1 if part is None else len(data)), data)
    return hashlib.sha256(b"".join(pieces)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Coding:
    """A reading on its way into the record."""

    reading: Reading
    document: str
    key: str

    @classmethod
    def of(cls, reading: Reading, fingerprint: Mapping[str, str]) -> Coding:
        """The coding that a reading is."""
        document = document_key(reading.document)
        return cls(reading, document, coding_key(document, fingerprint))


def documents_table(codings: Sequence[Coding], added: datetime) -> pa.Table:
    """A row for every document."""
    documents = [coding.reading.document for coding in codings]
    return pa.table(
        {
            "key": [coding.document for coding in codings],
            **{
                name: [getattr(document, name) for document in documents]
                for name in ("id", "title", "outlet", "url", "language", "published", "text")
            },
            "notes": [list(coding.reading.notes) for coding in codings],
            "added": [added] * len(codings),
        },
        schema=schemas()["documents"],
    )


def codings_table(codings: Sequence[Coding], run: str, at: datetime) -> pa.Table:
    """A row for every coding."""
    return pa.table(
        {
            "key": [coding.key for coding in codings],
            "document": [coding.document for coding in codings],
            "document_id": [coding.reading.document.id for coding in codings],
            "run": [run] * len(codings),
            "coded_at": [at] * len(codings),
            "mentions": [len(coding.reading.mentions) for coding in codings],
            "words": [len(coding.reading.document.text.split()) for coding in codings],
        },
        schema=schemas()["codings"],
    )


def mentions_table(codings: Sequence[Coding]) -> pa.Table:
    """A row for every mention of every coding."""
    mentions = [mention for coding in codings for mention in coding.reading.mentions]
    return pa.table(
        {
            "coding": [coding.key for coding in codings for _ in coding.reading.mentions],
            "document_id": [coding.reading.document.id for coding in codings for _ in coding.reading.mentions],
            "position": [position for coding in codings for position in range(len(coding.reading.mentions))],
            **columns_of(mentions),
            "goldstein": _goldstein(mentions),
        },
        schema=schemas()["mentions"],
    )


def _goldstein(mentions: Sequence[Mention]) -> list[float | None]:
    """Goldstein's score of every mention; it depends on its CAMEO codes only."""
    first = {mention.cameo: mention for mention in mentions}
    scores = {codes: goldstein_of(mention) for codes, mention in first.items()}
    return [scores[mention.cameo] for mention in mentions]


def failures_table(failures: Iterable[Failure], run: str, at: datetime) -> pa.Table:
    """A row for every document that could not be coded."""
    rows = [
        {
            "run": run,
            "path": f.path,
            "row": f.row,
            "kind": f.kind,
            "message": f.message,
            "remedy": f.remedy,
            "failed_at": at,
        }
        for f in failures
    ]
    return pa.Table.from_pylist(rows, schema=schemas()["failures"])


def rows_table(name: str, **values: object) -> pa.Table:
    """A table of one row."""
    return pa.Table.from_pylist([values], schema=schemas()[name])
