"""What formats in another project's shape say of an event: an id of its own, one date, one point, the story."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.export.people import is_person
from onrecord.export.table import on_whose_word
from onrecord.model import Document, Mention, Place, Reading

POINTS = frozenset({"exact", "city"})
"""The precisions that a point on a map can stand for; the centre of anything wider is where nothing happened."""

_DOCUMENT_DIGITS = 12


class EventIds:
    """Ids that are unique in one output: the mention's, and a hash of the document that it stands in.

    Two documents with one text share the ids of their mentions (they are hashes of the text); the hash of the
    document's own data tells them apart. A document that comes again, the same in everything, is counted: ``-2``.

    Examples
    --------
    >>> ids, document = EventIds(), Document("d1", "Rain fell.")
    >>> ids.document(document), ids.document(document)
    ('ffa324e77cc5', 'ffa324e77cc5-2')
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def document(self, document: Document) -> str:
        """The part of the id that tells this document from the others of the output."""
        parts = (
            document.id, document.text, document.title, document.outlet, document.url, document.language,
            document.published,
        )  # fmt: skip
        digest = hashlib.sha256()
        for part in parts:
            data = b"" if part is None else part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % (-1 if part is None else len(data)) + data)
        name = digest.hexdigest()[:_DOCUMENT_DIGITS]
        times = self._seen[int(name, 16)] = self._seen.get(int(name, 16), 0) + 1
        return name if times == 1 else f"{name}-{times}"


@dataclass(frozen=True, slots=True)
class EventDate:
    """The day of an event as one date, and how much that date is worth.

    Parameters
    ----------
    date
        ISO date: the first day of the event's time; the last where it has only that; else the day of publication.
    latest
        Last day of the event's time, or None.
    precision
        Of the event's time (``day``, ``month``, ...), or None where the text gives none.
    basis
        ``text``, ``publication`` or None.
    """

    date: str | None
    latest: str | None
    precision: str | None
    basis: str | None

    @classmethod
    def of(cls, mention: Mention, document: Document) -> EventDate:
        """The date of `mention`, from its first time or the publication of `document`."""
        time = mention.times[0] if mention.times else None
        if time is not None and (date := time.earliest or time.latest):
            return cls(date[:10], (time.latest or "")[:10] or None, time.precision, "text")
        published = document.published[:10] if document.published else None
        return cls(published, None, time.precision if time else None, "publication" if published else None)


def point(place: Place | None, centroids: bool) -> tuple[float, float] | None:
    """Latitude and longitude of a place that is a point (`POINTS`), or of any with `centroids`; None without."""
    if place is None or (place.precision not in POINTS and not centroids):
        return None
    named = place.place
    if named.latitude is None or named.longitude is None:
        return None
    return named.latitude, named.longitude


def word_of(mention: Mention) -> str:
    """On whose word it stands: the first source and how many more, ``own voice``, or ``nobody``."""
    return on_whose_word(mention)


@dataclass(frozen=True, slots=True)
class Story:
    """Whom and what the mentions of a document name: persons, organisations, places; each once, in order."""

    people: tuple[str, ...]
    organisations: tuple[str, ...]
    locations: tuple[str, ...]

    @classmethod
    def of(cls, reading: Reading) -> Story:
        """The names in the mentions of a reading."""
        people: dict[str, None] = {}
        organisations: dict[str, None] = {}
        locations: dict[str, None] = {}
        for name, person in _names(reading):
            (people if person else organisations).setdefault(name)
        for mention in reading.mentions:
            for place in mention.places:
                locations.setdefault(place.place.name)
        return cls(tuple(people), tuple(organisations), tuple(locations))


def _names(reading: Reading) -> Iterator[tuple[str, bool]]:
    for mention in reading.mentions:
        for actor in (*mention.actors, *mention.recipients):
            if actor.name is None or actor.identification == "described":
                continue
            if "directory:country" not in actor.reason and "toponym" not in actor.reason:
                yield actor.name, is_person(actor.name, actor.title, actor.sectors, actor.reason)
        for held in mention.attributions:
            source = held.source
            if (
                source is not None
                and source.name
                and not source.anonymous
                and source.kind in ("person", "organisation")
            ):
                yield source.name, source.kind == "person"
