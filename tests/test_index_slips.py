"""Slips that are mended, and correct questions that are left as they are."""

from __future__ import annotations

import re

import pytest

from assistant.terms import Weights
from index.slips import Slips
from index.words import normal
from tests.builders_assistant import five_documents

MENDED = (
    ("汉中公立医院薪筹制度改革归哪几个部门管", "薪筹", "薪酬"),
    ("广东紧密型县域一共体的目标", "一共体", "医共体"),
    ("汉中医保只付方式改革由谁负责", "只付方式", "支付方式"),
    ("梅州医保支付方试以什么为主", "方试", "方式"),
    ("梅州的中一馆覆盖率", "中一馆", "中医馆"),
)

CORRECT = """梅州的工作目标是什么
三地的要求各是多少
梅州有几家高水平医院
梅州全科医生数的目标是几人
广西的签约覆盖率到2035年是多少
蛟河的床人比是多少
汉中有几项任务由市财政局负责
广东有多少个县开展医共体建设
哪个部门牵头做这件事
县里要不要落实
谁来当医管委主任
这一条是怎么写的
蛟河每千人口药师数要增加到多少
蛟河妇幼保健机构几时达到二级标准
蛟河要配几名卫生监督员
梅州哪几个县要达到标准
广东哪一年实现财务统一管理
广西市级妇幼保健院要建到什么等级
汉中怎样推广三明医改经验
汉中的健康细胞建设率
梅州每年建几个省级重点专科
梅州的医养结合机构由社会力量办吗
蛟河的规划有没有正式印发
蛟河的规划是草案吗
两个文件哪个更新
文号是什么
什么时候印发的
是谁发布的
蛟河儿科床位到2025年要几张
汉中要建几个市级重点专科
市医保局要做哪些事
市公安局负责什么
教育局管哪几项
广东药品“四个统一”指什么
广西“桂十味”是什么
蛟河“一老一小”指谁
梅州的智慧医院什么时候建成
广西的智慧医院建设要求
梅州五年行动计划的起止年份
梅州怎么完善薪酬制度
蛟河的薪酬制度改革内容
广东总药师制度在哪一条
汉中总药师制度由谁试点
广西优质护理覆盖到哪一级医院
梅州日间手术怎么做
蛟河的采血点设几个
蛟河的托位数目标
广东的远程医疗由谁牵头
汉中的远程会诊要求
广西有没有写明牵头部门
梅州康复科室的设置比例
广东检查检验结果互认的时间
梅州和蛟河的老年医学科比例一样吗
几份文件都提到了长期护理保险
广西和广东的签约率分别是多少
梅州门诊号源下沉的比例
蛟河非公立医院预留床位
梅州乡镇卫生院疾控人员编制比例
广东医管委的日常工作谁承担
汉中多久通报一次进展""".splitlines()


@pytest.fixture(scope="module")
def slips() -> Slips:
    library = five_documents()
    known = Weights.of(c.text for d in library.documents for c in d.walk())
    return Slips.of(known.frequency, normal("\n".join(d.text for d in library.documents)).__contains__)


@pytest.mark.parametrize(("question", "typed", "meant"), MENDED, ids=[t for _, t, _ in MENDED])
def test_a_slip_is_mended_and_told(question: str, typed: str, meant: str, slips: Slips) -> None:
    mended, (reading,) = slips.mend(question)
    assert mended == question.replace(typed, meant)
    read_as, written = re.findall("“(.+?)”", reading)
    assert read_as in mended
    assert written in question
    assert read_as != written


def test_there_are_sixty_correct_questions() -> None:
    assert len(CORRECT) == 60


@pytest.mark.parametrize("question", CORRECT)
def test_a_correct_question_is_left_alone(question: str, slips: Slips) -> None:
    assert slips.mend(question) == (question, ())
