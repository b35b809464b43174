"""Every quantitative or time-bound goal of a document, each with the words it stands on.

One sentence may hold five: 到2025年,全市每千人口注册护士数达到4.65人,每千人口执业(助理)医师数3.9人(其中中医类别0.62人),
医护比达到1:1.20 gives four, all by 2025. A year governs what follows it in its sentence up to the next year; 每年 governs
its own segment. A year before a colon (到2025年，实现以下目标：) governs the lines of its clause that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from corpus.deadlines import speaks
from corpus.facts import Relation, Target, TargetType
from corpus.goals import judge, subject_count
from corpus.indicators import Name, name
from corpus.item import Form, Goal, Item
from corpus.mention import UNDATED, Basis, Mention
from corpus.model import Clause, Document
from corpus.past import BACKGROUND, is_past
from corpus.reading import Reading, Sentence, basis_of
from corpus.relations import relation_of
from corpus.respectively import by_year
from corpus.sentences import Piece, segments, without_brackets
from corpus.table_targets import table_targets
from corpus.time_bound import coverage, dated_without_number, frequencies, levels
from corpus.values import Value, values

_EFFORT = re.compile(r"力争|争取|努力|原则上|鼓励|支持|探索|倡导|提倡|建议|引导")
_CONSEQUENCE = re.compile(r"^(?:原则上)?(?:的|则|不再|不得|不予|应当?|须|予以|暂停|停止|取消|启动|可以?|要|给予|实行)")
_URGED = re.compile(r"力争|争取|确保|务必")
_LEVEL = re.compile(r"(?:国家|省|市|州|县|区|自治区)级(.{2,})")
_GOVERNS_BELOW = re.compile(r"(?:[:]|如下|以下(?:主要)?目标|目标(?:是|为|如下))\s*$")
_ALL_OF = re.compile(r"(?:全部|均)(?:设置|建成|达到|实现|配备|建立|设立|完成|开展)")
_STANDING_VERB = re.compile(r"配备|设置|设立|配置|有|配")
_HANDED = re.compile(r"(?:将|把|预留|拿出)(?:至少|不低于|不少于)?$")
_DAYS = ("日", "天", "工作日", "个工作日", "个自然日", "个月")
_SEPARATORS = "、和及以与或 "


def targets_of(document: Document) -> tuple[Target, ...]:
    """Every target of a document, prose and tables, in the order of the text.

    Sections on the background (规划背景, 发展现状) tell what is, not what shall be, and give none.
    """
    basis = basis_of(document)
    out: list[Target] = []
    for clause, inherited in _with_inherited(document.clauses, None, basis):
        out.extend(targets_in(clause, basis, inherited))
    for clause in document.walk():
        if clause.table is not None:
            out.extend(table_targets(clause, basis))
    return tuple(sorted(out, key=lambda t: (t.span.start, (t.value_span or t.span).start)))


def _with_inherited(
    clauses: tuple[Clause, ...], inherited: Mention | None, basis: Basis
) -> Iterator[tuple[Clause, Mention | None]]:
    """The clauses that set goals, each with the deadline that its parent's 到2025年，实现以下目标： gives it."""
    for clause in clauses:
        if BACKGROUND.fullmatch(clause.heading):
            continue
        if speaks(clause):
            yield clause, inherited
        own = _governs_below(Reading.of(clause, basis)) if clause.children and speaks(clause) else None
        yield from _with_inherited(clause.children, own or inherited, basis)


def _governs_below(reading: Reading) -> Mention | None:
    last = reading.sentences()[-1:]
    if last and last[0].dates and _GOVERNS_BELOW.search(reading.text, last[0].piece.start, last[0].piece.end):
        return last[0].dates[0]
    return None


def targets_in(clause: Clause, basis: Basis = UNDATED, inherited: Mention | None = None) -> list[Target]:
    """The targets of one clause's own text; ``inherited`` is the deadline that the clause above sets for it."""
    reading = Reading.of(clause, basis)
    out: list[Target] = []
    past = False
    for sentence in reading.sentences():
        piece = sentence.piece
        new_line = piece.start == 0 or "\n" in reading.text[max(0, piece.start - 3) : piece.start]
        past = is_past(sentence, before=past and not new_line)
        sentence.inherited = inherited
        if sentence.dates and _GOVERNS_BELOW.search(reading.text, piece.start, piece.end):
            inherited = sentence.dates[0]
        if not past:
            out.extend(_sentence_targets(sentence))
    return out


def _sentence_targets(sentence: Sentence) -> list[Target]:
    outer = without_brackets(sentence.text, sentence.inner)
    for part in sentence.parts:
        _part_targets(sentence, part, outer)
    for inner in sentence.inner:
        if sentence.text.startswith("其中", inner.start):
            for part in segments(sentence.text, inner):
                _part_targets(sentence, part, sentence.text)
    numeric = by_year(sentence)
    free = [*dated_without_number(sentence), *frequencies(sentence), *coverage(sentence), *levels(sentence)]
    free = [t for t in free if t.indicator]  # 到2025年力争 alone says nothing
    return sorted([*numeric, *free], key=lambda t: (t.value_span or t.span).start)


def _part_targets(sentence: Sentence, part: Piece, text: str) -> None:
    """Judge the values of one segment from left to right; a number without a name is no fact."""
    found = [v for v in values(text, part.start, part.end) if not _in_time_words(v, sentence.when)]
    start, follows, rejected = part.start, None, None
    for number, value in enumerate(found):
        end = _item_end(text, value, found[number + 1] if number + 1 < len(found) else None, part)
        item = _item(sentence, part, text, value, max(start, _after_listed(text, start, value.start)), end, follows)
        goal = judge(item)
        target = _target(sentence, part, item, goal) if goal is not None else None
        if goal is None or target is None:
            rejected = item
            if goal is not None:  # nameless: what is listed behind it has no name either
                start, follows = value.end, goal.form
            continue
        sentence.goals.append((item, goal, target))
        follows = goal.form
        start = end if end < part.end and goal.form not in ("predicate", "threshold") else value.end
    _complete_levels(sentence, part)
    if follows is None and rejected is not None and (goal := subject_count(rejected)) is not None:
        target = _target(sentence, part, rejected, goal)
        if target is not None:
            sentence.goals.append((rejected, goal, target))


def _complete_levels(sentence: Sentence, part: Piece) -> None:
    """3个国家级、10个省级临床重点专科: the first counts 国家级临床重点专科."""
    mine = [
        n for n, (i, g, _) in enumerate(sentence.goals) if part.start <= i.value.start < part.end and g.form == "count"
    ]
    for here, following in pairwise(mine):
        item, goal, target = sentence.goals[here]
        rest = _LEVEL.match(sentence.goals[following][2].indicator)
        if rest and re.fullmatch(r"(?:国家|省|市|州|县|区|自治区)级", target.indicator):
            sentence.goals[here] = item, goal, replace(target, indicator=target.indicator + rest[1])


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
        urged=_URGED.search(text, sentence.piece.start, value.start) is not None,
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


def _after_listed(text: str, start: int, at: int) -> int:
    """Where the words of the value begin behind a member without a number (三级中医医院全部设置康复科室、二级…比例)."""
    comma = text.rfind("、", start, at)
    return comma + 1 if comma > 0 and _ALL_OF.search(text, start, comma) else start


def _target(sentence: Sentence, part: Piece, item: Item, goal: Goal) -> Target | None:
    reading, value = sentence.reading, item.value
    named = _name(sentence, part, item, goal)
    if not named.indicator:
        return None
    mention = sentence.recurring(part, value.start) or sentence.governing(value.start)
    first, last = _extent(sentence, part, item, goal, mention)
    return Target(
        clause=reading.clause.id,
        span=reading.span(first, last),
        type=_type(sentence, item, goal, mention),
        indicator=named.indicator,
        relation=_carried(sentence, item, goal) or relation_of(value, goal.bound),
        value=reading.words(value.start, value.end),
        number=value.number,
        unit=value.unit or None,
        value_span=reading.span(value.start, value.end),
        deadline=reading.deadline(mention) if mention else None,
        scope=named.scope or _scope_of_list(sentence, item, goal),
        condition=named.condition,
        baseline=named.baseline,
        effort=_effort(sentence, part, value, mention),
        notes=_notes(goal, named, mention, sentence),
    )


def _extent(sentence: Sentence, part: Piece, item: Item, goal: Goal, mention: Mention | None) -> tuple[int, int]:
    """The words that state it: from its year, where the sentence says one, to the value or the thing counted."""
    first = min(item.start, part.start)
    if mention is not None and sentence.piece.start <= mention.start < first:
        first = mention.start
    if goal.form in ("count", "share_of", "within", "subject", "ratio_rule"):
        return first, item.end
    return first, item.value.end + (2 if item.right.startswith(("覆盖", "达标", "水平")) else 0)


def _name(sentence: Sentence, part: Piece, item: Item, goal: Goal) -> Name:
    done = [g for g in sentence.goals if g[0].value.end <= item.value.start]
    previous = done[-1][2].indicator if done else None
    earlier = [p for p in sentence.parts if p.end <= part.start]
    before = ""
    if earlier and not any(earlier[-1].start <= g[0].value.start < earlier[-1].end for g in sentence.goals):
        before = _without_time(sentence, earlier[-1])
    holes = [(m.start, m.end) for m in sentence.when]
    return name(item, goal, sentence.reading.printed, holes, before, previous)


def _without_time(sentence: Sentence, part: Piece) -> str:
    out, at = "", part.start
    for mention in sentence.when:
        if mention.end > at and mention.start < part.end:
            out += sentence.reading.printed[at : max(at, mention.start)]
            at = mention.end
    return out + sentence.reading.printed[at : part.end]


def _type(sentence: Sentence, item: Item, goal: Goal, mention: Mention | None) -> TargetType:
    if goal.form == "threshold":
        return "threshold"
    if goal.form == "within" and item.value.unit in _DAYS:
        return "period"
    if mention is not None:
        return "target"
    if item.follows == goal.form and sentence.goals:
        return sentence.goals[-1][2].type
    if goal.form == "share_of":
        return "norm" if _HANDED.search(item.left) else "target"
    if goal.form == "predicate" and item.text[: goal.cut].endswith("率"):
        return "target"
    if goal.standing or goal.form == "ratio_rule":
        return "norm"
    return "norm" if _STANDING_VERB.search(item.text, max(goal.cut - 4, 0), item.value.start) else "target"


def _scope_of_list(sentence: Sentence, item: Item, goal: Goal) -> str | None:
    """每个县级中医医院建成2个特色专科和1个推广中心: the second is for each of them too."""
    listed = item.follows == goal.form == "count" and not item.left.strip(_SEPARATORS)
    return sentence.goals[-1][2].scope if listed else None


def _carried(sentence: Sentence, item: Item, goal: Goal) -> Relation | None:
    """至少30%的门诊号源、1/4的住院床位; 不低于22%和30%: the bound holds for the whole list."""
    if item.follows is None or goal.form != item.follows or goal.bound or item.value.suffix or item.value.is_range:
        return None
    if goal.form == "predicate" and item.left.strip(_SEPARATORS):
        return None
    _, before, target = sentence.goals[-1]
    return target.relation if before.bound is not None else None


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
