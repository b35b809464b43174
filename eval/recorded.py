"""A model's answers kept on disk: asked once, read again as often as the code around it changes.

One line a request: the prompt's digest, the model, the text, tokens, seconds. A run that was stopped goes on where it
stood; without a model's settings a record is only read.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call, Piece, Source
from corpus.errors import BadSettings

_FIELDS = {"key", "model", "text", "read", "written", "finish", "seconds"}


class Recorded:
    """A source that asks another one only for what it has no record of; with none behind it, it only reads.

    ``replayed`` are the seconds that the answers read again took when they were written, ``lacking`` how many were asked
    for in vain. Raises ``BadSettings`` for a
    file that can't be read, or that holds another model's words.
    """

    ends = True

    def __init__(self, path: Path, behind: Source | None) -> None:
        self._path = path
        self._behind = behind
        self.replayed = 0.0
        self.lacking = 0
        self._rows = _rows_of(path, writable=behind is not None)
        written_by = {row["model"] for row in self._rows.values()}
        self.name = behind.name if behind else "、".join(sorted(written_by)) or "无"
        if behind and written_by - {behind.name}:
            raise BadSettings(
                f"“{path}”记的是模型 {'、'.join(sorted(written_by))} 的话，请为 {behind.name} 换一个文件。"
            )

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        """The recorded answer in one piece, or the other source's, which is recorded when it is whole."""
        key = digest(call)
        if key in self._rows:
            self.replayed += self._rows[key]["seconds"]
        elif self._behind is None:
            self.lacking += 1
            raise ChatFailed("broken", "no record")
        else:
            await self._record(key, call)
        row = self._rows[key]
        yield Piece(row["text"], row["read"], row["written"], row["finish"])

    async def close(self) -> None:
        """Close the source behind."""
        if self._behind is not None:
            await self._behind.close()

    async def _record(self, key: str, call: Call) -> None:
        assert self._behind is not None
        started, got = time.perf_counter(), [p async for p in self._behind.pieces(call)]
        finish = next((p.finish for p in reversed(got) if p.finish), "")
        if self._behind.ends and not finish:
            raise ChatFailed("broken", "the stream stopped in the middle")  # half an answer is not kept
        row = {
            "key": key,
            "model": self._behind.name,
            "text": "".join(p.text for p in got),
            "read": sum(p.read for p in got),
            "written": sum(p.written for p in got),
            "finish": finish or "stop",
            "seconds": round(time.perf_counter() - started, 2),
        }
        try:
            with self._path.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            raise ChatFailed("broken", f"cannot write the record: {error.strerror}") from error
        self._rows[key] = row


def digest(call: Call) -> str:
    """What tells one request from another."""
    whole = json.dumps([call.system, call.task, call.tokens, call.schema], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _rows_of(path: Path, *, writable: bool) -> dict[str, dict[str, Any]]:
    """The rows by key; a last line that a killed run left unfinished is taken away, so that the next row stands alone."""
    try:
        if writable:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        kept, _, torn = text.rpartition("\n")
        if torn:
            path.write_text(kept + "\n" if kept else "", encoding="utf-8")
        rows = {row["key"]: row for row in map(json.loads, kept.splitlines())}
        if lacking := [key for key, row in rows.items() if not row.keys() >= _FIELDS]:
            raise ValueError(lacking[0])
        return rows
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSettings(f"“{path}”读写不了，或者不是模型输出的记录，请换一个文件。") from error
