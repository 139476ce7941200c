"""Rows of any columns, printed or written: what `show --sql` and `counts` answer with."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.record.rows import Rows

FORMS = ("table", "csv", "jsonl", "parquet")

NARROW = 100
"""Width of a table that is not for a terminal."""

_LEAST = 10
"""Cells that a column keeps when there is no room."""


def write(rows: Rows, form: str, out: Path | None, limit: int | None) -> str:
    """Write rows in one of `FORMS`; gives a note on what a table does not show, or nothing."""
    from onrecord.errors import InvalidSetting
    from onrecord.export.target import target

    if form == "parquet" and out is None:
        raise InvalidSetting(
            "Parquet is not for standard output", where="--format parquet", remedy="name a file: --out"
        )
    note = ""
    with target(out) as stream:
        if form == "table":
            lines, note = table(rows, limit)
            stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        elif form == "csv":
            _csv(rows, stream, limit)
        elif form == "jsonl":
            for row in _first(rows, limit):
                stream.write(
                    (json.dumps(_jsonable(row), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
                )
        else:
            _parquet(rows, stream, limit)
    return note


def table(rows: Rows, limit: int | None) -> tuple[list[str], str]:
    """The lines of a table as wide as the terminal, and a note on the rows and columns that it does not show."""
    from onrecord.export.table import cut

    names, total = list(rows.columns), len(rows)
    shown = rows.head(total if limit is None else min(limit, total))
    cells = [[_plain(row[name]) for name in names] for row in shown]
    columns = [[name, *(line[number] for line in cells)] for number, name in enumerate(names)]
    width = shutil.get_terminal_size((NARROW, 24)).columns if sys.stdout.isatty() else NARROW
    widths = _widths(columns, width)
    right = [all(row[name] is None or _is_number(row[name]) for row in shown) for name in names]
    lines = []
    for line in (names, ["─" * each for each in widths], *cells):
        parts = [cut(value, each) for value, each in zip(line, widths, strict=False)]
        parts = [part.rstrip().rjust(len(part)) if flush else part for part, flush in zip(parts, right, strict=False)]
        lines.append(" ".join(parts).rstrip())
    notes = []
    if len(shown) < total:
        notes.append(f"the first {len(shown):,} of {total:,} rows are shown: see --limit")
    if len(widths) < len(names):
        notes.append(f"the first {len(widths)} of {len(names)} columns are shown: select fewer, or see --format")
    return lines, "; ".join(notes)


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths that fit: the widest columns give way, and when that is not enough, the last ones."""
    from rich.cells import cell_len

    natural = [max(1, *(cell_len(value) for value in column[:1000])) for column in columns]
    natural = [max(each, cell_len(column[0])) for each, column in zip(natural, columns, strict=True)]
    number = max(1, min(len(natural), (width + 1) // (_LEAST + 1)))
    widths = natural[:number]
    room = width - (number - 1)
    while sum(widths) > room and max(widths) > _LEAST:
        widest = max(widths)
        second = max([each for each in widths if each < widest] + [_LEAST])
        at = [index for index, each in enumerate(widths) if each == widest]
        excess = sum(widths) - room
        step = max(1, min(widest - second, -(-excess // len(at))))
        for index in at:
            widths[index] = max(_LEAST, widest - step)
    return widths


def _csv(rows: Rows, stream: io.RawIOBase, limit: int | None) -> None:
    from onrecord.export import cell

    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True, errors="replace")  # type: ignore[type-var]
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in rows.columns])
    for row in _first(rows, limit):
        writer.writerow([cell(value if _is_number(value) else _written(value)) for value in row.values()])
    text.flush()


def _parquet(rows: Rows, stream: io.RawIOBase, limit: int | None) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from onrecord.errors import InvalidSetting

    found = rows.to_arrow()
    try:
        pq.write_table(found if limit is None else found.slice(0, limit), stream, compression="zstd")
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise InvalidSetting(
            f"Parquet cannot hold a column of the answer ({error})", where="--format parquet", remedy="cast it to text"
        ) from error


def _first(rows: Rows, limit: int | None) -> Any:
    from itertools import islice

    return rows if limit is None else islice(rows, limit)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _written(value: Any) -> object:
    """A value as a cell of CSV: text, truth, or JSON for lists and structs."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(_jsonable(value), ensure_ascii=False)
    return str(_jsonable(value))


def _plain(value: Any) -> str:
    """A value as a cell of the table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e15 else f"{value:g}"
    return str(_written(value))


def _jsonable(value: Any) -> Any:
    """A value of Arrow's as JSON has it; no NaN, days and times after ISO 8601."""
    match value:
        case dict():
            return {str(key): _jsonable(each) for key, each in value.items()}
        case list() | tuple():
            return [_jsonable(each) for each in value]
        case float():
            return value if abs(value) < float("inf") else None
        case None | str() | bool() | int():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return str(value)
