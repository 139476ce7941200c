"""One export: readings to a file in a format, and beside it what the file is."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import InvalidSetting
from onrecord.export import package
from onrecord.export.columns import Goldstein
from onrecord.export.form import Format
from onrecord.export.keep import Balance
from onrecord.export.package import Origin
from onrecord.export.polecat import version
from onrecord.export.target import target, together
from onrecord.export.veil import Veil
from onrecord.model import Mention, Reading


@dataclass(frozen=True)
class Options:
    """What an export holds.

    Parameters
    ----------
    include
        Words of :data:`onrecord.export.INCLUDES`: what is written of what the format leaves out by itself.
    names
        Whether the names of private persons are written; see :class:`onrecord.export.Veil`.
    text
        Whether texts of the documents are written.
    centroids
        Whether POLECAT and GeoJSON give a point to what is located no nearer than a district.
    goldstein
        See :func:`onrecord.export.goldstein_of`.
    """

    include: frozenset[str] = frozenset()
    names: bool = False
    text: bool = True
    centroids: bool = False
    goldstein: Goldstein | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Outcome:
    """What an export came to: the documents with a mention, what was written and left out, size and hash."""

    documents: int
    balance: Balance
    bytes: int
    sha256: str


def export_readings(
    readings: Iterable[Reading | tuple[Reading, tuple[Mention, ...]]],
    form: type[Format],
    out: Path | None = None,
    options: Options | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """Write readings to a file in a format, with the data dictionary ``datapackage.json`` beside it.

    Both appear together when all is written, and neither when anything fails; on standard output, and in a device or
    pipe, there is no dictionary. One reading at a time is in memory.

    Parameters
    ----------
    readings
        Readings; or pairs of a reading that holds a selection and all the mentions of its document, so that a name
        is hidden that only one of the others tells.
    out
        A file, or None for standard output.

    Raises
    ------
    InvalidSetting
        When the format cannot go there, or another program's ``datapackage.json`` stands in the folder.
    OutputError
        When it cannot be written.

    Examples
    --------
    >>> from onrecord.export import FORMATS
    >>> export_readings([], FORMATS["jsonl"]).balance.rows
    0
    """
    options = options or Options()
    form.check(out)
    if out is None or (out.exists() and not out.is_file() and not out.is_dir()):
        with target(out) as stream:
            return _write(readings, form, stream, options)
    if out.name == package.NAME:
        raise InvalidSetting(
            "this is the name of the data dictionary", where=f"--out {out}", remedy="name another file"
        )
    package.existing(out.parent)
    with together(out, out.parent / package.NAME) as (stream, dictionary):
        outcome = _write(readings, form, stream, options)
        described = package.resource(
            form, out.name, outcome.bytes, outcome.sha256, outcome.balance, _about(options, origin, outcome)
        )
        # read again: another export into this folder may have come to its end meanwhile
        earlier = package.existing(out.parent)
        dictionary.write(package.dump(package.merged(earlier, described, version())))
    return outcome


def _write(
    readings: Iterable[Reading | tuple[Reading, tuple[Mention, ...]]],
    form: type[Format],
    stream: io.RawIOBase,
    options: Options,
) -> Outcome:
    measured, veil, documents = _Measured(stream), Veil(options.names, options.text), 0
    with form.into(measured, goldstein=options.goldstein, include=options.include, centroids=options.centroids) as sink:
        for item in readings:
            reading, whole = item if isinstance(item, tuple) else (item, ())
            documents += 1
            sink.write(veil(reading, whole))
    return Outcome(documents, sink.balance, measured.tell(), measured.sha256.hexdigest())


def _about(options: Options, origin: Origin | None, outcome: Outcome) -> dict[str, Any]:
    origin = origin or Origin()
    return {
        "version": version(),
        "record": origin.record,
        "as_of": origin.as_of,
        "documents_read": origin.documents,
        "documents_with_mentions": outcome.documents,
        "selection": dict(origin.selection),
        "include": sorted(options.include),
        "private_names": options.names,
        "text": options.text,
        "centroids": options.centroids,
        "runs": [dict(run) for run in origin.runs],
    }


class _Measured(io.RawIOBase):
    """A stream that counts and hashes what goes through it."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream, self._size, self.sha256 = stream, 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._stream.write(data)
        size = memoryview(data).nbytes
        self.sha256.update(data)
        self._size += size
        return size

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        with contextlib.suppress(ValueError):
            self._stream.flush()

    def close(self) -> None:
        """Nothing: whoever opened the stream closes it."""


def in_context(selected: Iterable[Reading], whole: Iterable[Reading]) -> Iterator[tuple[Reading, tuple[Mention, ...]]]:
    """Each selected reading with all the mentions of its document.

    Parameters
    ----------
    selected, whole
        The same documents in the same order; `whole` may hold others between them.

    Examples
    --------
    >>> from onrecord.model import Document
    >>> a, b = Reading(Document("a", "Rain fell.")), Reading(Document("b", "Snow fell."))
    >>> [reading.document.id for reading, _ in in_context([b], [a, b])]
    ['b']
    """
    rest = iter(whole)
    for reading in selected:
        mentions: tuple[Mention, ...] = ()
        for other in rest:
            if other.document.id == reading.document.id:
                mentions = other.mentions
                break
        yield reading, mentions
