"""Which words of a text name a place.

Two witnesses are heard, the parser's entity labels and the gazetteer, and what stands left and right of the name:
prepositions, 'City, Region', longer names it is part of, titles. Each says how much it speaks for a place
(positive) or against (negative); a name is a toponym when the sum reaches `THRESHOLD`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from onrecord.resolve.places.candidates import Candidates, Finder, Ranked
from onrecord.resolve.places.words import PlaceWords

THRESHOLD = 1.0
LONGEST = 6
"""Words in the longest name that is tried."""

# How much each observation speaks for a place. Set by hand, in steps of a half, on LGL (local news) and GeoVirus (world
# news).
LABEL = {"GPE": 3.0, "LOC": 3.0, "FAC": 0.5, "NORP": 0.0, "ORG": -1.0, "PERSON": -2.0, "": 0.0}
PARTLY_PLACE = 1.0
OTHER_LABEL = -1.0
AFTER_LOCATIVE = 1.5
AFTER_SPATIAL = 2.0
AFTER_OF = 0.5
WITH_REGION = 2.0
NAMES_REGION = 2.0
COUNTRY = 2.5
FAMOUS = 2.0
WELL_KNOWN = 1.0
LITTLE_KNOWN = -1.0
NOT_KNOWN = -2.5
AFTER_CAPITAL = -2.0
BEFORE_CAPITAL = -1.5
BEFORE_ORGANISATION = -3.0
AFTER_TITLE = -4.5
NOT_A_NAME = -2.0
OPENS_SENTENCE = -0.5
PERSON_ELSEWHERE = -1.5
PLACE_ELSEWHERE = 1.0
FEATURE = 1.5
SEAT_OF_ORGANISATION = 3.5
"""'Dublin Historical Society' in a text about Dublin: the place is meant too."""
DATELINE = 2.0
LISTED = 1.5
AFTER_KIND_OF = 4.0
PLACE_EXPECTED = 2.0
IN_ORGANISATION = -2.0
TEN_THOUSAND, A_HUNDRED_THOUSAND, A_MILLION = 4.0, 5.0, 6.0
CERTAIN = 9.9
"""Prior from which a name is a country's: what the words around it say against a place counts half."""
FAR_LESS_KNOWN = 4.0
DISTINCT = 1.5
BEFORE_REGION_NOUN = 1.5
PERSON_AFTER_LOCATIVE = 1.5

_NOT_NAMES = frozenset({"DATE", "TIME", "LANGUAGE", "NORP", "EVENT", "LAW", "WORK_OF_ART"})
_DISTINCT_KINDS = frozenset({"park", "water", "site", "region", "admin1", "admin2"})

# fmt: off
_CONNECTORS = frozenset((
    "of", "the", "de", "la", "del", "da", "do", "dos", "du", "des", "al", "el", "au", "aux", "sur", "upon", "on",
    "under", "le", "les", "and", "am", "an", "der", "den", "di", "bin", "y", "e", "-", "'", "'s",
))
# fmt: on
AFTER_DATELINE = re.compile(r"[^.\n]{0,40}?(?: ?[—–]| --? |: |\) ?[-—–])")
"""What follows the place of a dateline, up to its dash."""

_LIST = re.compile(r",? (?:and |or )?|,? & |/")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ž]")


@dataclass(slots=True)
class Found:
    """A name that may be a place, tokens `first` up to and including `last`."""

    first: int
    last: int
    start: int
    end: int
    name: str
    candidates: Candidates
    score: float = 0.0
    label: str = ""
    region: Found | None = None
    evidence: list[str] = field(default_factory=list)

    @property
    def demonym(self) -> bool:
        return self.candidates.how == "demonym"


def recognise(doc: Doc, finder: Finder) -> list[Found]:
    """The toponyms of a document, in order; names that the gazetteer lacks have no candidates."""
    words, text = finder.words, doc.text
    spans = _named_spans(doc, text, finder)
    if not spans:
        return []
    join_regions(text, spans)
    persons = {t.text.casefold() for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for t in e}
    for found in spans:
        _weigh(doc, text, found, words, persons)
    for one, other in itertools.pairwise(spans):
        if _LIST.fullmatch(text, one.end, other.start):
            for found, beside in ((one, other), (other, one)):
                if found.score < THRESHOLD <= beside.score and not beside.demonym and found.candidates.ranked:
                    found.score += LISTED
                    found.evidence.append("listed")
    sure = {found.name.casefold() for found in spans if found.score >= THRESHOLD + 2}
    kept = []
    for found in spans:
        if found.score < THRESHOLD and found.name.casefold() in sure and "in-longer-name" not in found.evidence:
            found.score += SEAT_OF_ORGANISATION if "before-organisation" in found.evidence else PLACE_ELSEWHERE
            found.evidence.append("same-name")
        if found.score >= THRESHOLD or (found.demonym and "before-organisation" not in found.evidence):
            kept.append(found)
    return kept


def _capital(token: Token) -> bool:
    return _NAME.match(token.text) is not None


def _named_spans(doc: Doc, text: str, finder: Finder) -> list[Found]:
    """Non-overlapping names: the longest that the gazetteer knows, else what the parser labels a place."""
    spans: list[Found] = []
    entities = {e.start: e for e in doc.ents if e.label_ in ("GPE", "LOC", "FAC")}
    i, n = 0, len(doc)
    while i < n:
        token = doc[i]
        if (
            not _capital(token)
            or token.lower_ in finder.words.never
            or token.text in ("The", "THE")
            or (i and doc[i - 1].text == "$")
        ):
            i += 1
            continue
        found = _longest(doc, text, i, finder)
        if found is None and i in entities:
            found = _from_entity(doc, text, entities[i].start, entities[i].end - 1, finder)
        if found is None or found.first == found.last:
            found = _feature(doc, text, i, finder) or found
        if found is None and _place_expected(doc, i, finder.words):
            found = _unlisted(doc, text, i, finder)
        if found is None:
            i += 1
            continue
        spans.append(found)
        i = found.last + 1
    return spans


def _longest(doc: Doc, text: str, i: int, finder: Finder) -> Found | None:
    """The longest name from token `i` on that the gazetteer knows."""
    n = len(doc)
    j = i + 1
    sentence = doc[i].sent.end
    stop = min(n, sentence, i + LONGEST)
    ends = [i]
    while j < stop:
        token = doc[j]
        if _capital(token):
            ends.append(j)
        elif token.lower_ not in _CONNECTORS:
            break
        j += 1
    words = finder.words
    for end in reversed(ends):
        first = doc[i]
        if end == i and first.lower_ in words.directions:
            continue
        found = _make(doc, text, i, end, finder)
        if found.candidates.how == "region-noun" and end + 1 < n and doc[end + 1].lower_ == "of":
            continue  # 'United States Department of ...'
        if found.candidates.ranked:
            return found
    return None


def _place_expected(doc: Doc, i: int, words: PlaceWords) -> bool:
    """Whether what stands before can only be followed by a place: 'in', 'near', 'the village of'."""
    if i == 0 or doc[i].ent_type_ in _NOT_NAMES or doc[i].pos_ != "PROPN":
        return False
    before = doc[i - 1]
    if before.lower_ == "of":
        return i > 1 and _is_kind(doc[i - 2], words)
    return before.lower_ in words.spatial


def _is_kind(token: Token, words: PlaceWords) -> bool:
    """'village', 'island' before 'of'."""
    return token.is_lower and (token.lower_ in words.region_nouns or token.lower_ in words.kind_nouns)


def _feature(doc: Doc, text: str, i: int, finder: Finder) -> Found | None:
    """A capitalised name that ends in the noun of a natural feature or region: 'Takutu River'."""
    words = finder.words
    for last in range(i + 1, min(len(doc), i + 4)):
        token = doc[last]
        if not _capital(token) or token.pos_ != "PROPN":
            return None
        if token.lower_ in words.feature_nouns and token.lower_ not in words.built_nouns:
            following = doc[last + 1] if last + 1 < len(doc) else None
            if following is not None and _capital(following) and not following.is_sent_start:
                return None
            found = _make(doc, text, i, last, finder)
            return found if not found.candidates.ranked else None
    return None


def _unlisted(doc: Doc, text: str, i: int, finder: Finder) -> Found | None:
    """The whole capitalised name from token `i` on, which the gazetteer lacks."""
    last = i
    while last + 1 < min(len(doc), i + LONGEST) and _capital(doc[last + 1]) and doc[last + 1].pos_ == "PROPN":
        last += 1
    if doc[last].lower_ in finder.words.organisation_nouns:
        return None
    found = _make(doc, text, i, last, finder)
    return found if not found.candidates.ranked else None


def _make(doc: Doc, text: str, first: int, last: int, finder: Finder) -> Found:
    start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
    name = text[start:end] if last - first else doc[first].text
    if (
        last + 1 < len(doc)
        and doc[last + 1].text == "."
        and doc[last + 1].idx == end
        and f"{name}." in finder.words.abbreviations
    ):
        end, name = end + 1, f"{name}."
    return Found(first, last, start, end, name, finder.find(name))


def _from_entity(doc: Doc, text: str, first: int, last: int, finder: Finder) -> Found | None:
    while first <= last and doc[first].lower_ in ("the", "a", "an"):
        first += 1
    while last >= first and (doc[last].text in ("'s", "'", ",", ".") or doc[last].is_space):
        last -= 1
    if first > last or not any(_capital(doc[k]) for k in range(first, last + 1)):
        return None
    return _make(doc, text, first, last, finder)


def join_regions(text: str, spans: list[Found]) -> None:
    """'Paris, Texas': remember the region, when it can hold the place."""
    for found, after in itertools.pairwise(spans):
        gap = text[found.end : after.start]
        joined = gap.strip() in (",", "(") or (gap == " " and after.candidates.how == "abbreviation")
        if joined and _can_hold(after.candidates.ranked, found.candidates.ranked):
            found.region = after


def _can_hold(regions: Ranked, places: Ranked) -> bool:
    """Whether the second name can be the region of the first; 'Iraq, Iran' is a list, whatever hamlet is an Iraq."""
    if not places:
        return bool(regions) and regions[0][0].kind in ("admin1", "country")
    inner = {(p.country, p.admin1) for p, _ in regions if p.kind in ("admin1", "admin2", "region")}
    outer = {p.country for p, _ in regions if p.kind in ("country", "region")}
    top = places[0][1]
    return any(
        place.kind not in ("country", "continent")
        and top - prior < FAR_LESS_KNOWN
        and (((place.country, place.admin1) in inner and place.kind != "admin1") or place.country in outer)
        for place, prior in places
    )


def _weigh(doc: Doc, text: str, found: Found, words: PlaceWords, persons: set[str]) -> None:
    first, last = doc[found.first], doc[found.last]
    say = found.evidence.append
    country = bool(found.candidates.ranked) and found.candidates.ranked[0][1] >= CERTAIN
    score = _label(doc, found)
    well_known = bool(found.candidates.ranked) and found.candidates.ranked[0][1] >= A_MILLION
    if score < 0 and well_known and not _sticks_out(doc, found, ("PERSON",)):
        score /= 2
    labelled = score
    score += _known(found, words)
    if found.last > found.first and found.candidates.ranked and found.candidates.ranked[0][0].kind in _DISTINCT_KINDS:
        score += DISTINCT
        say("distinct")
    if last.i + 1 < len(doc) and doc[last.i + 1].lower_ in words.region_nouns and doc[last.i + 1].is_lower:
        score += BEFORE_REGION_NOUN
        say("before-region-noun")
    before = doc[found.first - 1] if found.first else None
    if before is not None and before.lower_ in ("the", "a") and found.first > 1:
        before = doc[found.first - 2]
    if before is not None and before.lower_ in words.directions and before.i:
        before = doc[before.i - 1]
    of_what = doc[before.i - 1] if before is not None and before.lower_ == "of" and before.i else None
    if of_what is not None and _is_kind(of_what, words):
        score += AFTER_KIND_OF - min(labelled, 0.0)
        say("after-kind-of")
    elif of_what is not None and _capital(of_what) and of_what.lower_ in words.organisation_nouns:
        score += IN_ORGANISATION
        say("in-longer-name")
    elif before is not None and before.lower_ in words.locatives:
        score += (
            AFTER_OF if before.lower_ == "of" else AFTER_SPATIAL if before.lower_ in words.spatial else AFTER_LOCATIVE
        )
        say("after-locative")
        if before.lower_ in words.spatial and labelled < 0 and found.label in ("PERSON", "ORG", "FAC"):
            score -= labelled if found.label == "PERSON" else labelled / 2
        elif found.label == "PERSON" and before.lower_ in words.static and found.first == found.last:
            score += PERSON_AFTER_LOCATIVE
        if not found.candidates.ranked and before.lower_ in words.spatial:
            score += PLACE_EXPECTED
    if found.region is not None:
        score += WITH_REGION
        say("with-region")
    if _dateline(doc, text, found):
        score += DATELINE
        say("dateline")
    around = _neighbours(doc, found, words)
    score += around / 2 if country and not found.demonym else around
    if all(doc[k].pos_ not in ("PROPN", "ADJ") for k in range(found.first, found.last + 1)):
        score += NOT_A_NAME
        say("not-a-name")
    elif first.is_sent_start and found.label not in ("GPE", "LOC"):
        score += OPENS_SENTENCE
    if found.first == found.last and last.lower_ in persons and found.label not in ("GPE", "LOC"):
        score += PERSON_ELSEWHERE
        say("person-elsewhere")
    found.score = score


def _dateline(doc: Doc, text: str, found: Found) -> bool:
    """Whether the name opens a paragraph and a dash follows: 'NAIROBI (Agency) - '."""
    before = doc[found.first - 1] if found.first else None
    return (before is None or "\n" in before.text) and AFTER_DATELINE.match(text, found.end) is not None


def _label(doc: Doc, found: Found) -> float:
    labels = {}
    for k in range(found.first, found.last + 1):
        token = doc[k]
        if token.ent_iob_ != "O":
            labels[token.ent_type_] = token
    if not labels:
        return 0.0
    place = next((labels[x] for x in ("GPE", "LOC") if x in labels), None)
    if place is not None:
        found.label = place.ent_type_
        found.evidence.append(f"label/{place.ent_type_}")
        if len(labels) == 1 and not _sticks_out(doc, found, ("GPE", "LOC")):
            return LABEL[place.ent_type_]
        return PARTLY_PLACE
    label, _ = next(iter(labels.items()))
    found.label = label
    found.evidence.append(f"label/{label}")
    if label == "FAC" and _sticks_out(doc, found, ("FAC",)):
        return 0.0  # only a piece of a building's or street's name
    return LABEL.get(label, OTHER_LABEL)


def _sticks_out(doc: Doc, found: Found, labels: tuple[str, ...]) -> bool:
    """Whether the parser's entity goes on beyond the name."""
    n = len(doc)
    left = found.first > 0 and doc[found.first].ent_iob_ == "I" and doc[found.first - 1].ent_type_ in labels
    left = left and doc[found.first - 1].lower_ != "the"
    right = found.last + 1 < n and doc[found.last + 1].ent_iob_ == "I" and doc[found.last + 1].text not in ("'s", "'")
    return left or right


def _ends_in_feature(found: Found, words: PlaceWords) -> bool:
    last = found.name.rsplit(None, 1)[-1].casefold()
    return last in words.feature_nouns and last not in words.built_nouns


def _known(found: Found, words: PlaceWords) -> float:
    ranked = found.candidates.ranked
    if not ranked:
        return FEATURE if found.last > found.first and _ends_in_feature(found, words) else NOT_KNOWN
    place, prior = ranked[0]
    if found.candidates.how == "feature":
        return FEATURE
    if found.candidates.how == "abbreviation" or place.kind in ("continent",):
        return NAMES_REGION
    if prior >= CERTAIN:
        return COUNTRY
    if prior >= A_MILLION:
        return FAMOUS
    if prior >= A_HUNDRED_THOUSAND:
        return WELL_KNOWN
    return LITTLE_KNOWN if prior < TEN_THOUSAND else 0.0


def _neighbours(doc: Doc, found: Found, words: PlaceWords) -> float:
    score = 0.0
    n = len(doc)
    before = doc[found.first - 1] if found.first else None
    after = doc[found.last + 1] if found.last + 1 < n else None
    if before is not None and not doc[found.first].is_sent_start:
        if before.lower_ in words.titles:
            score += AFTER_TITLE
            found.evidence.append("after-title")
        elif (
            _capital(before)
            and found.label not in ("GPE", "LOC")
            and before.lower_ not in words.directions
            and before.lower_ not in words.locatives
        ):
            score += AFTER_CAPITAL
            found.evidence.append("in-longer-name")
    if after is not None and not after.is_sent_start:
        if after.lower_ in words.organisation_nouns and _capital(after):
            score += BEFORE_ORGANISATION
            found.evidence.append("before-organisation")
        elif _capital(after) and found.label not in ("GPE", "LOC"):
            score += BEFORE_CAPITAL
            found.evidence.append("before-organisation")
    return score
