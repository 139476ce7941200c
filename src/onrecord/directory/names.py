"""Finding the directory's names in a text: one pass, one dictionary look-up a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from onrecord.directory.entry import Entry, Match

_WORD = re.compile(r"[^\W_]+")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–"), " ")
_QUOTES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character without accents and case, as one character."""
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def normal(text: str) -> str:
    """`text` without case, accents and hyphens, of the same length.

    Examples
    --------
    >>> normal("Côte d’Ivoire, Al-Shabaab")
    "cote d'ivoire, al shabaab"
    """
    text = text.translate(_DASHES).translate(_QUOTES)
    lowered = text.lower()
    if text.isascii():
        return lowered
    return (
        "".join([character if character < "\x80" else _plain(character) for character in text]).lower()
        if len(lowered) == len(text)
        else "".join(map(_plain, text))
    )


class Names:
    """An index of names: find every one that stands in a text, the longest at each place.

    A name matches whatever its accents and hyphens. Names in capitals ('WHO', 'US') match in capitals only;
    others need a capital letter somewhere in the text's own spelling, so that 'turkey' is not a state.

    Examples
    --------
    >>> names = Names([("Burkina Faso", Entry("country", "Burkina Faso", "BFA"))])
    >>> [(m.start, m.end, m.entries[0].country) for m in names.find("in Burkina-Faso")]
    [(3, 15, 'BFA')]
    """

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        readings: dict[str, list[tuple[str, Entry]]] = {}
        for name, entry in entries:
            held = readings.setdefault(normal(name), [])
            if all(entry != other for _, other in held):
                held.append((name, entry))
        self._readings = {
            name: tuple((_is_acronym(written), written, entry) for written, entry in held)
            for name, held in readings.items()
        }
        by_first_word: dict[str, list[str]] = {}
        for name in readings:
            first = _WORD.search(name)
            if first is not None and first.start() == 0:
                by_first_word.setdefault(first.group(), []).append(name)
        self._by_first_word = {
            word: tuple(sorted(names, key=lambda name: (-len(name), name))) for word, names in by_first_word.items()
        }

    def __len__(self) -> int:
        return len(self._readings)

    def get(self, name: str) -> tuple[Entry, ...]:
        """Every reading of exactly this name, in the directory's order."""
        return tuple(entry for _, _, entry in self._readings.get(normal(name), ()))

    def find(self, text: str) -> list[Match]:
        """The names in `text`, in order, without overlaps (the leftmost, then the longest)."""
        return list(self._scan(text))

    def _scan(self, text: str) -> Iterator[Match]:
        plain = normal(text)
        length, free = len(plain), 0
        for word in _WORD.finditer(plain):
            at = word.start()
            names = self._by_first_word.get(word.group())
            if names is None or at < free:
                continue
            for name in names:
                end = at + len(name)
                if not plain.startswith(name, at) or (end < length and plain[end].isalnum() and name[-1] != "."):
                    continue
                entries = self._allowed(text[at:end], name)
                if entries:
                    free = end
                    yield Match(at, end, entries)
                    break

    def _allowed(self, surface: str, name: str) -> tuple[Entry, ...]:
        capital = surface[0].isupper() or not surface.islower()
        return tuple(
            entry
            for acronym, written, entry in self._readings[name]
            if (surface.replace("-", "") == written.replace("-", "") if acronym else capital)
        )


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) <= 6 and len(letters) > 0 and all(character.isupper() for character in letters)
