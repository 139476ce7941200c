"""Out-of-fold answers of the model, the figures that follow from them, and the numbers by which opinions are weighed.

    make crossvalidate

Every sentence is answered by a network that saw neither it nor a near-duplicate of it. Only such figures are quoted for
corpora that the shipped weights were fitted to. Writes to ``training/build``: ``relation.jsonl`` and ``roles.jsonl``
(the formats of ``onrecord evaluate``), ``out-of-fold.pkl``, ``judging.json`` and ``report.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import corpora
import torch
from corpora import Example, Relation, Word
from learn import Recipe, Said, ask, fit
from network import Item, Network, itemise, keep_states, tokenizer

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
JUDGED = ("annotated", "whole")
"""Sources in which a word that a rule holds for has been judged as such."""


def by_rule(examples: list[Example]) -> dict[int, Example]:
    """For annotated sentences the mentions that the rules find there, as questions: words and relations in order.

    Those of the corpora and our own in which every event is marked.
    """
    from onrecord.coder import Coder, Settings
    from onrecord.model import Document, Reading

    coder = Coder(Settings(model=False))
    parse, find, *_ = coder.stages("en")
    out = {}
    for index, example in enumerate(examples):
        if example.source not in JUDGED:
            continue
        reading = find(parse(Reading(Document(str(index), example.text))))
        words, relations, rules = [], [], []
        for mention in reading.mentions:
            at = (mention.trigger.start, mention.trigger.end)
            actors = tuple((a.span.start, a.span.end) for a in mention.actors)
            recipients = tuple((r.span.start, r.span.end) for r in mention.recipients)
            gold = [w for w in example.words if w.span[0] < at[1] and at[0] < w.span[1]]
            words.append(Word(at, frozenset({mention.type})))
            relations.append(Relation(actors, recipients, at, frozenset({mention.type})))
            rules.append({"type": mention.type, "weight": mention.confidence,
                          "gold": sorted(gold[0].types) if gold else None,
                          "sure": gold[0].weight if gold else 0.0})  # fmt: skip
        out[index] = replace(example, words=tuple(words), relations=tuple(relations), parties=(),
                             meta={**example.meta, "rules": json.dumps(rules)})  # fmt: skip
    return out


def prepared(shared: Path) -> tuple[list[Item], list[int], dict[int, Item]]:
    """Items, their folds, and the items that ask about what the rules found."""
    examples = corpora.everything(shared)
    pieces = tokenizer()
    items = [itemise(example, pieces) for example in examples]
    asked = {i: itemise(example, pieces) for i, example in by_rule(examples).items()}
    return items, corpora.folds(examples), asked


def prepared_once(shared: Path) -> tuple[list[Item], list[int], dict[int, Item]]:
    """The same, kept in ``build`` for as long as no file changes that they are made of."""
    mark = hashlib.sha256(json.dumps(corpora.fitted_to(shared)).encode()).hexdigest()[:12]
    cache = BUILD / f"items-{mark}.pkl"
    if not cache.exists():
        cache.write_bytes(pickle.dumps(prepared(shared)))
    items, folds, asked = pickle.loads(cache.read_bytes())
    return items, folds, asked


def out_of_fold(
    items: list[Item], folds: list[int], asked: dict[int, Item], recipe: Recipe
) -> tuple[dict[int, Said], dict[int, Said]]:
    """For every item what a network says that was fitted to the other folds."""
    said, ruled = {}, {}
    started = time.time()
    for fold in sorted(set(folds)):
        network = fit([item for item, at in zip(items, folds, strict=True) if at != fold], recipe)
        held = [i for i, at in enumerate(folds) if at == fold]
        said.update(zip(held, ask(network, [items[i] for i in held]), strict=True))
        known = [i for i in held if i in asked]
        for i in known:
            asked[i].states = items[i].states
        ruled.update(zip(known, ask(network, [asked[i] for i in known]), strict=True))
        print(f"fold {fold}: {time.time() - started:.0f} s", file=sys.stderr, flush=True)
    return said, ruled


def main() -> int:
    """Fit, ask, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--set", default="", help="values of the recipe, such as epochs=4,rate=1e-4")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="out-of-fold")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    BUILD.mkdir(exist_ok=True)
    items, folds, asked = prepared_once(arguments.shared)
    recipe = recipe_from(arguments.set, arguments.seed)
    keep_states(Network(recipe.frozen), items)
    said, ruled = out_of_fold(items, folds, asked, recipe)
    for item in items:
        item.states = None
    for item in asked.values():
        item.states = None
    path = BUILD / f"{arguments.name}.pkl"
    path.write_bytes(pickle.dumps({"recipe": recipe, "said": said, "ruled": ruled}))
    print(f"written: {path}", file=sys.stderr)
    return 0


def recipe_from(text: str, seed: int) -> Recipe:
    """The recipe with some values changed."""
    values: dict[str, Any] = {}
    for pair in filter(None, text.split(",")):
        name, value = pair.split("=")
        values[name] = type(getattr(Recipe(), name))(float(value))
    return replace(Recipe(seed=seed), **values)


if __name__ == "__main__":
    sys.exit(main())
