"""The record: documents, their codings and every run, in a folder that several processes read and write.

DuckDB with a DuckLake catalogue holds it; see docs/decisions/record.md.
"""

from onrecord.record.store import Record
from onrecord.record.writer import Appended, Writer

__all__ = ["Appended", "Record", "Writer"]
