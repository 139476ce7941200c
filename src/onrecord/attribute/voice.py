"""The outlet's own voice: accusations that nobody vouches for, and sentences that judge or prescribe.

The criterion for `unvouched` is argued in ``docs/decisions/unvouched.md``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from onrecord.languages import Pack, load
from onrecord.model import Actor, Attribution, Mention, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

HOPS = 15
"""How far up the tree a rule looks: deeper nesting is a parser's accident."""


class Voice(NamedTuple):
    """The table ``voice`` of a pack, as sets."""

    hostile_support: frozenset[str]
    armed_groups: frozenset[str]
    armed_sectors: frozenset[str]
    covert: frozenset[str]
    loaded: frozenset[str]
    wrongs: frozenset[str]
    hedges: frozenset[str]
    deontic: frozenset[str]
    duty_phrases: frozenset[str]
    appraisals: frozenset[str]
    appraisal_nouns: frozenset[str]
    verdicts: frozenset[str]
    effects: frozenset[str]
    writer: frozenset[str]
    speech: frozenset[str]


@cache
def voice_of(pack: Pack) -> Voice:
    """The pack's words for judging and accusing; what counts as speech is the table ``status``'s."""
    table, status = pack.table("voice"), pack.table("status")
    speech = {lemma for kind in ("say", "claim", "factive", "deny") for lemma in status["verbs"]["that"][kind]}
    return Voice(
        **{name: frozenset(table[name]) for name in Voice._fields if name != "speech"}, speech=frozenset(speech)
    )


# --- accusations


def unvouched(
    mention: Mention, attributions: tuple[Attribution, ...], doc: Doc, text: str, pack: Pack | None = None
) -> tuple[bool, Reason | None]:
    """Whether `mention` is an accusation in the outlet's own voice, and the rule that says so.

    An accusation needs all of: nobody is cited and no adverb hedges; the text states it as a fact; the accused is a
    side that can answer (a state, an organisation or a person, not an armed group or an unknown); the sentence
    accuses rather than reports. It accuses when it says that a state helps armed groups, names an act that nobody
    sees from outside (plots, collusion), calls violence by a verdict (massacre, plunder), or tells a serious
    wrong as a habit; an incident with its own day or count is news, whatever it is called.

    Examples
    --------
    >>> from onrecord.model import Span
    >>> from onrecord.parse import Parse
    >>> text = "The rebels are armed by Elbonia."
    >>> doc = Parse(load("en").pipeline).parse(text)
    >>> elbonia = Actor(Span.of(text, 24, 31), "Elbonia", identification="named")
    >>> rebels = Actor(Span.of(text, 0, 10), sectors=("REB",))
    >>> arms = Mention("m", "AID", Span.of(text, 15, 20), Span.of(text, 0, 32), actors=(elbonia,), recipients=(rebels,))
    >>> unvouched(arms, (), doc, text)[0]
    True
    """
    voice = voice_of(pack or load("en"))
    trigger = _token(doc, mention.trigger.start)
    if trigger is None or mention.status not in ("occurred", "ongoing") or mention.content_of is not None:
        return False, None
    if any(held.speech and any(trigger.idx in content for content in held.content) for held in attributions):
        return False, None
    path = tuple(_ancestors(trigger))
    if _quoted(doc, trigger) or any(_hedged(at, voice) or _reports(at, below, voice) for at, below in path):
        return False, None
    accused = next((actor for actor in mention.actors if _can_answer(actor, voice)), None)
    if accused is None:
        return False, None
    words = {trigger.lemma_.lower(), trigger.lower_}
    verb = path[1][0] if trigger.pos_ in ("NOUN", "PROPN") and len(path) > 1 else trigger
    incident = _incident(mention)
    name = accused.name or accused.span.text
    if words & voice.hostile_support and not incident and _helps_armed_group(mention, trigger, voice):
        return True, Reason("unvouched:hostile-support", f"'{trigger.text}': {name} is said to help an armed group")
    if (words | {verb.lemma_.lower()}) & voice.covert:
        return True, Reason("unvouched:covert-act", f"'{trigger.text}' by {name}: nobody saw it and nobody is cited")
    if words & voice.loaded and not incident:
        return True, Reason("unvouched:verdict", f"'{trigger.text}' by {name} is a verdict, without day or count")
    if (
        words & voice.wrongs
        and not incident
        and (mention.status == "ongoing" or _aside(trigger))
        and not mention.places[:1]
    ):
        return True, Reason("unvouched:habit", f"'{trigger.text}' by {name} as a habit, without day, place or count")
    return False, None


def _token(doc: Doc, start: int) -> Token | None:
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _ancestors(token: Token) -> Iterator[tuple[Token, Token | None]]:
    """`token` and the words above it, each with the one below."""
    below: Token | None = None
    for _ in range(HOPS):
        yield token, below
        if token.head.i == token.i:
            return
        below, token = token, token.head


def _hedged(token: Token, voice: Voice) -> bool:
    return any(child.lower_ in voice.hedges for child in token.children if child.dep_ == "advmod")


def _reports(token: Token, below: Token | None, voice: Voice) -> bool:
    """Whether `token` hands what stands below it to somebody: 'said that', 'ruled that', 'accused of'."""
    if below is None:
        return False
    if token.pos_ not in ("VERB", "AUX"):
        # 'the consensus that', 'the claim that'
        return below.dep_ in ("acl", "ccomp") and any(child.dep_ == "mark" for child in below.children)
    if below.dep_ == "ccomp":
        speaker = next((child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if speaker is not None and token.lemma_ != "be" and speaker.lower_ not in voice.writer:
            return True
    return token.lemma_.lower() in voice.speech and below.dep_ in ("ccomp", "parataxis", "xcomp", "pcomp", "prep")


def _quoted(doc: Doc, token: Token) -> bool:
    """Whether an odd number of quote marks opens before `token` in its sentence: it stands in a quotation."""
    sentence = token.sent
    return sum(1 for other in doc[sentence.start : token.i] if other.text in ('"', "``", "''")) % 2 == 1


def _can_answer(actor: Actor, voice: Voice) -> bool:
    if actor.identification in ("suspected", "unidentified"):
        return False
    if voice.armed_sectors & set(actor.sectors[:1]) or _armed(actor.span.text, voice):
        return False
    return actor.name is not None or actor.country is not None


def _armed(text: str, voice: Voice) -> bool:
    return any(word in voice.armed_groups for word in text.lower().replace("-", " ").split())


def _helps_armed_group(mention: Mention, trigger: Token, voice: Voice) -> bool:
    """Whether the helped are armed: the recipients, or the verb's object where none was found."""
    for helped in mention.recipients:
        if voice.armed_sectors & set(helped.sectors) or _armed(f"{helped.span.text} {helped.name or ''}", voice):
            return True
    if any(helped.country for helped in mention.recipients):
        return False
    for child in trigger.children:
        if child.dep_ in ("dobj", "nsubjpass", "prep", "dative"):
            head = next(child.rights, child) if child.dep_ in ("prep", "dative") else child
            if head.pos_ == "PRON":
                head = _antecedent(head)
            if head.lower_ in voice.armed_groups or head.lemma_.lower() in voice.armed_groups:
                return True
    return False


def _antecedent(pronoun: Token) -> Token:
    """For 'they', 'them', 'who': the nearest plural noun before it in the sentence; else the pronoun itself."""
    for other in reversed(pronoun.doc[max(pronoun.sent.start, pronoun.i - 30) : pronoun.i]):
        if other.tag_ == "NNS":
            return other
    return pronoun


def _incident(mention: Mention) -> bool:
    """Whether it is told as one happening: with its own day, or a count of its victims."""
    if any(
        number.scope == "incident" and number.measure in ("killed", "injured", "abducted", "detained")
        for number in mention.magnitudes
    ):
        return True
    return (
        bool(mention.times)
        and mention.times[0].precision in ("minute", "hour", "day", "week")
        and mention.times[0].relation != "since"
    )


def _aside(trigger: Token) -> bool:
    """Whether it is itself told in passing, as a relative or participial clause."""
    return trigger.dep_ in ("relcl", "acl")


# --- sentences that judge or prescribe


def evaluative(doc: Doc, sentence: Span, trigger: Token, pack: Pack) -> Reason | None:
    """Why the event that `trigger` names is opinion or prescription and no event, or None.

    In the outlet's own voice 'must', 'it is time to', 'will enable' and 'no one can doubt that' say what the writer
    wants or expects. The coder drops such candidates. What a cited source says, and what stands inside quotation
    marks, is somebody's word and is left alone. The rules look from the trigger up to the root and stop at a clause
    that asserts something by itself ('must free the men whom it jailed').

    Examples
    --------
    >>> from onrecord.parse import Parse
    >>> pack = load("en")
    >>> doc = Parse(pack.pipeline).parse("The government must resume the talks.")
    >>> evaluative(doc, next(doc.sents), doc[5], pack).rule
    'evaluative:duty'
    """
    voice = voice_of(pack)
    found: Reason | None = None
    reached = True
    for at, below in _ancestors(trigger):
        if _reports(at, below, voice) and not _nobody(at):
            return None
        reached = reached and (below is None or not _asserted(below))
        if reached and found is None:
            found = _duty(at, below, voice) or _appraisal(at, below, voice) or _forecast(at, voice) or _doubt(at, below)
    if found is None and not _quoted(doc, trigger) and _asks(doc, sentence):
        found = Reason("evaluative:question", "the writer asks")
    return found if found is not None and not _quoted(doc, trigger) and not _cited(sentence, voice) else None


def _asserted(token: Token) -> bool:
    """Whether `token` heads a clause that is told as a fact beside its governor."""
    if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBN"):
        return not any(child.tag_ in ("MD", "TO") for child in token.children)
    return token.dep_ == "advcl" and any(
        child.dep_ == "mark" and child.lower_ in ("since", "because", "after", "as") for child in token.children
    )


def _duty(token: Token, below: Token | None, voice: Voice) -> Reason | None:
    for child in token.children:
        # 'must have left' concludes, 'must leave' demands
        if (
            child.dep_ == "aux"
            and child.lower_ in voice.deontic
            and child.i + 1 < len(child.doc)
            and child.nbor().lower_ != "have"
        ):
            return Reason("evaluative:duty", f"'{child.text} {token.text}'")
    if (
        below is not None
        and below.dep_ == "xcomp"
        and token.lemma_ in voice.duty_phrases
        and token.tag_ in ("VBP", "VBZ", "VB")
    ):
        return Reason("evaluative:duty", f"'{token.text} to {below.text}'")
    if token.lemma_ in voice.verdicts and token.tag_ in ("VBP", "VBZ") and below is not None:
        return Reason("evaluative:verdict", f"'{token.text}'")
    if token.lower_ == "let" and token.i == token.sent.start:
        return Reason("evaluative:duty", f"'{token.text}'")
    return None


def _appraisal(token: Token, below: Token | None, voice: Voice) -> Reason | None:
    """'it is time to', 'it is vital that': the clause beneath is what the writer wants."""
    if below is None or below.dep_ not in ("ccomp", "xcomp", "csubj", "advcl", "acl", "relcl"):
        return None
    if token.lemma_ == "be":
        judged: tuple[Token, ...] = tuple(child for child in token.children if child.dep_ in ("acomp", "attr"))
        it = any(child.lower_ == "it" for child in token.children)
    else:
        judged, it = (token,), any(child.lower_ == "it" for child in token.head.children)
    for child in judged:
        if (
            (child.lower_ in voice.appraisals and it)
            or (child.lower_ in voice.appraisal_nouns and (it or child.dep_ == "attr"))
        ) and child.pos_ in ("ADJ", "NOUN", "ADV"):
            return Reason("evaluative:appraisal", f"'{child.text} ... {below.text}'")
    return None


def _forecast(token: Token, voice: Voice) -> Reason | None:
    """'will enable', 'would contribute to': good or ill foretold by the writer."""
    if token.lemma_.lower() not in voice.effects or any(child.dep_ == "prt" for child in token.children):
        return None
    subject: Token | None = None
    modal: Token | None = None
    for child in token.children:
        if child.tag_ == "MD":
            modal = child
        elif child.dep_ in ("nsubj", "nsubjpass", "csubj"):
            subject = child
    if modal is None or (
        subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in ("he", "she", "i", "we", "they"))
    ):
        return None
    return Reason("evaluative:forecast", f"'{modal.text} {token.text}'")


def _doubt(token: Token, below: Token | None) -> Reason | None:
    if below is None or token.lemma_ not in ("doubt", "deny", "dispute"):
        return None
    if _nobody(token) or (any(child.lower_ == "no" for child in token.children) and token.head.lemma_ == "be"):
        return Reason("evaluative:no-doubt", f"'no ... {token.text}'")
    return None


def _nobody(token: Token) -> bool:
    """Whether the subject is 'no one', 'nobody', 'everybody': a figure of speech, no source."""
    for child in token.children:
        if child.dep_ == "nsubj":
            if child.lower_ in ("nobody", "none", "everyone", "everybody"):
                return True
            return child.lower_ == "one" and child.left_edge.lower_ == "no"
    return False


def _asks(doc: Doc, sentence: Span) -> bool:
    for token in reversed(doc[max(sentence.start, sentence.end - 4) : sentence.end]):
        if not token.is_space and not token.is_quote:
            return token.text == "?"
    return False


def _cited(sentence: Span, voice: Voice) -> bool:
    """Whether the sentence names its source: 'according to ...', or a main verb of speech with a subject who speaks."""
    root = sentence.root
    for child in root.children:
        if child.dep_ in ("parataxis", "ccomp") and child.lemma_.lower() in (
            "say",
            "tell",
            "add",
            "write",
            "warn",
            "argue",
        ):
            return any(other.dep_ == "nsubj" for other in child.children)
        if child.dep_ == "prep" and child.lower_ == "according":
            return True
    return False
