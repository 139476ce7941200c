"""Who a pronoun, a relative pronoun or a definite description stands for: a few stated rules.

The register holds the document's actors in order. Rules, in the order of trial:

1. A relative pronoun stands for the noun that its clause modifies.
2. 'I' and 'we' in a quotation stand for the subject of the verb that reports it.
3. A third-person pronoun stands for the nearest earlier actor that agrees in number, kind and (where title or
   honorific tell it) gender: first the subjects of its own sentence, then its other actors, then the subjects of
   the sentences before (at most `REACH`), then their other actors. An object does not stand for the subject of its
   own clause, and 'it' that stands for a clause stands for nobody.
4. 'The two countries', 'both sides' stand for the most recent states, or actors of different countries, as many as
   are counted.
5. 'The minister', 'the group' stand for the most recent actor with that noun in its title or description, or of
   that kind.

Recency and agreement are those of Lappin and Leass (1994), without their weights.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.resolve.actors.facts import Facts
from onrecord.resolve.actors.grid import Grid
from onrecord.resolve.actors.lexicon import Lexicon

REACH = 4
"""Sentences back that a pronoun reaches. Set by judgement: news renews the name after three or four."""

WINDOW = 80
"""Actors back that a description reaches: a bound on the work, not a rule of grammar."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of the document at token `i`, in sentence `sentence`.

    `locative` marks a town or an unknown name after 'in', 'from' or 'near': a place, hardly an actor.
    """

    i: int
    sentence: int
    subject: bool
    facts: Facts
    locative: bool = False


class Register:
    """The document's actors in order, and the rules of reference over them."""

    def __init__(self, grid: Grid, lexicon: Lexicon) -> None:
        self.grid, self.lexicon = grid, lexicon
        self.entries: list[Entry] = []
        self._positions: list[int] = []

    def add(self, i: int, facts: Facts) -> None:
        """Record the actor at token `i`; tokens must come in order."""
        grid = self.grid
        town = facts.kind == "name" or (facts.entry is not None and facts.entry.kind == "capital")
        locative = town and grid.deps[i] == "pobj" and grid.lowers[grid.heads[i]] in self.lexicon.local
        self.entries.append(Entry(i, grid.sentences[i], grid.deps[i] in _SUBJECTS, facts, locative))
        self._positions.append(i)

    def before(self, i: int) -> list[Entry]:
        """The actors before token `i`, the nearest first, at most `WINDOW`."""
        last = bisect_left(self._positions, i)
        return self.entries[max(0, last - WINDOW) : last][::-1]

    def pronoun(self, i: int) -> tuple[Entry, ...]:
        """Rule 3."""
        number, kind, gender = self.lexicon.pronouns[self.grid.lowers[i]]
        if kind == "thing" and self._expletive(i):
            return ()
        sentence, governor = self.grid.sentences[i], self._clause(i)
        possessive = self.grid.deps[i] == "poss"
        subject = self.grid.deps[i] in _SUBJECTS
        best: Entry | None = None
        best_rank = (REACH + 1, 2)
        for entry in self.before(i):
            distance = sentence - entry.sentence
            if distance > REACH:
                break
            if entry.locative or not _agrees(entry.facts, number, kind, gender):
                continue
            if not possessive and not subject and distance == 0 and entry.subject and self._clause(entry.i) == governor:
                continue
            if distance == 0 and self.grid.heads[entry.i] == i:
                continue
            weak = entry.facts.kind in ("country", "body") and number == "plural" and not entry.facts.plural
            rank = (distance + weak, 0 if entry.subject else 1)
            if best is None or rank < best_rank:
                best, best_rank = entry, rank
        if best is None:
            return ()
        return (best, *self._coordinated(best)) if number == "plural" else (best,)

    def counted(self, i: int, count: int, kinds: frozenset[str]) -> tuple[Entry, ...]:
        """Rule 4: `kinds` are those of the table `descriptions` that the noun belongs to; towns come last."""
        return self._counted(i, count, kinds, False) or self._counted(i, count, kinds, True)

    def _counted(self, i: int, count: int, kinds: frozenset[str], towns: bool) -> tuple[Entry, ...]:
        found: list[Entry] = []
        sentence = self.grid.sentences[i]
        seen: set[str] = set()
        for entry in self.before(i):
            facts = entry.facts
            if sentence - entry.sentence > 2 * REACH:
                break
            if entry.locative and not towns:
                continue
            if "state" in kinds or "sides" in kinds:
                key = facts.country or (facts.name if "sides" in kinds and facts.kind == "body" else None)
                fits = key is not None and ("state" not in kinds or facts.country is not None)
            elif "person" in kinds:
                key, fits = facts.name, facts.kind == "person"
            else:
                key, fits = facts.name, facts.kind == "body" and facts.name is not None
            if not fits or key is None or key in seen:
                continue
            seen.add(key)
            found.append(entry)
            if len(found) == count:
                return tuple(reversed(found))
        return ()

    def description(self, i: int, noun: str, plural: bool, sectors: list[str]) -> Entry | None:
        """Rule 5."""
        kinds = frozenset(kind for kind, nouns in self.lexicon.descriptions.items() if noun in nouns)
        loose: Entry | None = None
        for entry in self.before(i):
            facts = entry.facts
            if facts.kind == "place":
                continue
            if facts.noun == noun or noun in (facts.title or "").lower().split():
                if facts.plural == plural or facts.kind == "body":
                    return entry
            elif _stands_for(facts, kinds, sectors, plural):
                noun_itself = self.grid.tags[entry.i][:2] == "NN"
                if loose is None and (noun_itself or "state" not in kinds):
                    loose = entry
        return loose

    def _expletive(self, i: int) -> bool:
        """'It' that stands for a clause: 'it should be noted that', 'it is worth noting'."""
        grid = self.grid
        if grid.deps[i] not in ("nsubj", "nsubjpass", "expl"):
            return False
        verb = grid.heads[i]
        after = {grid.deps[child] for child in grid.children[verb] if child > i}
        if grid.deps[i] == "expl":
            return True
        if grid.lemmas[verb] == "be":
            complement = grid.child(verb, "acomp", "attr")
            inner = {grid.deps[child] for child in grid.children[complement]} if complement is not None else set()
            return bool((after | inner) & {"ccomp", "xcomp", "csubj"}) and complement is not None
        return grid.deps[i] == "nsubjpass" and "ccomp" in after

    def _clause(self, i: int) -> int:
        """The verb that governs token `i`."""
        grid = self.grid
        for _ in range(8):
            head = grid.heads[i]
            if head == i or grid.tags[head][:2] == "VB":
                return head
            i = head
        return i

    def _coordinated(self, entry: Entry) -> list[Entry]:
        heads = self.grid.heads
        out: list[Entry] = []
        at = bisect_left(self._positions, entry.i)
        for other in self.entries[at + 1 : at + 6]:
            j = other.i
            if self.grid.deps[j] == "conj" and heads[j] in (entry.i, *(held.i for held in out)):
                out.append(other)
        return out


def _agrees(facts: Facts, number: str, kind: str, gender: str) -> bool:
    if number == "plural":
        return facts.plural or facts.kind in ("people", "body") or (facts.kind == "country")
    if kind == "person":
        if facts.plural or facts.kind not in ("person", "name"):
            return False
        return not (gender and facts.gender and gender != facts.gender)
    return facts.kind in ("country", "body", "name") and not facts.plural


def _stands_for(facts: Facts, kinds: frozenset[str], sectors: list[str], plural: bool) -> bool:
    if facts.name is None:
        return False
    if "state" in kinds:
        return facts.kind == "country" and not plural
    if "person" in kinds and facts.kind == "person" and not plural:
        return not sectors or (bool(set(sectors) & set(facts.sectors)) and "GOV" not in sectors)
    if "group" in kinds and facts.kind == "body":
        return bool({"REB", "PRM", "CRM"} & set(facts.sectors))
    if "organisation" in kinds and facts.kind == "body" and not plural:
        return not sectors or bool(set(sectors) & set(facts.sectors))
    return False
