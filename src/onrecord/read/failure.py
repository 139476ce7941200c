"""How a document that failed travels, so that the others go on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import OnrecordError


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a row of a file, that could not be made a document or not be coded.

    Parameters
    ----------
    path
        The file as the user named it, ``standard input`` for ``-``, or a document's id where there is no file.
    row
        Line (JSONL) or row (CSV, Parquet, JSON list), counted from 1; None for a whole file.
    kind
        Class name of the error (see :mod:`onrecord.errors`).
    message, remedy
        What is wrong, and what the user can do about it.

    Examples
    --------
    >>> print(Failure("a.csv", 3, "EmptyDocument", "no text to code", "fill the cell or drop the row"))
    a.csv, row 3: no text to code; fill the cell or drop the row
    """

    path: str
    row: int | None
    kind: str
    message: str
    remedy: str = ""

    @classmethod
    def of(cls, error: OnrecordError, path: str = "", row: int | None = None) -> Failure:
        """The failure that `error` describes; its own `where` stands in for a missing `path`."""
        return cls(path or error.where, row, type(error).__name__, error.what, error.remedy)

    @property
    def where(self) -> str:
        """File and row in one phrase."""
        return self.path if self.row is None else f"{self.path}, row {self.row}"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f"; {self.remedy}" if self.remedy else "")
