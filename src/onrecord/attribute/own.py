"""What a word's own marks make of it, once the words above it have had their say: polarity, modality, tense, aspect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.attribute.judgement import Judgement, Words
from onrecord.attribute.marks import CLAUSAL, SUBJECTS, Marks, agentive, headline, read_marks
from onrecord.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_REPORTING = (
    "status:say",
    "status:think",
    "status:claim",
    "status:plan",
    "status:expect",
    "status:fear",
    "status:hope",
)


class OwnMarks:
    """The rules of the word itself; :class:`onrecord.attribute.cascade.Judge` adds those of the edges above it."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc, self.words = doc, words
        self.marked: dict[int, Marks] = {}

    def marks(self, token: Token) -> Marks:
        """The marks of `token`, read once."""
        found = self.marked.get(token.i)
        if found is None:
            found = self.marked[token.i] = read_marks(self.doc, token, self.words)
        return found

    def _own(self, token: Token, outer: Judgement) -> Judgement:
        marks = self.marks(token)
        if token.pos_ in CLAUSAL and not (token.tag_ == "VBG" and marks.determiner):
            return self._verb(token, outer, marks)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "VERB", "NUM"):
            return self._noun(token, outer, marks)
        if token.pos_ in ("ADV", "ADP", "SCONJ") and marks.negation and outer.polarity > 0:
            return outer.then(
                "negated", self.words.strengths["negated"], "status:negation", f"'{marks.negation} {token.text}'"
            )
        return outer

    def _will(self, token: Token, outer: Judgement, modal: str, marks: Marks) -> Judgement:
        agent = agentive(token, marks, self.words)
        status: Status = "planned" if agent else "predicted"
        value = self.words.strengths["will_agent" if agent else "will_other"]
        rule = f"status:{modal.replace(' ', '-')}/{'commitment' if agent else 'forecast'}"
        return outer.then(status, min(value, max(outer.certainty, 0.8)), rule, f"'{modal} {token.text}'")

    def _modal(self, token: Token, outer: Judgement, marks: Marks) -> Judgement:
        kind, strengths = self.words.modals[marks.modal], self.words.strengths
        detail = f"'{marks.modal} {token.text}'"
        if kind == "will":
            return self._will(token, outer, "will", marks)
        if kind == "would":
            if marks.perfect:
                return outer.then("hypothetical", strengths["would_have"], "status:would-have", detail)
            reported = any(reason.rule.startswith(_REPORTING) for reason in outer.reasons)
            conditional = any(
                other.dep_ == "advcl" and self.marks(other).marker in self.words.sets["condition"]
                for other in token.children
            )
            if reported and not conditional:
                return self._will(token, outer, "would", marks)
            return outer.then("hypothetical", min(outer.certainty, strengths["would"]), "status:would", detail)
        if kind == "must" and marks.perfect:
            return outer.then("occurred", min(outer.certainty, strengths["must_have"]), "status:must-have", detail)
        if kind in ("could", "might", "may") and marks.perfect:
            return outer.then("hypothetical", min(outer.certainty, strengths["might"]), f"status:{kind}-have", detail)
        if kind in ("could", "might", "may") and not agentive(token, marks, self.words):
            return outer.then("predicted", min(outer.certainty, strengths[kind]), f"status:{kind}/forecast", detail)
        return outer.then("hypothetical", min(outer.certainty, strengths[kind]), f"status:{kind}", detail)

    def _verb(self, token: Token, outer: Judgement, marks: Marks) -> Judgement:
        strengths = self.words.strengths
        state = outer
        if marks.modal:
            if outer.standing == "holds":
                state = self._modal(token, outer, marks)
        elif outer.standing == "holds" and not marks.infinitive:
            state = self._tense(token, outer, marks)
        if marks.adverb and state.polarity > 0 and not marks.negation:
            status, value = self.words.effects[self.words.adverbs[marks.adverb]]["holds"]
            if status == "keep":
                status = state.status
            if state.standing == "holds" or value < 0:
                rule = f"status:adverb/{self.words.adverbs[marks.adverb]}"
                state = state.then(status, min(state.certainty, value), rule, f"'{marks.adverb} {token.text}'")  # type: ignore[arg-type]
        if marks.negation:
            detail = f"'{marks.negation}' with '{token.text}'"
            if state.polarity < 0:
                # two negatives: 'did not fail to'
                return state.then("occurred", 1.4, "status:double-negation", detail)
            if state.standing == "holds":
                value = strengths["negated"]
                return state.then("negated", max(value, -state.certainty), "status:negation", detail)
            kind = self.words.modals.get(marks.modal, "")
            if kind == "could" or kind == "can":
                value = strengths["could_not"] if kind == "could" else strengths["cannot"]
                return state.then("negated", value, f"status:negation/{kind}", detail)
            if kind in ("may", "might", "must"):
                return state.then("hypothetical", strengths["negated_open"] / 2, f"status:negation/{kind}", detail)
            if state.reasons and state.reasons[-1].rule == "status:condition":
                # 'if they are not freed': neither freed nor not
                detail = f"'{marks.negation}' with '{token.text}'"
                return state.then("hypothetical", -max(state.certainty, 1.0), "status:condition/negated", detail)
            value = strengths["negated_future"] if marks.modal else strengths["negated_open"]
            return state.then("negated", max(value, -max(state.certainty, 1.0)), "status:negation/open", detail)
        return state

    def _tense(self, token: Token, outer: Judgement, marks: Marks) -> Judgement:
        strengths = self.words.strengths
        if outer.status == "ongoing":
            return outer
        cap = outer.certainty
        if self.words.verbs["to"].get(token.lemma_.lower()) == "continue":
            return outer.then("ongoing", min(cap, strengths["progressive"]), "status:continuing", f"'{token.text}'")
        present = token.tag_ in ("VBZ", "VBP") or any(
            child.dep_ in ("aux", "auxpass") and child.tag_ in ("VBZ", "VBP") for child in token.children
        )
        if marks.progressive and present:
            if marks.perfect or not self._future_time(token):
                return outer.then(
                    "ongoing", min(cap, strengths["progressive"]), "status:progressive", f"'{token.text}'"
                )
            return outer.then(
                "planned", min(cap, 2.2), "status:progressive/schedule", f"'{token.text}' with a time to come"
            )
        if marks.now == "since" and token.lemma_ in self.words.sets["punctual"]:
            return replace(outer, certainty=min(cap, strengths["asserted"]))
        if marks.now and present:
            return outer.then(
                "ongoing", min(cap, strengths["progressive"]), "status:still", f"'{marks.now}' with '{token.text}'"
            )
        if present and not marks.perfect:
            if token.lemma_ in self.words.sets["scheduling"] and self._dated(token):
                return outer.then("planned", min(cap, 2.2), "status:timetable", f"'{token.text}' with a date")
            if token.lemma_ in self.words.sets["stative"]:
                return outer.then(
                    "ongoing", min(cap, strengths["present"]), "status:state", f"'{token.text}' in the present"
                )
            told = token.lemma_ in self.words.sets["punctual"] and not marks.marker
            if told or headline(self.doc, token) or self._speaks(token):
                return outer.then(
                    "occurred", min(cap, strengths["present"]), "status:historic-present", f"'{token.text}'"
                )
            return outer.then("ongoing", min(cap, strengths["present"]), "status:habitual-present", f"'{token.text}'")
        return replace(outer, certainty=min(cap, strengths["asserted"]))

    def _speaks(self, token: Token) -> bool:
        return token.lemma_.lower() in self.words.verbs["that"]

    def _future_time(self, token: Token) -> bool:
        return any(
            other.lower_ in ("tomorrow", "next", "coming", "later", "soon", "tonight")
            for child in token.rights
            if child.dep_ in ("npadvmod", "advmod", "prep")
            for other in (child, child.left_edge)
        )

    def _dated(self, token: Token) -> bool:
        return any(
            child.dep_ in ("npadvmod", "prep")
            and child.right_edge.ent_type_ in ("DATE", "TIME")
            and not any(other.lower_ in ("last", "ago", "earlier", "past") for other in child.subtree)
            for child in token.rights
        )

    def _noun(self, token: Token, outer: Judgement, marks: Marks) -> Judgement:
        words = self.words
        state = outer
        if state.standing == "holds":
            bare = not marks.determiner and token.tag_ in ("NN", "NNS")
            value = words.strengths["noun_generic" if bare and token.dep_ != "ROOT" else "noun"]
            state = replace(state, certainty=min(state.certainty, value))
        if marks.attribute:
            kind = words.adjectives["attributive"].get(marks.attribute, "")
            effect = words.effects.get(kind, {}).get("holds")
            if effect is not None and state.polarity > 0:
                status, value = effect
                status = state.status if status == "keep" else status
                if state.standing == "holds" or value < 0:
                    rule = f"status:attributive/{kind}"
                    detail = f"'{marks.attribute} {token.text}'"
                    state = state.then(status, min(value, state.certainty), rule, detail)  # type: ignore[arg-type]
        if marks.negation and state.polarity > 0 and not self._counted(token, state):
            value = words.strengths["negated"] if state.standing == "holds" else words.strengths["negated_open"]
            state = state.then("negated", value, "status:negation", f"'{marks.negation} {token.text}'")
        return state

    def _counted(self, token: Token, state: Judgement) -> bool:
        """Whether the noun's own 'no' has been counted by its verb already."""
        return token.dep_ in (*SUBJECTS, "dobj", "attr") and state.polarity < 0
