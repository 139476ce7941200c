"""The benchmark tasks of ``onrecord evaluate``: one module a task, loaded when it is used.

A task module has ``predict(data, coder)``, which yields one prediction after the other and never looks at the answers,
and ``score(gold, predictions)``, which gives the figures by name. Formats and corpora: docs/how-to/evaluate.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.coder import Coder

__all__ = ["TASKS", "Task"]


class Task:
    """One benchmark task.

    Parameters
    ----------
    name
        Its name on the command line, which is also that of its module.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def predict(self, data: Path, coder: Coder) -> Iterator[dict[str, Any]]:
        """The predictions of `coder` for the corpus at `data`, one row after the other."""
        rows: Iterator[dict[str, Any]] = self._module.predict(data, coder)
        return rows

    def score(self, gold: Path, predictions: Path) -> dict[str, float]:
        """The figures of a file of predictions against the corpus at `gold`, by name."""
        figures: dict[str, float] = self._module.score(gold, predictions)
        return figures

    @property
    def _module(self) -> Any:
        return import_module(f"onrecord.evaluate.{self.name}")


_NAMES = (
    "relation", "roles", "attribution", "factuality", "places", "times", "records", "modes", "contexts", "swap",
)  # fmt: skip
TASKS: Mapping[str, Task] = MappingProxyType({name: Task(name) for name in _NAMES})
"""The tasks by name."""
