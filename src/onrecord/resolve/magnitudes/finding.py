"""Finding magnitudes: which numbers count people harmed, moved, held or gathered, and money."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.languages import Pack
from onrecord.model import Magnitude, Span
from onrecord.parse import phrase
from onrecord.resolve.magnitudes.quantities import Quantity, quantities
from onrecord.resolve.magnitudes.syntax import NOUNS, Count, governed, measure_of
from onrecord.resolve.magnitudes.words import MeasureWords, measure_words
from onrecord.resolve.numbers import number_words

_REACH = 60
_SKIPPED_ENTITIES = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL"})
_UNIT_BEHIND = frozenset(
    {
        "%",
        "percent",
        "per",
        "pc",
        "percentage",
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "-",
        "th",
        "km",
        "kg",
        "mph",
        "point",
        "points",
    }
)


def find_magnitudes(doc: Doc, text: str, pack: Pack) -> tuple[Magnitude, ...]:
    """The magnitudes of a document in the order of the text.

    Parameters
    ----------
    doc, text
        The parse and the document's own text.
    pack
        The language pack, with the tables `numbers` and `magnitudes`.

    Returns
    -------
    tuple of Magnitude
        `least` and `most` are counts of people, or of money in its currency. Bounds follow the words: 'at least 12'
        leaves `most` open, 'up to 30' `least`; 'dozens' is 24 to 99, 'thousands' 2000 and more; 'more than 30' keeps 30
        as its least. Coordinated parts ('four soldiers and two civilians') are kept each with its `whom`, and their sum
        is added before them with reason ``magnitude:sum`` and no `whom`.

    Notes
    -----
    Rates, ages, dates, ordinals, scores and percentages are not magnitudes.

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> from onrecord.languages import load
    >>> doc = Doc(spacy.blank("en").vocab, words=["Gunmen", "killed", "12", "villagers"], heads=[1, 1, 3, 1],
    ...           lemmas=["gunman", "kill", "12", "villager"], deps=["nsubj", "ROOT", "nummod", "dobj"],
    ...           pos=["NOUN", "VERB", "NUM", "NOUN"], tags=["NNS", "VBD", "CD", "NNS"])
    >>> found = find_magnitudes(doc, doc.text, load("en"))[0]
    >>> found.measure, found.least, found.most, found.whom.text, found.civilian
    ('killed', 12.0, 12.0, 'villagers', True)
    """
    known = measure_words(pack)
    found: list[tuple[int, Magnitude, Token]] = []
    taken: set[int] = set()
    for quantity in quantities(doc, number_words(pack)):
        money = _money(doc, text, quantity, known)
        if money is not None:
            found.append((quantity.number, money, quantity.top))
            continue
        count = _count(doc, quantity, known)
        if count is None:
            continue
        decided = measure_of(doc, count, known)
        if decided is None:
            continue
        measure, rule = decided
        taken.add(count.node.i)
        if count.noun is not None:
            taken.add(count.noun.i)
        found.append((quantity.number, _magnitude(doc, text, count, measure, rule, known), count.node))
    for token, magnitude in _singular(doc, text, known, taken):
        found.append((token.i, magnitude, token))
    found.sort(key=lambda item: (item[0], item[1].span))
    return tuple(_with_sums(text, found))


def _count(doc: Doc, quantity: Quantity, known: MeasureWords) -> Count | None:
    """What a quantity counts; None for dates, rates, ages, scores and ordinals."""
    top = quantity.top
    behind = doc[quantity.last + 1] if quantity.last + 1 < len(doc) else None
    before = doc[quantity.first - 1] if quantity.first else None
    if behind is not None and behind.lower_ in _UNIT_BEHIND:
        return None
    if before is not None and (
        before.lower_ in ("aged", "age", "$", "€", "£", "no.", "number", "#", "per", "article", "room", "flight")
        or before.text == "-"
    ):
        return None
    if top.ent_type_ in _SKIPPED_ENTITIES and (top.ent_type_ != "DATE" or _is_year(doc[quantity.number])):
        return None
    if behind is not None and behind.lower_ == "of" and behind.i + 1 < len(doc):
        noun = next((child for child in behind.children if child.dep_ == "pobj"), None)
        if noun is not None and quantity.number <= behind.head.i <= quantity.last:
            return Count(quantity, noun, top)
    if (
        top.dep_ in ("nummod", "amod", "quantmod", "compound", "nmod", "det", "advmod", "predet", "poss")
        and top.head.i > quantity.last
    ):
        noun = top.head
        while noun.dep_ == "compound" and noun.head.i > noun.i:
            noun = noun.head
        if noun.pos_ in NOUNS or noun.lower_ in known.states:
            return Count(quantity, noun, noun) if noun.lemma_.lower() not in known.not_people else None
        if noun.pos_ in ("VERB", "AUX"):
            return Count(quantity, None, top)
        return None
    if (
        behind is not None
        and behind.pos_ == "NOUN"
        and behind.tag_ in ("NNS", "NN")
        and top.head.i != behind.i
        and behind.lemma_.lower() in known.not_people
    ):
        return None
    if behind is not None and behind.lower_ in ("others", "more", "people", "persons"):
        return Count(quantity, behind, top if behind.head.i == top.i else behind)
    return Count(quantity, None, top)


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdigit() and 1800 <= int(token.text) <= 2100


def _money(doc: Doc, text: str, quantity: Quantity, known: MeasureWords) -> Magnitude | None:
    """A sum of money: a currency sign before the number, or a currency noun behind it; not a price or a rate."""
    before = doc[quantity.number - 1] if quantity.number else None
    behind = doc[quantity.last + 1] if quantity.last + 1 < len(doc) else None
    signed = before is not None and before.text.lstrip("USACNZ") in known.currencies
    named = behind is not None and (
        behind.lemma_.lower() in known.currencies
        or (
            behind.i + 1 < len(doc)
            and behind.pos_ in ("ADJ", "PROPN")
            and doc[behind.i + 1].lemma_.lower() in known.currencies
        )
    )
    if not signed and not named:
        return None
    last = (
        quantity.last
        if not named or behind is None
        else behind.i
        if behind.lemma_.lower() in known.currencies
        else behind.i + 1
    )
    rate = doc[last + 1].lower_ if last + 1 < len(doc) else ""
    following = doc[last + 2].lower_ if last + 2 < len(doc) else ""
    if rate in ("per", "apiece", "each") or (
        rate in ("a", "an")
        and following in ("share", "barrel", "day", "month", "year", "ton", "tonne", "litre", "head", "kilo")
    ):
        return None
    first = min(quantity.first, quantity.number - 1) if signed else quantity.first
    span = Span.of(text, doc[first].idx, doc[last].idx + len(doc[last]))
    return Magnitude(span, "money", quantity.least, quantity.most, reason="magnitude:money")


def _magnitude(doc: Doc, text: str, count: Count, measure: str, rule: str, known: MeasureWords) -> Magnitude:
    quantity, noun = count.quantity, count.noun
    first, last = doc[quantity.first], doc[quantity.last]
    end = last.idx + len(last)
    whom = None
    if noun is not None and noun.i > quantity.last:
        whole = phrase(text, noun)
        start = max(whole.start, end)
        while start < whole.end and not text[start].isalnum():
            start += 1
        if text[start : start + 3].lower() == "of ":
            start += 3
        if start < whole.end and noun.lemma_.lower() not in known.nominals and noun.lower_ not in ("dead", "others"):
            whom = Span.of(text, start, whole.end)
        end = max(end, whole.end)
    return Magnitude(
        span=Span.of(text, first.idx, end),
        measure=measure,
        least=quantity.least,
        most=quantity.most,
        whom=whom,
        civilian=_civilian(noun, known),
        scope=_scope(text, count.node, noun, measure, rule, known),
        reason=rule,
    )


def _civilian(noun: Token | None, known: MeasureWords) -> bool | None:
    """Whether those counted are civilians, by the noun, or an adjective before it."""
    if noun is None:
        return None
    for child in noun.children:
        if child.i < noun.i and child.lower_ in ("civilian", "unarmed"):
            return True
        if (
            child.i < noun.i
            and child.dep_ in ("compound", "amod")
            and child.lemma_.lower() in known.combatants | {"military", "armed", "army"}
        ):
            return False
    if noun.lemma_.lower() in known.combatants or noun.lower_ in known.combatants:
        return False
    if noun.lemma_.lower() in known.civilians or noun.lower_ in known.civilians:
        return True
    return None


def _sentence_around(text: str, token: Token) -> str:
    """The sentence of a token, as far as `_REACH` tokens to either side."""
    doc, first, last = token.doc, token.i, token.i
    while first > 0 and token.i - first < _REACH and not doc[first].is_sent_start:
        first -= 1
    while last + 1 < len(doc) and last - token.i < _REACH and not doc[last + 1].is_sent_start:
        last += 1
    return text[doc[first].idx : doc[last].idx + len(doc[last])]


def _scope(text: str, node: Token, noun: Token | None, measure: str, rule: str, known: MeasureWords) -> str:
    """Incident, unless the words count since some start or at this moment."""
    words = _sentence_around(text, node)
    lemma = noun.lemma_.lower() if noun is not None else ""
    if (lemma in known.stocks and known.counted[lemma] == measure) or (
        measure == "displaced" and noun is not None and any(c.lower_ == "displaced" for c in noun.children)
    ):
        return "stock"
    if known.cumulative.search(words):
        return "cumulative"
    if rule == "magnitude:toll" and "death toll" not in words.lower():
        return "incident"
    if measure in ("missing", "detained", "abducted", "deployed", "displaced") and known.stock.search(words):
        return "stock"
    return "incident"


def _singular(doc: Doc, text: str, known: MeasureWords, taken: set[int]) -> Iterator[tuple[Token, Magnitude]]:
    """'a soldier was killed' counts one, 'no one was hurt' none: victims named by one noun without a number."""
    for token in doc:
        if token.i in taken or token.pos_ not in ("NOUN", "PRON", "DET", "NUM"):
            continue
        lower = token.lower_
        nobody = lower in ("nobody", "none") or (lower == "one" and token.i and doc[token.i - 1].lower_ == "no")
        determiner = next((child.lower_ for child in token.children if child.dep_ == "det"), "")
        lemma = token.lemma_.lower()
        if nobody or determiner == "no":
            least = 0.0
        elif (
            determiner in ("a", "an", "another")
            and token.tag_ == "NN"
            and known.are_people(lemma)
            and lemma not in ("family", "crew", "staff", "police")
        ):
            least = 1.0
        else:
            continue
        if determiner == "no" and lemma in known.counted_none and token.dep_ in ("dobj", "attr", "nsubj", "nsubjpass"):
            decided: tuple[str, str] | None = (known.counted_none[lemma], "magnitude:counted")
        else:
            decided = governed(token, token, known)
        if (
            decided is None
            or (least and decided[0] not in known.singular)
            or (least and decided[1] == "magnitude:counted")
        ):
            continue
        whole = phrase(text, token)
        start = doc[token.i - 1].idx if nobody and lower == "one" else whole.start
        whom = None if nobody else Span.of(text, _after_article(text, whole), whole.end)
        span = Span.of(text, start, whole.end)
        civilian = _civilian(None if nobody else token, known)
        scope = _scope(text, token, None, decided[0], decided[1], known)
        yield (
            token,
            Magnitude(
                span,
                decided[0],
                least,
                least,
                whom,
                civilian,
                scope,
                "magnitude:none" if not least else "magnitude:one",
            ),
        )


def _after_article(text: str, whole: Span) -> int:
    head, _, _ = whole.text.partition(" ")
    return (
        whole.start + len(head) + 1
        if head.lower() in ("a", "an", "no", "another") and len(head) < len(whole.text)
        else whole.start
    )


def _with_sums(text: str, found: list[tuple[int, Magnitude, Token]]) -> Iterator[Magnitude]:
    """The magnitudes, with the sum of coordinated parts of one measure before the first of them."""
    at = 0
    while at < len(found):
        group = [found[at]]
        while at + len(group) < len(found) and _coordinated(group[-1], found[at + len(group)]):
            group.append(found[at + len(group)])
        parts = [magnitude for _, magnitude, _ in group]
        if len(parts) > 1:
            least = [part.least for part in parts]
            most = [part.most for part in parts]
            civilians = {part.civilian for part in parts}
            yield Magnitude(
                span=Span.of(text, parts[0].span.start, parts[-1].span.end),
                measure=parts[0].measure,
                least=sum(n for n in least if n is not None) if any(n is not None for n in least) else None,
                most=None if any(n is None for n in most) else sum(n for n in most if n is not None),
                civilian=civilians.pop() if len(civilians) == 1 else None,
                scope=parts[0].scope,
                reason="magnitude:sum",
            )
        yield from parts
        at += len(group)


def _coordinated(left: tuple[int, Magnitude, Token], right: tuple[int, Magnitude, Token]) -> bool:
    """Whether two counts of one measure are parts of one coordination, so that they add up."""
    if left[1].measure != right[1].measure or left[1].measure == "money":
        return False
    if right[1].whom is None and left[1].whom is None and "magnitude:one" not in (left[1].reason, right[1].reason):
        return False
    token = right[2]
    for _ in range(4):
        if token.dep_ not in ("conj", "nummod"):
            return False
        token = token.head
        if token.i == left[2].i or token.i in {t.i for t in left[2].children if t.dep_ == "conj"}:
            return True
    return False
