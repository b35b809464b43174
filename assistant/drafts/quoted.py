"""Is a direct quotation what the source says, word for word, and not cut so that it says more?

A quotation that stands exactly may still leave 力争 or 大部分县 outside its marks: then it is 断章. One that doesn't stand is
laid beside the nearest piece of the cited clauses and told word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.drafts.difference import full_width
from assistant.drafts.finding import Verdict
from assistant.drafts.wording import Change, Near, changes, nearest, pieces, told
from corpus.model import Clause, Span
from corpus.numerals import half_width
from corpus.sentences import Piece, masked, segments, sentences
from index.words import normal

LIKE = 0.62
"""Below this a quotation is held to be of something else."""
_LOST = re.compile(
    r"力争|争取|原则上|鼓励|支持|探索|逐步|大部分|部分|(?:有|符合|具备)条件|基本|不得?|未|试点|可|(?:服务|常住|户籍)?人口(?:超过|达到|在)?\d+万"
)
_LEADS = re.compile(
    r"(?:力争|争取|原则上|鼓励|大部分[^,，]{0,10}|(?:有|符合|具备)条件的?[^,，]{0,12}|(?:服务|常住|户籍)?人口(?:超过|达到|在)?\d+万(?:以上)?的?[^,，]{0,8}|基本|不得?|未|严禁|禁止)[,，]?$"
)
_OPENS = re.compile("力争|争取|原则上")
_TAIL = re.compile(r"^(?:[及或]?以[上下内]|左右|为主|除外|的除外|(?:的)?试点(?!工作的))")
_FIGURE = re.compile(
    r"[0-9%‰]|^[一二三四五六七八九十两百]+[个家所名人张次项年%]?$|^(?:以上|以下|左右|以内|不低于|不少于|不超过|至少|达到|不高于|[万亿]?[个家所名人张次项年月])$|[一二三]级"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What became of a quotation in some clause: the verdict, where the words stand, what they should be, and why.

    ``before`` and ``behind`` are the words that were cut off at its ends.
    """

    verdict: Verdict
    clause: Clause
    span: Span
    reason: str
    right: str | None = None
    before: str = ""
    behind: str = ""


def exact(quote: str, clauses: Iterable[Clause], around: str) -> Quoted | None:
    """The quotation where it stands word for word; ``around`` is the draft's sentence without it."""
    found: Quoted | None = None
    for clause in clauses:
        one = _standing(quote, clause, around)
        if one is None:
            continue
        if one.verdict == "一致":
            return one
        found = found or one
    return found


def _standing(quote: str, clause: Clause, around: str) -> Quoted | None:
    """The quotation in one clause, each piece between its dots looked at."""
    found = pieces(quote, clause.text)
    if not found:
        return None
    beside = around + "".join(p.of(clause.text) for p in found[:-1])
    cuts = [_cut(clause, p, beside) for p in found]
    whole = Span(found[0].start, found[-1].end)
    worst = next((c for c in cuts if c.verdict != "一致"), None)
    if worst is None:
        return Quoted("一致", clause, whole, "引文与原文一字不差。")
    right = "……".join(c.right or full_width(p.of(clause.text)) for c, p in zip(cuts, found, strict=True))
    return replace(worst, right=right)


def spliced(quote: str, clauses: Iterable[Clause], around: str) -> Quoted | None:
    """A quotation whose stretches all stand in a clause, in order, with words between them left out without dots."""
    parts = [p for p in re.split("[，,；;。]", quote) if len(p) > 3]
    if len(parts) < 2:
        return None
    for clause in clauses:
        if (found := exact("……".join(parts), [clause], around)) is not None and found.right != quote:
            right = found.right or "……".join(parts)
            if found.verdict != "一致":
                return replace(found, right=right)
            return replace(found, verdict="引文有出入", reason="引文略去了中间的话，没有用省略号标明。", right=right)
    return None


def near(quote: str, clauses: Iterable[Clause]) -> Quoted | None:
    """The quotation beside the nearest piece of some clauses; ``None`` where none is near."""
    best: tuple[Near, Clause] | None = None
    for clause in clauses:
        one = nearest(quote, clause.text)
        if one is not None and one.likeness >= LIKE and (best is None or one.likeness > best[0].likeness):
            best = one, clause
    if best is None:
        return None
    span = _whole(best[0].span, best[1].text)
    source = span.of(best[1].text)
    found = changes(source, quote)
    return Quoted(_verdict(found), best[1], span, f"引文与原文有出入：{told(found)}。", full_width(source))


def _verdict(found: list[Change]) -> Verdict:
    if all(_FIGURE.search(c.there or c.said) and (not c.said or not c.there or _FIGURE.search(c.said)) for c in found):
        return "数字不符"
    if all(not c.said and _LOST.search(c.there) for c in found):
        return "断章"
    return "引文有出入"


def _cut(clause: Clause, span: Span, around: str) -> Quoted:
    """Whether what the source says right before or behind the quotation is needed to read it rightly."""
    text = clause.text
    lead = half_width(text[_stretch_start(text, span.start) : span.start])
    lost = _LEADS.search(lead)
    plain = normal(around)
    if lost and normal(lost[0])[:2] not in plain:
        begin = span.start - len(lead) + lost.start()
        missing = full_width(text[begin : span.start])
        right = full_width(text[begin : span.end])
        return Quoted(
            "断章", clause, Span(begin, span.end), f"引文前漏了“{missing}”，原文为“{right}”。", right, missing
        )
    behind = _TAIL.match(half_width(text[span.end : span.end + 6]))
    if behind and behind[0] not in plain[:8]:
        right = full_width(text[span.start : span.end + behind.end()])
        whole = Span(span.start, span.end + behind.end())
        verdict: Verdict = "断章" if re.search("除外|试点|为主", behind[0]) else "数字不符"
        return Quoted(verdict, clause, whole, f"引文后漏了“{behind[0]}”，原文为“{right}”。", right, "", behind[0])
    return Quoted("一致", clause, span, "引文与原文一字不差。")


def _stretch_start(text: str, at: int) -> int:
    """Where the comma stretch that holds a place begins."""
    mask = masked(text)
    for piece in sentences(mask):
        if piece.start <= at < piece.end:
            parts = segments(mask, Piece(piece.start, piece.end))
            if len(parts) > 1 and _OPENS.fullmatch(parts[0].of(mask)) and _goal(parts[1], mask, at):
                return parts[0].start
            return max((p.start for p in parts if p.start <= at), default=piece.start)
    return at


def _goal(piece: Piece, mask: str, at: int) -> bool:
    """Whether a place stands in a stretch that sets a figure: what 原则上，… before it softens."""
    return piece.start <= at < piece.end and any(c.isdigit() for c in piece.of(mask))


def _whole(span: Span, text: str) -> Span:
    """The nearest piece without marks at its ends, brackets closed."""
    start, end = span.start, span.end
    piece = half_width(text[start:end])
    if piece.count("(") > piece.count(")") and half_width(text[end : end + 1]) == ")":
        end += 1
    while start < end and text[start] in "，,。；;、 ：:)）”":
        start += 1
    return Span(start, end)
