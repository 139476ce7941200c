"""Readings as others use them: JSON Lines, CSV, Parquet, a table for reading, pandas and Arrow."""

from onrecord.export.columns import COLUMNS, Column, arrow_schema, flat_row, goldstein_of
from onrecord.export.failures import Failures
from onrecord.export.form import Format
from onrecord.export.formats import FORMATS, Csv, JsonLines, Parquet, Table, format_named
from onrecord.export.frames import to_arrow, to_pandas
from onrecord.export.rows import SCHEMA, json_line, mention_row, rows_of
from onrecord.export.table import rich_table

__all__ = [
    "COLUMNS", "FORMATS", "SCHEMA", "Column", "Csv", "Failures", "Format", "JsonLines", "Parquet", "Table",
    "arrow_schema", "flat_row", "format_named", "goldstein_of", "json_line", "mention_row", "rich_table", "rows_of",
    "to_arrow", "to_pandas",
]  # fmt: skip
