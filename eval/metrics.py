"""Means with their error and their count; percentiles; what is a difference and what is noise.

Turns of one conversation hang together, so the bootstrap draws cases, not turns. Everything is seeded: the same run
gives the same intervals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.results import Result

SEED = 20261122
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95% interval, over ``n`` values; ``left_out`` is how many it does not apply to."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    left_out: int

    def as_json(self) -> dict[str, float | int | None]:
        """As the report keeps it, rounded."""
        shown = {k: None if v is None else round(v, 4) for k, v in zip(("value", "low", "high"), (self.value, self.low, self.high), strict=True)}  # fmt: skip
        return {**shown, "n": self.n, "left_out": self.left_out}


def mean_of(results: Sequence[Result], name: str) -> Mean:
    """The mean of one score over some results."""
    return clustered_mean([(r.case, r.value(name)) for r in results])


def clustered_mean(values: Iterable[tuple[str, float | None]], *, differences: bool = False) -> Mean:
    """A mean of values that come in clusters (turns of a case), with a bootstrap interval over clusters.

    Where all values are 0 or all are 1 the bootstrap would claim certainty: such shares get the rule of three. Of
    ``differences`` it would be wrong: a question asked again and answered the same has not changed."""
    listed = list(values)
    sums: dict[str, list[float]] = {}
    for cluster, value in listed:
        if value is not None:
            sums.setdefault(cluster, []).append(value)
    n = sum(len(v) for v in sums.values())
    if not n:
        return Mean(None, None, None, 0, len(listed))
    totals = np.array([sum(v) for v in sums.values()])
    counts = np.array([len(v) for v in sums.values()], dtype=float)
    value = float(totals.sum() / counts.sum())
    shares = totals / counts
    if np.ptp(shares) == 0:
        low, high = _of_equals(float(shares[0]), 0.0 if differences else 1 - 0.05 ** (1 / len(shares)))
    else:
        low, high = _interval(totals, counts)
    return Mean(value, low, high, n, len(listed) - n)


def _of_equals(value: float, slack: float) -> tuple[float, float]:
    return (max(value - slack, 0.0), min(value + slack, 1.0)) if slack and value in (0.0, 1.0) else (value, value)


_Row = np.ndarray[tuple[int], np.dtype[np.float64]]


def _interval(totals: _Row, counts: _Row) -> tuple[float, float]:
    """The 95% bootstrap interval."""
    k = len(totals)
    draws = np.random.default_rng(SEED).multinomial(k, np.full(k, 1 / k), size=DRAWS)
    low, high = np.percentile((draws @ totals) / (draws @ counts), [2.5, 97.5])
    return float(low), float(high)


def percentile(results: Sequence[Result], name: str, q: float) -> float | None:
    """A percentile of one score, such as the 95th of the time."""
    values = [v for r in results if (v := r.value(name)) is not None]
    return float(np.percentile(values, q)) if values else None


def paired_difference(before: Sequence[Result], after: Sequence[Result], name: str) -> Mean:
    """The mean change of one score from run to run over the questions that both have a value for."""
    old = {r.id: r.value(name) for r in before}
    pairs = [(r.case, r.value(name), old.get(r.id)) for r in after if r.id in old]
    return clustered_mean([(c, None if a is None or b is None else a - b) for c, a, b in pairs], differences=True)


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p that so uneven a split of changed verdicts is chance."""
    n = gained + lost
    if n == 0:
        return 1.0
    tail: float = sum(math.comb(n, i) for i in range(min(gained, lost) + 1)) / 2**n
    return min(1.0, 2 * tail)
