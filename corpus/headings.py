"""The heading of a clause: alone on its line, or run in before the first full stop.

一、总体要求                                  → 总体要求
（五）巩固医疗卫生高地建设。加快推进粤东医院…    → 巩固医疗卫生高地建设
1.城市地区服务半径不超过5公里,农村地区…         → none: the sentence is the clause
"""

from __future__ import annotations

import re

_RUN_IN = re.compile(r"([^。；;\n]{2,45}?)[。]")
_COLON = re.compile(r"([^。；;,，、:：\n]{2,24})[:：](?=\S)")
_FACT = re.compile(r"\d+(?:\.\d+)?\s*(?:%|‰|％|人|张|个|家|所|名|万|元|天|日|年)|(?:负责|牵头|配合)[)）]?$")
_QUOTED = re.compile(r"[“《（(][^”》）)]*[”》）)]")


def heading_of(words: str, kind: str) -> str:
    """The heading in ``words`` (a clause's first line without its number); empty where there is none."""
    words = words.strip()
    if kind in ("条", "subitem", "circle"):
        return _title_bracket(words) if kind == "条" else _short(words)
    bare = words.rstrip("。:：")
    if (
        "。" not in bare
        and len(bare) <= 60
        and (words == bare or words[-1] in "。:：")
        and not _too_long(bare, alone=True)
    ):
        return bare
    if (match := _RUN_IN.match(words)) and match.end() < len(words) and not _too_long(match[1], alone=False):
        return match[1].rstrip("。:：")
    if (match := _COLON.match(words)) and not _FACT.search(match[1]):
        return match[1]
    return ""


def stands_alone(words: str, heading: str) -> bool:
    """Whether the line is nothing but its heading."""
    return bool(heading) and words.strip().rstrip("。:：") == heading


def _too_long(text: str, *, alone: bool) -> bool:
    bare = _QUOTED.sub("", text)
    if _FACT.search(bare):
        return True
    return len(re.findall("[,，]", bare)) > (3 if alone else 2) or (not alone and len(bare) > 36)


def _title_bracket(words: str) -> str:
    match = re.match(r"[【（(]([^】）)]{2,20})[】）)]", words)
    return match[1] if match else ""


def _short(words: str) -> str:
    if (
        (match := _RUN_IN.match(words))
        and match.end() < len(words)
        and len(match[1]) <= 24
        and not _too_long(match[1], alone=False)
    ):
        return match[1]
    bare = words.rstrip("。:：；;")
    return bare if len(bare) <= 24 and not re.search("[,，。]", bare) and words == bare else ""
