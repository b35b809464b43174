"""A run of words cut into half sentences, each what one claim says and no more.

Lists lose their marks, 还明确 its verb, 按照上级要求 is set apart; 距2025年达到4人的目标还有差距 is “2025年达到4人”, posed as a goal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafts.attribution import LIST
from assistant.drafts.layout import stretches_of, trimmed
from corpus.model import Span

_SAYING = re.compile(
    r"(?P<who>(?:该|同|这)?(?:意见稿|规划|方案|通知|文件|条|项))?(?:中|里)?(?:还|并|也|又|同时|并且|进一步)*"
    r"(?:明确提出|明确要求|明确规定|明确|提出|规定|指出|强调|要求|写到|写了|写明|提到)(?:了|，|：|:)?(?!任务|目标|责任|的)"
)
_WHO = "国家|中央|省里|省级?|市里|自治区|上级|有关|相关|现行"
LEAN = re.compile(
    rf"(?:根据|按照|依据|依照|按)(?:{_WHO})(?:有关|相关|部门)?(?:的)?(?:文件|政策|规定|要求|部署|精神)(?:的)?(?:规定|要求|精神)?[，,]?"
    r"|(?:国家|中央|省里|自治区|上级)(?:有关部门|文件|政策|有关文件|有关规定|层面)?(?:已|还|也)?(?:明确(?:要求|规定|提出)?|要求|规定|提出)(?:了)?[，,：:]?(?!的)"
)
"""Words that lean on an authority without naming its document: 根据有关规定，; 上级明确要求."""
_NOUN = "(?:总体|预期性?|约束性?|有关|相关|具体)?(?:目标|要求|条件|标准|规定|任务|指标|部署|精神)"
_BEHIND = re.compile(
    rf"(?:的{_NOUN}|任务(?=[中后]))(?:值|任务|要求)?(?:[中后下]|相比)?"
    r"(?:(?:[仅只还仍尚也都均已如]|全部|全面|按期|基本)*(?:有|存在|相差|完成|达到|实现|不符|一致|落实|执行)[^，,。；;0-9]{0,6})?$"
)
_POSES = re.compile(
    r"^(?:(?:我|本|全|该|各|其|离|距离?|与|对照|对标|关于|围绕|按照?|按|落实|执行|完成|达到|未达到|不符合|符合|满足|高于|低于|超过|虽然?|尚|仍|还|也|均|都|没有|未能?|不|的|了|县|市|区|省|镇|局|院|单位|地|目前|实际|基本|已)"
    r"(?!20[0-9]{2}))+"
)
_SEEN = re.compile(r"[（(](?:详?见|参见|引自|出自|摘自|依据|来源)[^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）]?$")
_TURN = re.compile(r"^(?:其中(?!医)|但是?|而且?|且|同时|此外|另外|并且|即|也就是说?|以及)(?=[^，,是有])")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Half:
    """One half sentence. ``posed`` tells that it is spoken of as a goal or a rule; ``lean`` where 上级要求 before it begins."""

    span: Span
    posed: bool = False
    lean: int | None = None


def halves(text: str, piece: Span, cited: bool) -> Iterator[Half]:
    """The half sentences of a piece in order; ``cited`` tells that it rests on a citation, which 还要求 hands words to."""
    lean: int | None = None
    for part in stretches_of(text, piece, "，,；;。：:！？!?\n"):
        span = _unlisted(text, part)
        if led := LEAN.match(text, span.start, span.end):
            lean = span.start
            span = trimmed(text, Span(led.end(), span.end))
            if span.end <= span.start:
                continue
        else:
            span = _unsaid(text, span, cited)
        half = tight(text, span)
        yield Half(half.span, half.posed or lean is not None, lean)
        lean = None


def tight(text: str, span: Span) -> Half:
    """Without the words that only point at a rule: 我县虽未达到|服务人口超过80万|的条件."""
    if seen := _SEEN.search(text[span.start : span.end]):
        span = trimmed(text, Span(span.start, span.start + seen.start()))
    words = span.of(text)
    behind = _BEHIND.search(words)
    if behind is None or behind.start() < _LEAST:
        turn = _TURN.match(words)
        start = span.start + (turn.end() if turn else 0)
        return Half(Span(start + (text[start : start + 1] == "的"), span.end))
    before = _POSES.match(words)
    start = before.end() if before and behind.start() - before.end() >= _LEAST else 0
    return Half(trimmed(text, Span(span.start + start, span.start + behind.start())), posed=True)


def _unlisted(text: str, part: Span) -> Span:
    match = LIST.match(part.of(text))
    if match is None or match.end() >= part.end - part.start:
        return part
    return trimmed(text, Span(part.start + match.end(), part.end))


def _unsaid(text: str, part: Span, cited: bool) -> Span:
    """Without the verb that hands it to its source: 并明确…, 还要求…."""
    match = _SAYING.match(part.of(text))
    if match is None or not (cited or match["who"]) or match.end() >= part.end - part.start:
        return part
    return Span(part.start + match.end(), part.end)
