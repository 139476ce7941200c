"""Tables of sentences: tab-separated, a head line, no quote marks."""

from __future__ import annotations

import csv
import re
from pathlib import Path

_MARK = re.compile(r"</?v>")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a table by the names of its head line."""
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def unmarked(marked: str) -> tuple[str, int, int]:
    """The sentence without the marks around its trigger, and where the trigger starts and ends.

    Examples
    --------
    >>> unmarked("Rebels <v>freed</v> two pilots.")
    ('Rebels freed two pilots.', 7, 12)
    """
    before, trigger, after = _MARK.split(marked)
    return before + trigger + after, len(before), len(before) + len(trigger)
