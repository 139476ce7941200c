"""Reading the tables of this folder, once a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.directory.entry import Entry, Kind
from onrecord.directory.names import Names


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the table, as English names it.

    `names` starts with the usual one; `adjectives` and `people` are nationalities ('Nigerien', 'Nigeriens');
    `capitals` and `seats` stand for its government ('Niamey', 'the Kremlin').
    """

    iso3: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Every country by its ISO 3166-1 alpha-3 code.

    Examples
    --------
    >>> countries()["NER"].adjectives
    ('Nigerien', 'Nigérien')
    """
    return {
        row["iso3"]: Country(
            row["iso3"],
            row["name"],
            (row["name"], *(_bare(name) for name in _cell(row["names"]))),
            tuple(_bare(name) for name in _cell(row["adjectives"])),
            tuple(_bare(name) for name in (*_cell(row["people"]), *_plurals(_cell(row["adjectives"])))),
            tuple(_bare(name) for name in _cell(row["capitals"])),
            _cell(row["seats"]),
        )
        for row in _rows("countries.tsv")
    }


def country_name(iso3: str) -> str | None:
    """The usual English name of a country, or None for a code that the table does not have.

    Examples
    --------
    >>> country_name("CIV")
    'Ivory Coast'
    """
    country = countries().get(iso3)
    return country.name if country else None


@cache
def names() -> Names:
    """The index of every name in the directory.

    Where one name has several readings they come in this order: countries, historic states, organisations,
    armed groups, institutions, persons; the reader chooses by year and by the rest of the text.

    Examples
    --------
    >>> [entry.country for entry in names().get("the Kremlin".removeprefix("the "))]
    ['RUS']
    """
    return Names([*_countries(), *_historic(), *_organisations(), *_groups(), *_institutions(), *_persons()])


def _countries() -> Iterator[tuple[str, Entry]]:
    for row in _rows("countries.tsv"):
        iso3, usual = row["iso3"], row["name"]
        columns: tuple[tuple[Kind, tuple[str, ...]], ...] = (
            ("country", (usual, *_cell(row["names"]))),
            ("nationality", _cell(row["adjectives"])),
            ("people", (*_cell(row["people"]), *_plurals(_cell(row["adjectives"])))),
            ("capital", _cell(row["capitals"])),
            ("seat", _cell(row["seats"])),
        )
        for kind, cell in columns:
            for name in cell:
                partial = name.endswith(">PRE")
                sectors = ("PRE",) if partial else ()
                named = usual if kind == "country" and ">" not in name else _bare(name)
                yield _bare(name), Entry(kind, named, iso3, sectors)


def _historic() -> Iterator[tuple[str, Entry]]:
    for row in _rows("historic.tsv"):
        since, until = _year(row["since"]), _year(row["until"])
        country = row["country"] or None
        for name in (row["name"], *_cell(row["names"])):
            yield name, Entry("country", row["name"], country, since=since, until=until)
        for name in _cell(row["adjectives"]):
            yield name, Entry("nationality", name, country, since=since, until=until)
            yield name + "s", Entry("people", name + "s", country, since=since, until=until)


def _organisations() -> Iterator[tuple[str, Entry]]:
    for row in _rows("organisations.tsv"):
        entry = Entry(
            "organisation", row["name"], row["country"] or None, _cell(row["sectors"]), row["code"] or None,
            since=_year(row["since"]), until=_year(row["until"]),
        )  # fmt: skip
        for name in (row["name"], *_cell(row["aliases"])):
            yield name, entry


def _groups() -> Iterator[tuple[str, Entry]]:
    for row in _rows("groups.tsv"):
        where = _cell(row["countries"])
        entry = Entry(
            "group", row["name"], where[0] if where else None, _cell(row["sectors"]),
            since=_year(row["since"]), until=_year(row["until"]),
        )  # fmt: skip
        for name in (row["name"], *_cell(row["aliases"])):
            yield name, entry


def _institutions() -> Iterator[tuple[str, Entry]]:
    for row in _rows("institutions.tsv"):
        for name in (row["name"], *_cell(row["aliases"])):
            yield name, Entry("institution", name, row["country"], _cell(row["sectors"]))


def _persons() -> Iterator[tuple[str, Entry]]:
    for row in _rows("persons.tsv"):
        entry = Entry(
            "person", row["name"], row["country"] or None, _cell(row["sectors"]), title=row["title"] or None,
            since=_year(row["since"]), until=_year(row["until"]),
        )  # fmt: skip
        for name in (row["name"], *_cell(row["aliases"])):
            yield name, entry


def _rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table as dictionaries; lines that start with '#' are comments."""
    lines = (files("onrecord.directory") / table).read_text(encoding="utf8").splitlines()
    head: list[str] | None = None
    for line in lines:
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if head is None:
            head = cells
        else:
            yield dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=False))


def _cell(cell: str) -> tuple[str, ...]:
    return tuple(value for value in cell.split(";") if value)


def _bare(name: str) -> str:
    return name.partition(">")[0]


def _plurals(adjectives: tuple[str, ...]) -> tuple[str, ...]:
    """English makes the people of an adjective in -n, -i, -o or -e with -s ('Germans'); others are listed."""
    out = []
    for adjective in adjectives:
        bare, mark = _bare(adjective), ">PRE" if adjective.endswith(">PRE") else ""
        if bare.endswith(("an", "i", "ine", "ipino")) or (bare.endswith("en") and bare != "French"):
            out.append(f"{bare}s{mark}")
    return tuple(out)


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
