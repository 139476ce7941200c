"""One index for the whole session, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The index in the user's cache; built there on first use."""
    return Gazetteer.open()


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A made file in GeoNames' format: a village, a lake and a place that the index has."""
    lines = [
        [
            9900001,
            "Ouestville",
            "Ouestville",
            "Westby,ouestvil",
            11.5,
            2.9,
            "P",
            "PPL",
            "BJ",
            "",
            "07",
            "",
            "",
            "",
            140,
        ],
        [9900002, "Lac Test", "Lac Test", "", 11.6, 2.8, "H", "LK", "BJ", "", "07", "", "", "", 0],
        [2393693, "Kandi", "Kandi", "", 11.0, 3.0, "P", "PPLA", "BJ", "", "07", "", "", "", 56043],
    ]
    path = tmp_path / "allCountries.txt"
    tail = ["", "", "Africa/Porto-Novo", "2024-01-01"]
    path.write_text("".join("\t".join(map(str, [*line, *tail])) + "\n" for line in lines), encoding="utf8")
    return path
