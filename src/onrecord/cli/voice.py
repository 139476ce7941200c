"""What the commands say, and where: results go to standard output, everything else to standard error."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: each failure and note; tracebacks.")]


@dataclass(frozen=True)
class Voice:
    """How much to say.

    Parameters
    ----------
    quiet
        Only results and errors.
    verbose
        Also every failure, every note, and the traceback of an error.
    """

    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(cls, context: typer.Context, quiet: bool, verbose: bool) -> Voice:
        """The voice asked for before the command (``onrecord --quiet code``) or after it."""
        outer = context.obj if isinstance(context.obj, Voice) else cls()
        voice = cls(quiet or outer.quiet, verbose or outer.verbose)
        if voice.verbose:
            voice.listen()
        return voice

    @property
    def console(self) -> Console:
        """Standard error, as rich sees it."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, soft_wrap=True)

    @property
    def animated(self) -> bool:
        """Whether a progress bar can be shown and is wanted."""
        return not self.quiet and self.console.is_terminal

    def result(self, line: str) -> None:
        """A line of the result."""
        typer.echo(line)

    def say(self, line: str) -> None:
        """A line for the user, on standard error, unless --quiet."""
        if not self.quiet:
            typer.echo(line, err=True)

    def detail(self, line: str) -> None:
        """A line for the user who asked for more."""
        if self.verbose:
            typer.echo(line, err=True)

    def error(self, line: str, cause: BaseException | None = None) -> None:
        """One clear line on what went wrong; the traceback only for the user who asked for more."""
        if cause is not None and self.verbose:
            typer.echo("".join(traceback.format_exception(cause)), err=True, nl=False)
        typer.echo(f"onrecord: {line}", err=True)

    def listen(self) -> None:
        """Show what the library logs."""
        import logging

        logger = logging.getLogger("onrecord")
        if not logger.handlers:
            handler = logging.StreamHandler()
            handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)
