"""A table read aloud: one row, or one named group of columns of a wide row, as words a sentence can quote.

每万人口全科医生数(人)：2020年数值5.32，2025年目标值4.32
蛟河市 非公立医院(张)：2020年床位总数653，2020年千人口数1.99，2025年千人口数1.8

Cells that hold sentences (主要内容 of a table of tasks, 指标含义) are no figures to read aloud: they are quoted sentence by
sentence (``prose``), and the row goes by its short name.
"""

from __future__ import annotations

import re
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
    prose: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        """What the row is about in short: its label, or its group where the label is a text."""
        if not _is_prose(self.label):
            return self.label
        return self.group.rstrip("。.") or re.split("[。；;]", self.label)[0]

    @property
    def text(self) -> str:
        """Group, name and short pairs in one line, as searched."""
        pairs = (f"{h} {v}" for h, v in self.pairs if not _is_prose(v))
        return " ".join(filter(None, (self.group if self.group != self.name else "", self.name, *pairs)))

    def sentence(self, asked: str = "") -> str:
        """As an answer says it; columns that describe rather than measure (指标性质, 指标含义) only where asked for."""
        wanted = [(h, v) for h, v in self.pairs if set(v) != {"/"} and (not _aside(h, v) or _named(h, asked))]
        shown = [
            f"{head}{'未填（原文为“' + value + '”）' if set(value) <= set('—-－') else value.rstrip('。')}"
            for head, value in wanted or [p for p in self.pairs if not _describes(p[0])] or self.pairs
        ]
        return f"{self.name}：" + "，".join(shown)


def asks_column(table: Table, asked: str) -> bool:
    """Whether a question asks for a column that says neither a figure nor who leads: 「…是哪个处」, 「指标含义是什么」."""
    return any(_named(c.head, asked) for c in table.columns if c.role == "value" and _aside(c.head, ""))


def _is_prose(text: str) -> bool:
    """Whether a cell holds sentences rather than a name or a figure."""
    return len(text) > 40 and bool(re.search("[。；;，,]", text))


def _aside(head: str, value: str) -> bool:
    return _describes(head) or (len(value) > 90 and _is_prose(value))


def _describes(head: str) -> bool:
    return any(word in head for word in _ASIDE)


_ASIDE = ("性质", "属性", "备注", "序号", "类型", "含义", "来源", "说明", "处室", "科室")


def _named(head: str, asked: str) -> bool:
    if "性质" in head and re.search("性质|约束|预期性|属性", asked):
        return True
    if "处室" in head and re.search("处室|哪[个些几]+处", asked):
        return True
    return any(word in head and word in asked for word in _ASIDE)


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
    prose = tuple(c.span for c in cells if c.span and _is_prose(c.text))
    return Reading(label or group, group if label else "", named, span, notes, prose)
