"""Lay words, what the head of a document prints, and questions that want a list or a reason: answered, or refused for lack of it."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.terms import Term, covered
from index.words import normal

ANSWERED = (
    ("汉中哪种学生毕业不守约会被记进信用系统", "违约情况纳入信用管理系统"),
    ("蛟河疾控可以配什么车来提升基层检测能力", "移动检测车"),
    ("养老院跟医院之间的快速通道，梅州比广西多了个啥", "上门巡诊"),
    ("财政投入往哪倾斜，梅州跟广西一样不一样", "都写了“加大对中医医院和基层医疗卫生机构的投入倾斜力度”"),
    ("广西考核结果给谁当参考？就是三、组织实施里说的", "重要参考"),
    ("广西的方案由谁定期开展医疗卫生服务体系监测评价？", "自治区定期开展"),
    ("汉中防新冠的四早是啥", "早发现"),
    ("汉中通知的结语讲了啥", "按季度通报工作进展"),
    ("广西每县至少有几个生物安全二级水平的实验室", "至少有1个"),
    ("梅州方案的索引号多少", "753001/2024-00324"),
    ("广西的实施方案印发给哪些单位？", "各人民团体"),
    ("蛟河孕产妇死亡率控制目标是多少", "12/10万"),
)
REFUSED = (
    ("梅州百县工程选的是哪6个县啊", "not_found"),
    ("梅州文件里的“1310”具体部署到底是哪些", "not_found"),
    ("梅州市进一步完善医疗卫生服务体系实施方案的有效期至何时？", "not_found"),
    ("汉中智慧医院评上的有哪几家", "not_found"),
    ("粤府办〔2019〕18号对县域医共体人员统一管理提了哪些具体要求？", "unknown_document"),
)


@pytest.mark.parametrize(("question", "said"), ANSWERED, ids=[q for q, _ in ANSWERED])
def test_a_lay_question_finds_the_documents_own_words(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "grounded", answer.text
    assert said in answer.text


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[q for q, _ in REFUSED])
def test_what_the_documents_only_mention_is_refused(question: str, reason: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.refusal is not None, answer.text
    assert answer.refusal.reason == reason


def test_a_short_name_is_held_by_the_words_that_begin_alike() -> None:
    assert covered(Term("四早", 1.0), normal("早发现、早报告、早隔离、早治疗")) == pytest.approx(0.95)
    assert covered(Term("四早", 1.0), normal("早发现、早报告")) == 0.0
