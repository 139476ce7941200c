"""What the last stage makes sure of."""

from __future__ import annotations

from dataclasses import replace

from onrecord.close import Close
from onrecord.model import Reading, Time

CLOSE = Close({"version": "1"}, uncertain_below=0.5)


def test_links_follow_the_ids(coded: Reading) -> None:
    first, second = coded.mentions
    linked = coded.with_(mentions=(first, replace(second, content_of=first.id, denies="gone")))
    closed = CLOSE(linked).mentions
    assert closed[1].content_of == closed[0].id != first.id
    assert closed[1].denies is None


def test_rules_are_those_of_the_reasons_and_low_confidence_is_uncertain(coded: Reading) -> None:
    closed = CLOSE(coded).mentions
    assert [m.coded_by.rules for m in closed] == [tuple(dict.fromkeys(r.rule for r in m.why)) for m in coded.mentions]
    assert [m.uncertain for m in closed] == [m.confidence < 0.5 for m in coded.mentions]


def test_what_has_happened_has_no_time_after_publication(coded: Reading) -> None:
    late = Time(coded.mentions[0].trigger, "2024-06-10", earliest="2024-06-10", latest="2024-06-10")
    happened = replace(coded.mentions[0], times=(late, *coded.mentions[0].times), status="occurred")
    planned = replace(happened, id="m9", status="planned")
    closed = CLOSE(coded.with_(mentions=(happened, planned))).mentions
    assert [late in m.times for m in closed] == [False, True]
    assert "time:after-publication" in closed[0].coded_by.rules
