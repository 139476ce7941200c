"""What kind of source stands behind a content, and what it is called in this document.

The rules, in order:

1. A pronoun stands for the last source or subject before it (at most `REACH` tokens back) that agrees with it:
   *he*, *she* for a person not known to be of the other sex, *it* for an organisation, a medium or a document, *they*
   for several people or an organisation; *who*, *which*, *that* for the noun that their clause modifies.
2. 'the minister', 'the official': the last source in whose description the same noun stands.
3. A name is a person, an organisation or a medium by what the parser's entities and the pack's tables say; a surname
   takes the full name that the document gives before it, or else after it.
4. Everything else is described: its kind follows from its head noun and number.

Kinds are those of the glossary; that a name is withheld follows from the head noun ('sources', 'an official') or from
words such as 'on condition of anonymity' in the sentence or in a later one about the same source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.attribute.cues import Proposal
from onrecord.attribute.lexicon import Lexicon
from onrecord.attribute.reach import SUBJECTS
from onrecord.directory import names as directory_names
from onrecord.model import Actor, Attribution, Source, SourceKind, Span
from onrecord.parse import phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 200
"""How many tokens back a pronoun or description looks for its antecedent: about two paragraphs of news."""
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some"})
_ORGANISED = frozenset({"organisation", "media", "document", "social_media"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_NAME_KINDS: dict[str, SourceKind] = {
    "ORG": "organisation",
    "GPE": "organisation",
    "LOC": "organisation",
    "NORP": "collective",
}
_EDGES = " \t\r\n\xa0,;:-–—()[]"
_NAME_PARTS = frozenset({"compound", "flat", "nmod"})


@dataclass(slots=True)
class _Known:
    """Somebody whom the text has named or described so far."""

    token: int
    name: str | None
    kind: SourceKind
    words: frozenset[str]
    plural: bool = False
    title: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    anonymous: bool = False
    resolved: bool = False


class SourceReader:
    """Reads the sources of one document, in the order of their cues."""

    def __init__(
        self, doc: Doc, text: str, words: Lexicon, resolve_actor: Callable[[Doc, str, Token], Actor] | None = None
    ) -> None:
        self.doc, self.text, self.words, self.resolve_actor = doc, text, words, resolve_actor
        self.gender: dict[str, str] = {}
        self.people: dict[str, list[tuple[int, str]]] = {}
        self.known: list[_Known] = []
        self.read: dict[tuple[int, int], Source] = {}
        for entity in doc.ents:
            label = entity.label_
            if label == "PERSON":
                name = _name(text, entity.start_char, entity.end_char)
                parts = name.split()
                if not parts:
                    continue
                if len(parts) > 1:
                    self.people.setdefault(parts[-1], []).append((entity.start, name))
                before = doc[entity.start - 1].text if entity.start else ""
                sex = words.honorifics.get(before) or words.honorifics.get(doc[entity.start].text)
                if sex:
                    self.gender[parts[-1]] = sex
            if label in {"PERSON", "ORG", "GPE"} and entity.root.dep_ in SUBJECTS:
                kind: SourceKind = "person" if label == "PERSON" else "organisation"
                name = _name(text, entity.start_char, entity.end_char)
                self.known.append(_Known(entity.root.i, name, kind, frozenset(name.lower().split())))
        self.known.sort(key=lambda known: known.token)

    def source(self, proposal: Proposal, pieces: tuple[Span, ...]) -> Source | None:
        """The source of a proposal whose content is `pieces`; None when nobody is named."""
        head = proposal.source
        if head is None:
            return None
        span = self._span(proposal, head)
        if span is None:
            return None
        key = (span.start, span.end)
        if key not in self.read:
            self.read[key] = self._read(head, span, proposal.head)
        return self.read[key]

    # -- the phrase ---------------------------------------------------------------------------------------

    def _span(self, proposal: Proposal, head: Token) -> Span | None:
        """The whole phrase with its appositions and relative clauses, up to the cue."""
        doc, text = self.doc, self.text
        first, last = proposal.source_range or (head.left_edge.i, head.right_edge.i)
        cue_first, cue_last = proposal.cue
        if head.i < cue_first <= last:
            last = cue_first - 1
        elif first <= cue_last < head.i:
            first = cue_last + 1
        for i in range(head.i, last + 1):  # a paragraph never goes on in the next
            if "\n" in doc[i].text:
                last = i - 1
                break
        if head.lower_ not in _RELATIVE and doc[head.i].dep_ == "poss":
            first = max(first, head.left_edge.i)
        if last < first:
            first = last = head.i
        start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
        for piece_first, piece_last in proposal.content:  # a relative clause of the source that holds the content
            piece_start = doc[piece_first].idx
            if start < piece_start < end and doc[head.i].idx < piece_start and piece_last >= piece_first:
                end = piece_start
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        return Span.of(text, start, end) if start < end else None

    # -- what it is ---------------------------------------------------------------------------------------

    def _read(self, head: Token, span: Span, at: int) -> Source:
        words, lower = self.words, head.lower_
        if (lower in _RELATIVE and head.pos_ in {"PRON", "DET", "SCONJ"}) or lower in {"who", "whom", "whose"}:
            antecedent = _relative_antecedent(head)
            if antecedent is not None:
                known = self._describe(antecedent, self._whole(antecedent))
                return self._source(span, known)
        if lower in words.pronouns and (head.pos_ in {"PRON", "DET"} or head.tag_ in {"PRP", "PRP$"}):
            found = self._antecedent(head, words.pronouns[lower])
            if found is not None:
                self._complete(found)
                return self._source(span, found)
            kind: SourceKind = {"several": "collective", "thing": "organisation"}.get(words.pronouns[lower], "person")  # type: ignore[assignment]
            return Source(span, None, kind)
        if head.pos_ == "PRON":
            plural = lower in {"we", "us", "our", "some", "many", "several", "others", "those", "most", "all", "none"}
            return Source(span, None, "collective" if plural else "person")
        known = self._describe(head, span)
        self._remember(known)
        return self._source(span, known)

    def _describe(self, head: Token, span: Span) -> _Known:
        words = self.words
        lemma = head.lemma_.lower()
        tokens = frozenset({lemma, head.lower_})
        plural = head.tag_ in _PLURAL_TAGS or any(c.dep_ == "conj" for c in head.children)
        if lemma in words.carriers and head.pos_ == "NOUN":
            origin = _origin(head)
            if origin is not None:
                return self._describe(
                    origin,
                    Span.of(self.text, origin.left_edge.idx, span.end) if origin.left_edge.idx < span.end else span,
                )
        core = phrase(self.text, head)
        title: str | None = None
        named = head if head.pos_ == "PROPN" or head.ent_type_ == "PERSON" else None
        if named is not None and head.ent_type_ != "PERSON" and self._is_role(head):
            named = None  # 'the President of the council', 'Officials said' with a capital letter
        if named is None:
            named = next((c for c in head.children if c.dep_ == "appos" and c.ent_type_ == "PERSON"), None)
            if named is not None:
                title = self._bare(core, head)
        anonymous = bool(words.anonymity.search(span.text.lower()))
        if named is None:
            if head.dep_ != "poss" and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in head.children):
                earlier = self._described_before(head, lemma)
                if earlier is not None:
                    return replace(earlier, token=head.i, words=earlier.words | tokens)
            kind = self._kind(head, lemma, core)
            if kind == "office" and any(
                c.dep_ == "relcl" and c.lemma_.lower() in words.witnessing and c.left_edge.lower_ in {"who", "that"}
                for c in head.rights
            ):
                kind = "witness"  # 'a driver who saw the scene'
            indefinite = kind == "office" and any(
                c.dep_ in {"det", "nummod"} and c.lower_ in _INDEFINITE for c in head.children
            )
            anonymous = anonymous or (kind in {"office", "collective"} and lemma in words.withheld) or indefinite
            known = _Known(head.i, self._bare(core, head), kind, tokens, plural, None, None, (), anonymous)
        else:
            kind, name, before = self._named(named)
            if kind == "person":
                title = title or before or self._apposed_title(named)
            if kind == "person" and named.tag_ == "NNPS" and name.split()[-1:] and name.split()[-1] not in self.people:
                kind = "collective"
            known = _Known(
                named.i, name, kind, tokens | frozenset(name.lower().split()), plural, title, None, (), anonymous
            )
        self._complete(known, named if named is not None else head)
        if plural and known.token == head.i and any(c.dep_ == "conj" for c in head.children):
            known.name = (
                self._bare(Span.of(self.text, head.left_edge.idx, span.end), head)
                if head.left_edge.idx < span.end
                else known.name
            )
        return known

    def _is_role(self, head: Token) -> bool:
        """Whether a capitalised head is a word for a role or a kind of source, not a name."""
        lemma = head.lower_.removesuffix("s") if head.tag_ in _PLURAL_TAGS else head.lower_
        if lemma in self.words.people:
            return not any(c.dep_ == "appos" and c.ent_type_ == "PERSON" for c in head.children)
        return lemma in self.words.kinds and (head.tag_ in _PLURAL_TAGS or head.left_edge.i == head.i)

    def _kind(self, head: Token, lemma: str, core: Span) -> SourceKind:
        """The kind of a described source."""
        words = self.words
        plural = head.tag_ in _PLURAL_TAGS
        kind = words.kinds.get(lemma)
        if kind == "collective" and not plural and (lemma in words.people or lemma in {"man", "woman"}):
            return "office" if lemma in words.people else "witness"
        if kind is not None:
            if kind == "organisation" and plural:
                return "collective"
            if kind == "document" and words.media_names.search(core.text):
                return "media"
            return kind
        if plural:
            return "collective"
        if lemma in words.people or head.ent_type_ == "":
            return "office"
        return _NAME_KINDS.get(head.ent_type_, "office")

    def _named(self, head: Token) -> tuple[SourceKind, str, str | None]:
        """Kind and name of a proper noun, and the title before it."""
        doc, text, words = self.doc, self.text, self.words
        first, last = head.i, head.i
        while (
            first > 0
            and doc[first - 1].pos_ == "PROPN"
            and doc[first - 1].dep_ in _NAME_PARTS
            and doc[first - 1].head.i >= first - 1
        ):
            first -= 1
        label = head.ent_type_
        start, end = first, last
        if label:
            while start < head.i and doc[start].ent_type_ != label:
                start += 1
            while start > 0 and doc[start - 1].ent_type_ == label and doc[start].ent_iob_ == "I":
                start -= 1
            while end + 1 < len(doc) and doc[end + 1].ent_type_ == label and doc[end + 1].ent_iob_ == "I":
                end += 1
        name = _name(text, doc[start].idx, doc[end].idx + len(doc[end].text))
        core = Span.of(text, doc[first].idx, doc[end].idx + len(doc[end].text)).text
        lemma = head.lower_
        honorific = any(doc[i].text in words.honorifics for i in range(max(0, start - 2), end + 1))
        surname = name.split()[-1] if name.split() else name
        for entry in directory_names().get(name.removeprefix("the ").removeprefix("The ")):
            if entry.kind == "person":
                break
            if entry.kind in {"nationality", "people"}:
                return "collective", name, None
            return ("media" if "JRN" in entry.sectors else "organisation"), name, None
        if label != "PERSON" and not honorific:
            if words.media_names.search(core):
                return "media", name, None
            if words.social_names.fullmatch(name):
                return "social_media", name, None
            kind = words.kinds.get(lemma)
            if kind is not None and lemma not in words.people:
                return kind, name, None
            if label in _NAME_KINDS and surname not in self.people:
                return _NAME_KINDS[label], name, None
            if name.isupper() and len(name) <= 8 and surname not in self.people:
                return "organisation", name, None
        while start < end and (doc[start].text in words.honorifics or doc[start].lower_ in words.people):
            start += 1
        name = _name(text, doc[start].idx, doc[end].idx + len(doc[end].text))
        before = None
        left = head.left_edge.i
        while left < start and doc[left].dep_ in {"det", "poss", "case", "punct"}:
            left += 1
        if left < start:
            given = text[doc[left].idx : doc[start - 1].idx + len(doc[start - 1].text)].strip(_EDGES)
            if given and given not in words.honorifics and not any(c in given for c in '"“”\n'):
                before = given
        return "person", self._full_name(name, head.i), before

    def _full_name(self, name: str, at: int) -> str:
        """The full name that ends in this surname: the last one before, or the first after."""
        parts = name.split()
        if len(parts) != 1 or parts[0] not in self.people:
            return name
        names = self.people[parts[0]]
        index = bisect_left(names, (at + 1, ""))
        return names[index - 1][1] if index else names[0][1]

    def _apposed_title(self, named: Token) -> str | None:
        """'Lavrov, the Russian foreign minister': the office in the apposition."""
        for child in named.children:
            if child.dep_ == "appos" and child.lemma_.lower() in self.words.people:
                return self._bare(phrase(self.text, child), child)
        return None

    def _bare(self, core: Span, head: Token) -> str:
        """A description without its article."""
        first = self.doc[head.left_edge.i]
        if (
            first.idx == core.start
            and first.dep_ == "det"
            and first.i < head.i
            and first.lower_ in {"the", "a", "an", "this", "that", "these", "those"}
        ):
            return " ".join(core.text[len(first.text) :].split())
        return " ".join(core.text.split())

    def _whole(self, head: Token) -> Span:
        return phrase(self.text, head)

    # -- antecedents -----------------------------------------------------------------------------------------

    def _antecedent(self, pronoun: Token, wanted: str) -> _Known | None:
        index = len(self.known)
        while index and self.known[index - 1].token >= pronoun.i:
            index -= 1
        for known in reversed(self.known[max(0, index - 40) : index]):
            if pronoun.i - known.token > REACH:
                break
            if wanted == "several":
                if known.plural or known.kind in {"collective", "witness", "organisation", "media"}:
                    return known
            elif wanted == "thing":
                if known.kind in _ORGANISED and not known.plural:
                    return known
            elif known.kind in {"person", "office"} or (known.kind == "witness" and not known.plural):
                surname = (known.name or "").rsplit(" ", 1)[-1]
                sex = self.gender.get(surname) or next(
                    (self.words.gendered[word] for word in sorted(known.words) if word in self.words.gendered), None
                )
                if sex is None or sex == wanted:
                    if surname:
                        self.gender[surname] = wanted
                    return known
        return None

    def _described_before(self, head: Token, lemma: str) -> _Known | None:
        wanted = {lemma, head.lower_}
        for known in reversed(self.known[-40:]):
            if (
                known.token < head.i
                and head.i - known.token <= 2 * REACH
                and wanted & known.words
                and known.plural == (head.tag_ in _PLURAL_TAGS)
            ):
                return known
        return None

    def _remember(self, known: _Known) -> None:
        at = len(self.known)
        while at and self.known[at - 1].token > known.token:
            at -= 1
        if at and self.known[at - 1].token == known.token:
            self.known[at - 1] = known
        else:
            self.known.insert(at, known)

    # -- the result ----------------------------------------------------------------------------------------

    def _complete(self, known: _Known, head: Token | None = None) -> None:
        """Country, sectors and title from the actor stage's dictionaries, asked once."""
        if known.kind == "person" and known.name:
            known.name = self._full_name(known.name, known.token)
        if self.resolve_actor is None or known.resolved:
            return
        known.resolved = True
        actor = self.resolve_actor(self.doc, self.text, head if head is not None else self.doc[known.token])
        known.country, known.sectors = actor.country, actor.sectors
        known.title = known.title or (actor.title if known.kind == "person" else None)

    def _source(self, span: Span, known: _Known) -> Source:
        return Source(span, known.name, known.kind, known.title, known.country, known.sectors, known.anonymous)


def mark_anonymous(doc: Doc, text: str, words: Lexicon, attributions: list[Attribution]) -> list[Attribution]:
    """Sources of which a later clause says that they did not want to be named ('both spoke on condition of anonymity').

    The clause concerns the source in whose span or sentence it stands, or else the last unnamed source before it (the
    last two after *both*), at most two paragraphs back.
    """
    result = list(attributions)
    for match in words.anonymity.finditer(text.lower() if len(text.lower()) == len(text) else text):
        at = match.start()
        token = doc.char_span(at, match.end(), alignment_mode="expand")
        if token is None:
            continue
        sentence = token[0].sent
        wanted = 2 if any(t.lower_ == "both" for t in sentence) else 1
        seen: list[tuple[int, int]] = []
        for attribution in reversed(attributions):
            source = attribution.source
            if (
                source is None
                or source.span.start > at
                or (source.kind == "person" and source.name and sentence.start_char > source.span.end)
            ):
                continue
            if text.count("\n\n", source.span.start, at) > 2 or source.kind in {"media", "document", "organisation"}:
                continue
            key = (source.span.start, source.span.end)
            if key not in seen:
                if len(seen) == wanted:
                    break
                seen.append(key)
        for index, attribution in enumerate(result):
            source = attribution.source
            if source is not None and (source.span.start, source.span.end) in seen and not source.anonymous:
                result[index] = replace(attribution, source=replace(source, anonymous=True))
    return result


def _relative_antecedent(pronoun: Token) -> Token | None:
    token = pronoun
    for _ in range(6):
        if token.dep_ == "relcl" or token.dep_ == "acl":
            return token.head if token.head.pos_ in {"NOUN", "PROPN"} else None
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _origin(head: Token) -> Token | None:
    """'word from police circles': the circles."""
    for child in head.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"from", "by", "of"}:
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in {"NOUN", "PROPN"}), None)
    return None


def _name(text: str, start: int, end: int) -> str:
    name = " ".join(text[start:end].split()).strip(_EDGES)
    for genitive in ("'s", "’s"):
        name = name.removesuffix(genitive)
    return name
