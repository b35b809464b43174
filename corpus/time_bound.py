"""Goals without a number: 到2023年,全部实现财务统一管理; 每5年动态调整编制总量; 三大中心县级全覆盖.

A dated sentence in which no number was set gives one such goal for the whole of it; beside numbers, only the
segments that set a goal of their own do (…,心理治疗技师数量基本满足工作需要).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.date_words import Mention
from corpus.deadlines import deadline
from corpus.facts import Target, TargetType
from corpus.indicators import plain_name
from corpus.model import Span
from corpus.sentences import Piece, brackets

if TYPE_CHECKING:
    from corpus.targets import Sentence

_OWN_GOAL = re.compile(
    r"全部|均(?:达到|建成|实现|设置|设立|建立)|基本(?:建成|实现|形成|建立|满足|消除|普及|完成)|建成|实现|满足|普遍|(?<!健)全覆盖|"
    r"全面(?:建成|建立|实现|推行|实施|覆盖|普及|完成)|完成|打造"
)
_TAIL_START = re.compile(r"^(?:并|为|使|从而|以|进一步|不断|让|确保|推动|促进|着力|加快|其中|切实|有效|持续|逐步)")
_ALL = re.compile(r"(?:全部|100%|百分之百)(?:[^,;。]{0,4})(?:达到|设置|建成|建立|实现|配备|覆盖|设立|开设|完成|纳入)|(?<!健)全覆盖")
_VERBLESS = re.compile(r"^(?:度|的|中|来|间|初)")
_ACTIVITY = re.compile(
    r"开展|组织|举办|召开|进行|通报|报送|报告|调整|评估|考核|评价|公布|发布|检查|督查|督导|监测|培训|更新|安排|实施|完成|制定|建设|培养|研究|分析|调度|汇总|公示|抽查|体检|检测|修订|总结|上报|会商|演练|向"
)
_LIMIT = 120


def dated_without_number(sentence: Sentence, numeric: list[Target]) -> Iterator[Target]:
    """The time-bound goals of a sentence."""
    dates = [m for m in sentence.when if m.kind == "deadline" and not _in_bracket(sentence, m)]
    for number, mention in enumerate(dates):
        start = _scope_start(sentence, mention)
        end = _scope_start(sentence, dates[number + 1]) if number + 1 < len(dates) else sentence.piece.end
        end = max(mention.end, _trim(sentence.text, start, end))
        inside = [t for t in numeric if _holds(sentence, start, end, t)]
        if not inside:
            if (end - mention.end >= 4 or mention.start - start >= 4) and _says_something(sentence, mention, start, end):
                yield _goal(sentence, "time_bound", start, end, mention)
            continue
        yield from _beside_numbers(sentence, mention, start, end, inside)


def _says_something(sentence: Sentence, mention: Mention, start: int, end: int) -> bool:
    """Whether words of doing stand beside a plan period: “十四五”时期主要指标 is only a heading."""
    return mention.precision != "period" or bool(_OWN_GOAL.search(sentence.text, start, end) or _ACTIVITY.search(sentence.text, start, end))


def _in_bracket(sentence: Sentence, mention: Mention) -> bool:
    return any(b.start <= mention.start < b.end for b in brackets(sentence.text, sentence.piece))


def _scope_start(sentence: Sentence, mention: Mention) -> int:
    """Where the segment of a mention starts: 所有二级以上公立医院年底前要完成… starts before its date."""
    return next((p.start for p in sentence.parts if p.start <= mention.start < p.end), mention.start)


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:、"):
        end -= 1
    return end


def _holds(sentence: Sentence, start: int, end: int, target: Target) -> bool:
    assert target.value_span is not None
    at = target.value_span.start - sentence.clause.span.start
    return start <= at < end


def _beside_numbers(sentence: Sentence, mention: Mention, start: int, end: int, inside: list[Target]) -> Iterator[Target]:
    """Runs of segments that hold no number and set a goal of their own."""
    offset = sentence.clause.span.start
    spans = [t.span.shift(-offset) for t in inside]
    values = [t.value_span.shift(-offset) for t in inside if t.value_span]
    run: list[Piece] = []
    for part in [p for p in sentence.parts if start <= p.start < end] + [Piece(end, end)]:
        busy = part.start == part.end or any(v.start < part.end and part.start < v.end for v in values)
        busy = busy or any(s.start > mention.end and s.start <= part.start and part.end <= s.end for s in spans)
        if not busy:
            run.append(part)
            continue
        if run:
            yield from _run(sentence, mention, run)
        run = []
        yield from _listed_before_value(sentence, mention, part, values)


def _run(sentence: Sentence, mention: Mention, run: list[Piece]) -> Iterator[Target]:
    first = run[0]
    words = sentence.text[max(first.start, mention.end if first.start <= mention.start < first.end else first.start) : first.end]
    if _OWN_GOAL.search(words) and not _TAIL_START.match(words.strip(",")):
        yield _goal(sentence, "time_bound", first.start, _trim(sentence.text, first.start, run[-1].end), mention)


def _listed_before_value(sentence: Sentence, mention: Mention, part: Piece, values: list[Span]) -> Iterator[Target]:
    """三级中医医院全部设置康复科室、二级中医医院…比例不低于80%: the member of the list that has no number."""
    inside = [v for v in values if part.start <= v.start < part.end]
    if not inside:
        return
    at = sentence.text.find("、", part.start, inside[0].start)
    words = sentence.text[part.start : at]
    if at > 0 and re.search(r"全部|均", words) and _OWN_GOAL.search(words):
        yield _goal(sentence, "time_bound", part.start, at, mention)


def frequencies(sentence: Sentence, numeric: list[Target]) -> Iterator[Target]:
    """每5年动态调整…编制总量, 按季度通报工作进展: what recurs without a number of its own."""
    for mention in sentence.when:
        part = next((p for p in sentence.parts if p.start <= mention.start < p.end), None)
        if mention.kind != "recurring" or part is None or any(_holds(sentence, part.start, part.end, t) for t in numeric):
            continue
        words = sentence.text[mention.end : part.end]
        if _VERBLESS.match(words) or not (_ACTIVITY.search(words) or _ACTIVITY.search(sentence.text, part.start, mention.start)):
            continue
        if not _in_bracket(sentence, mention):
            yield _goal(sentence, "frequency", part.start, part.end, mention)


def shares_without_number(sentence: Sentence, numeric: list[Target]) -> Iterator[Target]:
    """Undated 全覆盖 and 全部设置…: coverage with the word itself as its value."""
    if any(m.kind == "deadline" and not _in_bracket(sentence, m) for m in sentence.when):
        return
    for part in sentence.parts:
        match = _ALL.search(sentence.text, part.start, part.end)
        if match is None or any(_holds(sentence, part.start, part.end, t) for t in numeric):
            continue
        value = Span(match.start(), match.start() + (2 if match[0].startswith("全部") else len(match[0])))
        if match[0].endswith("全覆盖") or match[0].startswith("全部"):
            yield _goal(sentence, "coverage", part.start, part.end, None, value)


def _goal(sentence: Sentence, kind: TargetType, start: int, end: int, mention: Mention | None, value: Span | None = None) -> Target:
    clause = sentence.clause
    offset = clause.span.start
    hole = [(mention.start, mention.end)] if mention else []
    return Target(
        clause=clause.id,
        span=Span(start, end).shift(offset),
        type=kind,
        indicator=plain_name(clause.text, start, end, hole)[:_LIMIT],
        relation="=" if value and clause.text[value.start : value.end].startswith("全覆盖") else None,
        value=clause.text[value.start : value.end] if value else None,
        number=None,
        unit=None,
        value_span=value.shift(offset) if value else None,
        deadline=deadline(mention, clause) if mention else None,
        effort=mention.effort if mention else None,
    )
