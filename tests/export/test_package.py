"""An export: the file and its data dictionary, both or neither."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord.errors import InvalidSetting, OutputError
from onrecord.export import COLUMNS, FORMATS, Options, Origin, export_readings, in_context, mention_row
from onrecord.export.target import together
from onrecord.model import Document, Reading

EXPORTED = ("polecat", "jsonl", "csv", "parquet", "geojson")
TYPES = {"string", "number", "integer", "boolean", "date", "array", "object"}


def dictionary(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def export(folder: Path, name: str, *readings: Reading, file: str | None = None, **options: Any) -> dict[str, Any]:
    path = folder / (file or f"events.{name}")
    export_readings(readings, FORMATS[name], path, Options(**options), Origin("sahel", runs=({"id": "r1"},)))
    return next(one for one in dictionary(folder)["resources"] if one["path"] == path.name)


@pytest.mark.parametrize("name", EXPORTED)
def test_the_dictionary_is_a_data_package_of_version_2(name: str, coded: Reading, tmp_path: Path) -> None:
    resource = export(tmp_path, name, coded)
    package = dictionary(tmp_path)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert all({"title", "path"} <= set(source) for source in package["sources"])
    assert any("GeoNames" in source["title"] and "CC BY" in source["title"] for source in package["sources"])
    assert {"name", "path", "format", "mediatype", "bytes", "hash", "schema"} <= set(resource)
    assert resource["name"] == resource["name"].lower()
    assert not resource["path"].startswith(("/", "."))


@pytest.mark.parametrize("name", EXPORTED)
def test_its_fields_are_described_by_table_schema(name: str, coded: Reading, tmp_path: Path) -> None:
    schema = export(tmp_path, name, coded)["schema"]
    names = [field["name"] for field in schema["fields"]]
    assert len(set(names)) == len(names)
    assert all(field["type"] in TYPES and field["description"] for field in schema["fields"])
    assert set(schema.get("primaryKey", ())) <= set(names)
    assert schema["missingValues"] == [""]


@pytest.mark.parametrize("name", EXPORTED)
def test_its_fields_are_those_of_the_file(name: str, coded: Reading, tmp_path: Path) -> None:
    resource = export(tmp_path, name, coded)
    path = tmp_path / resource["path"]
    found = {
        "csv": lambda: next(csv.reader(path.open(newline=""))),
        "polecat": lambda: next(csv.reader(path.open(newline=""), delimiter=resource["dialect"]["delimiter"])),
        "jsonl": lambda: list(json.loads(path.read_text(encoding="utf-8").splitlines()[0])),
        "parquet": lambda: pq.read_schema(path).names,
        "geojson": lambda: list(json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]),
    }[name]()
    assert found == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("name", EXPORTED)
def test_size_hash_and_rows_are_those_of_the_file(name: str, coded: Reading, tmp_path: Path) -> None:
    resource = export(tmp_path, name, coded)
    data = (tmp_path / resource["path"]).read_bytes()
    assert resource["bytes"] == len(data)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["onrecord"]["rows"] == 1


@pytest.mark.parametrize("name", EXPORTED)
def test_values_hold_to_the_constraints(name: str, coded: Reading, tmp_path: Path) -> None:
    row = mention_row(coded, coded.mentions[0])
    for field in export(tmp_path, name, coded)["schema"]["fields"]:
        if field["name"] in row and "enum" in field.get("constraints", {}):
            assert row[field["name"]] in field["constraints"]["enum"]


def test_it_tells_the_runs_the_options_and_what_was_left_out(coded: Reading, tmp_path: Path) -> None:
    known = export(tmp_path, "polecat", coded, centroids=True)["onrecord"]
    assert (known["record"], known["runs"], known["centroids"]) == ("sahel", [{"id": "r1"}], True)
    assert known["left_out"] == [{"reasons": ["uncertain"], "mentions": 1}]


def test_several_exports_of_a_folder_share_one_dictionary(coded: Reading, tmp_path: Path) -> None:
    for name in EXPORTED:
        export(tmp_path, name, coded)
    export(tmp_path, "csv", coded, include=frozenset({"uncertain"}))
    resources = dictionary(tmp_path)["resources"]
    assert sorted(one["path"] for one in resources) == sorted(f"events.{name}" for name in EXPORTED)
    assert next(one for one in resources if one["path"] == "events.csv")["onrecord"]["rows"] == 2


def test_files_whose_names_differ_only_in_case_have_names_of_their_own(coded: Reading, tmp_path: Path) -> None:
    export(tmp_path, "csv", coded, file="a.csv")
    export(tmp_path, "csv", coded, file="A.csv")
    assert sorted(one["name"] for one in dictionary(tmp_path)["resources"]) == ["a.csv", "a.csv-2"]


@pytest.mark.parametrize("content", ['{"name": "mine", "resources": []}', "not json", "[]"])
def test_another_programs_dictionary_is_not_touched_and_nothing_is_written(
    coded: Reading, tmp_path: Path, content: str
) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(InvalidSetting, match="another folder"):
        export(tmp_path, "csv", coded)
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]
    assert (tmp_path / "datapackage.json").read_text() == content


def test_the_file_cannot_take_the_dictionarys_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="another file"):
        export(tmp_path, "csv", file="datapackage.json")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("name", EXPORTED)
def test_an_interrupted_export_leaves_neither_file(
    name: str, stop: type[BaseException], coded: Reading, tmp_path: Path
) -> None:
    def readings() -> Iterator[Reading]:
        yield coded
        raise stop

    with pytest.raises(stop):
        export_readings(readings(), FORMATS[name], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_files_that_belong_together_appear_together_or_not_at_all(tmp_path: Path) -> None:
    def stopped() -> None:
        with together(tmp_path / "a", tmp_path / "b") as streams:
            streams[0].write(b"1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_when_the_second_file_cannot_take_its_place_the_first_goes_again(tmp_path: Path) -> None:
    def hindered() -> None:
        with together(tmp_path / "a", tmp_path / "b"):
            (tmp_path / "b" / "in the way").mkdir(parents=True)

    with pytest.raises(OutputError):
        hindered()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_device_gets_no_dictionary_beside_it(coded: Reading) -> None:
    assert export_readings([coded], FORMATS["csv"], Path("/dev/null")).balance.rows == 1
    assert not Path("/dev/datapackage.json").exists()


def test_the_same_readings_are_the_same_bytes_and_the_same_dictionary(coded: Reading, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        export(tmp_path / folder, "polecat", coded)
    assert dictionary(tmp_path / "a") == dictionary(tmp_path / "b")


def test_the_columns_of_csv_are_the_flat_table() -> None:
    assert FORMATS["csv"].columns == COLUMNS


def test_a_selection_comes_with_the_other_mentions_of_its_documents() -> None:
    a, b, c = (Reading(Document(name, "Rain fell.")) for name in "abc")
    assert [reading.document.id for reading, _ in in_context([a, c], [a, b, c])] == ["a", "c"]
