"""Which mentions of a record are meant: one set of filters for `show`, `counts`, exports and Python.

A value may be one word or several: several values of one filter are alternatives, different filters must all hold.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Self, get_args

from onrecord.errors import InvalidSetting
from onrecord.model import SourceKind, Status

if TYPE_CHECKING:
    import duckdb

STATUSES: tuple[str, ...] = get_args(Status)
SOURCE_KINDS: tuple[str, ...] = (*get_args(SourceKind), "own voice")
"""The kinds of source, and what is told in the outlet's own voice."""

Parameters = list[Any]

Condition = tuple[str, Parameters]
"""SQL over the view ``mentions``, and the values of its question marks in their order."""


@dataclass(frozen=True)
class Selection:
    """Filters over the view ``mentions``; without any it selects every mention that is not uncertain.

    Parameters
    ----------
    type
        Types of the codebook (``ASSAULT``).
    actor, recipient
        Any actor, any recipient: a country (its ISO 3166-1 alpha-3 code or its name), a PLOVER sector (``MIL``), or
        words of the name or of the phrase in the text, whatever their case and accents (``Lavrov``).
    place
        The event's own place: a country (code or name), or words of its name, of its divisions, or of the text.
    from_, to
        The event may have happened between these days (``2024``, ``2024-06``, ``2024-06-07``; both are included). A
        mention whose time is unknown is left out: nobody can say that it belongs there.
    published_from, published_to
        The document was published between these days, as it writes the day.
    source_kind
        A kind of any source it stands on (``office``, ``document``, ...), or ``own voice``.
    status
        ``occurred``, ``ongoing``, ``planned``, ``predicted``, ``hypothetical`` or ``negated``.
    text
        Stands in the evidence (the sentence or clause), whatever its case, accents and line breaks.
    unvouched
        Only accusations for which nobody is cited.
    uncertain
        Also mentions of low confidence.
    mention
        Ids of mentions, or their beginnings; these are selected though they are uncertain.

    Examples
    --------
    >>> Selection(type="assault", to="2024-06").where()
    ... # doctest: +ELLIPSIS
    ('NOT uncertain AND "type" IN (?) AND ...
    """

    type: str | Sequence[str] = ()
    actor: str | Sequence[str] = ()
    recipient: str | Sequence[str] = ()
    place: str | Sequence[str] = ()
    from_: str | date | None = None
    to: str | date | None = None
    published_from: str | date | None = None
    published_to: str | date | None = None
    source_kind: str | Sequence[str] = ()
    status: str | Sequence[str] = ()
    text: str | Sequence[str] = ()
    unvouched: bool = False
    uncertain: bool = False
    mention: str | Sequence[str] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.default == ():
                value = (value,) if isinstance(value, str) else tuple(value)
                for word in value:
                    _check_word(word, field.name)
            elif field.name in _DATES and value is not None:
                value = _day(value, field.name)
            object.__setattr__(self, field.name, value)
        object.__setattr__(self, "type", tuple(word.upper() for word in self.type))
        object.__setattr__(self, "status", _named(self.status, STATUSES, "--status"))
        object.__setattr__(self, "source_kind", _named(self.source_kind, SOURCE_KINDS, "--source-kind"))
        for first, last in (("from_", "to"), ("published_from", "published_to")):
            begin, end = getattr(self, first), getattr(self, last)
            if begin and end and begin > end:
                raise InvalidSetting(f"{begin} is after {end}", where=_option(first), remedy="exchange the two days")

    @classmethod
    def of(cls, selection: Selection | None = None, **filters: Any) -> Self:
        """A selection, or the one made of keywords; keywords change a selection.

        Raises
        ------
        InvalidSetting
            For a filter that does not exist; it lists those that do.
        """
        names = tuple(field.name for field in fields(cls))
        for name in filters:
            if name not in names:
                raise InvalidSetting(
                    f"there is no filter {name!r}", where="selection", remedy=f"name one of {', '.join(names)}"
                )
        return replace(selection, **filters) if isinstance(selection, cls) else cls(**filters)

    @property
    def empty(self) -> bool:
        """Whether it selects whatever there is (but the uncertain)."""
        return replace(self, uncertain=False) == Selection()

    @property
    def dated(self) -> bool:
        """Whether it asks when the event happened."""
        return self.from_ is not None or self.to is not None

    def checked(self, connection: duckdb.DuckDBPyConnection) -> Self:
        """Itself, once its types are known to be the codebook's or the record's.

        Raises
        ------
        InvalidSetting
            For a type that neither has; it lists those that are allowed.
        """
        if self.type:
            found = connection.execute('SELECT DISTINCT "type" FROM mentions WHERE "type" IS NOT NULL').fetchall()
            held = {name for (name,) in found}
            if not set(self.type) <= held:  # most often the record has it, and the codebook need not be opened
                known = codebook_types()
                _named(self.type, (*known, *sorted(held - set(known))), "--type")
        return self

    def where(self) -> Condition:
        """The condition in SQL over the view ``mentions``, and its values in the order of the question marks."""
        return _all_of([*self.sure(), *self.content(), *self.time()])

    def sure(self) -> list[Condition]:
        """What the filter for certainty asks."""
        return [] if self.uncertain or self.mention else [("NOT uncertain", [])]

    def time(self) -> list[Condition]:
        """What the filters for the time of the event ask."""
        conditions: list[Condition] = [(KNOWN_TIME, [])] if self.dated else []
        if self.from_ is not None:
            conditions.append((f"coalesce({_LATEST} >= ?, true)", [str(self.from_)]))
        if self.to is not None:
            conditions.append(("coalesce(time_earliest <= ?, true)", [str(self.to)]))
        return conditions

    def publication(self) -> list[Condition]:
        """What the filters for the day of publication ask; they hold for documents, too."""
        conditions: list[Condition] = []
        if self.published_from is not None:
            conditions.append(("left(published, 10) >= ?", [str(self.published_from)]))
        if self.published_to is not None:
            conditions.append(("left(published, 10) <= ?", [str(self.published_to)]))
        return conditions

    def content(self) -> list[Condition]:
        """What all other filters ask."""
        conditions: list[Condition] = []
        if self.type:
            conditions.append((f'"type" IN ({_marks(self.type)})', [*self.type]))
        if self.status:
            conditions.append((f"status IN ({_marks(self.status)})", [*self.status]))
        if self.unvouched:
            conditions.append(("unvouched", []))
        for role in ("actor", "recipient"):
            if wanted := getattr(self, role):
                conditions.append(_any_of(_party(word, f"{role}s") for word in wanted))
        if self.place:
            conditions.append(_any_of(_place(word) for word in self.place))
        if self.source_kind:
            conditions.append(_any_of(_source_kind(kind) for kind in self.source_kind))
        if self.text:
            conditions.append(_any_of(_text(words) for words in self.text))
        if self.mention:
            conditions.append(_any_of(("starts_with(id, ?)", [word]) for word in self.mention))
        return conditions + self.publication()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mentions of how many documents are selected, and how many more would be but for what is unknown."""

    mentions: int
    documents: int
    uncertain: int
    undated: int


def tally(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Tally:
    """Count what a selection selects, and what it leaves out as uncertain or, where it asks for a time, as undated."""
    sure, sure_values = _all_of(selection.sure())
    time, time_values = _all_of(selection.time())
    where, values = _all_of(selection.content())
    counted = connection.execute(
        f"""
        SELECT count(*) FILTER (sure AND fits), count(DISTINCT document_id) FILTER (sure AND fits),
            count(*) FILTER (NOT sure AND fits), count(*) FILTER (sure AND NOT fits AND NOT known)
        FROM (SELECT document_id, {sure} AS sure, ({time}) AS fits, ({KNOWN_TIME}) AS known
              FROM mentions WHERE {where})
        """,
        [*sure_values, *time_values, *values],
    ).fetchone()
    return Tally(*(counted or (0, 0, 0, 0)))


@cache
def codebook_types() -> tuple[str, ...]:
    """The types of the shipped codebook, in its order."""
    from onrecord import codebooks

    return tuple(codebooks.load("plover").types)


@cache
def country_of(word: str) -> str | None:
    """The ISO 3166-1 alpha-3 code that a code or a country's name stands for, or None.

    Examples
    --------
    >>> country_of("rus"), country_of("Côte d'Ivoire"), country_of("Dubai"), country_of("Lavrov")
    ('RUS', 'CIV', None, None)
    """
    from onrecord.directory import countries, country_name, names

    code = word.strip().upper()
    if code in countries():
        return code
    for entry in names().get(word.strip()):
        # a part of a country ('Dubai') and a state of the past keep their own name in the directory
        if entry.kind == "country" and entry.country and entry.name == country_name(entry.country):
            return entry.country
    return None


# --- conditions ------------------------------------------------------------------------------------------

_DATES = ("from_", "to", "published_from", "published_to")

KNOWN_TIME = "(time_earliest IS NOT NULL OR time_latest IS NOT NULL)"

_LATEST = (
    "coalesce(time_latest, CASE WHEN status IN ('occurred', 'ongoing') "
    "THEN greatest(time_earliest, left(published, 10)) END)"
)
"""What has happened or goes on 'since April' is known up to the day of publication, not for ever after."""


def _marks(values: Sequence[str]) -> str:
    """A question mark for every value."""
    return ", ".join("?" for _ in values)


def _any_of(conditions: Iterable[Condition]) -> Condition:
    """The alternatives in one condition."""
    clauses, values = zip(*conditions, strict=True)
    return "(" + " OR ".join(clauses) + ")", [value for each in values for value in each]


def _all_of(conditions: Sequence[Condition]) -> Condition:
    """Conditions in one; without any it always holds."""
    return (
        " AND ".join(clause for clause, _ in conditions) or "true",
        [value for _, values in conditions for value in values],
    )


def _party(word: str, column: str) -> Condition:
    """Any of the actors (or recipients): country, sector, name or phrase."""
    country = country_of(word)
    conditions = [f"list_contains(flatten(list_transform({column}, lambda p: p.sectors)), ?)"]
    values: Parameters = [word.strip().upper()]
    if country:
        conditions.append(f"list_contains(list_transform({column}, lambda p: p.country), ?)")
        values.append(country)
    # A country's name says which country; 'Niger' in a longer phrase may be a river or a state of another one.
    pattern = _pattern(word, whole=country is not None)
    for part in ("p.name", "p.span.text"):
        conditions.append(f"len(list_filter({column}, lambda p: {_matches(part)})) > 0")
        values += [_longest(word), pattern]
    return "(" + " OR ".join(conditions) + ")", values


def _place(word: str) -> Condition:
    """The event's own place: country, name, division, or as the text has it."""
    country = country_of(word)
    conditions = ["place_country = ?"] if country else []
    values: Parameters = [country] if country else []
    pattern = _pattern(word, whole=country is not None)
    for column in ("place_name", "place", "place_admin1", "place_admin2"):
        conditions.append(_matches(column))
        values += [_longest(word), pattern]
    return "(" + " OR ".join(f"coalesce({condition}, false)" for condition in conditions) + ")", values


def _source_kind(kind: str) -> Condition:
    if kind == "own voice":
        return "len(attributions) = 0", []
    return "list_contains(list_transform(attributions, lambda a: a.source.kind), ?)", [kind]


def _plain(sql: str) -> str:
    return f"strip_accents(lower({sql}))"


def _text(words: str) -> Condition:
    """The evidence holds these words in a row, whatever the space between them."""
    parts = _folded(words).split()
    if len(parts) == 1:
        return f"contains({_plain('evidence')}, ?)", parts
    return _matches("evidence"), [max(parts, key=len), r"\s+".join(map(re.escape, parts))]


def _matches(sql: str) -> str:
    """Whether a value matches a pattern; the plain search before it spares most rows the pattern."""
    return f"CASE WHEN contains({_plain(sql)}, ?) THEN regexp_matches({_plain(sql)}, ?) ELSE false END"


def _folded(word: str) -> str:
    """A word without case, accents and needless space, as the engine folds the other side."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def _words(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", _folded(word))


def _longest(word: str) -> str:
    return max(_words(word), key=len)


def _pattern(word: str, *, whole: bool) -> str:
    """Whole words in their order, whatever stands between them: letters and digits only, so nothing to escape.

    Examples
    --------
    >>> _pattern("Abd-el Kader", whole=False), _pattern("Mali", whole=True)
    ('\\\\babd\\\\W+el\\\\W+kader\\\\b', '^\\\\W*mali\\\\W*$')
    """
    words = _words(word)
    inner = r"\W+".join(words)
    if whole:
        return rf"^\W*{inner}\W*$"
    # the engine knows the edges of words in plain letters only; other scripts match inside words, too
    return (r"\b" if words[0][0].isascii() else "") + inner + (r"\b" if words[-1][-1].isascii() else "")


def _option(name: str) -> str:
    return "--" + name.strip("_").replace("_", "-")


def _check_word(word: object, name: str) -> None:
    if not isinstance(word, str) or not (word.strip() if name == "text" else _words(word)):
        raise InvalidSetting(f"{word!r} is nothing to look for", where=_option(name), remedy="give a word")


def _named(words: Sequence[str], allowed: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The words as they are allowed, whatever their case, ``-`` or ``_``."""
    known = {name.lower().replace("_", " "): name for name in allowed}
    found = []
    for word in words:
        name = known.get(word.strip().lower().replace("_", " ").replace("-", " "))
        if name is None:
            raise InvalidSetting(f"there is no {word!r}", where=where, remedy=f"name one of {', '.join(allowed)}")
        found.append(name)
    return tuple(found)


def _day(value: str | date, name: str) -> date:
    """The first or last day that a date, month or year means.

    Examples
    --------
    >>> _day("2024-02", "from_").isoformat(), _day("2024-02", "to").isoformat()
    ('2024-02-01', '2024-02-29')
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    last = name.endswith("to")
    written = value.strip()
    try:
        match written.split("-"):
            case [year] if len(year) == 4:
                return date(int(year), 12, 31) if last else date(int(year), 1, 1)
            case [year, month] if len(year) == 4 and len(month) == 2:
                first = date(int(year), int(month), 1)
                return first.replace(day=calendar.monthrange(first.year, first.month)[1]) if last else first
        if len(written) == 10:
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise InvalidSetting(
        f"{value!r} is no date", where=_option(name), remedy="say a day, month or year: 2024-06-07, 2024-06 or 2024"
    )
