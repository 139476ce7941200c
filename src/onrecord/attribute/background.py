"""Whether a sentence retells an earlier event instead of the news itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.languages import Pack, load
from onrecord.model import Mention, Reason, Time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

_YEAR = re.compile(r"(?:19|20)\d\d")
_REPORTED = frozenset({"ccomp", "parataxis"})
_CLAUSES = frozenset({"ccomp", "relcl", "advcl", "acl", "parataxis", "csubj", "pcomp"})
_AHEAD = frozenset({"planned", "predicted", "hypothetical", "ongoing"})


@cache
def _table(pack: Pack) -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, Any]]:
    table = pack.table("background")
    return _either(table["sentence_cues"]), _either(table["old_times"]), table


def _either(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def is_background(
    doc: Doc,
    text: str,
    trigger: Token,
    mention: Mention,
    times: tuple[Time, ...],
    anchor: date | str | None,
    pack: Pack | None = None,
) -> tuple[bool, Reason | None]:
    """Whether the sentence retells an earlier event, and the rule that says so (PLOVER manual, 'historical').

    The rules, in order: a reminder ('as a reminder'); an adjective or a year on the noun ('the 2015 agreement');
    'since the coup'; the event's own time ended long before publication, or is an unresolved 'years ago'; the
    pluperfect outside reported speech. What is planned, going on or only imagined is never background.

    Parameters
    ----------
    times
        All times of the document, in order: where the mention has none of its own, one beside its verb is taken.
    anchor
        The time of publication (ISO 8601 or a date), or None when unknown.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> from onrecord.parse import Parse
    >>> text = "As a reminder, the army seized power in Niamey."
    >>> doc = Parse(load("en").pipeline).parse(text)
    >>> coup = Mention("m", "ASSAULT", trigger=Span.of(text, 24, 30), evidence=Span.of(text, 0, len(text)))
    >>> is_background(doc, text, doc[6], coup, (), "2024-06-07")[0]
    True
    """
    if mention.status in _AHEAD:
        return False, None
    cues, old_times, table = _table(pack or load("en"))
    published = _date(anchor)
    sentence = trigger.sent
    cue = cues.search(text, sentence.start_char, sentence.end_char)
    if cue is not None:
        return True, Reason("background:reminder", f"'{cue.group().lower()}'")
    reason = (
        _noun(trigger, table, published)
        or _since(trigger, mention.times, published, table)
        or _old(text, trigger, mention, times, published, table, old_times)
    )
    reason = reason or _pluperfect(trigger, sentence.start)
    return reason is not None, reason


def _date(anchor: date | str | None) -> date | None:
    if isinstance(anchor, datetime):
        return anchor.date()
    if isinstance(anchor, str):
        return date.fromisoformat(anchor[:10])
    return anchor


def _noun(trigger: Token, table: Mapping[str, Any], published: date | None) -> Reason | None:
    """'the previous attack', 'the 2015 agreement', 'the coup of 2022'."""
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return None
    for child in trigger.children:
        if child.dep_ == "amod" and child.lower_ in table["noun_adjectives"]:
            return Reason("background:earlier", f"'{child.text} {trigger.text}'")
        year = child
        if child.dep_ == "prep" and child.lower_ in ("of", "in") and child.n_rights:
            year = next(child.rights)
        dated = year.dep_ in ("nummod", "compound", "amod", "pobj", "nmod") and _YEAR.fullmatch(year.text)
        if dated and (published is None or int(year.text) < published.year):
            return Reason("background:year", f"'{trigger.text}' of {year.text}")
    return None


def _limit(published: date, table: Mapping[str, Any]) -> str:
    """The day before which an event is no longer news."""
    return (published - timedelta(days=int(table["far_days"]))).isoformat()


def _since(trigger: Token, times: tuple[Time, ...], published: date | None, table: Mapping[str, Any]) -> Reason | None:
    """'since the coup', 'since it seized power': what is told began with it, unless it has just begun."""
    if published is not None and times and (times[0].latest or "")[:10] >= _limit(published, table):
        return None
    at = trigger
    for _ in range(12):
        if at.dep_ == "pobj" and at.head.lower_ == "since":
            return Reason("background:since", f"'since ... {trigger.text}'")
        if at.dep_ == "advcl":
            opener = next((child for child in at.children if child.dep_ == "mark"), None)
            if opener is not None and opener.lower_ == "since" and at.tag_ in ("VBD", "VBN"):
                return Reason("background:since", f"'since ... {trigger.text}'")
        if at.head.i == at.i or at.dep_ in _CLAUSES:
            return None
        at = at.head
    return None


def _verb(trigger: Token) -> Token | None:
    """The verb that carries the event's tense: itself, or the one that the noun depends on."""
    at = trigger
    for _ in range(6):
        if at.pos_ in ("VERB", "AUX"):
            return at
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def _own_time(mention: Mention, verb: Token | None, times: tuple[Time, ...]) -> Time | None:
    """The mention's own time, or the first that stands in an adverbial of its verb."""
    if mention.times:
        return mention.times[0]
    if verb is None or not times:
        return None
    for child in verb.children:
        if child.dep_ in ("npadvmod", "advmod", "prep"):
            at = bisect_left(times, child.left_edge.idx, key=lambda time: time.span.start)
            last = child.right_edge
            if at < len(times) and times[at].span.start < last.idx + len(last.text):
                return times[at]
    return None


def _old(
    text: str,
    trigger: Token,
    mention: Mention,
    times: tuple[Time, ...],
    published: date | None,
    table: Mapping[str, Any],
    old_times: re.Pattern[str],
) -> Reason | None:
    verb = _verb(trigger)
    own = _own_time(mention, verb, times)
    if own is not None and own.latest and published is not None:
        if own.relation != "since" and own.latest[:10] < _limit(published, table):
            return Reason("background:long-before", f"'{own.span.text}' lies long before publication")
        return None
    if verb is None:
        return None
    for child in verb.children:
        if child.dep_ in ("npadvmod", "advmod", "prep"):
            first, last = child.left_edge, child.right_edge
            if last.i - first.i > 12:
                continue
            found = old_times.search(text, first.idx, last.idx + len(last.text))
            if found is not None:
                return Reason("background:long-ago", f"'{found.group()}'")
            if child.dep_ == "advmod" and child.lower_ in table["adverbs"] and verb.tag_ in ("VBD", "VBN"):
                return Reason("background:earlier", f"'{child.text}' with '{verb.text}'")
    return None


def _pluperfect(trigger: Token, start: int) -> Reason | None:
    """'had signed': earlier than what the text tells; in reported speech it is only the shifted perfect."""
    verb = _verb(trigger)
    if verb is None or verb.tag_ != "VBN":
        return None
    if not any(child.dep_ == "aux" and child.lower_ in ("had", "'d") for child in verb.children):
        return None
    at = verb
    for _ in range(12):
        if at.dep_ in _REPORTED or (at.dep_ == "acl" and any(child.dep_ == "mark" for child in at.children)):
            return None
        if at.i != verb.i and any(child.dep_ in _REPORTED for child in at.children):
            return None
        if at.head.i == at.i:
            break
        at = at.head
    return None if start == 0 and verb.dep_ == "ROOT" else Reason("background:pluperfect", f"'had {verb.text}'")
