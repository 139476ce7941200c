"""Which place is the event's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.gazetteer import Gazetteer
from onrecord.languages import load
from onrecord.model import Mention, Place, Span
from onrecord.resolve.places import event_places, find_toponyms

Parsed = Callable[[str], Doc]
Where = Callable[..., tuple[Place, ...]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture
def where(parsed: Parsed, gazetteer: Gazetteer) -> Where:
    def where_(text: str, trigger: str, coded: str = "ASSAULT") -> tuple[Place, ...]:
        doc = parsed(text)
        start = text.index(trigger)
        token = next(t for t in doc if t.idx <= start < t.idx + len(t.text))
        mention = Mention("m", coded, Span.of(text, start, start + len(trigger)), Span.of(text, 0, len(text)))
        return event_places(doc, text, mention, find_toponyms(doc, text, load("en"), gazetteer), token)

    return where_


@pytest.mark.parametrize(
    ("text", "trigger", "span", "relation"),
    [
        ("Gunmen attacked a village near Koro, the mayor said in Bamako.", "attacked", "Koro", "near"),
        ("The minister said in Paris that rebels had killed ten soldiers in Gao.", "killed", "Gao", "in"),
        ("Artillery shelled Kharkiv on Tuesday.", "shelled", "Kharkiv", "in"),
        ("The foreign minister held talks with his counterpart in Beijing.", "talks", "Beijing", "in"),
        ("An attack on a convoy in northern Mali killed four soldiers from Chad.", "killed", "northern Mali", "in"),
        ("Instructors arrived in Burkina Faso in January.", "arrived", "Burkina Faso", "in"),
        ("Macron visited Kigali, where he met the president.", "met", "Kigali", "in"),
        ("The first group was sent to Niger, where a unit has been deployed.", "deployed", "Niger", "in"),
        (
            "Clashes broke out on the border between Chile and Bolivia.",
            "Clashes",
            "border between Chile and Bolivia",
            "border",
        ),
        ("Ships were attacked south of Tripoli.", "attacked", "south of Tripoli", "near"),
        ("Burkina Faso faces violence this year.", "violence", "Burkina Faso", "in"),
        ("The king of Niger received two envoys.", "received", "Niger", "in"),
        (
            "Women marched in Bankass. They marched through the town again on Friday.",
            "marched through",
            "the town",
            "in",
        ),
        ("NAIROBI (Reuters) - Police fired tear gas at protesters on Tuesday.", "fired", "NAIROBI", "in"),
    ],
)
def test_the_events_own_place_comes_first(where: Where, text: str, trigger: str, span: str, relation: str) -> None:
    first = where(text, trigger)[0]
    assert (first.span.text, first.relation) == (span, relation)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister said in Paris that rebels had killed ten soldiers.", "killed"),
        ("The President of Niger met his Russian counterpart.", "met"),
        ("France's defence minister accused Mali of breaking a deal.", "accused"),
        ("Nobody was killed.", "killed"),
    ],
)
def test_a_place_that_is_not_the_events_is_not_given(where: Where, text: str, trigger: str) -> None:
    assert where(text, trigger) == ()


def test_the_narrowest_place_comes_first(where: Where) -> None:
    places = where("A bomb exploded in a market in Maiduguri in Nigeria.", "exploded")
    assert places[0].place.name == "Maiduguri"
    assert places[0].precision == "city"


def test_a_border_lies_in_no_one_country(where: Where) -> None:
    place = where("Clashes broke out on the border between Chile and Bolivia.", "Clashes")[0].place
    assert (place.kind, place.country) == ("border", None)


def test_every_place_says_why(where: Where) -> None:
    assert where("Artillery shelled Kharkiv on Tuesday.", "shelled")[0].reason.endswith("event-place:goal/own")


def test_a_promise_does_not_take_the_place_of_the_sentence_before(where: Where) -> None:
    text = "Soldiers fought in Gao. The government promised new posts."
    assert where(text, "promised", "AGREE") == ()
