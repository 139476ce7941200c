"""A piece of a document, by character offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of a document's text, and what stands there.

    ``text == document.text[start:end]`` always holds.

    Examples
    --------
    >>> Span.of("Paris said no", 0, 5)
    Span(start=0, end=5, text='Paris')
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` from character `start` up to `end`."""
        return cls(start, end, text[start:end])

    def __contains__(self, other: object) -> bool:
        """Whether another span, or a character offset, lies inside this one."""
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return isinstance(other, int) and self.start <= other < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start
