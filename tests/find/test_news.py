"""What news prose puts in the way: private deeds, accidents, refusals, headlines. The sentences are ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import codebooks
from onrecord.find import Find
from onrecord.model import Mention, Reading

Found = Callable[[str], tuple[Mention, ...]]
SURE = 0.5


@pytest.fixture(scope="session")
def found(read: Callable[..., Reading]) -> Found:
    find = Find(codebooks.load("plover"), "en")
    return lambda text: find(read(text)).mentions


def types(mentions: tuple[Mention, ...]) -> list[str]:
    return [m.type for m in mentions if m.confidence >= SURE]


def texts(parties: tuple[object, ...]) -> list[str]:
    return [party.span.text for party in parties]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "sentence",
    [
        "A woman was killed in a car accident near Dallas.",
        "Two sailors were injured when their helicopter crashed.",
        "Thank God the ferry arrived.",
        "The official asked not to be named.",
        "A spokesman declined to comment on the figures.",
        "Police searched for the missing boy.",
        "The senator spoke with reporters after lunch.",
        "The council charged the inspectors with verifying the figures.",
        "Families visit the cemetery in spring.",
        "Experts agreed that the plan was sound.",
        "The detective pulled out a notebook.",
    ],
)
def test_everyday_life_is_no_sure_event(found: Found, sentence: str) -> None:
    assert types(found(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The firm accepted the offer of a rival company.",
        "Acme Corp. agreed to the terms of Widget Inc.",
        "Friends helped the couple.",
    ],
)
def test_what_only_businesses_or_private_people_do_is_uncertain(found: Found, sentence: str) -> None:
    assert types(found(sentence)) == []


def test_a_government_that_helps_families_is_no_private_matter(found: Found) -> None:
    assert types(found("The Chilean government helped the families with food.")) == ["AID"]


def test_words_of_sport_make_a_mention_uncertain(found: Found) -> None:
    assert types(found("Harlem was ousted from the state basketball tournament.")) == []


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Chile recalled its ambassador to Peru.", "SANCTION"),
        ("Norway froze aid to the government of Malawi.", "SANCTION"),
        ("Officials evicted forty families from the camp.", "COERCE"),
        ("Miners blocked the main highway to La Paz.", "PROTEST"),
        ("Police blocked the road to the village.", "COERCE"),
        ("Residents stoned a police station in Goma.", "ASSAULT"),
        ("Egypt reopened the border with Gaza.", "CONCEDE"),
        ("Libya destroyed its long-range missiles.", "RETREAT"),
        ("The senator attacked the governor over his tax plan.", "ACCUSE"),
        ("The minister called the bishop a traitor.", "ACCUSE"),
        ("The committee issued a subpoena to the banker.", "REQUEST"),
    ],
)
def test_a_sentence_has_the_type_that_its_words_together_mean(found: Found, sentence: str, type_: str) -> None:
    assert types(found(sentence)) == [type_]


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("Soldiers from Chad and Niger cleared mines together.", ["Soldiers from Chad and Niger"]),
        ("The two countries jointly developed a satellite.", ["The two countries"]),
    ],
)
def test_a_joint_act_of_two_nations_is_cooperation(found: Found, sentence: str, actors: list[str]) -> None:
    (mention,) = found(sentence)
    assert (mention.type, texts(mention.actors)) == ("COOPERATE", actors)


def test_a_joint_act_keeps_the_type_of_its_verb(found: Found) -> None:
    assert types(found("Rwandan and Ugandan police jointly raided the camp.")) == ["COERCE"]


def test_people_of_one_nation_who_work_together_are_no_cooperation(found: Found) -> None:
    assert types(found("The villagers cleared the path together.")) == []


@pytest.mark.parametrize("sentence", ["Germany will not send tanks.", "Germany said it would not send tanks."])
def test_a_refusal_stands_on_the_negated_auxiliary(found: Found, sentence: str) -> None:
    (mention,) = found(sentence)
    assert (mention.type, mention.trigger.text.split()[-1]) == ("REJECT", "not")


@pytest.mark.parametrize(
    "sentence",
    ["Analysts say Germany will not send tanks.", "It will not rain.", "If Mali will not sign, nobody will."],
)
def test_a_forecast_or_condition_is_no_refusal(found: Found, sentence: str) -> None:
    assert "REJECT" not in types(found(sentence))


def test_a_headline_leaves_out_the_auxiliary_of_its_passive(found: Found) -> None:
    (mention,) = found("Dallas man arrested in attempted robbery.")
    assert (texts(mention.actors), texts(mention.recipients)) == ([], ["Dallas man"])


@pytest.mark.parametrize(
    ("sentence", "actors", "recipients"),
    [
        ("Thousands protested in Lima on Sunday.", ["Thousands"], []),
        ("Dozens were arrested in Minsk.", [], ["Dozens"]),
    ],
)
def test_a_bare_number_stands_for_people(found: Found, sentence: str, actors: list[str], recipients: list[str]) -> None:
    (mention,) = found(sentence)
    assert (texts(mention.actors), texts(mention.recipients)) == (actors, recipients)


def test_shot_and_killed_is_one_event_with_one_agent(found: Found) -> None:
    (mention,) = found("A man was shot and killed by police in Tulsa.")
    assert (texts(mention.actors), texts(mention.recipients)) == (["police"], ["A man"])


def test_whoever_suffered_an_attack_is_not_condemned_for_it(found: Found) -> None:
    condemned = found("The president condemned the bombing of the embassy by rebels.")[0]
    assert texts(condemned.recipients) == ["rebels"]


def test_who_is_to_be_freed_is_not_who_is_asked(found: Found) -> None:
    demand = found("Relatives demanded that the fishermen be freed.")[0]
    assert (demand.type, texts(demand.recipients)) == ("REQUEST", [])


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [
        ("India began cooperation with Nepal on water.", True),
        ("Cooperation between India and Nepal is important.", False),
    ],
)
def test_an_abstract_noun_is_an_event_only_with_a_support_verb(found: Found, sentence: str, sure: bool) -> None:
    assert ("COOPERATE" in types(found(sentence))) is sure
