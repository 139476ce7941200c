"""The benchmark task `places`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import UnreadableDocument
from onrecord.evaluate.places import kilometres, read_articles, score

CORPUS = """<articles><article><text>Rain fell on Lomé and the Volta region.</text><toponyms>
<toponym><start>12</start><phrase>Lomé</phrase><gaztag><lat>6.13</lat><lon>1.22</lon></gaztag></toponym>
<toponym><start>26</start><phrase>Volta</phrase></toponym>
</toponyms></article></articles>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.xml"
    path.write_text(CORPUS, encoding="utf8")
    return path


def _score(corpus: Path, **row: list[dict[str, float | None]]) -> dict[str, float]:
    predictions = corpus.with_suffix(".jsonl")
    predictions.write_text(json.dumps({"doc": 0, "toponyms": [], "given": [], **row}), encoding="utf8")
    return score(corpus, predictions)


def test_offsets_that_miss_the_name_are_put_right(corpus: Path) -> None:
    assert [(t.start, t.end) for t in read_articles(corpus)[0].toponyms] == [(13, 17), (26, 31)]


def test_an_article_before_the_name_does_not_count(corpus: Path) -> None:
    figures = _score(corpus, toponyms=[{"start": 22, "end": 31, "latitude": None, "longitude": None}])
    assert (figures["recognition_precision"], figures["recognition_recall"]) == (100, 50)


def test_an_answer_counts_within_a_hundred_miles(corpus: Path) -> None:
    near, far = ({"start": 13, "end": 17, "latitude": lat, "longitude": 1.22} for lat in (7.0, 9.0))
    assert _score(corpus, given=[near])["given_accuracy_161km"] == 100
    assert _score(corpus, given=[far])["given_accuracy_161km"] == 0


def test_a_name_without_a_point_is_not_asked_for_one(corpus: Path) -> None:
    volta = {"start": 26, "end": 31, "latitude": 6.5, "longitude": 0.5}
    lome = {"start": 13, "end": 17, "latitude": 6.1, "longitude": 1.2}
    assert _score(corpus, toponyms=[volta, lome])["raw_f1"] == 100


def test_the_distance_of_two_capitals() -> None:
    assert kilometres((14.69, -17.45), (12.64, -8.0)) == pytest.approx(1045, abs=15)


def test_a_file_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_articles(tmp_path / "none.xml")
