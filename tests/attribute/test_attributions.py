"""Who says what: sentences of ours, parsed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from onrecord.attribute import attributions_of, find_attributions
from onrecord.languages import load
from onrecord.model import Actor, Attribution, Mention, Source, Span

Parsed = Callable[[str], Doc]
PACK = load("en")


def found(parsed: Parsed, text: str) -> list[tuple[str | None, str, str]]:
    """Source, cue and content of every attribution."""
    return [
        (
            one.source.span.text if one.source else None,
            one.cue.text if one.cue else "",
            " / ".join(piece.text for piece in one.content),
        )
        for one in find_attributions(parsed(text), text, PACK)
    ]


def only(parsed: Parsed, text: str) -> Attribution:
    (one,) = find_attributions(parsed(text), text, PACK)
    return one


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor said that rebels burned the bridge.", "The mayor", "said", "that rebels burned the bridge"),
        ("Rebels burned the bridge, the mayor said.", "the mayor", "said", "Rebels burned the bridge"),
        ("Rebels burned the bridge, said the mayor.", "the mayor", "said", "Rebels burned the bridge"),
        ("The bridge, the mayor said, was burned.", "the mayor", "said", "The bridge / was burned"),
        ("The mayor told reporters that rebels burned it.", "The mayor", "told", "that rebels burned it"),
        ("According to the mayor, rebels burned the bridge.", "the mayor", "According to", "rebels burned the bridge"),
        ("Rebels burned the bridge, according to the mayor.", "the mayor", "according to", "Rebels burned the bridge"),
        ("In the mayor's view, rebels burned the bridge.", "the mayor's", "view", "rebels burned the bridge"),
        ("It was reported that rebels burned the bridge.", None, "was reported", "that rebels burned the bridge"),
        ("Rebels reportedly burned the bridge.", None, "reportedly", "Rebels / burned the bridge"),
        ("The minister promised to withdraw the troops.", "The minister", "promised", "to withdraw the troops"),
        ("Kenya accused the rebels of burning farms.", "Kenya", "accused", "the rebels of burning farms"),
        ("The raid was condemned by the mayor.", "the mayor", "was condemned", "The raid"),
        ("Rebels are said to hold the bridge.", None, "are said", "Rebels / to hold the bridge"),
        ("The mayor was quoted as saying rebels fled.", "The mayor", "was quoted as saying", "rebels fled"),
        ("The army denied that it had shelled Goma.", "The army", "denied", "that it had shelled Goma"),
    ],
)  # fmt: skip
def test_a_cue_has_its_source_and_its_content(
    parsed: Parsed, text: str, source: str | None, cue: str, content: str
) -> None:
    assert found(parsed, text) == [(source, cue, content)]


def test_a_nominal_cue_has_its_possessor_as_source(parsed: Parsed) -> None:
    (one,) = found(parsed, "Villagers laughed at the minister's claim that the war was over.")
    assert one == ("the minister's", "claim", "that the war was over")


def test_a_quotation_is_whole_though_it_has_several_sentences(parsed: Parsed) -> None:
    text = "“We hold the town. Nobody will take it,” Colonel Adamou said."
    assert found(parsed, text) == [("Colonel Adamou", "said", "“We hold the town. Nobody will take it,”")]


def test_both_halves_of_a_split_quotation_are_one_content(parsed: Parsed) -> None:
    text = '"We hold the town," Colonel Adamou said. "Nobody will take it from us."'
    assert [one[2] for one in found(parsed, text)] == ['"We hold the town," / "Nobody will take it from us."']


def test_a_quoted_paragraph_without_cue_goes_on_with_the_speaker_before(parsed: Parsed) -> None:
    text = "“We hold the town,” Colonel Adamou said.\n\n“Nobody will take it from us, whatever they try.”"
    assert [one[2] for one in found(parsed, text)] == [
        "“We hold the town,” / “Nobody will take it from us, whatever they try.”"
    ]


def test_an_aside_of_the_outlet_is_no_attribution(parsed: Parsed) -> None:
    assert found(parsed, "It should be noted that the bridge was burned in March.") == []


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("“We hold the whole town,” the colonel said.", "direct"),
        ("The colonel said that the army “holds the whole town” again.", "mixed"),
        ("The colonel said that the army holds the town.", "indirect"),
    ],
)
def test_manner_follows_from_the_quote_marks(parsed: Parsed, text: str, manner: str) -> None:
    assert only(parsed, text).manner == manner


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army said that two soldiers died.", "asserts"),
        ("The army confirmed that two soldiers died.", "confirms"),
        ("The army did not confirm that two soldiers died.", "doubts"),
        ("The army denied that two soldiers died.", "denies"),
        ("The army doubted that two soldiers died.", "doubts"),
        ("The army declined to comment on the deaths.", "declines"),
        ("The army did not say how many soldiers died.", "declines"),
        ("The militia claimed responsibility for the bombing.", "claims"),
    ],
)
def test_stance_follows_from_the_cue_and_its_negation(parsed: Parsed, text: str, stance: str) -> None:
    assert only(parsed, text).stance == stance


@pytest.mark.parametrize("text", ["The minister hopes that the war will end.", "The minister wants to end the war."])
def test_an_attitude_is_found_but_is_no_speech(parsed: Parsed, text: str) -> None:
    assert not only(parsed, text).speech


def test_a_cited_source_stands_within_the_one_that_cites_it(parsed: Parsed) -> None:
    text = "Reuters reported, citing two diplomats, that the minister had resigned."
    reported, cited = find_attributions(parsed(text), text, PACK)
    assert (cited.source.span.text if cited.source else None, cited.within) == ("two diplomats", 0)
    assert cited.content == reported.content


def test_a_report_inside_a_report_knows_its_reporter(parsed: Parsed) -> None:
    text = "The agency said that the general had told a radio station that troops left Kidal."
    outer, inner = find_attributions(parsed(text), text, PACK)
    assert (outer.within, inner.within) == (None, 0)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Minister: troops will leave Kidal\n\nThe army left.", "Minister"),
        ("Troops to leave Kidal - minister\n\nThe army left.", "minister"),
    ],
    ids=["colon", "dash"],
)
def test_a_headline_names_its_source_beside_a_mark(parsed: Parsed, text: str, source: str) -> None:
    one = only(parsed, text)
    assert one.source is not None
    assert one.source.span.text == source


def test_a_label_before_a_colon_is_no_source(parsed: Parsed) -> None:
    assert found(parsed, "Photo: troops in Kidal") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        '"',
        "“ said “",
        "he said he said he said",
        ": : :",
        "According to",
        "''said'' said ''",
        "“A.\n\n“B.\n\n“C.”",
    ],
)
def test_odd_texts_raise_nothing(parsed: Parsed, text: str) -> None:
    for one in find_attributions(parsed(text), text, PACK):
        assert all(piece.text == text[piece.start : piece.end] for piece in one.content)


def test_spans_are_of_the_documents_own_text(parsed: Parsed) -> None:
    text = "“We’re\xa0leaving the town,” said Zoë Müller."
    one = only(parsed, text)
    assert [piece.text for piece in one.content] == ["“We’re\xa0leaving the town,”"]


# -- which of them a mention rests on --------------------------------------------------------------------------


def mention(text: str, trigger: str, actor: str | None = None) -> Mention:
    def span(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    actors = (Actor(span(actor)),) if actor else ()
    return Mention("m", "ASSAULT", span(trigger), Span.of(text, 0, len(text)), actors=actors)


TEXT = "The agency said that the general had told a radio station that troops left Kidal."


def test_a_mention_rests_on_the_innermost_source_first(parsed: Parsed) -> None:
    doc = parsed(TEXT)
    told = attributions_of(mention(TEXT, "left"), find_attributions(doc, TEXT, PACK), doc)
    assert [(one.source.span.text if one.source else None, one.within) for one in told] == [
        ("the general", 1),
        ("The agency", None),
    ]


def test_a_speech_act_does_not_rest_on_the_attribution_it_makes(parsed: Parsed) -> None:
    text = "The minister promised to withdraw the troops."
    doc = parsed(text)
    assert attributions_of(mention(text, "promised", "The minister"), find_attributions(doc, text, PACK), doc) == ()


def test_what_is_promised_rests_on_the_one_who_promises(parsed: Parsed) -> None:
    text = "The minister promised to withdraw the troops."
    doc = parsed(text)
    told = attributions_of(mention(text, "withdraw"), find_attributions(doc, text, PACK), doc)
    assert [one.cue.text for one in told if one.cue] == ["promised"]


def test_nothing_rests_on_an_attitude(parsed: Parsed) -> None:
    text = "The minister hopes that the army will withdraw."
    doc = parsed(text)
    assert attributions_of(mention(text, "withdraw"), find_attributions(doc, text, PACK), doc) == ()


def test_rival_holders_of_one_content_stay_side_by_side() -> None:
    text = "A said B fell; C denied it."
    content = (Span.of(text, 7, 13),)
    both = (
        Attribution(Source(Span.of(text, 0, 1)), Span.of(text, 2, 6), content),
        Attribution(Source(Span.of(text, 15, 16)), Span.of(text, 17, 23), content, stance="denies"),
    )
    told = attributions_of(mention(text, "fell"), both, None)  # type: ignore[arg-type]
    assert [one.stance for one in told] == ["asserts", "denies"]


def test_the_actor_stage_gives_country_and_sectors(parsed: Parsed) -> None:
    text = "The Kenyan minister said that troops left."

    def resolve(doc: Doc, text: str, head: Token) -> Actor:
        return Actor(Span.of(text, head.idx, head.idx + len(head.text)), country="KEN", sectors=("GOV",))

    (one,) = find_attributions(parsed(text), text, PACK, resolve_actor=resolve)
    assert one.source is not None
    assert (one.source.country, one.source.sectors) == ("KEN", ("GOV",))


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Police held nine marchers; the union says twelve were taken away.", "the union", "twelve were taken away"),
        ("The army said it shelled the camp; villagers counted nine dead.", "The army", "it shelled the camp"),
        ("Rome said Tunis had sunk the boat, a claim that Tunis rejected.", "Rome", "Tunis had sunk the boat"),
        ("The mayor said rebels had burned the mill, which they deny.", "The mayor", "rebels had burned the mill"),
        ("Two were killed, the general said, and five soldiers were captured.", "the general",
         "Two were killed / five soldiers were captured"),
        ("Rebels took the port, as the minister confirmed.", "the minister", "Rebels took the port"),
        ("A man admitted in court that he burned the barn.", "A man", "that he burned the barn"),
    ],
)  # fmt: skip
def test_a_content_ends_where_another_voice_begins(parsed: Parsed, text: str, source: str, content: str) -> None:
    by_source = {said: what for said, _, what in found(parsed, text)}
    assert by_source[source] == content


@pytest.mark.parametrize(
    "text",
    [
        "Panama City: The president pardoned eleven journalists.",
        "PRESENTER: The president pardoned eleven journalists.",
        "According to our information, the president pardoned eleven journalists.",
        "As this newspaper reported, the president pardoned eleven journalists.",
        "It should be noted that the president pardoned eleven journalists.",
    ],
)
def test_datelines_and_the_outlet_itself_are_no_sources(parsed: Parsed, text: str) -> None:
    assert found(parsed, text) == []


def test_a_toponym_before_a_colon_is_a_dateline_whatever_the_parser_calls_it(parsed: Parsed) -> None:
    text = "Zinder: The governor pardoned eleven journalists."
    assert find_attributions(parsed(text), text, PACK, toponyms=frozenset({(0, 6)})) == ()


def test_a_place_that_speaks_in_the_first_person_is_a_source(parsed: Parsed) -> None:
    assert found(parsed, "Paris: we will not yield") == [("Paris", ":", "we will not yield")]
