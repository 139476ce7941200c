"""Rules that find a cue with its source and content on the dependency tree.

Each rule looks at one token and the tokens next to it in the tree, so that the work on a sentence is bounded
by its length.

Sources: Pareti (2015) 'Attribution: a computational approach', chapters 3 and 5 (cue verbs with clausal,
infinitival, prepositional and nominal complements; adverbs and phrases); Newell et al. (2018) 'An attribution
relations corpus for political news' (PolNeAR).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.attribute.lexicon import Lexicon
from onrecord.attribute.marks import spliced
from onrecord.attribute.reach import Range, Reach, has_to, subject_of, without
from onrecord.model import Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_SPEAKER_OR_HEARER = frozenset({"i", "we", "you"})
_WHEN = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY"})
"""Entities that an agent is not: 'was released by evening'."""


@dataclass(slots=True)
class Proposal:
    """An attribution that a rule proposes, in tokens of the doc.

    `source` is the head of the phrase that names the source, or None; `content` may be empty while only a
    quotation can fill it.
    """

    head: int
    cue: Range
    source: Token | None
    content: list[Range]
    speech: bool
    stance: Stance
    reason: str
    source_range: Range | None = None
    quoted: list[tuple[int, int]] = field(default_factory=list)
    """Quotations, in characters, that were attached to the cue."""
    parenthetical: bool = False
    relays: int | None = None
    """The cue head of the attribution that reports this one, where the rule knows it."""


class CueRules(Reach):
    """The rules over one doc."""

    def __init__(self, doc: Doc, words: Lexicon, quoted: Sequence[bool]) -> None:
        super().__init__(doc, words)
        self.quoted = quoted
        self.taken: set[int] = set()

    def proposals(self) -> list[Proposal]:
        """Every proposal of every rule, in the order of the cue heads."""
        words, found = self.words, []
        verbs, nouns, adjectives = words.verbs, words.noun_lemmas, words.adjective_lemmas
        for token in self.doc:
            pos = token.pos_
            proposal: Proposal | None = None
            if pos == "VERB":
                lower = token.lower_
                if lower in words.phrase_starts:
                    proposal = self.phrase(token)
                elif token.lemma_.lower() in verbs:
                    proposal = self.verb(token)
            elif pos == "NOUN":
                if token.lemma_.lower() in nouns:
                    proposal = self.noun(token)
            elif pos == "ADJ":
                if token.lower_ in adjectives:
                    proposal = self.adjective(token)
            elif pos == "ADV":
                if token.lower_ in words.adverbs:
                    proposal = self.adverb(token)
            elif pos in {"ADP", "SCONJ"}:
                lower = token.lower_
                if lower in words.phrase_starts:
                    proposal = self.phrase(token)
                if proposal is None and lower == "in":
                    proposal = self.possessed(token)
            if proposal is not None and proposal.head not in self.taken:
                found.append(proposal)
        found = [p for p in found if p.head not in self.taken and not self.is_outlet(p.source)]
        for proposal in found:
            if proposal.speech:
                proposal.content = [self.clipped(piece, proposal.cue[1]) for piece in proposal.content]
        _fill_relays(found)
        return found

    def in_quotes(self, index: int) -> bool:
        """Whether a token stands inside a quotation that reads as speech."""
        return self.quoted[index]

    # -- verbs ------------------------------------------------------------------------------------------

    def verb(self, verb: Token) -> Proposal | None:
        """A verb with a clause, an infinitive, a preposition or an object; or bare, waiting for a quotation."""
        words, lemma = self.words, verb.lemma_.lower()
        children: dict[str, Token] = {}
        objects: list[Token] = []
        for child in verb.children:
            if child.dep_ in {"dobj", "dative"}:
                objects.append(child)
            if child.dep_ == "ccomp" and spliced(child, verb):
                continue
            children.setdefault(child.dep_, child)
        if verb.i in self.taken:
            return None
        passive = (
            "nsubjpass" in children
            or "auxpass" in children
            or (
                verb.tag_ == "VBN"
                and (verb.dep_ == "advcl" or (verb.dep_ == "acl" and not _misread_past(verb)))
                and "aux" not in children
                and "nsubj" not in children
            )
        )
        if passive and lemma not in words.experiencers:
            return self.passive(verb, lemma, children)
        source = subject_of(verb, lemma in words.experiencers)
        if (
            source is not None
            and source.lower_ == "it"
            and verb.dep_ in {"xcomp", "pcomp", "ccomp", "advcl", "acl"}
            and verb.tag_ in {"VBG", "VB"}
        ):
            return None  # 'it is worth noting that', 'it is important to note that': the outlet's own aside
        if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i == verb.sent.start and lemma in {"speak", "talk"}:
            return None  # 'Speaking of Niger, ...': a change of topic
        inside = self.quoted[verb.i]
        first_person = source is None or (source.lower_ in _SPEAKER_OR_HEARER)

        loose = verb.dep_ == "acl" or any(c.tag_ == "MD" or (c.dep_ == "aux" and c.lower_ == "to") for c in verb.lefts)

        def propose(content: list[Range], speech: bool, rule: str, **more: object) -> Proposal | None:
            if not speech and (first_person or inside or (loose and rule == "verb/object")):
                return None  # 'would support', 'a bill to support': nobody holds it yet
            if not content and rule != "verb/bare":
                return None
            last = more.pop("last", None)
            return Proposal(
                verb.i, self.cue_of(verb, last if isinstance(last, int) else None), source, content, speech,
                self.stance(verb, lemma), rule, parenthetical=bool(more.get("parenthetical")),
            )  # fmt: skip

        complement = children.get("ccomp")
        beside = children.get("parataxis")
        if complement is None and beside is not None and lemma in words.hearers and beside.i < verb.i:
            hearer = children.get("dobj")
            if hearer is not None and self.is_person(hearer) and not spliced(beside, verb):
                complement = beside  # 'Troops to leave, minister tells BBC'
        if lemma in words.relays and verb.tag_ == "VBG" and verb.dep_ in {"advcl", "acl", "xcomp"} and not inside:
            relayed = self.relay(verb, children, complement)
            if relayed is not None:
                return relayed
        if (
            complement is not None
            and complement.i > verb.i
            and complement.pos_ == "ADJ"
            and not self.quoted[complement.i]
            and not any(c.dep_ in {"cop", "aux", "mark"} for c in complement.children)
        ):
            return None  # 'finds it difficult to': a judgement of the moment, nobody's report
        if complement is not None and lemma in words.clauses:
            return propose(
                self.clause_content(verb, complement, source), words.clauses[lemma], "verb/clause",
                parenthetical=complement.i < verb.i,
            )  # fmt: skip
        open_complement = children.get("xcomp")
        if lemma in words.raising:
            seeming = open_complement or children.get("acomp") or children.get("oprd")
            proposal = None
            if source is not None and seeming is not None and source.lower_ != "it":
                proposal = propose([*self.ranges(source), *self.ranges(seeming)], False, "verb/raising")
            if proposal is not None:
                proposal.source = None
            return proposal
        if open_complement is not None and has_to(open_complement) and lemma in words.infinitives:
            return self.infinitive(verb, lemma, open_complement, objects, propose)
        if (
            open_complement is not None
            and open_complement.tag_ == "VBG"
            and lemma in words.clauses
            and words.clauses[lemma]
        ):
            return propose(self.ranges(open_complement), True, "verb/gerund")
        prepositions = words.prepositions.get(lemma)
        if prepositions:
            for child in verb.children:
                lower = child.lower_
                if child.dep_ in {"prep", "agent", "prt"} and child.i > verb.i and lower in prepositions:
                    content = [(child.i + 1, child.right_edge.i)] if child.right_edge.i > child.i else []
                    if any(c.dep_ == "pobj" and c.ent_type_ in {"DATE", "TIME"} for c in child.children):
                        continue
                    if content and child.i - verb.i <= 4:
                        return propose(content, prepositions[lower], f"verb/{lower}", last=child.i)
        named = children.get("dobj")
        hearer = named if named is not None else children.get("dative")
        if hearer is not None and lemma in self.words.hearers:
            for child in hearer.children:  # 'told the radio that ...' read as a clause of the hearer
                if child.dep_ in {"acl", "relcl", "ccomp"} and child.left_edge.lower_ == "that" and child.i > hearer.i:
                    return propose(self.ranges(child), True, "verb/clause")
        if named is not None and lemma in words.objects and not (lemma in self.words.hearers and self.is_person(named)):
            content = self.object_content(verb, named)
            return propose(content, words.objects[lemma], "verb/object")
        if "oprd" in children and lemma in words.objects:
            return propose([(children["oprd"].left_edge.i, verb.right_edge.i)], words.objects[lemma], "verb/object")
        particles = words.particles.get(lemma)
        if particles and named is not None:
            for child in verb.children:
                if child.lower_ in particles:
                    return propose(self.object_content(verb, named), False, "verb/particle")
        if lemma in words.clauses:
            content = self.parenthesis_content(verb, source)
            if content:
                return propose(content, words.clauses[lemma], "verb/parenthesis", parenthetical=True)
            if words.clauses[lemma]:
                return propose([], True, "verb/bare")
        return None

    def is_outlet(self, source: Token | None) -> bool:
        """Whether a source is the outlet itself: 'this newspaper', 'our station'; its word is no attribution."""
        if source is None or self.quoted[source.i] or self.words.kinds.get(source.lemma_.lower()) != "media":
            return False
        return any(child.lower_ in {"this", "our"} for child in source.lefts)

    def relay(self, verb: Token, children: dict[str, Token], complement: Token | None) -> Proposal | None:
        """'Reuters reported, citing two officials': the officials hold what Reuters reports (`_fill_relays`)."""
        cited = children.get("dobj") or children.get("dative")
        if cited is None and complement is not None:  # 'citing two officials, that ...' read as one clause
            cited = next(
                (t for t in self.doc[verb.i + 1 : complement.i] if t.dep_ in {"dobj", "nsubj", "npadvmod"}), None
            )
        governor = verb.head
        if governor.lemma_.lower() not in self.words.clauses and governor.dep_ == "ccomp":
            governor = governor.head  # the participle was read into the clause that is reported
        if cited is None or governor.lemma_.lower() not in self.words.clauses:
            return None
        if not self.is_person(cited) and self.words.kinds.get(cited.lemma_.lower()) != "document":
            return None
        content = [(complement.left_edge.i, complement.right_edge.i)] if complement is not None else []
        return Proposal(verb.i, (verb.i, verb.i), cited, content, True, "asserts", "verb/relay", relays=governor.i)

    def is_person(self, noun: Token) -> bool:
        """Whether an object is rather the person addressed than the content."""
        lemma = noun.lemma_.lower()
        return (
            noun.pos_ in {"PRON", "PROPN"}
            or lemma in self.words.people
            or self.words.kinds.get(lemma) in {"collective", "media", "organisation", "witness"}
        )

    def infinitive(
        self, verb: Token, lemma: str, complement: Token, objects: list[Token], propose: object
    ) -> Proposal | None:
        """'promised to ...'; a second cue in the infinitive joins the first: 'declined to say whether'."""
        speech = self.words.infinitives[lemma]
        assert callable(propose)
        proposal: Proposal | None
        if not objects and complement.lemma_.lower() in self.words.verbs and complement.i - verb.i <= 4:
            inner = self.verb(complement)
            if inner is not None and inner.content:
                self.taken.add(complement.i)
                proposal = propose(inner.content, True if inner.speech else speech, "verb/joined", last=inner.cue[1])
                return proposal
        if self.stance(verb, lemma) == "declines" and complement.lemma_.lower() in self.words.comment:
            speech = True
        proposal = propose(self.ranges(complement), speech, "verb/infinitive")
        return proposal

    def passive(self, verb: Token, lemma: str, children: dict[str, Token]) -> Proposal | None:
        """'it was reported that', 'is said to', 'was quoted as saying', 'was accused by X of'."""
        words = self.words
        if lemma not in words.impersonal and lemma not in words.objects and lemma not in words.clauses:
            return None
        if self.quoted[verb.i]:
            return None
        agent = None
        for child in verb.children:
            if child.dep_ == "agent":
                agent = next((c for c in child.children if c.dep_ == "pobj" and c.ent_type_ not in _WHEN), None)
        subject = children.get("nsubjpass")
        if subject_is_it(children) and any(c.tag_ == "MD" for c in verb.children):
            return None  # 'it should be noted', 'it must be said': the outlet's own aside
        stance, cue = self.stance(verb, lemma), self.cue_of(verb)
        about: list[Range] = []
        if subject is not None and subject.lower_ not in {"it", "there"}:
            about = self.ranges(subject)
        elif subject is None and verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"}:
            about = []
        reporting = words.clauses.get(lemma, False)
        if "ccomp" in children and (reporting or lemma in words.impersonal):
            if children["ccomp"].i < verb.i and not self.quoted[children["ccomp"].i] and subject is None:
                return None
            content = self.clause_content(verb, children["ccomp"], subject)
            return Proposal(
                verb.i, cue, agent, content, words.impersonal.get(lemma, reporting), stance, "passive/clause"
            )
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ == "as" and child.i > verb.i:
                saying = next((c for c in child.children if c.dep_ == "pcomp"), None)
                if saying is not None and words.clauses.get(saying.lemma_.lower()) and subject is not None:
                    inner = self.verb(saying)
                    self.taken.add(saying.i)
                    content = inner.content if inner is not None else []
                    return Proposal(verb.i, (cue[0], saying.i), subject, content, True, stance, "passive/quoted")
        complement = children.get("xcomp") or children.get("oprd")
        if complement is not None and lemma in words.impersonal:
            content = [*about, (complement.left_edge.i, complement.right_edge.i)]
            return Proposal(verb.i, cue, agent, content, words.impersonal[lemma], stance, "passive/infinitive")
        for child in verb.children:
            if child.dep_ == "prep" and child.i > verb.i and child.right_edge.i > child.i:
                lower = child.lower_
                if lemma in words.prepositions and lower in words.prepositions[lemma]:
                    return Proposal(
                        verb.i, cue, agent, [*about, (child.i, child.right_edge.i)],
                        words.prepositions[lemma][lower], stance, f"passive/{lower}",
                    )  # fmt: skip
        if lemma in words.unverified and subject is not None and any(c.dep_ == "neg" for c in verb.children):
            return Proposal(verb.i, cue, agent, self.ranges(subject), True, "doubts", "passive/unverified")
        if agent is not None and lemma in words.objects and (about or subject is not None):
            return Proposal(
                verb.i,
                cue,
                agent,
                about or (self.ranges(subject) if subject is not None else []),
                words.objects[lemma],
                stance,
                "passive/agent",
            )
        if lemma == "ask" or (reporting and subject is None):
            return None if verb.dep_ == "acl" else Proposal(verb.i, cue, agent, [], True, stance, "verb/bare")
        return None

    # -- nouns, adjectives, adverbs, phrases --------------------------------------------------------------

    def noun(self, noun: Token) -> Proposal | None:
        """'the minister's claim that', 'made the allegation that', 'concern about'."""
        if self.quoted[noun.i]:
            return None
        words, lemma = self.words, noun.lemma_.lower()
        frame, complement = "", None
        holder: Token | None = None
        for child in noun.children:
            dep = child.dep_
            if dep == "poss":
                holder = child
            elif dep in {"acl", "ccomp", "relcl"} and child.i > noun.i and not frame:
                marker = child.left_edge
                if dep != "relcl" and any(
                    c.dep_ == "mark" and c.lower_ in {"that", "whether", "if"} for c in child.children
                ):
                    frame, complement = "that", (marker.i, child.right_edge.i)
                elif dep == "acl" and has_to(child):
                    frame, complement = "to", (marker.i, child.right_edge.i)
                elif dep == "relcl" and marker.lower_ == "that" and marker.dep_ == "mark":
                    frame, complement = "that", (marker.i, child.right_edge.i)
            elif dep == "prep" and child.i > noun.i:
                lower = child.lower_
                if lower in {"by", "from"} and holder is None:
                    holder = next((c for c in child.children if c.dep_ == "pobj"), None)
                elif not frame and lower in words.nouns and child.right_edge.i > child.i:
                    frame, complement = lower, (child.i, child.right_edge.i)
        if complement is None or lemma not in words.nouns.get(frame, ()):
            return None
        speech = words.nouns[frame][lemma]
        first = noun.i
        governor = noun.head
        if holder is None and noun.dep_ in {"dobj", "oprd"} and governor.lemma_.lower() in words.light:
            holder = subject_of(governor)
            first = self.cue_of(governor)[0]
            if governor.i in self.taken:
                return None
            self.taken.add(governor.i)
        if holder is None and (frame != "that" or not speech):
            return None
        if holder is not None and holder.lower_ in {"my", "your", "our"} and not speech:
            return None
        return Proposal(
            noun.i, (first, noun.i), holder, [complement], speech, self.stance(noun, lemma), f"noun/{frame}"
        )

    def adjective(self, adjective: Token) -> Proposal | None:
        """'is convinced that', 'unwilling to', 'skeptical of'."""
        if self.quoted[adjective.i]:
            return None
        words, lower = self.words, adjective.lower_
        head = adjective.head
        holder = (
            subject_of(head)
            if adjective.dep_ in {"acomp", "oprd", "attr", "conj"} and head.pos_ in {"AUX", "VERB"}
            else None
        )
        if holder is None or holder.lower_ in _SPEAKER_OR_HEARER or holder.lower_ in {"it", "there", "this", "that"}:
            return None
        for child in adjective.children:
            if child.i < adjective.i:
                continue
            frame = ""
            if child.dep_ == "ccomp":
                frame = "that"
            elif child.dep_ == "xcomp" and has_to(child):
                frame = "to"
            elif child.dep_ == "prep" and child.right_edge.i > child.i:
                frame = child.lower_
            if lower in words.adjectives.get(frame, ()):
                first = self.cue_of(head)[0] if head.i < adjective.i and adjective.i - head.i <= 4 else adjective.i
                return Proposal(
                    adjective.i, (first, adjective.i), holder, [(child.left_edge.i, child.right_edge.i)], False,
                    self.stance(adjective, lower), f"adjective/{frame}",
                )  # fmt: skip
        return None

    def adverb(self, adverb: Token) -> Proposal | None:
        """'reportedly', 'allegedly': the clause of the word they modify, on nobody's named word."""
        head = adverb.head
        if head.i == adverb.i:
            return None
        if head.pos_ in {"VERB", "AUX"}:
            first = head.left_edge.i
            subject = subject_of(head)
            pieces: list[Range] = []
            if subject is not None and subject.right_edge.i < first:
                pieces = self.ranges(subject)
            pieces.append((first, head.right_edge.i))
        else:
            pieces = [(head.left_edge.i, head.right_edge.i)]
        content = [part for piece in pieces for part in without(piece, (adverb.i, adverb.i))]
        return Proposal(adverb.i, (adverb.i, adverb.i), None, content, True, "asserts", "adverb")

    def phrase(self, token: Token) -> Proposal | None:
        """'according to X', 'in the words of X': the sentence or clause that the phrase stands in."""
        doc, phrases = self.doc, self.words.phrases
        matched = 0
        for length in (2, 3, 4, 5):
            end = token.i + length
            if end < len(doc) and tuple(t.lower_ for t in doc[token.i : end]) in phrases:
                matched = length
        if not matched:
            return None
        last = token.i + matched - 1
        preposition = doc[last]
        holder = next((c for c in preposition.children if c.dep_ in {"pobj", "pcomp"}), None)
        if holder is None:
            holder = next((t for t in doc[last + 1 : last + 8] if t.pos_ in {"NOUN", "PROPN", "PRON"}), None)
            if holder is None:
                return None
            if holder.dep_ == "compound":
                holder = holder.head
        own = holder.lower_ in _SPEAKER_OR_HEARER or any(
            c.dep_ == "poss" and c.lower_ in {"our", "my"} for c in holder.children
        )
        if own and not self.quoted[token.i]:
            return None  # 'according to our information': the outlet's own word
        content = self.adjunct_content(token, holder)
        if not content:
            return None
        return Proposal(token.i, (token.i, last), holder, content, True, "asserts", "phrase", parenthetical=True)

    def possessed(self, token: Token) -> Proposal | None:
        """'in the minister's view'."""
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is None or noun.lower_ not in self.words.possessed:
            return None
        holder = next((c for c in noun.children if c.dep_ == "poss"), None)
        if holder is None or holder.lower_ in {"my", "our", "your", "whose"}:
            return None
        content = self.adjunct_content(token, noun)
        if not content:
            return None
        return Proposal(
            noun.i, (noun.i, noun.i), holder, content, True, "asserts", "phrase/possessed", parenthetical=True
        )


def _fill_relays(proposals: list[Proposal]) -> None:
    """A relayed source and the one that relays it hold the same content: give it to the one that lacks it."""
    by_head = {proposal.head: proposal for proposal in proposals}
    for proposal in proposals:
        governor = by_head.get(proposal.relays) if proposal.relays is not None else None
        if governor is not None:
            own = (proposal.cue[0], proposal.source.right_edge.i if proposal.source is not None else proposal.cue[1])
            shared = [part for piece in governor.content or proposal.content for part in without(piece, own)]
            proposal.content, governor.content = list(shared), list(shared)


def _misread_past(verb: Token) -> bool:
    """'A man admitted in court that ...' read as a participle on the man: the sentence has no other verb."""
    head = verb.head
    return (
        head.dep_ == "ROOT"
        and head.pos_ in {"NOUN", "PROPN"}
        and not any(c.dep_ == "agent" for c in verb.children)
        and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
    )


def subject_is_it(children: dict[str, Token]) -> bool:
    """Whether the subject is *it*, expletive or not."""
    return any(dep in children and children[dep].lower_ == "it" for dep in ("nsubjpass", "nsubj", "expl"))
