"""The command line: one file a command; nothing outside this room prints.

Start-up is kept fast: this module imports typer, and every command imports what it works with when it runs.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import typer

from onrecord.cli import code, counts, demo, doctor, evaluate, explain, export, forget, gazetteer, record, show
from onrecord.cli.voice import Quiet, Verbose, Voice
from onrecord.errors import DocumentError, InvalidSetting, OnrecordError

__all__ = ["app", "main"]

DONE, SOME_FAILED, WRONG_USE, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: all done; some documents failed; wrong use; the run stopped; interrupted by the user."""

CUT_SHORT = "interrupted; nothing half-written was left behind"

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with [bold]onrecord demo[/bold]; then [bold]onrecord code FILE[/bold]. Exit codes: 0 done, "
    "1 some documents failed, 2 wrong use, 3 run stopped, 130 interrupted.",
)
for command in (code, demo, doctor, explain, evaluate, show, counts, export, forget):
    app.command(name=command.NAME, no_args_is_help=command.NEEDS_ARGUMENTS, epilog=command.EXAMPLES)(command.command)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(record.app, name="record")


def _version(asked: bool) -> None:
    if asked:
        from onrecord import __version__

        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Reads the news and puts every event on the record: who did what to whom, where, when, and on whose word."""
    context.obj = Voice(quiet=quiet, verbose=verbose)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments` (default: those of the process); returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    voice = Voice(verbose=bool({"--verbose", "-v"} & set(words)))
    with _terminable():
        return _guarded(words, voice)


def _guarded(words: list[str], voice: Voice) -> int:
    """The exit code of a run; whatever goes wrong becomes one clear line."""
    try:
        app(words, prog_name="onrecord")
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            voice.error(CUT_SHORT)
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else WRONG_USE
    except KeyboardInterrupt:
        voice.error(CUT_SHORT)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left (`onrecord code ... | head`): not an error, but the run stopped.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except OnrecordError as error:
        voice.error(str(error), error)
        return exit_code(error)
    except MemoryError as error:
        voice.error("not enough memory; code fewer documents at once or with fewer --processes", error)
        return STOPPED
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        voice.error(f"{name}{error.strerror or error}", error)
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, the user gets one line, not a traceback
        said = f"internal error, {type(error).__name__}: {error}"
        voice.error(f"{said}; run it with --verbose and report what it says", error)
        return STOPPED
    return DONE


def exit_code(error: OnrecordError) -> int:
    """The exit code that an error asks for."""
    if isinstance(error, InvalidSetting):
        return WRONG_USE
    return SOME_FAILED if isinstance(error, DocumentError) else STOPPED


@contextmanager
def _terminable() -> Iterator[None]:
    """Treat SIGTERM as an interruption, so that half-written files are removed on the way out."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: the caller owns the signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
