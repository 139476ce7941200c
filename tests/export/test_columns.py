"""The columns of the flat tables."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from onrecord.export import COLUMNS, arrow_schema, flat_row, goldstein_of, mention_row, to_arrow, to_pandas
from onrecord.export.columns import TYPES
from onrecord.model import Reading


def test_every_column_has_a_name_of_its_own_a_type_and_a_sentence() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.type in TYPES for column in COLUMNS)
    assert [column.name for column in COLUMNS if not column.description.endswith(".")] == []


def test_the_columns_hold_all_of_a_mention(coded: Reading) -> None:
    covered = {column.path[0] for column in COLUMNS if column.path}
    assert covered == set(mention_row(coded, coded.mentions[0]))


def test_the_first_of_each_list_stands_in_columns_and_all_of_it_in_json(coded: Reading) -> None:
    mention = coded.mentions[0]
    flat = flat_row(mention, mention_row(coded, mention), {"042": 1.9})
    chosen = {
        "document_id": "d1", "modes": '["visit"]', "goldstein": 1.9, "actor": "Minister Zoë Ndiaye",
        "actor_sector": "GOV", "recipient": "12 envoys", "recipient_sector": None, "place_name": "Dakar",
        "latitude": 14.6937, "time_value": "2024-06-07", "source": "a “friend”", "source_anonymous": True,
        "cue": "said", "manner": "indirect", "trigger_start": 29, "confidence": 0.877,
    }  # fmt: skip
    assert {name: flat[name] for name in chosen} == chosen
    assert flat["recipients"].startswith('[{"span": {"start": 33,')


def test_what_a_mention_has_not_is_null(coded: Reading) -> None:
    mention = coded.mentions[1]
    flat = flat_row(mention, mention_row(coded, mention), {})
    assert {
        name for name in ("actor", "recipient", "place", "latitude", "time", "source", "cue", "goldstein") if flat[name]
    } == set()
    assert flat["actors"] == "[]"


@pytest.mark.parametrize(
    ("codes", "score"),
    [(("042",), 1.9), (("0421",), 1.9), (("04",), 1.0), (("049",), 1.0), (("19", "04"), 1.0), ((), None)],
)
def test_goldstein_is_that_of_the_first_code_or_its_category(
    coded: Reading, codes: tuple[str, ...], score: float | None
) -> None:
    assert goldstein_of(replace(coded.mentions[0], cameo=codes), {"04": 1.0, "042": 1.9}) == score


def test_goldstein_can_be_a_function_of_the_mention(coded: Reading) -> None:
    assert goldstein_of(coded.mentions[0], lambda mention: mention.quad * 2.5) == 2.5


def test_goldstein_comes_from_the_codebook_by_default(coded: Reading) -> None:
    assert goldstein_of(replace(coded.mentions[0], cameo=("190",))) == -10


def test_arrow_has_the_columns_and_their_types_even_without_rows() -> None:
    table = to_arrow([])
    assert table.schema == arrow_schema()
    assert table.column_names == [column.name for column in COLUMNS]
    assert table.schema.field("latitude").type == pa.float64()


def test_arrow_has_a_row_for_every_certain_mention(coded: Reading) -> None:
    assert to_arrow([coded, coded], goldstein={}).column("id").to_pylist() == ["m1", "m1"]
    assert to_arrow(coded, uncertain=True, goldstein={}).num_rows == 2


def test_pandas_keeps_whole_numbers_and_truth_values_in_columns_with_gaps(coded: Reading) -> None:
    frame = to_pandas([coded], uncertain=True, goldstein={})
    assert frame["place_geonames_id"].tolist() == [2253354, pd.NA]
    assert frame["source_anonymous"].tolist() == [True, pd.NA]
    assert frame["latitude"].dtype == "Float64"
    assert list(to_pandas([]).columns) == [column.name for column in COLUMNS]
