"""The attribution task: its reader and its figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.evaluate.attribution import predict, read_brat, score
from onrecord.languages import Pack, load
from onrecord.parse import Parse

TEXT = "Rebels fled, the mayor said. He hopes for peace.\n"
ANNOTATIONS = (
    "T1\tContent 0 11\tRebels fled\nT2\tSource 13 22\tthe mayor\nT3\tCue 23 27\tsaid\nT4\tAttribution 23 27\tsaid\n"
    "E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    (tmp_path / "a.ann").write_text(ANNOTATIONS, encoding="utf8")
    return tmp_path


def test_a_brat_file_gives_roles_as_pieces(corpus: Path) -> None:
    assert read_brat(corpus / "a.ann") == [{"cue": [(23, 27)], "source": [(13, 22)], "content": [(0, 11)]}]


def test_pieces_of_one_annotation_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text(
        "T1\tContent 0 4;6 9\tsome\nwords\nT2\tCue 5 6\tx\nE1\tAttribution:T2 Content:T1 Cue:T2\n", encoding="utf8"
    )
    assert read_brat(tmp_path / "a.ann") == [{"cue": [(5, 6)], "source": [], "content": [(0, 4), (6, 9)]}]


def test_the_gold_itself_scores_100(corpus: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "out.jsonl"
    predictions.write_text(json.dumps({"doc": "a", "attributions": read_brat(corpus / "a.ann")}), encoding="utf8")
    assert score(corpus, predictions)["attribution exact"] == 100


def test_a_wrong_source_is_a_cue_hit_but_not_lenient(corpus: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "out.jsonl"
    row = {"cue": [[23, 27]], "source": [[0, 6]], "content": [[0, 11]]}
    predictions.write_text(json.dumps({"doc": "a", "attributions": [row]}), encoding="utf8")
    figures = score(corpus, predictions)
    assert (figures["cue hit"], figures["attribution lenient"]) == (100, 0)


def test_predictions_come_from_the_text_alone(corpus: Path) -> None:
    class English:
        pack: Pack = load("en")

        def parse(self, text: str) -> object:
            return Parse(self.pack.pipeline).parse(text)

    (corpus / "a.ann").unlink()
    (row,) = predict(corpus, English())  # type: ignore[arg-type]
    assert row["doc"] == "a"
    assert {"cue": [[23, 27]], "source": [[13, 22]], "content": [[0, 11]]} in row["attributions"]  # type: ignore[operator]
