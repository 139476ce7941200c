"""The forms of output: one small class a format."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from onrecord.errors import InvalidSetting
from onrecord.export.cells import cell, without_guard
from onrecord.export.columns import COLUMNS, Column, arrow_schema
from onrecord.export.form import Format
from onrecord.export.geojson import GeoJson
from onrecord.export.html import Html
from onrecord.export.polecat import Polecat
from onrecord.export.rows import json_line
from onrecord.export.table import TableLines
from onrecord.model import Reading

__all__ = [
    "FORMATS", "Csv", "Format", "GeoJson", "Html", "JsonLines", "Parquet", "Polecat", "Table", "cell", "format_named",
    "without_guard",
]  # fmt: skip


JSON_KEYS: tuple[Column, ...] = (
    Column("schema", "int64", "Version of this shape."),
    Column("id", "string", "Content hash of the mention: same text, settings and version, same id."),
    Column("document", "object", "id, title, outlet, url, language, published."),
    Column("type", "string", "PLOVER event type."),
    Column("modes", "array", "PLOVER modes."),
    Column("contexts", "array", "PLOVER contexts."),
    Column("quad", "int64", "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; 0 unknown."),
    Column("cameo", "array", "CAMEO codes by crosswalk."),
    Column("intensity", "float64", "PLOVER's own score of conflict and cooperation, -10 to 10."),
    Column("trigger", "object", "Span of the words that name the event: start, end, text."),
    Column("evidence", "object", "Span of the sentence or clause that reports it."),
    Column("actors", "array", "Who initiated it."),
    Column("recipients", "array", "Whom it is directed at."),
    Column("places", "array", "Places; the first is the event's own."),
    Column("times", "array", "Times; the first is the event's own."),
    Column("magnitudes", "array", "Casualties and other numbers."),
    Column("status", "string", "occurred, ongoing, planned, predicted, hypothetical or negated."),
    Column("background", "bool", "Whether the sentence retells an earlier event."),
    Column("attributions", "array", "On whose word it stands; empty in the outlet's own voice."),
    Column("content_of", "string", "Id of the mention whose content this one is."),
    Column("same_as", "string", "Id of the mention of the same event in the document."),
    Column("denies", "string", "Id of the mention that this one denies."),
    Column("confidence", "float64", "0 to 1."),
    Column("uncertain", "bool", "Whether the confidence is under the threshold."),
    Column("unvouched", "bool", "Whether it is an accusation for which nobody is cited."),
    Column("coded_by", "object", "Rules and model that decided."),
)
"""The keys of a line of JSON, in their order; a test holds them against what is written."""


class JsonLines(Format):
    """One mention a line, in the shape of the design (schema 1)."""

    name, suffix = "jsonl", ".jsonl"
    description = "one mention a line as JSON, everything in it"
    columns = JSON_KEYS

    def write(self, reading: Reading) -> None:
        """Write one line a mention."""
        lines = [json_line(row) for _, row in self.rows(reading)]
        if lines:
            self.stream.write(("\n".join(lines) + "\n").encode("utf-8"))


class Csv(Format):
    """The flat table, comma-separated after RFC 4180, in UTF-8.

    A text cell that a spreadsheet would take for a formula (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a
    carriage return, or with an apostrophe before one of these) is given a leading apostrophe; :func:`without_guard`
    takes it off again. Numbers are left alone.
    """

    name, suffix = "csv", ".csv"
    description = "the flat table, one row a mention; cells that look like formulas start with an apostrophe"
    columns = COLUMNS

    def begin(self) -> None:
        """Write the header."""
        self._text = io.TextIOWrapper(self.stream, "utf-8", newline="", write_through=True)  # type: ignore[type-var]
        self._writer = csv.writer(self._text)
        self._writer.writerow([column.name for column in COLUMNS])

    def write(self, reading: Reading) -> None:
        """Write one row a mention."""
        self._writer.writerows([cell(value) for value in row.values()] for row in self.flat(reading))

    def end(self) -> None:
        """Hand everything on."""
        self._text.flush()


class Parquet(Format):
    """The flat table as Apache Parquet, written in groups of rows so that a run may be of any length."""

    name, suffix = "parquet", ".parquet"
    description = "the flat table with its types, for pandas, Arrow, DuckDB, R"
    columns = COLUMNS

    ROWS_IN_A_GROUP = 10_000
    """Some 20 MB of rows: what is held in memory, and what a reader can skip."""

    @classmethod
    def check(cls, out: Path | None) -> None:
        """Parquet is binary: it needs a file."""
        if out is None:
            raise InvalidSetting(
                "Parquet is not for standard output", where="--format parquet", remedy="name a file with --out"
            )

    def begin(self) -> None:
        """Open the writer, so that a run without mentions has a table with its columns."""
        import pyarrow.parquet as pq

        self._rows: list[dict[str, Any]] = []
        self._writer = pq.ParquetWriter(self.stream, arrow_schema(), compression="zstd")

    def write(self, reading: Reading) -> None:
        """Keep the rows of a reading, and write them when there are enough for a group."""
        self._rows.extend(self.flat(reading))
        if len(self._rows) >= self.ROWS_IN_A_GROUP:
            self._write_group()

    def end(self) -> None:
        """Write the rest and the footer."""
        if self._rows:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=arrow_schema()))
        self._rows = []


class Table(Format):
    """For reading: one line a mention, at most 100 columns wide."""

    name, suffix = "table", ".txt"
    description = "one line a mention: when, who, did what, to whom, where, on whose word, status"

    def begin(self) -> None:
        """Nothing: the head is written with the first mention."""
        self._lines = TableLines()

    def write(self, reading: Reading) -> None:
        """Write one line a mention."""
        lines = [self._lines.line(reading, mention) for mention in self.held(reading)]
        if lines:
            text = "\n".join((*self._lines.head(), *lines, ""))
            self.stream.write(text.encode("utf-8", "replace"))


FORMATS: Mapping[str, type[Format]] = MappingProxyType(
    {kind.name: kind for kind in (Table, JsonLines, Csv, Parquet, Polecat, GeoJson, Html)}
)
"""The formats by the name that ``--format`` takes."""


def format_named(name: str) -> type[Format]:
    """The format `name`.

    Raises
    ------
    InvalidSetting
        For an unknown one; it lists those that are there.

    Examples
    --------
    >>> format_named("csv").__name__
    'Csv'
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise InvalidSetting(
            f"there is no format {name!r}", where="--format", remedy=f"name one of {', '.join(FORMATS)}"
        ) from None
