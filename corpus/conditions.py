"""Numbers that only say which ones are meant: 服务人口超过80万的县级医院, 每3万—10万居民, 3岁以下婴幼儿, 满5年的医师."""

from __future__ import annotations

import re

from corpus.goal_words import CONDITION_RIGHT, NORM, REACH_END, STRONG_VERB, TENURE
from corpus.item import Item


def _is_rate(item: Item) -> bool:
    """Whether a share stands last behind its rate with nothing to follow from it: 机构占比超过90%."""
    rate = re.search(r"(?:率|占比|比例|比重)(?:均|应|要)?超过$", item.left)
    return rate is not None and item.value.unit in ("%", "‰") and item.closes and not item.consequence


def is_condition(item: Item) -> bool:
    """Whether the number only says which ones are meant: 人口超过80万的县, 每3万居民, 3岁以下婴幼儿, 满5年的医师."""
    value, left, right = item.value, item.left, item.right
    if left.endswith(("每", "每隔", "第", "近", "满")):
        return True
    if left.endswith(("前", "后")) and not value.suffix.endswith("内") and not left.endswith(("提前", "前后", "目前")):
        return True
    if value.unit.endswith("岁") and not item.closes:
        return True
    if value.unit in ("年", "个月", "天", "日", "周") and TENURE.search(left) and not REACH_END.search(left):
        return True
    if value.kind not in ("share",) and value.unit not in ("%", "‰") and CONDITION_RIGHT.match(right):
        return not (STRONG_VERB.search(left) and value.kind == "count" and right.startswith("的") is False)
    weak = re.search(r"(?<!不)(?:低于|高于|超过|少于|大于|小于|达到|不足|未达到)$", left)
    if weak and right.startswith("的"):
        return True
    if weak and weak[0] != "达到" and not item.dated and not NORM.search(left[-8:]):
        return weak[0] != "超过" or not _is_rate(item)
    return bool(value.kind in ("bare",) and re.match(r"人口|居民|人的", right))
