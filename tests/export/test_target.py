"""Outputs that appear whole or not at all."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from onrecord.errors import OutputError
from onrecord.export import Failures
from onrecord.export.target import target
from onrecord.read import Failure


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stopped(out: Path, stop: type[BaseException]) -> None:
    with target(out) as stream:
        stream.write(b"half")
        raise stop


def test_a_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    with target(out) as stream:
        stream.write(b"whole")
        assert not out.exists()
    assert out.read_bytes() == b"whole"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, SystemExit])
def test_nothing_is_left_when_the_block_is_left_by_an_exception(tmp_path: Path, stop: type[BaseException]) -> None:
    out = tmp_path / "a.txt"
    out.write_text("earlier")
    with pytest.raises(stop):
        stopped(out, stop)
    assert out.read_text() == "earlier"
    assert names(tmp_path) == ["a.txt"]


def test_the_rights_of_an_earlier_file_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    out.touch(0o640)
    out.chmod(0o640)
    with target(out) as stream:
        stream.write(b"new")
    assert out.stat().st_mode & 0o777 == 0o640


def test_the_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("earlier")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with target(tmp_path / "link.txt") as stream:
        stream.write(b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_a_device_is_written_and_not_replaced() -> None:
    with target(Path(os.devnull)) as stream:
        stream.write(b"gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said_to_be_full() -> None:
    with (
        pytest.raises(OutputError, match="no space left on the disk; free some space"),
        target(Path("/dev/full")) as stream,
    ):
        stream.write(b"x" * 100_000)


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="its folder does not exist; make the folder first") as caught:
        target(tmp_path / "no" / "a.txt").__enter__()
    assert caught.value.where == str(tmp_path / "no" / "a.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="this is a folder"):
        target(tmp_path).__enter__()


def test_a_missing_right_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the tests may run as root, who may write everywhere
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(OutputError, match="no right to write there"):
        target(tmp_path / "a.txt").__enter__()


def test_standard_output_gets_utf8_and_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    with target(None) as stream:
        stream.write("é".encode())
    assert raw.getvalue() == "é".encode()
    assert not raw.closed


def test_standard_output_of_a_notebook_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    monkeypatch.setattr(sys, "stdout", text)
    with target(None) as stream:
        stream.write("é".encode())
    assert text.getvalue() == "é"


def test_a_reader_that_has_left_is_not_an_error_of_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(io.BytesIO):
        def write(self, data: object) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Left()))
    with pytest.raises(BrokenPipeError), target(None) as stream:
        stream.write(b"x")


FAILURE = Failure("caf\ud800.csv", 3, "EmptyDocument", "no text to code", "fill it")


def test_failures_are_listed_one_a_line(tmp_path: Path) -> None:
    out = tmp_path / "failures.jsonl"
    with Failures(out) as failures:
        failures.write(FAILURE)
        failures.write(FAILURE)
    assert failures.number == 2
    assert [json.loads(line) for line in out.read_bytes().splitlines()] == [
        {"path": "caf\ud800.csv", "row": 3, "kind": "EmptyDocument", "message": "no text to code", "remedy": "fill it"}
    ] * 2


def test_without_a_failure_there_is_no_list_and_an_older_one_goes(tmp_path: Path) -> None:
    out = tmp_path / "failures.jsonl"
    out.write_text("earlier")
    with Failures(out):
        pass
    assert names(tmp_path) == []


def interrupted_list(out: Path) -> None:
    with Failures(out) as failures:
        failures.write(FAILURE)
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_the_earlier_list(tmp_path: Path) -> None:
    out = tmp_path / "failures.jsonl"
    out.write_text("earlier")
    with pytest.raises(KeyboardInterrupt):
        interrupted_list(out)
    assert (names(tmp_path), out.read_text()) == (["failures.jsonl"], "earlier")
