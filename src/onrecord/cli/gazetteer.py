"""``onrecord gazetteer build``: make the index of places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.voice import Quiet, Verbose, Voice

BUILD_EXAMPLES = """[bold]Examples[/bold]

onrecord gazetteer build

onrecord gazetteer build --geonames allCountries.zip
"""

app = typer.Typer(no_args_is_help=True, help="The index of places: names, countries, coordinates.")


@app.callback()
def group() -> None:
    """The index of places: names, countries, coordinates."""


@app.command(epilog=BUILD_EXAMPLES)
def build(
    context: typer.Context,
    geonames: Annotated[
        Path | None,
        typer.Option(
            help="A GeoNames dump (allCountries.zip or a country's) whose places are added.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; the user's cache without it.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Build it even if it is there and up to date.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the index of places from the installed data packages, in the user's cache.

    It takes some seconds, asks no network, and happens by itself when a text is coded for the first time.
    """
    from onrecord.errors import InvalidSetting
    from onrecord.gazetteer import build as build_index
    from onrecord.gazetteer import default_path

    voice = Voice.of(context, quiet, verbose)
    if geonames is not None and not geonames.is_file():
        raise InvalidSetting("no such file", where=f"--geonames {geonames}", remedy="download it from geonames.org")
    path = out or default_path()
    if geonames is None and not force and up_to_date(path):
        voice.say(f"the place index is up to date: {path}")
        return
    with_progress(voice, lambda progress: build_index(path, geonames, progress))
    voice.say(f"built the place index: {path} ({path.stat().st_size / 1e6:.0f} MB)")


def up_to_date(path: Path | None = None) -> bool:
    """Whether the index at `path` (default: the user's) can be used as it is."""
    from onrecord.errors import MissingModel
    from onrecord.gazetteer import Gazetteer

    try:
        Gazetteer.open(path, build=False)
    except MissingModel:
        return False
    return True


def build_if_missing(voice: Voice) -> None:
    """Build the user's index on first use, and say so, because it takes some seconds."""
    from onrecord.gazetteer import build as build_index
    from onrecord.gazetteer import default_path

    if not up_to_date():
        voice.say("building the place index (only this once)")
        with_progress(voice, lambda progress: build_index(default_path(), None, progress))


def with_progress(voice: Voice, work: object) -> None:
    """Run `work` with a progress bar on a terminal."""
    assert callable(work)
    if not voice.animated:
        work(None)
        return
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), console=voice.console, transient=True) as bar:
        task = bar.add_task("place index", total=1.0)
        work(lambda what, share: bar.update(task, description=what, completed=share))
