"""The model reads stand-ins; its answers come back on the characters of the text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from onrecord.find import Seen
from onrecord.learned import Read

VOCAB = spacy.blank("en").vocab


def seen(words: str, entities: str = "", tags: str = "") -> Seen:
    """A sentence of `words`; `entities` as B-GPE, I-GPE or O, one a word."""
    split = words.split()
    starts = [at == 0 for at in range(len(split))]
    doc = Doc(VOCAB, split, ents=entities.split() or None, tags=tags.split() or None, sent_starts=starts)
    return Seen.of(next(doc.sents))


@pytest.mark.parametrize(
    ("words", "entities", "tags", "read"),
    [
        ("Burkina Faso thanked Togo .", "B-GPE I-GPE O B-GPE O", "", "Kenya thanked Kenya . "),
        ("Burkina Faso 's army", "B-GPE I-GPE I-GPE O", "NNP NNP POS NN", "Kenya 's fighters "),
        ("Two Iranians met", "O B-NORP O", "CD NNPS VBD", "Two Kenyans met "),
        ("Sergei Lavrov met her", "B-PERSON I-PERSON O O", "NNP NNP VBD PRP", "Smith met him "),
        ("Her office", "", "PRP$ NN", "His office "),
        ("Jihadists and soldiers fled", "", "", "Fighters and fighters fled "),
        ("Al Jazeera and RT reported", "", "", "Reuters and Reuters reported "),
        ("the times were hard", "", "", "the times were hard "),
        ("the Supreme Court ruled", "O B-ORG I-ORG O", "", "the Supreme Court ruled "),
    ],
)
def test_names_are_replaced(words: str, entities: str, tags: str, read: str) -> None:
    assert seen(words, entities, tags).text.strip() == read.strip()


def test_two_sides_that_change_places_look_alike() -> None:
    one = seen("France shelled Mali .", "B-GPE O B-GPE O")
    other = seen("Mali shelled France .", "B-GPE O B-GPE O")
    assert one.text == other.text
    assert one.original != other.original


def test_answers_come_back_on_the_characters_of_the_sentence() -> None:
    class Model:
        """A piece for every word."""

        def read(self, sentence: str) -> Read:
            """The first and the last word."""
            offsets = ((0, 5), (6, 13), (0, 0))
            assert [sentence[a:b] for a, b in offsets] == ["Kenya", "thanked", ""]
            return Read(np.zeros((3, 1), np.float32), offsets, np.zeros(1, np.float32))

    sentence = seen("Burkina Faso thanked Togo .", "B-GPE I-GPE O B-GPE O")
    model: Any = Model()
    assert [sentence.original[a:b] for a, b in sentence.read(model).offsets] == ["Burkina Faso", "thanked", ""]
    assert sentence.at(13, 20) == (6, 13)
    assert sentence.told(0, 5) == "Burkina Faso"
