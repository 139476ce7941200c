"""Asking a record in SQL, without being able to do anything else.

Five doors, each shut by itself (docs/decisions/sql-sandbox.md): one SELECT and nothing else; its syntax tree holds only
what is listed here; the record is attached for reading; the engine can reach no file but the record's, no network and
no extension, and its settings are locked; and it is stopped when it takes too long or too much memory.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InvalidSetting
from onrecord.record.rows import Rows
from onrecord.record.views import VIEWS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SECONDS = 30.0
"""What a question may take by default."""

MEMORY = "2GB"
"""What it may use; nothing is put on the disk instead."""

RESULT = 1 << 30
"""Bytes of a result that is handed out whole."""

LONGEST = 100_000
"""Characters of a query; the parser is written for those that people write."""

GRACE = 2.0
"""Seconds that the engine is given to notice that it was stopped."""

LONGEST_WAIT = 86_400.0
"""Seconds that a user can give."""

WHERE = "--sql"

_TABLE_FUNCTIONS = {"unnest", "range", "generate_series", "json_each", "json_tree", "generate_subscripts"}
"""Functions that may stand in FROM: they make rows of values, and read nothing."""

_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "CTE_NODE", "RECURSIVE_CTE_NODE"}

_SOURCES = {
    "BASE_TABLE", "JOIN", "SUBQUERY", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "EMPTY_FROM", "PIVOT", "SHOW_REF",
}  # fmt: skip
"""What FROM may hold (a kind of DuckDB's TableReferenceType)."""

_EXPRESSIONS = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "LAMBDA",
    "LAMBDA_REF", "OPERATOR", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW",
}  # fmt: skip
"""What an expression may be (a kind of DuckDB's ExpressionClass)."""

_FORBIDDEN = re.compile(
    r"""
      read_.* | .*_scan(_.*)? | glob | sniff_.* | parquet_.*        # files
    | sqlite_.* | postgres_.* | mysql_.* | ducklake_.* | duckdb_.*   # other databases, the engine itself
    | query(_table)? | json_(de)?serialize_.* | json_execute_.*     # SQL made of text
    | pragma_.* | pg_.* | getenv | getvariable | current_setting | which_secret | .*_secrets?
    | nextval | currval | setseed | sleep_ms | sleep | write_log | enable_.* | disable_.* | force_.* | checkpoint
    | inet_.* | get_block_size | has_.*_privilege | obj_description | col_description | shobj_description
    | current_query | parse_duckdb_log_message | vector_type | stats | in_search_path | add_parquet_key
    """,
    re.X | re.I,
)
"""Functions that no question about the news needs and that say or do something about the machine."""

_LISTED = f"ask the views {', '.join(VIEWS)}"


def check(query: str) -> None:
    """Raise InvalidSetting unless `query` is one SELECT over the record's views that can do nothing but read them.

    Examples
    --------
    >>> check("SELECT type, count(*) FROM mentions GROUP BY ALL")
    >>> check("SELECT * FROM 'secrets.csv'")
    Traceback (most recent call last):
    onrecord.errors.InvalidSetting: --sql: there is no table 'secrets.csv'; ask the views documents, mentions, ...
    """
    if len(query) > LONGEST:
        raise _refusal(f"the query has more than {LONGEST:,} characters", "ask in parts")
    statement = _only_statement(query)
    tree = _tree(statement)
    if tree.get("error"):
        raise _refusal("only a SELECT can be asked", f"{_LISTED} with SELECT ... FROM ...")
    for one in tree["statements"]:
        _walk(one, frozenset())


def check_seconds(seconds: float) -> None:
    """Raise InvalidSetting unless `seconds` is a time that can be waited for."""
    if not 0 < seconds <= LONGEST_WAIT:
        raise InvalidSetting(
            "a time limit is a number of seconds above 0, at most a day", where="--seconds", remedy="say 30"
        )


class Sandbox:
    """A connection that only answers.

    Parameters
    ----------
    connection
        A connection of its own to the record, attached for reading and with the views made; it is shut in here.
    folders
        Those of the record's data, the only ones in which files can be read.

    Examples
    --------
    >>> import duckdb
    >>> Sandbox(duckdb.connect(), []).ask("SELECT 1 AS one").to_arrow().to_pylist()
    [{'one': 1}]
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folders: Sequence[Path | str]) -> None:
        self._connection = connection
        shut(connection, folders)

    def ask(self, query: str, seconds: float = SECONDS) -> Rows:
        """The rows that answer a query.

        Raises
        ------
        InvalidSetting
            When it is refused, wrong, or takes too long or too much memory.
        """
        check_seconds(seconds)
        check(query)
        return Rows.of(_within(seconds, self._connection, lambda: _answer(self._connection, query)))

    def close(self) -> None:
        """Let go of the record."""
        self._connection.close()


def shut(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path | str]) -> None:
    """Shut a connection in, for good: it can reach these folders and nothing else, and its settings stay."""
    allowed = ", ".join("'" + str(Path(folder).resolve()).replace("'", "''") + "/'" for folder in folders)
    for setting in (
        "temp_directory = ''",
        f"memory_limit = '{MEMORY}'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "python_enable_replacements = false",
        "python_scan_all_frames = false",
        "enable_external_file_cache = false",
        "enable_logging = false",
        f"allowed_directories = [{allowed}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


# --- the query ---------------------------------------------------------------------------------------------


def _only_statement(query: str) -> str:
    """The one statement of a query, or a refusal that says what else it holds."""
    import duckdb

    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise wrong(error, query) from error
    if not statements:
        raise _refusal("the query is empty", _LISTED)
    kinds = [str(statement.type).rpartition(".")[2] for statement in statements]
    if kinds == ["CREATE", "SELECT"] and re.match(r"\s*(--.*\n\s*)*(FROM\b.*)?PIVOT\b", query, re.I):
        raise _refusal(
            "PIVOT needs its values named",
            "write SELECT * FROM mentions PIVOT (count(*) FOR status IN ('occurred', 'planned'))",
        )
    if len(statements) > 1:
        raise _refusal(f"{len(statements)} statements were given", "ask one SELECT at a time")
    if kinds != ["SELECT"]:
        raise _refusal(f"{kinds[0].lower().replace('_', ' ')} is not allowed", f"{_LISTED} with SELECT ... FROM ...")
    return str(statements[0].query)


def _tree(statement: str) -> dict[str, Any]:
    """The syntax tree of a statement as the engine itself reads it."""
    import duckdb

    with duckdb.connect(config={"enable_external_access": False, "lock_configuration": True}) as parser:
        [(written,)] = parser.execute("SELECT json_serialize_sql(?)", [statement]).fetchall()
    try:
        tree: dict[str, Any] = json.loads(written)
    except RecursionError:
        raise _refusal("the query is nested too deeply", "ask in parts, with WITH") from None
    return tree


def _walk(item: Any, known: frozenset[str]) -> None:
    """Go through the syntax tree; `known` are the names of WITH that can be seen at this place."""
    if isinstance(item, list):
        for each in item:
            _walk(each, known)
    elif isinstance(item, dict):
        if "cte_map" in item:
            known = _with(item, known)
            item = {name: value for name, value in item.items() if name != "cte_map"}
        _look(item, known)
        for value in item.values():
            _walk(value, known)


def _with(node: dict[str, Any], known: frozenset[str]) -> frozenset[str]:
    """The names that can be seen in a query with its WITH; each of them sees those before it."""
    for entry in node["cte_map"]["map"]:
        name = entry["key"].lower()
        body = entry["value"]
        recursive = body["query"]["node"]["type"] == "RECURSIVE_CTE_NODE"
        _walk(body, known | {name} if recursive else known)
        known |= {name}
    return known


def _look(item: dict[str, Any], known: frozenset[str]) -> None:
    """Refuse a part of the tree that is not on the lists."""
    kind = item.get("type")
    if "class" in item:
        if item["class"] not in _EXPRESSIONS:
            what = "a parameter" if item["class"] == "PARAMETER" else f"a {str(item['class']).lower()}"
            raise _refusal(f"{what} is not allowed", "write the value itself")
        if item["class"] == "FUNCTION":
            _function(item)
    elif "modifiers" in item:
        if kind not in _NODES:
            raise _refusal(f"a {kind} is not allowed", "ask with SELECT")
    elif "sample" in item or "query_location" in item:
        if kind not in _SOURCES:
            raise _refusal(f"a {kind} is not allowed in FROM", _LISTED)
        if kind == "BASE_TABLE":
            _table(item, known)
        elif kind == "TABLE_FUNCTION":
            _table_function(item["function"])
        elif kind == "SHOW_REF" and not item.get("query"):
            raise _refusal("SHOW is not allowed", f"DESCRIBE mentions lists its columns; {_LISTED}")


def _table(item: dict[str, Any], known: frozenset[str]) -> None:
    name, schema, catalog = item["table_name"], item["schema_name"], item["catalog_name"]
    if item.get("at_clause"):
        raise _refusal("AT is not allowed", "say --as-of")
    unqualified = not schema and not catalog
    if unqualified and name.lower() in known:
        return
    ours = name.lower() in VIEWS and schema.lower() in ("", "main") and catalog.lower() in ("", "memory")
    # `memory.mentions` is parsed as schema `memory`: refused, for it might be another's
    if not ours:
        full = ".".join(filter(None, (catalog, schema, name)))
        raise _refusal(f"there is no table {full!r}", _LISTED)


def _table_function(function: dict[str, Any]) -> None:
    name = str(function.get("function_name", "")).lower()
    if function.get("class") != "FUNCTION" or name not in _TABLE_FUNCTIONS or _elsewhere(function):
        raise _refusal(f"the table function {name or '?'} is not allowed", _LISTED)


def _function(item: dict[str, Any]) -> None:
    name = str(item["function_name"])
    if _FORBIDDEN.fullmatch(name) or _elsewhere(item):
        full = ".".join(filter(None, (item.get("catalog"), item.get("schema"), name)))
        raise _refusal(f"the function {full} is not allowed", "use the functions of values, text, dates and lists")


def _elsewhere(function: dict[str, Any]) -> bool:
    """Whether a function is said to be in a database of its own: macros of an attached one, say."""
    return bool(function.get("catalog")) or str(function.get("schema", "")).lower() not in ("", "main")


def _refusal(what: str, remedy: str) -> InvalidSetting:
    return InvalidSetting(what, where=WHERE, remedy=remedy)


# --- the answer --------------------------------------------------------------------------------------------


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """The whole answer, unless it is more than anyone can want."""
    import pyarrow as pa

    reader = connection.execute(query).to_arrow_reader(10_000)
    batches, size = [], 0
    for batch in reader:
        batches.append(batch)
        size += batch.nbytes
        if size > RESULT:
            raise _refusal(
                f"the answer has more than {RESULT >> 20:,} MB", "select fewer columns or rows, or export the record"
            )
    return pa.Table.from_batches(batches, schema=reader.schema)


def _within(seconds: float, connection: duckdb.DuckDBPyConnection, answer: Callable[[], pa.Table]) -> pa.Table:
    """What `answer` gives, within a time: in a thread, for some functions do not notice that they are interrupted."""
    import duckdb

    outcome: list[pa.Table | BaseException] = []

    def work() -> None:
        try:
            outcome.append(answer())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            outcome.append(error)

    thread = threading.Thread(target=work, name="onrecord-sql", daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    except BaseException:  # Ctrl-C
        connection.interrupt()
        raise
    if thread.is_alive():
        connection.interrupt()
        thread.join(GRACE)
        raise _refusal(
            f"the query was stopped after {seconds:g} seconds",
            "narrow it (WHERE, fewer joins), or give it more time with --seconds",
        )
    [found] = outcome
    if isinstance(found, duckdb.Error):
        raise wrong(found, "") from found
    if isinstance(found, BaseException):
        raise found
    return found


def wrong(error: duckdb.Error, query: str) -> InvalidSetting:
    """What DuckDB has against a query, in one line: its reason, its hint and the place.

    Examples
    --------
    >>> import duckdb
    >>> print(wrong(duckdb.CatalogException('Catalog Error: no "x"!\\nDid you mean "y"?\\n\\nLINE 1: SELECT x'), ""))
    --sql: no "x"! Did you mean "y"? (LINE 1: SELECT x); DESCRIBE mentions lists the columns
    """
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return _refusal(f"the query needs more than {MEMORY} of memory", "narrow it, or aggregate before you join")
    said = re.sub(r"^(?:[A-Z][A-Za-z]+ )+Error: ", "", str(error).strip())
    reason, line, place = said.partition("\nLINE ")
    reason = " ".join(_sentences(reason))
    if line:
        shown = " ".join(place.split("\n", 1)[0].split())
        reason += f" (LINE {shown if len(shown) <= 100 else shown[:99] + '…'})"
    return _refusal(reason, "DESCRIBE mentions lists the columns")


def _sentences(text: str) -> Iterator[str]:
    for part in text.split("\n"):
        if part := " ".join(part.split()):
            yield part
