"""A fixed sample of cases: every kind in its proportion, the same for the same seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

SEED = 20261122


class _Kinded(Protocol):
    @property
    def kind(self) -> str: ...


_C = TypeVar("_C", bound=_Kinded)


def stratified(cases: Sequence[_C], count: int | None, seed: int = SEED) -> tuple[_C, ...]:
    """``count`` cases in which each kind has its share; any first part of them is mixed as well. ``None``: all, as they are.

    The first cases of a file would not do: files go kind by kind."""
    if count is None or count >= len(cases):
        return tuple(cases)
    kinds: dict[str, list[_C]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    chance = random.Random(seed)
    placed: list[tuple[float, _C]] = []
    for kind in sorted(kinds):
        chance.shuffle(kinds[kind])
        size = len(kinds[kind])
        placed += [((at + chance.random()) / size, case) for at, case in enumerate(kinds[kind])]
    return tuple(case for _, case in sorted(placed, key=lambda p: p[0])[:count])
