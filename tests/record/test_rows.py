"""Rows: fetched when they are looked at."""

from __future__ import annotations

import sys

import duckdb
import pyarrow as pa
import pytest

from onrecord.errors import MissingModel, RecordError
from onrecord.record.rows import Rows

QUERY = "SELECT i, 'n' || i AS name, CASE WHEN i > 0 THEN i END AS some, [i] AS list FROM range(25) AS r(i) WHERE i < ?"


@pytest.fixture
def rows() -> Rows:
    connection = duckdb.connect()
    return Rows(connection.cursor, QUERY, [12])


def test_nothing_is_asked_before_it_is_looked_at() -> None:
    def refuse() -> duckdb.DuckDBPyConnection:
        raise AssertionError

    Rows(refuse, "SELECT 1")


def test_iterating_gives_dictionaries(rows: Rows) -> None:
    assert list(rows)[1] == {"i": 1, "name": "n1", "some": 1, "list": [1]}


def test_it_can_be_gone_through_twice(rows: Rows) -> None:
    assert list(rows) == list(rows)


@pytest.mark.parametrize("fetched", [False, True])
def test_length_columns_and_truth(rows: Rows, fetched: bool) -> None:
    if fetched:
        rows.to_arrow()
    assert len(rows) == 12
    assert rows.columns == ("i", "name", "some", "list")
    assert rows
    assert rows.head(1) == [{"i": 0, "name": "n0", "some": None, "list": [0]}]


def test_no_rows_are_false() -> None:
    assert not Rows(duckdb.connect, "SELECT 1 AS x WHERE false")


def test_arrow_keeps_types(rows: Rows) -> None:
    assert rows.to_arrow().schema.field("list").type == pa.list_(pa.int64())


def test_pandas_keeps_whole_numbers_with_gaps(rows: Rows) -> None:
    frame = rows.to_pandas()
    assert [str(kind) for kind in frame.dtypes[:3]] == ["Int64", "string", "Int64"]


def test_polars_where_it_is_missing_is_named_with_the_command(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingModel, match="run: pip install polars"):
        rows.to_polars()


def test_polars_where_it_is_there(rows: Rows) -> None:
    pytest.importorskip("polars")
    assert rows.to_polars().height == 12


def test_repr_shows_the_first_rows_and_how_many_more(rows: Rows) -> None:
    lines = repr(rows).splitlines()
    assert lines[0] == "Rows: 12 × 4 (i, name, some, list)"
    assert lines[1] == "  i=0, name=n0, list=[0]"
    assert lines[-1] == "  … 2 more"


def closed() -> duckdb.DuckDBPyConnection:
    raise RecordError("the record was closed", where="sahel", remedy="open it again")


def test_of_a_closed_record_it_says_so() -> None:
    rows = Rows(closed, "SELECT 1")
    for look in (rows.to_arrow, rows.to_pandas, lambda: list(rows), lambda: len(rows), lambda: rows.columns):
        with pytest.raises(RecordError, match="the record was closed"):
            look()
    assert repr(rows) == "Rows(sahel: the record was closed; open it again)"


def test_what_was_fetched_stays() -> None:
    connection = duckdb.connect()
    rows = Rows(connection.cursor, "SELECT 1 AS x")
    rows.to_arrow()
    connection.close()
    assert list(rows) == [{"x": 1}]
