"""Reads a list of bodies as printed: where one ends and the next begins, what has the shape of a body's name.

"各市、县政府、省财政厅" are two bodies, "市人力资源和社会保障局和市财政局" are two, 教育、财政等部门 are two by function.
"""

from __future__ import annotations

import re

from corpus.brackets import split_outside
from corpus.organizations import DAMAGED, FUNCTIONS, body_at, is_known

OPEN_END = re.compile(
    "等(?:[0-9一二三四五六七八九十]{1,3}个?)?(?:市级|省级|县级|区级|市直|省直|县直|区直|市|省)?(?:各?(?:有关|相关|职能|成员))*(?:部门和单位|部门及单位|部门、单位|部门|单位|机构|方面|部委|政府部门)?$"
)
_OPEN_INSIDE = re.compile("等(?:各?(?:有关|相关|职能|成员))*(?:部门|单位)?(?:和|及|以及|与)")
_BODY_END = re.compile(
    r"(?:局|委|委员会|海关|研究院|办|办公室|部|厅|署|会|院|中心|政府|管委会|部门|单位|机构|小组|专班|秘书处|所|站|银行|分行|支行|总行|公司|集团|总社|联社|社|总队|支队"
    r"|大队|法院|检察院|大学|学院|学校|医院|企业|街道|办事处|乡镇|镇|乡|各地|市|县|区|州|盟|旗|党委|党组|工委|党校|分局|公署|电视台|团委|医联体|医共体"
    r"|行署|服务站|卫生院|协会|学会|总会|工会)(?:[（(][^（()）]{1,20}[）)])?$"
)
_NOT_BODY = re.compile(
    r"^(?:含|包括|以下|包含|如|即|详见|见|注|指|原|不含|其中|除|和|从|在|对|将|把)|[的了着吗呢是将把被其“”《》:：]"
    r"|^(?:主要|具体|有关|相关)?(?:责任|牵头|配合|参与|负责|落实|主管|主办|协办|承办)(?:责任)?(?:单位|部门|主体)$"
    r"|^(?:加强|完善|推进|建立|健全|加快|强化|提升|开展|落实|统筹|组织|指导|负责)"
)
_OTHERS = re.compile("其他(?:各)?(?:有关|相关|成员)*(?:部门|单位)")
_OPENING_WORDS = re.compile("^(?:[一-龥]{1,6}(?:层面|方面|工作)由|由|以及|及|和|与|并由|再由|其中)")
_PLACES = re.compile(
    r"^各(?:有关|相关)?(?:地级以上市|设区的?市|设区市|县级市|省|自治区|直辖市|市|州|县|区|盟|旗|镇|乡|街道)(?:[（(][^（()）]{1,12}[）)])?$|^各[市州县区盟旗]{1,3}委$|^各级党委$"
)
_MORE_PLACES = re.compile(
    r"^(?:省直管县|直管县|自治区|自治州|自治县|直辖市|市|州|县|区|盟|旗|乡|镇|街道|兵团|政府|人民政府)"
)
_LEVEL_WORD = re.compile("^(?:国家|省级?|市级?|县级?|区级?|各级)")


def split_list(sentence: str) -> list[str]:
    """Cut at 、 and commas outside brackets; a list of places such as 各市、县政府 stays in one piece."""
    pieces: list[str] = []
    for piece in split_outside(sentence, "、，,"):
        before = re.split("以及|和|及|与", pieces[-1])[-1].split("、")[0] if pieces else ""
        if before and _PLACES.match(before) and _MORE_PLACES.match(piece) and len(pieces[-1]) < 24:
            pieces[-1] += "、" + piece
        else:
            pieces.append(piece)
    return pieces


def mark_blanks(text: str) -> str:
    """Take blanks out; one between two bodies becomes 、: "市人社局 医保中心" → 市人社局、医保中心."""
    out, at = "", 0
    for match in re.finditer(r"\s+", text):
        out += text[at : match.start()]
        at = match.end()
        between = _BODY_END.search(out[-12:]) and body_at(text, at)
        out += "、" if between and out[-1:] not in "、，,；;" else ""
    return out + text[at:]


def as_body(text: str, by_function: bool = False) -> str | None:
    """The name in a piece where it can be one: known, or of its shape; ``by_function`` also takes 财政 (of 财政、教育部门)."""
    text = text if is_known(text) else _OPENING_WORDS.sub("", text)
    if DAMAGED.search(text) or is_known(text) or _OTHERS.fullmatch(text):
        return text
    if by_function and is_function(text):
        return text
    if 2 <= len(text) <= 36 and _BODY_END.search(text) and not _NOT_BODY.search(text):
        return text
    return None


def is_function(text: str) -> bool:
    """Whether a text is an office's function alone: 财政, 市级财政."""
    return text in FUNCTIONS or _LEVEL_WORD.sub("", text) in FUNCTIONS


def split_bodies(text: str, by_function: bool = False) -> list[str]:
    """Split at 及, 以及, 和, 与, / between two bodies; 人力资源和社会保障局 stays whole."""
    if is_known(text) or (by_function and is_function(text)):
        return [text]
    if match := _OPEN_INSIDE.search(text):
        return [text[: match.start()], *split_bodies(text[match.end() :], by_function)]
    for match in re.finditer("以及|及其|及|和|与|/|／", text):
        rest = text[match.end() :]
        if as_body(text[: match.start()], by_function) and (
            as_body(rest, by_function) or len(split_bodies(rest, by_function)) > 1
        ):
            return [text[: match.start()], *split_bodies(rest, by_function)]
    return [text]


def has_open_end(text: str) -> bool:
    """Whether a list goes on without saying with whom: …等, …等部门."""
    return OPEN_END.search(text) is not None or _OPEN_INSIDE.search(text) is not None
