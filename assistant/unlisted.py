"""Asked for more than the document says: names where it gives a number, contents where it gives a title, reasons where it gives none.

「“百县工程”选的是哪6个县」 of a plan that only writes 遴选6个县 is refused, with the sentence to read on: quoting it as the
answer would pass a number off as a list. So is 「为什么有公安局」 of a clause that only lists the bureau.
"""

from __future__ import annotations

import re

from assistant.counted import lists_asked, number
from assistant.evidence import Unit
from assistant.query import Query
from assistant.terms import plain
from corpus.numerals import to_chinese

_COUNT = r"(?P<count>\d+|[两二三四五六七八九十]+)"
_MEASURE = "个|项|类|所|家|条|种|名|人|支|张|大|件|部|套|处|县|市"
_WHICH = re.compile(rf"哪{_COUNT}(?P<measure>{_MEASURE})?(?P<noun>[\u4e00-\u9fff]{{0,6}})")
_NAMED = re.compile(
    rf"(?<![第哪\d]){_COUNT}(?P<measure>{_MEASURE})(?P<noun>[\u4e00-\u9fff]{{2,6}}?)(?=的?(?:名称|名单|名字|具体|分别|都?是哪|都?有哪|叫什么|是什么|各是|请))"
)
_LIST = re.compile("名单|名称|名字|哪|列出|列一下|分别是|分别叫|叫什么|叫啥|各是")
_NAMES = re.compile(
    "名单|哪(?:几|些)个?(?:县|市|区|医院|单位|机构|地方|企业|学校|专家)(?=被|入选|纳入|参加|是|呢|啊|[?？]|$)"
)
_CHOSEN = re.compile(
    "(?:评上|评为|获评|入选|选上|选中|认定|确定)[^，。,;；?？]{0,10}?(?:有|是|的)哪[几些]?[家个所]"
    "|哪[几些]?[家个所]?(?:县|市|区|镇|医院|单位|地方)[^，。,;；?？]{0,8}?(?:[当做搞是]|列为|作为|成为)[^，。,;；?？]{0,12}?试点"
)
_SEVERAL = re.compile(r"[\u4e00-\u9fff]{2,12}(?:[、和及与][\u4e00-\u9fff]{1,12}(?:县|市|区|镇|院|校|站|中心))+")
"""Names in a row; the first may leave its last word to the others: 镇巴、西乡县."""
_QUOTED = re.compile(
    r"[“\"「](?P<name>[^”\"」]{2,12})[”\"」](?P<tail>[\u4e00-\u9fff]{0,8}?)(?:的)?(?:到底|究竟|具体|全部|所有)?(?:的)?(?:是|有|包括|指|含)(?:的)?(?:哪|什么|啥)"
)
_WHY = re.compile(
    "为什么|为啥|为何|凭什么|凭啥|(?:出于|是)(?:什么|啥)(?:原因|考虑|理由)|(?:原因|理由)是(?:什么|啥)|咋(?=会|有|没)"
)
_REASON = re.compile(
    "因为|由于|鉴于|考虑到|原因|针对|旨在|目的|以便|从而|为(?:了|深入|推动|进一步|全面|贯彻|加快|加强|切实|落实|强化|促进|保障|确保|解决|适应|满足|做好|规范|提高|提升|完善)|确保|避免|防止|缓解|解决"
)


def asks_reason(query: Query) -> bool:
    """Whether a question asks why something is so; why two figures differ is another matter (``conflicts``)."""
    return bool(_WHY.search(query.asked)) and not re.search("对不上|不一致|不一样|矛盾|出入|不符|不同", query.asked)


def unlisted(query: Query, unit: Unit) -> str | None:
    """What the best unit lacks of what is asked for, in words for a refusal; ``None`` where it may well have it."""
    if query.compare or unit.reading is not None:
        return None
    if asks_reason(query):
        return None if _REASON.search(unit.words) else "没有说明原因"
    named = _SEVERAL.search(re.sub(r"[(（][^()（）]*[)）]", "", unit.text))
    if _CHOSEN.search(query.asked) and not named and not lists_asked(unit, query):
        return "没有列出名单"
    return _members(query, unit) or _contents(query, unit)


def _members(query: Query, unit: Unit) -> str | None:
    """A counted group whose members are asked for, and the unit only counts it."""
    asked = _WHICH.search(query.asked) or (_NAMED.search(query.asked) if _LIST.search(query.asked) else None)
    if asked is None or lists_asked(unit, query):
        return None
    counts = _spellings(asked["count"])
    text = re.sub(r"\([^()]{0,2}\)", "", plain(unit.text))  # 6个县(市)
    for match in re.finditer(rf"(?<![\d第.])(?:{'|'.join(counts)})(?:{_MEASURE})?", text):
        noun = _noun(asked["noun"] or "", text[match.end() :])
        if asked["noun"] and not noun and not match[0].endswith(asked["noun"][:1]):
            continue
        if _listed(text, match.start(), match.end() + len(noun), number(asked["count"])):
            return None
        if re.search("一是.*二是|(?:1|一)[.、].*(?:2|二)[.、]", unit.around) or len(unit.clause.children) > 1:
            return None
        more = re.match(r"[^的和与及\W\da-z]{0,4}", text[match.end() + len(noun) :]) if not noun else None
        printed = text[match.start() : match.end() + len(noun)] + (more[0] if more else "")
        return f"只写了“{printed}”，没有列出具体是哪些"
    return None


def _noun(asked: str, after: str) -> str:
    """The longest beginning of what is asked that the text has after the number."""
    return next((asked[:n] for n in range(len(asked), 0, -1) if after.startswith(asked[:n])), "")


def _spellings(count: str) -> tuple[str, ...]:
    value = number(count)
    chinese = (to_chinese(value),) if 0 < value <= 10 else ()
    return tuple(dict.fromkeys((count, str(value), *chinese, *(("两",) if value == 2 else ()))))


def _listed(text: str, start: int, end: int, count: int) -> bool:
    """Whether the members stand beside the number: joined right before it, in brackets or behind a colon after it, or next."""
    after = text[end:]
    if re.match(r"[^的\W\da-z]{0,4}[,，]?(?:即|[:：(（]|包括|分别[是为]|是)", after):
        return True
    before = re.split(r"[,，。;；:：()（）]", text[:start])[-1]
    following = re.split(r"[,，。;；:：()（）]", after.lstrip("的") + "，")[1]
    return len(re.split("[、和与及]", before)) >= min(count, 3) or following.count("、") + 1 >= max(count, 2)


def _contents(query: Query, unit: Unit) -> str | None:
    """What a name in quotation marks holds is asked for, and the unit only names it."""
    asked = _QUOTED.search(query.asked)
    if asked is None or query.kind not in ("members", "general", "goals"):
        return None
    name = plain(asked["name"])
    if name not in unit.words or name in plain(unit.clause.heading):
        return None
    at = unit.words.find(name) + len(name)
    after = unit.words[at:]
    if re.match(r"[\u4e00-\u9fff]{0,8}(?:[(（:：]|是指|即|包括|指|主要是)", after) or re.search(
        r"[、][^,，。]{1,14}$", unit.words[: at - len(name)]
    ):
        return None
    return f"只提到“{asked['name']}”，没有写明它的具体内容"
