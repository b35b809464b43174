"""The heading of a clause: alone on its line, or run in before the first full stop.

一、总体要求                                  → 总体要求
（五）巩固医疗卫生高地建设。加快推进粤东医院…    → 巩固医疗卫生高地建设
4.地方应急物资：改扩建现有应急物资储备库…        → 地方应急物资
1.城市地区服务半径不超过5公里,农村地区…         → none: the sentence is the clause
"""

from __future__ import annotations

import re

_RUN_IN = re.compile(r"([^。；;！!\n]{2,60}?)[。]")
_COLON = re.compile(r"([^。；;,，、:：\n]{2,24})[:：](?=\S)")
_FACT = re.compile(
    r"(?<![\d.])(?!(?:19|20)\d\d年)\d+(?:\.\d+)?\s*(?:%|‰|％|人|张|个|家|所|名|万|元|天|日|年|公里|公顷|小时|分钟|倍|吨)"
)
_DUTY = re.compile(
    r"(?:[委局厅部办院府处科组]|中心|单位|部门|街道|乡镇|公司)等?(?:分别|共同|按职责(?:分工)?)?(?:负责|牵头|配合|落实)$"
)
_DUTY_BRACKET = re.compile(r"[（(【\[][^（()）]{2,200}[）)】\]]$")
_QUOTED = re.compile(r"[“《（(][^”》）)]*[”》）)]")
_LONGEST, _LONGEST_SENTENCE, _LONGEST_RUN_IN = 60, 30, 36


def heading_of(words: str, kind: str) -> str:
    """The heading in ``words`` (a clause's first line without its number); empty where there is none."""
    words = words.strip()
    if kind == "条":
        return _title_bracket(words)
    if kind in ("subitem", "circle"):
        return _short(words)
    if (match := _COLON.match(words)) and not _FACT.search(match[1]) and not re.fullmatch("[^,，、。；;]{2,24}", words):
        return match[1]
    if (alone := _alone(words)) or kind in ("编", "篇", "部分", "章", "节"):
        return _closed_up(alone or words)
    if (match := _RUN_IN.match(words)) and match.end() < len(words) and not _is_sentence(match[1], _LONGEST_RUN_IN, 2):
        return _without_duty(match[1])
    return ""


def stands_alone(words: str, heading: str) -> bool:
    """Whether the line is nothing but its heading."""
    return bool(heading) and re.sub(r"\s", "", words).rstrip("。:：") == re.sub(r"\s", "", heading)


def _alone(words: str) -> str:
    """The whole line, where it is a heading and no sentence."""
    bare = words.rstrip("。:：")
    if not bare or "。" in bare or bare[-1] in "；;，,、":
        return ""
    if words.endswith("。"):
        return "" if _is_sentence(bare, _LONGEST_SENTENCE, 1) else _without_duty(bare)
    return "" if _is_sentence(bare, _LONGEST, 3) else _without_duty(bare)


def _without_duty(heading: str) -> str:
    """完善制度（市卫生健康委牵头） → 完善制度."""
    bracket = _DUTY_BRACKET.search(heading)
    if bracket and re.search("负责|牵头|配合|落实|单位", bracket[0]) and bracket.start() >= 2:
        return heading[: bracket.start()]
    return heading


def _is_sentence(text: str, longest: int, commas: int) -> bool:
    bare = _QUOTED.sub("", text)
    if _FACT.search(bare) or _DUTY.search(bare):
        return True
    return len(re.findall("[,，]", bare)) > commas or len(bare) > longest


def _title_bracket(words: str) -> str:
    match = re.match(r"[【（(]([^】）)]{2,20})[】）)]", words)
    return match[1] if match else ""


def _short(words: str) -> str:
    match = _RUN_IN.match(words)
    if match and match.end() < len(words) and len(match[1]) <= 24 and not _is_sentence(match[1], 24, 2):
        return match[1]
    bare = words.rstrip("。:：；;")
    return bare if len(bare) <= 24 and not re.search("[,，。]", bare) and words == bare else ""


def _closed_up(heading: str) -> str:
    """总 则 → 总则: blanks that only space a short heading out."""
    pieces = heading.split()
    return "".join(pieces) if len(pieces) > 1 and all(len(p) == 1 for p in pieces) else heading
