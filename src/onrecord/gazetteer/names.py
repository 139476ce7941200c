"""The matching key of a place name: what two spellings of one name have in common."""

from __future__ import annotations

import re
import unicodedata

_UNDECOMPOSED = str.maketrans(
    {
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŋ": "n"},
        **dict.fromkeys("'’‘ʼʻ`´′‛.", ""),
        **dict.fromkeys('-‐‑‒–—/_,()"“”«»\t\n\r\xa0\u202f\u2009', " "),
    }
)
"""Letters that Unicode does not decompose; marks that newspapers set or leave out as they please."""

_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def name_key(name: str) -> str:
    """`name` without case, diacritics, hyphens, apostrophes and stops, and without a leading 'the'.

    Words that are written out or not as one likes become the short one (Saint, Mount, Fort).

    Examples
    --------
    >>> name_key("Côte d’Ivoire"), name_key("the Gaza Strip"), name_key("Saint-Louis"), name_key("U.S.")
    ('cote divoire', 'gaza strip', 'st louis', 'us')
    """
    folded = name.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.translate(_UNDECOMPOSED).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(_SHORT.get(word, word) for word in words)


_LOWER_LATIN = re.compile(r"[a-z]")


def is_transliteration(name: str) -> bool:
    """Whether GeoNames made `name` by machine from another script ('al tartr'): a Latin name in lower case.

    Examples
    --------
    >>> is_transliteration("al tartr"), is_transliteration("El Tarter"), is_transliteration("Эль-Тартер")
    (True, False, False)
    """
    return _LOWER_LATIN.match(name) is not None


def country_entry(code: str) -> str:
    """The entry under which a country is found by its ISO 3166-1 alpha-3 code; no text holds it by chance.

    Codes are no names: 'EST' is Estonia, and 'Est' is a region of Burkina Faso.

    Examples
    --------
    >>> country_entry("EST")
    'iso 3166 EST'
    """
    return f"iso 3166 {code}"
