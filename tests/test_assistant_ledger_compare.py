"""The same indicator across documents: which wordings are one, which are not, and what is said about who has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.ledger.compare import compare, compare_sheet, names, same_indicator
from assistant.ledger.export import export
from assistant.ledger.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.ledger.matrix import matrices
from corpus.errors import PolicyError
from corpus.library import Library
from tests.builders_ledger import small_ledger


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每万人口拥有全科医生数", "每万常住人口全科医生数"),
        ("每万人口全科医生数", "每万人口全科医师数量"),
        ("二级及以上综合性医院设立老年医学科比例", "二级及以上综合性医院设置老年病医学科的比例"),
        ("二级及以上综合性医院设立老年医学科比例", "设置老年医学科的二级以上综合性医院比例"),
        ("社区卫生服务中心和乡镇卫生院中医馆设置", "设置中医馆(中医药综合服务区)的社区卫生服务中心和乡镇卫生院比例"),
        ("县域内就诊率", "县域内就诊率达到"),
    ],
)
def test_wordings_of_one_indicator(one: str, other: str) -> None:
    assert same_indicator(one) == same_indicator(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县域内就诊率", "县域内基层就诊率"),
        ("县域内就诊率", "县域内住院率"),
        ("每千人口执业(助理)医师数", "每千人口执业医师数"),
        ("每万人口全科医生数", "每千人口全科医生数"),
        ("医护比", "护医比"),
        ("专业技术人员占编制总额比例", "编制总额占专业技术人员比例"),
        ("三级医院电子病历应用水平", "二级医院电子病历应用水平"),
        ("国家临床重点专科", "省级临床重点专科"),
        ("孕产妇死亡率", "婴儿死亡率"),
        ("医院(不含民营医疗机构)床位使用率", "医院床位使用率"),
        ("床护比", "床人比"),
    ],
)
def test_two_indicators_stay_two(one: str, other: str) -> None:
    assert same_indicator(one) != same_indicator(other)


def test_who_has_what(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    found = {c.indicator: c for c in compare(ledger.rows("targets"))}
    city = "《甲市医疗服务提升实施方案》"
    assert found["每万人口拥有全科医生数"].verdict == f"{city}、乙县有（数值不同）"
    assert found["设置老年医学科的二级及以上综合性医院比例"].verdict == f"{city}、乙县有（时限不同、要求词不同）"
    assert found["县域内就诊率"].verdict == f"仅{city}有"
    assert found["建成医养结合机构"].verdict == "仅乙县有"
    assert all(len(c.found) == 2 for c in found.values())


def test_shared_indicators_come_first_and_cells_show_each_own_value(tmp_path: Path) -> None:
    sheet = compare_sheet(small_ledger(tmp_path).rows("targets"))
    assert [c.head for c in sheet.columns] == ["指标", "《甲市医疗服务提升实施方案》", "乙县", "比较", "各文件的写法"]
    first = sheet.lines[0].values
    assert first[1] == "4人（到2025年，一、）"
    assert first[2] == "4.5人（到2025年，一、）"
    assert first[4] == "每万人口拥有全科医生数\n每万常住人口全科医生数"


def test_the_five_documents() -> None:
    ledger = Ledger(Library.load(), date(2025, 1, 1))
    found = compare(ledger.rows("targets"))
    doctors = next(c for c in found if "全科医生数" in c.indicator and len([f for f in c.found if f]) > 1)
    assert {r.document.region for f in doctors.found for r in f} == {"梅州市", "广西壮族自治区", "蛟河市"}
    assert "广东省、汉中市没有" in doctors.verdict
    assert any(c.verdict == "仅梅州市有" for c in found)
    valued = [r for r in ledger.rows("targets") if r.target.value and r.target.relation]
    assert sum(len(f) for c in found for f in c.found) == len(valued)


def test_two_documents_are_needed(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="至少要有两份"):
        export(small_ledger(tmp_path), "csv", ("compare",), Filters(region="乙县"))


def test_names_tell_documents_of_one_place_apart() -> None:
    documents = Library.load().documents
    assert names(documents) == tuple(d.region for d in documents)
    assert names((documents[0], documents[0])) == (f"《{documents[0].name}》",) * 2


def test_matrix_holds_each_part_once() -> None:
    ledger = Ledger(Library.load(), date(2025, 1, 1))
    rows = ledger.rows("bodies")
    found = matrices(rows)
    assert [m.document.region for m in found] == ["梅州市", "广东省", "蛟河市", "汉中市"]
    assert sum(len(cell) for m in found for row in m.cells for cell in row) == len(rows)
    guangdong = found[1]
    body = guangdong.bodies.index("省卫生健康委")
    labels = [c.label for c in guangdong.clauses]
    assert guangdong.mark(body, labels.index("二、（一）")) == "牵"
    assert guangdong.mark(body, labels.index("二、（二）")) == "配"
