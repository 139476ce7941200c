"""Intervals drawn to a common scale."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from onrecord.export.html import words
from onrecord.export.html.timeline import Scale, dated, timeline
from onrecord.model import Mention, Span, Time

WORD = Span(0, 4, "word")


def at(
    earliest: str | None, latest: str | None, name: str = "m", relation: str = "on", precision: str = "day"
) -> Mention:
    time = Time(WORD, None, "DATE", earliest, latest, precision, relation)
    return Mention(name, "CONSULT", WORD, WORD, times=(time,))


def test_mentions_stand_by_time_and_those_without_a_date_apart() -> None:
    bare = replace(at(None, None), times=())
    rows, undated = dated(
        [at("2024-06-05", "2024-06-05"), bare, at(None, "2024-01-01"), at("soon", None), at("2023-01-01", None)]
    )
    assert [row.number for row in rows] == [3, 5, 1]
    assert undated == [2, 4]


def test_an_open_end_reaches_the_edge_with_an_arrow_and_a_closed_one_does_not() -> None:
    page = timeline([at("2024-06-01", None), at("2024-06-03", "2024-06-11")], "2024-06-11", "d1")
    bars = re.findall(r'<rect x="([\d.]+)%" y="5" width="([\d.]+)%"', page)
    assert [float(x) + float(width) for x, width in bars] == [100.0, 94.0]
    assert page.count('class="open"') == 1


def test_bounds_in_the_wrong_order_are_turned() -> None:
    rows, _ = dated([at("2024-06-05", "2024-06-01")])
    assert (rows[0].earliest, rows[0].latest) == (date(2024, 6, 1), date(2024, 6, 5))


def test_a_long_time_is_drawn_finer_near_publication() -> None:
    scale = Scale([date(2014, 6, 7), date(2024, 6, 1)], date(2024, 6, 7))
    assert not scale.linear
    week = scale.at(date(2024, 6, 7)) - scale.at(date(2024, 6, 1))
    decade = scale.at(date(2024, 6, 1)) - scale.at(date(2014, 6, 7))
    assert 6 < week < decade


def test_days_never_change_their_order() -> None:
    scale = Scale([date(1990, 1, 1), date(2030, 1, 1)], date(2024, 6, 7))
    places = [
        scale.at(date.fromordinal(day)) for day in range(date(1990, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 13)
    ]
    assert places == sorted(places)
    assert min(places) >= 0 <= max(places) <= 100


def test_ticks_do_not_run_into_each_other() -> None:
    for scale in (
        Scale([date(2014, 6, 7)], date(2024, 6, 7)),
        Scale([date(2024, 6, 1), date(2024, 6, 30)], date(2024, 6, 7)),
    ):
        places = [place for place, _, _ in scale.ticks]
        assert len(places) >= 2
        assert all(b - a > 12 for a, b in pairwise(places))


def test_one_day_alone_has_a_scale() -> None:
    assert Scale([date(2024, 6, 7)], date(2024, 6, 7)).at(date(2024, 6, 7)) == 50.0


def test_without_dates_it_says_so() -> None:
    assert "No mention has a date." in timeline([replace(at(None, None), times=())], "2024-06-07", "d1")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (at("2024-06-05", "2024-06-05"), "5 June 2024"),
        (at("2024-06-01", "2024-06-10"), "1–10 June 2024"),
        (at("2024-06-01", "2024-06-30"), "June 2024"),
        (at("2024-01-01", "2024-12-31"), "2024"),
        (at("2020-01-01", "2024-12-31"), "2020–2024"),
        (at("2024-05-20", "2024-06-08"), "20 May 2024 – 8 June 2024"),
        (at("2014-06-07", None, precision="year"), "since 2014"),
        (at("2024-04-01", None, relation="after", precision="month"), "after April 2024"),
        (at(None, "2024-04-03"), "until 3 April 2024"),
        (at(None, "2024-04-03", relation="before"), "before 3 April 2024"),
        (at("2024-06-05T18:00:00+00:00", "2024-06-05T19:00:00+00:00"), "5 June 2024"),
        (at(None, None), None),
        (at("soon", None), None),
    ],
)
def test_an_interval_in_words(time: Mention, said: str | None) -> None:
    assert words.interval(time.times[0]) == said
