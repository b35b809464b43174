"""Row labels that lost a character in the source: 护比 for 医护比, 标准化基础施 for 标准化基础设施.

Only tables that lost their grid lose characters so. A label that stands nowhere else in the document, while the same
words with one character more do, is marked; the note gives what the text has, and says so where it has more than
one. The label itself stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.grids import TableText
from corpus.lines import Line
from corpus.model import Cell, Table


def mark_damaged(stream: Sequence[Line | TableText]) -> list[Line | TableText]:
    """The stream, its flattened tables with a note on each label that has lost a character."""
    out: list[Line | TableText] = []
    for block in stream:
        if isinstance(block, TableText) and block.flat and block.table is not None:
            outside = "\n".join(b.text for b in stream if b is not block)
            table = _marked(block.table, outside)
            block = replace(block, table=table, notes=table.notes)
        out.append(block)
    return out


def _marked(table: Table, text: str) -> Table:
    at = next((i for i, c in enumerate(table.columns) if c.role == "label"), None)
    if at is None:
        return table
    rows, notes = [], list(table.notes)
    for row in table.rows:
        note = _missing(row[at].text, text)
        if note:
            notes.append(note)
            row = (*row[:at], Cell(row[at].text, row[at].span, note), *row[at + 1 :])
        rows.append(row)
    return replace(table, rows=tuple(rows), notes=tuple(notes))


def _missing(label: str, text: str) -> str | None:
    words = re.sub(r"[(（][^()（）]*[)）]$", "", label)
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,30}", words):
        return None
    found = _two(words, text) if len(words) == 2 else _longer(words, text)
    if not found:
        return None
    return f"“{label}”在原文中疑缺一字，正文另有" + "、".join(f"“{w}”" for w in sorted(found)) + "。"


def _two(words: str, text: str) -> set[str]:
    """Two characters are a word of their own where they stand alone anywhere: only 护比, never 床位, has lost one."""
    found = {m[0] for m in re.finditer(r"[\u4e00-\u9fff]" + words, text)}
    longer = {f for f in found if words not in text.replace(f, "")}
    rest = text
    for one in found:
        rest = rest.replace(one, "")
    return longer or (found if words not in rest and len(found) <= 3 else set())


def _longer(words: str, text: str) -> set[str]:
    if words in text:
        return set()
    half = len(words) // 2
    found: set[str] = set()
    for cut in range(1 if len(words) > 3 else 0, len(words)):
        before, after = words[:cut], words[cut:]
        # The longer half is looked for first: searching a text for plain words costs nothing.
        if (before if cut > half else after) in text:
            found.update(m[0] for m in re.finditer(before + r"[\u4e00-\u9fff]" + after, text))
    return found
