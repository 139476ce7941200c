"""The task records: statements, and what answers them."""

from __future__ import annotations

import importlib.util
import io
import json
import random
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from onrecord.evaluate.records import answers, score

SHARED = Path(__file__).resolve().parents[3] / "shared"
TEXT = "Mali and Chad signed a pact in Bamako on Monday. Chad will send troops, an envoy said. Chad must act.\n"
STATEMENTS = """\
text: pact.txt
published: 2024-06-07
outlet: The Example
statements:
  - {id: a, anchor: signed a pact, type: [AGREE, CONSULT], parties: [MLI, TCD], place: Bamako,
     earliest: [2024-06-03, 2024-06-03], latest: [2024-06-03, 2024-06-03], source: outlet, status: occurred}
  - {id: b, anchor: will send troops, type: AID, actors: TCD, source: envoy, status: {AID: [planned, predicted]},
     magnitudes: {deployed: 100}}
  - {id: c, anchor: must act, type: none}
  - {id: d, anchor: an envoy said, type: [ACCUSE, none]}
"""


def span(words: str) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"start": at, "end": at + len(words), "text": words}


def row(kind: str, evidence: str, **more: Any) -> dict[str, Any]:
    return {"id": "m", "document": {"id": "pact"}, "type": kind, "evidence": span(evidence), **more}


PACT = row(
    "AGREE", "Mali and Chad signed a pact in Bamako on Monday.",
    actors=[
        {"country": "MLI", "name": "Mali", "span": span("Mali")},
        {"country": "TCD", "name": "Chad", "span": span("Chad")},
    ],
    places=[{"name": "Bamako", "country": "MLI", "span": span("Bamako")}],
    times=[{"earliest": "2024-06-03", "latest": "2024-06-03"}], attributions=[], status="occurred",
)  # fmt: skip
TROOPS = row(
    "AID", "Chad will send troops, an envoy said.", actors=[{"country": "TCD", "name": "Chad", "span": span("Chad")}],
    attributions=[{"source": {"kind": "office", "name": None, "span": span("an envoy")}}], status="planned",
    magnitudes=[{"measure": "deployed", "least": 120.0}],
)  # fmt: skip
OPINION = row("MOBILIZE", "Chad must act.")


def scored(folder: Path, *rows: dict[str, Any]) -> dict[str, float]:
    (folder / "pact.txt").write_text(TEXT, encoding="utf8")
    (folder / "pact.yaml").write_text(STATEMENTS, encoding="utf8")
    (folder / "out.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf8")
    return score(folder / "pact.yaml", folder / "out.jsonl")


def test_right_mentions_answer_every_question(tmp_path: Path) -> None:
    assert scored(tmp_path, PACT, TROOPS) == {
        "statements P": 100.0,
        "statements R": 100.0,
        "statements F1": 100.0,
        "false events on opinion": 0.0,
        "between whom": 100.0,
        "where": 100.0,
        "when": 100.0,
        "on whose word": 100.0,
        "status": 100.0,
        "who": 100.0,
        "how many": 100.0,
        "whole statement": 100.0,
    }


def test_no_mentions_answer_nothing(tmp_path: Path) -> None:
    found = scored(tmp_path)
    assert found["statements F1"] == found["status"] == found["whole statement"] == 0.0


def test_an_event_on_opinion_is_false_and_costs_precision(tmp_path: Path) -> None:
    found = scored(tmp_path, PACT, TROOPS, OPINION)
    assert found["false events on opinion"] == 1.0
    assert found["statements P"] == pytest.approx(200 / 3)


def test_a_content_row_is_neither_asked_nor_counted(tmp_path: Path) -> None:
    assert scored(tmp_path, PACT, TROOPS, {**PACT, "content_of": "m"})["statements P"] == 100.0


def test_an_allowed_event_is_neither_asked_nor_counted(tmp_path: Path) -> None:
    assert scored(tmp_path, PACT, TROOPS, row("ACCUSE", "an envoy said"))["statements P"] == 100.0


def test_evidence_that_is_not_of_the_text_answers_nothing(tmp_path: Path) -> None:
    moved = {**PACT, "evidence": {**PACT["evidence"], "start": 1}}
    assert scored(tmp_path, moved, TROOPS)["statements R"] == 50.0


def test_a_country_s_code_must_be_the_word_and_a_name_may_be_part_of_it() -> None:
    actors = [{"name": "Sergei Lavrov", "country": "RUS"}]
    assert answers({"type": "X", "actors": actors}, {"actors": ["RUS", "Lavrov"]}, "2024-01-01") == {"who": True}
    assert answers({"type": "X", "actors": actors}, {"actors": "Ser"}, "2024-01-01") == {"who": False}


def test_an_open_end_counts_as_publication() -> None:
    asked = {"earliest": ["2024-04-01", "2024-04-30"], "latest": ["2024-06-01", "2024-06-07"]}
    told = {"type": "X", "times": [{"earliest": "2024-04-01", "latest": None}]}
    assert answers(told, asked, "2024-06-07") == {"when": True}


@pytest.mark.skipif(not (SHARED / "score" / "score.py").exists(), reason="the scorers beside the project are not here")
@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_those_of_the_scorer_beside_the_project(tmp_path: Path, seed: int) -> None:
    spec = importlib.util.spec_from_file_location("beside", SHARED / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    beside = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(beside)
    dice = random.Random(seed)
    rows = []
    for kind in ("AGREE", "AID", "CONSULT", "MOBILIZE", "ACCUSE"):
        for one in (PACT, TROOPS, OPINION):
            if dice.random() < 0.5:
                status = dice.choice(["occurred", "planned", "negated"])
                rows.append({**one, "type": kind, "status": status, "content_of": dice.choice([None, None, "m"])})
    own = scored(tmp_path, *rows)
    with redirect_stdout(io.StringIO()) as printed:
        beside.records(tmp_path / "pact.yaml", tmp_path / "out.jsonl")
    theirs = dict(line.rsplit(": ", 1) for line in printed.getvalue().splitlines() if not line.startswith("  "))
    precision, recall, both = (own.pop(f"statements {name}") for name in ("P", "R", "F1"))
    assert theirs.pop("statements") == f"P {precision:.1f} R {recall:.1f} F1 {both:.1f}"
    assert {name: float(value) for name, value in theirs.items()} == {
        name: round(value, 3) for name, value in own.items()
    }
