from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from index.passages import LIMIT, passages_of, pieces
from tests.builders_index import document, libraries, table_document

SENTENCES = st.lists(st.text("政策医疗卫生,、;(二)", min_size=1, max_size=120).map(lambda s: s + "。"), max_size=30)


@given(SENTENCES)
def test_pieces_join_back_and_never_cut_a_sentence(sentences: list[str]) -> None:
    text = "".join(sentences)
    spans = pieces(text)
    assert "".join(span.of(text) for span in spans) == text
    assert all(span.end - span.start <= LIMIT for span in spans)
    ends = {sum(map(len, sentences[: i + 1])) for i in range(len(sentences))}
    assert {span.end for span in spans} <= ends


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n", 0),
        ("加强医养结合。", 1),
        ("医" * LIMIT, 1),
        ("医" * 900, 1),  # one sentence longer than the limit, without a place to cut
        (("医" * 200 + ";") * 3 + "完。", 3),  # one long sentence gives way at its semicolons
        (("医" * 99 + "。") * 4, 2),
        (("医" * 99 + "。") * 8, 3),
    ],
)
def test_pieces(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_pieces_are_about_equally_long() -> None:
    text = ("医" * 49 + "。") * 8  # 400 characters: not 350 and a lost 50
    assert [span.end - span.start for span in pieces(text)] == [200, 200]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    text = "“" + "医" * 340 + "。”" + "药" * 30 + "。"
    assert pieces(text)[0].of(text).endswith("。”")


def test_passages_carry_where_they_stand() -> None:
    passages = {p.id: p for p in passages_of(document())}
    found = passages["梅市府办〔2024〕1号#一/（二）@0"]
    assert found.headings == ("总体要求", "加强医养结合")
    assert found.title == "梅州市进一步完善医疗卫生服务体系实施方案"
    assert found.search_text.splitlines()[1] == "总体要求 加强医养结合"
    assert found.text == found.span.of(document().text)
    assert str(found.clause) == "梅市府办〔2024〕1号#一/（二）"


@pytest.mark.parametrize(("path", "kind"), [("一", "heading"), ("一/（一）", "item"), ("引言", "item"), ("二", "item")])
def test_kinds_tell_bare_headings_and_titles(path: str, kind: str) -> None:
    assert {p.kind for p in passages_of(document()) if str(p.clause.path) == path} == {kind}


def test_titles_and_dates_are_titles() -> None:
    texts = {
        "标题": "梅州市实施方案",
        "引言": "为推动发展,制定本方案。",
        "一": "一、目标。到2025年。",
        "落款": "2024年4月22日",
    }
    kinds = [p.kind for p in passages_of(document(clauses=texts))]
    assert kinds == ["title", "item", "item", "title"]


def test_a_table_row_reads_with_its_heads_and_units() -> None:
    passages = passages_of(table_document())
    assert [p.id.rpartition("@")[2] for p in passages] == ["表头", "行1", "行2"]
    assert passages[1].body == "主要指标 每万人口全科医生数(人) 2020年 数值 5.32 2025年 目标值 4.32"
    assert passages[1].text == "每万人口全科医生数(人)\n5.32\n4.32"
    assert passages[2].body.endswith("2025年 目标值 ——")


def test_a_number_printed_twice_does_not_share_an_id() -> None:
    one = document(clauses={"一": "一、甲。"})
    twice = type(one)(**{f: getattr(one, f) for f in one.__slots__} | {"clauses": one.clauses * 2})
    assert [p.id for p in passages_of(twice)] == ["梅市府办〔2024〕1号#一@0", "梅市府办〔2024〕1号#一@0~2"]


@pytest.mark.parametrize("library", [libraries(), Library.load()], ids=["made", "own"])
def test_every_passage_is_an_exact_piece_and_nothing_is_left_out(library: Library) -> None:
    for one in library.documents:
        passages = passages_of(one)
        assert len({p.id for p in passages}) == len(passages)
        assert all(p.span.of(one.text) == p.text for p in passages)
        covered = {i for p in passages for i in range(p.span.start, p.span.end)}
        lost = [i for c in one.walk() if c.table is None for i in range(c.span.start, c.span.end) if i not in covered]
        assert not "".join(one.text[i] for i in lost).strip()


def test_digests_follow_what_is_indexed() -> None:
    before = passages_of(document())
    after = passages_of(document(clauses={"一": "一、总体要求", "二": "二、别的。"}))
    assert before[1].digest == after[0].digest != after[1].digest
