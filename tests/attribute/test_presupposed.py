"""What a promise, a demand or a denial takes for granted stands in the outlet's own voice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.attribute import attributions_of, find_attributions
from onrecord.languages import load
from onrecord.model import Mention, Span

PACK = load("en")
Parsed = Callable[[str], Doc]


def holders(parsed: Parsed, text: str, word: str, kind: str = "ASSAULT") -> list[str]:
    """The sources on whose word the event of `word` stands."""
    start = text.index(word)
    mention = Mention("m", kind, Span.of(text, start, start + len(word)), Span.of(text, 0, len(text)))
    told = attributions_of(mention, find_attributions(parsed(text), text, PACK), parsed(text), PACK)
    return [one.source.span.text for one in told if one.source]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("seized", "Kenya undertook to return boats that its guards had seized in May."),
        ("deployed", "Peru pledged to withdraw the troops it deployed along the border last year."),
        ("talks", "Chad and Niger agreed on Monday to reopen the road, after six hours of talks."),
        ("arrested", "Marchers demanded the release of a singer who was arrested on Sunday."),
        ("arrest", "The union protested against the arrest of its leader."),
        ("call", "The king demanded the withdrawal of the troops in a telephone call with his neighbour."),
        ("met", "Ghana warned that it would expel the envoys who met rebels in Tamale."),
        ("freed", "Oslo denies that it paid for the sailors whom the gang freed on Sunday."),
    ],
)
def test_a_fact_beside_what_is_promised_demanded_or_denied_is_not_on_that_word(
    parsed: Parsed, word: str, text: str
) -> None:
    assert holders(parsed, text, word) == []


@pytest.mark.parametrize(
    ("word", "source", "text"),
    [
        ("return", "Kenya", "Kenya undertook to return boats that its guards had seized in May."),
        ("release", "Marchers", "Marchers demanded the release of a singer who was arrested on Sunday."),
        ("paid", "Oslo", "Oslo denies that it paid for the sailors whom the gang freed on Sunday."),
        ("seized", "The minister", "The minister said that Kenya would return boats that its guards had seized."),
    ],
)
def test_the_content_itself_and_all_that_is_said_rest_on_the_speaker(
    parsed: Parsed, word: str, source: str, text: str
) -> None:
    assert holders(parsed, text, word) == [source]


def test_an_accusation_that_is_rejected_is_not_undone(parsed: Parsed) -> None:
    text = "Sudan rejected the accusation."
    assert holders(parsed, text, "accusation", "ACCUSE") == []
