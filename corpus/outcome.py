"""What became of one file that was brought to the documents folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.model import Document

Verdict = Literal["新增", "新版本", "重复", "旧版本", "未收", "移除", "恢复", "登记"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a word for it, a Chinese sentence, and what the chunk check found.

    ``document`` is the parsed text of a file that was (or in a dry run would be) taken in.
    """

    name: str
    verdict: Verdict
    message: str
    document_id: str | None = None
    warnings: tuple[str, ...] = ()
    document: Document | None = None

    @property
    def taken(self) -> bool:
        """Whether the folder changed."""
        return self.verdict in ("新增", "新版本", "恢复")
