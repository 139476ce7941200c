"""A mention as the outside sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export import json_line, mention_row, rows_of
from onrecord.model import Document, Mention, Reading, Span


def spans(value: Any) -> list[dict[str, Any]]:
    """Every span anywhere in a row."""
    if isinstance(value, dict):
        return [value] if set(value) == {"start", "end", "text"} else [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


def test_a_full_mention_has_the_keys_and_values_of_the_design_in_order(coded: Reading) -> None:
    row = mention_row(coded, coded.mentions[0])
    said = json.dumps(row, ensure_ascii=False)
    assert said == json.dumps(
        {
            "schema": 1,
            "id": "m1",
            "document": {
                "id": "d1", "title": "Talks", "outlet": "Wire", "url": "https://example.org/1", "language": "en",
                "published": "2024-06-07",
            },
            "type": "CONSULT", "modes": ["visit"], "contexts": ["diplomatic"], "quad": 1, "cameo": ["042"],
            "intensity": 3,
            "trigger": {"start": 29, "end": 32, "text": "met"},
            "evidence": {"start": 9, "end": 51, "text": "Minister Zoë Ndiaye met 12 envoys in Dakar"},
            "actors": [
                {
                    "span": {"start": 9, "end": 28, "text": "Minister Zoë Ndiaye"}, "name": "Zoë Ndiaye",
                    "country": "SEN",
                    "sectors": ["GOV"], "title": "Minister", "identification": "named",
                }
            ],
            "recipients": [
                {
                    "span": {"start": 33, "end": 42, "text": "12 envoys"}, "name": None, "country": None, "sectors": [],
                    "title": None, "identification": "described",
                }
            ],
            "places": [
                {
                    "span": {"start": 46, "end": 51, "text": "Dakar"}, "name": "Dakar", "kind": "city",
                    "geonames_id": 2253354, "country": "SEN", "admin1": "Dakar", "admin2": None, "latitude": 14.6937,
                    "longitude": -17.44406, "precision": "city", "relation": "in", "reason": "unique",
                }
            ],
            "times": [
                {
                    "span": {"start": 55, "end": 61, "text": "Friday"}, "value": "2024-06-07", "earliest": "2024-06-07",
                    "latest": "2024-06-07", "precision": "day", "relation": "on",
                }
            ],
            "magnitudes": [
                {
                    "span": {"start": 33, "end": 35, "text": "12"}, "measure": "participants", "least": 12,
                    "most": None,
                    "whom": {"start": 36, "end": 42, "text": "envoys"}, "civilian": None, "scope": "incident",
                }
            ],
            "status": "occurred", "background": False,
            "attributions": [
                {
                    "source": {
                        "span": {"start": 63, "end": 73, "text": "a “friend”"}, "name": None, "kind": "person",
                        "title": None, "country": None, "sectors": [], "anonymous": True,
                    },
                    "cue": {"start": 74, "end": 78, "text": "said"},
                    "content": [{"start": 29, "end": 32, "text": "met"}],
                    "manner": "indirect", "stance": "asserts", "within": None,
                }
            ],
            "content_of": None, "same_as": None, "denies": None,
            "confidence": 0.877, "uncertain": False, "unvouched": False,
            "coded_by": {
                "rules": ["lexicon"], "model": "m@1", "probability": 0.5,
                "runner_up": {"type": "AGREE", "probability": 0.25}, "agree": True,
            },
        },
        ensure_ascii=False,
    )  # fmt: skip


def test_a_bare_mention_has_every_key_too(coded: Reading) -> None:
    full, bare = (mention_row(coded, mention) for mention in coded.mentions)
    assert list(bare) == list(full)
    assert bare["attributions"] == []
    assert bare["coded_by"] == {"rules": [], "model": None, "probability": None, "runner_up": None, "agree": None}


def test_every_span_is_the_text_at_its_offsets(coded: Reading) -> None:
    found = [span for mention in coded.mentions for span in spans(mention_row(coded, mention))]
    assert len(found) == 13
    assert all(coded.document.text[span["start"] : span["end"]] == span["text"] for span in found)


def test_uncertain_mentions_are_left_out_unless_asked_for(coded: Reading) -> None:
    assert [mention.id for mention, _ in rows_of(coded)] == ["m1"]
    assert [mention.id for mention, _ in rows_of(coded, uncertain=True)] == ["m1", "m2"]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_becomes_null(coded: Reading, number: float) -> None:
    mention = replace(coded.mentions[0], intensity=number, confidence=number)
    row = mention_row(coded, mention)
    assert (row["intensity"], row["confidence"]) == (None, None)
    assert "NaN" not in json_line(row)


@given(st.text(st.characters(exclude_categories=())))
def test_a_line_of_json_is_one_line_of_utf8_and_reads_back(text: str) -> None:
    span = Span.of(text, 0, len(text))
    row = mention_row(Reading(Document("d", text)), Mention("m", "AID", span, span))
    line = json_line(row)
    assert "\n" not in line
    assert json.loads(line.encode("utf-8")) == row
