"""Where a document disagrees with itself: facts too, told in one Chinese sentence each.

- a target that lies below where it starts (全科医生 5.32 → 4.32), unless the indicator is meant to fall (死亡率);
- one indicator with different targets, or different baselines of one year (床人比 1:1.54 and 1:54);
- a deadline that had passed when the document was dated (到2022年 in a draft of 2023);
- a stock named in prose that differs from a table's (床位1859张 and 床位总数2242).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from corpus.facts import Conflict, Facts, Target
from corpus.model import Document, Span

_FALLS = re.compile(
    r"死亡|发病|患病|感染|负担|支出|费用|占比.{0,4}下降|住院日|吸烟|近视|肥胖|能耗|排放|浓度|事故|发生率|病死|时间|时长|半径|流失|贫困|投诉|复发|耗|药占比|非公立|自付|误差|下降|降低|减少"
)
_NOT_NAME = re.compile(r"\s|的|数量|数|总量|指标|比例|\(|\)|（|）|、|,|，|^全[市省区县]|拥有|达到")
_SYNONYM = (
    (re.compile("常住人口|户籍人口"), "人口"),
    (re.compile("设立|设置|开设"), "设"),
    (re.compile("医生"), "医师"),
    (re.compile("卫生人员"), ""),
    (re.compile("老年病医学"), "老年医学"),
)


def conflicts_of(document: Document, facts: Facts) -> tuple[Conflict, ...]:
    """All conflicts inside one document."""
    starts = list(_different_baselines(facts.targets))
    doubted = {span for conflict in starts for span in conflict.spans}
    found = [
        *_below_baseline(facts.targets, doubted),
        *_different(facts.targets),
        *starts,
        *_before_its_date(document, facts),
        *_stocks(document, facts.targets),
    ]
    return tuple(sorted(_merged(found), key=lambda c: c.spans[0].start))


def _merged(found: list[Conflict]) -> list[Conflict]:
    """One conflict told once, with all the places that show it."""
    told: dict[tuple[str, str], Conflict] = {}
    for conflict in found:
        before = told.get((conflict.kind, conflict.text))
        if before is not None:
            conflict = replace(before, clauses=before.clauses + conflict.clauses, spans=before.spans + conflict.spans)
        told[conflict.kind, conflict.text] = conflict
    return list(told.values())


def number_of(text: str | None) -> Decimal | None:
    """The single number in a value: 78以上 → 78; a ratio 1:1.20 → 1.20 to one; ``None`` for ranges and words."""
    if text is None:
        return None
    numbers = re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))
    try:
        if len(numbers) == 1 and not re.search(r"提高|增加|下降|降低|减少|增长", text):
            return Decimal(numbers[0])
        if len(numbers) == 2 and re.fullmatch(r"\s*\d+(?:\.\d+)?\s*[:：]\s*\d+(?:\.\d+)?\s*", text):
            return Decimal(numbers[1]) / Decimal(numbers[0])
    except (InvalidOperation, ZeroDivisionError):
        return None
    return None


def key(indicator: str) -> str:
    """What two wordings of one indicator share: 每千人口药师(士)数 and 每千人口药师(士)数量."""
    for pattern, word in _SYNONYM:
        indicator = pattern.sub(word, indicator)
    return _NOT_NAME.sub("", indicator)


def _below_baseline(targets: tuple[Target, ...], doubted: set[Span]) -> Iterator[Conflict]:
    for target in targets:
        if (
            target.baseline is None
            or target.span in doubted
            or (_FALLS.search(target.indicator) and "非公立" not in target.indicator)
        ):
            continue
        goal, start = number_of(target.value), number_of(target.baseline.value)
        if goal is None or start is None or goal >= start or target.relation == "<=":
            continue
        when = f"{target.baseline.year}年" if target.baseline.year else "基期"
        by = f"{target.deadline.normal}年" if target.deadline else ""
        text = f"“{target.indicator}”的{by}目标值{target.value}低于{when}的{target.baseline.value}。"
        yield Conflict("目标低于基数", text, (target.clause,), (target.span,))


def _year(target: Target) -> str:
    return target.deadline.normal[:4] if target.deadline else ""


def _different(targets: tuple[Target, ...]) -> Iterator[Conflict]:
    groups: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
    for target in targets:
        if number_of(target.value) is not None and len(key(target.indicator)) >= 3 and target.unit not in ("次",):
            groups[key(target.indicator), _year(target), target.scope or ""].append(target)
    for same in groups.values():
        first = same[0]
        for other in same[1:]:
            if _disagree(first, other):
                text = f"“{first.indicator}”在{first.clause.path.label}为{first.value}，在{other.clause.path.label}为{other.value}，前后不一致。"
                yield Conflict("指标不一致", text, (first.clause, other.clause), (first.span, other.span))


def _disagree(first: Target, other: Target) -> bool:
    if (
        first.table is None
        and other.table is None
        and not first.indicator.startswith("每")
        and first.unit not in ("%", "‰")
    ):
        return False  # 1个重点专科 here and 2个 there are two goals, not one told twice
    if (first.unit or "") != (other.unit or "") and first.unit and other.unit:
        return False
    return number_of(first.value) != number_of(other.value)


def _different_baselines(targets: tuple[Target, ...]) -> Iterator[Conflict]:
    groups: dict[tuple[str, str | None], list[Target]] = defaultdict(list)
    for target in targets:
        if target.baseline is not None and number_of(target.baseline.value) is not None:
            groups[key(target.indicator), target.baseline.year].append(target)
    for (_, year), same in groups.items():
        first = same[0]
        for other in same[1:]:
            assert first.baseline is not None
            assert other.baseline is not None
            if number_of(first.baseline.value) != number_of(other.baseline.value):
                where, there = first.table or first.clause.path.label, other.table or other.clause.path.label
                text = f"“{first.indicator}”的{year or ''}年基数在《{where}》表中为{first.baseline.value}，在《{there}》表中为{other.baseline.value}，前后不一致。"
                yield Conflict("基数不一致", text, (first.clause, other.clause), (first.span, other.span))


def _before_its_date(document: Document, facts: Facts) -> Iterator[Conflict]:
    if document.issued_on is None:
        return
    for due in facts.deadlines:
        if due.by is not None and due.by < document.issued_on and due.note is None:
            text = f"{due.clause.path.label}的期限“{due.text}”早于文件的成文日期{document.issued_on.isoformat()}。"
            yield Conflict("期限早于成文日期", text, (due.clause,), (due.span,))


_STOCK = re.compile(
    r"(床位|注册护士|执业(?:\(助理\)|（助理）)?医师|卫生技术人员)(?:总数|数)?(?:达到?|共|为)?\s?([0-9]{2,7})\s?[张人名]"
)


def _stocks(document: Document, targets: tuple[Target, ...]) -> Iterator[Conflict]:
    """床位1859张 in the prose of a year whose table counts 2242."""
    for clause in document.walk():
        if clause.table is not None:
            continue
        for match in _STOCK.finditer(clause.text):
            for target in targets:
                total = next(
                    (m for n in target.notes if (m := re.fullmatch(r"([0-9]{4})年([^0-9]*总数)([0-9]+)", n))), None
                )
                if (
                    total is None
                    or total[3] == match[2]
                    or not re.fullmatch(rf"每(?:千|万)人口{match[1]}数?", target.indicator)
                    or f"{total[1]}年" not in clause.text[max(0, match.start() - 200) : match.start()]
                ):
                    continue
                text = f"{total[1]}年{match[1]}数在{clause.label}为{match[2]}，在《{target.table}》表中为{total[3]}，前后不一致。"
                yield Conflict(
                    "基数不一致",
                    text,
                    (clause.id, target.clause),
                    (Span(match.start(), match.end()).shift(clause.span.start), target.span),
                )
