"""``record.json``: what tells a folder to be a record, its format, and the seal of its catalogue.

The seal is the SHA-256 of the catalogue after the last commit, so that a changed byte is found before an answer is
given: neither SQLite nor Parquet notices one inside a value. While a commit is under way the marker holds the digest
from before it; a process that finds such a marker and no writer knows that one was killed (see `location.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from onrecord.errors import DamagedRecord, RecordError

FORMAT = 1
"""Version of the record's tables; a record of another one is not touched."""

State = Literal["creating", "writing", "sealed"]


@dataclass(frozen=True, slots=True)
class Marker:
    """The content of ``record.json``.

    Parameters
    ----------
    id
        A name that no other record has.
    state
        ``creating`` and ``writing`` while a process is at it, otherwise ``sealed``.
    catalogue
        SHA-256 of the catalogue: now (`sealed`) or before the commit that is under way; None where the catalogue is
        a server's.
    """

    id: str
    state: State
    catalogue: str | None
    format: int = FORMAT

    def write(self, file: Path) -> None:
        """Replace the marker at once and whole."""
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
        try:
            with part.open("w", encoding="utf-8") as stream:
                stream.write(json.dumps({"onrecord": "record", **asdict(self)}) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise

    @classmethod
    def read(cls, file: Path) -> Marker:
        """The marker in `file`.

        Raises
        ------
        DamagedRecord
            When it is not as it was written.
        RecordError
            When the record is of another format.
        """
        where = str(file.parent)
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            name, number = content.pop("onrecord"), content["format"]
            if name != "record" or not isinstance(number, int):
                raise ValueError(name)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedRecord(
                "its record.json is not as it was written", where=where, remedy="restore it from a copy"
            ) from error
        check_format(number, where)
        try:
            marker = cls(**content)
            if marker.state not in ("creating", "writing", "sealed"):
                raise ValueError(marker.state)
        except (TypeError, ValueError) as error:
            raise DamagedRecord(
                "its record.json is not as it was written", where=where, remedy="restore it from a copy"
            ) from error
        return marker


def check_format(number: int, where: str) -> None:
    """Raises RecordError when a record is of another format than this version reads.

    Examples
    --------
    >>> check_format(1, "lake")
    >>> check_format(2, "lake")
    Traceback (most recent call last):
        ...
    onrecord.errors.RecordError: lake: a newer version of Onrecord made this record (format 2; this version reads 1); \
install the newer version: pip install --upgrade onrecord
    """
    if number > FORMAT:
        raise RecordError(
            f"a newer version of Onrecord made this record (format {number}; this version reads {FORMAT})",
            where=where,
            remedy="install the newer version: pip install --upgrade onrecord",
        )
    if number < FORMAT:
        raise RecordError(
            f"an older version of Onrecord made this record (format {number}; this version reads {FORMAT})",
            where=where,
            remedy="export it with the version that made it, or code the texts into a new record",
        )


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
