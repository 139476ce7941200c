"""The documentation holds: everything is documented, and what pages show is what the program does."""

from __future__ import annotations

import dataclasses
import doctest
import importlib.util
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import onrecord
from onrecord.export import COLUMNS, FORMATS, mention_row
from onrecord.model import Reading

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BY_HAND = [page for page in PAGES if page.parent.name != "reference"]
WAY = ROOT / "docs" / "concepts" / "the-way-of-a-sentence.md"


@pytest.fixture(scope="session")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def workplace(build: ModuleType) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield build.workplace(Path(folder))


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: str) -> str:
    return (ROOT / "docs" / "reference" / page).read_text(encoding="utf8")


def fields_of(value: Any, name: str = "") -> Iterator[str]:
    """`actors[].name` for every field of a mention's row; recipients are like actors, spans have no fields."""
    if isinstance(value, dict) and set(value) != {"start", "end", "text"}:
        for key, part in value.items():
            inner = f"{name}.{key}" if name else key
            yield inner
            if inner != "recipients" and not inner.endswith("runner_up"):
                yield from fields_of(part, inner)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from fields_of(value[0], f"{name}[]") if set(value[0]) != {"start", "end", "text"} else ()


def test_every_field_of_a_mention_is_documented(build: ModuleType, coded: Reading) -> None:
    assert set(fields_of(mention_row(coded, coded.mentions[0]))) == set(build.MENTION)


def test_every_column_and_format_is_documented() -> None:
    page = text_of("columns.md")
    assert not [column.name for column in COLUMNS if f"| `{column.name}` |" not in page]
    assert not [name for name in FORMATS if f"| `{name}` |" not in page]


def test_every_command_and_option_is_documented_and_has_help(build: ModuleType) -> None:
    page = text_of("commands.md")
    for name, command in build.walk_commands():
        section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert section, f"{name} is not documented"
        for parameter in command.params:
            if parameter.name != "help":
                assert parameter.help, f"{name}: {parameter.name} has no help"
                assert all(f"`{word}`" in section for word in parameter.opts if word.startswith("-"))


def test_every_public_name_is_documented() -> None:
    page = text_of("python.md")
    assert not [name for name in onrecord.__all__ if f"\n## {name}\n" not in page]


def test_every_setting_is_documented() -> None:
    for kind in (onrecord.Settings, onrecord.ReadOptions):
        described = kind.__doc__ or ""
        assert not [
            f.name
            for f in dataclasses.fields(kind)
            if not re.search(rf"(?m)^\s*[\w, ]*\b{f.name}\b[\w, ]*$", described)
        ]


def test_the_reference_is_what_the_code_says(build: ModuleType) -> None:
    stale = [
        name_of(p) for p, text in build.reference().items() if not p.exists() or p.read_text(encoding="utf8") != text
    ]
    assert not stale, "run: make docs"


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_every_command_prints_what_the_page_shows(build: ModuleType, workplace: Path, page: Path) -> None:
    text = page.read_text(encoding="utf8")
    assert build.refreshed(text, workplace) == text, "run: make docs, and read what it changed"


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_every_python_session_prints_what_the_page_shows(
    page: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace)
    sessions = re.findall(r"^```pycon\n(.*?)^```$", page.read_text(encoding="utf8"), re.M | re.S)
    parser, names = doctest.DocTestParser(), {"__name__": "page"}
    for number, session in enumerate(sessions):
        test = parser.get_doctest(session, names, f"{name_of(page)}:{number}", str(page), 0)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
        runner.run(test, out=said.append, clear_globs=False)
        names = test.globs
        assert not said, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf8"), flags=re.M | re.S)
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", prose)
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_names_only_commands_and_options_that_exist(build: ModuleType, page: Path) -> None:
    commands = dict(build.walk_commands())
    for block in re.findall(r"^```(?:console|bash)\n(.*?)^```$", page.read_text(encoding="utf8"), re.M | re.S):
        for line in re.findall(r"(?m)^(?:\$ )?(onrecord [^|>#\n]*)", block):
            words = line.split()
            name = next(name for name in sorted(commands, key=len, reverse=True) if line.strip().startswith(name))
            known = {word for parameter in commands[name].params for word in parameter.opts} | {"--help", "-h"}
            used = {word.split("=")[0] for word in words if re.fullmatch(r"--[a-z-]+(=.*)?", word)}
            assert used <= known, f"{line}: {used - known}"


def test_the_way_of_a_sentence_names_files_that_exist() -> None:
    named = set(re.findall(r"`((?:src|examples|tests|docs)/[\w./-]+\.\w+)`", WAY.read_text(encoding="utf8")))
    assert len(named) >= 12
    assert not [path for path in named if not (ROOT / path).is_file()]


def test_the_way_of_a_sentence_leads_through_every_room_of_a_document() -> None:
    text = WAY.read_text(encoding="utf8")
    assert not [
        room
        for room in ("read", "parse", "find", "resolve", "attribute", "export")
        if f"src/onrecord/{room}/" not in text
    ]


def test_every_decision_says_what_and_why() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = page.read_text(encoding="utf8")
        assert text.startswith("# "), page
        assert len(text.split()) <= 1200, f"{page} is more than one page"
