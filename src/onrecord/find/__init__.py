"""Stage 3: event mentions. The lexicon of the codebook over the dependency tree."""

from __future__ import annotations

from onrecord.codebooks import Codebook
from onrecord.find.assemble import assemble, settled
from onrecord.find.candidates import Candidate, candidates
from onrecord.find.contexts import Contexts, index
from onrecord.model import Reading

__all__ = ["Candidate", "Find", "candidates", "settled"]


class Find:
    """The stage that proposes event mentions with trigger, type, who and whom as spans, and why.

    Parameters
    ----------
    codebook
        Types and lexicon.
    language
        ISO 639-1 code of the lexicon to use.
    """

    def __init__(self, codebook: Codebook, language: str) -> None:
        self.codebook, self.language = codebook, language
        self._keywords = index(codebook.contexts)

    def __call__(self, reading: Reading) -> Reading:
        doc = reading.parsed
        found = list(candidates(doc, self.codebook, self.language))
        contexts = Contexts(self.codebook, self._keywords)
        return reading.with_(mentions=assemble(doc, reading.document.text, found, self.codebook, contexts))
