"""Premises held against the clause, and questions for more than the document says."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.premise_figures import stands
from tests.builders_assistant import turns


@pytest.mark.parametrize(
    ("claimed", "asked", "words", "expected"),
    [
        ("3个", "至少3个", "生物安全三级(p3)实验室,至少有1个", False),
        ("3人", "3人", "至少3名", True),
        ("3名", "3名", "3所", False),
        ("20%", "不超过20%", "不低于20%", False),
        ("20%", "不低于20%", "不低于20%", True),
        ("30万", "超过30万", "常住人口超过30万", True),
        ("85%", "85%以上", "不超过85%", False),
        ("85%", "是85%吧", "达85%左右", True),
        ("5%", "5%", "占0.5%", False),
    ],
)
def test_a_figure_stands_with_its_unit_and_its_bound(claimed: str, asked: str, words: str, expected: bool) -> None:
    assert stands(claimed, words, asked) is expected


# question, whether it is confirmed, corrected, or only quoted
PREMISES = (
    ("广西每个县至少3个生物安全二级实验室吧", "与文件不符"),
    ("广西每个县至少1个生物安全二级实验室吧", "与文件一致"),
    ("汉中健康家庭建设率要求不超过20%吧", "与文件不符"),
    ("梅州三级医院才要按临床路径管理吧", "与文件不符，文件写的是二级以上医院"),
    ("蛟河得有3家公立医院有带床的精神科是吧", "与文件不符"),
    ("广东县域医共体财务统一管理是省财政厅牵头吧", "省财政厅不是牵头单位"),
    ("广东70个县到2025年全部建成医共体，没错吧", "基本建成"),
    ("梅州每个县至少有2所县级公立医院吧", "常住人口超过30万的县至少有1所"),
)


@pytest.mark.parametrize(("question", "verdict"), PREMISES, ids=[p[0] for p in PREMISES])
def test_a_premise_is_confirmed_only_where_the_clause_bears_it_out(
    assistant: Assistant, question: str, verdict: str
) -> None:
    answer = assistant.ask(question)
    assert verdict in answer.text
    assert ("与文件一致" in answer.text) == (verdict == "与文件一致")


# question, what the refusal says
LACKING = (
    ("汉中8类健康细胞是哪8类", "只写了“8类健康细胞”，没有列出"),
    ("广东开展县域医共体建设的15个地市是哪15个", "只写了“15个地市”，没有列出"),
    ("广西的“五个更大”重要要求具体是哪些", "只提到“五个更大”"),
    ("梅州为什么要建县域医共体", "没有说明原因"),
    ("陕政办函〔2021〕99号规定了哪些重点任务", "只有《汉中市人民政府办公室"),
)


@pytest.mark.parametrize(("question", "says"), LACKING, ids=[row[0] for row in LACKING])
def test_what_a_document_only_mentions_is_refused_with_the_clause_to_read(
    assistant: Assistant, question: str, says: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert says in answer.text
    assert answer.reading


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("广东县域医共体逐步实现哪六个方面的统一管理", "行政、人员、财务、质量、药械、信息"),
        ("汉中的双通道是哪两个通道", "定点医疗机构、定点药店"),
        ("广西公共卫生机构合理设置哪三类岗位", "管理、专业技术和工勤技能三类岗位"),
        ("广东为什么制定这个方案", "为深入实施健康广东行动"),
        ("粤卫规〔2021〕9号是什么文件", "财务统一管理的实施意见"),
        ("广东没纳入县域医共体建设的地市怎么办", "可参照本方案开展医疗联合体建设"),
    ],
)
def test_what_is_listed_or_reasoned_is_answered(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "grounded"
    assert says in answer.text


def test_which_six_of_the_turn_before_are_not_made_up(assistant: Assistant) -> None:
    answer = assistant.ask("哪6个", turns("梅州百县工程选了几个县"))
    assert answer.status == "refused"
    assert "没有列出" in answer.text
