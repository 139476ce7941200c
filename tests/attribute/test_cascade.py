"""The cascade on any tree: it always answers, and in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.attribute.cascade import judge
from onrecord.attribute.voice import evaluative
from onrecord.languages import load

PACK = load("en")
WORDS = [
    "not",
    "no",
    "to",
    "will",
    "would",
    "go",
    "on",
    "plan",
    "yet",
    "had",
    "been",
    "be",
    "ahead",
    "of",
    "attack",
    "if",
]
WORDS += ["unless", "were", "able", "it", "time", "must", "since", "than", "n't"]
DEPS = [
    "nsubj",
    "dobj",
    "xcomp",
    "ccomp",
    "advcl",
    "acl",
    "relcl",
    "prep",
    "pobj",
    "pcomp",
    "aux",
    "neg",
    "mark",
    "conj",
]
DEPS += ["amod", "compound", "advmod", "prt", "attr", "det"]
TAGS = ["VB", "VBD", "VBN", "VBG", "VBZ", "NN", "NNS", "JJ", "IN", "MD", "TO"]
POS = ["VERB", "NOUN", "ADJ", "AUX", "ADP", "PROPN", "PRON", "ADV"]


@st.composite
def trees(draw: st.DrawFn) -> Doc:
    """A sentence whose words, tags and projective-or-not edges are arbitrary; word 0 is the root."""
    size = draw(st.integers(1, 10))
    pick = lambda options: draw(st.lists(st.sampled_from(options), min_size=size, max_size=size))
    heads = [0] + [draw(st.integers(0, i - 1)) for i in range(1, size)]
    deps = ["ROOT", *pick(DEPS)[1:]]
    return Doc(Vocab(), pick(WORDS), heads=heads, deps=deps, tags=pick(TAGS), pos=pick(POS), lemmas=pick(WORDS))


@settings(max_examples=150, deadline=None)
@given(trees())
def test_every_word_of_any_tree_is_judged(doc: Doc) -> None:
    for token in doc:
        assert -3 <= judge(doc, token, PACK).value <= 3
        evaluative(doc, token.sent, token, PACK)


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_the_work_grows_with_the_number_of_words(shape: str) -> None:
    """Sentences are cut at 300 tokens, so four times the text is four times the sentences."""

    def seconds(sentences: int) -> float:
        heads = [
            at + (max(0, i - 1) if shape == "chain" else 0) for at in range(0, sentences * 300, 300) for i in range(300)
        ]
        deps = (["ROOT"] + ["ccomp"] * 299) * sentences
        size = len(heads)
        doc = Doc(Vocab(), words=["plan"] * size, heads=heads, deps=deps, tags=["VB"] * size, pos=["VERB"] * size)
        started = time.process_time()
        for token in doc:
            judge(doc, token, PACK)
        return time.process_time() - started

    seconds(1)
    assert seconds(40) < 12 * seconds(10) + 0.2
