"""How readings lie in the record: the model's dataclasses as nested Arrow columns, and back.

The columns follow from the annotations of `onrecord.model`, so that the record holds everything a mention holds, field
by field: text and numbers as such, a dataclass as a struct, a tuple as a list. Values are moved column by column, not
object by object; that is what makes appending and reading fast.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import Any, Literal, Protocol, Union

import pyarrow as pa

from onrecord.model import Mention
from onrecord.read import sanitise


class Shape(Protocol):
    """What a field looks like: its Arrow type, and the way there and back."""

    type: pa.DataType

    def build(self, values: Sequence[Any]) -> pa.Array:
        """The values as an Arrow array."""

    def read(self, array: pa.Array) -> list[Any]:
        """The values of an Arrow array."""


class Plain:
    """Text, numbers and truth values."""

    def __init__(self, kind: pa.DataType) -> None:
        self.type = kind

    def build(self, values: Sequence[Any]) -> pa.Array:
        """The values as they are; a lone surrogate, which only a caller's own text can hold, becomes U+FFFD."""
        try:
            return pa.array(values, self.type)
        except UnicodeEncodeError:
            return pa.array([None if value is None else sanitise(value) for value in values], self.type)

    def read(self, array: pa.Array) -> list[Any]:
        """The values as they are."""
        return list(array.to_pylist())


class Struct:
    """A dataclass, or with `optional` None, which is a null."""

    def __init__(self, kind: type, *, optional: bool = False) -> None:
        self.kind, self.optional = kind, optional
        self.shapes = shapes_of(kind)
        self.type = pa.struct([pa.field(name, shape.type) for name, shape in self.shapes.items()])

    def build(self, values: Sequence[Any]) -> pa.Array:
        """A struct array, a child for every field."""
        present = [value for value in values if value is not None] if self.optional else values
        children = list(_columns(present, self.shapes))
        array = pa.StructArray.from_arrays(children, fields=list(self.type))
        if len(present) == len(values):
            return array
        counter = iter(range(len(present)))
        return array.take(pa.array([None if value is None else next(counter) for value in values], pa.int64()))

    def read(self, array: pa.Array) -> list[Any]:
        """The dataclasses of a struct array."""
        children = [shape.read(array.field(name)) for name, shape in self.shapes.items()]
        if not array.null_count:
            return list(map(self.kind, *children))
        valid = array.is_valid().to_pylist()
        return [self.kind(*row) if there else None for there, *row in zip(valid, *children, strict=True)]


class Many:
    """A tuple of one kind of values; never null."""

    def __init__(self, item: Shape) -> None:
        self.item, self.type = item, pa.list_(item.type)

    def build(self, values: Sequence[Any]) -> pa.Array:
        """A list array over the values of all tuples."""
        offsets = [0, *accumulate(map(len, values))]
        return pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()), self.item.build(list(chain.from_iterable(values))), type=self.type
        )

    def read(self, array: pa.Array) -> list[Any]:
        """The tuples of a list array."""
        flat, offsets = self.item.read(array.flatten()), [0, *accumulate(_lengths(array))]
        return [tuple(flat[start:end]) for start, end in pairwise(offsets)]


def _columns(values: Sequence[Any], shapes: Mapping[str, Shape]) -> Iterator[pa.Array]:
    """The fields of dataclasses, one after the other: no tuple an object, which the garbage collector would look at."""
    for name, shape in shapes.items():
        yield shape.build(list(map(attrgetter(name), values)))


def _lengths(array: pa.Array) -> Iterable[int]:
    return (length or 0 for length in array.value_lengths().to_pylist())


_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def shapes_of(kind: type) -> dict[str, Shape]:
    """The shape of every field of a dataclass, in order.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> [(name, str(shape.type)) for name, shape in shapes_of(Span).items()]
    [('start', 'int64'), ('end', 'int64'), ('text', 'string')]
    """
    hints = typing.get_type_hints(kind)
    return {field.name: _shape(hints[field.name]) for field in fields(kind)}


def _shape(hint: Any) -> Shape:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        [hint] = [argument for argument in arguments if argument is not type(None)]
        return Struct(typing.cast(type, hint), optional=True) if is_dataclass(hint) else _shape(hint)
    if origin is Literal:
        return Plain(pa.string())
    if origin is tuple:
        return Many(_shape(arguments[0]))
    if is_dataclass(hint):
        return Struct(typing.cast(type, hint))
    return Plain(_PLAIN[hint])


def columns_of(mentions: Sequence[Mention]) -> dict[str, pa.Array]:
    """Mentions as Arrow columns, one for every field of :class:`onrecord.model.Mention`.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "met")
    >>> columns_of([Mention("m", "CONSULT", word, word)])["type"].to_pylist()
    ['CONSULT']
    """
    shapes = shapes_of(Mention)
    return dict(zip(shapes, _columns(mentions, shapes), strict=True))


def mentions_of(table: pa.Table | pa.RecordBatch) -> list[Mention]:
    """The mentions of a table with the columns of :func:`columns_of`; other columns are not looked at.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> word = Span(0, 3, "met")
    >>> mention = Mention("m", "CONSULT", word, word, cameo=("042",))
    >>> mentions_of(pa.table(columns_of([mention]))) == [mention]
    True
    """
    batches = table.combine_chunks().to_batches() if isinstance(table, pa.Table) else [table]
    read: list[Mention] = []
    for batch in batches:
        columns = [shape.read(batch.column(name)) for name, shape in shapes_of(Mention).items()]
        read += map(Mention, *columns)
    return read
