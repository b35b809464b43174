from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.raw import RawTable, RawText
from corpus.read import Limits, read_bytes
from corpus.read.characters import joined, plain_ideographs
from tests.builders_documents import Rule, Text, lines, pdf, ruled

# 27 characters of 15 points fill the line from 90 to 495.
FULL = "为全面推进健康融入所有政策经市人民政府同意制定本实施方"
SECOND = "案请认真组织实施在工作中遇到的问题及时报告市卫生健康局"
Pages = list[tuple[list[Text], list[Rule]]]


def read(pages: Pages, rotate: int = 0) -> RawText:
    return read_bytes(pdf(pages, rotate=rotate), "方案.pdf")


def one(words: list[str]) -> tuple[str | RawTable, ...]:
    return read([(lines(words), [])]).blocks


def test_wrapped_lines_join_without_a_blank() -> None:
    assert len(FULL) == len(SECOND) == 27
    blocks = one(
        ["　　一、总体要求", "　　" + FULL[:25], FULL[25:] + SECOND[:25], "的要求。", "　　二、主要任务", FULL]
    )
    assert blocks[0] == "一、总体要求"
    assert blocks[1] == FULL + SECOND[:25] + "的要求。"
    assert str(blocks[2]).startswith("二、主要任务")


def test_paragraphs_without_indents_end_at_short_lines_and_numbers() -> None:
    words = [
        "第一条 " + FULL[:23],
        SECOND[:26] + "。",
        "第二条 本办法适用于本市行政区域。",
        FULL[:26] + "，",
        "依法处理。",
        "第三条 略。",
    ]
    assert one(words) == (
        "第一条 " + FULL[:23] + SECOND[:26] + "。",
        "第二条 本办法适用于本市行政区域。",
        FULL[:26] + "，依法处理。",
        "第三条 略。",
    )


def test_a_full_line_of_a_statute_may_end_its_paragraph() -> None:
    """Nothing is set in, and the line is full: where most sentences are paragraphs, its full stop ends one."""
    words = ["第一条 " + FULL[:23], SECOND[:26] + "。", "国家实行分级管理。", "国家实行考核。", "第二条 略。"]
    assert one(words) == (
        "第一条 " + FULL[:23] + SECOND[:26] + "。", "国家实行分级管理。", "国家实行考核。", "第二条 略。",
    )  # fmt: skip
    prose = ["第一条 " + FULL[:23], SECOND[:9] + "。" + SECOND[:9] + "。" + FULL[:6] + "。", FULL[:15] + "。"]
    assert one(prose) == (
        "第一条 " + FULL[:23] + SECOND[:9] + "。" + SECOND[:9] + "。" + FULL[:6] + "。" + FULL[:15] + "。",
    )


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("到2025年，建成", "体系", "到2025年，建成体系"),
        ("20", "30年", "2030年"),
        ("World Health", "Organization", "World Health Organization"),
        ("达到6.2", "张", "达到6.2张"),
        ("（WHO", "）", "（WHO）"),
    ],
)
def test_joined(left: str, right: str, whole: str) -> None:
    assert joined(left, right) == whole


def test_order_of_the_page_not_of_the_file() -> None:
    words = lines(["　　" + FULL[:25], FULL[25:] + SECOND[:25], "（市卫生健康局牵头，市教育局配合）"])
    assert read([([words[2], words[0], words[1]], [])]).blocks == (
        FULL + SECOND[:25] + "（市卫生健康局牵头，市教育局配合）",
    )


def test_print_sets_digits_apart_the_text_does_not() -> None:
    row: list[Text] = [
        (90, 100, 15, "到"),
        (109, 100, 15, "2025"),
        (143, 100, 15, "年达到"),
        (192, 100, 15, "6.2"),
        (219, 100, 15, "张。"),
    ]
    assert read([(row, [])]).blocks == ("到2025年达到6.2张。",)


def test_gaps_that_are_blanks() -> None:
    row: list[Text] = [(90, 100, 15, "第一条"), (140, 100, 15, "为了规范管理，制定本办法。")]
    assert read([(row, [])]).blocks == ("第一条 为了规范管理，制定本办法。",)
    stretched: list[Text] = [(200 + 40 * i, 100, 15, c) for i, c in enumerate("目录")]
    assert read([(stretched, [])]).blocks == ("目录",)


def running(pages: int) -> Pages:
    out: Pages = []
    for n in range(1, pages + 1):
        text: list[Text] = [(200, 50, 9, f"某市人民政府公报 2024年第{n}期"), (290, 800, 9, f"- {n} -")]
        out.append((text + lines([f"　　第{n}页的内容第一行，各不相同{'甲乙丙丁戊'[n % 5]}。", "　　又一段。"]), []))
    return out


def test_running_heads_and_page_numbers_go_whatever_their_digits() -> None:
    raw = read(running(6))
    assert not [b for b in raw.blocks if "公报" in str(b) or "- " in str(b)]
    assert len(raw.blocks) == 12
    assert {r.reason for r in raw.removed} == {"页眉页脚", "页码"}


@pytest.mark.parametrize("mark", ["3", "- 3 -", "—3—", "第3页", "第 3 页 共 9 页", "3/9", "Page 3 of 9"])
def test_forms_of_page_numbers(mark: str) -> None:
    pages: Pages = [
        ([*lines(["　　正文的一段内容。"]), (290, 810, 10, mark.replace("3", str(n)))], []) for n in (1, 2, 3)
    ]
    assert read(pages).blocks == ("正文的一段内容。",) * 3


def test_a_paragraph_over_the_page_break() -> None:
    first = [*lines(["　　" + FULL[:25], FULL[:27]], y=700), (290.0, 800.0, 9.0, "1")]
    second = [*lines([SECOND[:20] + "。"]), (290.0, 800.0, 9.0, "2")]
    assert read([(first, []), (second, [])]).blocks == (FULL[:25] + FULL + SECOND[:20] + "。",)


def test_contents_pages_go() -> None:
    words = [
        "目　录",
        "一、总体要求........................1",
        "（一）指导思想……………………2",
        "　　一、总体要求",
        "　　正文内容在这里。",
    ]
    raw = read([(lines(words), [])])
    assert raw.blocks == ("一、总体要求", "正文内容在这里。")
    assert {r.reason for r in raw.removed} == {"目录"}


def test_foot_notes_do_not_cut_a_sentence() -> None:
    body = lines(["　　" + FULL[:25], FULL], y=640)
    mark: list[Text] = [(90 + 27 * 15, 659, 7, "1"), (90, 780, 6, "1"), (98, 783, 9, "数据来源：某统计年鉴。")]
    blocks = read([(body + mark, []), (lines([SECOND[:20] + "。"]), [])]).blocks
    assert blocks == (FULL[:25] + FULL + SECOND[:20] + "。", "脚注1数据来源：某统计年鉴。")


XS, YS = [90.0, 150.0, 300.0, 500.0], [200.0, 230.0, 260.0, 290.0]


def cells(rows: list[list[str]], *, top: float = 200) -> list[Text]:
    return [
        (XS[c] + 5, top + 20 + 30 * r, 12, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    ]


def test_a_ruled_table_in_its_place() -> None:
    text = [
        *lines(["　　前文一段。"]),
        *cells([["序号", "任务", "单位"], ["1", "床位", "卫健局"], ["2", "医师", "教育局"]]),
        (120.0, 330.0, 15.0, "后文一段。"),
    ]
    assert read([(text, ruled(XS, YS))]).blocks == (
        "前文一段。",
        RawTable((("序号", "任务", "单位"), ("1", "床位", "卫健局"), ("2", "医师", "教育局"))),
        "后文一段。",
    )


def test_merged_and_wrapped_cells() -> None:
    rules = [r for r in ruled(XS, YS) if r != (90.0, 260.0, 500.0, 260.0)] + [(150.0, 260.0, 500.0, 260.0)]
    text = [*cells([["序号", "任务", "单位"], ["1", "床位", "卫健局"], ["", "医师", ""]])]
    text += [(305.0, 272.0, 10.0, "教育局、民政局、财政局、医保局、人社局"[:19]), (305.0, 286.0, 10.0, "配合")]
    assert read([(text, rules)]).blocks == (
        RawTable(
            (
                ("序号", "任务", "单位"),
                ("1", "床位", "卫健局"),
                ("1", "医师", "教育局、民政局、财政局、医保局、人社局配合"),
            ),
            frozenset({(2, 0)}),
        ),
    )


def test_open_sides_and_single_drawn_cells() -> None:
    rules = [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in XS[1:-1]]
    text = cells([["序号", "任务", "单位"], ["1", "床位", "卫健局"], ["2", "医师", "教育局"]])
    assert isinstance(read([(text, rules)]).blocks[0], RawTable)


def test_a_table_over_the_page_break_with_its_head_again() -> None:
    head = ["序号", "任务", "单位"]
    first = (
        cells([head, ["1", "床位", "卫健局"], ["2", "医师数达到", "教育局"]], top=680),
        ruled(XS, [y + 480 for y in YS]),
    )
    second = (cells([head, ["", "三人以上", ""], ["3", "护士", "民政局"]], top=80), ruled(XS, [y - 120 for y in YS]))
    assert read([first, second]).blocks == (
        RawTable(
            (tuple(head), ("1", "床位", "卫健局"), ("2", "医师数达到三人以上", "教育局"), ("3", "护士", "民政局"))
        ),
    )


def test_a_merged_cell_over_the_page_break() -> None:
    rules = [(150.0, 740.0, 500.0, 740.0)] + [
        r for r in ruled(XS, [680.0, 710.0, 740.0, 770.0]) if r[1] != 740.0 or r[0] == r[2]
    ]
    first = (cells([["类别", "任务", "单位"], ["甲类", "床位", "卫健局"], ["", "医师", "教育局"]], top=680), rules)
    second = (cells([["", "护士", "民政局"], ["乙类", "病房", "发改委"]], top=80), ruled(XS, [80.0, 110.0, 140.0]))
    (grid,) = read([first, second]).blocks
    assert isinstance(grid, RawTable)
    assert [row[0] for row in grid.rows] == ["类别", "甲类", "甲类", "甲类", "乙类"]


def test_a_torn_row_whose_label_is_whole() -> None:
    """Only the last cell is long enough for two pages; its sentence may even end at the break."""
    first = (
        cells([["序号", "任务", "单位"], ["1", "床位", "卫健局负责。"]], top=680),
        ruled(XS, [680.0, 710.0, 740.0]),
    )
    second = (cells([["", "", "教育局配合。"], ["2", "医师", "民政局"]], top=80), ruled(XS, [80.0, 110.0, 140.0]))
    assert read([first, second]).blocks == (
        RawTable((("序号", "任务", "单位"), ("1", "床位", "卫健局负责。\n教育局配合。"), ("2", "医师", "民政局"))),
    )


def test_a_new_row_under_a_merged_cell_is_no_torn_row() -> None:
    rules = [r for r in ruled(XS, [680.0, 710.0, 740.0, 770.0]) if r != (90.0, 740.0, 500.0, 740.0)]
    rules.append((150.0, 740.0, 500.0, 740.0))
    first = (cells([["类别", "任务", "备注"], ["甲类", "床位", "新增"], ["", "医师数量", "续建"]], top=680), rules)
    second = (cells([["", "护士数量", ""]], top=80), ruled(XS, [80.0, 110.0]))
    (grid,) = read([first, second]).blocks
    assert isinstance(grid, RawTable)
    assert grid.rows[1:] == (("甲类", "床位", "新增"), ("甲类", "医师数量", "续建"), ("甲类", "护士数量", ""))


def test_a_date_at_the_right_ends_its_line() -> None:
    words: list[Text] = [
        *lines(["　　" + FULL[:25], FULL, "落实。"]),
        (380, 200, 15, "2024年4月22日"),
        (90, 225, 15, "（此件公开发布）"),
    ]
    assert read([(words, [])]).blocks[1:] == ("2024年4月22日", "（此件公开发布）")


def test_a_frame_around_text_is_no_table() -> None:
    box = [
        (80.0, 80.0, 510.0, 80.0),
        (80.0, 200.0, 510.0, 200.0),
        (80.0, 80.0, 80.0, 200.0),
        (510.0, 80.0, 510.0, 200.0),
    ]
    blocks = read([(lines(["　　专栏1 重点工程", "　　一是加强领导。"]), box)]).blocks
    assert blocks == ("专栏1 重点工程", "一是加强领导。")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages(rotate: int) -> None:
    raw = read([(lines(["　　一、总体要求", "　　正文内容在这里。"]), [])], rotate=rotate)
    assert sorted(map(str, raw.blocks)) == ["一、总体要求", "正文内容在这里。"]


def test_text_that_runs_up_the_page_is_turned() -> None:
    data = pdf([(lines(["　　一、总体要求", "　　正文内容在这里。"]), [])], upwards=True)
    assert read_bytes(data, "a.pdf").blocks == ("一、总体要求", "正文内容在这里。")


def test_double_dash_and_bold_by_printing_twice() -> None:
    row = [*lines(["　　一、总体要求——目标"]), *((x + 0.3, y, s, t) for x, y, s, t in lines(["　　一、总体要求"]))]
    assert read([(row, [])]).blocks == ("一、总体要求——目标",)


def test_hyphen_at_the_end_of_a_line() -> None:
    blocks = one(["　　" + FULL[:25], FULL[:24] + "家-校-", "社联动。"])
    assert blocks == (FULL[:25] + FULL[:24] + "家-校-社联动。",)


def test_radicals_become_everyday_characters() -> None:
    assert plain_ideographs("⼈⺠政府⻓期⽅案⻚") == "人民政府长期方案页"
    assert plain_ideographs("①⑴Ａ％㎡ﬁ") == "①⑴Ａ％㎡ﬁ"
    assert read_bytes("⼈⺠政府".encode(), "a.txt").blocks == ("人民政府",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf([([], [])] * 3, image_only=True), "没有文字层（可能是扫描件）.*OCR"),
        (pdf([([], [])]), "没有文字层"),
        (pdf([(lines(["正文。"]), [])])[:200], "损坏|没有文字层"),
        (b"%PDF-1.7\n" + b"\x00" * 200, "损坏"),
        (b"%PDF-", "损坏"),
    ],
)
def test_scans_and_damage_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(data, "方案.pdf")


def test_a_scanned_page_among_others_is_told() -> None:
    raw = read([(lines(["　　一、总体要求，正文内容在这里。"]), []), ([], [])])
    assert raw.notes == ()
    both = pdf([(lines(["　　一、总体要求，正文内容在这里。"]), [])])
    assert b"/I Do" not in both


def test_limits_of_pages_and_time() -> None:
    data = pdf([(lines(["正文内容。"]), [])] * 5)
    with pytest.raises(UnreadableFile, match="5 页，超过上限 4 页"):
        read_bytes(data, "a.pdf", limits=Limits(pages=4))
    with pytest.raises(UnreadableFile, match="已放弃"):
        read_bytes(data, "a.pdf", limits=Limits(read_seconds=-1))


def test_a_long_one_is_quick() -> None:
    words = ["　　" + FULL[:25], *[FULL] * 24, "完。"]
    data = pdf([(lines(words), [])] * 110)
    started = time.monotonic()
    assert len(read_bytes(data, "a.pdf").blocks) == 110
    assert time.monotonic() - started < 15


GOOD = pdf(
    [(lines(["　　一、总体要求", FULL]) + cells([["甲", "乙", "丙"]]), ruled(XS, YS[:2])), (lines([SECOND]), [])]
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_bit_rot_never_raises_another_exception(at: int, junk: bytes) -> None:
    try:
        read_bytes(GOOD[:at] + junk + GOOD[at + len(junk) :], "a.pdf")
    except UnreadableFile as error:
        assert "意外" not in str(error)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 600),
            st.integers(0, 850),
            st.sampled_from([0, 1, 7, 12, 90]),
            st.text("甲1（。a ", min_size=1),
        ),
        max_size=12,
    ),
    st.lists(st.tuples(*[st.integers(-50, 900)] * 4), max_size=14),
)
def test_any_page_never_raises_another_exception(texts: list[Text], rules: list[Rule]) -> None:
    try:
        raw = read([(texts, rules)])
    except UnreadableFile as error:
        assert "意外" not in str(error)
    else:
        for block in raw.blocks:
            if isinstance(block, RawTable):
                assert len({len(row) for row in block.rows}) == 1
