"""Is this number a goal? 县域内基层就诊率达到65%以上 is; 服务人口超过80万的县, 18项行动, 65岁以上老年人 are not.

A value is a goal only with a sign for it: a bound (不低于, 至少, 以上), a reaching word (达到, 提高到, 控制在), a verb that
makes so many of something (建成2个, 配备1名), a standard per head (每千人口1.8张, 按…的比例), a share of something that
does something (80%的总医院达到…). A count of what a text lists or of what there is has none of them and stays out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.relations import Bound, bounds
from corpus.values import Value

Form = Literal["predicate", "count", "share_of", "ratio_rule", "subject", "threshold", "within"]


@dataclass(frozen=True, slots=True)
class Item:
    """A value with its own stretch of a segment: ``left`` from ``start`` to the value, ``right`` to ``end``.

    ``segment_end`` is where the whole segment ends. ``dated`` says that a deadline governs it, ``follows`` the form of an accepted value just before it in the
    same segment (设置1个综合医院、1个中医医院), ``recurs`` that 每年 and the like stands in its segment.
    """

    text: str
    value: Value
    start: int
    end: int
    dated: bool = False
    recurs: bool = False
    follows: Form | None = None
    consequence: bool = False
    segment_end: int = 0

    @property
    def left(self) -> str:
        """What stands before the value."""
        return self.text[self.start : self.value.start].rstrip()

    @property
    def right(self) -> str:
        """What stands behind it."""
        return self.text[self.value.end : self.end].lstrip()

    @property
    def closes(self) -> bool:
        """Whether nothing that the value could count follows."""
        return not self.right or self.right[0] in ",;:。、()]/" or self.right.startswith(("和", "及", "以及", "并", "且", "的目标", "的水平", "水平", "覆盖", "达标"))


@dataclass(frozen=True, slots=True)
class Goal:
    """Why a value is a goal: its form, the bound before it, where the words that reach it begin (``cut``).

    ``base`` names what a share is taken of (专业技术人员编制 in 不低于专业技术人员编制的25%); ``change`` tells that the
    value is a rise or fall and no level (提高5个百分点).
    """

    form: Form
    cut: int
    bound: Bound | None = None
    base: str | None = None
    change: bool = False
    standing: bool = False


_REACH = (
    r"(?:达到了?|达|(?:提高|提升|增加|增长|扩大|上升|发展|降低|下降|减少|压缩|压减|缩短|缩减|缩小|延长|恢复|增)[到至]|降[到至]|升[到至]|调整[到至]|"
    r"(?:控制|保持|稳定|维持)[在到]|降为|增至|突破|力争|确保)"
)
_WEAK_REACH = r"(?:为|占|占到|覆盖|实现|是|完成|超过|超|值为|不足)"
_CHANGE = r"(?:(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩短|压减|压缩|缩减|递增|增幅|降幅|新增|增速)了?(?:幅度)?)"
_VERB = (
    r"(?:建成|建设|建立|新建|改建|扩建|改扩建|改造|建好|办好|办成|举办|设置|设立|创建|创成|创办|开设|组建|成立|培养|培育|培训|配备|配齐|配置|打造|遴选|选建|选拔|选派|"
    r"新增|增加|增设|引进|招聘|招募|聘用|选聘|发展|培植|扶持|孵化|完成|布局|布设|投放|储备|形成|推出|支持|评选|推广|开展|安排|开发|编制|制定|储备|安装|更新|购置|派驻|转型|确定|"
    r"建有|设有|拥有|具备|有|设|建|配|办|派|选)"
)
_STRONG_VERB = re.compile(
    r"(?:建成|建设|新建|改建|扩建|改扩建|改造|建好|办好|办成|设置|设立|创建|创成|组建|培养|培育|培训|配备|配齐|配置|打造|遴选|选建|选拔|选派|增设|引进|招聘|招募|选聘|"
    r"培植|扶持|孵化|布设|投放|储备|新增|建|完成|规划设置|发展|评选|开发|推出|购置|安装|派驻|支持|认定)(?:好|了)?$"
)
_GRADE_END = re.compile(r"(?P<reach>达到?|不低于)[^,;:。]{0,14}$")
_REACH_END = re.compile(rf"(?P<reach>{_REACH})(?:约|大约)?(?P<base>[^,;:。、达到]{{1,30}}?的)?$")
_WEAK_END = re.compile(rf"(?P<reach>{_WEAK_REACH})(?:约|大约)?(?P<base>[^,;:。、]{{1,30}}?的)?$")
_CHANGE_END = re.compile(rf"(?P<reach>{_CHANGE})(?:约|大约)?$")
_VERB_END = re.compile(rf"{_VERB}(?:好|了)?$")
_PER_HEAD = re.compile(r"每(?:百|千|万|十万|百万|[0-9]+(?:\.[0-9]+)?[万千百]?|一)(?:常住|户籍|服务|名|位|个|张|户)?[^,;:。、每]{0,30}$")
_PER_HEAD_BARE = re.compile(r"每(?:百|千|万|十万|百万|[0-9]+[万千百]?|一?个?)(?:常住|户籍|服务)?(?:人口|人|居民|名[^,。]{0,6}|张床位|户|床|名|个[^,。]{2,12})(?:拥有|配备|配置|设置|设)?$")
_MEASURE_NOUN = re.compile(
    r"(?:率|比|比例|比重|占比|数|数量|总数|总量|规模|量|床位|寿命|半径|面积|时间|时长|水平|标准|指标值?|人数|医师|医生|护士|人员|覆盖面|次数|年限|得分|满意度|浓度|强度|产值|收入|支出|投入|经费|增速|目标值?)$"
)
_RULE = re.compile(r"(?:按照?|以|依照|依据)(?:不低于|不少于|不超过)?[^,;:。]{0,40}$")
_RULE_RIGHT = re.compile(r"^(?:的)?(?:比例|标准|要求|额度|幅度|规模|比率|左右床位)")
_CONDITION_RIGHT = re.compile(r"^(?:常住|户籍|服务)?(?:人口|居民|床位|规模|级别)?(?:数|量)?(?:[及或]?以[上下])?的(?!比例|标准|要求|目标|速度|幅度|水平|规模|额度|增速)")
_ATTRIBUTE = re.compile(r"^(?:人口|以[上下]|[^,;:。、]{0,4}[老幼儿]|周岁|期|的?患者|居民)")
_ACTS = re.compile(r"达到|建成|至少|设置|实现|具备|完成|开展|配备|建立|提供|交由|用于|纳入|设立|落实|形成|参加|接受|下沉|向|给|作为|成为|覆盖|掌握|通过|获得|拥有|能够|建有|开设")
_SUBJECT_ACTS = re.compile(r"基本建成|建成|形成|达到|全部|实现|落实|完成|建立|成为|启动|创建|通过|开展|纳入")
_NORM = re.compile(r"应|要|须|需|按|不得|必须|确保|保证|原则上|力争|争取|标准|指标")
_TENURE = re.compile(r"(?:满|工作|连续|从事|服务|任职|过去|近|最近|学制|为期|用|经过|超过|历时|任期|每|隔)$")
_INSIDE_NAME = re.compile(r"(?:比例|比重|占比|率)(?:分别|均|要|应|力争|原则上)*(?:达|不[低少超高]|超过|[提升增降][高升加到低至]|为|控制|保持)")
_LISTED = re.compile(r"(?:等|共|这|以下|下列|上述|其他|前|后|其余|其它|各|两|的)$")


def judge(item: Item) -> Goal | None:
    """Why the value of an item is a goal, or ``None`` where nothing says so."""
    if _is_condition(item):
        return _threshold(item)
    value, left = item.value, item.left
    bound = _bound_before(item)
    stem = left if bound is None else item.text[item.start : bound.start].rstrip()
    if value.unit == "级":
        return _grade(item, bound)
    if value.kind == "loose" and (bound is None or bound.weak) and not value.suffix and not _REACH_END.search(left):
        return None
    if value.kind == "bare" and not (item.closes and (_firm(bound) or _REACH_END.search(left))):
        return None
    if value.chinese and value.kind not in ("share", "measure") and not _chinese_goal(item, bound):
        return None
    if value.kind == "list" and not _list_goal(item, bound):
        return None
    return (
        _share_of(item, bound, stem)
        or _rule(item)
        or _within(item)
        or _reached(item, bound, stem)
        or _made(item, bound, stem)
        or _standing(item, bound, stem)
    )


def _firm(bound: Bound | None) -> bool:
    return bound is not None and not bound.weak


def _bound_before(item: Item) -> Bound | None:
    """The relation word that belongs to the value: right before it, or with only 的-words or a verb between."""
    for bound in reversed(bounds(item.text, item.start, item.value.start)):
        gap = item.text[bound.end : item.value.start].strip()
        if not gap or gap in ("约", "到", "了"):
            return bound
        if gap.endswith("的") and len(gap) <= 30 and not re.search(r"[,;。、]", gap):
            return bound
        if bound.word in ("至少", "最少", "不少于", "原则上") and len(gap) <= 12 and not re.search(r"[,;。0-9]", gap):
            return bound
        return None
    return None


def _is_condition(item: Item) -> bool:
    """Whether the number only says which ones are meant: 人口超过80万的县, 每3万居民, 3岁以下婴幼儿, 满5年的医师."""
    value, left, right = item.value, item.left, item.right
    if left.endswith(("每", "每隔", "第", "近", "前", "后", "满")) and not left.endswith(("提前", "前后", "目前")):
        return True
    if value.unit.endswith("岁") and not item.closes:
        return True
    if value.unit in ("年", "个月", "天", "日", "周") and _TENURE.search(left) and not _REACH_END.search(left):
        return True
    if value.kind not in ("share",) and value.unit not in ("%", "‰") and _CONDITION_RIGHT.match(right):
        return not (_STRONG_VERB.search(left) and value.kind == "count" and right.startswith("的") is False)
    weak = re.search(r"(?<!不)(?:低于|高于|超过|少于|大于|小于|达到|不足|未达到)$", left)
    if weak and right.startswith("的"):
        return True
    if weak and weak[0] != "达到" and not item.dated and not _NORM.search(left[-8:]):
        return True
    return bool(value.kind in ("bare",) and re.match(r"人口|居民|人的", right))


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
    if _LISTED.search(item.left):
        return False
    if _firm(bound) or item.value.suffix or (_REACH_END.search(item.left) and item.dated):
        return True
    return item.closes and item.dated and not item.value.chinese and bool(item.left)


def _grade(item: Item, bound: Bound | None) -> Goal | None:
    """电子病历系统应用水平达到分级评价4级水平: a grade in figures that is to be reached."""
    reached = _GRADE_END.search(item.left)
    if reached and item.closes:
        return Goal("predicate", item.start + reached.start(), bound)
    return None


def _share_of(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """80%的总医院达到…, 将30%以上的专家号源…交由…."""
    value, right = item.value, item.right
    if value.kind != "share" and value.unit not in ("%", "‰"):
        return None
    if not right.startswith("的") or _RULE_RIGHT.match(right):
        return None
    spread = re.search(r"(?:覆盖|惠及|培训|支持|取消|压减|清理)$", stem)
    if spread and (item.dated or value.suffix):
        return Goal("share_of", item.start + spread.start(), bound)
    if not _ACTS.search(item.text, value.end, item.segment_end):
        return None
    handed = re.search(r"(?:将|把|向|预留|拿出|留出|安排|提取|至少|不低于|不少于)$", item.left) is not None
    if item.dated or handed or value.suffix or _firm(bound) or item.follows == "share_of":
        return Goal("share_of", item.value.start if bound is None else bound.start, bound)
    return None


def _rule(item: Item) -> Goal | None:
    """按照每万人口1.75人的比例核定, 按医院床位的2-3%设置观察床."""
    match = _RULE.search(item.left)
    if match is None:
        return None
    bound = _bound_before(item)
    per_head = _PER_HEAD_BARE.search(item.left)
    share = item.left.endswith("的") and (item.value.unit in ("%", "‰") or item.value.kind == "share")
    if _RULE_RIGHT.match(item.right) or per_head or (share and not item.closes):
        return Goal("ratio_rule", item.start + match.start(), bound, standing=True)
    return None


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
    strong = _REACH_END.search(stem)
    if strong and strong["reach"] == "达" and not (item.dated or value.suffix or _NORM.search(stem)):
        strong = None
    if strong and _can_end(item):
        return Goal("predicate", item.start + strong.start(), bound, _base(strong))
    change = _CHANGE_END.search(stem)
    if change and (value.kind in ("measure", "share") or value.unit in ("%", "倍", "岁")) and _can_end(item):
        if item.dated or _NORM.search(stem) or re.search(r"年均|每年|较|比", stem):
            return Goal("predicate", item.start + change.start(), bound, change=True)
    weak = _WEAK_END.search(stem)
    if weak and _can_end(item) and (item.dated or _firm(bound) or _NORM.search(item.left)):
        if weak["reach"] in ("为", "是") and not _MEASURE_NOUN.search(item.text[item.start : item.start + weak.start()]):
            return None
        return Goal("predicate", item.start + weak.start(), bound, _base(weak))
    return None


def _base(match: re.Match[str]) -> str | None:
    base = match["base"]
    return base.rstrip("的") if base else None


def _can_end(item: Item) -> bool:
    """Whether the value may end a predicate: shares and measures always, counts only with nothing to count behind."""
    return item.closes or item.value.kind in ("measure", "share", "loose")


def _made(item: Item, bound: Bound | None, stem: str) -> Goal | None:
    """建成2个中医特色专科, 至少配备1名公共卫生医师, 至少有1所公立医院设置…, each further member of such a list."""
    value = item.value
    if value.kind not in ("count", "list") and not value.unit.endswith(("人次",)):
        return None
    if _INSIDE_NAME.search(item.right):
        return None
    if item.closes and value.unit.lstrip("万亿千百") not in ("次", "场", "期", "场次"):
        return None
    if item.follows in ("count", "subject") and not item.left.strip("、和及以与 "):
        return Goal("count", item.value.start, bound)
    verb = _STRONG_VERB.search(item.left) or _STRONG_VERB.search(stem)
    if _LISTED.search(item.left) and not _firm(bound):
        done = re.search(r"完成[^,、]{2,30}的$", item.left) if item.dated else None
        return Goal("count", item.start + done.start(), bound) if done else None
    if verb:
        return Goal("count", item.start + verb.start(), bound)
    if _firm(bound) or (value.suffix and (_VERB_END.search(item.left) or item.dated)):
        start = bound.start if bound is not None else value.start
        before = _VERB_END.search(stem)
        return Goal("count", item.start + before.start() if before else start, bound)
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
    if _PER_HEAD.search(item.left):
        return Goal("predicate", cut, bound, standing=not item.dated)
    noun = _MEASURE_NOUN.search(item.left)
    if noun and (item.dated or value.suffix):
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
    if not item.dated or item.value.kind != "count" or item.value.chinese or item.closes or _VERB_END.search(item.left):
        return None
    if _SUBJECT_ACTS.search(item.right) and not _is_condition(item):
        return Goal("subject", item.value.start)
    return None
