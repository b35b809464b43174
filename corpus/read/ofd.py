"""OFD, the national format for official documents (GB/T 33190): zipped XML with placed text.

``OFD.xml`` names the documents, ``Document.xml`` their pages and page templates, ``Content.xml`` the text: a box, a
size, and for each run its start and the steps from character to character. Lengths are millimetres, downwards.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.raw import RawText
from corpus.read.archive import Archive, attribute, child, local
from corpus.read.fields import field_name, take_fields
from corpus.read.limits import Limits
from corpus.read.ofd_page import Drawing, numbers
from corpus.read.pages import Laid, blocks_of, lay


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read an OFD file; raises ``UnreadableFile`` for encrypted ones and for scans without text."""
    archive = Archive(data, name, limits)
    root_part = next((p for p in archive.names() if p.rpartition("/")[2] == "ofd.xml"), "ofd.xml")
    root = archive.xml(root_part)
    if any(local(e) in ("Encryptions", "Encrypts") for e in root.iter()):
        raise UnreadableFile(f"OFD“{name}”已加密，请先去掉密码后再放入。")
    pages: list[Laid] = []
    fields: dict[str, str] = {}
    for body in root:
        if local(body) == "DocBody":
            fields |= _fields(body)
            start = child(body, "DocRoot")
            if start is not None and start.text:
                part = _resolve(root_part, start.text)
                pages += _Document(archive, part, limits).pages(len(pages))
    characters = sum(one.characters for one in pages)
    if characters == 0:
        raise UnreadableFile(
            f"OFD“{name}”没有文字（可能是扫描件），读不出文字，请先用文字识别（OCR）软件转成带文字的文件后再放入。"
        )
    blocks, removed = blocks_of(pages, limits)
    blocks, found, taken = take_fields(blocks)
    notes = list(archive.notes)
    pictured = [one.page.number for one in pages if one.page.pictured and one.characters < 10]
    if pictured:
        notes.append(f"第{'、'.join(map(str, pictured[:20]))}页是图片，其中的文字未读取。")
    whole: tuple[Removed, ...] = (*removed, *taken)
    return RawText(blocks=tuple(blocks), format="ofd", metadata=fields | found, removed=whole, notes=tuple(notes))


def _fields(body: etree._Element) -> dict[str, str]:
    """What the issuing system wrote into the file: ``<CustomData Name="发文字号">``."""
    found = {}
    for element in body.iter():
        if local(element) == "CustomData" and element.text:
            name = field_name(attribute(element, "Name") or "")
            if name:
                found[name] = element.text.strip()
    return found


def _resolve(part: str, location: str) -> str:
    """A location as the standard gives it: from the root, or from the folder of the part that names it."""
    location = location.strip()
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), location))


@dataclass(slots=True)
class _Document:
    """One document of the file: its pages, each with the template drawn below it."""

    archive: Archive
    part: str
    limits: Limits

    def pages(self, before: int) -> list[Laid]:
        root = self.archive.xml(self.part)
        common = child(root, "CommonData")
        box = _box(common, "PageArea")
        templates = {
            attribute(e, "ID") or "": _resolve(self.part, attribute(e, "BaseLoc") or "")
            for e in (common if common is not None else ())
            if local(e) == "TemplatePage"
        }
        listed = child(root, "Pages")
        parts = [attribute(p, "BaseLoc") for p in (listed if listed is not None else ()) if local(p) == "Page"]
        if len(parts) + before > self.limits.pages:
            raise UnreadableFile(f"OFD“{self.archive.name}”超过上限 {self.limits.pages} 页，请拆分后再试。")
        drawings: dict[str, etree._Element] = {}
        out = []
        for number, location in enumerate(parts, before + 1):
            content = _resolve(self.part, location or "")
            if content not in self.archive:
                self.archive.notes.append(f"第{number}页缺失，未读取。")
                continue
            page_root = self.archive.xml(content)
            drawing = Drawing(number, _box(page_root, "Area") or box or (0.0, 0.0, 210.0, 297.0))
            for element in page_root:
                ident = attribute(element, "TemplateID") if local(element) == "Template" else None
                part = templates.get(ident or "")
                if part and part in self.archive:
                    if part not in drawings:
                        drawings[part] = self.archive.xml(part)
                    drawing.draw(drawings[part])
            drawing.draw(page_root)
            out.append(lay(drawing.page))
        return out


def _box(parent: etree._Element | None, name: str) -> tuple[float, float, float, float] | None:
    area = child(parent, name, "PhysicalBox")
    found = numbers(area.text or "") if area is not None else []
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and found[2] > 0 and found[3] > 0 else None
