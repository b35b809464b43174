"""Typed facts against answers: rows of what a right answer may look like, and what must not pass for one."""

from __future__ import annotations

import pytest

from eval.cases import Fact
from eval.given import Cited, Given
from eval.match import Asked, match, violates
from eval.quantities import plain, quantities
from tests.builders_eval import FACT, PLACES, bodies, number

DOCTORS = number("4", "人", year="2025", about="每万人口全科医生数")
SHARE = number("30", "%", ">=", about="疾控人员编制")
LEADS = bodies(lead=["市医保局"], support=["市财政局", "市卫健委"], accept={"市卫健委": ["市卫生健康委"]})
ANSWER_FOR = bodies(responsible=["市卫生健康局", "市委编办"], implementers=["各县(市、区)人民政府"])
NO = FACT.validate_python({"type": "yes_no", "value": False})
YES = FACT.validate_python({"type": "yes_no", "value": True})
DATE = {
    v: FACT.validate_python({"type": "date", "value": v})
    for v in ("2025", "2030-12-31", "2025-06", "每5年", "每季度", "年底前")
}
EARLIER = FACT.validate_python({"type": "place", "values": ["广东"]})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("百分之三十", "3/10"),
        ("三成", "3/10"),
        ("三成五", "7/20"),
        ("30％", "3/10"),
        ("四分之一", "1/4"),
        ("1/4的床位", "1/4"),
        ("1.5万元", "15000"),
        ("两次", "2"),
        ("12,345人", "12345"),
        ("1.2小时", "72"),
        ("12/10万以下", "12"),
        ("百分之三十五点二", "44/125"),
    ],
)
def test_a_number_is_read_as_a_value(text: str, value: str) -> None:
    assert [str(q.value) for q in quantities(plain(text))] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "2025年",
        "2022—2025年",
        "2023-05-26",
        "2030年12月31日",
        "《方案(2022—2025年)》",
        "粤办函〔2022〕245号",
        "达到目标[12]",
        "成立",
        "每千人口",
    ],
)
def test_dates_titles_and_markers_are_no_quantities(text: str) -> None:
    assert quantities(plain(text)) == ()


@pytest.mark.parametrize(
    ("fact", "answer", "question"),
    [
        (DOCTORS, "到2025年,每万人口拥有全科医生数达到4人。[1]", ""),
        (DOCTORS, "4名", ""),
        (DOCTORS, "四人。", ""),
        (DOCTORS, "每万人口全科医生4人（2025年）", ""),
        (DOCTORS, "每万人口全科医生数达到4人以上", ""),
        (SHARE, "不低于总编制数的30%", ""),
        (SHARE, "至少百分之三十", ""),
        (SHARE, "三成", "编制最少要占几成"),
        (LEADS, "由市医保局牵头，市财政局、市卫生健康委配合。", ""),
        (LEADS, "牵头单位：市医疗保障局；配合单位：市财政局、市卫健委", ""),
        (ANSWER_FOR, "由市卫生健康局、市委编办等按职责分工负责。[1]\n各县(市、区)人民政府也须落实。[2]", ""),
        (NO, "与文件不符，文件的规定是20%。", ""),
        (NO, "不是，是二级医院。", ""),
        (YES, "纳入年度绩效考核。", "是否纳入考核"),
        (DATE["2025"], "到2025年", ""),
        (DATE["2030-12-31"], "2030年底前完成", ""),
        (DATE["2025-06"], "2025年6月前", ""),
        (DATE["每5年"], "每五年调整一次", ""),
        (DATE["每季度"], "按季度通报", ""),
        (DATE["年底前"], "年底前完成", ""),
        (EARLIER, "广东省更早（2023年），梅州市较晚。", "广东和梅州哪个更早"),
        (
            FACT.validate_python({"type": "count", "number": "2", "about": "责任部门"}),
            "由市卫生健康局、市委编办负责。",
            "",
        ),
        (FACT.validate_python({"type": "text", "accept": ["组团式"]}), "开展“组团式”帮扶", ""),
        (number("1:1.20"), "医护比达到1:1.2", ""),
        (number("1", "个", "range", upper="2"), "创建1—2个专科", ""),
        (number("4.5", "人/10万人口", ">="), "不低于4.5人/10万人口", ""),
        (number("100", "%", year="2020"), "比例(%)：2020年数值100，2025年目标值90", ""),
    ],
)
def test_a_right_answer_in_many_forms(fact: Fact, answer: str, question: str) -> None:
    verdict = match(fact, Given(answer), Asked(question, PLACES))
    assert verdict.right, verdict.reason


@pytest.mark.parametrize(
    ("fact", "answer", "question"),
    [
        (DOCTORS, "24人", ""),
        (DOCTORS, "4.5人", ""),
        (DOCTORS, "不是4人", ""),
        (DOCTORS, "4人的说法是错误的", ""),
        (DOCTORS, "到2030年,每万人口拥有全科医生数达到4人", ""),
        (DOCTORS, "每千人口注册护士数达到4人", ""),
        (DOCTORS, "全科医生不超过4人", ""),
        (DOCTORS, "4个月", ""),
        (SHARE, "三成", "编制占几成"),
        (SHARE, "不低于30人", ""),
        (SHARE, "不高于30%", ""),
        (SHARE, "不低于130%", ""),
        (LEADS, "市财政局牵头，市医保局、市卫健委配合", ""),
        (LEADS, "由市医保局、市公安局牵头，市财政局、市卫健委配合", ""),
        (LEADS, "由市医保局、市财政局、市卫健委负责", ""),
        (ANSWER_FOR, "由市卫生健康局负责，各县(市、区)人民政府落实", ""),
        (NO, "是的，没错。", ""),
        (NO, "二级以上医院全面实施。", ""),
        (YES, "没有纳入。", ""),
        (DATE["2025"], "到2025年6月", ""),
        (DATE["2025"], "不是2025年，是2024年", ""),
        (DATE["2025"], "共12025人", ""),
        (DATE["2030-12-31"], "2035年底前", ""),
        (DATE["每5年"], "每15年", ""),
        (EARLIER, "梅州市更早（2023年），广东省较晚。", "广东和梅州哪个更早"),
        (EARLIER, "广东省、广西壮族自治区。", "哪些地方"),
        (FACT.validate_python({"type": "count", "number": "18"}), "118项行动", ""),
        (FACT.validate_python({"type": "text", "accept": ["危重孕产妇"]}), "不包括危重孕产妇", ""),
        (number("1:1.20"), "1.20:1", ""),
        (number("1", "个", "range", upper="2"), "1个", ""),
        (number("100", "%", year="2020"), "比例(%)：2020年数值90，2025年目标值100", ""),
    ],
)
def test_no_luck_of_substrings(fact: Fact, answer: str, question: str) -> None:
    verdict = match(fact, Given(answer), Asked(question, PLACES))
    assert not verdict.right, verdict.reason


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("梅州市：不低于85%。[1]\n蛟河市：不低于70%。[2]", False),
        ("梅州市：不低于70%。[1]\n蛟河市：不低于85%。[2]", True),
        ("梅州、蛟河都是不低于85%。[1][2]", True),
        ("不低于85%。[2]", True),
        ("不低于85%。[1]", False),
    ],
)
def test_a_figure_belongs_to_its_place(answer: str, right: bool) -> None:
    given = Given(answer, citations=(Cited(1, "a#一", "", "", "梅州市方案"), Cited(2, "b#一", "", "", "蛟河市规划")))
    fact = number("85", "%", ">=", place="蛟河")
    assert match(fact, given, Asked("", PLACES)).right is right


@pytest.mark.parametrize(
    ("rule", "answer", "broken"),
    [
        ("5人", "要达到5人", True),
        ("5人", "要达到15人", False),
        ("5人", "不是5人，是4人", False),
        ("是的", "是的，没错", True),
        (number("5", "人"), "要达到五人", True),
        (number("5", "人"), "不是5人", False),
    ],
)
def test_must_not(rule: str | Fact, answer: str, broken: bool) -> None:
    assert (violates(rule, Given(answer), Asked()) is not None) is broken
