"""Fit the network to examples, and ask it."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from corpora import TYPES
from network import Item, Network, batches, keep_states, kept, masks, seeded
from torch.nn import functional


@dataclass(frozen=True)
class Recipe:
    """How the network is fitted. The values were chosen by cross-validation on the sources (see the model card)."""

    epochs: int = 8
    rate: float = 4e-4
    size: int = 24
    smoothing: float = 0.1
    frozen: int = 1
    attention: float = 0.2
    word: float = 1.0
    mode: float = 0.5
    context: float = 1.0
    pair: float = 2.0
    parties: float = 6.0
    decay: float = 0.9
    seed: int = 0


def fit(items: Sequence[Item], recipe: Recipe, *, quiet: bool = False) -> Network:
    """A network fitted to the items."""
    chance = seeded(recipe.seed)
    network = Network(recipe.frozen)
    if items[0].states is None:
        keep_states(network, items)
    groups = [{"params": [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("layers")]}]
    for depth, layer in enumerate(network.layers[recipe.frozen :]):
        rate = recipe.rate * recipe.decay ** (len(network.layers) - 1 - recipe.frozen - depth)
        groups.append({"params": list(layer.parameters()), "lr": rate})
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=0.01)
    steps = recipe.epochs * math.ceil(len(items) / recipe.size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    started, parameters = time.time(), [p for p in network.parameters() if p.requires_grad]
    network.train()
    for epoch in range(recipe.epochs):
        total, count = 0.0, 0
        for batch in batches(items, recipe.size, chance):
            loss = loss_of(network, [items[i] for i in batch], recipe)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        if not quiet:
            print(
                f"  epoch {epoch + 1}: loss {total / count:.3f} ({time.time() - started:.0f} s)",
                file=sys.stderr,
                flush=True,
            )
    network.eval()
    return network


def loss_of(network: Network, items: Sequence[Item], recipe: Recipe) -> torch.Tensor:
    """The loss of a batch: the mean over the answers of each kind, added up."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, mask = kept(items)
        states = network.upper(states, mask)
        mean = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        loss = states.sum() * 0.0
        length = mask.shape[1]
        words = [(row, *word) for row, item in enumerate(items) for word in item.words]
        if words and recipe.word:
            of = torch.tensor([w[0] for w in words])
            seen = network.words(states, mean, of, masks([w[1] for w in words], length))
            loss = loss + recipe.word * _answers(
                network.word(seen), [w[2] for w in words], [w[3] for w in words], recipe
            )
            told = torch.tensor([w[4] >= 0 for w in words])
            if told.any() and recipe.mode:
                gold = torch.tensor([w[4] for w in words if w[4] >= 0])
                logits = network.mode(seen[told]).float()
                loss = loss + recipe.mode * functional.cross_entropy(logits, gold, label_smoothing=recipe.smoothing)
        with_contexts = [row for row, item in enumerate(items) if item.contexts is not None]
        if with_contexts and recipe.context:
            logits = network.context(mean[with_contexts]).float()
            wanted = torch.zeros_like(logits)
            for at, row in enumerate(with_contexts):
                wanted[at, items[row].contexts] = 1
            loss = loss + recipe.context * functional.binary_cross_entropy_with_logits(logits, wanted) * 10
        relations = [(row, *relation) for row, item in enumerate(items) for relation in item.relations]
        if relations and recipe.pair:
            of = torch.tensor([r[0] for r in relations])
            actors, recipients, trigger = (masks([r[k] for r in relations], length) for k in (1, 2, 3))
            logits, attention = network.pairs(states, mask, mean, of, actors, recipients)
            blind = [at for at, r in enumerate(relations) if not r[3]]
            if blind:
                right = [relations[at][4] for at in blind]
                loss = loss + recipe.pair * _answers(logits[blind], right, [1.0] * len(blind), recipe)
            known = trigger.sum(-1) > 0
            if known.any() and recipe.attention:
                on = torch.logsumexp(attention[known].masked_fill(trigger[known] == 0, -1e4), -1)
                loss = loss - recipe.attention * on.mean()
        parties = [(row, *p) for row, item in enumerate(items) for p in item.parties]
        if parties and recipe.parties:
            of = torch.tensor([p[0] for p in parties])
            logits = network.parties(states, of, masks([p[1] for p in parties], length)).float()
            gold = torch.full((len(parties), length), -100)
            for row, (_, _, tags) in enumerate(parties):
                gold[row, 1 : len(tags) - 1] = torch.tensor(tags[1:-1])
            loss = loss + recipe.parties * functional.cross_entropy(logits.flatten(0, 1), gold.flatten())
    return loss


def _answers(logits: torch.Tensor, right: list[list[int]], weights: list[float], recipe: Recipe) -> torch.Tensor:
    """Cross entropy where any of several types is right, with smoothed labels."""
    log = logits.float().log_softmax(-1)
    allowed = torch.zeros_like(log, dtype=torch.bool)
    for row, types in enumerate(right):
        allowed[row, types] = True
    hit = torch.logsumexp(log.masked_fill(~allowed, -1e9), -1)
    each = -(1 - recipe.smoothing) * hit - recipe.smoothing * log.mean(-1)
    weight = torch.tensor(weights)
    return (each * weight).sum() / weight.sum()


@dataclass
class Said:
    """What the network says of an item: logits, a row a question."""

    contexts: np.ndarray
    words: np.ndarray
    modes: np.ndarray
    pairs: np.ndarray
    parties: list[np.ndarray]


@torch.no_grad()
def ask(network: Network, items: Sequence[Item]) -> list[Said]:
    """The network's logits for every question of the items."""
    network.eval()
    if items and items[0].states is None:
        keep_states(network, items)
    said: list[Said | None] = [None] * len(items)
    for batch in batches(items, 32, None):
        some = [items[i] for i in batch]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states, mask = kept(some)
            states = network.upper(states, mask)
            mean = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
            for row, (index, item) in enumerate(zip(batch, some, strict=True)):
                length, nothing = mask.shape[1], np.zeros((0, len(TYPES)), np.float32)
                words, told, pairs, parties = nothing, nothing, nothing, []
                if item.words:
                    of = torch.full((len(item.words),), row)
                    looked = network.words(states, mean, of, masks([w[0] for w in item.words], length))
                    words, told = network.word(looked).float().numpy(), network.mode(looked).float().numpy()
                if item.relations:
                    of = torch.full((len(item.relations),), row)
                    actors, recipients = (masks([r[k] for r in item.relations], length) for k in (0, 1))
                    pairs = network.pairs(states, mask, mean, of, actors, recipients)[0].float().numpy()
                for trigger_pieces, tags in item.parties:
                    logits = network.parties(states, torch.tensor([row]), masks([trigger_pieces], length))
                    parties.append(logits[0, : len(tags)].float().numpy())
                said[index] = Said(network.context(mean[row]).float().numpy(), words, told, pairs, parties)
    return [each for each in said if each is not None]
