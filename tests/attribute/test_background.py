"""Background: a sentence that retells an earlier event."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc

from onrecord.attribute.background import is_background
from onrecord.languages import load
from onrecord.model import Mention, Reason, Span, Time
from onrecord.parse import Parse


@cache
def parsed(text: str) -> Doc:
    return Parse(load("en").pipeline).parse(text)


def judged(text: str, word: str, times: tuple[Time, ...] = (), status: str = "occurred") -> tuple[bool, Reason | None]:
    doc = parsed(text)
    token = next(token for token in doc if token.text == word)
    at = token.idx
    mention = Mention("m", "ASSAULT", Span.of(text, at, at + len(word)), Span.of(text, 0, len(text)), status=status)  # type: ignore[arg-type]
    return is_background(doc, text, token, mention, times, "2024-06-07")


@pytest.mark.parametrize(
    ("word", "text", "rule"),
    [
        ("seized", "As a reminder, the army seized power in July.", "background:reminder"),
        ("coup", "Trade has shrunk since the coup.", "background:since"),
        ("agreement", "Both sides praised the 2015 agreement.", "background:year"),
        ("coup", "He spoke of the coup of 2019.", "background:year"),
        ("attack", "The previous attack damaged the port.", "background:earlier"),
        ("signed", "The talks opened on Monday. The two states had signed a truce.", "background:pluperfect"),
        ("jailed", "Police freed a man who was jailed two years ago.", "background:long-ago"),
    ],
)
def test_an_earlier_event_is_background_with_its_reason(word: str, text: str, rule: str) -> None:
    found, reason = judged(text, word)
    assert found
    assert reason is not None
    assert reason.rule == rule


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("seized", "The army seized power on Thursday."),
        ("attacked", "Officials said that rebels had attacked the convoy."),
        ("agreement", "The ministers signed an agreement on Friday."),
        ("visit", "The visit ended after two days."),
    ],
)
def test_the_news_itself_is_not_background(word: str, text: str) -> None:
    assert judged(text, word) == (False, None)


def test_an_event_long_before_publication_is_background() -> None:
    text = "The first boats arrived on 24 January."
    time = Time(Span.of(text, 27, 37), "2024-01-24", earliest="2024-01-24", latest="2024-01-24")
    assert judged(text, "arrived", (time,))[0]


def test_a_time_of_another_sentence_says_nothing() -> None:
    text = "It was founded on 24 January 2001. The army seized power on Thursday."
    time = Time(Span.of(text, 18, 33), "2001-01-24", earliest="2001-01-24", latest="2001-01-24")
    assert judged(text, "seized", (time,)) == (False, None)


def test_what_goes_on_since_long_ago_is_not_background() -> None:
    assert not judged("Trade has been shrinking since the coup.", "shrinking", status="ongoing")[0]
