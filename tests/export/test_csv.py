"""CSV that a spreadsheet can open without running it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.formats import cell, without_guard


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@x"])
def test_a_text_that_looks_like_a_formula_is_made_text(formula: str) -> None:
    assert cell(formula) == f"'{formula}"


@pytest.mark.parametrize("harmless", ["a=1", "'tis", "", "Talks", -17.5, 12])
def test_anything_else_is_left_alone(harmless: object) -> None:
    assert cell(harmless) == harmless


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=2))
def test_every_text_reads_back_as_it_was(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell(text) for text in texts])
    out.seek(0)
    assert [[without_guard(text) for text in row] for row in csv.reader(out)] == [texts]
