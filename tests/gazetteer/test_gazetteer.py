"""The place index: names to places, built whole or not at all."""

from __future__ import annotations

import pickle
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import MissingModel, OutputError, UnreadableDocument
from onrecord.gazetteer import Gazetteer, build, name_key
from onrecord.gazetteer.geonames import read_geonames


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Saint-Louis", "St. Louis"),
        ("the Gambia", "Gambia"),
        ("Guinea-Bissau", "GUINEA BISSAU"),
        ("Łódź", "Lodz"),
        ("Mount Elgon", "Mt. Elgon"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_the_keys_of_different_names_differ() -> None:
    assert name_key("Niger") != name_key("Nigeria")


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Benin", "country", "BEN"),
        ("Russia", "country", "RUS"),
        ("Georgia", "country", "GEO"),
        ("U.S.", "country", "USA"),
        ("Upper Volta", "country", "BFA"),
        ("Haute-Volta", "country", "BFA"),
        ("Birmanie", "country", "MMR"),
        ("Deutschland", "country", "DEU"),
        ("Kandi", "city", "BEN"),
        ("Paris", "city", "FRA"),
        ("Washington", "city", "USA"),
        ("Kiev", "city", "UKR"),
        ("Alibori", "admin1", "BEN"),
        ("Anderson County", "admin2", "USA"),
        ("W National Park", "park", None),
        ("Sahel", "region", None),
        ("Lake Chad", "water", None),
        ("Donbas", "region", "UKR"),
        ("Africa", "continent", None),
    ],
)
def test_the_place_that_is_meant_most_often_comes_first(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    place = gazetteer.lookup(name)[0]
    assert (place.kind, place.country) == (kind, country)


def test_a_city_knows_its_regions(gazetteer: Gazetteer) -> None:
    place = gazetteer.lookup("Kandi")[0]
    assert (place.admin1, place.geonames_id) == ("Alibori", 2393693)


def test_a_name_that_nobody_bears_has_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Xqzvland") == ()


@pytest.mark.parametrize("name", ["", "   ", "the", "'", "-"])
def test_a_name_without_letters_has_no_place(gazetteer: Gazetteer, name: str) -> None:
    assert isinstance(gazetteer.lookup(name), tuple)


def test_every_country_has_a_point(gazetteer: Gazetteer) -> None:
    assert all(
        (found := gazetteer.country(code)) and found.latitude is not None for code in ("NER", "FRA", "TUV", "XKX")
    )


def test_an_unknown_code_is_no_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.country("ZZZ") is None


def test_a_pickled_gazetteer_opens_the_same_index(gazetteer: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(gazetteer)).hash == gazetteer.hash


def test_without_an_index_the_message_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="onrecord gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite", build=False)


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(MissingModel, match="damaged"):
        Gazetteer(path)


def test_an_index_of_other_versions_is_out_of_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE about (key TEXT, value TEXT)")
        connection.execute("INSERT INTO about VALUES ('stamp', 'older')")
    connection.close()
    with pytest.raises(MissingModel, match="out of date"):
        Gazetteer.open(path, build=False)


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(phrase: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "places.sqlite", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_index_cannot_be_built_where_a_file_stands_for_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf8")
    with pytest.raises(OutputError, match="ONRECORD_CACHE"):
        build(tmp_path / "file" / "places.sqlite")


def test_a_dump_of_geonames_adds_and_corrects_places(tmp_path: Path, dump: Path) -> None:
    gazetteer = Gazetteer(build(tmp_path / "places.sqlite", geonames=dump))
    assert gazetteer.lookup("Westby")[-1].name == "Ouestville"
    assert gazetteer.lookup("Lac Test")[0].kind == "water"
    assert gazetteer.lookup("Ouestville")[0].admin1 == "Alibori"
    assert [p.latitude for p in gazetteer.lookup("Kandi") if p.geonames_id == 2393693] == [11.0]


def test_two_builds_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    threads = [threading.Thread(target=build, args=(path,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.name for p in tmp_path.iterdir()] == ["places.sqlite"]
    assert Gazetteer(path).lookup("Niger")[0].country == "NER"


def test_a_zipped_dump_is_read_like_a_plain_one(tmp_path: Path, dump: Path) -> None:
    archive = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(dump, "allCountries.txt")
    assert [e for e, _ in read_geonames(archive)] == [e for e, _ in read_geonames(dump)]


def test_a_file_of_another_format_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text("name,latitude\nKandi,11\n", encoding="utf8")
    with pytest.raises(UnreadableDocument, match="line 1"):
        list(read_geonames(path))


def test_a_missing_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.zip"):
        list(read_geonames(tmp_path / "gone.zip"))


def test_a_file_of_the_users_own_is_never_built_over(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,", encoding="utf8")
    with pytest.raises(MissingModel, match="no place index"):
        Gazetteer.open(letter)
    assert letter.read_text(encoding="utf8") == "Dear all,"


def test_codes_of_countries_are_no_names(gazetteer: Gazetteer) -> None:
    assert [p.kind for p in gazetteer.lookup("NER") if p.kind == "country"] == []
