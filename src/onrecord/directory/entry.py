"""What the directory knows of a name, and where a name stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["country", "nationality", "people", "capital", "seat", "organisation", "group", "institution", "person"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name.

    Parameters
    ----------
    kind
        ``country`` ('Niger'), ``nationality`` (adjective: 'Nigerien'), ``people`` ('Nigeriens'), ``capital``
        ('Niamey', used for the state that sits there), ``seat`` ('the Kremlin'), ``organisation``
        (international, non-governmental, media), ``group`` (armed groups and gangs), ``institution`` (of one
        country), ``person``.
    name
        The name under which it is recorded, whatever variant the text has.
    country
        ISO 3166-1 alpha-3 (``XKX`` for Kosovo), or None for what is of no country.
    sectors
        PLOVER sectors, primary first; empty for countries and their peoples.
    code
        PLOVER's name for an international non-state actor (``UNO``, ``EUR``, ``IGO``, ``NGO``, ``MNC``).
    title
        The office of a person.
    since, until
        The first and the last year in which the reading holds; None is open.
    """

    kind: Kind
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    code: str | None = None
    title: str | None = None
    since: int | None = None
    until: int | None = None

    def holds_in(self, year: int | None) -> bool:
        """Whether the reading holds in `year`; always, when the year is unknown.

        Examples
        --------
        >>> Entry("country", "Soviet Union", "RUS", since=1922, until=1991).holds_in(2024)
        False
        """
        if year is None:
            return True
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the directory found in a text, from character `start` up to `end`, with every reading of it."""

    start: int
    end: int
    entries: tuple[Entry, ...]
