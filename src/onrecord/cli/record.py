"""``onrecord record info|check|compact``: what is in a record, whether it is whole, fewer and larger files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.voice import Quiet, Verbose, Voice

if TYPE_CHECKING:
    from datetime import datetime

EXAMPLES = """[bold]Examples[/bold]

onrecord record info sahel

onrecord record check sahel

onrecord record compact sahel
"""

app = typer.Typer(no_args_is_help=True, help="The record: what is in it, whether it is whole, and its files.")

Where = Annotated[
    str,
    typer.Argument(metavar="RECORD", help="Folder of a record, or postgres://USER@HOST/DATABASE.", show_default=False),
]


@app.callback()
def group() -> None:
    """The record: what is in it, whether it is whole, and its files."""


@app.command(no_args_is_help=True, epilog=EXAMPLES)
def info(context: typer.Context, record: Where, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Show what is in a record: documents, mentions, runs, failures, size."""
    from onrecord.cli.run import counted
    from onrecord.record import upkeep

    voice = Voice.of(context, quiet, verbose)
    found = upkeep.info(record)
    earlier = found.codings - found.documents
    voice.result(f"record     {found.where}  (format {found.format}, id {found.id})")
    voice.result(f"documents  {found.documents:,}")
    voice.result(f"mentions   {found.mentions:,}")
    voice.result(f"codings    {found.codings:,}" + (f"  ({earlier:,} earlier ones: see --as-of)" if earlier else ""))
    unfinished = f"  ({found.unfinished:,} did not come to the end)" if found.unfinished else ""
    voice.result(f"runs       {found.runs:,}{unfinished}")
    voice.result(f"failures   {found.failures:,}")
    if found.first is not None and found.last is not None:
        voice.result(f"added      {_moment(found.first)} to {_moment(found.last)}")
    voice.result(f"data       {size(found.bytes)} in {counted(found.files, 'file')}")
    if found.scattered:
        voice.say(f"reading gets faster with: onrecord record compact {record}")


@app.command(no_args_is_help=True, epilog=EXAMPLES)
def check(context: typer.Context, record: Where, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Read a whole record and compare every file with what was written.

    A file that is gone or changed is named, and the exit code is 3.
    """
    from onrecord.cli.run import counted
    from onrecord.record import upkeep

    voice = Voice.of(context, quiet, verbose)
    found = upkeep.check(record)
    voice.result(
        f"{record}: whole; {counted(found.files, 'file')} ({size(found.bytes)}) as written, "
        f"{counted(found.documents, 'document')}, {counted(found.codings, 'coding')}, "
        f"{counted(found.mentions, 'mention')} of all codings"
    )
    if found.orphans:
        voice.say(
            f"{counted(len(found.orphans), 'file')} of runs that were killed, no part of the record; "
            f"remove with: onrecord record compact {record}"
        )


@app.command(no_args_is_help=True, epilog=EXAMPLES)
def compact(context: typer.Context, record: Where, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Merge the small files of a record and remove leftovers; nothing of it is lost."""
    from onrecord.cli.run import counted
    from onrecord.record import upkeep

    voice = Voice.of(context, quiet, verbose)
    done = upkeep.compact(record)
    voice.result(
        f"{record}: {counted(done.files_before, 'file')} ({size(done.bytes_before)}) became "
        f"{counted(done.files_after, 'file')} ({size(done.bytes_after)})"
    )


def size(number: int) -> str:
    """Bytes as a reader says them.

    Examples
    --------
    >>> size(1234), size(56_700_000)
    ('1.2 kB', '56.7 MB')
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
