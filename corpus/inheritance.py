"""Sentences that give bodies a part in other items too: "以下均需各县(市、区)人民政府落实,不再列出".

Such a sentence stands once, mostly in the first item's bracket, and holds for the items after it (以下) or before it
(以上). Where it speaks of 责任单位 it holds only for items that list some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.assignment import Assignment, read_assignment
from corpus.brackets import CLOSING, OPENING
from corpus.model import Span

_SENTENCE = re.compile(r"[^。；;\n]+")
_WHERE = "(?P<where>以下|下列|下文|后续|以上|上述|各项|所有)(?P<what>[^，,。；;均都皆]{0,16})"
# 以下均需各县区落实; 以下责任单位均包括各县区; 以下任务中,各县区均为责任单位.
_BODIES_AFTER = re.compile(
    rf"{_WHERE}(?:均|都|皆)(?:还|也)?(?:需要?|须|应当?|要)?(?:由|包括|包含|含|涉及|为)?(?P<bodies>[^。；;]+)"
)
_BODIES_BEFORE = re.compile(
    rf"{_WHERE}[，,](?P<bodies>[^。；;均都皆]{{2,60}})(?:均|都|皆)(?:(?:为|是|作为|列为)(?:责任|落实|实施|责任落实)(?:单位|主体|部门)|(?:需要?|须|应当?|要)?(?:负责|抓好|认真)*(?:贯彻)?(?:落实|实施))"
)
_NO_MORE = re.compile(
    r"[，,]?(?:不再|不另)(?:一一|逐一|单独|分别|重复|另行|赘述)*(?:列出|列示|列明|列入|单列|注明|说明|赘述|标注|列)?$"
)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What holds for other items: the parts, where they hold, and the sentence that says so.

    ``listed_only`` is True where it speaks of 责任单位: then only items that list bodies are meant.
    """

    span: Span
    where: Literal["later", "earlier", "all"]
    listed_only: bool
    assignment: Assignment


def find_inheritance(text: str, level: str | None = None) -> list[Inheritance]:
    """All such sentences of a clause's text, brackets or not; one whose bodies can't be read is left out."""
    found: list[Inheritance] = []
    for sentence in _SENTENCE.finditer(text):
        before = _BODIES_BEFORE.search(sentence[0])
        match = before or _BODIES_AFTER.search(sentence[0])
        if match is None:
            continue
        end = match.end() if before else _end_of_rule(sentence[0], match.start("bodies"), match.end())
        words = match["bodies"] if before else sentence[0][match.start("bodies") : end]
        words = re.sub("[，,](?:请|并).*$", "", _NO_MORE.sub("", words))
        assignment = read_assignment(words, level, "implementers" if before else None)
        if assignment is None:
            continue
        where: Literal["later", "earlier", "all"] = (
            "earlier"
            if match["where"] in ("以上", "上述")
            else "all"
            if match["where"] in ("各项", "所有")
            else "later"
        )
        listed = re.search("责任|牵头|配合|落实单位", match["what"]) is not None
        found.append(
            Inheritance(Span(sentence.start() + match.start(), sentence.start() + end), where, listed, assignment)
        )
    return found


def _end_of_rule(sentence: str, start: int, end: int) -> int:
    """Where the rule ends when a bracket around the whole sentence closes inside it."""
    depth = 0
    for at in range(start, end):
        if sentence[at] in OPENING:
            depth += 1
        elif sentence[at] in CLOSING:
            depth -= 1
            if depth < 0:
                return at
    return end
