"""The targets of tables: each row of a list of indicators, each (indicator, target year) pair of a wide table.

每万人口全科医生数(人) | 2020年 5.32 | 2025年 4.32 | 预期 → 每万人口全科医生数, 4.32 人 by 2025, baseline 5.32 in 2020.
Under 公立医院(张) → 2025年 → 千人口数 the target is 每千人口公立医院床位数. A cell —— is blank: no value, said in a note.
A table without a column for a year or a target (tasks, scores) has no targets; one with a column of time limits
(完成时限) gives each row its deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.date_words import mentions
from corpus.facts import Baseline, Deadline, Relation, Target
from corpus.indicators import part_of
from corpus.mention import UNDATED, Basis
from corpus.model import Cell, Clause, Span, Table
from corpus.numerals import half_width
from corpus.relations import bounds, relation_of
from corpus.sentences import masked
from corpus.table_columns import BRACKET, TARGET_HEAD, YEAR, Slot, read_slots
from corpus.values import values

_PLACE_HEAD = re.compile(r"[县市区]|地区|区域|单位名称|机构名称|部门")
_PER = re.compile(r"(每?(?:百|千|万|十万)人口)")
_UNIT_TEXT = re.compile(
    r"^(?:%|‰|/?[0-9]*[十百千万亿]*[A-Za-z张人名个家所元岁年次天日例台套支项种件户亩吨公里平方米小时分钟床处辆倍座部]+(?:/[^()]{1,10})?|1?/?10万|/10万|百分比|个百分点)$"
)
_BARE_RANGE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:-{1,2}|[—–~]{1,2}|至)\s*([0-9]+(?:\.[0-9]+)?)\s*")
_BLANK = re.compile(r"^[\s—\-–－/／]*$")


def table_targets(clause: Clause, basis: Basis = UNDATED) -> list[Target]:
    """The targets of a clause that holds a table."""
    table = clause.table
    assert table is not None
    slots = read_slots(table, basis)
    out: list[Target] = []
    if any(s.kind == "target" for s in slots):
        parent: str | None = None
        for row in table.rows:
            made = list(_row_targets(clause, table, row, slots, parent))
            out += made
            label = table.label(row)
            if made and not re.match(r"\s*其中", label) and not _is_part(label, parent):
                parent = made[0].indicator
    elif any(s.kind == "limit" for s in slots):
        out += [t for row in table.rows if (t := _limited(clause, table, row, slots, basis))]
    return out


def _row_targets(
    clause: Clause, table: Table, row: tuple[Cell, ...], slots: list[Slot], parent: str | None
) -> Iterator[Target]:
    unit_cell = next((half_width(row[s.index].text).strip() for s in slots if s.kind == "unit"), "")
    nature = next((row[s.index].text.strip() for s in slots if s.kind == "nature" and row[s.index].text.strip()), None)
    label = table.label(row).strip()
    by_place = any(c.role == "label" and _PLACE_HEAD.search(c.head) for c in table.columns)
    for slot in slots:
        if slot.kind != "target" or (_per_head(slot) is None and _has_per_head(slots, slot)):
            continue
        if _says_no_more(row[slot.index], table, row):
            continue
        wide = slot.indicator != "" or by_place
        printed = (slot.indicator or _total_name(slots, slot)) if wide else label
        if not printed:
            continue
        stem, unit = _unit(printed, unit_cell)
        indicator = _wide_name(stem, unit, slot, table) if wide else _list_name(printed, stem, parent)
        yield _row_target(clause, table, row, slots, slot, indicator, unit, nature, label, wide)


def _says_no_more(cell: Cell, table: Table, row: tuple[Cell, ...]) -> bool:
    """Whether the row is no indicator: a heading or an explanation merged across the whole table."""
    label = table.label(row).strip()
    return (
        label == cell.text.strip() != ""
        or re.match(r"说明|注[:：]|备注|计算方法|[(（]?[一二三四五六七八九十]+[)）、]", label) is not None
    )


def _per_head(slot: Slot) -> str | None:
    match = _PER.search(slot.quantity)
    return match[1] if match else None


def _has_per_head(slots: list[Slot], slot: Slot) -> bool:
    return any(
        s.kind == "target" and s.indicator == slot.indicator and s.year == slot.year and _per_head(s) for s in slots
    )


def _unit(printed: str, unit_cell: str) -> tuple[str, str | None]:
    """The name without its unit in brackets: 每千人口执业(助理)医师数(人) → 每千人口执业(助理)医师数, 人."""
    match = BRACKET.search(printed)
    if match and _UNIT_TEXT.match(half_width(match[1])):
        return printed[: match.start()].strip(), half_width(match[1])
    return printed.strip(), unit_cell or None


def _total_name(slots: list[Slot], slot: Slot) -> str:
    """床位总数 where the head gives a place's figures without naming the indicator again."""
    before = [
        s
        for s in slots
        if s.index < slot.index and s.indicator == slot.indicator and s.quantity and _per_head(s) is None
    ]
    return before[-1].quantity if before else slot.quantity


def _list_name(printed: str, stem: str, parent: str | None) -> str:
    local = re.sub(r"^\s*其中[:：]?\s*", "", stem)
    if parent and (local != stem.strip() or _is_part(printed, parent)):
        return part_of(local, parent)
    return re.sub(r"^(?:[0-9]{1,3}|[(（][0-9]{1,3}[)）])[.、．\s]\s*(?![0-9])", "", local)


def _is_part(label: str, parent: str | None) -> bool:
    """县办公立医院及基层医疗卫生机构(张) after 其中:市办及以上公立医院(张): no base, no measure of its own."""
    stem, unit = _unit(label.strip(), "")
    return bool(
        parent
        and parent.startswith("每")
        and unit in ("张", "人", "名")
        and not re.search(r"每|率|比|数|量|寿命|床位$", stem)
    )


def _wide_name(stem: str, unit: str | None, slot: Slot, table: Table) -> str:
    per = _per_head(slot)
    if per is None or "每" in stem:
        return stem
    per = per if per.startswith("每") else "每" + per
    beds = (
        "床位数"
        if (unit == "张" and "床" not in stem) or (unit is None and "床位" in table.title and "床" not in stem)
        else ""
    )
    return per + re.sub(r"总(?=数|量)", "", stem) + beds


def _row_target(
    clause: Clause, table: Table, row: tuple[Cell, ...], slots: list[Slot], slot: Slot, indicator: str, unit: str | None,
    nature: str | None, label: str, wide: bool,
) -> Target:  # fmt: skip
    cell = row[slot.index]
    text = cell.text.strip()
    blank = _BLANK.match(half_width(text)) is not None
    base, total = _baseline(row, slots, slot)
    number, own_unit, relation = (None, None, None) if blank else _read(text)
    notes = [
        note
        for note in (
            cell.note,
            *(c.note for c, col in zip(row, table.columns, strict=True) if col.role == "label" and not wide),
        )
        if note
    ]
    if blank:
        notes.append("原表目标值为空")
    if total:
        notes.append(total)
    if own_unit and re.match(r"(?:提高|提升|增加|增长|下降|降低|减少)", text) and not re.search(r"[到至]", text[:4]):
        notes.append("变化幅度，不是达到的水平")
    return Target(
        clause=clause.id,
        span=_row_span(clause, table, row, slots, slot, wide),
        type="table_row",
        indicator=indicator,
        relation=relation,
        value=None if blank else text,
        number=number,
        unit=own_unit or unit,
        value_span=cell.span,
        deadline=_deadline(clause, table, slot),
        baseline=base,
        scope=label or None if wide else None,
        nature=nature,
        table=table.title or None,
        row=label or None,
        notes=tuple(dict.fromkeys(notes)),
    )


def _baseline(row: tuple[Cell, ...], slots: list[Slot], slot: Slot) -> tuple[Baseline | None, str | None]:
    """The start in the same quantity, and a note on the total beside it (2020年总数2242)."""
    same = [s for s in slots if s.kind == "base" and s.indicator == slot.indicator]
    mine = [s for s in same if s.quantity == slot.quantity] or [s for s in same if not s.quantity]
    total = next(
        (s for s in reversed(same) if s not in mine and s.quantity and not _BLANK.match(half_width(row[s.index].text))),
        None,
    )
    note = (
        f"{total.year or ''}{'年' if total.year else ''}{total.quantity}{row[total.index].text.strip()}"
        if total
        else None
    )
    if not mine:
        return None, note
    last = max(mine, key=lambda s: s.year or 0)
    text = row[last.index].text.strip()
    dated = re.fullmatch(r"((?:19|20)[0-9]{2})年(?:底|末)?(?:为|是|达到?|[:：])?\s*(.+)", text)
    if dated:
        return Baseline(dated[1], dated[2]), note
    return (None if _BLANK.match(half_width(text)) else Baseline(str(last.year) if last.year else None, text)), note


def _read(text: str) -> tuple[str | None, str | None, Relation | None]:
    """Number, unit and relation of a cell: 8.2左右 → 8.2, ~; ≥60 → 60, >=; 全覆盖 → no number, "="."""
    half = masked(text)
    found = values(half)
    span = _BARE_RANGE.fullmatch(half)
    if span:
        return f"{span[1]}-{span[2]}", None, "range"
    if len(found) > 1:
        return None, None, None  # 18.5≤BMI<24: two bounds are no single number
    if not found:
        return None, None, "=" if re.search(r"全覆盖|全部", half) else None
    value = found[0]
    before = bounds(half, 0, value.start)
    return (
        value.number,
        value.unit if value.kind != "bare" else None,
        relation_of(value, before[-1] if before else None),
    )


def _row_span(clause: Clause, table: Table, row: tuple[Cell, ...], slots: list[Slot], slot: Slot, wide: bool) -> Span:
    goal = row[slot.index].span
    firsts: list[Cell] = [row[s.index] for s in slots if wide and s.kind == "base" and s.indicator == slot.indicator]
    if not wide:
        firsts = [c for c, column in zip(row, table.columns, strict=True) if column.role == "label"]
    starts = [c.span.start for c in firsts if c.span]
    if goal is None:
        return Span(min(starts), max(c.span.end for c in firsts if c.span)) if starts else clause.span
    starts = [s for s in starts if s <= goal.start]
    return Span(min(starts, default=goal.start), goal.end)


def _deadline(clause: Clause, table: Table, slot: Slot) -> Deadline | None:
    year = slot.year
    if year is None:
        said = [m for m in mentions(masked(table.title)) if m.year]
        years = {int(m[1]) for c in table.columns for h in c.heads if TARGET_HEAD.search(h) and (m := YEAR.search(h))}
        year = said[-1].year if said else years.pop() if len(years) == 1 else _five(table.title)
    if year is None:
        return None
    at = clause.text.find(f"{year}年")
    span = Span(at, at + 5).shift(clause.span.start) if at >= 0 else clause.span
    return Deadline(clause.id, span, f"{year}年", str(year), date(year, 12, 31), "year")


def _five(title: str) -> int | None:
    match = re.search(r"十([一二三四五六七])五", title)
    return 2010 + 5 * "一二三四五六七".index(match[1]) if match else None


def _limited(clause: Clause, table: Table, row: tuple[Cell, ...], slots: list[Slot], basis: Basis) -> Target | None:
    """A row of a task table with its time limit."""
    label = table.label(row).strip()
    cell = next((row[s.index] for s in slots if s.kind == "limit"), None)
    if cell is None or cell.span is None or not label:
        return None
    found = next((m for m in mentions(masked(cell.text), basis) if m.counts), None)
    if found is None:
        return None
    when = Deadline(
        clause.id, Span(found.start, found.end).shift(cell.span.start), cell.text[found.start : found.end], found.normal, found.by,
        found.precision, found.recurring, found.note,
    )  # fmt: skip
    starts = [c.span.start for c, column in zip(row, table.columns, strict=True) if column.role == "label" and c.span]
    span = Span(min([*starts, cell.span.start]), max(cell.span.end, *starts))
    return Target(
        clause.id, span, "time_bound", label, None, None, None, None, None, when, table=table.title or None, row=label
    )
