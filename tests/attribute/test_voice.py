"""The outlet's own voice: unvouched accusations, and sentences that judge or prescribe."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc

from onrecord.attribute.voice import evaluative, unvouched
from onrecord.languages import load
from onrecord.model import Actor, Attribution, Magnitude, Mention, Source, Span, Time
from onrecord.parse import Parse

PACK = load("en")


@cache
def parsed(text: str) -> Doc:
    return Parse(PACK.pipeline).parse(text)


def span(text: str, words: str) -> Span:
    return Span.of(text, text.index(words), text.index(words) + len(words))


def accusation(text: str, word: str, accused: str, victim: str = "", kind: str = "ASSAULT", **more: object) -> Mention:
    actor = Actor(span(text, accused), accused, country="FRA", sectors=("MIL",), identification="named")
    recipients = (Actor(span(text, victim)),) if victim else ()
    mention = Mention("m", kind, span(text, word), Span.of(text, 0, len(text)), actors=(actor,), recipients=recipients)
    from dataclasses import replace

    return replace(mention, **more)  # type: ignore[arg-type]


def flagged(mention: Mention, text: str, *attributions: Attribution) -> str | None:
    found, reason = unvouched(mention, attributions, parsed(text), text)
    assert found == (reason is not None)
    return reason.rule if reason else None


TRAINED = "Armed groups cross from the coast, and they are trained there by French forces."


def test_training_armed_groups_without_a_source_is_unvouched() -> None:
    mention = accusation(TRAINED, "trained", "French forces", "Armed groups", "AID", status="ongoing")
    assert flagged(mention, TRAINED) == "unvouched:hostile-support"


def test_a_pronoun_stands_for_the_groups_named_before_it() -> None:
    mention = accusation(TRAINED, "trained", "French forces", kind="AID", status="ongoing")
    assert flagged(mention, TRAINED) == "unvouched:hostile-support"


def test_training_a_state_s_army_is_no_accusation() -> None:
    text = "The army is trained by French forces."
    assert flagged(accusation(text, "trained", "French forces", "The army", "AID", status="ongoing"), text) is None


def test_somebody_s_word_is_not_the_outlet_s() -> None:
    held = Attribution(Source(span(TRAINED, "Armed groups")), None, (Span.of(TRAINED, 0, len(TRAINED)),))
    mention = accusation(TRAINED, "trained", "French forces", "Armed groups", "AID", status="ongoing")
    assert flagged(mention, TRAINED, held) is None


def test_a_hedge_hands_the_word_on() -> None:
    text = "French forces reportedly arm the rebels."
    assert flagged(accusation(text, "arm", "French forces", "the rebels", "AID", status="ongoing"), text) is None


def test_a_plot_is_an_accusation_even_when_dated() -> None:
    text = "French agents plotted the revolt on Monday."
    day = Time(span(text, "Monday"), "2024-06-03", earliest="2024-06-03", latest="2024-06-03")
    assert flagged(accusation(text, "plotted", "French agents", times=(day,)), text) == "unvouched:covert-act"


def test_a_massacre_without_day_or_count_is_a_verdict() -> None:
    text = "French troops massacred the villagers."
    assert flagged(accusation(text, "massacred", "French troops"), text) == "unvouched:verdict"


def test_a_counted_massacre_is_a_report() -> None:
    text = "French troops massacred 30 villagers."
    count = Magnitude(span(text, "30"), "killed", 30, 30)
    assert flagged(accusation(text, "massacred", "French troops", magnitudes=(count,)), text) is None


@pytest.mark.parametrize(
    ("text", "word", "accused"),
    [
        ("Police arrested 12 protesters in the capital.", "arrested", "Police"),
        ("The rebels attacked a village near the border.", "attacked", "The rebels"),
        ("The rebels massacred the villagers.", "massacred", "The rebels"),
    ],
)
def test_ordinary_news_of_arrests_and_battles_is_not_flagged(text: str, word: str, accused: str) -> None:
    assert flagged(accusation(text, word, accused), text) is None


def test_a_plan_accuses_nobody() -> None:
    text = "French troops will massacre the villagers."
    assert flagged(accusation(text, "massacre", "French troops", status="predicted"), text) is None


def opinion(text: str, word: str) -> str | None:
    doc = parsed(text)
    token = next(token for token in doc if token.text == word)
    reason = evaluative(doc, token.sent, token, PACK)
    return reason.rule if reason else None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The two states must continue their cooperation.", "cooperation"),
        ("The government should resume the talks.", "talks"),
        ("Parliament needs to approve the deal.", "approve"),
        ("It is time to lift the sanctions.", "lift"),
        ("It is essential that the army withdraw.", "withdraw"),
        ("This pact will enable the region to strengthen its defences.", "strengthen"),
        ("The union deserves to receive support.", "receive"),
        ("No one can doubt that the strike hurt the poor.", "strike"),
        ("Why did the government sign the treaty?", "sign"),
    ],
)
def test_judging_and_prescribing_is_opinion(text: str, word: str) -> None:
    assert opinion(text, word) is not None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The minister signed the treaty.", "signed"),
        ("Norway will send medics to the coast.", "send"),
        ("The minister said the army must withdraw.", "withdraw"),
        ('"The army must withdraw," the minister said.', "withdraw"),
        ("The government must free the men whom it jailed.", "jailed"),
        ("According to the envoy, the army must withdraw.", "withdraw"),
    ],
)
def test_facts_promises_and_what_sources_say_are_not_opinion(text: str, word: str) -> None:
    assert opinion(text, word) is None
