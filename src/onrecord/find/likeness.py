"""A user's own codebook: how like a sentence is to the examples of its types.

The model's heads know PLOVER's types only. For other types the encoder lends its ear: the trigger of a mention is
compared with the telling words of the example sentences that the codebook gives for each type, nearest neighbour by
cosine (Snell et al. 2017, arXiv:1703.05175, compare prototypes in the same way). The lexicon proposes, likeness
confirms or doubts; and a word that is much like an example is proposed, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Token

from onrecord.codebooks import Codebook
from onrecord.find.opinions import Opinions
from onrecord.learned import Model
from onrecord.learned.model import Numbers, softmax
from onrecord.model import CodedBy, Mention, Reason, RunnerUp

SHARPNESS = 12.0
"""What cosines are multiplied with before they become chances. Set by leaving out each example of the shipped
codebook in turn (232 sentences, nearest type right in 72%): likelihood is greatest between 10 and 15."""
DOUBT = 0.75
"""What the confidence of a mention is multiplied with whose trigger is more like another type's examples."""


LIKE_FROM = 0.7
"""Cosine from which a word that no entry holds for may be of a type. Set on news about other things: of the words that
report an event in our own sentences one in nine is so like an example of examples/codebooks/press."""


class Likeness:
    """The examples of a codebook, read once.

    Parameters
    ----------
    model
        The weights; only their encoder is used.
    codebook
        Types with examples, those of their modes included.
    """

    def __init__(self, model: Model, codebook: Codebook) -> None:
        self.model, self.types = model, tuple(codebook.types)
        rows, owners = [], []
        for at, kind in enumerate(codebook.types.values()):
            for example in (*kind.examples, *(e for mode in kind.modes.values() for e in mode.examples)):
                rows.append(_unit(telling(model, example)))
                owners.append(at)
        self._rows, self._owners = np.stack(rows), np.array(owners)

    def chances(self, state: Numbers) -> Numbers:
        """The chance of every type, from its example whose telling word is most like the state of a trigger."""
        shares: Numbers = softmax((SHARPNESS * self._best(state))[None, :].astype(np.float32))[0]
        return shares

    def _best(self, state: Numbers) -> Numbers:
        """For every type the cosine of its example that is most like a state."""
        likeness = self._rows @ _unit(state)
        return np.array([likeness[self._owners == at].max() for at in range(len(self.types))])

    def words(self, opinions: Opinions, tokens: Sequence[Token]) -> Numbers:
        """For each token of one sentence the chance of every type of the codebook, and last that it reports no event.

        Whether a word reports any event is what the model's own head says; of which type, what it is like says. A word
        that is like no example reports none.
        """
        none = opinions.words(tokens)[:, -1]
        out = np.full((len(tokens), len(self.types) + 1), np.nan, np.float32)
        for row, token in enumerate(tokens):
            state = opinions.state(token)
            if state is not None:
                without = none[row] if self._best(state).max() >= LIKE_FROM else 1.0
                out[row] = np.append(self.chances(state) * (1 - without), without)
        return out

    def judged(self, mention: Mention, trigger: Token, opinions: Opinions) -> Mention:
        """The mention with the examples' opinion of its type; where they are for another type, it is less sure."""
        state = opinions.state(trigger)
        if state is None:
            return mention
        chances = self.chances(state)
        order = np.argsort(-chances, kind="stable")
        first = self.types[int(order[0])]
        own = float(chances[self.types.index(mention.type)])
        other = next((self.types[int(i)] for i in order if self.types[int(i)] != mention.type), None)
        runner_up = None if other is None else RunnerUp(other, round(float(chances[self.types.index(other)]), 3))
        shown = ", ".join(f"{self.types[int(i)]} {chances[int(i)]:.2f}" for i in order[:3])
        agree = first == mention.type
        coded_by = CodedBy(mention.coded_by.rules, self.model.version, round(own, 3), runner_up, agree)
        return replace(
            mention,
            confidence=mention.confidence * (1.0 if agree else DOUBT),
            coded_by=coded_by,
            why=(*mention.why, Reason("model:likeness", shown)),
        )


_WORD = re.compile(r"\w+")


def telling(model: Model, example: str) -> Numbers:
    """The state of the word of a sentence that most likely reports an event of some kind."""
    read = model.read(example)
    spans = [match.span() for match in _WORD.finditer(example)]
    if not spans:
        return read.mean
    state = read.pooled([spans[int(np.nan_to_num(model.words(read, spans)[:, -1], nan=1.0).argmin())]])
    return read.mean if state is None else state


def _unit(vector: Numbers) -> Numbers:
    length = np.linalg.norm(vector)
    unit: Numbers = vector / (length if length else 1.0)
    return unit
