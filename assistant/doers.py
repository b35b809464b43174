"""Who does it, or for whom, where the sentence itself says so: 自治区定期开展…监测评价, 作为…综合考核评价的重要参考.

A document without lists of responsible bodies may still say in a sentence who does a thing. That sentence answers 「由谁定期开展
监测评价」; it does not answer 「哪个部门牵头」, and one without a doer answers neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.accept import missing
from assistant.evidence import Unit
from assistant.query import Query
from assistant.terms import coverage

_OFFICE = re.compile(r"牵头|千头|责任|部门|单位|配合|分工|厅|哪个?局|主管|归口|归谁|谁管")
_FOR = re.compile(r"(?:给|对|向|为|替|供)(?:谁|哪)")
_TO = re.compile(r"作为|面向|提供给|[给向对为][\u4e00-\u9fff]{2,20}|纳入")
_BY = re.compile(r"谁|哪一?级|哪里|哪儿")
_SUBJECT = re.compile(
    r"^(?:由)?(?:国家|自治区|全省|全市|省级?|市级?|县级?|乡镇|设区市|各级|各地|各市|各县|各相关|各有关|[\u4e00-\u9fff()、]{0,16}?"
    r"(?:政府|部门|委员会|卫生健康委|局|厅|办公室|单位|机构|医院|中心|医共体|医联体|总院|学校|团队|小组|秘书处))(?!的)"
)


def doer(query: Query, units: Sequence[Unit]) -> Unit | None:
    """The sentence that names the doer or the receiver in so many words; ``None`` where offices are asked for or none is named."""
    if _OFFICE.search(query.asked) or not query.terms:
        return None
    receiving = bool(_FOR.search(query.asked))
    if not receiving and not _BY.search(query.asked):
        return None
    for unit in units[:6]:
        if unit.reading is not None or unit.heading_only or missing(unit, query):
            continue
        if receiving and unit.own >= 0.85 and _TO.search(unit.words):
            return unit
        if not receiving and any(_says(segment, query) for segment in unit.segments or (unit.words,)):
            return unit
    return None


def _says(segment: str, query: Query) -> bool:
    """Whether one stretch both names who and holds what is asked."""
    subject = _SUBJECT.match(segment)
    return subject is not None and coverage(query.terms, (segment[subject.end() :], 1.0)) >= 0.85
