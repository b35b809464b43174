"""Which words a question is about, and how far a text covers them."""

from __future__ import annotations

import pytest

from assistant.terms import Term, content_terms, coverage, covered, framing_only, telling
from index.words import normal
from tests.builders_assistant import small_library, weights


@pytest.mark.parametrize(
    ("term", "text", "least", "most"),
    [
        ("全科医生数", "每万人口全科医生数达到4人", 1.0, 1.0),
        ("县域内就诊率", "县域内基层就诊率达到65%以上", 0.5, 0.99),
        ("签约覆盖率", "家庭医生签约服务覆盖城乡", 0.0, 0.34),
        ("签约率", "做实家庭医生签约服务", 0.0, 0.3),
        ("产科", "儿科和急诊", 0.0, 0.0),
        ("护士", "每千人口药师数", 0.0, 0.0),
    ],
)
def test_how_far_a_text_holds_a_term(term: str, text: str, least: float, most: float) -> None:
    assert least <= covered(Term(term, 1.0), normal(text)) <= most


def test_another_word_for_it_counts_nearly_as_much() -> None:
    assert covered(Term("家医", 1.0, ("家庭医生",)), "做实家庭医生签约服务") == pytest.approx(0.97)


def test_coverage_weighs_terms_and_texts() -> None:
    terms = (Term("全科医生数", 0.8), Term("每万人口", 0.2))
    assert coverage(terms, ("全科医生数达到4人", 1.0)) == pytest.approx(0.8)
    assert coverage(terms, ("全科医生数", 1.0), ("每万人口", 0.5)) == pytest.approx(0.9)
    assert coverage(terms, ("托育机构", 1.0)) == 0
    assert coverage((), ("全科医生数", 1.0)) == 0


def test_places_and_frames_weigh_nothing_and_rare_words_most() -> None:
    known = weights(small_library())
    terms = {t.text: t.weight for t in content_terms("请问急救站服务半径是多少?", known)}
    assert max(terms, key=terms.__getitem__) in {"急救站", "服务半径", "半径"}
    assert terms.keys().isdisjoint({"请问", "多少", "是多少"})
    assert telling(content_terms("2035年的目标怎么写的", known)) < 0.2
    assert known.of_word("没有见过的词") >= known.of_word("护理") > 0


@pytest.mark.parametrize("piece", ["数值分别是多少", "是哪个", "一样吗", "到底是多少呢"])
def test_a_piece_without_content(piece: str) -> None:
    assert framing_only(piece)


@pytest.mark.parametrize("piece", ["全科医生数分别是多少", "急救站是哪个"])
def test_a_piece_with_content(piece: str) -> None:
    assert not framing_only(piece)
