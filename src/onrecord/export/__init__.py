"""Readings as others use them: our own shapes, those of other projects, and exports of a record."""

from onrecord.export.cells import cell, read_cells, without_guard
from onrecord.export.columns import COLUMNS, Column, arrow_schema, flat_row, goldstein_of
from onrecord.export.exporting import Options, Outcome, export_readings, in_context
from onrecord.export.failures import Failures
from onrecord.export.form import Format
from onrecord.export.formats import FORMATS, Csv, GeoJson, Html, JsonLines, Parquet, Polecat, Table, format_named
from onrecord.export.frames import to_arrow, to_pandas
from onrecord.export.keep import INCLUDES, Balance, parse_includes
from onrecord.export.package import Origin
from onrecord.export.rows import SCHEMA, json_line, mention_row, rows_of
from onrecord.export.table import rich_table
from onrecord.export.veil import Veil

__all__ = [
    "COLUMNS", "FORMATS", "INCLUDES", "SCHEMA", "Balance", "Column", "Csv", "Failures", "Format", "GeoJson", "Html",
    "JsonLines", "Options", "Origin", "Outcome", "Parquet", "Polecat", "Table", "Veil", "arrow_schema", "cell",
    "export_readings", "flat_row", "format_named", "goldstein_of", "in_context", "json_line", "mention_row",
    "parse_includes", "read_cells", "rich_table", "rows_of", "to_arrow", "to_pandas", "without_guard",
]  # fmt: skip
