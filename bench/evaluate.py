"""Run the benchmark tasks of floors.yaml, print the figures, and fail when one is worse than its floor.

    python bench/evaluate.py [--shared ../shared] [--task places] [--pin] [--readme]

Data that is not there is left out and named; data that is not the pinned one fails the run. `--pin` prints the hash of
the data instead of failing, for a change to floors.yaml on purpose; `--readme` writes the figures into the README.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from onrecord.coder import Coder, Settings
from onrecord.evaluate.floors import figures_of, hash_of, out_of_fold, runs_at

REPOSITORY = Path(__file__).resolve().parents[1]
SHOWN = {
    "records": ("statements F1", "false events on opinion", "on whose word", "status"),
    "relation": ("root macro F1", "penta macro F1", "binary macro F1"),
    "roles": ("roles exact F1", "roles IoU 0.5 F1"),
    "attribution": ("attribution lenient", "cue hit", "speech: attribution lenient"),
    "factuality": ("MAE", "r", "3-way macro F1"),
    "places": ("recognition_f1", "given_accuracy_161km", "raw_f1"),
    "times": ("strict F1", "relaxed F1", "value F1"),
    "modes": ("modes right", "modes P", "modes R"),
    "contexts": ("contexts P", "contexts R", "contexts F1"),
    "judging": ("calibration error", "calibration error of proposals"),
    "swap": ("alike", "type alike", "status alike", "vouching alike"),
}
"""The figures that the README shows of each task."""
SPLIT = {
    "seed": "seed article",
    "held": "ours; held back, errors never read",
    "gold/sentences": "ours; errors not read",
    "tests": "ours; at hand",
    "dev": "dev",
    "train": "train; no dev part",
}
TABLE = re.compile(r"(?s)<!-- figures -->.*?(?=^## )", re.M)


def shortened(value: float) -> str:
    """A figure as the README shows it."""
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def split_of(data: str) -> str:
    """Which part of its corpus the data is."""
    return next((name for part, name in SPLIT.items() if part in data), "all; looked at like a dev part")


def main() -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder of the corpora")
    parser.add_argument("--task", help="only this task")
    parser.add_argument("--pin", action="store_true", help="print the hashes of data that is not the pinned one")
    parser.add_argument("--readme", action="store_true", help="write the figures into the README")
    arguments = parser.parse_args()
    coders = {True: Coder(), False: Coder(Settings(model=False))}
    failed: list[str] = []
    table: list[str] = []
    for bench, data in runs_at(arguments.shared, REPOSITORY):
        name = f"{bench.task} {bench.data}{'' if bench.model else ', rules alone'}"
        if arguments.task not in (None, bench.task):
            continue
        if not data.exists():
            print(f"{name}: not here, left out", flush=True)
            continue
        found = hash_of(data)
        if found != bench.hash:
            print(f"{name}: the data is not the pinned one: {found}", flush=True)
            if not arguments.pin:
                failed.append(f"{name}: the data's hash is {found}, pinned is {bench.hash or 'none'}")
        started = time.perf_counter()
        figures = figures_of(bench, data, coders[bench.model])
        print(f"{name} ({time.perf_counter() - started:.0f} s)", flush=True)
        for figure, value in figures.items():
            print(f"  {figure}: {value:.3f}" if abs(value) < 10 else f"  {figure}: {value:.1f}", flush=True)
        shown = "; ".join(f"{k} {shortened(figures[k])}" for k in SHOWN[bench.task] if k in figures)
        how = split_of(bench.data) + ("" if bench.model else "; rules alone")
        table.append(f"| `{bench.task}` | `{bench.data}` | {how} | {shown} |")
        failed += [f"{name}: {sentence}" for sentence in bench.broken(figures)]
    for bench, figures in out_of_fold():
        if arguments.task in (None, bench.task):
            shown = "; ".join(f"{k} {shortened(figures[k])}" for k in SHOWN[bench.task] if k in figures)
            print(f"{bench.task} {bench.data}, out of fold, as recorded with the weights\n  {shown}", flush=True)
            table.append(f"| `{bench.task}` | `{bench.data}` | train, out of fold | {shown} |")
            failed += [f"{bench.task} {bench.data}, out of fold: {sentence}" for sentence in bench.broken(figures)]
    if arguments.readme:
        readme = REPOSITORY / "README.md"
        head = "<!-- figures -->\n| task | data | split | figures |\n|---|---|---|---|\n"
        text = head + "\n".join(table) + "\n\n"
        readme.write_text(TABLE.sub(lambda _: text, readme.read_text(encoding="utf8")), encoding="utf8")
    for sentence in failed:
        print(f"FAILED {sentence}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
