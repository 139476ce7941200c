"""Reading one phrase: title and apposition, the directory, role nouns with nationality, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from onrecord.directory import Entry, Match, country_name
from onrecord.resolve.actors.facts import Facts
from onrecord.resolve.actors.grid import Grid
from onrecord.resolve.actors.lexicon import Lexicon, Role

_STATE = frozenset({"country", "nationality", "people", "capital", "seat"})
_ORGANISED = frozenset({"organisation", "group", "institution"})
_ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
"""Sectors that belong to a state: their organs take the document's country, and people leave them as elites."""
_TITLED = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "REL", "SPY", "ELI", "PTY", "OPP"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "de", "da", "dos", "del", "van", "von", "der", "den", "la", "le", "ould"}
)
_ARMED = frozenset({"MIL", "COP", "REB", "PRM"})
_NON_STATE = frozenset({"UNO", "EUR", "IGO", "NGO"})


class Phrases:
    """Reads the phrases of one document, each once.

    Parameters
    ----------
    choose
        Which reading of a name holds in this document (by year, and by what else the document names).
    places
        Country by token number, for names of places that the directory does not have.
    possessor
        The country of the antecedent of a possessive pronoun, or None.
    """

    def __init__(
        self,
        grid: Grid,
        lexicon: Lexicon,
        match_at: Mapping[int, Match],
        choose: Callable[[Match], Entry | None],
        places: Mapping[int, str],
        possessor: Callable[[int], str | None],
    ) -> None:
        self.grid, self.lexicon = grid, lexicon
        self._match_at, self._choose, self._places, self._possessor = match_at, choose, places, possessor
        self._cores: dict[int, Facts] = {}
        self._wholes: dict[int, Facts] = {}

    def read(self, i: int) -> Facts:
        """The phrase around token `i` with its appositions."""
        done = self._wholes.get(i)
        if done is None:
            self._wholes[i] = Facts()
            done = self._wholes[i] = self._with_apposition(i, self._core(i))
        return done

    def entry(self, i: int) -> Entry | None:
        """The reading of the directory's name that covers token `i`."""
        match = self._match_at.get(i)
        return self._choose(match) if match else None

    def role(self, i: int, first: int = 0) -> tuple[Role, int] | None:
        """The longest role noun that ends at token `i`, with the token at which it starts."""
        grid, roles = self.grid, self.lexicon.roles
        word = grid.lowers[i].replace("-", " ")
        endings = tuple(dict.fromkeys((word, grid.lemmas[i].replace("-", " "), word.removesuffix("s"))))
        found: tuple[Role, int] | None = None
        before, words, j = "", 1, i
        while words <= self.lexicon.longest_role:
            role = next((roles[before + ending] for ending in endings if before + ending in roles), None)
            if role is not None:
                found = (role, j)
            j -= 1
            while j >= first and grid.words[j] == "-":
                j -= 1
            if j < first or self._blocked(j, i):
                break
            before = f"{grid.lowers[j].replace('-', ' ')} {before}"
            words += 1
        return found

    def _blocked(self, j: int, i: int) -> bool:
        match = self._match_at.get(j)
        return match is not None and self._match_at.get(i) is not match

    # -- one phrase, without apposition ---------------------------------------------------------------

    def _core(self, i: int) -> Facts:
        done = self._cores.get(i)
        if done is None:
            self._cores[i] = Facts()
            done = self._cores[i] = self._identify(i, self._understand(i))
        return done

    def _understand(self, i: int) -> Facts:
        inner = self._contained(i)
        if inner is not None:
            return inner
        entry = self.entry(i)
        if entry is not None and not self._is_surname(i, entry):
            return self._from_directory(i, entry)
        found = self.role(i, self.grid.left(i))
        if found is not None:
            return self._from_role(i, *found)
        if self.grid.tags[i][:3] == "NNP":
            return self._from_name(i)
        if self.grid.lowers[i].endswith("men") and self.grid.tags[i] == "NNS":
            return Facts("people", sectors=["CVL"], plural=True, noun="man", reason="role:men")
        return self._from_thing(i)

    def _from_thing(self, i: int) -> Facts:
        """'An Afghan army base', 'Hamas targets': a thing is no actor, but what is done to it is done to its owner."""
        grid = self.grid
        left = grid.left(i)
        facts = Facts(noun=grid.lemmas[i], plural=grid.tags[i].endswith("S"))
        facts.country = self._nationality(left, i - 1)
        for j in range(i - 1, left - 1, -1):
            entry = self.entry(j)
            if entry is not None and entry.kind in _ORGANISED and not self._hyphenated(j):
                facts.country, facts.sectors = entry.country or facts.country, list(entry.sectors)
                facts.reason = f"owner:{entry.kind}/{entry.name}"
                return facts
            role = self.role(j, left) if entry is None and not facts.sectors else None
            if role is not None and grid.deps[j] == "compound":
                facts.add([role[0].sector or ""])
            elif entry is None and self.lexicon.adjectives.get(grid.lowers[j]) in _ARMED:
                facts.add([self.lexicon.adjectives[grid.lowers[j]]])
        possessor = grid.child(i, "poss")
        if possessor is not None and grid.lowers[possessor] not in self.lexicon.pronouns:
            owner = self.read(possessor)
            facts.country = facts.country or owner.country
            facts.add(owner.sectors)
        if facts.country is None:
            for child in grid.children[i]:
                of = grid.child(child, "pobj") if child > i and grid.deps[child] == "prep" else None
                if of is None:
                    continue
                if grid.lowers[child] == "by":
                    owner = self.read(of)
                    facts.country = facts.country or owner.country
                    facts.add(owner.sectors)
                elif grid.lowers[child] in self.lexicon.local:
                    facts.country = facts.country or self.place(of)
        if facts.country or facts.sectors:
            facts.reason = "owner"
        return facts

    def _contained(self, i: int) -> Facts | None:
        """'A group of gunmen', 'dozens of protesters': the actor is what follows 'of'."""
        grid = self.grid
        if grid.lemmas[i] not in self.lexicon.containers and grid.tags[i] != "CD":
            return None
        for child in grid.children[i]:
            if child > i and grid.deps[child] == "prep" and grid.lowers[child] == "of":
                of = grid.child(child, "pobj")
                if of is not None and (grid.nominal(of) or of in self._match_at):
                    inner = self.read(of)
                    entry = inner.entry
                    if inner.kind == "people" or (inner.plural and inner.kind == "body" and entry is None):
                        return replace(inner, sectors=list(inner.sectors), plural=True)
        return None

    def _from_directory(self, i: int, entry: Entry) -> Facts:
        reason = f"directory:{entry.kind}/{entry.name}"
        if entry.kind in ("country", "capital", "seat"):
            name = entry.name if entry.kind == "country" else country_name(entry.country or "") or entry.name
            sectors = ["GOV", *entry.sectors]
            return Facts("country", name, entry.country, sectors, None, "named", reason, entry=entry)
        if entry.kind in ("nationality", "people"):
            return self._from_nationality(i, entry, reason)
        facts = Facts(
            "person" if entry.kind == "person" else "body", entry.name, entry.country, list(entry.sectors),
            entry.title, "named", reason, entry=entry, noun=entry.kind,
        )  # fmt: skip
        left = self.grid.left(i)
        if entry.kind == "person":
            first = self._first_token(i)
            self._before_name(facts, left, first)
            return facts
        modifier, possessor = self._nationality(left, i), self._possessor_country(i)
        stated = modifier or possessor
        if stated and (entry.kind == "institution" or facts.country is None or entry.kind == "group"):
            facts.country = stated
        return facts

    def _from_nationality(self, i: int, entry: Entry, reason: str) -> Facts:
        grid = self.grid
        if entry.kind == "nationality" and grid.deps[i] in ("amod", "compound", "nmod", "poss") and grid.heads[i] != i:
            name = country_name(entry.country or "") or entry.name
            return Facts("country", name, entry.country, ["GOV", *entry.sectors], None, "named", reason, entry=entry)
        definite = self._definite(i)
        counted = any(grid.tags[child] == "CD" for child in grid.children[i])
        sectors = ["GOV", *entry.sectors] if definite and not counted else ["CVL", *entry.sectors]
        plural = (entry.kind == "people" and grid.lowers[i].endswith(("s", "men"))) or definite
        return Facts(
            "people" if plural else "person", None, entry.country, sectors, None, "described", reason,
            plural=plural, definite=definite, noun="people",
        )  # fmt: skip

    def _from_role(self, i: int, role: Role, start: int) -> Facts:
        grid, lexicon = self.grid, self.lexicon
        left = grid.left(i)
        plural = grid.tags[i].endswith("S")
        facts = Facts(
            "body" if role.body else ("people" if plural else "person"),
            sectors=[role.sector] if role.sector else [], reason=f"role:{role.noun}",
            plural=plural, definite=self._definite(i), noun=role.noun.split()[-1],
            gender=lexicon.gender.get(role.noun, ""),
        )  # fmt: skip
        former = False
        organ: Entry | None = None
        for j in range(start - 1, left - 1, -1):
            entry = self.entry(j)
            if entry is not None:
                if entry.kind in _ORGANISED and organ is None and not self._hyphenated(j):
                    organ = entry
                continue
            former = former or grid.lowers[j] in lexicon.former
            self._add_modifier(facts, grid.lowers[j], grid.lemmas[j])
        facts.country = self._nationality(left, start - 1)
        possessor = grid.child(i, "poss")
        if possessor is not None:
            self._from_possessor(facts, possessor)
        if organ is not None:
            self._of_organisation(facts, organ)
        self._from_complements(i, facts)
        if former and not role.body and (not facts.sectors or facts.sectors[0] in _ORGANS):
            facts.add(["ELI"], first=True)
        if not role.body and not plural and (role.sector is None or role.sector in _TITLED):
            facts.title = self._title(i, start, left)
        if role.body and grid.tags[i][:3] == "NNP" and grid.words[i][:1].isupper() and facts.name is None:
            self._name_of_body(i, start, left, facts)
        return facts

    def _add_modifier(self, facts: Facts, lower: str, lemma: str) -> None:
        lexicon = self.lexicon
        base = facts.sectors[0] if facts.sectors else None
        if base == "GOV" and lower in lexicon.fields:
            facts.add([lexicon.fields[lower]])
            return
        sector = lexicon.adjectives.get(lower)
        if sector is None:
            role = lexicon.roles.get(lemma)
            sector = role.sector if role is not None and role.body else None
        if sector is None or (sector == "UAF" and base is not None):
            return
        facts.add([sector], first=sector in lexicon.outranking and base not in lexicon.outranking)

    def _of_organisation(self, facts: Facts, entry: Entry) -> None:
        """'Hamas leader', 'UN peacekeepers', 'Taliban fighters'."""
        facts.country = entry.country or facts.country
        if entry.code in _NON_STATE:
            keep = [sector for sector in facts.sectors if sector not in ("GOV", "UAF")]
            facts.sectors = []
            facts.add(entry.sectors)
            facts.add(keep)
        elif entry.kind == "group":
            keep = [sector for sector in facts.sectors if sector not in ("UAF", "MIL", "REB", "PRM", "GOV")]
            facts.sectors = []
            facts.add(entry.sectors)
            facts.add(keep)
        else:
            facts.add(entry.sectors)
        facts.entry = entry
        if facts.plural or facts.kind == "body":
            facts.name, facts.identification = entry.name, "named"
        facts.reason = f"{facts.reason}+directory:{entry.kind}/{entry.name}"

    def _from_possessor(self, facts: Facts, possessor: int) -> None:
        lower = self.grid.lowers[possessor]
        if lower in self.lexicon.pronouns:
            facts.country = facts.country or self._possessor(possessor)
            return
        owner = self.read(possessor)
        if not owner.acts:
            return
        if owner.entry is not None and owner.entry.kind in _ORGANISED and not facts.sectors:
            self._of_organisation(facts, owner.entry)
        facts.country = facts.country or owner.country
        if not facts.sectors and owner.kind != "country":
            facts.add(owner.sectors)

    def _from_complements(self, i: int, facts: Facts) -> None:
        grid = self.grid
        for child in grid.children[i]:
            if child < i or grid.deps[child] != "prep":
                continue
            preposition = grid.lowers[child]
            of = grid.child(child, "pobj")
            if of is None:
                continue
            if preposition in ("of", "for", "with", "from"):
                self._from_belonging(facts, of)
            if facts.country is None and preposition in self.lexicon.local:
                facts.country = self.place(of)

    def _from_belonging(self, facts: Facts, of: int) -> None:
        owner = self.read(of)
        if not owner.acts:
            return
        if owner.kind == "country":
            facts.country = facts.country or owner.country
            return
        if owner.entry is not None and owner.entry.kind in _ORGANISED:
            self._of_organisation(facts, owner.entry)
            return
        facts.country = facts.country or owner.country
        if not facts.sectors:
            facts.add(owner.sectors)

    def _from_name(self, i: int) -> Facts:
        grid = self.grid
        left = grid.left(i)
        first = self._name_start(i, left)
        if first == i and (grid.lowers[i] in self.lexicon.never or not grid.words[i][:1].isalpha()):
            return Facts(noun=grid.lemmas[i])
        name = " ".join(grid.words[first : i + 1]).replace(" - ", "-").replace(" 's", "'s")
        if i in self._places and first not in self._match_at:
            return Facts("place", name, self._places[i], identification="named", reason="toponym")
        facts = Facts("name", name, identification="named", reason="name", noun="")
        self._before_name(facts, left, first)
        possessor = grid.child(i, "poss")
        if possessor is not None and facts.country is None:
            facts.country = self.read(possessor).country
        for child in grid.children[i]:
            if child > i and grid.deps[child] == "prep" and grid.lowers[child] in ("of", "from"):
                of = grid.child(child, "pobj")
                if of is not None and facts.country is None:
                    owner = self.read(of)
                    facts.country = owner.country if owner.acts else self.place(of)
                    if owner.entry is not None and owner.entry.kind in _ORGANISED and not facts.sectors:
                        facts.add(owner.entry.sectors)
        return facts

    def _before_name(self, facts: Facts, left: int, first: int) -> None:
        """Titles, honorifics and nationalities that stand before a name."""
        grid, lexicon = self.grid, self.lexicon
        j = first - 1
        while j >= left and grid.lowers[j] in lexicon.honorifics:
            facts.gender = facts.gender or lexicon.honorifics[grid.lowers[j]]
            facts.kind = "person"
            if grid.lowers[j] not in lexicon.roles:
                j -= 1
                continue
            break
        found = self.role(j, left) if j >= left else None
        if found is not None and not found[0].body:
            role, start = found
            rank = role
            if role.noun in self.lexicon.ranks and start > left:
                found = self.role(start - 1, left)
                if found is not None and not found[0].body and (found[0].sector is None or found[0].sector in _TITLED):
                    role, start, j = found[0], found[1], start - 1
            described = Facts(sectors=[role.sector] if role.sector else [])
            former, organ = False, None
            for k in range(start - 1, left - 1, -1):
                entry = self.entry(k)
                if entry is not None:
                    if entry.kind in _ORGANISED and organ is None:
                        organ = entry
                    continue
                former = former or grid.lowers[k] in lexicon.former
                self._add_modifier(described, grid.lowers[k], grid.lemmas[k])
            if organ is not None:
                self._of_organisation(described, organ)
            if rank is not role:
                described.add([rank.sector or ""])
            if former and (not described.sectors or described.sectors[0] in _ORGANS):
                described.add(["ELI"], first=True)
            facts.kind = "person"
            if described.sectors:
                facts.sectors = described.sectors
            facts.country = described.country or facts.country
            facts.title = self._title(j, start, left) or facts.title
            facts.gender = facts.gender or lexicon.gender.get(role.noun, "")
            facts.reason = f"title:{role.noun}"
        stated = self._nationality(left, first - 1)
        facts.country = stated or facts.country
        possessor = next((c for c in range(left, first) if grid.deps[c] == "poss"), None)
        if possessor is not None and stated is None:
            owner = (
                self._possessor(possessor)
                if grid.lowers[possessor] in lexicon.pronouns
                else self.read(possessor).country
            )
            facts.country = facts.country or owner

    # -- parts of a phrase ------------------------------------------------------------------------------

    def _title(self, last: int, start: int, left: int) -> str | None:
        """The office as the text words it: 'Deputy Defense Minister', 'Minister of Defense'."""
        grid, lexicon = self.grid, self.lexicon
        if grid.lowers[last] in lexicon.honorifics and grid.lowers[last] not in lexicon.roles:
            return None
        first = start
        while first - 1 >= left:
            j = first - 1
            if self._match_at.get(j) is not None or grid.lowers[j] in lexicon.not_in_a_title:
                break
            if grid.tags[j][:2] not in ("NN", "JJ", "VB") and grid.words[j] != "-":
                break
            first = j
        while grid.words[first] == "-":
            first += 1
        words = grid.words[first : last + 1]
        title = " ".join(words).replace(" - ", "-")
        for child in grid.children[last]:
            if child == last + 1 and grid.lowers[child] in ("of", "for") and grid.lemmas[last] in lexicon.offices:
                of = grid.child(child, "pobj")
                inner = range(child, of + 1) if of is not None else range(0)
                named = any(j in self._match_at or j in self._places or grid.deps[j] == "poss" for j in inner)
                if of is not None and not named and grid.left(of) - child <= 2:
                    title += " " + " ".join(grid.words[child : of + 1])
        return title

    def _name_of_body(self, i: int, start: int, left: int, facts: Facts) -> None:
        """'Niger Armed Forces', 'Ministry of Defense': capitals make a role noun a name."""
        grid = self.grid
        first = start
        while first - 1 >= left and (grid.tags[first - 1][:3] == "NNP" or grid.words[first - 1] == "-"):
            entry = self.entry(first - 1)
            if entry is not None and entry.kind == "nationality":
                break
            first -= 1
        last = i
        for child in grid.children[i]:
            if child == i + 1 and grid.lowers[child] in ("of", "for"):
                of = grid.child(child, "pobj")
                if of is not None and grid.words[of][:1].isupper() and of not in self._match_at:
                    last = of
                    facts.add([self.lexicon.fields.get(grid.lowers[of], "")])
        if first < i or last > i:
            facts.name, facts.identification = " ".join(grid.words[first : last + 1]).replace(" - ", "-"), "named"

    def _name_start(self, i: int, left: int) -> int:
        grid = self.grid
        first = i
        while first - 1 >= left:
            j = first - 1
            lower = grid.lowers[j]
            entry = self.entry(j)
            if entry is not None and entry.kind in ("nationality", "country", *_ORGANISED, "seat"):
                break
            if lower in self.lexicon.honorifics or self._is_title(j):
                break
            joined = grid.words[j] == "-" or lower in _PARTICLES or grid.tags[j][:3] == "NNP"
            if not joined and not (grid.words[j][:1].isupper() and grid.tags[j][:2] in ("NN", "JJ")):
                break
            if lower in self.lexicon.not_in_a_title:
                break
            first = j
        while first < i and grid.words[first] == "-":
            first += 1
        return first

    def _is_title(self, j: int) -> bool:
        """Whether the word before a name is an office or another role, not a part of the name ('W National Park')."""
        role = self.lexicon.roles.get(self.grid.lowers[j])
        if role is None:
            return False
        return role.sector is None or role.sector in _TITLED or role.body or self.grid.tags[j] == "NN" or j == 0

    def _first_token(self, i: int) -> int:
        match = self._match_at[i]
        first = i
        while first > 0 and self._match_at.get(first - 1) is match:
            first -= 1
        return first

    def _nationality(self, left: int, last: int) -> str | None:
        """The country told by an adjective or a noun before the head; adjectives of nationality first."""
        country = None
        for j in range(last, left - 1, -1):
            entry = self.entry(j)
            if entry is None:
                if country is None and j in self._places and not self._hyphenated(j):
                    country = self._places[j]
                continue
            if entry.kind not in _STATE or self._hyphenated(j) or self.grid.deps[j] == "poss":
                continue
            if entry.kind == "nationality":
                return entry.country
            country = country or entry.country
        return country

    def _hyphenated(self, j: int) -> bool:
        """Whether a name at token `j` is half of a compound: 'US-backed', 'anti-French'."""
        grid = self.grid
        match = self._match_at.get(j)
        first = last = j
        while first > 0 and match is not None and self._match_at.get(first - 1) is match:
            first -= 1
        while last + 1 < len(grid) and match is not None and self._match_at.get(last + 1) is match:
            last += 1
        after = last + 2 < len(grid) and grid.words[last + 1] == "-" and grid.words[last + 2][:1].islower()
        before = first >= 2 and grid.words[first - 1] == "-" and grid.lowers[first - 2] in self.lexicon.against
        return (after and grid.ends[last] == grid.starts[last + 1]) or before

    def _possessor_country(self, i: int) -> str | None:
        possessor = self.grid.child(i, "poss")
        return self.read(possessor).country if possessor is not None else None

    def place(self, i: int) -> str | None:
        """The country of the place named by the phrase of token `i` (the country, a capital, a given toponym)."""
        for j in (i, *self.grid.children[i]):
            entry = self.entry(j)
            if entry is not None and entry.kind in _STATE:
                return entry.country
            if j in self._places:
                return self._places[j]
        for child in self.grid.children[i]:
            if child > i and self.grid.deps[child] == "prep":
                deeper = self.grid.child(child, "pobj")
                if deeper is not None and deeper > i:
                    return self.place(deeper)
        return None

    def _definite(self, i: int) -> bool:
        grid = self.grid
        return any(
            child < i and (grid.deps[child] == "det" and grid.lowers[child] in self.lexicon.definite)
            for child in grid.children[i]
        )

    def _is_surname(self, i: int, entry: Entry) -> bool:
        """'Michael Jordan', 'Paris Hilton': a capitalised first name before a one-word place makes it a surname."""
        if entry.kind not in ("country", "capital"):
            return False
        grid = self.grid
        before = self._first_token(i) - 1
        if before < 0 or grid.heads[before] != i or grid.deps[before] != "compound" or grid.tags[before] != "NNP":
            return False
        lower = grid.lowers[before]
        if lower in self.lexicon.roles or lower in self.lexicon.adjectives or self._match_at.get(before) is not None:
            return False
        return grid.words[before][1:].islower() and before == grid.left(i)

    def _identify(self, i: int, facts: Facts) -> Facts:
        """Suspicion and the unknown are kept: such actors never become a named group."""
        grid, lexicon = self.grid, self.lexicon
        for j in range(grid.left(i), i):
            lower = grid.lowers[j]
            if lower in lexicon.suspected:
                facts.identification, facts.name = "suspected", None
            elif lower in lexicon.unidentified and facts.identification != "suspected":
                facts.identification = "unidentified"
                facts.name = None
        return facts

    # -- apposition -------------------------------------------------------------------------------------

    def _with_apposition(self, i: int, facts: Facts) -> Facts:
        grid = self.grid
        other = grid.child(i, "appos")
        if (
            other is None
            and grid.deps[i] == "appos"
            and grid.heads[i] < i
            and facts.kind in ("person", "people", "body")
        ):
            governor = self._core(grid.heads[i])
            if governor.kind in ("person", "name") and governor.name and facts.name is None:
                return self._joined(governor, facts)
        if other is None or facts.kind in ("country", "people"):
            return facts
        more = self._core(other)
        if facts.kind in ("thing", "place") or more.kind in ("thing", "place", "country", "people"):
            return facts
        if facts.name and more.name and facts.kind != "name" and more.kind != "name":
            return facts
        return self._joined(facts, more)

    @staticmethod
    def _joined(one: Facts, other: Facts) -> Facts:
        """A name and its apposition as one; an office says more of a person than a rank does."""
        named, described = (one, other) if one.name else (other, one)
        joined = replace(named, sectors=list(named.sectors), definite=False)
        if named.kind == "name" and described.kind in ("person", "body"):
            joined.kind = described.kind
        joined.country = named.country or described.country
        joined.add(described.sectors)
        if described.title and (not named.title or "MIL" in named.sectors[:1]):
            joined.title = described.title
            joined.sectors = [*dict.fromkeys([*described.sectors, *named.sectors])]
        joined.gender = named.gender or described.gender
        joined.noun = described.noun or named.noun
        if described.reason not in ("unknown", "name"):
            joined.reason = f"apposition:{described.noun or described.kind}"
        return joined
