"""The words around a number that make a goal of it, or show that it is none.

Patterns that end in ``$`` are searched in what stands before a number, those that begin with ``^`` in what follows.
"""

from __future__ import annotations

import re
from pathlib import Path

_REACH = (
    r"(?:达到了?|达|(?:提高|提升|增加|增长|扩大|上升|发展|降低|下降|减少|压缩|压减|缩短|缩减|缩小|延长|恢复|增)[到至]|[降升提][到至]|调整[到至]|(?:精确|细化|精准)到|"
    r"(?:控制|保持|稳定|维持)[在到]|降为|增至|突破|力争|确保)"
)
_EACH = r"(?:每人每年|每人每月|每人每次|每人每天|人均|每人|每户|每年|每月|每床日|每亩)?"
_WEAK_REACH = r"(?:为|占|占到|覆盖|实现|是|完成|超过|超|值为|不足)"
_CHANGE = (
    r"(?:(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩短|压减|压缩|缩减|递增|增幅|降幅|新增|增速)了?(?:幅度)?)"
)


def _load_verbs() -> tuple[str, str]:
    """The alternatives of a pattern: verbs that make so many, and all verbs; longest first."""
    make, every = [], []
    for line in (Path(__file__).parent / "goal_verbs.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, verb = line.split()
            every.append(verb)
            if kind == "make":
                make.append(verb)
    return "|".join(sorted(make, key=len, reverse=True)), "|".join(sorted(every, key=len, reverse=True))


_MAKE, _EVERY = _load_verbs()
STRONG_VERB = re.compile(rf"(?:{_MAKE})(?:好|了)?$")
VERB_END = re.compile(rf"(?:{_EVERY})(?:好|了)?$")
MADE_OF = re.compile(rf"(?:{_MAKE})[^,;:。、0-9后可已]{{2,20}}$")  # 新增床位 before 200张
GRADE_END = re.compile(r"(?P<reach>达到?|不低于)[^,;:。]{0,14}$")
REACH_END = re.compile(rf"(?P<reach>{_REACH})(?:约|大约)?{_EACH}(?P<base>[^,;:。、达到]{{1,30}}?的)?$")
WEAK_END = re.compile(rf"(?P<reach>{_WEAK_REACH})(?:约|大约)?(?P<base>[^,;:。、]{{1,30}}?的)?$")
CHANGE_END = re.compile(rf"(?P<reach>{_CHANGE})(?:约|大约)?$")
PER_HEAD = re.compile(
    r"每(?:百|千|万|十万|百万|[0-9]+(?:\.[0-9]+)?[万千百]?|一)(?:常住|户籍|服务|名|位|个|张|户)?[^,;:。、每]{0,30}$"
)
PER_HEAD_BARE = re.compile(
    r"每(?:百|千|万|十万|百万|[0-9]+[万千百]?|一?个?)(?:常住|户籍|服务)?(?:人口|人|居民|名[^,。]{0,6}|张床位|户|床|名|个[^,。]{2,12})(?:拥有|配备|配置|设置|设)?$"
)
MEASURE_NOUN = re.compile(
    r"(?:率|比|比例|比重|占比|数|数量|总数|总量|规模|量|床位|寿命|半径|面积|时间|时长|水平|标准|指标值?|人数|医师|医生|护士|人员|覆盖面|次数|年限|得分|满意度|浓度|强度|产值|收入|支出|投入|经费|增速|目标值?)$"
)
HANDED_BASE = re.compile(r"(?:将|把)(?P<base>[^,;。]{2,40})的$")
PUT_TO_USE = re.compile(r"^(?:用于|作为|纳入|返还|划拨|安排|拨付|留)")
RULE = re.compile(r"(?:按照?|以|依照|依据)(?:不低于|不少于|不超过)?[^,;:。]{0,40}$")
RULE_RIGHT = re.compile(r"^(?:的)?(?:比例|标准|要求|额度|幅度|规模|比率|左右床位)")
CONDITION_RIGHT = re.compile(
    r"^(?:常住|户籍|服务)?(?:人口|居民|床位|规模|级别)?(?:数|量)?(?:[及或]?以[上下])?的(?!比例|标准|要求|目标|速度|幅度|水平|规模|额度|增速)"
)
ACTS = re.compile(
    r"达到|建成|至少|设置|实现|具备|完成|开展|配备|建立|提供|交由|用于|纳入|设立|落实|形成|参加|接受|下沉|向|给|作为|成为|覆盖|掌握|通过|获得|拥有|能够|建有|开设"
)
SUBJECT_ACTS = re.compile(r"基本建成|建成|形成|达到|全部|实现|落实|完成|建立|成为|启动|创建|通过|开展|纳入")
NORM = re.compile(r"应|要|须|需|按|不得|必须|确保|保证|原则上|力争|争取|标准|指标")
TENURE = re.compile(r"(?:满|工作|连续|从事|服务|任职|过去|近|最近|学制|为期|用|经过|超过|历时|任期|每|隔)$")
INSIDE_NAME = re.compile(
    r"(?:比例|比重|占比|率)(?:分别|均|要|应|力争|原则上)*(?:达|不[低少超高]|超过|[提升增降][高升加到低至]|为|控制|保持)"
)
LISTED = re.compile(r"(?:等|共|这|以下|下列|上述|其他|前|后|其余|其它|各|两|的)$")
