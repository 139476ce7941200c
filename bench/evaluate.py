"""Run the benchmark tasks of floors.yaml, print the figures, and fail when one is worse than its floor.

    python bench/evaluate.py [--shared ../shared] [--task places] [--pin]

Data that is not there is left out and named; data that is not the pinned one fails the run. `--pin` prints the hash of
the data instead of failing, for a change to floors.yaml on purpose.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from onrecord.coder import Coder
from onrecord.evaluate.floors import figures_of, hash_of, runs_at

REPOSITORY = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder of the corpora")
    parser.add_argument("--task", help="only this task")
    parser.add_argument("--pin", action="store_true", help="print the hashes of data that is not the pinned one")
    arguments = parser.parse_args()
    coder, failed = Coder(), []
    for bench, data in runs_at(arguments.shared, REPOSITORY):
        name = f"{bench.task} {bench.data}"
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
        figures = figures_of(bench, data, coder)
        print(f"{name} ({time.perf_counter() - started:.0f} s)", flush=True)
        for figure, value in figures.items():
            print(f"  {figure}: {value:.3f}" if abs(value) < 10 else f"  {figure}: {value:.1f}", flush=True)
        failed += [f"{name}: {sentence}" for sentence in bench.broken(figures)]
    for sentence in failed:
        print(f"FAILED {sentence}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
