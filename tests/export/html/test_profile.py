"""On whose word the mentions stand, counted."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from onrecord.export.html import BASES, Profile, basis_of
from onrecord.model import Attribution, Mention, Source, SourceKind, Span

WORD = Span(0, 4, "word")
BARE = Mention("m", "ACCUSE", WORD, WORD)


def said_by(kind: SourceKind, *, anonymous: bool = False) -> Mention:
    return replace(BARE, attributions=(Attribution(Source(WORD, "S", kind, anonymous=anonymous), WORD, (WORD,)),))


@pytest.mark.parametrize(
    ("kind", "anonymous", "basis"),
    [
        ("person", False, "named"), ("organisation", False, "named"), ("person", True, "unnamed"),
        ("organisation", True, "unnamed"), ("office", True, "unnamed"), ("office", False, "unnamed"),
        ("collective", False, "unnamed"), ("witness", False, "unnamed"), ("document", False, "document"),
        ("document", True, "document"), ("media", False, "media"), ("social_media", False, "media"),
    ],
)  # fmt: skip
def test_the_basis_follows_from_what_the_source_is(kind: SourceKind, anonymous: bool, basis: str) -> None:
    assert basis_of(said_by(kind, anonymous=anonymous)) == basis


def test_without_attribution_it_is_the_outlets_own_voice_and_an_accusation_is_nobodys() -> None:
    assert basis_of(BARE) == "own"
    assert basis_of(replace(BARE, unvouched=True)) == "nobody"


def test_a_source_that_the_text_leaves_out_is_unnamed() -> None:
    assert basis_of(replace(BARE, attributions=(Attribution(None, WORD, ()),))) == "unnamed"


def test_of_a_chain_the_innermost_counts() -> None:
    inner = said_by("collective").attributions[0]
    outer = said_by("person").attributions[0]
    assert basis_of(replace(BARE, attributions=(replace(inner, within=1), outer))) == "unnamed"


def test_every_mention_is_counted_once(articles: ModuleType) -> None:
    profile = Profile.of(articles.ordinary().mentions)
    assert {basis.key: profile.count(basis.key) for basis in BASES} == {
        "named": 1, "unnamed": 1, "document": 0, "media": 1, "own": 1, "nobody": 1,
    }  # fmt: skip
    assert profile.total == 5
    assert (profile.statuses, profile.background) == ({"occurred": 3, "planned": 1, "ongoing": 1}, 1)
    assert profile.bases["named"] == {"Tavi": [2]}
