"""The HTML report as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from onrecord.model import Document, Reading

Open = Callable[..., Any]
PHONE = {"width": 360, "height": 740}

_HERE = """() => { const here = document.activeElement;
  return here === document.body ? "" : `${here.className || here.tagName} ${here.hash || ""}`; }"""


def lit(page: Any) -> dict[str, str]:
    """Role -> the words that are lit in it."""
    found: dict[str, str] = page.evaluate(
        """() => { const found = {};
        for (const role of ["trigger", "actor", "recipient", "place", "time", "source", "cue", "number"]) {
          const words = [...document.querySelectorAll(`.lit-${role}`)].map((node) => node.textContent).join("");
          if (words) found[role] = words;
        } return found; }"""
    )
    return found


FIRST = {
    "trigger": "met", "actor": "Harbour minister Ana Roe", "recipient": "the dockers of Port Vila",
    "place": "Port Vila", "time": "3 May", "source": "a union official", "cue": "said",
}  # fmt: skip


def kinds(articles: ModuleType) -> dict[str, tuple[Reading, ...]]:
    return {
        "ordinary": (articles.ordinary(),),
        "arabic": (articles.arabic(),),
        "hostile": (articles.hostile(),),
        "several": (articles.ordinary(), articles.arabic(), articles.ordinary()),
        "none": (),
        "no mention": (Reading(Document("d", "Rain fell.")),),
        "no text": (replace(articles.ordinary(), document=replace(articles.ordinary().document, text="")),),
    }


KINDS = ("ordinary", "arabic", "hostile", "several", "none", "no mention", "no text")


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_for_nothing_and_breaks_no_policy(opened: Open, articles: ModuleType, kind: str) -> None:
    report = opened(*kinds(articles)[kind])
    for link in report.page.locator(".go, .ref").all()[:6]:
        link.click()
    report.page.wait_for_timeout(50)
    assert report.trouble == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Open, articles: ModuleType, kind: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    report = opened(*kinds(articles)[kind], color_scheme=scheme, bypass_csp=True)
    if report.page.locator(".go").count():
        report.page.locator(".go").first.click()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
    found = axe.Axe().run(report.page, options=options).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
    ] == []


def test_axe_finds_nothing_at_all_on_an_ordinary_page(opened: Open, articles: ModuleType) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    report = opened(articles.ordinary(), articles.arabic(), bypass_csp=True)
    found = axe.Axe().run(report.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_nothing_that_an_article_says_runs_or_becomes_an_element(opened: Open, articles: ModuleType) -> None:
    report = opened(articles.hostile())
    assert not report.page.title().startswith("owned")
    assert report.page.locator("script, style, link, base, iframe, img, object, form, input").count() == 2
    names = "[...document.querySelectorAll('*')].flatMap((node) => [...node.attributes].map((one) => one.name))"
    assert not [name for name in report.page.evaluate(names) if name.startswith("on") or name == "style"]
    assert report.page.locator("a:not([href^='#'])").count() == 0


def test_the_article_reads_as_it_was_written(opened: Open, articles: ModuleType) -> None:
    report = opened(articles.ordinary())
    shown = report.page.evaluate(
        "() => { const copy = document.querySelector('.words').cloneNode(true);"
        "for (const ref of copy.querySelectorAll('.ref')) ref.remove(); return copy.textContent; }"
    )
    assert shown == articles.TEXT


def test_an_override_of_direction_is_shown_and_has_no_effect(opened: Open, articles: ModuleType) -> None:
    words = opened(articles.hostile()).page.locator(".words").inner_text()
    assert "⟦RLO⟧gnp.exe" in words
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", words)


# --- lighting -----------------------------------------------------------------------------------------------


def test_pointing_at_a_mention_lights_its_spans_and_leaving_it_puts_them_out(
    opened: Open, articles: ModuleType
) -> None:
    page = opened(articles.ordinary()).page
    page.locator("#d1m1").hover()
    assert lit(page) == FIRST
    page.mouse.move(5, 5)
    assert lit(page) == {}


def test_a_click_keeps_a_mention_lit(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.locator("#d1m1 .go").click()
    page.mouse.move(5, 5)
    assert lit(page) == FIRST
    page.locator("#d1m3").hover()
    assert lit(page)["trigger"] == "threatened"
    page.mouse.move(5, 5)
    assert lit(page) == FIRST


def test_the_roles_of_lit_words_are_named_not_only_coloured(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.locator("#d1m4 .go").click()
    tags = page.evaluate(
        "[...document.querySelectorAll('[data-tag]')].map((node) => [node.textContent, node.dataset.tag])"
    )
    assert tags == [
        ["The old ferry company", "who"], ["pays", "what"], ["the ", "whom"], ["masked men", "how many"],
    ]  # fmt: skip


def test_marked_words_find_their_mentions_one_after_the_other(opened: Open, articles: ModuleType) -> None:
    reading = articles.ordinary()
    twice = replace(reading, mentions=(reading.mentions[0], replace(reading.mentions[0], id="m9", type="AID")))
    page = opened(twice).page
    for expected in ("d1m1", "d1m2", "d1m1"):
        page.locator(".words .place").first.click()
        assert page.locator(".card.on").get_attribute("id") == expected
    assert page.locator("#said").inner_text() == "Mention 1 of 2: CONSULT"


def test_words_that_are_only_evidence_find_their_mention(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.locator(".s", has_text="that ").click()
    assert page.locator(".card.on").get_attribute("id") == "d1m5"


def test_a_link_to_a_mention_opens_with_it_lit(opened: Open, articles: ModuleType) -> None:
    assert lit(opened(articles.ordinary(), at="#d1m1").page) == FIRST


def test_documents_are_lit_each_for_itself(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary(), articles.ordinary()).page
    page.locator("#d2m1 .go").click()
    assert page.locator("[aria-labelledby=d1] .lit").count() == 0
    assert lit(page) == FIRST


# --- keyboard -----------------------------------------------------------------------------------------------


def test_the_whole_page_can_be_walked_by_keyboard(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    seen: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if not here:
            break
        seen.append(here)
    assert seen[0] == "skip #report"
    for stop in ("url ", "number-link #d1m4", "words ", "ref #d1m1", "go #d1t1", "go #d1t5", "SUMMARY "):
        assert stop in seen, stop


def test_focus_is_visible(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert page.evaluate(f"parseFloat({style}.outlineWidth)") >= 2


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("ArrowDown", "ArrowUp")])
def test_keys_go_from_mention_to_mention_and_light_each(opened: Open, articles: ModuleType, down: str, up: str) -> None:
    page = opened(articles.ordinary()).page
    page.locator("#d1m1 .go").focus()
    assert lit(page) == FIRST
    page.keyboard.press(down)
    assert lit(page)["trigger"] == "promised"
    page.keyboard.press(down)
    page.keyboard.press(up)
    page.keyboard.press(up)
    assert lit(page) == FIRST


def test_keys_do_nothing_outside_of_the_report(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.keyboard.press("j")
    assert lit(page) == {}


def test_enter_goes_to_the_words_and_back_and_escape_puts_the_light_out(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary()).page
    page.locator("#d1m2 .go").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "d1t2"
    assert lit(page)["trigger"] == "promised"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.card').id") == "d1m2"
    page.keyboard.press("Escape")
    assert lit(page) == {}


def test_a_screen_reader_is_told_language_landmarks_and_what_a_number_refers_to(
    opened: Open, articles: ModuleType
) -> None:
    page = opened(articles.ordinary()).page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".words").get_attribute("lang") == "en"
    assert page.locator("main, header, footer").count() == 3
    reference = page.locator("#d1t1")
    assert reference.get_attribute("aria-label") == "mention 1"
    described = page.locator(f"#{reference.get_attribute('aria-describedby')}")
    assert "CONSULT" in described.inner_text()


def test_an_arabic_article_runs_from_right_to_left_on_an_english_page(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.arabic()).page
    assert page.locator(".words").get_attribute("lang") == "ar"
    assert page.evaluate("getComputedStyle(document.querySelector('.words p')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).direction") == "ltr"


# --- without script, narrow, dark, on paper -----------------------------------------------------------------


def test_without_script_everything_is_there_and_links_lead_to_and_fro(opened: Open, articles: ModuleType) -> None:
    report = opened(articles.ordinary(), java_script_enabled=False)
    page = report.page
    assert page.locator(".hint").is_hidden()
    page.locator("#d1t4").click()
    assert page.url.endswith("#d1m4")
    page.locator("#d1m4 .go").click()
    assert page.url.endswith("#d1t4")
    page.locator("#d1m1 summary").click()
    assert page.locator("#d1m1 blockquote").is_visible()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 360, 700, 1000])
def test_nothing_is_wider_than_the_window(opened: Open, articles: ModuleType, kind: str, width: int) -> None:
    page = opened(*kinds(articles)[kind], viewport={"width": width, "height": 740}).page
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_mention_leads_to_its_words(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary(), viewport=PHONE, has_touch=True).page
    page.locator("#d1m3 .go").tap()
    page.wait_for_timeout(100)
    assert page.locator("#d1t3").evaluate(
        "(n) => { const r = n.getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight; }"
    )


def test_dark_mode_has_a_dark_ground(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary(), color_scheme="dark").page
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", ground))) < 60


def test_on_paper_it_is_black_on_white_unfolded_and_nothing_sticks(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary(), color_scheme="dark").page
    page.emulate_media(media="print")
    look = "getComputedStyle(document.{}).{}"
    assert page.evaluate(look.format("body", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.evaluate(look.format("body", "color")) == "rgb(0, 0, 0)"
    assert page.evaluate(look.format("querySelector('.left')", "position")) == "static"
    assert page.evaluate(look.format("querySelector('.words')", "overflowY")) == "visible"
    assert page.locator("#d1m1 .why blockquote").evaluate("(node) => node.getBoundingClientRect().height") > 0


def test_it_prints_to_pdf(opened: Open, articles: ModuleType) -> None:
    report = opened(articles.ordinary(), articles.arabic())
    assert report.page.pdf(format="A4").startswith(b"%PDF-")
    assert report.page.locator("details[open]").count() == 0
    assert report.trouble == []


def test_roles_differ_by_their_lines_in_forced_colours(opened: Open, articles: ModuleType) -> None:
    page = opened(articles.ordinary(), forced_colors="active").page
    look = """(node) => { const style = getComputedStyle(node);
        return ["Line", "Style", "Thickness"].map((part) => style[`textDecoration${part}`]).join()
          + style.outlineStyle; }"""
    looks = [page.locator(f".legend .{role}").evaluate(look) for role in
             ("trigger", "actor", "recipient", "place", "time", "number", "source", "cue")]  # fmt: skip
    assert len(set(looks)) == len(looks)


# --- speed --------------------------------------------------------------------------------------------------


def test_a_long_article_with_many_mentions_stays_quick(opened: Open, articles: ModuleType) -> None:
    """Bounds are ten times what bench/report.py measures, for slow machines; they catch what grows with the square."""
    page = opened(articles.long(mentions=1_000)).page
    paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    while (painted := page.evaluate(paint)) is None:
        page.wait_for_timeout(20)
    assert painted < 5_000
    took = page.evaluate(
        """() => { const cards = document.querySelectorAll(".card"), started = performance.now();
        for (const card of [...cards].slice(0, 20))
          card.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
        return (performance.now() - started) / 20; }"""
    )
    assert took < 200
