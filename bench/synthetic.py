"""Made-up news for the benchmark and the tests of the record: readings of any number, the same for the same number.

Every text is made of the words below by chance; no parser is needed. A document has 300 words in twelve sentences, five
of which report an event of two actors, a recipient, a place, a time and a source, every second one with a number.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from onrecord.model import (
    Actor,
    Attribution,
    CodedBy,
    Document,
    Magnitude,
    Mention,
    NamedPlace,
    Place,
    Reading,
    Reason,
    Source,
    Span,
    Time,
)

SENTENCES, MENTIONS = 12, 5
FIRST_DAY, DAYS = date(2022, 1, 1), 730

TYPES = (
    ("AGREE", "agreed", 1, "057", 6.0), ("CONSULT", "met", 1, "040", 1.0), ("SUPPORT", "praised", 1, "051", 3.4),
    ("COOPERATE", "joined", 2, "060", 6.0), ("AID", "helped", 2, "070", 7.0), ("YIELD", "freed", 2, "084", 7.0),
    ("REQUEST", "urged", 3, "100", -0.3), ("ACCUSE", "accused", 3, "112", -2.0), ("REJECT", "refused", 3, "120", -4.0),
    ("THREATEN", "threatened", 3, "130", -4.4), ("PROTEST", "protested", 4, "141", -6.5),
    ("SANCTION", "sanctioned", 4, "163", -8.0), ("MOBILIZE", "deployed", 4, "154", -7.2),
    ("COERCE", "arrested", 4, "173", -5.0), ("ASSAULT", "attacked", 4, "190", -10.0),
)  # fmt: skip
PLACES = tuple(
    NamedPlace(name, "city", number, country, division, None, latitude, longitude, inhabitants)
    for name, number, country, division, latitude, longitude, inhabitants in (
        ("Niamey", 2440485, "NER", "Niamey", 13.51366, 2.1098, 774235),
        ("Bamako", 2460596, "MLI", "Bamako", 12.65, -8.0, 1297281),
        ("Lima", 3936456, "PER", "Lima", -12.04318, -77.02824, 7737002),
        ("Oslo", 3143244, "NOR", "Oslo", 59.91273, 10.74609, 580000),
        ("Tbilisi", 611717, "GEO", "Tbilisi", 41.69411, 44.83368, 1049498),
        ("Manila", 1701668, "PHL", "Metro Manila", 14.6042, 120.9822, 1600000),
        ("Quito", 3652462, "ECU", "Pichincha", -0.22985, -78.52495, 1399814),
        ("Amman", 250441, "JOR", "Amman", 31.95522, 35.94503, 1275857),
    )
)
OUTLETS = ("The Harbour Post", "Daily Ledger", "Radio Meridian", "=Wire=", "Northern Star")
SURNAMES = ("Abara", "Okoye", "Lindqvist", "Rahimi", "Torres", "Ndiaye", "Kovač", "Moreau", "Tanaka", "Hassan")
OFFICES = (("minister", "GOV"), ("general", "MIL"), ("senator", "LEG"), ("judge", "JUD"), ("bishop", "REL"))
FILLERS = (
    "river", "morning", "council", "budget", "winter", "harvest", "village", "market", "bridge", "season", "letter",
    "number", "garden", "voice", "paper", "street", "window", "border", "school", "history", "water", "reason",
    "answer", "table", "engine", "summer", "island", "mountain", "evening", "corner",
)  # fmt: skip


def reading_of(number: int, edition: str = "") -> Reading:
    """The reading of the document of this number; another `edition` has the same words and ids of its own.

    Examples
    --------
    >>> reading = reading_of(7)
    >>> len(reading.mentions), len(reading.document.text.split())
    (5, 300)
    >>> reading == reading_of(7)
    True
    """
    chance = random.Random(number)
    name = f"d{edition}{number:07d}"
    published = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    text, reports = "", []
    for sentence in range(SENTENCES):
        start = len(text)
        if sentence < MENTIONS:
            line, spans = _report(chance, published)
            reports.append((start, line, spans))
        else:
            line = " ".join(chance.choices(FILLERS, k=24)).capitalize() + " ended."
        text += line + ("\n\n" if sentence % 4 == 3 else " ")
    text = text.strip()
    document = Document(
        name, text, f"Report {number}", OUTLETS[number % len(OUTLETS)], f"https://example.org/{name}", "en",
        published.isoformat(),
    )  # fmt: skip
    mentions = tuple(_mention(text, name, position, *report) for position, report in enumerate(reports))
    return Reading(document, mentions)


def readings(numbers: Iterable[int], edition: str = "") -> Iterator[Reading]:
    """The readings of documents, made one after the other."""
    return (reading_of(number, edition) for number in numbers)


def _report(chance: random.Random, published: date) -> tuple[str, dict[str, object]]:
    """A sentence of 25 words, and where in it what stands."""
    kind, verb, quad, cameo, score = chance.choice(TYPES)
    place, (office, sector) = chance.choice(PLACES), chance.choice(OFFICES)
    one, two, other, source = chance.sample(SURNAMES, 4)
    day, count = published - timedelta(days=chance.randrange(4)), chance.randrange(2, 90)
    filler = " ".join(chance.choices(FILLERS, k=6))
    pieces = {
        "actor": f"{office} {one}", "and": " and ", "second": f"general {two}", "gap": " ", "verb": verb,
        "gap2": " ", "recipient": f"envoy {other}", "in": " in ", "place": place.name, "on": " on ",
        "day": day.isoformat(), "with": " with ", "count": f"{count} people", "filler": f" near {filler}, ",
        "source": f"delegate {source}", "gap3": " ", "cue": "said", "stop": ".",
    }  # fmt: skip
    spans: dict[str, object] = {}
    line = ""
    for key, piece in pieces.items():
        spans[key] = (len(line), len(line) + len(piece))
        line += piece
    spans |= {
        "kind": kind, "quad": quad, "cameo": cameo, "score": score, "where": place, "office": office, "sector": sector,
        "names": (one, two, other, source), "date": day.isoformat(), "number": float(count),
        "status": chance.choices(("occurred", "planned", "negated"), (8, 1, 1))[0],
        "own_voice": chance.random() < 0.1,
    }  # fmt: skip
    return line, spans


def _mention(text: str, name: str, position: int, start: int, line: str, spans: dict) -> Mention:  # type: ignore[type-arg]
    def span(key: str) -> Span:
        left, right = spans[key]
        return Span.of(text, start + left, start + right)

    one, two, other, source = spans["names"]
    accused = spans["kind"] == "ACCUSE" and spans["own_voice"]
    word = Attribution(
        Source(span("source"), source, "person", "delegate", None, ("GOV",)), span("cue"),
        (Span.of(text, start, start + spans["filler"][1]),), reason="cue:say",
    )  # fmt: skip
    rules = (f"lexicon:verb/{span('verb').text}", "actor:subject", "place:in", "time:on")
    return Mention(
        id=hashlib.sha256(f"{name}/{position}".encode()).hexdigest()[:16],
        type=spans["kind"], trigger=span("verb"), evidence=Span.of(text, start, start + len(line)),
        contexts=("diplomatic",), quad=spans["quad"], cameo=(spans["cameo"],), intensity=spans["score"],
        actors=(
            Actor(span("actor"), one, spans["where"].country, (spans["sector"],), spans["office"], "named", "title"),
            Actor(span("second"), two, None, ("MIL",), "general", "named", "title"),
        ),
        recipients=(Actor(span("recipient"), other, "CHE", ("GOV",), "envoy", "named", "title"),),
        places=(Place(span("place"), spans["where"], "city", "in", "unique"),),
        times=(Time(span("day"), spans["date"], "DATE", spans["date"], spans["date"], reason="date:iso"),),
        magnitudes=(Magnitude(span("count"), "participants", spans["number"], spans["number"]),) * (position % 2),
        status=spans["status"], attributions=() if spans["own_voice"] else (word,), unvouched=accused,
        confidence=0.9 if position else 0.4, uncertain=not position, coded_by=CodedBy(rules),
        why=tuple(Reason(rule, f"at {start}") for rule in rules),
    )  # fmt: skip
