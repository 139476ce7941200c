"""Language packs: what the stages must know of a language, as data.

A pack is a folder `languages/<code>/` of YAML tables with an `__init__` that only assembles a
:class:`Pack`. A stage reads the tables it needs by name (`pack.table("calendar")`) and builds its own
typed view of them once; the keys of each table are described in a comment at its head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import yaml

from onrecord.errors import UnsupportedLanguage

SUPPORTED = ("en",)


@dataclass(frozen=True, slots=True)
class Pack:
    """One language.

    Parameters
    ----------
    code
        ISO 639-1 code (``en``).
    name
        The language's English name.
    pipeline
        The spaCy pipeline used by default.
    """

    code: str
    name: str
    pipeline: str

    def table(self, name: str) -> Mapping[str, Any]:
        """The table `name` of this pack, parsed once. Raises FileNotFoundError when there is none."""
        return _table(self.code, name)


@cache
def _table(code: str, name: str) -> Mapping[str, Any]:
    text = (files(f"onrecord.languages.{code}") / f"{name}.yaml").read_text(encoding="utf8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def load(code: str) -> Pack:
    """The pack of language `code`; raises UnsupportedLanguage when there is none.

    Examples
    --------
    >>> load("en").name
    'English'
    """
    if code not in SUPPORTED:
        raise UnsupportedLanguage(
            f"the text is in {code!r}, and there is no language pack for it",
            remedy=f"code texts in {', '.join(SUPPORTED)}, or say --language if the detection is wrong",
        )
    pack: Pack = import_module(f"onrecord.languages.{code}").PACK
    return pack
