"""The record as people ask it: views over its tables, limited to the codings that are current, or were at a moment.

Tables only grow: a document that is coded again, or whose text has changed, has a newer coding beside the older one.
The views show, for every document id, the coding with the latest time; with a moment, the latest one up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.errors import InvalidSetting
from onrecord.export import COLUMNS, SCHEMA, Column

if TYPE_CHECKING:
    import duckdb

VIEWS: Mapping[str, str] = MappingProxyType(
    {
        "documents": "every document that was read, with its text, whether it holds a mention or not",
        "mentions": "one row a mention: the columns of docs/reference/columns.md, with run and coded_at",
        "actors": "one row an actor or recipient of a mention (role), in their order (position, from 1)",
        "places": "one row a place of a mention; position 1 is the event's own",
        "times": "one row a time of a mention; position 1 is the event's own",
        "magnitudes": "one row a number that a mention reports",
        "attributions": "one row an attribution of a mention: on whose word it stands",
        "runs": "one row a run: version, settings, start, end",
        "failures": "one row a document that could not be coded",
    }
)
"""The views by name, each with one sentence. They are all that ``--sql`` may read."""

_CODINGS = "current_codings"

_DIGITS = {"confidence": 3, "intensity": 3, "goldstein": 3, "latitude": 5, "longitude": 5}
"""Decimals, as in the files (`onrecord.export.rows`)."""

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN"}

_IN_PLACE = {
    "name", "kind", "geonames_id", "country", "admin1", "admin2", "latitude", "longitude", "population",
}  # fmt: skip
"""Fields of a place that the model keeps in `Place.place`, and the files beside it."""


def create(
    connection: duckdb.DuckDBPyConnection, as_of: str | date | datetime | None = None, *, lake: str = "lake"
) -> datetime | None:
    """Make the views of `VIEWS` in the connection's own database, and say which moment they show (None: the latest).

    Parameters
    ----------
    connection
        A connection with the record attached.
    as_of
        Codings after this moment are left out (see :func:`moment`); without it the latest ones are shown.
    lake
        The name under which the record is attached.

    Examples
    --------
    >>> list(VIEWS)[:2]
    ['documents', 'mentions']
    """
    last = moment(as_of, connection, lake=lake)
    until = "" if last is None else f"WHERE coded_at <= TIMESTAMPTZ '{last.astimezone(UTC).isoformat()}'"
    connection.execute(
        f"CREATE OR REPLACE VIEW {_CODINGS} AS SELECT * FROM {lake}.codings {until} "
        "QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY coded_at DESC, key DESC) = 1"
    )
    for name, query in _queries(lake).items():
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
    return last


def moment(
    as_of: str | date | datetime | None, connection: duckdb.DuckDBPyConnection | None, *, lake: str = "lake"
) -> datetime | None:
    """The moment meant by a date (its end, UTC), a date-time (UTC unless it says), or the id of a run (its last batch).

    Raises
    ------
    InvalidSetting
        When it is none of them.

    Examples
    --------
    >>> moment(date(2024, 6, 7), None).isoformat()
    '2024-06-07T23:59:59.999999+00:00'
    """
    if as_of is None:
        return None
    if isinstance(as_of, datetime):
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
    if isinstance(as_of, date):
        return datetime.combine(as_of, time.max, UTC)
    written = as_of.strip()
    if connection is not None and (last := _end_of_run(written, connection, lake)) is not None:
        return last
    try:
        return moment(date.fromisoformat(written), None)
    except ValueError:
        pass
    try:
        return moment(datetime.fromisoformat(written), None)
    except ValueError:
        raise InvalidSetting(
            f"{as_of!r} is neither a date nor the id of a run of this record",
            where="--as-of",
            remedy="say a date such as 2024-06-07, a time such as 2024-06-07T18:00, or a run of: onrecord record info",
        ) from None


def _end_of_run(run: str, connection: duckdb.DuckDBPyConnection, lake: str) -> datetime | None:
    """The time of the last coding of a run (of its start, when it coded nothing new), or None for another word."""
    found = connection.execute(
        f"SELECT coalesce((SELECT max(coded_at) FROM {lake}.codings WHERE run = $1), max(started)) "
        f"FROM {lake}.runs WHERE id = $1 HAVING count(*) > 0",
        [run],
    ).fetchone()
    return None if found is None else found[0]


def expression(column: Column) -> str:
    """A column of the flat tables in SQL, over ``m`` (mentions) and ``d`` (documents).

    Examples
    --------
    >>> from onrecord.export import COLUMNS
    >>> expression(next(column for column in COLUMNS if column.name == "place_country"))
    'CAST(m."places"[1]."place"."country" AS VARCHAR)'
    """
    if column.name == "schema":
        return f"CAST({SCHEMA} AS BIGINT)"
    path = column.path or (column.name,)
    if path[0] == "document":
        steps, sql = path[1:], "d"
    else:
        steps, sql = path, "m"
    if path[:1] == ("places",) and len(path) == 3 and path[2] in _IN_PLACE:
        steps = (*path[:2], "place", path[2])
    for step in steps:
        sql += f"[{step + 1}]" if isinstance(step, int) else f'."{step}"'
    if column.json:
        return sql  # lists and structs as they are: SQL can look into them
    if column.name in _DIGITS:
        return f"round(CAST({sql} AS DOUBLE), {_DIGITS[column.name]})"
    return f"CAST({sql} AS {_TYPES[column.type]})"


def _queries(lake: str) -> dict[str, str]:
    """The views in SQL."""
    flat = ", ".join(f'{expression(column)} AS "{column.name}"' for column in COLUMNS)
    current = f"FROM {lake}.mentions AS m JOIN {_CODINGS} AS c ON c.key = m.coding"
    return {
        "documents": "SELECT d.id, d.title, d.outlet, d.url, d.language, d.published, "
        "TRY_CAST(left(d.published, 10) AS DATE) AS published_on, c.words, c.mentions, d.text, c.coded_at, c.run "
        f"FROM {_CODINGS} AS c JOIN {lake}.documents AS d ON d.key = c.document",
        "mentions": f"SELECT {flat}, c.run AS run, c.coded_at AS coded_at "
        f"{current} JOIN {lake}.documents AS d ON d.key = c.document",
        "actors": " UNION ALL ".join(
            _parts(
                current,
                f"{role}s",
                f"'{role}' AS role, position",
                'p.span.start AS start, p.span."end" AS "end", p.span.text AS text, p.name AS name, '
                "p.country AS country, p.sectors AS sectors, p.title AS title, p.identification AS identification",
            )
            for role in ("actor", "recipient")
        ),
        "places": _parts(
            current,
            "places",
            "position",
            'p.span.start AS start, p.span."end" AS "end", p.span.text AS text, p.place.name AS name, '
            "p.place.kind AS kind, p.place.geonames_id AS geonames_id, p.place.country AS country, "
            "p.place.admin1 AS admin1, p.place.admin2 AS admin2, p.place.latitude AS latitude, "
            "p.place.longitude AS longitude, p.place.population AS population, p.precision AS precision, "
            "p.relation AS relation, p.reason AS reason",
        ),
        "times": _parts(
            current,
            "times",
            "position",
            'p.span.start AS start, p.span."end" AS "end", p.span.text AS text, p.value AS value, p.type AS type, '
            "p.earliest AS earliest, p.latest AS latest, p.precision AS precision, p.relation AS relation, "
            "p.reason AS reason",
        ),
        "magnitudes": _parts(
            current,
            "magnitudes",
            "position",
            'p.span.start AS start, p.span."end" AS "end", p.span.text AS text, p.measure AS measure, '
            "p.least AS least, p.most AS most, p.whom.text AS whom, p.civilian AS civilian, p.scope AS scope, "
            "p.reason AS reason",
        ),
        "attributions": _parts(
            current,
            "attributions",
            "position",
            "p.source.span.text AS source, p.source.name AS source_name, p.source.kind AS source_kind, "
            "p.source.title AS source_title, p.source.country AS source_country, p.source.sectors AS source_sectors, "
            "p.source.anonymous AS source_anonymous, p.cue.text AS cue, p.content AS content, p.manner AS manner, "
            "p.stance AS stance, p.within + 1 AS within, p.reason AS reason, p.speech AS speech",
        ),
        "runs": "SELECT r.id, r.started, e.ended, e.documents, e.mentions, e.known, e.failed, r.settings, "
        f"r.fingerprint FROM {lake}.runs AS r LEFT JOIN {lake}.endings AS e ON e.run = r.id",
        "failures": f"SELECT * FROM {lake}.failures",
    }


def _parts(current: str, field: str, before: str, values: str) -> str:
    """One row for every item of a list of the mentions."""
    # a recipient and an actor of one name each: the list is unnested under the name p
    return (
        f"SELECT document_id, mention_id, {before}, {values} FROM (SELECT m.document_id, m.id AS mention_id, "
        f"unnest(m.{field}) AS p, generate_subscripts(m.{field}, 1) AS position {current})"
    )
