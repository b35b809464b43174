"""What a draft says of a document or a clause without naming it again: 该方案二、（五）, 文中第三条, 其第七部分, 同项, 二、（六） alone.

A bare 方案 or 其 is a mention only where a place follows, or a verb that hands on what a document says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.drafts.locators import Locator, locators_at
from assistant.drafts.mention import Mention, in_brackets, located
from corpus.model import Span

_KIND = "(?:征求|征询)?意见稿|(?:规划|方案|送审|讨论|修订)稿|方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|文件|指南|规范|法"
_WHICH = rf"(?:(?:行动|实施|工作|总体|发展|专项|配套)?(?:{_KIND}))"
_THIS = "该份|该|上述|前述|此|这一|这份|这个|前引|上引|前文所述|同一"
_SAYS = "提出|明确|要求|规定|指出|强调|部署|写明|载明|列明|提到"
_GOES_ON = re.compile(
    rf"(?:中|里|内)?(?:还|也|又|则|均|都|皆|分别|统一|专门|首次|同时|并|进一步|再次|已经?|对此|就此)*(?:{_SAYS}|目标(?=为|是|值))"
)
_POINTED = re.compile(
    rf"(?P<this>(?:{_THIS})(?:{_WHICH}(?!柜|箱)|稿|文(?!化|明|字|院|人|件柜|书|献|章|本)|件(?=第|[一二三四五六七八九十（(“]|关于))"
    r"|同(?:一)?(?:文件|方案|通知|规划|意见)|同上(?=第|[,，、；;。）)]|[二三四五六七八九]、))"
    rf"|(?P<level>(?:国家|自治区|[省市县区])(?:里|级|委|政府)?(?:出台|印发|下发|制定)?的?{_WHICH})"
    rf"|(?P<kind>{_WHICH}|文(?=[中内里](?:第|[一二三四五六七八九十（(“]|关于|{_SAYS})))"
    r"|(?P<its>其(?!中(?!“|关于)|他|它|余|实|间|次|一[，,是为]|[二三四五][，,是为]))"
)
_BORDER = re.compile(r"(?:^|[\s，,。；;：:、（(“\"])$")
_LED = re.compile(r"(?:^|[\s，,。；;：:、（(“\"据照行实按见由而但在和与及对以是即从])$")
_CLAUSE = re.compile(
    rf"(?:该|同|上述|前述|同一)(?:条|款|项|目|部分|章|节)(?=第|(?:中|里)?(?:还|也|又|同时|并|则|均)*(?:{_SAYS})|[，,](?:还|也|同时|并))"
)
_OWN = re.compile("(?:本|我)(?:办法|方案|通知|规划|意见|规定|细则|条例|措施|文|文件|决定|制度)(?:的|中)?$")
_STARTS = re.compile(
    r"第|[一二三四五六七八九十]{1,3}[、.之]?[（(]|[一二三四五六七八九十]{1,3}、[0-9]{1,2}(?!\.?[0-9]|%)|[一二三四五六七八九十]{1,3}、(?=[）)，,。；;])"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|(?<=其中)(?=[一二三四五六七八九十“]|关于)"
)
_BEFORE_PLACE = re.compile(
    r"(?:[，,。；;：:、（(“？?！! \t\u3000]|其中|其|[见在按照据对由和及与而但即以是实行彻循标])$"
)
_BEHIND = re.compile(
    r"(?:中|还|也|又|则|均|同时|明确|分别)?(?:的)?(?:规定|要求|提出|明确|指出|强调|部署|列出|列明|推进|推动|鼓励|支持|关于|由|[“，,：:。；;）)]|之|分工|精神|任务|(?:和|及|与)第)"
)
_TELLS = re.compile(
    rf"(?:中|里|对此|还|也|又|则|均|同时|主要|专门|再次|分别|都|已|就)*(?:{_SAYS}|写|讲|说|点[到了名出]|描绘|重申|列|定[了下]|有规定|有一条|鼓励|支持|推动|把|将|对)"
)
_HEADS = re.compile(rf"(?:中|还|也|又|则|均|同时)?(?:{_SAYS})(?!有关|相关)")


def backward(text: str, taken: list[Mention], short: Collection[str]) -> Iterator[Mention]:
    """该方案, 同文件, 方案三、（五）, 其第三条, 同项; and the short names that the draft has introduced."""
    found: list[Mention] = []
    if short:
        names = "|".join(map(re.escape, sorted(short, key=len, reverse=True)))
        for match in re.finditer(rf"[“\"](?P<quoted>{names})[”\"]|(?P<bare>{names})", text):
            span, title = Span(*match.span()), match["quoted"] or match["bare"]
            if _free(taken, found, span) and _is_short(text, span, title, quoted=bool(match["quoted"])):
                found.append(_mention(text, span, "short", title))
    for match in _POINTED.finditer(text):
        span = Span(*match.span())
        if _free(taken, found, span) and _points(text, match):
            found.append(_mention(text, span, "back", None))
    for match in _CLAUSE.finditer(text):
        span = Span(*match.span())
        if _free(taken, found, span):
            found.append(_mention(text, span, "clause", None))
    yield from found


def speaks(text: str, at: int) -> bool:
    """Whether a verb follows that hands on what a document says: 方案还提出."""
    return _GOES_ON.match(text, at) is not None


def _free(taken: Sequence[Mention], found: Sequence[Mention], span: Span) -> bool:
    return not any(m.overlaps(span) for m in taken) and not any(m.overlaps(span) for m in found)


def _mention(text: str, span: Span, how: str, title: str | None) -> Mention:
    places, place, end = located(text, span.end)
    whole = Span(span.start, end)
    return Mention(
        whole, how, span, title, None, places, place if places else None,  # type: ignore[arg-type]
        bracketed=in_brackets(text, whole), words=span.of(text),
    )  # fmt: skip


def _is_short(text: str, span: Span, title: str, *, quoted: bool) -> bool:
    """Whether a short name is meant: 省市方案 anywhere, 方案 or “方案” only where it speaks or has a place."""
    if not quoted and len(title) > 2 and not re.fullmatch(_WHICH, title):
        return True
    before = text[max(0, span.start - 4) : span.start]
    if not quoted and not _LED.search(before):
        return False
    return bool(located(text, span.end)[0]) or speaks(text, span.end)


def _points(text: str, match: re.Match[str]) -> bool:
    if match["this"]:
        return True
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    places = located(text, end)[0]
    if match["its"]:
        return bool(places) and _LED.search(before) is not None and not _counts(text, end)
    if places and _LED.search(before):
        return True
    return speaks(text, end) and (_BORDER.search(before) is not None or before[-1:] in ("而", "但", "若"))


def _counts(text: str, at: int) -> bool:
    """Whether 其二 only counts: 其二，……."""
    return re.match(r"[一二三四五六七八九十]{1,2}(?![、（(.之]|[一二三四五六七八九十])", text[at:]) is not None


def alone(text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Locators without a name: 其中，第二部分第（五）项提出…; …；二、（六）要求…. The draft's own numbering at the head of a line is none."""
    last = 0
    for match in _STARTS.finditer(text):
        start = match.start()
        if start < last or any(m.overlaps(Span(start, start + 1)) for m in taken):
            continue
        if _OWN.search(text[max(0, start - 8) : start]):
            continue
        found = locators_at(text, start)
        unsure = _unsure(text, start, found) if found else None
        if unsure is None:
            continue
        place = Span(found[0].span.start, found[-1].span.end)
        last = place.end
        yield Mention(
            place, "place", None, None, None, found, place, bracketed=in_brackets(text, place), unsure=unsure
        )  # fmt: skip


def _unsure(text: str, start: int, found: tuple[Locator, ...]) -> int | None:
    """How much the words that follow must say for a locator without a name to be one: see ``Mention.unsure``."""
    if _is_place(text, start, found):
        return 0
    words = Span(found[0].span.start, found[-1].span.end).of(text)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if line.strip() and not _BEFORE_PLACE.search(text[max(0, start - 2) : start]):
        return None
    tells = _TELLS.match(text, found[-1].span.end) is not None
    if words.startswith("第") and re.search("[条项点目款]$", words):
        return 1 if tells else 2
    if tells and re.match(r"[（(]|[一二三四五六七八九十]{1,3}[、.之]?[（(]", words):
        return 1
    return None


def _is_place(text: str, start: int, found: tuple[Locator, ...]) -> bool:
    """Whether the words point somewhere: 第（五）项, 第十二条, 二、（五）; not 第一条生产线, 第二章 of a book's title, 第一项工作."""
    words = Span(found[0].span.start, found[-1].span.end).of(text)
    end = found[-1].span.end
    behind = text[end : end + 8]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if not line.strip(" \t\u3000#*-"):
        several = all(len(f.path) > 1 for f in found)
        return (words.startswith("第") or several) and _HEADS.match(behind) is not None
    deep = any(len(f.path) > 1 for f in found) or bool(re.search(r".[（(]", words))
    if re.match(r"[（(]", words) and not deep:
        return text[start - 1 : start] in "（(" and text[end : end + 1] in "）)"
    before = text[max(0, start - 2) : start]
    if (deep and words.startswith("第")) or (before == "其中" and _BEHIND.match(behind)):
        return True
    if deep:
        marked = before[-1:] in "，,。；;：:、见（(即在" or not behind
        return bool(_BEFORE_PLACE.search(before)) and (marked or bool(_BEHIND.match(behind)))
    if re.search("[点目章节]$|方面$", words):
        return words.startswith("第") and _HEADS.match(behind) is not None
    if re.search("[条款项]$|部分$", words) or words.endswith("、"):
        return _BEHIND.match(behind) is not None and (words.startswith("第") or before[-1:] in "见（(")
    return False
