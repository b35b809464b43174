"""Flattened tables made up small, with other years, indicators and widths than any real one; real grids."""

from __future__ import annotations

import time

import pytest

from corpus.model import Clause, Document, Table
from corpus.parse import parse_raw, parse_text
from corpus.raw import RawTable, RawText

GAP, TIGHT = "\n\n", "\n"


def tables(text: str) -> list[Clause]:
    document = parse_text(text)
    return [c for c in document.walk() if c.kind == "table"]


def flat(title: str, cells: str, between: str = GAP) -> str:
    """A plan with one flattened table: ``cells`` are divided by blanks; ``~`` stands for an empty cell's line."""
    body = [c for line in cells.strip().split("\n") for c in line.split()]
    lines = between.join(body).replace(f"{between}~", "\n \n")
    return f"一、发展目标\n到2030年，主要目标如下，各项指标按年度分解到各县区。\n\n{title}\n\n{lines}\n\n二、保障措施\n加强组织领导。"


def shown(table: Table) -> list[str]:
    """Each row in one line: its group, its label and its cells."""
    return [
        f"{table.group(row)}|{table.label(row)}|"
        + " ".join(c.text for c, k in zip(row, table.columns, strict=True) if k.role == "value")
        for row in table.rows
    ]


LISTS = [
    (
        "分组竖排、标签、两个年份、属性",
        "基本公共服务指标",
        """指标 维度 指标名称 2022年 数值 2030年 目标值 指标 性质
        学前 教育 普惠园覆盖率(%) 85 92 预期性
        公办园占比(%) 51.5 55 约束性
        养老 服务 体系 每千老年人床位数(张) 30 40左右 预期性
        护理型床位占比(%) —— 60 约束性""",
        ["指标维度", "指标名称", "2022年数值", "2030年目标值", "指标性质"],
        [
            "学前教育|普惠园覆盖率(%)|85 92 预期性",
            "学前教育|公办园占比(%)|51.5 55 约束性",
            "养老服务体系|每千老年人床位数(张)|30 40左右 预期性",
            "养老服务体系|护理型床位占比(%)|—— 60 约束性",
        ],
    ),
    (
        "没有属性列",
        "就业主要指标",
        """指标名称 2021年 2025年
        城镇新增就业(万人) 12.5 60
        城镇调查失业率(%) 5.1 5.5以内
        高技能人才总量(万人) 8 10
        技能培训人次(万人次) 3.2 15""",
        ["指标名称", "2021年", "2025年"],
        [
            "|城镇新增就业(万人)|12.5 60",
            "|城镇调查失业率(%)|5.1 5.5以内",
            "|高技能人才总量(万人)|8 10",
            "|技能培训人次(万人次)|3.2 15",
        ],
    ),
    (
        "表头在一行里",
        "生态环境主要指标",
        """指标2020年2025年属性
        森林覆盖率(%) 38.2 38.5 约束性
        优良天数比例(%) 88 90 约束性
        国控断面优良比例(%) 75 80 约束性
        新增绿地(公顷) —— 120 预期性""",
        ["指标", "2020年", "2025年", "属性"],
        [
            "|森林覆盖率(%)|38.2 38.5 约束性",
            "|优良天数比例(%)|88 90 约束性",
            "|国控断面优良比例(%)|75 80 约束性",
            "|新增绿地(公顷)|—— 120 预期性",
        ],
    ),
    (
        "有序号，预期值是短语",
        "安全生产主要指标",
        """序号 指标 预期值 属性
        1 生产安全事故死亡人数 下降15% 约束性
        2 年均每百万人口因自然灾害死亡率 <1 预期性
        3 年均每十万人受灾人次 <15000 预期性
        4 执法装备配备达标率 80% 预期性""",
        ["序号", "指标", "预期值", "属性"],
        [
            "|生产安全事故死亡人数|1 下降15% 约束性",
            "|年均每百万人口因自然灾害死亡率|2 <1 预期性",
            "|年均每十万人受灾人次|3 <15000 预期性",
            "|执法装备配备达标率|4 80% 预期性",
        ],
    ),
    (
        "单位自成一列",
        "卫生健康主要指标",
        """序号 类别 指标 单位 2022年 2027年 属性
        1 健康 水平 人均预期寿命 岁 78.2 80 预期性
        2 婴儿死亡率 ‰ 3.1 2.9 预期性
        3 资源 配置 床位数 张/千人 6.5 7.5 预期性
        4 床位使用率 % 80 85 约束性""",
        ["序号", "类别", "指标", "单位", "2022年", "2027年", "属性"],
        [
            "健康水平|人均预期寿命|1 岁 78.2 80 预期性",
            "健康水平|婴儿死亡率|2 ‰ 3.1 2.9 预期性",
            "资源配置|床位数|3 张/千人 6.5 7.5 预期性",
            "资源配置|床位使用率|4 % 80 85 约束性",
        ],
    ),
    (
        "分组没有切碎，标签断成短行",
        "主要发展指标",
        """类别 指标名称 2024年 2030年
        公共卫生服务 传染病报告率(%) 99 100
        疫苗接种率(%) 95 98
        医疗服务能力 床位数(张) 320 400
        护士数(人) 210 300""",
        ["类别", "指标名称", "2024年", "2030年"],
        [
            "公共卫生服务|传染病报告率(%)|99 100",
            "公共卫生服务|疫苗接种率(%)|95 98",
            "医疗服务能力|床位数(张)|320 400",
            "医疗服务能力|护士数(人)|210 300",
        ],
    ),
    (
        "标签断成两行",
        "主要发展指标",
        """指标名称 2020年 2025年 性质
        重大疾病(含 罕见病)救治率(%) 80 90 预期性
        每千人口护士数(人) 3.1 3.8 预期性
        药师占比(%) 6 8 预期性
        县级医院达标率(%) 70 100 约束性""",
        ["指标名称", "2020年", "2025年", "性质"],
        [
            "|重大疾病(含罕见病)救治率(%)|80 90 预期性",
            "|每千人口护士数(人)|3.1 3.8 预期性",
            "|药师占比(%)|6 8 预期性",
            "|县级医院达标率(%)|70 100 约束性",
        ],
    ),
]


@pytest.mark.parametrize("between", [GAP, TIGHT], ids=["隔空行", "不隔行"])
@pytest.mark.parametrize(("title", "cells", "heads", "rows"), [r[1:] for r in LISTS], ids=[r[0] for r in LISTS])
def test_a_flattened_list_comes_back(title: str, cells: str, heads: list[str], rows: list[str], between: str) -> None:
    (clause,) = tables(flat(title, cells, between))
    assert str(clause.path) == "一/表1"
    assert clause.table is not None
    assert clause.table.title == clause.heading == title
    assert [c.head for c in clause.table.columns] == heads
    assert shown(clause.table) == rows


def test_every_cell_points_at_its_words() -> None:
    document = parse_text(flat(LISTS[0][1], LISTS[0][2]))
    (clause,) = [c for c in document.walk() if c.table]
    assert clause.table is not None
    for row in clause.table.rows:
        for cell in row:
            if cell.span:
                assert clause.span.contains(cell.span)
                assert cell.span.of(document.text).replace("\n", "") == cell.text
            else:
                assert cell.text == clause.table.group(row)


def test_a_group_that_lost_its_end_says_so() -> None:
    cells = "指标 维度 指标名称 2021年 2024年 性质 教育 资源 供 ~ 生均用地(平方米) 20 23 预期 师生比 1:15 1:14 预期 班额(人) 45 40 约束"
    (clause,) = tables(flat("教育主要指标", cells))
    assert clause.table is not None
    assert shown(clause.table)[0] == "教育资源供|生均用地(平方米)|20 23 预期"
    assert clause.table.rows[0][0].note == "原文缺字"
    assert clause.table.notes == ("分组“教育资源供”在原文中末尾缺字。",)


def test_a_label_that_lost_a_character_is_marked_and_left() -> None:
    text = flat("就业主要指标", LISTS[1][2].replace("技能培训人次", "技能培人次"))
    text += "\n三、任务\n提高技能培训人次，扩大覆盖面。"
    (clause,) = tables(text)
    assert clause.table is not None
    (cell,) = [c for row in clause.table.rows for c in row if c.note]
    assert cell.text == "技能培人次(万人次)"
    assert cell.note == "“技能培人次(万人次)”在原文中疑缺一字，正文另有“技能培训人次”。"


WIDE = """类别 幼儿园(所) 小学(所) 中学(所)
2023年 2028年 2023年 2028年 2023年 2028年
千人口数 总数 千人口数 总数 千人口数 总数 千人口数 总数
全市 0.21 105 0.25 130 0.11 56 0.12 61 30 32
东区 0.2 51 0.24 60 0.1 26 0.12 30 14 15"""


def test_a_wide_head_is_solved_where_one_arrangement_fits() -> None:
    (clause,) = tables(flat("教育设施配置参考", WIDE))
    table = clause.table
    assert table is not None
    assert [c.head for c in table.columns] == [
        "类别",
        "幼儿园(所) 2023年 千人口数",
        "幼儿园(所) 2023年 总数",
        "幼儿园(所) 2028年 千人口数",
        "幼儿园(所) 2028年 总数",
        "小学(所) 2023年 千人口数",
        "小学(所) 2023年 总数",
        "小学(所) 2028年 千人口数",
        "小学(所) 2028年 总数",
        "中学(所) 2023年",
        "中学(所) 2028年",
    ]
    assert [table.label(r) for r in table.rows] == ["全市", "东区"]
    assert [c.text for c in table.rows[1]] == "东区 0.2 51 0.24 60 0.1 26 0.12 30 14 15".split()


BLANKED = "全市 —— 105 —— 130 —— 56 —— 61 30 32"
UNPROVABLE = [
    # Without ratios to hold against the totals, any two of the three kinds of school may be the divided ones.
    ("几种排法都合适", WIDE[: WIDE.index("全市")] + BLANKED),
    ("行长不一", WIDE + " 99"),
    ("表头缺了年份", WIDE.replace("2023年 2028年 2023年 2028年 2023年 2028年", "")),
    ("一行没有名称", LISTS[1][2].replace("高技能人才总量(万人)", "")),
    ("一行少一个数", LISTS[0][2].replace("51.5 55 约束性", "51.5 约束性")),
    ("一行多一个数", LISTS[0][2].replace("51.5 55 约束性", "51.5 55 60 约束性")),
    ("序号跳号", LISTS[3][2].replace("3 年均", "5 年均")),
    ("属性自成一行", LISTS[0][2].replace("公办园占比(%) 51.5 55 约束性", "约束性")),
    ("没有一种排法合适", WIDE.replace("105", "10500")),
]  # fmt: skip


@pytest.mark.parametrize("cells", [r[1] for r in UNPROVABLE], ids=[r[0] for r in UNPROVABLE])
def test_what_cannot_be_proved_keeps_its_words_and_says_so(cells: str) -> None:
    document = parse_text(flat("教育设施配置参考", cells))
    (clause,) = [c for c in document.walk() if c.kind == "table"]
    assert clause.table is None
    assert all(c in clause.text for c in cells.split())
    assert any("教育设施配置参考" in n and "无法还原" in n for n in document.notes)


def test_short_lines_are_no_table() -> None:
    lines = "\n\n".join(["市发展改革委", "市教育局", "市财政局", "2024年", "市民政局"] * 4)
    assert tables(f"一、责任单位\n{lines}\n二、要求\n按职责落实。") == []


def test_tabs_divide_cells() -> None:
    text = "一、目标\n完成下列指标。\n表1 年度指标\n指标\t2024年\t2026年\n入园率（%）\t90\t95\n巩固率（%）\t97\t98.5\n二、要求\n抓好落实。"
    (clause,) = tables(text)
    assert clause.heading == "表1 年度指标"
    assert clause.table is not None
    assert shown(clause.table) == ["|入园率（%）|90 95", "|巩固率（%）|97 98.5"]


# ---- real grids -----------------------------------------------------------------------------------------------------


def with_grid(table: RawTable, *before: str) -> Document:
    return parse_raw(RawText(("一、任务分工", *before, table, "二、要求", "抓好落实。"), "docx"), "示例.docx")


def grid(*rows: str, merged: set[tuple[int, int]] | None = None, head_rows: int | None = None) -> RawTable:
    return RawTable(tuple(tuple(r.split()) for r in rows), frozenset(merged or ()), head_rows)


def test_a_grid_with_merged_first_column() -> None:
    raw = grid(
        "类别 指标 2025年 2030年",
        "床位 千人口床位数(张) 6.5 7.4",
        "床位 千人口护理床位数(张) 0.8 1.2",
        "人员 千人口医师数(人) 3.2 3.6",
        merged={(2, 0)},
    )
    document = with_grid(raw, "主要指标表")
    (clause,) = [c for c in document.walk() if c.table]
    assert clause.table is not None
    assert clause.heading == clause.table.title == "主要指标表"
    assert [c.role for c in clause.table.columns] == ["group", "label", "value", "value"]
    assert shown(clause.table) == [
        "床位|千人口床位数(张)|6.5 7.4",
        "床位|千人口护理床位数(张)|0.8 1.2",
        "人员|千人口医师数(人)|3.2 3.6",
    ]
    assert clause.text.split("\n")[0] == "主要指标表"
    for row in clause.table.rows:
        for cell in row:
            assert cell.span is not None
            assert cell.span.of(document.text) == cell.text


def test_a_head_of_two_rows() -> None:
    raw = grid(
        "地区 床位 床位 人员",
        "地区 2025年 2030年 2030年",
        "东县 120 150 300",
        "西县 80 90 210",
        merged={(0, 2), (1, 0)},
    )
    (clause,) = [c for c in with_grid(raw).walk() if c.table]
    assert clause.table is not None
    assert [c.head for c in clause.table.columns] == ["地区", "床位 2025年", "床位 2030年", "人员 2030年"]
    assert shown(clause.table) == ["|东县|120 150 300", "|西县|80 90 210"]


def test_a_cell_merged_over_columns_stands_once_in_the_text() -> None:
    raw = grid(
        "序号 任务 牵头单位", "一、重点 一、重点 一、重点", "1 建设学校 市教育局", merged={(1, 1), (1, 2)}, head_rows=1
    )
    (clause,) = [c for c in with_grid(raw).walk() if c.table]
    assert clause.text == "序号 | 任务 | 牵头单位\n一、重点\n1 | 建设学校 | 市教育局"
    assert clause.table is not None
    assert [c.role for c in clause.table.columns] == ["value", "label", "value"]


def test_a_grid_of_uneven_rows_keeps_its_words() -> None:
    raw = RawTable((("任务", "单位"), ("建设学校",)))
    document = with_grid(raw)
    (clause,) = [c for c in document.walk() if c.kind == "table"]
    assert clause.table is None
    assert "建设学校" in clause.text
    assert "表格各行列数不一，未作还原。" in document.notes


def test_a_line_with_the_unit_between_caption_and_grid() -> None:
    raw = grid("项目 2025年 2030年", "建设学校 10 20", "建设医院 5 8")
    document = with_grid(raw, "表一 投资安排", "单位：万元")
    (clause,) = [c for c in document.walk() if c.table]
    assert clause.heading == "表一 投资安排"
    assert document.clauses[0].text.endswith("表一 投资安排\n单位：万元")
    assert clause.text.startswith("项目 | 2025年")


def test_many_lines_with_tabs_are_read_fast() -> None:
    began = time.perf_counter()
    parse_text("一、名单\n" + "张三\t李四\t王五\n" * 8000)
    assert time.perf_counter() - began < 2


def test_a_sentence_above_a_grid_is_no_caption() -> None:
    raw = grid("任务 单位", "建设学校 市教育局")
    document = with_grid(raw, "各单位要按照下列分工抓好落实，确保完成年度目标任务。")
    (clause,) = [c for c in document.walk() if c.table]
    assert clause.heading == ""
    assert "各单位要按照" in document.clauses[0].text
