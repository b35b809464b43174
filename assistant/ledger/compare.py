"""The same indicator across documents in one table, and in words who has it and who hasn't.

Indicators are matched across wording: 每万人口拥有全科医生数 and 每万常住人口全科医生数 are one, and so are 二级及以上综合性医院
设立老年医学科比例 and 设置老年医学科的二级及以上综合性医院比例. What is left different by these rules stays two indicators:
never a guess. Every cell shows the document's own value, so a reader sees what was matched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ledger.rows import TargetRow
from assistant.ledger.sheet import Column, Line, Sheet
from assistant.ledger.wording import deadline_words, value_words
from corpus.conflicts import key, number_of
from corpus.model import Document

NAME = "指标比较"
_GLOSS = re.compile("[（(](?!.{0,3}(?:含|不|除|以上|以下|助理|士|预))[^（()）]{5,}[）)]")
_ORDER_MATTERS = re.compile("占|与|对|比$|之比|高于|低于|多于|少于")
_SHORTEST_ANAGRAM = 8


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator: its wordings, its targets in each document, and who has what, in one sentence."""

    indicator: str
    wordings: tuple[str, ...]
    found: tuple[tuple[TargetRow, ...], ...]
    verdict: str


def same_indicator(indicator: str) -> str:
    """What all wordings of one indicator share.

    The order of words is left out where it can't change the meaning: not in 医护比, nor where one thing's share in
    another is told (专业技术人员占编制总额).
    """
    core = key(_GLOSS.sub("", indicator)).replace("及以上", "以上")
    if len(core) < _SHORTEST_ANAGRAM or _ORDER_MATTERS.search(core):
        return core
    return "".join(sorted(core))


def compare(rows: Sequence[TargetRow], documents: Sequence[Document] = ()) -> tuple[Compared, ...]:
    """All indicators with a value, those that several documents set first, each group in the order of the text.

    ``found`` of each has an entry a document, empty where it lacks this one: those asked for, else those that set any
    target (``documents_of``).
    """
    documents = documents or documents_of(rows)
    groups: dict[str, list[TargetRow]] = {}
    for row in rows:
        if row.target.value and row.target.relation:
            groups.setdefault(same_indicator(row.target.indicator), []).append(row)
    out = []
    for group in groups.values():
        found = tuple(tuple(r for r in group if r.document.id == d.id) for d in documents)
        wordings = tuple(dict.fromkeys(r.target.indicator for r in group))
        out.append(Compared(wordings[0], wordings, found, _verdict(found, names(documents))))
    return tuple(sorted(out, key=lambda c: -sum(1 for f in c.found if f)))


def documents_of(rows: Sequence[TargetRow]) -> tuple[Document, ...]:
    """The documents that are compared: those with targets among the rows."""
    return tuple({r.document.id: r.document for r in rows}.values())


def names(documents: Sequence[Document]) -> tuple[str, ...]:
    """A short name each: the region, or the title where two documents share one."""
    regions = [d.region for d in documents]
    return tuple(d.region if d.region and regions.count(d.region) == 1 else f"《{d.name}》" for d in documents)


def _verdict(found: tuple[tuple[TargetRow, ...], ...], who: tuple[str, ...]) -> str:
    having = [n for n, f in zip(who, found, strict=True) if f]
    lacking = [n for n, f in zip(who, found, strict=True) if not f]
    if len(having) == 1:
        return f"仅{having[0]}有" if lacking else ""
    sameness = _sameness([f for f in found if f])
    return f"{'、'.join(having)}有（{sameness}）" + (f"，{'、'.join(lacking)}没有" if lacking else "")


def _sameness(found: Sequence[tuple[TargetRow, ...]]) -> str:
    """Whether the documents say the same, by figure, year and bound."""
    told = (
        ("数值不同", [{_figure(r) for r in f} for f in found]),
        ("时限不同", [{d.deadline.normal for r in f for d in r.dues} for f in found]),
        ("要求词不同", [{r.target.relation for r in f} for f in found]),
        ("适用范围不同", [{(_scope(r), r.target.condition) for r in f} for f in found]),
    )
    differing = [name for name, sets in told if any(s != sets[0] for s in sets[1:])]
    return "、".join(differing) or "要求相同"


def _figure(row: TargetRow) -> str:
    number = number_of(row.target.value)
    return (
        str(number.normalize())
        if number is not None
        else re.sub("[—–～~至]+", "-", "".join((row.target.number or "").split()))
    )


def _scope(row: TargetRow) -> str:
    """For whom, empty where it is the document's whole place."""
    scope = row.target.scope or ""
    whole = scope == row.document.region or re.fullmatch("[全我本][市省区县州国]|[市省区县州]", scope)
    return "" if whole else scope


def compare_sheet(rows: Sequence[TargetRow], documents: Sequence[Document] = (), lacking: str = "") -> Sheet:
    """The comparison as a table: a column a document, a cell its value, year and clause; ``lacking`` fills an empty one."""
    documents = documents or documents_of(rows)
    share = 12 / max(len(documents), 1)
    columns = (
        Column("指标", width=30, share=4),
        *(Column(name, width=26, share=share) for name in names(documents)),
        Column("比较", width=36, share=4),
        Column("各文件的写法", width=36),
    )
    lines = tuple(
        Line(
            (
                c.indicator,
                *("\n".join(cell(r) for r in f) or lacking for f in c.found),
                c.verdict,
                "\n".join(c.wordings),
            )
        )
        for c in compare(rows, documents)
    )
    return Sheet(NAME, columns, lines, "" if lines else "没有可以比较的指标。")


def cell(row: TargetRow) -> str:
    """One target in a cell: 60%以上（到2025年，二、（一））."""
    due = deadline_words(row.dues[0].deadline) if row.dues else ""
    told = "，".join(filter(None, (_scope(row), row.target.condition or "", due, row.clause.label)))
    return f"{value_words(row.target)}（{told}）"
