"""SQL over a record: it answers, and does nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from onrecord.errors import InvalidSetting
from onrecord.model import Reading
from onrecord.record import sandbox, views
from onrecord.record.sandbox import Sandbox, check

HONEST = {
    "all": "SELECT * FROM mentions",
    "from first": "FROM mentions SELECT type, status",
    "a view in main": "SELECT count(*) FROM main.mentions",
    "a view in full": "SELECT count(*) FROM memory.main.mentions",
    "grouped": "SELECT type, count(*) AS n FROM mentions GROUP BY ALL ORDER BY n DESC LIMIT 5",
    "with": "WITH met AS (SELECT * FROM mentions WHERE type = 'CONSULT') SELECT count(*) FROM met",
    "with on with": "WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS x FROM a) SELECT x FROM b",
    "recursive": "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r WHERE x < 5) SELECT sum(x) FROM r",
    "joined": "SELECT d.outlet, m.type FROM mentions AS m JOIN documents AS d ON d.id = m.document_id",
    "window": "SELECT id, row_number() OVER (PARTITION BY type ORDER BY id) AS n FROM mentions",
    "qualify": "SELECT * FROM mentions QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY id) = 1",
    "unnest": "SELECT id, unnest(actors).name FROM mentions",
    "unnest in from": "SELECT m.id, a.country FROM mentions AS m, unnest(m.actors) AS u(a)",
    "lambda": "SELECT list_transform(actors, lambda a: a.country) FROM mentions",
    "json": "SELECT to_json(places)->'$[0].place.name' AS place FROM mentions",
    "json path": "SELECT json_extract_string(settings, '$.language') FROM runs",
    "dates": "SELECT date_trunc('month', published_on), strftime(published_on, '%Y-%m') FROM documents",
    "intervals": "SELECT published_on + INTERVAL 7 DAY, extract(year FROM coded_at) FROM documents",
    "pattern": "SELECT regexp_extract(evidence, '[A-Z]\\w+') FROM mentions WHERE evidence ILIKE '%met%'",
    "pivot": "SELECT * FROM (SELECT type, status FROM mentions) PIVOT (count(*) FOR status IN ('occurred', 'planned'))",
    "unpivot": "SELECT * FROM (SELECT id, trigger_start, trigger_end FROM mentions) "
    "UNPIVOT (value FOR name IN (trigger_start, trigger_end))",
    "series": "SELECT d FROM generate_series(DATE '2024-06-01', DATE '2024-06-03', INTERVAL 1 DAY) AS s(d)",
    "union": "SELECT type FROM mentions UNION SELECT source_kind FROM attributions",
    "exists": "SELECT id FROM documents AS d WHERE NOT EXISTS (SELECT 1 FROM mentions WHERE document_id = d.id)",
    "case": "SELECT CASE WHEN quad IN (3, 4) THEN 'conflict' ELSE 'cooperation' END, median(intensity) FROM mentions "
    "GROUP BY ALL HAVING count(*) >= 1",
    "columns": "SELECT COLUMNS('place.*') FROM mentions",
    "describe": "DESCRIBE mentions",
    "summarize": "SUMMARIZE SELECT type, status FROM mentions",
    "values": "SELECT * FROM (VALUES ('COERCE'), ('CONSULT')) AS t(type) JOIN mentions USING (type)",
    "every view": "SELECT " + ", ".join(f"(SELECT count(*) FROM {name})" for name in views.VIEWS),
    "a comment and a semicolon": "-- how many?\nSELECT count(*) FROM mentions;",
    "a name of ours as a name of with": "WITH secrets AS (SELECT 1 AS x) SELECT x FROM secrets",
}

ATTACKS = {
    "nothing": "",
    "only a comment": "-- nothing",
    "two statements": "SELECT 1; SELECT 2",
    "hidden second statement": "SELECT 1; /* */ COPY (SELECT 1) TO 'x.csv'",
    "insert": "INSERT INTO mentions SELECT * FROM mentions",
    "delete": "DELETE FROM lake.mentions",
    "update": "UPDATE lake.mentions SET type = 'AID'",
    "drop": "DROP TABLE lake.mentions",
    "truncate": "TRUNCATE lake.mentions",
    "create table": "CREATE TABLE t AS SELECT 1",
    "create view": "CREATE OR REPLACE VIEW mentions AS SELECT 1",
    "create macro": "CREATE MACRO f() AS TABLE SELECT * FROM read_csv('/etc/passwd')",
    "create secret": "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "copy out": "COPY (SELECT * FROM mentions) TO 'out.csv'",
    "copy in": "COPY mentions FROM '/etc/passwd'",
    "export": "EXPORT DATABASE 'folder'",
    "import": "IMPORT DATABASE 'folder'",
    "attach": "ATTACH 'other.db'",
    "detach": "DETACH lake",
    "use": "USE lake",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "load a file": "LOAD '/tmp/evil.duckdb_extension'",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "set variable": "SET VARIABLE x = 1",
    "pragma": "PRAGMA database_list",
    "call": "CALL pragma_version()",
    "explain": "EXPLAIN ANALYZE SELECT 1",
    "checkpoint": "CHECKPOINT",
    "prepare": "PREPARE p AS SELECT 1",
    "execute": "EXECUTE p",
    "begin": "BEGIN",
    "vacuum": "VACUUM",
    "insert in with": "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x",
    "a parameter": "SELECT ?",
    "read text": "SELECT * FROM read_text('/etc/passwd')",
    "read csv": "SELECT * FROM read_csv('/etc/passwd')",
    "read csv quoted": "SELECT * FROM \"read_csv\"('/etc/passwd')",
    "read csv in capitals": "SELECT * FROM READ_CSV_AUTO('/etc/passwd')",
    "read csv of main": "SELECT * FROM main.read_csv('/etc/passwd')",
    "read blob": "SELECT * FROM read_blob('**')",
    "read json": "SELECT * FROM read_json('https://example.org/x.json')",
    "read parquet": "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "parquet metadata": "SELECT * FROM parquet_metadata('data/*.parquet')",
    "sniff": "SELECT * FROM sniff_csv('/etc/passwd')",
    "glob": "SELECT * FROM glob('/home/*')",
    "a file as a table": "SELECT * FROM '/etc/passwd'",
    "a csv as a table": "SELECT * FROM 'secret.csv'",
    "an address as a table": "SELECT * FROM 'https://example.org/x.parquet'",
    "a table of the lake": "SELECT * FROM lake.mentions",
    "a table of the lake in full": "SELECT * FROM lake.main.codings",
    "an earlier version": "SELECT * FROM lake.mentions AT (VERSION => 1)",
    "the catalogue": "SELECT * FROM catalogue.ducklake_data_file",
    "an inner view": "SELECT * FROM current_codings",
    "deep in a subquery": "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
    "deep in a with": "WITH a AS (WITH b AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM b) SELECT * FROM a",
    "deep in a join": "SELECT * FROM mentions AS m LEFT JOIN lake.documents AS d ON d.id = m.document_id",
    "deep in exists": "SELECT 1 WHERE EXISTS (FROM '/etc/passwd')",
    "deep in order": "SELECT 1 ORDER BY (SELECT max(content) FROM read_text('/etc/passwd'))",
    "deep in limit": "SELECT 1 LIMIT (SELECT count(*) FROM glob('*'))",
    "deep in lateral": "SELECT * FROM mentions AS m, LATERAL (SELECT * FROM read_text(m.url))",
    "deep in a union": "SELECT 'x' UNION ALL SELECT content FROM read_text('/etc/passwd')",
    "deep in describe": "SELECT * FROM (DESCRIBE SELECT * FROM read_csv('/etc/passwd'))",
    "deep in a pivot": "SELECT * FROM read_csv('/etc/passwd') PIVOT (count(*) FOR a IN ('x'))",
    "with out of sight": "SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT 1), sqlite_master",
    "with that names itself": "WITH duckdb_settings AS (SELECT * FROM duckdb_settings) SELECT * FROM duckdb_settings",
    "query": "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "query table": "SELECT * FROM query_table('lake.mentions')",
    "serialised sql": "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "serialised plan": "SELECT json_serialize_plan('SELECT * FROM read_csv(''/etc/passwd'')')",
    "settings": "SELECT * FROM duckdb_settings()",
    "secrets": "SELECT * FROM duckdb_secrets()",
    "databases": "SELECT path FROM duckdb_databases()",
    "system tables": "SELECT * FROM duckdb_tables",
    "information schema": "SELECT * FROM information_schema.tables",
    "pg catalogue": "SELECT * FROM pg_catalog.pg_class",
    "sqlite master": "SELECT * FROM sqlite_master",
    "show tables": "SHOW ALL TABLES",
    "show databases": "SHOW DATABASES",
    "a setting": "SELECT current_setting('allowed_directories')",
    "a variable": "SELECT getvariable('x')",
    "the environment": "SELECT getenv('HOME')",
    "a sequence": "SELECT nextval('s')",
    "the log": "SELECT write_log('x')",
    "sleeping": "SELECT sleep_ms(100000)",
    "sqlite": "SELECT * FROM sqlite_scan('catalogue.sqlite', 'x')",
    "sqlite query": "SELECT * FROM sqlite_query('catalogue', 'DELETE FROM x')",
    "postgres": "SELECT * FROM postgres_query('server', 'SELECT 1')",
    "ducklake": "SELECT * FROM ducklake_snapshots('lake')",
    "ducklake upkeep": "SELECT * FROM ducklake_expire_snapshots('lake', older_than => now())",
    "a macro of the lake": "SELECT * FROM lake.snapshots()",
    "a scalar of elsewhere": "SELECT lake.main.f(1)",
    "repeated rows": "SELECT * FROM repeat('x', 10)",
    "test types": "SELECT * FROM test_all_types()",
    "arrow": "SELECT * FROM arrow_scan(1, 2, 3)",
    "pandas": "SELECT * FROM pandas_scan(1)",
    "python variable": "SELECT * FROM HONEST",
    "too long": "SELECT " + "1," * 60_000 + "1",
    "too deep": "SELECT " + "abs(" * 5_000 + "1" + ")" * 5_000,
}


@pytest.fixture
def box(coded: Reading, viewed: Callable[..., duckdb.DuckDBPyConnection]) -> Iterator[Sandbox]:
    box = Sandbox(viewed(coded), [])
    yield box
    box.close()


@pytest.mark.parametrize("query", HONEST.values(), ids=HONEST.keys())
def test_an_honest_question_is_answered(box: Sandbox, query: str) -> None:
    assert len(box.ask(query)) >= 1 or "NOT EXISTS" in query


@pytest.mark.parametrize("query", ATTACKS.values(), ids=ATTACKS.keys())
def test_whatever_does_more_than_read_the_views_is_refused_before_it_runs(query: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        check(query)
    assert refused.value.where == "--sql"
    assert refused.value.remedy
    assert len(str(refused.value)) < 400
    assert "\n" not in str(refused.value)


DOORS = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM 'https://example.org/x.csv'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "ATTACH '{folder}/other.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET temp_directory = '{folder}'",
    "CREATE PERSISTENT SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SELECT * FROM rows_of_python",
]


@pytest.mark.parametrize("statement", DOORS)
def test_what_slipped_past_the_lists_would_find_the_engine_shut(box: Sandbox, statement: str, tmp_path: Path) -> None:
    rows_of_python = [1, 2, 3]
    with pytest.raises(duckdb.Error):
        box._connection.execute(statement.format(folder=tmp_path))
    assert rows_of_python
    assert not list(tmp_path.iterdir())


def test_a_query_that_takes_too_long_is_stopped(box: Sandbox) -> None:
    began = time.monotonic()
    with pytest.raises(InvalidSetting, match=r"stopped after 0\.3 seconds"):
        box.ask("SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE hash(a, b) = 1", seconds=0.3)
    assert time.monotonic() - began < 5


def test_after_a_stop_the_next_question_is_answered(box: Sandbox) -> None:
    with pytest.raises(InvalidSetting):
        box.ask("SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE hash(a, b) = 1", seconds=0.3)
    assert len(box.ask("SELECT 1")) == 1


def test_a_query_that_takes_too_much_memory_is_stopped(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidSetting, match="2GB of memory"):
        box.ask("SELECT list(a || repeat('x', 1000)) FROM range(100000000) AS r(a)", seconds=60)


def test_an_answer_without_end_is_stopped(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "RESULT", 1 << 20)
    with pytest.raises(InvalidSetting, match="the answer has more than 1 MB"):
        box.ask("SELECT repeat('x', 100) FROM range(1000000)")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT typ FROM mentions", 'Candidate bindings: "type"'),
        ("SELECT lenght(type) FROM mentions", 'Did you mean "length"'),
        ("SELECT FROM WHERE", "syntax error"),
        ("SELECT type FROM mention", "there is no table 'mention'; ask the views documents, mentions"),
        ("SELECT 'x'::INT FROM mentions", "Could not convert string 'x'"),
        ("PIVOT mentions ON status USING count(*)", "PIVOT needs its values named"),
        ("SELECT error('deliberate')", "deliberate"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_a_hint(box: Sandbox, query: str, said: str) -> None:
    with pytest.raises(InvalidSetting) as mistake:
        box.ask(query)
    assert said in str(mistake.value)
    assert "\n" not in str(mistake.value)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_time_limit_is_a_time(box: Sandbox, seconds: float) -> None:
    with pytest.raises(InvalidSetting, match="time limit"):
        box.ask("SELECT 1", seconds=seconds)
