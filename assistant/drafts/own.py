"""Whose words they are: an office's counts, plans and thanks (截至10月底…, 我局拟…), or a rule that some document sets."""

from __future__ import annotations

import re

_OWN = re.compile(
    r"截[至止]|目前|现有|现已|已(?:经)?(?:全部|基本|全面|陆续|先后)?(?:建成|备案|签订|通过|完成|实现|达|印发|出台|开展|设置|配备|投入|有|组织|成立|培训|下达|落实|覆盖|签约)|累计|同比|去年|上年|今年以来|核定(?=[^的，。]{0,10}[0-9])|上半年|下半年|一季度|前三季度|[较比](?:上年|去年|同期)|拨付|安排(?:资金|专项|经费)"
    r"|(?<![虚模])拟(?![定订稿人])|召开|(?:我|本)(?:局|委|院|办|中心|单位|处|科)|(?:我|本)(?:县|区)(?!级)"
    r"|计划(?:公开)?(?:招聘|招录|新增|培训|选派|新建|投入|安排)|实际(?:仅?为|达|完成|下放|只)|(?:仍|尚|还)有[0-9０-９一二三四五六七八九十百]+|(?:没有|未)完成"
    r"|今年(?:新|已|共)|我[市省][^，。]{0,4}[0-9]+[家个所名人]|该[院县局][^，。]{0,8}[0-9]"
)
_ASKED = re.compile("目标|基数|要将|应当?[^急对用]|必须|不得|力争")
"""What an office doesn't say of its own counts, though they stand before it in the sentence."""
_MUST = re.compile(
    "到20|年底前|应当?|须|必须|要|不得|不低于|不高于|不少于|不超过|至少|以上|以内|力争|争取|达到|全部|目标|控制在|原则上"
)
_LOCAL = re.compile("全县(?![域级（(])|全镇|全院|全街道|全局|全系统|本县|本院|本镇|我院|我镇")
_DAY = re.compile("[0-9]{1,2}月(?:[0-9]{1,2}日|底|末|初|中旬|上旬|下旬)?")
_ACTOR = re.compile(
    "^(?:(?:我|本|[市县区镇])?(?:第?[一二三四五]?(?:人民|中医?)医?院|中西医结合医院|妇幼保健院|疾控中心|卫生院|总医院)|[我本][市县区局委院镇办]|各(?:县区|科室|股室))"
)


def owned(words: str) -> bool:
    """Whether words tell what an office has done, counted or planned itself."""
    return _OWN.search(words) is not None


def asked(words: str) -> bool:
    """Whether words set a goal or a rule, though the office's own counts stand before them."""
    return _ASKED.search(words) is not None


def binding(words: str) -> bool:
    """Whether words say what is to be, not what was counted: 注册护士数为4.02人 is an office's own count."""
    return _MUST.search(words) is not None


def own_place(words: str, source: str) -> bool:
    """Whether words speak of a place or office that a source doesn't know: 全县……3.5人 beside a city's plan."""
    found = _LOCAL.search(words)
    return found is not None and found[0] not in {m[0] for m in _LOCAL.finditer(source)}


def own_plan(words: str, source: str) -> bool:
    """Whether words give the office's own a task: 市人民医院要在2025年6月底前完成自评."""
    day, actor = _DAY.search(words), _ACTOR.match(words)
    return (day is not None and day[0] not in source) or (actor is not None and actor[0] not in source)
