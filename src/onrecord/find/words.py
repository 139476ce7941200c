"""Words of the language that stage find looks up, by the language of the token."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from onrecord.languages import load


def words(token: Token, name: str, table: str = "grammar") -> frozenset[str]:
    """The list `name` of a table of the token's language (English for a Doc made by hand without one)."""
    return _listed(token.lang_ or "en", table, name)


@cache
def _listed(language: str, table: str, name: str) -> frozenset[str]:
    return frozenset(load(language).table(table)[name])


def same_preposition(token: Token, word: str) -> str | None:
    """The spelling that codebooks use for a preposition: 'towards' -> 'toward'; None where it has only one."""
    return _spellings(token.lang_ or "en").get(word)


@cache
def _spellings(language: str) -> dict[str, str]:
    return dict(load(language).table("grammar")["same_preposition"])
