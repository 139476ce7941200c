"""``onrecord forget``: remove a document from every version and file of a record."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.record import Where
from onrecord.cli.voice import Quiet, Verbose, Voice

NAME = "forget"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord forget sahel article-17
"""


def command(
    context: typer.Context,
    record: Where,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of the document.", show_default=False)],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Remove a document from a record: its text, all its codings, in every version and file.

    Afterwards no file of the record holds anything of it. Files that were exported earlier are not touched.
    """
    from onrecord.cli.run import counted
    from onrecord.record import upkeep

    voice = Voice.of(context, quiet, verbose)
    codings = upkeep.forget(record, document)
    voice.say(f"{record}: forgot {document!r} with {counted(codings, 'coding')}")
