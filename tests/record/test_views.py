"""The views: the flat columns, the parts, and which coding is current."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pytest

from onrecord.errors import InvalidSetting
from onrecord.export import COLUMNS, arrow_schema, flat_row, mention_row
from onrecord.model import Reading
from onrecord.record import views

Lake = Callable[..., duckdb.DuckDBPyConnection]


def test_the_mentions_have_the_columns_of_the_files_and_whose_coding_they_are(coded: Reading, viewed: Lake) -> None:
    found = viewed(coded).execute("SELECT * FROM mentions").to_arrow_table()
    assert found.schema.names == [*(column.name for column in COLUMNS), "run", "coded_at"]


@pytest.mark.parametrize("column", [column for column in COLUMNS if not column.json], ids=lambda column: column.name)
def test_a_column_has_the_type_and_the_values_of_the_files(coded: Reading, viewed: Lake, column: object) -> None:
    name = column.name  # type: ignore[attr-defined]
    found = viewed(coded).execute(f'SELECT "{name}" FROM mentions ORDER BY trigger_start').to_arrow_table()
    assert found.schema.field(name).type == arrow_schema().field(name).type
    expected = [flat_row(mention, mention_row(coded, mention))[name] for mention in coded.mentions]
    assert found.column(name).to_pylist() == expected


def test_lists_stay_lists_that_sql_can_look_into(coded: Reading, viewed: Lake) -> None:
    query = "SELECT actors[1].sectors[1], modes[1], magnitudes[1].least, attributions[1].cue.text FROM mentions"
    assert viewed(coded).execute(query + " WHERE id = 'm1'").fetchall() == [("GOV", "visit", 12.0, "said")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT role, position, text, country, sectors FROM actors ORDER BY role",
         [("actor", 1, "Minister Zoë Ndiaye", "SEN", ["GOV"]), ("recipient", 1, "12 envoys", None, [])]),
        ("SELECT mention_id, position, text, name, country, population, relation FROM places",
         [("m1", 1, "Dakar", "Dakar", "SEN", 2_476_400, "in")]),
        ("SELECT position, text, value, earliest, precision FROM times",
         [(1, "Friday", "2024-06-07", "2024-06-07", "day")]),
        ("SELECT measure, least, most, whom FROM magnitudes", [("participants", 12.0, None, "envoys")]),
        ("SELECT source, source_kind, source_anonymous, cue, within FROM attributions",
         [("a “friend”", "person", True, "said", None)]),
        ("SELECT id, outlet, published_on, mentions, words, run FROM documents",
         [("d1", "Wire", date(2024, 6, 7), 2, 17, "run-1")]),
        ("SELECT id, ended FROM runs", [("run-1", None)]),
        ("SELECT * FROM failures", []),
    ],
)  # fmt: skip
def test_the_parts_have_a_row_each(coded: Reading, viewed: Lake, query: str, expected: list[object]) -> None:
    assert viewed(coded).execute(query).fetchall() == expected


def test_every_view_is_told_of(coded: Reading, viewed: Lake) -> None:
    connection = viewed(coded)
    made = {
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    }
    assert made == {*views.VIEWS, "current_codings"}


@pytest.fixture
def recoded(coded: Reading, lake: Lake) -> duckdb.DuckDBPyConnection:
    """One document in two runs: the second finds only its first mention; another document in the first run only."""
    other = replace(coded, document=replace(coded.document, id="d2"))
    return lake(("run-1", [coded, other]), ("run-2", [coded.with_(mentions=coded.mentions[:1])]))


def shown(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute("SELECT document_id, id FROM mentions ORDER BY ALL").fetchall()


def test_the_latest_coding_is_current(recoded: duckdb.DuckDBPyConnection) -> None:
    views.create(recoded)
    assert shown(recoded) == [("d1", "m1"), ("d2", "m1"), ("d2", "m2")]


@pytest.mark.parametrize(
    ("as_of", "of_d1"),
    [
        ("2024-06-30", None),
        ("2024-07-01", 2),
        ("2024-07-01T11:59", None),
        ("2024-07-01T12:00", 2),
        ("2024-07-01T14:00+02:00", 2),
        ("2024-07-31", 2),
        ("2024-08-01", 1),
        ("run-1", 2),
        ("run-2", 1),
        (date(2024, 7, 1), 2),
        (datetime(2024, 7, 1, 12), 2),
        (datetime(2024, 7, 1, 14, tzinfo=timezone(timedelta(hours=2))), 2),
    ],
)
def test_an_earlier_state_is_reachable(recoded: duckdb.DuckDBPyConnection, as_of: object, of_d1: int | None) -> None:
    views.create(recoded, as_of)  # type: ignore[arg-type]
    found = [name for name, _ in shown(recoded)].count("d1")
    assert (found or None) == of_d1
    assert recoded.execute("SELECT count(*) FROM documents").fetchall() == [(2 if of_d1 else 0,)]


def test_the_parts_are_of_the_same_state_as_the_mentions(recoded: duckdb.DuckDBPyConnection) -> None:
    views.create(recoded)
    assert recoded.execute("SELECT count(*) FROM actors WHERE document_id = 'd1'").fetchall() == [(2,)]


def test_a_new_text_under_the_same_id_takes_the_place_of_the_old_one(coded: Reading, lake: Lake) -> None:
    changed = replace(coded, document=replace(coded.document, text=coded.document.text + " Later."))
    connection = lake(("run-1", [coded]), ("run-2", [changed]))
    views.create(connection)
    assert connection.execute("SELECT text LIKE '% Later.', run FROM documents").fetchall() == [(True, "run-2")]


@pytest.mark.parametrize("as_of", ["yesterday", "2024-13-01", "run-3", "", "2024"])
def test_what_is_no_moment_is_said_so(recoded: duckdb.DuckDBPyConnection, as_of: str) -> None:
    with pytest.raises(InvalidSetting, match="neither a date nor the id of a run"):
        views.create(recoded, as_of)


def test_the_moment_of_a_day_is_its_end() -> None:
    assert views.moment("2024-06-07", None) == datetime(2024, 6, 7, 23, 59, 59, 999_999, UTC)
