"""Real Word footnotes: an entry in ``footnotes.xml`` and a mark in the text that Word numbers by itself."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.drafts.package import Package, keep_blanks
from corpus.read.archive import attribute, child, local

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SMALL = "18"  # half points: 小五


class Footnotes:
    """The footnotes of one file; the part is made, with Word's two separators, where the file has none."""

    def __init__(self, package: Package) -> None:
        self._word = package.word
        self._w = f"{{{package.word}}}"
        known = package.related("footnotes")
        if known:
            self._root = package.touch(known[0])
        else:
            folder = package.main.rpartition("/")[0]
            path = package.free_path(f"{folder}/footnotes.xml".lstrip("/"))
            package.add(path, "footnotes", _TYPE, _empty(package.word))
            self._root = package.touch(path)
        ids = (attribute(n, "id") or "" for n in self._root)
        self._next = max((int(i) for i in ids if i.lstrip("-").isdigit()), default=0) + 1
        self._styles = _styles(package)

    def add(self, inside: Sequence[etree._Element]) -> etree._Element:
        """A footnote of these runs; gives the run with its mark, to be put into the text."""
        w = self._w
        ident = {f"{w}id": str(max(self._next, 1))}
        self._next = max(self._next, 1) + 1
        note = etree.SubElement(self._root, f"{w}footnote", ident)
        paragraph = etree.SubElement(note, f"{w}p")
        looks = etree.SubElement(paragraph, f"{w}pPr")
        if style := self._styles.get("footnote text"):
            etree.SubElement(looks, f"{w}pStyle", {f"{w}val": style})
        else:
            etree.SubElement(looks, f"{w}spacing", {f"{w}line": "240", f"{w}lineRule": "auto"})
            etree.SubElement(looks, f"{w}ind", {f"{w}firstLineChars": "0", f"{w}firstLine": "0"})
        mark = etree.SubElement(paragraph, f"{w}r")
        mark.append(self._raised())
        etree.SubElement(mark, f"{w}footnoteRef")
        blank = etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}t")
        blank.text = " "
        keep_blanks(blank)
        paragraph.extend(inside)
        reference = etree.Element(f"{w}r", nsmap={"w": self._word})
        reference.append(self._raised())
        etree.SubElement(reference, f"{w}footnoteReference", ident)
        return reference

    def looks(self) -> etree._Element | None:
        """The run properties of a footnote's words; ``None`` where the file's style has them."""
        if "footnote text" in self._styles:
            return None
        looks = etree.Element(f"{self._w}rPr")
        for name in ("sz", "szCs"):
            etree.SubElement(looks, f"{self._w}{name}", {f"{self._w}val": _SMALL})
        return looks

    def _raised(self) -> etree._Element:
        looks = etree.Element(f"{self._w}rPr")
        if style := self._styles.get("footnote reference"):
            etree.SubElement(looks, f"{self._w}rStyle", {f"{self._w}val": style})
        else:
            etree.SubElement(looks, f"{self._w}vertAlign", {f"{self._w}val": "superscript"})
        return looks


def _empty(word: str) -> bytes:
    def separator(ident: int, kind: str) -> str:
        return (
            f'<w:footnote w:type="{kind}" w:id="{ident}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        )

    inside = separator(-1, "separator") + separator(0, "continuationSeparator")
    return f'<w:footnotes xmlns:w="{word}">{inside}</w:footnotes>'.encode()


def _styles(package: Package) -> dict[str, str]:
    found = {}
    for path in package.related("styles"):
        for style in package.part(path):
            name = child(style, "name")
            shown = (attribute(name, "val") or "").casefold() if name is not None else ""
            if local(style) == "style" and shown in ("footnote text", "footnote reference"):
                found[shown] = attribute(style, "styleId") or ""
    return found
