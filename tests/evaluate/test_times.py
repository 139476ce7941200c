"""The task `times`: reading TimeML, predictions in the corpus's shape, and the measure."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from onrecord.evaluate import times as task
from onrecord.languages import load

ARTICLE = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2024-06-07" functionInDocument="CREATION_TIME">20240607</TIMEX3></DCT>
<TEXT>He <EVENT eid="e1">resigned</EVENT> &amp; left on \
<TIMEX3 tid="t1" type="DATE" value="2024-06-04">Tuesday</TIMEX3>.</TEXT>
</TimeML>"""


class Coder:
    """What the task needs of a coder, around the tests' parser."""

    def __init__(self, parse) -> None:
        self.pack, self.parse = load("en"), parse


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "one.tml").write_text(ARTICLE, encoding="utf8")
    return tmp_path


def test_an_article_is_read_without_tags_and_with_entities_decoded(corpus):
    article = task.read_article(corpus / "one.tml")
    assert article.text == "He resigned & left on Tuesday."
    assert article.created == date(2024, 6, 7)
    assert article.expressions == (task.Expression(22, 29, "DATE", "2024-06-04"),)


def test_predictions_give_offsets_type_and_value(corpus, parsed):
    assert list(task.predict(corpus, Coder(parsed))) == [
        {"doc": "one", "timexes": [{"start": 22, "end": 29, "type": "DATE", "value": "2024-06-04"}]}
    ]


def test_the_answers_inside_the_text_are_not_used(corpus, parsed):
    bare = ARTICLE.replace('<TIMEX3 tid="t1" type="DATE" value="2024-06-04">Tuesday</TIMEX3>', "Tuesday")
    answered = list(task.predict(corpus, Coder(parsed)))
    (corpus / "one.tml").write_text(bare, encoding="utf8")
    assert list(task.predict(corpus, Coder(parsed))) == answered


@pytest.mark.parametrize(
    ("answer", "strict", "value"),
    [
        ({"start": 22, "end": 29, "type": "DATE", "value": "2024-06-04"}, 100, 100),
        ({"start": 19, "end": 29, "type": "DATE", "value": "2024-06-04"}, 0, 100),
        ({"start": 22, "end": 29, "type": "DATE", "value": "2024-06-11"}, 100, 0),
    ],
)
def test_span_and_value_are_scored_apart(corpus, tmp_path, answer, strict, value):
    predictions = tmp_path / "out.jsonl"
    predictions.write_text(json.dumps({"doc": "one", "timexes": [answer]}), encoding="utf8")
    scores = task.score(corpus, predictions)
    assert (scores["strict F1"], scores["relaxed F1"], scores["value F1"]) == (strict, 100, value)
