"""What a format's reader finds, before it is checked and made a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Raw:
    """A text and what its file says of it, unchecked.

    `row` is the line or row in the file, None for a whole file; `metadata` has keys of
    :data:`onrecord.read.options.FIELDS` without ``text``.
    """

    text: object
    row: int | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
