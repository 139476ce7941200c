"""Reading one phrase: title and apposition, the directory, role nouns with nationality, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from onrecord.directory import Entry, Match, country_name
from onrecord.resolve.actors.facts import Facts
from onrecord.resolve.actors.grid import Grid
from onrecord.resolve.actors.lexicon import Lexicon, Role
from onrecord.resolve.actors.words import ORGANISED, TITLED, PhraseWords

_ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
"""Sectors that belong to a state: their organs take the document's country, and people leave them as elites."""
DEEPEST = 12
"""Phrases inside phrases that are followed ('the head of the office of the president of ...'): a bound on the work."""
_ARMED = frozenset({"MIL", "COP", "REB", "PRM"})
_NON_STATE = frozenset({"UNO", "EUR", "IGO", "NGO"})


class Phrases(PhraseWords):
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
        super().__init__(grid, lexicon, match_at, choose, places)
        self._possessor = possessor
        self._depth = 0
        self._cores: dict[int, Facts] = {}
        self._wholes: dict[int, Facts] = {}

    def read(self, i: int) -> Facts:
        """The phrase around token `i` with its appositions."""
        done = self._wholes.get(i)
        if done is None:
            if self._depth >= DEEPEST:
                return Facts()
            self._depth += 1
            self._wholes[i] = Facts()
            done = self._wholes[i] = self._with_apposition(i, self._core(i))
            self._depth -= 1
        return done

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
            if entry is not None and entry.kind in ORGANISED and not self._hyphenated(j):
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
            facts.gender = self.lexicon.first_names.get(entry.name.split()[0].lower(), "")
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
                if entry.kind in ORGANISED and organ is None and not self._hyphenated(j):
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
        if not role.body and not plural and (role.sector is None or role.sector in TITLED):
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
        if owner.entry is not None and owner.entry.kind in ORGANISED and not facts.sectors:
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
        if owner.entry is not None and owner.entry.kind in ORGANISED:
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
        if first < i:
            facts.gender = self.lexicon.first_names.get(grid.lowers[first], "")
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
                    if owner.entry is not None and owner.entry.kind in ORGANISED and not facts.sectors:
                        facts.add(owner.entry.sectors)
        return facts

    def _before_name(self, facts: Facts, left: int, first: int) -> None:
        """Titles, honorifics and nationalities that stand before a name."""
        grid, lexicon = self.grid, self.lexicon
        j = first - 1
        while j >= left and grid.lowers[j] in lexicon.honorifics:
            facts.gender = lexicon.honorifics[grid.lowers[j]] or facts.gender
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
                if found is not None and not found[0].body and (found[0].sector is None or found[0].sector in TITLED):
                    role, start, j = found[0], found[1], start - 1
            described = Facts(sectors=[role.sector] if role.sector else [])
            former, organ = False, None
            for k in range(start - 1, left - 1, -1):
                entry = self.entry(k)
                if entry is not None:
                    if entry.kind in ORGANISED and organ is None:
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
            facts.gender = lexicon.gender.get(role.noun, "") or facts.gender
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

    def _possessor_country(self, i: int) -> str | None:
        possessor = self.grid.child(i, "poss")
        return self.read(possessor).country if possessor is not None else None

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
