"""The English lexicon on sentences: the words that report a type, and their uses that report none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from onrecord import codebooks
from onrecord.find.candidates import candidates

PLOVER = codebooks.load("plover")


@pytest.fixture(scope="session")
def types(parsed: Callable[[str], Doc]) -> Callable[[str], list[str]]:
    """The types of the candidates in a sentence, in text order."""
    return lambda sentence: [c.type for c in candidates(parsed(sentence), PLOVER)]


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Laos and Vietnam agreed to build a railway.", "AGREE"),
        ("The rebels reached an agreement with the government.", "AGREE"),
        ("Sweden is willing to send observers.", "AGREE"),
        ("The president offered to mediate.", "AGREE"),
        ("The Kenyan minister met his Somali counterpart in Nairobi.", "CONSULT"),
        ("The chancellor spoke with the president by phone.", "CONSULT"),
        ("The king received the Dutch foreign minister.", "CONSULT"),
        ("The president paid a visit to Angola.", "CONSULT"),
        ("Ghana praised the peacekeepers.", "SUPPORT"),
        ("Peru and Chile signed the treaty.", "SUPPORT"),
        ("Malta recognised the new government.", "SUPPORT"),
        ("The unions rallied behind the mayor.", "SUPPORT"),
        ("The general apologised to the widows.", "CONCEDE"),
        ("The authorities lifted the curfew.", "CONCEDE"),
        ("The rebels declared a ceasefire.", "CONCEDE"),
        ("The president pardoned the journalist.", "CONCEDE"),
        ("Italy extradited the banker to Brazil.", "COOPERATE"),
        ("Japan shared intelligence with Australia.", "COOPERATE"),
        ("The navies of India and France held joint exercises.", "COOPERATE"),
        ("Norway sent medicine to Malawi.", "AID"),
        ("Firefighters rescued nine miners.", "AID"),
        ("Canada granted asylum to the pilot.", "AID"),
        ("American instructors trained Ukrainian soldiers.", "AID"),
        ("The army withdrew its troops from the valley.", "RETREAT"),
        ("The militia released twelve hostages.", "RETREAT"),
        ("The defence minister resigned.", "RETREAT"),
        ("The guerrillas laid down their weapons.", "RETREAT"),
        ("The bishops urged the government to free the students.", "REQUEST"),
        ("Doctors demanded the dismissal of the minister.", "REQUEST"),
        ("The envoy called for restraint.", "REQUEST"),
        ("The council called on Sudan to open the border.", "REQUEST"),
        ("Ecuador accused the company of fraud.", "ACCUSE"),
        ("The mayor criticised the police.", "ACCUSE"),
        ("Police are investigating the murder.", "ACCUSE"),
        ("The senator attacked the government's record.", "ACCUSE"),
        ("Turkey summoned the Swedish ambassador.", "ACCUSE"),
        ("The village sued the mining company.", "ACCUSE"),
        ("The rebels rejected the proposal.", "REJECT"),
        ("Moscow denied the allegations.", "REJECT"),
        ("The union refused to sign the contract.", "REJECT"),
        ("The government will not lift the ban.", "REJECT"),
        ("The minister cancelled his trip to Cairo.", "REJECT"),
        ("The general threatened to attack the port.", "THREATEN"),
        ("The president vowed to retaliate.", "THREATEN"),
        ("The militia warned the villagers.", "THREATEN"),
        ("Thousands of nurses protested against the new tax.", "PROTEST"),
        ("Teachers went on strike.", "PROTEST"),
        ("Farmers blocked the highway.", "PROTEST"),
        ("The prisoners began a hunger strike.", "PROTEST"),
        ("Bolivia cut ties with Israel.", "SANCTION"),
        ("The court convicted the colonel.", "SANCTION"),
        ("Chile expelled two diplomats.", "SANCTION"),
        ("The union imposed sanctions on Belarus.", "SANCTION"),
        ("A judge found the banker guilty.", "SANCTION"),
        ("Armenia deployed soldiers along the border.", "MOBILIZE"),
        ("North Korea tested a missile.", "MOBILIZE"),
        ("The navy was put on alert.", "MOBILIZE"),
        ("Police arrested twelve students.", "COERCE"),
        ("The government banned the party.", "COERCE"),
        ("The junta imposed a curfew on the capital.", "COERCE"),
        ("Police seized the newspapers.", "COERCE"),
        ("Algeria deported forty migrants.", "COERCE"),
        ("Hackers attacked the bank's computers.", "COERCE"),
        ("Gunmen killed six farmers.", "ASSAULT"),
        ("The army shelled the village.", "ASSAULT"),
        ("Soldiers opened fire on the crowd.", "ASSAULT"),
        ("Bandits kidnapped a priest.", "ASSAULT"),
        ("The convoy came under fire.", "ASSAULT"),
        ("Rebels clashed with government troops.", "ASSAULT"),
        ("Police fired tear gas at the demonstrators.", "ASSAULT"),
    ],
)
def test_a_sentence_reports_its_type(types: Callable[[str], list[str]], sentence: str, type_: str) -> None:
    assert type_ in types(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker attacked the goal.",
        "The company launched a new phone.",
        "The singer released an album.",
        "The earthquake killed forty people.",
        "The two teams clashed in the final.",
        "The paper met the deadline.",
        "He raided the fridge.",
        "Shares rallied on Friday.",
        "The director shot the film in Spain.",
        "Doctors fight the disease.",
        "The minister seized the opportunity.",
        "The firm fired its coach.",
        "He had a heart attack.",
        "The hotel charged a fee.",
        "They visited the website.",
    ],
)
def test_figures_of_speech_report_nothing(types: Callable[[str], list[str]], sentence: str) -> None:
    assert types(sentence) == []
