"""Who does what to whom in the tree: one construction a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord.find.arguments import Arguments, of_noun, of_verb

# ruff: noqa: E501 - one construction a line
CONSTRUCTIONS = [
    ("active", "Rebels attacked the village.", "attacked", {"subject": ["Rebels"], "object": ["village"]}),
    ("passive", "The village was attacked by rebels.", "attacked", {"subject": ["rebels"], "object": ["village"]}),
    ("reduced passive", "Villagers attacked by rebels fled to Gao.", "attacked", {"subject": ["rebels"], "object": ["Villagers"]}),
    ("relative clause", "The rebels who attacked the village fled.", "attacked", {"subject": ["rebels"], "object": ["village"]}),
    ("object relative", "The men whom the army is holding are farmers.", "holding", {"subject": ["army"], "object": ["men"]}),
    ("coordination of verbs", "Police entered the camp and arrested ten men.", "arrested", {"subject": ["Police"], "object": ["men"]}),
    ("coordination of subjects", "Mali and Niger signed an accord.", "signed", {"subject": ["Mali", "Niger"], "object": ["accord"]}),
    ("participle", "Troops stormed the camp, killing two men.", "killing", {"subject": ["Troops"], "object": ["men"]}),
    ("subject control", "Ghana promised to send doctors.", "send", {"subject": ["Ghana"], "object": ["doctors"]}),
    ("object control", "Ghana urged Togo to release the prisoners.", "release", {"subject": ["Togo"], "object": ["prisoners"]}),
    ("prepositional control", "Kenya called on the EU to send doctors.", "send", {"subject": ["EU"], "object": ["doctors"]}),
    ("accused of", "Ghana accused Togo of shelling a village.", "shelling", {"subject": ["Togo"], "object": ["village"]}),
    ("thanked for", "Peru thanked Chile for freeing the sailors.", "freeing", {"subject": ["Chile"], "object": ["sailors"]}),
    ("members", "Leaders including Kenyatta signed the accord.", "signed", {"subject": ["Leaders", "Kenyatta"], "object": ["accord"]}),
]  # fmt: skip


def functions(arguments: Arguments, *names: str) -> dict[str, list[str]]:
    return {name: [token.text for token in arguments.get(name)] for name in names}


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"), [c[1:] for c in CONSTRUCTIONS], ids=[c[0] for c in CONSTRUCTIONS]
)
def test_subject_and_object_are_found_in(
    parsed: Callable[[str], Doc], sentence: str, verb: str, expected: dict[str, list[str]]
) -> None:
    token = next(t for t in parsed(sentence) if t.text == verb)
    assert functions(of_verb(token), *expected) == expected


def test_a_prepositional_phrase_of_the_object_counts_for_the_verb(parsed: Callable[[str], Doc]) -> None:
    verb = next(t for t in parsed("Mali signed a trade deal with Niger.") if t.text == "signed")
    assert functions(of_verb(verb), "with") == {"with": ["Niger"]}


def test_a_complement_clause_is_told_by_its_kind(parsed: Callable[[str], Doc]) -> None:
    kinds = {}
    for sentence, verb in (
        ("Iran threatened to close the strait.", "threatened"),
        ("Iran denied that it had closed the strait.", "denied"),
        ("Iran stopped shipping oil.", "stopped"),
    ):
        kinds[verb] = of_verb(next(t for t in parsed(sentence) if t.text == verb)).clause_kind
    assert kinds == {"threatened": "to", "denied": "that", "stopped": "ing"}


def test_an_event_noun_has_possessor_and_prepositions(parsed: Callable[[str], Doc]) -> None:
    noun = next(t for t in parsed("Turkey's shelling of villages near Duhok went on.") if t.text == "shelling")
    assert functions(of_noun(noun), "possessive", "of") == {"possessive": ["Turkey"], "of": ["villages"]}


def test_what_is_inferred_is_said_to_be(parsed: Callable[[str], Doc]) -> None:
    verb = next(t for t in parsed("Ghana promised to send doctors.") if t.text == "send")
    assert of_verb(verb).inferred == {"subject": "subject of the verb above"}
