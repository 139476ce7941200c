"""What holds for every format, whatever it looks like."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord.errors import InvalidSetting, OutputError
from onrecord.export import COLUMNS, FORMATS, Format, Parquet, format_named
from onrecord.model import Document, Reading


def _ids_of_csv(data: bytes) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))]


def _ids_of_parquet(data: bytes) -> list[str]:
    ids: list[str] = pq.read_table(io.BytesIO(data)).column("id").to_pylist()
    return ids


def _ids_of_polecat(data: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), delimiter="\t")
    return [row["mention_id"] for row in rows]


def _ids_of_geojson(data: bytes) -> list[str]:
    return [feature["properties"]["mention_id"] for feature in json.loads(data)["features"]]


def _ids_of_table(data: bytes) -> list[str]:
    # the table shows no ids: the certain mention has a place, the uncertain one has none
    return ["m1" if "Dakar" in line else "m2" for line in data.decode("utf-8").splitlines()[2:]]


IDS: dict[str, Callable[[bytes], list[str]]] = {
    "jsonl": lambda data: [json.loads(line)["id"] for line in data.splitlines()],
    "csv": _ids_of_csv,
    "parquet": _ids_of_parquet,
    "table": _ids_of_table,
    "polecat": _ids_of_polecat,
    "geojson": _ids_of_geojson,
    "html": lambda data: re.findall(r'data-mention="([^"]*)"', data.decode("utf-8")),
}


@pytest.fixture(params=sorted(FORMATS))
def form(request: pytest.FixtureRequest) -> type[Format]:
    """Each format in turn."""
    return FORMATS[request.param]


def written(form: type[Format], out: Path, *readings: Reading, uncertain: bool = False) -> bytes:
    with form.open(out, uncertain=uncertain, goldstein={"042": 1.9}) as sink:
        for reading in readings:
            sink.write(reading)
    return out.read_bytes()


def ids(form: type[Format], data: bytes) -> list[str]:
    return IDS[form.name](data)


def test_a_format_has_a_name_a_suffix_and_a_description(form: type[Format]) -> None:
    assert format_named(form.name) is form
    assert form.suffix.startswith(".")
    assert form.description


def test_every_certain_mention_is_written_in_order(form: type[Format], coded: Reading, tmp_path: Path) -> None:
    assert ids(form, written(form, tmp_path / "out", coded, coded)) == ["m1", "m1"]


def test_uncertain_mentions_are_written_when_asked_for(form: type[Format], coded: Reading, tmp_path: Path) -> None:
    assert ids(form, written(form, tmp_path / "out", coded, uncertain=True)) == ["m1", "m2"]


def test_a_run_without_mentions_gives_a_valid_file(form: type[Format], tmp_path: Path) -> None:
    data = written(form, tmp_path / "out", Reading(Document("d", "Rain fell.")))
    assert ids(form, data) == []
    if form.name == "csv":
        assert next(csv.reader([data.decode()])) == [column.name for column in COLUMNS]


def test_the_same_readings_are_the_same_bytes(form: type[Format], coded: Reading, tmp_path: Path) -> None:
    assert written(form, tmp_path / "a", coded) == written(form, tmp_path / "b", coded)


def test_lone_surrogates_and_control_characters_of_a_callers_text_can_be_written(
    form: type[Format], coded: Reading, tmp_path: Path
) -> None:
    document = replace(coded.document, title="=\ud800\0\r\n\x1b[31m", outlet="\t")
    mention = replace(coded.mentions[0], trigger=replace(coded.mentions[0].trigger, text="\udfff,\"'"))
    assert ids(form, written(form, tmp_path / "out", replace(coded, document=document, mentions=(mention,)))) == ["m1"]


def stopped(form: type[Format], out: Path, reading: Reading, stop: type[BaseException]) -> None:
    with form.open(out, goldstein={}) as sink:
        sink.write(reading)
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_run_leaves_nothing_half_written(
    form: type[Format], coded: Reading, tmp_path: Path, stop: type[BaseException]
) -> None:
    out = tmp_path / "out"
    out.write_text("earlier")
    with pytest.raises(stop):
        stopped(form, out, coded, stop)
    assert ([path.name for path in tmp_path.iterdir()], out.read_text()) == (["out"], "earlier")


def test_a_missing_folder_is_an_output_error(form: type[Format], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="make the folder first"), form.open(tmp_path / "no" / "out"):
        raise AssertionError("the block must not be entered")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_an_output_error(form: type[Format], coded: Reading) -> None:
    with pytest.raises(OutputError, match="no space left"):
        written(form, Path("/dev/full"), *[coded] * 2_000)


def test_standard_output_gets_what_a_file_gets(
    form: type[Format], coded: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form is Parquet:
        with pytest.raises(InvalidSetting, match="name a file with --out"), form.open(None):
            raise AssertionError("the block must not be entered")
        return
    stdout = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stdout, "ascii"))
    with form.open(None, goldstein={"042": 1.9}) as sink:
        sink.write(coded)
    assert stdout.getvalue() == written(form, tmp_path / "out", coded)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidSetting, match="table, jsonl, csv, parquet, polecat, geojson, html"):
        format_named("xlsx")


def test_parquet_is_written_in_groups_of_rows(coded: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Parquet, "ROWS_IN_A_GROUP", 10)
    written(Parquet, tmp_path / "out", *[coded] * 25)
    file = pq.ParquetFile(tmp_path / "out")
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 25)
