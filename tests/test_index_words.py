from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.model import Document
from index import words
from index.words import cut, dictionary_words, frequency, is_word, normal, search_words, segmenter
from tests.builders_assistant import five_documents


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


@settings(deadline=None)  # the first loads the dictionaries
@given(st.text(max_size=80))
@example("İ梅州")
def test_normal_keeps_the_length_and_cut_keeps_the_text(text: str) -> None:
    assert "".join(cut(text)) == normal(text)
    assert len(normal(text)) == len(text)


def test_documents_and_questions_are_cut_alike() -> None:
    assert search_words("全科医生数(人)") == search_words("全科医生数（人）")


def _jieba_s_search_words(text: str) -> list[str]:
    """What jieba itself says, whatever cuts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_QUICK", re.compile("(?!)"))
        return search_words(text)


@pytest.mark.parametrize("document", five_documents().documents, ids=lambda d: d.name[:12])
def test_rjieba_cuts_every_line_of_the_corpus_as_jieba_does(document: Document) -> None:
    for line in map(normal, document.text.split("\n")):
        assert cut(line) == list(segmenter().cut(line))
        assert dictionary_words(line) == list(segmenter().cut(line, HMM=False))
        assert search_words(line) == _jieba_s_search_words(line)


_PIECES = st.sampled_from(
    ["梅州市", "医共体", "达到", "4.32", "12/10万", "drg", "p3", "a.b", "2022-2025", "T恤", "卡拉OK", *"，。 （〔\n🙂々ｶé#+&_-.:%①𠮷三x7的İ㈠〇\x00"]
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@example("丈丈丈丈丈")
@given(st.lists(_PIECES | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12).map("".join))
def test_rjieba_cuts_what_else_comes_as_jieba_does(text: str) -> None:
    plain = normal(text)
    assert cut(plain) == list(segmenter().cut(plain))
    assert dictionary_words(plain) == list(segmenter().cut(plain, HMM=False))
    assert search_words(plain) == _jieba_s_search_words(plain)


def test_a_word_and_its_frequency() -> None:
    assert is_word("医共体") and is_word("梅州") and not is_word("薪筹")
    assert frequency("医院") > 60 > frequency("薪筹") == 0
