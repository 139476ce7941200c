"""Cells of text tables: written so that a spreadsheet runs none of them, read back as they were."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

LONGEST_CELL = 2**31 - 1
"""Characters that a cell may have when it is read back; Python's csv stops at 131,072 otherwise."""


def cell(value: object) -> object:
    """A value as a cell of CSV: no formula, truth values in small letters as in JSON, nothing for None.

    Examples
    --------
    >>> cell("=1+1"), cell(-3.5), cell(True), cell(None)
    ("'=1+1", -3.5, 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def without_guard(text: str) -> str:
    """A text cell of CSV as it was before :func:`cell`.

    Examples
    --------
    >>> without_guard("'=1+1"), without_guard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text


def read_cells(path: str | Path) -> Iterator[dict[str, str]]:
    """The rows of a file that ``--format csv`` or ``--format polecat`` wrote, with every text as it was.

    The guard against formulas is taken off; numbers stay text, an empty cell is the empty string. Whether the file is
    divided by tabs or commas is seen in its header.

    Raises
    ------
    OSError, UnicodeDecodeError
        When the file cannot be read or is not UTF-8.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
    ...     _ = file.write("id,title\\nm1,'=1+1\\n")
    ...     file.flush()
    ...     list(read_cells(file.name))
    [{'id': 'm1', 'title': '=1+1'}]
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        delimiter = "\t" if "\t" in lines.readline() else ","
        lines.seek(0)
        rows = csv.reader(lines, delimiter=delimiter)
        names = next(rows, [])
        for row in rows:
            yield dict(zip(names, map(without_guard, row), strict=True))
