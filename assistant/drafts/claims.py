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
from assistant.drafts.halves import Half, halves
from assistant.drafts.indicators import bare_figure, indicator_of, per_head
from assistant.drafts.layout import quotations, stretches_of
from assistant.drafts.mention import Mention
from assistant.drafts.own import asked, owned
from assistant.drafts.passages import grams
from assistant.drafts.wording import bared
from corpus.model import Span

Shape = Literal["quote", "number", "duty", "plain"]

_FRAME = re.compile(
    r"(?:[，,、\s]|文件|通知|方案|规划|意见|精神|要求|规定|部署|安排|有关|相关|等|的|和|及|与|以及|中|里|具体|明确|任务|目标|时间表|路线图|工作|根据|按照|依据|依照|参照"
    r"|对照|贯彻|落实|执行|认真|深入|全面|切实|严格|进一步|如下|推动|推进|做好|组织|实施|精准|坚决|其中|同时|此外|另外|为|现|并)*+"
    r"|在[^，]{1,12}(?:方面|上)|现[就将].{0,40}|特?制定本.{0,12}|.{0,4}提出如下.{0,8}|.{0,4}通知如下|(?:紧密)?结合(?:我|本|实际|工作).{0,10}"
)
_SAYS = re.compile(f"(?:{SAYS})$")
_OPENED = re.compile("[（(][^（()）]{0,8}$")
"""A bracket that opens for the next citation: ……达到4人（见省|《方案》."""
_THIN = 3
"""Pairs of characters below which a stretch says too little to be looked up."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing claimed. ``span`` is what a finding shows; ``words`` what is compared, with a subject said before it.

    ``governing`` are the years that hold for it from earlier in the sentence; ``own`` tells that it speaks of what the
    writing office itself has done or counted. ``subject`` is the indicator that ``words`` take from the stretch before:
    “…医师数2024年为3.71人，2025年目标为3.9人”. ``posed`` tells that the draft calls it a goal or a rule, ``lean`` where the
    上级要求 begins that it follows, ``leaned`` that its sentence rests on such words.
    """

    shape: Shape
    span: Span
    words: str
    run: Run
    governing: frozenset[str] = frozenset()
    around: str = ""
    own: bool = False
    subject: str = ""
    posed: bool = False
    lean: int | None = None
    leaned: bool = False


def claims_in(text: str, run: Run, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims of one run, in order."""
    span = _without_frame(text, run)
    around = _without_mentions(text, run.line.span, mentions)
    quotes = [q for q in quotations(text, span) if _is_direct(text, q, run)]
    out = [_quote(q, run, around) for q in quotes]
    cutter = _Cutter(text, run, quotes)
    own = leaned = False
    for piece in stretches_of(text, span, "；;。！？!?\n"):
        for claim in cutter.claims(piece):
            mine = owned(claim.words)
            own = own or mine
            leaned = (leaned or claim.lean is not None) and not own
            out.append(
                replace(
                    claim,
                    around=around,
                    own=mine or (own and not (claim.posed or asked(claim.words) or years(claim.words))),
                    leaned=leaned,
                )
            )
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
    opened = _OPENED.search(text, start, run.span.end) if run.span.end < run.line.span.end else None
    return Span(start, opened.start() if opened else run.span.end)


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


class _Cutter:
    """Cuts the pieces of one run into claims: figures and duties each by themselves, the rest by half sentences."""

    def __init__(self, text: str, run: Run, quotes: Sequence[Span]) -> None:
        self._text, self._run, self._quotes = text, run, quotes
        self._governing: frozenset[str] = frozenset()
        self._indicator = ""
        self._opener: Half | None = None
        self._duty: Half | None = None
        self._plain: Half | None = None

    def claims(self, piece: Span) -> Iterator[Claim]:
        """The claims of one piece; the years and the indicator of a piece before it hold on."""
        parts = list(halves(self._text, piece, bool(self._run.by)))
        for number, half in enumerate(parts):
            words = _outside(self._text, half.span, self._quotes)
            last = number == len(parts) - 1 and _leads_to_mention(self._run, half.span, self._text)
            if not last and words.strip() and not _FRAME.fullmatch(words.strip("，,、。：: ")):
                yield from self._read(half, words)
            self._governing = frozenset(y for y, _, _ in years(words)) or self._governing
        yield from self._close_duty()
        yield from self._close_plain()
        self._opener = None

    def _read(self, half: Half, words: str) -> Iterator[Claim]:
        thin = len(grams(words)) < _THIN
        firm = any(not f.soft for f in figures(words)) or (bool(years(words)) and not thin)
        duty = duty_at(words) is not None
        if not (firm or duty) and any(half.span.start <= q.start < half.span.end for q in self._quotes):
            return
        if duty:
            if self._duty is not None and _new_duty(words):
                yield from self._close_duty()
            yield from self._close_plain()
            self._opener = None
            self._duty = _joined(self._duty, half)
            return
        yield from self._close_duty()
        if thin and _SAYS.search(words):
            return
        if firm:
            yield from self._figure(half, thin and not owned(words))
        elif thin and years(words):
            self._opener = half
        else:
            yield from self._wait(half, thin)

    def _figure(self, half: Half, thin: bool) -> Iterator[Claim]:
        """A figure; a thin one has its subject in the stretch before: 村卫生室，每村1所."""
        subject = self._plain if thin else None
        if subject is not None and not bare_figure(half.span.of(self._text)):
            self._plain = None
        else:
            subject = None
            yield from self._close_plain()
        whole = _joined(subject or self._opener, half)
        claim = with_subject(self._claim("number", whole), self._indicator)
        self._indicator = indicator_of(claim.words) or (self._indicator if claim.subject else "")
        self._opener = None
        yield claim

    def _wait(self, half: Half, thin: bool) -> Iterator[Claim]:
        """A stretch without figures; what is too thin to be looked up goes with the next."""
        half, self._opener = _joined(self._opener, half), None
        if self._plain is not None and len(grams(self._plain.span.of(self._text))) < _THIN and half.lean is None:
            half, self._plain = _joined(self._plain, half), None
        yield from self._close_plain()
        self._plain = half

    def _close_plain(self) -> Iterator[Claim]:
        half, self._plain = self._plain, None
        if half is not None and len(grams(half.span.of(self._text))) >= _THIN:
            yield self._claim("plain", half)

    def _close_duty(self) -> Iterator[Claim]:
        half, self._duty = self._duty, None
        if half is not None:
            yield self._claim("duty", half)

    def _claim(self, shape: Shape, half: Half) -> Claim:
        return Claim(
            shape, half.span, half.span.of(self._text), self._run, self._governing, posed=half.posed, lean=half.lean
        )


def _joined(first: Half | None, second: Half) -> Half:
    if first is None:
        return second
    return Half(Span(first.span.start, second.span.end), first.posed or second.posed, first.lean)


def _new_duty(words: str) -> bool:
    """Whether a stretch gives bodies another task (中医药服务由…牵头), or the office's own (我县拟由…)."""
    return re.match(r"[^由、]{3,}由", words) is not None or owned(words)


def _leads_to_mention(run: Run, part: Span, text: str) -> bool:
    """Whether a part is what leads up to the next citation: 根据《…》, 市政府办印发的《…》."""
    rest = text[part.end : run.span.end].rstrip()
    if rest.strip("（( “") or run.span.end >= run.line.span.end:
        return False
    words = part.of(text)
    if re.search(r"(?:印发|出台|发布|制定|公布|提出|见|详见)的?$|[》]$", words):
        return True
    bracketed = rest[-1:] in ("（", "(") or text[run.span.end : run.span.end + 1] in ("（", "(")
    return not bracketed and BASIS.search(words) is not None


def _outside(text: str, part: Span, quotes: Sequence[Span]) -> str:
    """The words of a part without the direct quotations in it."""
    out, at = "", part.start
    for quote in quotes:
        if part.start <= quote.start < part.end:
            out += text[at : quote.start] + "，"
            at = min(quote.end, part.end)
    return out + text[at : part.end] if at < part.end else out


def with_subject(claim: Claim, indicator: str) -> Claim:
    """A bare figure with the indicator that it is of."""
    if bare := bare_figure(claim.words):
        return replace(claim, words=indicator + bare, subject=indicator) if indicator else claim
    if per := per_head(claim.words, indicator):
        return replace(claim, words=per + claim.words, subject=per)
    return claim
