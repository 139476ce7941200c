"""A text cut at the bounds of its marks."""

from __future__ import annotations

import gc
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.html.article import article, paragraphs
from onrecord.export.html.segments import ROLES, Mark, cut
from onrecord.model import Actor, Mention, Span

MARKS = st.lists(
    st.builds(
        Mark, st.integers(-3, 60), st.integers(-3, 60), st.sampled_from(ROLES), st.integers(1, 4),
    ), max_size=30,
)  # fmt: skip


@given(st.text(max_size=50), MARKS, st.lists(st.integers(0, 60), max_size=5))
def test_the_segments_are_the_text_and_each_lies_in_the_same_marks_throughout(
    text: str, marks: list[Mark], also: list[int]
) -> None:
    done = cut(text, marks, also)
    assert "".join(text[one.start : one.end] for one in done.segments) == text
    for segment in done.segments:
        for offset in range(segment.start, segment.end):
            assert set(segment.roles) == {mark.role for mark in marks if mark.start <= offset < mark.end}


@given(st.text(max_size=50), MARKS)
def test_ranges_lead_back_to_the_words_of_each_mark(text: str, marks: list[Mark]) -> None:
    done = cut(text, marks)
    marked = [segment for segment in done.segments if segment.roles]
    found = sorted(
        (number, role, marked[first].start, marked[last].end)
        for number, by_role in done.ranges.items() for role, pairs in by_role.items() for first, last in pairs
    )  # fmt: skip
    kept = [(m.number, m.role, max(0, m.start), min(len(text), m.end)) for m in marks]
    assert found == sorted(mark for mark in kept if mark[2] < mark[3])


def test_nested_and_crossing_spans_keep_all_their_roles() -> None:
    done = cut("the army of Mali said", [Mark(0, 16, "actor", 1), Mark(12, 16, "place", 1), Mark(4, 21, "source", 2)])
    assert [("the army of Mali said"[s.start : s.end], s.roles) for s in done.segments] == [
        ("the ", ("actor",)), ("army of ", ("actor", "source")), ("Mali", ("actor", "place", "source")),
        (" said", ("source",)),
    ]  # fmt: skip


def test_crossing_roles_become_elements_that_nest() -> None:
    text = "Mali met"
    mention = Mention("m", "CONSULT", Span(5, 8, "met"), Span(0, 8, text), actors=(Actor(Span(0, 4, "Mali")),))
    other = Mention("n", "CONSULT", Span(2, 8, "li met"), Span(0, 8, text))
    written, _ = article(text, (mention, other), "d1")
    assert written.startswith(
        '<p dir="auto"><span class="s actor">Ma</span><span class="s trigger"><span class="actor">li</span></span>'
        '<span class="s trigger"> </span><span class="s trigger">met</span><a class="ref" id="d1t1"'
    )
    assert written.index('id="d1t1"') < written.index('id="d1t2"')


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One.\n\nTwo.\n\n\nThree.", ["One.", "Two.", "Three."]),
        ("\n\n  One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("A headline\nIts text " + "goes on " * 20, ["A headline", ("Its text " + "goes on " * 20).strip()]),
        ("wrapped\nby hand\n\nas mail is", ["wrapped\nby hand", "as mail is"]),
        ("a\u2029b", ["a", "b"]),
        ("", []),
    ],
)
def test_paragraphs_are_those_of_the_text(text: str, lines: list[str]) -> None:
    assert [text[start:end].strip() for start, end in pairwise([*paragraphs(text), len(text)])] == lines


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    def seconds(size: int) -> float:
        text = "word " * size
        marks = [Mark(5 * n, 5 * n + 4, "actor", n) for n in range(size)]
        gc.disable()  # its passes look at everything that other tests have left in memory
        try:
            started = time.process_time()
            cut(text, marks)
            return time.process_time() - started
        finally:
            gc.enable()

    seconds(1_000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.005)
