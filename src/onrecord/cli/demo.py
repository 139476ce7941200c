"""``onrecord demo``: code the sample dispatches."""

from __future__ import annotations

from pathlib import Path

import typer

from onrecord.cli.voice import Quiet, Verbose, Voice

NAME = "demo"
NEEDS_ARGUMENTS = False
EXAMPLES = """[bold]Examples[/bold]

onrecord demo

onrecord demo --quiet > demo.txt
"""


def samples() -> Path:
    """The folder of the sample dispatches: in the installed package, or in the clone it runs from."""
    from onrecord.errors import MissingModel

    package = Path(__file__).parents[1]
    for folder in (package / "examples" / "dispatches", package.parents[1] / "examples" / "dispatches"):
        if folder.is_dir():
            return folder
    raise MissingModel("the sample dispatches are missing", where=str(package), remedy="install onrecord again")


def command(context: typer.Context, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Code the sample dispatches that come with Onrecord, and show the table.

    They are short texts in the manners of fictional outlets, written for this project; do not cite them as news.
    """
    from onrecord.cli.run import Run, settings_of
    from onrecord.read import ReadOptions

    voice = Voice.of(context, quiet, verbose)
    folder = samples()
    voice.say(f"coding the sample dispatches (fictional outlets) in {folder}")
    run = Run([str(folder)], ReadOptions(), settings_of(None, None, "plover", None), "table", None, 1, False, voice)
    code = run.code()
    voice.say("next: onrecord code YOUR-FILE; why a row is there: onrecord explain FILE; more: docs/tutorial.md")
    raise typer.Exit(code)
