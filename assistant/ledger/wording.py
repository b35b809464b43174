"""Facts in a clerk's words: 不低于65%, 到2025年, 各县(市、区)人民政府「承前：二、（一）」, 文件未列责任单位."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.ledger.rows import Duty, Role
from assistant.ledger.state import Due
from corpus.facts import Body, Deadline, Target

TYPES = {
    "target": "目标",
    "norm": "常设标准",
    "time_bound": "限时任务",
    "table_row": "表格指标",
    "frequency": "频次",
    "threshold": "门槛条件",
    "period": "办理时限",
    "coverage": "全覆盖",
}
RELATIONS = {"=": "为", ">=": "不低于", "<=": "不超过", "~": "约", "range": "区间"}
_SAYS_ITSELF = re.compile(
    "[≥≤<>＜＞≧≦]|以上|以下|以内|左右|约|不少于|不低于|不超过|至少|超过|提高|降低|下降|增加|减少|全|[内里]$"
)
_SEVERAL_YEARS = re.compile("[0-9]{4}年?底?前?(?:和|、|及|与|以及)[^0-9]{0,3}[0-9]{4}")
NO_BODIES = "文件未列责任单位"
NONE_HERE = "本条未列责任单位"


def relation_words(target: Target) -> str:
    """The relation in words; empty where the target has none (全部设置康复科室)."""
    return RELATIONS[target.relation] if target.relation else ""


def value_words(target: Target) -> str:
    """The value as one reads it aloud: 65%以上, 不低于70%, 4.65人; empty for a target without a value."""
    if not target.value:
        return ""
    value = " ".join(target.value.split())
    unit = target.unit or ""
    if target.type == "table_row" and unit and unit not in value and re.search("[0-9]$", value):
        value += unit
    if target.relation in (">=", "<=", "~") and not _SAYS_ITSELF.search(value):
        return RELATIONS[target.relation] + value
    return value


def target_words(target: Target, *, due: bool = True) -> str:
    """One target in one line: 每个县级中医医院 中医特色专科：2个（到2025年）; ``due`` says whether with its deadline."""
    scope = target.scope if target.scope and target.scope not in target.indicator else ""
    name = " ".join(filter(None, (scope, target.indicator)))
    line = f"{name}：{value_words(target)}" if target.value and target.value not in target.indicator else name
    extras = [
        target.condition or "",
        _start(target),
        deadline_words(target.deadline) if due and target.deadline else "",
    ]
    told = "，".join(e for e in extras if e)
    return f"{line}（{told}）" if told else line


def _start(target: Target) -> str:
    if target.baseline is None:
        return ""
    return f"{target.baseline.year + '年' if target.baseline.year else '基期'}{target.baseline.value}"


def due_words(dues: tuple[Due, ...]) -> str:
    """By when, as printed; with day and state where a row has several."""
    if len(dues) == 1:
        return _due(dues[0])
    return "\n".join(f"{_due(d)}（{d.state}）" if d.by else _due(d) for d in dues)


def _due(due: Due) -> str:
    words = deadline_words(due.deadline)
    return words if due.by or not due.deadline.note else f"{words}（{due.deadline.note}）"


def deadline_words(deadline: Deadline) -> str:
    """By when, as printed; its own year where the text sets several at once (到2022年和2030年)."""
    if deadline.by is None or not _SEVERAL_YEARS.search(deadline.text):
        return deadline.text
    return f"到{deadline.by.year}年" if deadline.precision == "year" else deadline.by.isoformat()


def body_words(body: Body) -> str:
    """The name as printed; 卫生健康 of a list that ends in 等部门 gets its 部门 back."""
    return body.name if body.name.startswith(body.text) else body.text


def duty_words(duties: Iterable[Duty], role: Role) -> str:
    """The bodies of one role: 市卫生健康局、市财政局等; what is not the clause's own word says where it comes from."""
    mine = [d for d in duties if d.role == role]
    groups: dict[str, list[Duty]] = {}
    for duty in mine:
        mark = ""
        if duty.inherited_from is not None:
            mark = f"「承前：{duty.inherited_from.path.label}」"
        elif duty.above is not None:
            mark = f"「见上级条款：{duty.above.path.label}」"
        groups.setdefault(mark, []).append(duty)
    return "；".join(_listed(group) + mark for mark, group in groups.items())


def _listed(duties: list[Duty]) -> str:
    names = "、".join(dict.fromkeys(body_words(d.body) for d in duties))
    return names + ("等" if any(d.open_list for d in duties) and not names.endswith("部门") else "")
