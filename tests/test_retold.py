"""An event told twice in a document is linked; two events that only look alike are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Actor, Magnitude, Mention, Span, Time
from onrecord.retold import with_retold

TEXT = (
    "Rebels free two pilots in north\n\n"
    "Rebels freed two pilots on Monday. Rebels freed a nurse, a clinic said. Troops freed two pilots in May."
)


def told(identity: str, trigger: str, actor: str, recipient: str, nth: int = 0) -> Mention:
    """A release told by the nth `trigger` of the text."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(trigger, at + 1)
    start = max(TEXT.rfind(". ", 0, at) + 2 if ". " in TEXT[:at] else 0, TEXT.rfind("\n", 0, at) + 1)
    ends = [place for place in (TEXT.find(".", at), TEXT.find("\n", at)) if place >= 0]

    def somebody(phrase: str) -> tuple[Actor, ...]:
        first = TEXT.find(phrase, start)
        return (Actor(Span.of(TEXT, first, first + len(phrase))),)

    return Mention(
        identity, "RETREAT", Span.of(TEXT, at, at + len(trigger)), Span.of(TEXT, start, min(ends)),
        actors=somebody(actor), recipients=somebody(recipient),
    )  # fmt: skip


HEADLINE = told("m1", "free", "Rebels", "two pilots")
LEAD = told("m2", "freed", "Rebels", "two pilots")
NURSE = told("m3", "freed", "Rebels", "a nurse", 1)
TROOPS = told("m4", "freed", "Troops", "two pilots", 2)


def links(*mentions: Mention) -> list[str | None]:
    """What each mention is said to be the same as."""
    return [mention.same_as for mention in with_retold(TEXT, mentions)]


def test_the_lead_tells_the_headlines_event() -> None:
    assert links(HEADLINE, LEAD) == [None, "m1"]
    why = with_retold(TEXT, (HEADLINE, LEAD))[1].why[-1]
    assert (why.rule, why.detail) == ("retold:same-event", "'free' at 7")


def test_other_people_make_another_event() -> None:
    assert links(HEADLINE, NURSE, TROOPS) == [None, None, None]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COERCE"},
        {"status": "planned"},
        {"background": True},
        {"modes": ("ceasefire",)},
        {"times": (Time(LEAD.trigger, "2024-05", earliest="2024-05-01", latest="2024-05-31"),)},
    ],
)
def test_what_is_at_odds_is_another_event(change: dict[str, object]) -> None:
    june = Time(HEADLINE.trigger, "2024-06-03", earliest="2024-06-03", latest="2024-06-03")
    headline = replace(HEADLINE, modes=("release",), times=(june,))
    assert links(headline, replace(LEAD, **change)) == [None, None]


def test_a_shared_number_links_what_words_do_not() -> None:
    two = (Magnitude(LEAD.recipients[0].span, "released", 2.0, 2.0),)
    lead, later = replace(LEAD, magnitudes=two), replace(NURSE, recipients=(), magnitudes=two)
    assert links(lead, later) == [None, "m2"]
    assert links(lead, replace(later, magnitudes=())) == [None, None]


def test_a_chain_points_to_its_first_telling() -> None:
    assert links(HEADLINE, LEAD, replace(LEAD, id="m5")) == [None, "m1", "m1"]
