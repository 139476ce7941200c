"""Looking names up in the place index."""

from __future__ import annotations

import os
import sqlite3
from functools import lru_cache
from pathlib import Path

from onrecord.errors import MissingModel
from onrecord.gazetteer.build import Progress, build, stamp
from onrecord.gazetteer.names import country_entry, name_key
from onrecord.model import NamedPlace

REMEDY = "run: onrecord gazetteer build"


def default_path() -> Path:
    """Where the index lives: the folder ONRECORD_CACHE, else the user's cache folder."""
    folder = os.environ.get("ONRECORD_CACHE")
    if folder:
        return Path(folder).expanduser() / "gazetteer.sqlite"
    import platformdirs

    return Path(platformdirs.user_cache_dir("onrecord")) / "gazetteer.sqlite"


class Gazetteer:
    """Places by name: a read-only view of the index on disk.

    Parameters
    ----------
    path
        An index that :func:`build` made. Most callers use :meth:`open`.

    Notes
    -----
    Look-ups go to the file; the last few thousand are kept. Pickling keeps the path only, and a forked process
    opens the file anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connect()
        row = self._connection.execute("SELECT value FROM about WHERE key = 'content'").fetchone()
        self.hash: str = row[0]

    def _connect(self) -> None:
        try:
            if not self.path.is_file():
                raise MissingModel("there is no place index", where=str(self.path), remedy=REMEDY)
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._connection.execute("SELECT count(*) FROM about").fetchone()
        except sqlite3.DatabaseError as error:
            raise MissingModel(f"the place index is damaged ({error})", where=str(self.path), remedy=REMEDY) from error
        self._process = os.getpid()
        self._find = lru_cache(maxsize=20_000)(self._query)

    @classmethod
    def open(cls, path: Path | None = None, build: bool = True, progress: Progress | None = None) -> Gazetteer:
        """The index at `path` (default: the user's cache), built first when it is missing or out of date.

        Raises
        ------
        MissingModel
            There is none, or it was made of other package versions, and `build` is False.

        Examples
        --------
        >>> Gazetteer.open().lookup("Benin")[0].country  # doctest: +SKIP
        'BEN'
        """
        ours = path is None
        path = path or default_path()
        found = _stamp_of(path)
        if found is None and path.exists() and not ours:
            raise MissingModel(
                "the file is no place index, and is left as it is",
                where=str(path),
                remedy="name one that `onrecord gazetteer build` has made, or leave the option out",
            )
        if found != stamp():
            if not build:
                what = "there is no place index" if not path.exists() else "the place index is damaged or out of date"
                raise MissingModel(what, where=str(path), remedy=REMEDY)
            _build(path, None, progress)
        return cls(path)

    def __reduce__(self) -> tuple[object, ...]:
        return Gazetteer, (self.path,)

    def lookup(self, name: str) -> tuple[NamedPlace, ...]:
        """The places called `name` in any language, the one that is meant most often first.

        ISO 3166-2 codes are names too (``US-OH``). Countries outrank cities, cities the regions named after them.
        """
        return tuple(place for place, _ in self.ranked(name))

    def ranked(self, name: str) -> tuple[tuple[NamedPlace, float], ...]:
        """As :meth:`lookup`, each with its prior: about the power of ten of its population, 10 and more a country."""
        key = name_key(name)
        if self._process != os.getpid():
            self._connect()
        return self._find(key) if key else ()

    def country(self, code: str) -> NamedPlace | None:
        """The country of an ISO 3166-1 alpha-3 code, or None."""
        return next((p for p in self.lookup(country_entry(code)) if p.kind == "country" and p.country == code), None)

    def _query(self, key: str) -> tuple[tuple[NamedPlace, float], ...]:
        found = self._connection.execute(
            "SELECT p.name, p.kind, p.geonames_id, p.country, p.admin1, p.admin2, p.latitude, p.longitude, "
            "p.population, p.prior - n.penalty AS rank FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? "
            "ORDER BY rank DESC, p.id LIMIT 100",
            (key,),
        )
        return tuple((NamedPlace(*row[:9]), row[9]) for row in found)


def _stamp_of(path: Path) -> str | None:
    """What the index at `path` was made of; None when there is none that can be read."""
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            row = connection.execute("SELECT value FROM about WHERE key = 'stamp'").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


_build = build
