"""Rules and model weighed: who wins, what is kept of both opinions, and what stays uncertain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord import codebooks
from onrecord.find import Find
from onrecord.model import Mention, Reading

Judge = Callable[..., Mention]


@pytest.fixture
def judged(read: Callable[..., Reading], says: Any) -> Judge:
    """The only mention of a sentence, with a model that gives its words these chances."""

    def judge(sentence: str, words: dict[str, dict[str, float]], **model: Any) -> Mention:
        [mention] = Find(codebooks.load("plover"), "en", says(words, **model))(read(sentence)).mentions
        return mention

    return judge


def test_both_opinions_stay_on_the_mention(judged: Judge) -> None:
    mention = judged("Police arrested two students.", {"arrested": {"COERCE": 0.75, "ASSAULT": 0.25}})
    told = {reason.rule: reason.detail for reason in mention.why}
    assert told["judging:entry"].startswith("COERCE weighs ")
    assert told["model:type"] == "COERCE 0.75, ASSAULT 0.25, AGREE 0.00"
    assert (mention.coded_by.model, mention.coded_by.probability, mention.coded_by.agree) == ("says@1", 0.75, True)
    assert mention.coded_by.runner_up is not None
    assert (mention.coded_by.runner_up.type, mention.coded_by.runner_up.probability) == ("ASSAULT", 0.25)


def test_an_entry_weighs_against_the_model(judged: Judge) -> None:
    chances = {"arrested": {"COERCE": 0.4, "ASSAULT": 0.6}}
    strong = {"entry": {"model": 1.0, "lexicon": 1.0, "weight": 1.0, "none": 0.0}}
    assert judged("Police arrested two students.", chances).type == "ASSAULT"
    kept = judged("Police arrested two students.", chances, **strong)
    assert (kept.type, kept.coded_by.agree) == ("COERCE", False)


def test_a_changed_type_brings_its_own_codes(judged: Judge) -> None:
    mention = judged("Police arrested two students.", {"arrested": {"ASSAULT": 1.0}}, mode=("abduct", 0.8))
    assert (mention.type, mention.modes, mention.quad, mention.cameo) == ("ASSAULT", ("abduct",), 4, ("181",))
    assert "model:changed-type" in [reason.rule for reason in mention.why]


def test_what_the_model_takes_for_no_event_stays_with_its_small_chance(judged: Judge) -> None:
    mention = judged("Police arrested two students.", {"arrested": {"NONE": 0.9, "COERCE": 0.1}})
    assert (mention.type, round(mention.confidence, 2)) == ("COERCE", 0.1)
    assert mention.coded_by.runner_up is not None
    assert mention.coded_by.runner_up.type == "NONE"


def test_an_unsure_mode_is_none(judged: Judge) -> None:
    mention = judged("Police arrested two students.", {"arrested": {"ASSAULT": 1.0}}, mode=("abduct", 0.3))
    assert mention.modes == ()


def test_a_word_without_entry_is_proposed_by_the_model(judged: Judge) -> None:
    mention = judged("The gendarmes bushwhacked a patrol.", {"bushwhacked": {"ASSAULT": 0.8, "NONE": 0.2}})
    assert (mention.type, mention.trigger.text) == ("ASSAULT", "bushwhacked")
    assert [a.span.text for a in mention.actors] == ["The gendarmes"]
    assert [r.span.text for r in mention.recipients] == ["a patrol"]
    assert mention.why[0].rule == "model:proposed"
    assert mention.coded_by.agree is None


def test_parties_that_the_syntax_does_not_reach_come_from_the_model(read: Callable[..., Reading], says: Any) -> None:
    find = Find(
        codebooks.load("plover"), "en",
        says({"arrested": {"COERCE": 1.0}}, parties={"troopers": "B-S"}),
    )  # fmt: skip
    [mention] = find(read("Two students were arrested because troopers were told so.")).mentions
    assert [a.span.text for a in mention.actors] == ["troopers"]
    assert "model:actor" in [reason.rule for reason in mention.why]


def test_a_context_needs_no_keyword(read: Callable[..., Reading], says: Any) -> None:
    model = says({"arrested": {"COERCE": 1.0}}, contexts={"crime": 0.9, "health": 0.1})
    [mention] = Find(codebooks.load("plover"), "en", model)(read("Police arrested two students.")).mentions
    assert mention.contexts == ("crime",)


def test_a_chance_that_was_too_sure_is_mapped_down_and_the_rest_is_no_event(judged: Judge) -> None:
    numbers = {"model": 1.0, "lexicon": 0.0, "weight": 0.0, "none": 0.0, "slope": 0.5, "shift": 0.0}
    mention = judged("Police arrested two students.", {"arrested": {"COERCE": 0.9, "ASSAULT": 0.1}}, entry=numbers)
    assert mention.confidence == pytest.approx(0.75, abs=0.001)
    assert mention.coded_by.runner_up is not None
    assert (mention.coded_by.runner_up.type, mention.coded_by.runner_up.probability) == ("NONE", 0.167)
