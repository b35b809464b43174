"""One file on its way into the documents folder: parsed, told who it is, and the record that it makes."""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import UnreadableFile
from corpus.identity import Identity, identity_of
from corpus.journal import Op, Record
from corpus.manifest import SourceLine
from corpus.model import Document
from corpus.parse import parse_raw
from corpus.read import DEFAULT_LIMITS, read_bytes
from corpus.read.limits import MEGABYTE
from corpus.vault import Vault

# What a mistake of ours may raise on a text that nobody foresaw: the other files of a run go on all the same.
_UNFORESEEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """A parsed file with its identity and size."""

    document: Document
    identity: Identity
    size: int

    def record(
        self, op: Op, key: str, file: str, sha256: str, mtime_ns: int, line: dict[str, Any] | None, new_id: str = ""
    ) -> Record:
        """The journal's line for this file; ``new_id`` where the document is to be called otherwise than it says."""
        document = self.document
        return Record(
            op=op,
            key=key,
            id=new_id or document.id,
            file=file,
            sha256=sha256,
            size=self.size,
            mtime_ns=mtime_ns,
            number=self.identity.number,
            issuer=document.issuer,
            issued_on=document.issued_on.isoformat() if document.issued_on else None,
            title=document.title,
            name=document.name,
            status=document.status,
            clauses=sum(1 for _ in document.walk()),
            line=line,
        )


def read_intake(data: bytes, name: str, line: SourceLine | None = None) -> Intake:
    """Parse a file in memory; raises ``UnreadableFile`` with the reason."""
    name = PurePosixPath(name).name
    raw = read_bytes(data, name)
    try:
        document = parse_raw(raw, name, line.source if line else None)
    except _UNFORESEEN as error:
        _log.exception("%s", name)
        why = type(error).__name__
        raise UnreadableFile(f"解析文件“{name}”的结构时出现意外（{why}），未收入，请另存为其他格式后再试。") from error
    return Intake(document, identity_of(document), len(data))


def load_file(path: Path) -> tuple[bytes, int]:
    """A file's content within the limits, and when it was last written; raises ``UnreadableFile``."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableFile(f"“{path.name}”是文件夹，不是文件，请指定其中的文件。")
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFile(f"“{path.name}”不是普通文件，无法读取。")
        if found.st_size > DEFAULT_LIMITS.file_bytes:
            size, bound = found.st_size / MEGABYTE, DEFAULT_LIMITS.file_bytes / MEGABYTE
            raise UnreadableFile(f"文件“{path.name}”有 {size:.1f} MB，超过上限 {bound:g} MB，请拆分后再试。")
        return path.read_bytes(), found.st_mtime_ns
    except FileNotFoundError as error:
        raise UnreadableFile(f"找不到文件“{path}”，请检查路径后重试。") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"文件“{path.name}”读取失败（{error}），请检查权限和路径后重试。") from error


def read_version(vault: Vault, record: Record, document_id: str | None = None) -> Document:
    """A kept version, parsed as it would be today; ``document_id`` names it as the current one is named."""
    line = SourceLine.model_validate(record.line) if record.line else SourceLine(file=record.file)
    line = line.model_copy(update={"id": document_id or record.id})
    return read_intake(vault.content(record.sha256), record.file, line).document


def unique_id(document: Document, taken: Callable[[str], bool]) -> str:
    """The document's id, with its issuer, date or a count behind it where another document is called the same.

    Two cities' 《深化医药卫生体制改革工作方案》 without numbers: the second is …方案（乙市人民政府办公室）.
    """
    if not taken(document.id):
        return document.id
    hints = [document.issuer, document.issued_on.isoformat() if document.issued_on else None, document.name]
    for hint in hints:
        if hint and hint != document.id and not taken(f"{document.id}（{hint}）"):
            return f"{document.id}（{hint}）"
    number = 2
    while taken(f"{document.id}（{number}）"):
        number += 1
    return f"{document.id}（{number}）"
