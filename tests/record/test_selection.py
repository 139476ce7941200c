"""Which mentions are meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from onrecord.errors import InvalidSetting
from onrecord.model import Actor, Attribution, Document, Mention, NamedPlace, Place, Reading, Source, Span, Time
from onrecord.record.selection import Selection, country_of, tally

WORD = Span(0, 3, "xyz")


def place(name: str, country: str | None, admin1: str | None = None, kind: str = "city") -> Place:
    return Place(Span(0, len(name), name), NamedPlace(name, kind, None, country, admin1), kind)


def actor(text: str, name: str | None = None, country: str | None = None, *sectors: str) -> Actor:
    return Actor(Span(0, len(text), text), name, country, sectors)


def source(kind: str) -> Attribution:
    return Attribution(Source(WORD, "x", kind), WORD, ())  # type: ignore[arg-type]


def on(earliest: str | None, latest: str | None) -> tuple[Time, ...]:
    return (Time(WORD, None, earliest=earliest, latest=latest),)


MENTIONS = {
    "lavrov": Mention(
        "lavrov", "CONSULT", WORD, Span(0, 9, "Sergey Lavrov  met\nJean-Noël Abé, 100% of them."),
        actors=(actor("Russian Foreign Minister Sergey Lavrov", "Sergey Lavrov", "RUS", "GOV"),),
        recipients=(actor("Jean-Noël Abé", "Jean-Noël Abé", "BFA", "GOV", "MIL"),),
        places=(place("Ouagadougou", "BFA", "Centre"), place("Mali", "MLI", kind="country")),
        times=on("2024-06-05", "2024-06-05"), attributions=(source("person"), source("document")),
    ),
    "niger": Mention(
        "niger", "ASSAULT", WORD, Span(0, 9, "Gunmen attacked a village in Niger State."),
        actors=(actor("gunmen", None, None, "UAF"), actor("the army of Somalia", "army", "SOM", "MIL")),
        places=(place("Niger State", "NGA", "Niger State", "admin1"),), times=on("2024-05-01", "2024-05-31"),
        status="ongoing",
    ),
    "niamey": Mention(
        "niamey", "ACCUSE", WORD, Span(0, 9, "Niamey accused Cotonou."), unvouched=True,
        actors=(actor("Niger", "Niger", "NER", "GOV"),), places=(place("Niger", "NER", kind="country"),),
    ),
    "since": Mention(
        "since", "MOBILIZE", WORD, Span(0, 9, "Troops stand there since April."), times=on("2024-04-01", None),
        attributions=(source("office"),),
    ),
    "will": Mention(
        "will", "MOBILIZE", WORD, Span(0, 9, "Troops will come from July on."), times=on("2024-07-01", None),
        status="planned", attributions=(source("own"),),
    ),
    "maybe": Mention("maybe", "AID", WORD, Span(0, 9, "Aid, perhaps."), uncertain=True),
}  # fmt: skip


@pytest.fixture
def connection(viewed: Callable[..., duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    first = Reading(
        Document("a", "A.", published="2024-06-07"), tuple(MENTIONS[name] for name in ("lavrov", "niger", "niamey"))
    )
    second = Reading(Document("b", "B.", published="2024-06-20T10:00:00+00:00"), (MENTIONS["since"], MENTIONS["will"]))
    return viewed(first, second, Reading(Document("c", "C."), (MENTIONS["maybe"],)))


def found(connection: duckdb.DuckDBPyConnection, **filters: object) -> set[str]:
    where, values = Selection(**filters).where()  # type: ignore[arg-type]
    return {name for (name,) in connection.execute(f"SELECT id FROM mentions WHERE {where}", values).fetchall()}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "lavrov niger niamey since will"),
        ({"uncertain": True}, "lavrov niger niamey since will maybe"),
        ({"type": "consult"}, "lavrov"),
        ({"type": ("CONSULT", "Assault")}, "lavrov niger"),
        ({"status": "ongoing"}, "niger"),
        ({"unvouched": True}, "niamey"),
        # actors and recipients
        ({"actor": "Lavrov"}, "lavrov"),
        ({"actor": "sergey LAVROV"}, "lavrov"),
        ({"actor": "foreign minister"}, "lavrov"),
        ({"actor": "RUS"}, "lavrov"),
        ({"actor": "rus"}, "lavrov"),
        ({"actor": "Russia"}, "lavrov"),
        ({"actor": "Russian"}, "lavrov"),
        ({"actor": "Mali"}, ""),
        ({"actor": "Niger"}, "niamey"),
        ({"actor": "SOM"}, "niger"),
        ({"actor": "MIL"}, "niger"),
        ({"actor": "uaf"}, "niger"),
        ({"actor": "gunmen"}, "niger"),
        ({"actor": "gun"}, ""),
        ({"actor": ("gunmen", "Lavrov")}, "lavrov niger"),
        ({"actor": "Abé"}, ""),
        ({"recipient": "abe"}, "lavrov"),
        ({"recipient": "Jean Noel"}, "lavrov"),
        ({"recipient": "JEAN-NOËL ABÉ"}, "lavrov"),
        ({"recipient": "Burkina Faso"}, "lavrov"),
        ({"recipient": "MIL"}, "lavrov"),
        # the event's own place
        ({"place": "Ouagadougou"}, "lavrov"),
        ({"place": "BFA"}, "lavrov"),
        ({"place": "Burkina Faso"}, "lavrov"),
        ({"place": "Centre"}, "lavrov"),
        ({"place": "MLI"}, ""),
        ({"place": "Niger"}, "niamey"),
        ({"place": "Niger State"}, "niger"),
        ({"place": "Nigeria"}, "niger"),
        ({"place": ("NER", "BFA")}, "lavrov niamey"),
        # when it was
        ({"from_": "2024-06-05", "to": "2024-06-05"}, "lavrov since"),
        ({"from_": "2024-06-06"}, "since will"),
        ({"from_": "2024-06"}, "lavrov since will"),
        ({"from_": "2024-07"}, "will"),
        ({"to": "2024-05-15"}, "niger since"),
        ({"to": "2024-03"}, ""),
        ({"from_": "2024", "to": "2024"}, "lavrov niger since will"),
        ({"from_": date(2024, 5, 31), "to": date(2024, 6, 1)}, "niger since"),
        ({"published_from": "2024-06-08"}, "since will"),
        ({"published_to": "2024-06-07"}, "lavrov niger niamey"),
        ({"published_from": "2024-06-20", "published_to": "2024-06-20"}, "since will"),
        # on whose word
        ({"source_kind": "person"}, "lavrov"),
        ({"source_kind": "document"}, "lavrov"),
        ({"source_kind": "own-voice"}, "niger niamey"),
        ({"source_kind": ("office", "Own voice")}, "niger niamey since"),
        # words
        ({"text": "MET jean-noel"}, "lavrov"),
        ({"text": "attacked"}, "niger"),
        ({"text": "ttack"}, "niger"),
        ({"text": "100%"}, "lavrov"),
        ({"text": "%"}, "lavrov"),
        ({"text": "_"}, ""),
        ({"text": ".*"}, ""),
        ({"text": "a. b"}, ""),
        ({"text": "'; DROP TABLE mentions --"}, ""),
        ({"text": "\\"}, ""),
        ({"text": ("attacked", "since")}, "niger since"),
        ({"mention": "ni"}, "niger niamey"),
        ({"mention": "maybe"}, "maybe"),
        # several
        ({"type": "MOBILIZE", "status": "planned"}, "will"),
        ({"type": "MOBILIZE", "place": "BFA"}, ""),
    ],
    ids=str,
)
def test_it_selects(connection: duckdb.DuckDBPyConnection, filters: dict[str, object], expected: str) -> None:
    assert found(connection, **filters) == set(expected.split())


@pytest.mark.parametrize(
    "word",
    ["(", "a(b", "[a", "a|b", "\\b", "x{2,1}", "^$a", "%a%", "a'b", "é" * 300, "((((a)*)*)*)*", "a\x00b", "日本"],
)
@pytest.mark.parametrize("name", ["actor", "recipient", "place", "text", "mention"])
def test_no_word_is_a_pattern(connection: duckdb.DuckDBPyConnection, name: str, word: str) -> None:
    if name != "text" and not any(letter.isalnum() for letter in word):
        with pytest.raises(InvalidSetting, match="nothing to look for"):
            Selection(**{name: word})  # type: ignore[arg-type]
        return
    where, values = Selection(**{name: word}).where()  # type: ignore[arg-type]
    assert connection.execute(f"SELECT id FROM mentions WHERE {where}", values).fetchall() == []


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"status": "done"}, "--status: there is no 'done'; name one of occurred, ongoing, planned"),
        ({"source_kind": "rumour"}, "--source-kind: there is no 'rumour'; name one of person, organisation"),
        ({"from_": "June"}, "--from: 'June' is no date; say a day, month or year"),
        ({"to": "2024-02-30"}, "--to: '2024-02-30' is no date"),
        ({"published_from": "2024-1"}, "--published-from: '2024-1' is no date"),
        ({"from_": "2024-06", "to": "2024-05"}, "--from: 2024-06-01 is after 2024-05-31"),
        ({"actor": ""}, "--actor: '' is nothing to look for"),
        ({"place": "..."}, "--place: '...' is nothing to look for"),
        ({"text": " "}, "--text: ' ' is nothing to look for"),
    ],
)
def test_what_cannot_be_meant_is_said_so(filters: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        Selection(**filters)  # type: ignore[arg-type]
    assert str(refused.value).startswith(said)


def test_an_unknown_type_is_answered_with_those_there_are(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(InvalidSetting, match="--type: there is no 'ASSUALT'; name one of AGREE"):
        Selection(type="ASSUALT").checked(connection)


@pytest.mark.parametrize("name", ["CONSULT", "SANCTION"])
def test_a_type_of_the_record_or_of_the_codebook_is_known(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    assert Selection(type=name).checked(connection).type == (name,)


def test_a_type_of_a_users_own_codebook_is_known_where_the_record_has_it(
    viewed: Callable[..., duckdb.DuckDBPyConnection],
) -> None:
    own = replace(MENTIONS["niger"], type="RAID")
    assert Selection(type="raid").checked(viewed(Reading(Document("a", "A."), (own,)))).type == ("RAID",)


def test_an_unknown_filter_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidSetting, match="there is no filter 'country'; name one of type, actor"):
        Selection.of(country="BFA")


def test_keywords_change_a_selection() -> None:
    assert Selection.of(Selection(type="AID"), uncertain=True) == Selection(type="AID", uncertain=True)


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        ({}, (5, 2, 1, 0)),
        ({"uncertain": True}, (6, 3, 0, 0)),
        ({"from_": "2024-06-05", "to": "2024-06-05"}, (2, 2, 0, 1)),
        ({"type": "AID"}, (0, 0, 1, 0)),
    ],
)
def test_what_is_left_out_is_counted(
    connection: duckdb.DuckDBPyConnection, filters: dict[str, object], counts: tuple[int, ...]
) -> None:
    told = tally(connection, Selection(**filters))  # type: ignore[arg-type]
    assert (told.mentions, told.documents, told.uncertain, told.undated) == counts


@pytest.mark.parametrize(
    ("word", "code"),
    [("BFA", "BFA"), ("bfa", "BFA"), ("Burkina Faso", "BFA"), ("burkina-faso", "BFA"), ("Cote d’Ivoire", "CIV"),
     ("Ouagadougou", None), ("Russian", None), ("Soviet Union", None), ("Dubai", None), ("GOV", None)],
)  # fmt: skip
def test_countries_are_known_by_code_and_name(word: str, code: str | None) -> None:
    assert country_of(word) == code
