"""What an export keeps to itself: the names of private persons, and on demand every text of the documents.

A reading goes in and a reading comes out, so that no format, column or nested value can forget it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from onrecord.directory import names as directory
from onrecord.export.people import has_office, is_person, is_private, office_words
from onrecord.languages import SUPPORTED, load
from onrecord.model import Actor, Attribution, Document, Magnitude, Mention, Place, Reading, Source, Span, Time

ROLES = {
    "AGR": "farmer", "BUS": "business person", "CVL": "civilian", "EDU": "educator or student",
    "JRN": "journalist", "LAB": "worker", "MED": "health worker", "OPP": "opposition member", "PRM": "paramilitary",
    "REB": "rebel", "REF": "refugee", "REL": "religious person", "SOC": "campaigner", "UAF": "armed person",
}  # fmt: skip
"""What a private person is called by PLOVER sector, where the text gives no role of its own; without one, 'person'."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SPLIT = re.compile(r"[\W_]+")

Hide = Callable[[str], str]


@dataclass(frozen=True)
class Veil:
    """Takes names and texts out of readings.

    Parameters
    ----------
    names
        Whether the names of private persons stay. Without it they become their role in brackets (``[activist]``) in
        every text; a document's id or address that holds one is replaced.
    text
        Whether texts of the document stay. Without it a span's text becomes ``12-20:sha256:...``, offsets and SHA-256
        of the UTF-8 of the text, the title ``sha256:...``. What a private name was taken out of gets no hash, for
        whoever guesses the name could check it. Names, codes, titles of office and metadata stay.

    Examples
    --------
    >>> text = "Police arrested Ana Roe."
    >>> who = Actor(Span.of(text, 16, 23), "Ana Roe", None, ("CVL",), "activist", "named")
    >>> mention = Mention("m", "COERCE", Span.of(text, 7, 15), Span.of(text, 0, 24), recipients=(who,))
    >>> Veil()(Reading(Document("d", text), (mention,))).mentions[0].evidence.text
    'Police arrested [activist].'
    """

    names: bool = False
    text: bool = True

    def __call__(self, reading: Reading, whole: Iterable[Mention] = ()) -> Reading:
        """The reading without what is kept back.

        Parameters
        ----------
        whole
            All mentions of the document, when `reading` holds a selection of them: the names in them are taken out of
            the selection, too.
        """
        people = None if self.names else _People.of(reading, (*reading.mentions, *whole))
        if people is not None and not people.private:
            people = None
        if people is None and self.text:
            return reading
        return _Hidden(people, self.text).reading(reading)


@dataclass(frozen=True)
class _People:
    """The private names of a document with the role of each, and the patterns that find them."""

    private: dict[str, str]
    full: re.Pattern[str]
    any: re.Pattern[str]
    parts: dict[str, str]
    kept: frozenset[str]

    @classmethod
    def of(cls, reading: Reading, mentions: tuple[Mention, ...]) -> _People:
        private: dict[str, str] = {}
        public: set[str] = set()
        language = reading.document.language
        for name, title, sectors, reason in _named(mentions, reading.attributions):
            if is_private(name, title, sectors, reason, language):
                private.setdefault(name, _role(title, sectors))
            elif is_person(name, title, sectors, reason) and has_office(title, sectors, reason, language):
                public.add(name)
        places = {place.place.name for mention in mentions for place in mention.places}
        for name in _by_first_name(reading.document.text, language, public | places):
            private.setdefault(name, "person")
        known = [set(_tokens(name)) for name in public]
        private = {
            name: role for name, role in private.items() if not any(set(_tokens(name)) <= tokens for tokens in known)
        }
        parts: dict[str, str] = {}
        for name, role in private.items():
            for part in _tokens(name):
                if len(part) > 1 and not part.islower() and part.lower() not in office_words(language):
                    for variant in (part, part.upper(), _plain(part)):
                        parts.setdefault(variant, role)
        kept = frozenset(name for name in public if name.casefold() not in {one.casefold() for one in private})
        return cls(private, _pattern(private), _pattern(private, kept, parts), parts, kept)

    def role(self, text: str) -> str:
        """What to write for a match."""
        if text in self.kept:
            return text
        if text in self.parts:
            return f"[{self.parts[text]}]"
        folded = _tokens(_plain(text).casefold())
        for name, role in self.private.items():
            if _tokens(_plain(name).casefold()) == folded:
                return f"[{role}]"
        return "[person]"

    def hide(self, text: str) -> str:
        """`text` without private names and parts of them."""
        return self.any.sub(lambda match: self.role(match[0]), text)

    def hide_full(self, text: str) -> str:
        """`text` without private names; parts stay, for places and outlets bear the names of people."""
        return self.full.sub(lambda match: self.role(match[0]), text)

    def held_by(self, label: str) -> bool:
        """Whether an id or address holds a private name or a part of one, however it is joined."""
        folded = _plain(label).casefold()
        words = set(_SPLIT.split(folded))
        joined = "".join(_SPLIT.split(folded))
        return any(_plain(part).casefold() in words for part in self.parts) or any(
            "".join(_SPLIT.split(_plain(name).casefold())) in joined for name in self.private
        )


class _Hidden:
    """Makes every value of a reading anew, without what is hidden."""

    def __init__(self, people: _People | None, text: bool) -> None:
        self.people, self.keeps_text = people, text

    def reading(self, reading: Reading) -> Reading:
        document, hidden = self.document(reading.document), self.mention
        return replace(
            reading,
            document=document,
            mentions=tuple(hidden(mention) for mention in reading.mentions),
            attributions=(),
            toponyms=(),
            times=(),
            magnitudes=(),
            doc=None,
            who=None,
        )

    def document(self, document: Document) -> Document:
        """Without the text, which no format writes; id and address are replaced when they hold a name."""
        name, url, outlet = document.id, document.url, document.outlet
        if self.people is not None:
            if self.people.held_by(name):
                secret = f"{name}\0{document.text}".encode("utf-8", "surrogatepass")
                name = f"document-{hashlib.sha256(secret).hexdigest()[:12]}"
            url = None if url and self.people.held_by(url) else url
            outlet = outlet and self.people.hide_full(outlet)
        title = document.title and self.words(document.title)
        return replace(document, id=name, title=title, url=url, outlet=outlet)

    def words(self, text: str, where: str = "", full_only: bool = False) -> str:
        """A text without names; without text, its hash, or only its offsets when a name was in it."""
        shown = text
        if self.people is not None:
            shown = self.people.hide_full(text) if full_only else self.people.hide(text)
        if self.keeps_text:
            return shown
        if shown != text:
            return where or "withheld"
        return f"{where}:{hashed(text)}" if where else hashed(text)

    def span(self, span: Span, full_only: bool = False) -> Span:
        return Span(span.start, span.end, self.words(span.text, f"{span.start}-{span.end}", full_only))

    def maybe(self, span: Span | None) -> Span | None:
        return None if span is None else self.span(span)

    def name(self, name: str | None) -> str | None:
        return name if name is None or self.people is None else self.people.hide(name)

    def mention(self, mention: Mention) -> Mention:
        return replace(
            mention,
            trigger=self.span(mention.trigger),
            evidence=self.span(mention.evidence),
            actors=tuple(map(self.actor, mention.actors)),
            recipients=tuple(map(self.actor, mention.recipients)),
            places=tuple(map(self.place, mention.places)),
            times=tuple(map(self.time, mention.times)),
            magnitudes=tuple(map(self.magnitude, mention.magnitudes)),
            attributions=tuple(map(self.attribution, mention.attributions)),
            why=(),
        )

    def actor(self, actor: Actor) -> Actor:
        private = self.people is not None and actor.name in self.people.private
        span = self.span(actor.span)
        if private and span.text == actor.span.text and self.keeps_text:
            # 'he' tells nothing; a nickname that is no part of the name would
            span = replace(span, text=span.text if actor.span.text.islower() else self.name(actor.name) or "")
        elif private and not self.keeps_text:
            span = replace(span, text=f"{span.start}-{span.end}")
        return replace(
            actor,
            span=span,
            name=self.name(actor.name),
            title=self.name(actor.title),
            identification="described" if private and actor.identification == "named" else actor.identification,
        )

    def source(self, source: Source) -> Source:
        private = self.people is not None and source.name in self.people.private
        span = self.span(source.span)
        name = self.name(source.name)
        if private and not self.keeps_text:
            span = replace(span, text=f"{span.start}-{span.end}")
        if not self.keeps_text and (source.anonymous or source.kind not in ("person", "organisation", "media")):
            name = None  # the description itself, in the words of the text
        return replace(source, span=span, name=name, title=self.name(source.title))

    def attribution(self, held: Attribution) -> Attribution:
        return replace(
            held,
            source=None if held.source is None else self.source(held.source),
            cue=self.maybe(held.cue),
            content=tuple(map(self.span, held.content)),
        )

    def place(self, place: Place) -> Place:
        """A place that is named after somebody keeps its name, unless it is his whole name."""
        named = place.place
        if self.people is not None:
            named = replace(named, name=self.people.hide_full(named.name))
        return replace(place, span=self.span(place.span, full_only=True), place=named)

    def time(self, time: Time) -> Time:
        return replace(time, span=self.span(time.span))

    def magnitude(self, magnitude: Magnitude) -> Magnitude:
        return replace(magnitude, span=self.span(magnitude.span), whom=self.maybe(magnitude.whom))


def hashed(text: str) -> str:
    """SHA-256 of the UTF-8 of `text`, as it stands in an export without texts.

    Examples
    --------
    >>> hashed("met")
    'sha256:6efcbfb1f9f195ced75feb43f202ab14a8cd87832cef086976b16658e23944a8'
    """
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _named(
    mentions: tuple[Mention, ...], attributions: tuple[Attribution, ...]
) -> Iterator[tuple[str, str | None, tuple[str, ...], str]]:
    """Every name that an actor, recipient or source bears: name, title, sectors, rule."""
    for mention in mentions:
        for actor in (*mention.actors, *mention.recipients):
            if actor.name and actor.identification != "described":  # else the name is a description told before
                yield actor.name, actor.title, actor.sectors, actor.reason
    for held in (*(held for mention in mentions for held in mention.attributions), *attributions):
        source = held.source
        if source is None or not source.name or source.kind not in ("person", "witness"):
            continue
        if not source.name.islower() and not (source.anonymous and source.name == source.span.text):
            yield source.name, source.title, source.sectors, ""


def _by_first_name(text: str, language: str | None, public: set[str]) -> Iterator[str]:
    """Names in a text that no mention has for an actor or source: a known first name and what is capitalised after it.

    Left out are those after an office ('President'), those of the directory and those of `public`.
    """
    pattern = _first_names(language if language in SUPPORTED else "en")
    held = {name.casefold() for name in public}
    offices = office_words(language)
    for match in pattern.finditer(text):
        before = _WORD.findall(text[max(0, match.start() - 24) : match.start()])
        if before and before[-1].lower() in offices:
            continue
        name = match[0]
        if name.casefold() not in held and not directory().get(name):
            yield name


@cache
def _first_names(language: str) -> re.Pattern[str]:
    table = load(language).table("actors")["first_names"]
    known = sorted({str(name).capitalize() for held in table.values() for name in held}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?:[ \u00a0][A-Z][\w’'\-]{{1,30}}){{1,2}}(?!\w)")


def _role(title: str | None, sectors: tuple[str, ...]) -> str:
    return title.lower() if title else next((ROLES[sector] for sector in sectors if sector in ROLES), "person")


def _tokens(name: str) -> list[str]:
    return _WORD.findall(name)


def _plain(text: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _pattern(full: Iterable[str], kept: Iterable[str] = (), parts: Iterable[str] = ()) -> re.Pattern[str]:
    """Whole words: first public names, which stay, then private names in any case and spacing, then their parts."""

    def longest_first(words: Iterable[str]) -> list[str]:
        return sorted(set(words), key=lambda word: (-len(word), word))

    spaced = {
        r"[\W_]{1,3}".join(map(re.escape, tokens))
        for name in full
        for form in (name, _plain(name))
        if (tokens := _tokens(form))
    }
    groups = [re.escape(name) for name in longest_first(kept)]
    groups += [f"(?i:{name})" for name in longest_first(spaced)]
    groups += [re.escape(part) for part in longest_first(parts)]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(groups) or '(?!)'})(?![^\W_])")
