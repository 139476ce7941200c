"""``onrecord show`` and ``onrecord counts``: looking at a record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import Record
from onrecord.errors import InvalidSetting, RecordError
from onrecord.model import Reading
from onrecord.record import Writer

Onrecord = Callable[..., Any]


@pytest.fixture
def record(coded: Reading, tmp_path: Path) -> Path:
    """A record of three documents: one that reports, one that reports the same, one that reports nothing."""
    second = replace(coded.document, id="d2", outlet="=Post=", published="2024-07-01", title="Again")
    silent = replace(coded.document, id="d3", outlet="Wire", published="2024-07-02")
    again = replace(coded, document=second)
    again = again.with_(mentions=tuple(replace(each, id=f"n{each.id}") for each in again.mentions))
    place = tmp_path / "record"
    with Writer(place, {"onrecord": "test"}) as writer:
        writer.append([coded, again, Reading(silent)])
    return place


def test_the_table_names_every_document_before_its_mentions(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert [line[:4] for line in lines] == ["when", "────", "── W", "2024", "── =", "2024"]
    assert lines[2] == "── Wire, 2024-06-07, Talks (d1)"
    assert max(map(len, lines)) <= 100
    assert ran.err == "2 mentions of 2 documents; 2 uncertain left out: see --uncertain\n"


def test_of_one_document_the_table_is_that_of_code(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--published-to", "2024-06")
    assert [line[:4] for line in ran.out.splitlines()] == ["when", "────", "2024"]


def test_uncertain_mentions_come_when_asked_for(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--uncertain")
    assert ran.out.count("occurred ?") == 2
    assert ran.err == "4 mentions of 2 documents; uncertain ones are among them\n"


@pytest.mark.parametrize(
    ("options", "mentions"),
    [
        (["--type", "consult", "--actor", "ndiaye", "--recipient", "envoys", "--place", "SEN"], 2),
        (["--type", "AID,CONSULT", "--status", "occurred", "--source-kind", "person", "--text", "met 12"], 2),
        (["--from", "2024-06-07", "--to", "2024-06", "--published-from", "2024-06-08"], 1),
        (["--type", "AID"], 0),
        (["--unvouched"], 0),
        (["--actor", "Dakar", "--actor", "GOV"], 2),
    ],
)
def test_the_options_select(onrecord: Onrecord, record: Path, options: list[str], mentions: int) -> None:
    ran = onrecord("show", record, "--format", "jsonl", *options)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == mentions


def test_a_limit_is_told(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--limit", 1)
    assert ran.out.count("Ndiaye") == 1
    assert ran.err.startswith("the first 1 of 2 mentions of 2 documents")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "html", "polecat", "geojson", "table"])
def test_every_format_can_be_written(onrecord: Onrecord, record: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    ran = onrecord("show", record, "--format", form, "--out", out)
    assert ran.code == 0, ran.err
    assert out.stat().st_size > 100


def test_the_format_follows_the_name_of_the_file(onrecord: Onrecord, record: Path, tmp_path: Path) -> None:
    onrecord("show", record, "--out", tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 2


def test_one_mention_is_explained(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--mention", "nm1")
    assert ran.code == 0
    assert ran.out.startswith("mention    nm1  in d2\ntype       CONSULT visit")


def test_an_uncertain_mention_is_explained_too(onrecord: Onrecord, record: Path) -> None:
    assert "(uncertain)" in onrecord("show", record, "--mention", "m2").out


@pytest.mark.parametrize(("mention", "said"), [("zz", "there is no mention 'zz'"), ("n", "2 mentions begin with 'n'")])
def test_an_unknown_mention_is_said_so(onrecord: Onrecord, record: Path, mention: str, said: str) -> None:
    ran = onrecord("show", record, "--mention", mention)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--type", "FOO"], "--type: there is no 'FOO'"),
        (["--status", "done"], "--status: there is no 'done'"),
        (["--from", "June"], "--from: 'June' is no date"),
        (["--as-of", "June"], "--as-of: 'June' is neither a date nor the id of a run"),
        (["--sql", "DROP TABLE mentions"], "--sql: drop is not allowed"),
        (["--sql", "SELECT 1", "--type", "AID"], "--sql: --sql selects by itself"),
        (["--sql", "SELECT 1", "--format", "html"], "--format: there is no format 'html' here"),
        (["--sql", "SELECT 1", "--format", "parquet"], "Parquet is not for standard output"),
        (["--sql", "SELECT 1", "--seconds", "0"], "a time limit is a number of seconds"),
        (["--mention", "m1", "--type", "AID"], "--mention selects by itself"),
        (["--out", "nowhere/out.csv"], "its folder does not exist"),
        (["--out", "out.xyz"], "there is no format 'xyz' here"),
    ],
)
def test_wrong_use_is_one_clear_line(onrecord: Onrecord, record: Path, options: list[str], said: str) -> None:
    ran = onrecord("show", record, *options)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_record_that_is_not_there_is_said_so(onrecord: Onrecord, tmp_path: Path) -> None:
    ran = onrecord("show", tmp_path / "none")
    assert ran.code == 3
    assert "there is no record here" in ran.err


def test_before_its_first_batch_a_record_was_empty(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--as-of", "2020-01-01")
    assert ran.out == ""
    assert ran.err == "0 mentions of 0 documents; nothing had been coded by then\n"


# --- SQL ------------------------------------------------------------------------------------------------------


def test_sql_is_answered_as_a_table(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--sql", "SELECT id, mentions FROM documents ORDER BY id")
    assert ran.out == "id mentions\n── ────────\nd1        2\nd2        2\nd3        0\n"
    assert ran.err == "3 rows\n"


def test_a_wide_and_long_answer_is_cut_with_a_note(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--sql", "SELECT m.* FROM mentions AS m, range(100)")
    assert len(ran.out.splitlines()) == 102
    assert max(map(len, ran.out.splitlines())) <= 100
    assert "the first 100 of 400 rows are shown: see --limit; the first 9 of" in ran.err


def test_sql_as_csv_is_neutralised_and_whole(onrecord: Onrecord, record: Path) -> None:
    query = "SELECT outlet, actors, published_on, NULL AS none, true AS yes FROM mentions JOIN documents USING (outlet)"
    ran = onrecord("show", record, "--sql", f"{query} WHERE outlet = '=Post='", "--format", "csv")
    [first, *_] = csv.DictReader(io.StringIO(ran.out))
    assert first["outlet"] == "'=Post="
    assert json.loads(first["actors"])[0]["country"] == "SEN"
    assert (first["published_on"], first["none"], first["yes"]) == ("2024-07-01", "", "true")


def test_sql_as_json_lines_keeps_lists(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord(
        "show", record, "--sql", "SELECT modes, sum(quad) AS n FROM mentions GROUP BY 1", "--format", "jsonl"
    )
    assert {"modes": ["visit"], "n": 2} in [json.loads(line) for line in ran.out.splitlines()]


def test_sql_sees_the_state_that_is_asked_for(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("show", record, "--as-of", "2020-01-01", "--sql", "SELECT count(*) AS n FROM documents")
    assert ran.out.split() == ["n", "─", "0"]


@pytest.mark.parametrize(
    "query", ["SELECT * FROM lake.mentions", "SELECT * FROM read_blob('{record}/catalogue.sqlite')"]
)
def test_sql_reaches_no_file_of_the_record_but_through_its_views(onrecord: Onrecord, record: Path, query: str) -> None:
    ran = onrecord("show", record, "--sql", query.format(record=record))
    assert ran.code == 2
    assert ran.out == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))", "stopped after 1 seconds"),
        ("SELECT list_sum(range(3000000000))", "needs more than 2GB of memory"),
        ("WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r", "stopped after"),
    ],
)
def test_a_query_that_would_never_end_or_take_all_memory_is_ended(record: Path, query: str, said: str) -> None:
    with Record(record) as opened, pytest.raises(InvalidSetting, match=said):
        opened.sql(query, seconds=1 if "stopped" in said else 60)


# --- counts ---------------------------------------------------------------------------------------------------


def test_counts_have_zeros_and_the_documents_read(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("counts", record, "--by", "published-month,outlet", "--format", "csv")
    assert ran.out.splitlines() == [
        "published_month,outlet,mentions,documents_reporting,documents_read",
        "2024-06,'=Post=,0,0,0", "2024-06,Wire,1,1,1", "2024-07,'=Post=,1,1,1", "2024-07,Wire,0,0,1",
    ]  # fmt: skip
    assert ran.err == (
        "2 mentions of 2 documents in 4 rows; 2 uncertain left out: see --uncertain; "
        "planned and negated ones are counted, too: see --status, or --by status\n"
    )


def test_counts_as_a_table(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("counts", record, "--type", "consult,aid")
    assert [line.split() for line in ran.out.splitlines()[2:]] == [["AID", "0", "0", "3"], ["CONSULT", "2", "2", "3"]]


def test_an_unknown_dimension_is_said_so(onrecord: Onrecord, record: Path) -> None:
    ran = onrecord("counts", record, "--by", "colour")
    assert ran.code == 2
    assert "there is no dimension 'colour'; name some of type" in ran.err


# --- Python ---------------------------------------------------------------------------------------------------


def test_in_python_the_same(record: Path) -> None:
    with Record(record) as opened:
        assert opened.mentions(type="consult").to_pandas()["actor_country"].tolist() == ["SEN", "SEN"]
        assert len(opened.documents()) == 3
        assert opened.sql("SELECT count(*) AS n FROM mentions").to_arrow().to_pylist() == [{"n": 4}]
        assert [row["documents_read"] for row in opened.counts("outlet")] == [1, 2]
        assert [reading.document.id for reading in opened.readings(place="Dakar")] == ["d1", "d2"]
        with pytest.raises(InvalidSetting, match="there is no 'FOO'"):
            opened.mentions(type="FOO")
        rows = opened.mentions()
    with pytest.raises(RecordError, match="the record was closed"):
        list(rows)
    with pytest.raises(RecordError, match="the record was closed"):
        opened.sql("SELECT 1")
