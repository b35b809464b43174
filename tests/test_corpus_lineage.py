"""Who implements whom, by number and by title, in and outside the library."""

from __future__ import annotations

from corpus.library import Library
from corpus.lineage import Lineage
from corpus.model import Document
from corpus.parse import parse_text

NATION = (
    "国务院办公厅关于推进分级诊疗制度建设的意见\n国办发〔2020〕1号\n一、要求\n认真落实。\n国务院办公厅\n2020年1月1日"
)


def local(place: str, number: str, basis: str) -> Document:
    lines = [f"{place}人民政府办公室关于印发{place}分级诊疗实施方案的通知", number, f"{place}分级诊疗实施方案"]
    lines += [f"{basis}，结合实际，制定本方案。", "一、要求", "认真落实。"]
    return parse_text("\n".join(lines), f"{place}.txt")


PROVINCE = local(
    "广东省", "甲府办〔2021〕2号", "为贯彻落实《国务院办公厅关于推进分级诊疗制度建设的意见》（国办发〔2020〕1号）"
)
CITY = local(
    "乙市",
    "乙府办〔2022〕3号",
    "根据《广东省分级诊疗实施方案》（甲府办〔2021〕2号）、国务院办公厅《关于推进分级诊疗制度建设的意见》",
)
OTHER = local("丙市", "丙府办〔2022〕4号", "根据《广东省分级诊疗实施方案》、《广东省医改纲要》")


def shown(lineage: Lineage) -> list[tuple[int, str]]:
    return [(depth, node.number or node.title) for depth, node in lineage.tree()]


def test_from_the_state_down_to_the_city() -> None:
    lineage = Lineage.of([CITY, PROVINCE, parse_text(NATION, "国.txt")])
    assert shown(lineage) == [(0, "国办发〔2020〕1号"), (1, "甲府办〔2021〕2号"), (2, "乙府办〔2022〕3号")]
    assert [b.target.key for b in lineage.implements(CITY.id)] == ["国办发〔2020〕1号", "甲府办〔2021〕2号"]
    assert [d.id for d in lineage.implemented_by("甲府办〔2021〕2号")] == [CITY.id]
    basis = lineage.implements(PROVINCE.id)[0]
    assert "国办发〔2020〕1号" in basis.span.of(PROVINCE.text) and basis.target.level == "国家"


def test_what_the_library_lacks_is_one_node_by_number_or_title() -> None:
    lineage = Lineage.of([CITY, PROVINCE, OTHER])
    outside = [n for n in lineage.nodes.values() if n.document is None]
    assert {n.number or n.title for n in outside} == {"国办发〔2020〕1号", "广东省医改纲要"}
    assert {n.level for n in outside} == {"国家", "省"}


def test_a_circle_ends() -> None:
    one = local("甲市", "甲府办〔2021〕2号", "根据《乙市分级诊疗实施方案》（乙府办〔2022〕3号）")
    two = local("乙市", "乙府办〔2022〕3号", "根据《甲市分级诊疗实施方案》（甲府办〔2021〕2号）")
    assert {key for _, key in shown(Lineage.of([one, two]))} == {one.id, two.id}


def test_meizhou_implements_the_provinces_plan() -> None:
    lineage = Lineage.of(Library.load().documents)
    assert [b.target.number for b in lineage.implements("梅市府办〔2024〕1号")] == [
        "粤府办〔2023〕19号",
        "梅市明电〔2023〕113号",
    ]
