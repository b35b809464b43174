"""sources.jsonl: what a text can't say of itself, one line a file (region, level, status, dates of force, id).

``{"file": "办法.docx", "status": "废止", "expires_on": "2024-06-30", "superseded_by": "粤府办〔2024〕6号"}``. Unknown fields
are refused. The file is written aside and renamed, so a reader finds the old one or the new one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import UnreadableFile
from corpus.model import Status
from corpus.parse import Source
from corpus.read import SUFFIXES

MANIFEST = "sources.jsonl"
_ENDINGS = tuple(SUFFIXES)
_HIDDEN = (".", "~$")  # and Word's lock files


class SourceLine(BaseModel):
    """One line of sources.jsonl. Dates are whole days; ``expires_on`` is the last day in force."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    id: str | None = None
    url: str | None = None
    sha256: str | None = None
    region: str | None = None
    level: str | None = None
    status: Status | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    superseded_by: str | None = None

    @property
    def source(self) -> Source:
        """What parsing takes from the line."""
        return Source(self.file, self.id, self.url, self.sha256, self.region, self.level, self.status)


def read_manifest(folder: Path) -> dict[str, SourceLine]:
    """The lines of a folder's sources.jsonl by file; empty where there is none.

    Raises ``UnreadableFile`` naming the line that can't be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    out: dict[str, SourceLine] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"“{path.name}”无法按 UTF-8 读取（{type(error).__name__}），请改正后重试。") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = SourceLine.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise UnreadableFile(
                f"“{path.name}”第{number}行不是有效的登记（{type(error).__name__}），请改正后重试。"
            ) from error
        out[row.file] = row
    return out


def write_manifest(folder: Path, lines: Mapping[str, SourceLine]) -> None:
    """Replace a folder's sources.jsonl in one step; the lines keep their order."""
    text = "".join(
        json.dumps(line.model_dump(mode="json", exclude_none=True), ensure_ascii=False) + "\n"
        for line in lines.values()
    )
    aside = folder / f".{MANIFEST}.tmp"
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)


def dumped(line: SourceLine | None) -> dict[str, Any] | None:
    """A line as the journal keeps it: only what it says."""
    return line.model_dump(mode="json", exclude_none=True) if line else None


class Manifest:
    """A folder's sources.jsonl for one writer: read again only where somebody else has written it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._lines: dict[str, SourceLine] = {}

    @property
    def lines(self) -> Mapping[str, SourceLine]:
        """The lines by file."""
        path = self._folder / MANIFEST
        seen = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None
        if seen != self._seen:
            self._lines, self._seen = read_manifest(self._folder), seen
        return self._lines

    def set(self, file: str, line: SourceLine | None, gone: str | None = None) -> None:
        """Give a file its line, or none; ``gone`` is a file that it takes the place of. Nothing to do costs a look."""
        lines = self.lines
        if lines.get(file) == line and not (gone and gone in lines):
            return
        kept = {f: known for f, known in lines.items() if f not in (file, gone)}
        write_manifest(self._folder, {**kept, file: line} if line else kept)


def policy_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that are read as policy files, in order; hidden ones and Word's lock files are not."""
    found: list[Path] = []
    for at, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(_HIDDEN)]
        wanted = [n for n in names if not n.startswith(_HIDDEN) and n.lower().endswith(_ENDINGS)]
        found += [path for name in wanted if (path := Path(at, name)).is_file()]
    yield from sorted(found)
