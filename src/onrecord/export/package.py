"""The data dictionary beside an export: a Frictionless Data Package (``datapackage.json``), one for a folder.

It follows the Data Package standard, version 2 (datapackage.org): every file a resource with its size, hash and Table
Schema. What the standard has no word for (runs, settings, what was left out) stands under ``onrecord``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import InvalidSetting
from onrecord.export.columns import Column
from onrecord.export.form import Format
from onrecord.export.keep import Balance

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

SOURCES = (
    {"title": "GeoNames (place names, coordinates and ids), CC BY 4.0", "path": "https://www.geonames.org"},
    {"title": "PLOVER 0.8 (types, modes, contexts, scores), CC BY-SA 4.0",
     "path": "https://github.com/openeventdata/PLOVER"},
    {"title": "CAMEO codes and Goldstein scores, after the CAMEO manual and ICEWS",
     "path": "https://github.com/andybega/icews"},
    {"title": "Correlates of War state numbers (State System Membership List)", "path": "https://correlatesofwar.org"},
)  # fmt: skip
"""Whose facts stand in the rows beside the documents' own; they ask to be named."""

_TYPES = {"string": "string", "int64": "integer", "float64": "number", "bool": "boolean"}

_STATUS = ["occurred", "ongoing", "planned", "predicted", "hypothetical", "negated"]
_PRECISION = ["exact", "city", "admin2", "admin1", "country", "region"]
_SCORE, _DEGREES, _SHARE = (
    {"minimum": -10, "maximum": 10},
    {"minimum": -180, "maximum": 180},
    {"minimum": 0, "maximum": 1},
)
CONSTRAINTS: Mapping[str, Mapping[str, Any]] = {
    "id": {"required": True},
    "document_id": {"required": True},
    "mention_id": {"required": True},
    "Event ID": {"required": True, "unique": True},
    "type": {"required": True},
    "Event Type": {"required": True},
    "quad": {"enum": [0, 1, 2, 3, 4]},
    "Quad Code": {"enum": [0, 1, 2, 3, 4]},
    "intensity": _SCORE,
    "Intensity": _SCORE,
    "goldstein": _SCORE,
    "latitude": {"minimum": -90, "maximum": 90},
    "Latitude": {"minimum": -90, "maximum": 90},
    "longitude": _DEGREES,
    "Longitude": _DEGREES,
    "status": {"required": True, "enum": _STATUS},
    "confidence": _SHARE,
    "place_precision": {"enum": _PRECISION},
    "event_date_basis": {"enum": ["text", "publication"]},
    "date_basis": {"enum": ["text", "publication"]},
}
"""What holds for a column, by its name."""

_GUARD = (
    "A text cell that begins with = + - @, a tab or a carriage return has an apostrophe before it, so that no "
    "spreadsheet runs it; onrecord.export.read_cells takes it off."
)
_FILES: Mapping[str, Mapping[str, Any]] = {
    "csv": {
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "type": "table", "description": _GUARD,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    },
    "polecat": {
        "format": "tsv", "mediatype": "text/tab-separated-values", "encoding": "utf-8", "type": "table",
        "description": _GUARD,
        "dialect": {"delimiter": "\t", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    },
    "jsonl": {"format": "jsonl", "mediatype": "application/jsonl", "encoding": "utf-8", "type": "table"},
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet", "type": "table"},
    "geojson": {
        "format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8",
        "description": "The fields are the properties of a feature.",
    },
}  # fmt: skip
_KEYS = {"csv": ["document_id", "id"], "parquet": ["document_id", "id"], "polecat": ["Event ID"]}


@dataclass(frozen=True)
class Origin:
    """Where the rows of an export come from.

    Parameters
    ----------
    record
        Name of the record, without the folders above it.
    as_of
        The moment whose codings were exported, or None for the latest.
    runs
        The runs of the record: id, started, ended, version, settings.
    selection
        The filters that were set.
    documents
        Documents that were read for the record, with and without mentions; None when unknown.
    """

    record: str | None = None
    as_of: str | None = None
    runs: tuple[Mapping[str, Any], ...] = ()
    selection: Mapping[str, Any] = field(default_factory=dict)
    documents: int | None = None


def existing(folder: Path) -> dict[str, Any] | None:
    """The data package of a folder, or None without one.

    Raises
    ------
    InvalidSetting
        When a file of that name is there that is none of ours: it is not ours to change.
    """
    path = folder / NAME
    if not path.exists():
        return None
    refused = InvalidSetting(
        "another program's file stands where the data dictionary goes",
        where=str(path),
        remedy="name a file in another folder with --out",
    )
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise refused from error
    if not isinstance(found, dict) or "onrecord" not in found or not isinstance(found.get("resources"), list):
        raise refused
    return found


def merged(earlier: Mapping[str, Any] | None, resource: Mapping[str, Any], version: str) -> dict[str, Any]:
    """A data package with `resource` in it, in the place of the one of the same path.

    Examples
    --------
    >>> merged(None, {"name": "a", "path": "a.csv"}, "1.0")["resources"]
    [{'name': 'a', 'path': 'a.csv'}]
    """
    held = [one for one in (earlier or {}).get("resources", ()) if isinstance(one, dict)]
    others = [one for one in held if one.get("path") != resource["path"]]
    taken = {one.get("name") for one in others}
    name, number = resource["name"], 2
    while name in taken:
        name, number = f"{resource['name']}-{number}", number + 1
    resources = sorted([*others, {**resource, "name": name}], key=lambda one: str(one.get("path")))
    fresh = {
        "$schema": PROFILE,
        "name": "onrecord-export",
        "title": "Events on the record",
        "description": "Event mentions coded from news texts by Onrecord. Each file is described below.",
    }
    kept = {key: value for key, value in (earlier or {}).items() if key not in ("resources", "sources", "onrecord")}
    return {**fresh, **kept, "sources": list(SOURCES), "resources": resources, "onrecord": {"version": version}}


def resource(
    form: type[Format], path: str, size: int, sha256: str, balance: Balance, about: Mapping[str, Any]
) -> dict[str, Any]:
    """The description of one file: Data Package's resource with its Table Schema.

    Parameters
    ----------
    path
        The file, relative to the folder.
    size, sha256
        Of its bytes.
    about
        What else is to be known under ``onrecord``: version, runs, options.
    """
    left_out = [{"reasons": list(why), "mentions": number} for why, number in sorted(balance.left_out.items())]
    schema: dict[str, Any] = {"fields": [table_field(column) for column in form.columns], "missingValues": [""]}
    if form.name in _KEYS:
        schema["primaryKey"] = _KEYS[form.name]
    slug = re.sub(r"[^a-z0-9._-]+", "-", path.lower()).strip("-") or "export"
    return {
        "name": slug,
        "path": path,
        **_FILES[form.name],
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": schema,
        "onrecord": {
            "form": form.name,
            "rows": balance.rows,
            "folded": balance.folded,
            "left_out": left_out,
            **about,
        },
    }


def table_field(column: Column) -> dict[str, Any]:
    """A column as a field of Table Schema.

    Examples
    --------
    >>> table_field(Column("quad", "int64", "The quad."))
    {'name': 'quad', 'type': 'integer', 'description': 'The quad.', 'constraints': {'enum': [0, 1, 2, 3, 4]}}
    """
    kind = _TYPES.get(column.type, column.type)
    if column.json:
        kind = "object" if column.name == "coded_by" else "array"
    described: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    if column.name in CONSTRAINTS:
        described["constraints"] = dict(CONSTRAINTS[column.name])
    return described


def dump(package: Mapping[str, Any]) -> bytes:
    """The package as a file: UTF-8, two spaces deep."""
    text = json.dumps(package, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    return text.encode("utf-8", "backslashreplace") + b"\n"
