"""Quantities: the numbers of a text, with the bounds that the words around them leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.resolve.numbers import NumberWords, read_number

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+(?:\.\d+)?$")
_RANGE = re.compile(r"(\d[\d,]*)[-–—](\d[\d,]*)$")
_LONGEST_BOUND = 4


class Quantity(NamedTuple):
    """A number of the text.

    `first` and `last` are its tokens with the bound before it ('at least'), `number` is the first token of the number
    itself, and `top` the token that stands for it in the tree.
    """

    first: int
    last: int
    number: int
    top: Token
    least: float | None
    most: float | None
    bound: str = ""


def quantities(doc: Doc, known: NumberWords) -> Iterator[Quantity]:
    """The numbers of a document in order: digits, words, ranges, 'dozens of', 'several hundred', with their bounds."""
    at, end = 0, len(doc)
    words = [token.lower_ for token in doc]
    while at < end:
        word = words[at]
        if not (
            word[:1].isdigit()
            or word in known.units
            or word in known.scales
            or word in known.vague
            or word in ("a", "an", "between")
        ):
            at += 1
            continue
        found = (
            None
            if at and words[at - 1] in ("no", "as", "how", "so", "too") and word in ("one", "many", "few")
            else _read(doc, words, at, known)
        )
        if found is None:
            at += 1
            continue
        last, least, most = found
        first, bound, least, most = _bounded(words, at, last, least, most, known)
        after = " ".join(words[last + 1 : last + 3])
        if after in known.after:
            least, most = _apply(known.after[after], least, most)
            last += 2
        yield Quantity(first, last, at, _top(doc, at, last), least, most, bound)
        at = last + 1


def _top(doc: Doc, first: int, last: int) -> Token:
    """The token of a number whose head lies outside it."""
    for at in range(last, first - 1, -1):
        token = doc[at]
        if not first <= token.head.i <= last or token.head.i == token.i:
            return token
    return doc[last]


def _read(doc: Doc, words: list[str], at: int, known: NumberWords) -> tuple[int, float | None, float | None] | None:
    """The last token and the bounds of the number that starts at a token; None when there is none."""
    word = words[at]
    if word == "between":
        low = _plain(words, at + 1, known)
        if low and low[0] + 1 < len(words) and words[low[0] + 1] in ("and", "to"):
            high = _plain(words, low[0] + 2, known)
            if high and high[1] >= low[1]:
                return high[0], low[1], high[1]
        return None
    if word in ("a", "an"):
        phrase = " ".join(words[at : at + 2])
        if phrase in known.vague:
            return _vague(words, at, at + 1, known)
        if at + 1 < len(words) and words[at + 1] in known.scales:
            plain = _plain(words, at + 1, known)
            return (plain[0], plain[1], plain[1]) if plain else None
        return None
    if word in known.vague:
        return _vague(words, at, at, known)
    if match := _RANGE.match(word):
        below, above = (float(piece.replace(",", "")) for piece in match.groups())
        return (at, below, above) if below < above else None
    plain = _plain(words, at, known)
    if plain is None:
        return None
    last, value = plain
    if last + 2 < len(words) and words[last + 1] in ("to", "or", "-", "–", "—"):
        other = _plain(words, last + 2, known)
        if other and other[1] > value:
            scale = other[1] / value if value else 0.0
            if value < 1000 <= other[1] and scale >= 1000:
                value *= 10 ** (3 * ((len(str(int(other[1]))) - 1) // 3))
            return other[0], value, other[1]
    return last, value, value


def _plain(words: list[str], at: int, known: NumberWords) -> tuple[int, float] | None:
    """A number in digits or words from a token on: its last token and value."""
    last = at
    best: tuple[int, float] | None = None
    while last < len(words) and last - at < 8:
        word = words[last]
        joint = (
            word in ("and", "-")
            and last + 1 < len(words)
            and (words[last + 1] in known.units)
            and words[last - 1] not in known.units
        )
        joint = joint or (
            word == "-" and last + 1 < len(words) and words[last - 1] in known.units and words[last + 1] in known.units
        )
        if joint and last > at:
            last += 1
            continue
        if not (_DIGITS.match(word) or word in known.units or word in known.scales or "-" in word.strip("-")):
            break
        if last > at and _DIGITS.match(word):
            break
        value = read_number(" ".join(words[at : last + 1]), known)
        if value is None:
            break
        best = (last, value)
        last += 1
    return best


def _vague(words: list[str], at: int, last: int, known: NumberWords) -> tuple[int, float | None, float | None]:
    """'dozens', 'tens of thousands', 'several hundred', 'a few dozen'."""
    least, most = known.vague[" ".join(words[at : last + 1])]
    if last + 1 < len(words) and words[last + 1] in known.scales:
        factor = known.scales[words[last + 1]]
        return last + 1, least * factor, most * factor if most else None
    while (
        last + 2 < len(words)
        and words[last + 1] == "of"
        and words[last + 2] in known.vague
        and words[last + 2].endswith("s")
    ):
        inner, outer = known.vague[words[last + 2]], (least, most)
        unit = inner[0] / 2
        least, most = outer[0] * unit, (outer[1] + 1) * unit - 1 if outer[1] else None
        last += 2
    return last, least, most


def _bounded(
    words: list[str], at: int, last: int, least: float | None, most: float | None, known: NumberWords
) -> tuple[int, str, float | None, float | None]:
    """The bounds left by the phrase before a number: 'at least', 'up to', 'more than'."""
    for size in range(_LONGEST_BOUND, 0, -1):
        if at - size < 0:
            continue
        phrase = " ".join(words[at - size : at])
        kind = known.bounds.get(phrase)
        if kind:
            return at - size, kind, *_apply(kind, least, most)
    return at, "", least, most


def _apply(kind: str, least: float | None, most: float | None) -> tuple[float | None, float | None]:
    """Bounds under a modifier. 'More than 30' keeps 30 as its lowest count: reports round down, and nothing says 31."""
    if kind in ("least", "above"):
        return least, None
    if kind == "most":
        return None, most
    if kind == "below":
        return None, most - 1 if most else most
    if kind == "under":
        return (least * 0.9 // 1 if least else least), most
    return least, most
