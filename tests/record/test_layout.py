"""Dataclasses as Arrow columns: what goes in comes out."""

from __future__ import annotations

import typing
from dataclasses import replace
from types import UnionType

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import (
    Actor,
    Attribution,
    CodedBy,
    Magnitude,
    Mention,
    NamedPlace,
    Place,
    Reading,
    RunnerUp,
    Source,
    Span,
    Time,
)  # fmt: skip
from onrecord.record.layout import columns_of, mentions_of, shapes_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
MAYBE = st.none() | TEXT
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99), TEXT)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)


def several(strategy: st.SearchStrategy[typing.Any]) -> st.SearchStrategy[tuple[typing.Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


ACTORS = several(st.builds(Actor, SPANS, MAYBE, MAYBE, TEXTS, MAYBE, TEXT, TEXT))
PLACES = several(st.builds(Place, SPANS, st.builds(NamedPlace, TEXT, TEXT, st.none() | st.integers(0, 9)), TEXT))
SOURCES = st.none() | st.builds(Source, SPANS, MAYBE, TEXT, MAYBE, MAYBE, TEXTS, st.booleans())
WORDS = several(
    st.builds(
        Attribution, SOURCES, st.none() | SPANS, several(SPANS), TEXT, TEXT, st.none() | st.integers(0, 3), TEXT,
        st.booleans(),
    )
)  # fmt: skip
NUMBERED = several(
    st.builds(Magnitude, SPANS, TEXT, NUMBERS, NUMBERS, st.none() | SPANS, st.none() | st.booleans(), TEXT, TEXT)
)
CODED = st.builds(
    CodedBy, TEXTS, MAYBE, NUMBERS, st.none() | st.builds(RunnerUp, TEXT, NUMBERS), st.none() | st.booleans()
)
MENTIONS = st.builds(
    Mention, TEXT, TEXT, SPANS, SPANS, modes=TEXTS, actors=ACTORS, recipients=ACTORS, places=PLACES,
    times=several(st.builds(Time, SPANS, MAYBE, TEXT, MAYBE, MAYBE)), magnitudes=NUMBERED, attributions=WORDS,
    content_of=MAYBE, intensity=NUMBERS, confidence=st.floats(0, 1), coded_by=CODED,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(MENTIONS, max_size=5))
def test_mentions_come_back_as_they_were(mentions: list[Mention]) -> None:
    assert mentions_of(pa.table(columns_of(mentions))) == mentions


def test_a_reading_by_hand_comes_back_from_a_slice(coded: Reading) -> None:
    table = pa.table(columns_of(coded.mentions * 3))
    assert mentions_of(table.slice(1, 3)) == [*(coded.mentions * 3)[1:4]]


def test_every_field_of_a_mention_has_a_column() -> None:
    assert list(shapes_of(Mention)) == list(Mention.__dataclass_fields__)


def test_a_lone_surrogate_becomes_the_replacement_character(coded: Reading) -> None:
    [mention] = mentions_of(pa.table(columns_of([replace(coded.mentions[0], same_as="a\ud800b")])))
    assert mention.same_as == "a�b"


@pytest.mark.parametrize(
    ("kind", "field", "type_"), [(Span, "start", "int64"), (Mention, "modes", "list<item: string>")]
)
def test_the_arrow_type_follows_from_the_annotation(kind: type, field: str, type_: str) -> None:
    assert str(shapes_of(kind)[field].type) == type_


def test_optional_fields_of_the_model_have_one_kind_of_value() -> None:
    # what `_shape` counts on: `X | None`, never `X | Y`
    for kind in (Mention, Actor, Place, NamedPlace, Time, Magnitude, Attribution, Source, CodedBy, RunnerUp):
        for hint in typing.get_type_hints(kind).values():
            if isinstance(hint, UnionType):
                assert len([part for part in typing.get_args(hint) if part is not type(None)]) == 1
