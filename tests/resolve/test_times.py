"""Temporal expressions: their TIMEX3 values, the days they cover, and the event that they date."""

from __future__ import annotations

import time
from datetime import date

import pytest
from spacy import blank

from onrecord.languages import load
from onrecord.model import Mention, Span, Time
from onrecord.parse import sentence_span
from onrecord.resolve.times import event_times, find_times

PUBLISHED = date(2024, 6, 7)  # a Friday


def found(parsed, text: str, anchor: date | None = PUBLISHED) -> tuple[Time, ...]:
    return find_times(parsed(text), text, load("en"), anchor)


VALUES = [
    # (sentence, value, earliest, latest)
    ("They met on June 5, 2024.", "2024-06-05", "2024-06-05", "2024-06-05"),
    ("They met on Wednesday June 05 in Oslo.", "2024-06-05", "2024-06-05", "2024-06-05"),
    ("They met on 5 June.", "2024-06-05", "2024-06-05", "2024-06-05"),
    ("They met on the 5th of June 2023.", "2023-06-05", "2023-06-05", "2023-06-05"),
    ("They met on 2024-02-29.", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("They met on 25/12/2023.", "2023-12-25", "2023-12-25", "2023-12-25"),
    ("They met on 05/06/2024.", "2024-XX-XX", "2024-05-06", "2024-06-05"),
    ("They met from June 2-5, 2024.", "2024-06-02/2024-06-05", "2024-06-02", "2024-06-05"),
    ("The court will rule on September 3.", "2024-09-03", "2024-09-03", "2024-09-03"),
    ("The court ruled on September 3.", "2023-09-03", "2023-09-03", "2023-09-03"),
    ("He resigned on Tuesday.", "2024-06-04", "2024-06-04", "2024-06-04"),
    ("He will resign on Tuesday.", "2024-06-11", "2024-06-11", "2024-06-11"),
    ("He resigned on Friday.", "2024-06-07", "2024-06-07", "2024-06-07"),
    ("He resigned last Friday.", "2024-05-31", "2024-05-31", "2024-05-31"),
    ("He was shot on Monday night.", "2024-06-03TNI", "2024-06-03", "2024-06-04"),
    ("He resigned yesterday.", "2024-06-06", "2024-06-06", "2024-06-06"),
    ("He resigned today.", "2024-06-07", "2024-06-07", "2024-06-07"),
    ("He was shot last night.", "2024-06-06TNI", "2024-06-06", "2024-06-07"),
    ("They will march tomorrow morning.", "2024-06-08TMO", "2024-06-08", "2024-06-08"),
    ("He resigned last week.", "2024-W22", "2024-05-27", "2024-06-02"),
    ("They will meet next week.", "2024-W24", "2024-06-10", "2024-06-16"),
    ("He resigned last month.", "2024-05", "2024-05-01", "2024-05-31"),
    ("He resigned late last month.", "2024-05", "2024-05-22", "2024-05-31"),
    ("He resigned earlier this month.", "2024-06", "2024-06-01", "2024-06-07"),
    ("He resigned last year.", "2023", "2023-01-01", "2023-12-31"),
    ("He resigned at the beginning of June.", "2024-06", "2024-06-01", "2024-06-10"),
    ("He resigned in early 2024.", "2024", "2024-01-01", "2024-04-30"),
    ("He resigned in late 2023.", "2023", "2023-09-01", "2023-12-31"),
    ("He ruled in the mid-1990s.", "199", None, None),
    ("He ruled in the 1980s.", "198", "1980-01-01", "1989-12-31"),
    ("It was built in the 19th century.", "18", "1801-01-01", "1900-12-31"),
    ("He resigned in March 2022.", "2022-03", "2022-03-01", "2022-03-31"),
    ("He resigned last June.", "2023-06", "2023-06-01", "2023-06-30"),
    ("He resigned in October.", "2023-10", "2023-10-01", "2023-10-31"),
    ("He will resign in October.", "2024-10", "2024-10-01", "2024-10-31"),
    ("He resigned in the third quarter of 2021.", "2021-Q3", "2021-07-01", "2021-09-30"),
    ("He resigned in the first half of 2021.", "2021-H1", "2021-01-01", "2021-06-30"),
    ("The summer of 2014 was dry.", "2014-SU", "2014-06-01", "2014-09-22"),
    ("He resigned last autumn.", "2023-FA", "2023-09-01", "2023-12-21"),
    ("They clashed over the weekend.", "2024-W22-WE", "2024-06-01", "2024-06-02"),
    ("He resigned two years ago.", "2022", "2022-01-01", "2022-12-31"),
    ("He resigned three days ago.", "2024-06-04", "2024-06-04", "2024-06-04"),
    ("He resigned a few days ago.", "PAST_REF", "2024-05-29", "2024-06-06"),
    ("Clashes spread in the past three months.", "P3M", "2024-03-07", "2024-06-07"),
    ("Clashes spread in recent weeks.", "PAST_REF", None, "2024-06-07"),
    ("They fought for two hours.", "PT2H", None, None),
    ("They fought for a year and a half.", "P1Y6M", None, None),
    ("A two-week truce began.", "P2W", None, None),
    ("They meet every Thursday.", "XXXX-WXX-4", None, None),
    ("They meet every two years.", "P2Y", None, None),
    ("He recently resigned.", "PAST_REF", None, "2024-06-07"),
    ("He is now in exile.", "PRESENT_REF", None, None),
    ("He lost the 2016 election.", "2016", "2016-01-01", "2016-12-31"),
    ("It opened at 7:15 p.m. on Thursday.", "2024-06-06T19:15", "2024-06-06", "2024-06-06"),
]


@pytest.mark.parametrize(("text", "value", "earliest", "latest"), VALUES, ids=[case[0] for case in VALUES])
def test_value_and_bounds(parsed, text, value, earliest, latest):
    times = found(parsed, text)
    assert [t.value for t in times] == [value]
    if value == "199":
        earliest, latest = "1992-07-02", "1997-07-02"
        assert times[0].earliest <= "1993-12-31" <= "1996-01-01" <= times[0].latest
    elif text.endswith("recent weeks."):
        assert times[0].latest == latest
    else:
        assert (times[0].earliest, times[0].latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "The boy, 12 years old, was found.", "A 54-year-old man was held.", "You may leave.", "They march to the sea.",
        "It cost 2014 dollars.", "He drove at 60 miles an hour.", "About 1,990 people came.", "He came second.",
    ],
)  # fmt: skip
def test_ages_rates_counts_and_verbs_are_no_times(parsed, text):
    assert found(parsed, text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned yesterday.", None),
        ("He resigned on Friday.", "XXXX-WXX-5"),
        ("He resigned in June.", "XXXX-06"),
        ("He resigned on June 5.", "XXXX-06-05"),
        ("He resigned last week.", None),
        ("He resigned two years ago.", None),
    ],
)
def test_without_publication_relative_times_stay_open(parsed, text, value):
    assert [(t.value, t.earliest, t.latest) for t in found(parsed, text, None)] == [(value, None, None)]


def test_the_next_day_counts_from_the_last_day_dated(parsed):
    text = "They met on March 3, 2021. The next day they signed."
    assert [t.value for t in found(parsed, text)] == ["2021-03-03", "2021-03-04"]


def test_other_dates_of_the_text_settle_the_order_of_numeric_ones(parsed):
    text = "He came on 25/06/2023 and left on 05/07/2023."
    assert [t.value for t in found(parsed, text)] == ["2023-06-25", "2023-07-05"]


def test_spans_are_cut_from_the_text_without_preposition(parsed):
    text = "It began on January\u00a024, 2024, he said."
    assert [t.span.text for t in found(parsed, text)] == ["January\u00a024, 2024"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("It has stood since April.", "since"), ("It lasts until Friday.", "until"),
        ("It must end by Friday.", "until"),
        ("It ended before June 1.", "before"), ("It began after June 1.", "after"), ("It fell during May.", "during"),
        ("It has gone on for ten years.", "for"), ("It began on June 1.", "on"),
    ],
)  # fmt: skip
def test_the_preposition_gives_the_relation(parsed, text, relation):
    assert [t.relation for t in found(parsed, text)] == [relation]


EVENTS = [
    # (sentence, trigger, earliest, latest) of the event's own time, or None
    ("They agreed on Wednesday to widen the customs checks.", "agreed", ("2024-06-05", "2024-06-05")),
    ("They agreed on Wednesday to widen the customs checks.", "widen", None),
    ("The attack took place on Tuesday in the north.", "attack", ("2024-06-04", "2024-06-04")),
    ("Tuesday's attack killed twelve.", "attack", ("2024-06-04", "2024-06-04")),
    ("The army said on Tuesday that rebels killed 12 people.", "killed", None),
    ("The army said on Tuesday that rebels killed 12 people.", "said", ("2024-06-04", "2024-06-04")),
    ("The army said on Tuesday that rebels killed 12 people on Sunday.", "killed", ("2024-06-02", "2024-06-02")),
    ("Gunmen attacked a village on Monday, killing 12 people.", "killing", ("2024-06-03", "2024-06-03")),
    ("Iran violated the 2015 accord.", "violated", None),
    ("Troops have been deployed there since April.", "deployed", ("2024-04-01", None)),
    ("The region has faced violence for almost ten years.", "faced", ("2014-06-07", None)),
    ("Russia must withdraw its troops by Friday.", "withdraw", (None, "2024-06-07")),
    ("The two sides clashed between June 2 and June 5.", "clashed", ("2024-06-02", "2024-06-05")),
    ("The two sides clashed from Monday to Wednesday.", "clashed", ("2024-06-03", "2024-06-05")),
    ("Some days ago, on May 30, the queen met six envoys.", "met", ("2024-05-30", "2024-05-30")),
    ("The beginning of May was filled with a tour of Asia.", "tour", ("2024-05-01", "2024-05-10")),
    ("France condemned on Monday the attack.", "attack", None),
    ("The minister will pay a visit to the port on Tuesday.", "visit", ("2024-06-11", "2024-06-11")),
    ("Twelve soldiers died in an ambush on Thursday.", "ambush", ("2024-06-06", "2024-06-06")),
    ("Five soldiers were killed when gunmen attacked a post on Tuesday.", "killed", ("2024-06-04", "2024-06-04")),
    ("Five soldiers died last night when gunmen attacked a post.", "attacked", ("2024-06-06", "2024-06-07")),
    ("A meeting is planned for next week.", "meeting", ("2024-06-10", "2024-06-16")),
]


@pytest.mark.parametrize(("text", "trigger", "bounds"), EVENTS, ids=[f"{case[1]} in {case[0]}" for case in EVENTS])
def test_the_event_is_dated_by_its_own_clause(parsed, text, trigger, bounds):
    doc = parsed(text)
    start = text.index(trigger)
    mention = Mention("m", "ASSAULT", Span.of(text, start, start + len(trigger)), sentence_span(text, doc[0]))
    own = event_times(doc, text, mention, find_times(doc, text, load("en"), PUBLISHED), PUBLISHED)[:1]
    assert ([(t.earliest, t.latest) for t in own] or [None]) == [bounds]


@pytest.mark.parametrize(
    "piece", ["1990-", "two ", "the first half of ", "June 5 to ", "a year ago ", "10:30", "late last ", "  \n"]
)
def test_repetition_costs_linear_time(parsed, piece):
    """Ten times the text may not take much more than ten times as long."""

    def seconds(times: int) -> float:
        text = piece * times
        doc = blank("en")(text)
        began = time.process_time()
        find_times(doc, text, load("en"), PUBLISHED)
        return time.process_time() - began

    seconds(20)
    assert seconds(4000) < 30 * max(seconds(400), 0.005)
