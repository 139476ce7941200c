"""A record whose catalogue several machines share, on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rounds import FINGERPRINT, faults_in, kill_round, two_writers_round
from synthetic import MENTIONS, readings

from onrecord.errors import InvalidSetting, RecordError
from onrecord.record import Record, Writer
from onrecord.record.location import Postgres


def filled(address: str, data: Path, documents: int = 20) -> str:
    """The address of a record with this many documents."""
    with Writer(address, FINGERPRINT, data=data) as writer:
        writer.append(readings(range(documents)))
    return address


def test_what_is_written_is_read_back(database: str, tmp_path: Path) -> None:
    assert faults_in(filled(database, tmp_path / "data"), range(20)) == []


def test_the_folder_of_the_data_is_named_once(database: str, tmp_path: Path) -> None:
    filled(database, tmp_path / "data")
    with Writer(database, FINGERPRINT) as writer:
        assert writer.append(readings(range(20, 30))).documents == 10
    assert faults_in(database, range(30)) == []


def test_a_new_record_without_a_folder_of_data_is_refused_with_the_option_that_names_one(database: str) -> None:
    with pytest.raises(InvalidSetting, match="--record-data"):
        Writer(database, FINGERPRINT)


def test_a_schema_of_somebody_else_is_left_alone(database: str, tmp_path: Path) -> None:
    location = Postgres(database, tmp_path / "data")
    location._do("CREATE SCHEMA onrecord; CREATE TABLE onrecord.mine (a int); INSERT INTO onrecord.mine VALUES (7)")
    with pytest.raises(InvalidSetting, match="holds other tables"):
        Writer(database, {}, data=tmp_path / "data")
    assert location._ask("SELECT a FROM onrecord.mine") == 7


def test_the_same_documents_add_nothing(database: str, tmp_path: Path) -> None:
    filled(database, tmp_path / "data")
    with Writer(database, FINGERPRINT) as writer:
        appended = writer.append(readings(range(20)))
    assert (appended.documents, appended.known) == (0, 20)
    assert faults_in(database, range(20)) == []


def test_two_records_of_one_server_know_nothing_of_each_other(make_database: Callable[[], str], tmp_path: Path) -> None:
    one = filled(make_database(), tmp_path / "one")
    two = filled(make_database(), tmp_path / "two", documents=10)
    assert faults_in(one, range(20)) == []
    assert faults_in(two, range(10)) == []


def test_a_database_without_a_record_is_named_without_its_password(database: str) -> None:
    address = database.replace("onrecord@", "onrecord:secret@")
    with pytest.raises(RecordError, match="there is no record here") as raised:
        Record(address)
    assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(RecordError, match="cannot be reached") as raised:
        Record("postgres://someone:secret@127.0.0.1:1/nowhere")
    assert "secret" not in str(raised.value)


def test_questions_are_answered_as_from_a_folder(database: str, tmp_path: Path) -> None:
    shared = Record(filled(database, tmp_path / "data"))
    own = Record(filled(str(tmp_path / "own"), None))  # type: ignore[arg-type]
    query = "SELECT type, count(*) AS n FROM mentions WHERE place_country = 'NER' GROUP BY type ORDER BY type"
    assert list(shared.sql(query)) == list(own.sql(query))
    assert len(shared.mentions(uncertain=True)) == 20 * MENTIONS


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_writer_leaves_whole_batches(database: str, tmp_path: Path, seed: int) -> None:
    assert kill_round(seed, batches=4, record=database, data=str(tmp_path / "data")) == []


def test_two_writers_and_a_reader_lose_and_double_nothing(database: str, tmp_path: Path) -> None:
    faults, _ = two_writers_round(0, batches=4, record=database, data=str(tmp_path / "data"))
    assert faults == []
