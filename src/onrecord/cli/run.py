"""One run over files: read, code, write, and say how it went. `onrecord code` and `onrecord demo` share it."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from onrecord.cli.voice import Voice
from onrecord.errors import InvalidSetting
from onrecord.model import Document, Reading
from onrecord.read import Failure, ReadOptions, find_files, read_paths

if TYPE_CHECKING:
    from onrecord.coder import Coder, Settings
    from onrecord.record import Appended, Writer

Item = TypeVar("Item")


def settings_of(
    language: str | None, pipeline: str | None, codebook: str, gazetteer: Path | None, *, model: bool = True
) -> Settings:
    """The coder's settings from the options of a command."""
    from onrecord.coder import Settings
    from onrecord.languages import SUPPORTED

    if gazetteer is not None:
        from onrecord.gazetteer import Gazetteer

        if not gazetteer.is_file():
            raise InvalidSetting(
                "no such file", where=f"--gazetteer {gazetteer}", remedy="run: onrecord gazetteer build"
            )
        Gazetteer.open(gazetteer, build=False)  # never built over a file of the user's
    if language is not None and language.split("-")[0].lower() not in SUPPORTED:
        raise InvalidSetting(
            f"there is no language pack for {language!r}",
            where="--language",
            remedy=f"name one of {', '.join(SUPPORTED)}",
        )
    return Settings(language=language, pipeline=pipeline, codebook=codebook, gazetteer=gazetteer, model=model)


@dataclass
class Tally:
    """What a run has seen so far."""

    read: int = 0
    coded: int = 0
    mentions: int = 0
    uncertain: int = 0
    known: int = 0
    replaced: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.perf_counter)

    def closing(self, shown_uncertain: bool | None) -> str:
        """The closing line: what was read, coded, skipped and why; None where all mentions are kept."""
        seconds = time.perf_counter() - self.started
        parts = [f"{counted(self.read, 'document')} read", f"{self.coded} coded"]
        if self.known:
            parts.append(f"{self.known} in the record already")
        if self.replaced:
            parts.append(f"{self.replaced} with an earlier coding, which is kept")
        if self.skipped:
            why = ", ".join(f"{n} {WHY.get(kind, kind)}" for kind, n in sorted(self.skipped.items()))
            parts.append(f"{self.skipped.total()} skipped ({why})")
        mentions = counted(self.mentions, "event mention")
        if self.uncertain:
            where = {True: ", shown", False: ", left out: see --uncertain", None: ""}[shown_uncertain]
            mentions += f" ({self.uncertain} uncertain{where})"
        return f"{', '.join(parts)}; {mentions}; {seconds:.1f} s"


WHY = {
    "UnreadableDocument": "unreadable",
    "EmptyDocument": "empty",
    "DocumentTooLong": "too long",
    "UnsupportedLanguage": "in an unsupported language",
    "InvalidMetadata": "with impossible metadata",
    "CodingFailed": "failed in coding",
    "DuplicateDocument": "with the id of another document",
}


LOOKED_UP_AT_ONCE = 100
"""Documents whose codings are looked up in the record together."""

DOCUMENTS_A_BATCH, SECONDS_A_BATCH = 1_000, 30.0
"""A batch is added when it is as large or as old as this: what a killed run loses at most."""


class _Batch:
    """Outcomes that wait to be added together."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.readings: list[Reading] = []
        self.failures: list[Failure] = []
        self._since = time.monotonic()

    def add(self, outcome: Reading | Failure) -> bool:
        """Keep an outcome; whether the batch is full."""
        if isinstance(outcome, Reading):
            self.readings.append(outcome)
        else:
            self.failures.append(outcome)
        size = len(self.readings) + len(self.failures)
        return size >= DOCUMENTS_A_BATCH or time.monotonic() - self._since > SECONDS_A_BATCH

    def append(self) -> Appended:
        """Add what waits to the record."""
        from onrecord.record import Appended

        waiting = bool(self.readings or self.failures)
        appended = self.writer.append(self.readings, self.failures) if waiting else Appended(0, 0, 0, 0)
        self.readings, self.failures, self._since = [], [], time.monotonic()
        return appended


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Consecutive items in lists of at most `size`.

    Examples
    --------
    >>> list(batched("abc", 2))
    [['a', 'b'], ['c']]
    """
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def counted(number: int, noun: str) -> str:
    """`number` and `noun` in the singular or plural.

    Examples
    --------
    >>> counted(1, "document"), counted(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


@dataclass
class Run:
    """One run: what to read, how to code, where to write."""

    paths: Sequence[str]
    options: ReadOptions
    settings: Settings
    form: str | None
    out: Path | None
    processes: int
    uncertain: bool
    voice: Voice
    record: str | None = None
    data: Path | None = None

    def code(self) -> int:
        """Read, code and write; returns the exit code."""
        from onrecord.coder import Coder
        from onrecord.export import FORMATS, Failures

        if self.record is not None:
            return self._code_into_record(self.record)
        form = self._form()
        coder = Coder(self.settings)
        coder.codebook  # noqa: B018 - a codebook that does not exist stops the run before anything is read
        self._announce_gazetteer()
        tally = Tally()
        documents = self._counted(self._documents(), tally)
        with ExitStack() as stack:
            failures = stack.enter_context(Failures(self.out.parent / "failures.jsonl" if self.out else None))
            sink = stack.enter_context(FORMATS[form].open(self.out, uncertain=self.uncertain))
            for outcome in self._watched(coder.outcomes(documents, processes=self.processes), tally):
                if isinstance(outcome, Reading):
                    self._count(outcome, tally)
                    sink.write(outcome)
                else:
                    tally.skipped[outcome.kind] += 1
                    failures.write(outcome)
                    if self.out is None or self.voice.verbose:
                        self.voice.say(f"skipped {outcome}")
        if sink.foreign and sink.balance.left_out:
            left_out = sink.balance.sentence().partition(";")[0]
            self.voice.say(f"{form} {left_out}; from a record, onrecord export --include brings them in")
        return self._close(tally)

    def _code_into_record(self, record: str) -> int:
        """Read, code and append to the record, batch by batch; what is in it already is not coded again."""
        from onrecord.coder import Coder
        from onrecord.record import Writer

        if self.form is not None or self.out is not None:
            raise InvalidSetting(
                "what goes into a record is not written elsewhere at the same time",
                where="--record",
                remedy=f"leave out --format and --out, then run: onrecord export {record}",
            )
        coder = Coder(self.settings)
        coder.codebook  # noqa: B018 - a codebook that does not exist stops the run before a record is made
        self._announce_gazetteer()
        tally = Tally()
        documents = read_paths(self.paths, self.options)
        settings = {name: getattr(self.settings, name) for name in self.settings.__dataclass_fields__}
        with Writer(record, coder.fingerprint(), settings, data=self.data) as writer:
            new = self._not_known(self._counted(documents, tally), coder, writer, tally)
            batch = _Batch(writer)
            for outcome in self._watched(coder.outcomes(new, processes=self.processes), tally):
                if isinstance(outcome, Reading):
                    for note in outcome.notes:
                        self.voice.detail(f"{outcome.document.id}: {note}")
                else:
                    self._skip(outcome, tally)
                if batch.add(outcome):
                    self._append(batch, tally)
            self._append(batch, tally)
        return self._close(tally)

    def _append(self, batch: _Batch, tally: Tally) -> None:
        readings = batch.readings
        appended = batch.append()
        refused = {failure.path for failure in appended.refused}
        for failure in appended.refused:
            self._skip(failure, tally)
        tally.coded += appended.documents
        tally.known += appended.known
        tally.replaced += appended.replaced
        for reading in readings:
            if reading.document.id not in refused:
                tally.mentions += len(reading.mentions)
                tally.uncertain += sum(mention.uncertain for mention in reading.mentions)
                tally.notes.update(reading.notes)

    def _skip(self, failure: Failure, tally: Tally) -> None:
        tally.skipped[failure.kind] += 1
        self.voice.say(f"skipped {failure}")

    @staticmethod
    def _not_known(
        items: Iterable[Document | Failure], coder: Coder, writer: Writer, tally: Tally
    ) -> Iterator[Document | Failure]:
        """The documents that the record does not hold with these settings, with their language; and the failures."""
        from onrecord.errors import DocumentError

        for some in batched(items, LOOKED_UP_AT_ONCE):
            ready: list[Document | Failure] = []
            for item in some:
                try:
                    ready.append(coder.with_language(item) if isinstance(item, Document) else item)
                except DocumentError as error:
                    ready.append(Failure.of(error, item.id if isinstance(item, Document) else ""))
            documents = [item for item in ready if isinstance(item, Document)]
            known = dict(zip(map(id, documents), writer.known(documents), strict=True))
            tally.known += sum(known.values())
            yield from (item for item in ready if not known.get(id(item)))

    def rehearse(self) -> int:
        """Only read, and say what would be coded; returns the exit code."""
        from onrecord.errors import DocumentError
        from onrecord.languages import load
        from onrecord.read.language import detect_language

        self._form()
        tally, words = Tally(), 0
        for item in self._watched(self._documents(), tally):
            if isinstance(item, Document):
                tally.read += 1
                try:
                    language = item.language or detect_language(item.text)[0]
                    load(language)
                except DocumentError as error:
                    item = Failure.of(error, item.id)
            if isinstance(item, Failure):
                tally.skipped[item.kind] += 1
                self.voice.result(f"skip  {item}")
                continue
            length = len(item.text.split())
            words += length
            tally.coded += 1
            known = ", ".join(filter(None, (language, item.published or "no date", item.outlet, f"{length} words")))
            self.voice.result(f"code  {item.id}: {known}")
        why = f", {tally.skipped.total()} would be skipped" if tally.skipped else ""
        self.voice.say(f"{counted(tally.coded, 'document')} would be coded ({words} words){why}; nothing was written")
        return 1 if tally.skipped else 0

    # --- parts --------------------------------------------------------------------------------------------

    def _form(self) -> str:
        """The format asked for, or the one that the suffix of --out means; checks that --out can be meant."""
        from onrecord.export import FORMATS

        form = self.form
        if form is None:
            suffix = self.out.suffix.lower().lstrip(".") if self.out else ""
            form = {"": "table", "txt": "table", "ndjson": "jsonl"}.get(suffix, suffix)
        if form not in FORMATS:
            raise InvalidSetting(
                f"there is no format {form!r}", where=f"--out {self.out}", remedy=f"say --format {', '.join(FORMATS)}"
            )
        FORMATS[form].check(self.out)
        if self.out is not None:
            self._check_out(self.out)
        return form

    def _check_out(self, out: Path) -> None:
        where = f"--out {out}"
        if out.is_dir():
            raise InvalidSetting("this is a folder", where=where, remedy="name a file")
        if not out.parent.is_dir():
            raise InvalidSetting("its folder does not exist", where=where, remedy="make the folder first")
        if out.exists() and any(path != "-" and Path(path).exists() and out.samefile(path) for path in self.paths):
            raise InvalidSetting("this is the file to be read", where=where, remedy="name another file")

    def _documents(self) -> Iterator[Document | Failure]:
        """The documents of the paths, without what an earlier run wrote into a folder that is read."""
        found = read_paths(self.paths, self.options)  # looks at the folders now, before a file is opened for writing
        written = os.path.realpath(self.out) if self.out else None
        return (item for item in found if not (isinstance(item, Failure) and os.path.realpath(item.path) == written))

    @staticmethod
    def _counted(items: Iterable[Document | Failure], tally: Tally) -> Iterator[Document | Failure]:
        for item in items:
            tally.read += isinstance(item, Document)
            yield item

    def _count(self, reading: Reading, tally: Tally) -> None:
        tally.coded += 1
        tally.mentions += len(reading.mentions)
        tally.uncertain += sum(mention.uncertain for mention in reading.mentions)
        tally.notes.update(reading.notes)
        for note in reading.notes:
            self.voice.detail(f"{reading.document.id}: {note}")

    def _close(self, tally: Tally) -> int:
        for note, times in sorted(tally.notes.items()):
            self.voice.say(f"note: {note} ({counted(times, 'document')})")
        if tally.skipped and self.record:
            self.voice.say(f"why documents were skipped: onrecord show {self.record} --sql 'FROM failures'")
        if tally.skipped and self.out:
            self.voice.say(f"why documents were skipped: {self.out.parent / 'failures.jsonl'}")
        self.voice.say(tally.closing(None if self.record else self.uncertain))
        return 1 if tally.skipped else 0

    def _announce_gazetteer(self) -> None:
        from onrecord.cli.gazetteer import build_if_missing

        if self.settings.gazetteer is None:
            build_if_missing(self.voice)

    def _watched(self, items: Iterable[Item], tally: Tally) -> Iterator[Item]:
        """`items`, with a progress bar on a terminal: how many, how fast, how long still."""
        if not self.voice.animated:
            yield from items
            return
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )  # fmt: skip

        total = self._total()
        columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
        columns += [TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn()]
        with Progress(*columns, console=self.voice.console, transient=True) as bar:
            task = bar.add_task("coding", total=total, rate="")
            for done, item in enumerate(items, 1):
                rate = done / max(time.perf_counter() - tally.started, 1e-9)
                bar.update(
                    task, completed=done, rate=f"{rate:.1f} documents/s", total=max(total, done) if total else None
                )
                yield item

    def _total(self) -> int | None:
        """How many documents there are, when the files tell without being read; None otherwise."""
        files = [file for file in find_files(self.paths, self.options) if isinstance(file, Path)]
        several = {".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"}
        return None if any(str(f) == "-" or f.suffix.lower() in several for f in files) else len(files) or None
