"""What one sentence says of an actor: name, country, sectors, title, identification. Sentences are our own."""
# ruff: noqa: E501 (a table is read by its columns)

import pytest

from onrecord.languages import load
from onrecord.resolve.actors import DocumentActors

N, D, S, U = "named", "described", "suspected", "unidentified"

# sentence, head, name, country, sectors, title, identification
CASES = [
    # titles and names
    ("Russian Foreign Minister Sergei Lavrov arrived on Monday.", "Lavrov", "Sergei Lavrov", "RUS", "GOV", "Foreign Minister", N),
    ("Kenyan Interior Minister Ruth Wafula spoke.", "Wafula", "Ruth Wafula", "KEN", "GOV", "Interior Minister", N),
    ("Chilean President Rodrigo Fuentes signed the bill.", "Fuentes", "Rodrigo Fuentes", "CHL", "GOV", "President", N),
    ("Former Peruvian President Tomás Quispe was arrested.", "Quispe", "Tomás Quispe", "PER", "ELI GOV", "President", N),
    ("Army spokesman Colonel Amadou Sow denied it.", "Sow", "Amadou Sow", None, "MIL", "Army spokesman", N),
    ("General Min Htoo, the commander of Myanmar's navy, resigned.", "Htoo", "Min Htoo", "MMR", "MIL", "commander", N),
    ("Anna Kovacs, a spokeswoman for the Hungarian government, declined to comment.", "Kovacs", "Anna Kovacs", "HUN", "GOV", "spokeswoman", N),
    ("Opposition leader Peter Mwale was freed.", "Mwale", "Peter Mwale", None, "OPP", "Opposition leader", N),
    ("Colonel-General Igor Pavlenko, Deputy Minister of Defense of Russia, landed.", "Pavlenko", "Igor Pavlenko", "RUS", "GOV MIL", "Deputy Minister of Defense", N),
    ("French Defence Minister Claire Moreau met her German counterpart.", "Moreau", "Claire Moreau", "FRA", "GOV MIL", "Defence Minister", N),
    ("Senator Julia Reyes of Uruguay protested.", "Reyes", "Julia Reyes", "URY", "LEG", "Senator", N),
    ("Judge Samuel Okoro adjourned the trial.", "Okoro", "Samuel Okoro", None, "JUD", "Judge", N),
    ("Archbishop Paolo Conti of Malta called for calm.", "Conti", "Paolo Conti", "MLT", "REL", "Archbishop", N),
    ("Ukraine's Prime Minister Olena Marchenko flew to Warsaw.", "Marchenko", "Olena Marchenko", "UKR", "GOV", "Prime Minister", N),
    ("Hamas leader Khalil Nasser rejected the offer.", "Nasser", "Khalil Nasser", "PSE", "REB PTY", "leader", N),
    ("UN envoy Marta Lindholm briefed the council.", "Lindholm", "Marta Lindholm", None, "IGO", "envoy", N),
    ("Mr. Tanaka, the Japanese ambassador, left.", "Tanaka", "Tanaka", "JPN", "GOV", "ambassador", N),
    ("Nigerian police chief Musa Bello resigned.", "Bello", "Musa Bello", "NGA", "COP", "police chief", N),
    ("Union leader Rosa Méndez called a strike in Bogotá.", "Méndez", "Rosa Méndez", None, "LAB", "Union leader", N),
    ("Malian junta leader Colonel Sadio Keita spoke.", "Keita", "Sadio Keita", "MLI", "GOV MIL", "junta leader", N),
    # bare countries, capitals, seats
    ("Indonesia rejected the claim.", "Indonesia", "Indonesia", "IDN", "GOV", None, N),
    ("Burkina Faso faced violence.", "Faso", "Burkina Faso", "BFA", "GOV", None, N),
    ("The United States imposed sanctions.", "States", "United States", "USA", "GOV", None, N),
    ("The US warned its rivals.", "US", "United States", "USA", "GOV", None, N),
    ("Moscow denied the report.", "Moscow", "Russia", "RUS", "GOV", None, N),
    ("The Kremlin denied the report.", "Kremlin", "Russia", "RUS", "GOV", None, N),
    ("Beijing protested against the visit.", "Beijing", "China", "CHN", "GOV", None, N),
    ("Downing Street declined to comment.", "Street", "United Kingdom", "GBR", "GOV", None, N),
    ("The White House welcomed the truce.", "House", "United States", "USA", "GOV", None, N),
    ("Foggy Bottom was silent.", "Bottom", "United States", "USA", "GOV", None, N),
    ("Ouagadougou recalled its ambassador.", "Ouagadougou", "Burkina Faso", "BFA", "GOV", None, N),
    ("Côte d’Ivoire closed the border.", "d’Ivoire", "Ivory Coast", "CIV", "GOV", None, N),
    ("The DRC accused Rwanda of aggression.", "DRC", "Democratic Republic of the Congo", "COD", "GOV", None, N),
    ("Congo-Brazzaville hosted the talks.", "Brazzaville", "Republic of the Congo", "COG", "GOV", None, N),
    ("Abkhazia closed its crossing points.", "Abkhazia", "Abkhazia", "GEO", "GOV PRE", None, N),
    ("Papua New Guinea deployed observers.", "Guinea", "Papua New Guinea", "PNG", "GOV", None, N),
    ("Timor-Leste joined the accord.", "Leste", "East Timor", "TLS", "GOV", None, N),
    ("Kosovo arrested two men.", "Kosovo", "Kosovo", "XKX", "GOV", None, N),
    # nationality and role
    ("French forces left the base.", "forces", None, "FRA", "MIL", None, D),
    ("The Niger Armed Forces repelled the attack.", "Forces", "Niger Armed Forces", "NER", "MIL", None, N),
    ("Burkina Faso's army killed ten fighters.", "army", None, "BFA", "MIL", None, D),
    ("Nigerien soldiers freed the hostages.", "soldiers", None, "NER", "MIL", None, D),
    ("Nigerian soldiers freed the hostages.", "soldiers", None, "NGA", "MIL", None, D),
    ("Burkinabe authorities expelled the envoy.", "authorities", None, "BFA", "GOV", None, D),
    ("Police in Lima dispersed the crowd.", "Police", None, "PER", "COP", None, D),
    ("Israeli troops entered the camp.", "troops", None, "ISR", "MIL", None, D),
    ("Turkish warplanes bombed the hills.", "warplanes", None, "TUR", "MIL", None, D),
    ("The Philippine coast guard chased the boat.", "guard", None, "PHL", "COP", None, D),
    ("The Canadian parliament ratified the treaty.", "parliament", None, "CAN", "LEG", None, D),
    ("A Spanish court sentenced the mayor.", "court", None, "ESP", "JUD", None, D),
    ("The government of Honduras resigned.", "government", None, "HND", "GOV", None, D),
    ("The Iranian foreign ministry summoned him.", "ministry", None, "IRN", "GOV", None, D),
    ("Australian federal police raided the office.", "police", None, "AUS", "COP", None, D),
    ("Bangladeshi garment workers went on strike.", "workers", None, "BGD", "LAB", None, D),
    ("Ethiopian rebels seized the town.", "rebels", None, "ETH", "REB", None, D),
    ("Afghan journalists were beaten.", "journalists", None, "AFG", "JRN", None, D),
    ("Syrian refugees crossed the river.", "refugees", None, "SYR", "REF", None, D),
    ("Colombian farmers blocked the road.", "farmers", None, "COL", "AGR", None, D),
    ("Polish lawmakers approved the budget.", "lawmakers", None, "POL", "LEG", None, D),
    ("South Korean prosecutors searched the palace.", "prosecutors", None, "KOR", "JUD", None, D),
    ("South Sudanese officials denied it.", "officials", None, "SSD", "GOV", None, D),
    ("Two New Zealand doctors were kidnapped.", "doctors", None, "NZL", "MED", None, D),
    ("Fijian villagers welcomed the aid.", "villagers", None, "FJI", "CVL", None, D),
    ("Swiss bankers were charged.", "bankers", None, "CHE", "BUS", None, D),
    ("Dutch students occupied the hall.", "students", None, "NLD", "EDU", None, D),
    ("The Thai military seized power.", "military", None, "THA", "MIL", None, D),
    ("Cuban dissidents were released.", "dissidents", None, "CUB", "OPP", None, D),
    ("Greek opposition parties boycotted the vote.", "parties", None, "GRC", "PTY OPP", None, D),
    ("Sudanese paramilitaries shelled the market.", "paramilitaries", None, "SDN", "PRM", None, D),
    ("Haitian gang members burned the station.", "members", None, "HTI", "CRM", None, D),
    ("Mexican drug cartels fought for the port.", "cartels", None, "MEX", "CRM", None, D),
    ("Chinese state media reported the clash.", "media", None, "CHN", "JRN GOV", None, D),
    ("Pakistani intelligence agencies tapped the calls.", "agencies", None, "PAK", "SPY", None, D),
    ("The Brazilian health minister resigned.", "minister", None, "BRA", "GOV MED", "health minister", D),
    ("The king of Jordan addressed the nation.", "king", None, "JOR", "GOV", "king", D),
    ("The mayor of Kyiv fled.", "mayor", None, "UKR", "GOV", "mayor", D),
    ("The French ambassador to Niger was expelled.", "ambassador", None, "FRA", "GOV", "ambassador", D),
    ("US soldiers in Mali were wounded.", "soldiers", None, "USA", "MIL", None, D),
    ("Residents of Khartoum fled.", "Residents", None, "SDN", "CVL", None, D),
    ("Protesters in Colombo stormed the palace.", "Protesters", None, "LKA", "CVL", None, D),
    ("Nepal's Supreme Court annulled the vote.", "Court", "Supreme Court", "NPL", "JUD", None, N),
    ("The Russian Ministry of Defense released a video.", "Ministry", "Ministry of Defense", "RUS", "GOV MIL", None, N),
    ("The Ministry of Health of Ghana confirmed it.", "Ministry", "Ministry of Health", "GHA", "GOV MED", None, N),
    ("A senior Iraqi security official was shot.", "official", None, "IRQ", "GOV", "security official", D),
    ("The leader of Zambia's opposition was jailed.", "leader", None, "ZMB", "OPP", "leader", D),
    ("The head of Tunisia's electoral commission resigned.", "head", None, "TUN", "GOV", "head", D),
    ("A spokesman for the Malian army confirmed it.", "spokesman", None, "MLI", "MIL", "spokesman", D),
    # peoples
    ("Two Americans were killed.", "Americans", None, "USA", "CVL", None, D),
    ("The Russians withdrew from the town.", "Russians", None, "RUS", "GOV", None, D),
    ("Three Spaniards were abducted.", "Spaniards", None, "ESP", "CVL", None, D),
    ("Palestinians threw stones.", "Palestinians", None, "PSE", "CVL", None, D),
    # organisations and groups
    ("The United Nations appealed for calm.", "Nations", "United Nations", None, "IGO", None, N),
    ("The African Union suspended the country.", "Union", "African Union", None, "IGO", None, N),
    ("ECOWAS lifted the sanctions.", "ECOWAS", "ECOWAS", None, "IGO", None, N),
    ("NATO deployed more jets.", "NATO", "NATO", None, "IGO MIL", None, N),
    ("The Alliance of Sahel States left the bloc.", "Alliance", "Alliance of Sahel States", None, "IGO", None, N),
    ("The WHO sent vaccines.", "WHO", "World Health Organization", None, "IGO MED", None, N),
    ("Amnesty International condemned the arrests.", "International", "Amnesty International", None, "NGO", None, N),
    ("JNIM claimed the attack.", "JNIM", "JNIM", "MLI", "REB", None, N),
    ("Al Shabab attacked the hotel.", "Shabab", "Al-Shabaab", "SOM", "REB", None, N),
    ("Boko Haram abducted the girls.", "Haram", "Boko Haram", "NGA", "REB", None, N),
    ("M23 rebels took the airport.", "rebels", "M23", "COD", "REB", None, N),
    ("Taliban fighters closed the school.", "fighters", "Taliban", "AFG", "REB", None, N),
    ("The Houthis fired a missile.", "Houthis", "Houthis", "YEM", "REB", None, N),
    ("Hezbollah shelled the village.", "Hezbollah", "Hezbollah", "LBN", "REB PTY", None, N),
    ("The New People's Army ambushed a patrol.", "Army", "New People's Army", "PHL", "REB", None, N),
    ("ELN guerrillas blew up the pipeline.", "guerrillas", "ELN", "COL", "REB", None, N),
    ("UN peacekeepers patrolled the line.", "peacekeepers", "United Nations", None, "IGO MIL", None, N),
    ("The Knesset passed the law.", "Knesset", "Knesset", "ISR", "LEG", None, N),
    ("The State Duma approved the treaty.", "Duma", "State Duma", "RUS", "LEG", None, N),
    ("The Pentagon confirmed the strike.", "Pentagon", "Pentagon", "USA", "GOV MIL", None, N),
    ("Wagner mercenaries looted the mine.", "mercenaries", "Wagner Group", "RUS", "PRM", None, N),
    ("The Russian Africa Corps trained recruits.", "Corps", "Africa Corps", "RUS", "MIL", None, N),
    ("The Tunisian National Guard rescued migrants.", "Guard", "National Guard", "TUN", "MIL", None, N),
    ("Kremlin officials shrugged.", "officials", None, "RUS", "GOV", None, D),
    ("A Hamas spokesman praised the deal.", "spokesman", None, "PSE", "REB PTY", "spokesman", D),
    # suspicion and the unknown
    ("Suspected jihadists burned the village.", "jihadists", None, None, "REB", None, S),
    ("Suspected Boko Haram militants raided the town.", "militants", None, "NGA", "REB", None, S),
    ("Unidentified gunmen killed the teacher.", "gunmen", None, None, "UAF", None, U),
    ("Unknown assailants torched the car.", "assailants", None, None, "UAF", None, U),
    ("Armed men attacked the convoy.", "men", None, None, "UAF", None, D),
    ("Masked gunmen in Tegucigalpa stormed the radio station.", "gunmen", None, "HND", "UAF", None, U),
    ("Suspected Colombian rebels crossed the river.", "rebels", None, "COL", "REB", None, S),
    ("A group of gunmen opened fire.", "group", None, None, "UAF", None, D),
    ("Dozens of Kenyan protesters were arrested.", "Dozens", None, "KEN", "CVL", None, D),
    # traps
    ("US-backed rebels advanced.", "rebels", None, None, "REB", None, D),
    ("Anti-French protesters burned a flag.", "protesters", None, None, "CVL", None, D),
    ("Michael Jordan bought the club.", "Jordan", "Michael Jordan", None, "", None, N),
    ("Activist Lina Haddad was detained.", "Haddad", "Lina Haddad", None, "CVL", "Activist", N),
    ("Zubair Qarluq rejected the plan.", "Qarluq", "Zubair Qarluq", None, "", None, N),
    ("Islamic State-linked militants struck again.", "militants", None, None, "REB", None, D),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "head", "name", "country", "sectors", "title", "identification"), CASES)
def test_a_phrase_says_who_acts(parsed, sentence, head, name, country, sectors, title, identification):
    doc = parsed(sentence)
    folded = head.replace("’", "'")
    token = next((t for t in doc if t.text == folded), None) or next(t for t in doc if t.text in folded)
    actor = DocumentActors(doc, sentence, load("en")).resolve(token)
    found = (actor.name, actor.country, " ".join(actor.sectors), actor.title, actor.identification)
    assert found == (name, country, sectors, title, identification), actor.reason


def test_spans_are_made_of_the_documents_own_text(parsed):
    text = "Côte d’Ivoire’s army left."
    actor = DocumentActors(parsed(text), text, load("en")).resolve(next(t for t in parsed(text) if t.text == "army"))
    assert actor.span.text == "Côte d’Ivoire’s army"
