"""Nothing that a text says is ever HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.html.markup import address, element, escaped, foreign, visible


class Read(HTMLParser):
    """The tags, attributes and text that a parser finds."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    read = Read(element("p", text, title=text))
    assert read.tags == [("p", [("title", visible(text))])]
    assert read.text == visible(text)


@given(st.text(st.characters()))
def test_what_is_written_can_be_encoded_and_turns_nothing_around(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\x00\x1b\r")


def test_ordinary_words_of_any_script_are_left_alone() -> None:
    words = "Ibrahim Traoré, العمال, 東京, हिन्दी, 👩‍🔬 and a tab\t."
    assert visible(words) == words


def test_children_nest_and_only_markup_is_not_escaped() -> None:
    assert element("p", "<", element("b", "&"), None, [1, "'"]) == "<p>&lt;<b>&amp;</b>1&#x27;</p>"


def test_foreign_words_are_isolated_and_on_one_line() -> None:
    assert foreign("a\n\n b") == "<bdi>a b</bdi>"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d", "http://example.org:8080/#x", "HTTPS://example.org"])
def test_addresses_of_the_web_are_links(url: str) -> None:
    assert address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", " https://example.org", "java\nscript:alert(1)", "data:text/html,x",
        "//example.org", "file:///etc/passwd", "vbscript:x", "https://", "http://[", "https://example.org/\u202egpj",
        "ftp://example.org", "https://example.org/" + "a" * 3_000,
    ],
)  # fmt: skip
def test_anything_else_is_not(url: str | None) -> None:
    assert address(url) is None


def test_a_name_that_markup_knows_does_not_escape_twice() -> None:
    assert escaped("&amp;") == "&amp;amp;"
