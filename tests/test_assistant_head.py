"""What stands around the clauses, who does a thing in a sentence, joined lists, and questions asked back."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from tests.builders_assistant import turns

# question, what the answer says, what it does not say
Row = tuple[str, tuple[str, ...], tuple[str, ...]]
ROWS: tuple[Row, ...] = (
    ("蛟河规划的索引号是多少", ("112202813400415897/2023-05471",), ()),
    ("蛟河那份文件主题分类是啥", ("专项规划;综合政务(其他) ; 其他。",), ("发文机关",)),
    ("汉中文件的索引号？", ("没有写明索引号",), ("[1]",)),
    ("梅州方案主送谁", ("各县(市、区)人民政府(管委会)",), ("请认真组织实施",)),
    ("广东那个方案发给哪些单位了", ("各地级以上市人民政府", "各直属机构"), ()),
    ("汉中的通知依据了哪个文件 文号多少", ("陕政办函〔2021〕99号",), ()),
    ("汉中通知的结语提了什么要求", ("按季度通报工作进展", "先行先试责任"), ("2022年2月6日",)),
    ("广西方案的引言写了什么", ("结合广西实际",), ()),
    ("蛟河规划有效期到哪年", ("没有写明有效期",), ("[1]",)),
    ("广东方案什么时候开始施行", ("没有写明施行日期",), ("[1]",)),
    ("汉中的通知是照着广东省的文件搞的吧", ("不是。", "《陕西省人民政府办公厅"), ("是的",)),
    ("蛟河规划是根据吉林市医疗卫生服务体系规划编的吧", ("是的。",), ("不是。",)),
    ("广西方案是按照国务院的文件定的吗", ("中共中央办公厅、国务院办公厅",), ("不是。",)),
    ("梅州的方案是2023年印发的吧", ("不是。", "2024年4月22日"), ("与文件一致",)),
    ("汉中通知是2022年2月印发的吧", ("是的。", "2022年2月6日"), ("不是",)),
    ("汉中通知是市卫健委发的吧", ("不是。", "汉中市人民政府办公室"), ()),
    ("梅州方案是市政府办印发的对吧", ("是的。",), ("不是",)),
    ("广西由谁建立协同推进机制", ("各地要建立协同推进机制",), ("不能推断",)),
    ("广西由哪个部门牵头建立协同推进机制", ("不能推断",), ("[1]",)),
    ("汉中一审两定是什么", ("审核备案、定医药机构、定责任医师",), ()),
    ("蛟河规划正文里2020年末床位数是多少", ("床位1859张",), ("2020年床位总数2242",)),
)  # fmt: skip


@pytest.mark.parametrize(("question", "says", "not_says"), ROWS, ids=[r[0] for r in ROWS])
def test_an_answer_says_what_stands_there(
    assistant: Assistant, question: str, says: tuple[str, ...], not_says: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert [w for w in says if w not in answer.text] == []
    assert [w for w in not_says if w in answer.text] == []


def test_the_province_s_document_is_asked_back_where_two_may_be_meant(assistant: Assistant) -> None:
    answer = assistant.ask("省里方案文号多少")
    assert answer.status == "refused"
    assert [c.split("：")[0] for c in answer.choices] == ["广西壮族自治区", "广东省"]
    assert "粤办函〔2022〕245号" in assistant.ask("广东省里那份方案文号多少").text


def test_over_there_is_asked_back_where_two_were_compared(assistant: Assistant) -> None:
    history = turns("广东和广西的家庭医生签约率分别是多少")
    assert assistant.ask("那边哪年完成", history).choices == ("广东省：哪年完成", "广西壮族自治区：哪年完成")


def test_a_value_of_nothing_is_asked_back(assistant: Assistant) -> None:
    assert len(assistant.ask("2025年指标值是多少").choices) == 5
    assert assistant.ask("2035年的目标怎么写的").status == "grounded"
