"""Readings as others use them: our own shapes, those of other projects, and exports of a record."""

from onrecord.export.cells import cell, read_cells, without_guard
from onrecord.export.columns import COLUMNS, Column, arrow_schema, flat_row, goldstein_of
from onrecord.export.failures import Failures
from onrecord.export.form import Format
from onrecord.export.formats import FORMATS, Csv, GeoJson, JsonLines, Parquet, Polecat, Table, format_named
from onrecord.export.frames import to_arrow, to_pandas
from onrecord.export.keep import INCLUDES, Balance, parse_includes
from onrecord.export.rows import SCHEMA, json_line, mention_row, rows_of
from onrecord.export.table import rich_table

__all__ = [
    "COLUMNS", "FORMATS", "INCLUDES", "SCHEMA", "Balance", "Column", "Csv", "Failures", "Format", "GeoJson",
    "JsonLines", "Parquet", "Polecat", "Table", "arrow_schema", "cell", "flat_row", "format_named", "goldstein_of",
    "json_line", "mention_row", "parse_includes", "read_cells", "rich_table", "rows_of", "to_arrow", "to_pandas",
    "without_guard",
]  # fmt: skip
