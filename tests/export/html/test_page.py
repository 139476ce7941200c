"""The page as text."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.export.html import Html
from onrecord.model import Document, Reading

Page = Callable[..., str]
VOID = {"meta", "br", "hr", "link"}


class Nesting(HTMLParser):
    """Fails where an element is closed that is not open."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "srcdoc")
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.add(value[1:])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", ["ordinary", "arabic", "hostile"])
def test_elements_nest_ids_are_unique_and_every_link_has_its_target(
    page: Page, articles: ModuleType, kind: str
) -> None:
    reading = getattr(articles, kind)()
    for readings in ([reading], [reading, articles.ordinary(), reading]):
        found = Nesting(page(*readings))
        assert found.open == []
        assert len(set(found.ids)) == len(found.ids)
        assert found.targets <= set(found.ids)


def test_the_policy_names_the_hashes_of_the_one_style_and_the_one_script(page: Page, articles: ModuleType) -> None:
    source = page(articles.hostile())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)
    assert policy is not None
    assert policy[1].startswith("default-src &#x27;none&#x27;; ")
    assert "unsafe" not in policy[1]
    for name in ("style", "script"):
        (block,) = re.findall(rf"<{name}>(.*?)</{name}>", source, re.S)
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{name}-src &#x27;sha256-{digest}&#x27;" in policy[1]


def test_nothing_on_the_page_points_outside_but_the_address_of_the_article(page: Page, articles: ModuleType) -> None:
    source = page(articles.ordinary())
    assert re.findall(r'(?:href|src)="(?!#)([^"]*)"', source) == ["https://example.org/ferry"]
    assert 'rel="noopener noreferrer"' in source
    assert "url(" not in source
    assert "@import" not in source


def test_the_same_readings_are_the_same_bytes_in_another_process(articles: ModuleType, tmp_path: Path) -> None:
    def written(seed: str) -> bytes:
        code = (
            "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import articles\n"
            "from onrecord.export.html import Html\n"
            "with Html.open(pathlib.Path(sys.argv[2]), uncertain=True) as sink:\n"
            "    sink.write(articles.ordinary()); sink.write(articles.hostile())\n"
        )
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code, str(Path(articles.__file__ or "").parent), str(out)], check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
        )  # fmt: skip
        return out.read_bytes()

    assert written("1") == written("2")


def test_uncertain_mentions_are_left_out_and_counted(page: Page, articles: ModuleType) -> None:
    source = page(articles.ordinary(), uncertain=False)
    assert source.count('class="card ') == 4
    assert "1 of low confidence not shown" in source


def test_accusations_that_nobody_vouches_for_stand_at_the_head_with_their_evidence(
    page: Page, articles: ModuleType
) -> None:
    source = page(articles.ordinary())
    alarm = source[source.index('class="alarm"') : source.index('class="band"')]
    assert "An accusation that nobody vouches for" in alarm
    assert 'href="#d1m4"' in alarm
    assert "The old ferry company pays the masked men." in alarm
    assert 'class="alarm"' not in page(articles.arabic())


def test_a_mention_says_who_whom_when_where_and_on_whose_word(page: Page, articles: ModuleType) -> None:
    card = re.search(r'<li class="card[^>]*id="d1m1".*?</details></li>', page(articles.ordinary()), re.S)
    assert card is not None
    said = " ".join(re.sub(r"<[^>]*>", " ", card[0]).split())
    for words in (
        "CONSULT visit met", "verbal cooperation · ● occurred", "who Ana Roe Harbour minister · Vanuatu · GOV",
        "whom the dockers of Port Vila Vanuatu · LAB", "when 3 May 2024 to the day", "Port Vila, Shefa, Vanuatu",
        "located to the town", "word a union official an unnamed holder of an office, asserts it, in indirect speech",
        "lexicon:CONSULT/meet", "'met' at 45".replace("'", "&#x27;"),
    ):  # fmt: skip
        assert words in said, words


def test_a_promise_and_its_content_are_tied(page: Page, articles: ModuleType) -> None:
    source = page(articles.ordinary())
    assert 'what is promised, demanded or told of in <a href="#d1m1">mention 1</a>' in source


def test_several_documents_have_contents_with_their_counts(page: Page, articles: ModuleType) -> None:
    source = page(articles.ordinary(), articles.arabic())
    assert "<h1>2 documents</h1>" in source
    contents = source[source.index('class="contents"') : source.index("</nav>")]
    assert re.findall(r'href="([^"]*)"', contents) == ["#d1", "#d2"]
    assert re.findall(r"<h(\d)", source[source.index("<main") :])[:4] == ["1", "2", "2", "2"]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (Document("d", "Text.", "R&D <b>"), "R&amp;D &lt;b&gt;"),
        (Document("d", "A headline without a stop\n\nText."), "A headline without a stop"),
        (Document("d", "A sentence.\n\nText."), "d"),
        (Document("", ""), "?"),
    ],
)
def test_a_document_is_called_by_its_title_its_headline_or_its_id(page: Page, document: Document, name: str) -> None:
    assert f'<h1 id="d1"><bdi>{name}</bdi></h1>' in page(Reading(document))


def test_a_run_without_documents_gives_a_page_that_says_so(page: Page) -> None:
    assert "No document was coded" in page()


def test_a_text_that_was_left_out_is_said_to_be(page: Page, articles: ModuleType) -> None:
    reading = articles.ordinary()
    source = page(replace(reading, document=replace(reading.document, text="")))
    assert "The text is not part of this report" in source
    assert 'class="ref"' not in source


def test_many_documents_do_not_stay_in_memory(
    articles: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Html, "IN_MEMORY", 10_000)
    with Html.open(tmp_path / "report.html") as sink:
        for _ in range(5):
            sink.write(articles.ordinary())
        assert sink._done.name is not None  # on the disk by now
    assert (tmp_path / "report.html").read_bytes().count(b'<article class="document"') == 5


def test_a_report_of_five_hundred_words_is_small(page: Page, articles: ModuleType) -> None:
    assert len(page(articles.long(mentions=25)).encode()) < 150_000
