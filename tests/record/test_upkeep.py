"""Info, check, compact and forget."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import DamagedRecord, RecordError
from onrecord.model import Document, Reading
from onrecord.read import Failure
from onrecord.record import Record, Writer, upkeep
from onrecord.record.location import Folder
from onrecord.record.marker import Marker

SECRET = "Zanzibarquix"


@pytest.fixture
def record(tmp_path: Path, coded: Reading) -> Path:
    """A record of three documents in three batches, one of them coded twice; one document holds `SECRET`."""
    place = tmp_path / "record"
    secret = replace(
        coded,
        document=Document(f"zz-{SECRET}", f"{SECRET} {coded.document.text}", SECRET, f"{SECRET} Wire", None, "en"),
    )
    for version in ("1", "2"):
        with Writer(place, {"onrecord": version}) as writer:
            for name in ("a", "b"):
                writer.append([coded.with_(document=replace(coded.document, id=name))])
            writer.append([secret], [Failure(f"zz-{SECRET}", None, "CodingFailed", "a stage failed")])
    return place


def files_with(place: Path, word: str) -> list[str]:
    return [path.name for path in place.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_info_counts_what_is_current_and_what_there_is(record: Path) -> None:
    info = upkeep.info(record)
    assert (info.documents, info.mentions, info.codings, info.runs, info.unfinished) == (3, 6, 6, 2, 0)
    assert info.failures == 2
    assert info.bytes == sum(path.stat().st_size for path in (record / "data").rglob("*.parquet"))


def test_check_finds_a_whole_record_whole(record: Path) -> None:
    checked = upkeep.check(record)
    assert (checked.documents, checked.codings, checked.mentions, checked.orphans) == (3, 6, 12, ())


def test_compact_makes_fewer_files_of_the_same_rows(record: Path) -> None:
    with Record(record) as before:
        readings = list(before.readings(uncertain=True))
    done = upkeep.compact(record)
    assert done.files_after < done.files_before
    assert len(list((record / "data").rglob("*.parquet"))) == done.files_after
    with Record(record) as after:
        assert list(after.readings(uncertain=True)) == readings
    assert upkeep.check(record).codings == 6


def test_compact_keeps_earlier_codings_reachable(record: Path) -> None:
    with Record(record) as opened:
        first = min(row["id"] for row in opened.runs())
    upkeep.compact(record)
    with Record(record, as_of=first) as opened:
        assert {row["run"] for row in opened.mentions(uncertain=True)} == {first}


def test_a_forgotten_document_is_in_no_byte_of_the_record(record: Path, coded: Reading) -> None:
    assert len(files_with(record, SECRET)) > 1
    assert upkeep.forget(record, f"zz-{SECRET}") == 2
    assert files_with(record, SECRET) == []
    with Record(record) as opened:
        assert [row["id"] for row in opened.documents()] == ["a", "b"]
        assert [reading.mentions for reading in opened.readings(uncertain=True)] == [coded.mentions] * 2
    assert upkeep.check(record).codings == 4


def test_what_a_killed_writer_left_of_it_is_forgotten_too(record: Path) -> None:
    orphan = record / "data" / "main" / "documents" / "ducklake-orphan.parquet"
    orphan.write_bytes(SECRET.encode())
    assert upkeep.check(record).orphans == ("main/documents/ducklake-orphan.parquet",)
    upkeep.forget(record, f"zz-{SECRET}")
    assert files_with(record, SECRET) == []


def test_forgetting_what_is_not_there_says_so(record: Path) -> None:
    with pytest.raises(RecordError, match="there is no document 'nobody'"):
        upkeep.forget(record, "nobody")
    assert upkeep.check(record).codings == 6


def test_a_document_can_be_coded_again_after_it_was_forgotten(record: Path, coded: Reading) -> None:
    upkeep.forget(record, "a")
    with Writer(record, {"onrecord": "1"}) as writer:
        assert writer.append([coded.with_(document=replace(coded.document, id="a"))]).documents == 1


def test_a_missing_file_is_named(record: Path) -> None:
    file = next((record / "data").rglob("*.parquet"))
    file.unlink()
    for look in (lambda: upkeep.check(record), lambda: Record(record)):
        with pytest.raises(DamagedRecord, match=file.name):
            look()


@pytest.mark.parametrize("name", ["record.json", "catalogue.sqlite"])
def test_a_record_without_its_heart_is_named_as_damaged(name: str, record: Path) -> None:
    (record / name).unlink()
    with pytest.raises(DamagedRecord, match=f"its {name} is gone"):
        Record(record)


def test_there_is_no_record_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no record here; make one: onrecord code"):
        Record(tmp_path)


def test_a_commit_that_was_cut_off_is_put_in_order(record: Path) -> None:
    marker = Marker.read(record / "record.json")
    # as a writer leaves it that is killed after its commit and before the seal
    with sqlite3.connect(record / "catalogue.sqlite") as catalogue:
        catalogue.execute("DELETE FROM onrecord_files WHERE path LIKE '%documents%'")
    Marker(marker.id, "writing", marker.catalogue).write(record / "record.json")
    with Record(record) as opened:
        assert len(opened.documents()) == 3
    assert Marker.read(record / "record.json").state == "sealed"
    assert upkeep.check(record).documents == 3


def test_a_changed_catalogue_is_found_before_an_answer_is_given(record: Path) -> None:
    with sqlite3.connect(record / "catalogue.sqlite") as catalogue:
        catalogue.execute("UPDATE ducklake_table_stats SET record_count = record_count - 1")
    for look in (lambda: upkeep.check(record), lambda: Record(record), lambda: Writer(record, {})):
        with pytest.raises(DamagedRecord, match=r"catalogue\.sqlite is not what was written"):
            look()


def test_a_reader_does_not_wait_for_a_writer_that_holds_the_lock(
    record: Path, make_holder: Callable[[Path], None]
) -> None:
    make_holder(record)
    with Record(record) as opened:
        assert len(opened.documents()) == 3


def test_a_reader_waits_for_the_seal_of_a_commit(record: Path) -> None:
    place = Folder(record)
    with place.lock():
        place.begin()
        with sqlite3.connect(record / "catalogue.sqlite") as catalogue:
            catalogue.execute("UPDATE onrecord_files SET bytes = bytes")
            catalogue.execute("CREATE TABLE changed (a)")
        opened: list[Record] = []
        reader = threading.Thread(target=lambda: opened.append(Record(record)))
        reader.start()
        reader.join(0.3)
        assert opened == []
        place.seal()
    reader.join(30)
    assert len(opened[0].documents()) == 3


@pytest.fixture
def make_holder() -> object:
    held = []

    def hold(place: Path) -> None:
        lock = Folder(place).lock()
        lock.__enter__()
        held.append(lock)

    yield hold
    for lock in held:
        lock.__exit__(None, None, None)
