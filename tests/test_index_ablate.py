from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UnreadableFile
from index.ablate import Case, interval, measured, read_cases, table
from tests.builders_index import libraries

LEAD = "梅市府办〔2024〕1号#一/（一）"


def questions(folder: Path, *entries: dict[str, object] | str) -> Path:
    file = folder / "questions.jsonl"
    lines = [e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in entries]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def entry(quote: str, **more: object) -> dict[str, object]:
    return {"question": "全科医生多少", "history": [], "citations": [{"quote": quote}], **more}


def test_cases_are_questions_whose_quotations_stand_in_the_library(tmp_path: Path) -> None:
    file = questions(
        tmp_path,
        entry("每万人口拥有全科医生数达到４人"),
        entry("没有这句话"),
        entry("每万人口拥有全科医生数达到4人", history=[{"role": "user", "content": "梅州"}]),
        {"question": "深圳呢", "citations": []},
    )
    assert read_cases(file, libraries()) == ([Case("全科医生多少", (frozenset({LEAD}),))], 3)


def test_cases_of_the_evaluation_name_their_clauses(tmp_path: Path) -> None:
    def case(outcome: str, *clauses: str | list[str]) -> dict[str, object]:
        return {"turns": [{"question": "全科医生多少", "gold": {"outcome": outcome, "clauses": list(clauses)}}]}

    named = "梅市府办〔2024〕1号 一、（一）"
    file = questions(
        tmp_path,
        case("answer", [named, named]),
        case("refuse", named),
        case("answer", "梅市府办〔2024〕1号 九"),
        case("answer"),
    )
    assert read_cases(file, libraries()) == ([Case("全科医生多少", (frozenset({LEAD}),))], 3)


@pytest.mark.parametrize("line", ["{", "[]", '{"citations": [{"quote": 1}]}', '{"citations": [{}], "question": ""}'])
def test_a_bad_file_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnreadableFile, match=r"第1行|可以测量"):
        read_cases(questions(tmp_path, line), libraries())
    with pytest.raises(UnreadableFile, match="找不到"):
        read_cases(tmp_path / "no.jsonl", libraries())


def test_measures() -> None:
    cases = [
        Case("一", (frozenset("甲"), frozenset("乙"))),
        Case("二", (frozenset("甲丙"),)),
        Case("三", (frozenset("丁"),)),
    ]
    found = {"一": ["甲", "戊", "己", "庚", "辛", "乙"], "二": ["乙", "丙"], "三": []}
    row = measured("现在的做法", cases, found.__getitem__)
    assert row.first.tolist() == [1, 0, 0]
    assert row.any_five.tolist() == [1, 1, 0]
    assert row.share_five.tolist() == [0.5, 1, 0]
    assert row.all_five.tolist() == [0, 1, 0]
    worse = measured("去掉一路", cases, lambda _: [])
    lines = table([row, worse], 3).splitlines()
    assert lines[0].startswith("3 个问题")
    assert "0.333" in lines[-2]
    assert "-0.500" in lines[-1]


def test_the_interval_holds_the_mean() -> None:
    values = np.array([0.0, 1.0] * 50)
    low, high = interval(values)
    assert 0.35 < low < 0.5 < high < 0.65
    assert interval(np.ones(10)) == (1.0, 1.0)
