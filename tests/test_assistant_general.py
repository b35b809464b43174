"""Answers for questions that name no place, ask for an outline, hold a premise without a figure, or rank places."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from tests.builders_assistant import turns

# question, what the answer says, what it does not say
Row = tuple[str, tuple[str, ...], tuple[str, ...]]
ROWS: tuple[Row, ...] = (
    ("远程医疗由谁牵头", ("广东省：", "省卫生健康委牵头", "汉中市："), ()),
    ("每万人口全科医生数是多少", ("梅州市：", "4人", "蛟河市：", "4.32人", "广西壮族自治区："), ()),
    ("五份文件里关于养老服务的规定", ("梅州市（", "广西壮族自治区（", "蛟河市（", "没有查到这样表述的：广东省、汉中市"), ()),
    ("数字医共体示范县，省里和梅州的年份要求分别是？", ("按“广东省”理解“省里”", "2025年", "2027年"), ()),
    ("哪些地方要求建立胸痛中心", ("梅州市", "广西壮族自治区", "蛟河市", "汉中市"), ()),
    ("这些文件哪些已经失效", ("没有查到已经失效或废止的文件", "征求意见稿"), ("无法回答",)),
    ("广西方案重点任务分哪五个方面？", ("优化资源配置", "深化体制机制改革"), ("提升卫生健康人才能力",)),
    ("梅州方案第三部分主要讲什么", ("优化家庭医生签约服务", "促进中医药传承创新发展"), ("建强卫生健康人才队伍",)),
    ("广西医保支付方式以DIP为主吧?", ("与文件不符", "DRG"), ("与文件一致",)),
    ("梅州医保支付是以DIP也就是按病种分值付费为主吧？", ("与文件一致", "按病种分值付费为主"), ("不符",)),
    ("广西家庭医生签约2035年是覆盖90%吗", ("与文件不符", "75%以上"), ("一致",)),
    ("梅州和蛟河每万人口全科医生数哪个更高，差多少", ("蛟河市（4.32人）高于梅州市（4人）", "相差0.32人"), ()),
    ("梅州和广西全科医生数哪个更高", ("数值相同", "4人以上"), ("高于",)),
    ("智慧医院“三位一体”是哪三样，广西怎么说的", ("电子病历、智慧服务、智慧管理",), ("无法回答",)),
    ("广西老百姓在县里看病的比例2025年要到多少", ("90%以上",), ("老百姓",)),
    ("梅州要给各级疾控核编制，谁来干？", ("市委编办",), ("无法回答",)),
    ("广西2030年县域内要全面建成什么体系？", ("整合型县域医疗卫生服务体系",), ("时限已过",)),
    ("梅州公立医院综合排名前十的医院有哪些", ("无法回答",), ()),
)  # fmt: skip


@pytest.mark.parametrize(("question", "says", "not_says"), ROWS, ids=[r[0] for r in ROWS])
def test_an_answer_says_what_a_clerk_would(
    assistant: Assistant, question: str, says: tuple[str, ...], not_says: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert [w for w in says if w not in answer.text] == []
    assert [w for w in not_says if w in answer.text] == []
    assert answer.trace is not None
    assert answer.trace.dropped == ()


def test_a_question_of_several_places_offers_them_as_choices(assistant: Assistant) -> None:
    answer = assistant.ask("远程医疗由谁牵头")
    assert answer.choices == ("广东省：远程医疗由谁牵头", "汉中市：远程医疗由谁牵头")
    narrowed = assistant.ask(answer.choices[0])
    assert "省卫生健康委牵头" in narrowed.text
    assert "汉中" not in narrowed.text
    assert narrowed.choices == ()


def test_a_clause_that_only_mentions_the_topic_is_told_as_such(assistant: Assistant) -> None:
    assert "没有专门就“妇幼保健院”列出责任单位" in assistant.ask("汉中妇幼保健院的工作由谁负责").text


def test_a_year_of_the_turn_before_decides_between_answers(assistant: Assistant) -> None:
    history = turns("广西县域医共体2025年要达到什么目标？")
    assert "2030年" in assistant.ask("我说的是2030年", history).text


def test_a_year_that_a_document_never_names_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("梅州2040年医联体牵头医院要下沉多少门诊号源")
    assert answer.status == "refused"
    assert "2040年" in answer.text
