"""Task `roles`: source, target and reciprocal spans of CAMEO-style sentences, as token offsets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Token

from onrecord.evaluate.measures import precision_recall_f1
from onrecord.find import Candidate, best_path, candidates, settled
from onrecord.model import Document, Reading

if TYPE_CHECKING:
    from onrecord.coder import Coder
    from onrecord.learned.model import Numbers

Spans = list[tuple[int, int, str]]


def predict(data: Path, coder: Coder) -> Iterator[dict[str, object]]:
    """One line a sentence: who and whom of its main event, the only one that this corpus marks.

    Things that stand where a recipient would ('rejected the plan') count as targets here.
    """
    parse, model = coder.stages("en")[0], coder.learned
    for number, words in enumerate(sentences_of(data)):
        starts, text = [], ""
        for word in words:
            starts.append(len(text))
            text += word + " "
        if model is not None:
            read = model.read(text)
            rows = rows_of_words(
                model.parties(read),
                read.offsets,
                [(s, s + len(w)) for s, w in zip(starts, words, strict=True)],
                model.tags,
            )
            yield {"id": number, "spans": spans_of(best_path(rows, model.tags), model.tags)}
            continue
        doc = parse(Reading(Document(str(number), text))).parsed
        found = settled(list(candidates(doc, coder.codebook, "en")))
        spans: dict[tuple[int, int], str] = {}
        main = max(found, key=_prominence, default=None)
        for head, role in _roles(main) if main else ():
            inside = [i for i, at in enumerate(starts) for start, end in [_extent(head)] if start <= at < end]
            if inside:
                spans.setdefault((inside[0], inside[-1] + 1), role)
        yield {
            "id": number,
            "spans": [{"start": s, "end": e, "role": role} for (s, e), role in sorted(spans.items())],
        }


def rows_of_words(
    chances: Numbers, offsets: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]], tags: Sequence[str]
) -> list[Numbers]:
    """The chances of each word's first piece; a word that was not read is outside."""
    outside = np.array([1.0 if tag == "O" else 0.0 for tag in tags], np.float32)
    first: dict[int, int] = {}
    for piece, (start, end) in enumerate(offsets):
        if start < end:
            first.setdefault(start, piece)
    return [chances[first[start]] if start in first else outside for start, _ in words]


def spans_of(path: Sequence[int], tags: Sequence[str]) -> list[dict[str, object]]:
    """The spans of a path of tags, as token offsets.

    Examples
    --------
    >>> spans_of([1, 2, 0], ("O", "B-S", "I-S"))
    [{'start': 0, 'end': 2, 'role': 'S'}]
    """
    spans: list[dict[str, object]] = []
    open_ = ""
    for at, tag in enumerate(tags[i] for i in path):
        if tag[0] == "I" and open_ == tag[2:]:
            spans[-1]["end"] = at + 1
        elif tag != "O":
            spans.append({"start": at, "end": at + 1, "role": tag[2:]})
        open_ = tag[2:]
    return spans


def _prominence(candidate: Candidate) -> tuple[bool, float, int]:
    """Both sides filled first, then the sure ones high in the tree."""
    depth = sum(1 for _ in candidate.token.ancestors)
    both = bool(candidate.actors) and bool(candidate.recipients or candidate.things or len(candidate.actors) > 1)
    return both, candidate.entry.weight - 0.05 * depth, -candidate.token.i


def _roles(candidate: Candidate) -> Iterator[tuple[Token, str]]:
    entry = candidate.entry
    mutual = (
        len(candidate.actors) > 1
        and not candidate.recipients
        and "actor" in {entry.roles.get("with"), entry.roles.get("between")}
    )
    for head in candidate.actors:
        yield head, "R" if mutual else "S"
    for head in candidate.recipients or candidate.things[:1]:
        yield head, "T"


def _extent(head: Token) -> tuple[int, int]:
    """Characters of the whole noun phrase with apposition and participles, without relative clauses and conjuncts."""
    first = last = head
    for child in reversed(list(head.lefts)):
        if child.dep_ in ("punct", "cc", "conj", "advcl"):
            break
        first = child.left_edge
    for child in head.rights:
        if child.dep_ in ("cc", "conj", "relcl", "advcl", "case") or (child.dep_ == "acl" and child.tag_ == "VB"):
            break
        if child.dep_ == "prep" and head.ent_type_ == "PERSON" and child.lower_ not in ("of", "from"):
            break
        if child.dep_ != "punct" or child.lower_ == ")":
            last = child.right_edge
    return first.idx, last.idx + len(last.text)


def sentences_of(data: Path) -> list[list[str]]:
    blocks = data.read_text(encoding="utf8").strip().split("\n\n")
    return [[line.rsplit(" ", 1)[0] for line in block.strip().split("\n")] for block in blocks]


def read_conll(path: Path) -> list[Spans]:
    """The gold spans of every sentence: (first token, token after the last, role)."""
    out: list[Spans] = []
    for block in path.read_text(encoding="utf8").strip().split("\n\n"):
        spans: Spans = []
        for i, line in enumerate(block.strip().split("\n")):
            tag = line.rsplit(" ", 1)[1]
            if tag == "O":
                continue
            goes_on = tag[0] == "I" and spans and spans[-1][1] == i and spans[-1][2] == tag[2:]
            if goes_on:
                spans[-1] = (spans[-1][0], i + 1, tag[2:])
            else:
                spans.append((i, i + 1, tag[2:]))
        out.append(spans)
    return out


def score(data: Path, predictions: Path) -> dict[str, float]:
    """F1 of exact spans, and of spans that share at least half of their union."""
    said = {}
    for line in predictions.read_text(encoding="utf8").splitlines():
        if line.strip():
            answer = json.loads(line)
            said[answer["id"]] = answer["spans"]
    exact, half = [0, 0, 0], [0, 0, 0]
    for number, gold in enumerate(read_conll(data)):
        got = sorted({(s["start"], s["end"], s["role"]) for s in said.get(number, [])})
        for counts, hits in ((exact, len(set(got) & set(gold))), (half, _half_hits(got, gold))):
            counts[0] += hits
            counts[1] += len(got)
            counts[2] += len(gold)
    return {"roles exact F1": precision_recall_f1(*exact)[2], "roles IoU 0.5 F1": precision_recall_f1(*half)[2]}


def _half_hits(got: Spans, gold: Spans) -> int:
    pairs = sorted(
        ((_overlap(a, b), x, y) for x, a in enumerate(got) for y, b in enumerate(gold) if _overlap(a, b) >= 0.5),
        reverse=True,
    )
    left, right = set(), set()
    for _, x, y in pairs:
        if x not in left and y not in right:
            left.add(x)
            right.add(y)
    return len(left)


def _overlap(a: tuple[int, int, str], b: tuple[int, int, str]) -> float:
    if a[2] != b[2]:
        return 0.0
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))
