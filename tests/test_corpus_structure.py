"""Small texts, one trap each, and the outline that must come out; any text at all comes out whole."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import PolicyError
from corpus.model import Document
from corpus.parse import parse_text
from corpus.path import ClausePath


def outline(document: Document) -> list[str]:
    """Every clause in one line: path, kind where it is not the usual one, heading or first words."""
    return [f"{c.path} {c.kind} {c.heading or c.text[:12]}".strip() for c in document.walk()]


def numbered(document: Document) -> list[str]:
    """The paths of the numbered clauses and what stands below them."""
    return [str(c.path) for c in document.walk() if c.kind not in ("front_matter", "closing")]


GOLDEN = [
    (
        "编号跨部分连续",
        """一、发展目标
（一）健全体系。到2030年体系更加完善。
（二）提升能力。能力明显提升。
二、重点任务
（三）加强人才培养。每年培训100人。
（四）完善保障。落实经费。""",
        [
            "一 part 发展目标",
            "一/（一） item 健全体系",
            "一/（二） item 提升能力",
            "二 part 重点任务",
            "二/（三） item 加强人才培养",
            "二/（四） item 完善保障",
        ],
    ),
    (
        "编号在每部分重新开始，标题独占一行",
        """一、主要任务
（一）床位配置
1.优化布局。按需设置。
2.提升质量。加强监管。
（二）人力配置
1.合理配备。按标准配备。
2.加强培训。定期培训。""",
        [
            "一 part 主要任务",
            "一/（一） section 床位配置",
            "一/（一）/1 item 优化布局",
            "一/（一）/2 item 提升质量",
            "一/（二） section 人力配置",
            "一/（二）/1 item 合理配备",
            "一/（二）/2 item 加强培训",
        ],
    ),
    (
        "标题下的段落属于该条",
        """一、总体要求
坚持以人民健康为中心。
坚持预防为主。
二、保障措施
加强领导。""",
        ["一 part 总体要求", "二 part 保障措施"],
    ),
    (
        "引号里的编号不是条款",
        """一、工作要求
按照落实“三、四、五”条和“（二）”项的要求推进。
三、四、五”条规定的事项由各县区负责。
（一）至（三）项由市级统筹。
第三条规定的情形除外。
二、工作步骤
分步推进。""",
        ["一 part 工作要求", "二 part 工作步骤"],
    ),
    (
        "行首的数字不是编号",
        """一、指标
1.5亿元专项资金用于基层。
2023.年度任务按期完成。
3.2万人接受培训，其中乡村医生占三成。
2.1 亿元由省级统筹。
12.30前完成验收。
二、要求
抓好落实。""",
        ["一 part 指标", "二 part 要求"],
    ),
    (
        "以年份或数量开头的条目是条目",
        """一、目标
1.2025年底前，建成3个中心。
2.100%的乡镇设有卫生院。
3. 5个县区完成试点。""",
        ["一 part 目标", "一/1 item 1.2025年底前，建成", "一/3 item 3. 5个县区完成试点。"],
    ),
    (
        "一、二级医院不是第一部分",
        """一、服务体系
一、二级医院承担基本医疗。
二、三级医院建设
加强重点专科。""",
        ["一 part 服务体系", "二 part 三级医院建设"],
    ),
    (
        "中间缺号照样成条",
        """一、任务
（一）甲任务。做好甲。
（三）丙任务。做好丙。
1.子项甲。做好。
3.子项丙。做好。
三、保障
做好保障。""",
        [
            "一 part 任务",
            "一/（一） item 甲任务",
            "一/（三） section 丙任务",
            "一/（三）/1 item 子项甲",
            "一/（三）/3 item 子项丙",
            "三 part 保障",
        ],
    ),
    (
        "同一编号印了两次",
        """一、任务
（一）甲任务。做好甲。
（二）乙任务。做好乙。
（二）丙任务。做好丙。
（三）丁任务。做好丁。""",
        [
            "一 part 任务",
            "一/（一） item 甲任务",
            "一/（二） item 乙任务",
            "一/（二）〔2〕 item 丙任务",
            "一/（三） item 丁任务",
        ],
    ),
    (
        "小标题之后编号重新开始",
        """一、行动
（一）健康知识普及
——个人：
1.学习健康知识。经常学。
2.参加体检。定期查。
——政府：
1.开展宣传。做好宣传。
2.提供服务。做好服务。
3.加强监测。做好监测。""",
        [
            "一 part 行动",
            "一/（一） section 健康知识普及",
            "一/（一）/1 item 学习健康知识",
            "一/（一）/2 item 参加体检",
            "一/（一）/续 paragraph ——政府：",
            "一/（一）/1〔2〕 item 开展宣传",
            "一/（一）/2〔2〕 item 提供服务",
            "一/（一）/3〔2〕 item 加强监测",
        ],
    ),
    (
        "第一项写在段落里，第二项另起一行",
        """一、任务
（一）完善机制。主要包括：1.建立制度；
2.加强监督；
3.强化考核。
（二）落实责任。""",
        [
            "一 part 任务",
            "一/（一） section 完善机制",
            "一/（一）/2 item 2.加强监督；",
            "一/（一）/3 item 强化考核",
            "一/（二） item 落实责任",
        ],
    ),
    (
        "各种写法的编号",
        """㈠总体要求
⒈指导思想。坚持。
⒉基本原则。坚持。
⑴第一项内容；
⑵第二项内容。
①甲；
②乙。
㈡主要任务
１、建设。推进。
２、管理。推进。
1）细则甲；
2）细则乙。""",
        [
            "（一） section 总体要求",
            "（一）/1 item 指导思想",
            "（一）/2 item 基本原则",
            "（一）/2/（1） item ⑴第一项内容；",
            "（一）/2/（2） item ⑵第二项内容。",
            "（一）/2/（2）/① item ①甲；",
            "（一）/2/（2）/② item ②乙。",
            "（二） section 主要任务",
            "（二）/1 item 建设",
            "（二）/2 item 管理",
            "（二）/2/（1） item 1）细则甲；",
            "（二）/2/（2） item 2）细则乙。",
        ],
    ),
    (
        "1.在上，（一）在下",
        """1.总体要求
（一）目标。完成任务。
（二）原则。坚持底线。
2.主要任务
（一）建设。加强建设。
（二）管理。加强管理。""",
        [
            "1 item 总体要求",
            "1/（一） item 目标",
            "1/（二） item 原则",
            "2 item 主要任务",
            "2/（一） item 建设",
            "2/（二） item 管理",
        ],
    ),
    (
        "1.1.1 逐级编号",
        """1 范围
本标准规定了要求。
1.1 总则
1.1.1 适用于医院。
1.1.2 适用于诊所。
1.2 术语
2.1 设置
2.2 人员""",
        ["1.1 item 总则", "1.1/1.1.1 item 适用于医院", "1.1/1.1.2 item 适用于诊所", "1.2 item 术语", "2.1 item 设置", "2.2 item 人员"],
    ),
    (
        "编号独占一行，标题在下一行",
        """第一章
总　则
第一条
为了加强管理，制定本办法。
第二条
本办法适用于本市。
第二章
职　责
第三条
各部门按职责分工负责。""",
        [
            "第一章 part 总则",
            "第一章/第一条 article 第一条\n为了加强管理，制",
            "第一章/第二条 article 第二条\n本办法适用于本市",
            "第二章 part 职责",
            "第二章/第三条 article 第三条\n各部门按职责分工",
        ],
    ),
]  # fmt: skip

STATUTE = """东湖市健康促进条例
（2021年3月1日东湖市第三届人民代表大会常务委员会第五次会议通过）
目　录
第一编　总则
第一章　一般规定
第二章　职责
第二编　附则
第一编　总则
第一章　一般规定
第一条　为了促进健康，制定本条例。
第二条　市人民政府应当履行下列职责：
（一）制定规划；
（二）组织实施：
1.编制方案；
2.落实经费。
（三）法律、法规规定的其他职责。
市人民政府可以委托有关部门实施前款规定的职责。
第二条之一　鼓励社会力量参与。
第二章　职责
第一节　部门
第三条　卫生健康主管部门负责监督管理。
其他部门按照各自职责做好相关工作。
第二编　附则
第四条　本条例自2022年1月1日起施行。"""

STATUTE_OUTLINE = [
    "第一编 part 总则",
    "第一编/第一章 part 一般规定",
    "第一编/第一章/第一条 article 第一条 为了促进健康，制",
    "第一编/第一章/第二条 article 第二条 市人民政府应当履",
    "第一编/第一章/第二条/第一款 paragraph",
    "第一编/第一章/第二条/第一款/（一） item （一）制定规划；",
    "第一编/第一章/第二条/第一款/（二） section （二）组织实施：",
    "第一编/第一章/第二条/第一款/（二）/1 item 1.编制方案；",
    "第一编/第一章/第二条/第一款/（二）/2 item 2.落实经费。",
    "第一编/第一章/第二条/第一款/（三） item （三）法律、法规规定的其",
    "第一编/第一章/第二条/第二款 paragraph 市人民政府可以委托有关部",
    "第一编/第一章/第二条之一 article 第二条之一 鼓励社会力量",
    "第一编/第二章 part 职责",
    "第一编/第二章/第一节 section 部门",
    "第一编/第二章/第一节/第三条 article 第三条 卫生健康主管部门",
    "第一编/第二章/第一节/第三条/第二款 paragraph 其他部门按照各自职责做好",
    "第二编 part 附则",
    "第二编/第四条 article 第四条 本条例自2022",
]


@pytest.mark.parametrize(("text", "expected"), [r[1:] for r in GOLDEN], ids=[r[0] for r in GOLDEN])
def test_outline(text: str, expected: list[str]) -> None:
    found = [line for line in outline(parse_text(text)) if " front_matter " not in line]
    assert found == expected


def test_a_statute_with_every_level() -> None:
    document = parse_text(STATUTE)
    assert [line for line in outline(document) if " front_matter " not in line] == STATUTE_OUTLINE
    assert [r.reason for r in document.removed] == ["目录"] * 5
    one = next(c for c in document.walk() if c.path == ClausePath.parse("第二条第一款第（二）项第2目"))
    assert one.label == "第一编第一章第二条第一款第（二）项第2目"
    assert [c.label for c in document.ancestors(one)][:2] == ["第一编", "第一编第一章"]


def test_the_last_article_keeps_its_paragraphs() -> None:
    text = "第一条 为了加强管理，制定本办法。\n第二条 本市适用本办法。\n征信活动依照国家规定执行。\n2022年1月1日"
    document = parse_text(text)
    assert numbered(document) == ["第一条", "第二条", "第二条/第二款"]
    assert document.clauses[-1].text == "2022年1月1日"


def test_articles_that_begin_anew_in_every_chapter_stay_apart() -> None:
    text = "第一章 总则\n第一条 甲规定。\n第二条 乙规定。\n第二章 细则\n第一条 丙规定。\n第二条 丁规定。"
    document = parse_text(text)
    assert len({c.id for c in document.walk()}) == 6
    assert "第二章/第一条〔2〕" in numbered(document)


def test_an_excerpt_begins_where_it_begins() -> None:
    document = parse_text("（十二）提升能力。加强培训。\n（十三）完善保障。落实经费。")
    assert numbered(document) == ["（十二）", "（十三）"]
    assert document.notes == ("编号从“（十二）”开始，之前的条款不在文件中。",)


def test_notes_tell_of_gaps_and_repetitions() -> None:
    document = parse_text("一、甲\n做好甲。\n三、丙\n做好丙。\n三、丁\n做好丁。")
    assert document.notes == ("编号不连续：“三”之前缺号。", "编号重复：“三”再次出现。")


CLOSING = """关于做好防疫工作的通知
各县区：
一、加强领导。落实责任。
二、加强宣传。做好引导。
各县区要认真抓好落实，重要情况及时报告。
附件：1.任务分工表
2.联系人名单
东湖市卫生健康局
2024年3月1日
（此件公开发布）
附件1
任务分工表
1.市教育局负责学校防疫。
2.市民政局负责养老机构防疫。
附件2
联系人名单
市教育局联系人由办公室指定。"""


def test_closing_and_attachments() -> None:
    document = parse_text(CLOSING)
    assert outline(document) == [
        "标题 front_matter 关于做好防疫工作的通知",
        "通知 front_matter 各县区：",
        "一 item 加强领导",
        "二 item 加强宣传",
        "结语 closing 各县区要认真抓好落实，重",
        "附注 closing 附件：1.任务分工表\n2",
        "落款 closing 东湖市卫生健康局\n202",
        "附注2 closing （此件公开发布）",
        "附件1 attachment 任务分工表",
        "附件1/1 item 市教育局负责学校防疫",
        "附件1/2 item 市民政局负责养老机构防疫",
        "附件2 attachment 联系人名单",
    ]
    assert (document.issuer, str(document.issued_on)) == ("东湖市卫生健康局", "2024-03-01")


def test_the_plan_that_is_the_first_attachment_stands_on_top() -> None:
    text = """东湖市卫生健康局关于印发健康方案的通知
各县区：
现印发给你们。
附件：
1.健康方案
2.任务分工表
东湖市卫生健康局
2024年3月1日
附件1
东湖市健康方案
为促进健康，制定本方案。
一、目标
完成目标。
附件2
任务分工表
一、甲任务
市教育局负责。"""
    document = parse_text(text)
    assert numbered(document) == ["一", "附件2", "附件2/一"]
    assert [str(c.path) for c in document.clauses[:6]] == ["标题", "通知", "落款", "附注", "标题2", "引言"]
    assert document.name == "健康方案"


def test_a_last_paragraph_stays_where_its_siblings_have_paragraphs_too() -> None:
    document = parse_text("一、加强领导\n落实责任。\n各地要重视。\n二、加强宣传\n做好引导。\n形成氛围。")
    assert outline(document) == ["一 part 加强领导", "二 part 加强宣传"]
    assert document.clauses[-1].text.endswith("形成氛围。")


SEVERAL = """东湖市人民政府办公室关于印发两个专项行动方案的通知
各县区人民政府：
现将两个方案印发给你们，请认真贯彻执行。
东湖市人民政府办公室
2020年6月6日
东湖市规范收费专项行动方案
为规范收费，制定本方案。
一、总体要求
坚持依法收费。
二、主要措施
（一）清理规范。全面清理。
三、组织保障
加强领导。
东湖市优化服务专项行动方案
为优化服务，制定本方案。
一、总体要求
坚持便民利民。
二、主要措施
（一）提升体验。全面提升。
三、组织保障
强化督查。"""


def test_several_documents_in_one_file() -> None:
    document = parse_text(SEVERAL)
    assert outline(document)[4:] == [
        "引言 front_matter 为规范收费，制定本方案。",
        "一 part 总体要求",
        "二 part 主要措施",
        "二/（一） item 清理规范",
        "三 part 组织保障",
        "文件2 attachment 东湖市优化服务专项行动方案",
        "文件2/引言 front_matter 为优化服务，制定本方案。",
        "文件2/一 part 总体要求",
        "文件2/二 part 主要措施",
        "文件2/二/（一） item 提升体验",
        "文件2/三 part 组织保障",
    ]
    assert document.name == "两个专项行动方案"


def test_a_notice_with_numbers_and_the_statute_it_hands_out() -> None:
    text = """东湖市人大常委会关于条例草案公开征求意见的公告
现将草案公布，就有关事项公告如下：
一、市民可以提出意见。
二、征求意见到2023年1月15日结束。
东湖市人大常委会
2022年12月5日
东湖市信用条例（草案）
第一条 为了加强信用管理，制定本条例。
第二条 本市信用管理适用本条例。"""
    assert [p for p in numbered(parse_text(text)) if "条" in p] == ["文件2/第一条", "文件2/第二条"]


BOX = """一、目标
（一）主要目标
到2025年能力提升。
专栏1 重点工程
1.县级医院建设。支持10个县。
2.乡镇卫生院建设。支持20个乡镇。
（二）分步目标
分三步走。"""


def test_a_box_stands_under_its_section() -> None:
    assert outline(parse_text(BOX)) == [
        "一 part 目标",
        "一/（一） section 主要目标",
        "一/（一）/专栏1 attachment 重点工程",
        "一/（一）/专栏1/1 item 县级医院建设",
        "一/（一）/专栏1/2 item 乡镇卫生院建设",
        "一/（二） item 分步目标",
    ]


def test_a_box_that_holds_a_table_ends_with_it() -> None:
    rows = "\n".join(f"{n}\n指标{'甲乙丙丁'[n - 1]}\n{n * 5}%\n预期性" for n in range(1, 5))
    text = f"一、目标\n（一）主要目标\n到2030年能力提升。\n专栏1 主要指标\n序号\n指标\n目标\n属性\n{rows}\n体系更加健全，能力明显增强，群众更加满意。\n（二）分步目标\n分三步走。"
    document = parse_text(text)
    assert numbered(document) == [
        "一",
        "一/（一）",
        "一/（一）/专栏1",
        "一/（一）/专栏1/表1",
        "一/（一）/续",
        "一/（二）",
    ]
    assert next(c for c in document.walk() if c.table).table is not None


def test_contents_are_no_clauses() -> None:
    entries = "一、总体要求…………3\n（一）指导思想…………3\n（二）目标……………4\n二、任务………………5"
    body = "一、总体要求\n（一）指导思想。坚持。\n（二）目标。完成。\n二、任务\n推进任务。"
    for contents in (
        f"目录\n{entries}",
        entries,
        "目 录\n" + entries.replace("…", "").replace("3", ""),
        "一、总体要求\n（一）指导思想\n（二）目标\n二、任务",
    ):
        document = parse_text(f"东湖市规划\n{contents}\n{body}")
        assert numbered(document) == ["一", "一/（一）", "一/（二）", "二"]
        assert {r.reason for r in document.removed} == {"目录"}


def test_lost_line_breaks_come_back() -> None:
    parts = [
        f"{n}、任务{n}（一）建设{n}。各地要加强建设，落实“三、四、五”条要求，{'扎实推进各项工作，' * 12}确保实效。（市财政局负责）"
        f"1.甲项。做好甲项，共3.5亿元。2.乙项。做好乙项。"
        for n in "一二三四五"
    ]
    document = parse_text("东湖市实施意见\n各县区：为做好工作，制定本意见。" + "".join(parts))
    expected = [p for n in "一二三四五" for p in (n, f"{n}/（一）", f"{n}/（一）/1", f"{n}/（一）/2")]
    assert numbered(document) == expected
    assert any("恢复20处" in n for n in document.notes)


def test_hard_wrapped_lines_are_joined() -> None:
    words = "国务院行政机构的设置以职能的科学配置为基础做到职能明确分工合理机构精简有利于提高行政效能"
    text = "".join(f"　　第{n}条　{words * 2}。\n" for n in "一二三四五六七八")
    wrapped = "\n".join(line[i : i + 26] for line in text.split("\n") for i in range(0, max(len(line), 1), 26))
    document = parse_text("第一章　总则\n" + wrapped)
    assert numbered(document) == ["第一章", *(f"第一章/第{n}条" for n in "一二三四五六七八")]
    assert all(c.text.endswith("行政效能。") for c in document.walk() if c.kind == "article")
    assert parse_text("第一章　总则\n" + text).text == document.text


# ---- any text -------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "一、 二、 三、 （一） （二） (三) 1. 2. 3. 10. 1、 （1） (2) ① ② 第一章 第二章 第一条 第二条 第三条之一 第一节 第一编 附件 附件1 附件2： 专栏1 1.1 1.2 2.1.3 目录 "
    "总体要求 加强领导。 到2025年， 100% 2022年7月20日 东湖市人民政府 各县区： 通知 方案 （此件公开） —— 。 ； ： 、 《 》 〔2022〕 3号 \t \u3000 \n \n\n <b> & 彩票 bet365 首页 | 大".split(" ")
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


def words(text: str) -> str:
    """A text without blanks and what no reader sees."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", text)


def sound(document: Document) -> None:
    clauses = list(document.walk())
    assert "\n".join(c.text for c in clauses if c.text) == document.text
    assert all(c.span.of(document.text) == c.text for c in clauses)
    assert len({c.id for c in clauses}) == len(clauses)
    assert len({str(c.id) for c in clauses}) == len(clauses)
    for clause in clauses:
        assert ClausePath.parse(str(clause.path)).steps == clause.path.steps
        assert ClausePath.parse(clause.label).steps == clause.path.steps


@settings(max_examples=250, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_comes_out_whole_or_is_refused(text: str) -> None:
    try:
        document = parse_text(text)
    except PolicyError as error:
        assert re.search("[\u4e00-\u9fff].*。$", str(error))
        return
    sound(document)


LINES = st.lists(
    st.text(
        alphabet="一二三四五六七八九十、（）().1234567890第章条节编附件专栏①②。；：市县年月日国办发号〔〕 ",
        min_size=1,
        max_size=25,
    ),
    max_size=25,
)


@settings(max_examples=250, deadline=2000)
@given(LINES)
def test_no_character_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        document = parse_text(text)
    except PolicyError:
        return
    sound(document)
    kept = words(document.text + "".join(r.text for r in document.removed))
    assert sorted(kept) == sorted(words(text))


HOSTILE = {
    "左括号": "（" * 10_000,
    "书名号": "《" * 10_000,
    "数字": "1" * 10_000,
    "小数": "1." * 5_000,
    "逐级": "\n".join(f"{i % 9 + 1}.{i % 7 + 1}.{i % 5 + 1} 甲" for i in range(1200)),
    "汉字数字": "一" * 10_000,
    "顿号": "一、" * 5_000,
    "括号编号": "（一）" * 3_300,
    "条": "第一条" * 3_300,
    "箭头": ">" * 10_000,
    "短箭头行": "\n".join(">" * 100 for _ in range(100)),
    "标签": "<a " * 3_300,
    "半个标签": "<" * 10_000,
    "下划线": "bet365_" * 1_400,
    "年份表头": "\n\n".join(["指标", *["2020年", "2025年"] * 400, "1", "2", "3", "4", "5", "6"]),
    "重复表头": "\n\n".join([*["2020年现状"] * 33, "甲", *["1"] * 40]),
    "单元格": "\n\n".join(["甲", "1", "2"] * 1_600),
    "长单元格": "\n\n".join(["1:" * 20, "1/" * 20] * 200),
    "日期": "2022年7月20日\n" * 700,
    "落款": "东湖市人民政府\n" * 1_200,
    "冒号": "附件：" * 3_300,
    "附件": "附件1\n" * 2_000,
    "通过": "（2020年" * 2_000,
    "空格": "一 " * 5_000,
    "引点": "甲" + "." * 9_000 + "乙",
    "文号": "市办发〔2022〕" * 1_200,
    "标题": "关于" * 5_000,
    "印发": ("关于印发方案的" * 30 + "\n") * 40,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_fast(text: str) -> None:
    began = time.perf_counter()
    with suppress(PolicyError):
        sound(parse_text(text))
    assert time.perf_counter() - began < 2


def test_a_long_document_is_read_fast() -> None:
    item = "（{}）做好第{}项工作。各地各部门要加强组织领导，落实责任分工，{}确保到2025年完成率达到95%以上。"
    chapters = []
    for part in range(1, 40):
        chapters.append(f"第{part}章 任务")
        chapters += [f"第{part * 60 + n}条 " + item.format("一", n, "扎实推进各项重点任务，" * 18) for n in range(60)]
    text = "\n".join(chapters)
    assert len(text) > 500_000
    began = time.perf_counter()
    document = parse_text(text)
    for clause in document.walk():
        document.ancestors(clause)
    assert time.perf_counter() - began < 5
