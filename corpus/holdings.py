"""What a documents folder holds by its journal: the current file of every document, its versions, who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from corpus.errors import UnknownClause
from corpus.identity import Identity, Verdict, compare
from corpus.journal import Record

_BRINGS = ("add", "version", "restore", "found", "changed")
"""Operations after which the file's content is the document's current version."""


@dataclass(slots=True)
class Holdings:
    """The state after all records. ``files``: the current record by file; ``history``: a document's versions by key."""

    files: dict[str, Record] = field(default_factory=dict)
    history: dict[str, list[Record]] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, Record] = field(default_factory=dict)
    last: Record | None = None
    _contents: dict[str, str] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Holdings:
        """Replay a journal: ``Holdings.of(read_journal(path))``."""
        held = cls()
        for record in records:
            held.apply(record)
        return held

    def apply(self, record: Record) -> None:
        """Take one record in."""
        self.last = record
        if record.op in _BRINGS:
            before = self.current.get(record.key)
            if before and before != record.file:
                self.files.pop(before, None)
            self.files[record.file] = record
            self.current[record.key] = record.file
            self.history.setdefault(record.key, []).append(record)
            self.skipped.pop(record.file, None)
            self._contents[record.sha256] = record.key
            self._ids[record.id] = record.key
            for name in identity(record).keys:
                self._names.setdefault(name, set()).add(record.key)
        elif record.op in ("remove", "gone"):
            self.files.pop(record.file, None)
            self.current.pop(record.key, None)
        elif record.op == "mark" and record.file in self.files:
            known = self.files[record.file]
            marked = replace(known, line=record.line, status=record.status)
            self.files[record.file] = marked
            self.history[known.key] = [marked if r is known else r for r in self.history[known.key]]
        elif record.op == "skipped":
            self.skipped[record.file] = record

    def holder(self, sha256: str) -> str | None:
        """The key of the document that has, or once had, this content."""
        return self._contents.get(sha256)

    def is_current(self, sha256: str) -> bool:
        """Whether a content is some document's current version."""
        key = self._contents.get(sha256)
        file = self.current.get(key) if key else None
        return bool(file and self.files[file].sha256 == sha256)

    def id_taken(self, document_id: str, key: str | None = None) -> bool:
        """Whether another document than ``key`` is called so."""
        return self._ids.get(document_id, key) != key

    def same_as(self, wanted: Identity, file: str) -> tuple[str | None, tuple[str, ...]]:
        """The key of the same document, and the ids of those of which it can't be told.

        Where title alone speaks for it, the same file name decides. A document that was taken out is known on.
        """
        doubtful: list[str] = []
        keys = sorted({k for name in wanted.keys for k in self._names.get(name, ())})
        for key in keys:
            latest = self.history[key][-1]
            verdict: Verdict = compare(wanted, identity(latest))
            if verdict == "same" or (verdict == "undecided" and latest.file == file):
                return key, ()
            if verdict == "undecided" and key in self.current:
                doubtful.append(latest.id)
        return None, tuple(doubtful)

    def find(self, wanted: str) -> str:
        """A document's key by its id, an old id, or its file; raises ``UnknownClause`` where there is none."""
        if wanted in self.files:
            return self.files[wanted].key
        key = wanted if wanted in self.history else self._ids.get(wanted)
        if key is None:
            raise UnknownClause(f"文件库里没有“{wanted}”，请用 python -m corpus list 查看已有文件。")
        return key

    def latest(self, key: str) -> Record:
        """The current version's record, or the last one of a document that was taken out."""
        file = self.current.get(key)
        return self.files[file] if file else self.history[key][-1]

    def versions(self, key: str) -> list[Record]:
        """A document's versions, oldest first, each content once where it last came in."""
        unique = {r.sha256: r for r in self.history[key]}
        return sorted(unique.values(), key=lambda r: r.at)


def identity(record: Record) -> Identity:
    """The identity that a record keeps of its document."""
    day = date.fromisoformat(record.issued_on) if record.issued_on else None
    return Identity(record.number, record.issuer, day, record.title, record.name)
