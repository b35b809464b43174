"""Is this number a goal? 县域内基层就诊率达到65%以上 is; 服务人口超过80万的县, 18项行动, 65岁以上老年人 are not.

A value is a goal only with a sign for it: a bound (不低于, 至少, 以上), a reaching word (达到, 提高到, 控制在), a verb that
makes so many of something (建成2个, 配备1名), a standard per head (每千人口1.8张, 按…的比例), a share of something that
does something (80%的总医院达到…). A count of what a text lists or of what there is has none of them and stays out.
"""

from __future__ import annotations

import re

from corpus.conditions import is_condition
from corpus.goal_words import (
    ACTS,
    CHANGE_END,
    GRADE_END,
    HANDED_BASE,
    INSIDE_NAME,
    LISTED,
    MADE_OF,
    MEASURE_NOUN,
    NORM,
    PER_HEAD,
    PER_HEAD_BARE,
    PUT_TO_USE,
    REACH_END,
    RULE,
    RULE_RIGHT,
    STRONG_VERB,
    SUBJECT_ACTS,
    VERB_END,
    WEAK_END,
)
from corpus.item import REACH, Goal, Item
from corpus.relations import Bound, bounds
from corpus.values import Value


def judge(item: Item) -> Goal | None:
    """Why the value of an item is a goal, or ``None`` where nothing says so."""
    if is_condition(item):
        return _threshold(item)
    value, left = item.value, item.left
    bound = _bound_before(item)
    stem = left if bound is None else item.text[item.near : bound.start].rstrip()
    if value.unit == "级":
        return _grade(item, bound)
    if value.kind == "loose" and (bound is None or bound.weak) and not value.suffix and not REACH_END.search(left):
        return None
    if value.kind == "bare" and not (item.closes and (_firm(bound) or REACH_END.search(left))):
        return None
    if value.chinese and value.kind not in ("share", "measure") and not _chinese_goal(item, bound):
        return None
    if value.kind == "list" and not _list_goal(item, bound):
        return None
    return (
        _share_of(item, bound, stem)
        or _rule(item)
        or _handed(item, bound)
        or _within(item)
        or _reached(item, bound, stem)
        or _made(item, bound, stem)
        or _standing(item, bound, stem)
    )


def _firm(bound: Bound | None) -> bool:
    return bound is not None and not bound.weak


def _bound_before(item: Item) -> Bound | None:
    """The relation word that belongs to the value: right before it, or with only 的-words or a verb between."""
    for bound in reversed(bounds(item.text, item.near, item.value.start)):
        gap = item.text[bound.end : item.value.start].strip()
        if not gap or gap in ("约", "到", "了"):
            return bound
        if gap.endswith("的") and len(gap) <= 30 and not re.search(r"[,;。、]", gap):
            return bound
        if bound.word in ("至少", "最少", "不少于", "原则上") and len(gap) <= 12 and not re.search(r"[,;。0-9]", gap):
            return bound
        return None
    return None


def _threshold(item: Item) -> Goal | None:
    """床位使用率低于75%,…,不再增加床位: the line at which something happens; only where a consequence follows."""
    bound = _bound_before(item)
    if bound is None or not bound.weak or not item.closes or not item.consequence:
        return None
    return Goal("threshold", bound.start, bound, standing=True)


def _chinese_goal(item: Item, bound: Bound | None) -> bool:
    if item.value.unit in ("批", "起"):
        return False
    if bound is not None or item.value.suffix:
        return True
    if item.recurs and item.value.unit in ("次", "场", "期", "例", "场次", "人次"):
        return True
    return item.follows is not None and item.value.unit != "个"


def _list_goal(item: Item, bound: Bound | None) -> bool:
    """18项行动 is a list; 不少于3项, 增加到20项, and 到2025年制定标准10项 are goals."""
    if LISTED.search(item.left):
        return False
    if _firm(bound) or item.value.suffix or (REACH_END.search(item.left) and item.dated):
        return True
    return item.closes and item.dated and not item.value.chinese and bool(item.left)


def _grade(item: Item, bound: Bound | None) -> Goal | None:
    """电子病历系统应用水平达到分级评价4级水平: a grade in figures that is to be reached."""
    reached = GRADE_END.search(item.left)
    if reached and item.closes:
        return Goal("predicate", item.near + reached.start(), bound)
    return None


def _share_of(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """80%的总医院达到…, 将30%以上的专家号源…交由…."""
    value, right = item.value, item.right
    if value.kind != "share" and value.unit not in ("%", "‰"):
        return None
    if not right.startswith("的") or RULE_RIGHT.match(right):
        return None
    spread = re.search(r"(?:覆盖|惠及|培训|支持|取消|压减|清理)$", stem)
    if spread and (item.dated or value.suffix):
        return Goal("share_of", item.near + spread.start(), bound)
    if not item.dated and not ACTS.search(item.text, value.end, min(item.segment_end, value.end + 2 * REACH)):
        return None
    handed = re.search(r"(?:将|把|向|预留|拿出|留出|安排|提取|至少|不低于|不少于)$", item.left) is not None
    if item.dated or handed or value.suffix or _firm(bound) or item.follows == "share_of":
        return Goal("share_of", item.value.start if bound is None else bound.start, bound)
    return None


def _rule(item: Item) -> Goal | None:
    """按照每万人口1.75人的比例核定, 按医院床位的2-3%设置观察床."""
    match = RULE.search(item.left)
    if match is None:
        return None
    bound = _bound_before(item)
    per_head = PER_HEAD_BARE.search(item.left)
    share = item.left.endswith("的") and (item.value.unit in ("%", "‰") or item.value.kind == "share")
    if RULE_RIGHT.match(item.right) or per_head or (share and not item.closes):
        return Goal("ratio_rule", item.near + match.start(), bound, standing=True)
    return None


def _handed(item: Item, bound: Bound | None) -> Goal | None:
    """将签约服务费的80%作为团队薪酬: a share of something that is put to a use."""
    base = HANDED_BASE.search(item.left)
    if base is None or item.value.unit not in ("%", "‰") or not PUT_TO_USE.match(item.right):
        return None
    return Goal("predicate", item.near + base.start(), bound, base["base"], standing=True)


def _within(item: Item) -> Goal | None:
    """2小时内救援全覆盖, 5个工作日内办结: a time limit for something named behind it."""
    if item.value.suffix not in ("内", "之内", "以内") or item.closes or item.value.unit.endswith("年"):
        return None
    if item.right.startswith("的") or (item.value.unit in ("公里", "千米", "米") and not item.dated):
        return None
    return Goal("within", item.value.start, _bound_before(item), standing=not item.dated)


def _reached(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """就诊率达到65%以上, 控制在12/10万以下, 下降15%, 床位数为8.2张左右."""
    value = item.value
    strong = REACH_END.search(stem)
    if strong and strong["reach"] == "达" and not (item.dated or value.suffix or NORM.search(stem)):
        strong = None
    if strong and _can_end(item):
        return Goal("predicate", item.near + strong.start(), bound, _base(strong))
    change = CHANGE_END.search(stem)
    if change and (value.kind in ("measure", "share") or value.unit in ("%", "倍", "岁")) and _can_end(item):
        if not change["reach"].endswith("了") or item.dated:
            return Goal("predicate", item.near + change.start(), bound, change=True)
    weak = WEAK_END.search(stem)
    if weak and _can_end(item) and (item.dated or item.urged or _firm(bound) or NORM.search(item.left)):
        if weak["reach"] in ("为", "是") and not MEASURE_NOUN.search(stem[: weak.start()]):
            return None
        return Goal("predicate", item.near + weak.start(), bound, _base(weak))
    return None


def _base(match: re.Match[str]) -> str | None:
    base = match["base"]
    return base.rstrip("的") if base and not re.search(r"[0-9]年", base) else None  # 提高到2025年的7.5张


def _can_end(item: Item) -> bool:
    """Whether the value may end a predicate: shares and measures always, counts only with nothing to count behind."""
    return item.closes or item.value.kind in ("measure", "share", "loose")


def _made(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """建成2个中医特色专科, 至少配备1名公共卫生医师, 至少有1所公立医院设置…, each further member of such a list."""
    value = item.value
    if value.kind not in ("count", "list") and not value.unit.endswith(("人次",)):
        return None
    if INSIDE_NAME.search(item.right):
        return None
    if item.closes and value.unit.lstrip("万亿千百") not in ("次", "场", "期", "场次"):
        return None
    if item.follows in ("count", "subject") and not item.left.strip("、和及以与 "):
        return Goal("count", item.value.start, bound)
    verb = STRONG_VERB.search(item.left) or STRONG_VERB.search(stem)
    if LISTED.search(item.left) and not _firm(bound):
        done = re.search(r"完成[^,、]{2,30}的$", item.left) if item.dated else None
        return Goal("count", item.near + done.start(), bound) if done else None
    if verb:
        return Goal("count", item.near + verb.start(), bound)
    if _firm(bound) or (value.suffix and (VERB_END.search(item.left) or item.dated)):
        start = bound.start if bound is not None else value.start
        before = VERB_END.search(stem)
        return Goal("count", item.near + before.start() if before else start, bound)
    if value.unit in ("次", "场", "期", "场次") and item.recurs:
        return Goal("count", value.start, bound)
    return None


def _standing(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """The value right behind its indicator: 每千人口执业(助理)医师数3.9人, 床位使用率85%左右, 专业人员不低于85%."""
    value = item.value
    if not _can_end(item):
        return None
    if _firm(bound):
        return Goal("predicate", bound.start if bound else value.start, bound, _gap_base(item, bound), standing=True)
    cut = bound.start if bound else value.start
    if item.follows is not None and value.kind != "list":
        return Goal("predicate", cut, bound)
    if PER_HEAD.search(item.left):
        return Goal("predicate", cut, bound, standing=not item.dated)
    made = MADE_OF.search(item.left)
    countable = value.kind == "count" or value.unit.endswith(("人次", "例次"))
    if made and item.closes and countable and not value.chinese and not item.left.endswith(("等", "的")):
        return Goal("predicate", cut, bound)
    noun = MEASURE_NOUN.search(stem)
    if noun and (item.dated or value.suffix or bound is not None):
        return Goal("predicate", cut, bound)
    if item.dated and item.closes and len(item.left) >= 2 and _dated_alone(value):
        return Goal("predicate", cut, bound)
    return None


def _dated_alone(value: Value) -> bool:
    """Whether a deadline makes a goal of the value by itself: not of 两个 or 三项."""
    return value.kind in ("measure", "share") or (value.kind == "count" and not value.chinese)


def _gap_base(item: Item, bound: Bound | None) -> str | None:
    if bound is None:
        return None
    gap = item.text[bound.end : item.value.start].strip()
    return gap.rstrip("的") if gap.endswith("的") else None


def subject_count(item: Item) -> Goal | None:
    """到2023年,70个县(市、区)全部落实…: a dated count of those who have to do something."""
    if not item.dated or item.value.kind != "count" or item.value.chinese or item.closes or VERB_END.search(item.left):
        return None
    if SUBJECT_ACTS.search(item.right) and not is_condition(item):
        return Goal("subject", item.value.start)
    return None
