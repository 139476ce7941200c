"""Measures that several tasks share."""

from __future__ import annotations

from collections.abc import Sequence


def precision_recall_f1(hit: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, in percent; 0 where undefined.

    Examples
    --------
    >>> precision_recall_f1(1, 2, 4)
    (50.0, 25.0, 33.333333333333336)
    """
    precision = hit / predicted if predicted else 0.0
    recall = hit / gold if gold else 0.0
    both = precision + recall
    return 100 * precision, 100 * recall, 200 * precision * recall / both if both else 0.0


def macro_f1(gold: Sequence[object], predicted: Sequence[object]) -> float:
    """The mean over the gold's classes of each class's F1, from 0 to 1.

    Examples
    --------
    >>> round(macro_f1(["a", "b"], ["a", "a"]), 3)
    0.333
    """
    classes = sorted(set(gold), key=str)
    scores = []
    for label in classes:
        hit = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
        scores.append(precision_recall_f1(hit, list(predicted).count(label), list(gold).count(label))[2] / 100)
    return sum(scores) / len(scores)
