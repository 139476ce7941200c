"""Whether a mention's event happened, is planned, or is denied: the status of the word that carries its type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.attribute.cascade import judge
from onrecord.attribute.judgement import Judgement, words_of
from onrecord.model import Attribution, Mention, Reason, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Pack

__all__ = ["Judgement", "factuality", "judge", "status_of"]

UTTERANCES = frozenset({"AGREE", "REQUEST", "THREATEN", "ACCUSE", "REJECT", "SUPPORT"})
"""PLOVER types that happen by being said (manual, 'verbal' quads): told in the present, they have been said."""


SPOKEN = UTTERANCES | {"PROTEST"}


def status_of(
    doc: Doc,
    text: str,
    trigger: Token,
    mention: Mention,
    pack: Pack,
    attributions: tuple[Attribution, ...] = (),
) -> tuple[Status, tuple[Reason, ...]]:
    """The status of `mention`, and the rules that gave it, in the order in which they fired.

    Parameters
    ----------
    doc, text
        The parse, and the document's own text.
    trigger
        The word that carries the type: a verb, or a noun (then its support verb decides: 'talks were called off').
    mention
        For a speech act ('promised', 'demanded') the status is that of the uttering itself.
    attributions
        Those in whose content the mention stands. A content that its only holders deny is ``negated`` on their
        word; when somebody else asserts it, it stays as he asserts it, and the denial stays an attribution.

    Returns
    -------
    tuple of Status and tuple of Reason

    Examples
    --------
    >>> from onrecord.languages import load
    >>> from onrecord.model import Span
    >>> from onrecord.parse import Parse
    >>> pack, text = load("en"), "The two ministers called off the talks."
    >>> doc = Parse(pack.pipeline).parse(text)
    >>> talks = Mention("m", "CONSULT", trigger=Span.of(text, 33, 38), evidence=Span.of(text, 0, 39))
    >>> status_of(doc, text, doc[6], talks, pack)[0]
    'negated'
    """
    judgement = judge(doc, trigger, pack)
    status, reasons = judgement.status, judgement.reasons
    if status == "ongoing" and mention.type in UTTERANCES and reasons and reasons[-1].rule in _PRESENT:
        status, reasons = "occurred", (*reasons, Reason("status:uttered", f"'{trigger.text}' happens by being said"))
    if mention.type in SPOKEN and status != "occurred":
        meant = bool(reasons) and reasons[-1].rule in _PURPOSES
        by_itself = (_voiced(doc, trigger, pack) if meant else None) or answered(trigger, pack)
        if by_itself is not None:
            status, reasons = "occurred", (*reasons, by_itself)
    if status == "negated" and mention.type == "REJECT" and _REFUSING.search(mention.trigger.text):
        status, reasons = "occurred", (*reasons, Reason("status:refused", f"'{mention.trigger.text}'"))
    holders = [held for held in attributions if any(trigger.idx in content for content in held.content)]
    if status == "occurred" and holders and all(held.stance == "declines" for held in holders):
        status, reasons = "hypothetical", (*reasons, Reason("status:not-confirmed", f"'{trigger.text}'"))
    deniers = [held for held in holders if held.stance == "denies"]
    if answered(trigger, pack) is not None and mention.type in SPOKEN:
        deniers = []
    if deniers and status != "negated" and not any(held.stance in _VOUCHING and held.speech for held in holders):
        cue = deniers[0].cue
        detail = f"'{cue.text}'" if cue is not None else "a denial"
        status, reasons = "negated", (*reasons, Reason("status:denied", detail))
    if not reasons:
        reasons = (Reason("status:asserted", f"nothing speaks against '{trigger.text}'"),)
    return status, reasons


def _voiced(doc: Doc, trigger: Token, pack: Pack) -> Reason | None:
    """'marched to demand': the act was done to say it, and has said it."""
    if not any(child.lower_ == "to" and child.dep_ == "aux" for child in trigger.lefts):
        return None
    act = trigger.head
    for _ in range(3):
        if act.pos_ == "VERB" or act.head.i == act.i:
            break
        act = act.head
    if act.pos_ != "VERB" or act.lemma_.lower() not in words_of(pack).sets["voiced_by"]:
        return None
    if judge(doc, act, pack).standing != "holds":
        return None
    return Reason("status:purpose/voiced", f"'{act.text} to {trigger.text}'")


def answered(trigger: Token, pack: Pack) -> Reason | None:
    """'rejected the accusation', 'turned down a request': what is answered has been said."""
    verb = trigger.head
    if trigger.pos_ != "NOUN" or trigger.dep_ not in ("dobj", "nsubjpass"):
        return None
    if verb.lemma_.lower() not in words_of(pack).sets["answers"] or verb.tag_ == "VB":
        return None
    if any(child.lower_ in ("any", "no") for child in trigger.lefts):
        return None
    return Reason("status:answered", f"'{verb.text} ... {trigger.text}'")


_REFUSING = re.compile(r"(?i)(?:\b(?:not|no|never)\b|n['’]t\b)")
"""A trigger that is itself a refusal ('will not', 'says no'): its negation is the event."""
_PRESENT = frozenset(
    {"status:habitual-present", "status:state", "status:historic-present", "status:progressive", "status:still"}
)
_PURPOSES = frozenset({"status:purpose", "status:infinitive"})
_VOUCHING = frozenset({"asserts", "confirms", "claims"})


def factuality(doc: Doc, token: Token, pack: Pack) -> float:
    """How certain the text is that what `token` names happened: -3 (certainly not) to 3 (certainly).

    The scale is that of Lee et al. (2015) and Stanovsky et al. (2017); the cascade is that of :func:`status_of`.

    Examples
    --------
    >>> from onrecord.languages import load
    >>> from onrecord.parse import Parse
    >>> pack = load("en")
    >>> doc = Parse(pack.pipeline).parse("The guards did not fire.")
    >>> factuality(doc, doc[4], pack) < -1
    True
    """
    return judge(doc, token, pack).value
