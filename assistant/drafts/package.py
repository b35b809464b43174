"""A docx as the package it is: parts read on demand, changed parts written back, every other byte kept as it came.

python-docx writes every part anew and gives up on a file with one broken picture; a draft that comes back from a check
must differ from what its author sent in nothing but our marks.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.read.archive import Archive, attribute, local, parse_xml
from corpus.read.limits import DEFAULT_LIMITS, Limits

_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION_PART = "application/vnd.openxmlformats-package.relationships+xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(slots=True)
class Package:
    """One docx; ``part`` gives an element tree that may be changed, ``data`` the file with all changes."""

    name: str
    _archive: Archive
    _data: bytes
    _names: dict[str, str]
    main: str = ""
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)
    _broken: set[str] = field(default_factory=set)
    _added: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Package:
        """Raises ``UnreadableFile`` for what is damaged, encrypted, a bomb, or no Word file."""
        archive = Archive(data, name, limits)
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            names = {_key(info.filename): info.filename for info in reversed(found.infolist())}
        package = cls(name, archive, data, names)
        package.main = package._main_part()
        return package

    def part(self, path: str) -> etree._Element:
        """A part's root, parsed once."""
        key = _key(path)
        if key not in self._trees:
            root, whole = parse_xml(self._added.get(key) or self._archive.read(path), self.name)
            self._trees[key] = root
            if not whole:
                self._broken.add(key)
        return self._trees[key]

    def __contains__(self, path: str) -> bool:
        return _key(path) in self._names or _key(path) in self._added

    @property
    def body(self) -> etree._Element:
        """The main part."""
        return self.part(self.main)

    @property
    def damaged(self) -> bool:
        """Whether a part that was read is not whole XML: such a file can be read but not written back."""
        return bool(self._broken)

    @property
    def word(self) -> str:
        """The namespace of Word's elements: the everyday one or that of the strict edition."""
        return str(etree.QName(self.body).namespace)

    @property
    def relations(self) -> str:
        """Where the kinds of relations stand, for the same edition."""
        base = "http://purl.oclc.org/ooxml" if self.word == _STRICT else "http://schemas.openxmlformats.org"
        return (
            f"{base}/officeDocument/relationships"
            if self.word == _STRICT
            else f"{base}/officeDocument/2006/relationships"
        )

    def touch(self, path: str) -> etree._Element:
        """A part that is about to be changed; raises ``UnreadableFile`` where writing it back would lose something."""
        root = self.part(path)
        if _key(path) in self._broken:
            raise UnreadableFile(f"文件“{self.name}”内部结构有损坏，不能在上面加批注，请用 Word 打开后另存再试。")
        self._touched.add(_key(path))
        return root

    def related(self, kind: str, source: str | None = None) -> list[str]:
        """The parts of a kind (``comments``, ``footnotes``, ``header``) that a part refers to, in its order."""
        return [path for path, named, _ in self._relations(source or self.main) if named == kind and path in self]

    def add(self, path: str, kind: str, content_type: str, data: bytes) -> str:
        """A new part that the main part refers to; gives the relation's id."""
        relations = _relations_of(self.main)
        root = self.touch(relations) if relations in self else self._new_relations(relations)
        used = {attribute(r, "Id") for r in root}
        ident = next(f"rId{n}" for n in range(len(used) + 1, 2 * len(used) + 3) if f"rId{n}" not in used)
        folder = self.main.rpartition("/")[0]
        target = posixpath.relpath(path, folder) if folder else path
        etree.SubElement(
            root, f"{{{_RELATIONS_NS}}}Relationship", Id=ident, Type=f"{self.relations}/{kind}", Target=target
        )
        self.add_loose(path, content_type, data)
        return ident

    def add_loose(self, path: str, content_type: str, data: bytes) -> None:
        """A new part and its content type, without a relation."""
        self._added[_key(path)] = data
        self._names[_key(path)] = path
        types = self.touch(_TYPES)
        override = f"{{{_TYPES_NS}}}Override"
        if not any(attribute(e, "PartName") == f"/{path}" for e in types):
            etree.SubElement(types, override, PartName=f"/{path}", ContentType=content_type)

    def free_path(self, wanted: str) -> str:
        """``word/comments.xml``, or with a number where another part has the name."""
        stem, dot, suffix = wanted.rpartition(".")
        return next(p for n in range(10_000) if (p := f"{stem}{n or ''}{dot}{suffix}") not in self)

    def data(self) -> bytes:
        """The whole file: changed parts anew, the others byte for byte, in the order they came."""
        out = io.BytesIO()
        done = set()
        with zipfile.ZipFile(io.BytesIO(self._data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for info in source.infolist():
                key = _key(info.filename)
                if key in done:
                    continue
                done.add(key)
                content = self._written(key)
                made.writestr(info, source.read(info) if content is None else content)
            for key in self._added:
                if key not in done:
                    made.writestr(self._names[key], self._written(key) or self._added[key])
        return out.getvalue()

    def _written(self, key: str) -> bytes | None:
        if key not in self._touched:
            return self._added.get(key)
        tree = self._trees[key].getroottree()
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _main_part(self) -> str:
        for path, kind, _ in self._relations(""):
            if kind == "officeDocument" and path in self:
                return path
        if "word/document.xml" in self:
            return "word/document.xml"
        raise UnreadableFile(f"文件“{self.name}”里没有 Word 正文，可能已损坏，请重新获取后再试。")

    def _relations(self, source: str) -> list[tuple[str, str, str]]:
        """Path, kind and id of what a part refers to inside the package."""
        part = _relations_of(source)
        if part not in self:
            return []
        folder = source.rpartition("/")[0]
        out = []
        for relation in self.part(part):
            target, kind = attribute(relation, "Target"), attribute(relation, "Type")
            if target and kind and attribute(relation, "TargetMode") != "External":
                path = target if target.startswith("/") else posixpath.join(folder, target)
                path = posixpath.normpath(path).lstrip("/")
                out.append((path, kind.rpartition("/")[2], attribute(relation, "Id") or ""))
        return out

    def _new_relations(self, path: str) -> etree._Element:
        self.add_loose(path, _RELATION_PART, f'<Relationships xmlns="{_RELATIONS_NS}"/>'.encode())
        return self.touch(path)


def keep_blanks(element: etree._Element) -> None:
    """Mark a text element so that blanks at its ends count."""
    element.set(f"{_XML}space", "preserve")


def is_word(element: etree._Element, *names: str) -> bool:
    """Whether an element has one of these local names."""
    return local(element) in names


def _relations_of(path: str) -> str:
    folder, _, file = path.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").casefold()
