"""``onrecord counts``: mentions of a record counted, beside the documents that were read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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

NAME = "counts"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord counts sahel --by type,country,month

onrecord counts sahel --by published-month,outlet --type ASSAULT --status occurred --out attacks.csv

onrecord counts sahel --by source_kind --actor RUS
"""


class FormatName(StrEnum):
    """The formats of counts."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


def command(
    context: typer.Context,
    record: RecordPlace,
    by: Annotated[
        str,
        typer.Option(
            help="What to count by, divided by commas: type, mode, quad, status, country, actor_country, "
            "recipient_country, source_kind, outlet, language, document; day, week, month, year (of the event); "
            "published_day, published_week, published_month, published_year."
        ),
    ] = "type",
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
    """Count mentions by type, country, month and more, with zeros, beside the documents that were read.

    documents_reporting are the documents that hold the mentions; documents_read are all documents of the row's outlet,
    language and period, whether they report anything or not: a zero out of none is no zero. Periods of the event are
    set beside the documents published in them. What is unknown has rows of its own. A mention is counted once: by its
    first actor, recipient and source, and its own place.
    """
    from onrecord.cli.answers import FORMS, write
    from onrecord.cli.run import counted
    from onrecord.cli.selecting import form_of, left_out, selected
    from onrecord.record import Record

    voice = Voice.of(context, quiet, verbose)
    name = form_of(form.value if form else None, out, FORMS, "table")
    selection = selected(
        types, actor, recipient, place, from_, to, published_from, published_to, source_kind, status, text,
        unvouched, uncertain,
    )  # fmt: skip
    with Record(record, as_of=as_of) as opened:
        rows = opened.counts(by, selection)
        note = write(rows, name, out, None)
        tally = opened.tally(selection)
    if note:
        voice.say(note)
    told = f"{counted(tally.mentions, 'mention')} of {counted(tally.documents, 'document')}"
    told += f" in {counted(len(rows), 'row')}{left_out(tally, selection)}"
    if not selection.status and "status" not in rows.columns:
        told += "; planned and negated ones are counted, too: see --status, or --by status"
    voice.say(told)
