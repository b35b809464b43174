"""Where in a document a draft points: 第二部分第（五）项, 二、（五）, 第十二条第二款第（三）项, 第三、五、八条, 第二至第四条.

Several in one breath give one locator each; a lower step without its higher ones takes them from the locator before
(第三十八条第二款、第三款 → both of 第三十八条).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.errors import BadReference
from corpus.model import Span
from corpus.numerals import half_width, ordinal, to_chinese
from corpus.path import ClausePath

_N = "[零〇一二两三四五六七八九十百]{1,7}|[0-9]{1,3}"
_UNIT = "大?部分|大点|大项|个?方面|条(?:之[一二三四五六七八九十]{1,2})?|款|目|小?[点项]|[编篇章节]"
_LIST = rf"(?:{_N})(?:(?:、|,|和|及|与|至|到|-|—|–)第?(?:{_N}))+"
_HAN = "[一二三四五六七八九十]{1,3}"
_TALK = (
    "(?:中|里|还|也|又|则|均|都|再次?|同时|并|分别|明确|已经?|就|对|专门|主要)*"
    "(?:提出|明确|规定|要求|指出|强调|部署|安排|列出|列明|写明|载明|提到|鼓励|支持|推动|确定|由|是关于|关于|作了|作出)"
)
_STEP = re.compile(
    rf"(?P<list>第\s?(?P<members>{_LIST})\s?(?P<lunit>{_UNIT}))"
    rf"|(?P<di>第\s?(?P<din>{_N})\s?(?P<unit>{_UNIT}))"
    rf"|(?P<xiang>第?\((?P<xn>{_N})\)(?P<xunit>大项|大点|个?方面|项|条|款|点(?![了到名出明])|目|部分|小?节|小[点项])?)"
    r"|(?P<circle>第?(?P<cn>[\u2460-\u2473])(?:项|目|点)?)"
    r"|(?P<annex>(?:附件|附表|专栏)[0-9]{0,2}|表[0-9]{1,2})"
    rf"|(?P<head>(?P<hn>{_HAN})(?:、|\.|之(?=第|\(|[0-9])|-(?=\()|(?=\()))"
    rf"|(?P<alone>(?P<an>{_HAN})(?={_TALK}|[“”,。;:)]|$|[和及与]{_HAN}(?:{_TALK}|[,。;:)])))"
    r"|(?P<point>(?:(?<=\))|(?<=\)[、之])|(?<=[项条]之)|(?<=[一二三四五六七八九十][、.]))(?P<pn>[0-9]{1,2})(?:[.、点项](?![0-9])|(?![0-9.%年月家个所名人张次])))"
)
_BETWEEN = re.compile(r"(?:的|中|中的|之|\s|-){0,3}")
_SEPARATOR = re.compile(r"\s*(?P<sep>、|,|和|以及|及其|及|与|至|到|-{1,2}|—{1,2}|–|/)?\s*")
_POINT = re.compile(r"(?P<pn>[0-9]{1,2})(?:[.、点项](?![0-9])|(?=[,。;)提明规要]))")
_NOTE = re.compile(r"“[^”\n]{2,40}”|\((?!第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\))[^()\n]{2,30}\)")
_HEADING = re.compile(
    rf"(?:关于)?“(?:第?\(?(?:{_N})\)?(?:部分)?[、.]?\s?)?(?P<quoted>[^”\n]{{3,40}})”(?:的|这)?(?:一)?(?P<what>部分|章节?|节|条|项|款|点|段|专栏|内容|任务)"
    rf"|“(?:(?:{_HAN}、)?第?\((?:{_N})\)项?|(?:{_N})[、.]|第(?:{_N})(?:部分|[章节条项点])[、:]?)\s?(?P<numbered>[^”\n]{{3,40}})”(?:部分|一[节项条章])?"
    r"|关于(?P<bare>[^,。;:“”()\n]{4,30}?)的?(?:这一|有关|相关)?(?:部分|章节)"
)
_ANNEXED = re.compile(rf"附件(?:的|中的?)?(?=第|{_HAN}[、(])")
"""What a notice hands out is called its annex; the plan's own parts are cited."""
_RANGE = ("至", "到", "-", "--", "—", "——", "–")
_RANK = {"编": 8, "篇": 8, "章": 9, "节": 10, "部分": 10, "大点": 10, "大项": 10, "方面": 10, "条": 20, "款": 30}
_MOST = 40
_REACH = 600
"""So many locators, and so many characters, are read in one breath."""


@dataclass(frozen=True, slots=True)
class Locator:
    """One place that is pointed to, and the words that do it; several of one breath share their words.

    ``units`` are the words that count each step (第五项 → 项), "" for one printed as the source prints it ((五), 二、).
    ``heading`` are the words that name the place beside its number or instead of it: “推进健康湾区建设”部分.
    """

    path: ClausePath
    span: Span
    units: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    rank: int
    step: str
    span: Span
    ranged: bool
    unit: str = ""


def locators_at(text: str, start: int, end: int | None = None) -> tuple[Locator, ...]:
    """The locators that begin right at ``start``; none where the words there are no place.

    >>> [str(l.path) for l in locators_at("第三、五条和第八条第二款", 0)]
    ['第三条', '第五条', '第八条/第二款']
    """
    base = max(0, start - 3)
    plain = half_width(text[base : min(len(text) if end is None else end, start + _REACH)])
    if headed := _headed(plain, start - base):
        return (Locator(headed.path, headed.span.shift(base), headed.units, headed.heading),)
    tokens: list[_Token] = []
    annex = _ANNEXED.match(plain, start - base)
    at = annex.end() if annex else start - base
    while at < len(plain) and len(tokens) < 2 * _MOST:
        found = _next(plain, at, tokens)
        if found is None:
            break
        fresh, at = found
        tokens += fresh
    return tuple(Locator(f.path, f.span.shift(base), f.units) for f in _assembled(tokens))


def _headed(plain: str, at: int) -> Locator | None:
    """A place named by its heading: “（六）推进健康湾区建设”, 关于推进健康湾区建设的部分."""
    match = _HEADING.match(plain, at)
    if match is None:
        return None
    heading = match["quoted"] or match["numbered"] or match["bare"]
    return Locator(ClausePath(), Span(*match.span()), (), heading)


def _next(plain: str, at: int, before: list[_Token]) -> tuple[list[_Token], int] | None:
    between = _BETWEEN.match(plain, at)
    begin = between.end() if between else at
    first = not before
    if not first and (note := _NOTE.match(plain, begin)) and _STEP.match(plain, note.end()):
        begin = note.end()
    separator = None
    match = _STEP.match(plain, begin)
    joined = match is not None
    if match is None and not first and (parted := _SEPARATOR.match(plain, begin)):
        separator, begin = parted["sep"], parted.end()
        match = _STEP.match(plain, begin)
        if match is None and before[-1].step.isdigit() and (point := _POINT.match(plain, begin)):
            return [_Token(before[-1].rank, point["pn"], Span(*point.span()), separator in _RANGE)], point.end()
        if match is not None and match["head"] and not plain.startswith("(", match.end()):
            return None
    if (
        match is None
        or (not first and match["annex"] and match["annex"][0] == "附")
        or (match["alone"] and not _may_stand_alone(before, separator))
    ):
        return None
    if match["head"] and not _is_head(plain, match):
        return None
    deeper = before[-1].rank if joined and before and not match["list"] and not _is_headlike(before[-1], match) else 0
    return _tokens(match, separator in _RANGE, deeper), match.end()


def _is_headlike(before: _Token, match: re.Match[str]) -> bool:
    """Whether two tokens stand side by side as equals: 三、八、十九 and （一）（二）, each with the marks of its heading."""
    if match["xiang"] and before.step.startswith("（") and not match["xn"].isdigit():
        return before.unit in ("", f"（{match['xunit'] or ''}）")
    return before.rank == 10 and not before.unit and bool(match["head"] or match["alone"])


def _may_stand_alone(before: list[_Token], separator: str | None) -> bool:
    """Whether a bare 三 may be a place: right behind a name (该通知三要求), or the last of 三、八、十九."""
    return not before or (before[-1].rank == 10 and not before[-1].unit)


def _is_head(plain: str, match: re.Match[str]) -> bool:
    """Whether 二、 is a place: something numbered follows it, or the words that name it end there."""
    rest = plain[match.end() : match.end() + 40]
    named = re.match(rf"[^,。;:“”()]{{4,30}}?(?:中|里|部分)(?:的)?{_TALK}", rest)
    return bool(
        named
        or re.match(
            rf"\s*(?:第?\(|第?[0-9]{{1,2}}[.、点项目]|\)|$|{_TALK}|中|的|,|。|;|“|{_HAN}(?:、|{_TALK}|[,。;)]))", rest
        )
    )


def _tokens(match: re.Match[str], ranged: bool, deeper: int = 0) -> list[_Token]:
    """The tokens of one match; behind a step without a mark between, a place lies below it, whatever its unit."""
    span = Span(*match.span())
    if match["list"]:
        rank, shape = _shape(match["lunit"])
        out: list[_Token] = []
        for member in re.finditer(rf"(?P<sep>至|到|-|—|–)?第?(?P<n>{_N})", match["members"]):
            number = ordinal(member["n"])
            if number:
                at = match.start("members")
                own = Span(at + member.start(), at + member.end())
                out.append(_Token(rank, shape(number), own, bool(member["sep"]), match["lunit"]))
        if out:
            first, last = replace(out[0].span, start=span.start), replace(out[-1].span, end=span.end)
            out[0] = replace(out[0], span=first if len(out) > 1 else span)
            out[-1] = replace(out[-1], span=last if len(out) > 1 else span)
        return out
    if match["di"]:
        number = ordinal(match["din"])
        rank, shape = _shape(match["unit"])
        return [_Token(max(rank, deeper + 1), shape(number), span, ranged, match["unit"])] if number else []
    if match["xiang"]:
        number = ordinal(match["xn"])
        unit = match["xunit"] or ""
        if unit in ("目", "点", "小点", "小项") and match["xn"].isdigit():
            return [_Token(max(50, deeper + 1), str(number), span, ranged, unit)]
        return (
            [_Token(max(40, deeper + 1), f"（{to_chinese(number)}）", span, ranged, unit and f"（{unit}）")]
            if number
            else []
        )
    if match["circle"]:
        return [_Token(max(60, deeper + 1), match["cn"], span, ranged)]
    if match["annex"]:
        return [_Token(max(1, deeper + 1 if deeper else 1), match["annex"], span, ranged)]
    if match["head"] or match["alone"]:
        return [_Token(10, match["hn"] or match["an"], span, ranged)]
    return [_Token(50, match["pn"], span, ranged)]


def _shape(unit: str) -> tuple[int, Callable[[int], str]]:
    if unit in ("部分", "大部分", "大点", "大项", "方面", "个方面"):
        return 10, to_chinese
    if unit in ("项", "小项"):
        return 40, lambda n: f"（{to_chinese(n)}）"
    if unit in ("目", "点", "小点"):
        return 50, str
    return _RANK[unit[0]], lambda n: f"第{to_chinese(n)}{unit}"


def _assembled(tokens: list[_Token]) -> tuple[Locator, ...]:
    out: list[Locator] = []
    current: list[_Token] = []
    for token in tokens:
        if current and token.rank <= current[-1].rank:
            _finish(out, current)
            before = current[-1]
            current = [t for t in current if t.rank < token.rank]
            if token.ranged and before.rank == token.rank:
                for filled in _between(before, token):
                    _finish(out, [*current, filled])
        current.append(token)
    if current:
        _finish(out, current)
    return tuple(out[:_MOST])


def _finish(out: list[Locator], tokens: list[_Token]) -> None:
    try:
        path = ClausePath.parse("/".join(t.step for t in tokens))
    except BadReference:
        return
    own = [t for t in tokens if not out or t.span.start >= out[-1].span.end] or tokens[-1:]
    units = tuple(t.unit for t in tokens) if len(path.steps) == len(tokens) else ()
    out.append(Locator(path, Span(own[0].span.start, own[-1].span.end), units))


def _between(first: _Token, last: _Token) -> list[_Token]:
    """The steps that a range leaves unsaid: 第二至第四条 → 第三条."""
    digits = [re.search(_N, t.step) for t in (first, last)]
    low, high = (ordinal(d[0]) if d else None for d in digits)
    if not low or not high or not 0 < high - low < _MOST or digits[1] is None:
        return []
    match = digits[1]
    return [
        _Token(
            last.rank,
            last.step[: match.start()] + (str(n) if match[0].isdigit() else to_chinese(n)) + last.step[match.end() :],
            last.span,
            False,
            last.unit,
        )
        for n in range(low + 1, high)
    ]
