from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from index.lexical import LexicalIndex, LexicalWriter, query_words
from index.passages import Passage, passages_of
from tests.builders_index import libraries


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return [p for d in libraries().documents for p in passages_of(d)]


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory, passages: list[Passage]) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "index"
    with LexicalWriter(folder) as writer:
        for row, passage in enumerate(passages):
            writer.add(row, passage)
    return LexicalIndex.open(folder)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("每年新发展几家医养结合机构", "梅市府办〔2024〕1号#一/（二）"),
        ("三明医改经验", "汉政办函〔2022〕6号#一"),
        ("全科医生数 5.32", "蛟河市规划#二/表1"),
        ("按病种付费", "汉政办函〔2022〕6号#二"),
    ],
)
def test_best_passage(lexical: LexicalIndex, passages: list[Passage], question: str, clause: str) -> None:
    row, score = lexical.search(query_words(question), 5)[0]
    assert str(passages[row].clause) == clause
    assert score > 0


def test_narrowing_keeps_order_and_scores(lexical: LexicalIndex, passages: list[Passage]) -> None:
    words = query_words("全科医生数目标")
    everywhere = lexical.search(words, 100)
    wanted = {"汉政办函〔2022〕6号", "梅市府办〔2024〕1号"}
    inside = [hit for hit in everywhere if passages[hit[0]].document in wanted]
    assert inside
    narrowed = lexical.search(words, 100, wanted)
    assert [row for row, _ in narrowed] == [row for row, _ in inside]
    assert [score for _, score in narrowed] == pytest.approx([score for _, score in inside])


@pytest.mark.parametrize("question", ["", "的了吗", "zzz", 'OR AND body:全科* "(', "' OR 1=1 --"])
def test_syntax_in_a_question_is_no_syntax(lexical: LexicalIndex, question: str) -> None:
    assert isinstance(lexical.search(query_words(question), 5), list)


def test_unknown_documents_have_nothing(lexical: LexicalIndex) -> None:
    assert lexical.search(query_words("全科医生"), 5, ["没有这份文件"]) == []
    assert lexical.search(query_words("全科医生"), 5, []) == []
    assert lexical.search(query_words("全科医生"), 0) == []


def test_documents_come_and_go_without_a_rebuild(tmp_path: Path, passages: list[Passage]) -> None:
    with LexicalWriter(tmp_path / "a") as first:
        for row, passage in enumerate(passages):
            first.add(row, passage)
    shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=os.link)
    gone = passages[0].document
    with LexicalWriter(tmp_path / "b") as second:
        second.remove(gone)
        for row, passage in enumerate([p for p in passages if p.document == gone], len(passages)):
            second.add(row, passage)
    words = query_words("每年新发展几家医养结合机构")
    (before, _), (after, _) = (LexicalIndex.open(tmp_path / n).search(words, 1)[0] for n in "ab")
    assert before < len(passages) <= after  # the same passage, under its new number
    assert LexicalIndex.open(tmp_path / "a").size == LexicalIndex.open(tmp_path / "b").size == len(passages)
