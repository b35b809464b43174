"""Are the bodies that a draft names for a task those of the clause: who leads, who supports, who answers, who carries out?

A list that leaves a body out without 等 is no true list, nor is one that turns a supporting body into the leading one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafts.difference import Difference
from assistant.drafts.duty_words import Part, Said, duties_said
from assistant.drafts.passages import grams
from corpus.facts import Body, Responsibility
from corpus.organizations import matches

_OFFICE = re.compile("(?:局|委|委员会|办|办公室|厅|部|部门|政府|中心|院|会|署|各.+|区|县|市|组|处)$")
_NAMES = {"lead": "牵头单位", "support": "配合单位", "responsible": "责任单位", "implementers": "落实单位"}


@dataclass(frozen=True, slots=True)
class Held:
    """The responsibility that a text was laid beside, and where they differ."""

    duty: Responsibility
    differences: tuple[Difference, ...]


def held(words: str, duties: Sequence[tuple[Responsibility, str]]) -> Held | None:
    """The responsibility (with the words that state it) that a text comes nearest to; ``None`` where the clause has none."""
    said = duties_said(words)
    if not said or not duties:
        return None
    asked = grams(words)
    tried = [(Held(d, tuple(_against(words, said, d))), len(asked & grams(text))) for d, text in duties if _anyone(d)]
    best = min(tried, key=lambda t: (len(t[0].differences), -t[1]), default=None)
    return best[0] if best else None


def _anyone(duty: Responsibility) -> bool:
    return bool(duty.lead or duty.support or duty.responsible or duty.implementers)


def _against(words: str, said: Sequence[Said], duty: Responsibility) -> list[Difference]:
    out: list[Difference] = []
    parts = [p for p in ("lead", "support", "responsible") if getattr(duty, p)]
    if any(not _of(duty, one) for one in said) and parts:
        shown, there = words[said[0].start : said[-1].verb_end], whole(duty)
        return [Difference("body", said[0].start, said[-1].verb_end, there, shown, f"为{there}")]
    for one in said:
        right = _of(duty, one)
        wrong = [b for b in one.bodies if not any(_is(b, r) for r in right)]
        lost = [r for r in right if not any(_is(b, r) for b in one.bodies)] if not one.open else []
        if not wrong and not (lost and _closed(one, duty)):
            continue
        out.append(_difference(words, one, duty, right, wrong, lost))
    return out


def _of(duty: Responsibility, said: Said) -> tuple[Body, ...]:
    """Who may be said to have a part; 负责 is said of leaders and of those who answer together."""
    if said.part != "responsible":
        return tuple(getattr(duty, said.part))
    own = (*duty.lead, *duty.responsible)
    return own if own and any(_is(b, r) for b in said.bodies for r in own) else own or tuple(duty.implementers)


def _closed(said: Said, duty: Responsibility) -> bool:
    """Whether leaving a body out makes the list untrue: not where 负责 speaks of the leader alone beside others."""
    if said.part == "responsible" and duty.lead:
        return False
    return said.part != "implementers"


def _is(said: Body, right: Body) -> bool:
    return said.text == right.text or matches(said, right)


def _difference(
    words: str, said: Said, duty: Responsibility, right: Sequence[Body], wrong: Sequence[Body], lost: Sequence[Body]
) -> Difference:
    there = whole(duty)
    shown = words[said.start : said.verb_end]
    if not right:
        return Difference("body", said.start, said.verb_end, there, shown, there)
    listed = _listed(right, duty.open_list and said.part == "responsible")
    if not wrong:
        there = f"{listed}（漏列{'、'.join(b.text for b in lost)}）"
    return Difference(
        "body", said.start, said.end, listed, shown, f"{_NAMES[said.part]}为{there if not wrong else listed}"
    )


def _listed(bodies: Sequence[Body], opened: bool) -> str:
    named = [b.text if _OFFICE.search(b.text) else f"{b.text}部门" for b in bodies]
    return "、".join(named) + ("等" if opened else "")


def whole(duty: Responsibility) -> str:
    """All parts of a responsibility in one line: A牵头，B配合，各市、县政府负责."""
    parts: list[tuple[Part, str]] = [("lead", "牵头"), ("support", "配合"), ("responsible", "按职责分工负责")]
    said = [
        f"{_listed(getattr(duty, p), duty.open_list and p == 'responsible')}{verb}"
        for p, verb in parts
        if getattr(duty, p)
    ]
    if not said and duty.implementers:
        said = [f"{_listed(duty.implementers, False)}负责落实"]
    return "，".join(said)
