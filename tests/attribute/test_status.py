"""Status: what the text lets an event be."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc, Token

from onrecord.attribute.status import factuality, judge, status_of
from onrecord.languages import load
from onrecord.model import Attribution, Mention, Source, Span
from onrecord.parse import Parse

PACK = load("en")


@cache
def parsed(text: str) -> Doc:
    return Parse(PACK.pipeline).parse(text)


def last(text: str, word: str) -> Token:
    return [token for token in parsed(text) if token.text == word][-1]


def status(text: str, word: str) -> str:
    token = last(text, word)
    return judge(token.doc, token, PACK).status


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("held", "The two foreign ministers held talks in Vienna on Monday."),
        ("talks", "The two foreign ministers held talks in Vienna on Monday."),
        ("free", "The negotiators managed to free the hostages."),
        ("threatened", "The regime threatened to invade its neighbour."),
        ("said", "The spokesman said that talks had begun."),
        ("begun", "The spokesman said that talks had begun."),
        ("attack", "The council condemned the attack."),
        ("attack", "The council did not condemn the attack."),
        ("exploded", "Nine dockers died when a shell exploded."),
        ("arrested", "Police arrested a man accused of plotting to bomb a train."),
        ("seize", "Rebels seize mining town"),
        ("injures", "Blast injures nine in port city."),
        ("accuse", "The premier went on to accuse the banks."),
        ("receive", "The envoy was thrilled to receive the prize."),
    ],
)
def test_what_is_told_as_a_fact_occurred(word: str, text: str) -> None:
    assert status(text, word) == "occurred"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attack", "The army did not attack the village."),
        ("agreement", "No agreement was reached."),
        ("reached", "No agreement was reached."),
        ("talks", "Officials called off the talks after the raid."),
        ("sign", "The president refused to sign the bill."),
        ("agree", "The sides failed to agree on a date."),
        ("attack", "The general denied any attack on civilians."),
        ("bombed", "The general denied that his planes bombed the market."),
        ("leave", "The troops have yet to leave the capital."),
        ("firing", "The troops withdrew without firing a shot."),
        ("meeting", "The meeting did not take place."),
        ("attack", "Police foiled an attack on the stadium."),
        ("signing", "The signing of the accord was postponed."),
    ],
)
def test_what_is_denied_refused_prevented_or_called_off_is_negated(word: str, text: str) -> None:
    assert status(text, word) == "negated"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("talks", "The talks are planned for Friday."),
        ("visit", "The ministry announced a planned visit."),
        ("send", "Norway will send medics to the coast."),
        ("visit", "The premier is to visit Delhi next week."),
        ("visiting", "The king is visiting Tunis next week."),
        ("meet", "The envoys are due to meet on Tuesday."),
        ("deploy", "The alliance is going to deploy a battalion."),
        ("invade", "The regime threatened to invade its neighbour."),
        ("increase", "The ministers agreed to increase the number of observers."),
        ("attack", "The colonel ordered his men to attack."),
        ("held", "The election will be held in June."),
        ("secure", "Soldiers were sent to secure the area."),
        ("visit", "Minister to visit Rome"),
        ("send", "The spokesman said the country would send a ship."),
    ],
)
def test_a_commitment_an_order_or_a_schedule_is_planned(word: str, text: str) -> None:
    assert status(text, word) == "planned"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("lead", "The decision will lead to unrest."),
        ("spark", "The move could spark protests."),
        ("fall", "The government is expected to fall."),
        ("strike", "A strike is likely next month."),
    ],
)
def test_a_forecast_is_predicted(word: str, text: str) -> None:
    assert status(text, word) == "predicted"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attack", "The threat of attack kept shops closed."),
        ("attack", "The airport will be closed in the event of an attack."),
        ("attack", "Rebels may attack the convoy."),
        ("withdraw", "The force would withdraw if a truce held."),
        ("held", "The force would withdraw if a truce held."),
        ("agree", "Unless the parties agree, the mission ends."),
        ("attacked", "Were the city to be attacked, the treaty would apply."),
        ("attack", "Did the army attack the village?"),
        ("sanctions", "Ministers are considering sanctions."),
        ("talks", "The bishop called for talks."),
        ("freed", "The union insisted that its leader be freed."),
        ("release", "Aid groups urged the junta to release the doctors."),
    ],
)
def test_a_condition_a_wish_or_a_question_is_hypothetical(word: str, text: str) -> None:
    assert status(text, word) == "hypothetical"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("fighting", "Troops are fighting militants in the hills."),
        ("attacking", "Gunmen have been attacking farms since May."),
        ("Clashes", "Clashes continue in the north."),
        ("train", "Instructors continue to train the guards."),
        ("deployed", "A brigade has been deployed there since April."),
        ("trained", "Recruits come from a camp where they are trained by foreign officers."),
        ("strike", "Dockers have been on strike since Monday."),
    ],
)
def test_what_goes_on_is_ongoing(word: str, text: str) -> None:
    assert status(text, word) == "ongoing"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attack", "Police are investigating the attack."),
        ("bombing", "She has lived in hiding since the bombing."),
        ("killed", "Three guards have been killed since March."),
    ],
)
def test_what_goes_on_about_an_event_does_not_make_it_go_on(word: str, text: str) -> None:
    assert status(text, word) == "occurred"


def mention(text: str, word: str, kind: str = "ASSAULT") -> Mention:
    at = text.index(word)
    return Mention("m", kind, Span.of(text, at, at + len(word)), Span.of(text, 0, len(text)))


def held(text: str, stance: str) -> Attribution:
    return Attribution(Source(Span.of(text, 0, 3)), None, (Span.of(text, 0, len(text)),), stance=stance)  # type: ignore[arg-type]


def given(text: str, word: str, *stances: str) -> str:
    token = last(text, word)
    told = tuple(held(text, stance) for stance in stances)
    return status_of(token.doc, text, token, mention(text, word), PACK, told)[0]


def test_a_content_that_its_only_holder_denies_is_negated() -> None:
    assert given("The army burned the village.", "burned", "denies") == "negated"


def test_a_content_that_one_asserts_and_another_denies_stays_as_asserted() -> None:
    assert given("The army burned the village.", "burned", "asserts", "denies") == "occurred"


def test_a_demand_told_in_the_present_has_been_uttered() -> None:
    text = "The union often demands a pay rise."
    token = last(text, "demands")
    assert status_of(token.doc, text, token, mention(text, "demands", "REQUEST"), PACK)[0] == "occurred"


def test_a_demand_that_is_being_made_has_been_uttered() -> None:
    text = "The union is demanding a pay rise."
    token = last(text, "demanding")
    assert status_of(token.doc, text, token, mention(text, "demanding", "REQUEST"), PACK)[0] == "occurred"


def test_every_status_has_a_reason() -> None:
    text = "The army burned the village."
    token = last(text, "burned")
    _, reasons = status_of(token.doc, text, token, mention(text, "burned"), PACK)
    assert [reason.rule for reason in reasons] == ["status:asserted"]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("They refused to leave.", "They may leave."),
        ("They may leave.", "They plan to leave."),
        ("They plan to leave.", "They were able to leave."),
    ],
)
def test_the_surer_the_text_the_higher_the_factuality(less: str, more: str) -> None:
    low, high = (factuality(parsed(text), last(text, "leave"), PACK) for text in (less, more))
    assert low < high


def test_a_deep_chain_of_clauses_costs_no_recursion() -> None:
    from spacy.vocab import Vocab

    size = 5000
    words = ["say"] * size
    heads = [max(0, i - 1) for i in range(size)]
    deps = ["ROOT"] + ["ccomp"] * (size - 1)
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, tags=["VBD"] * size, pos=["VERB"] * size, lemmas=words)
    assert judge(doc, doc[size - 1], PACK).status == "occurred"


@pytest.mark.parametrize(
    ("expected", "word", "text"),
    [
        ("ongoing", "siege", "The siege of the town has entered its third day."),
        ("ongoing", "talks", "The talks dragged on for weeks."),
        ("hypothetical", "freed", "Lima will cut the supply if the sailors are not freed."),
        ("occurred", "call", "The king demanded the withdrawal of the troops in a telephone call with his neighbour."),
        ("occurred", "meeting", "The minister called for a ceasefire at a meeting with envoys."),
        ("occurred", "shelled", "The minister will visit the port that rebels shelled in May."),
        ("occurred", "displaced", "The convoy was to deliver food to families displaced by the fighting."),
        ("occurred", "attack", "This is a barbaric attack on civilians."),
        ("occurred", "arrest", "The ministry announced the arrest of the mayor."),
        ("planned", "talks", "The talks were to be held on Monday."),
        ("occurred", "violence", "The council failed to address the violence."),
        ("occurred", "funded", "I cannot join a council funded by the province."),
        ("hypothetical", "seizing", "If the army succeeds in seizing the port, aid will stop."),
        ("occurred", "warning", "The warning follows two rulings by the court last June."),
        ("occurred", "approve", "Parliament voted to approve the treaty."),
        ("occurred", "looted", "Soldiers looted the depot; the army denies it."),
    ],
)
def test_a_fact_keeps_its_status_beside_what_is_open(expected: str, word: str, text: str) -> None:
    assert status(text, word) == expected


def test_those_who_march_to_demand_have_demanded() -> None:
    text = "Hundreds marched through the city to demand the release of the mayor."
    token = last(text, "demand")
    mention = Mention("m", "REQUEST", Span.of(text, token.idx, token.idx + 6), Span.of(text, 0, len(text)))
    assert status_of(token.doc, text, token, mention, PACK)[0] == "occurred"


def test_a_refusal_has_happened_though_its_word_negates() -> None:
    text = "The lawyers will not stay."
    refusal = Mention("m", "REJECT", Span.of(text, 12, 20), Span.of(text, 0, len(text)))
    token = last(text, "stay")
    assert status_of(token.doc, text, token, refusal, PACK)[0] == "occurred"
