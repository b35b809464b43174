"""Citations in three styles: over the five documents, a statute, and what a document may fail to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Citation
from assistant.citation_styles import STYLES, Cited, Form, Style, place, printed, style_of
from corpus.errors import BadSettings, UnknownClause
from corpus.library import Library
from corpus.model import ClauseId, Span
from corpus.parse import parse_text
from corpus.path import ClausePath
from tests.builders_assistant import GUANGDONG, GUANGXI, HANZHONG, JIAOHE, MEIZHOU, five_documents


@pytest.fixture(scope="module")
def library() -> Library:
    return five_documents()


TODAY = date(2026, 11, 22)
PLAN = "广东省紧密型县域医疗卫生共同体高质量发展行动方案(2022—2025年)"

STATUTE = """全民健身条例
（2009年8月30日国务院令第560号公布）
第一章　总则
第一条　为了促进全民健身活动的开展，制定本条例。
第二条　县级以上地方人民政府应当将全民健身事业纳入本级国民经济和社会发展规划。
第二章　附则
第三条　本条例自2009年10月1日起施行。"""

ROWS: list[tuple[str, str, str, Style, Form, str]] = [
    (GUANGDONG, "二/（五）", "到2025年，全省县域医共体普遍建立", "公文", "行文",
     f"《{PLAN}》（粤办函〔2022〕245号）第二部分第（五）项规定：“到2025年，全省县域医共体普遍建立”。"),
    (GUANGDONG, "二/（五）", "", "公文", "行文", f"《{PLAN}》（粤办函〔2022〕245号）第二部分第（五）项"),
    (GUANGDONG, "二/（五）", "建立“一盘棋”。", "公文", "脚注",
     f"见《{PLAN}》（粤办函〔2022〕245号）第二部分第（五）项：“建立‘一盘棋’。”"),
    (GUANGDONG, "二/（五）", "建立", "公文", "文末", f"《{PLAN}》（粤办函〔2022〕245号）"),
    (GUANGDONG, "二/（五）", "建立", "GB", "文末",
     f"广东省人民政府办公厅. 关于印发{PLAN}的通知: 粤办函〔2022〕245号[A]. 2022-07-20."),
    (GUANGDONG, "二/（五）", "建立", "GB", "脚注",
     f"广东省人民政府办公厅. 关于印发{PLAN}的通知: 粤办函〔2022〕245号[A]. 2022-07-20: 第二部分第（五）项."),
    (GUANGDONG, "二/（五）", "建立", "文字", "行文", f"粤办函〔2022〕245号 《{PLAN}》二、（五）：建立"),
    (GUANGDONG, "引言", "为贯彻落实", "公文", "行文", f"《{PLAN}》（粤办函〔2022〕245号）引言载明：“为贯彻落实”。"),
    (MEIZHOU, "二/（一）/3", "加快", "公文", "脚注",
     "见《梅州市进一步完善医疗卫生服务体系实施方案》（梅市府办〔2024〕1号）第二部分第（一）项第3点：“加快”。"),
    (MEIZHOU, "抬头", "索 引 号: 753001\n主题分类: 其他", "公文", "行文",
     "《梅州市进一步完善医疗卫生服务体系实施方案》（梅市府办〔2024〕1号）载明：“索 引 号: 753001 主题分类: 其他”。"),
    (MEIZHOU, "二", "", "GB", "文末",
     "梅州市人民政府办公室. 关于印发梅州市进一步完善医疗卫生服务体系实施方案的通知: 梅市府办〔2024〕1号[A]. 2024-04-22."),
    (GUANGXI, "二/（二）", "促进分级诊疗，", "公文", "行文", f"《{GUANGXI}》第二部分第（二）项规定：“促进分级诊疗”。"),
    (GUANGXI, "二/（二）", "", "GB", "脚注",
     f"自治区党委办公厅, 自治区人民政府办公厅. {GUANGXI}[A]. 第二部分第（二）项."),
    (GUANGXI, "二/（二）", "促进", "文字", "行文", f"《{GUANGXI}》二、（二）：促进"),
    (JIAOHE, "二/（三）/表1", "床位", "公文", "行文", f"《{JIAOHE}》第二部分第（三）项表1载明：“床位”。"),
    (JIAOHE, "二", "", "GB", "文末", f"蛟河市卫生健康局. {JIAOHE}[A]. 2023-05-26."),
    (HANZHONG, "三", "扩容", "GB", "行文",
     "汉中市人民政府办公室. 关于加快推进深化医药卫生体制改革重点工作任务的通知: 汉政办函〔2022〕6号[A]. 2022-02-06: 第三部分."),
    (HANZHONG, "三", "", "公文", "行文",
     "《汉中市人民政府办公室关于加快推进深化医药卫生体制改革重点工作任务的通知》（汉政办函〔2022〕6号）第三部分"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "path", "quote", "style", "form", "expected"), ROWS)
def test_documents(
    library: Library, document: str, path: str, quote: str, style: Style, form: Form, expected: str
) -> None:
    cited = Cited.at(ClauseId(document, ClausePath.parse(path)), quote, library)
    assert printed(cited, style, form, TODAY) == expected


@pytest.mark.parametrize(
    ("style", "form", "expected"),
    [
        ("公文", "行文", "《全民健身条例》（国务院令第560号）第二条规定：“县级以上地方人民政府应当”。"),
        ("公文", "脚注", "见《全民健身条例》（国务院令第560号）第二条：“县级以上地方人民政府应当”。"),
        ("GB", "文末", "国务院. 全民健身条例: 国务院令第560号[A]. 2009-08-30."),
        ("GB", "脚注", "国务院. 全民健身条例: 国务院令第560号[A]. 2009-08-30: 第二条."),
        ("文字", "行文", "国务院令第560号 《全民健身条例》第二条：县级以上地方人民政府应当"),
    ],
)
def test_a_statute(style: Style, form: Form, expected: str) -> None:
    law = replace(
        parse_text(STATUTE), number="国务院令第560号", issuer="国务院", issued_on=date(2009, 8, 30)
    )  # the parser's own reading of heads has its own tests
    clause = next(c for c in law.walk() if c.path == ClausePath.parse("第二条"))
    cited = Cited.of(law, clause.path, "县级以上地方人民政府应当")
    assert printed(cited, style, form) == expected


ONLINE = Cited(
    "某办法", "某市人民政府办公厅关于转发某办法的通知", "某政办发〔2005〕37号", ClausePath.parse("第三条"), "应当核准",
    "某市人民政府办公厅", date(2005, 7, 12), "现行", "https://www.example.gov.cn/1.html",
)  # fmt: skip


def test_the_standards_own_example() -> None:
    """GB/T 7714—2015, 4.6.2: 北京市人民政府办公厅. 关于转发…的通知: 京政办发[2005]37号[A/OL]. (2005-07-12)[2011-07-12]. http://…"""
    assert printed(ONLINE, "GB", "文末", date(2011, 7, 12)) == (
        "某市人民政府办公厅. 关于转发某办法的通知: 某政办发〔2005〕37号[A/OL]. (2005-07-12)[2011-07-12]. "
        "https://www.example.gov.cn/1.html."
    )
    assert "[A/OL]. 2005: 第三条(2005-07-12)[2011-07-12]. https" in printed(ONLINE, "GB", "脚注", date(2011, 7, 12))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"issuer": None}, "某市人民政府办公厅关于转发某办法的通知: 某政办发〔2005〕37号[A/OL]. (2005-07-12)[2026-11-22]. U."),
        ({"number": None}, "某市人民政府办公厅. 关于转发某办法的通知[A/OL]. (2005-07-12)[2026-11-22]. U."),
        ({"issued_on": None}, "某市人民政府办公厅. 关于转发某办法的通知: 某政办发〔2005〕37号[A/OL]. [2026-11-22]. U."),
        ({"issued_on": None, "issuer": None, "number": None, "url": None}, "某市人民政府办公厅关于转发某办法的通知[A]."),
        ({"issuer": "甲局 乙局 丙局 丁局", "title": "关于某事的通知"},
         "甲局, 乙局, 丙局, 等. 关于某事的通知: 某政办发〔2005〕37号[A/OL]. (2005-07-12)[2026-11-22]. U."),
    ],
)  # fmt: skip
def test_what_is_missing_is_left_out(known: dict[str, object], expected: str) -> None:
    cited = replace(ONLINE, **{"url": "U", **known})  # type: ignore[arg-type]
    assert printed(cited, "GB", "文末", TODAY) == expected


def test_a_draft_for_comments_and_a_title_within_a_title() -> None:
    cited = replace(ONLINE, name="关于印发《某办法》的通知", number=None, status="征求意见稿", quote="")
    assert printed(cited) == "《关于印发〈某办法〉的通知》（征求意见稿）第三条"


def test_an_answers_citation_with_and_without_the_library(library: Library) -> None:
    clause = next(c for c in library.document(GUANGDONG).walk() if str(c.path) == "二/（五）")
    quote = clause.text[:20]
    citation = Citation(1, clause.id, "f.txt", PLAN, GUANGDONG, clause.label, (), quote, Span(0, 20), clause.text)
    assert printed(Cited.cited(citation)) == printed(Cited.cited(citation, library))
    assert printed(Cited.cited(citation), "GB", "文末") == f"{PLAN}: 粤办函〔2022〕245号[A]."
    assert "广东省人民政府办公厅. " in printed(Cited.cited(citation, library), "GB", "文末")
    with pytest.raises(UnknownClause):
        Cited.at(ClauseId("国发〔1900〕1号", clause.path), quote, library)


def test_every_clause_of_the_library_can_be_cited(library: Library) -> None:
    for document in library.documents:
        for clause in document.walk():
            for style in STYLES:
                line = printed(Cited.of(document, clause.path, clause.text), style)
                assert "\n" not in line
                assert place(clause.path) in line or clause.path.label in line
                assert not line.startswith(("《》", " "))


@pytest.mark.parametrize(
    ("asked", "style"),
    [("gb", "GB"), ("GB/T 7714—2015", "GB"), (" 公文 ", "公文"), ("文字", "文字"), ("公文格式", "公文")],
)
def test_a_style_by_any_name(asked: str, style: str) -> None:
    assert style_of(asked) == style


def test_an_unknown_style_names_the_known() -> None:
    with pytest.raises(BadSettings, match="公文、GB、文字"):
        style_of("APA")
