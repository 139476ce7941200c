"""`onrecord code`: what it writes, says and returns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli.code import FormatName
from onrecord.export import COLUMNS, FORMATS

ARREST = "Police arrested 12 protesters in Lima on Monday."
ACCORD = "Mali and Niger signed a trade accord on Tuesday."
RAIN = "Rain fell over the quiet hills for the whole of the day."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("arrest", ARREST), ("accord", ACCORD), ("rain", RAIN)):
        (tmp_path / f"{name}.txt").write_text(text)
    return tmp_path


def test_the_formats_on_the_command_line_are_those_of_the_export_room() -> None:
    assert [name.value for name in FormatName] == list(FORMATS)


def test_without_options_a_table_goes_to_standard_output(onrecord: Callable, folder: Path) -> None:
    ran = onrecord("code", folder / "arrest.txt", "--published", "2023-02-07")
    head, rule, row = ran.out.splitlines()
    assert (ran.code, head.split()[0], set(rule)) == (0, "when", {"─", " "})
    assert row.startswith("2023-02-06 Police")
    assert "COERCE arrest" in row
    assert all(len(line) <= 100 for line in ran.out.splitlines())


def test_json_lines_hold_spans_of_the_text(onrecord: Callable, folder: Path) -> None:
    ran = onrecord("code", folder / "arrest.txt", "--format", "jsonl", "--outlet", "Andes Wire")
    [row] = [json.loads(line) for line in ran.out.splitlines()]
    trigger = row["trigger"]
    assert (row["type"], row["document"]["id"], row["document"]["outlet"]) == ("COERCE", "arrest", "Andes Wire")
    assert ARREST[trigger["start"] : trigger["end"]] == trigger["text"] == "arrested"


def test_a_folder_is_coded_in_the_order_of_its_names(onrecord: Callable, folder: Path) -> None:
    ran = onrecord("code", folder, "--format", "jsonl")
    documents = [json.loads(line)["document"]["id"] for line in ran.out.splitlines()]
    assert list(dict.fromkeys(documents)) == ["accord", "arrest"]


def test_two_processes_write_the_same_bytes_as_one(onrecord: Callable, folder: Path) -> None:
    alone = onrecord("code", folder, "--format", "jsonl", "--quiet")
    together = onrecord("code", folder, "--format", "jsonl", "--quiet", "--processes", 2)
    assert together == alone


def test_the_format_follows_the_suffix_of_out(onrecord: Callable, folder: Path) -> None:
    ran = onrecord("code", folder / "arrest.txt", "--out", folder / "mentions.csv")
    header = (folder / "mentions.csv").read_text(encoding="utf8").splitlines()[0]
    assert (ran.code, ran.out) == (0, "")
    assert header.split(",") == [column.name for column in COLUMNS]


def test_parquet_is_written_with_the_same_columns(onrecord: Callable, folder: Path) -> None:
    import pyarrow.parquet as pq

    assert onrecord("code", folder, "--out", folder / "mentions.parquet").code == 0
    assert pq.read_table(folder / "mentions.parquet").column_names == [column.name for column in COLUMNS]


def test_standard_input_is_a_text(onrecord: Callable) -> None:
    ran = onrecord("code", "-", "--format", "jsonl", stdin=ARREST.encode())
    assert [json.loads(line)["document"]["id"] for line in ran.out.splitlines()] == ["stdin"]


def test_columns_may_bear_other_names(onrecord: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'uid,body,day\n7,"{ARREST}",2023-02-07\n')
    options = ("--column", "text=body", "--column", "id=uid,published=day")
    ran = onrecord("code", tmp_path / "a.csv", *options, "--format", "jsonl")
    [row] = [json.loads(line) for line in ran.out.splitlines()]
    assert (row["document"]["id"], row["document"]["published"]) == ("7", "2023-02-07")


def test_the_closing_line_says_what_was_read_coded_and_skipped(onrecord: Callable, folder: Path) -> None:
    (folder / "empty.txt").touch()
    ran = onrecord("code", folder)
    assert ran.code == 1
    assert "3 documents read, 3 coded, 1 skipped (1 empty); 2 event mentions" in ran.err


def test_a_missing_publication_date_is_said_once(onrecord: Callable, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("Police arrested 12 protesters in Lima yesterday.")
    ran = onrecord("code", tmp_path)
    assert ran.err.count("no publication date") == 1
    assert "(2 documents)" in ran.err


def test_failures_are_listed_beside_the_output(onrecord: Callable, folder: Path) -> None:
    (folder / "empty.txt").touch()
    ran = onrecord("code", folder, "--out", folder / "mentions.jsonl")
    [failure] = [json.loads(line) for line in (folder / "failures.jsonl").read_text().splitlines()]
    assert ran.code == 1
    assert (failure["path"], failure["kind"]) == (str(folder / "empty.txt"), "EmptyDocument")
    assert str(folder / "failures.jsonl") in ran.err


def test_a_second_run_over_the_folder_does_not_read_what_the_first_one_wrote(onrecord: Callable, folder: Path) -> None:
    first = onrecord("code", folder, "--out", folder / "mentions.csv")
    before = (folder / "mentions.csv").read_bytes()
    second = onrecord("code", folder, "--out", folder / "mentions.csv")
    assert (first.code, second.code) == (0, 0)
    assert (folder / "mentions.csv").read_bytes() == before


def test_the_input_is_never_overwritten(onrecord: Callable, folder: Path) -> None:
    ran = onrecord("code", folder / "arrest.txt", "--out", folder / "arrest.txt")
    assert ran.code == 2
    assert "this is the file to be read" in ran.err
    assert (folder / "arrest.txt").read_text() == ARREST


def test_a_rehearsal_says_what_would_be_coded_and_writes_nothing(onrecord: Callable, folder: Path) -> None:
    (folder / "empty.txt").touch()
    ran = onrecord("code", folder, "--dry-run", "--out", folder / "mentions.csv")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "code  accord: en, no date, 9 words",
        "code  arrest: en, no date, 8 words",
        f"skip  {folder / 'empty.txt'}: no text to code; fill it or leave it out",
        "code  rain: en, no date, 12 words",
    ]
    assert not (folder / "mentions.csv").exists()


def test_quiet_leaves_only_results(onrecord: Callable, folder: Path) -> None:
    assert onrecord("code", folder / "arrest.txt", "--quiet").err == ""
    assert onrecord("--quiet", "code", folder / "arrest.txt").err == ""


def test_uncertain_rows_are_shown_on_request_only(
    onrecord: Callable, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.coder.Settings.__init__.__defaults__", (None, None, "plover", None, 1.01, True))
    assert onrecord("code", folder / "arrest.txt", "--format", "jsonl").out == ""
    assert (
        json.loads(onrecord("code", folder / "arrest.txt", "--format", "jsonl", "--uncertain").out)["uncertain"] is True
    )


def test_no_progress_bar_is_drawn_where_there_is_no_terminal(onrecord: Callable, folder: Path) -> None:
    assert "\x1b" not in onrecord("code", folder).err
