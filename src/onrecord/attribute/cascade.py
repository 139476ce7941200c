"""Did it happen? The cascade that judges any word that names an event, from the sentence's root down.

A word stands as the words above it let it stand: 'failed to send', 'plans to send', 'denied that it had
sent'. The cascade therefore walks from the root of the sentence to the word. Each step down an edge of the
dependency tree applies the rule of that edge (embedding verbs, nouns and adjectives, conditions, purposes,
prepositions), then the word's own marks apply (polarity, modality, tense, aspect). Every rule that fires
leaves a reason. Status and factuality are two views of the one judgement.

Sources: Karttunen (1971) 'Implicative verbs'; Nairn, Condoravdi and Karttunen (2006) 'Computing relative
polarity for textual inference'; Saurí and Pustejovsky (2012) 'Are you sure that this event happened?';
Lotan, Stern and Dagan (2013) 'TruthTeller'. The words are in the pack's table ``status``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.attribute.judgement import Judgement, Words, words_of
from onrecord.attribute.marks import CLAUSAL, SUBJECTS, Marks, acting, has_no, spliced
from onrecord.attribute.own import OwnMarks
from onrecord.model import Reason, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Pack


_PRESENT_MODALS = frozenset({"will", "'ll", "shall", "can", "may", "must"})

HOPS = 20
"""How far up a clause is looked for: deeper nesting is a parser's accident, and the cost stays linear."""


@lru_cache(maxsize=2)
def judge_of(doc: Doc, pack: Pack) -> Judge:
    """The judge of `doc`; the last two are kept, since a document's mentions are judged one after another."""
    return Judge(doc, words_of(pack))


def judge(doc: Doc, token: Token, pack: Pack) -> Judgement:
    """How the text lets the event stand that `token` names.

    Examples
    --------
    >>> from onrecord.languages import load
    >>> from onrecord.parse import Parse
    >>> pack = load("en")
    >>> doc = Parse(pack.pipeline).parse("The ministry refused to sign the treaty.")
    >>> judge(doc, doc[4], pack).status
    'negated'
    """
    return judge_of(doc, pack)(token)


class Judge(OwnMarks):
    """Judges the words of one Doc. Every word of a path is judged once, so the cost stays linear."""

    def __init__(self, doc: Doc, words: Words) -> None:
        super().__init__(doc, words)
        self.before: dict[int, Judgement] = {}
        self.after: dict[int, Judgement] = {}

    def __call__(self, token: Token) -> Judgement:
        path: list[Token] = []
        at = token
        while at.i not in self.after:
            path.append(at)
            if at.head.i == at.i:
                break
            at = at.head
        for step in reversed(path):
            outer = self._root(step) if step.head.i == step.i else self._down(step, step.head)
            self.before[step.i] = outer
            self.after[step.i] = self._own(step, outer)
        return self.after[token.i]

    # --- the root, and the steps down

    def _root(self, token: Token) -> Judgement:
        start = Judgement()
        marks = self.marks(token)
        last = self.doc[token.sent.end - 1]
        while last.i > token.i and (last.is_space or last.is_quote):
            last = last.nbor(-1)
        if last.text == "?":
            return start.then("hypothetical", self.words.strengths["question"], "status:question", "the sentence asks")
        if marks.infinitive and not marks.auxiliary and token.tag_ == "VB":
            return start.then(
                "planned",
                self.words.strengths["headline_infinitive"],
                "status:headline-infinitive",
                f"'to {token.text}'",
            )
        if token.tag_ == "VB" and marks.subject is None and not marks.auxiliary and token.i == token.sent.start:
            return start.then(
                "hypothetical", self.words.strengths["imperative"], "status:imperative", f"'{token.text}'"
            )
        return start

    def _down(self, child: Token, parent: Token) -> Judgement:
        dep = child.dep_
        above = self.after[parent.i]
        if dep == "conj":
            return self._coordinated(child, parent)
        if dep in ("aux", "auxpass", "punct", "det", "mark", "cc", "advmod", "nummod", "case"):
            return above
        if dep in ("appos", "amod", "poss", "compound", "nmod"):
            return self._modifier(child, parent)
        if dep == "relcl" and self.marks(child).infinitive:
            return self._clause(child, parent)
        if dep == "relcl" or (dep == "acl" and child.tag_ != "VB" and not self.marks(child).infinitive):
            return self._about_noun(child, parent)
        if dep == "advcl":
            return self._adverbial(child, parent)
        if dep in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "ADV", "VERB"):
            return above
        if dep in ("pobj", "pcomp"):
            return self._under_preposition(child, parent)
        if dep in ("ccomp", "parataxis") and child.i < parent.i and (dep == "parataxis" or spliced(child, parent)):
            return self.before[parent.i]
        if dep == "parataxis" or (dep == "ccomp" and child.i < parent.i and self._says(parent)):
            return self._embedded(child, parent, "that")
        if dep in ("ccomp", "xcomp", "acl", "csubj", "csubjpass", "oprd"):
            return self._clause(child, parent)
        if dep in SUBJECTS:
            return self._subject(child, parent)
        if dep in ("dobj", "obj"):
            return self._object(child, parent, parent.lemma_.lower())
        if dep == "attr" and parent.lemma_ == "be" and above.status == "ongoing" and child.pos_ == "NOUN":
            # 'this is a barbaric attack': the state is the description, the attack is over; 'there is fighting' lasts
            subject = self.marks(parent).subject
            if subject is not None and subject.dep_ != "expl" and not self.marks(parent).running:
                return replace(above, status="occurred")
        return above

    def _says(self, parent: Token) -> bool:
        return parent.lemma_.lower() in self.words.verbs["that"]

    def _fresh(self, token: Token) -> Judgement:
        """A clause that the text asserts by itself, inside the same report."""
        at = token
        for _ in range(HOPS):
            if at.head.i == at.i or at.dep_ in ("ccomp", "parataxis"):
                break
            at = at.head
        outer = self.before[at.i] if at.i in self.before else Judgement()
        return outer if outer.standing == "holds" else Judgement(reasons=outer.reasons)

    def _coordinated(self, child: Token, parent: Token) -> Judgement:
        marks = self.marks(child)
        if child.pos_ in CLAUSAL and (marks.subject is not None or marks.auxiliary or marks.infinitive):
            return self.before[parent.i]
        if child.pos_ in CLAUSAL and child.tag_ != parent.tag_ and child.tag_ in ("VBD", "VBZ"):
            return self.before[parent.i]
        if child.pos_ not in CLAUSAL and parent.pos_ not in CLAUSAL:
            attribute = self.marks(parent).attribute
            return self.before[parent.i] if attribute and child.i > parent.i else self.after[parent.i]
        return self.after[parent.i]

    def _modifier(self, child: Token, parent: Token) -> Judgement:
        if child.dep_ in ("compound", "poss", "nmod"):
            kind = self.words.nouns["object"].get(parent.lemma_.lower())
            if kind is not None and child.pos_ in ("NOUN", "PROPN"):
                return self._effect(kind, self.after[parent.i], child, f"'{parent.text}'")
        if child.dep_ == "amod":
            return self._fresh(parent)
        return self.after[parent.i]

    def _about_noun(self, child: Token, parent: Token) -> Judgement:
        above = self.after[parent.i]
        marks = self.marks(child)
        if (child.dep_ == "acl" and marks.marker == "that") or (
            child.dep_ == "acl" and child.tag_ not in ("VBN", "VBG")
        ):
            return self._embedded(child, parent, "that")
        if above.standing == "negated" and not self._definite(parent):
            # 'no troops who fired': nobody fired; 'no member of a club that pays': it pays
            marks_of_noun = self.marks(parent)
            indefinite = marks_of_noun.determiner in ("a", "an") or parent.dep_ in ("pobj", "attr", "conj")
            return above if has_no(parent, self.words) or not indefinite else self._fresh(parent)
        if child.dep_ == "acl" and above.standing == "open" and not self._definite(parent):
            by = next((c for c in child.children if c.dep_ == "agent"), None)
            agent = next(by.children, None) if by is not None else None
            # 'food for families displaced by the fighting': a known doer has done it
            return self._fresh(parent) if agent is not None and self._definite(agent) else above
        return self._fresh(parent)

    def _definite(self, noun: Token) -> bool:
        marks = self.marks(noun)
        return marks.determiner in ("the", "this", "that", "these", "those", "poss") or noun.tag_ in ("NNP", "NNPS")

    def _adverbial(self, child: Token, parent: Token) -> Judgement:
        marks, words, above = self.marks(child), self.words, self.after[parent.i]
        marker = marks.marker
        strengths, sets = words.strengths, words.sets
        detail = f"'{marker}' before '{child.text}'"
        if marker == "unless" or marker == "lest":
            return above.then("hypothetical", strengths["unless"], "status:condition", detail)
        if marker in sets["condition"] or (child.tag_ == "VBN" and marker == "when" and above.standing == "open"):
            return above.then("hypothetical", strengths["if"], "status:condition", detail)
        first = child.left_edge
        inverted = first.lower_ in ("were", "had", "should") and child.i in (first.i, first.head.i)
        if inverted and marks.subject is not None and first.i < marks.subject.i:
            return above.then("hypothetical", strengths["if"], "status:condition", f"inverted '{first.text}'")
        if marks.infinitive and not marks.auxiliary:
            if self._kind(parent, "to") or self._goes_on(child, parent):
                return self._embedded(child, parent, "to")
            status: Status = "planned" if above.status in ("occurred", "ongoing", "planned") else "hypothetical"
            value = strengths["purpose"] if above.polarity >= 0 else strengths["negated_open"] / 2
            return above.then(status, min(value, max(above.certainty, 0.8)), "status:purpose", f"'to {child.text}'")
        if marker in sets["forward"] or marker in ("after", "when", "whenever", "as"):
            told = (
                marker in ("after", "when", "as")
                and child.tag_ == "VBD"
                and self.marks(parent).modal in _PRESENT_MODALS
            )
            if told and not marks.modal:
                # 'after the army retook the town, it will': what the future follows is over
                return self._fresh(parent)
            if above.standing == "open" or (marker == "until" and above.standing == "negated"):
                status = above.status if above.status != "negated" else "predicted"
                return above.then(
                    status, strengths["until"] if above.certainty >= 1.5 else 1.0, "status:when-then", detail
                )
            if marker == "before":
                return self._fresh(parent).then("occurred", strengths["before"], "status:before", detail)
        if marker:
            return self._fresh(parent)
        return above if above.standing != "negated" else self._fresh(parent)

    def _under_preposition(self, child: Token, preposition: Token) -> Judgement:
        words, governor = self.words, preposition.head
        above = self.after[preposition.i] if preposition.i in self.after else self.after[governor.i]
        lower = preposition.lower_
        form = "ing" if child.tag_ == "VBG" and preposition.dep_ != "agent" else "object"
        detail = f"'{governor.text} {lower} {child.text}'"
        if words.prepositions.get(lower) == "without" or (lower == "of" and governor.lower_ == "instead"):
            return above.then("negated", words.strengths["without"], "status:without", detail)
        if lower == "than" and governor.lower_ == "rather":
            return above.then("negated", words.strengths["without"], "status:without", detail)
        lemma = governor.lemma_.lower()
        if governor.pos_ in CLAUSAL:
            kind = words.verbs[form].get(f"{lemma}+{lower}") or words.verbs["object"].get(f"{lemma}+{lower}")
            if kind == "support":
                return above
            if kind:
                return self._effect(kind, above, child, detail)
        elif governor.pos_ in ("NOUN", "PROPN") and lower in (
            "of",
            "for",
            "to",
            "on",
            "against",
            "from",
            "about",
            "at",
            "in",
            "over",
        ):
            kind = words.nouns["object"].get(lemma)
            if lemma in ("event", "case") and governor.head.lower_ != "in":
                kind = None
            if kind and (
                (lower == "of" and kind != "want")
                or lower == "for"
                or (kind in ("plan", "want", "prevent", "risk") and lower in ("to", "on", "against"))
            ):
                return self._effect(kind, above, child, detail)
        elif governor.pos_ == "ADJ":
            kind = words.adjectives["to"].get(lemma)
            if kind and kind != "possible" and lower in ("of", "for", "to"):
                return self._effect(kind, above, child, detail)
        role = words.prepositions.get(lower)
        if lower == "of" and governor.lower_ == "ahead":
            return above.then("planned", words.strengths["will_agent"], "status:ahead-of", detail)
        if role == "before":
            if above.standing == "open" or not self._past(governor):
                return above.then("planned", words.strengths["will_agent"], "status:ahead-of", detail)
            return self._fresh(governor).then("occurred", words.strengths["before"], "status:before", detail)
        if lower in ("in", "at", "during") and above.standing != "holds" and lemma not in words.sets["meetings"]:
            meeting = child.lemma_.lower() in words.sets["meetings"] and child.tag_ == "NN"
            setting = self._utterance_above(governor) if meeting and not self._definite(child) else None
            if setting is not None:
                # 'demanded the release in a call with', 'called for a truce at a meeting': where it was said
                return self.after[setting.i]
        if role is None and above.standing == "negated" and child.pos_ in CLAUSAL:
            return self._fresh(governor)
        if above.status == "ongoing" and lower in words.sets["after"] and child.pos_ not in CLAUSAL:
            return replace(above, status="occurred")
        if role == "fact" and above.standing != "holds":
            return self._fresh(governor) if lower != "in" or self._definite(child) else above
        if lower in ("on", "under", "in") and governor.lemma_ == "be":
            # 'are on strike', 'is under attack'
            return above
        return self._argument(child, above)

    def _utterance_above(self, governor: Token) -> Token | None:
        """The verb of demanding or saying whose infinitive, object or prepositional object `governor` is."""
        node = governor
        for _ in range(4):
            if node.head.i == node.i or node.dep_ not in ("dobj", "pobj", "prep", "xcomp", "conj"):
                return None
            node = node.head
            lemma = node.lemma_.lower()
            if node.tag_ in ("VBD", "VBZ", "VBP") and (
                self.words.verbs["object"].get(lemma) == "want"
                or self.words.verbs["to"].get(lemma) in ("want", "plan", "order")
                or lemma in self.words.verbs["that"]
            ):
                return node
        return None

    def _past(self, token: Token) -> bool:
        return token.tag_ in ("VBD", "VBN")

    def _argument(self, child: Token, above: Judgement) -> Judgement:
        """An event that is only spoken of: the definite ones are taken for granted."""
        if above.standing == "holds":
            if above.status == "ongoing" and child.pos_ in ("NOUN", "PROPN"):
                # 'police are investigating the attack': the inquiry goes on, the attack is over
                return replace(above, status="occurred")
            return above
        if child.pos_ in ("NOUN", "PROPN", "PRON") and self._definite(child):
            return replace(self._fresh(child.head), certainty=min(2.3, self.words.strengths["noun"]))
        return above

    def _clause(self, child: Token, parent: Token) -> Judgement:
        marks = self.marks(child)
        if child.pos_ in ("NOUN", "PROPN") and child.i > parent.i and marks.subject is None and not marks.infinitive:
            # a headline's bare object ('army denies raid')
            return self._object(child, parent, parent.lemma_.lower()) if parent.pos_ == "VERB" else self.after[parent.i]
        if marks.infinitive or (child.dep_ == "xcomp" and child.tag_ == "VB"):
            return self._embedded(child, parent, "to")
        if child.dep_ in ("csubj", "csubjpass", "oprd"):
            return self.after[parent.i]
        if child.tag_ == "VBG" and not marks.auxiliary:
            return self._embedded(child, parent, "ing")
        if child.dep_ == "xcomp" and child.tag_ != "VBN":
            return self.after[parent.i]
        return self._embedded(child, parent, "that")

    def _kind(self, parent: Token, form: str) -> str | None:
        """The class of an embedding word for one form of complement."""
        words, lemma = self.words, parent.lemma_.lower()
        if parent.pos_ in CLAUSAL and lemma != "be":
            groups = words.verbs
            if lemma == "threaten" and form == "to":
                subject = self.marks(parent).subject
                return "plan" if subject is not None and acting(subject, self.words) else "risk"
            if parent.lower_ == "going" and form == "to":
                return "going"
            found = groups[form].get(lemma)
            if found is None and parent.tag_ == "VBN":
                found = words.adjectives.get(form, {}).get(parent.lower_)
            return found
        if parent.pos_ == "ADJ" or parent.tag_ in ("JJ", "VBN"):
            groups = words.adjectives
            return groups[form].get(lemma) or groups[form].get(parent.lower_) if form in groups else None
        if parent.pos_ in ("NOUN", "PROPN"):
            return words.nouns[form].get(lemma) if form in words.nouns else None
        return words.adjectives[form].get(parent.lower_) if form in words.adjectives else None

    def _embedded(self, child: Token, parent: Token, form: str) -> Judgement:
        above, strengths = self.after[parent.i], self.words.strengths
        marks = self.marks(child)
        detail = f"'{parent.text} ... {child.text}'"
        kind = self._kind(parent, form)
        if (kind is None and parent.lemma_ == "be") or (parent.pos_ in ("AUX", "VERB") and kind is None):
            # 'is ready to', 'was a plan to', 'have a right to': the predicate under the verb decides
            for other in self.marks(parent).predicates:
                if other.i != child.i:
                    kind = kind or self._kind(other, form)
        if form == "to":
            between = self.doc[parent.i + 1 : child.i]
            if parent.lemma_ in ("have", "be") and len(between) and between[0].lower_ == "yet":
                return above.then("negated", strengths["yet_to"], "status:yet-to", detail)
            if self._goes_on(child, parent):
                kind = "implicative"
            if kind == "going":
                shared = marks._replace(subject=marks.subject or self.marks(parent).subject)
                return self._will(child, above, "going to", shared)
            if parent.lemma_ == "be" and kind is None and child.dep_ == "xcomp":
                return above.then("planned", strengths["be_to"], "status:be-to", detail)
            if kind is None and parent.pos_ in ("NOUN", "PROPN") and self._headline(child, parent):
                return above.then("planned", strengths["headline_infinitive"], "status:headline-infinitive", detail)
            if kind is None:
                status: Status = "hypothetical" if above.status == "negated" else above.status
                if above.standing == "holds":
                    return above.then("planned", strengths["infinitive"], "status:infinitive", detail)
                return above.then(status, above.value * 0.8, "status:infinitive", detail)
            if kind == "expect" and above.polarity > 0 and child.lemma_ in self.words.sets["schedulable"]:
                subject = self.marks(parent).subject
                passive = child.tag_ == "VBN"
                if subject is not None and (passive or acting(subject, self.words)):
                    kind = "schedule"
        if kind == "possible" and self._managed(parent):
            kind = "implicative"
        if kind == "try" and self.marks(parent).attribute in self.words.sets["vain"]:
            kind = "fail"
        if form == "that" and self._subjunctive(child, marks):
            kind = "propose"
        if kind is None:
            kind = "ask" if marks.marker in ("whether", "if") else "factive" if form == "ing" else "say"
        elif marks.marker in ("whether", "if") and form == "that":
            kind = "ask"
        elif kind in ("fear", "hope", "expect") and marks.modal and above.standing == "holds":
            # 'warned that it would', 'hopes that it will': the modal says more than the verb
            value = self.words.effects[kind]["holds"][1]
            return Judgement("occurred", 1, value, (*above.reasons, Reason(f"status:{kind}/modal", detail)))
        return self._effect(kind, above, child, detail)

    def _subjunctive(self, child: Token, marks: Marks) -> bool:
        """'insisted that he be freed', 'demands that she leave': the bare form asks for what is not so."""
        if marks.modal or marks.subject is None or marks.marker != "that":
            return False
        before = child.nbor(-1) if child.i else child
        bare = child.tag_ == "VB" or (child.tag_ == "VBN" and before.lower_ == "be" and before.dep_ == "auxpass")
        return bare and not any(
            other.lower_ in ("do", "does", "did", "to") for other in self.doc[marks.subject.i : child.i]
        )

    def _goes_on(self, child: Token, parent: Token) -> bool:
        """'went on to say': he said it."""
        return parent.lemma_ == "go" and parent.i + 1 < child.i and self.doc[parent.i + 1].lower_ == "on"

    def _managed(self, parent: Token) -> bool:
        """'was able to reach': in the past, an ability that was used."""
        if parent.lower_ == "able":
            return self._past(parent.head)
        return self._past(parent) and any(other.lower_ == "able" for other in self.marks(parent).predicates)

    def _headline(self, child: Token, noun: Token) -> bool:
        """'Minister to visit Rome': an infinitive on a subject noun, where nothing else is finite."""
        return noun.dep_ == "ROOT" and acting(noun, self.words) and child.i - noun.i <= 4

    def _subject(self, child: Token, parent: Token) -> Judgement:
        above, words = self.after[parent.i], self.words
        if child.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            return above
        if child.dep_ == "nsubjpass" and parent.tag_ == "VBN":
            return self._object(child, parent, parent.lemma_.lower())
        lemma = parent.lemma_.lower()
        if self._lasts(parent, lemma) and above.standing == "holds":
            return above.then("ongoing", words.strengths["progressive"], "status:lasting", f"'{parent.text}'")
        if lemma == "be" and above.standing == "holds" and child.pos_ == "NOUN":
            planned = next((c for c in parent.children if c.dep_ == "xcomp" and self.marks(c).infinitive), None)
            if planned is not None and not any(c.dep_ in ("acomp", "attr") for c in parent.children):
                # 'the talks were to be held'
                return above.then("planned", words.strengths["be_to"], "status:be-to", f"'to {planned.text}'")
        if lemma in words.sets["scheduling"] or lemma == "be":
            for other in self.marks(parent).predicates:
                # 'a strike is likely', 'the talks are off'
                if other.dep_ in ("acomp", "attr") and other.i != child.i:
                    kind = words.adjectives["to"].get(other.lemma_.lower()) or words.adjectives["that"].get(
                        other.lemma_.lower()
                    )
                    if (
                        kind
                        and kind not in ("factive", "propose", "want")
                        and (kind != "possible" or other.lower_ == "possible")
                    ):
                        return self._effect(kind, above, child, f"'{child.text} ... {other.text}'")
            going_on = lemma not in ("be", "follow") or self.marks(parent).running
            return above if going_on or above.status != "ongoing" else replace(above, status="occurred")
        if above.standing == "negated" and not has_no(child, self.words):
            return self._fresh(parent)
        return self._argument(child, above)

    def _lasts(self, verb: Token, lemma: str) -> bool:
        """'has entered its third day', 'raged on': what the subject names goes on."""
        words = self.words
        if lemma in words.sets["lasting"] or f"{lemma}+{self.marks(verb).particle}" in words.sets["lasting"]:
            return True
        if lemma != "enter":
            return False
        return any(
            thing.dep_ == "dobj" and thing.lemma_.lower() in words.sets["spans"]
            for thing in self.marks(verb).predicates
        )

    def _object(self, child: Token, parent: Token, lemma: str) -> Judgement:
        above, words = self.after[parent.i], self.words
        particle = self.marks(parent).particle
        kind = words.verbs["object"].get(f"{lemma}+{particle}") if particle else None
        kind = kind or words.verbs["object"].get(lemma)
        if child.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            return above
        if kind == "support":
            return above
        if kind == "factive" and above.standing == "negated" and child.pos_ in ("NOUN", "PROPN"):
            # 'failed to address the violence': there is violence
            return replace(self._fresh(parent), certainty=min(2.3, words.strengths["noun"]))
        if kind == "factive" or (lemma == "announce" and child.lemma_.lower() in words.sets["done"]):
            return self._argument(child, above)
        if kind:
            return self._effect(kind, above, child, f"'{parent.text} ... {child.text}'")
        return self._argument(child, above)

    def _effect(self, kind: str, above: Judgement, child: Token, detail: str) -> Judgement:
        """What a class of embedding words makes of its complement."""
        made = self.words.effects[kind].get(above.standing)
        rule = f"status:{kind}/{above.standing}"
        if made is None:
            return replace(above, reasons=(*above.reasons, Reason(rule, detail)))
        status, value = made
        if status == "keep":
            return Judgement("occurred", 1, value, (*above.reasons, Reason(rule, detail)))
        if above.standing == "open":
            value = max(-above.certainty, min(value, above.certainty)) if above.certainty > 0.5 else value
        return above.then(status, value, rule, detail)  # type: ignore[arg-type]
