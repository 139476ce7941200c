"""An utterance and its content, as one row of PLOVER's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onrecord.export.fold import auxiliary_modes, events, folds_into
from onrecord.export.keep import INCLUDES, Balance
from onrecord.model import Mention, Reading, Span

WORD = Span(0, 3, "aid")
ALL = frozenset(INCLUDES)


def mention(key: str = "m", kind: str = "AID", **more: Any) -> Mention:
    return Mention(key, kind, WORD, WORD, **more)


@pytest.mark.parametrize(
    ("act", "content"),
    [
        (mention(kind="AGREE"), mention(kind="AID", status="planned")),
        (mention(kind="REQUEST"), mention(kind="RETREAT", status="hypothetical")),
        (mention(kind="THREATEN"), mention(kind="ASSAULT", status="planned")),
        (mention(kind="REJECT"), mention(kind="ASSAULT", status="negated")),
        (mention(kind="ACCUSE", modes=("allege",)), mention(kind="ASSAULT", status="occurred")),
    ],
    ids=lambda m: m.type,
)
def test_what_is_promised_demanded_threatened_refused_or_alleged_is_told_by_the_utterance(
    act: Mention, content: Mention
) -> None:
    assert folds_into(content, act)


@pytest.mark.parametrize(
    ("act", "content"),
    [
        (mention(kind="ACCUSE", modes=("disapprove",)), mention(kind="ASSAULT")),
        (mention(kind="ACCUSE", modes=("investigate",)), mention(kind="ASSAULT")),
        (mention(kind="SUPPORT"), mention(kind="RETREAT", status="ongoing")),
        (mention(kind="MOBILIZE"), mention(kind="ASSAULT", status="planned")),
    ],
    ids=lambda m: m.type,
)
def test_what_has_happened_apart_from_the_utterance_keeps_its_row(act: Mention, content: Mention) -> None:
    assert not folds_into(content, act)


@pytest.mark.parametrize(
    ("of", "modes"),
    [
        (mention(), ()),
        (mention(status="ongoing"), ()),
        (mention(status="planned"), ("future",)),
        (mention(status="predicted"), ("future",)),
        (mention(status="hypothetical"), ("hypothetical",)),
        (mention(status="negated"), ("negation",)),
        (mention(background=True), ("historical",)),
    ],
)
def test_auxiliary_modes_follow_from_status_and_background(of: Mention, modes: tuple[str, ...]) -> None:
    assert auxiliary_modes(of) == modes


def test_a_promise_and_its_content_are_one_event_of_the_promises_type(promise: Reading) -> None:
    balance = Balance()
    (event,) = events(promise.mentions, frozenset(), balance)
    assert (event.mention.type, event.mention.status) == ("AGREE", "occurred")
    assert [one.type for one in event.content] == ["AID"]
    assert (balance.folded, sum(balance.left_out.values())) == (1, 0)


def test_the_event_has_the_contexts_of_both_and_the_recipient_that_the_content_names(promise: Reading) -> None:
    (event,) = events(promise.mentions, frozenset(), Balance())
    assert event.mention.contexts == ("diplomatic", "human_security")
    assert [actor.name for actor in event.mention.recipients] == ["Niger"]


def test_a_demand_is_directed_at_whoever_is_to_act(promise: Reading) -> None:
    said, aid = promise.mentions
    demand = replace(said, type="REQUEST", actors=aid.recipients)
    (event,) = events((demand, aid), frozenset(), Balance())
    assert [actor.name for actor in event.mention.recipients] == ["Mali"]


def test_the_content_of_a_content_goes_to_the_outermost_utterance() -> None:
    held = (
        mention("a", "AGREE"),
        mention("b", "REQUEST", status="planned", content_of="a"),
        mention("c", "RETREAT", status="hypothetical", content_of="b"),
    )
    (event,) = events(held, frozenset(), Balance())
    assert [one.id for one in event.content] == ["b", "c"]


def test_contents_that_point_in_a_ring_keep_their_rows() -> None:
    held = (
        mention("a", "AGREE", status="planned", content_of="b"),
        mention("b", "AGREE", status="planned", content_of="a"),
    )
    assert len(list(events(held, ALL, Balance()))) == 2


def test_content_whose_utterance_is_left_out_is_left_out_for_the_same_reason(promise: Reading) -> None:
    said, aid = promise.mentions
    balance = Balance()
    assert list(events((replace(said, background=True), aid), frozenset(), balance)) == []
    assert balance.left_out == {("background",): 2}


def test_content_without_its_utterance_stands_for_itself(promise: Reading) -> None:
    aid = promise.mentions[1]
    assert list(events((aid,), frozenset(), Balance())) == []
    (event,) = events((aid,), frozenset({"planned"}), Balance())
    assert event.mention.type == "AID"


@pytest.mark.parametrize(
    ("of", "word"),
    [
        (mention(status="planned"), "planned"),
        (mention(status="predicted"), "planned"),
        (mention(status="hypothetical"), "planned"),
        (mention(status="negated"), "negated"),
        (mention(unvouched=True), "unvouched"),
        (mention(background=True), "background"),
        (mention(uncertain=True), "uncertain"),
    ],
)
def test_every_row_that_is_left_out_comes_in_by_its_word_and_no_other(of: Mention, word: str) -> None:
    balance = Balance()
    assert list(events((of,), ALL - {word}, balance)) == []
    assert balance.left_out == {(word,): 1}
    assert len(list(events((of,), frozenset({word}), Balance()))) == 1


def test_every_mention_is_written_folded_or_left_out_once(promise: Reading) -> None:
    held = (*promise.mentions, mention("x", status="negated", uncertain=True), mention("y"))
    balance = Balance()
    written = len(list(events(held, frozenset({"negated"}), balance)))
    assert written + balance.folded + sum(balance.left_out.values()) == len(held)
