"""Stage 2: sentences and syntax. What the later stages may use of it is named here."""

from onrecord.parse.fold import fold
from onrecord.parse.parser import Parse
from onrecord.parse.tree import coordinated, phrase, sentence_span, span_between, span_of, tokens_in

__all__ = ["Parse", "coordinated", "fold", "phrase", "sentence_span", "span_between", "span_of", "tokens_in"]
