"""Which of the named places is an event's own.

A place belongs to an event by grammar: a locative phrase that hangs on the trigger, on a participant inside the
trigger's clause, or on the verb that the trigger depends on; the goal of an arrival; the object of an attack; the
host of a visit; the antecedent of 'where'. The place of another clause is the event's only when no nearer one is
named, and the place where somebody *said* it never is. Names that say to whom something belongs ('President of
Niger', 'Mali's army') are not places of events. The PLOVER manual (section on geolocation) asks for the place of
the event, the narrowest that the sentence gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from onrecord.languages import Pack, load
from onrecord.model import Mention, NamedPlace, Place, Span, Toponym
from onrecord.parse import tokens_in
from onrecord.resolve.places.recognise import AFTER_DATELINE
from onrecord.resolve.places.words import PlaceWords, place_words

OWN, CLAUSE, NEIGHBOUR, SENTENCE, FRAME = 1, 2, 3, 4, 5
"""How near a locative is to the trigger: on it, on its clause, on a coordinated or containing one, elsewhere in the
sentence, or only at the head of a sentence of speech."""

MOST = 4
WIDTH = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5}
_PRECISION = {
    "city": "city", "admin1": "admin1", "admin2": "admin2", "country": "country", "region": "region",
    "continent": "region", "park": "exact", "site": "exact", "water": "region", "border": "region",
}  # fmt: skip
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj", "conj", "xcomp", "pcomp", "ROOT"})
_CLOSED = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj"})
_MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID"})
_LONGEST_CLIMB = 40


@dataclass(frozen=True, slots=True)
class _Locative:
    """A place with the word that it hangs on."""

    toponym: Toponym
    token: Token
    governor: Token
    relation: str
    start: int
    end: int
    rule: str
    place: NamedPlace


@dataclass(frozen=True, slots=True)
class _EventWords:
    part_nouns: frozenset[str]
    anaphora: dict[str, tuple[str, ...]]
    hosting: frozenset[str]
    experiencing: frozenset[str]


@cache
def _event_words(code: str) -> _EventWords:
    table = load(code).table("places")
    return _EventWords(
        frozenset(table["part_nouns"]),
        {noun: tuple(kinds) for noun, kinds in table["anaphora"].items()},
        frozenset(table["hosting"]),
        frozenset(table["experiencing"]),
    )


def event_places(
    doc: Doc, text: str, mention: Mention, toponyms: tuple[Toponym, ...], trigger_token: Token, pack: Pack | None = None
) -> tuple[Place, ...]:
    """The places of a mention: the event's own first, then the others that its sentence states.

    Parameters
    ----------
    toponyms
        Those of the whole document, in order.
    trigger_token
        The word that carries the event.

    Returns
    -------
    tuple
        At most `MOST` places; empty when the text does not say where. A name that the gazetteer lacks is a place
        without coordinates; a border is a place between countries.

    Examples
    --------
    'Gunmen attacked a village near Koro, the mayor said in Bamako' has one: near Koro.
    """
    pack = pack or load("en")
    words, more = place_words(pack), _event_words(pack.code)
    sentence = trigger_token.sent
    trigger = _carrier(trigger_token)
    known = doc.user_data.setdefault("onrecord.locatives", {})  # a sentence is read once, however many events it has
    if sentence.start not in known:
        named = _inside(toponyms, sentence.start_char, sentence.end_char)
        known[sentence.start] = [
            *_locatives(doc, text, named, words, more),
            *_anaphora(doc, sentence.start, sentence.end, toponyms, words, more),
        ]
    locatives = list(known[sentence.start])
    ranked = []
    for locative in locatives:
        nearness = _nearness(locative, trigger, words)
        if nearness is None:
            continue
        weak = locative.relation in ("from", "to") and not _goes(locative, trigger, words)
        width = WIDTH[_precision(locative.place)]
        ranked.append(
            (nearness + (2 if weak else 0), weak, width, abs(locative.start - mention.trigger.start), locative)
        )
    ranked.sort(key=lambda item: item[:4])
    if ranked and not ranked[0][1]:
        ranked.insert(0, ranked.pop(_narrowest(ranked)))
    if not ranked or ranked[0][1]:
        host = _host(trigger, toponyms, doc, words, more)
        if host is not None:
            ranked.insert(0, (OWN, False, 0, 0, host))
    places: list[Place] = []
    seen: set[tuple[str, str | None]] = set()
    for nearness, weak, _, _, locative in ranked:
        key = (locative.place.name, locative.place.country)
        if nearness > FRAME or key in seen or (weak and not places and nearness > CLAUSE):
            continue
        seen.add(key)
        places.append(_as_place(text, locative, nearness))
    opening = dateline(text, toponyms, trigger_token.idx)
    if places or any(
        not t.demonym and t is not opening for t in _inside(toponyms, sentence.start_char, sentence.end_char)
    ):
        return tuple(places[:MOST])
    return _carried_over(doc, text, mention, toponyms, trigger_token, words, more)


def _narrowest(ranked: list[tuple[int, bool, int, int, _Locative]]) -> int:
    """Where in the ranking the place stands that the first one contains: 'Benin, where they train ..., in Kandi'."""
    outer = ranked[0][4].place
    for number, (nearness, weak, width, _, locative) in enumerate(ranked):
        place = locative.place
        inside = place.country is not None and place.country == outer.country and outer.kind in ("country", "admin1")
        if outer.kind == "admin1":
            inside = inside and place.admin1 == outer.admin1
        if inside and not weak and nearness <= NEIGHBOUR and width < ranked[0][2]:
            return number
    return 0


def _inside(toponyms: tuple[Toponym, ...], start: int, end: int) -> list[Toponym]:
    return [t for t in toponyms if start <= t.span.start and t.span.end <= end]


def _carrier(token: Token) -> Token:
    """The noun or verb itself; for a modifier of one ('joint exercises'), that one."""
    return token.head if token.dep_ in ("amod", "compound") and token.head.pos_ in ("NOUN", "VERB") else token


# --- locatives of a sentence ----------------------------------------------------------------------------------


def _locatives(
    doc: Doc, text: str, toponyms: list[Toponym], words: PlaceWords, more: _EventWords
) -> Iterator[_Locative]:
    used: set[int] = set()
    for number, toponym in enumerate(toponyms):
        covered = tokens_in(doc, toponym.span)
        if not covered or number in used:
            continue
        border = _border(doc, text, toponyms, number, covered, words)
        if border is not None:
            locative, members = border
            used.update(members)
            yield locative
            continue
        if toponym.demonym:
            continue
        for found in (_one(toponym, covered, words, more), _where(toponym, covered, words)):
            if found is not None:
                yield found


def _one(toponym: Toponym, covered: list[Token], words: PlaceWords, more: _EventWords) -> _Locative | None:
    """Climb from the name to the preposition, verb or noun that says what the place is to the sentence."""
    inside = {t.i for t in covered}
    token = next((t for t in covered if t.head.i not in inside), covered[-1])
    start, end = covered[0].idx, covered[-1].idx + len(covered[-1].text)
    place, own = toponym.place or _unknown(toponym), token
    near = False
    before = covered[0].i - 1
    if before >= own.sent.start and own.doc[before].lower_ in words.directions:
        start = own.doc[before].idx
    for _ in range(_LONGEST_CLIMB):
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ in ("conj", "appos", "nmod") and head.pos_ in ("PROPN", "NOUN") and token.dep_ != "nmod":
            token = head
        elif token.dep_ in ("compound", "nmod", "amod", "npadvmod") and head.pos_ in ("NOUN", "PROPN", "ADJ"):
            if head.lower_ in words.belonging or head.lower_ in words.organisation_nouns:
                return None
            token = head
        elif token.dep_ == "poss":
            if head.lower_ not in more.part_nouns:
                return None
            token = head
        elif token.dep_ == "pobj" or (token.dep_ == "pcomp" and head.pos_ == "ADP"):
            governor = head.head
            relation = words.locatives.get(head.lower_)
            if relation is None:
                return None
            if head.lower_ == "of":
                if governor.lower_ in more.part_nouns:
                    if governor.lower_ in words.directions and governor.dep_ in ("advmod", "npadvmod"):
                        return _Locative(toponym, own, governor.head, "near", governor.idx, end, "locative/of", place)
                    near = near or (
                        governor.lower_ in words.directions and not any(c.dep_ == "det" for c in governor.children)
                    )
                    start, token = min(start, governor.left_edge.idx), governor
                    continue
                if governor.lemma_.lower() in words.goal_nouns or governor.lower_ in words.goal_nouns:
                    return _Locative(toponym, own, governor, "in", start, end, "goal", place)
                return None
            while governor.dep_ == "prep" and governor.head.i != governor.i:
                governor = governor.head
            if relation == "to" and (governor.lower_ in words.goal_nouns or governor.lemma_ in words.arrival):
                relation = "in" if governor.lower_ in words.goal_nouns else "to"
            if near:
                relation = "near"
            return _Locative(toponym, own, governor, relation, start, end, f"locative/{head.lower_}", place)
        elif token.dep_ in ("dobj", "nsubjpass", "obj", "nsubj:pass"):
            if head.lemma_.lower() in words.arrival:
                return _Locative(toponym, own, head, "in", start, end, "goal", place)
            if head.lemma_.lower() in words.departure:
                return _Locative(toponym, own, head, "from", start, end, "departure", place)
            return None
        elif token.dep_ in ("prep", "advmod") and head.pos_ in ("NOUN", "PROPN", "VERB", "ADP"):
            token = head
            if head.pos_ == "VERB":
                return _Locative(toponym, own, head, "in", start, end, "locative", place)
        else:
            return None
    return None


def _where(toponym: Toponym, covered: list[Token], words: PlaceWords) -> _Locative | None:
    """'Niger, where a unit is deployed': the name is the place of the clause."""
    doc, last = covered[-1].doc, covered[-1].i
    for k in range(last + 1, min(last + 3, len(doc))):
        token = doc[k]
        if token.lower_ in words.place_relatives and token.head.i > k:
            place = toponym.place or _unknown(toponym)
            return _Locative(
                toponym, covered[0], token.head, "in", toponym.span.start, toponym.span.end, "where", place
            )
    return None


def _unknown(toponym: Toponym) -> NamedPlace:
    return NamedPlace(toponym.span.text, "site")


def _border(
    doc: Doc, text: str, toponyms: list[Toponym], number: int, covered: list[Token], words: PlaceWords
) -> tuple[_Locative, set[int]] | None:
    """'the border between A and B', 'its border with A', 'the A-B border', 'the Iranian border'."""
    first, last = covered[0], covered[-1]
    noun = None
    near = toponyms[max(number - 2, 0) : number + 4]
    names = {token.idx for t in near for token in tokens_in(doc, t.span)}
    for k in range(max(first.i - 4, doc[first.i].sent.start), min(last.i + 5, doc[last.i].sent.end)):
        token = doc[k]
        if token.lower_ in words.borders or (token.lemma_ in words.borders and token.pos_ == "NOUN"):
            between = doc[token.i + 1 : first.i] if token.i < first.i else doc[last.i + 1 : token.i]
            if token.i < first.i and any(t.lower_ in ("between", "with", "of") for t in between):
                noun = token
                break
            if token.i > last.i and all(t.text in ("-", "–", "/", "'s", "'", "and") or t.idx in names for t in between):
                noun = token
                break
    if noun is None:
        return None
    members, end = {number}, max(noun.idx + len(noun.text), toponyms[number].span.end)
    for other in range(number + 1, min(number + 3, len(toponyms))):
        gap = text[toponyms[other - 1].span.end : toponyms[other].span.start]
        if len(gap) <= 6 and gap.strip().strip(",") in ("and", "-", "–", "/", "", "& ") and "\n" not in gap:
            members.add(other)
            end = max(end, toponyms[other].span.end)
        else:
            break
    start = min(noun.idx, toponyms[number].span.start)
    sides = [toponyms[m] for m in sorted(members)]
    known = [s.place for s in sides if s.place is not None]
    countries = sorted({p.country for p in known if p.country})
    located = [(p.latitude, p.longitude) for p in known if p.latitude is not None and p.longitude is not None]
    point = (
        (sum(p[0] for p in located) / len(located), sum(p[1] for p in located) / len(located))
        if located
        else (None, None)
    )
    name = text[start:end]
    place = NamedPlace(
        " ".join(name.split()), "border", None, countries[0] if len(countries) == 1 else None, None, None, *point
    )
    governor, relation = noun.head, "border"
    token = noun
    for _ in range(_LONGEST_CLIMB):
        if token.dep_ in ("pobj", "pcomp"):
            governor = token.head.head
            break
        if token.dep_ in ("conj", "appos", "compound", "nmod"):
            token = token.head
            continue
        governor = token.head
        if token.dep_ == "nsubj":
            return None
        break
    return _Locative(sides[0], noun, governor, relation, start, end, "border", place), members


def _anaphora(
    doc: Doc, first: int, stop: int, toponyms: tuple[Toponym, ...], words: PlaceWords, more: _EventWords
) -> list[_Locative]:
    """'through the town': the last place of that kind that was named before."""
    found = []
    for k in range(first, stop):
        token = doc[k]
        kinds = more.anaphora.get(token.lower_)
        if (
            kinds is None
            or token.dep_ != "pobj"
            or token.head.lower_ not in words.locatives
            or token.head.lower_ == "of"
        ):
            continue
        children = list(token.children)
        if not any(c.lower_ in ("the", "this", "that") for c in children) or any(
            c.dep_ in ("prep", "compound", "appos") for c in children
        ):
            continue
        earlier = [t for t in toponyms if t.span.end <= token.idx and t.place is not None and not t.demonym]
        match = next((t for t in reversed(earlier) if t.place is not None and t.place.kind in kinds), None)
        if match is None or match.place is None:
            continue
        relation = words.locatives[token.head.lower_]
        left = token.left_edge.idx
        found.append(
            _Locative(
                match, token, token.head.head, relation, left, token.idx + len(token.text), "anaphora", match.place
            )
        )
    return found


# --- how near to the event --------------------------------------------------------------------------------------


def _clause(token: Token) -> Token:
    """The verb of the clause that `token` stands in (or its topmost noun)."""
    for _ in range(_LONGEST_CLIMB):
        if token.pos_ in ("VERB", "AUX") and token.dep_ in _CLAUSES:
            return token
        if token.head.i == token.i:
            return token
        if token.dep_ in _CLOSED:
            return token
        token = token.head
    return token


def _reaches(token: Token, goal: Token, barred: frozenset[str]) -> bool:
    """Whether climbing from `token` comes to `goal` without passing out of a clause."""
    for _ in range(_LONGEST_CLIMB):
        if token.i == goal.i:
            return True
        if token.dep_ in barred or token.head.i == token.i:
            return False
        token = token.head
    return False


def _nearness(locative: _Locative, trigger: Token, words: PlaceWords) -> int | None:
    governor = locative.governor
    if governor.i == trigger.i or locative.token.i == trigger.i:
        return OWN
    if _reaches(governor, trigger, _CLOSED | {"conj"}):
        return OWN
    speech = governor.lemma_.lower() in words.speech and governor.pos_ == "VERB"
    here, there = _clause(trigger), _clause(governor)
    if _reaches(trigger, governor, _CLOSED | {"conj"}) or (here.i == there.i and not _apart(trigger, governor)):
        return CLAUSE
    if speech and governor.head.i == trigger.i and governor.dep_ == "advcl":
        return NEIGHBOUR  # 'speaking in Tokyo, he praised ...'
    if speech:
        return FRAME if _opens(locative) and governor.i != here.i else None
    if _coordinated(here, there) or (here.dep_ in ("relcl", "acl") and _reaches(here.head, governor, _CLOSED)):
        return NEIGHBOUR
    if here.dep_ in ("xcomp", "advcl", "pcomp") and here.head.i == there.i:
        return NEIGHBOUR
    if here.dep_ == "ccomp" and here.head.i == there.i:
        return SENTENCE
    return SENTENCE


def _apart(trigger: Token, governor: Token) -> bool:
    """Two nouns that are conjuncts of one another keep their own places."""
    return governor.pos_ in ("NOUN", "PROPN") and governor.dep_ == "conj" and _reaches(governor.head, trigger, _CLOSED)


def _coordinated(a: Token, b: Token) -> bool:
    while a.dep_ == "conj" and a.head.i != a.i:
        a = a.head
    while b.dep_ == "conj" and b.head.i != b.i:
        b = b.head
    return a.i == b.i


def _opens(locative: _Locative) -> bool:
    """A phrase that opens its sentence sets the scene for all of it; 'said in Paris' does not."""
    return locative.token.i < locative.governor.i and locative.token.i - locative.token.sent.start <= 4


def _goes(locative: _Locative, trigger: Token, words: PlaceWords) -> bool:
    """Whether the event is itself a movement to or from the place."""
    if _reaches(trigger, locative.governor, _CLOSED | {"conj"}):
        verb = locative.governor.lemma_.lower()
    elif _reaches(locative.governor, trigger, _CLOSED | {"conj"}):
        verb = trigger.lemma_.lower()  # 'evacuated its staff from ...': the phrase hangs on the staff
    else:
        return False
    return verb in (words.arrival if locative.relation == "to" else words.departure)


def _host(
    trigger: Token, toponyms: tuple[Toponym, ...], doc: Doc, words: PlaceWords, more: _EventWords
) -> _Locative | None:
    """'Niger received a delegation', 'Peru faced unrest': the subject is the place."""
    verb = trigger
    for _ in range(6):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    lemma = verb.lemma_.lower()
    if lemma not in more.hosting and lemma not in more.experiencing:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return None
    start, end = subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge.text)
    inside = [t for t in _inside(toponyms, start, end) if t.place is not None and not t.demonym]
    if lemma in more.experiencing:
        inside = [t for t in inside if any(c.i == subject.i for c in tokens_in(doc, t.span))]
    if not inside:
        return None
    chosen = inside[-1]
    assert chosen.place is not None
    return _Locative(chosen, subject, verb, "in", chosen.span.start, chosen.span.end, "host", chosen.place)


# --- when the sentence does not say -------------------------------------------------------------------------------


def dateline(text: str, toponyms: tuple[Toponym, ...], before: int) -> Toponym | None:
    """The last dateline before a character: a place that opens a paragraph and is followed by a dash or colon."""
    found = None
    for toponym in toponyms:
        if toponym.span.start > before:
            break
        line = text.rfind("\n", 0, toponym.span.start) + 1
        if not text[line : toponym.span.start].strip() and AFTER_DATELINE.match(text, toponym.span.end):
            found = toponym if not toponym.demonym else found
    return found


def _carried_over(
    doc: Doc,
    text: str,
    mention: Mention,
    toponyms: tuple[Toponym, ...],
    trigger: Token,
    words: PlaceWords,
    more: _EventWords,
) -> tuple[Place, ...]:
    """The previous sentence's place, or the dateline's, for a material event of the same paragraph."""
    if mention.type not in _MATERIAL or mention.background:
        return ()
    sentence = trigger.sent
    if sentence.start > 0:
        previous = doc[sentence.start - 1].sent
        while not previous.text.strip() and previous.start > 0:
            previous = doc[previous.start - 1].sent
        if (
            "\n\n" not in text[previous.start_char : sentence.start_char].strip("\n")
            and "\n\n" not in text[previous.end_char - 2 : sentence.start_char]
        ):
            stated = [
                one
                for one in _locatives(doc, text, _inside(toponyms, previous.start_char, previous.end_char), words, more)
                if one.relation in ("in", "near", "border") and one.governor.lemma_.lower() not in words.speech
            ]
            narrow = [one for one in stated if one.place.kind in ("city", "site", "park", "admin2", "admin1")]
            if len({one.place.name for one in (narrow or stated)}) == 1:
                return (_as_place(text, (narrow or stated)[0], 6),)
    opening = dateline(text, toponyms, sentence.start_char)
    if (
        opening is not None
        and opening.place is not None
        and "\n" not in text[opening.span.start : sentence.start_char].strip()
    ):
        span, place = opening.span, opening.place
        return (Place(span, place, _precision(place), "in", f"{opening.reason} event-place:dateline"),)
    return ()


def _precision(place: NamedPlace) -> str:
    return _PRECISION.get(place.kind, "region")


def _as_place(text: str, locative: _Locative, nearness: int) -> Place:
    nearest = {OWN: "own", CLAUSE: "clause", NEIGHBOUR: "neighbour", SENTENCE: "sentence", FRAME: "frame"}
    where = nearest.get(nearness, "other" if nearness < 6 else "previous-sentence")
    relation = locative.relation
    return Place(
        Span.of(text, locative.start, locative.end),
        locative.place,
        _precision(locative.place),
        relation,
        f"{locative.toponym.reason} event-place:{locative.rule}/{where}",
    )
