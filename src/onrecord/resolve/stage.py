"""Stage 4: from spans to actors, places, times and magnitudes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from spacy.tokens import Doc, Token

from onrecord.gazetteer import Gazetteer
from onrecord.languages import Pack
from onrecord.model import Actor, Mention, Reading, Toponym
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
        toponyms = find_toponyms(doc, text, self.pack, self.gazetteer, document.outlet)
        people = DocumentActors(doc, text, self.pack, anchor, toponyms, home_country(toponyms))
        times = find_times(doc, text, self.pack, anchor)
        magnitudes = find_magnitudes(doc, text, self.pack)
        mentions: list[Mention] = []
        for mention in reading.mentions:
            mention = with_participants(doc, mention, people, mentions[-1] if mentions else None)
            trigger = tokens_in(doc, mention.trigger)[0]
            mention = replace(mention, places=event_places(doc, text, mention, toponyms, trigger))
            mention = replace(mention, times=event_times(doc, text, mention, times, anchor))
            mentions.append(replace(mention, magnitudes=event_magnitudes(doc, text, mention, magnitudes)))
        notes = reading.notes
        if anchor is None and any(time.earliest is None and time.type in ("DATE", "TIME") for time in times):
            notes = (
                *notes,
                "no publication date: relative dates stay unresolved; give --published or a date in the file",
            )
        return reading.with_(
            mentions=tuple(mentions),
            toponyms=toponyms,
            times=times,
            magnitudes=magnitudes,
            notes=notes,
            who=people.resolve,
        )


def with_participants(doc: Doc, mention: Mention, people: DocumentActors, before: Mention | None) -> Mention:
    """The mention with its actors and recipients resolved; nobody stands on both sides.

    A 'they' without an antecedent stands for the actors of the mention `before`, where that is near.
    """
    near = before is not None and mention.trigger.start - before.trigger.start < _REACH
    told = before.actors if before is not None and near else ()
    actors = _resolved(doc, mention.actors, people, told)
    recipients = [r for r in _resolved(doc, mention.recipients, people, ()) if not any(_same(r, a) for a in actors)]
    return replace(mention, actors=tuple(actors), recipients=tuple(recipients))


def _same(one: Actor, other: Actor) -> bool:
    return one.span == other.span or (one.name is not None and one.name == other.name)


_REACH = 300
"""Characters over which 'they' can reach back to the actors of the mention before: about two sentences."""


def _resolved(
    doc: Doc, participants: tuple[Actor, ...], people: DocumentActors, told: tuple[Actor, ...]
) -> list[Actor]:
    out: list[Actor] = []
    for participant in participants:
        head = _head(doc, participant)
        if head is None:
            continue
        meant = people.antecedents(head)
        if told and head.lower_ == "they" and not any(a.name or a.country for a in meant):
            meant = tuple(replace(a, span=participant.span, reason=f"pronoun:event-before+{a.reason}") for a in told)
        for actor in meant or _sides(head, people):
            if not any(same_actor(actor, known) for known in out):
                out.append(actor)
    return out


def _sides(head: Token, people: DocumentActors) -> tuple[Actor, ...]:
    """One actor, or one for each nation where a phrase names several: 'Chinese and Indian troops', 'their envoys'."""
    actor = people.resolve(head)
    nations: list[Token] = []
    for child in head.lefts:
        if child.dep_ in ("amod", "nmod", "compound") and child.ent_type_ in ("NORP", "GPE"):
            nations = [child, *(c for c in child.subtree if c.dep_ == "conj" and c.ent_type_ in ("NORP", "GPE"))]
        elif child.dep_ == "poss" and child.tag_ in ("PRP$", "WP$"):
            owners = people.antecedents(child) if child.tag_ == "PRP$" else _whose(child, people)
            countries = list(dict.fromkeys(o.country for o in owners if o.country))
            if countries and (actor.country is None or len(countries) > 1):
                return tuple(replace(actor, country=c, reason=f"{actor.reason}+possessor") for c in countries)
    if len(nations) > 1:
        named = [people.resolve(nation) for nation in nations]
        if all(n.country for n in named):
            return tuple(replace(actor, country=n.country, reason=f"{actor.reason}+each-nation") for n in named)
    return (actor,)


def _whose(pronoun: Token, people: DocumentActors) -> tuple[Actor, ...]:
    node = pronoun.head
    for _ in range(4):
        if node.dep_ == "relcl":
            return (people.resolve(node.head),)
        node = node.head
    return ()


HOME_SHARE = 0.6
"""Share of a document's resolved places that one country must have to be the home of its organs of state. The
same bound as for the focus of its references to countries (see :mod:`onrecord.resolve.actors.resolver`)."""


def home_country(toponyms: Iterable[Toponym]) -> str | None:
    """The country in which most places of the document lie, or None where no country has enough of them."""
    counts = Counter(t.place.country for t in toponyms if t.place is not None and t.place.country)
    if not counts:
        return None
    country, most = counts.most_common(1)[0]
    return country if most >= HOME_SHARE * counts.total() else None


def _head(doc: Doc, participant: Actor) -> Token | None:
    tokens = tokens_in(doc, participant.span)
    if not tokens:
        return None
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head is token), tokens[-1])


def _day(published: datetime | None) -> date | None:
    return published.date() if published is not None else None
