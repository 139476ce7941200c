"""What every form of output is: opened, written to and closed alike."""

from __future__ import annotations

import contextlib
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

from onrecord.export.columns import Goldstein, flat_row
from onrecord.export.rows import rows_of
from onrecord.export.target import target
from onrecord.model import Reading


class Format(ABC):
    """A form of output.

    Attributes
    ----------
    name, suffix, description
        As in ``--format``, of its files, and one sentence for the reference.

    Examples
    --------
    >>> from onrecord.export.formats import JsonLines
    >>> from onrecord.model import Document
    >>> with JsonLines.open(None) as sink:
    ...     sink.write(Reading(Document("d", "Rain fell.")))
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    description: ClassVar[str]

    def __init__(self, stream: io.RawIOBase, uncertain: bool, goldstein: Goldstein | None) -> None:
        self.stream, self.uncertain, self.goldstein = stream, uncertain, goldstein

    @classmethod
    @contextlib.contextmanager
    def open(
        cls, out: Path | None = None, *, uncertain: bool = False, goldstein: Goldstein | None = None
    ) -> Iterator[Self]:
        """A sink for readings; the file appears when the block ends well, and not at all when it raises.

        Parameters
        ----------
        out
            A file, or None for standard output.
        uncertain
            Whether rows of low confidence are written, too.
        goldstein
            See :func:`onrecord.export.columns.goldstein_of`.

        Raises
        ------
        OutputError
            When it cannot be written there.
        """
        cls.check(out)
        with target(Path(out) if out is not None else None) as stream:
            sink = cls(stream, uncertain, goldstein)
            sink.begin()
            yield sink
            sink.end()

    @classmethod  # noqa: B027 - most formats go anywhere
    def check(cls, out: Path | None) -> None:
        """Raises InvalidSetting when this format cannot go there."""

    def begin(self) -> None:  # noqa: B027 - most formats have no head
        """Write what comes before the first reading."""

    @abstractmethod
    def write(self, reading: Reading) -> None:
        """Write the mentions of a reading."""

    def end(self) -> None:  # noqa: B027 - nor a foot
        """Write what comes after the last reading."""

    def flat(self, reading: Reading) -> Iterator[dict[str, Any]]:
        """The rows of the flat table for a reading."""
        for mention, row in rows_of(reading, uncertain=self.uncertain):
            yield flat_row(mention, row, self.goldstein)
