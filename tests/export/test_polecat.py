"""POLECAT's shape."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from onrecord.export import COLUMNS, Polecat, read_cells
from onrecord.export.polecat import POLECAT_COLUMNS
from onrecord.model import Actor, Attribution, Mention, Reading, Source, Span, Time

FORTY = list(re.split(", ", (
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, "
    "Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, "
    "Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, "
    "Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, "
    "GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, "
    "Story Locations, Language, Version"
)))  # fmt: skip


def rows(out: Path, *readings: Reading, **options: Any) -> list[dict[str, str]]:
    with Polecat.open(out, **options) as sink:
        for reading in readings:
            sink.write(reading)
    return list(read_cells(out))


def test_the_first_forty_columns_are_polecats_in_their_order(coded: Reading, tmp_path: Path) -> None:
    assert len(FORTY) == 40
    assert [column.name for column in POLECAT_COLUMNS] == FORTY
    assert list(rows(tmp_path / "out", coded)[0])[:40] == FORTY


def test_pandas_opens_it_with_the_forty_columns_first(coded: Reading, tmp_path: Path) -> None:
    rows(tmp_path / "out", coded)
    frame = pd.read_csv(tmp_path / "out", sep="\t")
    assert list(frame.columns[:40]) == FORTY
    assert frame.loc[0, ["Event Type", "Actor COW", "Latitude", "Intensity"]].tolist() == ["CONSULT", 433, 14.6937, 3]


def test_a_row_says_who_did_what_where_and_when(coded: Reading, tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "out", coded)
    expected = {
        "Event Date": "2024-06-07", "Event Type": "CONSULT", "Event Mode": "visit", "Quad Code": "1",
        "Contexts": "diplomatic", "Actor Name": "Zoë Ndiaye", "Actor Country": "SEN", "Actor COW": "433",
        "Primary Actor Sector": "GOV", "Actor Title": "Minister", "Actor Name Raw": "Minister Zoë Ndiaye",
        "Recipient Name": "", "Recipient Name Raw": "12 envoys", "Placename": "Dakar", "City": "Dakar",
        "Province": "Dakar", "Country": "SEN", "Longitude": "-17.44406", "GeoNames ID": "2253354",
        "Feature Type": "PPL", "Source": "Wire", "Publication Date": "2024-06-07", "Story People": "Zoë Ndiaye",
        "Story Locations": "Dakar", "Language": "en",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_what_polecat_has_no_column_for_comes_after_its_forty(coded: Reading, tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "out", coded)
    names = "status", "background", "source_kind", "event_date_basis", "place_precision"
    assert [row[name] for name in names] == ["occurred", "false", "person", "text", "city"]


def test_a_promise_is_one_row_that_names_its_content(promise: Reading, tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "out", promise)
    names = "Event Type", "Recipient Name", "content_type", "content_status", "content_id"
    assert [row[name] for name in names] == ["AGREE", "Niger", "AID", "planned", "aid"]


@pytest.mark.parametrize(
    ("change", "word", "mode"),
    [
        ({"status": "planned"}, "planned", "future"),
        ({"status": "hypothetical"}, "planned", "hypothetical"),
        ({"status": "negated"}, "negated", "negation"),
        ({"background": True}, "background", "historical"),
    ],
)
def test_what_did_not_happen_now_is_left_out_and_comes_in_with_its_auxiliary_mode(
    coded: Reading, tmp_path: Path, change: dict[str, Any], word: str, mode: str
) -> None:
    reading = replace(coded, mentions=(replace(coded.mentions[0], **change),))
    assert rows(tmp_path / "out", reading) == []
    (row,) = rows(tmp_path / "out", reading, include=frozenset({word}))
    assert row["Contexts"] == f"diplomatic;{mode}"


@pytest.mark.parametrize("precision", ["admin2", "admin1", "country", "region"])
def test_what_is_located_no_nearer_than_a_district_has_no_point_but_its_precision(
    telling: Any, tmp_path: Path, precision: str
) -> None:
    t = telling("Rebels attacked soldiers in Mopti.")
    reading = t.reading(t.mention("m", "ASSAULT", "attacked", places=(t.place("Mopti", "admin1", precision),)))
    (row,) = rows(tmp_path / "out", reading)
    assert (row["Latitude"], row["Longitude"], row["place_precision"]) == ("", "", precision)
    (row,) = rows(tmp_path / "out", reading, centroids=True)
    assert (row["Latitude"], row["Longitude"], row["place_precision"]) == ("14.5", "-4.25", precision)


def test_several_actors_have_one_part_each_in_every_cell_of_their_side(telling: Any, tmp_path: Path) -> None:
    t = telling("Mali and armed men; met Kosovo.")
    men = Actor(t.span("armed men; met"), None, None, ("UAF", "CRM"))
    actors = (t.actor("Mali", "Mali", "MLI", "GOV"), men)
    kosovo = t.actor("Kosovo", "Kosovo", "XKX", "GOV")
    (row,) = rows(tmp_path / "out", t.reading(t.mention("m", "CONSULT", "met", actors=actors, recipients=(kosovo,))))
    assert [row[name] for name in FORTY[7:15]] == [
        "Mali;", "MLI;", "432;", "GOV;UAF", "GOV;UAF,CRM", ";", "Mali;armed men, met", "",
    ]  # fmt: skip
    assert (row["Recipient Country"], row["Recipient COW"]) == ("KOS", "347")


def test_an_international_organisation_has_plovers_code(telling: Any, tmp_path: Path) -> None:
    t = telling("The United Nations met Mali.")
    un = t.actor("The United Nations", "United Nations", None, "IGO")
    (row,) = rows(tmp_path / "out", t.reading(t.mention("m", "CONSULT", "met", actors=(un,))))
    assert row["Actor Country"] == "UNO"


MAY = Span(0, 3, "May")


@pytest.mark.parametrize(
    ("time", "date", "latest", "basis"),
    [
        (None, "2024-06-07", "", "publication"),
        (Time(Span(0, 4, "soon"), None), "2024-06-07", "", "publication"),
        (Time(MAY, "2024-05", "DATE", "2024-05-01", "2024-05-31", "month"), "2024-05-01", "2024-05-31", "text"),
        (Time(MAY, "2024-05", "DATE", None, "2024-05-31", "month", "before"), "2024-05-31", "2024-05-31", "text"),
    ],
)  # fmt: skip
def test_the_date_is_the_events_or_the_day_of_publication_and_says_which(
    telling: Any, tmp_path: Path, time: Time | None, date: str, latest: str, basis: str
) -> None:
    t = telling("Mali met Niger.")
    reading = t.reading(t.mention("m", "CONSULT", "met", times=(time,) if time else ()))
    (row,) = rows(tmp_path / "out", reading)
    assert (row["Event Date"], row["event_date_latest"], row["event_date_basis"]) == (date, latest, basis)


def test_event_ids_are_unique_where_documents_share_a_text(coded: Reading, tmp_path: Path) -> None:
    copy = replace(coded, document=replace(coded.document, id="d2"))
    ids = [row["Event ID"] for row in rows(tmp_path / "out", coded, copy, coded)]
    assert len(set(ids)) == 3
    assert ids == [row["Event ID"] for row in rows(tmp_path / "again", coded, copy, coded)]


def test_hostile_cells_are_no_formulas_and_read_back(telling: Any, tmp_path: Path) -> None:
    t = telling("=cmd()\t\r\n+1 met 'Mali'.")
    hostile = Actor(t.span("=cmd()\t\r\n+1"), "=cmd()\t\r\n+1", None, ("GOV",), "@x", "named")
    reading = t.reading(t.mention("m", "CONSULT", "met", actors=(hostile,)), outlet="-Wire", title="\tTalks")
    (row,) = rows(tmp_path / "out", reading)
    assert (row["Actor Name"], row["Actor Title"], row["Source"]) == ("=cmd()\t\r\n+1", "@x", "-Wire")
    assert row["title"] == "\tTalks"
    raw = list(csv.reader(io.StringIO((tmp_path / "out").read_text(), newline=""), delimiter="\t"))[1]
    assert not [text for text in raw if text[:1] in set("=+@\t\r")]


def test_the_word_of_each_row_is_beside_it(telling: Any, tmp_path: Path) -> None:
    t = telling("Sources said Mali met Niger.")
    source = Source(t.span("Sources"), "Sources", "collective", anonymous=True)
    held = Attribution(source, t.span("said"), (t.span("Mali met Niger"),))
    (row,) = rows(tmp_path / "out", t.reading(t.mention("m", "CONSULT", "met", attributions=(held,))))
    assert (row["word"], row["source_kind"], row["source_anonymous"]) == ("Sources", "collective", "true")


def test_an_unvouched_accusation_comes_in_when_asked_for(telling: Any, tmp_path: Path) -> None:
    t = telling("Mali arms rebels.")
    mention: Mention = t.mention("m", "AID", "arms", unvouched=True)
    assert rows(tmp_path / "out", t.reading(mention)) == []
    (row,) = rows(tmp_path / "out", t.reading(mention), include=frozenset({"unvouched"}))
    assert (row["unvouched"], row["word"]) == ("true", "nobody")


def test_our_columns_bear_the_names_of_the_flat_table_where_they_mean_the_same() -> None:
    ours = {column.name for column in Polecat.columns[40:]}
    assert {"status", "background", "unvouched", "evidence", "document_id"} <= ours & {c.name for c in COLUMNS}
