"""Headless Chromium for the page: offline, one browser a session, and whatever it should not do is an error."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from onrecord.export.html import Html
from onrecord.model import Reading

INSTALL = "apt-get install --no-install-recommends chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# A violation of the policy is an event of the document; the page is asked for those that it has seen.
_LISTEN = """addEventListener("securitypolicyviolation",
  (event) => (window.violations = window.violations || []).push(`${event.violatedDirective} ${event.blockedURI}`));"""


@dataclass
class Opened:
    """A page, and what went wrong on it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def trouble(self) -> list[str]:
        """Requests that left the file, errors of the console and of scripts, violations of the policy."""
        return [*self.requests, *self.errors, *(self.page.evaluate("window.violations || []"))]


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; without it the tests are skipped with the command that installs it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip(f"needs Chromium; install it with: {INSTALL}")
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright; install it with: make develop")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def articles() -> ModuleType:
    """The readings of articles.py."""
    spec = importlib.util.spec_from_file_location("articles", Path(__file__).with_name("articles.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Readings as an open page; keywords go to the browser's context (its width, colours, scripts)."""
    contexts = []

    def open_(*readings: Reading, uncertain: bool = True, at: str = "", **options: Any) -> Opened:
        out = tmp_path / "report.html"
        with Html.open(out, uncertain=uncertain) as sink:
            for reading in readings:
                sink.write(reading)
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(offline=True, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000 if os.environ.get("CI") else 10_000)
        page.add_init_script(_LISTEN)
        result = Opened(page)
        page.on(
            "request", lambda one: one.url == page.url or one.url.startswith("file:") or result.requests.append(one.url)
        )
        page.on("console", lambda said: said.type in ("error", "warning") and result.errors.append(said.text))
        page.on("pageerror", lambda error: result.errors.append(str(error)))
        page.on("dialog", lambda dialog: (result.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(out.as_uri() + at)
        return result

    yield open_
    for context in contexts:
        context.close()
