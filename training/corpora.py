"""What the model learns from: the corpora beside the repository, the annotations of them, and our own sentences.

Everything becomes an :class:`Example`: a sentence, and the questions that somebody has answered about it. The texts
of the corpora are read from ``../shared/corpora``; the repository holds offsets and hashes only (``annotations/``).
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
"""PLOVER's types, and the answer that a word reports no event."""


@cache
def modes() -> tuple[str, ...]:
    """Every mode of the codebook as ``TYPE/mode``, and for each type that has modes ``TYPE/``: none can be told."""
    from onrecord import codebooks

    book = codebooks.load("plover")
    return tuple(f"{t.name}/{mode}" for t in book.types.values() if t.modes for mode in ("", *t.modes))


@cache
def contexts() -> tuple[str, ...]:
    """The contexts of the codebook."""
    from onrecord import codebooks

    return tuple(codebooks.load("plover").contexts)


def mode_of(kind: str, mode: str) -> str | None:
    """The name of a mode, or None where the type has no modes."""
    name = f"{kind}/{mode}"
    return name if name in modes() else None


Span = tuple[int, int]
SURENESS = {"3": 1.0, "2": 0.7, "1": 0.35}
"""What an answer weighs by how sure the annotator was. Set by judgement, not tuned."""
UNLISTED = 0.5
"""What a verb or noun weighs that an annotator of whole sentences did not list."""


@dataclass(frozen=True)
class Word:
    """A word that was judged: which types are right (`NONE`: it reports no event).

    `mode` is ``TYPE/mode``, ``TYPE/`` where none can be told, None where nobody judged it.
    """

    span: Span
    types: frozenset[str]
    weight: float = 1.0
    mode: str | None = None


@dataclass(frozen=True)
class Relation:
    """Who does what to whom: the type of what `actors` do to `recipients`, by `trigger` where it is marked."""

    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    trigger: Span | None
    types: frozenset[str]
    weight: float = 1.0
    id: str = ""


@dataclass(frozen=True)
class Parties:
    """The spans of who and whom; `trigger` None means: of the sentence's main event."""

    trigger: Span | None
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    mutual: tuple[Span, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Example:
    """A sentence and what was answered about it.

    `contexts`: those of the codebook that the sentence has, None where nobody judged them. `group`: sentences so
    alike that they must stay in one fold.
    """

    text: str
    source: str
    words: tuple[Word, ...] = ()
    relations: tuple[Relation, ...] = ()
    parties: tuple[Parties, ...] = ()
    contexts: frozenset[str] | None = None
    group: int = -1
    stratum: str = ""
    meta: dict[str, str] = field(default_factory=dict, hash=False, compare=False)


# --- the corpora ------------------------------------------------------------------------------------------

_MARK = re.compile(r"(</?[stv]>)")


def unmarked(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """The sentence without its marks, and the spans marked ``s`` (actor), ``t`` (recipient) and ``v`` (trigger)."""
    text, spans, opened = "", {"s": [], "t": [], "v": []}, {}
    for piece in _MARK.split(marked):
        if re.fullmatch(r"<[stv]>", piece):
            opened[piece[1]] = len(text)
        elif re.fullmatch(r"</[stv]>", piece):
            spans[piece[2]].append((opened[piece[2]], len(text)))
        else:
            text += piece
    return text, spans


def relations(shared: Path) -> Iterator[Example]:
    """Sentences with source and target (``plv``): the type of what the one does to the other."""
    for row in _rows(shared / "corpora/plv/train.tsv"):
        text, spans = unmarked(row["marked_sentence"])
        types = frozenset({"CONCEDE", "RETREAT"} if row["gold_root"] == "YIELD" else {row["gold_root"]})
        answer = Relation(tuple(spans["s"]), tuple(spans["t"]), None, types, 1.0, row["id"])
        yield Example(text, "plv", relations=(answer,), stratum=row["gold_root"])


def roles(shared: Path) -> Iterator[Example]:
    """Sentences whose main event has its parties marked token by token (``cameo``)."""
    for number, block in enumerate(_blocks(shared / "corpora/cameo/roles_train.conll")):
        words = [line.rsplit(" ", 1) for line in block]
        text, starts = "", []
        for word, _ in words:
            starts.append(len(text))
            text += word + " "
        found: dict[str, list[Span]] = {"S": [], "T": [], "R": []}
        before = "O"
        for start, (word, tag) in zip(starts, words, strict=True):
            end = start + len(word)
            if tag != "O":
                spans = found[tag[2:]]
                if tag[0] == "I" and before[2:] == tag[2:] and spans:
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
            before = tag
        parties = Parties(None, tuple(found["S"]), tuple(found["T"]), tuple(found["R"]), str(number))
        yield Example(text.rstrip(), "cameo", parties=(parties,))


def ours() -> Iterator[Example]:
    """Our own sentences: ``sentences/*.tsv`` with one marked event a row, ``sentences_contexts.tsv`` with contexts."""
    judged = judged_contexts()
    for path in sorted((HERE / "sentences").glob("*.tsv")):
        for row in _rows(path):
            text, spans = unmarked(row["marked"])
            types = frozenset(row["accepted"].split(";") if row.get("accepted") else [row["type"]])
            trigger = spans["v"][0]
            actors, recipients = tuple(spans["s"]), tuple(spans["t"])
            word = Word(trigger, types, 1.0, mode_of(row["type"], row["mode"]))
            relation = Relation(actors, recipients, trigger, types, 1.0, row["id"])
            parties = () if row["type"] == "NONE" else (Parties(trigger, actors, recipients),)
            meta = {"mode": row["mode"], "id": row["id"]}
            yield Example(
                text, "ours", (word,), (relation,), parties, judged.get(row["id"]), stratum=row["type"], meta=meta
            )
    for row in _rows(HERE / "sentences_contexts.tsv"):
        yield Example(row["sentence"], "ours", contexts=_names(row["contexts"]), meta={"id": row["id"]})


def _names(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(";")))


@cache
def judged_contexts() -> dict[str, frozenset[str]]:
    """The contexts that were judged, by the id of the sentence."""
    return {row["sentence"]: _names(row["contexts"]) for row in _rows(HERE / "annotations/contexts.tsv")}


def whole() -> Iterator[Example]:
    """Sentences of ours in which every event is marked (``whole/``)."""
    texts = {row["id"]: row["sentence"] for row in _rows(HERE / "whole/sentences.tsv")}
    events = _events(HERE / "whole/events.tsv")
    for name, text in texts.items():
        yield _judged(text, "whole", events[name], {"judged": "full", "id": name, "corpus": "whole"})


def annotated(shared: Path) -> Iterator[Example]:
    """Sentences of the corpora in which we judged one word, or all (``annotations/``)."""
    events = _events(HERE / "annotations/events.tsv")
    texts = Texts(shared)
    for row in _rows(HERE / "annotations/sentences.tsv"):
        text = texts.sentence(row["corpus"], row["key"], row["start"], row["end"])
        if hashlib.sha256(text.encode()).hexdigest()[:10] != row["hash"]:
            raise SystemExit(f"annotations: {row['id']} of {row['corpus']} is not the text that was annotated")
        meta = {"judged": row["judged"], "id": row["id"], "corpus": row["corpus"]}
        yield _judged(text, "annotated", events[row["id"]], meta)


def _events(path: Path) -> dict[str, list[dict[str, str]]]:
    """Rows of events by their sentence."""
    events: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(path):
        events[row["sentence"]].append(row)
    return events


def _judged(text: str, source: str, events: list[dict[str, str]], meta: dict[str, str]) -> Example:
    """A sentence with the events that an annotator marked in it."""
    words, found, parties = [], [], []
    for event in events:
        [trigger] = _spans(event["trigger"])
        kind, weight = event["type"].lstrip("="), SURENESS[event["sure"]]
        main = meta["judged"] == "full" and not event["type"].startswith("=")
        words.append(Word(trigger, frozenset({kind}), weight, mode_of(kind, event["mode"]) if main else None))
        actors, recipients = _spans(event["actors"]), _spans(event["recipients"])
        if actors or recipients:
            found.append(Relation(actors, recipients, trigger, frozenset({kind}), weight))
            if kind != "NONE" and event["sure"] != "1":
                parties.append(Parties(trigger, actors, recipients))
    contexts_ = judged_contexts().get(meta["id"])
    return Example(text, source, tuple(words), tuple(found), tuple(parties), contexts_, meta=meta)


class Texts:
    """Sentences of the corpora by corpus, key and offsets."""

    def __init__(self, shared: Path) -> None:
        self._corpora = shared / "corpora"
        self._known: dict[tuple[str, str], str] = {}
        self._tables: dict[str, dict[str, str]] = {}

    def sentence(self, corpus: str, key: str, start: str, end: str) -> str:
        """The sentence with its white space folded."""
        text = self._text(corpus, key)
        return " ".join((text[int(start) : int(end)] if start else text).split())

    def _text(self, corpus: str, key: str) -> str:
        if (corpus, key) not in self._known:
            self._known[corpus, key] = self._read(corpus, key)
        return self._known[corpus, key]

    def _read(self, corpus: str, key: str) -> str:
        path = self._corpora / corpus
        if corpus.endswith((".tsv", ".conll", ".xml")):
            if corpus not in self._tables:
                self._tables[corpus] = dict(self._keyed(path))
            return self._tables[corpus][key]
        if corpus.startswith("timex"):
            from onrecord.evaluate.times import read_article

            return read_article(path / f"{key}{'' if (path / key).exists() else '.tml'}").text
        return (path / f"{key}.txt").read_text(encoding="utf8")

    @staticmethod
    def _keyed(path: Path) -> Iterator[tuple[str, str]]:
        if path.suffix == ".xml":
            from onrecord.evaluate.places import read_articles

            yield from ((str(number), article.text) for number, article in enumerate(read_articles(path)))
        elif path.suffix == ".conll":
            for number, block in enumerate(_blocks(path)):
                yield str(number), " ".join(line.rsplit(" ", 1)[0] for line in block)
        else:
            for number, row in enumerate(_rows(path, quoted=True)):
                yield row.get("id", str(number)), row["sentence"]


def _rows(path: Path, *, quoted: bool | None = None) -> list[dict[str, str]]:
    """A table's rows; tables of ours know no quote marks."""
    ours_ = HERE in path.parents if quoted is None else not quoted
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE if ours_ else csv.QUOTE_MINIMAL))


def _blocks(path: Path) -> list[list[str]]:
    return [block.strip().split("\n") for block in path.read_text(encoding="utf8").strip().split("\n\n")]


def _spans(cell: str) -> tuple[Span, ...]:
    return tuple((int(a), int(b)) for a, b in (piece.split("-") for piece in cell.split(";") if piece))


# --- folds ------------------------------------------------------------------------------------------------

ALIKE = 0.4
"""Share of common three-word runs (Jaccard) from which two sentences are held to be versions of one."""


def grouped(examples: Iterable[Example]) -> list[Example]:
    """The examples with their groups: sentences that are near-duplicates of one another, across all sources."""
    examples = list(examples)
    runs = [_runs(example.text) for example in examples]
    holders: dict[str, list[int]] = defaultdict(list)
    parent = list(range(len(examples)))

    def top(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, mine in enumerate(runs):
        shared: dict[int, int] = defaultdict(int)
        for run in mine:
            for other in holders[run]:
                shared[other] += 1
            holders[run].append(i)
        for other, count in shared.items():
            if count >= ALIKE * (len(mine) + len(runs[other]) - count):
                parent[top(i)] = top(other)
    return [replace(example, group=top(i)) for i, example in enumerate(examples)]


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def folds(examples: list[Example], number: int = 5, seed: int = 0) -> list[int]:
    """The fold of every example: whole groups, and each class of `plv` spread evenly."""
    strata: dict[str, list[tuple[str, int]]] = defaultdict(list)
    chosen: dict[int, tuple[str, str]] = {}
    for example in examples:  # the corpus with few of a class decides where a group belongs
        mark = hashlib.sha256(f"{seed}{example.text}".encode()).hexdigest()
        rank = (f"{'a' if example.source == 'plv' else 'b'}/{example.source}/{example.stratum}", mark)
        chosen[example.group] = min(rank, chosen.get(example.group, rank))
    for group, (stratum, mark) in chosen.items():
        strata[stratum].append((mark, group))
    fold: dict[int, int] = {}
    turn = 0
    for stratum in sorted(strata):  # in the order of hashes: more examples elsewhere leave a corpus' folds alone
        turn = 0 if not stratum.startswith("a/") else turn
        for _, group in sorted(strata[stratum]):
            fold[group] = turn % number
            turn += 1
    return [fold[example.group] for example in examples]


# --- words that were judged by not being listed -------------------------------------------------------------


def with_unlisted(examples: list[Example]) -> list[Example]:
    """Whole-sentence annotations with the verbs and nouns that the annotator passed over, as `NONE`."""
    from onrecord.coder import Coder

    coder = Coder()
    out = []
    for example in examples:
        if example.meta.get("judged") != "full":
            out.append(example)
            continue
        doc = coder.parse(example.text)
        listed = [word.span for word in example.words]
        more = [
            Word((token.idx, token.idx + len(token.text)), frozenset({"NONE"}), UNLISTED)
            for token in doc
            if token.pos_ in ("VERB", "NOUN") and token.is_alpha
            and not any(token.idx < end and start < token.idx + len(token.text) for start, end in listed)
        ]  # fmt: skip
        out.append(replace(example, words=(*example.words, *more)))
    return out


def fitted_to(shared: Path) -> dict[str, str]:
    """SHA-256 of every file that the weights were fitted to."""
    files = {
        "plv/train.tsv": shared / "corpora/plv/train.tsv",
        "cameo/roles_train.conll": shared / "corpora/cameo/roles_train.conll",
        **{f"training/{p.relative_to(HERE)}": p for p in sorted((*HERE.glob("*.tsv"), *HERE.glob("*/*.tsv")))},
    }
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def everything(shared: Path) -> list[Example]:
    """All examples, grouped, with the words that were not listed."""
    found = [*relations(shared), *roles(shared), *annotated(shared), *whole(), *ours()]
    return grouped(with_unlisted(found))


if __name__ == "__main__":
    examples = everything(HERE.parent.parent / "shared")
    print(json.dumps({"examples": len(examples), "groups": len({e.group for e in examples})}))
