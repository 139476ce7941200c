"""What every form of output has in common: how it is opened, written to and closed, and what it leaves out."""

from __future__ import annotations

import contextlib
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

from onrecord.export.columns import Column, Goldstein, flat_row
from onrecord.export.keep import Balance
from onrecord.export.rows import Row, mention_row
from onrecord.export.target import target
from onrecord.model import Mention, Reading


class Format(ABC):
    """A form of output.

    Attributes
    ----------
    name, suffix, description
        As in ``--format``, of its files, and one sentence for the reference.
    foreign
        Whether it has the shape of another project, whose users expect only what happened.
    columns
        What its rows hold, for the data dictionary; empty for what is no table.
    balance
        What was written and left out so far.

    Examples
    --------
    >>> from onrecord.export import JsonLines
    >>> from onrecord.model import Document
    >>> with JsonLines.open(None) as sink:
    ...     sink.write(Reading(Document("d", "Rain fell.")))
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    description: ClassVar[str]
    foreign: ClassVar[bool] = False
    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(
        self,
        stream: io.RawIOBase,
        uncertain: bool = False,
        goldstein: Goldstein | None = None,
        include: frozenset[str] = frozenset(),
        centroids: bool = False,
    ) -> None:
        self.stream, self.goldstein, self.centroids = stream, goldstein, centroids
        self.include = include | {"uncertain"} if uncertain else include
        self.uncertain = "uncertain" in self.include
        self.balance = Balance()

    @classmethod
    @contextlib.contextmanager
    def open(
        cls,
        out: Path | None = None,
        *,
        uncertain: bool = False,
        goldstein: Goldstein | None = None,
        include: frozenset[str] = frozenset(),
        centroids: bool = False,
    ) -> Iterator[Self]:
        """A sink for readings; the file appears when the block ends well, and not at all when it raises.

        Parameters
        ----------
        out
            A file, or None for standard output.
        uncertain
            Whether rows of low confidence are written, too; as `include` with ``uncertain``.
        goldstein
            See :func:`onrecord.export.columns.goldstein_of`.
        include
            What else is written of what a format leaves out: words of :data:`onrecord.export.INCLUDES`.
        centroids
            Whether formats in another project's shape give a point to what is located no nearer than a district.

        Raises
        ------
        OutputError
            When it cannot be written there.
        """
        cls.check(out)
        with (
            target(Path(out) if out is not None else None) as stream,
            cls.into(stream, uncertain=uncertain, goldstein=goldstein, include=include, centroids=centroids) as sink,
        ):
            yield sink

    @classmethod
    @contextlib.contextmanager
    def into(
        cls,
        stream: io.RawIOBase,
        *,
        uncertain: bool = False,
        goldstein: Goldstein | None = None,
        include: frozenset[str] = frozenset(),
        centroids: bool = False,
    ) -> Iterator[Self]:
        """A sink for readings that writes to `stream`; see :meth:`open` for the parameters."""
        sink = cls(stream, uncertain, goldstein, include, centroids)
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

    def held(self, reading: Reading) -> Iterator[Mention]:
        """The mentions of a reading that our own formats hold: all but the uncertain ones, unless asked for."""
        for mention in reading.mentions:
            if self.balance.keeps(("uncertain",) if mention.uncertain else (), self.include):
                self.balance.rows += 1
                yield mention

    def rows(self, reading: Reading) -> Iterator[tuple[Mention, Row]]:
        """The mentions that are held, with their rows."""
        for mention in self.held(reading):
            yield mention, mention_row(reading, mention)

    def flat(self, reading: Reading) -> Iterator[dict[str, Any]]:
        """The rows of the flat table for a reading."""
        for mention, row in self.rows(reading):
            yield flat_row(mention, row, self.goldstein)
