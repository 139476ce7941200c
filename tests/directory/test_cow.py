"""The numbers of the Correlates of War project."""

from __future__ import annotations

import pytest

from onrecord.directory import countries, cow_codes


@pytest.mark.parametrize(("iso3", "number"), [("USA", 2), ("DEU", 255), ("VNM", 816), ("SRB", 345), ("XKX", 347)])
def test_a_state_has_the_number_of_the_state_system_list(iso3: str, number: int) -> None:
    assert cow_codes()[iso3] == number


def test_every_country_of_the_directory_has_one_but_those_that_are_no_member_of_the_state_system() -> None:
    assert set(countries()) - set(cow_codes()) == {"ATA", "HKG", "PSE", "VAT"}


def test_no_two_states_share_a_number() -> None:
    assert len(set(cow_codes().values())) == len(cow_codes())
