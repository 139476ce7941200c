"""Rounds in which a record is mistreated: killed writers, several at once, a full disk, changed bytes.

Each function plays one round with made-up readings (`synthetic.py`) and returns what went wrong, one sentence each; an
empty list is a round that ended as it should. The benchmark plays many rounds and the tests a few. Writers and readers
are processes of their own: this module run as a script.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from synthetic import MENTIONS, reading_of, readings

if TYPE_CHECKING:
    from onrecord.model import Reading

FINGERPRINT = {"onrecord": "0", "codebook": "synthetic"}
BATCH = 20
WAIT = 120.0
"""Seconds after which a process that should have ended is a fault."""


# --- the processes ----------------------------------------------------------------------------------------


def write(record: str, first: int, last: int, batch: int = BATCH, data: str | None = None) -> None:
    """Put the readings of documents `first` up to `last` into a record, and say every batch that is in."""
    from onrecord.record import Writer

    made = [list(readings(range(start, min(start + batch, last)))) for start in range(first, last, batch)]
    print("ready", flush=True)
    with Writer(record, FINGERPRINT, data=data) as writer:
        for each in made:
            there = writer.known([reading.document for reading in each])
            fresh = [reading for reading, known in zip(each, there, strict=True) if not known]
            if fresh:
                appended = writer.append(fresh)
                assert not appended.refused, appended.refused
            print(int(each[0].document.id[1:]), flush=True)
    print("done", flush=True)


def watch(record: str, stop: str) -> None:
    """Read a record again and again until the file `stop` is there; say what each look finds."""
    from onrecord.record import Record

    print("ready", flush=True)
    looks = seen = 0
    longest = 0.0
    while True:
        last = Path(stop).exists()
        started = time.monotonic()
        found = [(reading.document.id, len(reading.mentions)) for reading in Record(record).readings(uncertain=True)]
        longest = max(longest, time.monotonic() - started)
        ids = [name for name, _ in found]
        assert len(ids) == len(set(ids)), "a document is there twice"
        assert all(mentions == MENTIONS for _, mentions in found), "a document lacks mentions"
        assert len(ids) >= seen, f"{seen} documents became {len(ids)}"
        looks, seen = looks + 1, len(ids)
        if last:
            break
    print(json.dumps({"looks": looks, "documents": seen, "longest": round(longest, 2)}), flush=True)


def start(job: str, *arguments: object, cwd: Path | None = None) -> subprocess.Popen[str]:
    """A job of this module in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), job, *(str(each) for each in arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str], str]:
    """Exit code, lines and last words of a process, when it has ended."""
    try:
        out, errors = process.communicate(timeout=WAIT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, errors = process.communicate()
        errors += f"\nstill running after {WAIT:.0f} s"
    return process.returncode, out.split("\n")[:-1], errors.strip().split("\n")[-1]


# --- the truth --------------------------------------------------------------------------------------------


def faults_in(record: str | Path, expected: Iterable[int] | None = None, batch: int | None = None) -> list[str]:
    """What in a record differs from the readings that were put into it.

    Parameters
    ----------
    expected
        Numbers of the documents that must be there, and no others; None takes those that are.
    batch
        Documents that belong together: all of them or none may be there.
    """
    from onrecord.record import Record

    opened = Record(record)
    found = list(opened.readings(uncertain=True))
    numbers = [int(reading.document.id[1:]) for reading in found]
    faults = []
    if len(set(numbers)) != len(numbers):
        faults.append(f"{len(numbers) - len(set(numbers))} documents are there twice")
    if expected is not None:
        wanted = set(expected)
        if lost := wanted - set(numbers):
            faults.append(f"{len(lost)} documents are lost, such as {min(lost)}")
        if added := set(numbers) - wanted:
            faults.append(f"{len(added)} documents are there that nobody wrote, such as {min(added)}")
    if batch is not None:
        whole = {number // batch for number in numbers}
        if len(whole) * batch != len(set(numbers)):
            faults.append("a batch is there in part")
    wrong = [n for n, reading in zip(numbers, found, strict=True) if reading != reading_of(n)]
    if wrong:
        faults.append(f"{len(wrong)} documents are not what was written, such as {wrong[0]}")
    counts = {
        "documents": (len(opened.documents()), len(numbers)),
        "mentions": (len(opened.mentions(uncertain=True)), len(numbers) * MENTIONS),
        "certain mentions": (len(opened.mentions()), len(numbers) * (MENTIONS - 1)),
    }
    faults += [f"{what} are counted as {n}, not {right}" for what, (n, right) in counts.items() if n != right]
    opened.close()
    return faults


# --- the rounds -------------------------------------------------------------------------------------------


def kill_round(seed: int, batches: int = 12, record: str | None = None, data: str | None = None) -> list[str]:
    """``kill -9`` of a writer at a random point: only whole batches are there, and the next run goes on."""
    chance = random.Random(seed)
    documents = batches * BATCH
    with tempfile.TemporaryDirectory(prefix="onrecord-kill-") as folder:
        path = record or f"{folder}/record"
        rest = (data,) if data else ()
        process = start("write", path, 0, documents, BATCH, *rest)
        stream = _stdout(process)
        assert stream.readline() == "ready\n"
        # half of the kills come early, where the record is made, half anywhere
        time.sleep(chance.choice((chance.uniform(0, 0.3), chance.uniform(0, 0.2 + 0.12 * batches))))
        process.send_signal(signal.SIGKILL)
        _, lines, _ = ended(process)
        reported = {int(line) for line in lines if line.isdigit()}
        faults = []
        if reported or (Path(path) / "record.json").exists():
            try:
                faults += [f"after the kill, {fault}" for fault in faults_in(path, batch=BATCH)]
                there = {int(reading.document.id[1:]) for reading in _readings(path)}
                if lost := reported - there:
                    faults.append(f"after the kill, {len(lost)} batches are lost that had been reported")
            except Exception as error:  # noqa: BLE001
                if reported or "no record here" not in str(error):
                    faults.append(f"after the kill, {type(error).__name__}: {error}")
        code, _, said = ended(start("write", path, 0, documents, BATCH, *rest))
        if code:
            return [*faults, f"the next run fails: {said}"]
        return faults + [f"after the next run, {fault}" for fault in faults_in(path, range(documents), BATCH)]


def two_writers_round(
    seed: int, batches: int = 12, record: str | None = None, data: str | None = None
) -> tuple[list[str], dict[str, float]]:
    """Two writers of overlapping documents and a reader at once; also what the reader has seen."""
    chance = random.Random(seed)
    half = batches * BATCH
    with tempfile.TemporaryDirectory(prefix="onrecord-writers-") as folder:
        path, stop = record or f"{folder}/record", Path(folder) / "stop"
        rest = (data,) if data else ()
        code, _, said = ended(start("write", path, 0, BATCH, BATCH, *rest))
        if code:
            return [f"the first batch fails: {said}"], {}
        reader = start("watch", path, stop)
        # the second one's batches straddle those of the first
        one = start("write", path, BATCH, half, BATCH)
        time.sleep(chance.uniform(0, 0.2))
        two = start("write", path, half // 2 + 5, half + half // 2, BATCH + 3)
        faults = []
        for name, process in (("first", one), ("second", two)):
            code, _, said = ended(process)
            if code:
                faults.append(f"the {name} writer fails: {said}")
        stop.touch()
        code, lines, said = ended(reader)
        if code:
            return [*faults, f"the reader fails: {said}"], {}
        return faults + faults_in(path, range(half + half // 2)), json.loads(lines[-1])


def full_disk_round(seed: int, megabytes: int = 3) -> list[str]:
    """A disk that fills up while batches come in: a named error, whole batches, and on after space is freed."""
    from onrecord.errors import OutputError
    from onrecord.record import Writer

    chance = random.Random(seed)
    faults: list[str] = []
    with small_disk(megabytes) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(chance.randrange(1, 900) * 1000))
        path, number, written = disk / "record", 0, set()
        try:
            with Writer(path, FINGERPRINT) as writer:
                for number in range(0, 100_000, BATCH):
                    writer.append(readings(range(number, number + BATCH)))
                    written |= set(range(number, number + BATCH))
        except OutputError as error:
            if "space" not in str(error):
                faults.append(f"the error does not name the full disk: {error}")
        except Exception as error:  # noqa: BLE001
            faults.append(f"the full disk raises {type(error).__name__}: {error}")
        if written:
            faults += [f"on the full disk, {fault}" for fault in _named(path, written)]
        ballast.unlink()
        subprocess.run(["mount", "-o", f"remount,size={megabytes + 8}m", str(disk)], check=True)
        try:
            with Writer(path, FINGERPRINT) as writer:
                writer.append(readings(range(number, number + BATCH)))
        except Exception as error:  # noqa: BLE001
            return [*faults, f"after space was freed, {type(error).__name__}: {error}"]
        whole = written | set(range(number, number + BATCH))
        return faults + [f"after space was freed, {fault}" for fault in _named(path, whole)]


def flip_round(seed: int, record: Path, documents: int, *, unnoticed: bool = False) -> tuple[list[str], str]:
    """One changed byte at a random place of a random file of a copy: the right answer or a named error.

    Parameters
    ----------
    record
        A record with the first `documents` documents; it stays as it is.
    unnoticed
        Whether the file keeps its time of change, as when a disk goes bad.

    Returns
    -------
    faults, outcome
        What went wrong, and what was changed and how the reading of it ended.
    """
    from onrecord.errors import OnrecordError

    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="onrecord-flip-") as folder:
        copy = Path(folder) / "record"
        shutil.copytree(record, copy)
        files = sorted(path for path in copy.rglob("*") if path.is_file() and path.stat().st_size)
        parts = [[f for f in files if f.suffix == ".parquet"], [f for f in files if f.suffix != ".parquet"]]
        file = chance.choice(parts[seed % 2])
        before, content = file.stat(), bytearray(file.read_bytes())
        place = chance.randrange(len(content))
        content[place] ^= chance.randrange(1, 256)
        file.write_bytes(content)
        if unnoticed:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        code, lines, said = ended(start("look", copy, documents))
        outcome = lines[-1] if lines else said
        where = f"byte {place} of {file.relative_to(copy)}"
        if code == 0 and outcome == "right":
            return [], f"{where}: the right answer"
        if code == 0 and outcome.startswith("named "):
            return [], f"{where}: {outcome.removeprefix('named ')}"
        assert issubclass(OnrecordError, Exception)
        return [f"{where}: {outcome}"], f"{where}: WRONG"


def look(record: str, documents: int) -> None:
    """Read all of a record and say whether it is right, or which error of ours names what is wrong."""
    from onrecord.errors import OnrecordError

    try:
        faults = faults_in(record, range(documents))
    except OnrecordError as error:
        print(f"named {type(error).__name__}: {error}".replace("\n", " "))
    except Exception as error:  # noqa: BLE001
        print(f"not an error of ours, {type(error).__name__}: {error}".replace("\n", " "))
    else:
        print("silently wrong: " + "; ".join(faults) if faults else "right")


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A folder on a disk of its own that holds this much; needs the right to mount.

    Raises
    ------
    PermissionError
        Without that right.
    """
    folder = Path(tempfile.mkdtemp(prefix="onrecord-disk-"))
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
            raise PermissionError("only root may mount a small disk")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


def _named(path: Path, expected: Iterable[int]) -> list[str]:
    try:
        return faults_in(path, expected, BATCH)
    except Exception as error:  # noqa: BLE001
        return [f"reading raises {type(error).__name__}: {error}"]


def _readings(path: str) -> Iterator[Reading]:
    from onrecord.record import Record

    return iter(Record(path).readings(uncertain=True))


def _stdout(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


if __name__ == "__main__":
    job, *given = sys.argv[1:]
    numbers = [int(each) if each.isdigit() else each for each in given]
    {"write": write, "watch": watch, "look": look}[job](*numbers)  # type: ignore[operator]
