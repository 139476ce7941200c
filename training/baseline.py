"""The published recipe for pairs, on our folds: what the model is compared with.

MiniLM-L6 with the three lowest layers frozen, type embeddings on the spans of source and target, the mean of sentence,
source and target pooled, six epochs at 2e-4, labels smoothed by 0.1; fitted to the pairs alone.

    .venv-training/bin/python training/baseline.py [--seeds 1]
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

import numpy as np
import torch
from crossvalidate import HERE, prepared_once
from judging import PENTA, ROOTS, macro
from network import WIDTH, Item, base_folder, batches, feed_forward, masks, padded, pooled, seeded
from torch import nn
from torch.nn import functional


class Recipe(nn.Module):
    """Encoder with type embeddings, and one head."""

    def __init__(self) -> None:
        from transformers import AutoModel

        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(base_folder()), add_pooling_layer=False)
        self.marks = nn.Embedding(3, WIDTH)
        nn.init.zeros_(self.marks.weight)
        self.head = feed_forward(3 * WIDTH, len(ROOTS), WIDTH)
        frozen = [*self.encoder.embeddings.parameters(), *self.encoder.encoder.layer[:3].parameters()]
        for parameter in frozen:
            parameter.requires_grad = False

    def forward(self, items: list[Item]) -> torch.Tensor:
        """Logits over the roots."""
        ids, mask = padded(items)
        actors, recipients = (masks([item.relations[0][k] for item in items], ids.shape[1]) for k in (0, 1))
        marked = self.marks((actors + 2 * recipients).clamp(max=2).long())
        inputs = self.encoder.embeddings.word_embeddings(ids) + marked
        states = self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
        return self.head(torch.cat([pooled(states, where) for where in (mask, actors, recipients)], -1))


def fitted(items: list[Item], seed: int) -> Recipe:
    """The recipe on some pairs."""
    chance, network = seeded(seed), Recipe()
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=2e-4, weight_decay=0.01)
    steps = 6 * math.ceil(len(items) / 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    network.train()
    for _ in range(6):
        for batch in batches(items, 16, chance):
            some = [items[i] for i in batch]
            gold = torch.tensor([ROOTS.index(item.example.stratum) for item in some])
            loss = functional.cross_entropy(network(some), gold, label_smoothing=0.1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
    return network.eval()


def main() -> int:
    """Fit five times a seed and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--seeds", type=int, default=1)
    arguments = parser.parse_args()
    items, folds, _ = prepared_once(arguments.shared)
    rows = [(item, fold) for item, fold in zip(items, folds, strict=True) if item.example.source == "plv"]
    gold = [item.example.stratum for item, _ in rows]
    for seed in range(arguments.seeds):
        got = np.zeros(len(rows), dtype=int)
        for fold in sorted(set(folds)):
            network = fitted([item for item, at in rows if at != fold], seed)
            held = [i for i, (_, at) in enumerate(rows) if at == fold]
            with torch.no_grad():
                for first in range(0, len(held), 32):
                    some = held[first : first + 32]
                    got[some] = network([rows[i][0] for i in some]).argmax(-1).numpy()
        said = [ROOTS[i] for i in got]
        root, _ = macro(gold, said, ROOTS)
        penta, _ = macro([PENTA[g] for g in gold], [PENTA[p] for p in said], [1, 2, 3, 4])
        print(f"seed {seed}: root macro F1 {root:.4f}, penta macro F1 {penta:.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
