"""Sentences that give bodies a part in other items too: "以下均需各县(市、区)人民政府落实,不再列出".

Such a sentence stands once, mostly in the first item's bracket, and holds for the items after it (以下) or before it
(以上). Where it speaks of 责任单位 it holds only for items that list some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.assignment import Assignment, read_assignment
from corpus.model import Span

_SENTENCE = re.compile(r"[^。；;\n]+")
_RULE = re.compile(
    r"(?P<where>以下|下列|下文|后续|以上|上述|各项|所有)(?P<what>[^，,。；;均都]{0,16}?)(?:中)?[，,]?"
    r"(?P<rest>[^。；;]*?(?:均|都|皆)[^。；;]*)"
)
_HINGE = re.compile(r"(?:均|都|皆)(?:还|也)?(?:需要?|须|应当?|要)?(?:由|包括|包含|含|涉及|为)?")
_NO_MORE = re.compile(r"[，,]?(?:不再|不另)(?:一一|逐一|单独|分别|重复|另行|赘述)*(?:列出|列示|列明|列入|单列|注明|说明|赘述|标注|列)?$")
_ROLE_OF_ALL = re.compile(r"^(?P<bodies>.+?)(?:均|都|皆)(?:为|是|作为)(?:责任|落实|实施|责任落实)(?:单位|主体|部门)")


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
        if "均" not in sentence[0] and "都" not in sentence[0] and "皆" not in sentence[0]:
            continue
        match = _RULE.search(sentence[0])
        if match is None:
            continue
        end = len(match["rest"].rstrip("）)]】〕 \u3000"))
        # A bracket that closes inside the sentence is the bodies' own: 各县(市、区).
        while end < len(match["rest"]) and match["rest"][:end].count("(") + match["rest"][:end].count("（") > match["rest"][
            :end
        ].count(")") + match["rest"][:end].count("）"):
            end += 1
        assignment = _read_rest(match["rest"][:end], level)
        if assignment is None:
            continue
        start = sentence.start() + match.start()
        where: Literal["later", "earlier", "all"] = (
            "earlier" if match["where"] in ("以上", "上述") else "all" if match["where"] in ("各项", "所有") else "later"
        )
        listed = re.search("责任|牵头|配合|落实单位", match["what"]) is not None
        found.append(Inheritance(Span(start, sentence.start() + match.start("rest") + end), where, listed, assignment))
    return found


def _read_rest(rest: str, level: str | None) -> Assignment | None:
    rest = _NO_MORE.sub("", rest)
    if match := _ROLE_OF_ALL.match(rest):
        return read_assignment(match["bodies"].strip("，,"), level, "implementers")
    hinge = _HINGE.search(rest)
    if hinge is None or (hinge.start() and rest[: hinge.start()].strip("，,")):
        return None
    words = re.sub(r"[，,]?(?:请|并).*$", "", rest[hinge.end() :])
    return read_assignment(words, level, None)
