"""What a caller can say about the files, checked before any is read."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest

from onrecord.errors import InvalidSetting
from onrecord.read import ReadOptions, parse_columns


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"published": "2024-02-30"}, "does not exist"),
        ({"language": "fr"}, "no language pack"),
        ({"encoding": "utf-99"}, "no text encoding"),
        ({"encoding": "base64"}, "no text encoding"),
        ({"columns": {"body": "text"}}, "no field 'body'"),
        ({"max_characters": 0}, "max_characters"),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_run(options: Mapping[str, object], complaint: str) -> None:
    with pytest.raises(InvalidSetting, match=complaint):
        ReadOptions(**options)  # type: ignore[arg-type]


def test_options_travel_to_other_processes() -> None:
    options = ReadOptions(published="2024-06-07", columns={"text": "body"}, glob="*.txt")
    assert pickle.loads(pickle.dumps(options)) == options


@pytest.mark.parametrize("typed", ["text", "text=", "=body", "text:body"])
def test_columns_are_pairs(typed: str) -> None:
    with pytest.raises(InvalidSetting, match="FIELD=COLUMN"):
        parse_columns(typed)


def test_no_columns_are_no_pairs() -> None:
    assert parse_columns("") == {}
