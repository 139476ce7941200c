"""Which mention another one denies, inside a document.

The rules, each stated so that a user can defend the row:

1. The type of what is denied must match: a denial of bases is no denial of training.
2. The participants must match: the denied event and the other share an actor (by country or by name), or where one
   of them names no actor, a recipient.
3. The other is reported as a fact or on the word of somebody else, and is not itself denied.
4. A denial that only points back ('denied it', 'rejected the accusation') denies the nearest accusation before it that
   is directed at the denier, at most `REACH` sentences away: the content of that accusation; or else what somebody
   else has just said, in the same sentence or the one before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.attribute.status import UTTERANCES
from onrecord.model import Actor, Attribution, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.attribute.lexicon import Lexicon

REACH = 4
"""Sentences between an accusation and 'denied it': about a paragraph of news."""
_REPORTED = frozenset({"occurred", "ongoing", "planned"})
_BACKWARD = frozenset({"it", "this", "that", "them", "so", "which"})


def with_denials(
    doc: Doc, mentions: tuple[Mention, ...], attributions: tuple[Attribution, ...], words: Lexicon
) -> tuple[Mention, ...]:
    """The mentions with `denies` set where one denies what another reports.

    The denying mention is that of the word of denying ('denied', a REJECT); where none is coded, the negated mention
    itself ('"We train no armed group," he said').

    Examples
    --------
    'Chad says Elbonia armed rebels. Elbonia denied arming rebels.': the mention of 'denied' denies that of 'armed'.
    """
    denials = {held.cue.start: held for held in attributions if held.stance == "denies" and held.cue is not None}
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.status == "negated" and (held := _denied_by(mention)) is not None:
            other = _reported(mention, mentions)
            if other is not None:
                found.setdefault(_denier(mention, held, mentions) or mention.id, other.id)
    for mention in mentions:
        if mention.type == "REJECT" and mention.id not in found and mention.status == "occurred":
            held_here = next((held for start, held in denials.items() if start in mention.trigger), None)
            if held_here is None:
                held_here = next((h for h in denials.values() if h.cue and mention.trigger.start in h.cue), None)
            if held_here is not None and _points_back(doc, held_here, words):
                accused = _accusation(doc, mention, mentions) or _just_said(doc, mention, mentions)
                if accused is not None:
                    found[mention.id] = accused.id
    return tuple(replace(m, denies=found[m.id]) if m.id in found else m for m in mentions)


def _denied_by(mention: Mention) -> Attribution | None:
    """The attribution on which the negation rests: a denial, or anybody's word that it is not so."""
    return next(
        (held for held in mention.attributions if held.stance in {"denies", "asserts"} and held.source is not None),
        None,
    )


def _denier(mention: Mention, held: Attribution, mentions: tuple[Mention, ...]) -> str | None:
    """The mention of the word of denying."""
    if held.stance != "denies" or held.cue is None:
        return None
    return next((m.id for m in mentions if m.type == "REJECT" and m.trigger.overlaps(held.cue)), None)


def _reported(denied: Mention, mentions: tuple[Mention, ...]) -> Mention | None:
    """The nearest mention that reports what `denied` negates; those before it first."""
    best: tuple[bool, int, Mention] | None = None
    for other in mentions:
        if other.id == denied.id or other.type != denied.type or other.status not in _REPORTED:
            continue
        if other.type in UTTERANCES:
            continue  # an accusation that is rejected has been made
        if not _alike(denied, other) or _sources(other) & _sources(denied):
            continue
        distance = denied.trigger.start - other.trigger.start
        rank = (distance < 0, abs(distance), other)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best is not None else None


def _alike(one: Mention, other: Mention) -> bool:
    mine, theirs = _keys(one.actors), _keys(other.actors)
    if mine and theirs:
        return bool(mine & theirs)
    return bool(_keys(one.recipients) & _keys(other.recipients))


def _keys(actors: tuple[Actor, ...]) -> set[str]:
    return {key for actor in actors for key in (actor.country, actor.name) if key}


def _sources(mention: Mention) -> set[str]:
    """Who stands behind a mention, by name and by country."""
    sources = [held.source for held in mention.attributions if held.source is not None]
    return {key for source in sources for key in (source.country, source.name) if key}


def _points_back(doc: Doc, held: Attribution, words: Lexicon) -> bool:
    """Whether what is denied is only a pronoun or 'the accusation'."""
    if len(held.content) != 1:
        return False
    span = doc.char_span(held.content[0].start, held.content[0].end, alignment_mode="expand")
    if span is None or len(span) > 4:
        return False
    head = span.root
    return head.lower_ in _BACKWARD or head.lemma_.lower() in words.accounts


def _accusation(doc: Doc, denial: Mention, mentions: tuple[Mention, ...]) -> Mention | None:
    """The content of the nearest accusation before `denial` that is directed at the denier."""
    denier = _keys(denial.actors)
    by_id = {mention.id: mention for mention in mentions}
    for mention in reversed([m for m in mentions if m.trigger.start < denial.trigger.start]):
        between = doc.char_span(mention.trigger.start, denial.trigger.start, alignment_mode="expand")
        if between is None or sum(1 for token in between if token.is_sent_start) > REACH:
            return None
        outer = by_id.get(mention.content_of or "")
        if outer is not None and outer.type == "ACCUSE" and mention.status in _REPORTED:
            accused = _keys(outer.recipients) | _keys(mention.actors)
            if denier & accused:
                return mention
    return None


def _just_said(doc: Doc, denial: Mention, mentions: tuple[Mention, ...]) -> Mention | None:
    """The nearest mention before `denial` on somebody else's word, in the same sentence or the one before."""
    denier = _keys(denial.actors)
    for mention in reversed([m for m in mentions if m.trigger.start < denial.trigger.start]):
        between = doc.char_span(mention.trigger.start, denial.trigger.start, alignment_mode="expand")
        if between is None or sum(1 for token in between if token.is_sent_start) > 1:
            return None
        asserted = any(held.stance in {"asserts", "confirms", "claims"} for held in mention.attributions)
        told = asserted and mention.status in _REPORTED and mention.type not in UTTERANCES
        if told and not _sources(mention) & denier:
            return mention
    return None
