"""The floors: which task runs on which data, and how good it has to be.

``floors.yaml`` pins for every run the SHA-256 of its data and the figures under which (``floors``) or over which
(``ceilings``) it may not go. A floor drops only on purpose, by a change to that file that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from onrecord.evaluate import TASKS
from onrecord.export import json_line

if TYPE_CHECKING:
    from onrecord.coder import Coder


@dataclass(frozen=True, slots=True)
class Bench:
    """One run: a task over data, and what its figures are held to.

    Parameters
    ----------
    data
        Path below the folder that `place` names.
    place
        ``shared`` (the corpora, which the repository does not hold) or ``repository``.
    hash
        SHA-256 of the data, see :func:`hash_of`.
    model
        Whether the learned model takes part; without it where the weights were fitted to the data.
    """

    task: str
    data: str
    place: str
    hash: str
    model: bool = True
    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)

    def broken(self, figures: Mapping[str, float]) -> list[str]:
        """What in `figures` is worse than allowed, one sentence each.

        Examples
        --------
        >>> Bench("times", "timebank", "shared", "", floors={"value": 70}).broken({"value": 65.04})
        ['value is 65.04, its floor is 70']
        """
        missing = float("nan")
        low = [
            f"{name} is {figures.get(name, missing):g}, its floor is {floor:g}"
            for name, floor in self.floors.items()
            if not figures.get(name, missing) >= floor
        ]
        high = [
            f"{name} is {figures.get(name, missing):g}, its ceiling is {ceiling:g}"
            for name, ceiling in self.ceilings.items()
            if not figures.get(name, missing) <= ceiling
        ]
        return low + high


def load_floors() -> tuple[Bench, ...]:
    """The runs of ``floors.yaml``, in order."""
    return tuple(Bench(**entry) for entry in _floors()["runs"])


def out_of_fold() -> tuple[tuple[Bench, Mapping[str, float]], ...]:
    """What the weights reached on data that they were fitted to, each part asked of networks that had not seen it.

    The figures travel with the weights (``make crossvalidate`` computes them); the floors hold them.
    """
    from onrecord.learned import load_model

    figures = load_model().fact("figures")
    return tuple((bench, figures[bench.task]) for bench in (Bench(**entry) for entry in _floors()["out of fold"]))


def _floors() -> dict[str, list[dict[str, Any]]]:
    text = (files("onrecord.evaluate") / "floors.yaml").read_text(encoding="utf8")
    floors: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return floors


def hash_of(data: Path) -> str:
    """SHA-256 over a file, or over the names and bytes of the files that lie in a folder (not below it), in order."""
    digest = sha256()
    if data.is_dir():
        for path in sorted(p for p in data.iterdir() if p.is_file()):
            digest.update(path.relative_to(data).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    else:
        digest.update(data.read_bytes())
    return digest.hexdigest()


def figures_of(bench: Bench, data: Path, coder: Coder) -> dict[str, float]:
    """The figures of one run over `data`."""
    task = TASKS[bench.task]
    with TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        with predictions.open("w", encoding="utf8") as out:
            out.writelines(json_line(row) + "\n" for row in task.predict(data, coder))
        return task.score(data, predictions)


def runs_at(shared: Path, repository: Path) -> Iterator[tuple[Bench, Path]]:
    """The runs and the place of their data, which need not be there."""
    for bench in load_floors():
        yield bench, (shared if bench.place == "shared" else repository) / bench.data
