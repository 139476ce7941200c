"""Mentions for reading: one line each, in fixed columns, on paper or a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from onrecord.model import Actor, Mention, Reading, Time

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 100
HEADINGS = ("when", "who", "did what", "to whom", "where", "on whose word", "status")
WIDTHS = (10, 15, 15, 15, 11, 15, 13)
"""Widths in cells; with a space between two they make `WIDTH`."""

_RELATION = {"since": "≥ ", "after": "> ", "until": "≤ ", "before": "< "}


class TableLines:
    """Lines of the table; the head is given once.

    Examples
    --------
    >>> next(TableLines().head()).split()[:3]
    ['when', 'who', 'did']
    """

    def __init__(self) -> None:
        self._headed = False

    def head(self) -> Iterator[str]:
        """The line of headings and a rule below it, the first time it is asked for."""
        if not self._headed:
            self._headed = True
            yield fitted(HEADINGS)
            yield " ".join("─" * width for width in WIDTHS)

    def line(self, reading: Reading, mention: Mention) -> str:
        """The line of a mention."""
        return fitted(cells(reading, mention))

    def document(self, reading: Reading) -> str:
        """The line before the mentions of a document, where there are several: outlet, day, title and id."""
        document = reading.document
        known = (document.outlet, (document.published or "")[:10], document.title)
        told = cut(", ".join(filter(None, known)), WIDTH).rstrip()
        name = cut(f"({document.id})", 40).rstrip()
        return "── " + " ".join(filter(None, (cut(told, WIDTH - 4 - cell_len(name)).rstrip(), name)))


def rich_table(readings: Iterable[Reading], *, uncertain: bool = False) -> Table:
    """The mentions of `readings` as a table of rich, for a notebook or a terminal; cells wrap instead of being cut.

    Examples
    --------
    >>> rich_table([]).row_count
    0
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(*HEADINGS, box=None, pad_edge=False, header_style="bold", width=WIDTH)
    for reading in readings:
        for mention in reading.mentions:
            if uncertain or not mention.uncertain:
                # Text, for brackets in a name are no markup
                table.add_row(*(Text(cell) for cell in cells(reading, mention)))
    return table


def cells(reading: Reading, mention: Mention) -> tuple[str, ...]:
    """When, who, did what, to whom, where, on whose word, status: each as short as it stays clear."""
    what = " ".join((mention.type, *mention.modes[:1]))
    place = mention.places[0] if mention.places else None
    status = mention.status + (" ?" if mention.uncertain else "")
    return (
        when(mention.times[0]) if mention.times else "",
        _listed(mention.actors),
        what,
        _listed(mention.recipients),
        "" if place is None else place.place.name,
        on_whose_word(mention),
        status,
    )


def when(time: Time) -> str:
    """A time as a date (``≥`` since, ``>`` after, ``≤`` until, ``<`` before), or as it is written where it has none."""
    value = time.value or ""
    if not value[:4].isdigit():
        value = time.earliest or time.latest or ""
    return _RELATION.get(time.relation, "") + value[:10] if value else time.span.text


def on_whose_word(mention: Mention) -> str:
    """Who vouches for it: the source, `own voice` of the outlet, or `nobody` for an accusation without one."""
    if not mention.attributions:
        return "nobody" if mention.unvouched else "own voice"
    first = mention.attributions[0]
    name = "unnamed" if first.source is None else first.source.name or first.source.span.text
    more = len({attribution.source for attribution in mention.attributions} - {first.source})
    return f"{name} +{more}" if more else name


def fitted(values: Iterable[str]) -> str:
    """Cells cut or filled to `WIDTHS`, on one line; what is cut ends in ``…``.

    Examples
    --------
    >>> len(fitted(["x" * 50] * 7))
    100
    """
    return " ".join(cut(value, width) for value, width in zip(values, WIDTHS, strict=True)).rstrip()


def _listed(actors: tuple[Actor, ...]) -> str:
    return ", ".join(dict.fromkeys(actor.name or actor.span.text for actor in actors))


def cut(value: str, width: int) -> str:
    """A value cut or filled to `width` cells, on one line; what is cut ends in ``…``."""
    # Line breaks, tabs and escape sequences would break the line or repaint the terminal.
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if cell_len(line) <= width:
        return set_cell_size(line, width)
    return set_cell_size(set_cell_size(line, width - 1).rstrip() + "…", width)
