from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.raw import RawTable, RawText
from corpus.read import Limits, read_bytes
from corpus.read.word_numbering import formatted
from tests.builders_documents import docx, paragraph, table, zipped


def read(body: str, **parts: str) -> RawText:
    return read_bytes(docx(body, **parts), "方案.docx")


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbered(text: str, at: int = 0, ident: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{ident}"/></w:numPr>')


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4", '<w:suff w:val="nothing"/>')
    + level(4, "japaneseCounting", "第%5条")
    + level(5, "decimal", "%1.%3", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_printed_numbers_come_back() -> None:
    body = "".join(
        numbered(text, at)
        for text, at in [
            ("总体要求", 0), ("指导思想", 1), ("基本原则", 1), ("政府主导", 2), ("社会参与", 2), ("甲", 3), ("乙", 3),
            ("主要任务", 0), ("加强领导", 1), ("落实经费", 2),
        ]
    )  # fmt: skip
    assert read(body, numbering=OUTLINE).blocks == (
        "一、总体要求", "（一）指导思想", "（二）基本原则", "1.政府主导", "2.社会参与", "①甲", "②乙",
        "二、主要任务", "（一）加强领导", "1.落实经费",
    )  # fmt: skip


def test_restart_override_articles_and_legal_style() -> None:
    body = numbered("甲") + numbered("乙", ident=2) + numbered("为了规范", 4) + numbered("适用", 4) + numbered("末", 5)
    assert read(body, numbering=OUTLINE).blocks == ("一、甲", "五、乙", "第一条 为了规范", "第二条 适用", "5.1 末")


def test_numbering_of_a_style_and_none() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1a"><w:basedOn w:val="H1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="H1"/>')
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = (
        paragraph("总则", '<w:pStyle w:val="H1"/>')
        + paragraph("附则", '<w:pStyle w:val="H1a"/>')
        + paragraph("无", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert read(body, numbering=numbering, styles=styles).blocks == ("第一章 总则", "第二章 附则", "无")


def test_bullets_print_nothing() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">' + level(0, "bullet", "\uf06c") + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert read(numbered("一项"), numbering=numbering).blocks == ("一项",)


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (12, "chineseCounting", "十二"), (103, "chineseCountingThousand", "一百零三"), (10, "ideographDigital", "一〇"),
        (12, "decimalEnclosedCircle", "⑫"), (21, "decimalEnclosedCircle", "㉑"), (36, "decimalEnclosedCircle", "㊱"),
        (3, "decimalEnclosedParen", "⑶"), (2, "ideographTraditional", "乙"), (2, "chineseLegalSimplified", "贰"),
        (28, "upperLetter", "BB"), (14, "lowerRoman", "xiv"), (7, "decimalZero", "07"), (12, "decimalFullWidth", "１２"),
        (5, "someFutureFormat", "5"), (0, "chineseCounting", "0"), (5, "none", ""),
    ],
)  # fmt: skip
def test_number_formats(number: int, form: str, printed: str) -> None:
    assert formatted(number, form) == printed


def test_tracked_changes_count_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>床位达到</w:t></w:r><w:del><w:r><w:delText>5张</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6张</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>" + paragraph("后半。")
        + "<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
    )  # fmt: skip
    raw = read(body)
    assert raw.blocks == ("床位达到6张。", "前半，后半。", "移来")
    assert {r.text for r in raw.removed} == {"5张", "移走"}
    assert any("修订" in n for n in raw.notes)


def test_deleted_rows_do_not_count() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:delText>旧</w:delText></w:r></w:p></w:tc></w:tr>"
    body = table([["指标", "值"], ["床位", "6张"]]).replace("</w:tbl>", gone + "</w:tbl>")
    assert read(body).blocks == (RawTable((("指标", "值"), ("床位", "6张"))),)


def test_coloured_runs_breaks_fields_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>健康</w:t></w:r><w:r><w:rPr><w:color w:val='C80000'/></w:rPr><w:t>中国</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗号</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>行动</w:t></w:r>"
        "<w:r><w:br/><w:t>第二行</w:t></w:r><w:r><w:sym w:font='Wingdings 2' w:char='F052'/></w:r></w:p>"
    )
    raw = read(body)
    assert raw.blocks == ("健康中国行动", "第二行☑")
    assert [r.reason for r in raw.removed] == ["隐藏文字"]


def test_text_box_once_and_in_place() -> None:
    box = "<w:txbxContent>" + paragraph("专栏1 重点工程") + table([["甲", "乙"], ["1", "2"]]) + "</w:txbxContent>"
    drawing = (
        f'<mc:AlternateContent xmlns:mc="m" xmlns:v="v"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph("前") + f"<w:p><w:r><w:t>中</w:t></w:r><w:r>{drawing}</w:r></w:p>" + paragraph("后")
    assert read(body).blocks == ("前", "中", "专栏1 重点工程", RawTable((("甲", "乙"), ("1", "2"))), "后")


def test_foot_notes_follow_their_paragraph_and_margins_go() -> None:
    body = (
        "<w:p><w:r><w:t>床位5.2张</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    )
    raw = read(
        body + paragraph("后文。"),
        footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">'
        + paragraph("含中医床位。") + "</w:footnote>",
        header=paragraph("内部资料"),
        comments="<w:comment>" + paragraph("请核对") + "</w:comment>",
    )  # fmt: skip
    assert raw.blocks == ("床位5.2张。", "脚注2：含中医床位。", "后文。")
    assert {(r.text, r.reason) for r in raw.removed} == {("内部资料", "页眉"), ("请核对", "批注")}


def test_contents_are_removed() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    toc = (
        '<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:t>一、总则</w:t></w:r><w:r><w:tab/><w:t>7</w:t></w:r></w:p>'
    )
    raw = read(toc + paragraph("二、目标......9") + paragraph("一、总则"), styles=styles)
    assert raw.blocks == ("一、总则",)
    assert {r.reason for r in raw.removed} == {"目录"}


def test_merged_cells() -> None:
    body = table(
        [
            [('<w:gridSpan w:val="3"/>', "附件2 任务分工表")],
            ["序号", "任务", "单位"],
            [('<w:vMerge w:val="restart"/>', "1"), "甲", "卫健局"],
            [("<w:vMerge/>", ""), "乙", "教育局"],
            ["2", ('<w:gridSpan w:val="2"/>', "丙")],
        ]
    )
    blocks = read(body).blocks
    assert blocks[0] == "附件2 任务分工表"
    assert blocks[1] == RawTable(
        (("序号", "任务", "单位"), ("1", "甲", "卫健局"), ("1", "乙", "教育局"), ("2", "丙", "丙")),
        frozenset({(2, 0), (3, 2)}),
    )


def test_python_docx_writes_what_we_read() -> None:
    document = Document()
    document.add_paragraph("某市实施方案")
    grid = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            grid.cell(r, c).text = f"{r}{c}"
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(0, 1).merge(grid.cell(0, 2))
    document.add_paragraph("附则")
    out = BytesIO()
    document.save(out)
    raw = read_bytes(out.getvalue(), "a.docx")
    assert raw.blocks[0] == "某市实施方案"
    assert raw.blocks[2] == "附则"
    assert raw.blocks[1] == RawTable(
        (("00", "01\n02", "01\n02"), ("10\n20", "11", "12"), ("10\n20", "21", "22")), frozenset({(0, 2), (2, 0)})
    )


def test_a_box_of_one_cell_is_text_and_a_nested_table_stays_in_its_cell() -> None:
    assert read(table([["专栏2"], ["一是加强领导。"]])).blocks == ("专栏2", "一是加强领导。")
    inner = table([["市级", "6张"], ["县级", "4张"]])
    outer = table([["任务", "说明各级应当达到的数目"], ["床位", "X"]]).replace(paragraph("X"), inner + paragraph(""))
    assert read(outer).blocks == (RawTable((("任务", "说明各级应当达到的数目"), ("床位", "市级 6张\n县级 4张"))),)


def test_table_only() -> None:
    assert read(table([["单位", "任务"], ["卫健局", "甲"]])).blocks == (RawTable((("单位", "任务"), ("卫健局", "甲"))),)


def test_a_broken_picture_is_no_hindrance() -> None:
    relation = '<Relationship Id="p" Type="x/image" Target="../NULL"/><Relationship Id="q" Type="x/image" Target="media/no.png"/>'
    raw = read(paragraph("正文。") + "<w:p><w:r><w:drawing><a embed='q'/></w:drawing></w:r></w:p>", relations=relation)
    assert raw.blocks == ("正文。",)


def test_another_edition_of_the_standard() -> None:
    files = {
        "word/document.xml": f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{paragraph("严格版。")}</w:body></w:document>'
    }
    assert read_bytes(zipped(dict(files)), "a.docx").blocks == ("严格版。",)


def bomb(size: int) -> bytes:
    return zipped({"word/document.xml": b"<w>" + b"a" * size + b"</w>"})


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(paragraph("正文。"))[:300], "已损坏或没有下载完整"),
        (docx(paragraph("正文。")).replace(b"word/document.xml", b"word/dokument.xml"), "没有 Word 正文"),
        (zipped({"word/document.xml": ENTITIES + "<a>&b;</a>"}), "实体声明"),
        (zipped({"word/document.xml": (ENTITIES + "<a>&b;</a>").encode("utf-16")}), "实体声明"),
        (zipped({"word/document.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "实体声明"),
        (zipped({"word/document.xml": "not xml at all"}), "损坏|没有可读"),
        (zipped({"word/document.xml": ""}), "损坏"),
        (zipped({"x/y": "z"}), "不支持|没有|损坏"),
        (docx(""), "没有可读的文字"),
    ],
)
def test_damage_and_tricks_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(data, "方案.docx")


def test_zip_bombs_end_in_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="过大"):
        read_bytes(bomb(80_000_000), "a.docx")
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_bytes(bomb(5_000_000), "a.docx", limits=Limits(unpacked_bytes=1_000_000))
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_bytes(zipped({f"word/{i}": "" for i in range(60)}), "a.docx", limits=Limits(members=50))
    lying = bytearray(bomb(5_000_000))
    at = bytes(lying).rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        read_bytes(bytes(lying), "a.docx")


def test_encrypted_archive_and_climbing_names() -> None:
    locked = bytearray(docx(paragraph("正文。")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := bytes(locked).find(sign, start)) >= 0:
            locked[start + at] |= 1
            start += 4
    with pytest.raises(UnreadableFile, match="已加密"):
        read_bytes(bytes(locked), "a.docx")
    climbing = docx(
        paragraph("正文。"), relations='<Relationship Id="n" Type="x/numbering" Target="../../../etc/passwd"/>'
    )
    assert read_bytes(climbing, "a.docx").blocks == ("正文。",)


def test_deep_nesting_is_no_crash() -> None:
    for body in (
        "<w:sdt><w:sdtContent>" * 5000,
        "<w:tbl><w:tr><w:tc>" * 80 + paragraph("内") + "</w:tc></w:tr></w:tbl>" * 80,
    ):
        try:
            read(body)
        except UnreadableFile as error:
            assert "意外" not in str(error)


def test_encrypted_office_file_names_the_remedy() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 60
    with pytest.raises(UnreadableFile, match="已加密，请先去掉密码"):
        read_bytes(data, "方案.docx")


GOOD = docx(
    numbered("总则") + table([["甲", "乙"], ["丙", "丁"]]) + paragraph("正文。") * 3,
    numbering=OUTLINE, footnotes="", styles="",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_bit_rot_never_raises_another_exception(at: int, junk: bytes) -> None:
    try:
        read_bytes(GOOD[:at] + junk + GOOD[at + len(junk) :], "a.docx")
    except UnreadableFile as error:
        assert "意外" not in str(error)


_BITS = st.sampled_from(
    [paragraph("甲。"), numbered("乙", 1), "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc><w:tcPr><w:vMerge/></w:tcPr>",
     "</w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr>', "<w:p>", "</w:p>", "<w:del>", "</w:del>", "<w:ins/>",
     '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>', "<w:r><w:t>丙</w:t></w:r>", "<w:sdt>", "</w:sdt>"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_BITS, max_size=30))
def test_odd_structure_never_raises_another_exception(bits: list[str]) -> None:
    try:
        read("".join(bits), numbering=OUTLINE)
    except UnreadableFile as error:
        assert "意外" not in str(error)


def test_a_part_with_a_wrong_checksum_is_refused() -> None:
    broken = docx(paragraph("正文。"))
    at = broken.index(b"PK\x01\x02")
    while at >= 0:
        broken = broken[: at + 16] + b"\x12\x34\x56\x78" + broken[at + 20 :]
        at = broken.find(b"PK\x01\x02", at + 4)
    with pytest.raises(UnreadableFile, match="损坏"):
        read_bytes(broken, "a.docx")
