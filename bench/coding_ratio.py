"""What coding costs on top of parsing: both over the same articles, one process, in turns within one run.

    python bench/coding_ratio.py ../shared/corpora/polnear/dev [--articles 84] [--rounds 3]

The ratio is coding (parsing included) over bare parsing by the same pipeline: at most 3.0 with the model and 2.0
without; resident memory at most 1.5 GB, and two processes at least 1.6 times as fast as one. Without a folder the
sample dispatches are taken, which are few and short.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from onrecord.coder import Coder, Settings
from onrecord.errors import DocumentError
from onrecord.model import Document
from onrecord.parse import fold
from onrecord.parse.parser import load_pipeline
from onrecord.read import Failure, read_paths

SAMPLES = Path(__file__).resolve().parents[1] / "examples" / "dispatches"


def main() -> int:
    """Measure, print, and fail over the limits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--articles", type=int, default=84)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if not arguments.folder.exists():
        print(f"{arguments.folder} is not here: the sample dispatches are taken")
        arguments.folder = SAMPLES
    found = [item for item in read_paths([arguments.folder]) if isinstance(item, Document)][: arguments.articles]
    words = sum(len(document.text.split()) for document in found)
    coders = {"coding": Coder(), "coding by rules alone": Coder(Settings(model=False))}
    pipeline = load_pipeline(coders["coding"].pack.pipeline)
    for coder in coders.values():
        for outcome in coder.outcomes(found[:2]):  # loads everything once
            if isinstance(outcome, Failure):
                raise DocumentError(outcome.message, where=outcome.where)
    seconds: dict[str, list[float]] = {"parsing": [], **{name: [] for name in coders}}
    peak = 0.0  # that of the first coding with the model, before others add their own
    for _ in range(arguments.rounds):
        for name, coder in coders.items():
            started = time.process_time()
            failed = sum(isinstance(outcome, Failure) for outcome in coder.outcomes(found))
            seconds[name].append(time.process_time() - started)
            if failed:
                print(f"{failed} articles failed")
                return 1
            scale = 1e9 if sys.platform == "darwin" else 1e6
            peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
        started = time.process_time()
        for _ in pipeline.pipe((fold(document.text) for document in found), batch_size=16):
            pass
        seconds["parsing"].append(time.process_time() - started)
    print(f"{len(found)} articles, {words} words, best of {arguments.rounds} rounds, seconds of processor time")
    good, parsing = True, min(seconds["parsing"])
    for name, taken in seconds.items():
        limit = LIMITS.get(name)
        ratio = min(taken) / parsing
        bound = f", {ratio:.2f} x parsing (limit {limit})" if limit else ""
        print(f"{name:<24}{min(taken):6.1f} s ({words / min(taken):.0f} words/s){bound}")
        good &= limit is None or ratio <= limit
    one, two = (_wall(coders["coding"], found, processes) for processes in (1, 2))
    print(f"two processes are {one / two:.2f} x as fast as one (limit 1.6), start of the second included")
    print(f"peak resident memory: {peak:.2f} GB (limit {MOST_MEMORY})")
    return 0 if good and peak <= MOST_MEMORY and one / two >= 1.6 else 1


def _wall(coder: Coder, found: list[Document], processes: int) -> float:
    """Seconds on the clock for four times the articles."""
    started = time.perf_counter()
    for _ in coder.outcomes(found * 4, processes=processes):
        pass
    return time.perf_counter() - started


LIMITS = {"coding": 3.0, "coding by rules alone": 2.0}
"""Times bare parsing, in one process."""
MOST_MEMORY = 1.5


if __name__ == "__main__":
    sys.exit(main())
