"""Drafts as Word files with everything in them that must survive, what Word does with tracked changes, and reports."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Sequence

from lxml import etree

from assistant.drafts.finding import CheckReport, Evidence, Finding, Verdict
from assistant.drafts.package import Package
from assistant.drafts.paper import Paper
from assistant.drafts.word_paper import WordPaper
from corpus.model import Span

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TAGS = {
    "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes", "header1": "hdr", "footer1": "ftr",
    "comments": "comments",
}  # fmt: skip


def run(text: str, looks: str = "") -> str:
    """One run; ``looks`` are its properties: <w:b/>."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def word_file(body: str, **parts: str) -> bytes:
    """A complete Word file: content types and relations as Word writes them."""
    parts = {name: content for name, content in parts.items() if content}
    kinds = {name: re.sub(r"\d", "", name) for name in parts}
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{name}.xml"/>'
        for n, (name, kind) in enumerate(kinds.items(), 1)
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORDML}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORDML}.document.main+xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
    }
    for name, content in parts.items():
        tag = _TAGS[name]
        files[f"word/{name}.xml"] = f"<w:{tag} {NAMES}>{content}</w:{tag}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n" + content)
    return out.getvalue()


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
    "<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inside}"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF 表1 </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def rich() -> bytes:
    """Headings, runs of all looks, a table, a field, a text box, notes, a header, somebody's comment and changes."""
    body = (
        paragraph(run("关于推进医共体建设的", "<w:b/>"), run("报告", '<w:b/><w:color w:val="FF0000"/>'))
        + paragraph(
            run("到2025年，每千人口注册护士数达到"), run("4", "<w:b/>"), run(".93", "<w:i/>"), run("人。"),
            '<w:r><w:footnoteReference w:id="2"/></w:r>', run("由市财政局牵头。", '<w:highlight w:val="yellow"/>'),
            properties='<w:ind w:firstLineChars="200"/>',
        )
        + paragraph(
            '<w:commentRangeStart w:id="7"/>', run("已有批注的话"), '<w:commentRangeEnd w:id="7"/>',
            '<w:r><w:commentReference w:id="7"/></w:r>', run("和"),
            f'<w:ins w:id="31" w:author="王" w:date="2026-01-01T00:00:00Z">{run("插入的字句")}{run("还有")}</w:ins>',
            '<w:del w:id="32" w:author="王" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>删去的</w:delText></w:r></w:del>',
            run("后文。"),
        )
        + paragraph(run("见", ""), FIELD.format(result=run("表1", "<w:u/>")), "<w:r><w:tab/><w:t>右</w:t><w:br/><w:t>下行</w:t></w:r>")
        + f"<w:tbl><w:tblPr/><w:tr><w:tc>{paragraph(run('指标'))}</w:tc><w:tc>{paragraph(run('床位6张'))}</w:tc></w:tr></w:tbl>"
        + paragraph(run("框外"), BOX.format(inside=paragraph(run("框内5个"))), run("框后"))
        + paragraph()
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>'
    )  # fmt: skip
    return word_file(
        body,
        styles='<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="annotation text"/></w:style>'
        '<w:style w:type="character" w:styleId="a6"><w:name w:val="annotation reference"/></w:style>',
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run("脚注里的90%"))}</w:footnote>',
        header1=paragraph(run("页眉里的2024年")),
        comments='<w:comment w:id="7" w:author="王" w:date="2026-01-01T00:00:00Z"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment>',
    )


RICH_TEXT = (
    "关于推进医共体建设的报告\n到2025年，每千人口注册护士数达到4.93人。由市财政局牵头。\n已有批注的话和插入的字句还有后文。\n"
    "见表1\t右\n下行\n指标\n床位6张\n框外框后\n\n框内5个\n脚注里的90%\n页眉里的2024年"
)
EVIDENCE = Evidence(
    "方案.txt",
    "某市府办〔2024〕1号",
    "某市实施方案",
    "某市府办〔2024〕1号",
    "二/（五）",
    "二、（五）",
    "达到3.93人，由市卫生健康局牵头",
)


def finding(
    text: str, words: str, correction: str | None = None, verdict: Verdict = "数字不符", at: int = 0
) -> Finding:
    """A finding on the first place of ``words`` from ``at`` on."""
    start = text.index(words, at)
    span = Span(start, start + len(words))
    return Finding(span, words, "number", verdict, (EVIDENCE,), "原文为“达到3.93人”。", correction)


def report(paper: Paper, *wanted: tuple[str, str | None]) -> CheckReport:
    """A scripted report: words and what they should read."""
    return CheckReport(paper.text, tuple(finding(paper.text, words, new) for words, new in wanted))


# What Word does with tracked changes of one author


def accepted(data: bytes, author: str) -> str:
    """The plain text after accepting an author's changes."""
    return WordPaper.read(Package.open(_resolved(data, author, keep="ins", drop="del"), "a.docx")).text


def rejected(data: bytes, author: str) -> bytes:
    """The file after rejecting an author's changes."""
    return _resolved(data, author, keep="del", drop="ins")


def _resolved(data: bytes, author: str, keep: str, drop: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(content)
                _resolve(root, author, keep, drop)
                content = etree.tostring(root)
            made.writestr(name, content)
    return out.getvalue()


def _resolve(root: etree._Element, author: str, keep: str, drop: str) -> None:
    for element in list(root.iter(f"{{{W}}}{drop}")):
        if element.get(f"{{{W}}}author") == author:
            element.getparent().remove(element)
    for element in list(root.iter(f"{{{W}}}{keep}")):
        if element.get(f"{{{W}}}author") != author:
            continue
        for inner in list(element):
            element.addprevious(inner)
            for words in inner.iter(f"{{{W}}}delText"):
                words.tag = f"{{{W}}}t"
        element.getparent().remove(element)


# What a file is apart from our marks


def bare(data: bytes, ours: Sequence[str] = ()) -> dict[str, bytes]:
    """Every part in canonical form without the comments whose ids are ``ours``, with cut runs joined again."""
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(content)
                _unmark(root, set(ours))
                _join(root)
                content = etree.tostring(root, method="c14n")
            out[name] = content
    return out


def comment_ids(data: bytes, author: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("word/comments")]
        roots = [etree.fromstring(archive.read(n)) for n in names]
    return [c.get(f"{{{W}}}id") or "" for root in roots for c in root if c.get(f"{{{W}}}author") == author]


def _unmark(root: etree._Element, ours: set[str]) -> None:
    for element in list(root.iter()):
        name = etree.QName(element).localname
        if not name.startswith("comment") or name == "comments" or element.get(f"{{{W}}}id") not in ours:
            continue
        gone = element.getparent() if name == "commentReference" else element
        gone.getparent().remove(gone)


def _join(root: etree._Element) -> None:
    """Neighbouring runs of the same looks as one, their words as one text: what cutting a run leaves unchanged."""
    for parent in [p for p in root.iter() if any(etree.QName(e).localname == "r" for e in p if isinstance(e.tag, str))]:
        for element in list(parent):
            before = element.getprevious()
            if before is not None and {etree.QName(e).localname for e in (before, element)} == {"r"}:
                first, second = _looks(before), _looks(element)
                if first == second and before.attrib == element.attrib:
                    before.extend([e for e in element if etree.QName(e).localname != "rPr"])
                    parent.remove(element)
    for around in list(root.iter(f"{{{W}}}ins", f"{{{W}}}moveTo")):
        before = around.getprevious()
        if before is not None and before.tag == around.tag and _apart_from_id(before) == _apart_from_id(around):
            before.extend(list(around))
            around.getparent().remove(around)
            _join(before.getparent())
    for words in list(root.iter(f"{{{W}}}t")):
        before = words.getprevious()
        words.attrib.clear()
        if before is not None and before.tag == words.tag:
            before.text = (before.text or "") + (words.text or "")
            words.getparent().remove(words)


def _apart_from_id(element: etree._Element) -> dict[str, str]:
    """The attributes but the number: the halves of a parted change have numbers of their own."""
    return {name: value for name, value in element.attrib.items() if name != f"{{{W}}}id"}


def _looks(run: etree._Element) -> bytes:
    found = run.find(f"{{{W}}}rPr")
    if found is None:
        return b""
    looks = copy.deepcopy(found)
    for change in looks.iter(f"{{{W}}}rPrChange"):
        change.attrib.pop(f"{{{W}}}id", None)
    return bytes(etree.tostring(looks, method="c14n"))


def looks_by_character(data: bytes) -> list[tuple[str, bytes]]:
    """Each character of the body with the properties of its run, deleted ones too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    out = []
    for one in root.iter(f"{{{W}}}r"):
        text = "".join(e.text or "" for e in one if etree.QName(e).localname in ("t", "delText"))
        out += [(character, _looks(one)) for character in text]
    return out
