"""Who a draft says answers for something: 由A牵头，B、C配合; A、B等按职责分工负责; 牵头单位为A.

Only the words are read here; duties.py lays them beside the responsibilities of the clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.facts import Body
from corpus.organizations import bodies_in, is_general

Part = Literal["lead", "support", "responsible", "implementers"]

_TIE = re.compile(r"(?:[、，,和及与\s]|以及|会同|等(?!级)|[一-龥]{4,20}?(?:分局|分公司|支队)(?=[、，,和及等]))*")
_REST = re.compile(
    r"(?P<unread>(?:、[一-龥]{4,20}?(?:分局|监管局|管理局|支队|中心|分公司))*)(?:等)?(?:[0-9一二三四五六七八九十]{0,3}个?(?:有关|相关)?(?:部门|单位))?(?:共同|联合|具体|分别|统一|主动|积极|参与)*"
)
_BRANCH = re.compile(r"[一-龥]{2,8}?(?:监管)?(?:分局|分公司|支队)(?=[、，,等和及按]|$)")
"""What makes a body's name another's: 国家金融监督管理总局|梅州监管分局; the whole is read past, the list being open then."""
_VERB = re.compile(
    r"(?P<lead>(?:负责)?(?:牵头|主办)|主责)(?:负责|组织|实施|推进|落实)?|(?P<support>配合|协助|协办)|按(?:照)?(?:各自)?职责(?:分工)?(?:共同)?(?P<shared>负责|落实|抓好落实)"
    r"|(?P<implementers>负责落实|(?:具体|组织)?落实|负责实施)(?!依据|情况|好)|(?P<responsible>负责(?!人|同志|落实))"
)
_LABEL = re.compile(
    r"(?P<part>牵头|主办|配合|协办|责任|负责|落实|实施)(?:单位|部门|责任单位)?(?:包括|分别为|为|是|有|：|:|由)\s*$|(?P<by>由)\s*$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One list of bodies and the part it is said to have; offsets into the words read."""

    part: Part
    bodies: tuple[Body, ...]
    start: int
    end: int
    verb_end: int
    open: bool
    shared: bool = False


def duty_at(words: str) -> Said | None:
    """The first part that a text gives to bodies, if any."""
    found = duties_said(words)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def duties_said(words: str) -> tuple[Said, ...]:
    """All parts given in a text.

    >>> [(s.part, [b.text for b in s.bodies]) for s in duties_said("由市卫生健康局牵头，市财政局、市医保局配合")]
    [('lead', ['市卫生健康局']), ('support', ['市财政局', '市医保局'])]
    """
    mentions = [m for m in bodies_in(words) if not _BRANCH.match(words, m.span.end)]
    out: list[Said] = []
    at = 0
    while at < len(mentions):
        last = at
        while last + 1 < len(mentions) and _TIE.fullmatch(
            words[mentions[last].span.end : mentions[last + 1].span.start]
        ):
            last += 1
        listed = mentions[at : last + 1]
        if said := _said(words, tuple(m.body for m in listed), listed[0].span.start, listed[-1].span.end):
            out.append(said)
        at = last + 1
    return tuple(out)


def _said(words: str, bodies: tuple[Body, ...], start: int, end: int) -> Said | None:
    rest = _REST.match(words, end)
    behind = rest.end() if rest else end
    named = tuple(b for b in bodies if not is_general(b.text) or b.text.startswith("各"))
    opened = (
        words[end : end + 1] == "等"
        or bool(rest and rest["unread"])
        or "等" in words[start:end]
        or len(named) < len(bodies)
    )
    bodies = named or bodies
    label = _LABEL.search(words[:start])
    if label is not None and label["part"]:
        part: Part = (
            "lead"
            if label["part"] in ("牵头", "主办")
            else "support"
            if label["part"] in ("配合", "协办")
            else "implementers"
            if label["part"] in ("落实", "实施")
            else "responsible"
        )
        return Said(part, bodies, start, behind if opened else end, behind if opened else end, opened)
    match = _VERB.match(words, behind)
    if match is None:
        return None
    if match["lead"]:
        part = "lead"
    elif match["support"]:
        part = "support"
    elif match["implementers"]:
        part = "implementers"
    else:
        part = "responsible"
    return Said(part, bodies, start, behind if opened else end, match.end(), opened, match["shared"] is not None)
