"""Rows of a clause's first words and the heading in them."""

from __future__ import annotations

import pytest

from corpus.headings import heading_of, stands_alone

HEADINGS = [
    ("总体要求", "part", "总体要求"),
    ("促进资源扩容与配置优化,提升现代化服务能力", "part", "促进资源扩容与配置优化,提升现代化服务能力"),
    ("优化资源配置,加强人才队伍建设,推进能力现代化", "section", "优化资源配置,加强人才队伍建设,推进能力现代化"),
    ("2022年重点任务", "part", "2022年重点任务"),
    ("巩固医疗卫生高地建设。加快推进医院建设。", "section", "巩固医疗卫生高地建设"),
    ("落实“公益一类财政保障、公益二类绩效管理”。推动改革。", "section", "落实“公益一类财政保障、公益二类绩效管理”"),
    ("加强协同配合。各部门要加强沟通。", "section", "加强协同配合"),
    ("加强组织领导。", "section", "加强组织领导"),
    ("指导思想：", "section", "指导思想"),
    ("地方应急物资：改扩建现有储备库，推进县级储备库建设", "item", "地方应急物资"),
    ("第一阶段：动员部署", "section", "第一阶段：动员部署"),
    ("对于超重（24 kg/m2≤BMI<28 kg/m2）人群。减少能量摄入。", "item", "对于超重（24 kg/m2≤BMI<28 kg/m2）人群"),
    ("完善考核制度（市卫生健康委牵头，市财政局配合）", "item", "完善考核制度"),
    ("总　则", "章", "总则"),
    ("总 则", "章", "总则"),
    ("（立法目的）为了促进健康，制定本条例。", "条", "立法目的"),
    ("【立法目的】为了促进健康，制定本条例。", "条", "立法目的"),
    ("设立登记。应当提交材料。", "subitem", "设立登记"),
]

NONE = [
    ("城市地区服务半径不超过5公里,农村地区不超过10公里。", "item"),
    ("全市每千人口床位数达到6.8张", "item"),
    ("有符合规定的名称、组织机构和场所；", "section"),
    ("由市发展改革委负责。", "item"),
    ("对开展整治成效明显的县，在分配年度中央财政资金时予以适当倾斜，并加强督导检查。", "part"),
    ("为了促进健康，制定本条例。", "条"),
    ("建立制度，加强监督，强化考核，落实责任，形成合力，确保实效。", "item"),
    ("甲；", "circle"),
    ("", "part"),
]


@pytest.mark.parametrize(("words", "kind", "heading"), HEADINGS)
def test_heading(words: str, kind: str, heading: str) -> None:
    assert heading_of(words, kind) == heading


@pytest.mark.parametrize(("words", "kind"), NONE)
def test_no_heading(words: str, kind: str) -> None:
    assert heading_of(words, kind) == ""


def test_alone_or_run_in() -> None:
    assert stands_alone("总体要求", "总体要求")
    assert stands_alone("总 则", "总则")
    assert stands_alone("加强组织领导。", "加强组织领导")
    assert not stands_alone("加强组织领导。落实责任。", "加强组织领导")
    assert not stands_alone("落实责任", "")
