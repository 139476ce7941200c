"""What coding costs on top of parsing: both over the same articles, one process, in turns within one run.

    python bench/coding_ratio.py ../shared/corpora/polnear/dev [--articles 84] [--rounds 3]

The ratio is coding (parsing included) over bare parsing by the same pipeline; the limit is 2.0, that of resident memory
1.2 GB. Without a folder the sample dispatches are taken, which are few and short.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from onrecord.coder import Coder
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
    coder = Coder()
    pipeline = load_pipeline(coder.pack.pipeline)
    for outcome in coder.outcomes(found[:2]):  # loads everything once
        if isinstance(outcome, Failure):
            raise DocumentError(outcome.message, where=outcome.where)
    parsing, coding, peak = [], [], 0.0  # the peak of the first coding, before bare parsing adds its own
    for _ in range(arguments.rounds):
        started = time.process_time()
        failed = sum(isinstance(outcome, Failure) for outcome in coder.outcomes(found))
        coding.append(time.process_time() - started)
        if failed:
            print(f"{failed} articles failed")
            return 1
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
        started = time.process_time()
        for _ in pipeline.pipe((fold(document.text) for document in found), batch_size=16):
            pass
        parsing.append(time.process_time() - started)
    ratio = min(coding) / min(parsing)
    print(f"{len(found)} articles, {words} words, best of {arguments.rounds} rounds, seconds of processor time")
    print(f"parsing alone: {min(parsing):.1f} s ({words / min(parsing):.0f} words/s)")
    print(f"coding:        {min(coding):.1f} s ({words / min(coding):.0f} words/s)")
    print(f"ratio: {ratio:.2f} (limit 2.0)")
    print(f"peak resident memory: {peak:.2f} GB (limit 1.2)")
    return 0 if ratio <= 2.0 and peak <= 1.2 else 1


if __name__ == "__main__":
    sys.exit(main())
