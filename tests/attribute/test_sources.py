"""What kind of source it is, what it is called, and whether its name is withheld."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.attribute import find_attributions
from onrecord.languages import load
from onrecord.model import Source

Parsed = Callable[[str], Doc]
PACK = load("en")


def sources(parsed: Parsed, text: str) -> list[Source]:
    return [one.source for one in find_attributions(parsed(text), text, PACK) if one.source is not None]


@pytest.mark.parametrize(
    ("subject", "kind", "anonymous"),
    [
        ("Angela Merkel", "person", False),
        ("The United Nations", "organisation", False),
        ("The defence ministry", "organisation", False),
        ("A military official", "office", True),
        ("The president", "office", False),
        ("Military sources", "collective", True),
        ("The two sides", "collective", False),
        ("Residents", "witness", False),
        ("A survivor", "witness", False),
        ("The newspaper", "media", False),
        ("Reuters", "media", False),
        ("The report", "document", False),
        ("A spokesman, who asked not to be named,", "office", True),
    ],
)
def test_the_head_noun_and_the_directory_tell_the_kind(
    parsed: Parsed, subject: str, kind: str, anonymous: bool
) -> None:
    (source,) = sources(parsed, f"{subject} said that the troops left the town.")
    assert (source.kind, source.anonymous) == (kind, anonymous)


def test_information_from_somebody_is_that_somebodys_word(parsed: Parsed) -> None:
    (source,) = sources(parsed, "According to word from military sources, the troops left the town.")
    assert (source.name, source.kind, source.anonymous) == ("military sources", "collective", True)


def test_a_surname_takes_the_full_name_and_a_title_is_kept(parsed: Parsed) -> None:
    text = "Foreign Minister Angela Merkel said the talks failed. Later Merkel said the talks would go on."
    assert [(one.name, one.title) for one in sources(parsed, text)] == [
        ("Angela Merkel", "Foreign Minister"),
        ("Angela Merkel", None),
    ]


def test_he_stands_for_the_last_person_and_she_for_no_man(parsed: Parsed) -> None:
    text = (
        "Mrs. Angela Merkel said the talks failed. Mr. John Kerry said they did not. "
        "He said that there was hope. She said that there was none."
    )
    assert [one.name for one in sources(parsed, text)][2:] == ["John Kerry", "Angela Merkel"]


def test_who_stands_for_the_noun_that_its_clause_modifies(parsed: Parsed) -> None:
    (source,) = sources(parsed, "They met John Kerry, who said that the talks had failed.")
    assert (source.span.text, source.name) == ("who", "John Kerry")


def test_the_official_is_the_official_named_before(parsed: Parsed) -> None:
    text = "A Kenyan official said the bridge was burned. The official said nobody was hurt."
    assert [one.name for one in sources(parsed, text)] == ["Kenyan official", "Kenyan official"]


def test_a_later_sentence_can_withhold_the_name(parsed: Parsed) -> None:
    text = "Two lawyers said the talks failed. Both spoke on condition of anonymity."
    assert [one.anonymous for one in sources(parsed, text)] == [True]


def test_who_saw_it_is_a_witness(parsed: Parsed) -> None:
    text = "Soldiers fired on the crowd, a driver who saw the scene said."
    kinds = [
        one.source.kind for one in find_attributions(parsed(text), text, PACK) if one.speech and one.source is not None
    ]
    assert kinds == ["witness"]
