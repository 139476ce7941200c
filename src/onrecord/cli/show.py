"""``onrecord show``: look at a record: its mentions, one of them explained, or the answer to a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.code import FormatName
from onrecord.cli.selecting import (
    Actors,
    AsOf,
    From,
    Places,
    PublishedFrom,
    PublishedTo,
    Recipients,
    RecordPlace,
    SourceKinds,
    Statuses,
    Text,
    To,
    Types,
    Uncertain,
    Unvouched,
)
from onrecord.cli.voice import Quiet, Verbose, Voice

if TYPE_CHECKING:
    from onrecord.export import Format
    from onrecord.model import Reading
    from onrecord.record import Record
    from onrecord.record.selection import Selection

NAME = "show"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord show sahel --type ASSAULT --place BFA --from 2024-06 --to 2024-06

onrecord show sahel --actor Lavrov --source-kind office --format html --out lavrov.html

onrecord show sahel --mention 5f1c90

onrecord show sahel --sql "SELECT outlet, count(*) FROM mentions WHERE unvouched GROUP BY outlet"
"""

ANSWER = 100
"""Rows of the answer to --sql that a table shows."""


def command(
    context: typer.Context,
    record: RecordPlace,
    types: Types = None,
    actor: Actors = None,
    recipient: Recipients = None,
    place: Places = None,
    from_: From = None,
    to: To = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    source_kind: SourceKinds = None,
    status: Statuses = None,
    text: Text = None,
    unvouched: Unvouched = False,
    uncertain: Uncertain = False,
    as_of: AsOf = None,
    mention: Annotated[
        str | None,
        typer.Option("--mention", "-m", help="Explain this mention: its id, or the beginning.", show_default=False),
    ] = None,
    sql: Annotated[
        str | None,
        typer.Option("--sql", help="Answer one SELECT over the views; see docs/how-to/look.md.", show_default=False),
    ] = None,
    seconds: Annotated[float, typer.Option(help="What --sql may take.")] = 30.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Show so many at most.", show_default=False)] = None,
    form: Annotated[
        FormatName | None,
        typer.Option("--format", "-f", help="Form of the output; follows --out, else table.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.", show_default=False)
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Look at a record: the mentions that the options select, in the order of publication.

    A value of --actor, --recipient and --place is looked for whatever its case and accents, as whole words; options of
    one name are alternatives, options of different names must all hold. Mentions whose time is unknown are left out
    when --from or --to is given, uncertain ones without --uncertain; the closing line counts them.
    """
    from onrecord.cli.selecting import selected
    from onrecord.errors import InvalidSetting
    from onrecord.record import Record
    from onrecord.record.selection import Selection

    voice = Voice.of(context, quiet, verbose)
    selection = selected(
        types, actor, recipient, place, from_, to, published_from, published_to, source_kind, status, text,
        unvouched, uncertain,
    )  # fmt: skip
    alone = next((name for name, value in (("--sql", sql), ("--mention", mention)) if value is not None), None)
    if alone and (selection != Selection() or (sql is not None and mention is not None)):
        raise InvalidSetting(f"{alone} selects by itself", where=alone, remedy="leave the other selecting options out")
    with Record(record, as_of=as_of) as opened:
        if sql is not None:
            _answer(opened, sql, seconds, form.value if form else None, out, limit, voice)
        elif mention is not None:
            _explain(opened, mention, voice)
        else:
            _show(opened, selection, form.value if form else None, out, limit, voice)


def _show(
    record: Record, selection: Selection, form: str | None, out: Path | None, limit: int | None, voice: Voice
) -> None:
    """Write the selected mentions, and close with how many there are and were left out."""
    from onrecord.cli.run import counted
    from onrecord.cli.selecting import form_of, left_out
    from onrecord.export import FORMATS

    name = form_of(form, out, FORMATS, "table")
    kind = listing() if name == "table" else FORMATS[name]
    kind.check(out)
    tally = record.tally(selection)
    with kind.open(out, uncertain=selection.uncertain) as sink:
        for reading in first(record.readings(selection), limit):
            sink.write(reading)
    told = f"{counted(tally.mentions, 'mention')} of {counted(tally.documents, 'document')}"
    if limit is not None and limit < tally.mentions:
        told = f"the first {limit:,} of {told}"
    if kind.foreign and (sentence := sink.balance.sentence()):
        told += f"; {name} {sentence.partition(';')[0]} (onrecord export --include brings them in)"
    if not tally.mentions and record.as_of is not None and not record.documents():
        told += "; nothing had been coded by then"
    voice.say(told + left_out(tally, selection))


def _explain(record: Record, mention: str, voice: Voice) -> None:
    from onrecord.cli.explain import explained
    from onrecord.errors import InvalidSetting

    found = {
        each.id: (reading, each) for reading in record.readings(mention=mention.strip()) for each in reading.mentions
    }
    if len(found) != 1 and mention not in found:
        what = f"{len(found)} mentions begin with {mention!r}" if found else f"there is no mention {mention!r}"
        raise InvalidSetting(
            what,
            where="--mention",
            remedy=f"list them with: onrecord show {record.name} --sql 'SELECT id, type, evidence FROM mentions'",
        )
    for line in explained(*found.get(mention, next(iter(found.values())))):
        voice.result(line)


def _answer(
    record: Record, query: str, seconds: float, form: str | None, out: Path | None, limit: int | None, voice: Voice
) -> None:
    from onrecord.cli.answers import FORMS, write
    from onrecord.cli.run import counted
    from onrecord.cli.selecting import form_of

    name = form_of(form, out, FORMS, "table")
    rows = record.sql(query, seconds)
    note = write(rows, name, out, limit or (ANSWER if name == "table" else None))
    if note:
        voice.say(note)
    voice.say(counted(len(rows), "row"))


def first(readings: Iterable[Reading], limit: int | None) -> Iterator[Reading]:
    """The readings with the first `limit` mentions of all."""
    left = limit
    for reading in readings:
        if left is None:
            yield reading
            continue
        yield reading.with_(mentions=reading.mentions[:left])
        left -= len(reading.mentions[:left])
        if left == 0:
            return


def listing() -> type[Format]:
    """The table for several documents: before the mentions of each, a line says which document it is."""
    from onrecord.export import Table

    class Listing(Table):
        """The table; the lines of the first document wait until there is a second one."""

        def begin(self) -> None:
            """Nothing is known yet."""
            super().begin()
            self._first: Reading | None = None
            self._several = False

        def write(self, reading: Reading) -> None:
            """Write the lines of a document under its name."""
            lines = [self._lines.line(reading, mention) for mention in self.held(reading)]
            if not lines:
                return
            if self._first is None and not self._several:
                self._first, self._waiting = reading, lines
                return
            if self._first is not None:
                self._put(*self._lines.head(), self._lines.document(self._first), *self._waiting)
                self._first, self._several = None, True
            self._put(self._lines.document(reading), *lines)

        def end(self) -> None:
            """Write the lines of the only document, without its name."""
            if self._first is not None:
                self._put(*self._lines.head(), *self._waiting)

        def _put(self, *lines: str) -> None:
            self.stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))

    return Listing
