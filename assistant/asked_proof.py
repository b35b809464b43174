"""Questions that need a certain kind of sentence, not only one on the same matter: a reason, a list of N, a meaning.

「为啥有公安」 is answered by a reason, not by a list that holds 公安; 「是哪6个县」 by six names, not by a sentence that speaks of
6个县; 「“1310”具体部署是哪些」 by what stands behind the name, not by the name. Without it the honest answer is that the documents
do not say.
"""

from __future__ import annotations

import re

from assistant.evidence import Unit
from assistant.query import Query
from corpus.numerals import from_chinese

_WHY = re.compile(
    r"为啥|为什么|为何|(?:什么|啥)(?:原因|理由|缘故)|(?:原因|理由)(?:是|何在)?(?:什么|啥|[?？]|$)|凭(?:什么|啥)"
)
_REASON = re.compile(
    r"因|由于|鉴于|为(?:了|深入|进一步|切实|贯彻|落实|推动|加快|保障|解决)|目的|以便|旨在|避免|防止|针对|考虑"
)
_COUNT = r"(?P<count>\d{1,2}|[两二三四五六七八九十]{1,3})"
_MEASURE = r"(?:个|家|所|项|类|种|大|条)"
_WHICH = re.compile(rf"哪{_COUNT}{_MEASURE}(?P<what>[\u4e00-\u9fff]{{0,2}})")
_NAMES = re.compile(rf"{_COUNT}{_MEASURE}(?P<what>[\u4e00-\u9fff]{{0,2}})[^，。,;；?？]{{0,12}}(?:名称|名单|名字|清单)")
_SAID = re.compile(rf"{_COUNT}{_MEASURE}(?P<what>[\u4e00-\u9fff]{{0,2}})")
_NAMED = re.compile(
    r"[“\"「][^”\"」]{2,12}[”\"」](?:的)?(?:具体)?(?:部署|内容|行动|要求|做法|安排|含义|意思)?(?:到底|究竟|分别|具体|都)*(?:是|有|指|包括)(?:的)?(?:哪|什么|啥)"
)
_MARK = re.compile(r"[、,，;；]|(?<=[\u4e00-\u9fff])[和及与](?=[\u4e00-\u9fff])|[\"”]\s*[\"“]")


def gives_reason(unit: Unit, query: Query) -> bool:
    """Whether a question for a reason (为啥) finds one in the unit."""
    return not _WHY.search(query.asked) or bool(_REASON.search(unit.words))


def asks_what_is_named(query: Query) -> bool:
    """Whether a question wants what stands behind a name in quotation marks: 「“1310”具体部署到底是哪些」."""
    return bool(_NAMED.search(query.asked))


def gives_list(unit: Unit, query: Query) -> bool:
    """Whether a unit that speaks of so many things, asked for by name, names them where it speaks of them.

    A list behind another word is that word's: 6个县(市)的县级公立医院(包括人民医院、妇幼保健机构…) names no county.
    """
    asked = _WHICH.search(query.asked) or _NAMES.search(query.asked)
    if asked is None or unit.reading is not None:
        return True
    count = _number(asked["count"])
    if count < 3 or len(unit.clause.children) >= count:
        return True
    said = [m for m in _SAID.finditer(unit.words) if _number(m["count"]) == count and _same_things(m, asked["what"])]
    return not said or any(_names_them(unit.words, m.start(), m.end(), count) for m in said)


def _same_things(said: re.Match[str], what: str) -> bool:
    return not what or said["what"][:1] == what[:1]


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else from_chinese(printed.replace("两", "二")) or 0


def _names_them(words: str, start: int, end: int, count: int) -> bool:
    """Whether a list of as many stands directly before a count (甲、乙和丙三类) or opens directly behind it (三类:甲、乙、丙)."""
    before = re.split("[。;；:：]", words[:start])[-1]
    if len(_MARK.findall(before)) >= count - 1:
        return True
    opens = re.match(r"[^,，。;；、]{0,6}?(?:[(（]([^()（）]*)|[:：,，即是为]([^。]*))", words[end:])
    return opens is not None and len(_MARK.findall(opens[1] or opens[2] or "")) >= count - 1
