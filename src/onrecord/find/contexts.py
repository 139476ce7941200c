"""What an event is about: the contexts whose keywords stand in its sentence, and those that the model sees there.

PLOVER codes contexts at the level of the sentence or above (manual, section "Context codes that can be used with
any category"); here it is the sentence that reports the event, so that the evidence shows the keyword.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from onrecord.codebooks import Codebook, Context
from onrecord.find.opinions import Opinions

Index = dict[str, list[tuple[tuple[str, ...], str]]]


def index(contexts: Mapping[str, Context]) -> Index:
    """First word -> (all words, context), so that a sentence is read once.

    Examples
    --------
    >>> index({"legal": Context("legal", "", ("supreme court",))})
    {'supreme': [(('supreme', 'court'), 'legal')]}
    """
    table: Index = {}
    for context in contexts.values():
        for keyword in context.keywords:
            words = tuple(keyword.split())
            table.setdefault(words[0], []).append((words, context.name))
    return table


class Contexts:
    """Finds the contexts of sentences of one document; each sentence is read once.

    With `opinions` a context that no keyword names is given where the model gives it a chance of at least
    ``judging.context_from``.
    """

    def __init__(self, codebook: Codebook, table: Index, opinions: Opinions | None = None) -> None:
        self._order, self._table, self._opinions = list(codebook.contexts), table, opinions
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, token: Token) -> tuple[str, ...]:
        """The contexts of the token's sentence, in the codebook's order."""
        sentence = token.sent
        if sentence.start not in self._known:
            words = [t.lower_ for t in sentence]
            found = {
                context
                for at, word in enumerate(words)
                for keyword, context in self._table.get(word, ())
                if tuple(words[at : at + len(keyword)]) == keyword
            }
            if self._opinions is not None:
                found |= self._opinions.contexts(sentence)
            self._known[sentence.start] = tuple(name for name in self._order if name in found)
        return self._known[sentence.start]


def contexts_of(doc: Doc, codebook: Codebook, opinions: Opinions | None = None) -> tuple[str, ...]:
    """The contexts of the first sentence of `doc`, for `evaluate`."""
    return Contexts(codebook, index(codebook.contexts), opinions).of(doc[0])
