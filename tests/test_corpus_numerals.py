"""Numbers as policy texts print them; what is no number gives None."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import circled, from_chinese, half_width, ordinal, parse_number, to_chinese

CHINESE = [
    ("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零三", 103),
    ("一百一十", 110), ("二百零三", 203), ("一千零一", 1001), ("一千二百六十", 1260), ("三万", 30_000), ("一亿", 100_000_000),
    ("一百二十万", 1_200_000), ("二〇二五", 2025), ("二○二五", 2025), ("一九九八", 1998), ("", None), ("十二条", None),
    ("12", None), ("甲", None), ("一万亿", 10**12), ("三万五千", 35_000), ("三万零五", 30_005), ("百", 100), ("一十二", 12),
    ("一百十五", 115), ("二三十", None), ("一百五", None), ("三万五", None), ("十百", None), ("万", None), ("万一", None),
    ("亿万", None), ("三万五万", None), ("三万二亿", None), ("百千", None), ("零十", None), ("零", 0),
]  # fmt: skip

NUMBERS = [
    ("4.32", Fraction("4.32")),
    ("12,345", Fraction(12345)),
    ("85%", Fraction(85)),
    ("６．５％", Fraction("6.5")),
    ("百分之三十", Fraction(30)),
    ("百分之八十五", Fraction(85)),
    ("三分之一", Fraction(1, 3)),
    ("1/4", Fraction(1, 4)),
    ("十分之三", Fraction(3, 10)),
    ("3万", Fraction(30_000)),
    ("1.5亿", Fraction(150_000_000)),
    ("两", Fraction(2)),
    ("二十", Fraction(20)),
    ("百分之百", Fraction(100)),
    ("1/0", None),
    ("零分之一", None),
    ("约3", None),
    ("3—5", None),
    ("1:1.5", None),
    ("", None),
    ("万", None),
    ("很多", None),
]

ORDINALS = [("十二", 12), ("12", 12), ("１２", 12), ("③", 3), ("❸", 3), (" 7 ", 7), ("甲", None), ("1.2", None)]


@pytest.mark.parametrize(("text", "number"), CHINESE)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert from_chinese(text) == number


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_is_read_or_none(text: str, number: Fraction | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(("text", "number"), ORDINALS)
def test_ordinals_in_any_script(text: str, number: int | None) -> None:
    assert ordinal(text) == number


def test_every_ordinal_prints_and_reads_back() -> None:
    assert [from_chinese(to_chinese(n)) for n in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_what_ordinals_do_not_reach_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 9999"):
        to_chinese(number)


def test_circles() -> None:
    assert [circled(c) for c in "①⑩⑳❶❿"] == [1, 10, 20, 1, 10]
    assert circled("1") is None


@given(st.text())
def test_half_width_keeps_every_place(text: str) -> None:
    assert len(half_width(text)) == len(text)


@given(st.text(max_size=30) | st.text(alphabet="零〇一二两三四五六七八九十百千万亿分之%／/,.0123456789", max_size=6000))
def test_no_text_breaks_the_readers(text: str) -> None:
    parse_number(text)
    from_chinese(text)
    ordinal(text)
