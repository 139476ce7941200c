"""Sentences to mentions: type, who and whom, one rule a test. The sentences are ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import codebooks
from onrecord.find import Find
from onrecord.model import Mention, Reading


@pytest.fixture(scope="session")
def found(read: Callable[..., Reading]) -> Callable[[str], tuple[Mention, ...]]:
    find = Find(codebooks.load("plover"), "en")
    return lambda text: find(read(text)).mentions


def told(mentions: tuple[Mention, ...]) -> list[tuple[str, list[str], list[str]]]:
    return [(m.type, [a.span.text for a in m.actors], [r.span.text for r in m.recipients]) for m in mentions]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Police arrested two students.", ("COERCE", ["Police"], ["two students"])),
        ("Two students were arrested by police.", ("COERCE", ["police"], ["two students"])),
        ("Chile and Peru signed a treaty.", ("SUPPORT", ["Chile", "Peru"], [])),
        ("The envoy held talks with rebels.", ("CONSULT", ["The envoy", "rebels"], [])),
        ("The prime minister visited Oslo.", ("CONSULT", ["The prime minister"], ["Oslo"])),
        ("Rebels launched an attack on the army.", ("ASSAULT", ["Rebels"], ["the army"])),
        ("The army came under attack by rebels.", ("ASSAULT", ["rebels"], ["The army"])),
        ("Togo accused Ghana of arming rebels.", ("ACCUSE", ["Togo"], ["Ghana"])),
        ("Teachers went on strike.", ("PROTEST", ["Teachers"], [])),
        ("The general resigned.", ("RETREAT", ["The general"], [])),
        ("Ghana threatened to close the border.", ("THREATEN", ["Ghana"], [])),
        ("The union demanded the release of its leader.", ("REQUEST", ["The union"], [])),
    ],
)  # fmt: skip
def test_a_plain_sentence_gives_type_actor_and_recipient(
    found: Callable[[str], tuple[Mention, ...]], sentence: str, expected: tuple[str, list[str], list[str]]
) -> None:
    said = told(found(sentence))
    kind, actors, recipients = said[0][0], said[0][1], said[0][2]
    without_article = [t.removeprefix("Two ").removeprefix("two ") for t in recipients]
    assert (kind, actors, without_article) == (expected[0], expected[1], [t.removeprefix("two ") for t in expected[2]])


@pytest.mark.parametrize(
    "sentence",
    [
        "The storm killed two people.",
        "Shares fell after the report.",
        "The striker attacked the goal from the left.",
        "The museum received many visitors.",
        "Rain is expected on Friday.",
    ],
)
def test_what_nobody_political_does_is_no_mention(found: Callable[[str], tuple[Mention, ...]], sentence: str) -> None:
    assert told(found(sentence)) == []


def test_a_speech_act_and_its_content_are_two_linked_mentions(found: Callable[[str], tuple[Mention, ...]]) -> None:
    mentions = {m.type: m for m in found("Ghana promised to send troops to Togo.")}
    promise = mentions.pop("AGREE")
    assert [m.content_of for m in mentions.values()] == [promise.id]


def test_a_raid_and_the_deaths_in_it_are_one_mention(found: Callable[[str], tuple[Mention, ...]]) -> None:
    mentions = found("Gunmen raided a village, killing two farmers.")
    assert told(mentions) == [("ASSAULT", ["Gunmen"], ["a village", "two farmers"])]
    assert "merge:one-event" in [reason.rule for reason in mentions[0].why]


def test_a_definite_event_noun_points_back(found: Callable[[str], tuple[Mention, ...]]) -> None:
    first, second = found("The minister visited Oslo. The visit lasted two days.")
    assert (second.same_as, told((second,))[0][1]) == (first.id, ["The minister"])


def test_every_span_is_the_text_it_says(found: Callable[[str], tuple[Mention, ...]]) -> None:
    text = "“We will send aid,” said Ghana’s minister — who met Togo’s envoy in Lomé.\r\n\r\nTroops attacked rebels."
    for mention in found(text):
        for span in (mention.trigger, mention.evidence, *(a.span for a in mention.actors + mention.recipients)):
            assert span.text == text[span.start : span.end]


def test_a_mention_says_which_entry_and_which_functions_decided(found: Callable[[str], tuple[Mention, ...]]) -> None:
    (mention,) = found("Police arrested two students.")
    assert [reason.rule.split("#")[0] for reason in mention.why] == [
        "lexicon:COERCE/arrest", "role:actor/subject", "role:recipient/object",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "type_", "modes"),
    [
        ("The union demanded the release of its leader.", "REQUEST", ("yield",)),
        ("Ghana asked Togo to train its police.", "REQUEST", ("assist",)),
        ("The rebels threatened to attack the port.", "THREATEN", ("violence",)),
    ],
)
def test_the_content_of_a_speech_act_tells_its_mode(
    found: Callable[[str], tuple[Mention, ...]], sentence: str, type_: str, modes: tuple[str, ...]
) -> None:
    assert [m.modes for m in found(sentence) if m.type == type_] == [modes]


def test_contexts_come_from_the_keywords_of_the_sentence(found: Callable[[str], tuple[Mention, ...]]) -> None:
    (mention,) = found("The supreme court jailed two generals over the election.")
    assert mention.contexts[-2:] == ("election", "legal")


def test_the_dead_and_the_wounded_of_one_attack_are_one_mention(found: Callable[[str], tuple[Mention, ...]]) -> None:
    said = told(found("Rebels shelled the port, killing ten sailors and wounding thirty dockers."))
    assert said == [("ASSAULT", ["Rebels"], ["ten sailors", "thirty dockers"])]
