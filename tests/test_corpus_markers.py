"""Rows of first words of a line: the marker they are, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markers import RANK, marker
from corpus.path import ClausePath

MARKERS = [
    ("一、总体要求", "part", "一", "总体要求"),
    ("十一、组织实施", "part", "十一", "组织实施"),
    ("一.总体要求", "part", "一", "总体要求"),
    ("一、  全面深化", "part", "一", "全面深化"),
    ("一、", "part", "一", ""),
    ("二、三级医院建设", "part", "二", "三级医院建设"),
    ("（一）指导思想", "section", "（一）", "指导思想"),
    ("(十二)医保改革", "section", "（十二）", "医保改革"),
    ("（二）目标", "section", "（二）", "目标"),
    ("（三）项目建设", "section", "（三）", "项目建设"),
    ("（一）、指导思想", "section", "（一）", "指导思想"),
    ("㈠指导思想", "section", "（一）", "指导思想"),
    ("1.加强领导", "item", "1", "加强领导"),
    ("12、加强领导", "item", "12", "加强领导"),
    ("３．加强领导", "item", "3", "加强领导"),
    ("⒊加强领导", "item", "3", "加强领导"),
    ("1.2025年底前建成", "item", "1", "2025年底前建成"),
    ("3. 5个县区完成", "item", "3", "5个县区完成"),
    ("（2）加强领导", "subitem", "（2）", "加强领导"),
    ("2）加强领导", "subitem", "（2）", "加强领导"),
    ("⑵加强领导", "subitem", "（2）", "加强领导"),
    ("②加强领导", "circle", "②", "加强领导"),
    ("❷、加强领导", "circle", "②", "加强领导"),
    ("1.2 术语", "dotted", "1.2", "术语"),
    ("2.2 人员配备", "dotted", "2.2", "人员配备"),
    ("1.2.3适用范围", "dotted", "1.2.3", "适用范围"),
    ("第一编 总则", "编", "第一编", "总则"),
    ("第二篇 开局", "篇", "第二篇", "开局"),
    ("第一部分 背景", "部分", "一", "背景"),
    ("第三章总则", "章", "第三章", "总则"),
    ("第三章", "章", "第三章", ""),
    ("第3章 总则", "章", "第三章", "总则"),
    ("第二节 机构", "节", "第二节", "机构"),
    ("第十二条 国家建立", "条", "第十二条", "国家建立"),
    ("第十二条国家建立", "条", "第十二条", "国家建立"),
    ("第 十二 条 国家", "条", "第十二条", "国家"),
    ("第一百零三条　规划编制", "条", "第一百零三条", "规划编制"),
    ("第十二条之一 国家", "条", "第十二条之一", "国家"),
    ("第一条（立法目的）为了", "条", "第一条", "（立法目的）为了"),
    ("第一条：为了加强管理", "条", "第一条", "为了加强管理"),
    ("第二章：职责", "章", "第二章", "职责"),
    ("附件", "attachment", "附件", ""),
    ("附件：", "attachment", "附件", ""),
    ("附 件 2", "attachment", "附件2", ""),
    ("附件1：任务分工表", "attachment", "附件1", "任务分工表"),
    ("附录2", "attachment", "附录2", ""),
    ("附表1", "attachment", "附表1", ""),
    ("专栏3 重点工程", "box", "专栏3", "重点工程"),
    ("专栏", "box", "专栏", ""),
]

NONE = [
    "三、四、五”条规定",
    "一、二、三产业融合",
    "一、二级医院要加强",
    "（一）至（三）项规定",
    "（二）项规定的情形",
    "（二〇二二年）",
    "1.5亿元资金",
    "1.5 亿元资金",
    "3.2万人接受培训",
    "2.1人",
    "10.5倍",
    "8.8%",
    "0.85",
    "2023.年度任务",
    "1、2、3号楼",
    "24小时服务",
    "100张床位",
    "第三条规定的情形",
    "第三条第二款规定",
    "第三条至第五条",
    "第三条所列事项",
    "第三章规定",
    "第五次会议",
    "第三产业",
    "附件1-2",
    "附件材料齐全",
    "附件1中的指标由各县区结合实际细化分解，并于每年年底前报市政府办公室备案。各有关部门要加强对指标落实情况的监测",
    "专栏作家",
    "十四五规划",
    "一是加强领导",
    "二十大报告",
    "",
]


@pytest.mark.parametrize(("line", "kind", "step", "words"), MARKERS)
def test_marker(line: str, kind: str, step: str, words: str) -> None:
    found = marker(line)
    assert found is not None
    assert (found.kind, found.step, line[found.end :]) == (kind, step, words)
    assert ClausePath.parse(step).steps == (step,)


@pytest.mark.parametrize("line", NONE)
def test_no_marker(line: str) -> None:
    assert marker(line) is None


def test_ranks_follow_the_usual_order() -> None:
    order = [
        "附件",
        "第一编 甲",
        "第一章 甲",
        "第一节 甲",
        "第一条 甲",
        "一、甲",
        "（一）甲",
        "专栏1",
        "1.甲",
        "1.1 甲",
        "1.1.1 甲",
        "（1）甲",
        "①甲",
    ]
    ranks = [found.rank for line in order if (found := marker(line))]
    assert ranks == sorted(set(ranks))
    assert len(ranks) == len(order)
    assert RANK["attachment"] == 0


@given(st.text(max_size=60) | st.text(alphabet="第一二三十百千之条章节款项（）().、0123456789①附件专栏 ", max_size=60))
def test_any_line_is_read(line: str) -> None:
    found = marker(line)
    if found:
        assert 0 < found.end <= len(line)
        assert ClausePath.parse(found.step).steps == (found.step,)
