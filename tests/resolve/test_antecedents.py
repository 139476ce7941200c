"""Pronouns, relative pronouns and descriptions find whom they stand for. Texts are our own."""

import pytest

from onrecord.languages import load
from onrecord.resolve.actors import DocumentActors

# text, the word (its last occurrence), names or countries of the antecedents
CASES = [
    ("Foreign Minister Ana Sousa landed in Maputo. She met the press.", "She", ["Ana Sousa"]),
    ("Kenyan President Joseph Barasa met Mr Okello. He praised the deal.", "He", ["Joseph Barasa"]),
    ("Mrs Ibrahim met Mr Okello in Lagos. She praised him.", "She", ["Ibrahim"]),
    ("Mrs Ibrahim met Mr Okello in Lagos. She praised him.", "him", ["Okello"]),
    ("Norway said it would send aid.", "it", ["Norway"]),
    ("Lebanese soldiers said they had found the tunnel.", "they", ["LBN"]),
    ("Greece and Cyprus said they would patrol the strait.", "they", ["Greece", "Cyprus"]),
    ("The rebels freed the Dutch doctor who had treated them.", "who", ["NLD"]),
    ("Rwanda, which denies the charge, left the talks.", "which", ["Rwanda"]),
    ("Colonel Musa Dia, whom the French army had trained, deserted.", "whom", ["Musa Dia"]),
    ("“We will not leave,” Defence Minister Pavel Novak said.", "We", ["Pavel Novak"]),
    ("“I never signed it,” Senator Julia Reyes told reporters.", "I", ["Julia Reyes"]),
    ("Peru and Chile signed a pact. The two countries will share data.", "countries", ["Peru", "Chile"]),
    ("The Indian and Pakistani armies clashed. Both sides blamed each other.", "sides", ["India", "PAK"]),
    (
        "President Ruto of Kenya received Ethiopian Prime Minister Abiy Ahmed. The two leaders discussed trade.",
        "leaders",
        ["William Ruto", "Abiy Ahmed"],
    ),
    (
        "Turkey, Iraq and Syria met in Amman. The three countries agreed on water.",
        "countries",
        ["Turkey", "Iraq", "Syria"],
    ),
    ("Foreign Minister Ana Sousa landed in Maputo. The minister met the press.", "minister", ["Ana Sousa"]),
    ("Chad closed the border. The country has been tense for weeks.", "country", ["Chad"]),
    ("Al-Shabaab attacked a hotel. The group said it had killed twelve.", "group", ["Al-Shabaab"]),
    ("Al-Shabaab attacked a hotel. The group said it had killed twelve.", "it", ["Al-Shabaab"]),
    ("ECOWAS met in Abuja. The bloc lifted the sanctions.", "bloc", ["ECOWAS"]),
    ("Police in Quito arrested six men. The police said they were armed.", "police", ["ECU"]),
    ("It should be noted that Togo abstained.", "It", []),
    ("They marched through the rain.", "They", []),
    ("He shouted.", "He", []),
]


@pytest.mark.parametrize(("text", "word", "expected"), CASES)
def test_a_word_stands_for_an_actor_named_before(parsed, text, word, expected):
    doc = parsed(text)
    head = [token for token in doc if token.text == word][-1]
    found = DocumentActors(doc, text, load("en")).antecedents(head)
    assert [actor.name if actor.identification == "named" else actor.country for actor in found] == expected


def test_a_surname_is_the_person_named_in_full_elsewhere(parsed):
    text = "Lavrin lands in Accra\n\nSlovak Foreign Minister Oleg Lavrin spoke. Lavrin promised aid."
    doc = parsed(text)
    people = DocumentActors(doc, text, load("en"))
    actors = [people.resolve(token) for token in doc if token.text == "Lavrin"]
    assert {(actor.name, actor.country, actor.sectors) for actor in actors} == {("Oleg Lavrin", "SVK", ("GOV",))}


def test_a_counterpart_holds_the_same_office_in_another_country(parsed):
    text = "Malian Foreign Minister Issa Konaté spoke. Konaté met his Algerian counterpart."
    doc = parsed(text)
    actor = DocumentActors(doc, text, load("en")).resolve(next(token for token in doc if token.text == "counterpart"))
    assert (actor.country, actor.sectors, actor.title) == ("DZA", ("GOV",), "Foreign Minister")


def test_an_organ_without_country_belongs_to_the_focus_of_the_document(parsed):
    text = (
        "Bolivia declared a state of emergency. Bolivian miners had blocked La Paz. The interior ministry sent police."
    )
    doc = parsed(text)
    people = DocumentActors(doc, text, load("en"))
    assert people.resolve(next(token for token in doc if token.text == "ministry")).country == "BOL"


def test_an_organ_stays_without_country_when_two_countries_share_the_text(parsed):
    text = "India and Pakistan traded fire. The interior ministry sent police."
    doc = parsed(text)
    people = DocumentActors(doc, text, load("en"))
    assert people.resolve(next(token for token in doc if token.text == "ministry")).country is None


def test_the_home_of_the_outlet_tells_the_country_of_organs_when_nothing_else_does(parsed):
    text = "The interior ministry sent police."
    doc = parsed(text)
    people = DocumentActors(doc, text, load("en"), home="FJI")
    assert people.resolve(next(token for token in doc if token.text == "ministry")).country == "FJI"


def test_unidentified_men_are_not_promoted_by_a_group_named_before(parsed):
    text = "Boko Haram raided Biu in May. Unidentified gunmen returned on Friday."
    doc = parsed(text)
    actor = DocumentActors(doc, text, load("en")).resolve(next(token for token in doc if token.text == "gunmen"))
    assert (actor.name, actor.sectors, actor.identification) == (None, ("UAF",), "unidentified")


@pytest.mark.parametrize(
    "words", ["the president of ", "Russian ", "President ", "Mr. ", "Smith, ", "he ", "who said that ", "(UN) "]
)
def test_endless_repetition_is_read_without_complaint(parsed, words):
    text = words * 300
    doc = parsed(text)
    people = DocumentActors(doc, text, load("en"))
    assert all(people.resolve(token).span.text in text for token in doc)
