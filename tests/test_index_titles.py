from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.texts import Texts, loose
from index.titles import SPOKEN, Titles

NAMES = (
    "梅州市护理事业发展规划(2021-2025年)",
    "惠州市护理事业发展规划(2021-2025年)",
    "梅州市紧密型县域医疗卫生共同体高质量发展行动方案",
    "关于进一步完善广西医疗卫生服务体系的实施方案",
)
TITLES = tuple(f"关于印发{name}的通知" for name in NAMES)
HELD = Titles("甲乙丙丁", NAMES, TITLES)


@pytest.mark.parametrize(
    ("title", "documents"),
    [
        ("梅州市护理事业发展规划(2021-2025年)", ["甲"]),
        ("梅州市护理事业发展规划（2021—2025年）", ["甲"]),  # other marks
        ("关于印发梅州市护理事业发展规划（2021—2025年）的通知", ["甲"]),
        ("护理事业发展规划", ["甲", "乙"]),  # a long piece of both
        ("护理规划", []),
        ("梅州市人民政府关于进一步完善广西医疗卫生服务体系的实施方案的解读", ["丁"]),
        ("深圳经济特区医疗条例", []),
        ("", []),
    ],
)
def test_cited(title: str, documents: list[str]) -> None:
    assert HELD.cited(title) == documents


@pytest.mark.parametrize(
    ("title", "documents"),
    [
        ("梅州市护里事业发展规划（2021-2025年）", ["甲"]),
        ("梅州市护理事业发展规划（2016-2020年）", []),  # another five years, no slip
        ("关于完善广西医疗卫生服务体系的实施方案", ["丁"]),
        ("深圳经济特区医疗条例", []),
        ("", []),
    ],
)
def test_alike(title: str, documents: list[str]) -> None:
    assert HELD.alike(title) == documents


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("护理事业发展规划里的床护比", ["甲", "乙"]),
        ("梅州市护理事业发展规划里的床护比", ["甲"]),
        ("县域医疗卫生共同体谁负责", ["丙"]),
        ("医疗卫生服务怎么样", []),
        ("", []),
    ],
)
def test_spoken(text: str, documents: list[str]) -> None:
    assert HELD.spoken(text) == documents


_WORDS = st.lists(
    st.sampled_from(["市", "县", "卫生", "健康", "护理", "规划", "实施", "方案", "2021", "年", "的", "、"]), max_size=14
)
_TEXT = _WORDS.map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=12), _TEXT)
def test_spoken_is_what_comparing_every_name_finds(names: list[str], question: str) -> None:
    def shared(name: str) -> int:
        size = SequenceMatcher(None, loose(question), loose(name), autojunk=False).find_longest_match().size
        return size if size >= SPOKEN else 0

    ids = [str(i) for i in range(len(names))]
    best = max(map(shared, names))
    expected = [i for i, name in zip(ids, names, strict=True) if best and shared(name) == best]
    assert Titles(ids, names, names).spoken(question) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=12), st.lists(_TEXT, min_size=12, max_size=12), _TEXT)
def test_cited_is_what_comparing_every_title_finds(names: list[str], titles: list[str], asked: str) -> None:
    ids = [str(i) for i in range(len(names))]
    pairs = [(loose(n), loose(t)) for n, t in zip(names, titles, strict=False)]
    title = loose(asked)
    same = [i for i, pair in zip(ids, pairs, strict=True) if title in pair]
    parts = [
        i
        for i, pair in zip(ids, pairs, strict=True)
        if any((len(title) >= 8 and title in form) or (len(form) >= 8 and form in title) for form in pair)
    ]
    assert Titles(ids, names, titles[: len(names)]).cited(asked) == ((same or parts) if title else [])


def test_texts_are_read_only_where_the_words_stand() -> None:
    texts = {"甲": "推广三明市医改经验。《北京市规划》另行印发。", "乙": "（二）推广三明\n医改经验。", "丙": "没有。"}
    read: list[str] = []

    def text_of(document: str) -> str:
        read.append(document)
        return texts[document]

    held = Texts(tuple(texts), text_of, holding=lambda piece: ["乙", "甲"] if "三明" in piece else ["甲"])
    assert held.says("三明市医改")
    assert not held.says("三明市医改", ["乙", "丙"])
    assert not held.says("北京市规划")  # only inside 《》
    assert held.cites("推广三明医改经验")
    assert "丙" not in read
    assert sorted(set(read)) == ["乙", "甲"]
    assert re.sub(r"\s", "", text_of("乙")) == "（二）推广三明医改经验。"


def test_without_a_word_index_every_text_is_read() -> None:
    held = Texts(("甲", "乙"), {"甲": "一", "乙": "ＤＲＧ付费"}.__getitem__)
    assert held.says("drg付费")
    assert not held.says("drg付费", ["甲"])
