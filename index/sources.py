"""What an index is built from, file by file: which documents there are, and which have changed since the last build.

``FolderSource`` looks at a folder of policy files and reads only those that changed: a file whose size, time and line in
sources.jsonl are as recorded is not opened. ``LibrarySource`` gives documents that are already parsed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from corpus.errors import EmptyFolder
from corpus.library import Library, document_digest
from corpus.manifest import SourceLine, policy_files, read_manifest
from corpus.model import Document
from corpus.parse import parse_file


class Record(BaseModel):
    """What an index remembers of a file: how it looked, its content's digest, and which document it held.

    ``document`` is ``None`` for a file that could not be read and for a second file of a document: both are looked at
    again at every build.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    stamp: str
    content: str = ""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One file as it looks now: where size, time and line are as recorded, nobody needs to open it."""

    key: str
    stamp: str


class DocumentSource(Protocol):
    """Documents to index, read one by one."""

    @property
    def folder(self) -> Path | None:
        """The folder of policy files, where there is one."""
        ...

    def items(self) -> Sequence[Item]:
        """The files in the library's order: of two files with one document, the first counts."""
        ...

    def content(self, item: Item) -> str:
        """Digest of the file's content and line; empty where it can't be opened."""
        ...

    def read(self, item: Item) -> Document:
        """Parse one; raises ``PolicyError`` where it can't be read."""
        ...


class FolderSource:
    """A folder of policy files, with or without sources.jsonl."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines: dict[str, SourceLine] = {}

    def items(self) -> list[Item]:
        """Look at the folder; raises ``EmptyFolder`` where it is missing."""
        if not self.folder.is_dir():
            raise EmptyFolder(f"找不到文件夹“{self.folder}”，请检查路径后重试。")
        self._lines = read_manifest(self.folder)
        return [self._item(path) for path in policy_files(self.folder)]

    def content(self, item: Item) -> str:
        """Digest of the bytes and of the line in sources.jsonl."""
        try:
            with (self.folder / item.key).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
        except OSError:
            return ""
        digest.update(self._said(item.key))
        return digest.hexdigest()

    def read(self, item: Item) -> Document:
        """Parse the file."""
        line = self._lines.get(item.key)
        return parse_file(self.folder / item.key, line.source if line else None)

    def _item(self, path: Path) -> Item:
        key, stat = path.relative_to(self.folder).as_posix(), path.stat()
        said = hashlib.sha256(self._said(key)).hexdigest()[:16]
        return Item(key, f"{stat.st_size}:{stat.st_mtime_ns}:{said}")

    def _said(self, key: str) -> bytes:
        line = self._lines.get(key)
        return line.model_dump_json().encode() if line else b""


class LibrarySource:
    """The documents of a library in memory."""

    def __init__(self, library: Library) -> None:
        self.folder = library.folder.resolve() if library.folder else None
        self._documents = {d.id: d for d in library.documents}

    def items(self) -> list[Item]:
        """One item a document; its stamp is the document's digest."""
        return [Item(id_, document_digest(document)) for id_, document in self._documents.items()]

    def content(self, item: Item) -> str:
        """The stamp: it is a digest already."""
        return item.stamp

    def read(self, item: Item) -> Document:
        """The document."""
        return self._documents[item.key]


def write_records(path: Path, records: Iterable[Record]) -> None:
    """Write a generation's records, one a line."""
    path.write_text("".join(r.model_dump_json() + "\n" for r in records), encoding="utf-8")


def read_records(path: Path) -> dict[str, Record]:
    """A generation's records by key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record.key: record for record in map(Record.model_validate_json, lines)}


def is_known(source: DocumentSource, item: Item, record: Record | None) -> bool:
    """Whether a file is as recorded: by its looks, else (copied, checked out again) by its content."""
    if record is None or record.document is None:
        return False
    return item.stamp == record.stamp or (bool(record.content) and source.content(item) == record.content)


def has_changed(folder: Path, records: Mapping[str, Record]) -> bool:
    """Whether a folder of policy files is no longer what the records say; ``False`` where the folder is gone."""
    if not folder.is_dir():
        return False
    source = FolderSource(folder)
    items = source.items()
    if {item.key for item in items} != set(records):
        return True
    return any(
        not is_known(source, item, record)
        for item in items
        if (record := records[item.key]).document is not None or item.stamp != record.stamp
    )
