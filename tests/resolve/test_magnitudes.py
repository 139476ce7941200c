"""Magnitudes: what is counted, how many at least and at most, of whom, and over what time."""

from __future__ import annotations

import pytest

from onrecord.languages import load
from onrecord.model import Magnitude, Mention, Span
from onrecord.parse import sentence_span
from onrecord.resolve.magnitudes import event_magnitudes, find_magnitudes
from onrecord.resolve.numbers import number_words, read_number

CASES = [
    # (sentence, [(measure, least, most, scope), ...])
    ("Gunmen killed 12 villagers near Mopti.", [("killed", 12, 12, "incident")]),
    ("Three officers were wounded in the raid.", [("injured", 3, 3, "incident")]),
    ("At least 40 people died in the fire.", [("killed", 40, None, "incident")]),
    ("More than 300 people were displaced by the floods.", [("displaced", 300, None, "incident")]),
    ("Over 2 million people have fled the country.", [("displaced", 2_000_000, None, "incident")]),
    ("Up to 30 hostages were freed on Sunday.", [("released", None, 30, "incident")]),
    ("As many as 500 demonstrators were arrested.", [("detained", None, 500, "incident")]),
    ("Dozens of students were detained.", [("detained", 24, 99, "incident")]),
    ("Hundreds of farmers marched to the ministry.", [("participants", 200, 999, "incident")]),
    ("Thousands of residents fled the town.", [("displaced", 2000, None, "incident")]),
    ("Tens of thousands of women protested in Minsk.", [("participants", 20_000, 99_999, "incident")]),
    ("Scores of civilians were killed.", [("killed", 40, 99, "incident")]),
    ("A dozen soldiers were killed.", [("killed", 12, 12, "incident")]),
    ("Several journalists were arrested.", [("detained", 3, None, "incident")]),
    ("Between 10 and 15 rebels were killed.", [("killed", 10, 15, "incident")]),
    ("Some 20 to 30 miners were abducted.", [("abducted", 20, 30, "incident")]),
    ("A soldier was killed near the bridge.", [("killed", 1, 1, "incident")]),
    ("Police arrested a journalist on Monday.", [("detained", 1, 1, "incident")]),
    ("No one was injured in the blast.", [("injured", 0, 0, "incident")]),
    ("Nobody was killed.", [("killed", 0, 0, "incident")]),
    ("There were no casualties.", [("killed", 0, 0, "incident")]),
    ("The attack left 12 dead.", [("killed", 12, 12, "incident")]),
    ("The death toll rose to 14.", [("killed", 14, 14, "cumulative")]),
    ("The blast killed three people and injured 17.", [("killed", 3, 3, "incident"), ("injured", 17, 17, "incident")]),
    (
        "At least 12 people were killed and 30 others wounded.",
        [("killed", 12, None, "incident"), ("injured", 30, 30, "incident")],
    ),
    ("The deaths of thousands of miners shook the region.", [("killed", 2000, None, "incident")]),
    ("The arrest of 20 activists sparked anger.", [("detained", 20, 20, "incident")]),
    ("The kidnapping of eight aid workers shocked the town.", [("abducted", 8, 8, "incident")]),
    ("The release of 45 prisoners was announced.", [("released", 45, 45, "incident")]),
    ("The deployment of 1,500 troops began.", [("deployed", 1500, 1500, "incident")]),
    ("Russia sent 100 instructors to the base.", [("deployed", 100, 100, "incident")]),
    ("Kenya deployed 1,000 police officers to the capital.", [("deployed", 1000, 1000, "incident")]),
    ("A protest by 500 nurses blocked the road.", [("participants", 500, 500, "incident")]),
    ("About 3,000 people gathered in the square.", [("participants", 3000, 3000, "incident")]),
    ("The rebels hold 40 prisoners.", [("detained", 40, 40, "stock")]),
    ("Seven fishermen are still missing.", [("missing", 7, 7, "stock")]),
    ("Since January 250 people have been killed.", [("killed", 250, 250, "cumulative")]),
    ("The camps shelter over 2 million displaced persons.", [("displaced", 2_000_000, None, "stock")]),
    ("The country hosts 90,000 refugees.", [("displaced", 90_000, 90_000, "stock")]),
    ("The attack claimed 15 lives.", [("killed", 15, 15, "incident")]),
    ("Fourteen dead as gunmen raid market.", [("killed", 14, 14, "incident")]),
    ("Five people were shot dead.", [("killed", 5, 5, "incident")]),
    ("Twenty-three miners were rescued and two died.", [("killed", 2, 2, "incident")]),
    ("Two hundred and five people drowned.", [("killed", 205, 205, "incident")]),
    ("Police rounded up 60 migrants.", [("detained", 60, 60, "incident")]),
    ("Nearly 200 villagers were evacuated.", [("displaced", 180, 200, "incident")]),
    ("Fewer than 50 people attended.", [("participants", None, 49, "incident")]),
    ("Four men have been kidnapped.", [("abducted", 4, 4, "incident")]),
    ("A crash killed 2.5 thousand people.", [("killed", 2500, 2500, "incident")]),
    ("The EU pledged 50 million euros in aid.", [("money", 50_000_000, 50_000_000, "incident")]),
    ("Washington approved $3.5 billion in loans.", [("money", 3_500_000_000, 3_500_000_000, "incident")]),
    # what is no magnitude
    ("About 60 percent of the voters stayed home.", []),
    ("The team won 3-1 on Sunday.", []),
    ("The soldiers died in 2014.", []),
    ("He was killed on 5 June.", []),
    ("The third soldier was buried.", []),
    ("She worked there for 12 years.", []),
    ("The minister, aged 54, met the president.", []),
    ("They destroyed 40 houses.", []),
    ("The army said 12 villages were seized.", []),
    ("Rebels killed 30 cows.", []),
    ("The rate is 12 per 100,000 inhabitants.", []),
    ("They fired 20 rockets.", []),
    ("The company released three statements.", []),
    ("They meet two times a year.", []),
]


def found(parsed, text: str) -> tuple[Magnitude, ...]:
    return find_magnitudes(parsed(text), text, load("en"))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_counts_and_their_bounds(parsed, text, expected):
    assert [(m.measure, m.least, m.most, m.scope) for m in found(parsed, text)] == expected


def test_coordinated_parts_keep_their_people_and_are_summed_first(parsed):
    text = "The raid killed four soldiers and two civilians."
    assert [(m.least, m.whom.text if m.whom else None, m.civilian, m.reason) for m in found(parsed, text)] == [
        (6, None, None, "magnitude:sum"),
        (4, "soldiers", False, "magnitude:patient"),
        (2, "civilians", True, "magnitude:patient"),
    ]


def test_one_and_a_number_add_up(parsed):
    text = "A policeman and two civilians were killed."
    assert [m.least for m in found(parsed, text)] == [3, 1, 2]


def test_conflicting_tolls_stay_side_by_side(parsed):
    text = "The army put the toll at 25, while the rebels said 40 had died."
    assert [m.least for m in found(parsed, text)] == [25, 40]


@pytest.mark.parametrize(
    ("text", "civilian"),
    [
        ("Two civilians were killed.", True),
        ("Two soldiers were killed.", False),
        ("Two people were killed.", None),
        ("Six herders were killed.", True),
        ("Six insurgents were killed.", False),
    ],
)
def test_the_noun_says_whether_they_are_civilians(parsed, text, civilian):
    assert [m.civilian for m in found(parsed, text)] == [civilian]


def test_spans_are_cut_from_the_text(parsed):
    text = "At least “12” people were killed, and 3\u00a0soldiers were wounded."
    for magnitude in found(parsed, text):
        assert text[magnitude.span.start : magnitude.span.end] == magnitude.span.text


EVENTS = [
    ("The attack killed 12 people.", "attack", [12]),
    ("Gunmen attacked the village, killing 12 people.", "attacked", [12]),
    ("Twelve soldiers died in an ambush near Gao.", "ambush", [12]),
    ("The clashes left five dead.", "clashes", [5]),
    ("The mayor said that gunmen killed 12 people.", "killed", [12]),
    ("The mayor said that gunmen killed 12 people.", "said", []),
    ("Six drivers were injured when police charged the crowd.", "charged", [6]),
    ("Police arrested 31 people.", "arrested", [31]),
    ("Fighting broke out on Friday, resulting in the deaths of 20 civilians.", "Fighting", [20]),
    ("The president condemned an attack that killed 12.", "attack", [12]),
    ("The president met 12 envoys after rebels killed 30 soldiers.", "met", []),
    ("Rebels ambushed a convoy and killed nine guards.", "ambushed", [9]),
]


@pytest.mark.parametrize(("text", "trigger", "least"), EVENTS, ids=[f"{case[1]} in {case[0]}" for case in EVENTS])
def test_an_event_has_the_counts_of_its_clause_and_results(parsed, text, trigger, least):
    doc = parsed(text)
    start = text.index(trigger)
    mention = Mention("m", "ASSAULT", Span.of(text, start, start + len(trigger)), sentence_span(text, doc[0]))
    magnitudes = find_magnitudes(doc, text, load("en"))
    assert [m.least for m in event_magnitudes(doc, text, mention, magnitudes)] == least


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12), ("1,200", 1200), ("twelve", 12), ("twenty-four", 24),
        ("two hundred and five", 205), ("a hundred", 100),
        ("2.5 million", 2_500_000), ("three thousand two hundred", 3200), ("2 1/2", 2.5), ("nineteen ninety-six", 1996),
        ("dog", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_in_words_and_digits(words, value):
    assert read_number(words, number_words(load("en"))) == value
