"""What a draft claims in one run of words: its quotations, figures, lists of bodies, and the rest, each by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Literal

from assistant.drafts.attribution import AFTER, BASIS, LIST, SAYS, Run
from assistant.drafts.duty_words import duty_at
from assistant.drafts.figures import figures, years
from assistant.drafts.indicators import bare_figure, indicator_of
from assistant.drafts.layout import quotations, stretches_of, trimmed
from assistant.drafts.mention import Mention
from assistant.drafts.passages import grams
from assistant.drafts.wording import bared
from corpus.model import Span

Shape = Literal["quote", "number", "duty", "plain"]

_FRAME = re.compile(
    r"(?:[，,、\s]|文件|通知|方案|规划|意见|精神|要求|规定|部署|安排|有关|相关|等|的|和|及|与|以及|中|里|具体|明确|任务|目标|时间表|路线图|工作|根据|按照|依据|依照|参照"
    r"|对照|贯彻|落实|执行|认真|深入|全面|切实|严格|进一步|如下|推动|推进|做好|组织|实施|精准|坚决|其中|同时|此外|另外|为|现|并)*+"
    r"|在[^，]{1,12}(?:方面|上)|现[就将].{0,40}|特?制定本.{0,12}|.{0,4}提出如下.{0,8}|.{0,4}通知如下|(?:紧密)?结合(?:我|本|实际|工作).{0,10}"
)
_SAYING = re.compile(
    r"(?:还|并|也|又|同时|并且|进一步)*(?:明确提出|明确要求|明确规定|明确|提出|规定|指出|强调|要求)(?:了|，|：|:)?(?!任务|目标|责任|的)"
)
_OWN = re.compile(
    r"截[至止]|目前|现有|现已|已(?:经)?(?:建成|完成|实现|达|印发|出台|开展|设置|配备|投入|有|组织|成立|培训|下达|落实|覆盖|签约)|累计|同比|去年|上年|今年以来|上半年|下半年|一季度|前三季度|较上年|拨付|安排(?:资金|专项|经费)"
    r"|拟(?:于|在|新|建|投|安)|召开|(?:我|本)(?:局|委|院|办|中心|单位|处|科)|(?:我|本)(?:县|区)(?!级)"
    r"|计划(?:公开)?(?:招聘|招录|新增|培训|选派|新建|投入|安排)|实际(?:仅?为|达|完成|下放|只)|(?:仍|尚|还)有[0-9０-９一二三四五六七八九十百]+|(?:没有|未)完成"
)
_ASKED = re.compile("目标|基数|要将|应当?[^急对用]|必须|不得|力争")
"""What an office doesn't say of its own counts, though they stand before it in the sentence."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing claimed. ``span`` is what a finding shows; ``words`` what is compared, with a subject said before it.

    ``governing`` are the years that hold for it from earlier in the sentence; ``own`` tells that it speaks of what the
    writing office itself has done or counted. ``subject`` is the indicator that ``words`` take from the stretch before:
    “…医师数2024年为3.71人，2025年目标为3.9人”.
    """

    shape: Shape
    span: Span
    words: str
    run: Run
    governing: frozenset[str] = frozenset()
    around: str = ""
    own: bool = False
    subject: str = ""


def claims_in(text: str, run: Run, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims of one run, in order."""
    span = _without_frame(text, run)
    around = _without_mentions(text, run.line.span, mentions)
    quotes = [q for q in quotations(text, span) if _is_direct(text, q, run)]
    out = [_quote(q, run, around) for q in quotes]
    governing: frozenset[str] = frozenset()
    own = False
    for piece in stretches_of(text, span, "；;。！？!?\n"):
        for claim in _of_piece(text, piece, run, quotes, governing):
            mine = _OWN.search(claim.words) is not None
            own = own or mine
            out.append(replace(claim, around=around, own=mine or (own and not _ASKED.search(claim.words))))
        governing = frozenset(y for y, _, _ in years(piece.of(text))) or governing
    return sorted(out, key=lambda c: c.span.start)


def _without_mentions(text: str, span: Span, mentions: Sequence[Mention]) -> str:
    """A sentence with its citations blanked out one for one: 第一部分 is no 部分."""
    out = span.of(text)
    first = bisect_left(mentions, span.start, key=lambda m: m.span.end)
    for mention in takewhile(lambda m: m.span.start < span.end, islice(mentions, first, None)):
        start, end = max(mention.span.start, span.start) - span.start, min(mention.span.end, span.end) - span.start
        if start < end:
            out = out[:start] + "□" * (end - start) + out[end:]
    return out


def _without_frame(text: str, run: Run) -> Span:
    start = run.span.start
    if run.firm in ("said", "basis") and run.by:
        if match := AFTER.match(text[start : run.span.end]):
            start += match.end()
    if match := LIST.match(text[start : run.span.end]):
        start += match.end()
    return Span(start, run.span.end)


def _is_direct(text: str, quote: Span, run: Run) -> bool:
    """Whether quotation marks hold a quotation, and not a term (“互联网+”, “百县工程”)."""
    words = quote.of(text)[1:-1]
    size = len(bared(words).text)
    before = text[max(run.line.span.start, quote.start - 6) : quote.start]
    introduced = re.search(rf"(?:{SAYS}|即|原文|：|:|要求是|为|是)[：:，,]?$", before) is not None
    cited = (
        re.match(r"[，,]?[（(](?:[（(《第同该见]|[一二三四五六七八九十]{1,3}、)", text[quote.end : quote.end + 6])
        is not None
    )
    introduced = introduced or cited
    return size >= 14 or (size >= 8 and (introduced or bool(re.search("[，。；、]", words))))


def _quote(quote: Span, run: Run, around: str) -> Claim:
    start, end = quote.start - run.line.span.start, quote.end - run.line.span.start
    return Claim("quote", quote, around[start + 1 : end - 1], run, frozenset(), around[:start] + "□" + around[end:])


def _of_piece(text: str, piece: Span, run: Run, quotes: Sequence[Span], governing: frozenset[str]) -> Iterator[Claim]:
    """Figures and duties each by themselves; what stands between them together."""
    waiting: list[Span] = []
    opener: Span | None = None
    duty: Span | None = None
    last = False
    indicator = ""
    parts = stretches_of(text, piece, "，,；;。：:！？!?\n")
    for number, part in enumerate(parts):
        part = _unsaid(text, _unlisted(text, part), run)
        words = _outside(text, part, quotes)
        if number == len(parts) - 1 and _leads_to_mention(run, part, text):
            last = True
        if not words.strip() or _FRAME.fullmatch(words.strip("，,、。：: ")) or last:
            governing = frozenset(y for y, _, _ in years(words)) or governing
            continue
        thin = len(grams(words)) < 3
        firm_figures = any(not f.soft for f in figures(words)) or (bool(years(words)) and not thin)
        if any(part.start <= q.start < part.end for q in quotes) and not firm_figures and duty_at(words) is None:
            continue
        if duty_at(words) is not None:
            if duty is not None and _new_duty(words):
                yield _claim(text, "duty", duty, duty, run, governing)
                duty = None
            yield from _flush(text, waiting, run, governing)
            waiting, opener = [], None
            duty = Span(duty.start, part.end) if duty else part
            continue
        if duty is not None:
            yield _claim(text, "duty", duty, duty, run, governing)
            duty = None
        if firm_figures:
            subject = waiting.pop() if thin and waiting else None
            yield from _flush(text, waiting, run, governing)
            waiting = []
            start = subject or opener or part
            joined = Span(start.start, part.end)
            yield with_subject(_claim(text, "number", joined, joined, run, governing), indicator)
            indicator = indicator_of(joined.of(text)) or indicator
            opener = None
        elif thin and years(words):
            opener = part
        else:
            waiting.append(Span(opener.start, part.end) if opener else part)
            opener = None
        governing = frozenset(y for y, _, _ in years(words)) or governing
    if duty is not None:
        yield _claim(text, "duty", duty, duty, run, governing)
    yield from _flush(text, waiting, run, governing)


def _new_duty(words: str) -> bool:
    """Whether a stretch gives bodies another task (中医药服务由…牵头), or the office's own (我县拟由…)."""
    return re.match(r"[^由、]{3,}由", words) is not None or _OWN.search(words) is not None


def _leads_to_mention(run: Run, part: Span, text: str) -> bool:
    """Whether a part is what leads up to the next citation: 根据《…》, 市政府办印发的《…》."""
    return (
        part.end >= len(text[: run.span.end].rstrip("（( “"))
        and run.span.end < run.line.span.end
        and bool(
            BASIS.search(part.of(text))
            or re.search(r"(?:印发|出台|发布|制定|公布|提出|见|详见)的?$|[》]$", part.of(text))
        )
    )


def _unlisted(text: str, part: Span) -> Span:
    match = LIST.match(part.of(text))
    return (
        trimmed(text, Span(part.start + match.end(), part.end))
        if match and match.end() < part.end - part.start
        else part
    )


def _unsaid(text: str, part: Span, run: Run) -> Span:
    """Without the verb that hands it to its source: 并明确…, 还要求…."""
    match = _SAYING.match(part.of(text)) if run.by else None
    return Span(part.start + match.end(), part.end) if match and match.end() < part.end - part.start else part


def _outside(text: str, part: Span, quotes: Sequence[Span]) -> str:
    """The words of a part without the direct quotations in it."""
    out, at = "", part.start
    for quote in quotes:
        if part.start <= quote.start < part.end:
            out += text[at : quote.start] + "，"
            at = min(quote.end, part.end)
    return out + text[at : part.end] if at < part.end else out


def _flush(text: str, waiting: list[Span], run: Run, governing: frozenset[str]) -> Iterator[Claim]:
    while len(waiting) > 1 and len(grams(waiting[0].of(text))) < 3 and not years(waiting[0].of(text)):
        waiting = waiting[1:]
    if waiting:
        whole = Span(waiting[0].start, waiting[-1].end)
        if len(grams(whole.of(text))) >= 3:
            yield _claim(text, "plain", whole, whole, run, governing)
    return


def with_subject(claim: Claim, indicator: str) -> Claim:
    """A bare figure with the indicator that it is of."""
    bare = bare_figure(claim.words)
    return replace(claim, words=indicator + bare, subject=indicator) if indicator and bare else claim


def _claim(text: str, shape: Shape, span: Span, words: Span, run: Run, governing: frozenset[str]) -> Claim:
    return Claim(shape, span, words.of(text), run, governing)
