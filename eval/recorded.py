"""A model's answers kept on disk: asked once, read again as often as the code around it changes.

One line a request: the prompt's digest, the text, tokens, seconds. A run that was stopped goes on where it stood.
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


class Recorded:
    """A source that asks another one only for what it has no record of; with none behind it, it only reads.

    ``replayed`` are the seconds that the answers read again took when they were written.
    """

    ends = True

    def __init__(self, path: Path, behind: Source | None) -> None:
        self._path = path
        self._behind = behind
        self.name = behind.name if behind else "recorded"
        self.replayed = 0.0
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._rows: dict[str, dict[str, Any]] = {row["key"]: row for row in map(json.loads, lines)}

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        """The recorded answer in one piece, or the other source's, which is recorded when it is whole."""
        key = digest(call)
        if key in self._rows:
            self.replayed += self._rows[key]["seconds"]
        elif self._behind is None:
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
        row = {
            "key": key,
            "text": "".join(p.text for p in got),
            "read": sum(p.read for p in got),
            "written": sum(p.written for p in got),
            "finish": next((p.finish for p in reversed(got) if p.finish), ""),
            "seconds": round(time.perf_counter() - started, 2),
        }
        self._rows[key] = row
        with self._path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def digest(call: Call) -> str:
    """What tells one request from another."""
    whole = json.dumps([call.system, call.task, call.tokens, call.schema], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
