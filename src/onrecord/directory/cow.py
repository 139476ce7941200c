"""The numbers of the Correlates of War project."""

from __future__ import annotations

from functools import cache

from onrecord.directory.load import _rows


@cache
def cow_codes() -> dict[str, int]:
    """Number in the Correlates of War state system by ISO 3166-1 alpha-3 code, for the states of today.

    Palestine, Hong Kong, the Holy See and Antarctica are no members of the state system and have none.

    Examples
    --------
    >>> cow_codes()["NER"], cow_codes().get("PSE")
    (436, None)
    """
    return {row["iso3"]: int(row["cow"]) for row in _rows("cow.tsv")}
