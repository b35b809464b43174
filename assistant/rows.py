"""A table read aloud: one row, or one named group of columns of a wide row, as words a sentence can quote.

每万人口全科医生数(人)：2020年数值5.32，2025年目标值4.32
蛟河市 非公立医院(张)：2020年床位总数653，2020年千人口数1.99，2025年千人口数1.8
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Cell, Column, Span, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """Part of a row: what it is about, its (head, cell) pairs, where it stands, what is damaged."""

    label: str
    group: str
    pairs: tuple[tuple[str, str], ...]
    span: Span
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Group, label and pairs in one line, as searched."""
        return " ".join(filter(None, (self.group, self.label, *(f"{h} {v}" for h, v in self.pairs))))

    def sentence(self, *, attributes: bool = False) -> str:
        """As an answer says it; columns that describe rather than measure (指标性质) only where asked for."""
        shown = [
            f"{head}{'未填（原文为“' + value + '”）' if set(value) <= set('—-－') else value}"
            for head, value in self.pairs
            if attributes or not _describes(head)
        ]
        return f"{self.label}：" + "，".join(shown)


def _describes(head: str) -> bool:
    return any(word in head for word in ("性质", "属性", "备注", "序号", "类型"))


def readings(table: Table) -> Iterator[Reading]:
    """The readings of a table in order: a row each, or a reading a top-level head where heads are two levels deep."""
    deep = any(len(c.heads) > 1 for c in table.columns)
    for row in table.rows:
        label, group = table.label(row), table.group(row)
        pairs = list(zip(table.columns, row, strict=True))
        notes = tuple(c.note for c in row if c.note)
        if not deep:
            if reading := _reading(label, group, [p for p in pairs if p[0].role == "value"], row, notes):
                yield reading
            continue
        tops = list(dict.fromkeys(c.heads[0] for c in table.columns if c.role == "value"))
        for top in tops:
            chosen = [p for p in pairs if p[0].role == "value" and p[0].heads[0] == top]
            name = " ".join(filter(None, (label, top if len(chosen) > 1 or len(chosen[0][0].heads) > 1 else "")))
            if reading := _reading(name, group, chosen, [cell for _, cell in chosen], notes):
                yield reading


def _reading(
    label: str, group: str, pairs: Sequence[tuple[Column, Cell]], cells: Sequence[Cell], notes: tuple[str, ...]
) -> Reading | None:
    spans = [c.span for c in cells if c.span]
    if not spans:
        return None
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    named = tuple(("".join(column.heads[1:] or column.heads), cell.text) for column, cell in pairs if cell.text)
    return Reading(label or group, group if label else "", named, span, notes)
