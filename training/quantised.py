"""What is lost by 8-bit arithmetic: the same weights before and after, on texts that they were not fitted to.

    .venv-training/bin/python training/quantised.py

``train.py`` keeps the encoder before quantisation in ``training/build/float``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from crossvalidate import BUILD

from onrecord.coder import Coder
from onrecord.evaluate.floors import figures_of, runs_at
from onrecord.learned import Model, load_model

TASKS = ("records", "modes", "contexts", "swap", "relation")


def main() -> int:
    """Print each figure before and after, and the difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=BUILD.parents[2] / "shared")
    arguments = parser.parse_args()
    coders = []
    for model in (Model(BUILD / "float"), load_model()):
        coder = Coder()
        coder.__dict__["learned"] = model  # a cached property: what is there already is not computed
        coders.append(coder)
    for bench, data in runs_at(arguments.shared, BUILD.parents[1]):
        if bench.task in TASKS and bench.model and data.exists():
            before, after = (figures_of(bench, data, coder) for coder in coders)
            for figure in bench.floors:
                lost = before[figure] - after[figure]
                print(f"{bench.task} {bench.data} {figure}: {before[figure]:.3f} {after[figure]:.3f} {lost:+.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
