"""The public names: listed, documented, and cheap to import."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import onrecord

HEAVY = (
    "spacy", "pandas", "pyarrow", "numpy", "trafilatura", "pydantic", "scipy", "yaml", "typer", "duckdb", "filelock",
    "onnxruntime", "tokenizers", "threadpoolctl",
)  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert sorted(onrecord.__all__) == sorted(
        [
            "Actor",
            "Attribution",
            "CodedBy",
            "Coder",
            "CodingFailed",
            "DamagedRecord",
            "Document",
            "DocumentError",
            "DocumentTooLong",
            "DuplicateDocument",
            "EmptyDocument",
            "Failure",
            "Gazetteer",
            "InvalidMetadata",
            "InvalidSetting",
            "Magnitude",
            "Mention",
            "MissingModel",
            "NamedPlace",
            "OnrecordError",
            "OutputError",
            "Place",
            "ReadOptions",
            "Reading",
            "Reason",
            "Record",
            "RecordBusy",
            "RecordError",
            "RunError",
            "RunnerUp",
            "Settings",
            "Source",
            "Span",
            "Time",
            "Toponym",
            "UnreadableDocument",
            "UnsupportedLanguage",
            "Writer",
            "__version__",
            "read_paths",
            "to_arrow",
            "to_pandas",
        ]
    )


@pytest.mark.parametrize("name", onrecord.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(onrecord, name)
    assert isinstance(value, str) if name == "__version__" else inspect.getdoc(value)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'coder_of_everything'"):
        _ = onrecord.coder_of_everything


def test_dir_lists_the_public_names() -> None:
    assert set(onrecord.__all__) <= set(dir(onrecord))


def test_importing_loads_nothing_heavy_prints_nothing_and_configures_no_logging() -> None:
    program = f"""
import logging, sys
before = (logging.root.handlers[:], logging.root.level)
import onrecord
assert not [name for name in {HEAVY!r} if name in sys.modules], sorted(sys.modules)
assert (logging.root.handlers[:], logging.root.level) == before
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_importing_takes_under_three_tenths_of_a_second() -> None:
    program = "import time; t = time.perf_counter(); import onrecord; print(time.perf_counter() - t)"
    seconds = [
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(seconds) < 0.3


def test_the_version_is_that_of_the_changelog_and_the_citation() -> None:
    from pathlib import Path

    root = Path(__file__).parents[1]
    assert f"\n## {onrecord.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf8")
    assert f"\nversion: {onrecord.__version__}\n" in (root / "CITATION.cff").read_text(encoding="utf8")
