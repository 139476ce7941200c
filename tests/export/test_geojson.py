"""Events on a map."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.export import GeoJson
from onrecord.export.geojson import PROPERTIES
from onrecord.model import Document, Reading


def collection(out: Path, *readings: Reading, **options: Any) -> dict[str, Any]:
    with GeoJson.open(out, **options) as sink:
        for reading in readings:
            sink.write(reading)
    found: dict[str, Any] = json.loads(out.read_bytes().decode("utf-8"))
    return found


def test_without_events_it_is_an_empty_collection(tmp_path: Path) -> None:
    assert collection(tmp_path / "out", Reading(Document("d", "Rain fell."))) == {
        "type": "FeatureCollection",
        "features": [],
    }


def test_a_city_is_a_point_longitude_first(coded: Reading, tmp_path: Path) -> None:
    (feature,) = collection(tmp_path / "out", coded)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-17.44406, 14.6937]}


def test_every_feature_has_every_property_in_order(coded: Reading, promise: Reading, tmp_path: Path) -> None:
    for feature in collection(tmp_path / "out", coded, promise)["features"]:
        assert list(feature) == ["type", "id", "geometry", "properties"]
        assert list(feature["properties"]) == [column.name for column in PROPERTIES]


@pytest.mark.parametrize("precision", ["admin2", "admin1", "country", "region"])
def test_what_is_located_no_nearer_than_a_district_is_no_point_unless_asked_for(
    telling: Any, tmp_path: Path, precision: str
) -> None:
    t = telling("Rebels attacked soldiers in Mopti.")
    reading = t.reading(t.mention("m", "ASSAULT", "attacked", places=(t.place("Mopti", "admin1", precision),)))
    (feature,) = collection(tmp_path / "out", reading)["features"]
    assert (feature["geometry"], feature["properties"]["place_precision"]) == (None, precision)
    (feature,) = collection(tmp_path / "out", reading, centroids=True)["features"]
    assert feature["geometry"]["coordinates"] == [-4.25, 14.5]


def test_the_default_map_shows_only_what_happened(coded: Reading, tmp_path: Path) -> None:
    planned = replace(coded, mentions=(replace(coded.mentions[0], status="planned"),))
    assert collection(tmp_path / "out", planned)["features"] == []
    (feature,) = collection(tmp_path / "out", planned, include=frozenset({"planned"}))["features"]
    assert feature["properties"]["contexts"] == ["diplomatic", "future"]


def test_a_promise_is_one_feature_that_names_its_content(promise: Reading, tmp_path: Path) -> None:
    (feature,) = collection(tmp_path / "out", promise)["features"]
    assert feature["properties"]["content"] == [{"type": "AID", "status": "planned", "id": "aid"}]


def test_ids_of_features_are_unique(coded: Reading, tmp_path: Path) -> None:
    ids = [feature["id"] for feature in collection(tmp_path / "out", coded, coded)["features"]]
    assert len(set(ids)) == 2
