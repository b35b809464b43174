"""The columns of each view, from a row's facts; what each shows in a workbook and what in the printed table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.ledger.rows import Role, Row, TargetRow, TaskRow, View
from assistant.ledger.sheet import Column, Line, Sheet, Value
from assistant.ledger.wording import (
    NO_BODIES,
    NONE_HERE,
    TYPES,
    due_words,
    duty_words,
    relation_words,
    target_words,
    value_words,
)
from corpus.model import Document

NAMES: dict[View, str] = {"tasks": "任务", "targets": "指标", "bodies": "机构", "conflicts": "存疑"}
TITLES: dict[View, str] = {
    "tasks": "任务台账",
    "targets": "指标台账",
    "bodies": "机构分工台账",
    "conflicts": "存疑事项",
}
_EMPTY: dict[View, str] = {
    "tasks": "没有任务。",
    "targets": "没有指标。",
    "bodies": "没有列出责任单位。",
    "conflicts": "没有发现前后不一致或期限不明之处。",
}
_Field = tuple[Column, Callable[..., Value]]

_HEAD: tuple[_Field, ...] = (
    (Column("地区", width=10), lambda r: r.document.region or ""),
    (Column("文件", width=24), lambda r: document_words(r.document)),
    (Column("文件状态", width=9), lambda r: r.document.status),
    (Column("条款", "clause", 12, 2.4), lambda r: r.clause.label),
)
_WHEN: tuple[_Field, ...] = (
    (Column("完成时限", width=14, share=2.2), lambda r: due_words(r.dues)),
    (Column("截止日期", "date", 12), lambda r: r.first_due.by if r.first_due else None),
    (Column("剩余天数", "number", 9), lambda r: r.first_due.days_left if r.first_due else None),
    (Column("状态", "state", 12, 2.2), lambda r: r.state),
)
_NOTES: _Field = (Column("备注", width=28, share=2.6), lambda r: "\n".join(r.notes))


def _role(role: Role) -> Callable[[Row], str]:
    return lambda r: duty_words(r.duties, role)


def _responsible(row: TaskRow | TargetRow) -> str:
    """The responsible bodies; where nobody has any part, a word that says so instead of an empty cell."""
    if not row.duties:
        return NONE_HERE if row.names_bodies else NO_BODIES
    return duty_words(row.duties, "负责")


def _bodies_in_one(row: TargetRow) -> str:
    if not row.duties:
        return _responsible(row)
    roles: tuple[Role, ...] = ("牵头", "配合", "负责", "落实")
    told = ((role, duty_words(row.duties, role)) for role in roles)
    return "\n".join(f"{role}：{words}" for role, words in told if words)


def _goals(row: TaskRow) -> str:
    """The targets, numbered; with their deadlines only where they differ, since another column has the row's."""
    shared = len({t.deadline.normal if t.deadline else None for t in row.targets}) == len(row.dues) == 1
    return _numbered([target_words(t, due=not shared) for t in row.targets]) if row.targets else ""


def _numbered(lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def _baseline(row: TargetRow) -> str:
    start = row.target.baseline
    if start is None:
        return ""
    return f"{start.value}\n（{start.year}年）" if start.year else start.value


_TASKS: tuple[_Field, ...] = (
    *_HEAD,
    (Column("任务", width=22, share=2.4), lambda r: r.task),
    (
        Column("目标要求", width=40, share=5.0),
        _goals,
    ),
    (Column("牵头单位", width=16, share=2.2), _role("牵头")),
    (Column("配合单位", width=16, share=2.2), _role("配合")),
    (Column("责任单位", width=24, share=2.8), _responsible),
    (Column("落实单位", width=18, share=2.0), _role("落实")),
    *_WHEN,
    (Column("原文依据", "quote", 52, 5.4), lambda r: r.quote),
    _NOTES,
)
_TARGETS: tuple[_Field, ...] = (
    *_HEAD,
    (Column("指标", width=30, share=3.6), lambda r: r.target.indicator),
    (Column("关系", width=8), lambda r: relation_words(r.target)),
    (Column("目标值", width=12), lambda r: r.target.value or ""),
    (Column("单位", width=9), lambda r: r.target.unit or ""),
    (Column("目标值", width=0, share=1.8), lambda r: value_words(r.target)),
    (Column("基期值", width=14, share=2.4), _baseline),
    (Column("适用范围", width=16, share=1.8), lambda r: r.target.scope or ""),
    (Column("适用条件", width=16, share=1.8), lambda r: r.target.condition or ""),
    *_WHEN,
    (Column("类型", width=10, share=1.8), lambda r: TYPES[r.target.type]),
    (Column("指标性质", width=9), lambda r: r.target.nature or ""),
    (Column("责任单位", width=28), _bodies_in_one),
    (Column("原文依据", "quote", 48, 5.0), lambda r: r.quote),
    (
        Column("表格位置", width=24),
        lambda r: " ".join(filter(None, (f"《{r.target.table}》" if r.target.table else "", r.target.row))),
    ),
    _NOTES,
)
_BODIES: tuple[_Field, ...] = (
    (Column("机构", width=22, share=2.6), lambda r: r.duty.body.name),
    (Column("文中写作", width=18), lambda r: "、".join(r.printed)),
    (Column("角色", width=8, share=1.2), lambda r: r.duty.role),
    *_HEAD,
    (Column("任务", width=34, share=3.6), lambda r: r.task),
    *_WHEN,
    (Column("承前", width=12, share=1.3), lambda r: r.duty.inherited_from.path.label if r.duty.inherited_from else ""),
    (Column("原文依据", "quote", 52, 6.0), lambda r: r.quote),
    _NOTES,
)
_CONFLICTS: tuple[_Field, ...] = (
    *_HEAD,
    (Column("类型", width=16, share=1.6), lambda r: r.conflict.kind),
    (Column("说明", width=50, share=5.0), lambda r: r.conflict.text),
    (Column("涉及条款", width=20, share=2.0), lambda r: "\n".join(c.label for c in r.clauses)),
    *_WHEN,
    (Column("原文依据", "quote", 52, 5.0), lambda r: r.quote),
)
_FIELDS: dict[View, tuple[_Field, ...]] = {
    "tasks": _TASKS,
    "targets": _TARGETS,
    "bodies": _BODIES,
    "conflicts": _CONFLICTS,
}


def sheet_of(view: View, rows: Iterable[Row]) -> Sheet:
    """The rows of one view as a table for every format."""
    fields = _FIELDS[view]
    lines = tuple(Line(tuple(value(row) for _, value in fields), row.clause.id, row.document.id) for row in rows)
    return Sheet(NAMES[view], tuple(column for column, _ in fields), lines, "" if lines else _EMPTY[view])


def document_words(document: Document) -> str:
    """A document as a ledger names it: 《…》（粤办函〔2022〕245号）."""
    return document.citation
