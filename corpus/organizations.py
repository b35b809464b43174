"""Names of bodies: find them in a text, bring them to one normal form, tell their level, compare them.

市医保局, 市医疗保障局 and 汉中市医疗保障局 are one body; 市卫生健康委员 is a slip for 市卫生健康委. The words are in
organizations.txt beside this file; what is not listed there keeps its printed name, so an unknown body is never
turned into another one. Whether the text gives a body a role is the business of assignment.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.facts import Body
from corpus.model import Span
from corpus.numerals import half_width

DAMAGED = re.compile(r"〔此处[^〔〕]{0,20}损坏[^〔〕]{0,20}〕")
_SLIP = re.compile(r"委员$")


def _read_names() -> tuple[dict[str, str], dict[str, str]]:
    """The two lists of organizations.txt, each as spelling → normal spelling."""
    lists: dict[str, dict[str, str]] = {"职能": {}, "专名": {}}
    current = lists["职能"]
    for line in Path(__file__).with_name("organizations.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("["):
            current = lists[line.strip("[]")]
        elif line and not line.startswith("#"):
            normal, _, others = line.partition("=")
            for spelling in (normal.strip(), *others.split()):
                current.setdefault(spelling, normal.strip())
    return lists["职能"], lists["专名"]


FUNCTIONS, PROPER = _read_names()


def _either(words: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


_CORE = _either(FUNCTIONS)
# Letters that never stand in a place's name before 市, 省, 县, 区: they belong to the sentence before it.
_PLACE_LETTER = "[^\\W\\d_由和及与对在向请问是的哪些什么到让给为把被将要按从各该本全以下上等会同报经并即据照]"
_PLACE = (
    f"(?:(?!设区|直辖|县级|地级){_PLACE_LETTER}{{2,3}}(?:壮族|回族|维吾尔)?(?:自治区|自治州|地区|省|市|县|区|州|盟|旗))"
)
_PROVINCE = (
    "(?:北京|天津|上海|重庆|河北|河南|云南|辽宁|黑龙江|湖南|安徽|山东|新疆|江苏|浙江|江西|湖北|广西|甘肃|山西|内蒙古|陕西|吉林|福建|贵州"
    "|广东|青海|西藏|四川|宁夏|海南)(?!省|市|自治区)"
)
_LEVEL = "(?:国家|中央|全国|中国|国务院|中共|自治区|自治州|兵团|省级?|市级?|县级?|区级?|旗|州|盟|镇)"
_EACH = "(?:各级|各地|各)"
_UNIT = "(?:地级以上市|地级市|设区的市|设区市|县级市|乡镇|镇街|街道|省|自治区|直辖市|地(?=[(（])|师市|师(?=[、，,（(市])|市|自治州|州|自治县|县|区|盟|旗|乡|镇|团场)"
_UNITS = f"{_UNIT}(?:[、,，]?{_UNIT}|[（(][^（()）]{{1,12}}[）)])*级?"
_PREFIX = f"(?:{_EACH}?{_UNITS}(?:以上)?(?:地方)?(?:人民政府)?|{_EACH}|{_PLACE}{_LEVEL}?|{_PROVINCE}|{_LEVEL})"
_OFFICE = "(?:行政主管部门|主管部门|行政部门|管理部门|部门|委员会办公室|委办公室|委员会|委员(?=$|[、,，等）)])|委(?!托|派|任|员)|管理局|总局|局|厅|总署|署|部(?!分|门|队|署)|办公室|办(?!法|理|公|学|医|事))"
_FUNCTIONAL = f"(?P<prefix>{_PREFIX})?(?P<party>委)?(?P<cores>(?:(?:{_CORE})(?:和|与)?)+)(?P<office>{_OFFICE})"
_PROPER = f"(?P<prefix2>{_PREFIX})?(?P<party2>委)?(?P<proper>{_either(PROPER)})"
_LEAGUE = "(?:共青团|团)(?:中央|省委|市委|县委|区委|旗委|州委)"
_GOVERNMENT = (
    f"(?:{_EACH}(?:{_UNITS})?|{_UNITS}(?:以上)?(?:地方)?(?:各级)?|地方各级|{_PLACE})"
    "(?:党委、?[和及]?|党委政府|地方)?(?:人民政府|政府|管委会|党委)(?!办)(?:[（(][^（()）]{1,12}[）)])?"
)
_ALL_PLACES = (
    f"各(?:有关|相关)?{_UNITS}(?![一-龥]*(?:部门|单位|局|委|办|医院|中心))"
    "|各地区?|各(?:乡镇|镇街|街道|园区|开发区)(?:街道|办事处)?"
)
_GENERIC = (
    "(?:各级)?各(?:有关|相关|职能)?(?:部门|单位)|(?:(?:国务院|中央|省级|市级|县级|区级|省直|市直|县直|区直|市属|省|市|县|区|各级|各)(?:和中央驻[一-龥])?)?"
    "(?:各?(?:有关|相关|职能)|各)(?:职能)?(?:部门|单位)|各(?:级)?部门"
)
_GROUP = f"(?:{_LEVEL}委?)?(?:{_CORE})(?:工作)?(?:领导小组|委员会|联席会议|指挥部)(?:办公室|秘书处)?"

_BODY = re.compile(
    "|".join((DAMAGED.pattern, _LEAGUE, _GROUP, _PROPER, _FUNCTIONAL, _GENERIC, _GOVERNMENT, _ALL_PLACES))
)
_FUNCTIONAL_ONLY = re.compile(_FUNCTIONAL)
_PROPER_ONLY = re.compile(_PROPER)
_GOVERNMENT_ONLY = re.compile(
    rf"(?:{_GOVERNMENT}|{_ALL_PLACES}|{_UNITS}|(?:各|[一-龥]{{1,8}})?(?:街道|镇|乡)(?:办事处|人民政府|政府)"
    rf"|[^\W\d_及均委局厅部办需由]{{1,20}}(?:人民政府|行政公署|行署|管委会|管理委员会)(?:[（(][^（()）]{{1,12}}[）)])?"
    r"|[^\W\d_及均委局厅部办需由]{2,8}(?:政府|开发区|高新区|示范区|新区|园区))"
)
_GENERAL_ONLY = re.compile(f"{_GENERIC}|{_ALL_PLACES}")
_CORES = re.compile(f"(?:{_CORE})")
_PLAIN_OFFICE = {"委员会": "委", "委员": "委", "管理局": "局"}


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body and where it stands in the text that was searched."""

    body: Body
    span: Span


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a name is made of: 汉中市医保局 → place 汉中市, level 市, functions (医疗保障), office 局."""

    place: str
    level: str | None
    party: bool
    functions: tuple[str, ...]
    office: str
    units: frozenset[str] = frozenset()


def make_body(text: str, level: str | None = None) -> Body:
    """A body from its printed words; ``level`` is the document's own, for a name that doesn't say one.

    >>> make_body("市医保局").name
    '市医疗保障局'
    """
    text = text.strip()
    damaged = DAMAGED.search(text) is not None
    if damaged:
        return Body(text, text, level_of(text, level), damaged=True)
    return Body(text, normal_name(text), level_of(text, level))


@lru_cache(maxsize=20_000)
def normal_name(text: str) -> str:
    """One spelling a body: 市人社局 → 市人力资源社会保障局, 市卫健委 → 市卫生健康委; unknown names stay."""
    name = re.sub(r"\s+", "", half_width(text))
    if match := _PROPER_ONLY.fullmatch(name):
        return (match["prefix2"] or "") + (match["party2"] or "") + PROPER[match["proper"]]
    if match := _FUNCTIONAL_ONLY.fullmatch(name):
        office = match["office"]
        office = "部门" if office.endswith("部门") else _PLAIN_OFFICE.get(office, office)
        return (match["prefix"] or "") + (match["party"] or "") + "".join(_functions(match["cores"])) + office
    return name


def slip(text: str) -> str | None:
    """A Chinese note on a name that is printed wrongly but plainly: 市卫生健康委员 → read as 市卫生健康委."""
    if _SLIP.search(text) and _FUNCTIONAL_ONLY.fullmatch(half_width(text)):
        return f"原文写作“{text}”，按“{normal_name(text)}”理解"
    return None


def _functions(cores: str) -> tuple[str, ...]:
    whole = FUNCTIONS.get(cores)
    return (whole,) if whole else tuple(FUNCTIONS[m] for m in _CORES.findall(cores))


@lru_cache(maxsize=20_000)
def level_of(text: str, default: str | None = None) -> str | None:
    """国家, 省, 自治区, 市, 县 from the prefix of a name; else the document's own level."""
    name = half_width(text).removeprefix("各级")
    name = re.sub(r"^(?:各|中共|共青团|团)", "", name)
    if re.search(r"分局|支行|分行|支局", name):
        return default
    if re.match(r"国家|国务院|中央|全国|中国|最高", name) or re.search(r"总局$|总署$", name):
        return "国家"
    if name.startswith("自治区") or re.match(f"{_PLACE_LETTER}{{2,5}}自治区", name):
        return "自治区"
    if re.match(r"省", name) or re.match(f"{_PLACE_LETTER}{{2,3}}省", name):
        return "省"
    if re.match(_PROVINCE, name):
        return "自治区" if re.match("内蒙古|广西|西藏|宁夏|新疆", name) else "省"
    units = set(re.findall(r"[市县区旗州盟](?<!新区)(?<!园区)", name[: _prefix_length(name)]))
    if units & {"县", "旗"} and not re.match(r"(?:地级以上|设区的?)?市、", name):
        return "县"
    if units == {"区"}:
        return "县"
    if units and units <= {"市", "州", "盟", "区"}:
        return "市"
    return "市县" if units else default


def _prefix_length(name: str) -> int:
    match = _FUNCTIONAL_ONLY.fullmatch(name)
    if match:
        return len(match["prefix"] or "")
    match = _PROPER_ONLY.fullmatch(name)
    if match:
        return len(match["prefix2"] or "")
    found = re.match(f"(?:{_PLACE}|{_UNITS})", name)
    return found.end() if found else 0


@lru_cache(maxsize=20_000)
def anatomy(name: str) -> Anatomy:
    """Take a normal name apart for comparing."""
    match = _FUNCTIONAL_ONLY.fullmatch(name)
    if match:
        prefix, functions, office = match["prefix"] or "", _functions(match["cores"]), match["office"]
        party = bool(match["party"])
    elif match := _PROPER_ONLY.fullmatch(name):
        prefix, functions, office = match["prefix2"] or "", (PROPER[match["proper"]],), ""
        party = bool(match["party2"])
    elif is_government(name):
        return Anatomy("", None, False, (), "政府", frozenset(re.findall("[省市县区旗州盟乡镇街]", name)))
    else:
        return Anatomy("", None, False, (name,), "")
    place = prefix if re.fullmatch(_PLACE, prefix) else ""
    level = prefix[-1] if place else prefix.removeprefix("各").removesuffix("级") or None
    return Anatomy(place, level, party, functions, office)


def is_government(text: str) -> bool:
    """Whether a body is a government or a place, whose part is to carry out: 各市、县政府, 各县区, 各地, 园区管委会."""
    return _GOVERNMENT_ONLY.fullmatch(half_width(re.sub(r"\s+", "", text))) is not None


def is_general(text: str) -> bool:
    """Whether a body is named by kind only: 各地, 各级人民政府, 有关部门, 县(市、区)人民政府; an office is not."""
    return _GENERAL_ONLY.fullmatch(text) is not None or (is_government(text) and not re.match(_PLACE, text))


def is_known(text: str) -> bool:
    """Whether the whole text is a body by name or by a sure pattern: 市医保局, 团市委, 各县区, 有关部门."""
    return _BODY.fullmatch(text.strip()) is not None or is_government(text)


def body_at(text: str, start: int = 0) -> Span | None:
    """The body whose name begins at ``start``, as long as possible; ``None`` where none does."""
    match = _BODY.match(text, start)
    return Span(*match.span()) if match else None


def bodies_in(text: str, level: str | None = None) -> list[BodyMention]:
    """All bodies named in a text or a question: "医保局和省卫健委要做什么" → 医保局, 省卫健委."""
    return list(_bodies(text, level))


@lru_cache(maxsize=4096)
def _bodies(text: str, level: str | None) -> tuple[BodyMention, ...]:
    return tuple(BodyMention(make_body(m[0], level), Span(*m.span())) for m in _BODY.finditer(text))


def _single(functions: tuple[str, ...]) -> set[str]:
    """The functions one by one: an office for 教育体育 is asked for as 教育局 too."""
    return {part for f in functions for part in _parts(f)}


@lru_cache(maxsize=1000)
def _parts(function: str) -> tuple[str, ...]:
    for at in range(2, len(function) - 1):
        rest = function[at:].removeprefix("和")
        if function[:at] in FUNCTIONS and (rest in FUNCTIONS or len(_parts(rest)) > 1):
            return (FUNCTIONS[function[:at]], *_parts(FUNCTIONS.get(rest, rest)))
    return (function,)


def same_body(one: Body, other: Body) -> bool:
    """Whether two names in one document mean one body: 市医保局 and 市医疗保障局; never a damaged one."""
    if one.damaged or other.damaged:
        return False
    a, b = anatomy(one.name), anatomy(other.name)
    if one.name == other.name:
        return True
    places = not a.place or not b.place or a.place == b.place
    return (
        (a.functions, a.office, a.party) == (b.functions, b.office, b.party) and places and _level(a) == _level(b) != ""
    )


def matches(asked: Body, named: Body) -> bool:
    """Whether a body named in a document is one that a question asks for.

    The question may leave the level out (医保局 finds 市医疗保障局) and may say 局 for 委, since places name
    the same office differently; a level that it does say must agree (省卫健委 does not find 市卫生健康委).
    """
    if asked.damaged or named.damaged:
        return False
    if asked.name == named.name:
        return True
    a, b = anatomy(asked.name), anatomy(named.name)
    if a.units or b.units or "政府" in (a.office, b.office):
        everywhere = "各地" in (asked.text, named.text)
        return a.office == b.office and (everywhere or bool(a.units & b.units))
    if not a.functions or not _single(a.functions) <= _single(b.functions) or (a.party != b.party and a.level):
        return False
    if a.place and b.place and a.place != b.place:
        return False
    return not a.level or _level(a) == (_level(b) or named.level)


def _level(part: Anatomy) -> str:
    level = part.level or ""
    return "国家" if level in ("中央", "全国", "中国", "国务院") else "县" if level in ("区", "旗") else level
