"""The table for reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from onrecord.export import rich_table
from onrecord.export.table import WIDTH, TableLines, cells, fitted, on_whose_word, when
from onrecord.model import Actor, Reading, Span, Time


def test_the_columns_say_who_did_what_to_whom(coded: Reading) -> None:
    assert cells(coded, coded.mentions[0]) == (
        "2024-06-07", "Zoë Ndiaye", "CONSULT visit", "12 envoys", "Dakar", "a “friend”", "occurred",
    )  # fmt: skip


def test_an_uncertain_row_has_a_question_mark(coded: Reading) -> None:
    assert cells(coded, coded.mentions[1])[-1] == "occurred ?"


@pytest.mark.parametrize(
    "name",
    ["x" * 500, "外交部长" * 50, "a\nb\tc\x1b[31m", "\u200b", "Zoë, " * 40],
    ids=["long", "wide", "control", "zero", "many"],
)
def test_a_line_is_one_line_and_fits_100_columns(coded: Reading, name: str) -> None:
    actor = Actor(Span(0, 1, name), name)
    mention = replace(coded.mentions[0], actors=(actor, actor), recipients=(actor,), status="hypothetical")
    line = TableLines().line(coded, mention)
    assert cell_len(line) <= WIDTH
    assert line.isprintable()
    assert line.endswith("hypothetical")


def test_the_head_comes_once() -> None:
    lines = TableLines()
    assert len(list(lines.head())) == 2
    assert list(lines.head()) == []


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (Time(Span(0, 6, "Friday"), "2024-06-07"), "2024-06-07"),
        (Time(Span(0, 6, "April"), "2024-04", relation="since"), "≥ 2024-04"),
        (Time(Span(0, 6, "Friday"), None), "Friday"),
        (Time(Span(0, 6, "ten years"), "P10Y", earliest="2014-06-07", relation="for"), "2014-06-07"),
        (Time(Span(0, 3, "now"), "PRESENT_REF"), "now"),
        (Time(Span(0, 3, "at 9"), "2024-06-07T09:00"), "2024-06-07"),
    ],
)
def test_a_time_is_a_date_where_it_has_one(time: Time, shown: str) -> None:
    assert when(time) == shown


def test_without_a_source_it_is_the_outlets_own_voice_or_nobodys(coded: Reading) -> None:
    mention = replace(coded.mentions[0], attributions=())
    assert on_whose_word(mention) == "own voice"
    assert on_whose_word(replace(mention, unvouched=True)) == "nobody"


def test_further_sources_are_counted(coded: Reading) -> None:
    first = coded.mentions[0].attributions[0]
    second = replace(first, source=None)
    assert on_whose_word(replace(coded.mentions[0], attributions=(first, first, second))) == "a “friend” +1"


def test_what_is_cut_shows_it() -> None:
    assert fitted(["2024-06-07 and more", *[""] * 6]).startswith("2024-06-0…")


def test_the_rich_table_has_a_row_a_mention_and_reads_no_markup(coded: Reading) -> None:
    assert rich_table([coded]).row_count == 1
    assert rich_table([coded], uncertain=True).row_count == 2
