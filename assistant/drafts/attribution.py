"""On whose word a draft says something: each run of words between citations, and the mentions that it rests on.

《A》提出……；《B》要求…… gives the first run to A, the second to B; ……（《A》第三条）gives it to what stands in the brackets. What follows
in the same paragraph without a citation of its own leans on the last one weakly: right is right, but silence is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafts.layout import Line
from assistant.drafts.mention import Mention
from assistant.drafts.passages import grams
from corpus.model import Span

Firm = Literal["said", "basis", "weak", "none"]

SAYS = "明确提出|明确要求|明确规定|明确|提出|规定|要求|指出|强调|确定|部署|写明|载明|写道|提到|印发的?要求|部署要求"
AFTER = re.compile(
    rf"^[，,\s]*(?:等)?(?:文件|文(?=提|明|规|要|指|强|的|中|，|,)|通知|方案|精神|有关|相关|的|》|”)*(?:中|里|内)?(?:还|也|又|均|都|则|同时|并|就此|对此|进一步|分别|已|已经)*(?:{SAYS})(?!的(?!是|要求|规定|精神|部署|任务|目标|指标))(?:了|的是|到|要)?"
    r"(?:(?:的)?(?:要求|规定|精神|部署|任务|目标|指标))?(?:[，,：:]+|是|为)?"
    r"|^(?:中|里)?(?:还|也|又|则|都|专门|已)*(?:对此|就此|为此)?(?:也|还|都)?(?:(?:有|作了|作出了?)(?:明确|具体|专门)?的?(?:规定|要求|部署|安排)"
    r"|写的?是|写到|写得[^，。：]{0,4}|写着|讲的?是|讲到|讲明|说的是|说到|点到了?|重申了?|描绘的是|是这样(?:表述|规定|写|说)的|(?:的)?原话是|原文是)[，,：:]*"
)
BASIS = re.compile(
    r"(?:根据|按照|依据|依照|参照|对照|贯彻|落实|执行|遵照|结合|围绕|(?:^|(?<=[，。；,;：:]))(?:经|为|按|照|依))[^，。；,;]{0,24}$"
)
_SAID_OF = re.compile("(?:是|系|属于|均为|即为|为|源自|来自|出自)$")
_TAIL = re.compile(rf"^(?:中|里)?(?:所)?(?:{SAYS})(?:来|过|了)?的|^的(?:要求|规定|部署|任务|目标)(?!，|,)|^作出的")
LIST = re.compile(
    r"^[\s\u3000]*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）.、．]|[一二三四五六七八九十]是|[①-⑳]|[-*•—·]|首先|其次|再次|最后|第[一二三四五六七八九十][，,是])[\s\u3000]*"
)
_SEE = re.compile("[，,；;](?:均|分别|详|具体|可)*(?:参)?见$")
_NAMES_KIND = re.compile(r"(?:文件|方案|通知|意见|规划|办法|规定|条例)[（(]$")
_JOIN = re.compile(r"[\s，,、和及与以在对就于]*(?:文件|通知|等文件|的|其|中的?)?[\s，,、和及与]*")
_OPENS_LIST = re.compile(r"(?<!如下)[：:]\s*$")
_SUMMED = re.compile("(?:以上|上述)[^，。；]{0,10}(?:见|出自|引自|依据|来自|源自)$")
_OPENED = re.compile(r"[（(][^（()）]{0,6}$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one sentence that rest on the same mentions (their numbers in the draft's list of them).

    ``based``: 根据《…》要求，……, behind which the writer may go on with what is his own.
    """

    span: Span
    by: tuple[int, ...]
    firm: Firm
    line: Line
    based: bool = False


def runs_of(text: str, lines: Sequence[Line], mentions: Sequence[Mention]) -> list[Run]:
    """The runs of a draft in order, citations themselves left out."""
    out: list[Run] = []
    scope: tuple[int, ...] = ()
    paragraph, carried = -1, False
    at = 0
    for line in lines:
        here = []
        while at < len(mentions) and mentions[at].span.start < line.span.end:
            here.append(at)
            at += 1
        if line.paragraph != paragraph:
            keep = carried and bool(LIST.match(line.span.of(text)))
            scope, carried = (scope if keep else ()), keep
            paragraph = line.paragraph
        found, scope = _runs_in(text, line, here, mentions, scope, out)
        out += found
        carried = carried or (bool(scope) and bool(_OPENS_LIST.search(line.span.of(text))))
    return out


def _runs_in(
    text: str, line: Line, here: Sequence[int], mentions: Sequence[Mention], scope: tuple[int, ...], before: list[Run]
) -> tuple[list[Run], tuple[int, ...]]:
    groups = _groups(text, [i for i in here if _governs(text, mentions[i], line)], mentions)
    if not groups:
        return [Run(line.span, scope, "weak" if scope else "none", line)], scope
    if _only_bracket(text, line, mentions, groups) and before:
        last = before[-1]
        if last.line.paragraph == line.paragraph:
            before[-1] = Run(last.span, groups[0], "said", last.line)
        return [], scope
    out: list[Run] = []
    start, current, firm, based = line.span.start, scope, "weak" if scope else "none", False
    for group in groups:
        if _SUMMED.search(text[start : mentions[group[0]].span.start]):
            before[:] = [_given(r, group) if r.line.paragraph == line.paragraph else r for r in before]
            out = [_given(r, group) for r in out]
        first, last_one = mentions[group[0]], mentions[group[-1]]
        span = Span(start, first.span.start)
        named = first.bracketed and _is_name(text, span.end, last_one.span.end)
        if (first.bracketed and not named) or "\t" in line.span.of(text):
            opened = _OPENED.search(text, span.start, span.end)
            out.append(Run(Span(start, opened.start() if opened else span.end), group, "said", line))
            start, current, firm = last_one.span.end, scope, "weak" if scope else "none"
            continue
        behind = _TAIL.match(text[last_one.span.end : line.span.end]) is not None and bool(
            _SAID_OF.search(span.of(text))
        )
        behind = behind or _SEE.search(span.of(text)) is not None
        if behind and len(grams(span.of(text))) > 3:
            out.append(Run(span, group, "said", line))
        else:
            out.append(Run(span, current, firm, line, based))  # type: ignore[arg-type]
        based = BASIS.search(span.of(text)) is not None
        start, current = last_one.span.end + named, group
        scope = group
        firm = "said" if AFTER.match(text[start : line.span.end]) else "basis"
    out.append(Run(Span(start, line.span.end), current, firm, line, based))  # type: ignore[arg-type]
    return [r for r in out if r.span.end > r.span.start], scope


def _governs(text: str, mention: Mention, line: Line) -> bool:
    """Whether words may rest on a mention: not on what is handed out (印发《…》), unless it is said to say them (，提出…)."""
    if mention.handed:
        return AFTER.match(text[mention.span.end : line.span.end]) is not None
    return not _in_passing(text, mention, line)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a bracket is part of the name that speaks on: 市办公室文件（梅市府办〔2024〕1号二、（二））提出……."""
    behind = text[end + 1 :]
    return (
        _NAMES_KIND.search(text[max(0, start - 6) : start]) is not None
        and text[end : end + 1] in ("）", ")")
        and not behind.startswith("的")
        and AFTER.match(behind) is not None
    )


def _in_passing(text: str, mention: Mention, line: Line) -> bool:
    """该方案 inside what is claimed (…的地市可参照该方案开展…), not whose words follow."""
    if mention.how != "back" or mention.locators or AFTER.match(text[mention.span.end : line.span.end]):
        return False
    before = text[max(line.span.start, mention.span.start - 8) : mention.span.start]
    return re.search(r"(?:^|[，,；;。：:])(?:根据|按照|依据|依照|对照|落实|贯彻|贯彻落实|执行)?$", before) is None


def _given(run: Run, group: tuple[int, ...]) -> Run:
    """A run that cites nothing itself, given to the citation that a later 以上均见《…》 names."""
    return replace(run, by=group, firm="said") if run.firm in ("none", "weak") else run


def _groups(text: str, here: Sequence[int], mentions: Sequence[Mention]) -> list[tuple[int, ...]]:
    out: list[list[int]] = []
    for at in here:
        mention = mentions[at]
        if out:
            before = mentions[out[-1][-1]]
            gap = text[before.span.end : mention.span.start]
            if _JOIN.fullmatch(gap) and before.bracketed == mention.bracketed:
                out[-1].append(at)
                continue
        out.append([at])
    return [tuple(g) for g in out]


def _only_bracket(text: str, line: Line, mentions: Sequence[Mention], groups: Sequence[tuple[int, ...]]) -> bool:
    """（《方案》第二部分第（一）项） alone behind a full stop."""
    if len(groups) != 1 or not mentions[groups[0][0]].bracketed:
        return False
    rest = (
        text[line.span.start : mentions[groups[0][0]].span.start]
        + text[mentions[groups[0][-1]].span.end : line.span.end]
    )
    return len(re.sub(r"\W|详|见|参|依据|根据|来源|出自", "", rest)) == 0
