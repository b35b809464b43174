"""The ledger as HTML: one row a fact, its clause one click away, states in colour; empty columns are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from assistant.ledger.rows import ROLES, ConflictRow, Row, TargetRow, TaskRow, View
from assistant.ledger.state import LATER, NONE, OVERDUE, RECURRING, SOON, STATES, UNCLEAR, groups_of
from assistant.ledger.wording import NO_BODIES, NONE_HERE, due_words, duty_words, target_words, value_words
from assistant.naming import place_of
from assistant.web.markup import attribute, clause_link, escape

_CLASSES = {OVERDUE: "over", SOON: "soon", LATER: "later", RECURRING: "again", NONE: "none", UNCLEAR: "unclear"}
_Cell = tuple[str, Callable[[Any], str]]


def table_html(view: View, rows: Sequence[Row], most: int) -> str:
    """The first ``most`` rows as a table; on a narrow screen each row becomes a card with its heads beside the cells."""
    shown = rows[:most]
    cells = [[render(row) for _, render in _CELLS[view]] for row in shown]
    kept = [n for n in range(len(_CELLS[view])) if any(row[n] for row in cells)]
    heads = "".join(f'<th scope="col">{_CELLS[view][n][0]}</th>' for n in kept)
    body = "".join(
        "<tr>" + "".join(f'<td data-head="{_CELLS[view][n][0]}">{row[n]}</td>' for n in kept) + "</tr>" for row in cells
    )
    return (
        f'<div class="grid" tabindex="0" role="region" aria-label="台账"><table class="ledger {view}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def summary_html(rows: Sequence[Row], most: int, name: str, filters: str, day: str) -> str:
    """How many rows there are, in which states, by which filters, and how many of them are shown."""
    states = Counter(group for row in rows for group in groups_of(row.dues))
    pills = "".join(f"<li>{_pill(s)}<b>{states[s]}</b></li>" for s in STATES if states[s])
    cut = f"，显示前{most}行，导出的是全部" if len(rows) > most else ""
    asked = f"；筛选：{escape(filters)}" if filters else ""
    return (
        f'<div class="tally"><p>{escape(name)}<b>{len(rows)}</b>行{cut}{asked}。状态截至{escape(day)}，到期不等于未完成。</p>'
        f'<ul aria-label="各状态的行数">{pills}</ul></div>'
    )


def picture_html(svg: str, label: str) -> str:
    """A picture made by the ledger (which escapes its texts), in a frame that scrolls."""
    return f'<div class="picture" tabindex="0" role="region" aria-label="{attribute(label)}">{svg}</div>'


def _pill(state: str, said: str = "") -> str:
    return f'<span class="state {_CLASSES[state]}">{escape(said or state)}</span>'


def _clause(row: Row) -> str:
    return clause_link(row.clause.id, row.clause.label, row.quotes[0].text if row.quotes else "")


def _place(row: Row) -> str:
    """The document by its short name, the whole one on pointing at it; a draft says so."""
    draft = row.document.status
    mark = "" if draft in ("现行", "不明") else f'<span class="standing">{escape(draft)}</span>'
    return f'<span title="{attribute(row.document.citation)}">{escape(place_of(row.document))}</span>{mark}'


def _bodies(row: Row) -> str:
    if not row.duties:
        return f'<span class="quiet">{NONE_HERE if row.names_bodies else NO_BODIES}</span>'
    told = ((role, duty_words(row.duties, role)) for role in ROLES)
    return "".join(f'<p><span class="role">{role}</span>{escape(words)}</p>' for role, words in told if words)


def _state(row: Row) -> str:
    pills = "".join(_pill(s) for s in STATES if s in groups_of(row.dues))
    first = row.first_due
    if first is None or first.days_left is None:
        return pills
    left = f"还有{first.days_left}天" if first.days_left >= 0 else f"已过{-first.days_left}天"
    return f'{pills}<span class="days">{left}</span>'


def _goals(row: TaskRow) -> str:
    words = [target_words(t) for t in row.targets]
    return "".join(f"<p>{escape(w)}</p>" for w in words[:_MOST_GOALS]) + (
        f'<p class="quiet">……共{len(words)}项，见条款</p>' if len(words) > _MOST_GOALS else ""
    )


_MOST_GOALS = 8


def _notes(row: Row) -> str:
    return "".join(f"<p>{escape(note)}</p>" for note in row.notes)


def _baseline(row: TargetRow) -> str:
    start = row.target.baseline
    return escape(f"{start.value}（{start.year}年）" if start.year else start.value) if start else ""


def _scope(row: TargetRow) -> str:
    return escape("；".join(filter(None, (row.target.scope or "", row.target.condition or ""))))


def _places(row: ConflictRow) -> str:
    quotes = {q.document: q.text for q in row.quotes}
    links = {str(c.id): clause_link(c.id, c.label, quotes.get(c.id.document, "")) for c in row.clauses}
    return "、".join(links.values())


def _quotes(row: Row) -> str:
    return "".join(f"<p>{escape(q.text)}</p>" for q in row.quotes)


_WHEN: tuple[_Cell, ...] = (("完成时限", lambda r: escape(due_words(r.dues))), ("状态", _state))
_CELLS: dict[View, tuple[_Cell, ...]] = {
    "tasks": (
        ("文件", _place),
        ("条款", _clause),
        ("任务", lambda r: escape(r.task)),
        ("目标要求", _goals),
        ("责任单位", _bodies),
        *_WHEN,
        ("备注", _notes),
    ),
    "targets": (
        ("文件", _place),
        ("条款", _clause),
        ("指标", lambda r: escape(r.target.indicator)),
        ("目标值", lambda r: escape(value_words(r.target))),
        ("基期值", _baseline),
        ("适用", _scope),
        *_WHEN,
        ("责任单位", _bodies),
        ("备注", _notes),
    ),
    "bodies": (
        ("机构", lambda r: escape(r.duty.body.name)),
        ("角色", lambda r: f'<span class="role">{r.duty.role}</span>'),
        ("文件", _place),
        ("条款", _clause),
        ("任务", lambda r: escape(r.task)),
        *_WHEN,
        ("备注", _notes),
    ),
    "conflicts": (
        ("文件", _place),
        ("类型", lambda r: escape(r.conflict.kind)),
        ("说明", lambda r: escape(r.conflict.text)),
        ("涉及条款", _places),
        ("原文", _quotes),
    ),
}
