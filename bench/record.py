"""What the record costs and what it stands: speed, size and memory with made-up readings, and rounds of mistreatment.

    python bench/record.py [--documents 20000]     append, count, show, export; size on disk and memory
    python bench/record.py --rounds 30             kill -9, two writers and a reader, a full disk, changed bytes

Limits: appends of at least 20,000 mentions a second in batches of 1,000 documents, a filtered count within 0.2 s, and
memory that does not grow with the record. `bare` is what Arrow takes to write the same columns to one Parquet file, in
the same run: the ratios say more than the seconds, which depend on the machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import rounds
from synthetic import MENTIONS, readings

BATCH = 1_000
FORMATS = ("jsonl", "csv", "parquet", "polecat", "geojson")
SHOWN = ("--place", "NER", "--from", "2022-05-01", "--to", "2022-05-31")


def main() -> int:
    """Measure, print, and fail over the limits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000, help="a multiple of 2000")
    parser.add_argument("--rounds", type=int, help="play this many rounds of each kind of mistreatment instead")
    parser.add_argument("--only", choices=sorted(KINDS), help="with --rounds, only this kind")
    parser.add_argument("--keep", type=Path, help="leave the record in this new folder")
    parser.add_argument("--job", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        JOBS[arguments.job[0]](*arguments.job[1:])
        return 0
    if arguments.rounds:
        return mistreat(arguments.rounds, arguments.only)
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        place = arguments.keep or Path(folder) / "record"
        return measure(place, arguments.documents, Path(folder))


# --- speed ------------------------------------------------------------------------------------------------


def measure(record: Path, documents: int, folder: Path) -> int:
    """Fill a record and put the usual questions to it, each in a process of its own."""
    broken = []

    def line(what: str, figure: str, limit: str = "", *, good: bool = True) -> None:
        print(f"{what:<44}{figure:>26}   {limit}{'' if good else '  OVER THE LIMIT'}", flush=True)
        if not good:
            broken.append(what)

    filled = _job("fill", record, documents)
    rows = documents * MENTIONS
    line(f"append {rows:,} mentions of {documents:,} documents", f"{rows / filled['append']:,.0f} mentions/s",
         "limit 20,000", good=rows / filled["append"] >= 20_000)  # fmt: skip
    line("  of processor time", f"{rows / filled['processor']:,.0f} mentions/s")
    line("  median batch", f"{filled['median']:.3f} s")
    line("  last quarter over first", f"{filled['slower']:.2f} x")
    line("  over bare Parquet", f"{filled['append'] / filled['bare']:.2f} x")
    grown = filled["peak"] - filled["peak_half"]
    line("  memory: peak, growth in the second half", f"{filled['peak']:.0f} MB, +{grown:.0f} MB", "limit +50 MB",
         good=grown <= 50)  # fmt: skip
    size = sum(path.stat().st_size for path in record.rglob("*") if path.is_file())
    catalogue = (record / "catalogue.sqlite").stat().st_size
    line(
        "size on disk", f"{size / 1e6:.1f} MB", f"{size / rows:.0f} bytes a mention; catalogue {catalogue / 1e6:.1f} MB"
    )
    line("  over the texts, over bare Parquet", f"{size / filled['text']:.2f} x, {size / filled['bare_size']:.2f} x")

    asked = _job("ask", record)
    line("open", f"{asked['open']:.3f} s", "every file compared: " + f"{asked['first']:.3f} s")
    line("filtered count", f"{asked['count']:.3f} s", "limit 0.2", good=asked["count"] <= 0.2)
    line("the same by Record.sql", f"{asked['sql']:.3f} s", "limit 0.2", good=asked["sql"] <= 0.2)
    line("counts by type, country, month", f"{asked['counts']:.3f} s")
    line("mentions of one country and month, to pandas", f"{asked['mentions']:.3f} s", f"{asked['found']:.0f} rows")
    seconds, _ = _command("show", record, *SHOWN)
    line("onrecord show, one country and month", f"{seconds:.2f} s", "whole command")

    half = folder / "half"
    _job("fill", half, documents // 2)
    for name in FORMATS:
        target = folder / f"export.{name}"
        seconds, peak = _command("export", record, "--format", name, "--out", target)
        _, peak_half = _command("export", half, "--format", name, "--out", folder / f"half.{name}")
        figure = f"{rows / seconds:,.0f} mentions/s"
        written = target.stat().st_size / 1e6 if target.is_file() else 0
        line(f"export {name}", figure, f"{seconds:.1f} s, {written:.0f} MB, peak {peak:.0f} MB")
        flat = peak - peak_half <= 50 or documents < 20_000  # fewer than that do not fill what is held at once
        line("  growth from half as many", f"{peak - peak_half:+.0f} MB", "limit +50 MB", good=flat)

    for name, job in (("compact", "compact"), ("check", "check")):
        seconds, peak = _command("record", job, record)
        line(f"onrecord record {name}", f"{seconds:.2f} s", f"peak {peak:.0f} MB")
    size = sum(path.stat().st_size for path in record.rglob("*") if path.is_file())
    asked = _job("ask", record)
    line("compacted: size, open, count", f"{size / 1e6:.1f} MB", f"{asked['open']:.3f} s, {asked['count']:.3f} s",
         good=asked["count"] <= 0.2)  # fmt: skip
    for what in broken:
        print(f"FAILED {what}", file=sys.stderr)
    return 1 if broken else 0


def fill(record: str, documents: str) -> None:
    """Append documents batch by batch; the readings are made outside the measured time."""
    import pyarrow.parquet as pq

    from onrecord.record import Writer
    from onrecord.record.tables import Coding, mentions_table

    total, taken, processor, text, bare, bare_size, peak_half = int(documents), [], 0.0, 0, 0.0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder, Writer(record, rounds.FINGERPRINT) as writer:
        for first in range(0, total, BATCH):
            made = list(readings(range(first, first + BATCH)))
            text += sum(len(reading.document.text.encode()) for reading in made)
            started, used = time.perf_counter(), time.process_time()
            writer.append(made)
            taken.append(time.perf_counter() - started)
            processor += time.process_time() - used
            if first in (0, total // 2):  # two batches stand for all
                table = mentions_table([Coding.of(reading, rounds.FINGERPRINT) for reading in made])
                file = Path(folder) / f"{first}.parquet"
                started = time.perf_counter()
                pq.write_table(table, file, compression="zstd")
                bare += (time.perf_counter() - started) * total / BATCH / 2
                bare_size += file.stat().st_size * total // BATCH // 2
            if first + BATCH == total // 2:
                peak_half = _peak()
    quarter = max(1, len(taken) // 4)
    first_ones = taken[1 : quarter + 1]  # the very first makes the connection's caches
    print(json.dumps({
        "append": sum(taken), "processor": processor, "median": sorted(taken)[len(taken) // 2],
        "slower": sum(taken[-quarter:]) / sum(first_ones) * len(first_ones) / quarter, "bare": bare,
        "bare_size": bare_size, "peak": _peak(), "peak_half": peak_half, "text": text,
    }))  # fmt: skip


def ask(record: str) -> None:
    """Put questions to a record; each figure is the best of five, with the record open."""
    from onrecord.record import Record

    started = time.perf_counter()
    opened = Record(record)
    first = time.perf_counter() - started
    month = {"place": "NER", "from_": "2022-05-01", "to": "2022-05-31"}
    query = (
        "SELECT count(*) AS n FROM mentions WHERE type = 'ASSAULT' AND place_country = 'MLI' AND status = 'occurred'"
    )
    found: list[int] = []
    print(json.dumps({
        "first": first,
        "open": _best(lambda: Record(record)),
        "count": _best(lambda: len(opened.mentions(type="ASSAULT", place="MLI", status="occurred"))),
                "sql": _best(lambda: list(opened.sql(query))),
        "counts": _best(lambda: len(opened.counts(by=("type", "country", "month")).to_arrow())),
        "mentions": _best(lambda: found.append(len(opened.mentions(**month).to_pandas()))),
        "found": found[-1],
    }))  # fmt: skip


JOBS: dict[str, Callable[..., None]] = {"fill": fill, "ask": ask}


def _best(question: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        question()
        taken.append(time.perf_counter() - started)
    return min(taken)


def _peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _job(*arguments: object) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), "--job", *(str(each) for each in arguments)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, float] = json.loads(ran.stdout)
    return answer


def _command(*arguments: object) -> tuple[float, float]:
    """Seconds and peak memory of a command of ours."""
    words = [str(each) for each in arguments]
    inner = (
        "import json, resource, subprocess, sys, time\n"
        "started = time.perf_counter()\n"
        "ran = subprocess.run([sys.executable, '-m', 'onrecord', '--quiet', *sys.argv[1:]],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)\n"
        "print(json.dumps([time.perf_counter() - started,"
        " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ran.returncode, ran.stderr]))\n"
    )
    ran = subprocess.run([sys.executable, "-c", inner, *words], stdout=subprocess.PIPE, text=True, check=True)
    seconds, peak, code, said = json.loads(ran.stdout)
    if code:
        raise SystemExit(f"onrecord {' '.join(words)}: {said}")
    return seconds, peak / (1e6 if sys.platform == "darwin" else 1e3)


# --- mistreatment -----------------------------------------------------------------------------------------


def mistreat(number: int, only: str | None) -> int:
    """Play rounds of every kind, or of one; prints how they ended and returns the exit code."""
    faults: list[str] = []
    for kind, (share, play) in KINDS.items():
        if only not in (None, kind):
            continue
        started, bad, told = time.perf_counter(), 0, ""
        played = max(1, round(number * share))
        try:
            with play() as one:
                for seed in range(played):
                    found, told = one(seed)
                    bad += bool(found)
                    faults += found
                    for line in [*found, *([told] if told else [])]:
                        print(f"  {kind}, seed {seed}: {line}", flush=True)
        except PermissionError as error:
            print(f"{kind}: SKIPPED, {error}", flush=True)
            continue
        seconds = time.perf_counter() - started
        print(f"{kind}: {played - bad} of {played} rounds right ({seconds:.0f} s)", flush=True)
    return 1 if faults else 0


Round = Callable[[int], tuple[list[str], str]]


@contextlib.contextmanager
def _kills() -> Iterator[Round]:
    yield lambda seed: (rounds.kill_round(seed), "")


@contextlib.contextmanager
def _writers() -> Iterator[Round]:
    def one(seed: int) -> tuple[list[str], str]:
        found, seen = rounds.two_writers_round(seed)
        return (
            found,
            f"the reader looked {seen.get('looks', 0):.0f} times, the longest {seen.get('longest', 0.0):.1f} s",
        )

    yield one


@contextlib.contextmanager
def _disks() -> Iterator[Round]:
    yield lambda seed: (rounds.full_disk_round(seed), "")


@contextlib.contextmanager
def _flips(*, unnoticed: bool) -> Iterator[Round]:
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        for job in (("write", record, 0, 200, 40), ("look", record, 200)):
            code, _, said = rounds.ended(rounds.start(*job))
            if code:
                raise SystemExit(said)
        yield lambda seed: rounds.flip_round(seed, record, 200, unnoticed=unnoticed)


KINDS: dict[str, tuple[float, Callable[[], contextlib.AbstractContextManager[Round]]]] = {
    "kill": (1, _kills),
    "writers": (1, _writers),
    "disk": (1 / 6, _disks),
    "flip": (2 / 3, lambda: _flips(unnoticed=False)),
    "rot": (2 / 3, lambda: _flips(unnoticed=True)),
}
"""Kinds of mistreatment: the share of the rounds that they are played, and what makes a round. `kill`: ``kill -9`` of a
writer; `writers`: two writers and a reader; `disk`: one that fills up; `flip`: a changed byte; `rot`: one that went bad
while the file's time of change stayed."""


if __name__ == "__main__":
    sys.exit(main())
