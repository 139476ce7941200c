"""Stage 1: users' files of any kind, as documents. What the later rooms may use of it is named here.

Importing this loads no reader's library; each is loaded when the first file of its kind is met.
"""

from onrecord.read.decode import decode, sanitise
from onrecord.read.document import document_from
from onrecord.read.failure import Failure
from onrecord.read.files import count_documents, find_files
from onrecord.read.language import detect_language
from onrecord.read.options import FIELDS, MAX_CHARACTERS, ReadOptions, parse_columns
from onrecord.read.published import published_iso
from onrecord.read.reader import READERS, read_paths

__all__ = [
    "FIELDS", "MAX_CHARACTERS", "READERS", "Failure", "ReadOptions", "count_documents", "decode", "detect_language",
    "document_from", "find_files", "parse_columns", "published_iso", "read_paths", "sanitise",
]  # fmt: skip
