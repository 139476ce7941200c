"""Readings by hand, for what is exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.model import Actor, Document, Mention, NamedPlace, Place, Reading, Span

Make = Callable[..., Reading]


class Telling:
    """Makes spans, actors, places and mentions of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span.of(self.text, start, start + len(words))

    def actor(
        self, words: str, name: str | None = None, country: str | None = None, *sectors: str, **more: Any
    ) -> Actor:
        return Actor(
            self.span(words), name, country, sectors, identification="named" if name else "described", **more
        )  # fmt: skip

    def place(self, words: str, kind: str, precision: str, **more: Any) -> Place:
        named = NamedPlace(words, kind, 1, "MLI", latitude=14.5, longitude=-4.25, **more)
        return Place(self.span(words), named, precision)

    def mention(self, key: str, kind: str, trigger: str, **more: Any) -> Mention:
        return Mention(key, kind, self.span(trigger), Span.of(self.text, 0, len(self.text)), **more)

    def reading(self, *mentions: Mention, name: str = "d1", **more: Any) -> Reading:
        fields = {"title": "Talks", "outlet": "Wire", "language": "en", "published": "2024-06-07T08:00:00"} | more
        return Reading(Document(name, self.text, **fields), mentions=mentions)


@pytest.fixture
def telling() -> type[Telling]:
    """The maker of readings: ``telling(text)``."""
    return Telling


@pytest.fixture
def promise() -> Reading:
    """A promise that was made, with the aid that it promises; ids ``said`` and ``aid``."""
    t = Telling("Mali promised to send grain to Niger.")
    mali, niger = t.actor("Mali", "Mali", "MLI", "GOV"), t.actor("Niger", "Niger", "NER", "GOV")
    return t.reading(
        t.mention("said", "AGREE", "promised", quad=1, intensity=2.5, contexts=("diplomatic",), actors=(mali,)),
        t.mention(
            "aid", "AID", "send", quad=2, contexts=("human_security",), actors=(mali,), recipients=(niger,),
            status="planned", content_of="said",
        ),
    )  # fmt: skip
