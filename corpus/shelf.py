"""One document of a folder by id or file name, its older versions and its force, without parsing all the others.

The journal says which file a document lies in; where it doesn't know, the whole folder is read.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from corpus.errors import UnknownClause
from corpus.force import Force
from corpus.holdings import Holdings
from corpus.intake import read_version
from corpus.journal import Record, read_journal
from corpus.library import Library
from corpus.manifest import read_manifest
from corpus.model import Document
from corpus.parse import parse_file
from corpus.vault import Vault


class Shelf:
    """A documents folder to read single documents from: ``Shelf(folder).document("粤办函〔2022〕245号")``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vault = Vault(folder)

    @cached_property
    def _held(self) -> Holdings:
        return Holdings.of(read_journal(self._vault.journal))

    @cached_property
    def _library(self) -> Library:
        return Library.load(self._folder)

    def document(self, wanted: str) -> Document:
        """A document as it is now; raises ``UnknownClause``."""
        found = self.find(wanted)
        if found is None:
            raise UnknownClause(f"文件库里没有“{wanted}”，请用 python -m corpus list 查看已有文件。")
        return found

    def find(self, wanted: str) -> Document | None:
        """The same; ``None`` for one that was taken out or never was there."""
        record = self._record(wanted)
        if record is not None:
            line = read_manifest(self._folder).get(record.file)
            return parse_file(self._folder / record.file, line.source if line else None)
        if self._was_taken_out(wanted):
            return None
        library = self._library
        return next((d for d in library.documents if wanted in (d.id, d.source)), None)

    def _record(self, wanted: str) -> Record | None:
        """The record of a document whose file lies unchanged where the journal says."""
        try:
            record = self._held.files[self._held.current[self._held.find(wanted)]]
            found = (self._folder / record.file).stat()
        except (UnknownClause, KeyError, OSError):
            return None
        return record if (found.st_size, found.st_mtime_ns) == (record.size, record.mtime_ns) else None

    def _was_taken_out(self, wanted: str) -> bool:
        try:
            return self._held.find(wanted) not in self._held.current
        except UnknownClause:
            return False

    def older(self, wanted: str) -> list[Document]:
        """A document's earlier versions, newest first, all under the id that it is asked for by."""
        return [read_version(self._vault, r, wanted) for r in self._older_records(wanted)]

    def _older_records(self, wanted: str) -> list[Record]:
        try:
            key = self._held.find(wanted)
        except UnknownClause:
            return []
        file = self._held.current.get(key)
        now = self._held.files[file].sha256 if file else ""
        return [r for r in reversed(self._held.versions(key)) if r.sha256 != now]

    def pair(self, wanted: str, version: str | None = None) -> tuple[Document, Document]:
        """An earlier version (the one before, or the one whose SHA-256 begins so) and the document as it is now."""
        current = self.document(wanted)
        older = [r for r in self._older_records(wanted) if r.sha256.startswith(version or "")]
        if not older or (version and len(older) > 1):
            raise UnknownClause(f"“{wanted}”没有可以比较的旧版本，用 python -m corpus list --versions 查看各个版本。")
        return read_version(self._vault, older[0], current.id), current

    def force(self, document: Document, as_of: date) -> Force:
        """A document's force among all of the folder."""
        return self._library.force(document.id, as_of)
