"""The readings of tests/browser, and pages made of readings."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.export.html import Html
from onrecord.model import Reading

Page = Callable[..., str]


@pytest.fixture(scope="session")
def articles() -> ModuleType:
    """The readings of tests/browser/articles.py."""
    path = Path(__file__).parents[2] / "browser" / "articles.py"
    spec = importlib.util.spec_from_file_location("articles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Readings to the text of their page."""

    def page_(*readings: Reading, uncertain: bool = True) -> str:
        with Html.open(tmp_path / "report.html", uncertain=uncertain, goldstein={}) as sink:
            for reading in readings:
                sink.write(reading)
        return (tmp_path / "report.html").read_bytes().decode("utf-8")

    return page_
