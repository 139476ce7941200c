"""Which mention denies which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc

from onrecord.attribute.denials import with_denials
from onrecord.attribute.lexicon import lexicon
from onrecord.languages import load
from onrecord.model import Actor, Attribution, Mention, Source, Span

WORDS = lexicon(load("en"))
Parsed = Callable[[str], Doc]
TEXT = "Chad says Sudan armed rebels. Sudan denied that it armed rebels."


def nth(text: str, words: str, which: int = 0) -> Span:
    at = -1
    for _ in range(which + 1):
        at = text.index(words, at + 1)
    return Span.of(text, at, at + len(words))


def sudan(text: str, which: int = 0) -> Actor:
    return Actor(nth(text, "Sudan", which), "Sudan", "SDN")


CHAD = Attribution(
    Source(nth(TEXT, "Chad"), "Chad", country="TCD"), nth(TEXT, "says"), (nth(TEXT, "Sudan armed rebels"),)
)
DENIAL = Attribution(
    Source(nth(TEXT, "Sudan", 1), "Sudan", country="SDN"), nth(TEXT, "denied"), (nth(TEXT, "that it armed rebels"),),
    stance="denies",
)  # fmt: skip
ARMED = Mention("a", "AID", nth(TEXT, "armed"), nth(TEXT, TEXT), actors=(sudan(TEXT),), attributions=(CHAD,))
DENIED = Mention("d", "REJECT", nth(TEXT, "denied"), nth(TEXT, TEXT), actors=(sudan(TEXT, 1),))
NOT_ARMED = Mention(
    "n",
    "AID",
    nth(TEXT, "armed", 1),
    nth(TEXT, TEXT),
    actors=(sudan(TEXT, 1),),
    attributions=(DENIAL,),
    status="negated",
)


def denied(parsed: Parsed, *mentions: Mention) -> dict[str, str]:
    linked = with_denials(parsed(TEXT), mentions, (CHAD, DENIAL), WORDS)
    return {mention.id: mention.denies for mention in linked if mention.denies}


def test_the_word_of_denying_denies_what_another_says(parsed: Parsed) -> None:
    assert denied(parsed, ARMED, DENIED, NOT_ARMED) == {"d": "a"}


def test_without_it_the_negated_mention_itself_does(parsed: Parsed) -> None:
    assert denied(parsed, ARMED, NOT_ARMED) == {"n": "a"}


def test_a_denial_of_one_type_is_no_denial_of_another(parsed: Parsed) -> None:
    assert denied(parsed, replace(ARMED, type="MOBILIZE"), DENIED, NOT_ARMED) == {}


def test_what_somebody_else_is_said_to_have_done_is_not_denied(parsed: Parsed) -> None:
    libya = Actor(nth(TEXT, "Chad"), "Libya", "LBY")
    assert denied(parsed, replace(ARMED, actors=(libya,)), DENIED, NOT_ARMED) == {}


def test_nobody_denies_his_own_word(parsed: Parsed) -> None:
    assert denied(parsed, replace(ARMED, attributions=(replace(CHAD, source=DENIAL.source),)), DENIED, NOT_ARMED) == {}


def test_rejected_the_accusation_denies_its_content(parsed: Parsed) -> None:
    text = "Chad accused Sudan of arming rebels. Sudan rejected the accusation."
    accused = Mention("x", "ACCUSE", nth(text, "accused"), nth(text, text), recipients=(sudan(text),))
    arming = Mention("a", "AID", nth(text, "arming"), nth(text, text), actors=(sudan(text),), content_of="x")
    rejected = Mention("r", "REJECT", nth(text, "rejected"), nth(text, text), actors=(sudan(text, 1),))
    held = Attribution(
        Source(nth(text, "Sudan", 1)), nth(text, "rejected"), (nth(text, "the accusation"),), stance="denies"
    )
    linked = with_denials(parsed(text), (accused, arming, rejected), (held,), WORDS)
    assert [mention.denies for mention in linked] == [None, None, "a"]
