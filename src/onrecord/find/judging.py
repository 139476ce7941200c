"""The rules' opinion of a mention and the model's, weighed into one type and the chance that it is right.

The chance of a type t is proportional to

    exp(model * log p(t) + [t is the entry's type] * (lexicon + weight * w) + [t is NONE] * none)

where p is what the model says of the trigger word, and w what the entry weighs; then the chance of the likeliest type
is mapped so that it is right that often. The numbers were fitted by maximum likelihood on out-of-fold predictions for
words that we annotated (``judging`` in the weights' ``model.json``; see docs/decisions/confidence.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from spacy.tokens import Token

from onrecord.codebooks import Codebook
from onrecord.find.opinions import Opinions
from onrecord.learned.model import Numbers, softmax
from onrecord.model import CodedBy, Mention, Reason, RunnerUp

SHOWN = 3
"""How many of the model's answers stand in the reasons."""
MODE_FROM = 0.5
"""Chance from which the model's mode is taken where the entry names none. Not tuned: more likely right than wrong."""


def judged(mention: Mention, trigger: Token, opinions: Opinions, codebook: Codebook, *, proposed: bool) -> Mention:
    """The mention with the type that both opinions make likeliest, and the chance that it is right.

    Where the likeliest answer is that the word reports no event, the likeliest type stays, with the small chance that
    it has: such rows are uncertain, they are not lost.
    """
    model = opinions.model
    [chances] = opinions.words([trigger])
    if np.isnan(chances[0]):
        return mention
    own = model.types.index(mention.type) if mention.type in model.types else None
    numbers = model.fact("judging")["proposal" if proposed else "entry"]
    together = weighed(chances, None if proposed else own, mention.confidence, numbers)
    order = np.argsort(-together[:-1], kind="stable")
    best, second = int(order[0]), int(order[1])
    kind = model.types[best]
    top = [int(i) for i in np.argsort(-chances, kind="stable")[:SHOWN]]
    why = [Reason("model:type", ", ".join(f"{model.types[i]} {chances[i]:.2f}" for i in top))]
    if not proposed:
        why.insert(0, Reason("judging:entry", f"{mention.type} weighs {mention.confidence:.3f}"))
    if kind != mention.type:
        why.append(Reason("model:changed-type", f"the entry says {mention.type}, both together {kind}"))
    after = model.types[second] if together[second] >= together[-1] else "NONE"
    coded_by = CodedBy(
        rules=mention.coded_by.rules,
        model=model.version,
        probability=round(float(together[best]), 3),
        runner_up=RunnerUp(after, round(float(max(together[second], together[-1])), 3)),
        agree=None if proposed else model.types[top[0]] == mention.type,
    )
    modes = mention.modes if kind == mention.type else ()
    if not modes:
        modes, told = _mode(kind, trigger, opinions)
        why += told
    type_ = codebook.types[kind]
    same = kind == mention.type and modes == mention.modes
    return replace(
        mention,
        type=kind,
        modes=modes,
        quad=type_.quad,
        cameo=mention.cameo if same else codebook.cameo(kind, modes),
        intensity=codebook.intensity(kind, modes),
        confidence=float(together[best]),
        coded_by=coded_by,
        why=(*mention.why, *why),
    )


def weighed(chances: Numbers, own: int | None, weight: float, numbers: Mapping[str, float]) -> Numbers:
    """The chance of every type from the model's chances and the entry's type `own` with its weight.

    Examples
    --------
    >>> numbers = {"model": 1.0, "lexicon": 1.0, "weight": 1.0, "none": 0.0}
    >>> weighed(np.array([0.4, 0.6], np.float32), 0, 0.5, numbers).round(2).tolist()
    [0.75, 0.25]
    """
    logits = numbers["model"] * np.log(chances + 1e-9)
    if own is not None:
        logits[own] += numbers["lexicon"] + numbers["weight"] * weight
    logits[-1] += numbers["none"]
    together: Numbers = softmax(logits)
    return calibrated(together, numbers["slope"], numbers["shift"]) if "slope" in numbers else together


def calibrated(chances: Numbers, slope: float, shift: float) -> Numbers:
    """The chances with that of the likeliest type made right, the others in proportion and the rest for NONE.

    The chance is mapped by ``1 / (1 + exp(-(slope * logit + shift)))`` (Platt 1999).

    Examples
    --------
    >>> calibrated(np.array([0.5, 0.1, 0.4]), 1.0, 0.4).round(2).tolist()
    [0.6, 0.12, 0.28]
    """
    best = min(max(float(chances[:-1].max()), 1e-6), 1 - 1e-6)
    right = 1 / (1 + np.exp(-(slope * np.log(best / (1 - best)) + shift)))
    out = chances * (right / best)
    out[-1] = max(0.0, 1 - float(out[:-1].sum()))
    whole: Numbers = out / out.sum()
    return whole


def _mode(kind: str, trigger: Token, opinions: Opinions) -> tuple[tuple[str, ...], list[Reason]]:
    found = opinions.mode(trigger, kind)
    if found is None or found[1] < MODE_FROM or not found[0]:
        return (), []
    name, chance = found
    return (name,), [Reason("model:mode", f"{name} {chance:.2f}")]
