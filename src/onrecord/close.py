"""The last stage: events told twice, content hashes as ids, links by them, and which rows are uncertain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from onrecord.model import Document, Mention, Reading, Reason
from onrecord.retold import with_retold


class Close:
    """Gives every mention its final id and marks it `uncertain` where its confidence is too low.

    Parameters
    ----------
    fingerprint
        What the coding depends on besides the text.
    uncertain_below
        See :class:`onrecord.coder.Settings`.
    """

    def __init__(self, fingerprint: Mapping[str, str], uncertain_below: float) -> None:
        self.fingerprint, self.uncertain_below = json.dumps(dict(fingerprint), sort_keys=True), uncertain_below

    def __call__(self, reading: Reading) -> Reading:
        base = hashlib.sha256(self.fingerprint.encode())
        base.update(_content(reading.document))
        ids = {mention.id: _id(base.copy(), mention.id) for mention in reading.mentions}
        published = (reading.document.published or "")[:10]
        sound = with_retold(reading.document.text, [_possible(mention, published) for mention in reading.mentions])
        return reading.with_(mentions=tuple(self._closed(mention, ids) for mention in sound))

    def _closed(self, mention: Mention, ids: Mapping[str, str]) -> Mention:
        rules = tuple(dict.fromkeys(reason.rule for reason in mention.why))
        confidence = round(mention.confidence, 3)
        return replace(
            mention,
            id=ids[mention.id],
            content_of=ids.get(mention.content_of or ""),
            same_as=ids.get(mention.same_as or ""),
            denies=ids.get(mention.denies or ""),
            confidence=confidence,
            uncertain=confidence < self.uncertain_below,
            coded_by=replace(mention.coded_by, rules=rules),
        )


def _possible(mention: Mention, published: str) -> Mention:
    """Without times after the day of publication where the event has happened or goes on: they were read wrongly."""
    if not published or mention.status not in ("occurred", "ongoing"):
        return mention
    times = tuple(t for t in mention.times if t.earliest is None or t.earliest <= published)
    if len(times) == len(mention.times):
        return mention
    lost = ", ".join(repr(t.span.text) for t in mention.times if t not in times)
    return replace(mention, times=times, why=(*mention.why, Reason("time:after-publication", f"{lost} left out")))


def _content(document: Document) -> bytes:
    """What the coding of a document depends on: its text and its metadata, but neither its id nor its address."""
    return json.dumps([document.text, document.published, document.outlet, document.language]).encode()


def _id(base: hashlib._Hash, key: str) -> str:
    base.update(key.encode())
    return base.hexdigest()[:16]
