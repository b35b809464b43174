"""Names in a claim: places, institutions with a place, and ranks (国家级, 省级) before the same thing.

梅州市第三人民医院 and 梅州市中医医院 are two; 县级医院 is no name. Only names of which the source has another in their place
are told, so that a draft may name what the source leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from index.regions import Regions
from index.words import normal

_END = re.compile("[市县区省州]|粤东")
_INSTITUTION = re.compile(
    r"(?:省|市|县|区)?(?:第[一二三四五六七八九十]+)?(?:人民|中西医结合|中医药?|中心|妇幼保健|妇幼|儿童|精神卫生|铁路中心|传染病|肿瘤|康复|口腔|医学)*"
    r"(?:医院|保健院|疾病预防控制中心|疾控中心|应急中心|科学院|研究院|血站)"
)
_RANK = re.compile("(?P<rank>国家级?|自治区级|省级|市级|县级|区级|镇级|乡级|村级)(?P<what>[\u4e00-\u9fff]{3})")


@dataclass(frozen=True, slots=True)
class Entity:
    """One name and where it stands."""

    kind: Literal["place", "institution"]
    words: str
    start: int
    end: int


@cache
def _regions() -> Regions:
    return Regions()


@lru_cache(maxsize=4096)
def entities(text: str) -> tuple[Entity, ...]:
    """The places and institutions that a text names, in order."""
    out = []
    last = 0
    for start, end in _places(text):
        if start < last:
            continue
        found = _INSTITUTION.match(text, end)
        if found is not None:
            out.append(Entity("institution", text[start : found.end()], start, found.end()))
        else:
            out.append(Entity("place", text[start:end], start, end))
        last = out[-1].end
    return tuple(out)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The places that a text names with 市, 县, 区, 省, 州 at their end; and 粤东, which an institution has for one."""
    plain = normal(text)
    for match in _END.finditer(plain):
        if match[0] == "粤东":
            yield match.span()
            continue
        for length in (6, 5, 4, 3):
            start = match.end() - length
            if start >= 0 and _regions().is_form(plain[start : match.end()]):
                yield start, match.end()
                break


def ranks(words: str, source: str) -> list[tuple[int, int, str]]:
    """Ranks that stand before the same word in both and differ: 省级临床重点专科 for 国家级临床重点专科.

    Each is told as start, end and what it should read; where the source has both ranks of a thing none is.
    """
    there: dict[str, set[str]] = {}
    for match in _RANK.finditer(normal(source)):
        there.setdefault(match["what"], set()).add(match["rank"])
    out = []
    for match in _RANK.finditer(normal(words)):
        known = there.get(match["what"])
        if (
            known is not None
            and len(known) == 1
            and not any(k.rstrip("级") == match["rank"].rstrip("级") for k in known)
        ):
            out.append((match.start("rank"), match.end("rank"), next(iter(known))))
    return out
