"""Who says what in a document: cues from the tree, quotations from the marks, joined to attributions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.attribute.cues import CueRules, Proposal
from onrecord.attribute.lexicon import Lexicon, lexicon
from onrecord.attribute.lines import line_proposals
from onrecord.attribute.presupposed import presupposed
from onrecord.attribute.quotes import Quote, find_quotes
from onrecord.attribute.sources import SourceReader, mark_anonymous
from onrecord.attribute.status import UTTERANCES
from onrecord.model import Actor, Attribution, Manner, Mention, Span
from onrecord.parse import tokens_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Pack

ResolveActor = Callable[["Doc", str, "Token"], Actor]

WINDOW = 30
"""Tokens of narration beside a quotation that are searched for its cue (set on PolNeAR train: longer finds no more)."""
_SENTENCE_END = frozenset({".", "!", "?", "..."})
_LOOSE = frozenset({"that", "and", "but", "or", "so", "because", "while", "as"})
"""Words that make no piece of content of their own."""
_EDGES = " \t\r\n\xa0,;:-–—"


def find_attributions(
    doc: Doc,
    text: str,
    pack: Pack,
    *,
    resolve_actor: ResolveActor | None = None,
    toponyms: frozenset[tuple[int, int]] = frozenset(),
) -> tuple[Attribution, ...]:
    """All attributions of a document, in the order of their cues.

    Rules over the dependency tree propose cues with source and content (:mod:`onrecord.attribute.cues`); quotations
    are attached to the cue beside them, and those without a cue of their own to the speaker who is being quoted;
    lines such as 'Minister: we shall stay' are read last.

    Parameters
    ----------
    doc
        The parse of the folded text, of equal length.
    text
        The document's own text: every span is taken from it.
    pack
        The language pack, with its tables ``cues`` and ``sources``.
    resolve_actor
        Gives country and sectors for the head of a source; without it they stay empty.
    toponyms
        The toponyms of the document, in characters: a place before a colon is a dateline. Without them the parser's
        named entities decide.

    Returns
    -------
    tuple of Attribution
        `within` counts in this tuple. Attitudes have ``speech=False``.

    Notes
    -----
    Source, cue and content as in PARC 3.0 (Pareti 2015) and PolNeAR (Newell et al. 2018).
    """
    words = lexicon(pack)
    quotes = find_quotes(text)
    starts = [token.idx for token in doc]
    quoted = _quoted_tokens(starts, quotes)
    proposals = CueRules(doc, words, quoted).proposals()
    proposals += line_proposals(doc, text, words, quotes, toponyms)
    _attach_quotes(doc, text, quotes, proposals, words, starts, quoted)
    reader = SourceReader(doc, text, words, resolve_actor)
    anonymity = [match.span() for match in words.anonymity.finditer(doc.text)]
    attributions: list[Attribution] = []
    heads: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (p.cue, p.head)):
        pieces = _content(doc, text, proposal, quotes)
        if not pieces or _of_anonymity(starts[proposal.head], anonymity):
            continue
        heads.append(proposal)
        cue = Span.of(text, starts[proposal.cue[0]], _end(doc, proposal.cue[1]))
        attributions.append(
            Attribution(
                source=reader.source(proposal, pieces), cue=cue, content=pieces, manner=_manner(pieces, quotes),
                stance=proposal.stance, reason=proposal.reason, speech=proposal.speech,
            )
        )  # fmt: skip
    places = {proposal.head: index for index, proposal in enumerate(heads)}
    relayed = {i: places[p.relays] for i, p in enumerate(heads) if p.relays is not None and p.relays in places}
    return _chained(mark_anonymous(doc, text, words, attributions), relayed)


def attributions_of(
    mention: Mention, attributions: tuple[Attribution, ...], doc: Doc, pack: Pack | None = None
) -> tuple[Attribution, ...]:
    """The attributions that a mention rests on, the innermost first; empty for the outlet's own voice.

    Those that are speech and whose content covers the mention's trigger. A speech act does not rest on the
    attribution that its own word makes ('promised'), unless somebody else than its actor is the source. With `pack`,
    what a promise, a demand or a denial takes for granted does not rest on it (see
    :mod:`onrecord.attribute.presupposed`).
    `within` is counted anew in the tuple returned.
    """
    trigger = mention.trigger
    token: Token | None = None
    covering: list[tuple[int, int]] = []
    for index, attribution in enumerate(attributions):
        if not attribution.speech:
            continue
        piece = next((piece for piece in attribution.content if trigger.start in piece), None)
        if piece is None:
            continue
        cue, source = attribution.cue, attribution.source
        if cue is not None and cue.overlaps(trigger):
            own = source is None or any(actor.span.overlaps(source.span) for actor in mention.actors)
            if own:
                continue
        if pack is not None:
            token = token or tokens_in(doc, trigger)[0]
            if presupposed(doc, token, attribution, lexicon(pack), pack, mention.type in UTTERANCES):
                continue
        covering.append((sum(len(part) for part in attribution.content), index))
    order = [index for _, index in sorted(covering)]
    place = {index: at for at, index in enumerate(order)}
    return tuple(replace(attributions[index], within=_outer(attributions, index, place)) for index in order)


def _outer(attributions: tuple[Attribution, ...], index: int, place: dict[int, int]) -> int | None:
    """The nearest reporter of an attribution that is among those kept."""
    seen = {index}
    within = attributions[index].within
    while within is not None and within not in place and within not in seen:
        seen.add(within)
        within = attributions[within].within
    return place.get(within) if within is not None else None


def _quoted_tokens(starts: list[int], quotes: list[Quote]) -> list[bool]:
    """Which tokens stand inside a quotation that reads as speech (five words or more, or unclosed)."""
    quoted = [False] * len(starts)
    at = 0
    for quote in quotes:
        if quote.end - quote.start < 25:
            continue
        while at < len(starts) and starts[at] < quote.start:
            at += 1
        while at < len(starts) and starts[at] < quote.end:
            quoted[at] = True
            at += 1
    return quoted


def _of_anonymity(at: int, anonymity: list[tuple[int, int]]) -> bool:
    """Whether a cue only says that a source keeps its name back ('asked not to be named')."""
    index = bisect_right(anonymity, at, key=lambda span: span[0]) - 1
    return index >= 0 and anonymity[index][0] <= at < anonymity[index][1]


def _end(doc: Doc, token: int) -> int:
    return doc[token].idx + len(doc[token].text)


# -- quotations -----------------------------------------------------------------------------------------------


def _attach_quotes(
    doc: Doc,
    text: str,
    quotes: list[Quote],
    proposals: list[Proposal],
    words: Lexicon,
    starts: list[int],
    quoted: list[bool],
) -> None:
    """Give every quotation that reads as speech its cue: beside it, around it, or that of the speaker before it."""
    by_head = {proposal.head: proposal for proposal in proposals}
    covered: list[tuple[int, int, Proposal]] = []
    for proposal in proposals:
        if proposal.speech and not quoted[proposal.head] and proposal.reason.startswith(("verb", "passive", "line")):
            covered.extend((starts[first], _end(doc, last), proposal) for first, last in proposal.content)
    covered.sort(key=lambda item: item[:2])
    keys = [item[0] for item in covered]
    cue_places = sorted(
        starts[p.head]
        for p in proposals
        if p.speech and not quoted[p.head] and p.source is not None and p.reason != "phrase"
    )
    speaker: Proposal | None = None
    speaker_end = 0
    for index, quote in enumerate(quotes):
        if not _reads_as_speech(text, quote):
            continue
        owner = None
        for at in range(bisect_right(keys, quote.end) - 1, max(-1, bisect_right(keys, quote.end) - 6), -1):
            first, last, proposal = covered[at]
            if min(last, quote.end) - max(first, quote.start) >= 0.3 * (quote.end - quote.start) or (
                first <= quote.start + 2 and last > quote.start + 2 and proposal.reason != "line"
            ):
                owner = proposal
                break
        if owner is None:
            before_end = quotes[index - 1].end if index else 0
            after_start = quotes[index + 1].start if index + 1 < len(quotes) else len(text)
            owner = _cue_after(doc, text, quote, after_start, by_head, starts, quoted)
            owner = owner or _cue_before(doc, text, quote, before_end, by_head, starts, quoted)
            if owner is None:
                owner = _colon(doc, text, quote, before_end, starts)
                if owner is not None and owner.head not in by_head:
                    proposals.append(owner)
                    by_head[owner.head] = owner
        if (
            owner is None
            and speaker is not None
            and _goes_on(
                text, speaker_end, quote, bisect_left(cue_places, quote.start) - bisect_right(cue_places, speaker_end)
            )
        ):
            owner = speaker
        if owner is not None:
            if owner.source is None and owner.reason.startswith("verb") and doc[owner.head].idx >= quote.end - 1:
                _source_beside(doc, owner, owner.head, owner.head, quoted)
            owner.quoted.append((quote.start, quote.end))
            speaker, speaker_end = owner, max(quote.end, _end(doc, owner.cue[1]))


_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_TITLE_LENGTH = 30


def _reads_as_speech(text: str, quote: Quote) -> bool:
    """Whether a quotation is more than a title or a word kept at a distance."""
    inner = text[quote.start : quote.end].strip("\"'“”‘’«»„ ")
    return bool(inner) and (inner[-1] in ".,?!…" or len(inner) > _TITLE_LENGTH or not quote.closed or quote.continues)


def _cue_after(
    doc: Doc, text: str, quote: Quote, limit: int, by_head: dict[int, Proposal], starts: list[int], quoted: list[bool]
) -> Proposal | None:
    """The cue that follows: '"...", said X', '"..." X said'."""
    inner = text[quote.start : quote.end].rstrip("\"'“”‘’«»„ ")
    first = bisect_right(starts, quote.end - 1)
    if not quote.closed or first >= len(doc):
        return None
    if inner.endswith((".", "…")) and text[quote.end : quote.end + 2].strip()[:1] not in {",", "-", "–", "—"}:
        return None
    if "\n" in text[quote.end - 1 : doc[first].idx + 1]:
        return None
    for i in range(first, min(len(doc), first + WINDOW)):
        token = doc[i]
        if token.idx >= limit or "\n" in token.text or token.text in _SENTENCE_END:
            break
        proposal = by_head.get(i)
        if (
            proposal is not None
            and not quoted[i]
            and proposal.speech
            and proposal.reason.startswith(("verb", "passive"))
        ):
            if proposal.content and doc[proposal.content[0][0]].idx > doc[i].idx and i - first > 4:
                continue
            if proposal.source is None or proposal.source.idx < quote.end or doc[i].i < first:
                _source_beside(doc, proposal, first, i, quoted)
            return proposal
    return None


def _cue_before(
    doc: Doc, text: str, quote: Quote, limit: int, by_head: dict[int, Proposal], starts: list[int], quoted: list[bool]
) -> Proposal | None:
    """The cue in front: 'X said, "..."', 'X said that the plan "..."'."""
    last = bisect_right(starts, quote.start) - 1
    while last >= 0 and starts[last] >= quote.start:
        last -= 1
    for i in range(last, max(-1, last - WINDOW), -1):
        token = doc[i]
        if token.idx < limit or "\n" in token.text or token.text in _SENTENCE_END:
            break
        proposal = by_head.get(i)
        if (
            proposal is not None
            and not quoted[i]
            and proposal.speech
            and proposal.reason.startswith(("verb", "passive", "noun"))
        ):
            return proposal
    return None


def _source_beside(doc: Doc, proposal: Proposal, first: int, cue: int, quoted: list[bool]) -> None:
    """Repair a cue whose subject the parser sought inside the quotation: the nearest noun beside the cue."""
    for i in range(cue - 1, first - 1, -1):
        if doc[i].pos_ in {"PROPN", "PRON", "NOUN"} and not quoted[i]:
            proposal.source = doc[i]
            left = i
            while left > first and doc[left - 1].pos_ in {"PROPN", "NOUN", "ADJ", "DET", "PART", "ADP"}:
                left -= 1
            proposal.source_range = (left, i)
            return
    for i in range(cue + 1, min(len(doc), cue + 8)):
        if doc[i].pos_ in {"PROPN", "PRON", "NOUN"} and not quoted[i]:
            head = doc[i]
            while head.dep_ == "compound" and head.head.i > head.i:
                head = head.head
            proposal.source = head
            return
        if doc[i].is_punct:
            return


def _colon(doc: Doc, text: str, quote: Quote, limit: int, starts: list[int]) -> Proposal | None:
    """'The minister was blunt: "..."': the colon is the cue, the sentence's subject the source."""
    last = bisect_right(starts, quote.start) - 1
    while last >= 0 and starts[last] >= quote.start:
        last -= 1
    while last >= 0 and doc[last].is_space and "\n" not in doc[last].text:
        last -= 1
    if last < 1 or doc[last].text != ":" or doc[last].idx < limit:
        return None
    sentence = doc[last - 1].sent
    root = sentence.root
    holder = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < last), None)
    if holder is None and root.pos_ in {"PROPN", "NOUN"} and root.i < last:
        holder = root
    if holder is None or holder.lower_ in {"it", "there", "this", "that", "here", "i", "we", "you"}:
        return None
    return Proposal(last, (last, last), holder, [], True, "asserts", "quote/colon")


def _goes_on(text: str, speaker_end: int, quote: Quote, cues_between: int) -> bool:
    """Whether a quotation without a cue goes on where the speaker left off.

    In the same paragraph: no other cue and not more than one sentence of narration between. In the next one: it opens
    the paragraph, and nothing was told after the speaker's last words.
    """
    if quote.continues:
        return True
    between = text[speaker_end : quote.start]
    if cues_between or len(between) > _LONGEST_NARRATION:
        return False
    if "\n\n" in between:
        return between.count("\n\n") == 1 and not between.strip(" \n\t.,;:-–—\"'“”")
    return len(_FULL_STOP.findall(between)) <= 1


_LONGEST_NARRATION = 300
_FULL_STOP = re.compile(r"[.!?]\s+(?=[A-Z])")


# -- content and manner ---------------------------------------------------------------------------------------


def _content(doc: Doc, text: str, proposal: Proposal, quotes: list[Quote]) -> tuple[Span, ...]:
    """The content in characters: pieces trimmed, quotations whole, overlaps joined, without cue and source."""
    pieces: list[tuple[int, int]] = []
    for first, last in proposal.content:
        start, end = _trimmed(text, doc[first].idx, _end(doc, last))
        if start < end:
            pieces.append(_with_marks(text, start, end, quotes))
    pieces.extend(proposal.quoted)
    pieces.sort()
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    cue_start, cue_end = doc[proposal.cue[0]].idx, _end(doc, proposal.cue[1])
    spans = []
    for start, end in joined:
        for part in (
            ((start, min(end, cue_start)), (max(start, cue_end), end))
            if start < cue_end and cue_start < end
            else ((start, end),)
        ):
            first_char, last_char = _trimmed(text, *part) if part != (start, end) else part
            if len(joined) > 1 and text[first_char:last_char].lower() in _LOOSE:
                continue
            if first_char < last_char and any(c.isalnum() for c in text[first_char:last_char]):
                spans.append(Span.of(text, first_char, last_char))
    return tuple(spans)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _EDGES or (text[end - 1] == "." and text[end - 3 : end - 2] != ".")):
        end -= 1
    return start, end


def _with_marks(text: str, start: int, end: int, quotes: list[Quote]) -> tuple[int, int]:
    """A piece that begins or ends inside a quotation takes in the quotation's marks, and a clause in it its whole."""
    at = bisect_right(quotes, start, key=lambda quote: quote.start) - 1
    for quote in quotes[max(0, at) : at + 2]:
        if quote.start <= start < quote.end and (start - quote.start <= 2):
            start = quote.start
    at = bisect_right(quotes, end, key=lambda quote: quote.start) - 1
    if at >= 0:
        quote = quotes[at]
        if quote.start < end <= quote.end and quote.start >= start:
            end = quote.end
    return start, end


def _manner(pieces: tuple[Span, ...], quotes: list[Quote]) -> Manner:
    """Direct when nothing but quotation, mixed when some, else indirect."""
    inside = total = 0
    for piece in pieces:
        total += len(piece)
        at = max(0, bisect_right(quotes, piece.start, key=lambda quote: quote.start) - 1)
        for quote in quotes[at:]:
            if quote.start >= piece.end:
                break
            inside += max(0, min(quote.end, piece.end) - max(quote.start, piece.start))
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.95 * total else "mixed"


def _chained(attributions: list[Attribution], relayed: dict[int, int]) -> tuple[Attribution, ...]:
    """`within`: who is said to relay it, or else the shortest other content that holds the cue."""
    intervals = sorted(
        (piece.start, piece.end, index) for index, found in enumerate(attributions) for piece in found.content
    )
    begins = [interval[0] for interval in intervals]
    result = list(attributions)
    for index, attribution in enumerate(attributions):
        if index in relayed:
            result[index] = replace(attribution, within=relayed[index])
            continue
        if attribution.cue is None:
            continue
        at = attribution.cue.start
        best: tuple[int, int] | None = None
        stop = bisect_right(begins, at)
        for start, end, holder in intervals[max(0, stop - 40) : stop]:
            if end > at and holder != index and (best is None or end - start < best[0]):
                best = (end - start, holder)
        if best is not None:
            result[index] = replace(attribution, within=best[1])
    return tuple(result)
