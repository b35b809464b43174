"""Zipped formats (docx, xlsx, ofd), opened with distrust: bombs, passwords, cut-off files, entity tricks.

Parts are read by name into memory and nothing is unpacked to disk, so a part called ``../../etc/passwd`` is just a part
that nobody asks for.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.read.limits import MEGABYTE, Limits

_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OSError, KeyError, OverflowError, UnicodeError,
)  # fmt: skip
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
    """An open archive; part names are found without regard to case and to the kind of slash."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.notes: list[str] = []
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise UnreadableFile(f"文件“{name}”已损坏或没有下载完整，无法打开，请重新获取后再试。") from error
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile(f"文件“{name}”已加密，请先去掉密码后再放入。")
        size = sum(info.file_size for info in infos)
        if len(infos) > limits.members or size > limits.unpacked_bytes:
            bound = f"{limits.members} 个部件、{limits.unpacked_bytes / MEGABYTE:g} MB"
            raise UnreadableFile(f"文件“{name}”解压后过大（上限 {bound}），疑似压缩炸弹，未读取。")
        self._parts = {_plain(info.filename): info for info in reversed(infos)}

    def names(self) -> list[str]:
        """All part names, in small letters with forward slashes, in the order of the archive."""
        return list(reversed(self._parts))

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts

    def size(self, part: str) -> int:
        """How many bytes a part unpacks to; 0 for one that is not there."""
        info = self._parts.get(_plain(part))
        return info.file_size if info is not None else 0

    def read(self, part: str) -> bytes:
        """A part's bytes."""
        info = self._parts.get(_plain(part))
        if info is None:
            raise UnreadableFile(f"文件“{self.name}”缺少部件“{part}”，可能已损坏，请重新获取后再试。")
        if info.file_size > self._limits.xml_bytes:
            raise UnreadableFile(f"文件“{self.name}”的部件“{part}”过大，未读取，请拆分后再试。")
        try:
            with self._zip.open(info) as file:
                return file.read(info.file_size)
        except _BROKEN as error:
            raise UnreadableFile(f"文件“{self.name}”已损坏或没有下载完整，无法读取，请重新获取后再试。") from error

    def xml(self, part: str) -> etree._Element:
        """A part as an element tree; a damaged one is read as far as it goes, with a note."""
        root, whole = parse_xml(self.read(part), self.name)
        note = "文件内部结构有损坏，已尽量读取，内容可能不全。"
        if not whole and note not in self.notes:
            self.notes.append(note)
        return root


def refuse_entities(data: bytes, name: str) -> None:
    """Raise ``UnreadableFile`` for XML that declares a document type or entities, which may grow without end."""
    if _DECLARES.search(data[:100_000]):
        raise UnreadableFile(f"文件“{name}”内含实体声明，可能有风险，未读取。")


def parse_xml(data: bytes, name: str) -> tuple[etree._Element, bool]:
    """Parse XML without entities, network or document types; the second value tells whether it was whole."""
    refuse_entities(data, name)
    whole = True
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        whole = False
        try:
            root = etree.fromstring(_mended(data), _parser(recover=True))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFile(f"文件“{name}”的内部结构已损坏，无法读取，请重新获取后再试。") from error
    if root is None:
        raise UnreadableFile(f"文件“{name}”的内部结构已损坏，无法读取，请重新获取后再试。")
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(f"文件“{name}”内含实体声明，可能有风险，未读取。")
    return root, whole


_REFERENCE = re.compile("&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _mended(data: bytes) -> bytes:
    """What a lenient parse can be trusted with: characters that exist, references to such, no declared encoding."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = _DECLARATION.sub("", data.decode(encoding, errors="replace"))
    return _REFERENCE.sub(_checked, _NOT_ALLOWED.sub("", text)).encode()


def _checked(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2][:9])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return match[0] if allowed else ""


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace (``w:val`` of any edition of the standard)."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child with the given name, then its first child with the next …"""
    for name in path:
        if element is None:
            return None
        element = next((c for c in element if local(c) == name), None)
    return element


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, recover=recover, huge_tree=False
    )


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()
