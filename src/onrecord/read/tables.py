"""Tables: CSV and its cousins row by row, Parquet by record batches."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.errors import DocumentError, UnreadableDocument
from onrecord.read.document import too_long
from onrecord.read.failure import Failure
from onrecord.read.files import bounded_lines, misfit, open_lines, shown
from onrecord.read.lines import missing
from onrecord.read.options import FIELDS, ReadOptions
from onrecord.read.raw import Raw

_DELIMITERS = (",", ";", "\t", "|")
_ASIDE = 1 << 20
_BATCH = 64
"""Rows of Parquet held at a time: news texts are a few kB, so a batch is less than a MB."""


def read_csv(stream: io.BufferedReader, options: ReadOptions, where: str) -> Iterator[Raw | Failure]:
    """One document a row; the delimiter is told from the header (comma, semicolon, tab or bar)."""
    text, notes = open_lines(stream, options.encoding, where, newline="")
    limit = 2 * options.max_characters + _ASIDE
    # The module's limit is one for the process and refuses long articles: it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = _lines(text, limit, where)
    try:
        first = next(lines, "")
    except DocumentError as error:
        raise UnreadableDocument("the first line is no header", where=where, remedy=_HEADER) from error
    if not first.strip():
        raise UnreadableDocument("the table is empty", where=where, remedy=_HEADER)
    delimiter = _delimiter(first, options.column("text"))
    rows = csv.reader(_after(first, lines), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(rows)]
    except (csv.Error, DocumentError) as error:
        raise UnreadableDocument(f"the header cannot be read ({error})", where=where, remedy=_HEADER) from error
    places = _places(header, options)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except DocumentError as error:
            yield Failure.of(error, where, number)
            return
        except csv.Error as error:
            yield Failure.of(_broken_quote(error), where, number)
            if "expected after" in str(error):
                # text after a closing quotation mark: the reader starts afresh with the next line
                continue
            # After a quotation mark that never closes nothing tells where the next row starts.
            return
        if cells is None:
            return
        if not any(cells):
            continue
        try:
            yield _row(cells, header, places, number, notes, text.encoding)
        except DocumentError as error:
            yield Failure.of(error, where, number)


_HEADER = "the first line names the columns, and one of them is the text"


def _lines(text: io.TextIOWrapper, limit: int, where: str) -> Iterator[str]:
    for _, line in bounded_lines(text, limit, where):
        if line is None:
            raise too_long(limit, where)
        yield line


def _after(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _delimiter(header: str, wanted: str) -> str:
    """The delimiter that makes a column of the name wanted, or else the most columns."""
    split = {mark: next(csv.reader([header], delimiter=mark)) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (wanted in map(str.strip, split[mark]), len(split[mark])))


def _places(header: Sequence[str], options: ReadOptions) -> dict[str, int]:
    """Field -> index of its column. Raises UnreadableDocument when the text or a column named by option is missing."""
    absent = [options.column(name) for name in FIELDS if options.column(name) not in header]
    asked = {options.column("text"), *options.columns.values()}
    if wanted := [name for name in absent if name in asked]:
        raise missing("column", wanted, list(header))
    return {name: header.index(options.column(name)) for name in FIELDS if options.column(name) in header}


def _row(
    cells: list[str], header: list[str], places: dict[str, int], number: int, notes: tuple[str, ...], encoding: str
) -> Raw:
    if any(cells[len(header) :]):
        raise UnreadableDocument(
            f"the row has {len(cells)} cells, the header {len(header)}",
            remedy="put cells that hold the delimiter in quotation marks",
        )
    values = {name: cells[place] if place < len(cells) else None for name, place in places.items()}
    if any(value is not None and misfit(value) for value in values.values()):
        raise UnreadableDocument(f"the row is not {encoding.upper()}", remedy="name its encoding with --encoding")
    return Raw(values.pop("text"), number, values, notes)


def _broken_quote(error: csv.Error) -> UnreadableDocument:
    return UnreadableDocument(
        f"a quotation mark is never closed, or not doubled inside a cell ({error})",
        remedy="double quotation marks inside quoted cells",
    )


def read_parquet(stream: io.BufferedReader, options: ReadOptions, where: str) -> Iterator[Raw | Failure]:
    """One document a row, a few rows in memory at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(stream)
        names = list(table.schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _broken_parquet(error, where) from error
    places = _places(names, options)
    number = 0
    try:
        for batch in table.iter_batches(batch_size=_BATCH, columns=[names[place] for place in places.values()]):
            columns = {name: batch.column(names[place]) for name, place in places.items()}
            for index in range(batch.num_rows):
                number += 1
                try:
                    values = {name: _value(column, index) for name, column in columns.items()}
                    yield Raw(values.pop("text"), number, values)
                except DocumentError as error:
                    yield Failure.of(error, where, number)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Failure.of(_broken_parquet(error, where), where, number + 1)


def _value(column: Any, index: int) -> object:
    try:
        value = column[index].as_py()
        return value.decode("utf-8") if isinstance(value, bytes) else value
    except UnicodeDecodeError as error:
        raise UnreadableDocument("the cell is not UTF-8", remedy="write the table again from its source") from error


def _broken_parquet(error: Exception, where: str) -> UnreadableDocument:
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return UnreadableDocument(
        f"the Parquet file is broken ({said})", where=shown(where), remedy="write it again from its source"
    )
