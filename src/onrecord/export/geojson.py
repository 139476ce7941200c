"""Events as GeoJSON (RFC 7946), one feature each, for maps."""

from __future__ import annotations

from typing import Any

from onrecord.export.columns import Column, goldstein_of
from onrecord.export.events import EventDate, EventIds, point, word_of
from onrecord.export.fold import Event, auxiliary_modes, events
from onrecord.export.form import Format
from onrecord.export.rows import COORDINATE_DIGITS, Row, json_line, mention_row, number
from onrecord.model import Reading
from onrecord.read import sanitise

PROPERTIES: tuple[Column, ...] = (
    Column("type", "string", "PLOVER event type."),
    Column("modes", "array", "PLOVER modes."),
    Column("contexts", "array", "PLOVER contexts, with the auxiliary modes where they hold."),
    Column("quad", "int64", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."),
    Column("intensity", "float64", "PLOVER's own score of conflict and cooperation, -10 to 10."),
    Column("goldstein", "float64", "Goldstein's score, -10 to 10, by crosswalk from the CAMEO code."),
    Column("status", "string", "occurred, ongoing, planned, predicted, hypothetical or negated."),
    Column("background", "bool", "Whether the sentence retells an earlier event."),
    Column("unvouched", "bool", "Whether it is an accusation for which nobody is cited."),
    Column("uncertain", "bool", "Whether the confidence is under the threshold."),
    Column("confidence", "float64", "0 to 1."),
    Column("word", "string", "On whose word: the first source (+1: one more), 'own voice' of the outlet, or 'nobody'."),
    Column("date", "date", "First day of the event's time, or the day of publication."),
    Column("date_latest", "date", "Last day of the event's time; null is open or unknown."),
    Column("date_precision", "string", "minute, hour, day, week, month, ... or vague; null without a time."),
    Column("date_basis", "string", "text, or publication where the text gives no time."),
    Column("place", "string", "Name of the event's place in the gazetteer."),
    Column("place_precision", "string", "exact, city, admin2, admin1, country or region: how wide the answer is."),
    Column("actors", "array", "Who initiated it."),
    Column("recipients", "array", "Whom it is directed at."),
    Column("places", "array", "All places; the first is the event's own."),
    Column("times", "array", "All times; the first is the event's own."),
    Column("magnitudes", "array", "Casualties and other numbers."),
    Column("attributions", "array", "On whose word it stands."),
    Column("content", "array", "Mentions folded into this one: type, status, id."),
    Column("mention_id", "string", "Id of the mention."),
    Column("same_as", "string", "Id of the earlier mention of the same event in the document."),
    Column("trigger", "object", "Span of the words that name the event."),
    Column("evidence", "object", "Span of the sentence or clause that reports it."),
    Column("document", "object", "The document: id, title, outlet, url, language, published."),
)
"""The properties of a feature, in their order."""


class GeoJson(Format):
    """A FeatureCollection; what is located to no point has a null geometry and its precision."""

    name, suffix = "geojson", ".geojson"
    description = (
        "a map layer of what happened or goes on, is vouched for, is no background and is not uncertain; a point only "
        "for what is located to a city or site"
    )
    foreign = True
    columns = PROPERTIES

    def begin(self) -> None:
        """Write the head of the collection."""
        self._ids = EventIds()
        self._divider = "\n"
        self.stream.write(b'{"type": "FeatureCollection", "features": [')

    def write(self, reading: Reading) -> None:
        """Write one feature an event."""
        where = self._ids.document(reading.document)
        for event in events(reading.mentions, self.include, self.balance):
            self.balance.rows += 1
            line = json_line(self._feature(reading, event, where))
            self.stream.write((self._divider + (line if line.isascii() else sanitise(line))).encode("utf-8"))
            self._divider = ",\n"

    def end(self) -> None:
        """Close the collection."""
        self.stream.write(b"\n]}\n")

    def _feature(self, reading: Reading, event: Event, where: str) -> Row:
        mention = event.mention
        at = point(mention.places[0] if mention.places else None, self.centroids)
        return {
            "type": "Feature",
            "id": f"{mention.id}-{where}",
            "geometry": None
            if at is None
            else {"type": "Point", "coordinates": [number(at[1], COORDINATE_DIGITS), number(at[0], COORDINATE_DIGITS)]},
            "properties": self._properties(reading, event),
        }

    def _properties(self, reading: Reading, event: Event) -> Row:
        mention = event.mention
        row = mention_row(reading, mention)
        date = EventDate.of(mention, reading.document)
        place = mention.places[0] if mention.places else None
        known: dict[str, Any] = {
            **row,
            "contexts": [*mention.contexts, *auxiliary_modes(mention)],
            "goldstein": goldstein_of(mention, self.goldstein),
            "word": word_of(mention),
            "date": date.date,
            "date_latest": date.latest,
            "date_precision": date.precision,
            "date_basis": date.basis,
            "place": place and place.place.name,
            "place_precision": place and place.precision,
            "content": [{"type": one.type, "status": one.status, "id": one.id} for one in event.content],
            "mention_id": mention.id,
        }
        return {column.name: known[column.name] for column in PROPERTIES}
