"""From out-of-fold answers: how the opinions of rules and model are weighed, and the figures of the model card.

Reads what ``crossvalidate.py`` wrote. Writes ``judging.json`` (which ``train.py`` puts beside the weights),
predictions in the formats of ``onrecord evaluate``, and prints the figures.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from corpora import TYPES, contexts, modes
from crossvalidate import JUDGED, prepared_once
from network import TAGS, tokenizer
from scipy.optimize import minimize

from onrecord.evaluate.relation import MERGED, PENTA
from onrecord.find import best_path, calibrated, weighed

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
NONE = TYPES.index("NONE")
NUMBERS = ("model", "lexicon", "weight", "none", "slope", "shift")
ROOTS = sorted({MERGED.get(kind, kind) for kind in TYPES[:-1]})


def softmax(logits: np.ndarray) -> np.ndarray:
    """Chances along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


KINDS = ("articles", "event sentences", "sentences of ours")
"""Whole articles of the news corpora; sentences that others chose because they report an event; ours."""
FITTED_ON = ("articles", "sentences of ours")
"""What people code is articles. In sentences that were chosen for their events the model is right more often than
there, so that numbers fitted to them would make rows look surer than they are."""


def kind_of(example: Any) -> str:
    """Which of KINDS a judged sentence is."""
    if example.source != "annotated":
        return KINDS[2]
    return KINDS[1] if example.meta["corpus"].startswith(("plv", "cameo")) else KINDS[0]


@dataclass
class Judged:
    """Words with what the model says, what a rule says of them (or none), and what is right."""

    chances: np.ndarray
    own: np.ndarray  # type of the rule's entry, -1 where no rule holds
    weight: np.ndarray
    right: list[list[int]]
    fold: np.ndarray
    kind: np.ndarray  # of the sentence, see KINDS


def words_of(
    said: dict[int, Any], items: list[Any], ruled: dict[int, Any], asked: dict[int, Any], folds: list[int]
) -> Judged:
    """Every judged word of the annotated sentences, with the rule that holds for it where one does.

    In sentences annotated as a whole a rule's trigger that nobody listed reports no event.
    """
    rows: list[tuple[np.ndarray, int, float, list[int], int, str]] = []
    for index, answers in said.items():
        example = items[index].example
        if example.source not in JUDGED:
            continue
        rules = json.loads(asked[index].example.meta["rules"])
        triggers = [word.span for word in asked[index].example.words]
        kind = kind_of(example)
        if len(ruled[index].words) != len(rules):
            continue  # cut off: the sentence was too long
        for rule, logits in zip(rules, ruled[index].words, strict=True):
            gold = rule["gold"] or (["NONE"] if example.meta["judged"] == "full" else None)
            if gold is not None:
                right = [TYPES.index(kind) for kind in gold]
                own = TYPES.index(rule["type"])
                rows.append((softmax(logits), own, rule["weight"], right, folds[index], kind))
        for word, logits in zip(example.words, answers.words, strict=False):
            if not any(start < word.span[1] and word.span[0] < end for start, end in triggers):
                right = [TYPES.index(kind) for kind in word.types]
                rows.append((softmax(logits), -1, 0.0, right, folds[index], kind))
    chances, owns, weight, rights, fold, kinds = zip(*rows, strict=True)
    return Judged(np.stack(chances), np.array(owns), np.array(weight), list(rights), np.array(fold), np.array(kinds))


def together(numbers: np.ndarray, judged: Judged, at: np.ndarray) -> np.ndarray:
    """What the program makes of both opinions (:func:`onrecord.find.judging.weighed`), for many words at once."""
    model, lexicon, weight, none = numbers
    logits = model * np.log(judged.chances[at] + 1e-9)
    has = judged.own[at] >= 0
    logits[np.nonzero(has)[0], judged.own[at][has]] += lexicon + weight * judged.weight[at][has]
    logits[:, NONE] += none
    return softmax(logits)


def fitted(judged: Judged, at: np.ndarray, *, rules: bool) -> np.ndarray:
    """The numbers of greatest likelihood for the words in `at`, those of sentences of the kinds FITTED_ON."""
    at = at[np.isin(judged.kind[at], FITTED_ON)]

    def loss(numbers: np.ndarray) -> float:
        found = together(numbers if rules else np.array([numbers[0], 0.0, 0.0, numbers[1]]), judged, at)
        hit = [found[row, judged.right[i]].sum() for row, i in enumerate(at)]
        return float(-np.mean(np.log(np.array(hit) + 1e-9)))

    start = np.array([1.0, 0.5, 0.5, 0.0]) if rules else np.array([1.0, 0.0])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 400, "xatol": 1e-3, "fatol": 1e-6}).x
    return found if rules else np.array([found[0], 0.0, 0.0, found[1]])


def crossfitted(judged: Judged, at: np.ndarray, *, rules: bool) -> np.ndarray:
    """Chances whose numbers were fitted to the other folds."""
    out = np.zeros((len(at), len(TYPES)))
    for fold in sorted(set(judged.fold[at])):
        mine = judged.fold[at] == fold
        rest = at[~mine]
        numbers = fitted(judged, rest, rules=rules)
        line = mapping(together(numbers, judged, rest), judged, rest)
        out[mine] = [calibrated(row, *line) for row in together(numbers, judged, at[mine])]
    return out


def mapping(chances: np.ndarray, judged: Judged, at: np.ndarray) -> tuple[float, float]:
    """Slope and shift of :func:`onrecord.find.judging.calibrated` for the words in `at`, of the kinds FITTED_ON."""
    inside = np.isin(judged.kind[at], FITTED_ON)
    chances, right = chances[inside], [judged.right[i] for i in at[inside]]
    best, sure = chances[:, :NONE].argmax(1), np.clip(chances[:, :NONE].max(1), 1e-6, 1 - 1e-6)
    hit = np.array([b in r for b, r in zip(best, right, strict=True)])
    logits = np.log(sure / (1 - sure))

    def loss(line: np.ndarray) -> float:
        given = 1 / (1 + np.exp(-(line[0] * logits + line[1])))
        return float(-np.mean(np.log(np.where(hit, given, 1 - given) + 1e-9)))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(shift)


def figures(chances: np.ndarray, right: list[list[int]], least: float) -> dict[str, float]:
    """Precision, recall and F1 of rows that are shown from a chance on, against all events among the words."""
    best, sure = chances[:, :NONE].argmax(1), chances[:, :NONE].max(1)
    hit = np.array([b in r for b, r in zip(best, right, strict=True)])
    events = sum(NONE not in r for r in right)
    shown = sure >= least
    precision, recall = hit[shown].mean() if shown.any() else 0.0, hit[shown].sum() / events
    return {"P": precision, "R": recall, "F1": 2 * precision * recall / (precision + recall + 1e-9)}


def calibration(
    chances: np.ndarray, right: list[list[int]], bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error (Guo et al. 2017, arXiv:1706.04599) of the best type, and the bins behind it."""
    best, sure = chances[:, :NONE].argmax(1), chances[:, :NONE].max(1)
    hit = np.array([b in r for b, r in zip(best, right, strict=True)])
    edges, error, table = np.linspace(0, 1, bins + 1), 0.0, []
    for low, high in pairwise(edges):
        inside = (sure >= low) & ((sure < high) | (high == 1))
        if inside.any():
            error += abs(sure[inside].mean() - hit[inside].mean()) * inside.mean()
            table.append((float(sure[inside].mean()), float(hit[inside].mean()), int(inside.sum())))
    return float(error), table


# --- the benchmark tasks ----------------------------------------------------------------------------------


def merged(chances: np.ndarray) -> str:
    """The root with the greatest chance, CONCEDE and RETREAT together."""
    sums: Counter[str] = Counter()
    for kind, chance in zip(TYPES[:-1], chances, strict=False):
        sums[MERGED.get(kind, kind)] += float(chance)
    return max(sums, key=lambda root: sums[root])


def macro(gold: list[Any], got: list[Any], labels: list[Any]) -> tuple[float, dict[Any, float]]:
    """Macro F1 and the F1 of each label."""
    each = {}
    for label in labels:
        hits = sum(g == label == p for g, p in zip(gold, got, strict=True))
        each[label] = 2 * hits / max(1, gold.count(label) + got.count(label))
    return sum(each.values()) / len(each), each


def by_rules(items: list[Any]) -> dict[str, tuple[str, float] | None]:
    """For every row of `plv` the type of the rules' mention and its weight times the parties it names."""
    from onrecord.coder import Coder, Settings
    from onrecord.evaluate.relation import choose
    from onrecord.model import Document, Reading, Span

    coder = Coder(Settings(model=False))
    parse, find, *_ = coder.stages("en")
    out: dict[str, tuple[str, float] | None] = {}
    for item in items:
        example = item.example
        if example.source != "plv":
            continue
        [relation] = example.relations
        sources, targets = (
            [Span.of(example.text, *span) for span in spans] for spans in (relation.actors, relation.recipients)
        )
        best = choose(find(parse(Reading(Document("row", example.text)))).mentions, sources, targets)
        if best is None:
            out[relation.id] = None
            continue
        spans = [party.span for party in best.actors + best.recipients]
        named = sum(any(a.overlaps(b) for a in spans for b in some) for some in (sources, targets))
        out[relation.id] = (best.type, best.confidence * named)
    return out


@dataclass
class Pairs:
    """The rows of `plv`, out of fold."""

    ids: list[str]
    gold: list[str]
    chances: np.ndarray
    rules: list[tuple[str, float] | None]
    fold: np.ndarray

    def weighed(self, numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Both opinions on some rows."""
        out = []
        for i in at:
            rule = self.rules[i]
            own = TYPES.index(rule[0]) if rule else None
            given = {"model": numbers[0], "lexicon": numbers[1], "weight": numbers[2], "none": 0.0}
            out.append(weighed(self.chances[i], own, rule[1] if rule else 0.0, given))
        return np.array(out)

    def fitted(self, at: np.ndarray) -> np.ndarray:
        """The numbers of greatest likelihood for some rows."""

        def loss(numbers: np.ndarray) -> float:
            found = self.weighed(numbers, at)
            hit = []
            for row, i in zip(found, at, strict=True):
                right = ("CONCEDE", "RETREAT") if self.gold[i] == "YIELD" else (self.gold[i],)
                hit.append(sum(row[TYPES.index(kind)] for kind in right) / (1 - row[NONE] + 1e-9))
            return float(-np.mean(np.log(np.array(hit) + 1e-9)))

        return minimize(loss, np.array([1.0, 0.3, 0.3]), method="Nelder-Mead", options={"maxiter": 80}).x

    def crossfitted(self) -> np.ndarray:
        """Both opinions, weighed by numbers fitted to the other folds."""
        out = np.zeros_like(self.chances)
        for fold in sorted(set(self.fold)):
            mine = self.fold == fold
            out[mine] = self.weighed(self.fitted(np.nonzero(~mine)[0]), np.nonzero(mine)[0])
        return out


def intervals(gold: list[str], got: list[str], rounds: int = 1000) -> dict[str, tuple[float, float]]:
    """95% bootstrap intervals of the F1 of every root, and of their mean."""
    chance = np.random.default_rng(0)
    pairs = np.array([(ROOTS.index(g), ROOTS.index(p)) for g, p in zip(gold, got, strict=True)])
    table = []
    for _ in range(rounds):
        some = pairs[chance.integers(0, len(pairs), len(pairs))]
        both = np.zeros((len(ROOTS), len(ROOTS)))
        np.add.at(both, (some[:, 0], some[:, 1]), 1)
        each = 2 * both.diagonal() / np.maximum(1, both.sum(0) + both.sum(1))
        table.append([*each, each.mean()])
    low, high = np.percentile(np.array(table), [2.5, 97.5], axis=0)
    return {name: (float(a), float(b)) for name, a, b in zip([*ROOTS, "mean"], low, high, strict=True)}


def roles_of(said: dict[int, Any], items: list[Any], shared: Path) -> list[dict[str, object]]:
    """The spans of the sentences of `cameo`, out of fold, as ``onrecord evaluate roles`` writes them."""
    from onrecord.evaluate.roles import rows_of_words, sentences_of, spans_of

    pieces, words = tokenizer(), sentences_of(shared / "corpora/cameo/roles_train.conll")
    out = []
    for index, answers in sorted(said.items()):
        example = items[index].example
        if example.source != "cameo":
            continue
        number = int(example.parties[0].id)
        starts, at = [], 0
        for word in words[number]:
            starts.append((at, at + len(word)))
            at += len(word) + 1
        chances = softmax(answers.parties[0])
        rows = rows_of_words(chances, pieces.encode(example.text).offsets[: len(chances)], starts, TAGS)
        out.append({"id": number, "spans": spans_of(best_path(rows, TAGS), TAGS)})
    return out


def main() -> int:
    """Fit the numbers, write them, and print what is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--name", default="out-of-fold")
    parser.add_argument("--keep", action="store_true", help="print only, leave judging.json as it is")
    arguments = parser.parse_args()
    items, folds, asked = prepared_once(arguments.shared)
    answers = pickle.loads((BUILD / f"{arguments.name}.pkl").read_bytes())
    said, ruled = answers["said"], answers["ruled"]
    report: dict[str, Any] = {}

    judged = words_of(said, items, ruled, asked, folds)
    entries, others = np.nonzero(judged.own >= 0)[0], np.nonzero(judged.own < 0)[0]
    numbers = {}
    shown = {"entry": (entries, True), "proposal": (others, False)}
    for name, (at, rules) in shown.items():
        found = crossfitted(judged, at, rules=rules)
        parts = {"all": np.isin(judged.kind[at], FITTED_ON), **{kind: judged.kind[at] == kind for kind in KINDS}}
        report[name] = {}
        for part, inside in parts.items():
            right = [judged.right[i] for i in at[inside]]
            error, table = calibration(found[inside], right)
            steps = {f"from {least}": figures(found[inside], right, least) for least in (0.3, 0.4, 0.5, 0.6)}
            report[name][part] = {"words": len(right), "calibration error": error, "reliability": table, **steps}
        fit = fitted(judged, at, rules=rules)
        slope, shift = mapping(together(fit, judged, at), judged, at)
        numbers[name] = dict(zip(NUMBERS, map(float, (*fit, slope, shift)), strict=True))
    entries = entries[np.isin(judged.kind[entries], FITTED_ON)]
    alone = np.zeros((len(entries), len(TYPES)))
    alone[np.arange(len(entries)), judged.own[entries]] = judged.weight[entries]
    right = [judged.right[i] for i in entries]
    report["entry"]["all"]["lexicon alone"] = figures(alone, right, 0.5)
    report["entry"]["all"]["model alone"] = figures(judged.chances[entries], right, 0.5)

    rows = [(i, item) for i, item in enumerate(items) if item.example.source == "plv"]
    rules = by_rules(items)
    pairs = Pairs(
        [item.example.relations[0].id for _, item in rows], [item.example.stratum for _, item in rows],
        np.stack([softmax(said[i].pairs[0]) for i, _ in rows]), [rules[item.example.relations[0].id] for _, item in
        rows], np.array([folds[i] for i, _ in rows]),
    )  # fmt: skip
    numbers["pair"] = dict(
        zip(("model", "lexicon", "weight"), map(float, pairs.fitted(np.arange(len(rows)))), strict=True)
    )
    for name, chances in (("model alone", pairs.chances), ("both", pairs.crossfitted())):
        got = [merged(row) for row in chances]
        mean, each = macro(pairs.gold, got, ROOTS)
        penta, _ = macro([PENTA[g] for g in pairs.gold], [PENTA[p] for p in got], [1, 2, 3, 4])
        report[f"relation, {name}"] = {"root macro F1": mean, "penta macro F1": penta, "each": each}
    report["relation, both"]["intervals"] = intervals(pairs.gold, got)
    confused = Counter((g, p) for g, p in zip(pairs.gold, got, strict=True) if g != p)
    report["relation, both"]["confused"] = [[*pair, n] for pair, n in confused.most_common(12)]
    with (BUILD / "relation.jsonl").open("w", encoding="utf8") as file:
        file.writelines(json.dumps({"id": i, "type": p}) + "\n" for i, p in zip(pairs.ids, got, strict=True))

    from onrecord.evaluate import TASKS

    with (BUILD / "roles.jsonl").open("w", encoding="utf8") as file:
        file.writelines(json.dumps(row) + "\n" for row in roles_of(said, items, arguments.shared))
    report["roles"] = TASKS["roles"].score(arguments.shared / "corpora/cameo/roles_train.conll", BUILD / "roles.jsonl")

    report["modes, type given"] = modes_right(said, items)
    report["contexts"] = contexts_right(said, items)
    numbers |= {"propose_from": PROPOSE_FROM, "context_from": CONTEXT_FROM}
    print(json.dumps(report, indent=1, default=lambda x: round(float(x), 4)))
    (BUILD / "report.json").write_text(json.dumps(report, indent=1), encoding="utf8")
    short = {
        "relation": {k: round(v, 4) for k, v in report["relation, both"].items() if isinstance(v, float)},
        "roles": {k: round(v, 1) for k, v in report["roles"].items()},
        "judging": {
            "calibration error": round(report["entry"]["all"]["calibration error"], 4),
            "calibration error of proposals": round(report["proposal"]["all"]["calibration error"], 4),
        },
    }
    short["relation"]["lowest F1 of 39 rows or more"] = round(min(
        f1 for root, f1 in report["relation, both"]["each"].items() if pairs.gold.count(root) >= 39), 4)  # fmt: skip
    short["relation"]["lowest F1 of fewer rows"] = round(min(
        f1 for root, f1 in report["relation, both"]["each"].items() if pairs.gold.count(root) < 39), 4)  # fmt: skip
    if not arguments.keep:
        (HERE / "figures.json").write_text(json.dumps(short, indent=1) + "\n", encoding="utf8")
        (HERE / "judging.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf8")
    return 0


PROPOSE_FROM = 0.35
"""Chance of a type from which a word that no entry holds for becomes a candidate. The judging decides whether it is
shown."""
CONTEXT_FROM = 0.4
"""Chance from which a context is given that no keyword names: the best F1 on out-of-fold answers, in steps of 0.1."""


def modes_right(said: dict[int, Any], items: list[Any]) -> dict[str, float]:
    """The share of right modes among words whose mode was judged, given their type."""
    hits = count = 0
    for index, answers in said.items():
        for word, logits in zip(items[index].words, answers.modes, strict=True):
            if word[3] >= 0:
                kind = modes()[word[3]].split("/")[0]
                of_type = [i for i, name in enumerate(modes()) if name.startswith(f"{kind}/")]
                hits += max(of_type, key=lambda i: logits[i]) == word[3]
                count += 1
    return {"right": hits / count, "words": count}


def contexts_right(said: dict[int, Any], items: list[Any]) -> dict[str, Any]:
    """Precision, recall and F1 of contexts by keyword, by the model, and by both, at several chances."""
    from onrecord import codebooks
    from onrecord.coder import Coder
    from onrecord.find import contexts_of

    coder, book, out = Coder(), codebooks.load("plover"), {}
    rows = []
    for i, answers in said.items():
        example = items[i].example
        if example.contexts is not None:
            found = set(contexts_of(coder.parse(example.text), book))
            rows.append((example.contexts, 1 / (1 + np.exp(-answers.contexts)), found))
    names = contexts()
    for least in (0.3, 0.4, 0.5, 0.6):
        for way in ("keywords", "model", "both"):
            hits = given = asked = 0
            for gold, chances, found in rows:
                told = {n for n, c in zip(names, chances, strict=True) if c >= least}
                got = {"keywords": found, "model": told, "both": found | told}[way]
                hits, given, asked = hits + len(got & gold), given + len(got), asked + len(gold)
            out[f"{way} from {least}"] = {
                "P": hits / max(1, given),
                "R": hits / asked,
                "F1": 2 * hits / (given + asked),
            }
    return out


if __name__ == "__main__":
    sys.exit(main())
