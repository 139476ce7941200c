"""Counts beside their coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from onrecord.errors import InvalidSetting
from onrecord.model import Actor, Attribution, Document, Mention, NamedPlace, Place, Reading, Source, Span, Time
from onrecord.record import counts as module
from onrecord.record.counts import DIMENSIONS, counts, dimensions_named
from onrecord.record.selection import Selection

WORD = Span(0, 3, "xyz")
Row = tuple[Any, ...]


def mention(id: str, type: str, country: str | None = None, day: str | None = None, **more: Any) -> Mention:  # noqa: A002
    place = Place(WORD, NamedPlace("x", "country" if country else "region", country=country), "country")
    first, _, last = (day or "").partition("/")
    time = Time(WORD, None, earliest=first, latest=last or first)
    return Mention(id, type, WORD, WORD, places=() if country == "" else (place,), times=(time,) if day else (), **more)


def document(id: str, published: str | None, outlet: str | None, *mentions: Mention) -> Reading:  # noqa: A002
    return Reading(Document(id, f"Text {id}.", outlet=outlet, language="en", published=published), mentions)


@pytest.fixture
def connection(viewed: Callable[..., duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Four documents of May and July 2024, one of which reports nothing, and one without outlet or day."""
    actor = (Actor(WORD, "x", "RUS"),)
    said = (Attribution(Source(WORD, "x", "office"), WORD, ()),)
    return viewed(
        document("a", "2024-05-10", "Post",
                 mention("1", "ASSAULT", "BFA", "2024-05-09", quad=4, modes=("beat",), actors=actor, attributions=said),
                 mention("2", "ASSAULT", "BFA", "2024-05-09", quad=4),
                 mention("3", "CONSULT", "MLI", "2022-01-01", quad=1)),
        document("b", "2024-05-11T09:00:00+00:00", "Post"),
        document("c", "2024-07-01", "Wire",
                 mention("4", "ASSAULT", "", "2024-06-28/2024-07-01", quad=4, status="planned"),
                 mention("5", "ASSAULT", None, None, quad=4),
                 mention("6", "AID", "BFA", "2024-07-01", uncertain=True)),
        document("d", None, None, mention("7", "ASSAULT", "BFA", quad=4, recipients=(Actor(WORD),))),
    )  # fmt: skip


def table(connection: duckdb.DuckDBPyConnection, by: str, **filters: Any) -> list[Row]:
    return [tuple(row.values()) for row in counts(connection, by, Selection(**filters))]


def with_some(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[-3]]


def test_every_type_of_the_codebook_has_a_row_and_all_documents_were_read_for_it(connection: Any) -> None:
    rows = table(connection, "type")
    assert len(rows) == 16
    assert with_some(rows) == [("ASSAULT", 5, 3, 4), ("CONSULT", 1, 1, 4)]
    assert ("AID", 0, 0, 4) in rows


def test_uncertain_mentions_count_only_when_asked_for(connection: Any) -> None:
    assert ("AID", 1, 1, 4) in table(connection, "type", uncertain=True)


def test_a_filtered_type_has_no_rows_of_other_types(connection: Any) -> None:
    assert table(connection, "type", type="aid") == [("AID", 0, 0, 4)]


def test_months_of_publication_are_filled_and_documents_without_mentions_count_as_read(connection: Any) -> None:
    assert table(connection, "published_month") == [
        ("2024-05", 3, 1, 2), ("2024-06", 0, 0, 0), ("2024-07", 2, 1, 1), ("unknown", 1, 1, 1),
    ]  # fmt: skip


def test_months_of_the_event_stand_beside_what_was_published_in_them(connection: Any) -> None:
    assert table(connection, "month", type=("ASSAULT", "CONSULT")) == [
        ("2022-01", 1, 1, 0), ("2024-05", 2, 1, 2), ("2024-06", 0, 0, 0), ("2024-07", 0, 0, 1), ("unknown", 3, 2, None),
    ]  # fmt: skip


def test_what_is_not_known_to_the_month_may_be_known_to_the_year(connection: Any) -> None:
    assert table(connection, "year", type="ASSAULT") == [("2024", 3, 2, 3), ("unknown", 2, 2, None)]


def test_an_old_event_does_not_fill_the_years_since(connection: Any) -> None:
    rows = table(connection, "type,month", type="CONSULT")
    assert rows == [
        ("CONSULT", "2022-01", 1, 1, 0), ("CONSULT", "2024-05", 0, 0, 2), ("CONSULT", "2024-06", 0, 0, 0),
        ("CONSULT", "2024-07", 0, 0, 1),
    ]  # fmt: skip


def test_periods_are_filled_as_far_as_they_are_selected(connection: Any) -> None:
    assert [row[0] for row in table(connection, "month", from_="2024-06", to="2024-06")] == ["2024-06", "unknown"]


def test_days_of_publication_limit_what_was_read(connection: Any) -> None:
    assert table(connection, "published_month", published_from="2024-06") == [("2024-07", 2, 1, 1)]
    assert table(connection, "status", published_from="2024-06", status="planned") == [("planned", 1, 1, 1)]


def test_outlets_stand_beside_their_own_documents(connection: Any) -> None:
    assert table(connection, "outlet") == [("Post", 3, 1, 2), ("Wire", 2, 1, 1), ("unknown", 1, 1, 1)]


def test_an_outlet_that_was_not_read_in_a_month_says_so(connection: Any) -> None:
    rows = table(connection, "outlet,published_month")
    assert ("Wire", "2024-05", 0, 0, 0) in rows
    assert ("Post", "2024-05", 3, 1, 2) in rows


def test_a_document_has_a_row_of_its_own_day_only(connection: Any) -> None:
    assert table(connection, "document,published_day") == [
        ("a", "2024-05-10", 3, 1, 1), ("b", "2024-05-11", 0, 0, 1), ("c", "2024-07-01", 2, 1, 1),
        ("d", "unknown", 1, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("country", [("BFA", 3, 2, 4), ("MLI", 1, 1, 4), ("no single country", 1, 1, 4), ("unknown", 1, 1, 4)]),
        ("actor_country", [("RUS", 1, 1, 4), ("none", 5, 3, 4)]),
        ("recipient_country", [("none", 5, 2, 4), ("unknown", 1, 1, 4)]),
        ("quad", [("1", 1, 1, 4), ("4", 5, 3, 4)]),
        ("mode", [("beat", 1, 1, 4), ("none", 5, 3, 4)]),
        ("status", [("occurred", 5, 3, 4), ("planned", 1, 1, 4)]),
        ("source_kind", [("office", 1, 1, 4), ("own voice", 5, 3, 4)]),
        ("language", [("en", 6, 3, 4)]),
        ("day", [("2022-01-01", 1, 1, 0), ("2024-05-09", 2, 1, 0), ("unknown", 3, 2, None)]),
        ("week", [("2021-W52", 1, 1, 0), ("2024-W19", 2, 1, 2), ("unknown", 3, 2, None)]),
        ("type,mode", [("ASSAULT", "beat", 1, 1, 4), ("ASSAULT", "none", 4, 3, 4), ("CONSULT", "none", 1, 1, 4)]),
    ],
)
def test_what_is_unknown_or_not_there_has_a_row(connection: Any, by: str, expected: list[Row]) -> None:
    assert sorted(with_some(table(connection, by))) == sorted(expected)


@pytest.mark.parametrize("by", list(DIMENSIONS))
def test_nothing_is_lost_or_counted_twice(connection: Any, by: str) -> None:
    rows = table(connection, by)
    assert sum(row[-3] for row in rows) == 6
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize("by", ["outlet", "language", "document", "published_day", "published_month", "published_year"])
def test_what_was_read_adds_up_to_all_documents(connection: Any, by: str) -> None:
    assert sum(row[-1] for row in table(connection, by)) == 4


def test_both_kinds_of_period_stand_beside_what_was_published(connection: Any) -> None:
    rows = table(connection, "month,published_month", type="CONSULT")
    assert ("2022-01", "2024-05", 1, 1, 2) in rows


def test_a_table_that_nobody_can_read_is_refused(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 50)
    with pytest.raises(InvalidSetting, match="16 type × 4 published_month would make 64 rows, more than 50"):
        table(connection, "type,published_month")


@pytest.mark.parametrize(("by", "wrong"), [("typ", "'typ'"), ("type,,month", "''"), ("", "''")])
def test_an_unknown_dimension_is_answered_with_those_there_are(by: str, wrong: str) -> None:
    with pytest.raises(InvalidSetting, match=f"there is no dimension {wrong}; name some of type, mode, quad"):
        dimensions_named(by)


def test_an_empty_record_has_zeros(viewed: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    rows = table(viewed(), "type,month")
    assert rows == []
    assert ("AID", 0, 0, 0) in table(viewed(), "type")
