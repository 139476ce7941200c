"""From candidates to mentions: one event is coded once, and a speech act points to its content."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.codebooks import Codebook
from onrecord.find.candidates import Candidate
from onrecord.find.contexts import Contexts
from onrecord.find.entities import content_noun, is_anybody, is_private
from onrecord.find.matching import negation
from onrecord.find.words import words
from onrecord.model import Actor, CodedBy, Mention, Reason, RunnerUp, Span
from onrecord.parse import phrase, sentence_span

_THROUGH = frozenset({"advcl", "acl", "prep", "pobj", "pcomp", "xcomp", "dobj", "nsubj", "nsubjpass", "attr", "agent"})
_INFERENCE_DISCOUNT = 0.95
_AGENTLESS_DISCOUNT = 0.85
_PRIVATE_DISCOUNT = 0.5
_GENERIC_DISCOUNT = 0.6
_PLAYED_DISCOUNT = 0.5
_PLAYED_SHARE = 80
_ANAPHOR_REACH = 150
_ALWAYS_PUBLIC = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "ACCUSE", "THREATEN"})
_EVERYDAY = frozenset({"AID", "CONSULT", "COOPERATE", "SUPPORT"})
"""What was inferred or left unsaid is less sure; a definite noun reaches back over about five sentences. Set by
reading the errors of the relation task on plv train."""


def assemble(doc: Doc, text: str, kept: list[Candidate], codebook: Codebook, contexts: Contexts) -> tuple[Mention, ...]:
    """The mentions of settled candidates, one each, in the order of their triggers."""
    by_token = {c.token.i: c for c in kept}
    content_of: dict[int, int] = {}
    for candidate in kept:
        if candidate.entry.content:
            for token in _content_tokens(candidate):
                inner = by_token.get(token.i)
                if inner is not None and inner is not candidate and token.i not in content_of:
                    content_of[token.i] = candidate.token.i
    inside = {outer: by_token[inner].type for inner, outer in content_of.items()}
    keys = {c.token.i: f"{c.token.idx}-{c.type}" for c in kept}
    mentions = []
    sports = _sports_sentences(doc) if kept else set()
    for candidate in kept:
        outer = content_of.get(candidate.token.i)
        modes = candidate.entry.modes or _mode_by_content(codebook, candidate.type, inside.get(candidate.token.i))
        topics = tuple(dict.fromkeys(candidate.entry.contexts + contexts.of(candidate.token)))
        played = bool(sports) and candidate.token.sent.start in sports
        mention = _mention(text, candidate, codebook, keys[candidate.token.i], modes, played)
        mention = replace(mention, contexts=topics, content_of=None if outer is None else keys[outer])
        same = keys.get(candidate.same_as) if candidate.same_as is not None else None
        mentions.append(replace(mention, same_as=same))
    return tuple(mentions)


def settled(found: list[Candidate]) -> list[Candidate]:
    """One candidate an event: idle nouns dropped, double reports folded, anaphors explained."""
    return _explained(_merge(_without_idle_nouns(found)))


def _explained(found: list[Candidate]) -> list[Candidate]:
    """Give 'the visit' the participants of the visit told before; without one it is no mention."""
    kept: list[Candidate] = []
    by_token: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.anaphoric:
            earlier = next((k for k in reversed(kept) if _explains(k, candidate)), None)
            if earlier is None:
                continue
            candidate.actors, candidate.recipients = list(earlier.actors), list(earlier.recipients)
            candidate.same_as = earlier.token.i if earlier.same_as is None else earlier.same_as
            candidate.why.append(
                Reason("anaphor:definite-event", f"{candidate.token.text!r} is the event at {earlier.token.idx}")
            )
        if candidate.within is not None:
            whole = by_token.get(candidate.within.i)
            if whole is None and not candidate.actors and not candidate.recipients:
                continue
            if whole is not None:
                _absorb_actors(candidate, whole)
        kept.append(candidate)
        by_token[candidate.token.i] = candidate
    return kept


def _explains(earlier: Candidate, later: Candidate) -> bool:
    """Whether a definite noun can mean the event told before: near, of its type, and where only a condition makes
    the noun report that type ('the trip'), of its mode too."""
    if earlier.type != later.type or later.token.i - earlier.token.i >= _ANAPHOR_REACH:
        return False
    return not later.entry.when or later.entry.modes == earlier.entry.modes


def _absorb_actors(candidate: Candidate, whole: Candidate) -> None:
    for token in whole.actors:
        if token not in candidate.actors and token not in candidate.recipients:
            candidate.actors.insert(0, token)
    candidate.why.append(Reason("role:actor/of-the-whole", f"{whole.token.text!r} at {whole.token.idx} includes it"))


def _without_idle_nouns(found: list[Candidate]) -> list[Candidate]:
    """Settle verb and noun where they are one expression ('held talks', 'reached a ceasefire').

    A verb entry that asks for its object has read both words: the noun is no event beside it, unless the verb
    is a speech act, whose object is its content ('demanded the withdrawal').
    """
    nouns = {c.token.i: c for c in found if c.token.pos_ in ("NOUN", "PROPN")}
    dropped: set[int] = set()
    for candidate in found:
        if candidate.token.i in nouns:
            continue
        for thing in candidate.arguments.get("object"):
            noun = nouns.get(thing.i)
            if noun is None:
                continue
            fused = "object" in candidate.entry.when or len(candidate.entry.words) > 1
            if noun.type == candidate.type and (fused or noun.verb is candidate.token):
                _absorb(candidate, noun)
                dropped.add(noun.token.i)
            elif fused and not candidate.entry.content:
                if noun.entry.weight > candidate.entry.weight + 0.2 and noun.verb is candidate.token:
                    dropped.add(candidate.token.i)
                else:
                    dropped.add(noun.token.i)
    return [c for c in found if c.token.i not in dropped]


def _merge(found: list[Candidate]) -> list[Candidate]:
    """Fold a candidate into the one above it in the same clause complex when both report one happening."""
    by_token = {c.token.i: c for c in found}
    into: dict[int, Candidate] = {}
    for candidate in found:
        above = _same_type_above(candidate.token, candidate, by_token)
        while above is not None and above.token.i in into:
            above = into[above.token.i]
        if above is None or above is candidate or candidate.entry.content or above.entry.content:
            continue
        other_victims = candidate.token.dep_ == "conj" and _keys(candidate.recipients) != _keys(above.recipients)
        if other_victims and candidate.token.lemma_.lower() not in words(candidate.token, "harm"):
            continue  # 'killed ten and wounded thirty' is one attack, 'shelled a port and bombed a town' are two
        mine, theirs = _keys(candidate.actors), _keys(above.actors)
        if mine and theirs and not (mine <= theirs or theirs <= mine):
            continue
        _absorb(above, candidate)
        into[candidate.token.i] = above
    return [c for c in found if c.token.i not in into]


def _same_type_above(token: Token, candidate: Candidate, by_token: dict[int, Candidate]) -> Candidate | None:
    node = token
    if token.dep_ == "conj" and token.pos_ == "VERB" and candidate.recipients:  # 'was shot and killed'
        other = by_token.get(token.head.i)
        return other if other is not None and other.type == candidate.type and other.recipients else None
    for _ in range(6):
        if node.dep_ not in _THROUGH or node.head is node:
            return None
        node = node.head
        other = by_token.get(node.i)
        if other is not None:
            return other if other.type == candidate.type else None
    return None


def _keys(heads: list[Token]) -> set[int]:
    return {content_noun(h).i for h in heads}


def _absorb(kept: Candidate, gone: Candidate) -> None:
    for mine, theirs in ((kept.actors, gone.actors), (kept.recipients, gone.recipients)):
        for token in theirs:
            if token not in kept.actors and token not in kept.recipients and token.i != kept.token.i:
                mine.append(token)
    kept.agentless = kept.agentless and gone.agentless
    kept.why.append(Reason("merge:one-event", f"{gone.token.text!r} at {gone.token.idx} reports the same event"))
    kept.why.extend(gone.why)


def _content_tokens(candidate: Candidate) -> list[Token]:
    """Heads of what a speech act is about: its complement clause, conjuncts and objects of that, or its object."""
    arguments = candidate.arguments
    heads: list[Token] = []
    if arguments.clause is not None:
        heads.append(arguments.clause)
        clause = arguments.clause
        heads.extend(c for c in clause.rights if c.dep_ == "conj" and (c.tag_ == clause.tag_ or c.tag_ != "VBD"))
    for function in ("object", "for", "to", "of", "on", "over", "with"):
        heads.extend(arguments.get(function))
    more: list[Token] = []
    for head in heads:
        more.extend(c for c in head.rights if c.dep_ in ("dobj", "attr", "conj", "xcomp"))
        more.extend(g for c in head.rights if c.dep_ == "prep" for g in c.children if g.dep_ in ("pobj", "pcomp"))
    return heads + more


def _mode_by_content(codebook: Codebook, outer: str, inner: str | None) -> tuple[str, ...]:
    """'Demanded the release of prisoners' is a request to yield: the content's type tells the mode."""
    return tuple(mode.name for mode in codebook.types[outer].modes.values() if inner in mode.content)[:1]


def _mention(
    text: str, candidate: Candidate, codebook: Codebook, key: str, modes: tuple[str, ...], played: bool
) -> Mention:
    entry, token = candidate.entry, candidate.token
    kind = codebook.types[entry.type]
    path = f"{token.text!r} at {token.idx}"
    if candidate.verb is not token:
        path += f", carried by {candidate.verb.text!r} at {candidate.verb.idx}"
    reasons = [Reason(f"{'model:proposed' if candidate.proposed else 'lexicon:' + entry.id}", path), *candidate.why]
    confidence = entry.weight
    if candidate.agentless:
        confidence *= _AGENTLESS_DISCOUNT
        reasons.append(Reason("role:nobody-named", "neither actor nor recipient stands in the clause"))
    if candidate.arguments.inferred:
        confidence *= _INFERENCE_DISCOUNT
    if _is_generic(candidate):
        confidence *= _GENERIC_DISCOUNT
        reasons.append(Reason("role:generic", "a class of people is described, no event told"))
    if played:
        confidence *= _PLAYED_DISCOUNT
        reasons.append(Reason("topic:sports", "the words around it are those of sport"))
    if _is_private(candidate):
        confidence *= _PRIVATE_DISCOUNT
        reasons.append(Reason("role:private", "only businesses or private persons take part"))
    runner_up = next((o.type for o in candidate.others if o.type not in (entry.type, "none")), None)
    return Mention(
        id=key,
        type=entry.type,
        trigger=_trigger(text, candidate),
        evidence=sentence_span(text, token),
        modes=modes,
        quad=kind.quad,
        cameo=entry.cameo or codebook.cameo(entry.type, modes),
        intensity=codebook.intensity(entry.type, modes),
        actors=tuple(_participant(text, t) for t in candidate.actors),
        recipients=tuple(_participant(text, t) for t in candidate.recipients),
        confidence=confidence,
        coded_by=CodedBy(
            rules=tuple(dict.fromkeys(r.rule for r in reasons)), runner_up=RunnerUp(runner_up) if runner_up else None
        ),
        why=tuple(reasons),
    )


def _is_generic(candidate: Candidate) -> bool:
    """'People accused of fraud': a participle that tells which people are meant, with nobody who did it."""
    token = candidate.token
    if token.dep_ == "relcl" and token.tag_ in ("VBP", "VBZ"):  # 'firms that break the law'
        bare = not any(c.dep_ in ("det", "nummod", "poss", "amod", "compound") for c in token.head.lefts)
        return bare and token.head.tag_ == "NNS" and not token.head.ent_type_ and candidate.actors == [token.head]
    if token.dep_ != "acl" or not candidate.arguments.passive or candidate.actors or token.head.tag_ != "NNS":
        return False
    return is_anybody(token.head) and not any(c.dep_ in ("det", "nummod", "poss") for c in token.head.lefts)


def _sports_sentences(doc: Doc) -> set[int]:
    """The sentences (by their first token) of a text or sentence about sport."""
    places = [t for t in doc if t.lower_ in words(t, "sports")]
    if not places:
        return set()
    if len(places) > 3 and len(places) * _PLAYED_SHARE > len(doc):
        return {s.start for s in doc.sents}
    starts = [t.sent.start for t in places]
    return {start for start in starts if starts.count(start) > 1}


def _is_private(candidate: Candidate) -> bool:
    """Whether a deed that private people do each day has only such people in it ('the firm accepted the offer')."""
    heads = candidate.actors + candidate.recipients
    if not heads or candidate.type in _ALWAYS_PUBLIC:
        return False
    if all(h.lower_ in words(h, "generic_pronouns") for h in heads):
        return True
    if any(is_private(h) for h in heads):
        return all(is_private(h) or is_anybody(h) for h in heads)
    return candidate.type in _EVERYDAY and all(is_anybody(h) for h in heads)


def _trigger(text: str, candidate: Candidate) -> Span:
    token = candidate.token
    refused = negation(token) if "refusal" in candidate.entry.when else None
    if refused is not None:  # the negated auxiliary carries the event: 'will not'
        first = min((c for c in token.lefts if c.dep_ == "aux"), key=lambda c: c.i, default=refused)
        first = first if first.i < refused.i else refused
        return Span.of(text, first.idx, refused.idx + len(refused.text))
    end = token.idx + len(token.text)
    if len(candidate.entry.words) > 1 and token.i + 1 < len(token.doc):
        after = token.nbor()
        if after.lower_ == candidate.entry.words[1]:
            end = after.idx + len(after.text)
    return Span.of(text, token.idx, end)


def _participant(text: str, head: Token) -> Actor:
    return Actor(span=phrase(text, head))
