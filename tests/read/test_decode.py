"""Bytes to text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UnreadableDocument
from onrecord.read import decode, sanitise

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_sanitising_keeps_every_character_but_nul_and_lone_surrogates_in_its_place(text: str) -> None:
    clean = sanitise(text)
    assert len(clean) == len(text)
    for before, after in zip(text, clean, strict=True):
        replaced = before == "\0" or "\ud800" <= before <= "\udfff"
        assert after == ("\ufffd" if replaced else before)


@given(ANY_TEXT)
def test_sanitising_twice_changes_nothing_more_and_the_result_can_be_written(text: str) -> None:
    clean = sanitise(text)
    assert sanitise(clean) == clean
    clean.encode("utf-8")


PROSE = "The minister said in São Paulo that it was “over”.\r\nNobody asked him.\n"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_utf8_is_decoded_as_it_is(text: str) -> None:
    data = text.encode("utf-8")
    if not data.startswith((b"%PDF", b"PK\x03\x04", b"PAR1", b"GIF8", b"BZh")):
        assert decode(data) == (text, ())


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_honoured_and_removed_without_a_note(codec: str) -> None:
    assert decode(PROSE.encode(codec)) == (PROSE, ())


@pytest.mark.parametrize("codec", ["cp1252", "utf-16-le", "utf-16-be"])
def test_a_guessed_encoding_is_right_and_noted(codec: str) -> None:
    text, notes = decode(PROSE.encode(codec))
    assert text == PROSE
    assert "a guess" in notes[0]


def test_russian_in_one_byte_is_guessed_as_cyrillic() -> None:
    russian = "Министр иностранных дел прибыл во вторник в столицу и провёл переговоры с президентом страны. " * 5
    assert decode(russian.encode("cp1251"))[0] == russian


def test_an_encoding_that_is_named_is_used_without_a_note() -> None:
    assert decode("Gdańsk".encode("cp1250"), "cp1250") == ("Gdańsk", ())


def test_an_encoding_that_is_named_wrongly_is_an_error_and_no_mojibake() -> None:
    with pytest.raises(UnreadableDocument, match="the bytes are not utf-8"):
        decode(b"caf\xe9", "utf-8", "a.txt")


def test_a_few_damaged_bytes_inside_utf8_are_replaced_and_noted() -> None:
    assert decode("São Paulo, Córdoba".encode() + b" \xff") == (
        "São Paulo, Córdoba \ufffd",
        ("1 bytes are not UTF-8 and stand as U+FFFD",),
    )


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04", "ZIP"), (b"PAR1", "Parquet")],
)
def test_a_binary_file_is_refused_by_its_name(head: bytes, kind: str) -> None:
    with pytest.raises(UnreadableDocument, match=kind):
        decode(head + b"some bytes")


def test_binary_data_of_unknown_kind_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="binary data"):
        decode(b"\xff" + random.Random(7).randbytes(5_000))
