"""Toponyms: what names a place, and which place it names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.gazetteer import Gazetteer
from onrecord.languages import load
from onrecord.model import Span, Toponym
from onrecord.resolve.places import find_toponyms, resolve_spans

Parsed = Callable[[str], Doc]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture
def find(parsed: Parsed, gazetteer: Gazetteer) -> Callable[[str], tuple[Toponym, ...]]:
    return lambda text: find_toponyms(parsed(text), text, load("en"), gazetteer)


Find = Callable[[str], tuple[Toponym, ...]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rangers patrolled the W National Park in Niger.", ["W National Park", "Niger"]),
        ("Trucks queued at the border between Chile and Peru.", ["Chile", "Peru"]),
        ("Soldiers were trained near Kandi last year.", ["Kandi"]),
        ("Fighting went on in northern Mali on Monday.", ["Mali"]),
        ("Villages along the Litani River were evacuated.", ["Litani River"]),
        ("Police in Accra, Lagos and Dakar made arrests.", ["Accra", "Lagos", "Dakar"]),
        ("NAIROBI (Reuters) - Police fired tear gas.", ["NAIROBI"]),
        ("Drought has spread across the Horn of Africa.", ["Horn of Africa"]),
    ],
)
def test_names_of_places_are_found(find: Find, text: str, names: list[str]) -> None:
    assert [t.span.text for t in find(text) if not t.demonym] == names


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Smith met Paris Hilton on Monday.",
        "He may come in March or in May.",
        "Mr. Lincoln spoke to Senator Dallas.",
        "It costs $US 40.",
    ],
)
def test_names_of_persons_and_months_are_no_places(find: Find, text: str) -> None:
    assert [t.span.text for t in find(text)] == []


def test_a_demonym_is_marked_as_one(find: Find) -> None:
    found = [(t.span.text, t.place.country if t.place else None, t.demonym) for t in find("Nigerien troops left.")]
    assert found == [("Nigerien", "NER", True)]


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A fire broke out in Paris, Texas, on Sunday.", "Paris", "USA", "Texas"),
        ("Mayors of Paris and Lyon met in Marseille.", "Paris", "FRA", "Île-de-France"),
        ("Elections in Georgia worry Tbilisi and Batumi.", "Georgia", "GEO", None),
        ("Voters in Atlanta, Savannah and Macon decide who governs Georgia.", "Georgia", "USA", "Georgia"),
        ("The storm hit Ketchum, Ala., at noon.", "Ala.", "USA", "Alabama"),
    ],
)
def test_the_other_places_of_a_text_decide(find: Find, text: str, name: str, country: str, admin1: str | None) -> None:
    place = next(t.place for t in find(text) if t.span.text == name)
    assert place is not None
    assert (place.country, place.admin1) == (country, admin1)


def test_a_name_has_one_sense_in_a_document(find: Find) -> None:
    text = "A court in Athens, Georgia, sat on Monday. The hearing in Athens lasted an hour."
    assert {t.place for t in find(text) if t.span.text == "Athens" and t.place} == {
        next(t.place for t in find(text) if t.span.text == "Athens")
    }


def test_a_village_that_the_gazetteer_lacks_is_no_match(find: Find) -> None:
    found = next(t for t in find("Gunmen stormed the village of Xqzvaru, in Mali.") if t.span.text == "Mali")
    assert found.place is not None
    assert all(t.place is None for t in find("Gunmen stormed Xqzvaru.") if t.span.text == "Xqzvaru")


def test_given_spans_are_all_answered(parsed: Parsed, gazetteer: Gazetteer) -> None:
    text = "Talks in Geneva ended; Xqzvaru was not discussed."
    spans = [Span.of(text, 9, 15), Span.of(text, 23, 30)]
    given = resolve_spans(parsed(text), text, spans, load("en"), gazetteer)
    assert [(t.span.text, t.place.country if t.place else None) for t in given] == [
        ("Geneva", "CHE"),
        ("Xqzvaru", None),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", ",", "Of The", "A" * 5000, "The " * 500])
def test_odd_texts_have_no_places_and_no_errors(find: Find, text: str) -> None:
    assert isinstance(find(text), tuple)


def test_spans_are_those_of_the_text_before_folding(find: Find) -> None:
    text = "Protests in Côte d’Ivoire went on."
    assert [t.span.text for t in find(text)] == ["Côte d’Ivoire"]
