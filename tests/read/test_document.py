"""The door through which every text becomes a Document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DocumentTooLong, EmptyDocument, InvalidMetadata, UnreadableDocument, UnsupportedLanguage
from onrecord.read import document_from

TEXT = "Police arrested 12 protesters in Lima on Monday."


def test_a_string_becomes_a_document_with_its_metadata_normalised() -> None:
    document = document_from(TEXT, id=" a ", title="Arrests\nin Lima", outlet="", published="7 June 2024")
    assert (document.id, document.title, document.outlet, document.published, document.language) == (
        "a", "Arrests in Lima", None, "2024-06-07", "en",
    )  # fmt: skip


@given(st.text(st.characters(exclude_categories=())))
def test_the_text_keeps_its_length_and_its_edges(noise: str) -> None:
    text = f" \n{TEXT}{noise}"
    document = document_from(text, language="en")
    assert len(document.text) == len(text)
    assert document.text.startswith(f" \n{TEXT}")
    document.text.encode("utf-8")


@pytest.mark.parametrize("empty", [None, float("nan"), "", " \n\t", "\ufeff", "… – 12!", "\0\0"])
def test_a_text_without_letters_is_empty(empty: object) -> None:
    with pytest.raises(EmptyDocument):
        document_from(empty, id="d7")


@pytest.mark.parametrize("wrong", [b"bytes", 12, ["a"], {"text": "a"}])
def test_what_is_no_string_is_unreadable(wrong: object) -> None:
    with pytest.raises(UnreadableDocument, match=f"of type {type(wrong).__name__}"):
        document_from(wrong)


def test_a_text_longer_than_news_can_be_is_refused() -> None:
    with pytest.raises(DocumentTooLong, match="more than 100 characters"):
        document_from("word " * 21, max_characters=100)


def test_a_detected_foreign_language_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedLanguage, match=r"German \(de\)") as caught:
        document_from("Die Regierung erklärte, sie werde keine Truppen entsenden.", where="b.txt")
    assert caught.value.where == "b.txt"


def test_a_declared_language_wins_over_the_detected_one() -> None:
    assert document_from("Die Regierung erklärte, sie werde keine Truppen entsenden.", language="en").language == "en"


@pytest.mark.parametrize("field", ["id", "title", "outlet", "url"])
def test_a_list_where_one_text_is_asked_for_is_refused(field: str) -> None:
    with pytest.raises(InvalidMetadata, match=f"the {field} is of type list"):
        document_from(TEXT, **{field: ["a", "b"]})


def test_a_whole_number_that_became_a_float_is_an_id_without_a_point() -> None:
    assert document_from(TEXT, id=17.0).id == "17"


def test_surrogates_in_metadata_are_replaced_too() -> None:
    assert document_from(TEXT, outlet="W\ud800").outlet == "W\ufffd"
