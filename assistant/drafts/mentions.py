"""What a draft names: 《名》（文号）第三条, 文号 alone, 《方案》 introduced as a short name, 该方案, 第二部分第（五）项 alone.

Finding needs the text alone; which document and clause is meant is resolve.py's business. What the draft says of itself
(本方案, its own 文号 at the head, the annex that it hands out) is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafts.layout import quotations
from assistant.drafts.locators import Locator, locators_at
from assistant.drafts.nicknames import bare_titles, trimmed_numbers, unmarked
from assistant.drafts.own_papers import own_head, unrelied
from corpus.document_number import DocumentNumber, find_numbers
from corpus.model import Span
from corpus.references import title_spans

How = Literal["title", "number", "short", "spoken", "back", "place"]

_KIND = "方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|文件|指南|规范|法"
_WHICH = rf"(?:(?:行动|实施|工作|总体|发展)?(?:{_KIND}))"
_BACK = re.compile(
    rf"(?:该|上述|前述|此|这一|这份|该份|前引|上引)(?:{_WHICH}(?!柜)|文(?!化|明|字|院|人|件柜))"
    r"|同(?:一)?文件|同上(?=第|[,，、；;。）)]|[二三四五六七八九]、)"
    rf"|(?<![一-龥》”]){_WHICH}(?=(?:中|里)?(?:还|同时|并|也|进一步)?(?:提出|明确|要求|规定|指出|强调)|第[一二三四五六七八九十0-9（(]|[一二三四五六七八九十]{{1,3}}、?[（(])"
    rf"|(?<=[据照行实]){_WHICH}(?=[，,]|要求|提出|精神|规定|明确|第[一二三四五六七八九十（(]|[一二三四五六七八九十]{{1,3}}、?[（(])"
    rf"|(?:^|(?<=[（(，,。；;：:、\s据照行实见按]))(?:国家|自治区|[省市县区])(?:里|级)?的?{_WHICH}(?=第[一二三四五六七八九十0-9（(]|[一二三四五六七八九十]{{1,3}}、?[（(])"
    r"|该[条款项](?=[，,]|还|也|同时|并|要求|规定|提出|明确)"
)
_SHORT_NAME = re.compile(
    r"(?:以下|下文|下)?(?:统一?|合并)?(?:简称|称)(?:为|作|：|:)?\s*[《“\"‘]{0,2}(?P<name>[^《》“”\"‘’，。；（）()]{2,24})[》”\"’]{0,2}(?:[，,；;](?:尚|未|已|待|还)[^，。]{0,12})?$"
)
_OWN = re.compile("(?:本|我)(?:办法|方案|通知|规划|意见|规定|细则|条例|措施|文|文件|决定|制度)(?:的|中)?$")
_PLACE = re.compile("第|[一二三四五六七八九十]{1,3}、?[（(]|(?<=[（(])[（(][一二三四五六七八九十]{1,3}[)）](?=[)）])")
_NAMED_BEFORE = re.compile(r"(?:中的?|的|关于|[ \t])?")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. ``span`` holds all its words, ``name`` those of the title (or 该方案), ``place`` those of its locators.

    ``title`` is what stands between 《》; ``introduces`` the short name that the draft gives it here; ``draft`` tells
    that 征求意见稿 stands in it; ``bracketed`` that it stands wholly in brackets, behind what it carries; ``handed`` that the
    draft hands it out (印发《…》). ``words`` are those of 该方案.
    """

    span: Span
    how: How
    name: Span | None = None
    title: str | None = None
    number: DocumentNumber | None = None
    locators: tuple[Locator, ...] = ()
    place: Span | None = None
    introduces: str | None = None
    draft: bool = False
    bracketed: bool = False
    handed: bool = False
    words: str = ""

    def without_place(self) -> Mention:
        """The same where the words behind the name turn out to be no place: 《方案》“百县工程”项目."""
        end = self.name.end if self.name is not None else self.span.end
        return replace(self, span=Span(self.span.start, end), locators=(), place=None)


def mentions_of(
    text: str, spoken: re.Pattern[str] | None = None, codes: frozenset[str] = frozenset(), bare: Sequence[Span] = ()
) -> list[Mention]:
    """All mentions of a draft in order.

    ``spoken`` finds the names that the library's documents go by without 《》, ``codes`` are the 代字 of their numbers,
    ``bare`` where their whole names stand without 《》.
    """
    numbers = trimmed_numbers(find_numbers(text.replace("\t", "|")), codes)
    out: list[Mention] = []
    short: set[str] = set()
    titles = list(title_spans(text))
    for span in sorted([*titles, *bare_titles(text, titles, bare)], key=lambda t: t.start):
        if any(m.span.start < span.end and span.start < m.span.end for m in out):
            continue
        mention = _titled(text, span, numbers)
        if mention.introduces:
            short.add(mention.introduces)
        out.append(mention)
    for number in numbers:
        if _free(out, number.span) and not own_head(text, number):
            mention = _numbered(text, number)
            if mention.introduces:
                short.add(mention.introduces)
            out.append(mention)
    out += list(_spoken(text, out, spoken))
    out += list(_backward(text, out, short))
    out += list(_places(text, out))
    return sorted((m for m in out if not _quoted(text, m, out)), key=lambda m: m.span.start)


def _quoted(text: str, mention: Mention, every: list[Mention]) -> bool:
    """Whether a mention stands inside a quotation that another mention of its paragraph is the source of."""
    start = text.rfind("\n", 0, mention.span.start) + 1
    end = text.find("\n", mention.span.end)
    paragraph = Span(start, end if end >= 0 else len(text))
    around = next(
        (
            q
            for q in quotations(text, paragraph)
            if q.contains(mention.span) and q.end - q.start > mention.span.end - mention.span.start + 8
        ),
        None,
    )
    return around is not None and any(
        paragraph.contains(m.span) and (m.span.end <= around.start or around.end <= m.span.start) for m in every
    )


def _free(taken: list[Mention], span: Span) -> bool:
    return not any(m.span.start < span.end and span.start < m.span.end for m in taken)


def _titled(text: str, title: Span, numbers: list[DocumentNumber]) -> Mention:
    end, number, introduces, place = title.end, None, None, Span(title.end, title.end)
    locators: tuple[Locator, ...] = ()
    draft = "征求意见" in title.of(text)
    begin = title.start
    before = next((n for n in numbers if 0 <= begin - n.span.end <= 1 and "号" in n.text), None)
    if before is not None and not _closed_in_bracket(text, before.span.end):
        number, begin = before, before.span.start
    while (inner := _bracket(text, end)) is not None:
        said = inner.of(text)
        found = next((n for n in numbers if inner.start <= n.span.start and n.span.end <= inner.end), None)
        named = _short_name(said)
        pointed = locators_at(text, inner.start, inner.end)
        if (
            found is None
            and named is None
            and not pointed
            and not re.fullmatch(r"[^，。；]{0,16}稿|试行|暂行|修订|20\d\d年[版本修订]*", said)
        ):
            break
        number, introduces = found or number, named or introduces
        draft = draft or "征求意见" in said
        end = inner.end + 1
        if pointed and found is None:
            locators, place = pointed, inner
    if number is None:
        adjacent = next(
            (n for n in numbers if n.span.start - end in (0, 1) and not text[end : n.span.start].strip()), None
        )
        if adjacent is not None:
            number, end = adjacent, adjacent.span.end
    if not locators:
        end = _word_of_document(text, end)
        locators, place, end = _located(text, end)
    span, bracketed = _around(text, Span(begin, end))
    return Mention(
        span, "title", title, unmarked(text, title), number, locators, place if locators else None,
        introduces, draft, bracketed, unrelied(text, title, begin),
    )  # fmt: skip


def _numbered(text: str, number: DocumentNumber) -> Mention:
    end = number.span.end
    introduces = None
    if (inner := _bracket(text, end)) is not None and (named := _short_name(inner.of(text))):
        introduces, end = named, inner.end + 1
    end = _word_of_document(text, end)
    locators, place, end = _located(text, end)
    span, bracketed = _around(text, Span(number.span.start, end))
    return Mention(
        span, "number", number.span, None, number, locators, place if locators else None, introduces,
        bracketed=bracketed,
    )  # fmt: skip


def _word_of_document(text: str, end: int) -> int:
    """Behind 文件, 文, 通知: 粤办函〔2022〕245号文件第二部分."""
    match = re.compile(
        r"(?:的)?(?:文件|通知|文)?(?:精神)?(?=\s?(?:中的?|的|里)?(?:第|[一二三四五六七八九十]{1,3}、?[（(]))"
    ).match(text, end)
    return match.end() if match else end


def _located(text: str, end: int) -> tuple[tuple[Locator, ...], Span, int]:
    """The locators behind a name, and where the citation ends."""
    lead = _NAMED_BEFORE.match(text, end)
    for start in dict.fromkeys((lead.end() if lead else end, end)):
        if found := locators_at(text, start):
            place = Span(found[0].span.start, found[-1].span.end)
            return found, place, place.end
    if (inner := _bracket(text, end)) is not None and (found := locators_at(text, inner.start, inner.end)):
        return found, Span(found[0].span.start, found[-1].span.end), inner.end + 1
    return (), Span(end, end), end


def _bracket(text: str, at: int) -> Span | None:
    """The inside of a bracket that opens at ``at``."""
    if text[at : at + 1] not in ("（", "("):
        return None
    depth = 0
    for end in range(at, min(len(text), at + 120)):
        depth += (text[end] in "（(") - (text[end] in "）)")
        if depth == 0:
            return Span(at + 1, end)
        if text[end] == "\n":
            break
    return None


def _short_name(said: str) -> str | None:
    match = _SHORT_NAME.search(said.strip())
    return match["name"].strip() if match else None


def _closed_in_bracket(text: str, at: int) -> bool:
    return text[at : at + 1] in ("）", ")")


def _around(text: str, span: Span) -> tuple[Span, bool]:
    """Whether the mention is all that a bracket holds: …达到4人（《方案》第二部分第（一）项）。"""
    before = text[max(0, span.start - 6) : span.start]
    opened = re.search(r"[（(](?:详?见|参见|依据|根据|出自|引自|来源[:：]?|据)?$", before)
    return span, bool(opened) and text[span.end : span.end + 1] in ("）", ")", "，", ",", "；", "、")


def _spoken(text: str, taken: list[Mention], pattern: re.Pattern[str] | None) -> Iterator[Mention]:
    """广西实施方案, 梅州市的实施方案: named by place and kind."""
    for match in pattern.finditer(text) if pattern is not None else ():
        span = Span(*match.span())
        if _free(taken, span):
            locators, place, end = _located(text, span.end)
            whole, bracketed = _around(text, Span(span.start, end))
            yield Mention(
                whole, "spoken", span, match[0], None, locators, place if locators else None,
                draft="征求意见" in match[0], bracketed=bracketed, words=match[0],
            )  # fmt: skip


def _backward(text: str, taken: list[Mention], short: set[str]) -> Iterator[Mention]:
    """该方案, 同文件, and bare short names that the draft has introduced without 《》."""
    names = sorted((n for n in short if len(n) >= 3), key=len, reverse=True)
    patterns = [_BACK] + ([re.compile("|".join(map(re.escape, names)))] if names else [])
    found: list[Mention] = []
    for number, pattern in enumerate(patterns):
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if not _free(taken + found, span):
                continue
            locators, place, end = _located(text, span.end)
            whole, bracketed = _around(text, Span(span.start, end))
            title = match[0] if number else None
            found.append(
                Mention(
                    whole,
                    "short" if number else "back",
                    span,
                    title,
                    None,
                    locators,
                    place if locators else None,
                    bracketed=bracketed,
                    words=match[0],
                )
            )
    yield from found


def _places(text: str, taken: list[Mention]) -> Iterator[Mention]:
    """Locators without a name: 其中，第二部分第（五）项提出…; the draft's own numbering at the head of a line is none."""
    last = 0
    for match in _PLACE.finditer(text):
        start = match.start()
        if start < last or not _free(taken, Span(start, start + 1)) or _OWN.search(text[max(0, start - 8) : start]):
            continue
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if not line.strip(" \t\u3000#*-"):
            continue
        found = locators_at(text, start)
        if not found or not _is_place(text, start, found):
            continue
        place = Span(found[0].span.start, found[-1].span.end)
        last = place.end
        whole, bracketed = _around(text, place)
        yield Mention(whole, "place", None, None, None, found, place, bracketed=bracketed)


def _is_place(text: str, start: int, found: tuple[Locator, ...]) -> bool:
    """Whether the words point somewhere: 第（五）项, 第十二条, 二、（五）; not 第一条生产线, 第二章 of a book's title, 第一项工作."""
    words = Span(found[0].span.start, found[-1].span.end).of(text)
    behind = text[found[-1].span.end : found[-1].span.end + 8]
    if re.search(r"[（(]", words) or re.fullmatch(r"第.{1,4}部分|第.{1,6}条(?:之.)?第.{1,12}", words):
        return bool(re.search("第", words)) or text[start - 1 : start] in "（(，,的见即在"
    if not re.search("[条款项]$", words):
        return False
    return bool(
        re.match(
            r"(?:中|还|也|又|则|均|同时|明确|分别)?(?:的)?(?:规定|要求|提出|明确|指出|强调|关于|由|[“，,：:。；）)]|之|分工|部署|精神|任务|(?:和|及|与)第)",
            behind,
        )
    )
