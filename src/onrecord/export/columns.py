"""The columns of the flat tables (CSV, Parquet, pandas, Arrow), each with its type, its meaning and where it is from.

`COLUMNS` is the one place that knows them; `docs/reference/columns.md` is generated from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from onrecord.export.rows import Row, json_line, number
from onrecord.model import Mention
from onrecord.read import sanitise

if TYPE_CHECKING:
    import pyarrow as pa

Goldstein = Mapping[str, float] | Callable[[Mention], float | None]
"""The crosswalk to Goldstein's scale: CAMEO code -> score, or a function of the mention."""

TYPES = ("string", "int64", "float64", "bool")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the flat table.

    Parameters
    ----------
    name
        As in the header.
    type
        Arrow type: ``string``, ``int64``, ``float64`` or ``bool``. Every column can be null.
    description
        One sentence for the reference.
    path
        Where the value stands in the row of :func:`onrecord.export.mention_row`: keys and indices. Empty for what is
        made otherwise.
    json
        Whether the value is a list or object and is written as JSON.
    """

    name: str
    type: str
    description: str
    path: tuple[str | int, ...] = ()
    json: bool = False


def _participant(role: str, key: str) -> tuple[Column, ...]:
    first = (key, 0)
    return (
        Column(role, "string", f"The first {role} as the text names it.", (*first, "span", "text")),
        Column(f"{role}_name", "string", f"Name of the first {role}, resolved inside the document.", (*first, "name")),
        Column(f"{role}_country", "string", f"Its country, ISO 3166-1 alpha-3.", (*first, "country")),  # noqa: F541
        Column(f"{role}_sector", "string", "Its first PLOVER sector (GOV, MIL, REB, ...).", (*first, "sectors", 0)),
        Column(f"{role}_title", "string", "The office or rank that the text gives it.", (*first, "title")),
        Column(
            f"{role}_identification",
            "string",
            "named, described, suspected or unidentified.",
            (*first, "identification"),
        ),
    )


_PLACE, _TIME, _WORD = ("places", 0), ("times", 0), ("attributions", 0)

COLUMNS: tuple[Column, ...] = (
    Column("id", "string", "Content hash of the mention: same text, settings and version, same id.", ("id",)),
    Column("document_id", "string", "The document: the file's stem, or the id given.", ("document", "id")),
    Column("title", "string", "The document's title.", ("document", "title")),
    Column("outlet", "string", "Who published it.", ("document", "outlet")),
    Column("url", "string", "Its address.", ("document", "url")),
    Column("language", "string", "Its language, ISO 639-1.", ("document", "language")),
    Column("published", "string", "ISO 8601 date or date-time of publication.", ("document", "published")),
    Column("type", "string", "PLOVER event type.", ("type",)),
    Column("modes", "string", "PLOVER modes, a JSON list.", ("modes",), json=True),
    Column("contexts", "string", "PLOVER contexts, a JSON list.", ("contexts",), json=True),
    Column(
        "quad", "int64",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 unknown.", ("quad",),
    ),
    Column("cameo", "string", "CAMEO codes by crosswalk, a JSON list.", ("cameo",), json=True),
    Column("intensity", "float64", "PLOVER's own score of conflict and cooperation, -10 to 10.", ("intensity",)),
    Column("goldstein", "float64", "Goldstein's score, -10 to 10, by crosswalk from the CAMEO code."),
    Column("trigger", "string", "The word or words that name the event.", ("trigger", "text")),
    Column("trigger_start", "int64", "First character of the trigger in the document's text.", ("trigger", "start")),
    Column("trigger_end", "int64", "Character after the trigger.", ("trigger", "end")),
    Column("evidence", "string", "The sentence or clause that reports the event.", ("evidence", "text")),
    Column("evidence_start", "int64", "First character of the evidence in the document's text.", ("evidence", "start")),
    Column("evidence_end", "int64", "Character after the evidence.", ("evidence", "end")),
    *_participant("actor", "actors"),
    *_participant("recipient", "recipients"),
    Column("place", "string", "The event's own place as the text names it.", (*_PLACE, "span", "text")),
    Column("place_name", "string", "Its name in the gazetteer.", (*_PLACE, "name")),
    Column("place_kind", "string", "country, admin1, admin2, city, region, continent, park, ...", (*_PLACE, "kind")),
    Column("place_geonames_id", "int64", "Its GeoNames id.", (*_PLACE, "geonames_id")),
    Column("place_country", "string", "Its country, ISO 3166-1 alpha-3.", (*_PLACE, "country")),
    Column("place_admin1", "string", "Its first-order division.", (*_PLACE, "admin1")),
    Column("place_admin2", "string", "Its second-order division.", (*_PLACE, "admin2")),
    Column("latitude", "float64", "Degrees north, WGS 84.", (*_PLACE, "latitude")),
    Column("longitude", "float64", "Degrees east, WGS 84.", (*_PLACE, "longitude")),
    Column("place_precision", "string", "exact, city, admin2, admin1, country or region.", (*_PLACE, "precision")),
    Column("place_relation", "string", "in, near, border, from or to.", (*_PLACE, "relation")),
    Column("time", "string", "The event's own time as the text gives it.", (*_TIME, "span", "text")),
    Column("time_value", "string", "Its TIMEX3 value.", (*_TIME, "value")),
    Column("time_earliest", "string", "Start of its interval, ISO date; null is open.", (*_TIME, "earliest")),
    Column("time_latest", "string", "End of its interval, ISO date; null is open.", (*_TIME, "latest")),
    Column("time_precision", "string", "minute, hour, day, week, month, season, ... or vague.", (*_TIME, "precision")),
    Column("time_relation", "string", "on, since, until, before, after, during, between or for.", (*_TIME, "relation")),
    Column("status", "string", "occurred, ongoing, planned, predicted, hypothetical or negated.", ("status",)),
    Column("background", "bool", "Whether the sentence retells an earlier event.", ("background",)),
    Column(
        "source", "string", "The first source as the text names it; null in the outlet's own voice.",
        (*_WORD, "source", "span", "text"),
    ),
    Column("source_name", "string", "Its name, or its description.", (*_WORD, "source", "name")),
    Column("source_kind", "string", "person, organisation, office, collective, ...", (*_WORD, "source", "kind")),
    Column("source_title", "string", "The office or rank that the text gives it.", (*_WORD, "source", "title")),
    Column("source_country", "string", "Its country, ISO 3166-1 alpha-3.", (*_WORD, "source", "country")),
    Column("source_sector", "string", "Its first PLOVER sector.", (*_WORD, "source", "sectors", 0)),
    Column("source_anonymous", "bool", "Whether the text withholds its name.", (*_WORD, "source", "anonymous")),
    Column("cue", "string", "The words that attribute ('said', 'according to').", (*_WORD, "cue", "text")),
    Column("manner", "string", "direct, indirect or mixed.", (*_WORD, "manner")),
    Column("stance", "string", "asserts, confirms, denies, doubts, claims or declines.", (*_WORD, "stance")),
    Column("content_of", "string", "Id of the mention whose content this one is.", ("content_of",)),
    Column("same_as", "string", "Id of the mention of the same event in the document.", ("same_as",)),
    Column("denies", "string", "Id of the mention that this one denies.", ("denies",)),
    Column("confidence", "float64", "0 to 1.", ("confidence",)),
    Column("uncertain", "bool", "Whether the confidence is under the threshold.", ("uncertain",)),
    Column("unvouched", "bool", "Whether it is an accusation for which nobody is cited.", ("unvouched",)),
    Column("actors", "string", "All actors, JSON.", ("actors",), json=True),
    Column("recipients", "string", "All recipients, JSON.", ("recipients",), json=True),
    Column("places", "string", "All places, JSON.", ("places",), json=True),
    Column("times", "string", "All times, JSON.", ("times",), json=True),
    Column("magnitudes", "string", "Casualties and other numbers, JSON.", ("magnitudes",), json=True),
    Column("attributions", "string", "All attributions, JSON.", ("attributions",), json=True),
    Column("coded_by", "string", "Rules and model that decided, JSON.", ("coded_by",), json=True),
    Column("schema", "int64", "Version of the shape of a mention.", ("schema",)),
)  # fmt: skip


def flat_row(mention: Mention, row: Row, goldstein: Goldstein | None = None) -> dict[str, Any]:
    """The values of `COLUMNS`, in order, for a mention and its row of :func:`onrecord.export.mention_row`.

    `goldstein` is the crosswalk; by default the codebook's own.
    """
    flat: dict[str, Any] = {}
    for column in COLUMNS:
        value = _at(row, column.path) if column.path else goldstein_of(mention, goldstein)
        if column.json:
            value = json_line(cast("list[Any] | Row", value))
        flat[column.name] = sanitise(value) if isinstance(value, str) and not value.isascii() else value
    return flat


def goldstein_of(mention: Mention, goldstein: Goldstein | None = None) -> float | None:
    """Goldstein's score of a mention: that of its first CAMEO code, or of the category above it.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "met")
    >>> goldstein_of(Mention("m", "CONSULT", word, word, cameo=("042",)), {"04": 1.0})
    1
    """
    if callable(goldstein):
        return number(goldstein(mention))
    score_of = (_codebook_scores() if goldstein is None else goldstein).get
    for code in mention.cameo:
        for length in range(len(code), 1, -1):
            if (score := score_of(code[:length])) is not None:
                return number(score)
    return None


@cache
def _codebook_scores() -> Mapping[str, float]:
    from onrecord.codebooks import goldstein_scores

    return goldstein_scores()


def arrow_schema() -> pa.Schema:
    """`COLUMNS` as an Arrow schema; the descriptions are kept as metadata of the fields."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, getattr(pa, column.type if column.type != "bool" else "bool_")(),
                     metadata={"description": column.description})
            for column in COLUMNS
        ]
    )  # fmt: skip


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if value is None:
            return None
        value = None if isinstance(step, int) and step >= len(value) else value[step]
    return value
