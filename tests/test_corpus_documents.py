"""Properties of the project's own five documents, and the three tables of Jiaohe cell by cell."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus.clean import DAMAGED
from corpus.library import DOCUMENTS, Library
from corpus.model import ClauseId, Document, Table
from corpus.path import ClausePath

LIBRARY = Library.load()
MEIZHOU, GUANGXI, GUANGDONG, JIAOHE, HANZHONG = LIBRARY.documents

HEADS = [
    (MEIZHOU, "梅市府办〔2024〕1号", "梅州市人民政府办公室", "2024-04-22", "2024-04-28", "现行", "梅州市", "市"),
    (GUANGXI, None, "自治区党委办公厅 自治区人民政府办公厅", None, "2023-11-13", "现行", "广西壮族自治区", "省"),
    (GUANGDONG, "粤办函〔2022〕245号", "广东省人民政府办公厅", "2022-07-20", "2022-08-03", "现行", "广东省", "省"),
    (JIAOHE, None, "蛟河市卫生健康局", "2023-05-26", "2023-06-12", "征求意见稿", "蛟河市", "县"),
    (HANZHONG, "汉政办函〔2022〕6号", "汉中市人民政府办公室", "2022-02-06", None, "现行", "汉中市", "市"),
]
NAMES = [
    "梅州市进一步完善医疗卫生服务体系实施方案",
    "关于进一步完善广西医疗卫生服务体系的实施方案",
    "广东省紧密型县域医疗卫生共同体高质量发展行动方案(2022—2025年)",
    "蛟河市“十四五”医疗卫生服务体系规划(征求意见稿)",
    "汉中市人民政府办公室关于加快推进深化医药卫生体制改革重点工作任务的通知",
]
COUNTS = [
    (MEIZHOU, {"part": 7, "item": 30, "front_matter": 6}),
    (GUANGXI, {"part": 3, "section": 5, "item": 31, "front_matter": 4}),
    (GUANGDONG, {"part": 3, "item": 19, "front_matter": 6}),
    (JIAOHE, {"part": 9, "section": 20, "item": 74, "table": 3, "front_matter": 3}),
    (HANZHONG, {"item": 20, "front_matter": 3, "closing": 2}),
]
FURNITURE = re.compile(
    "客服热线|Admin|当前位置|无障碍|IPv6|简体版|文件下载|文件解读|网站地图|劳务派遣|<|>>|bet|体育亚洲|网址|招标公告|番禺区|h4sia|[\x00-\x09\x0b-\x1f\u00a0\u2002\u3000\ue000-\uf8ff]"
)


def ids(document: Document) -> str:
    return document.region or document.source


def every_document() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("document", LIBRARY.documents, ids=ids)


def test_all_five_are_read() -> None:
    assert LIBRARY.failures == ()
    assert [d.name for d in LIBRARY.documents] == NAMES


@pytest.mark.parametrize(("document", "number", "issuer", "issued", "published", "status", "region", "level"), HEADS)
def test_head(
    document: Document, number: str | None, issuer: str, issued: str | None, published: str | None, status: str, region: str, level: str
) -> None:  # fmt: skip
    assert (document.number, document.issuer, document.status) == (number, issuer, status)
    assert (document.region, document.level) == (region, level)
    assert (document.issued_on and document.issued_on.isoformat()) == issued
    assert (document.published_on and document.published_on.isoformat()) == published
    assert document.id == (number or document.name)


@pytest.mark.parametrize(("document", "counts"), COUNTS)
def test_outline_counts(document: Document, counts: dict[str, int]) -> None:
    assert dict(Counter(c.kind for c in document.walk())) == counts


@every_document()
def test_clauses_joined_are_the_text(document: Document) -> None:
    clauses = list(document.walk())
    assert "\n".join(c.text for c in clauses if c.text) == document.text
    assert all(c.span.of(document.text) == c.text for c in clauses)
    assert [c.span.start for c in clauses] == sorted(c.span.start for c in clauses)


@every_document()
def test_ids_are_unique_and_paths_round_trip(document: Document) -> None:
    clauses = list(document.walk())
    assert len({c.id for c in clauses}) == len({str(c.id) for c in clauses}) == len(clauses)
    for clause in clauses:
        assert ClausePath.parse(str(clause.path)).steps == clause.path.steps
        assert ClausePath.parse(clause.label).steps == clause.path.steps
        assert ClauseId.parse(str(clause.id)) == clause.id
        assert LIBRARY.clause(clause.id) is clause
        assert all(a.path.contains(clause.path) for a in document.ancestors(clause))
        assert len(document.ancestors(clause)) == len(clause.path) - 1


@every_document()
def test_no_furniture_and_no_advertising(document: Document) -> None:
    assert FURNITURE.search(document.text) is None


@every_document()
def test_every_word_of_the_file_is_in_the_text_or_removed(document: Document) -> None:
    def letters(text: str) -> Counter[str]:
        return Counter(re.sub(r"[\s\ufeff\x00-\x1f\ue000-\uf8ff]", "", text))

    source = (DOCUMENTS / document.source).read_text(encoding="utf-8")
    kept = letters(document.text.replace(DAMAGED, "") + "".join(r.text for r in document.removed))
    assert kept == letters(source)
    assert all(r.reason for r in document.removed)


@every_document()
def test_every_clause_says_something(document: Document) -> None:
    for clause in document.walk():
        assert clause.text.strip()
        if clause.heading:
            assert re.sub(r"\s", "", clause.heading) in re.sub(r"\s", "", clause.text)


def test_the_overwritten_name_is_marked_and_not_guessed() -> None:
    clause = LIBRARY.clause(ClauseId.parse("汉政办函〔2022〕6号#二十"))
    assert clause.text.count(DAMAGED) == 1
    assert [r.text for r in HANZHONG.removed if r.reason == "植入的广告文字"] == [
        "市365体育亚洲唯一_365bet在线网址_beat365体育亚洲"
    ]


def test_headlines_behind_the_guangdong_file_are_gone() -> None:
    assert sum(bool(re.match(r"\d{1,3}\. ", r.text)) for r in GUANGDONG.removed) == 100
    assert GUANGDONG.clauses[-1].children[-1].heading == "加强宣传总结"


def table(path: str) -> Table:
    clause = LIBRARY.clause(ClauseId(JIAOHE.id, ClausePath.parse(path)))
    assert clause.table is not None
    return clause.table


INDICATORS = """疾病预防控制体系|每千人口专业公共卫生机构人员(人)|0.28|0.85|预期
疾病预防控制体系|各级疾病预防控制机构标准化基础施|——|全覆盖|预期
应急医疗救治体系|县级医院(含中医医院)设置感染性疾病科|——|——|预期
应急医疗救治体系|乡镇卫生院和社区卫生服务中心设置发热诊室(门诊、哨点)的比例(%)|——|100|预期
公立医疗机构高质量发|每千人口医疗卫生机构床位数(张)|6.82|8.2左右|预期
公立医疗机构高质量发|其中:市办及以上公立医院(张)|1.16|2.7左右|预期
公立医疗机构高质量发|县办公立医院及基层医疗卫生机构(张)|3.65|3.7左右|预期
公立医疗机构高质量发|每千人口公立中医类医院床位数(张)|0.85|0.85左右|预期
公立医疗机构高质量发|每千人口执业(助理)医师数(人)|3.34|3.9|预期
公立医疗机构高质量发|每千人口注册护士数(人)|3.17|4.65|预期
公立医疗机构高质量发|每千人口药师(士)数(人)|0.37|0.54|预期
公立医疗机构高质量发|每万人口全科医生数(人)|5.32|4.32|预期
公立医疗机构高质量发|护比|1:0.95|1:1.20|预期
公立医疗机构高质量发|床人(卫生人员)比|1:1.54|1:1.62|预期
中医药服|每千人口中医类别执业(助理)医师数(人)|0.5|0.62|预期
中医药服|设置中医临床科室的二级以上公立综合医院比例(%)|100|100|预期
中医药服|设置中医馆(中医药综合服务区)的社区卫生服务中心和乡镇卫生院比例(%)|100|100|预期
重点人群健康服务补短|每千人口拥有3岁以下婴幼儿托位数(个)|2.84|4.5|预期
重点人群健康服务补短|二级及以上综合性医院设置老年病医学科的比例(%)|50|60|预期
健康水平|人均预期寿命(岁)|78以上|提高1岁左右|预期
健康水平|人均健康预期寿命(岁)|——|同比例提高|预期"""

BEDS = """县(市)区|蛟河市
2020年人口总数|328925
/2020年/床位总数|2242
/2020年/千人口数|6.82
/2025年/千人口数|8.2
公立医院(张)/2020年/床位总数|1311
公立医院(张)/2020年/千人口数|3.99
公立医院(张)/2025年/千人口数|5.2
市办及以上公立医院(张)/2020年/床位总数|382
市办及以上公立医院(张)/2020年/千人口数|1.16
市办及以上公立医院(张)/2025年/千人口数|2.7
县办公立医院及基层医疗卫生机构(张)/2020年/床位总数|1200
县办公立医院及基层医疗卫生机构(张)/2020年/千人口数|3.65
县办公立医院及基层医疗卫生机构(张)/2025年/千人口数|3.7
公立中医医院(张)/2020年/床位总数|281
公立中医医院(张)/2020年/千人口数|0.85
公立中医医院(张)/2025年/千人口数|0.85
非公立医院(张)/2020年/床位总数|653
非公立医院(张)/2020年/千人口数|1.99
非公立医院(张)/2025年/千人口数|1.8"""

STAFF = """县(市)区|蛟河市
每千人口专业公共卫生机构人员数(人)/2020年/总数|92
每千人口专业公共卫生机构人员数(人)/2020年/千人口数|0.28
每千人口专业公共卫生机构人员数(人)/2025年/千人口数|0.85
每千人口执业(助理)医师数(人)/2020年/总数|1098
每千人口执业(助理)医师数(人)/2020年/千人口数|3.34
每千人口执业(助理)医师数(人)/2025年/千人口数|3.9
每千人口注册护士数(人)/2020年/总数|1042
每千人口注册护士数(人)/2020年/千人口数|3.17
每千人口注册护士数(人)/2025年/千人口数|4.65
医护比/2020年|1:0.95
医护比/2025年|1:1.20
床人比/2020年|1:54
床人比/2025年|1:1.62
每千人口药师(士)数(人)/2020年/总数|121
每千人口药师(士)数(人)/2020年/千人口数|0.37
每千人口药师(士)数(人)/2025年/千人口数|0.54
每万人口全科医生数(人)/2020年/总数|175
每万人口全科医生数(人)/2020年/万人口数|5.32
每万人口全科医生数(人)/2025年/万人口数|4.32
每千人口中医类别执业(助理)医师数/2020年/总数|163
每千人口中医类别执业(助理)医师数/2020年/千人口数|0.5
每千人口中医类别执业(助理)医师数/2025年/千人口数|0.62"""


def test_indicators_cell_by_cell() -> None:
    found = table("二、（三）表1")
    assert found.title == "主要发展指标"
    assert [(c.head, c.role) for c in found.columns] == [
        ("指标维度", "group"),
        ("指标名称", "label"),
        ("2020年数值", "value"),
        ("2025年目标值", "value"),
        ("指标性质", "value"),
    ]
    assert ["|".join(c.text for c in row) for row in found.rows] == INDICATORS.split("\n")
    damaged = {row[1].text: row[1].note for row in found.rows if row[1].note}
    assert set(damaged) == {"各级疾病预防控制机构标准化基础施", "护比"}
    assert damaged["护比"] == "“护比”在原文中疑缺一字，正文另有“医护比”、“床护比”。"
    assert {row[0].text for row in found.rows if row[0].note == "原文缺字"} == {
        "公立医疗机构高质量发",
        "中医药服",
        "重点人群健康服务补短",
    }


@pytest.mark.parametrize(
    ("path", "title", "cells"),
    [
        ("三、（一）表1", "“十四五”全市医疗卫生机构床位资源配置参考", BEDS),
        ("三、（二）表1", "“十四五”全市卫生人力资源配置参考", STAFF),
    ],
    ids=["床位", "人力"],
)
def test_wide_tables_cell_by_cell(path: str, title: str, cells: str) -> None:
    found = table(path)
    assert found.title == title
    (row,) = found.rows
    assert [f"{'/'.join(c.heads)}|{cell.text}" for c, cell in zip(found.columns, row, strict=True)] == cells.split("\n")


def test_cells_point_at_their_words() -> None:
    for path in ("二、（三）表1", "三、（一）表1", "三、（二）表1"):
        for row in table(path).rows:
            for cell in row:
                if cell.span:
                    assert re.sub(r"\s", "", cell.span.of(JIAOHE.text)) == cell.text
