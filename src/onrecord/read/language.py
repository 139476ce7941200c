"""Which language a text is in: what is declared, or what py3langid finds.

py3langid scores 140 languages. Of the rules here one is ours: *in doubt, English*. Texts full of foreign names,
headlines and bulletins in telegram style pull the scores towards Nigerian Pidgin, Latin or Dutch, and refusing an
English document costs more than coding a foreign headline. English is taken when its score reaches `_SHARE` of the
best score, or `_WEAK_SHARE` of it where even the best is below `_WEAK`; where it is not, names may be to blame, and
what is written without a capital is looked at alone ('and ... met' between four Turkish names): English is taken at
`_SHARE_OF_THE_REST`. The thresholds were set on the beginnings (30 characters and more) of 84 PolNeAR dev and 588 LGL
articles and on the 9,278 sentences of the latter, where all is taken for English but 4 beginnings of 30 characters;
and on 44 sentences and headlines of our own in 25 other languages, where one is taken for English (it has three
words, and two of them are names).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import InvalidMetadata, UnsupportedLanguage
from onrecord.languages import SUPPORTED

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SHARE = 0.2
_WEAK = 0.2
_WEAK_SHARE = 0.05
_SHARE_OF_THE_REST = 0.6
_FEWEST_LETTERS = 6
_BEFORE_A_NAME = "\"'([-–—“‘«„"
_LOOKED_AT = 4_000
"""Characters that decide; more of them change no verdict on the corpora above and cost time."""


def detect_language(text: str) -> tuple[str, float]:
    """The language of `text` and the probability that py3langid gives it.

    Returns
    -------
    tuple of str and float
        ISO 639 code (two letters where there are), and 0..1; English in doubt, see the module's text.

    References
    ----------
    Lui and Baldwin (2012), langid.py: An Off-the-shelf Language Identification Tool.

    Examples
    --------
    >>> detect_language("The two ministers met in Niamey on Tuesday.")[0]
    'en'
    >>> detect_language("Les deux ministres se sont rencontrés mardi à Niamey.")[0]
    'fr'
    """
    scores = _identifier().rank(text[:_LOOKED_AT].strip())
    best, probability = scores[0]
    english = next((score for code, score in scores if code == "en"), 0.0)
    share = english / probability if probability else 1.0
    if share >= _SHARE or (probability < _WEAK and share >= _WEAK_SHARE) or _english_but_for_names(text):
        return "en", float(english)
    return str(best), float(probability)


def _english_but_for_names(text: str) -> bool:
    """Whether the words without a capital look English, and are not too few to tell."""
    rest = " ".join(word for word in text[:_LOOKED_AT].split() if not word.lstrip(_BEFORE_A_NAME)[:1].isupper())
    if sum(map(str.isalpha, rest)) < _FEWEST_LETTERS:
        return False
    scores = _identifier().rank(rest)
    english = next((score for code, score in scores if code == "en"), 0.0)
    return bool(english >= _SHARE_OF_THE_REST * scores[0][1])


def declared_language(value: object, where: str = "") -> str | None:
    """What a user or a file declares (``en``, ``en-GB``, ``eng``, ``English``) as a primary tag; None when missing.

    Raises
    ------
    InvalidMetadata
        When it names no language.
    UnsupportedLanguage
        When there is no language pack for it.

    Examples
    --------
    >>> declared_language("en-GB")
    'en'
    """
    if value is None or value != value:
        return None
    if not isinstance(value, str):
        raise InvalidMetadata(
            f"the language is a {type(value).__name__}", where=where, remedy="write a code such as en"
        )
    said = value.strip()
    if said.lower() in ("", "nan", "none", "null", "und", "~", "n/a"):
        return None
    tag = said.replace("_", "-").split("-")[0].lower()
    if tag in SUPPORTED:
        return tag
    code = _code_of(said, tag)
    if code is None:
        raise InvalidMetadata(
            f"{said[:40]!r} names no language", where=where, remedy="write an ISO 639 code such as en, or leave it out"
        )
    return supported(code, where, declared=True)


def supported(code: str, where: str = "", *, declared: bool = False) -> str:
    """`code` where there is a language pack for it; raises UnsupportedLanguage with its name otherwise."""
    if code in SUPPORTED:
        return code
    packs = ", ".join(SUPPORTED)
    raise UnsupportedLanguage(
        f"the text is {'declared to be' if declared else ''} in {language_name(code)}, and there is no language pack "
        f"for it".replace("  ", " "),
        where=where,
        remedy=f"code texts in {packs}"
        + (", or correct the declaration" if declared else ", or declare the language if the detection is wrong"),
    )


def language_name(code: str) -> str:
    """English name and code of a language: ``French (fr)``."""
    import pycountry

    found = pycountry.languages.get(**{"alpha_2" if len(code) == 2 else "alpha_3": code})
    return f"{found.name} ({code})" if found is not None else code


def _code_of(said: str, tag: str) -> str | None:
    import pycountry

    for word in (tag, said):
        try:
            found = pycountry.languages.lookup(word)
        except LookupError:
            continue
        return str(getattr(found, "alpha_2", None) or found.alpha_3)
    return None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
