from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.raw import RawTable
from corpus.read import read_bytes
from corpus.read.ofd_page import numbers, steps
from tests.builders_documents import OFD, ofd, ofd_rule, ofd_text, zipped

# 30 characters of 5 mm fill the line from 30 to 180.
FULL = "为全面推进健康融入所有政策经市人民政府同意制定本实施方案请认"


def test_lines_paragraphs_and_pages() -> None:
    first = ofd_text(40, 40, "一、总体要求") + ofd_text(40, 50, FULL[:28]) + ofd_text(30, 60, FULL)
    raw = read_bytes(
        ofd([first + ofd_text(100, 285, "－1－"), ofd_text(30, 40, "真组织实施。") + ofd_text(100, 285, "－2－")]),
        "通知.ofd",
    )
    assert raw.blocks == ("一、总体要求", FULL[:28] + FULL + "真组织实施。")
    assert raw.format == "ofd"
    assert [r.reason for r in raw.removed] == ["页码"]


def test_one_object_a_character_and_a_matrix() -> None:
    body = "".join(ofd_text(30 + 5 * i, 40, c) for i, c in enumerate("某市实施方案"))
    scaled = (
        '<ofd:TextObject Boundary="30 60 100 10" Size="1" CTM="5 0 0 5 0 0" Font="1">'
        '<ofd:TextCode X="0" Y="1" DeltaX="1 1 1">第一条略</ofd:TextCode></ofd:TextObject>'
    )
    assert read_bytes(ofd([body + scaled]), "a.ofd").blocks == ("某市实施方案", "第一条略")


def test_ruled_table() -> None:
    rules = "".join(ofd_rule(30, y, 150, y) for y in (40, 50, 60)) + "".join(
        ofd_rule(x, 40, x, 60) for x in (30, 70, 150)
    )
    text = "".join(
        ofd_text(x, y, w) for x, y, w in [(32, 42, "指标"), (72, 42, "二〇二五年"), (32, 52, "床位"), (72, 52, "六张")]
    )
    assert read_bytes(ofd([rules + text]), "a.ofd").blocks == (RawTable((("指标", "二〇二五年"), ("床位", "六张"))),)


def test_template_below_every_page_and_custom_data() -> None:
    info = '<ofd:CustomDatas><ofd:CustomData Name="发文字号">某府办〔2024〕1号</ofd:CustomData></ofd:CustomDatas>'
    pages = [ofd_text(40, 60 + 10 * i, f"第{c}段正文内容各不相同。") for i, c in enumerate("一二三四")]
    raw = read_bytes(ofd(pages, template=ofd_text(40, 15, "某市人民政府公报"), info=info), "a.ofd")
    assert raw.metadata == {"发文字号": "某府办〔2024〕1号"}
    assert raw.blocks == tuple(f"第{c}段正文内容各不相同。" for c in "一二三四")
    assert [r.text for r in raw.removed] == ["某市人民政府公报"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("g 3 4.2 5", [4.2, 4.2, 4.2, 5.0]),
        ("1 2 g 2 3", [1, 2, 3, 3]),
        ("g", []),
        ("g x 3", []),
        (None, []),
        ("nan inf 1", [1]),
    ],
)
def test_steps(text: str | None, found: list[float]) -> None:
    assert steps(text) == found


def test_steps_are_bounded() -> None:
    assert len(steps("g 999999999 1")) <= 100_000
    assert numbers("1 x 2,3 4") == [1, 4]


ENCRYPTED = f"<ofd:OFD {OFD}><ofd:Encryptions>x</ofd:Encryptions></ofd:OFD>"
ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"OFD.xml": ENCRYPTED}), "已加密"),
        (zipped({"OFD.xml": ENTITY}), "实体声明"),
        (zipped({"OFD.xml": f"<ofd:OFD {OFD}/>"}), "没有文字"),
        (zipped({"OFD.xml": "<"}), "损坏"),
        (ofd(["<ofd:ImageObject Boundary='0 0 210 297'/>"]), "没有文字（可能是扫描件）"),
        (ofd([ofd_text(1, 1, "甲")])[:150], "损坏"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(data, "通知.ofd")


def test_a_missing_page_is_told() -> None:
    data = ofd([ofd_text(30, 40, "第一页正文。"), ofd_text(30, 40, "第二页正文。")]).replace(b"Pages/P1/", b"Pages/PX/")
    raw = read_bytes(data, "a.ofd")
    assert raw.blocks == ("第一页正文。",)
    assert raw.notes == ("第2页缺失，未读取。",)


_VALUES = st.sampled_from(
    ["", "x", "0 0 0 0", "30 40 100 10", "1e400 1 1 1", "-5 -5 1 1", "1 0 0 1 0 0", "0 0 0 0 0 0", "g 9 9"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(_VALUES, _VALUES, _VALUES, st.text("甲1 （。", max_size=6)), max_size=6))
def test_odd_values_never_raise_another_exception(objects: list[tuple[str, str, str, str]]) -> None:
    body = "".join(
        f'<ofd:TextObject Boundary="{a}" Size="{b}" CTM="{c}"><ofd:TextCode X="{b}" Y="{a}" DeltaX="{c}">{t}</ofd:TextCode></ofd:TextObject>'
        f'<ofd:PathObject Boundary="{c}" CTM="{a}"><ofd:AbbreviatedData>M {b} L {a} C {c}</ofd:AbbreviatedData></ofd:PathObject>'
        for a, b, c, t in objects
    )
    try:
        read_bytes(ofd([body]), "a.ofd")
    except UnreadableFile as error:
        assert "意外" not in str(error)
