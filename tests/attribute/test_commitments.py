"""Who announces his own cooperative act has promised it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.tokens import Doc

from onrecord import codebooks
from onrecord.attribute.commitments import with_commitments
from onrecord.model import Actor, Attribution, Mention, Reason, Source, Span

Parsed = Callable[[str], Doc]
TEXT = "Turkey will donate tents, its embassy announced."


def span(words: str) -> Span:
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


EMBASSY = Source(span("its embassy"), "embassy", "organisation", country="TUR", sectors=("GOV",))
SAID = Attribution(EMBASSY, span("announced"), (span("Turkey will donate tents"),))
ACT = Mention(
    "12-AID", "AID", span("donate"), span(TEXT), actors=(Actor(span("Turkey"), "Turkey", "TUR"),), status="planned",
    attributions=(SAID,), why=(Reason("status:will/commitment", "'will donate'"),),
)  # fmt: skip


def coded(parsed: Parsed, act: Mention) -> tuple[Mention, ...]:
    return with_commitments(parsed(TEXT), TEXT, (act,), codebooks.load("plover"))


def test_the_promise_has_been_made_and_the_act_is_its_content(parsed: Parsed) -> None:
    promise, act = coded(parsed, ACT)
    assert (promise.id, promise.type, promise.trigger.text, promise.status) == ("7-AGREE", "AGREE", "will", "occurred")
    assert (promise.actors, promise.evidence, promise.attributions) == (ACT.actors, ACT.evidence, ())
    assert act == replace(ACT, content_of="7-AGREE")


def test_the_promise_rests_on_those_who_report_the_announcement(parsed: Parsed) -> None:
    agency = Attribution(Source(span("tents"), "agency", "media"), None, (span(TEXT),))
    promise, _ = coded(parsed, replace(ACT, attributions=(replace(SAID, within=1), agency)))
    assert promise.attributions == (agency,)


@pytest.mark.parametrize(
    "act",
    [
        replace(ACT, attributions=()),
        replace(ACT, attributions=(replace(SAID, source=replace(EMBASSY, country="GRC")),)),
        replace(ACT, attributions=(replace(SAID, source=replace(EMBASSY, anonymous=True)),)),
        replace(ACT, attributions=(replace(SAID, source=replace(EMBASSY, kind="collective")),)),
        replace(ACT, attributions=(replace(SAID, stance="denies"),)),
        replace(ACT, status="occurred"),
        replace(ACT, type="ASSAULT"),
        replace(ACT, content_of="0-REQUEST"),
        replace(ACT, why=(Reason("status:expect/holds", "'expected to'"),)),
    ],
)
def test_nobody_promises_what_others_foretell_what_has_happened_or_what_is_promised_already(
    parsed: Parsed, act: Mention
) -> None:
    assert coded(parsed, act) == (act,)
