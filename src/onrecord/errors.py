"""The errors of Onrecord, and what each asks of the caller.

::

    OnrecordError
    ├── DocumentError            this document failed: say so, go on with the others
    │   ├── UnreadableDocument   missing, locked, binary, broken HTML or JSON, wrong columns
    │   ├── EmptyDocument        no text to code
    │   ├── DocumentTooLong      more characters than a news text can have
    │   ├── UnsupportedLanguage  no language pack for the language of the text
    │   ├── InvalidMetadata      a date, address or name that cannot be what it says
    │   ├── DuplicateDocument    another document has the same id
    │   └── CodingFailed         a stage raised on this text: a bug worth reporting
    └── RunError                 the run must stop: nothing that follows can succeed
        ├── InvalidSetting       an unknown format, codebook, language, option
        ├── MissingModel         the parser, a codebook or the gazetteer is not installed or damaged
        ├── OutputError          the output cannot be written (no space, no right, it exists)
        └── RecordError          the record cannot be used: not there, of another version, rewritten meanwhile
            ├── RecordBusy       another process holds it for longer than one can wait
            └── DamagedRecord    its files are not what was written

Every message says what is wrong, where, and what to do about it.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of all errors that Onrecord raises on purpose.

    Parameters
    ----------
    what
        What is wrong, in one clause.
    where
        The file, line, document or setting concerned.
    remedy
        What the user can do about it.

    Examples
    --------
    >>> print(EmptyDocument("no text to code", where="a.txt", remedy="remove the file or fill it"))
    a.txt: no text to code; remove the file or fill it
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[OnrecordError], what: str, where: str, remedy: str) -> OnrecordError:
    return kind(what, where=where, remedy=remedy)


class DocumentError(OnrecordError):
    """This document failed; the others can go on."""


class UnreadableDocument(DocumentError):
    """The file or row cannot be read as a document."""


class EmptyDocument(DocumentError):
    """The document holds no text."""


class DocumentTooLong(DocumentError):
    """The document is longer than a news text can be."""


class UnsupportedLanguage(DocumentError):
    """There is no language pack for the language of the text."""


class InvalidMetadata(DocumentError):
    """A date, address or name that cannot be what it says."""


class DuplicateDocument(DocumentError):
    """Another document of the run or of the record has the same id."""


class CodingFailed(DocumentError):
    """A stage raised on this text; the cause is chained."""


class RunError(OnrecordError):
    """Nothing that follows can succeed; the run stops."""


class InvalidSetting(RunError):
    """An option or setting that does not exist or cannot be meant."""


class MissingModel(RunError):
    """A model, codebook or gazetteer that is not installed, or is damaged."""


class OutputError(RunError):
    """The output cannot be written."""


class RecordError(RunError):
    """The record cannot be used: it is not there, of another version, or was rewritten meanwhile."""


class RecordBusy(RecordError):
    """Another process holds the record for longer than one can wait."""


class DamagedRecord(RecordError):
    """Files of the record are missing or are not what was written."""
