"""The tuning of the embedding model: its questions, and how they find their clauses."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from corpus.library import Library
from index.model import tune

ROOT = Path(__file__).resolve().parent.parent


def test_every_question_says_what_it_asks_of() -> None:
    rows = tune.read_questions()
    assert len(rows) > 700
    for document, where, question in rows:
        assert document
        assert len(question) >= 4
        assert re.fullmatch(r"第[一二三四五六七八九十百零]+条|[一二三四五六七八九十]+(/[^/|]+)*", where), (
            document,
            where,
        )


def test_no_question_that_measures_is_among_them() -> None:
    asked = {question for _, _, question in tune.read_questions()}
    sets = [(ROOT / "eval" / "questions" / f"{name}.jsonl").read_text("utf-8") for name in ("dev", "gate")]
    measured = {turn["question"] for text in sets for row in text.splitlines() for turn in json.loads(row)["turns"]}
    assert len(measured) > 500
    assert not asked & measured


def _laws(path: Path) -> Path:
    with sqlite3.connect(path) as table:
        table.execute("CREATE TABLE articles (id INTEGER, law_name, chapter, article_no, article_text)")
        rows = [
            (1, "中华人民共和国献血法", "第一章 总则", "第一条", "为保证医疗临床用血需要和安全，制定本法。"),
            (
                2,
                "中华人民共和国献血法",
                "第一章 总则",
                "第二条",
                "国家实行无偿献血制度。\n国家提倡十八周岁至五十五周岁的公民献血。",
            ),
            (3, "中华人民共和国献血法", "第二章 血站", "第三条", "血站对献血者必须免费进行必要的健康检查。"),
            (4, "中华人民共和国护士法", "第一章 总则", "第一条", "不在问题里的法律不用写出来，免得多算。"),
        ]
        table.executemany("INSERT INTO articles VALUES (?,?,?,?,?)", rows)
    return path


def test_a_question_gets_the_passages_of_its_article_as_the_index_holds_them(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    tune.write_statutes(_laws(tmp_path / "laws.db"), ["献血法"], folder)
    assert [p.name for p in folder.iterdir()] == ["献血法.txt"]
    rows = [("献血法", "第二条", "献血给钱吗，多大年纪能去"), ("献血法", "第九十条", "没有这一条")]
    questions = tune.with_passages(rows, Library.load(folder))
    assert [q.text for q in questions] == ["献血给钱吗，多大年纪能去"]
    assert any("十八周岁至五十五周岁" in text for text in questions[0].passages)
    assert all(text.startswith("中华人民共和国献血法\n总则\n") for text in questions[0].passages)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_batches_hold_every_text_once_and_like_lengths_together(size: int) -> None:
    texts = ["二二", "一", "三三三", "四四四四", "五五五五五"]
    got = [text for _, batch in tune._batches(texts, size) for text in batch]
    assert got == ["一", "二二", "三三三", "四四四四", "五五五五五"]
