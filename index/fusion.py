"""Weighted reciprocal-rank fusion: several ranked lists become one.

Scores of BM25 and of cosine can't be added, ranks can. Fixed weights drag the better leg down, and which leg is better
depends on the question: so the caller gives each leg its weight for each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def fuse(
    legs: Mapping[str, Sequence[Item]], weights: Mapping[str, float], constant: float
) -> list[tuple[Item, float, tuple[str, ...]]]:
    """(item, score, legs that found it), best first; ties keep the order of the first leg that has them.

    Score = Σ weight ÷ (constant + rank), rank from 1. A small constant lets a first place count for much.

    >>> fuse({"词语": ["甲", "乙"], "向量": ["乙"]}, {"词语": 1, "向量": 1}, 1)[0][0]
    '乙'
    """
    scores: dict[Item, float] = {}
    found: dict[Item, list[str]] = {}
    for leg, items in legs.items():
        for rank, item in enumerate(dict.fromkeys(items), 1):
            scores[item] = scores.get(item, 0.0) + weights[leg] / (constant + rank)
            found.setdefault(item, []).append(leg)
    order = sorted(scores, key=lambda item: -scores[item])
    return [(item, scores[item], tuple(found[item])) for item in order]
