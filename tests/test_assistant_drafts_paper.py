"""Every kind of draft becomes plain text with positions; what cannot be read is told in one Chinese sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from assistant.drafts.paper import LONGEST, Paper, open_draft, pasted, read_draft
from corpus.errors import PolicyError, UnreadableFile
from corpus.read import office
from tests.builders_documents import pdf, zipped
from tests.builders_drafts import W, paragraph, rich, run, word_file

PICTURE = '<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>'.replace("urn:a", W)


def test_the_text_is_python_docxs_where_that_sees_all() -> None:
    document = Document()
    for line in ("一、目标", "", "到2025年\t达到\n3.93人", "完"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    paper = read_draft(out.getvalue(), "a.docx")
    assert paper.text == "\n".join(p.text for p in Document(out).paragraphs)
    assert paper.place(paper.text.index("3.93")) == "第2段"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("<w:ins>" + run("插入") + "</w:ins>", "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", run("后")), "插入后"),
        (paragraph("<w:moveFrom>" + run("移走") + "</w:moveFrom>", run("留"), "<w:moveTo>" + run("移来") + "</w:moveTo>"), "留移来"),
        (paragraph(run("上"), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("下")), "上下"),
        (paragraph(run("明"), run("暗", "<w:vanish/>"), run("明2", '<w:vanish w:val="0"/>')), "明明2"),
        (paragraph("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "<w:smartTag>" + run("标签") + "</w:smartTag>"), "链接标签"),
        ("<w:sdt><w:sdtContent>" + paragraph("<w:sdt><w:sdtContent>" + run("内") + "</w:sdtContent></w:sdt>") + "</w:sdtContent></w:sdt>", "内"),
        (paragraph('<w:r><w:br w:type="page"/><w:t>新页</w:t><w:noBreakHyphen/><w:t>尾</w:t></w:r>'), "新页-尾"),
        (paragraph("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", run("后")), "x=1后"),
        ("<w:tbl><w:tr><w:tc>" + paragraph(run("甲")) + "</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
         + paragraph(run("乙")) + "</w:tc></w:tr></w:tbl>", "甲"),
    ],
)  # fmt: skip
def test_what_counts_as_text(body: str, text: str) -> None:
    assert read_draft(word_file(body), "a.docx").text == text


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.txt", "一、目标\r\n3.93人\r\n\r\n".encode("gb18030"), "一、目标\n3.93人"),
        ("a.txt", "\ufeff一、目标\n".encode(), "一、目标"),
        ("a.txt", "一、目标，达到".encode("utf-16"), "一、目标，达到"),
        ("a.md", "# 一、目标\n\n到**2025年**，`达到`[3.93人](https://a)\n> 引文\n5*3*2".encode(),
         "一、目标\n\n到2025年，达到3.93人\n引文\n5*3*2"),
    ],
)  # fmt: skip
def test_text_in_any_encoding(name: str, data: bytes, text: str) -> None:
    assert read_draft(data, name).text == text


def test_lines_of_markdown_are_the_files_lines() -> None:
    paper = read_draft("# 题\n\n正文3.93人".encode(), "a.md")
    assert paper.place(paper.text.index("3.93")) == "第3行"


def test_a_pdf_is_read_too() -> None:
    paper = read_draft(pdf([([(72, 72, 12, "到2025年达到3.93人。")], [])]), "a.pdf")
    assert "达到3.93人" in paper.text
    assert not paper.docx
    assert any("新建的 docx" in n for n in paper.notes)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64
BAD: list[tuple[str, bytes, str]] = [
    ("空.docx", b"", "空的"),
    ("空.txt", b" \n\n", "空的"),
    ("空白.docx", word_file(paragraph() + paragraph(run("  "))), "没有文字"),
    ("扫描.docx", word_file(paragraph(PICTURE)), "只有图片.*OCR"),
    ("断.docx", rich()[:600], "已损坏"),
    ("假.docx", zipped({"word/other.xml": "<a/>"}), "没有 Word 正文"),
    ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00\x00", "已加密"),
    ("表.xls", OLE + "Workbook".encode("utf-16-le") + b"\x00\x00", "电子表格"),
    ("图.png", b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
    ("程序.exe", b"MZ\x00\x00" + bytes(range(256)), "不支持"),
    ("二进制.txt", bytes(range(256)) * 40, "不是文本"),
    ("实体.docx", zipped({
        "_rels/.rels": "<Relationships/>", "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    }), "实体声明"),
    ("长.txt", ("长" * (LONGEST + 1)).encode(), "拆分"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), BAD, ids=[n for n, _, _ in BAD])
def test_what_cannot_be_checked_says_why(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=said) as error:
        read_draft(data, name)
    assert "\n" not in str(error.value)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        open_draft(tmp_path / name)


def test_missing_files_folders_and_nothing_pasted(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "无.docx", "找不到"), (tmp_path, "文件夹")):
        with pytest.raises(PolicyError, match=said):
            open_draft(path)
    with pytest.raises(UnreadableFile, match="没有文字"):
        pasted(" \n ")


@pytest.mark.skipif(office.converter() is None, reason="needs LibreOffice for doc and wps")
def test_an_old_file_is_converted_and_marked() -> None:
    rtf = "{\\rtf1\\ansi\\uc1 " + "".join(f"\\u{ord(c)}?" for c in "到2025年达到4.93人。") + "\\par}"
    paper = read_draft(rtf.encode(), "旧稿.rtf")
    assert paper.text.strip() == "到2025年达到4.93人。"
    assert paper.docx.startswith(b"PK")
    assert "转换" in paper.notes[0]


def test_a_place_before_the_first_paragraph() -> None:
    assert Paper("a", "甲", places=((1, "第1段"),)).place(0) == "第1段"
