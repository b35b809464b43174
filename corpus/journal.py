"""The history of a documents folder: one line a change, only ever appended to.

Every line says which file of which content (SHA-256) became which version of which document. A line is written before
the folder is changed, so after a kill the last line says what was under way. A torn last line counts as not written.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, get_args

Op = Literal["add", "version", "remove", "restore", "mark", "found", "changed", "gone", "skipped", "closed"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Record:
    """One line. ``key`` names the document through all its versions, ``id`` is what its clauses are called by now.

    ``found``, ``changed`` and ``gone`` are changes that somebody made in the folder by hand; ``skipped`` is a file
    there that can't be taken in; ``closed`` ends a run. ``replaced`` is the file that a new version of another name
    takes the place of; ``line`` is the document's entry in sources.jsonl.
    """

    op: Op
    at: str = ""
    key: str = ""
    id: str = ""
    file: str = ""
    sha256: str = ""
    size: int = 0
    mtime_ns: int = 0
    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    title: str = ""
    name: str = ""
    status: str = ""
    clauses: int = 0
    replaced: str | None = None
    line: dict[str, Any] | None = None

    def dump(self) -> str:
        """The line's text; what has its usual value is left out."""
        kept = {k: v for k, v in asdict(self).items() if v or k == "op"}
        return json.dumps(kept, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: str) -> Record | None:
        """The record of a line; ``None`` for one that is torn or from elsewhere."""
        try:
            row = json.loads(text)
        except ValueError:
            return None
        if not isinstance(row, dict) or row.get("op") not in get_args(Op) or not row.keys() <= _FIELDS:
            return None
        return cls(**row)


_FIELDS = {f.name for f in fields(Record)}


def read_journal(path: Path) -> Iterator[Record]:
    """The records of a journal in order; none where there is no file. A line that can't be read is logged and skipped."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if record := Record.read(line) if line.endswith("\n") else None:
                yield record
            elif line.endswith("\n"):
                _log.warning("版本记录“%s”第%d行无法识别，已跳过。", path.name, number)


class Journal:
    """The open journal of one writer. ``append`` reaches the system at once, the disk at the next ``sync``.

    A kill of the process loses nothing that was appended; a power cut loses at most what came after the last
    ``sync``, and what the folder holds then is found again and written anew.
    """

    def __init__(self, path: Path, sync_every: int = 64) -> None:
        self._path = path
        self._sync_every = sync_every
        self._pending = 0
        self.written = 0

    def __enter__(self) -> Self:
        _cut_torn_line(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        return self

    def append(self, record: Record) -> None:
        """Write one line."""
        self._file.write(record.dump())
        self._file.flush()
        self.written += 1
        self._pending += 1
        if self._pending >= self._sync_every:
            self.sync()

    def sync(self) -> None:
        """Have everything that was appended on the disk."""
        os.fsync(self._file.fileno())
        self._pending = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pending:
            self.sync()
        self._file.close()


def _cut_torn_line(path: Path) -> None:
    """Take away a last line without its line break, left by a kill in the middle of a write."""
    if not path.is_file() or not (size := path.stat().st_size):
        return
    with path.open("rb+") as file:
        at = size
        while at > 0:
            start = max(0, at - 65536)
            file.seek(start)
            piece = file.read(at - start)
            end = piece.rfind(b"\n")
            if end >= 0:
                at = start + end + 1
                break
            at = start
        if at < size:
            file.truncate(at)
            os.fsync(file.fileno())
