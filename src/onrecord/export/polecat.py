"""Events in POLECAT's shape: its 40 columns in its order, then ours.

POLECAT is the dataset of political events coded after PLOVER (Halterman, Bagozzi, Beger, Schrodt and Scarborough,
'PLOVER and POLECAT', 2023), published as tab-separated text. One row is one event; several actors, recipients, modes
or contexts stand in one cell, divided by semicolons, and the cells of one side have one part for each of its members.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from onrecord.directory import cow_codes, names
from onrecord.export.cells import cell
from onrecord.export.columns import Column, goldstein_of
from onrecord.export.events import EventDate, EventIds, Story, point, word_of
from onrecord.export.fold import Event, auxiliary_modes, events
from onrecord.export.form import Format
from onrecord.export.rows import COORDINATE_DIGITS, json_line, mention_row, number
from onrecord.model import Actor, Mention, Reading
from onrecord.read import sanitise

_LISTED = "; several are divided by ';'."


def _side(role: str) -> tuple[Column, ...]:
    """POLECAT's eight columns of a side."""
    return (
        Column(f"{role} Name", "string", f"Names of the {role.lower()}s, or their role{_LISTED}"),
        Column(f"{role} Country", "string", "Their countries, ISO 3166-1 alpha-3 (Kosovo KOS), or PLOVER's codes of "
               f"international actors (UNO, EUR, IGO, NGO, MNC){_LISTED}"),
        Column(f"{role} COW", "string", f"Their countries' numbers in the Correlates of War state system{_LISTED}"),
        Column(f"Primary {role} Sector", "string", f"The first PLOVER sector of each{_LISTED}"),
        Column(f"{role} Sectors", "string", "All PLOVER sectors of each, divided by ','" + _LISTED),
        Column(f"{role} Title", "string", f"The office or rank that the text gives each{_LISTED}"),
        Column(f"{role} Name Raw", "string", f"Each as the text names it{_LISTED}"),
        Column(f"Wikipedia {role} ID", "string", "Always empty: Onrecord asks no Wikipedia."),
    )  # fmt: skip


POLECAT_COLUMNS: tuple[Column, ...] = (
    Column("Event ID", "string", "Unique in the file: the mention's id and a hash of its document."),
    Column("Event Date", "date", "First day of the event's time; the day of publication where the text gives none (see "
           "event_date_basis)."),
    Column("Event Type", "string", "PLOVER event type."),
    Column("Event Mode", "string", "PLOVER modes" + _LISTED),
    Column("Intensity", "float64", "PLOVER's score of conflict and cooperation, -10 to 10 (manual, table of scores)."),
    Column("Quad Code", "int64", "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; 0 unknown."),
    Column("Contexts", "string", "PLOVER contexts, with the auxiliary modes historical, future, hypothetical and "
           "negation where they hold" + _LISTED),
    *_side("Actor"),
    *_side("Recipient"),
    Column("Placename", "string", "Name of the event's place in the gazetteer."),
    Column("City", "string", "Name of the city."),
    Column("District", "string", "Name of the second-order division."),
    Column("Province", "string", "Name of the first-order division."),
    Column("Country", "string", "Country of the place, ISO 3166-1 alpha-3 (Kosovo KOS)."),
    Column("Latitude", "float64", "Degrees north, WGS 84; empty for what is located no nearer than a district, unless "
           "exported with --centroids (see place_precision)."),
    Column("Longitude", "float64", "Degrees east, likewise."),
    Column("GeoNames ID", "int64", "GeoNames id of the place."),
    Column("Raw Placename", "string", "The place as the text names it."),
    Column("Feature Type", "string", "GeoNames feature code by kind of place: PPL, ADM2, ADM1, PCLI, RGN, CONT, PRK."),
    Column("Source", "string", "The outlet that published the document."),
    Column("Publication Date", "date", "Day of publication."),
    Column("Story People", "string", "Persons in the mentions of the document" + _LISTED),
    Column("Story Organizations", "string", "Organisations in the mentions of the document" + _LISTED),
    Column("Story Locations", "string", "Places in the mentions of the document" + _LISTED),
    Column("Language", "string", "Language of the document, ISO 639-1."),
    Column("Version", "string", "The program and its version."),
)  # fmt: skip
"""POLECAT's 40 columns."""

OUR_COLUMNS: tuple[Column, ...] = (
    Column("status", "string", "occurred, ongoing, planned, predicted, hypothetical or negated."),
    Column("background", "bool", "Whether the sentence retells an earlier event."),
    Column("unvouched", "bool", "Whether it is an accusation for which nobody is cited."),
    Column("uncertain", "bool", "Whether the confidence is under the threshold."),
    Column("confidence", "float64", "0 to 1."),
    Column("word", "string", "On whose word: the first source (+1: one more), 'own voice' of the outlet, or 'nobody'."),
    Column("source_name", "string", "Name of the first source, or its description."),
    Column("source_kind", "string", "person, organisation, office, collective, witness, media, ..."),
    Column("source_country", "string", "Its country, ISO 3166-1 alpha-3."),
    Column("source_anonymous", "bool", "Whether the text withholds its name."),
    Column("manner", "string", "direct, indirect or mixed."),
    Column("stance", "string", "asserts, confirms, denies, doubts, claims or declines."),
    Column("event_date_latest", "date", "Last day of the event's time; empty is open or unknown."),
    Column("event_date_precision", "string", "minute, hour, day, week, month, ... or vague; empty without a time."),
    Column("event_date_basis", "string", "text, or publication where the text gives no time."),
    Column("place_precision", "string", "exact, city, admin2, admin1, country or region."),
    Column("place_relation", "string", "in, near, border, from or to."),
    Column("content_type", "string", "Types of the mentions folded into this row (what was promised, demanded, "
           "threatened or alleged)" + _LISTED),
    Column("content_status", "string", "Their status" + _LISTED),
    Column("content_id", "string", "Their ids" + _LISTED),
    Column("goldstein", "float64", "Goldstein's score, -10 to 10, by crosswalk from the CAMEO code."),
    Column("magnitudes", "string", "Casualties and other numbers, JSON.", json=True),
    Column("actor_identification", "string", "named, described, suspected or unidentified" + _LISTED),
    Column("recipient_identification", "string", "Likewise."),
    Column("same_as", "string", "Id of the earlier mention of the same event in the document."),
    Column("mention_id", "string", "Id of the mention."),
    Column("document_id", "string", "The document: the file's stem, or the id given."),
    Column("title", "string", "The document's title."),
    Column("url", "string", "Its address."),
    Column("trigger", "string", "The word or words that name the event."),
    Column("evidence", "string", "The sentence or clause that reports it."),
    Column("evidence_start", "int64", "First character of the evidence in the document's text."),
    Column("evidence_end", "int64", "Character after the evidence."),
)  # fmt: skip
"""What POLECAT has no column for, after its own."""

FEATURES = {
    "city": "PPL", "admin2": "ADM2", "admin1": "ADM1", "country": "PCLI", "region": "RGN", "continent": "CONT",
    "park": "PRK",
}  # fmt: skip
"""GeoNames' feature codes (geonames.org/export/codes.html) by kind of place; waters and sites have several."""


class Polecat(Format):
    """POLECAT's 40 columns, tab-separated with a header, in UTF-8; then our own columns.

    Cells are guarded against formulas as in CSV; :func:`onrecord.export.read_cells` reads them back.
    """

    name, suffix = "polecat", ".tsv"
    description = (
        "POLECAT's 40 columns, then ours, tab-separated; only what happened or goes on, is vouched for, is no "
        "background and is not uncertain"
    )
    foreign = True
    columns = POLECAT_COLUMNS + OUR_COLUMNS

    def begin(self) -> None:
        """Write the header."""
        self._ids = EventIds()
        self._version = f"Onrecord {version()}"
        self._text = io.TextIOWrapper(self.stream, "utf-8", newline="", write_through=True)  # type: ignore[type-var]
        self._writer = csv.writer(self._text, delimiter="\t", lineterminator="\n")
        self._writer.writerow([column.name for column in self.columns])

    def write(self, reading: Reading) -> None:
        """Write one row an event."""
        found = list(events(reading.mentions, self.include, self.balance))
        where = self._ids.document(reading.document)
        if not found:
            return
        story = Story.of(reading)
        self.balance.rows += len(found)
        self._writer.writerows(
            [cell(_clean(value)) for value in self._row(reading, one, where, story)] for one in found
        )

    def end(self) -> None:
        """Hand everything on."""
        self._text.flush()

    def _row(self, reading: Reading, event: Event, where: str, story: Story) -> Iterable[Any]:
        mention, document = event.mention, reading.document
        date = EventDate.of(mention, document)
        yield from (f"{mention.id}-{where}", date.date, mention.type, joined(mention.modes), number(mention.intensity))
        yield from (mention.quad, joined((*mention.contexts, *auxiliary_modes(mention))))
        yield from side(mention.actors)
        yield from side(mention.recipients)
        yield from self._place(mention)
        yield from (document.outlet, document.published[:10] if document.published else None)
        yield from (joined(story.people), joined(story.organisations), joined(story.locations))
        yield from (document.language, self._version)
        yield from self._ours(reading, event, date)

    def _place(self, mention: Mention) -> tuple[Any, ...]:
        if not mention.places:
            return (None,) * 9 + ("",)
        place = mention.places[0]
        named, at = place.place, point(place, self.centroids)
        return (
            named.name,
            named.name if named.kind == "city" else None,
            named.admin2 or (named.name if named.kind == "admin2" else None),
            named.admin1 or (named.name if named.kind == "admin1" else None),
            country(named.country),
            number(at[0], COORDINATE_DIGITS) if at else None,
            number(at[1], COORDINATE_DIGITS) if at else None,
            named.geonames_id,
            place.span.text,
            FEATURES.get(named.kind),
        )

    def _ours(self, reading: Reading, event: Event, date: EventDate) -> tuple[Any, ...]:
        mention, document = event.mention, reading.document
        held = mention.attributions[0] if mention.attributions else None
        source = held.source if held else None
        place = mention.places[0] if mention.places else None
        return (
            mention.status, mention.background, mention.unvouched, mention.uncertain, number(mention.confidence),
            word_of(mention),
            source and source.name, source and source.kind, source and source.country, source and source.anonymous,
            held and held.manner, held and held.stance,
            date.latest, date.precision, date.basis,
            place and place.precision, place and place.relation,
            joined(one.type for one in event.content), joined(one.status for one in event.content),
            joined(one.id for one in event.content),
            goldstein_of(mention, self.goldstein),
            json_line(mention_row(reading, mention)["magnitudes"]),
            joined(actor.identification for actor in mention.actors),
            joined(actor.identification for actor in mention.recipients),
            mention.same_as, mention.id, document.id, document.title, document.url,
            mention.trigger.text, mention.evidence.text, mention.evidence.start, mention.evidence.end,
        )  # fmt: skip


def side(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    """POLECAT's eight cells of a side, each with one part an actor.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> side((Actor(Span(0, 5, "Niger"), "Niger", "NER", ("GOV",)), Actor(Span(6, 9, "men"), sectors=("UAF", "CRM"))))
    ('Niger;', 'NER;', '436;', 'GOV;UAF', 'GOV;UAF,CRM', ';', 'Niger;men', '')
    """
    parts: tuple[Callable[[Actor], str], ...] = (
        lambda actor: actor.name or "",
        lambda actor: country(actor.country) or international(actor) or "",
        lambda actor: str(cow_codes().get(actor.country or "", "")),
        lambda actor: actor.sectors[0] if actor.sectors else "",
        lambda actor: ",".join(actor.sectors),
        lambda actor: actor.title or "",
        lambda actor: actor.span.text,
    )
    return (*(joined(part(actor) for actor in actors) for part in parts), "")


def joined(values: Iterable[str]) -> str:
    """Values in one cell, divided by semicolons; a semicolon in a value becomes a comma.

    Examples
    --------
    >>> joined(["military", "a; b"])
    'military;a, b'
    """
    return ";".join(value.replace(";", ",") for value in values)


def country(iso3: str | None) -> str | None:
    """A country as PLOVER writes it: ISO 3166-1 alpha-3, and KOS for Kosovo, which has no code of ISO's.

    Examples
    --------
    >>> country("XKX"), country("NER"), country(None)
    ('KOS', 'NER', None)
    """
    return "KOS" if iso3 == "XKX" else iso3


def international(actor: Actor) -> str | None:
    """PLOVER's code of an actor of no country: UNO, EUR, IGO, NGO, MNC (manual, 'Non-state international actors')."""
    if actor.country is None and actor.name:
        for entry in names().get(actor.name):
            if entry.kind == "organisation" and entry.code:
                return entry.code
    return None


def _clean(value: object) -> object:
    return sanitise(value) if isinstance(value, str) else value


def version() -> str:
    """The installed version of Onrecord."""
    from importlib.metadata import version as installed

    return installed("onrecord")
