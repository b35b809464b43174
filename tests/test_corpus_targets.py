"""corpus.targets and what it is made of: goals found, numbers left alone, names, deadlines, tables."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.facts import Facts, Target
from corpus.facts_json import facts_json
from corpus.mention import Basis
from corpus.model import Column
from corpus.targets import targets_in, targets_of
from tests.builders_facts import clause, document, table_clause

BASIS = Basis(date(2023, 3, 1), 2023, date(2023, 3, 1))


def _read(text: str) -> list[Target]:
    return targets_in(clause(text), BASIS)


def _row(target: Target) -> tuple[str, str | None, str | None, str | None]:
    due = target.deadline.normal if target.deadline else None
    return target.indicator, target.value, target.relation, due


# text → (indicator, value as printed, relation, deadline)
GOALS: list[tuple[str, list[tuple[str, str | None, str | None, str | None]]]] = [
    (
        "到2025年,全市每千人口注册护士数达到4.65人,每千人口执业(助理)医师数3.9人(其中中医类别0.62人),医护比达到1:1.20,每万人口全科医生数达到4.32人。",
        [
            ("每千人口注册护士数", "4.65人", "=", "2025"),
            ("每千人口执业(助理)医师数", "3.9人", "=", "2025"),
            ("每千人口中医类别执业(助理)医师数", "0.62人", "=", "2025"),
            ("医护比", "1:1.20", "=", "2025"),
            ("每万人口全科医生数", "4.32人", "=", "2025"),
        ],
    ),
    (
        "到2025年,每千人口医疗卫生机构床位数的预期性指标为8.2张左右,其中公立医院5.2张左右,公立中医医院0.85张左右。",
        [
            ("每千人口医疗卫生机构床位数", "8.2张左右", "~", "2025"),
            ("每千人口公立医院床位数", "5.2张左右", "~", "2025"),
            ("每千人口公立中医医院床位数", "0.85张左右", "~", "2025"),
        ],
    ),
    ("大部分县(市、区)的县域内住院率达85%左右", [("县域内住院率", "85%左右", "~", None)]),
    (
        "到2025年,创建至少1—2个国家临床重点专科,每年建设不少于3个省级临床重点专科。",
        [("国家临床重点专科", "1—2个", ">=", "2025"), ("省级临床重点专科", "3个", ">=", "每年")],
    ),
    (
        "县(市、区)政府常务会议每年不少于两次专题研究县域医共体建设事宜",
        [("县(市、区)政府常务会议专题研究县域医共体建设事宜", "两次", ">=", "每年")],
    ),
    ("全市孕产妇死亡率控制在12/10万以下", [("孕产妇死亡率", "12/10万以下", "<=", None)]),
    ("精神科注册护士数量不低于8.68人/10万人口", [("精神科注册护士数量", "8.68人/10万人口", ">=", None)]),
    ("城市地区服务半径不超过5公里", [("城市地区服务半径", "5公里", "<=", None)]),
    ("实现市域内2小时内救援全覆盖", [("市域内救援全覆盖", "2小时内", "<=", None)]),
    (
        "公共卫生人员所占编制不得低于专业技术人员编制的25%",
        [("公共卫生人员所占编制", "25%", ">=", None)],
    ),
    (
        "专业技术人员占编制总额的比例不低于85%，卫生技术人员不低于70%",
        [("专业技术人员占编制总额的比例", "85%", ">=", None), ("卫生技术人员占编制总额的比例", "70%", ">=", None)],
    ),
    ("按照每万人口1—1.5人的比例配备卫生监督员", [("每万人口卫生监督员", "1—1.5人", "range", None)]),
    ("妇幼保健机构保健人员按每万人口1人的比例配备", [("每万人口妇幼保健机构保健人员", "1人", "=", None)]),
    ("二级综合医院设置急诊科,按医院床位的2-3%设置观察床", [("观察床（占医院床位）", "2-3%", "range", None)]),
    ("至少一个统筹地区实现跨省直接结算", [("统筹地区实现跨省直接结算", "一个", ">=", None)]),
    (
        "医联体牵头医院要将至少30%的门诊号源、1/4的住院床位向基层下沉",
        [("门诊号源", "30%", ">=", None), ("住院床位向基层下沉", "1/4", ">=", None)],
    ),
    ("到2025年,县域医共体中80%的总医院达到推荐标准", [("总医院达到推荐标准", "80%", "=", "2025")]),
    (
        "每个县级中医医院建成2个中医特色专科和1个适宜技术推广中心",
        [("中医特色专科", "2个", "=", None), ("适宜技术推广中心", "1个", "=", None)],
    ),
    (
        "到2025年,每10万人口康复医师达到8人、康复治疗师达到12人",
        [("每10万人口康复医师", "8人", "=", "2025"), ("每10万人口康复治疗师", "12人", "=", "2025")],
    ),
    (
        "到2022年和2030年，全国居民健康素养水平分别不低于22%和30%",
        [("居民健康素养水平", "22%", ">=", "2022"), ("居民健康素养水平", "30%", ">=", "2030")],
    ),
    (
        "到2022年和2030年，甲水平、乙水平分别提高到30%、18%和45%、25%及以上",
        [
            ("甲水平", "30%", "=", "2022"),
            ("乙水平", "18%", "=", "2022"),
            ("甲水平", "45%", "=", "2030"),
            ("乙水平", "25%及以上", ">=", "2030"),
        ],
    ),
    (
        "到2025年，县域内就诊率达到90%以上；到2030年，服务覆盖率达到95%",
        [("县域内就诊率", "90%以上", ">=", "2025"), ("服务覆盖率", "95%", "=", "2030")],
    ),
    ("到 2025 年，就诊率达到 6 5 ％ 以上", [("就诊率", "6 5 ％ 以上", ">=", "2025")]),
    ("2024年底前，建成区域医疗中心2个", [("建成区域医疗中心", "2个", "=", "2024-12-31")]),
    ("省级事项网上可办率不低于90%，市县级不低于70%", [("省级事项网上可办率", "90%", ">=", None), ("省级事项网上可办率（市县级）", "70%", ">=", None)]),
    ("政府机构到2025年底前拖欠账款清偿一半以上", [("政府机构拖欠账款清偿", "一半以上", ">=", "2025-12-31")]),
    ("电子病历应用水平达到分级评价4级水平", [("电子病历应用水平", "4级", "=", None)]),
    ("每个卫生院至少配备1名医生，每个服务中心不少于2名", [("医生", "1名", ">=", None), ("医生", "2名", ">=", None)]),
    ("到2025年，建成3个国家级、10个省级重点专科", [("国家级重点专科", "3个", "=", "2025"), ("省级重点专科", "10个", "=", "2025")]),
    (
        "到2023年底、2024年底和2025年底，覆盖率分别达到50%、80%和100%",
        [
            ("覆盖率", "50%", "=", "2023-12-31"),
            ("覆盖率", "80%", "=", "2024-12-31"),
            ("覆盖率", "100%", "=", "2025-12-31"),
        ],
    ),
    (
        "到2025年，三级医院、二级医院日间手术占择期手术比例分别达到20%和15%",
        [("三级医院日间手术占择期手术比例", "20%", "=", "2025"), ("二级医院日间手术占择期手术比例", "15%", "=", "2025")],
    ),
    (
        "到2022年和2030年，知识和理念水平、行为水平分别提高到30%、18%和45%、25%",
        [
            ("知识和理念水平", "30%", "=", "2022"),
            ("行为水平", "18%", "=", "2022"),
            ("知识和理念水平", "45%", "=", "2030"),
            ("行为水平", "25%", "=", "2030"),
        ],
    ),
    ("医护比、床护比分别达到1:1.25、1:0.6", [("医护比", "1:1.25", "=", None), ("床护比", "1:0.6", "=", None)]),
    (
        "补助标准新增30元，达到每人每年不低于640元",
        [("补助标准", "30元", "=", None), ("补助标准", "640元", ">=", None)],
    ),
    ("达到服务能力基本标准的机构占比超过90%", [("达到服务能力基本标准的机构占比", "90%", ">=", None)]),
    (
        "到2022年和2030年，工时制度得到落实；并于2030年实现参保全覆盖；服务覆盖率分别达到80%和90%",
        [
            ("服务覆盖率", "80%", "=", "2022"),
            ("服务覆盖率", "90%", "=", "2030"),
            ("工时制度得到落实", None, None, None),
            ("实现参保全覆盖", None, None, "2030"),
        ],
    ),
    ("原则上将年签约服务费的80%作为团队薪酬", [("年签约服务费作为团队薪酬", "80%", "=", None)]),
    ("按时完成。新增床位200张", [("新增床位", "200张", "=", None)]),
    (
        "到2025年，覆盖率达到70%，其中县城达到90%。居民满意度不低于80%。",
        [("覆盖率", "70%", "=", "2025"), ("覆盖率（其中县城）", "90%", "=", "2025"), ("居民满意度", "80%", ">=", None)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GOALS)
def test_goals(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert sorted(map(str, map(_row, _read(text)))) == sorted(map(str, expected))


def test_goals_come_in_the_order_of_the_text() -> None:
    found = _read(GOALS[0][0])
    assert [_row(t) for t in found] == GOALS[0][1]


# numbers that are no goals
SILENT = [
    "从事同一专业临床工作满5年的医师可以开办诊所",
    "服务人口超过80万的县级医院按三级医院标准建设",
    "全面落实联合门诊等18项运行指南，实现六个方面的统一管理",
    "实施“54321”发展战略和“百县千镇万村高质量发展工程”",
    "落实《方案（2022—2025年）》（粤府办〔2019〕18号）要求",
    "截至2020年末，医疗机构达到426所，床位1859张，人均预期寿命达到78岁以上",
    "“十三五”以来，就诊率提高到85%，已建成12个中心",
    "开展“三减三健”等6项行动，实施10大工程",
    "65岁以上老年人免费体检",
    "在12个县(市、区)开展试点",
    "总投资3.5亿元建设新院区",
    "逐步建立一支数量合理的专业队伍，打造一批示范县",
    "推进“一村一名大学生村医计划”，落实“两个允许”",
    "探索应用5G、PM2.5监测和H1N1检测",
    "日间手术是指在24小时内入院出院的手术，住院时间不超过48小时",
    "咨询电话0755-88828155",
    "按照腾空间、调结构、保衔接的路径，以降药价为突破口",
    "我国成人肥胖率为11.9%，居全球第一",
    "本方案自2023年5月1日起施行，有效期5年",
    "国家建立城乡全覆盖、功能互补的医疗卫生服务体系",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_goal(text: str) -> None:
    assert _read(text) == []


# text → (type, indicator, deadline)
UNNUMBERED = [
    ("到2025年,基本形成较为成熟的县域医防协同机制", ("time_bound", "基本形成较为成熟的县域医防协同机制", "2025")),
    ("所有二级以上公立医院年底前要完成议事规则制定和备案", ("time_bound", "所有二级以上公立医院要完成议事规则制定和备案", "年底前")),
    ("2030年底前市级妇幼保健机构均达到三级甲等标准", ("time_bound", "市级妇幼保健机构均达到三级甲等标准", "2030-12-31")),
    ("每5年动态调整乡镇卫生院人员编制总量", ("frequency", "动态调整乡镇卫生院人员编制总量", "每5年")),
    ("健全台账并按季度通报工作进展", ("frequency", "健全台账并通报工作进展", "每季度")),
    ("推动“三大中心”县级全覆盖", ("coverage", "推动“三大中心”县级全覆盖", None)),
    ("力争实现服务人口超过80万的县级医院达到三级医院服务水平", ("target", "实现服务人口超过80万的县级医院达到三级医院服务水平", None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNNUMBERED)
def test_goals_without_a_number(text: str, expected: tuple[str, str, str | None]) -> None:
    (found,) = _read(text)
    assert (found.type, found.indicator, found.deadline and found.deadline.normal) == expected
    assert found.number is None


def test_beside_numbers_only_what_sets_a_goal_of_its_own() -> None:
    found = _read("到2025年,甲率达到95%,全部卫生院设置中医馆,推动服务不断改善,乙比例达到25%以上。")
    assert [(t.type, t.value) for t in found] == [("target", "95%"), ("time_bound", None), ("target", "25%以上")]
    assert found[1].indicator == "全部卫生院设置中医馆"


def test_a_member_of_a_list_without_a_number() -> None:
    found = _read("力争到2025年,三级中医医院全部设置康复科室、二级中医医院康复科室设置比例不低于80%。")
    assert [(t.type, t.indicator) for t in found] == [
        ("time_bound", "三级中医医院全部设置康复科室"),
        ("target", "二级中医医院康复科室设置比例"),
    ]
    assert {t.effort for t in found} == {"力争"}


def test_a_line_with_a_time_limit_dates_the_clause() -> None:
    one = clause("7.建设省级平台。整合热线。\n牵头部门：某局\n完成时限：2023年12月底前", heading="建设省级平台")
    (found,) = targets_in(one, BASIS)
    assert (found.indicator, found.deadline and found.deadline.normal) == ("建设省级平台", "2023-12-31")


def test_conditions_scopes_and_efforts() -> None:
    beds = _read("能迅速开放的传染病病床,10万—30万人口的不低于20张,30万—50万人口的不低于50张")
    assert [(t.indicator, t.condition, t.value) for t in beds] == [
        ("能迅速开放的传染病病床", "10万—30万人口", "20张"),
        ("能迅速开放的传染病病床", "30万—50万人口", "50张"),
    ]
    (county,) = _read("常住人口超过30万的县至少有1所县级公立医院设置康复医学科")
    assert (county.scope, county.value, county.relation) == ("常住人口超过30万的县", "1所", ">=")
    (each,) = _read("原则上在每个街道办事处范围或每3万—10万居民规划设置1所社区卫生服务中心")
    assert (each.scope, each.effort) == ("每个街道办事处范围或每3万—10万居民", "原则上")


def test_a_threshold_is_told_apart() -> None:
    found = _read("公立综合医院床位使用率低于75%,平均住院日高于9天,不再增加床位")
    assert [(t.type, t.relation, t.value) for t in found] == [("threshold", "<=", "75%"), ("threshold", ">=", "9天")]


def test_a_rise_is_no_level() -> None:
    level, rise = _read("到2025年，居民健康素养水平达到28%，比2020年提高5个百分点")
    assert not any("变化幅度" in n for n in level.notes)
    assert any("变化幅度" in n for n in rise.notes)
    assert rise.indicator == "居民健康素养水平"


def test_a_start_beside_the_goal() -> None:
    (found,) = _read("千人口床位数由2020年的6.5张提高到2025年的7.5张")
    assert _row(found) == ("千人口床位数", "7.5张", "=", "2025")
    assert found.baseline is not None
    assert (found.baseline.year, found.baseline.value) == ("2020", "6.5张")


def test_a_year_before_a_colon_governs_the_lines_below() -> None:
    doc = document(
        clause("(三)发展目标。到2025年，实现以下目标：\n——床位数达到100张。", "二/（三）", "发展目标"),
    )
    (found,) = targets_of(doc)
    assert _row(found) == ("床位数", "100张", "=", "2025")
    assert "期限承自上文" in found.notes


def test_the_next_sentence_has_its_own_year_or_none() -> None:
    found = _read("到2025年,甲率达到90%。乙率达到80%以上。到2030年,丙率达到70%。")
    assert [t.deadline and t.deadline.normal for t in found] == ["2025", None, "2030"]


def test_a_look_back_ends_where_a_deadline_begins() -> None:
    found = _read("“十三五”以来,就诊率达到80%。覆盖率达到70%。到2025年,就诊率达到90%。")
    assert [t.value for t in found] == ["90%"]


def test_the_background_section_sets_no_goals() -> None:
    past = clause("一、规划背景\n人均预期寿命达到78岁以上。", "一", "规划背景")
    goal = clause("六、增强科学化治理成效\n人均预期寿命达到79岁以上。", "六", "增强科学化治理成效")
    assert [t.value for t in targets_of(document(past, goal))] == ["79岁以上"]


def test_spans_are_the_printed_words() -> None:
    doc = document(clause("一、总则"), clause("到 2025 年，就诊率达到 65 % 以上。选建1 所卫生院。"))
    found = targets_of(doc)
    assert len(found) == 2
    for target in found:
        assert target.value_span is not None
        assert target.value_span.of(doc.text) == target.value
        assert target.span.contains(target.value_span)
    assert found[0].span.of(doc.text) == "到 2025 年，就诊率达到 65 % 以上"


LIST = (
    Column(("维度",), "group"), Column(("指标",), "label"), Column(("2020年",)), Column(("2025年",)), Column(("性质",)),
)  # fmt: skip


def test_every_row_of_a_list_of_indicators() -> None:
    rows = [
        ["床位", "每千人口医疗卫生机构床位数(张)", "6.82", "8.2左右", "预期"],
        ["床位", "其中:公立医院(张)", "1.16", "2.7左右", "预期"],
        ["床位", "县办医院及基层医疗卫生机构(张)", "3.65", "3.7", "预期"],
        ["人力", "每万人口全科医生数(人)", "5.32", "4.32", "约束"],
        ["人力", "医护比", "1:0.95", "1:1.20", "预期"],
        ["覆盖", "设置发热诊室的比例(%)", "——", "100", "预期"],
        ["覆盖", "疾控机构标准化", "——", "全覆盖", "预期"],
        ["覆盖", "县级医院设置感染性疾病科", "——", "——", "预期"],
        ["寿命", "人均预期寿命(岁)", "78以上", "提高1岁左右", "预期"],
    ]
    found = targets_of(document(table_clause("主要发展指标", LIST, rows)))
    assert [(t.indicator, t.value, t.unit, t.relation, t.baseline and t.baseline.value) for t in found] == [
        ("每千人口医疗卫生机构床位数", "8.2左右", "张", "~", "6.82"),
        ("每千人口公立医院床位数", "2.7左右", "张", "~", "1.16"),
        ("每千人口县办医院及基层医疗卫生机构床位数", "3.7", "张", "=", "3.65"),
        ("每万人口全科医生数", "4.32", "人", "=", "5.32"),
        ("医护比", "1:1.20", None, "=", "1:0.95"),
        ("设置发热诊室的比例", "100", "%", "=", None),
        ("疾控机构标准化", "全覆盖", None, "=", None),
        ("县级医院设置感染性疾病科", None, None, None, None),
        ("人均预期寿命", "提高1岁左右", "岁", "~", "78以上"),
    ]
    assert {t.deadline and t.deadline.normal for t in found} == {"2025"}
    assert {t.baseline.year for t in found if t.baseline} == {"2020"}
    assert [t.nature for t in found[3:5]] == ["约束", "预期"]
    assert {t.type for t in found} == {"table_row"}


def test_a_wide_table_of_one_place() -> None:
    columns = (
        Column(("县(市)区",), "label"),
        Column(("公立医院(张)", "2020年", "床位总数")), Column(("公立医院(张)", "2020年", "千人口数")),
        Column(("公立医院(张)", "2025年", "千人口数")),
        Column(("每万人口全科医生数(人)", "2020年", "总数")), Column(("每万人口全科医生数(人)", "2020年", "万人口数")),
        Column(("每万人口全科医生数(人)", "2025年", "万人口数")),
        Column(("床人比", "2020年")), Column(("床人比", "2025年")),
    )  # fmt: skip
    doc = document(
        table_clause(
            "床位配置参考", columns, [["某市", "1311", "3.99", "5.2", "175", "5.32", "4.32", "1:54", "1:1.62"]]
        )
    )
    found = targets_of(doc)
    assert [(t.indicator, t.value, t.scope, t.baseline and t.baseline.value) for t in found] == [
        ("每千人口公立医院床位数", "5.2", "某市", "3.99"),
        ("每万人口全科医生数", "4.32", "某市", "5.32"),
        ("床人比", "1:1.62", "某市", "1:54"),
    ]
    assert found[0].span.of(doc.text) == "1311\n3.99\n5.2"
    assert "2020年床位总数1311" in found[0].notes


def test_a_table_with_two_target_years_and_a_dated_start() -> None:
    columns = (Column(("指标",), "label"), Column(("基期水平",)), Column(("2022年目标值",)), Column(("2030年目标值",)))
    rows = [
        ["居民健康素养水平（%）", "14.18", "≥22", "≥30"],
        ["食用油摄入量（g）", "2012年为42.1", "25～30", "25～30"],
        ["说明：健康素养是指个人的能力。"] * 4,
        ["维持健康体重", "—", "18.5≤BMI<24", "18.5≤BMI<24"],
    ]
    found = targets_of(document(table_clause("主要指标", columns, rows)))
    assert [
        (t.number, t.relation, t.deadline and t.deadline.normal, t.baseline and t.baseline.value) for t in found
    ] == [
        ("22", ">=", "2022", "14.18"),
        ("30", ">=", "2030", "14.18"),
        ("25-30", "range", "2022", "42.1"),
        ("25-30", "range", "2030", "42.1"),
        (None, None, "2022", None),
        (None, None, "2030", None),
    ]
    assert found[2].baseline is not None
    assert found[2].baseline.year == "2012"


def test_tables_of_tasks_scores_and_history_set_no_targets() -> None:
    tasks = (Column(("任务",), "label"), Column(("牵头单位",)), Column(("完成时限",)))
    (found,) = targets_of(document(table_clause("任务分工表", tasks, [["建设平台", "市卫健局", "2023年12月底前"]])))
    assert (found.type, found.indicator, found.deadline and found.deadline.normal) == (
        "time_bound",
        "建设平台",
        "2023-12-31",
    )
    scores = (Column(("指标",), "label"), Column(("分值",)))
    assert targets_of(document(table_clause("评分表", scores, [["就诊率", "10"]]))) == ()
    history = (Column(("指标",), "label"), Column(("2018年",)), Column(("2019年",)))
    assert targets_of(document(table_clause("统计表", history, [["就诊率", "80", "85"]]))) == ()


def test_the_output_that_programs_read() -> None:
    doc = document(clause("到2025年,全市孕产妇死亡率控制在12/10万以下。", "二/（一）/3"))
    out = facts_json([(doc, Facts(targets_of(doc)))])
    (row,) = out["targets"]
    wanted = {
        "source": "test.txt", "document": "试〔2022〕1号", "clause": "二/（一）/3", "indicator": "孕产妇死亡率",
        "value": "12/10万以下", "number": "12/10万", "unit": "/10万", "relation": "<=", "baseline": None,
        "deadline": "2025", "quote": "到2025年,全市孕产妇死亡率控制在12/10万以下", "type": "target", "scope": "全市",
    }  # fmt: skip
    assert {k: row[k] for k in wanted} == wanted
    assert set(out) >= {"targets", "responsibilities", "deadlines"}


PIECES = st.sampled_from(
    ["到2025年", "力争", "，", "。", "；", "达到", "不低于", "65%以上", "1—2个", "两次", "每年", "每千人口", "床位数", "（其中", "）", "(", "、", "和", "的",
     "建成", "至少", "1所", "医院", "为", "：", "\n", " ", "到2022年和2030年", "分别", "100%", "全覆盖", "全部", "按", "比例", "12/10万", "十", "“", "”"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_gives_facts_that_stand_in_it(text: str) -> None:
    doc = document(clause(text or "空"))
    for target in targets_of(doc):
        assert target.indicator
        assert target.span.of(doc.text).strip()
        if target.value is not None:
            assert target.value_span is not None
            assert target.value_span.of(doc.text) == target.value
        if target.deadline is not None:
            assert target.deadline.span.of(doc.text) == target.deadline.text


@pytest.mark.parametrize(
    "unit", ["到2025年就诊率达到90%以上,", "到2025年建设3个", "65", "每千人口", "(", "至少", "的1名", "不低于甲的"]
)
def test_a_clause_of_5000_characters_is_quick(unit: str) -> None:
    one = clause((unit * 5000)[:5000])
    begun = time.process_time()
    targets_in(one, BASIS)
    assert time.process_time() - begun < 2
