"""Cases: read from jsonl, xlsx and csv, faults told in one Chinese line, and the gold checked against the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.errors import PolicyError
from corpus.library import Library
from corpus.written import NoSuchClause
from eval.candidates import Feedback, candidates, write_candidates
from eval.cases import Case
from eval.check import CaseFile, Finding, check
from eval.clauses import Clauses
from eval.load import load_cases
from eval.sheet import HEADS, write_template
from eval.suites import load_suite
from tests.builders_assistant import five_documents
from tests.builders_eval import case


@pytest.fixture(scope="module")
def library() -> Library:
    return five_documents()


def _found(*cases: Case, library: Library) -> list[Finding]:
    return check([CaseFile("one", cases)], library)


def test_our_own_sets_have_no_fault(library: Library) -> None:
    files = [CaseFile(name, load_suite(name).cases) for name in ("dev", "gate")]
    assert [f for f in check(files, library) if f.error] == []
    cases = [c for f in files for c in f.cases]
    turns = [(c, n, t) for c in cases for n, t in enumerate(c.turns)]
    assert len(cases) >= 320
    assert sum(t.gold.outcome in ("refuse", "correct") for _, _, t in turns) >= 50
    assert sum(len({c.split(" ")[0] for g in t.gold.groups for c in g[:1]}) > 1 for _, _, t in turns) >= 40
    assert sum(n > 0 for _, n, _ in turns) >= 40
    assert sum(c.wording == "lay" for c in cases) >= 60


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_template_is_a_readable_sheet(tmp_path: Path, suffix: str, library: Library) -> None:
    path = tmp_path / f"题{suffix}"
    write_template(path)
    (only,) = load_cases(path)
    assert only.turns[0].question == "梅州2025年每万人口全科医生数要达到多少？"
    assert _found(only, library=library) == []


def test_a_filled_row_becomes_a_case(tmp_path: Path) -> None:
    path = tmp_path / "题.csv"
    row = dict.fromkeys(HEADS, "")
    row |= {
        "编号": "s-1",
        "问题": "谁牵头？",
        "应如何答": "answer",
        "类型": "responsibility",
        "牵头": "省医保局、省卫生健康委",
        "配合": "省财政厅",
    }
    row |= {
        "应引条款": "粤办函〔2022〕245号 二、（四）|粤办函〔2022〕245号 二、（五）",
        "时限": "2024\n每年",
        "数值": "比例|30|%|>=|2025",
    }
    path.write_bytes("\n".join([",".join(HEADS), ",".join(f'"{v}"' for v in row.values())]).encode("gb18030"))
    (only,) = load_cases(path)
    gold = only.turns[0].gold
    assert [f.type for f in gold.facts] == ["number", "date", "date", "bodies"]
    assert gold.groups == (("粤办函〔2022〕245号 二、（四）", "粤办函〔2022〕245号 二、（五）"),)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "不是完整的 JSON"),
        ('{"id": "a"}', "缺少这一项"),
        (
            json.dumps({"id": "a", "kind": "target", "turns": [{"question": "？", "gold": {"outcome": "answer"}}]}),
            "必须写 facts 和 clauses",
        ),
        (json.dumps({"id": "a", "kind": "nope", "turns": []}), "kind（现为“nope”）：不在可用的取值之内"),
        (json.dumps({"id": "a", "kind": "target", "turns": [], "more": 1}), "turns：不能为空"),
    ],
)
def test_a_bad_line_is_told_by_place_and_field(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=f"第1行.*{told}") as error:
        load_cases(path)
    assert "\n" not in str(error.value)


def test_the_same_id_twice_and_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(2 * (case().model_dump_json() + "\n"), encoding="utf-8")
    with pytest.raises(PolicyError, match="出现了两次"):
        load_cases(path)
    (tmp_path / "q.xlsx").write_bytes(b"no sheet")
    with pytest.raises(PolicyError, match="不是可读的 xlsx"):
        load_cases(tmp_path / "q.xlsx")
    with pytest.raises(PolicyError, match="应是"):
        load_cases(Path(__file__))


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        ({"clauses": ["梅市府办〔2024〕1号 二、（九十）"]}, "没有"),
        ({"clauses": ["《没有这份文件》 一、"]}, "没有"),
        ({"facts": [{"type": "number", "number": "24", "unit": "人"}]}, "要点“24人”不在所列条款中"),
        ({"facts": [{"type": "number", "number": "4", "unit": "张"}]}, "不在所列条款中"),
        ({"facts": [{"type": "number", "number": "4", "unit": "人", "relation": "<="}]}, "不在所列条款中"),
        ({"facts": [{"type": "number", "number": "4", "unit": "人", "year": "2031"}]}, "不在所列条款中"),
        ({"facts": [{"type": "bodies", "lead": ["市气象局"]}]}, "不在所列条款中"),
        ({"facts": [{"type": "text", "accept": ["从未写过的词"]}]}, "不在所列条款中"),
        ({"facts": [{"type": "date", "value": "2031"}]}, "不在所列条款中"),
        ({"must_not": ["全科医生"], "facts": [{"type": "text", "accept": ["全科医生"]}]}, "既是要点又不得出现"),
    ],
)
def test_gold_that_its_clause_does_not_bear_is_found(gold: dict[str, Any], told: str, library: Library) -> None:
    found = _found(case(**gold), library=library)
    assert any(told in f.text and f.error for f in found), found


def test_twins_and_leaks_between_sets_are_found(library: Library) -> None:
    one, two = (
        case("a", "梅州2025年每万人口全科医生数要达到多少？"),
        case("b", "梅州2025年每万人口全科医生数要达到多少"),
    )
    other = case("c", "梅州2030年每万人口全科医生数要达到多少？")
    found = check([CaseFile("dev", (one,)), CaseFile("gate", (two, other))], library)
    assert [f.case for f in found if f.error] == ["a"]
    assert "泄漏" in next(f.text for f in found if f.error)
    assert any("几个集合里都考到" in f.text for f in found if not f.error)


@pytest.mark.parametrize(
    ("written", "clause"),
    [
        ("粤办函〔2022〕245号 二、（五）", "粤办函〔2022〕245号#二/（五）"),
        ("粤办函[2022]245号 第二部分第（五）项", "粤办函〔2022〕245号#二/（五）"),
        (
            "《关于进一步完善广西医疗卫生服务体系的实施方案》 二、（一）3.",
            "关于进一步完善广西医疗卫生服务体系的实施方案#二/（一）/3",
        ),
        ("汉政办函〔2022〕6号 结语", "汉政办函〔2022〕6号#结语"),
    ],
)
def test_clauses_as_people_write_them(written: str, clause: str, library: Library) -> None:
    assert str(Clauses(library).find(written).id) == clause


def test_a_clause_that_cannot_be_read_is_refused(library: Library) -> None:
    for written in ("二、（五）", "粤办函〔2022〕245号", "粤办函〔2022〕999号 一、"):
        with pytest.raises(NoSuchClause):
            Clauses(library).find(written)


def test_thumbs_down_becomes_a_row_for_review_once(tmp_path: Path) -> None:
    said = [("谁负责？", "down"), ("谁负责？", "down"), ("好问题？", "up"), ("梅州2025年每万人口全科医生数？", "down")]
    feedback = (Feedback(question=q, verdict=v, answer="答", comment="不对") for q, v in said)
    found = candidates(feedback, (case(),))
    assert [f.question for f in found] == ["谁负责？"]
    write_candidates(found, tmp_path / "c.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "c.xlsx").active.iter_rows(values_only=True))
    assert rows[1][:2] == ("c-001", "谁负责？") and rows[1][-2] == "不对"
