"""Which temporal expression dates an event, and what it says of the event's first and last day.

The governor of an expression is found in the dependency tree: the verb, or the noun, that it modifies. It is
the event's when the trigger is that word, shares its clause as an event noun ('the attack took place on Tuesday'), is
its result ('killing 12'), or stands under a frame at the head of the sentence ('On June 2, ...'). It is not when the
governor is a verb of saying that reports the trigger, another clause's verb, or another noun ('the 2015 accord').
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc, Token

from onrecord.languages import Pack, load
from onrecord.model import Mention, Span, Time
from onrecord.resolve.times.calendar import Calendar, calendar
from onrecord.resolve.times.intervals import shift

_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHQ])$")
_FINE = {"minute": 0, "hour": 1, "day": 2, "week": 3, "month": 4, "quarter": 5, "season": 6, "year": 7, "decade": 8,
         "century": 9, "vague": 10}  # fmt: skip
_MODIFIER = frozenset({"poss", "compound", "nmod", "amod", "nummod"})
_CLAUSE = frozenset({"ROOT", "relcl", "ccomp", "advcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"})
_STEPS = 12
OWN, SHARED, FRAME, INHERITED = 0, 1, 2, 3
"""How an expression reaches the trigger, nearest first."""


@cache
def _verbs(code: str) -> Calendar:
    return calendar(load(code))


def event_times(
    doc: Doc, text: str, mention: Mention, times: tuple[Time, ...], anchor: date | None, pack: Pack | None = None
) -> tuple[Time, ...]:
    """The expressions that date `mention`, its own first; empty when the sentence dates something else, or nothing.

    Parameters
    ----------
    doc, text
        The parse and the document's own text.
    times
        What :func:`onrecord.resolve.times.find_times` found in the document.
    anchor
        The day of publication, for durations up to now ('for almost ten years').
    pack
        The language pack (English by default).

    Returns
    -------
    tuple of Time
        `earliest` and `latest` are bounds of the *event*: 'since April' starts in April and stays open, 'until Friday'
        ends on Friday, 'between A and B' is one expression. They are never narrower than the text allows.
    """
    known = calendar(pack) if pack is not None else _verbs("en")
    first = bisect_left(times, mention.evidence.start, key=lambda time: time.span.start)
    last = bisect_left(times, mention.evidence.end, key=lambda time: time.span.start)
    near = [time for time in times[first:last] if time.span.end <= mention.evidence.end]
    trigger = _tokens(doc, mention.trigger)
    if not near or not trigger:
        return ()
    head = _top(trigger)
    reached = []
    for time in near:
        covered = _tokens(doc, time.span)
        if not covered:
            continue
        level = _level(head, set(trigger), _top(covered), covered, known)
        if level is not None:
            distance = abs(time.span.start - mention.trigger.start)
            reached.append((level, _FINE.get(time.precision, 10), distance, time))
    if not reached:
        return ()
    own = min(level for level, *_ in reached)
    # a coarser expression of the clause itself and a finer frame ('Some days ago, on May 30') date the same event
    vague = all(fine == _FINE["vague"] for level, fine, *_ in reached if level == own)
    ranked = sorted(
        reached, key=lambda item: (item[0] if not vague else item[1] == _FINE["vague"], *item[1:3], item[3].span)
    )
    return tuple(bounded(_whole_range(time, near, text), text, anchor, _ongoing(head)) for *_, time in ranked)


def _tokens(doc: Doc, span: Span) -> list[Token]:
    covered = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [token for token in covered if not token.is_space] if covered is not None else []


def _top(tokens: list[Token]) -> Token:
    """The token whose head lies outside."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), tokens[0])


def _level(head: Token, trigger: set[Token], top: Token, covered: list[Token], known: Calendar) -> int | None:
    """How the expression under `top` reaches the trigger, or None."""
    inside = set(covered)
    governor, nominal = _governor(top, inside)
    if governor is None:
        return None
    if governor in trigger or _follows(head, top):
        return OWN
    verb = head if head.pos_ in ("VERB", "AUX") else None
    if nominal:
        # 'the 2015 accord', 'Tuesday's attack': only the noun itself is dated
        return None
    if governor.pos_ not in ("VERB", "AUX"):
        # a phrase after a noun of the clause: parsers hang 'on Friday' on the object ('killed 12 people on Friday')
        if _is_eventive(governor):
            return None
        verb_above = _clause_verb(governor)
        if verb_above is None:
            return None
        if verb_above in trigger:
            return SHARED
        governor = verb_above
    if governor in trigger:
        return OWN
    fronted = top.i < governor.i and not any(
        child.dep_ in ("nsubj", "nsubjpass") and child.i < top.i for child in governor.children
    )
    return _verb_level(head, verb, governor, fronted, known)


def _follows(head: Token, top: Token) -> bool:
    """Whether a date stands right behind a noun that is itself in a prepositional phrase ('since the coup in July')."""
    return (
        head.pos_ in ("NOUN", "PROPN")
        and head.dep_ == "pobj"
        and top.dep_ == "pobj"
        and top.head.i == head.i + 1
        and top.head.lower_ in ("in", "on", "of", "from")
    )


def _governor(top: Token, inside: set[Token]) -> tuple[Token | None, bool]:
    """The word that an expression modifies, and whether it stands before it as a noun's modifier."""
    token, modifies = top, False
    for _ in range(_STEPS):
        head = token.head
        if head.i == token.i:
            return (token if token not in inside and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN") else None), modifies
        if token.dep_ in _MODIFIER and head not in inside and head.pos_ in ("NOUN", "PROPN"):
            return head, True
        if head.pos_ in ("VERB", "AUX"):
            return head, False
        if (
            token.dep_ in ("pobj", "pcomp")
            or head.pos_ in ("ADP", "SCONJ", "ADV")
            or head in inside
            or token.pos_ == "ADP"
        ):
            if head.pos_ in ("NOUN", "PROPN", "PRON") and head not in inside:
                # 'the beginning of June', 'the night of Friday' belong to the expression; other nouns are dated by it
                if token.lower_ == "of" and _is_temporal(head):
                    token = head
                    continue
                return head, False
            token = head
            continue
        if head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"):
            if token.dep_ in ("appos", "conj", "nmod") and _is_temporal(head):
                token = head
                continue
            return head, token.dep_ not in ("npadvmod", "appos", "relcl", "tmod", "advmod", "prep")
        token = head
    return None, modifies


def _is_temporal(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME")


_EVENTIVE = re.compile(
    r"(?:tion|sion|ment|ing|ack|sal|val|ault|isit|eting|alks?|ike|otest|ally|oup|war|lash|urvey|aid|eal|rial)$"
)


def _is_eventive(noun: Token) -> bool:
    """Whether a noun is likely to name a happening of its own, by its ending."""
    return noun.pos_ == "NOUN" and bool(_EVENTIVE.search(noun.lemma_.lower())) and noun.lemma_.lower() != "building"


def _clause_verb(token: Token) -> Token | None:
    """The verb of whose clause a noun is an argument, when no other noun with a date of its own lies between."""
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head.i == token.i or token.dep_ in ("relcl", "acl", "appos"):
            return None
        token = token.head
    return None


def _verb_level(head: Token, verb: Token | None, governor: Token, fronted: bool, known: Calendar) -> int | None:
    """How a date of the clause of `governor` reaches a trigger that is not its verb."""
    speech = governor.lemma_.lower() in known.speech_verbs
    if governor.dep_ == "advcl" and governor.head.i == head.i and not speech and _meanwhile(governor):
        return SHARED  # 'were killed when gunmen ambushed a patrol on Tuesday'
    token, climbed = head, 0
    while token.i != governor.i and climbed < _STEPS:
        above = token.head
        if above.i == token.i:
            return None
        climbed += 1
        if token.pos_ in ("VERB", "AUX") and token.i != governor.i:
            if above.i == governor.i and token.dep_ in (
                "advcl",
                "acl",
                "xcomp",
                "conj",
                "ccomp",
                "dep",
                "prep",
                "pcomp",
            ):
                return _from_clause(token, governor, speech, fronted, known)
            if token.dep_ == "conj":
                token = above
                continue
            if token.dep_ in ("advcl", "xcomp") and token.tag_ == "VBG":
                token = above
                continue
            if token.dep_ == "pcomp" and above.pos_ in ("ADP", "SCONJ") and above.lower_ in ("by", "in", "with"):
                token = above
                continue
            return None
        token = above
    if token.i != governor.i:
        return None
    if verb is not None:
        return INHERITED if climbed and not speech else OWN
    return _noun_level(head, governor, speech, fronted, known)


def _meanwhile(clause: Token) -> bool:
    """Whether a clause tells what happened at the same time: 'when gunmen ambushed a patrol'."""
    marks = {child.lower_ for child in clause.children if child.dep_ == "mark" or child.tag_ == "WRB"}
    return bool(marks & {"when", "as", "while"}) and clause.tag_ in ("VBD", "VBN", "VBG")


def _from_clause(token: Token, governor: Token, speech: bool, fronted: bool, known: Calendar) -> int | None:
    """The trigger's clause hangs on the dated verb: a result shares its date, a report or a purpose does not."""
    if token.dep_ == "conj":
        return None if speech else FRAME if fronted else INHERITED
    if token.dep_ == "xcomp":
        aspectual = governor.lemma_.lower() in known.occurrence_verbs
        return SHARED if aspectual else None
    if token.dep_ == "ccomp":
        return FRAME if fronted and not speech and governor.lemma_.lower() in known.occurrence_verbs else None
    if token.dep_ in ("advcl", "acl", "prep", "pcomp", "dep"):
        marks = {child.lower_ for child in token.children if child.dep_ == "mark" or child.tag_ in ("WRB", "TO")}
        if token.dep_ == "advcl" and not speech and _meanwhile(token):
            return SHARED
        participle = token.tag_ in ("VBG", "VBN") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
        return SHARED if participle and not marks and not speech else None
    return None


def _noun_level(head: Token, governor: Token, speech: bool, fronted: bool, known: Calendar) -> int | None:
    """The trigger is a noun of the dated clause: subject and occurrence verbs share their date with it."""
    occurs = governor.lemma_.lower() in known.occurrence_verbs or governor.lemma_.lower() in known.planned_verbs
    token = head
    path: list[tuple[str, str]] = []
    while token.i != governor.i:
        path.append((token.dep_, token.lower_))
        token = token.head
    names = [name for name, _ in path]
    if any(name in ("relcl", "acl", "appos", "poss") for name in names):
        return None
    outermost = path[-1][0]
    if speech:
        return None
    if occurs and outermost in ("nsubj", "nsubjpass", "dobj", "attr", "prep", "agent", "oprd", "conj"):
        links = [word for name, word in path if name in ("prep", "agent")]
        return (
            None
            if any(word in ("after", "before", "since", "until", "despite", "following", "from") for word in links)
            else SHARED
        )
    if outermost == "nsubj" and len(path) == 1:
        return SHARED
    if outermost in ("prep", "agent"):
        word = path[-1][1]
        return SHARED if word in ("in", "during", "by", "with", "through", "amid", "at") and len(path) == 2 else None
    return None


def _ongoing(head: Token) -> bool:
    """Whether the trigger's verb is in the perfect or the present: a 'for' then reaches up to publication."""
    token = head
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            helpers = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
            finite = [helper for helper in helpers if helper.tag_ in ("VBZ", "VBP")] or (
                [token] if token.tag_ in ("VBZ", "VBP") else []
            )
            if finite:
                return True
            if any(helper.tag_ in ("VBD", "MD") for helper in helpers) or token.tag_ == "VBD":
                return False
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def bounded(time: Time, text: str, anchor: date | None, ongoing: bool) -> Time:
    """`time` with the bounds that its preposition leaves for the event.

    Examples
    --------
    >>> april = Time(Span(0, 5, "April"), "2024-04", earliest="2024-04-01", latest="2024-04-30", relation="since")
    >>> since = bounded(april, "April", date(2024, 6, 7), True)
    >>> since.earliest, since.latest
    ('2024-04-01', None)
    """
    relation = time.relation
    if time.type == "DURATION":
        length = _DURATION.match(time.value or "")
        if relation == "for" and time.earliest is None and ongoing and anchor is not None and length and not length[1]:
            try:
                start = shift(anchor, -float(length[2]), length[3])
            except (ValueError, OverflowError):
                return time
            return replace(time, earliest=start.isoformat(), latest=None)
        if relation in ("until", "before", "after") and time.earliest is None:
            return time
        return time
    if relation == "since":
        return replace(time, latest=None)
    if relation == "until":
        return replace(time, earliest=None)
    if relation == "before" and time.earliest:
        day = date.fromisoformat(time.earliest)
        latest = day - timedelta(days=1) if day > date.min else day
        return replace(time, earliest=None, latest=latest.isoformat())
    if relation == "after" and time.earliest:
        return replace(time, latest=None)
    return time


_LINK = re.compile(r"\s*(?:,\s*)?(?:and|to|until|till|through|-|–|—)\s+(?:the\s+)?$|\s*[-–—]\s*$", re.IGNORECASE)
_OPENING = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)


def _whole_range(time: Time, near: list[Time], text: str) -> Time:
    """`time`, or the range that it opens: 'between A and B' and 'from A to B' are one expression."""
    following = next((other for other in near if other.span.start >= time.span.end), None)
    if following is None:
        return time
    between = text[time.span.end : following.span.start]
    if len(between) > 23 or not _LINK.match(between):
        return time
    opened = _OPENING.search(text[max(0, time.span.start - 24) : time.span.start])
    if not opened and "and" in between.lower().split():
        return time
    return replace(
        time,
        span=Span.of(text, time.span.start, following.span.end),
        value=f"{time.value}/{following.value}" if time.value and following.value else None,
        latest=following.latest,
        relation="between",
        reason=f"{time.reason}+{following.reason}",
    )
