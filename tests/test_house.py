"""The house: which room may import which, and what every room is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "onrecord"

FLOORS = (
    {"model", "errors"},
    {"languages", "codebooks", "gazetteer", "directory", "learned"},
    {"read", "parse", "find", "resolve", "attribute", "close", "retold"},
    {"coder", "parallel"},
    {"export"},
    {"record"},
    {"evaluate"},
    {"cli"},
)
"""From the ground up: a room imports what stands on its own floor or below, as narrowed by the tests."""

DOORS = {"component", "__init__", "__main__"}
"""Where others come in: spaCy's entry point, the public names, `python -m onrecord`."""

STAGES = {"read", "parse", "find", "resolve", "attribute"}
SHARED_BY_STAGES = {"onrecord.parse"}
"""What a stage may import of another one: the public names of the parse."""

MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


def room_of(module: str) -> str:
    """`onrecord.read.files` -> `read`; `onrecord` -> ``."""
    return module.split(".")[1] if "." in module else ""


def imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, inside functions and for types, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "onrecord":
                found |= {
                    f"onrecord.{alias.name}" if (SOURCE / alias.name).is_dir() else "onrecord" for alias in node.names
                }
            elif node.module and node.module.startswith("onrecord."):
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "onrecord"}
    return found


def level(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def home(module: str) -> str:
    return Path(module).parts[0].removesuffix(".py")


def test_every_room_has_its_floor() -> None:
    rooms = {home(module) for module in MODULES} - DOORS
    assert rooms == set().union(*FLOORS)


@pytest.mark.parametrize("module", [m for m in MODULES if home(m) not in DOORS])
def test_imports_point_down_only(module: str) -> None:
    floor = level(home(module))
    upward = {name for name in imports_of(SOURCE / module) if room_of(name) and level(room_of(name)) > floor}
    assert not upward, f"{module} imports from above"


@pytest.mark.parametrize("module", [m for m in MODULES if home(m) in STAGES])
def test_no_stage_imports_another_stage(module: str) -> None:
    others = {name for name in imports_of(SOURCE / module) if room_of(name) in STAGES - {home(module)}}
    assert others <= SHARED_BY_STAGES, f"{module} reaches into another stage"


@pytest.mark.parametrize("module", [m for m in MODULES if home(m) == "model"])
def test_the_model_imports_nothing_of_ours_but_itself(module: str) -> None:
    assert {room_of(name) for name in imports_of(SOURCE / module)} <= {"model"}


@pytest.mark.parametrize("module", [m for m in MODULES if home(m) not in {"cli"} | DOORS])
def test_only_the_command_line_prints(module: str) -> None:
    calls = [
        node for node in ast.walk(ast.parse((SOURCE / module).read_text(encoding="utf8"))) if isinstance(node, ast.Call)
    ]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_as_long_as_two_should_be(module: str) -> None:
    assert len((SOURCE / module).read_text(encoding="utf8").splitlines()) <= 650
