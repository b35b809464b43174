"""Small files written by hand for the readers' tests: pdf, docx, ofd. Each shows one trap of a real one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'

Text = tuple[float, float, float, str]  # x, y from the top, size, words
Rule = tuple[float, float, float, float]  # x0, y0, x1, y1 from the top


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# pdf: a page is its texts and ruled lines, in points


def pdf(
    pages: Sequence[tuple[Sequence[Text], Sequence[Rule]]],
    *,
    image_only: bool = False,
    rotate: int = 0,
    upwards: bool = False,
) -> bytes:
    """A pdf whose font is named and not embedded: PDFium knows the encoding, so the text comes back."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"")
    add(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 939 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
    )
    image = add(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x80\nendstream"
    )
    kids = []
    for texts, rules in pages:
        content = b"".join(_shown(text) for text in texts) + b"".join(_ruled(rule) for rule in rules)
        if upwards:
            content = b"q 0 1 -1 0 842 0 cm\n" + content + b"Q"
        if image_only:
            content = b"q 595 0 0 842 0 0 cm /I Do Q"
        stream = add(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F 3 0 R>>/XObject<</I %d 0 R>>>>>>" % (rotate, stream, image)
            )
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    return _file(objects)


def _shown(text: Text) -> bytes:
    x, y, size, words = text
    return b"BT /F %.1f Tf %.1f %.1f Td <%s> Tj ET\n" % (size, x, 842 - y, words.encode("utf-16-be").hex().encode())


def _ruled(rule: Rule) -> bytes:
    x0, y0, x1, y1 = rule
    return b"0.5 w %.1f %.1f m %.1f %.1f l S\n" % (x0, 842 - y0, x1, 842 - y1)


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def lines(words: Sequence[str], *, x: float = 90, y: float = 100, size: float = 15, step: float = 25) -> list[Text]:
    """Printed lines below each other; one that begins with two wide blanks is set in."""
    out = []
    for at, line in enumerate(words):
        bare = line.lstrip("\u3000")
        out.append((x + (len(line) - len(bare)) * size, y + at * step, size, bare))
    return out


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """A whole grid of lines."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


# docx: the body's XML and the parts it needs


def docx(body: str, **parts: str) -> bytes:
    """A Word file; ``parts`` are whole parts by name: ``numbering="<w:num …>"``, ``styles=…``, ``footnotes=…``."""
    tags = {
        "numbering": "numbering",
        "styles": "styles",
        "footnotes": "footnotes",
        "header": "hdr",
        "comments": "comments",
    }
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in parts if name in tags
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships>{relations}{parts.get('relations', '')}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    for name, tag in tags.items():
        if name in parts:
            files[f"word/{name}.xml"] = f"<w:{tag} {W}>{parts[name]}</w:{tag}>"
    return zipped(files)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str | tuple[str, str]]]) -> str:
    """A Word table; a cell is its words, or its properties and its words."""
    out = ""
    for row in rows:
        out += "<w:tr>"
        for cell in row:
            properties, text = cell if isinstance(cell, tuple) else ("", cell)
            out += f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"
        out += "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


# ofd: pages of text objects, in millimetres


def ofd(contents: Sequence[str], *, template: str = "", info: str = "") -> bytes:
    """An OFD file of the pages' object XML; ``template`` is drawn below each of them."""
    page = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>' if template else ""
    files: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{page}</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/P{i}/Content.xml"/>' for i in range(len(contents)))
        + "</ofd:Pages></ofd:Document>",
    }
    below = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    for i, content in enumerate(contents):
        files[f"Doc_0/Pages/P{i}/Content.xml"] = _layer(content, below)
    if template:
        files["Doc_0/Tpls/T.xml"] = _layer(template, "")
    return zipped(files)


def _layer(content: str, before: str) -> str:
    return f"<ofd:Page {OFD}>{before}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd_text(x: float, y: float, words: str, *, size: float = 5.0, extra: str = "") -> str:
    """A line whose baseline lies ``size`` below ``y``, each character a full width from the next."""
    box = f"{x} {y} {size * len(words)} {size * 1.2}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Font="1" Size="{size}" {extra}><ofd:TextCode X="0" Y="{size}" '
        f'DeltaX="g {max(len(words) - 1, 1)} {size}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {abs(x1 - x0) + 1} {abs(y1 - y0) + 1}" LineWidth="0.3">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )
