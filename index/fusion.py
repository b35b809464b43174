"""Weighted reciprocal-rank fusion: several ranked lists become one.

Scores of BM25 and of cosine can't be added, ranks can. Fixed weights drag the better leg down, and which leg is better
depends on the question: so the caller gives each leg its weight for each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_LAY = 0.2  # a lay question's words match by no more than chance
_OWN = 0.7  # a question in the document's own words


def trust(matched: float) -> float:
    """How much the word leg counts for a question, from hardly (0.04) to 0.75 times its weight.

    ``matched`` is the share of the question's weight that the best passage's BM25 score stands for: about 1 for a
    question in the documents' own words, 0.2 for 「救护车来了没带钱能不能拒绝救我」, where words found would only mislead.

    >>> trust(1.0), round(trust(0.4), 2)
    (0.75, 0.3)
    """
    return 1.5 * max(0.025, min(matched, _OWN) - _LAY)


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
