"""When two actors are one: names with country or role, never by edit distance alone."""

import pytest

from onrecord.model import Actor, Span
from onrecord.resolve.actors import same_actor

NOWHERE = Span(0, 0, "")


def actor(name=None, country=None, sectors="", title=None, identification="named"):
    return Actor(NOWHERE, name, country, tuple(sectors.split()), title, identification)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (actor("Sergei Lavrov", "RUS", "GOV"), actor("Lavrov", "RUS", "GOV"), True),
        (actor("Muammar Gaddafi", "LBY", "GOV"), actor("Kadhafi", "LBY", "GOV"), True),
        (actor("Côte d’Ivoire", "CIV", "GOV"), actor("Ivory Coast", "CIV", "GOV"), True),
        (actor("Al-Shabaab", "SOM", "REB"), actor("al Shabab", "SOM", "REB"), True),
        (actor("Ana Sousa", "PRT", "GOV"), actor("Sousa", None, ""), True),
        (actor(None, "PER", "COP"), actor(None, "PER", "COP"), True),
        (actor("Vladimir Putin", "RUS", "GOV"), actor("Vladimir Potanin", "RUS", "BUS"), False),
        (actor("Bill Clinton", "USA", "GOV"), actor("Hillary Clinton", "USA", "GOV"), False),
        (actor("Ana Sousa", "PRT", "GOV"), actor("Ana Sousa", "BRA", "GOV"), False),
        (actor("Ana Sousa", "PRT", "GOV"), actor("Sousa", "PRT", "CRM"), False),
        (actor(None, "PER", "COP"), actor(None, "PER", "MIL"), False),
        (actor(None, "NER", "NER"), actor(None, "NGA", "NER"), False),
        (actor(None, "NGA", "REB", None, "suspected"), actor(None, "NGA", "REB", None, "described"), False),
        (actor(None, None, "UAF"), actor(None, None, "UAF"), False),
    ],
)
def test_two_actors_are_the_same(one, other, same):
    assert same_actor(one, other) is same
    assert same_actor(other, one) is same
