"""What a value measures, in the document's words: 每千人口公立医院床位数, 公共卫生医师, 县域内基层就诊率.

A value's indicator stands before it (就诊率达到65%), behind it (1名公共卫生医师), or must be completed from the value
before it: 其中公立医院5.2张 under 每千人口医疗卫生机构床位数 is 每千人口公立医院床位数; 儿科床位 after 每千名儿童拥有… is
每千名儿童儿科床位. Where it can't be completed safely the words stay as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.facts import Baseline
from corpus.item import Goal, Item

_LEAD = re.compile(
    r"^(?:[\s、,;:。)及和与—·•●○◆※-]|以及|并且|并|且|同时|其中|其(?![余他它])|使得?(?!用)|将|把|让|推动|促进|推进(?!剂)|促使|实现|确保|力争|争取|努力|原则上|要求|"
    r"要(?![素点])|应当|应(?![急用对届])|必须|需(?!求)|逐步|(?:基本|总体|全面)(?=[,;]|实现|建成|形成|达到|完成|推[行动进]|落实|消除)|分别|均|到时|进一步|不断|继续|"
    r"稳步|有序|大力|届时|到期末|规划期内|预计|持续|有效|鼓励|支持|提倡|建议|通过努力|另外|此外|每年(?!度)|全年(?!龄)|平均(?=每))+"
)
_TAIL = re.compile(
    r"(?:[\s、,;:(]|的|(?<![需主重])要|(?<![供反响效相适])应当?|必须|须|(?<![急所必])需|力争|争取|基本|原则上|总体上?|分别|(?<!人)均|都|全部|逐步|平均|也|将|不得|至少|稳定|保持|得到|拥有|"
    r"(?<![发到抵表])达|[比较]上年|[比较]去年|较[^,]{0,14}|比[0-9]{4}年[^,]{0,6}|(?:在?现有|在)?基础上|(?:与|和)?相比|年均|预期性指标值?|约束性指标值?|指标值|目标值|继续|进一步|持续|(?<![许认])可|"
    r"(?<![功技智职机性效产])能|可以|能够|努力|确保|提高|提升|整体|不|(?<![存所潜现])在)+$"
)
_SCOPE = re.compile(
    r"^(?:全[市省区县州国旗镇]|我[市省区县州国]|本[市省区县]|各[市县区地]+(?:\([^)]*\))?|全自治区|全区域|(?:大部分|大多数|绝大部分|半数以上)[^,;。]{1,14}?的|在?全[市省区县]范围内)"
)
_PER_HEAD = re.compile(
    r"^每(?:百|千|万|十万|百万|[0-9]+[万千百]?)(?:名|个|位|户|张)?(?:常住人口|户籍人口|服务人口|人口|[^,;、]{1,8}?(?=拥有|儿科|床位)|儿童|居民|老年人|老人|学生|职工|人)(?:拥有|配备|配置)?"
)
_MEASURE = re.compile(
    r"(?:率|占比|比例|比重|床位数|人员数|医师数|医生数|护士数|人数|数量|数|床位|比|度|水平|时间|寿命|半径|量|额|值|收入|支出|费用)$"
)
_SUBJECT = re.compile(
    r"(?:级|区|市|县|省|镇|乡|村|医院|机构|中心|卫生院|地区|农村|城市|城镇|类|单位|学校|企业|部门|人群|居民|小学|初中|高中)$"
)
_SHARE = re.compile(r"占[^,;]{1,24}?(?:比例|比重|比率|的比|总数|总量)$")
_INSTITUTION = re.compile(r"^[^数率比]*?(?:医院|机构|中心|院|站|室|所)(?=.)")
_FIGURE_BRACKET = re.compile(r"[(（][^()（）]*[0-9][^()（）]*[)）]")
_FROM = re.compile(r"[由从](?:(?P<year>(?:19|20)[0-9]{2})年(?:底|末)?的?)?(?P<value>[0-9][0-9.:/]*[^,;。由从]{0,6})$")
_FRONT = re.compile(
    r"^(?:(?:[0-9]{1,2}[.．、](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*)?"
    r"(?:[\s,，;；:：、]|力争|争取|确保|努力|并且?|同时|以及|于)*"
)
_NUMERIC_CONDITION = re.compile(r"[0-9].*(?:的|人口|以上|以下)$")
_VERB_TAIL = re.compile(
    r"(?:发展|选取|遴选|建设|支持|推进|培养|培育|新增|新建|建立|设立|设置|配备|打造|推动|创建|引进|依托|改造)+$"
)
_DUTY = re.compile(
    r"(?:原则上|至少|必须|应当?|须|需|要|可|均|都|分别|各|再|力争|争取|规划|重点|有序|统一|全部|逐步|计划|优先|也|还)+$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator with what was taken off it: for whom (scope), under which condition, completed from another."""

    indicator: str
    scope: str | None = None
    condition: str | None = None
    completed: bool = False
    baseline: Baseline | None = None


def name(item: Item, goal: Goal, printed: str, holes: list[tuple[int, int]], before: str, previous: str | None) -> Name:
    """The indicator of a goal.

    ``printed`` is the clause as printed (same length as ``item.text``), ``holes`` the words about time to leave out,
    ``before`` the segment in front when it holds no value of its own, ``previous`` the indicator of the goal before
    it in the sentence.
    """
    if goal.form in ("predicate", "threshold"):
        return _predicate(item, goal, printed, holes, before, previous)
    if goal.form == "ratio_rule":
        return _ratio_rule(item, goal, printed, holes)
    subject = _clean(_cut(printed, item.start, min(goal.cut, item.value.start), holes))
    object_ = _FIGURE_BRACKET.sub("", printed[item.value.end : item.end]).strip(" 、,;:。)和及与以并")
    if goal.form == "share_of":
        return Name(object_.lstrip("的") or subject, _strip_scope_words(subject))
    if goal.form == "within":
        return Name(_clean(subject + object_), None)
    if item.value.unit.endswith(("次", "场", "期")) and item.value.kind == "count":
        return _occasion(item, printed, holes, object_, before)
    return Name(object_ or subject, _strip_scope_words(subject) if object_ else None)


def _occasion(item: Item, printed: str, holes: list[tuple[int, int]], object_: str, before: str) -> Name:
    """What is done so often: 县(市、区)政府常务会议…专题研究, 信息更新."""
    done = _clean(
        re.sub(
            r"不得?少于|不得?低于|至少|不得?超过|不得?多于|约$", "", _cut(printed, item.start, item.value.start, holes)
        )
        + object_
    )
    return Name(done if len(done) >= 5 or not before else f"{_clean(before)}，{done}", None)


def _cut(printed: str, start: int, end: int, holes: list[tuple[int, int]]) -> str:
    out, at = "", start
    for first, last in holes:
        if last <= at or first >= end:
            continue
        out += printed[at : max(at, first)]
        at = max(at, last)
    return out + printed[at:end] if at < end else out


def _clean(text: str) -> str:
    text = re.sub(r"\s+", "", text)
    while True:
        shorter = _TAIL.sub("", _LEAD.sub("", _half(text)) and _same(text, _LEAD, _half(text)))
        if shorter == text:
            return text
        text = shorter


def _half(text: str) -> str:
    return text.replace("，", ",").replace("（", "(").replace("）", ")")


def _same(text: str, pattern: re.Pattern[str], half: str) -> str:
    match = pattern.match(half)
    return text[match.end() :] if match else text


def _strip_scope_words(subject: str) -> str | None:
    subject = re.sub(r"^(?:在|为|对|由|按照?|给)", "", _DUTY.sub("", _VERB_TAIL.sub("", subject))).strip("、,的中 ")
    return subject if len(subject) > 1 else None


def _predicate(
    item: Item, goal: Goal, printed: str, holes: list[tuple[int, int]], before: str, previous: str | None
) -> Name:
    start = _FROM.search(printed[item.near : goal.cut])
    if start is not None:
        named = _predicate(item, replace(goal, cut=item.near + start.start()), printed, holes, before, previous)
        return replace(named, baseline=Baseline(start["year"], start["value"]))
    raw = (
        _FRONT.sub("", _cut(printed, item.start, goal.cut, holes))
        if item.follows is None
        else _cut(printed, item.start, goal.cut, holes)
    )
    part = re.match(r"[\s、,;(]*其中", raw) is not None
    local = _clean(raw)
    condition = None
    if _NUMERIC_CONDITION.search(raw.rstrip("原则上 ")) and not _MEASURE.search(local):
        condition, local = local, ""
    if local in ("比", "较", "同比", "环比"):
        local = ""
    if not local and goal.base and not item.follows:
        object_ = printed[item.value.end : item.end].strip(" 、,;:。)")
        return Name(goal.base + object_, None)
    if not local:
        inherits = previous and (item.follows is not None or (condition and not before))
        return Name(
            str(previous) if inherits else _clean(before) or previous or "", condition=condition, completed=True
        )
    if (
        previous
        and item.value.kind == "count"
        and re.match(r"每(?:个|所|家|名|村|县|乡|镇|区|市)", local)
        and not _MEASURE.search(local)
    ):
        return Name(previous, local, condition, completed=True)  # 每个社区卫生服务中心不少于2名
    scope = _SCOPE.match(_half(local))
    if scope and scope.end() < len(local):
        taken, local = local[: scope.end()], _clean(local[scope.end() :].lstrip("的、"))
    else:
        taken = None
    done = _complete(local, previous, item, part, goal.change)
    return Name(done, taken.rstrip("的") if taken else None, condition, completed=done != local)


def _complete(local: str, previous: str | None, item: Item, part: bool, goal_changes: bool) -> str:
    """Add what the value before it already said: 其中…, the per-head base of a list, 占…的比例."""
    if not previous:
        return local
    per_head = _PER_HEAD.match(previous)
    if part and not _PER_HEAD.match(local):
        return part_of(local, previous)
    if _PER_HEAD.match(local) or _MEASURE.search(local):
        return (
            _with_base(local, per_head)
            if _listed(item) and not _PER_HEAD.match(local) and not local.endswith(("率", "比", "占比", "比例"))
            else local
        )
    share = _SHARE.search(previous)
    if share and item.value.unit in ("%", "‰"):
        return local + share[0]
    if (
        item.value.unit in ("%", "‰")
        and _SUBJECT.search(local)
        and _MEASURE.search(previous.rstrip("）"))
        and not goal_changes
    ):
        return f"{previous.partition('（')[0]}（{local}）"
    if per_head and item.value.kind == "count":
        return _with_base(local, per_head) if _listed(item) else part_of(local, previous)
    return local


def _listed(item: Item) -> bool:
    return (
        item.text[item.start : item.start + 1] in ("、", "和", "及")
        or item.text[max(0, item.start - 1) : item.start] == "、"
    )


def _with_base(local: str, per_head: re.Match[str] | None) -> str:
    return re.sub(r"(?:拥有|配备|配置)$", "", per_head[0]) + local if per_head else local


def part_of(local: str, whole: str) -> str:
    """其中公立医院 of 每千人口医疗卫生机构床位数 → 每千人口公立医院床位数; else 每千人口…（其中公立医院）."""
    per_head = _PER_HEAD.match(whole)
    base = per_head[0] if per_head else ""
    rest = whole[len(base) :]
    kind = _INSTITUTION.match(rest)
    if base and kind and re.search(r"(?:医院|机构|中心|院|站|室|所)$", local):
        return base + local + rest[kind.end() :]
    if base and local.endswith("类别"):
        return base + local + rest
    if not base and (_MEASURE.search(local) or rest.startswith(local[-2:])):
        return local
    return f"{whole}（其中{local}）"


def _ratio_rule(item: Item, goal: Goal, printed: str, holes: list[tuple[int, int]]) -> Name:
    subject = _clean(_cut(printed, item.start, goal.cut, holes))
    base = re.sub(
        r"^(?:按照?|以|依照|依据)(?:不低于|不少于|不超过|至少)?", "", printed[goal.cut : item.value.start]
    ).strip()
    base = re.sub(r"(?:不低于|不少于|不超过|至少|约)$", "", base)
    right = re.sub(r"^的?(?:比例|标准|要求|额度|幅度|规模|比率)", "", printed[item.value.end : item.end]).strip(
        " ,;、。"
    )
    object_ = re.sub(r"^(?:来)?(?:核定|配备|设置|配置|设立|安排|建设|核定编制|确定|落实|提供)", "", right)
    per = re.search(r"每(?:百|千|万|十万|[0-9]+[万千百]?)[^每]*$", base)
    if per and not base.startswith("每"):
        base = per[0]
    if re.match(r"每(?:人|户|床|名|年|月|亩)", base) and "人口" not in base:
        return Name(f"{subject or object_}（{base}）", None)
    if base.startswith("每"):
        base = re.sub(r"(?:配备|配置|设置|拥有|设)$", "", base)
        return Name(base + (subject or object_), None)
    whole = base.rstrip("的")
    return Name((subject or object_) + (f"（占{whole}）" if whole else ""), None)


def plain_name(printed: str, start: int, end: int, holes: list[tuple[int, int]]) -> str:
    """The name of a goal without a number: its first segment without the words about time.

    到2025年,基本形成较为成熟的县域医防协同机制 → 基本形成较为成熟的县域医防协同机制.
    """
    words = _FRONT.sub("", _cut(printed, start, end, holes).strip())
    depth = 0
    for at, char in enumerate(words):
        depth += (char in "(（“") - (char in ")）”")
        if depth <= 0 and at >= 4 and char in ",，;；\n":
            return words[:at]
    return words
