"""Quotations, whatever their marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute.quotes import find_quotes


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go," he said. "Soon."', ['"We go,"', '"Soon."']),
        ("“We go,” he said.", ["“We go,”"]),
        ("«We go», he said.", ["«We go»"]),
        ("„We go”, he said.", ["„We go”"]),
        ("''We can't go,'' he said.", ["''We can't go,''"]),
        ("‘We won’t enter the leaders’ house,’ he said.", ["‘We won’t enter the leaders’ house,’"]),
        ("The soldiers' camp wasn't Amadou's.", []),
        ('The 5\'10" guard said "no".', ['"no"']),
        ('He spoke : " We go " .', ['" We go "']),
    ],
    ids=["straight", "curly", "angle", "low", "doubled", "single", "apostrophes", "inches", "spaced"],
)
def test_marks_of_every_kind_delimit_a_quotation(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "He said: “We go.\n\nThe road was empty."
    assert quoted(text) == ["“We go."]
    assert not find_quotes(text)[0].closed


def test_a_paragraph_that_opens_with_a_mark_continues_the_unclosed_quotation_before_it() -> None:
    found = find_quotes("“We go,” he said. “We go now.\n\n“And we stay there.”")
    assert [quote.continues for quote in found] == [False, False, True]


def test_a_second_opening_mark_ends_a_quotation_whose_closing_mark_is_missing() -> None:
    assert quoted('He said "we go and then "we stay" again') == ['"we go and then', '"we stay"']


def test_a_closing_mark_with_nothing_to_close_is_ignored() -> None:
    assert quoted("We go” and left.") == []


@given(st.text(alphabet="\"'“”‘’«»„`ab .,\n-5s", max_size=300))
def test_any_marks_give_ordered_quotations_inside_the_text(text: str) -> None:
    found = find_quotes(text)
    places = [place for quote in found for place in (quote.start, quote.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize("unit", ['"', "'a ", "‘a", "“a ”b", "'a' ", "\n“a", "''"])
def test_the_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        started = time.process_time()
        find_quotes(text)
        return time.process_time() - started

    short = max(min(seconds(5_000) for _ in range(3)), 0.002)
    assert seconds(50_000) < 60 * short
