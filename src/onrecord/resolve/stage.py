"""Stage 4: from spans to actors, places, times and magnitudes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from spacy.tokens import Doc, Token

from onrecord.gazetteer import Gazetteer
from onrecord.languages import Pack
from onrecord.model import Actor, Mention, Reading
from onrecord.parse import tokens_in
from onrecord.resolve.actors import DocumentActors, same_actor
from onrecord.resolve.magnitudes import event_magnitudes, find_magnitudes
from onrecord.resolve.places import event_places, find_toponyms
from onrecord.resolve.times import event_times, find_times


class Resolve:
    """The stage that says who is meant, where, when and how many.

    Parameters
    ----------
    pack
        The language.
    gazetteer
        The place index.
    """

    def __init__(self, pack: Pack, gazetteer: Gazetteer) -> None:
        self.pack, self.gazetteer = pack, gazetteer

    def __call__(self, reading: Reading) -> Reading:
        doc, text, document = reading.parsed, reading.document.text, reading.document
        anchor = _day(document.published_at)
        people = DocumentActors(doc, text, self.pack, anchor)
        toponyms = find_toponyms(doc, text, self.pack, self.gazetteer, document.outlet)
        times = find_times(doc, text, self.pack, anchor)
        magnitudes = find_magnitudes(doc, text, self.pack)
        mentions = []
        for mention in reading.mentions:
            mention = with_participants(doc, mention, people)
            trigger = tokens_in(doc, mention.trigger)[0]
            mention = replace(mention, places=event_places(doc, text, mention, toponyms, trigger))
            mention = replace(mention, times=event_times(doc, text, mention, times, anchor))
            mentions.append(replace(mention, magnitudes=event_magnitudes(doc, text, mention, magnitudes)))
        notes = reading.notes
        if anchor is None and any(time.value is None for time in times):
            notes = (*notes, "no publication date: relative dates stay unresolved; give --published or a date in the file")
        return reading.with_(
            mentions=tuple(mentions), toponyms=toponyms, times=times, magnitudes=magnitudes, notes=notes, who=people.resolve
        )


def with_participants(doc: Doc, mention: Mention, people: DocumentActors) -> Mention:
    """The mention with its actors and recipients resolved; nobody stands on both sides."""
    actors = _resolved(doc, mention.actors, people)
    recipients = [r for r in _resolved(doc, mention.recipients, people) if not any(_same(r, a) for a in actors)]
    return replace(mention, actors=tuple(actors), recipients=tuple(recipients))


def _same(one: Actor, other: Actor) -> bool:
    return one.span == other.span or (one.name is not None and one.name == other.name)


def _resolved(doc: Doc, participants: tuple[Actor, ...], people: DocumentActors) -> list[Actor]:
    out: list[Actor] = []
    for participant in participants:
        head = _head(doc, participant)
        if head is None:
            continue
        meant = people.antecedents(head) or (people.resolve(head),)
        for actor in meant:
            if not any(same_actor(actor, known) for known in out):
                out.append(actor)
    return out


def _head(doc: Doc, participant: Actor) -> Token | None:
    tokens = tokens_in(doc, participant.span)
    if not tokens:
        return None
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head is token), tokens[-1])


def _day(published: datetime | None) -> date | None:
    return published.date() if published is not None else None
