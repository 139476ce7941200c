"""``record.json``: which folders are records, of which format, in which state."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import DamagedRecord, RecordError
from onrecord.record.marker import FORMAT, Marker, check_format


def test_a_marker_comes_back_as_it_was_written(tmp_path: Path) -> None:
    marker = Marker("a", "sealed", "f" * 64)
    marker.write(tmp_path / "record.json")
    assert Marker.read(tmp_path / "record.json") == marker
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", "{}", '{"onrecord": "record"}', '{"onrecord": "x", "format": 1}', '{"format": 1}',
        '{"onrecord": "record", "format": "one", "id": "a", "state": "sealed", "catalogue": null}',
        '{"onrecord": "record", "format": 1, "id": "a", "state": "?", "catalogue": null}',
        '{"onrecord": "record", "format": 1, "id": "a", "state": "sealed"}',
        '{"onrecord": "record", "format": 1, "id": "a", "state": "sealed", "catalogue": null, "more": 1}',
    ],
)  # fmt: skip
def test_a_marker_that_nobody_wrote_is_named_as_damaged(content: str, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedRecord, match=r"record\.json is not as it was written"):
        Marker.read(file)


@pytest.mark.parametrize(("number", "said"), [(FORMAT + 1, "newer version"), (FORMAT - 1, "older version")])
def test_a_record_of_another_format_says_what_to_do(number: int, said: str, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    Marker("a", "sealed", None).write(file)
    content = json.loads(file.read_text(encoding="utf-8"))
    # a later format may have other keys, too
    file.write_text(json.dumps({**content, "format": number, "later": True}), encoding="utf-8")
    with pytest.raises(RecordError, match=said) as raised:
        Marker.read(file)
    assert raised.value.remedy
    assert not isinstance(raised.value, DamagedRecord)


def test_our_own_format_passes() -> None:
    check_format(FORMAT, "here")
