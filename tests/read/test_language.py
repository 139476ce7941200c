"""Which language a text is in."""

from __future__ import annotations

import pytest

from onrecord.errors import InvalidMetadata, UnsupportedLanguage
from onrecord.read import detect_language
from onrecord.read.language import declared_language

FOREIGN = {
    "fr": "Le président a rencontré son homologue nigérien mardi à Niamey.",
    "de": "Der russische Außenminister traf am Dienstag in Ouagadougou ein.",
    "es": "El gobierno negó las acusaciones de la oposición.",
    "pt": "O presidente encontrou-se com o embaixador em Brasília na terça-feira.",
    "it": "Il ministro degli Esteri ha incontrato il presidente a Roma.",
    "nl": "De minister van Buitenlandse Zaken sprak dinsdag met zijn collega.",
    "tr": "Dışişleri Bakanı salı günü Ankara'da mevkidaşıyla görüştü.",
    "ar": "التقى وزير الخارجية نظيره في العاصمة يوم الثلاثاء.",
    "ru": "Министр иностранных дел прибыл во вторник в Уагадугу.",
    "uk": "Міністр закордонних справ прибув у вівторок до Києва.",
    "sw": "Waziri wa mambo ya nje alikutana na rais mjini Nairobi Jumanne.",
    "ha": "Ministan harkokin waje ya gana da shugaban kasa a Abuja ranar Talata.",
    "pl": "Minister spraw zagranicznych spotkał się z prezydentem w Warszawie.",
    "fa": "وزیر خارجه روز سه‌شنبه با رئیس جمهور دیدار کرد.",
    "ja": "外相は火曜日にワガドゥグーに到着した。",
}


@pytest.mark.parametrize(("code", "text"), FOREIGN.items())
def test_a_sentence_of_another_language_is_known(code: str, text: str) -> None:
    found, probability = detect_language(text)
    assert found == code
    assert probability > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers met in Niamey on Tuesday.",
        "Talks in Oslo",
        "Boko Haram attack in Maiduguri",
        "Abdourahamane Tiani, Assimi Goïta and Ibrahim Traoré met Sergei Lavrov",
        "BAMAKO, 3 June - Col. Assimi Goïta received Gen. Abdourahamane Tiani",
        "Piraeus dockers extend strike",
        "OUAGADOUGOU – Traoré: no French bases",
        "Police",
        "Zoran Milanović and Aleksandar Vučić trade insults",
        "Selahattin Demirtaş, Ekrem İmamoğlu and Özgür Özel arrested in İstanbul",
    ],
)
def test_in_doubt_a_text_is_english(text: str) -> None:
    assert detect_language(text)[0] == "en"


@pytest.mark.parametrize("written", ["en", "EN", "en-GB", "en_US", "eng", "English", " english "])
def test_english_can_be_declared_in_many_ways(written: str) -> None:
    assert declared_language(written) == "en"


@pytest.mark.parametrize("missing", [None, "", "und", "nan", float("nan")])
def test_a_missing_declaration_declares_nothing(missing: object) -> None:
    assert declared_language(missing) is None


@pytest.mark.parametrize("written", ["fr", "fra", "French", "fr-CA"])
def test_a_language_without_a_pack_is_refused_by_name(written: str) -> None:
    with pytest.raises(UnsupportedLanguage, match=r"French \(fr\)"):
        declared_language(written, "a.md")


@pytest.mark.parametrize("written", ["Klingonish", "??", 7])
def test_what_is_no_language_is_refused(written: object) -> None:
    with pytest.raises(InvalidMetadata, match="language"):
        declared_language(written)
