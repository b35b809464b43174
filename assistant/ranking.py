"""Which of several places asks for more, and by how much: 「梅州和蛟河哪个更高，差多少」.

Only figures of the same unit that are facts of the quoted sentences are ranked; each is shown as printed, with the bound
that changes its meaning (4人以上 is no 4人). ``verify`` computes the difference again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import Unit
from assistant.naming import place_of
from assistant.query import Query
from assistant.statement import Composition, Statement, Support
from assistant.terms import coverage, plain
from corpus.facts import Target
from corpus.library import Library
from corpus.model import Document

ASKS = re.compile(
    r"(?:更|最|谁|哪个|哪里|哪边|比较)(?:的)?(?:要求|目标|定得|定的)?(?:得)?(?:更|最)?[高低多少大小严]|相差|差(?:了)?多少|差距|[高低多少]多少|高低|多几|少几"
)
_GROWTH = re.compile(
    r"相差|差(?:了)?(?:多少|几)|差距|(?:提高|增加|增长|上升|下降|减少|降低|多|少|涨|升|降)了?(?:多少|几[个人张名岁])"
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One document's figure for what was asked: the number, the unit, as printed with its bound."""

    document: Document
    number: Decimal
    unit: str
    printed: str
    support: Support


def ranked(query: Query, found: Sequence[tuple[Document, Composition]], library: Library) -> Statement | None:
    """One sentence that ranks the documents' figures; ``None`` where they can't be held against each other."""
    figures = [f for d, c in found if (f := _figure(query, d, c, library)) is not None]
    if len(figures) < 2 or len(figures) != len(found) or len({f.unit for f in figures}) != 1:
        return None
    supports = tuple(f.support for f in figures)
    figures.sort(key=lambda f: -f.number)
    shown = [f"{place_of(f.document)}（{f.printed}）" for f in figures]
    high, low = figures[0], figures[-1]
    if high.number == low.number:
        same = len({f.printed for f in figures}) == 1
        how = f"都是{high.printed}" if same else "写法是" + "、".join(shown)
        return Statement(f"数值相同，{how}。", supports)
    gap = (high.number - low.number).normalize()
    unit = "个百分点" if high.unit == "%" else high.unit
    if len(figures) == 2:
        return Statement(f"按所列数值，{shown[0]}高于{shown[1]}，相差{gap:f}{unit}。", supports)
    return Statement(f"按所列数值从高到低：{'、'.join(shown)}，最高与最低相差{gap:f}{unit}。", supports)


def _figure(query: Query, document: Document, composition: Composition, library: Library) -> Figure | None:
    best: tuple[float, Target, Support] | None = None
    for support in (s for st in composition.statements for s in st.supports):
        for target in library.facts(document.id).targets:
            inside = target.clause == support.clause.id and support.span.start <= target.span.start < support.span.end
            if not inside or target.number is None or not re.fullmatch(r"\d+(?:\.\d+)?", target.number):
                continue
            if query.years and target.deadline and target.deadline.normal[:4] not in query.years:
                continue
            words = plain(f"{target.indicator}，{target.span.of(document.text)}")
            cover = coverage(query.terms, (words, 1.0))
            if best is None or cover > best[0]:
                best = (cover, target, support)
    if best is None or best[0] < 0.4:
        return None
    _, target, support = best
    return Figure(document, Decimal(target.number or 0), target.unit or "", _printed(target), support)


def _printed(target: Target) -> str:
    value = target.value or ""
    if re.search("以上|以下|左右|以内|约", value):
        return value
    return {">=": "不低于", "<=": "不超过", "~": "约"}.get(target.relation or "", "") + value


def growth(query: Query, unit: Unit) -> Statement | None:
    """How far the target of a table's row lies from its baseline, where that is asked: 「护士目标和现状差多少」.

    Only where the row, its cells as printed, has just one figure for each of two years.
    """
    if unit.reading is None or query.compare or not _GROWTH.search(query.asked):
        return None
    figures = [(m[0], v) for h, v in unit.reading.pairs if (m := re.search(r"20\d\d年", h)) and _PLAIN.fullmatch(v)]
    if len(figures) != 2 or figures[0][0] == figures[1][0]:
        return None
    figures.sort(key=lambda f: -Decimal(f[1]))
    (year, high), (other, low) = figures
    gap = Decimal(high) - Decimal(low)
    how = (
        f"{year}（{high}）高于{other}（{low}），相差{gap.normalize():f}" if gap else f"{year}和{other}的数值都是{high}"
    )
    return Statement(f"按所列数值，{how}。", (Support(unit.document, unit.clause, unit.span),))
