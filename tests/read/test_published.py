"""Dates of publication: what is taken, and what is refused with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from onrecord.errors import InvalidMetadata
from onrecord.read import published_iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-06-07", "2024-06-07"),
        (" 2024-06-07 ", "2024-06-07"),
        ("20240607", "2024-06-07"),
        ("2024/6/7", "2024-06-07"),
        ("2024-06-07T10:00:00Z", "2024-06-07T10:00:00+00:00"),
        ("2024-06-07 10:00", "2024-06-07T10:00:00"),
        ("2024-06-07T10:00:00.5+02:00", "2024-06-07T10:00:00.500000+02:00"),
        ("2024-06-07 10:00:00 UTC", "2024-06-07T10:00:00+00:00"),
        ("2024-06-07 10:00:00 +0000 UTC", "2024-06-07T10:00:00+00:00"),
        ("20240607101500", "2024-06-07T10:15:00"),
        ("Fri, 07 Jun 2024 10:00:00 +0000", "2024-06-07T10:00:00+00:00"),
        ("7 June 2024", "2024-06-07"),
        ("Friday, 7 June 2024", "2024-06-07"),
        ("June 7, 2024", "2024-06-07"),
        ("Sept. 3rd, 2023", "2023-09-03"),
        (20240607, "2024-06-07"),
        (1717754400, "2024-06-07T10:00:00+00:00"),
        (1717754400000, "2024-06-07T10:00:00+00:00"),
        (1717718400000, "2024-06-07"),
        (date(2024, 6, 7), "2024-06-07"),
        (datetime(2024, 6, 7, 10, tzinfo=UTC), "2024-06-07T10:00:00+00:00"),
        (datetime(2024, 6, 7), "2024-06-07"),
        (pd.Timestamp("2024-06-07T10:00:00.123456789Z"), "2024-06-07T10:00:00.123456+00:00"),
        (np.datetime64("2024-06-07"), "2024-06-07"),
    ],
)
def test_a_date_as_people_write_it_becomes_iso(written: object, iso: str) -> None:
    assert published_iso(written) == iso


@pytest.mark.parametrize("missing", [None, "", "  ", "NaN", "null", "N/A", float("nan"), pd.NaT])
def test_a_missing_date_is_allowed(missing: object) -> None:
    assert published_iso(missing) is None


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("2024-02-30", "does not exist"),
        ("31 June 2024", "does not exist"),
        ("2024-06-07T25:00:00", "does not exist"),
        ("06/07/2024", "day or the month first"),
        ("7.6.24", "day or the month first"),
        ("1524-06-07", "before 1800"),
        ("2031-01-01", "in the future"),
        ("2024-06", "cannot be read"),
        ("yesterday", "cannot be read"),
        ("7 Juin 2024", "cannot be read"),
        ("９ June 2024", "cannot be read"),
        ("1" * 10_000, "cannot be read"),
        (17, "cannot be read"),
        (True, "cannot be read"),
        (["2024-06-07"], "of type list"),
    ],
)
def test_an_impossible_date_is_refused_with_its_reason_and_remedy(written: object, complaint: str) -> None:
    with pytest.raises(InvalidMetadata, match=complaint) as caught:
        published_iso(written, "a.txt", today=date(2026, 1, 1))
    assert caught.value.where == "a.txt"
    assert "ISO date such as 2024-06-07" in caught.value.remedy
    assert len(str(caught.value)) < 250


def test_tomorrow_is_allowed_for_it_has_begun_somewhere() -> None:
    assert published_iso("2026-01-02", today=date(2026, 1, 1)) == "2026-01-02"
