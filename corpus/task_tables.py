"""Task tables: a column 牵头单位, 配合单位, 责任单位 or 落实单位 says who answers for each row."""

from __future__ import annotations

import re

from corpus.assignment import Assignment, Role, read_assignment
from corpus.model import Cell, Span, Table

_ROLE_HEADS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("lead", re.compile("牵头|主办|主责")),
    ("support", re.compile("配合|参与|协助|协办|协同")),
    ("implementers", re.compile("落实(?:单位|部门|主体)|实施(?:单位|主体)|执行单位")),
    (
        "responsible",
        re.compile(
            "责任(?:单位|部门|主体|分工)|负责(?:单位|部门)|承办(?:单位|部门)|主管(?:单位|部门)|职责分工|^(?:部门|单位|部门单位|单位部门)$"
        ),
    ),
)
_NOT_A_BODY = re.compile("处室|科室|责任人|领导|联系|名称$")
_TASK_HEAD = re.compile("任务|内容|事项|措施|工作|项目|重点领域|要求")
_BLANK = re.compile(r"[\s/／—–\-－无]*")


def column_roles(table: Table) -> dict[int, Role]:
    """Which columns name bodies, and in what part: {3: "lead", 4: "support"}."""
    roles: dict[int, Role] = {}
    for at, column in enumerate(table.columns):
        head = re.sub(r"\s+", "", column.head)
        if _NOT_A_BODY.search(head):
            continue
        for role, pattern in _ROLE_HEADS:
            if pattern.search(head):
                roles[at] = role
                break
    return roles


def table_assignments(table: Table, level: str | None = None) -> list[tuple[Span, str, Assignment]]:
    """Each row's span, task and parts; a row with a cell that can't be read as bodies gives none."""
    roles = column_roles(table)
    found: list[tuple[Span, str, Assignment]] = []
    if not roles:
        return found
    for row in table.rows:
        assignment = _read_row(row, roles, level)
        spans = [c.span for c in row if c.span is not None]
        if assignment and spans:
            span = Span(min(s.start for s in spans), max(s.end for s in spans))
            found.append((span, _task(table, row, roles), assignment))
    return found


def _read_row(row: tuple[Cell, ...], roles: dict[int, Role], level: str | None) -> Assignment | None:
    whole = Assignment()
    for at, role in roles.items():
        words = row[at].text.strip()
        if _BLANK.fullmatch(words):
            continue
        read = read_assignment(re.sub(r"\s*\n\s*|\s{2,}", "、", words), level, role)
        if read is None:
            return None
        for part in ("lead", "support", "responsible", "implementers"):
            known = getattr(whole, part)
            known.extend(b for b in getattr(read, part) if b not in known)
        whole.open_list |= read.open_list
        whole.notes.extend(read.notes)
    return whole if whole.all() else None


def _task(table: Table, row: tuple[Cell, ...], roles: dict[int, Role]) -> str:
    """The words of the row's task column, else its label."""
    heads = [(at, re.sub(r"\s+", "", c.head)) for at, c in enumerate(table.columns) if at not in roles]
    tasks = [at for at, head in heads if _TASK_HEAD.search(head)]
    # The longest of them: 工作事项 names, 主要内容 says.
    texts = [row[at].text for at in tasks] or [row[at].text for at, _ in heads]
    return max(texts, key=len, default="") or table.label(row)
