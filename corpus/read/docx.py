"""Word files (docx, also as WPS saves them): the parts of the package, and the document's story in reading order."""

from __future__ import annotations

import posixpath

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.raw import RawTable, RawText
from corpus.read.archive import Archive, attribute, local
from corpus.read.fields import take_fields
from corpus.read.limits import Limits
from corpus.read.marks import strip_marks
from corpus.read.word_numbering import Numbering
from corpus.read.word_text import Story, contents_styles


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a Word file; a broken picture or a missing part other than the text itself is no hindrance."""
    archive = Archive(data, name, limits)
    main = _main_part(archive)
    body = archive.xml(main)
    related = _related(archive, main)
    styles = _part(archive, related, "styles")
    story = Story(
        Numbering(_part(archive, related, "numbering"), styles),
        limits,
        _notes(archive, related),
        contents_styles(styles),
    )
    blocks: list[str | RawTable] = []
    for element in body:
        if local(element) == "body":
            blocks += story.blocks(element)
    blocks, unmarked = strip_marks(blocks)
    blocks, fields, taken = take_fields(blocks)
    notes = list(archive.notes)
    if story.changes:
        notes.append("文件带有修订痕迹，已按接受全部修订读取。")
    margins = _margins(archive, related, limits)
    return RawText(
        blocks=tuple(blocks),
        format="docx",
        metadata=fields,
        removed=(*unmarked, *taken, *story.removed, *margins),
        notes=tuple(notes),
    )


def _main_part(archive: Archive) -> str:
    for target, kind in _relations(archive, "_rels/.rels", ""):
        if kind.endswith("/officeDocument") and target in archive:
            return target
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise UnreadableFile(f"文件“{archive.name}”里没有 Word 正文，可能已损坏，请重新获取后再试。")


def _related(archive: Archive, main: str) -> list[tuple[str, str]]:
    """The parts that the text refers to and of what kind they are; broken relations are left out."""
    folder, _, file = main.rpartition("/")
    found = _relations(archive, f"{folder}/_rels/{file}.rels", folder)
    known = [(target, kind.rpartition("/")[2]) for target, kind in found if target in archive]
    for part in ("numbering", "styles", "footnotes", "endnotes"):
        if not any(kind == part for _, kind in known) and f"{folder}/{part}.xml" in archive:
            known.append((f"{folder}/{part}.xml", part))
    return known


def _relations(archive: Archive, part: str, folder: str) -> list[tuple[str, str]]:
    if part not in archive:
        return []
    out = []
    for relation in archive.xml(part):
        target, kind = attribute(relation, "Target"), attribute(relation, "Type")
        if target and kind and attribute(relation, "TargetMode") != "External":
            path = target if target.startswith("/") else posixpath.join(folder, target)
            out.append((posixpath.normpath(path).lstrip("/"), kind))
    return out


def _part(archive: Archive, related: list[tuple[str, str]], kind: str) -> etree._Element | None:
    part = next((target for target, k in related if k == kind), None)
    return archive.xml(part) if part is not None else None


def _notes(archive: Archive, related: list[tuple[str, str]]) -> dict[str, etree._Element]:
    """Foot- and endnotes by 「footnote 2」; separators are none."""
    found = {}
    for kind in ("footnote", "endnote"):
        root = _part(archive, related, f"{kind}s")
        for note in root if root is not None else ():
            if local(note) == kind and attribute(note, "type") in (None, "normal"):
                found[f"{kind} {attribute(note, 'id')}"] = note
    return found


def _margins(archive: Archive, related: list[tuple[str, str]], limits: Limits) -> list[Removed]:
    """Headers, footers and comments: said to be removed, once each."""
    out: dict[str, Removed] = {}
    for target, kind in related:
        reason = {"header": "页眉", "footer": "页脚", "comments": "批注"}.get(kind)
        if reason is None:
            continue
        story = Story(Numbering(None, None), limits, {})
        for block in story.blocks(archive.xml(target)):
            if isinstance(block, str) and block.strip():
                out.setdefault(block, Removed(block.strip(), reason))
    return list(out.values())
