"""How long importing and starting take: `import onrecord`, `onrecord --help`, and a bare `python` beside them."""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 7


def seconds(*command: str) -> float:
    """The shortest of several runs: what it takes when nothing else is in the way."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        taken.append(time.perf_counter() - started)
    return min(taken)


def main() -> None:
    """Measure and print."""
    bare = seconds(sys.executable, "-c", "")
    print(f"bare python: {bare:.2f} s")
    print(f"import onrecord: {seconds(sys.executable, '-c', 'import onrecord') - bare:.2f} s on top")
    print(f"onrecord --help: {seconds(sys.executable, '-m', 'onrecord', '--help'):.2f} s in all")


if __name__ == "__main__":
    main()
