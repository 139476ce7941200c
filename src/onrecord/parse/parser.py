"""Sentences and syntax by spaCy, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import MissingModel
from onrecord.model import Reading
from onrecord.parse.fold import fold
from onrecord.parse.repair import repair

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BREAK = re.compile(r"\n[ \n]*\n|\n(?=[-*•–—] )")
"""A blank line, or a line that opens a list item: no sentence goes across."""
_RUN = re.compile(r"\S{120,}")
_SIGN = re.compile(r"[^\w\s]")
"""Longer than any word or name. The tokenizer takes signs off such a run one at a time and looks at the whole run for
each, which is quadratic; with blanks for signs it is linear."""
_DATELINE = re.compile(
    r"(?:^|\n)(?:[A-Z][A-Z'. -]{2,40}(?:,? [\w .]{1,30}){0,3}"
    r"|[A-Z][\w'.-]{2,20}(?: [A-Z][\w'.-]{1,20}){0,2}(?:, [\w .]{1,20})?)"
    r"(?: ?\([^()\n]{1,40}\))? ?(?: --?|[–—]|:) "
)
"""'NIAMEY, June 5 (Agency) - ', 'Niamey: ': what follows is a sentence of its own."""


@cache
def load_pipeline(name: str) -> Language:
    """The installed spaCy pipeline `name`, loaded once a process; raises MissingModel with the remedy."""
    import spacy

    try:
        return spacy.load(name)
    except OSError as error:
        raise MissingModel(
            "the spaCy pipeline is not installed",
            where=name,
            remedy=f"run: python -m pip install {name.replace('_', '-')}",
        ) from error


class Parse:
    """The stage that gives a reading its spaCy Doc.

    The Doc is made of a folded copy of the text (see :func:`onrecord.parse.fold`), so its offsets are those
    of the document. Sentence boundaries are set at blank lines before the parser runs.

    Parameters
    ----------
    pipeline
        Name of an installed spaCy pipeline with tagger, parser, lemmatizer and named entities.
    """

    def __init__(self, pipeline: str) -> None:
        self.pipeline = pipeline

    def __call__(self, reading: Reading) -> Reading:
        return reading.with_(doc=self.parse(reading.document.text))

    def batch(self, readings: Sequence[Reading]) -> list[Reading]:
        """The same for several readings at once, which is faster; the result does not depend on the batch."""
        docs = self.parse_all([reading.document.text for reading in readings])
        return [reading.with_(doc=doc) for reading, doc in zip(readings, docs, strict=True)]

    def parse(self, text: str) -> Doc:
        """`text` as a Doc of the same characters, with sentences, syntax and named entities."""
        return self.parse_all([text])[0]

    def parse_all(self, texts: Sequence[str]) -> list[Doc]:
        """Several texts at once."""
        nlp = load_pipeline(self.pipeline)
        return [repair(doc) for doc in nlp.pipe([_tokenised(nlp, text) for text in texts])]


LONGEST_SENTENCE = 300
"""Tokens after which a sentence is cut where no full stop came: what a rule does in a sentence is bounded by it."""
_STOPS = frozenset(".!?")


def _loosened(run: re.Match[str]) -> str:
    return _SIGN.sub(" ", run[0])


def _tokenised(nlp: Language, text: str) -> Doc:
    folded = _RUN.sub(_loosened, fold(text))
    nlp.max_length = max(nlp.max_length, len(folded) + 1)
    doc = nlp.make_doc(folded)
    breaks = sorted(match.end() for pattern in (_BREAK, _DATELINE) for match in pattern.finditer(folded))
    at = length = 0
    for token in doc:
        length = 0 if token.text in _STOPS else length + 1
        if length > LONGEST_SENTENCE:
            token.is_sent_start, length = True, 0
        if at < len(breaks) and token.idx >= breaks[at] and not token.is_space:
            token.is_sent_start = True
            while at < len(breaks) and token.idx >= breaks[at]:
                at += 1
    return doc
