"""The neutral table between the rows and the formats: columns, lines of plain values, and a book of sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from corpus.model import Clause, ClauseId, Document

if TYPE_CHECKING:
    from assistant.ledger.matrix import Matrix

Value = str | int | date | None
Kind = Literal["text", "date", "number", "clause", "state", "quote"]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it holds, its width in Chinese-free characters on a sheet, and its share of a printed
    page's width (0: left out of the printed table)."""

    head: str
    kind: Kind = "text"
    width: int = 12
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of values, the clause that it stands on and the document that it belongs to."""

    values: tuple[Value, ...]
    clause: ClauseId | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name and, for the printed ledger, what is said above it."""

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """All that one file shows: the sheets, the clauses they stand on, the documents, and how it was made."""

    title: str
    as_of: date
    filters: str
    sheets: tuple[Sheet, ...]
    documents: tuple[Document, ...]
    clauses: tuple[tuple[Document, Clause], ...]
    matrices: tuple[Matrix, ...] = ()
    remarks: tuple[str, ...] = ()


def printable(text: str) -> str:
    """A text without characters that no office file may hold; line breaks and all other text stay."""
    return _UNPRINTABLE.sub("", text)


def text_of(value: Value) -> str:
    """A value as text: dates as 2025-12-31, nothing for ``None``."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
