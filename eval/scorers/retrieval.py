"""Retrieval apart from the answer: did the index bring up the gold clauses, and how high."""

from __future__ import annotations

import math

from eval.score import Score, Subject

_NAMES = ("recall_at_k", "precision_at_k", "mrr", "ndcg")


def score_retrieval(subject: Subject) -> list[Score]:
    """``recall_at_k``, ``precision_at_k``, ``mrr`` and ``ndcg`` over the retrieved clauses.

    A follow-up is retrieved for in the words it is completed to, which is the assistant's affair: it does not apply.
    """
    gold, given = subject.turn.gold, subject.given
    if given.retrieved is None or not gold.groups or subject.number > 0:
        why = (
            "追问不单独评检索"
            if subject.number > 0
            else "没有检索结果可评"
            if given.retrieved is None
            else "没有应引的条款"
        )
        return [Score(n, None, why) for n in _NAMES]
    found = given.retrieved[: subject.k]
    clauses = subject.clauses
    groups = [i for i, g in enumerate(gold.groups)]
    covers = [{i for i in groups if any(clauses.cited(w, c) for w in gold.groups[i])} for c in found]
    also = [bool(s) or any(clauses.cited(w, c) for w in gold.also_clauses) for s, c in zip(covers, found, strict=True)]
    covered: set[int] = set().union(*covers) if covers else set()
    return ranked_scores(covers, also, covered, len(groups), subject.k)


def ranked_scores(covers: list[set[int]], relevant: list[bool], covered: set[int], wanted: int, k: int) -> list[Score]:
    """The four measures of one ranking; a clause gains in nDCG only what no earlier one has brought."""
    seen: set[int] = set()
    gain = 0.0
    for rank, groups in enumerate(covers):
        if groups - seen:
            gain += 1 / math.log2(rank + 2)
            seen |= groups
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(wanted, k)))
    first = next((rank for rank, groups in enumerate(covers, 1) if groups), None)
    told = f"应引{wanted}条，前{k}条里有{len(covered)}条"
    return [
        Score("recall_at_k", len(covered) / wanted, told),
        Score(
            "precision_at_k",
            sum(relevant) / len(relevant) if relevant else 0.0,
            f"前{len(relevant)}条里有{sum(relevant)}条相关",
        ),
        Score("mrr", 1 / first if first else 0.0, f"第一条对的在第{first}位" if first else "前几条里没有对的"),
        Score("ndcg", min(gain / ideal, 1.0), told),
    ]
