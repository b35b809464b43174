"""Goals without a number: 到2023年,全部实现财务统一管理; 每5年动态调整编制总量; 三大中心县级全覆盖.

A dated sentence in which no number was set gives one such goal for the whole of it; beside numbers, only the
segments that set a goal of their own do (…,心理治疗技师数量基本满足工作需要). A line 完成时限：2019年12月底前 dates the
task of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.facts import Target, TargetType
from corpus.indicators import plain_name
from corpus.mention import Mention
from corpus.reading import Sentence
from corpus.sentences import Piece

_OWN_GOAL = re.compile(
    r"全部|均(?:达到|建成|实现|设置|设立|建立)|基本(?:建成|实现|形成|建立|满足|消除|普及|完成)|建成|实现|满足|普遍|"
    r"(?<!健)全覆盖|全面(?:建成|建立|实现|推行|实施|覆盖|普及|完成)|完成|打造"
)
_TAIL_START = re.compile(r"^(?:并|为|使|从而|以|进一步|不断|让|确保|推动|促进|着力|加快|其中|切实|有效|持续|逐步)")
_ALL = re.compile(
    r"全部[^,;。]{0,4}(?:达到|设置|建成|建立|实现|配备|覆盖|设立|开设|完成|纳入)|(?<!健)全覆盖(?=$|[,;。(])"
)
_VERBLESS = re.compile(r"^(?:度|的|中|来|间|初)")
_ACTIVITY = re.compile(
    r"开展|组织|举办|召开|进行|通报|报送|报告|调整|评估|考核|评价|公布|发布|检查|督查|督导|监测|培训|更新|安排|实施|完成|制定|建设|"
    r"培养|研究|分析|调度|汇总|公示|抽查|体检|检测|修订|总结|上报|会商|演练|向|选择|编制|提供|落实"
)
_LEVEL = re.compile(r"^(?:力争|争取)[^,;]{2,60}达到[^,;]{2,40}(?:水平|标准|要求|能力)$")
_LIMIT_LABEL = re.compile(r"(?:完成|办理|实施)?(?:时限|时间|期限|时间节点|时间要求|进度安排|进度)$")
_GOVERNS = re.compile(
    r"^[,]?(?:主要)?(?:实现|达到|完成)?(?:以下|如下|下列)(?:主要)?(?:目标|指标|任务)|(?:主要)?(?:目标|指标)(?:是|为|如下)?:?$"
)
_TERM = re.compile(r"(?:期限|时间|周期|有效期|规划期)(?:为|是|:)?$")
_LIMIT = 120


def dated_without_number(sentence: Sentence) -> Iterator[Target]:
    """The time-bound goals of a sentence."""
    dates = sentence.dates
    for number, mention in enumerate(dates):
        start = _scope_start(sentence, mention)
        end = _scope_start(sentence, dates[number + 1]) if number + 1 < len(dates) else sentence.piece.end
        end = max(mention.end, _trim(sentence.text, start, end))
        if _limit_line(sentence, mention):
            yield _task(sentence, mention, end)
        elif any(start <= i.value.start < end for i, _, _ in sentence.goals):
            yield from _beside_numbers(sentence, mention, start, end)
        elif max(end - mention.end, mention.start - start) >= 2 and _says_something(sentence, mention, start, end):
            yield _goal(sentence, "time_bound", start, end, mention)


def _limit_line(sentence: Sentence, mention: Mention) -> bool:
    """Whether the date stands behind 完成时限："""
    head = sentence.text[sentence.piece.start : mention.start].rstrip(": ")
    return len(head) <= 8 and _LIMIT_LABEL.search(head) is not None


def _task(sentence: Sentence, mention: Mention, end: int) -> Target:
    """The clause's own task, dated by its line 完成时限：…."""
    clause = sentence.reading.clause
    first = re.split(
        r"[。\n]", re.sub(r"^[^\w(（]*(?:[(（]?[0-9一二三四五六七八九十]+[)）]?[、.．]?)?\s*", "", clause.text)
    )[0]
    return _goal(sentence, "time_bound", sentence.piece.start, end, mention, indicator=clause.heading or first)


def _says_something(sentence: Sentence, mention: Mention, start: int, end: int) -> bool:
    """Whether words of doing stand beside a plan period: “十四五”时期主要指标 is only a heading."""
    text = sentence.text
    if (
        text[end - 1 : end] == ":"
        or _GOVERNS.search(text, mention.end, end)
        or _TERM.search(text, start, mention.start)
    ):
        return False
    if mention.precision != "period":
        return True
    return bool(_OWN_GOAL.search(sentence.text, start, end) or _ACTIVITY.search(sentence.text, start, end))


def _scope_start(sentence: Sentence, mention: Mention) -> int:
    """Where the segment of a mention starts: 所有二级以上公立医院年底前要完成… starts before its date."""
    part = sentence.part_at(mention.start)
    return part.start if part else mention.start


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:、"):
        end -= 1
    return end


def _beside_numbers(sentence: Sentence, mention: Mention, start: int, end: int) -> Iterator[Target]:
    """Runs of segments that hold no number and set a goal of their own."""
    items = [i for i, _, _ in sentence.goals if start <= i.value.start < end]
    run: list[Piece] = []
    for part in [*(p for p in sentence.parts if start <= p.start < end), Piece(end, end)]:
        inside = [i.value.start for i in items if part.start <= i.value.start < part.end]
        if not inside and part.start < part.end:
            run.append(part)
            continue
        if run:
            yield from _run(sentence, mention, run)
        run = []
        yield from _listed_before_value(sentence, mention, part, inside)


def _run(sentence: Sentence, mention: Mention, run: list[Piece]) -> Iterator[Target]:
    first = run[0]
    words = sentence.text[mention.end if first.start <= mention.start < first.end else first.start : first.end]
    if _OWN_GOAL.search(words) and not _TAIL_START.match(words.strip(",")):
        end = _trim(sentence.text, first.start, run[-1].end)
        yield _goal(sentence, "time_bound", first.start, end, mention)


def _listed_before_value(sentence: Sentence, mention: Mention, part: Piece, inside: list[int]) -> Iterator[Target]:
    """三级中医医院全部设置康复科室、二级中医医院…比例不低于80%: the member of the list that has no number."""
    if not inside:
        return
    at = sentence.text.find("、", part.start, inside[0])
    words = sentence.text[part.start : max(at, part.start)]
    if re.search(r"全部|均", words) and _OWN_GOAL.search(words):
        yield _goal(sentence, "time_bound", part.start, at, mention)


def frequencies(sentence: Sentence) -> Iterator[Target]:
    """每5年动态调整…编制总量, 按季度通报工作进展: what recurs without a number of its own."""
    for mention in sentence.when:
        part = sentence.part_at(mention.start)
        if mention.kind != "recurring" or part is None or sentence.bracketed(mention.start) is not None:
            continue
        if any(part.start <= i.value.start < part.end for i, _, _ in sentence.goals):
            continue
        words = sentence.text[mention.end : part.end]
        if _VERBLESS.match(words):
            continue
        if _ACTIVITY.search(words) or _ACTIVITY.search(sentence.text, part.start, mention.start):
            yield _goal(sentence, "frequency", part.start, part.end, mention)


def coverage(sentence: Sentence) -> Iterator[Target]:
    """Undated 全覆盖 and 全部设置…: coverage with the word itself as its value."""
    if sentence.dates:
        return
    for part in sentence.parts:
        match = _ALL.search(sentence.text, part.start, part.end)
        if match is None or any(part.start <= i.value.start < part.end for i, _, _ in sentence.goals):
            continue
        length = 2 if match[0].startswith("全部") else len(match[0])
        yield _goal(
            sentence, "coverage", part.start, part.end, None, value=Piece(match.start(), match.start() + length)
        )


def levels(sentence: Sentence) -> Iterator[Target]:
    """力争实现服务人口超过80万的县级医院达到三级医院服务水平: an undated level that is striven for."""
    if sentence.dates:
        return
    for part in sentence.parts:
        if _LEVEL.match(part.of(sentence.text)) is None:
            continue
        if not any(part.start <= i.value.start < part.end for i, _, _ in sentence.goals):
            goal = _goal(sentence, "target", part.start, part.end, None)
            yield replace(goal, effort=sentence.text[part.start : part.start + 2])


def _goal(
    sentence: Sentence,
    kind: TargetType,
    start: int,
    end: int,
    mention: Mention | None,
    *,
    value: Piece | None = None,
    indicator: str | None = None,
) -> Target:
    reading = sentence.reading
    holes = [(mention.start, mention.end)] if mention else []
    notes: tuple[str, ...] = ()
    if mention is not None and mention.years:
        notes = (f"“{reading.words(mention.start, mention.end)}”不止一个年份，期限不定",)
        mention = None
    word = reading.words(value.start, value.end) if value else None
    return Target(
        clause=reading.clause.id,
        span=reading.span(start, end),
        type=kind,
        indicator=(indicator or plain_name(reading.printed, start, end, holes))[:_LIMIT],
        relation="=" if word is not None else None,
        value=word,
        number=None,
        unit=None,
        value_span=reading.span(value.start, value.end) if value else None,
        deadline=reading.deadline(mention) if mention else None,
        effort=mention.effort if mention else None,
        notes=notes,
    )
