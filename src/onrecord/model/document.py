"""One news text, with what is known of its publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One news text with its outlet, title, address, language and time of publication.

    Parameters
    ----------
    id
        The file's stem, or the id that the user's data gives.
    text
        The text as it was decoded; only NUL and lone surrogates are replaced by U+FFFD, one for one,
        so that offsets are those of the source.
    published
        ISO 8601 date or date-time (``2024-06-07`` or ``2024-06-07T18:30:00+00:00``), or None.
    language
        BCP 47 primary tag (``en``), or None while it has not been detected.
    notes
        What the reader of the data should know of how the text was read ('the encoding is a guess'); not compared.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def published_at(self) -> datetime | None:
        """`published` as a datetime (midnight for a bare date), or None."""
        return datetime.fromisoformat(self.published) if self.published else None
