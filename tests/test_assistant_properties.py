"""What holds for every answer, over questions of every kind, of no kind, and of any characters at all."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.statement import Statement, Support
from assistant.trace import Trace
from assistant.verify import verify
from corpus.library import Library
from index.words import normal
from tests.builders_assistant import small_assistant, turns

QUESTIONS = """梅州到2025年要创建几个国家临床重点专科
梅州有几家高水平医院在持续建设
梅州紧密型医联体要下沉多少门诊号源
梅州老年医学科比例目标多少
梅州二级中医医院康复科室设置比例是多少
梅州中医阁要设置多少个
梅州医疗机构公共卫生科室人员收入怎么定
梅州持续完善以什么为主的医保支付方式
梅州五年行动计划从哪年到哪年
梅州示范性医养结合服务中心哪一年建成几个
梅州哪些县要基本达到紧密型县域医共体建设标准
梅州巩固医疗卫生高地建设谁负责
梅州强化医疗卫生技术创新的责任单位
梅州完善公共卫生机构管理制度归哪几个部门管
梅州市公安局参与哪些工作
梅州方案哪一条提到“岭南陈氏针法”
梅州智慧医院写在第几部分
梅州方案一共有几个部分
什么是梅州的“两专科一中心”
梅州2035年的目标是什么
广西2025年的工作目标有哪些
广西到2035年要建成什么样的体系
广西妇幼保健机构什么时候达到三级甲等
广西县域内就诊率目标
广西城市医疗联合体由哪些机构组成
广西的中医馆有什么要求
广西长期护理保险怎么说
广西薪酬制度改革的内容是什么
广西方案是谁印发的
广西方案根据什么文件制定
广西信息化要建几级健康信息平台
广西乡镇卫生院要培养几名复合型骨干人员
广东到2025年有多少总医院要达到国家推荐标准
广东县政府常务会议每年专题研究几次
广东家庭医生能支配多少专家号源
广东重点人群家庭医生签约率目标
广东特色科室门急诊量占比
广东公益一类财政保障要在多少个县落实
广东深化医保支付方式改革由谁牵头
广东数字医共体示范县域牵头单位
广东省财政厅要做什么
广东省卫生健康委牵头哪些任务
广东药品“四个统一”
广东县域医共体指什么
广东行动方案的起止年份
广东未纳入县域医共体的地市怎么办
广东加大投入力度怎么要求
蛟河2020年末有多少卫生技术人员
蛟河每千人口床位2025年目标值
蛟河非公立医院预留床位多少
蛟河床位使用率低于多少不再增加床位
蛟河疾控机构按什么比例核定人员
蛟河注册护士2020年总数和每千人口数
蛟河医护比目标是多少
蛟河妇幼保健机构2030年达到什么标准
蛟河每个乡镇卫生院配几名儿保医生
蛟河孕产妇死亡率控制在多少
蛟河康复治疗师每10万人口多少人
蛟河固定采血点至少设几个
蛟河规划的发文机关是谁
蛟河哪个部门牵头编制实施规划
蛟河财政部门负责什么
蛟河平急转换怎么强化
蛟河县域医共体什么时候探索推进
蛟河2025年医养结合机构要建几所
蛟河主要发展指标里人均健康预期寿命
汉中要建几个省级重点专科
汉中普通门诊费用跨省联网的比例
汉中“五个一”服务行动是哪五个
汉中加强医学人才培养由谁负责
汉中哪些县要落实国家医共体改革试点
汉中总药师制度在哪一条
汉中市财政局要负责哪些任务
汉中医改工作多久通报一次
汉中健康细胞有几类
汉中严格监督管理的责任单位
梅州广西蛟河全科医生数对比
广西和广东的签约率目标分别是多少
梅州和广西公共卫生人员收入要求一样吗
哪些文件提到老年友善医疗机构
哪些地方要求建立胸痛中心
汉中有人均预期寿命目标吗
广西的牵头部门是谁
梅州2030年全科医生数
深圳的签约率""".splitlines()

SPAM = re.compile(
    r"365|(?<![a-z])bet|体育|投注|彩票|在线网址|亚洲唯一|打印本页|关闭窗口|分享到|热线|版权所有|ICP备|网站地图|&nbsp;|</?[a-z]+>",
    re.I,
)
UNITS = re.compile(r"\d+(?:\.\d+)?")

ODD = (
    "'; DROP TABLE clauses; --",
    "<script>alert('x')</script>梅州全科医生",
    "<b>蛟河</b>&nbsp;床位&lt;多少",
    "{{7*7}} ${jndi:ldap://x} %s %n",
    "How many general practitioners will Meizhou have by 2025?",
    "SELECT * FROM 梅州 WHERE 年=2025",
    "梅州每萬人口全科醫生數要達到多少?",
    "廣東省縣域醫共體由誰牽頭?",
    "🙂🏥梅州医养结合🙂",
    "\x00\x01\x1b[31m梅州\x07全科医生\x7f",
    "梅州\u202e生医科全\u202c",
    "(((((((((((((((((",
    "\\d+(.*)+$[a-",
    "梅" * 300,
    "《" * 150 + "》" * 150,
    "“”‘’『』「」",
    "1:1.20 30% 2025 —— 0.85",
    "NaN null None undefined",
    "第第第条条条款款款",
    "二、（一）3.①",
    "吗？吗？吗？吗？吗？",
    "以上以上不低于不超过左右",
    "\ud800坏字",
    "梅州\t\r\n\v\f全科\u2028医生\u2029数?",
)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {q: assistant.ask(q) for q in QUESTIONS}


def supports(answer: Answer, library: Library) -> dict[int, Support]:
    return {
        c.marker: Support(library.document(c.clause.document), library.clause(c.clause), c.span)
        for c in answer.citations
    }


def check(answer: Answer, library: Library) -> None:
    """What holds whatever was asked."""
    for citation in (*answer.citations, *answer.reading):
        clause = library.clause(citation.clause)
        document = library.document(citation.clause.document)
        assert citation.quote
        assert citation.span.of(document.text) == citation.quote
        assert clause.span.contains(citation.span)
        assert citation.text == clause.text
        assert citation.quote in citation.text
        assert (citation.source, citation.number, citation.title) == (document.source, document.number, document.name)
    markers = [c.marker for c in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert {m for c in answer.claims for m in c.markers} == set(markers)
    assert {int(m) for m in re.findall(r"\[(\d+)\]", answer.text)} >= set(markers)
    places = [(c.clause, c.span) for c in answer.citations]
    assert len(places) == len(set(places)), "one place cited under two markers"
    assert all(c.text in answer.text for c in answer.claims)
    if not answer.citations or not answer.claims:
        assert answer.status == "refused"
        assert answer.refusal is not None
    else:
        whole = answer.refusal is None and all(c.markers for c in answer.claims)
        assert answer.status == ("grounded" if whole else "partly")
        assert answer.reading == () or answer.refusal is not None
    assert answer.text.strip()
    assert not any(ord(c) < 32 and c != "\n" for c in answer.text)


def test_there_are_questions_of_every_place() -> None:
    assert len(QUESTIONS) == len(set(QUESTIONS)) >= 80


def test_most_are_answered(answers: dict[str, Answer]) -> None:
    """The rest of this file would hold for an assistant that refuses everything."""
    refused = [q for q, a in answers.items() if a.status == "refused"]
    assert len(refused) <= len(QUESTIONS) // 5, refused
    assert {"汉中有人均预期寿命目标吗", "广西的牵头部门是谁", "梅州2030年全科医生数", "深圳的签约率"} <= set(refused)


@pytest.mark.parametrize("question", QUESTIONS)
def test_citations_are_exact_and_the_status_derived(
    question: str, answers: dict[str, Answer], assistant: Assistant
) -> None:
    check(answers[question], assistant.library)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_stands_in_a_cited_clause(question: str, answers: dict[str, Answer], assistant: Assistant) -> None:
    """Of the clause, its headings and columns, the document's head; only what was counted ("共列5条") stands nowhere."""
    answer, library = answers[question], assistant.library
    held = supports(answer, library)
    for claim in answer.claims:
        words = []
        for marker in claim.markers:
            document, clause = held[marker].document, held[marker].clause
            words += [clause.text, clause.label, document.name, document.title, document.number or ""]
            words += [c.text.split("\n", 1)[0] for c in document.ancestors(clause)]
            words += [c.head for c in clause.table.columns] if clause.table else []
            words += [
                str(n)
                for d in (document.issued_on, document.published_on)
                if d
                for n in (d.year, d.month, d.day, f"{d.month:02}", f"{d.day:02}")
            ]
        known = set(UNITS.findall(normal("\n".join(words))))
        said = re.sub(r"共列\d+[条项个]", "", normal(claim.text))
        said = re.sub(r"《[^》]*》", "", said)
        assert [n for n in UNITS.findall(said) if n not in known] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_was_composed_had_to_be_dropped(
    question: str, answers: dict[str, Answer], assistant: Assistant
) -> None:
    """What the composers say passes verification: whole, and again from the finished answer."""
    answer = answers[question]
    assert answer.trace.dropped == ()
    held = supports(answer, assistant.library)
    for claim in answer.claims:
        statement = Statement(claim.text, tuple(held[m] for m in claim.markers))
        assert verify(statement, assistant.library) == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_spam_and_furniture_never_appear(question: str, answers: dict[str, Answer]) -> None:
    answer = answers[question]
    shown = [answer.text, *(t for c in (*answer.citations, *answer.reading) for t in (c.quote, c.text, c.formal))]
    assert [m[0] for text in shown if (m := SPAM.search(text))] == []


def test_the_same_question_gets_the_same_answer(answers: dict[str, Answer], assistant: Assistant) -> None:
    for question in QUESTIONS[::4]:
        again = replace(assistant.ask(question), elapsed_ms=0.0, trace=Trace())  # a trace holds times
        assert again == replace(answers[question], elapsed_ms=0.0, trace=Trace())


def test_citations_do_not_depend_on_what_was_asked_before(assistant: Assistant) -> None:
    question = "梅州老年医学科比例目标多少"
    alone = assistant.ask(question)
    for before in ("汉中严格监督管理的责任单位", "深圳的签约率", ODD[0]):
        assert assistant.ask(question, turns(before)).citations == alone.citations


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_are_answered_or_refused(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    check(answer, assistant.library)
    assert answer.question == question
    assert not SPAM.search(answer.text.replace(question, ""))


def test_traditional_chinese_is_read(assistant: Assistant) -> None:
    answer = assistant.ask("梅州每萬人口全科醫生數要達到多少?")
    assert answer.status == "refused" or "达到4人" in answer.text


ALPHABET = (
    "梅州广西蛟河汉中广东省市县每万千人口全科医生数床位护士到年多少由谁负责牵头配合哪条什么时候目标率比例吗呢那我说的是"
    "，。？！、；：“”《》（）〔〕【】()[]{}<>%‰$#@&*^~`|\\/'\"+-=_ \t\n\r\x00\x08\x1b\u200b\u202e\ufeff０１２３４５６７８９0123456789"
    "abcXYZéß한글かな🙂👩‍⚕️①Ⅳ㈠醫衛體"
)


def test_any_characters_at_all() -> None:
    """No input raises: 120 texts of up to 300 characters, and conversations of them, over the small documents."""
    dice = random.Random(20250101)
    one = small_assistant()
    for _ in range(120):
        text = "".join(dice.choices(ALPHABET, k=dice.randint(0, 300)))
        before = ["".join(dice.choices(ALPHABET, k=20)) for _ in range(dice.randint(0, 1))]
        answer = one.ask(text, turns(*before))
        check(answer, one.library)
        assert answer.question == text


def test_questions_cut_and_mixed(assistant: Assistant) -> None:
    """Real questions torn apart and glued together: the pieces people paste."""
    dice = random.Random(7)
    for _ in range(30):
        one, two = dice.choice(QUESTIONS), dice.choice(QUESTIONS)
        text = (
            one[: dice.randint(1, len(one))]
            + dice.choice(("？", "，", " ", "\n", "?!"))
            + two[dice.randint(0, len(two) - 1) :]
        )
        check(assistant.ask(text, turns(dice.choice(QUESTIONS)) if dice.random() < 0.3 else ()), assistant.library)
