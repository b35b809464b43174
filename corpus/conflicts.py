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
    r"死亡|发病|患病|感染|负担|支出|费用|住院日|吸烟|近视|肥胖|贫血|迟缓|能耗|排放|浓度|事故|发生率|病死|时间|时长|半径|流失|贫困|投诉|复发|消耗|"
    r"药占比|自付|误差|摄入量|下降|降低|减少|控制"
)
_NOT_NAME = re.compile(r"\s|的|数量|数|总量|指标|比例|\(|\)|（|）|、|,|，|^全[市省区县]|拥有|达到")
_STOCK = re.compile(
    r"(?P<what>床位|注册护士|执业(?:\(助理\)|（助理）)?医师|卫生技术人员)(?:总数|数)?(?:达到?|共|为)?\s?(?P<number>[0-9]{2,7})\s?[张人名]"
)
_TOTAL = re.compile(r"(?P<year>[0-9]{4})年[^0-9]*总数(?P<number>[0-9]+)")
_SYNONYM = (
    (re.compile("常住人口|户籍人口"), "人口"),
    (re.compile("设立|设置|开设"), "设"),
    (re.compile("医生"), "医师"),
    (re.compile("卫生人员"), ""),
    (re.compile("老年病医学"), "老年医学"),
)


def conflicts_of(document: Document, facts: Facts) -> tuple[Conflict, ...]:
    """All conflicts inside one document."""
    starts = list(_different_baselines(facts.targets, document))
    doubted = {span for conflict in starts for span in conflict.spans}
    found = [
        *_below_baseline(facts.targets, doubted),
        *_different(facts.targets, document),
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
    plain = re.sub(r"/\s?[0-9]*[十百千万亿].*", "", text.replace(",", ""))  # 12/10万 is told by its 12
    numbers = re.findall(r"\d+(?:\.\d+)?", plain)
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
        if target.baseline is None or target.span in doubted or _FALLS.search(target.indicator):
            continue
        goal, start = number_of(target.value), number_of(target.baseline.value)
        if goal is None or start is None or goal >= start or target.relation == "<=" or _is_change(target):
            continue
        when = f"{target.baseline.year}年" if target.baseline.year else "基期"
        by = target.deadline.text if target.deadline else ""
        text = f"“{target.indicator}”{by}目标值{target.value}低于{when}的{target.baseline.value}。"
        yield Conflict("目标低于基数", text, (target.clause,), (target.span,))


def _is_change(target: Target) -> bool:
    return any("变化幅度" in note for note in target.notes)


def _whole(scope: str | None, document: Document) -> str:
    """The scope, empty where it is the document's whole place: 全市, 我市, 蛟河市 in 蛟河市's plan."""
    if scope is None or scope == document.region or re.fullmatch(r"[全我本][市省区县州国]", scope):
        return ""
    return scope


def _different(targets: tuple[Target, ...], document: Document) -> Iterator[Conflict]:
    """One indicator, one place, one year, two numbers: 老年医学科比例 60%以上 in the text and 50 in the table."""
    groups: dict[tuple[str, ...], list[Target]] = defaultdict(list)
    for target in targets:
        if number_of(target.value) is None or _is_change(target) or len(key(target.indicator)) < 3:
            continue
        if target.deadline is None or target.deadline.by is None:
            continue
        place = _whole(target.scope, document)
        groups[key(target.indicator), str(target.deadline.by.year), place, target.condition or ""].append(target)
    for first, *others in groups.values():
        for other in others:
            if _comparable(first, other) and number_of(first.value) != number_of(other.value):
                here, there = _place(first), _place(other)
                text = f"“{first.indicator}”在{here}为{first.value}，在{there}为{other.value}，前后不一致。"
                yield Conflict("指标不一致", text, (first.clause, other.clause), (first.span, other.span))


def _place(target: Target) -> str:
    return f"《{target.table}》表" if target.table else target.clause.path.label


def _comparable(first: Target, other: Target) -> bool:
    """Whether two targets of one name tell one thing: 1个重点专科 here and 2个 there are two goals."""
    units = [{"名": "人", "": None}.get(u or "", u) for u in (first.unit, other.unit)]
    if None not in units and units[0] != units[1]:
        return False
    told_twice = first.table is not None or other.table is not None
    return told_twice or first.indicator.startswith("每") or first.unit in ("%", "‰")


def _different_baselines(targets: tuple[Target, ...], document: Document) -> Iterator[Conflict]:
    groups: dict[tuple[str, str | None, str], list[tuple[Target, str]]] = defaultdict(list)
    for target in targets:
        if target.baseline is not None and number_of(target.baseline.value) is not None:
            where = (key(target.indicator), target.baseline.year, _whole(target.scope, document))
            groups[where].append((target, target.baseline.value))
    for (_, year, _), ((first, value), *others) in groups.items():
        for other, differs in others:
            if number_of(value) != number_of(differs):
                when = f"{year}年" if year else ""
                text = f"“{first.indicator}”的{when}基数在{_place(first)}为{value}，在{_place(other)}为{differs}，前后不一致。"
                yield Conflict("基数不一致", text, (first.clause, other.clause), (first.span, other.span))


def _before_its_date(document: Document, facts: Facts) -> Iterator[Conflict]:
    if document.issued_on is None:
        return
    for due in facts.deadlines:
        if due.by is not None and due.by < document.issued_on and due.note is None:
            text = f"{due.clause.path.label}的期限“{due.text}”早于文件的成文日期{document.issued_on.isoformat()}。"
            yield Conflict("期限早于成文日期", text, (due.clause,), (due.span,))


def _stocks(document: Document, targets: tuple[Target, ...]) -> Iterator[Conflict]:
    """床位1859张 in the prose of a year whose table counts 2242."""
    totals = [(t, m) for t in targets for n in t.notes if (m := _TOTAL.fullmatch(n))]
    if not totals:
        return
    for clause in document.walk():
        for match in _STOCK.finditer(clause.text) if clause.table is None else ():
            before = clause.text[max(0, match.start() - 200) : match.start()]
            for target, total in totals:
                same_thing = re.fullmatch(rf"每[千万]人口{re.escape(match['what'])}数?", target.indicator)
                if not same_thing or total["number"] == match["number"] or f"{total['year']}年" not in before:
                    continue
                text = (
                    f"{total['year']}年{match['what']}数在{clause.label}为{match['number']}，"
                    f"在{_place(target)}为{total['number']}，前后不一致。"
                )
                span = Span(match.start(), match.end()).shift(clause.span.start)
                yield Conflict("基数不一致", text, (clause.id, target.clause), (span, target.span))


def undecided_of(facts: Facts) -> tuple[Conflict, ...]:
    """What was left open because two readings remain: 2025年前, two years for one number."""
    out = [
        Conflict("期限不明", f"{t.clause.path.label}“{t.indicator}”：{n}。", (t.clause,), (t.span,))
        for t in facts.targets
        for n in t.notes
        if "期限不定" in n
    ]
    for due in facts.deadlines:
        if due.by is None and due.recurring is None and due.note is not None:
            text = f"{due.clause.path.label}“{due.text}”：{due.note}。"
            out.append(Conflict("期限不明", text, (due.clause,), (due.span,)))
    return tuple(sorted(out, key=lambda c: c.spans[0].start))
