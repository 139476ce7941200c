"""Which actors and sources are private persons: named, and without an office in the text.

Readings do not say of a name whether a person bears it, so this leans towards the person: whatever has a name that is
neither in the directory nor a place nor of a body is taken for one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.directory import names
from onrecord.languages import SUPPORTED, load

_OF_OFFICE = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "IGO", "ELI"})
"""PLOVER's sectors of the state, of parties and of international organisations: who acts in them acts in public."""

_OF_BODIES = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM"})
"""Sectors that only organisations have."""

_BODIES = frozenset({"country", "organisation", "group", "institution", "seat", "capital"})
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.\-]*[A-Z0-9.]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def is_person(name: str, title: str | None, sectors: tuple[str, ...], reason: str = "") -> bool:
    """Whether a person bears `name`, as far as can be told; `reason` is the rule that resolved it.

    Examples
    --------
    >>> is_person("Ana Roe", None, ("CVL",)), is_person("United Nations", None, ("IGO",)), is_person("FARC", None, ())
    (True, False, False)
    """
    if "directory:" in reason:
        return "directory:person" in reason
    if "toponym" in reason:
        return False
    if title:
        return True
    if "role:" in reason and "apposition" not in reason:
        return False  # a name that ends in the noun of a body: Acme Holdings, Dockers' Union
    if _ACRONYM.fullmatch(name) or (sectors and _OF_BODIES.issuperset(sectors)):
        return False
    return not _in_directory(name)


def has_office(title: str | None, sectors: tuple[str, ...], reason: str = "", language: str | None = None) -> bool:
    """Whether the text gives the bearer of a name an office, so that he acts in public.

    An office is a sector of the state, of a party or of an international organisation; or a title that the language
    pack's table `offices` lists ('chairman', 'colonel', 'bishop'). What people are ('activist', 'farmer') is none.

    Examples
    --------
    >>> has_office("union leader", ("LAB",)), has_office("activist", ("CVL",)), has_office(None, ("GOV",))
    (True, False, True)
    """
    if "directory:" in reason or _OF_OFFICE.intersection(sectors):
        return True
    if not title:
        return False
    words = office_words(language)
    lowered = title.lower()
    return lowered in words or any(word in words for word in _WORD.findall(lowered))


def is_private(
    name: str, title: str | None, sectors: tuple[str, ...], reason: str = "", language: str | None = None
) -> bool:
    """Whether a person without an office bears `name`: none in the text, and none that the directory knows."""
    if not is_person(name, title, sectors, reason) or has_office(title, sectors, reason, language):
        return False
    return " " not in name or not any(entry.kind == "person" for entry in names().get(name))


@cache
def office_words(language: str | None = None) -> frozenset[str]:
    """The words that name an office, in the language of a document (English where there is no pack for it)."""
    pack = load(language if language is not None and language in SUPPORTED else "en")
    return frozenset(str(word) for word in pack.table("offices")["offices"])


@lru_cache(maxsize=4096)
def _in_directory(name: str) -> bool:
    """Whether the directory knows the name as a country, an organisation or another body."""
    return any(entry.kind in _BODIES for entry in names().get(name))
