"""Stage 3: event mentions. The lexicon of the codebook over the dependency tree, and the model's opinion of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from heapq import merge

from spacy.tokens import Doc

from onrecord.codebooks import Codebook
from onrecord.find.assemble import assemble, settled
from onrecord.find.candidates import Candidate, candidates
from onrecord.find.changes import Change, changes
from onrecord.find.contexts import Contexts, contexts_of, index
from onrecord.find.judging import calibrated, judged, weighed
from onrecord.find.likeness import Likeness
from onrecord.find.opinions import Opinions, best_path
from onrecord.find.parties import with_parties
from onrecord.find.proposals import proposals
from onrecord.find.stand_ins import Seen
from onrecord.learned import Model
from onrecord.model import Mention, Reading

__all__ = [
    "Candidate",
    "Change",
    "Find",
    "Opinions",
    "Seen",
    "best_path",
    "calibrated",
    "candidates",
    "changes",
    "contexts_of",
    "settled",
    "weighed",
]


class Find:
    """The stage that says which words report an event, of which type, and who does it to whom, as spans, and why.

    Rules propose, the model judges; where no rule holds, the model may propose, too.

    Parameters
    ----------
    codebook
        Types and lexicon.
    language
        ISO 639-1 code of the lexicon to use.
    model
        The learned model, or None to code by rules alone. With a codebook whose types it does not know it compares the
        sentences of mentions with the codebook's examples (:mod:`onrecord.find.likeness`).
    """

    def __init__(self, codebook: Codebook, language: str, model: Model | None = None) -> None:
        self.codebook, self.language, self.model = codebook, language, model
        self._knows = model is not None and set(codebook.types) <= set(model.types)
        self._keywords = index(codebook.contexts)

    def __call__(self, reading: Reading) -> Reading:
        doc, text = reading.parsed, reading.document.text
        opinions = Opinions(self.model, doc) if self.model is not None else None
        found = self.candidates(doc, opinions)
        kept = settled(found)
        contexts = Contexts(self.codebook, self._keywords, opinions if self._knows else None)
        mentions = assemble(doc, text, kept, self.codebook, contexts)
        if opinions is not None:
            mentions = tuple(self._judged(kept, mentions, opinions))
        return reading.with_(mentions=mentions)

    @cached_property
    def _likeness(self) -> Likeness:
        assert self.model is not None
        return Likeness(self.model, self.codebook)

    def candidates(self, doc: Doc, opinions: Opinions | None = None) -> list[Candidate]:
        """What may report an event, in text order: by the lexicon, and with `opinions` by the model."""
        found = list(candidates(doc, self.codebook, self.language))
        if opinions is None:
            return found
        more = list(self._proposed(doc, found, opinions))
        found = list(merge(found, more, key=lambda candidate: candidate.token.i))
        for candidate in found:
            with_parties(candidate, doc, opinions)
        return found

    def _proposed(self, doc: Doc, found: Sequence[Candidate], opinions: Opinions) -> Iterator[Candidate]:
        least = opinions.model.fact("judging")["propose_from"]
        if self._knows:
            types, ask = opinions.model.types, opinions.words
        else:
            types, ask = self._likeness.types, partial(self._likeness.words, opinions)
        yield from proposals(doc, found, self.codebook, types, ask, self.language, least)

    def _judged(self, kept: Sequence[Candidate], mentions: Sequence[Mention], opinions: Opinions) -> Iterator[Mention]:
        for candidate, mention in zip(kept, mentions, strict=True):
            if self._knows:
                yield judged(mention, candidate.token, opinions, self.codebook, proposed=candidate.proposed)
            else:
                yield self._likeness.judged(mention, candidate.token, opinions)
