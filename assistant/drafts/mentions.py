"""What a draft names: 《名》（文号）第三条, 文号 alone, 《方案》 introduced as a short name, 该方案, 第二部分第（五）项 alone.

Finding needs the text alone; which document and clause is meant is resolve.py's business. What the draft says of itself
(本方案, its own 文号 at the head, the annex that it hands out) is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.drafts.issuer_codes import IssuerCodes
from assistant.drafts.layout import quotations
from assistant.drafts.locators import Locator, locators_at
from assistant.drafts.mention import Mention, bracket, in_brackets, located
from assistant.drafts.nicknames import bare_titles, unmarked
from assistant.drafts.own_papers import own_head, unrelied
from assistant.drafts.pointing import alone, backward, speaks
from corpus.document_number import DocumentNumber, find_numbers
from corpus.model import Span
from corpus.references import title_spans

_SHORT_NAME = re.compile(
    r"(?:以下|下文|下)?(?:统一?|合并)?(?:简称|称)(?:为|作|：|:)?\s*[《“\"‘]{0,2}(?P<name>[^《》“”\"‘’，。；（）()]{2,24})[》”\"’]{0,2}(?:[，,；;](?:尚|未|已|待|还)[^，。]{0,12})?$"
)

_ISSUES = re.compile(r"[\s，,]?(?:文件?)?(?:(?:印发|转发|下发|发布|出台)(?:了|的)?)?")
"""Between a number and the title it is of: 粤办函〔2022〕245号印发《…》."""
_SHORT = 6
_ITEM = re.compile("[一二三四五六七八九十]{1,3}")
"""In brackets right behind a name it is a place: 《方案》（六）."""


def mentions_of(
    text: str,
    spoken: re.Pattern[str] | None = None,
    codes: frozenset[str] = frozenset(),
    bare: Sequence[Span] = (),
    places: Sequence[str] = (),
) -> list[Mention]:
    """All mentions of a draft in order.

    ``spoken`` finds the names that the library's documents go by without 《》, ``codes`` are the 代字 of their numbers,
    ``bare`` where their whole names stand without 《》, ``places`` those that issued them: 广西《实施方案》.
    """
    whose = _whose(places)
    numbers = IssuerCodes(codes).trimmed(find_numbers(text.replace("\t", "|")))
    out: list[Mention] = []
    short: set[str] = set()
    titles = list(title_spans(text))
    for span in sorted([*titles, *bare_titles(text, titles, bare)], key=lambda t: t.start):
        if any(m.span.start < span.end and span.start < m.span.end for m in out):
            continue
        mention = _titled(text, span, numbers, whose)
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
    out += list(backward(text, out, short))
    out += list(alone(text, out))
    return sorted((m for m in out if not _quoted(text, m, out)), key=lambda m: m.span.start)


def _whose(places: Sequence[str]) -> re.Pattern[str]:
    """Whose 《方案》 it is: 省《行动方案》, 广西《实施方案》, 市里的《方案》."""
    named = "".join(f"|{re.escape(p)}" for p in sorted(places, key=len, reverse=True))
    return re.compile(
        rf"(?:国家|自治区|(?<![一-龥])[省市县区]|(?<=[照据行实和与及由对按])[省市县区]{named})(?:里|级|委|政府|府办)?(?:的|出台的|印发的|下发的)?$"
    )


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


def _titled(text: str, title: Span, numbers: list[DocumentNumber], owner: re.Pattern[str]) -> Mention:
    end, number, introduces, place = title.end, None, None, Span(title.end, title.end)
    locators: tuple[Locator, ...] = ()
    draft = "征求意见" in title.of(text)
    begin = title.start
    behind = (n for n in numbers if "号" in n.text and 0 <= begin - n.span.end < 6)
    before = next((n for n in behind if _ISSUES.fullmatch(text[n.span.end : begin])), None)
    if before is not None and not _closed_in_bracket(text, before.span.end):
        number, begin = before, before.span.start
    while (inner := bracket(text, end)) is not None and not _ITEM.fullmatch(inner.of(text)):
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
        locators, place, end = located(text, end)
    name = unmarked(text, title)
    whose = owner.search(text, max(0, begin - 16), begin) if len(name) <= _SHORT else None
    begin = whose.start() if whose else begin
    span = Span(begin, end)
    bracketed = in_brackets(text, span)
    return Mention(
        span, "title", title, name, number, locators, place if locators else None,
        introduces, draft, bracketed, unrelied(text, title, begin), whose[0] if whose else "",
    )  # fmt: skip


def _numbered(text: str, number: DocumentNumber) -> Mention:
    end = number.span.end
    introduces = None
    if (inner := bracket(text, end)) is not None and (named := _short_name(inner.of(text))):
        introduces, end = named, inner.end + 1
    elif (shut := re.compile(r"[，,；;]([^（()）\n]{2,30})(?=[)）])").match(text, end)) and (
        named := _short_name(shut[1])
    ):
        introduces = named
    end = _word_of_document(text, end)
    locators, place, end = located(text, end)
    if not locators and _closed_in_bracket(text, end) and (behind := located(text, end + 1))[0]:
        locators, place, end = behind
    span = Span(number.span.start, end)
    bracketed = in_brackets(text, span)
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


def _short_name(said: str) -> str | None:
    match = _SHORT_NAME.search(said.strip())
    return match["name"].strip() if match else None


def _closed_in_bracket(text: str, at: int) -> bool:
    return text[at : at + 1] in ("）", ")")


def _spoken(text: str, taken: list[Mention], pattern: re.Pattern[str] | None) -> Iterator[Mention]:
    """广西实施方案, 梅州市的实施方案: named by place and kind."""
    for match in pattern.finditer(text) if pattern is not None else ():
        span = Span(*match.span())
        locators, place, end = located(text, span.end)
        if _free(taken, span) and (
            locators or speaks(text, span.end) or text[span.end : span.end + 1] in "，,、和与及"
        ):
            whole = Span(span.start, end)
            yield Mention(
                whole, "spoken", span, match[0], None, locators, place if locators else None,
                draft="征求意见" in match[0], bracketed=in_brackets(text, whole), words=match[0],
            )  # fmt: skip
