"""Onrecord reads the news and puts every event on the record: who did what to whom, where, when, on whose word.

>>> import onrecord
>>> coder = onrecord.Coder()
>>> reading = coder.code("Police arrested 12 protesters in Lima on Monday.", published="2023-02-07")
>>> reading.mentions[0].type
'COERCE'

Importing this loads no model, prints nothing and configures nothing; a public name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.coder import Coder, Settings
    from onrecord.errors import (
        CodingFailed,
        DamagedRecord,
        DocumentError,
        DocumentTooLong,
        DuplicateDocument,
        EmptyDocument,
        InvalidMetadata,
        InvalidSetting,
        MissingModel,
        OnrecordError,
        OutputError,
        RecordBusy,
        RecordError,
        RunError,
        UnreadableDocument,
        UnsupportedLanguage,
    )
    from onrecord.export import to_arrow, to_pandas
    from onrecord.gazetteer import Gazetteer
    from onrecord.model import (
        Actor,
        Attribution,
        CodedBy,
        Document,
        Magnitude,
        Mention,
        NamedPlace,
        Place,
        Reading,
        Reason,
        RunnerUp,
        Source,
        Span,
        Time,
        Toponym,
    )
    from onrecord.read import Failure, ReadOptions, read_paths
    from onrecord.record import Record, Writer

    __version__: str

__all__ = [
    "Actor", "Attribution", "CodedBy", "Coder", "CodingFailed", "DamagedRecord", "Document", "DocumentError",
    "DocumentTooLong", "DuplicateDocument", "EmptyDocument",
    "Failure", "Gazetteer", "InvalidMetadata", "InvalidSetting", "Magnitude", "Mention",
    "MissingModel", "NamedPlace", "OnrecordError", "OutputError", "Place", "ReadOptions",
    "Reading", "Reason", "Record", "RecordBusy", "RecordError", "RunError", "RunnerUp",
    "Settings", "Source", "Span", "Time", "Toponym", "UnreadableDocument", "UnsupportedLanguage", "Writer",
    "__version__", "read_paths", "to_arrow", "to_pandas",
]  # fmt: skip

_HOMES = {
    "onrecord.coder": ("Coder", "Settings"),
    "onrecord.export": ("to_arrow", "to_pandas"),
    "onrecord.gazetteer": ("Gazetteer",),
    "onrecord.read": ("Failure", "ReadOptions", "read_paths"),
    "onrecord.record": ("Record", "Writer"),
    "onrecord.model": (
        "Actor", "Attribution", "CodedBy", "Document", "Magnitude", "Mention", "NamedPlace", "Place", "Reading",
        "Reason", "RunnerUp", "Source", "Span", "Time", "Toponym",
    ),
    "onrecord.errors": (
        "CodingFailed", "DamagedRecord", "DocumentError", "DocumentTooLong", "DuplicateDocument", "EmptyDocument",
        "InvalidMetadata", "InvalidSetting", "MissingModel", "OnrecordError", "OutputError", "RecordBusy",
        "RecordError", "RunError", "UnreadableDocument", "UnsupportedLanguage",
    ),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("onrecord")
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
