"""Questions of every kind over the five documents, answered by hand: what the answer says and which clauses it cites."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from tests.builders_assistant import GUANGDONG, GUANGXI, HANZHONG, JIAOHE, MEIZHOU

MZ, GX, GD, JH, HZ = MEIZHOU, GUANGXI, GUANGDONG, JIAOHE, HANZHONG

# question, what the answer says, what it does not say, the clauses that must be cited
Row = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]

VALUES: tuple[Row, ...] = (
    ("梅州每个县级中医医院要建成几个中医特色专科?", ("2个中医特色专科",), ("240",), (f"{MZ}#三/（十三）",)),
    ("梅州到2027年要建成几个数字医共体示范县?", ("不少于1个",), ("5家",), (f"{MZ}#六/（二十六）",)),
    ("梅州疾控中心专业技术人员占编制总额的比例是多少?", ("不低于85%",), (), (f"{MZ}#五/（二十）",)),
    ("梅州“百县工程”遴选几个县(市)的县级公立医院?", ("6个县(市)",), (), (f"{MZ}#二/（四）",)),
    ("广西2035年全人群家庭医生签约服务覆盖率是多少?", ("75%以上",), (), (f"{GX}#二/（二）/9",)),
    ("广西多少人口的县级医院要达到三级医院服务水平?", ("超过80万",), (), (f"{GX}#二/（一）/4",)),
    ("广东县域内住院率2025年要达到多少?", ("85%左右",), (), (f"{GD}#一",)),
    ("广东基层特色科室建成比例到2025年要达到多少?", ("70%以上",), (), (f"{GD}#二/（九）",)),
    ("蛟河30万到50万人口的传染病病床不低于多少张?", ("不低于50张",), (), (f"{JH}#四/（四）/2",)),
    ("蛟河院前急救城市服务半径不超过多少公里?", ("不超过5公里",), (), (f"{JH}#四/（四）/1",)),
    ("蛟河乡村医生中执业(助理)医师比例2025年要达到多少?", ("45%左右",), ("85%",), (f"{JH}#八/（二）/2",)),
    ("汉中全市健康家庭建设率要达到多少?", ("不低于20%",), (), (f"{HZ}#十七",)),
)
DEADLINES: tuple[Row, ...] = (
    ("梅州二级以上医院什么时候全部建成智慧医院?", ("到2025年",), ("2027",), (f"{MZ}#六/（二十六）",)),
    ("广东哪一年全部实现内部人员统一管理?", ("到2024年",), ("2023", "2025"), (f"{GD}#二/（二）",)),
    ("广东检查检验结果互认共享要在哪年基本实现?", ("到2023年",), ("2025",), (f"{GD}#二/（十）",)),
    ("汉中公立医院议事规则制定和备案什么时候完成?", ("年底前",), (), (f"{HZ}#二",)),
    ("梅州多久动态调整一次乡镇卫生院人员编制总量?", ("每5年",), (), (f"{MZ}#六/（二十四）",)),
)
BODIES: tuple[Row, ...] = (
    ("梅州增强诊疗服务连续性是哪个部门负责?", ("市卫生健康局",), ("市财政局",), (f"{MZ}#四/（十六）",)),
    ("梅州加强县级医院能力建设谁负责?", ("市卫生健康局、市财政局、市人力资源社会保障局", "各县(市、区)人民政府"), ("市医保局",), (f"{MZ}#二/（四）", f"{MZ}#二/（一）")),
    ("广东人员统一管理由谁牵头?谁配合?", ("由省人力资源社会保障厅牵头", "省卫生健康委配合"), ("省财政厅",), (f"{GD}#二/（二）",)),
    ("广东深化医保支付方式改革谁牵头?", ("由省医保局、省卫生健康委牵头",), ("配合",), (f"{GD}#二/（四）",)),
    ("汉中推进医保支付方式改革由谁负责?", ("市医疗保障局、市财政局、市卫生健康委", "各县区落实"), ("牵头",), (f"{HZ}#十二",)),
    ("汉中严格监督管理由哪些部门负责?", ("市卫生健康委", "市市场监管局", "市医保局", "无法辨认"), ("365", "bet", "体育"), (f"{HZ}#二十",)),
    ("梅州推进健康湾区建设,市委台港澳办参与吗?", ("市委台港澳办在所列单位之中",), (), (f"{MZ}#二/（六）",)),
    ("广东省方案里医管委的日常工作由谁承担?", ("卫生健康部门承担",), (), (f"{GD}#二/（一）",)),
)  # fmt: skip
PLACES: tuple[Row, ...] = (
    ("梅州“医师下乡”工程写在哪一条?", ("二、（一）", "建强卫生健康人才队伍", "医师下乡"), (), (f"{MZ}#二/（一）",)),
    ("汉中“三减三健”写在哪一条?", ("十六", "创新医防协同机制"), (), (f"{HZ}#十六",)),
    ("广西“桂十味”出自哪一条?", ("12", "桂十味"), (), (f"{GX}#二/（二）/12",)),
    ("蛟河规划哪里提到献血屋?", ("七、（八）", "献血屋"), (), (f"{JH}#七/（八）",)),
)
DOCUMENTS: tuple[Row, ...] = (
    ("梅州方案的文号是多少?", (MZ,), (), (f"{MZ}#抬头",)),
    ("梅州方案是哪天印发的?", ("2024年4月22日",), ("2024年4月28日",), (f"{MZ}#落款",)),
    ("梅州方案哪天发布的?", ("2024年4月28日",), ("2024年4月22日",), (f"{MZ}#抬头",)),
    ("广西的实施方案发布日期是哪天?", ("2023年11月13日",), (), (f"{GX}#抬头",)),
    ("广东行动方案是什么时候印发的,文号多少?", (GD, "2022年7月20日"), (), (f"{GD}#标题2", f"{GD}#落款")),
    ("汉中医改通知的文号和印发日期", (HZ, "2022年2月6日"), (), (f"{HZ}#标题", f"{HZ}#落款")),
    ("蛟河规划是正式文件吗?", ("征求意见稿", "不是正式印发的文件"), (), (f"{JH}#抬头",)),
    ("汉中通知是依据省里哪个文件?", ("陕政办函〔2021〕99号",), (), (f"{HZ}#引言",)),
    ("梅州方案实施过程中遇到问题向谁反映?", ("市卫生健康局",), (), (f"{MZ}#通知",)),
)
LISTS: tuple[Row, ...] = (
    ("蛟河规划的基本原则有几条?", ("共列5条", "政府主导、社会参与", "提质扩能、优质均衡"), (), (f"{JH}#二/（二）",)),
    ("梅州市司法局要负责哪些工作?", ("四、（十八）", "六、（二十七）"), ("六、（二十六）",), (f"{MZ}#四/（十八）", f"{MZ}#六/（二十七）")),
    ("广东省中医药局要负责哪些任务?", ("牵头", "配合", "推动中医药服务下沉基层"), (), (f"{GD}#二/（十一）", f"{GD}#二/（十二）", f"{GD}#二/（十三）")),
    ("汉中市教育局要负责哪些任务?", ("加强医学人才培养和使用",), ("推进医保支付方式改革",), tuple(f"{HZ}#{n}" for n in ("二", "四", "八", "十四", "十五", "十六"))),
    ("梅州2027年要完成哪些任务?", ("不少于5家", "不少于1个"), ("2025年",), (f"{MZ}#二/（四）", f"{MZ}#六/（二十六）")),
    ("广东方案的“六个方面的统一管理”是什么?", ("行政、人员、财务、质量、药械、信息",), (), (f"{GD}#一",)),
    ("汉中说的“四早”是什么?", ("早发现", "早报告", "早隔离", "早治疗"), (), (f"{HZ}#十四",)),
    ("哪些地方的文件提到长期护理保险?", ("广西", "蛟河"), ("梅州", "汉中", "广东"), (f"{GX}#二/（五）/22", f"{JH}#八/（一）/5")),
)  # fmt: skip
TABLES: tuple[Row, ...] = (
    ("蛟河每千人口药师数2020年多少,2025年目标多少?", ("0.37", "0.54"), (), ()),
    ("蛟河每千人口拥有3岁以下婴幼儿托位数2025年目标值?", ("4.5",), (), (f"{JH}#二/（三）/表1",)),
    ("蛟河人均预期寿命2025年目标是多少?", ("提高1岁左右",), (), (f"{JH}#二/（三）/表1",)),
    ("蛟河床人比2020年是多少?", ("1:1.54", "1:54", "不一致"), (), (f"{JH}#二/（三）/表1", f"{JH}#三/（二）/表1")),
    ("蛟河2020年全科医生总数多少人?", ("175",), (), (f"{JH}#三/（二）/表1",)),
)
COMPARED: tuple[Row, ...] = (
    (
        "梅州和蛟河老年医学科比例目标对比",
        ("梅州市：", "蛟河市：", "60%以上"),
        (),
        (f"{MZ}#三/（十一）", f"{JH}#七/（一）/1"),
    ),
    (
        "梅州和汉中薪酬制度改革分别由哪些部门负责?",
        ("市医保局", "市卫生健康委", "各县区落实"),
        (),
        (f"{MZ}#六/（二十五）", f"{HZ}#五"),
    ),
    (
        "汉中和广东医保支付方式改革的牵头部门有什么不同?",
        ("省医保局、省卫生健康委牵头", "市医疗保障局"),
        (),
        (f"{HZ}#十二", f"{GD}#二/（四）"),
    ),
)
PREMISES: tuple[Row, ...] = (
    ("全科医生数梅州是4.32人吧?", ("与文件不符", "达到4人"), (), (f"{MZ}#二/（一）",)),
    ("广东的县域内住院率是90%吧?", ("与文件不符", "85%左右"), (), (f"{GD}#一",)),
    ("听说广西要求到2030年全人群签约率达到75%,属实吗?", ("与文件不符", "到2035年"), (), (f"{GX}#二/（二）/9",)),
    ("梅州老年医学科比例要达到60%以上,对吧?", ("与文件一致", "60%以上"), ("不符",), (f"{MZ}#三/（十一）",)),
)
ROWS = (*VALUES, *DEADLINES, *BODIES, *PLACES, *DOCUMENTS, *LISTS, *TABLES, *COMPARED, *PREMISES)


@pytest.mark.parametrize(("question", "says", "not_says", "clauses"), ROWS, ids=[r[0] for r in ROWS])
def test_an_answer(
    question: str, says: tuple[str, ...], not_says: tuple[str, ...], clauses: tuple[str, ...], assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "grounded", answer.text
    said = "\n".join(c.text for c in answer.claims)
    assert [w for w in says if w not in said] == []
    assert [w for w in not_says if w in said] == []
    cited = [str(c.clause) for c in answer.citations]
    assert set(clauses) <= set(cited)
    if clauses:
        assert len(set(cited)) <= len(set(clauses)) + 1, "more clauses cited than the answer needs"


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("蛟河主要发展指标表里每千人口注册护士数2020年和2025年各是多少?", (("2020年", "3.17"), ("2025年", "4.65"))),
        ("蛟河每千人口拥有3岁以下婴幼儿托位数2020年和2025年各是多少?", (("2020年", "2.84"), ("2025年", "4.5"))),
        ("蛟河2020年全科医生总数多少人?", (("2020年总数", "175"), ("2025年", "4.32"))),
        ("蛟河2020年人口总数多少?", (("人口总数", "328925"),)),
    ],
)
def test_a_value_of_a_table_is_said_under_its_own_head(
    question: str, pairs: tuple[tuple[str, str], ...], assistant: Assistant
) -> None:
    said = "\n".join(c.text for c in assistant.ask(question).claims)
    for head, value in pairs:
        assert re.search(rf"{head}[^，。；\d]*{re.escape(value)}(?![\d.])", said), said


def test_a_column_that_measures_something_else_is_no_answer(assistant: Assistant) -> None:
    """The table of beds has a column of people: its title is about beds, that column is not."""
    answer = assistant.ask("蛟河2020年有多少张床位?")
    assert "328925" not in answer.text
    assert "床位总数2242" in answer.text


@pytest.mark.parametrize(
    "question",
    ["蛟河规划的基本原则有几条?", "蛟河床人比2020年是多少?", "蛟河到2025年要完成哪些目标?", "蛟河规划是正式文件吗?"],
)
def test_a_draft_is_always_told(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert any("征求意见稿" in n for n in answer.notes)
    assert "不是正式印发的文件" in answer.text


def test_passed_deadlines_are_told(assistant: Assistant) -> None:
    assert any("时限已过" in n for n in assistant.ask("广东哪一年全部实现内部人员统一管理?").notes)
    assert not any("时限已过" in n for n in assistant.ask("广西2035年全人群签约覆盖率是多少?").notes)


def test_a_comparison_is_a_table_with_a_row_a_place(assistant: Assistant) -> None:
    answer = assistant.ask("梅州和蛟河老年医学科比例目标对比")
    assert answer.rows is not None
    assert [row[0] for row in answer.rows.rows] == ["梅州市", "蛟河市"]
    assert all(len(row) == len(answer.rows.heads) for row in answer.rows.rows)


def test_a_comparison_says_which_side_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("梅州和汉中2025年老年医学科比例目标对比")
    assert answer.status == "partly"
    assert "60%以上" in answer.text
    assert "汉中市：" in answer.text
    assert "没有查到" in answer.text
    assert {c.clause.document for c in answer.citations} == {MZ}


def test_a_comparison_of_nothing_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("梅州和汉中的核磁共振数量对比")
    assert answer.status == "refused"
    assert answer.citations == ()


def test_goals_of_a_year_are_of_that_year_only(assistant: Assistant) -> None:
    answer: Answer = assistant.ask("广西2030年要完成哪些目标?")
    assert answer.status == "grounded"
    assert all("2030年" in c.text for c in answer.claims)
    assert {str(c.clause) for c in answer.citations} == {f"{GX}#二/（一）/5", f"{GX}#二/（二）/8"}
