"""Every quantitative or time-bound goal of a document, each with the words it stands on.

One sentence may hold five: 到2025年,全市每千人口注册护士数达到4.65人,每千人口执业(助理)医师数3.9人(其中中医类别0.62人),
医护比达到1:1.20 gives four, all by 2025. A year governs what follows it in its sentence up to the next year; 每年 governs
its own segment. A year before a colon (到2025年，实现以下目标：) governs the lines and items that follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from corpus.date_words import Mention, mentions
from corpus.deadlines import deadline, speaking_clauses
from corpus.facts import Deadline, Relation, Target, TargetType
from corpus.goals import Form, Goal, Item, judge, subject_count
from corpus.indicators import Name, name
from corpus.model import Clause, Document, Span
from corpus.past import BACKGROUND, is_past
from corpus.relations import relation_of
from corpus.sentences import BLANK, Piece, brackets, masked, segments, sentences, without_brackets
from corpus.table_targets import table_targets
from corpus.time_bound import dated_without_number, frequencies, shares_without_number
from corpus.values import Value, values

_EFFORT = re.compile(r"力争|争取|努力|原则上|鼓励|支持|探索|倡导|引导")
_CONSEQUENCE = re.compile(r"^(?:原则上)?(?:的|则|不再|不得|不予|应当?|须|予以|暂停|停止|取消|启动|可以?|要|给予|实行)")
_ALL_OF = re.compile(r"(?:全部|均)(?:设置|建成|达到|实现|配备|建立|设立|完成|开展)")
_GOVERNS_BELOW = re.compile(r"(?:[:]|如下|以下(?:主要)?目标|目标(?:是|为|如下))\s*$")


@dataclass(slots=True)
class Sentence:
    """A sentence at work: its clause, its segments and the words about time in it."""

    clause: Clause
    text: str  # masked
    piece: Piece
    parts: list[Piece]
    when: tuple[Mention, ...]
    inherited: Mention | None = None
    goals: list[tuple[Item, Goal, Target]] = field(default_factory=list)

    def governing(self, at: int) -> Mention | None:
        """The deadline that governs a place: the last one before it in the sentence, else the inherited one."""
        before = [m for m in self.when if m.kind == "deadline" and m.start <= at and not self._bracketed(m)]
        return before[-1] if before else self.inherited

    def recurring(self, part: Piece, at: int) -> Mention | None:
        """每年, 每季度 in the same segment before the value."""
        found = [m for m in self.when if m.kind == "recurring" and part.start <= m.start < at]
        return found[-1] if found else None

    def _bracketed(self, mention: Mention) -> bool:
        return any(b.start <= mention.start < b.end for b in brackets(self.text, self.piece))


def targets_of(document: Document) -> tuple[Target, ...]:
    """Every target of a document, prose and tables, in the order of the text."""
    out: list[Target] = []
    for clause in speaking_clauses(document):
        if any(BACKGROUND.fullmatch(c.heading) for c in (*document.ancestors(clause), clause)):
            continue
        out.extend(targets_in(clause, document.issued_on))
    for clause in document.walk():
        if clause.table is not None:
            out.extend(table_targets(clause, document.issued_on))
    return tuple(sorted(out, key=lambda t: (t.span.start, t.value_span.start if t.value_span else t.span.start)))


def targets_in(clause: Clause, issued_on: date | None = None) -> list[Target]:
    """The targets of one clause's own text."""
    text = masked(clause.text)
    when = mentions(text, issued_on)
    out: list[Target] = []
    past, inherited = False, None
    for piece in sentences(text):
        new_line = piece.start == 0 or "\n" in text[max(0, piece.start - 3) : piece.start]
        here = tuple(m for m in when if piece.start <= m.start < piece.end)
        past = is_past(text, piece, here, past and not new_line)
        sentence = Sentence(clause, text, piece, segments(text, piece), here, inherited)
        governs = _GOVERNS_BELOW.search(text[piece.start : piece.end])
        if governs and (opening := next((m for m in here if m.kind == "deadline"), None)):
            inherited = opening
        if not past:
            out.extend(_sentence_targets(sentence))
    return out


def _sentence_targets(sentence: Sentence) -> list[Target]:
    outer = without_brackets(sentence.text, sentence.piece)
    for part in sentence.parts:
        _part_targets(sentence, part, outer)
    for inner in brackets(sentence.text, sentence.piece):
        if sentence.text.startswith("其中", inner.start):
            for part in segments(sentence.text, inner):
                _part_targets(sentence, part, sentence.text)
    numeric = [t for _, _, t in sentence.goals]
    numeric = _two_years(sentence, numeric)
    free = [*dated_without_number(sentence, numeric), *frequencies(sentence, numeric), *shares_without_number(sentence, numeric)]
    return sorted([*numeric, *free], key=lambda t: (t.value_span or t.span).start)


def _part_targets(sentence: Sentence, part: Piece, text: str) -> None:
    """Judge the values of one segment from left to right."""
    found = [v for v in values(text, part.start, part.end) if not _in_time_words(v, sentence.when)]
    start, follows, made = part.start, None, 0
    rejected: list[Item] = []
    for number, value in enumerate(found):
        end = _item_end(text, value, found[number + 1] if number + 1 < len(found) else None, part)
        item = _item(sentence, part, text, value, max(start, _after_listed(text, start, value.start)), end, follows)
        goal = judge(item)
        if goal is None:
            rejected.append(item)
            continue
        made_target = _target(sentence, part, item, goal)
        if not made_target.indicator:
            continue  # a number without a name is no fact
        sentence.goals.append((item, goal, made_target))
        follows, made = goal.form, made + 1
        start = end if end < part.end and goal.form not in ("predicate", "threshold") else value.end
    if not made:
        for item in rejected[-1:]:
            goal = subject_count(item)
            if goal is not None:
                sentence.goals.append((item, goal, _target(sentence, part, item, goal)))


def _after_listed(text: str, start: int, at: int) -> int:
    """Where the words of the value begin behind a member without a number (三级中医医院全部设置康复科室、二级…比例)."""
    comma = text.rfind("、", start, at)
    return comma + 1 if comma > 0 and _ALL_OF.search(text, start, comma) else start


def _in_time_words(value: Value, when: tuple[Mention, ...]) -> bool:
    return any(m.start < value.end and value.start < m.end for m in when)


def _item(sentence: Sentence, part: Piece, text: str, value: Value, start: int, end: int, follows: Form | None) -> Item:
    later = [p for p in sentence.parts if p.start >= part.end]
    return Item(
        text,
        value,
        start,
        end,
        dated=sentence.governing(value.start) is not None,
        recurs=sentence.recurring(part, value.start) is not None,
        follows=follows,
        consequence=any(_CONSEQUENCE.match(p.of(text)) for p in later[:2]),
        segment_end=part.end,
    )


def _item_end(text: str, value: Value, following: Value | None, part: Piece) -> int:
    """Where a value's own words end: before 、 or 和 that leads to the next value, else with the segment."""
    if following is None:
        return part.end
    between = text[value.end : following.start]
    if between[:1] in ("、", "和", "及", "与"):
        return value.end
    tail = re.search(r"(?:、|和|及|以及|并|与|或)[^、和及的]{0,6}$", between)
    return value.end + tail.start() if tail else part.end


def _target(sentence: Sentence, part: Piece, item: Item, goal: Goal) -> Target:
    clause, value = sentence.clause, item.value
    mention = sentence.recurring(part, value.start) or sentence.governing(value.start)
    named = _name(sentence, part, item, goal)
    offset = clause.span.start
    first = min(item.start, part.start)
    if mention is not None and sentence.piece.start <= mention.start < first:
        first = mention.start
    last = item.end if goal.form in ("count", "share_of", "within", "subject", "ratio_rule") else value.end
    if item.right.startswith(("覆盖", "达标")):
        last = value.end + 2
    relation = _carried(sentence, item, goal) or relation_of(value, goal.bound)
    return Target(
        clause=clause.id,
        span=Span(first, last).shift(offset),
        type=_type(sentence, item, goal, mention),
        indicator=named.indicator,
        relation=relation,
        value=clause.text[value.start : value.end],
        number=value.number,
        unit=value.unit or None,
        value_span=Span(value.start, value.end).shift(offset),
        deadline=deadline(mention, clause) if mention else None,
        scope=named.scope or _scope_of_list(sentence, item, goal),
        condition=named.condition,
        effort=_effort(sentence, part, value, mention),
        notes=_notes(goal, named, mention, sentence),
    )


def _scope_of_list(sentence: Sentence, item: Item, goal: Goal) -> str | None:
    """每个县级中医医院建成2个特色专科和1个推广中心: the second is for each of them too."""
    listed = item.follows == goal.form == "count" and not item.left.strip("、和及以与 ")
    return sentence.goals[-1][2].scope if listed else None


def _carried(sentence: Sentence, item: Item, goal: Goal) -> Relation | None:
    """至少30%的门诊号源、1/4的住院床位: the bound holds for the whole list."""
    if item.follows not in ("count", "share_of") or goal.form != item.follows or goal.bound or item.value.suffix or item.value.is_range:
        return None
    _, before, target = sentence.goals[-1]
    return target.relation if before.bound is not None else None


def _name(sentence: Sentence, part: Piece, item: Item, goal: Goal) -> Name:
    earlier_goals = [g for g in sentence.goals if g[0].value.end <= item.value.start]
    previous = earlier_goals[-1][2].indicator if earlier_goals else None
    earlier = [p for p in sentence.parts if p.end <= part.start]
    before = ""
    if earlier:
        last = earlier[-1]
        if not any(last.start <= g[0].value.start < last.end for g in sentence.goals):
            before = _without_time(sentence, last)
    holes = [(m.start, m.end) for m in sentence.when]
    return name(item, goal, sentence.clause.text, holes, before, previous)


def _without_time(sentence: Sentence, part: Piece) -> str:
    text = list(sentence.clause.text[part.start : part.end])
    for m in sentence.when:
        for at in range(max(m.start, part.start), min(m.end, part.end)):
            text[at - part.start] = BLANK
    return "".join(text).replace(BLANK, "")


def _type(sentence: Sentence, item: Item, goal: Goal, mention: Mention | None) -> TargetType:
    if goal.form == "threshold":
        return "threshold"
    if goal.form == "within" and item.value.unit in ("日", "天", "工作日", "个工作日", "个月"):
        return "period"
    if mention is not None:
        return "target"
    if item.follows == goal.form and sentence.goals:
        return sentence.goals[-1][2].type
    if goal.form == "share_of":
        return "norm" if item.left.endswith(("将", "把")) else "target"
    if goal.form == "predicate" and item.text[: goal.cut].endswith("率"):
        return "target"
    if goal.standing or goal.form == "ratio_rule":
        return "norm"
    verb = item.text[max(goal.cut - 4, 0) : item.value.start]
    return "norm" if re.search(r"配备|设置|设立|配置|有|配", verb) else "target"


def _effort(sentence: Sentence, part: Piece, value: Value, mention: Mention | None) -> str | None:
    found = _EFFORT.search(sentence.text, part.start, value.start)
    if found:
        return found[0]
    return mention.effort if mention is not None and mention.effort in ("力争", "争取", "努力", "原则上") else None


def _notes(goal: Goal, named: Name, mention: Mention | None, sentence: Sentence) -> tuple[str, ...]:
    out = []
    if goal.base:
        out.append(f"以{goal.base}为基数")
    if goal.change:
        out.append("变化幅度，不是达到的水平")
    if named.completed:
        out.append("指标名称按上文补全")
    if mention is not None and mention is sentence.inherited:
        out.append("期限承自上文")
    return tuple(out)


def _two_years(sentence: Sentence, found: list[Target]) -> list[Target]:
    """到2022年和2030年,…分别不低于22%和30%: the first value by the first year, the second by the second."""
    double = next((m for m in sentence.when if m.years), None)
    if double is None:
        return found
    out: list[Target] = []
    for part in sentence.parts:
        mine = [t for i, _, t in sentence.goals if part.start <= i.value.start < part.end and i.value.start > double.start]
        if len(mine) == len(double.years):
            out += [_by_year(t, year, mine[0]) for t, year in zip(mine, double.years, strict=True)]
        elif mine:
            out += [replace(t, deadline=None, notes=(*t.notes, "两个年份与数值对不上，期限不定")) for t in mine]
    rest = [t for i, _, t in sentence.goals if i.value.start < double.start]
    return rest + out


def _by_year(target: Target, year: int, first: Target) -> Target:
    assert target.deadline is not None
    when: Deadline = replace(target.deadline, normal=str(year), by=date(year, 12, 31), note=None)
    bound = first.relation if target.relation == "=" else target.relation
    return replace(target, deadline=when, indicator=first.indicator, relation=bound, span=Span(first.span.start, target.span.end))


