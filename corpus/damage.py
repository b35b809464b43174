"""Row labels that lost a character in the source: 护比 for 医护比, 标准化基础施 for 标准化基础设施.

A label that stands nowhere else in the document, while the same words with one character more do, is marked; the
note gives what the text has, and says so where it has more than one. The label itself stays as printed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.model import Cell, Table


def mark_damaged_labels(table: Table, text: str) -> Table:
    """The table with a note on each label that has lost a character; ``text`` is the document's text outside it."""
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
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,30}", words) or words in text and len(words) > 2:
        return None
    found: set[str] = set()
    for cut in range(len(words) + 1):
        before, after = words[:cut], words[cut:]
        if len(words) > 3 and cut == 0:
            continue
        pattern = re.escape(before) + r"[\u4e00-\u9fff]" + re.escape(after)
        if not after:
            continue
        found.update(m[0] for m in re.finditer(pattern, text))
    if len(words) == 2:
        found = {f for f in found if f.endswith(words) and words not in text.replace(f, "")}
        if len(found) != 1 and not found:
            found = {m[0] for m in re.finditer(r"[\u4e00-\u9fff]" + re.escape(words), text)}
        if any(len(w) == 2 for w in found):
            return None
    if not found:
        return None
    return f"“{label}”在原文中疑缺一字，正文另有" + "、".join(f"“{w}”" for w in sorted(found)) + "。"
