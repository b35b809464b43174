from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.words import cut, normal, search_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("由市发展改革委牵头", {"发展改革委", "牵头"}),
        ("市卫生健康局、市医保局", {"卫生健康局", "医保局", "医保"}),
        ("推进紧密型县域医共体建设", {"紧密型县域医共体", "县域医共体", "县域", "医共体"}),
        ("家庭医生签约服务", {"家庭", "医生", "签约", "家庭医生签约服务"}),
        ("每万人口全科医生数达到4.32人", {"每万人口", "全科", "医生", "全科医生数", "4.32"}),
        ("设立老年医学科", {"老年医学科", "老年"}),
        ("床人比为1:1.54", {"床人比", "1:1.54"}),
        ("孕产妇死亡率12/10万", {"孕产妇", "12/10"}),
        ("ＤＲＧ付费２０２５年", {"drg", "2025"}),
        ("醫養結合", {"医养结合"}),
    ],
)
def test_search_words(text: str, wanted: set[str]) -> None:
    assert wanted <= set(search_words(text))


@pytest.mark.parametrize("text", ["", "，。！？", "的了吗呢", "🙂🙂", "\x00\x01", "<>'\";--"])
def test_nothing_to_look_for(text: str) -> None:
    assert search_words(text) == []


@given(st.text(max_size=80))
@example("İ梅州")
def test_normal_keeps_the_length_and_cut_keeps_the_text(text: str) -> None:
    assert "".join(cut(text)) == normal(text)
    assert len(normal(text)) == len(text)


def test_documents_and_questions_are_cut_alike() -> None:
    assert search_words("全科医生数(人)") == search_words("全科医生数（人）")
