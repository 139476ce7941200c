"""How large the HTML report is and how fast it comes up, of a file and of a synthetic article.

    python bench/report.py [FILE] [--published 2024-06-07] [--words 20000] [--mentions 1000] [--chromium PATH]

Prints, for each: bytes, milliseconds to write, elements, and from headless Chromium the first contentful paint (median
of 3 fresh contexts, milliseconds from the start of navigation) and how long it takes, layout included, until a mention
that is pointed at, or a marked word that is clicked, is lit. Fails over the limits: 400 KB and 1 s for FILE, 200 ms for
a light.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from onrecord.export.html import Html
from onrecord.model import Actor, Attribution, Document, Mention, NamedPlace, Place, Reading, Source, Span, Time

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
BYTES, PAINT, LIGHT = 400_000, 1_000.0, 200.0
_FILLER = "after long talks about the harvest the road the market and the river that nobody had expected to end so soon"
_LIGHT = """(path) => {
  const node = document.querySelectorAll(path)[Math.floor(document.querySelectorAll(path).length / 2)];
  const started = performance.now();
  node.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
  node.dispatchEvent(new PointerEvent("click", {bubbles: true}));
  document.documentElement.getBoundingClientRect();
  document.querySelector(".lit").getBoundingClientRect();
  return performance.now() - started;
}"""


def synthetic(words: int, mentions: int, seed: int = 0) -> Reading:
    """A made-up article of so many words, whose sentences report so many events with every kind of span."""
    chance = random.Random(seed)
    filler = _FILLER.split()
    text, coded = "", []
    each = words // mentions
    places = [("Dakar", "SEN"), ("Niamey", "NER"), ("Cotonou", "BEN")]
    for n in range(mentions):
        name, code = chance.choice(places)
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        pieces = {
            "source": f"spokeswoman {n % 40}", "cue": "said", "actor": f"Minister {n % 25}", "trigger": "met",
            "recipient": f"envoy {n % 60}", "place": name, "time": f"{day}.{month}.",
        }  # fmt: skip
        sentence = "{source} {cue} {actor} {trigger} {recipient} in {place} on {time}".format(**pieces)
        more = max(0, each - len(sentence.split()))
        sentence += " " + " ".join(chance.choice(filler) for _ in range(more)) + "."
        start, at = len(text), len(text)
        spans = {}
        for role, said in pieces.items():
            at = start + sentence.index(said, at - start)
            spans[role] = Span(at, at + len(said), said)
            at += len(said)
        iso = f"2024-{month:02}-{day:02}"
        source = Source(spans["source"], pieces["source"], "person", anonymous=n % 3 == 0)
        coded.append(
            Mention(
                f"m{n}", chance.choice(["CONSULT", "AID", "ASSAULT"]), spans["trigger"],
                Span(start, start + len(sentence), sentence), quad=1,
                actors=(Actor(spans["actor"], pieces["actor"], code, ("GOV",), "Minister", "named"),),
                recipients=(Actor(spans["recipient"]),),
                places=(Place(spans["place"], NamedPlace(name, "city", 1, code), "city"),),
                times=(Time(spans["time"], iso, "DATE", iso, iso),),
                attributions=(Attribution(source, spans["cue"], ()),) if n % 4 else (),
                unvouched=n % 40 == 0, confidence=0.8,
            )
        )  # fmt: skip
        text += sentence + ("\n\n" if n % 5 == 4 else " ")
    return Reading(
        Document("synthetic", text, "A long article", "Bench", None, "en", "2024-06-07"), mentions=tuple(coded)
    )


def measure(reading: Reading, chromium: str) -> dict[str, float]:
    """Size, time to write, and what Chromium says."""
    from playwright.sync_api import sync_playwright

    figures: dict[str, float] = {"mentions": len(reading.mentions), "words": len(reading.document.text.split())}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.html"
        started = time.perf_counter()
        with Html.open(out) as sink:
            sink.write(reading)
        figures["write ms"] = (time.perf_counter() - started) * 1000
        figures["bytes"] = out.stat().st_size
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            paints = [_paint(browser, out) for _ in range(3)]
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(out.as_uri())
            figures["elements"] = page.evaluate("document.querySelectorAll('*').length")
            figures["first paint ms"] = statistics.median(paints)
            if reading.mentions:
                figures["light a card ms"] = page.evaluate(_LIGHT, ".card")
                figures["light from a word ms"] = page.evaluate(_LIGHT, ".s.actor")
                figures["again ms"] = page.evaluate(_LIGHT, ".s.place")
            browser.close()
    return figures


def _paint(browser: Any, out: Path) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(out.as_uri())
    paint: float | None = None
    while paint is None:  # asked again and again, for the page's policy lets nothing be evaluated inside of it
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    context.close()
    return paint


def main() -> int:
    """Measure, print, and fail over the limits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--published")
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--mentions", type=int, default=1_000)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    over = False
    readings = {f"synthetic, {arguments.words:,} words": synthetic(arguments.words, arguments.mentions)}
    if arguments.file:
        from onrecord.coder import Coder
        from onrecord.read import ReadOptions, read_paths

        options = ReadOptions(published=arguments.published)
        for outcome in Coder().outcomes(read_paths([str(arguments.file)], options)):
            if isinstance(outcome, Reading):
                readings[arguments.file.name] = outcome
    for name, reading in readings.items():
        figures = measure(reading, arguments.chromium)
        print(name + ": " + ", ".join(f"{key} {value:,.0f}" for key, value in figures.items()))
        over |= any(figures.get(key, 0) > LIGHT for key in ("light a card ms", "light from a word ms", "again ms"))
        if arguments.file and name == arguments.file.name:
            over |= figures["bytes"] > BYTES or figures["first paint ms"] > PAINT
    if over:
        print("over the limit")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
