"""The figures of the model card and the reliability plot, from what ``judging.py`` found.

    .venv-training/bin/python training/card.py

Rewrites the part of ``src/onrecord/learned/CARD.md`` between its marks, and ``docs/decisions/reliability.svg``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from judging import KINDS

HERE = Path(__file__).resolve().parent
CARD = HERE.parent / "src/onrecord/learned/CARD.md"
PLOT = HERE.parent / "docs/decisions/reliability.svg"
MARKS = "<!-- figures of training/card.py -->", "<!-- end of figures -->"
SHOWN = {"entry": "words that an entry holds for", "proposal": "words that only the model proposes"}


def main() -> int:
    """Write both."""
    report = json.loads((HERE / "build/report.json").read_text(encoding="utf8"))
    before, rest = CARD.read_text(encoding="utf8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    text = "\n".join(figures(report))
    CARD.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf8")
    PLOT.write_text(plot({title: report[name]["all"]["reliability"] for name, title in SHOWN.items()}), encoding="utf8")
    return 0


def figures(report: dict[str, Any]) -> Iterator[str]:
    """The tables, line by line."""
    pairs = report["relation, both"]
    yield "**What one phrase does to another** (plv train, root macro F1; 95% intervals by bootstrap)"
    yield ""
    yield from table(
        ("opinion", "root macro F1", "penta macro F1"),
        [
            (way, f"{report[name]['root macro F1']:.3f}", f"{report[name]['penta macro F1']:.3f}")
            for way, name in (("model", "relation, model alone"), ("both", "relation, both"))
        ],
    )
    low, high = pairs["intervals"]["mean"]
    yield ""
    yield f"Interval of the root macro F1 of both: {low:.3f} to {high:.3f}."
    yield ""
    rows = []
    for root, f1 in sorted(pairs["each"].items(), key=lambda item: -item[1]):
        rows.append((root, f"{f1:.2f}", "{:.2f} to {:.2f}".format(*pairs["intervals"][root])))
    yield from table(("root", "F1", "95% interval"), rows)
    yield ""
    yield (
        "Most often confused (gold, coded, rows): " + "; ".join(f"{g}, {p}, {n}" for g, p, n in pairs["confused"]) + "."
    )
    yield ""
    yield "**Who and whom** (CAMEO sentences): " + ", ".join(f"{k} {v:.1f}" for k, v in report["roles"].items()) + "."
    yield ""
    yield "**Which words report an event, and of which type** (annotated words of articles and of our own sentences, "
    yield "rows shown from a chance on)"
    yield ""
    rows = []
    for name, title in SHOWN.items():
        part = report[name]["all"]
        steps = [(step, part[step]) for step in ("lexicon alone", "model alone") if step in part]
        steps += [(f"both {step}", part[step]) for step in ("from 0.3", "from 0.4", "from 0.5", "from 0.6")]
        rows += [(title, step, *(f"{found[k]:.3f}" for k in ("P", "R", "F1"))) for step, found in steps]
        for group in KINDS:
            inside = report[name][group]
            shown = (f"{inside['from 0.4'][k]:.3f}" for k in ("P", "R", "F1"))
            rows.append((title, f"both from 0.4, {group}", *shown))
    yield from table(("words", "opinion", "precision", "recall", "F1"), rows)
    yield ""
    yield "**Calibration** (expected calibration error over ten bins, numbers fitted to the other folds)"
    yield ""
    rows = []
    for name, title in SHOWN.items():
        part = report[name]["all"]
        rows.append((title, str(part["words"]), f"{part['calibration error']:.3f}"))
        for group in KINDS:
            inside = report[name][group]
            rows.append((f"{title}, {group}", str(inside["words"]), f"{inside['calibration error']:.3f}"))
    yield from table(("words", "how many", "error"), rows)
    yield ""
    rows = [
        (title, f"{sure:.2f}", f"{hit:.2f}", str(count))
        for name, title in SHOWN.items()
        for sure, hit, count in report[name]["all"]["reliability"]
    ]
    yield from table(("words", "confidence", "right", "how many"), rows)
    yield ""
    modes = report["modes, type given"]
    yield f"**Modes**, type given: {100 * modes['right']:.1f}% right of {modes['words']} words."
    yield ""
    best = report["contexts"]
    ways = ("keywords from 0.4", "model from 0.4", "both from 0.4")
    yield "**Contexts**"
    yield ""
    yield from table(
        ("opinion", "precision", "recall", "F1"),
        [(way.split()[0], *(f"{best[way][k]:.3f}" for k in ("P", "R", "F1"))) for way in ways],
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(row) + " |"


def plot(curves: dict[str, list[list[float]]]) -> str:
    """Share of right answers over confidence, the diagonal for comparison; 0.4 is marked."""
    size, edge = 320, 46

    def place(sure: float, hit: float) -> str:
        return f"{edge + sure * size:.1f},{edge / 2 + (1 - hit) * size:.1f}"

    lines = [f'<path d="M{place(0, 0)} L{place(1, 1)}" stroke="#999" stroke-dasharray="4 4" fill="none"/>',
             f'<path d="M{place(0.4, 0)} L{place(0.4, 1)}" stroke="#ccc" fill="none"/>',
             f'<rect x="{edge}" y="{edge / 2}" width="{size}" height="{size}" fill="none" stroke="#333"/>']  # fmt: skip
    for tenth in range(0, 11, 2):
        x, y = place(tenth / 10, 0).split(",")
        lines.append(f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{tenth / 10:.1f}</text>')
        y = place(0, tenth / 10).split(",")[1]
        lines.append(f'<text x="{edge - 6}" y="{float(y) + 4}" text-anchor="end">{tenth / 10:.1f}</text>')
    for (title, bins), (colour, dash, row) in zip(
        curves.items(), (("#0b5394", "", 1), ("#b45f06", "6 3", 2)), strict=True
    ):
        points = [place(sure, hit) for sure, hit, _ in bins]
        lines.append(
            f'<path d="M{" L".join(points)}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}" fill="none"/>'
        )
        lines += ['<circle cx="{}" cy="{}" r="3" fill="{}"/>'.format(*point.split(","), colour) for point in points]
        lines.append(f'<text x="{edge + 10}" y="{edge / 2 + 16 * row}" fill="{colour}">{title}</text>')
    lines.append(f'<text x="{edge + size / 2}" y="{size + edge + 14}" text-anchor="middle">confidence</text>')
    lines.append(f'<text x="12" y="{edge / 2 + size / 2}" transform="rotate(-90 12 {edge / 2 + size / 2})" '
                 'text-anchor="middle">share that is right</text>')  # fmt: skip
    wide, high = size + edge + 20, size + edge + 24
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
            f'font-family="sans-serif" font-size="11" role="img" aria-label="Reliability of confidence">\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(lines) + "\n</svg>\n")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
