"""Who can take part in an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.find.entities import content_noun, is_entity


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("dozens of protesters marched", "dozens", "protesters"),
        ("a group of gunmen fled", "group", "gunmen"),
        ("the group fled", "group", "group"),
        ("two of the ministers left", "two", "ministers"),
    ],
)
def test_behind_a_measure_stands_what_is_counted(
    parsed: Callable[[str], Doc], text: str, head: str, expected: str
) -> None:
    assert content_noun(next(t for t in parsed(text) if t.text == head)).text == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The soldiers left.", "soldiers", True),
        ("Nigeria left.", "Nigeria", True),
        ("They left.", "They", True),
        ("The agreement failed.", "agreement", False),
        ("The storm passed.", "storm", False),
        ("The number of rebels fell.", "number", True),
    ],
)
def test_people_and_bodies_take_part_and_things_do_not(
    parsed: Callable[[str], Doc], text: str, word: str, expected: bool
) -> None:
    assert is_entity(next(t for t in parsed(text) if t.text == word)) is expected
