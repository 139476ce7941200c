"""Mentions counted by dimensions, with zeros, beside the documents that were read.

A count without its coverage misleads: no arrest in a month in which nothing was read is no news. Every row says how
many documents were read that could have told of it (docs/decisions/counts.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.errors import InvalidSetting
from onrecord.record.rows import Rows
from onrecord.record.selection import SOURCE_KINDS, STATUSES, Selection

if TYPE_CHECKING:
    import duckdb

MOST_CELLS = 1_000_000
"""Rows that a table of counts may have, zeros included."""

UNKNOWN, NONE, NO_COUNTRY = "unknown", "none", "no single country"
"""What is not known; what is not there (nobody acts, nobody is acted upon); a place in several countries or in none."""

_UNITS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something to count by.

    Parameters
    ----------
    name, description
        As in ``--by``, and one sentence.
    group
        Dimensions of one group depend on each other (a mode on its type): only pairs that can be are filled with zeros.
    mention
        Its value in SQL over the view ``mentions``.
    document
        Its value in SQL over the view ``documents`` where documents have it: the denominator is theirs.
    """

    name: str
    description: str
    group: str
    mention: str
    document: str = ""


def _dimensions() -> Iterable[Dimension]:
    yield Dimension("type", "PLOVER event type", "code", '"type"')
    yield Dimension("mode", "its first mode", "code", f"coalesce(modes[1], '{NONE}')")
    yield Dimension("quad", "1 to 4, PLOVER's quad class", "code", "CAST(quad AS VARCHAR)")
    yield Dimension("status", "whether it occurred, is planned, ...", "status", "status")
    yield Dimension(
        "country", "country of the event's own place", "country",
        f"CASE WHEN len(places) = 0 THEN '{UNKNOWN}' ELSE coalesce(place_country, '{NO_COUNTRY}') END",
    )  # fmt: skip
    for role in ("actor", "recipient"):
        yield Dimension(
            f"{role}_country", f"country of the first {role}", f"{role}_country",
            f"CASE WHEN len({role}s) = 0 THEN '{NONE}' ELSE coalesce({role}_country, '{UNKNOWN}') END",
        )  # fmt: skip
    yield Dimension(
        "source_kind", "kind of the first source, or own voice", "source_kind",
        f"CASE WHEN len(attributions) = 0 THEN 'own voice' ELSE coalesce(source_kind, '{UNKNOWN}') END",
    )  # fmt: skip
    for name in ("outlet", "language"):
        value = f"coalesce({name}, '{UNKNOWN}')"
        yield Dimension(name, f"{name} of the document", "document", value, value)
    yield Dimension("document", "the document", "document", "document_id", "id")
    for unit, form in _UNITS.items():
        published = f"coalesce(strftime(TRY_CAST(left(published, 10) AS DATE), '{form}'), '{UNKNOWN}')"
        first, last = (f"strftime(TRY_CAST(left(time_{end}, 10) AS DATE), '{form}')" for end in ("earliest", "latest"))
        yield Dimension(
            unit, f"{unit} of the event, where it is known to the {unit}", "event",
            f"CASE WHEN {first} = {last} THEN {first} ELSE '{UNKNOWN}' END", published,
        )  # fmt: skip
        yield Dimension(f"published_{unit}", f"{unit} of publication", "published", published, published)


DIMENSIONS: Mapping[str, Dimension] = MappingProxyType({each.name: each for each in _dimensions()})
"""What mentions can be counted by."""


def dimensions_named(by: str | Sequence[str]) -> tuple[Dimension, ...]:
    """The dimensions of these names, or of a list with commas.

    Raises
    ------
    InvalidSetting
        For one that does not exist, or none at all.

    Examples
    --------
    >>> [each.name for each in dimensions_named("type, published-month")]
    ['type', 'published_month']
    """
    parts = by.split(",") if isinstance(by, str) else by
    names = dict.fromkeys(part.strip().lower().replace("-", "_") for part in parts)
    for name in names:
        if name not in DIMENSIONS:
            raise InvalidSetting(
                f"there is no dimension {name!r}", where="--by", remedy=f"name some of {', '.join(DIMENSIONS)}"
            )
    return tuple(DIMENSIONS[name] for name in names)


def counts(connection: duckdb.DuckDBPyConnection, by: str | Sequence[str], selection: Selection) -> Rows:
    """Count the mentions of a selection.

    Returns
    -------
    Rows
        A column for every dimension; ``mentions``; ``documents_reporting``, the documents that hold them;
        ``documents_read``, the documents of the row's outlet, language and period (those of them that are counted by),
        whether they report anything or not. For a period of the event these are the documents published in it; where
        the event's period is unknown there is no such number.

    Raises
    ------
    InvalidSetting
        For an unknown dimension, or more than `MOST_CELLS` rows.
    """
    dimensions = dimensions_named(by)
    names = [each.name for each in dimensions]
    where, values = selection.where()
    published, published_values = _all(selection)
    made = ", ".join(f'{each.mention} AS "{each.name}"' for each in dimensions)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT {made}, count(*) AS mentions, "
        f"count(DISTINCT document_id) AS documents_reporting FROM mentions WHERE {where} GROUP BY ALL",
        values,
    )
    shared = _shared(dimensions)
    made = "".join(f'{each.document} AS "{each.name}", ' for each in shared)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE coverage AS SELECT {made}count(*) AS documents_read "
        f"FROM documents WHERE {published} GROUP BY ALL",
        published_values,
    )
    axes = _axes(connection, dimensions, selection)
    cells = prod(len(axis.values) for axis in axes)
    if cells > MOST_CELLS:
        sizes = " × ".join(f"{len(axis.values):,} {'/'.join(axis.names)}" for axis in axes)
        raise InvalidSetting(
            f"{sizes} would make {cells:,} rows, more than {MOST_CELLS:,}",
            where="--by",
            remedy="count by fewer dimensions or longer periods, or select less",
        )
    _fill(connection, axes)
    columns = ", ".join(f'"{name}"' for name in names)
    joined = " AND ".join(f'r."{each.name}" = c."{each.name}"' for each in shared) or "true"
    unknown = " OR ".join(f"c.\"{each.name}\" = '{UNKNOWN}'" for each in shared if each.group == "event") or "false"
    last = f"('{UNKNOWN}', '{NONE}', '{NO_COUNTRY}')"
    order = ", ".join(f'c."{name}" IN {last}, c."{name}"' for name in names)
    answer = connection.execute(
        f"""
        WITH cells AS (SELECT {columns} FROM filled UNION SELECT {columns} FROM counted)
        SELECT {", ".join(f'c."{name}"' for name in names)}, coalesce(n.mentions, 0) AS mentions,
            coalesce(n.documents_reporting, 0) AS documents_reporting,
            CASE WHEN {unknown} THEN NULL ELSE coalesce(r.documents_read, 0) END AS documents_read
        FROM cells AS c LEFT JOIN counted AS n USING ({columns}) LEFT JOIN coverage AS r ON {joined}
        ORDER BY {order}
        """
    )
    return Rows.of(answer.to_arrow_table())


@dataclass(frozen=True, slots=True)
class _Axis:
    """Dimensions of one group, and the values (together) that get a row for each of the other axes' values."""

    names: tuple[str, ...]
    values: list[tuple[str, ...]]


def _shared(dimensions: Sequence[Dimension]) -> list[Dimension]:
    """The dimensions that documents have, too; of the two kinds of period, that of publication where it is given."""
    groups = {each.group for each in dimensions}
    return [each for each in dimensions if each.document and not (each.group == "event" and "published" in groups)]


def _all(selection: Selection) -> tuple[str, list[object]]:
    conditions = selection.publication()
    clause = " AND ".join(clause for clause, _ in conditions) or "true"
    return clause, [value for _, values in conditions for value in values]


def _axes(connection: duckdb.DuckDBPyConnection, dimensions: Sequence[Dimension], selection: Selection) -> list[_Axis]:
    """What rows there are before anything is counted."""
    groups: dict[str, list[Dimension]] = {}
    by_document = any(each.name == "document" for each in dimensions)
    for each in dimensions:
        # a document has one day of publication: no row for its other days
        group = "document" if by_document and each.group == "published" else each.group
        groups.setdefault(group, []).append(each)
    axes = []
    for group, members in groups.items():
        names = tuple(each.name for each in members)
        columns = ", ".join(f'"{name}"' for name in names)
        if group in ("event", "published"):
            found = _periods(connection, names, selection, event=group == "event")
            if group == "published":
                found |= _distinct(connection, _documents(members, selection))
        elif group == "document":
            found = _distinct(connection, _documents(members, selection))
        else:
            found = _distinct(connection, (f"SELECT DISTINCT {columns} FROM counted", []))
            found |= _expected(names, selection)
        axes.append(_Axis(names, sorted(found)))
    return axes


def _distinct(connection: duckdb.DuckDBPyConnection, query: tuple[str, list[object]]) -> set[tuple[str, ...]]:
    return set(connection.execute(*query).fetchall())


def _documents(members: Sequence[Dimension], selection: Selection) -> tuple[str, list[object]]:
    where, values = _all(selection)
    return f"SELECT DISTINCT {', '.join(each.document for each in members)} FROM documents WHERE {where}", values


def _periods(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], selection: Selection, *, event: bool
) -> set[tuple[str, ...]]:
    """Every period between the first and the last publication: where nothing was read, a zero would say nothing."""
    where, values = _all(selection)
    span = connection.execute(
        f"SELECT min(published_on), max(published_on) FROM documents WHERE {where}", values
    ).fetchone()
    first, last = span or (None, None)
    if first is None or last is None:
        return set()
    if event:
        first, last = max(first, _date(selection.from_) or first), min(last, _date(selection.to) or last)
    forms = [_UNITS[name.removeprefix("published_")] for name in names]
    step = 1 if any(form in ("%Y-%m-%d", "%G-W%V") for form in forms) else 28
    days = [first + timedelta(number) for number in range(0, (last - first).days + 1, step)]
    return {tuple(_written(day, form) for form in forms) for day in (*days, last) if first <= last}


def _written(day: date, form: str) -> str:
    """A day in one of `_UNITS`, with four figures of the year on every system."""
    if form == "%G-W%V":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"%Y-%m-%d": 10, "%Y-%m": 7, "%Y": 4}[form]]


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _expected(names: tuple[str, ...], selection: Selection) -> set[tuple[str, ...]]:
    """Values that have a row though none of them is there: the codebook's and the model's, as far as selected."""
    from onrecord import codebooks

    match names:
        case ("status",):
            return {(status,) for status in selection.status or STATUSES}
        case ("source_kind",) if not selection.source_kind:
            return {(kind,) for kind in SOURCE_KINDS}
    if "mode" in names or not set(names) <= {"type", "quad"}:
        return set()
    types = codebooks.load("plover").types
    wanted = set(selection.type) or set(types)
    return {
        tuple(name if each == "type" else str(kind.quad) for each in names)
        for name, kind in types.items()
        if name in wanted
    }


def _fill(connection: duckdb.DuckDBPyConnection, axes: Sequence[_Axis]) -> None:
    """The table of every combination of the axes' values."""
    connection.execute("CREATE OR REPLACE TEMP TABLE filled AS SELECT 1 AS one")
    for axis in axes:
        columns = [json.dumps(column) for column in zip(*axis.values, strict=True)] or ["[]" for _ in axis.names]
        # lists that are unnested side by side keep their pairs
        made = ", ".join(f"""unnest(from_json(?, '["VARCHAR"]')) AS "{name}\"""" for name in axis.names)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE axis AS SELECT {made}", columns)
        connection.execute("CREATE OR REPLACE TEMP TABLE filled AS SELECT * FROM filled CROSS JOIN axis")
