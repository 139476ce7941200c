"""What the model gets to read of a sentence: stand-ins for those whose names must not sway it.

Countries, nationalities, persons, media, the sexes, and those who fight for a state or against it are replaced by one
word each, so that an event has the same type whoever does it (docs/decisions/no-favourites.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from onrecord.languages import load
from onrecord.learned import Model, Read
from onrecord.learned.model import Offsets


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the model reads it.

    Parameters
    ----------
    original
        The sentence.
    text
        The same with stand-ins.
    places
        For every character of `text` the characters of `original` that it stands for, as (start, end).
    """

    original: str
    text: str
    places: tuple[Offsets, ...]

    @classmethod
    def of(cls, sentence: Sentence) -> Seen:
        """The sentence with its stand-ins."""
        base, whole = sentence.start_char, sentence.text
        pieces, places, at = [], [], 0
        for first, last, word in _stand_ins(sentence):
            start, end = first.idx - base, last.idx - base + len(last.text)
            pieces += [whole[at:start], word]
            places += [*((i, i + 1) for i in range(at, start)), *[(start, end)] * len(word)]
            at = end
        pieces.append(whole[at:])
        places += [(i, i + 1) for i in range(at, len(whole))]
        return cls(whole, "".join(pieces), tuple(places))

    @classmethod
    def plain(cls, sentence: str) -> Seen:
        """The sentence as it is.

        Examples
        --------
        >>> Seen.plain("Rain fell.").at(5, 9)
        (5, 9)
        """
        return cls(sentence, sentence, tuple((i, i + 1) for i in range(len(sentence))))

    def at(self, start: int, end: int) -> Offsets:
        """Where in `text` stands what has these characters in the sentence."""
        inside = [i for i, (a, b) in enumerate(self.places) if a < end and start < b]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def told(self, start: int, end: int) -> str:
        """What stands in the sentence for these characters of `text`."""
        return self.original[self.places[start][0] : self.places[end - 1][1]]

    def read(self, model: Model) -> Read:
        """The answer of the encoder, with offsets of the sentence itself."""
        read = model.read(self.text)
        offsets = ((self.places[a][0], self.places[b - 1][1]) if a < b else (0, 0) for a, b in read.offsets)
        return replace(read, offsets=tuple(offsets))


def _stand_ins(sentence: Sentence) -> Iterator[tuple[Token, Token, str]]:
    """First and last token of what is replaced, and by which word, in order."""
    table = load(sentence.doc.lang_ or "en").table("stand_ins")
    media = _media(sentence.doc.lang_ or "en")
    tokens, i = list(sentence), 0
    while i < len(tokens):
        token, last = tokens[i], i
        medium = next((n for n in (4, 3, 2, 1) if tuple(t.lower_ for t in tokens[i : i + n]) in media), 0)
        if medium and token.text[0].isupper():
            last, word = i + medium - 1, table["medium"]
        elif token.ent_type_ in ("GPE", "NORP", "PERSON") and token.tag_ != "POS":
            last = _end_of_name(tokens, i)
            several = tokens[last].tag_ in ("NNPS", "NNS")
            norp = table["nationalities" if several else "nationality"]
            word = {"GPE": table["place"], "NORP": norp, "PERSON": table["person"]}[token.ent_type_]
        elif token.tag_ == "PRP$" and token.lower_ in table["possessive"]:
            word = table["possessive"][token.lower_]
        else:
            word = table["words"].get(token.lower_)
        if word is not None:
            yield token, tokens[last], word[0].upper() + word[1:] if token.text[0].isupper() else word
        i = last + 1


def _end_of_name(tokens: list[Token], i: int) -> int:
    """The last token of the name that starts at `i`, without a possessive ending."""
    last = i
    while last + 1 < len(tokens) and tokens[last + 1].ent_iob_ == "I":
        last += 1
    while last > i and tokens[last].tag_ == "POS":
        last -= 1
    return last


@cache
def _media(language: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(name.lower().split()) for name in load(language).table("sources")["media_names"])
