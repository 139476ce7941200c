"""What a batch adds, what it passes over and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from onrecord.errors import InvalidSetting, RecordBusy
from onrecord.model import Reading
from onrecord.read import Failure
from onrecord.record import Record, Writer
from onrecord.record.location import Folder

SETTINGS = {"onrecord": "1"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture
def reading(coded: Reading) -> Callable[..., Reading]:
    """A reading of a document with the given id and other fields."""

    def make(name: str = "d1", **fields: str | None) -> Reading:
        return coded.with_(document=replace(coded.document, id=name, **fields))  # type: ignore[arg-type]

    return make


def write(place: Path, *readings: Reading, **settings: str) -> object:
    with Writer(place, settings or SETTINGS) as writer:
        return writer.append(readings)


def current(place: Path, as_of: str | None = None) -> list[Reading]:
    with Record(place, as_of=as_of) as record:
        return list(record.readings(uncertain=True))


def numbers(place: Path) -> tuple[int, int, int]:
    with Writer(place, SETTINGS) as writer:
        connection = writer._connection
        return tuple(  # type: ignore[return-value]
            connection.execute(f"SELECT count(*) FROM lake.{name}").fetchall()[0][0]
            for name in ("documents", "codings", "mentions")
        )


def test_what_is_written_is_read_again_whole(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading("a"), reading("b"))
    assert current(place) == [reading("a"), reading("b")]


def test_the_same_document_with_the_same_settings_adds_nothing(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading())
    appended = write(place, reading())
    assert (appended.documents, appended.known) == (0, 1)  # type: ignore[attr-defined]
    assert numbers(place) == (1, 1, 2)


def test_a_run_that_adds_nothing_leaves_no_row(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading())
    write(place, reading())
    with Record(place) as record:
        assert len(record.runs()) == 1


def test_a_document_twice_in_one_batch_is_added_once(place: Path, reading: Callable[..., Reading]) -> None:
    appended = write(place, reading(), reading())
    assert (appended.documents, appended.known) == (1, 1)  # type: ignore[attr-defined]
    assert numbers(place) == (1, 1, 2)


def test_other_settings_add_a_coding_and_keep_the_old_one(place: Path, reading: Callable[..., Reading]) -> None:
    bare = reading().with_(mentions=reading().mentions[1:])
    write(place, reading(), onrecord="1")
    with Record(place) as record:
        [first] = [row["id"] for row in record.runs()]
    write(place, bare, onrecord="2")
    assert current(place) == [bare]
    assert current(place, as_of=first) == [reading()]
    assert numbers(place) == (1, 2, 3)


def test_a_changed_text_of_a_known_id_becomes_current(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading())
    changed = reading(text=reading().document.text + " More rain fell.")
    appended = write(place, changed)
    assert (appended.documents, appended.replaced) == (1, 1)  # type: ignore[attr-defined]
    assert current(place) == [changed]
    assert numbers(place) == (2, 2, 4)


@pytest.mark.parametrize("fields", [{"outlet": "Another Wire"}, {"url": "https://example.org/2"}])
def test_another_document_under_a_known_id_is_refused(
    fields: dict[str, str], place: Path, reading: Callable[..., Reading]
) -> None:
    write(place, reading())
    appended = write(place, reading(text="Another text.", **fields))
    [refused] = appended.refused  # type: ignore[attr-defined]
    assert (refused.path, refused.kind) == ("d1", "DuplicateDocument")
    assert current(place) == [reading()]
    with Record(place) as record:
        assert [row["kind"] for row in record.failures()] == ["DuplicateDocument"]


def test_two_texts_under_one_id_in_one_run_are_not_taken_for_versions(
    place: Path, reading: Callable[..., Reading]
) -> None:
    with Writer(place, SETTINGS) as writer:
        writer.append([reading()])
        appended = writer.append([reading(text="Another text.")])
    assert [failure.kind for failure in appended.refused] == ["DuplicateDocument"]
    assert current(place) == [reading()]


def test_known_tells_which_documents_need_no_coding(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading("a"))
    with Writer(place, SETTINGS) as writer:
        assert writer.known([reading("a").document, reading("b").document]) == [True, False]
    with Writer(place, {"onrecord": "2"}) as writer:
        assert writer.known([reading("a").document]) == [False]


def test_failures_are_kept_with_their_run(place: Path) -> None:
    with Writer(place, SETTINGS) as writer:
        writer.append([], [Failure("a.csv", 3, "EmptyDocument", "no text to code", "fill the cell")])
        run = writer.run
    with Record(place) as record:
        [row] = record.failures()
    assert (row["run"], row["path"], row["row"], row["message"]) == (run, "a.csv", 3, "no text to code")


def test_a_document_without_mentions_is_in_the_record(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading().with_(mentions=()))
    with Record(place) as record:
        assert [(row["id"], row["mentions"]) for row in record.documents()] == [("d1", 0)]


def test_a_run_that_stops_has_no_end(place: Path, reading: Callable[..., Reading]) -> None:
    writer = Writer(place, SETTINGS)
    writer.append([reading()])
    writer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    with Record(place) as record:
        assert [row["ended"] for row in record.runs()] == [None]
    assert current(place) == [reading()]


def test_batches_have_strictly_increasing_times(place: Path, reading: Callable[..., Reading]) -> None:
    with Writer(place, SETTINGS) as writer:
        for name in "abc":
            writer.append([reading(name)])
    with Record(place) as record:
        times = [row["coded_at"] for row in record.sql("SELECT coded_at FROM documents ORDER BY id")]
    assert times == sorted(set(times))


def test_a_record_is_not_made_over_a_file(place: Path) -> None:
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidSetting, match="this is a file"):
        Writer(place, SETTINGS)
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_record_is_not_made_among_other_files(place: Path) -> None:
    place.mkdir()
    (place / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidSetting, match="holds other files"):
        Writer(place, SETTINGS)
    assert {path.name for path in place.iterdir()} - {"lock"} == {"notes.txt"}


def test_a_record_that_was_never_finished_is_made_anew(place: Path, reading: Callable[..., Reading]) -> None:
    place.mkdir()
    Folder(place).create()
    (place / "catalogue.sqlite").write_bytes(b"half")
    write(place, reading())
    assert current(place) == [reading()]


def test_a_writer_that_waits_too_long_says_so(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading())
    with (
        Folder(place).lock(),
        pytest.raises(RecordBusy, match="another process has been writing"),
        Folder(place).lock(patience=0.05),
    ):
        pass


@pytest.mark.parametrize("step", ["_commit", "note_new_files"])
def test_a_batch_that_others_get_in_the_way_of_is_added_once(
    step: str, place: Path, reading: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.record import writer as module

    owner = Writer if step == "_commit" else module
    real, calls = getattr(owner, step), []

    def busy_once(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 1:
            raise duckdb.TransactionException("Failed to commit: database is locked")
        return real(*arguments)

    with Writer(place, SETTINGS) as writer:
        monkeypatch.setattr(owner, step, busy_once)
        appended = writer.append([reading()], [Failure("a.csv", 3, "EmptyDocument", "no text to code")])
    assert len(calls) > 1
    assert (appended.documents, appended.known) == (1, 0)
    assert current(place) == [reading()]
    with Record(place) as record:
        assert len(record.failures()) == 1


def test_a_moved_folder_is_the_same_record(place: Path, reading: Callable[..., Reading]) -> None:
    write(place, reading("a"))
    moved = place.rename(place.with_name("moved"))
    write(moved, reading("b"))
    assert current(moved) == [reading("a"), reading("b")]


def test_readings_come_in_order_of_publication_whatever_the_order_of_coding(
    place: Path, reading: Callable[..., Reading]
) -> None:
    write(
        place,
        reading("c", published="2024-01-03"),
        reading("b", published=None),
        reading("a", published="2024-01-03"),
        reading("z", published="2024-01-01"),
    )
    assert [found.document.id for found in current(place)] == ["z", "a", "c", "b"]
