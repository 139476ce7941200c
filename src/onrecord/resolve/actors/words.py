"""The words of a phrase: where a name begins, which office stands before it, which country an adjective tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.directory import Entry, Match
from onrecord.resolve.actors.facts import Facts
from onrecord.resolve.actors.grid import Grid
from onrecord.resolve.actors.lexicon import Lexicon, Role

STATE = frozenset({"country", "nationality", "people", "capital", "seat"})
ORGANISED = frozenset({"organisation", "group", "institution"})
TITLED = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "REL", "SPY", "ELI", "PTY", "OPP"})
"""Sectors whose persons have offices or ranks worth keeping as titles."""
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "de", "da", "dos", "del", "van", "von", "der", "den", "la", "le", "ould"}
)


class PhraseWords:
    """Looks at the words around a head; knows nothing of other phrases.

    Parameters
    ----------
    choose
        Which reading of a name holds in this document (by year, and by what else the document names).
    places
        Country by token number, for names of places that the directory does not have.
    """

    def __init__(
        self,
        grid: Grid,
        lexicon: Lexicon,
        match_at: Mapping[int, Match],
        choose: Callable[[Match], Entry | None],
        places: Mapping[int, str],
    ) -> None:
        self.grid, self.lexicon = grid, lexicon
        self._match_at, self._choose, self._places = match_at, choose, places

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

    def _title(self, last: int, start: int, left: int) -> str | None:
        """The office as the text words it: 'Deputy Defense Minister', 'Minister of Defense'."""
        grid, lexicon = self.grid, self.lexicon
        if grid.lowers[last] in lexicon.honorifics and grid.lowers[last] not in lexicon.roles:
            return None
        first = start
        while first - 1 >= left:
            j = first - 1
            if j in self._match_at or j in self._places or grid.lowers[j] in lexicon.not_in_a_title:
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
            if entry is not None and entry.kind in ("nationality", "country", *ORGANISED, "seat"):
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
        return role.sector is None or role.sector in TITLED or role.body or self.grid.tags[j] == "NN" or j == 0

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
            if entry.kind not in STATE or self._hyphenated(j) or self.grid.deps[j] == "poss":
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

    def place(self, i: int) -> str | None:
        """The country of the place named by the phrase of token `i` (the country, a capital, a given toponym)."""
        grid, at = self.grid, i
        for _ in range(6):
            for j in (at, *grid.children[at]):
                entry = self.entry(j)
                if entry is not None and entry.kind in STATE:
                    return entry.country
                if j in self._places:
                    return self._places[j]
            preposition = next((c for c in grid.children[at] if c > at and grid.deps[c] == "prep"), None)
            deeper = grid.child(preposition, "pobj") if preposition is not None else None
            if deeper is None or deeper <= at:
                return None
            at = deeper
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
