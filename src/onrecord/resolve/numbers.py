"""Numbers in words and digits: the one reader that times and magnitudes share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.languages import Pack

_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?![\d])|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The table `numbers` of a language pack, ready for use."""

    units: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[float, float | None]]
    none: frozenset[str]
    bounds: dict[str, str]
    after: dict[str, str]

    @property
    def pattern(self) -> str:
        """A regular expression (no groups) of a number in digits or words, up to six words long.

        Linear: the words of one number are bounded, and no part can match what the next part starts with.
        """
        word = "|".join(sorted([*self.units, *self.scales], key=lambda w: (-len(w), w)))
        digits = r"\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,3})?(?: \d/\d)?"
        return (
            rf"(?:(?:{digits})(?: (?:hundred|thousand|million|billion))?"
            rf"|(?:an? )?(?:{word})\b(?:(?: and)?[ -](?:{word})\b){{0,5}}"
            rf"|a (?:couple(?: of)?|few|dozen)|several|a couple of|few)"
        )


@cache
def number_words(pack: Pack) -> NumberWords:
    """The number words of `pack`, read once."""
    table = pack.table("numbers")
    return NumberWords(
        units={str(k): int(v) for k, v in table["units"].items()},
        scales={str(k): int(v) for k, v in table["scales"].items()},
        vague={str(k): (float(v[0]), None if v[1] is None else float(v[1])) for k, v in table["vague"].items()},
        none=frozenset(map(str, table["none"])),
        bounds={str(k): str(v) for k, v in table["bounds"].items()},
        after={str(k): str(v) for k, v in table["after"].items()},
    )


def read_number(words: str, known: NumberWords) -> float | None:
    """The value of a number in digits, words or both; None when it is not one.

    Parameters
    ----------
    words
        What the text has, in any case: ``2 million``, ``twenty-four``, ``1,200``, ``2 1/2``, ``a hundred and five``.
    known
        The number words of the language.

    Examples
    --------
    >>> from onrecord.languages import load
    >>> known = number_words(load("en"))
    >>> read_number("over", known), read_number("twenty-four", known), read_number("2.5 million", known)
    (None, 24.0, 2500000.0)
    >>> read_number("two hundred and five", known), read_number("nineteen ninety-six", known)
    (205.0, 1996.0)
    """
    total = group = 0.0
    seen = article = False
    previous = 0.0
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in ("a", "an"):
            article = True
        elif word in ("and", "of", "couple") and (seen or article):
            if word == "couple":
                group, seen = 2.0, True
        elif word in known.units:
            value = known.units[word]
            if seen and 10 <= previous <= 99 and (value >= 10 or previous < 20):
                group *= 100
            group, seen, previous = group + value, True, float(value)
        elif word in known.scales:
            factor = known.scales[word]
            if not seen and not article:
                group = 1.0
            elif not seen:
                group, article = 1.0, False
            if factor == 12 or factor == 100:
                group *= factor
            else:
                total += group * factor
                group = 0.0
            seen, previous = True, float(factor)
        elif re.fullmatch(r"\d/\d", word) and word[2] != "0":
            group, seen = group + int(word[0]) / int(word[2]), True
        elif match := re.fullmatch(r"(\d+(?:,\d{3})*(?:\.\d+)?)(m|mn|bn|k)?", word):
            if len(match[1]) > 18:
                return None
            value_read = float(match[1].replace(",", ""))
            factor = known.scales[match[2]] if match[2] else 1
            group, seen, previous = group + value_read * factor, True, value_read
        else:
            return None
    return total + group if seen else None
