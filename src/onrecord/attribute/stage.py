"""Stage 5: on whose word each mention stands, whether it happened, and what nobody vouches for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from onrecord.attribute.attributions import attributions_of, find_attributions
from onrecord.attribute.background import is_background
from onrecord.attribute.commitments import with_commitments
from onrecord.attribute.denials import with_denials
from onrecord.attribute.lexicon import lexicon
from onrecord.attribute.status import status_of
from onrecord.attribute.voice import evaluative, unvouched
from onrecord.languages import Pack
from onrecord.model import Actor, Mention, Reading, Reason
from onrecord.parse import tokens_in

if TYPE_CHECKING:
    from onrecord.codebooks import Codebook


class Attribute:
    """The stage that gives every mention its word and its status, and drops what is only an opinion.

    It also adds the promise that somebody makes who announces what he will do, and says which mention denies another.

    Parameters
    ----------
    pack
        The language.
    codebook
        What a promise is worth (:func:`onrecord.attribute.commitments.with_commitments`); without it none is added.
    """

    def __init__(self, pack: Pack, codebook: Codebook | None = None) -> None:
        self.pack, self.codebook = pack, codebook

    def __call__(self, reading: Reading) -> Reading:
        doc, text = reading.parsed, reading.document.text
        who = reading.who

        def resolve(doc: Doc, text: str, head: Token) -> Actor:
            assert who is not None
            return who(head)

        toponyms = frozenset((found.span.start, found.span.end) for found in reading.toponyms)
        attributions = find_attributions(
            doc, text, self.pack, resolve_actor=resolve if who else None, toponyms=toponyms
        )
        anchor = reading.document.published_at
        words = lexicon(self.pack)
        withheld = [match.span() for match in words.anonymity.finditer(doc.text)]  # 'asked not to be named': no event
        mentions: list[Mention] = []
        dropped: set[str] = set()
        for mention in reading.mentions:
            trigger = tokens_in(doc, mention.trigger)[0]
            told = attributions_of(mention, attributions, doc, self.pack)
            if any(start <= trigger.idx < end for start, end in withheld):
                dropped.add(mention.id)
                continue
            if not told and evaluative(doc, trigger.sent, trigger, self.pack) is not None:
                dropped.add(mention.id)
                continue
            status, reasons = status_of(doc, text, trigger, mention, self.pack, told)
            mention = replace(mention, attributions=told, status=status)
            background, why = is_background(
                doc, text, trigger, mention, reading.times, anchor.date() if anchor else None, self.pack
            )
            loose, voice = unvouched(mention, told, doc, text, self.pack)
            found: tuple[Reason, ...] = (*reasons, *(r for r in (why, voice) if r is not None))
            mentions.append(replace(mention, background=background, unvouched=loose, why=mention.why + found))
        kept = tuple(replace(m, content_of=None) if m.content_of in dropped else m for m in mentions)
        if self.codebook is not None:
            kept = with_commitments(doc, text, kept, self.codebook)
        return reading.with_(mentions=with_denials(doc, kept, attributions, words), attributions=attributions)
