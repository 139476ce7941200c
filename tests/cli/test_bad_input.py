"""Whatever is wrong with the input: one clear message, the other documents go on, nothing half-written stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = "Police arrested 12 protesters in Lima on Monday."
COMMAND = [sys.executable, "-m", "onrecord"]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "zz-good.txt"
    path.write_text(GOOD)
    return path


def failures_of(folder: Path) -> list[dict[str, object]]:
    path = folder / "failures.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


WHOLE_FILES = {
    "empty": ("a.txt", b"", "EmptyDocument"),
    "only white space": ("a.txt", b" \n\t\n", "EmptyDocument"),
    "binary": ("a.txt", bytes(range(256)) * 40, "UnreadableDocument"),
    "an image named text": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\2" * 900, "UnreadableDocument"),
    "huge": ("a.txt", b"The army shelled the town. " * 1_900_000, "DocumentTooLong"),
    "one endless word of 50 MB": ("a.txt", b"a" * 50_000_000, "DocumentTooLong"),
    "huge page": ("a.html", b"<p>The army shelled the town.</p>" * 1_600_000, "UnreadableDocument"),
    "broken JSON line": ("a.jsonl", b'{"text": "Police arr\n', "UnreadableDocument"),
    "JSON of another shape": ("a.jsonl", b"[1, 2]\n", "UnreadableDocument"),
    "JSON nested without end": ("a.jsonl", b'{"text": ' + b"[" * 200_000 + b"\n", "UnreadableDocument"),
    "no text column": ("a.csv", b"id,words\n1,Rain\n", "UnreadableDocument"),
    "broken Parquet": ("a.parquet", b"PAR1 not really PAR1", "UnreadableDocument"),
    "page without text": ("a.html", b"<html><body></body></html>", "EmptyDocument"),
    "impossible date": ("a.md", b"---\npublished: 2024-02-31\n---\nRain fell over Lima.\n", "InvalidMetadata"),
    "broken front matter": ("a.md", b"---\ntitle: [\n---\nRain fell over Lima.\n", "InvalidMetadata"),
    "unsupported language": (
        "a.txt",
        b"Die Regierung hat am Montag in Berlin ein neues Gesetz gegen die Opposition beschlossen.",
        "UnsupportedLanguage",
    ),
    "a kind that is not read": ("a.docx", b"PK\3\4", "UnreadableDocument"),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_bad_file_is_named_and_the_others_go_on(onrecord: Callable, tmp_path: Path, good: Path, case: str) -> None:
    name, content, kind = WHOLE_FILES[case]
    (tmp_path / name).write_bytes(content)
    started = time.process_time()
    ran = onrecord("code", tmp_path / name, good, "--out", tmp_path / "out.jsonl")
    [failure] = failures_of(tmp_path)
    assert (ran.code, failure["kind"], failure["path"]) == (1, kind, str(tmp_path / name))
    assert failure["message"]
    assert failure["remedy"]
    assert [json.loads(line)["document"]["id"] for line in (tmp_path / "out.jsonl").open()] == ["zz-good"]
    assert "Traceback" not in ran.err
    assert time.process_time() - started < 20


KEPT = {
    "lone surrogates": ("a.jsonl", b'{"text": "Police arrested \\ud800 12 protesters in Lima."}\n'),
    "NUL": ("a.txt", b"Police arrested \0 12 protesters in Lima on Monday, the mayor said there.\n"),
    "wrong encoding": ("a.txt", "Police arrested 12 protesters in Bogotá – “a riot”.".encode("cp1252")),
    "byte order mark": ("a.txt", "Police arrested 12 protesters.".encode("utf-16")),
    "broken HTML": ("a.html", b"<html><p>Police arrested 12 protesters in Lima on <b>Monday.<p>Rain <div <td fell."),
    "deep HTML": ("a.html", b"<div>" * 20_000 + b"<p>Police arrested 12 protesters in Lima on Monday.</p>"),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_can_be_read_is_read_and_offsets_hold(onrecord: Callable, tmp_path: Path, case: str) -> None:
    from onrecord.read import read_paths

    name, content = KEPT[case]
    (tmp_path / name).write_bytes(content)
    ran = onrecord("code", tmp_path / name, "--format", "jsonl", "--language", "en")
    if ran.code == 1:
        assert case == "deep HTML", ran.err
        assert "skipped" in ran.err
        return
    [document] = read_paths([tmp_path / name])
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert "COERCE" in [row["type"] for row in rows]
    for row in rows:
        assert document.text[row["evidence"]["start"] : row["evidence"]["end"]] == row["evidence"]["text"]  # type: ignore[union-attr]


def test_only_the_broken_rows_of_a_file_are_left_out(onrecord: Callable, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": GOOD}),
        '{"text": ',
        json.dumps({"id": "no text"}),
        "",
        json.dumps({"id": "two", "text": GOOD}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    ran = onrecord("code", tmp_path / "a.jsonl", "--out", tmp_path / "out.jsonl")
    assert ran.code == 1
    assert [failure["row"] for failure in failures_of(tmp_path)] == [2, 3]
    assert [json.loads(line)["document"]["id"] for line in (tmp_path / "out.jsonl").open()] == ["one", "two"]


def test_an_unreadable_file_is_named(onrecord: Callable, tmp_path: Path, good: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    ran = onrecord("code", tmp_path, "--out", tmp_path / "out.jsonl")
    [failure] = failures_of(tmp_path)
    assert (ran.code, failure["kind"]) == (1, "UnreadableDocument")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_the_right_to_read_it_is_named(onrecord: Callable, tmp_path: Path, good: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "a.txt").chmod(0)
    ran = onrecord("code", tmp_path, "--out", tmp_path / "out.jsonl")
    assert (ran.code, "no right to read it" in str(failures_of(tmp_path))) == (1, True)


def test_a_file_that_vanishes_during_the_run_is_named(
    onrecord: Callable, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.read.files import find_files

    first = tmp_path / "a.txt"
    first.write_text(GOOD)

    def find_and_lose(*arguments: object) -> object:
        found = find_files(*arguments)  # type: ignore[arg-type]
        first.unlink(missing_ok=True)
        return found

    monkeypatch.setattr("onrecord.read.reader.find_files", find_and_lose)
    ran = onrecord("code", tmp_path, "--out", tmp_path / "out.jsonl")
    assert (ran.code, failures_of(tmp_path)[0]["path"]) == (1, str(first))


def test_a_path_that_does_not_exist_is_named(onrecord: Callable, tmp_path: Path, good: Path) -> None:
    ran = onrecord("code", tmp_path / "none.txt", good)
    assert ran.code == 1
    assert f"{tmp_path / 'none.txt'}: no such file or folder" in ran.err
    assert "COERCE" in ran.out


def test_a_folder_without_articles_is_named(onrecord: Callable, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    ran = onrecord("code", tmp_path)
    assert ran.code == 1
    assert "no articles in this folder" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "excel"], "excel"),
        (["--out", "mentions.docx"], "there is no format 'docx'"),
        (["--codebook", "no-such-codebook"], "no-such-codebook"),
        (["--language", "tlh"], "tlh"),
        (["--published", "2024-02-31"], "2024-02-31"),
        (["--column", "words=body"], "words"),
        (["--encoding", "utf-99"], "utf-99"),
        (["--gazetteer", "no-such-index"], "no such file"),
        (["--format", "parquet"], "standard output"),
        (["--out", "no-such-folder/out.csv"], "its folder does not exist"),
    ],
)
def test_an_option_that_cannot_be_meant_is_wrong_use(
    onrecord: Callable, good: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(good.parent)
    ran = onrecord("code", good, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in good.parent.iterdir()] == [good.name]


def test_an_unknown_pipeline_stops_the_run_with_the_command_that_installs_it(onrecord: Callable, good: Path) -> None:
    ran = onrecord("code", good, "--pipeline", "en_core_web_nosuch", "--out", good.with_name("out.csv"))
    assert ran.code == 3
    assert "pip install en-core-web-nosuch" in ran.err
    assert not good.with_name("out.csv").exists()


def test_a_damaged_place_index_stops_the_run_with_the_command_that_mends_it(onrecord: Callable, good: Path) -> None:
    index = good.with_name("index.sqlite")
    index.write_bytes(b"no database at all" * 100)
    ran = onrecord("code", good, "--gazetteer", index)
    assert ran.code == 3
    assert "onrecord gazetteer build" in ran.err
    assert index.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_stops_the_run(onrecord: Callable, good: Path, form: str) -> None:
    ran = onrecord("code", good, "--format", form, "--out", "/dev/full")
    assert ran.code == 3
    assert "no space left" in ran.err
    assert "Traceback" not in ran.err


def test_a_bug_in_a_stage_costs_one_document_and_is_reported(
    onrecord: Callable, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.find import Find

    real = Find.__call__

    def fails_on_rain(self: Find, reading: object) -> object:
        if "Rain" in reading.document.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("division by zero")
        return real(self, reading)  # type: ignore[arg-type]

    monkeypatch.setattr(Find, "__call__", fails_on_rain)
    (tmp_path / "a.txt").write_text("Rain fell over the quiet hills for the whole of the day.")
    ran = onrecord("code", tmp_path, "--out", tmp_path / "out.jsonl")
    [failure] = failures_of(tmp_path)
    assert (ran.code, failure["kind"], failure["path"]) == (1, "CodingFailed", "a")
    assert "find failed with ZeroDivisionError" in str(failure["message"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupted_run_leaves_nothing_half_written(tmp_path: Path, number: int, processes: int) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(json.dumps({"id": str(n), "text": f"{GOOD} It was day {n}."}) + "\n" for n in range(30_000))
    )
    out = tmp_path / "out.jsonl"
    out.write_text("of an earlier run\n")
    command = [*COMMAND, "code", str(many), "--out", str(out), "--processes", str(processes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not any(tmp_path.glob(".out.jsonl.*")):
            time.sleep(0.05)
        time.sleep(2)
        run.send_signal(number)
        said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.jsonl", "out.jsonl"]
    assert out.read_text() == "of an earlier run\n"


def test_a_reader_of_the_output_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"id": str(n), "text": GOOD}) + "\n" for n in range(600)))
    command = [*COMMAND, "code", str(many), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr is not None
        said = run.stderr.read()
    assert "Traceback" not in said


@pytest.mark.parametrize("unit", ["(", "a, ", "the ", '"', "said ", "- ", "1,", "Mr. ", "of Niger and "])
def test_no_input_takes_more_than_linear_time(onrecord: Callable, tmp_path: Path, unit: str) -> None:
    seconds = []
    for times in (1_000, 4_000):
        (tmp_path / "a.txt").write_text(f"Police said rain. {unit * times}")
        started = time.process_time()
        onrecord("code", tmp_path / "a.txt", "--language", "en", "--quiet")
        seconds.append(time.process_time() - started)
    assert seconds[1] < max(10 * seconds[0], 2), f"{unit!r}: {seconds[0]:.2f} s, four times as long: {seconds[1]:.2f} s"
