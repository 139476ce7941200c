"""What is left out, and what is said of it."""

from __future__ import annotations

from collections import Counter

import pytest

from onrecord.errors import InvalidSetting
from onrecord.export.keep import Balance, parse_includes


def test_values_may_be_divided_by_commas_or_given_one_by_one() -> None:
    assert parse_includes(["planned, negated", "UNCERTAIN"]) == {"planned", "negated", "uncertain"}


def test_an_unknown_value_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidSetting, match="planned,negated,unvouched,background,uncertain"):
        parse_includes(["everything"])


def test_the_sentence_counts_by_reason_and_names_the_option() -> None:
    balance = Balance(left_out=Counter({("planned",): 2, ("negated", "uncertain"): 1}))
    assert balance.sentence() == (
        "left out: 1 negated and uncertain, 2 planned; --include planned,negated,unvouched,background,uncertain"
    )


def test_nothing_left_out_is_nothing_said() -> None:
    assert Balance(rows=3).sentence() == ""
