"""The directory knows names, nationalities and years."""

import pytest

from onrecord.directory import countries, country_name, names


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Nigerien troops", "Nigerien", "NER"),
        ("Nigerian troops", "Nigerian", "NGA"),
        ("in Côte d’Ivoire", "Ivory Coast", "CIV"),
        ("in Cote d'Ivoire", "Ivory Coast", "CIV"),
        ("near Guinea-Bissau", "Guinea-Bissau", "GNB"),
        ("the UAE said", "United Arab Emirates", "ARE"),
        ("the Kremlin", "Kremlin", "RUS"),
        ("fighters of al Shabaab", "Al-Shabaab", "SOM"),
        ("the USSR", "Soviet Union", "RUS"),
        ("South Sudan's army", "South Sudan", "SSD"),
    ],
)
def test_a_name_is_found_in_its_variants(text, name, country):
    entries = names().find(text)[0].entries
    assert (entries[0].name, entries[0].country) == (name, country)


@pytest.mark.parametrize(
    "text", ["a roast turkey", "they told us who it is", "polish the chad", "the reading room", "Nigerette"]
)
def test_common_words_and_parts_of_words_are_no_names(text):
    assert names().find(text) == []


def test_the_longest_name_wins():
    found = names().find("the Democratic Republic of the Congo")
    assert [match.entries[0].country for match in found] == ["COD"]


def test_every_reading_of_an_ambiguous_name_is_kept():
    assert [entry.country for entry in names().get("Congolese")] == ["COD", "COG"]


def test_africa_corps_begins_in_2023():
    entry = names().get("Africa Corps")[0]
    assert (entry.holds_in(2022), entry.holds_in(2024), entry.sectors) == (False, True, ("MIL",))


def test_codes_are_those_of_iso_3166():
    pycountry = pytest.importorskip("pycountry")
    unknown = {code for code in countries() if code != "XKX" and pycountry.countries.get(alpha_3=code) is None}
    assert unknown == set()


def test_no_country_is_missing_but_dependencies():
    assert len(countries()) >= 197
    assert country_name("BFA") == "Burkina Faso"


def test_every_group_has_sectors_and_sound_years():
    bad = [
        entry.name
        for name in ("JNIM", "M23", "FARC", "LTTE", "Hamas", "PKK", "Wagner", "TTP", "ELN", "NPA")
        for entry in names().get(name)
        if not entry.sectors or (entry.since and entry.until and entry.since > entry.until)
    ]
    assert bad == []
