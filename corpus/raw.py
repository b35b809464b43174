"""What every reader hands on: the text of a file in reading order, with real tables kept as grids.

A reader loses nothing and judges little: paragraphs as they stand, tables as grids with merged cells filled in,
furniture it is sure of (a site's menu, a page number) listed as removed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Removed


@dataclass(frozen=True, slots=True)
class RawTable:
    """A real table of the file. ``rows`` is a full grid: a merged cell's words stand in each place it covers.

    ``merged`` holds (row, column) of the places that only repeat a merged cell. ``head_rows`` is the number of head
    rows where the file says so (``<th>``, a Word header row), else ``None`` and structure finds out.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()
    head_rows: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """A file as read: paragraphs (one string each, no line break inside unless the file has one) and tables, in order.

    ``metadata`` are fields that the container states (标题, 发文字号, 发文机关, 成文日期, 发布日期, 索引号), by the
    names of government pages. ``format`` is the reader's name ("txt", "html", "docx", "pdf" …).
    """

    blocks: tuple[str | RawTable, ...]
    format: str
    metadata: dict[str, str] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()
