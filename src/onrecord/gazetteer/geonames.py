"""Reading a dump of GeoNames (the format of allCountries.txt) line by line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import UnreadableDocument

COLUMNS = 19
"""geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country code, cc2,
admin1, admin2, admin3, admin4, population, elevation, dem, timezone, modification date (GeoNames' readme.txt)."""

_PARKS = {"PRK", "RES", "RESN", "RESW", "RESF", "RESP", "FRST"}


@dataclass(frozen=True, slots=True)
class GeoNamesEntry:
    """One line of the dump; `country` is ISO 3166-1 alpha-2, `admin1` and `admin2` are GeoNames' codes."""

    geonames_id: int
    name: str
    other_names: tuple[str, ...]
    latitude: float
    longitude: float
    kind: str
    country: str
    admin1: str
    admin2: str
    population: int


def kind_of(feature_class: str, code: str) -> str:
    """Our kind of a GeoNames feature.

    Examples
    --------
    >>> kind_of("P", "PPLC"), kind_of("A", "ADM1"), kind_of("H", "LK"), kind_of("L", "PRK"), kind_of("S", "AIRP")
    ('city', 'admin1', 'water', 'park', 'site')
    """
    if feature_class == "P":
        return "city"
    if feature_class == "A":
        return "country" if code.startswith("PCL") else "admin1" if code.startswith("ADM1") else "admin2"
    if feature_class == "H":
        return "water"
    if code in _PARKS:
        return "park"
    if feature_class == "L":
        return "continent" if code == "CONT" else "region"
    return "site"


def read_geonames(path: Path) -> Iterator[tuple[GeoNamesEntry, float]]:
    """The entries of a dump, plain or zipped, each with the share of the file that has been read.

    Raises
    ------
    UnreadableDocument
        The file is missing, is no zip of a text file, or a line has not the columns of GeoNames.
    """
    try:
        with ExitStack() as stack:
            if zipfile.is_zipfile(path):
                archive = stack.enter_context(zipfile.ZipFile(path))
                member = next(
                    (m for m in archive.infolist() if m.filename.endswith(".txt") and "readme" not in m.filename), None
                )
                if member is None:
                    raise UnreadableDocument(
                        "the archive holds no text file", where=str(path), remedy="give GeoNames' allCountries.zip"
                    )
                size = member.file_size
                packed = stack.enter_context(archive.open(member))
                lines: Iterator[str] = io.TextIOWrapper(packed, encoding="utf8")
            else:
                size = path.stat().st_size
                lines = stack.enter_context(path.open(encoding="utf8"))
            done = 0
            for number, line in enumerate(lines, 1):
                done += len(line)
                entry = _entry(line, path, number)
                if entry is not None:
                    yield entry, min(1.0, done / max(size, 1))
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise UnreadableDocument(
            f"the GeoNames dump cannot be read ({error})", where=str(path), remedy="download allCountries.zip again"
        ) from error


def _entry(line: str, path: Path, number: int) -> GeoNamesEntry | None:
    parts = line.rstrip("\n").split("\t")
    if len(parts) == 1 and not parts[0].strip():
        return None
    try:
        if len(parts) != COLUMNS:
            raise ValueError(f"{len(parts)} columns instead of {COLUMNS}")
        if not parts[1] or not parts[6]:
            return None
        return GeoNamesEntry(
            int(parts[0]), parts[1], tuple(filter(None, parts[3].split(","))), float(parts[4]), float(parts[5]),
            kind_of(parts[6], parts[7]), parts[8], parts[10], parts[11], int(parts[14] or 0),
        )  # fmt: skip
    except ValueError as error:
        raise UnreadableDocument(
            f"line {number} is not of the GeoNames format ({error})",
            where=str(path),
            remedy="give GeoNames' allCountries.zip",
        ) from error
