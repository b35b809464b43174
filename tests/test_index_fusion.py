from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, trust

LISTS = st.lists(st.integers(0, 20), max_size=15, unique=True)


@pytest.mark.parametrize(
    ("words", "sense", "weight", "order"),
    [
        ([1, 2, 3], [], 1.0, [1, 2, 3]),
        ([], [3, 2], 1.0, [3, 2]),
        ([1, 2], [2, 1], 0.5, [1, 2]),  # the heavier leg decides
        ([1, 2], [2, 3], 1.0, [2, 1, 3]),  # found by both beats found by one
        ([1, 2], [3, 4], 0.0, [1, 2, 3, 4]),  # a leg of weight nothing adds no order
        ([1, 1, 2], [], 1.0, [1, 2]),
        ([], [], 1.0, []),
    ],
)
def test_fuse(words: list[int], sense: list[int], weight: float, order: list[int]) -> None:
    fused = fuse({"词语": words, "语义": sense}, {"词语": 1.0, "语义": weight}, 10)
    assert [item for item, _, _ in fused] == order


def test_fuse_says_who_found_it_and_how_well() -> None:
    item, score, legs = fuse({"词语": ["甲"], "语义": ["乙", "甲"]}, {"词语": 1.0, "语义": 0.5}, 9)[0]
    assert (item, legs) == ("甲", ("词语", "语义"))
    assert score == pytest.approx(1 / 10 + 0.5 / 11)


@given(LISTS, LISTS, st.floats(0, 5), st.floats(1, 100))
def test_fuse_loses_nothing_and_sorts(one: list[int], two: list[int], weight: float, constant: float) -> None:
    fused = fuse({"a": one, "b": two}, {"a": 1.0, "b": weight}, constant)
    scores = [score for _, score, _ in fused]
    assert {item for item, _, _ in fused} == set(one) | set(two)
    assert scores == sorted(scores, reverse=True)
    assert len(fused) == len(set(one) | set(two))


def test_words_count_as_far_as_they_match() -> None:
    assert trust(1.3) == trust(1.0) > trust(0.5) > trust(0.25) > trust(0.1) == trust(0.0) > 0
