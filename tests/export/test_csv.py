"""CSV that a spreadsheet can open without running it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export import cell, read_cells, without_guard


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


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=2, max_size=2)
)
def test_a_file_reads_back_as_it_was(
    texts: list[str], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cells") / "file"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["a", "b"])
        writer.writerow([cell(text) for text in texts])
    assert list(read_cells(path)) == [dict(zip("ab", texts, strict=True))]


def test_a_cell_of_any_length_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1," + "x" * 200_000 + "\n")
    assert len(next(read_cells(path))["b"]) == 200_000
