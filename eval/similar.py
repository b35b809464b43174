"""Questions asked twice, and questions of one set that nearly stand in another: what was tuned on must not gate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.cases import Case
from eval.wording import norm

if TYPE_CHECKING:
    from eval.check import Finding

NEAR = 0.8
"""Share of common triples of characters from which two questions count as one (measured on the sets: rephrasings of one
question lie above 0.8, questions of one pattern about two places below)."""


def similar_questions(cases: Sequence[tuple[str, Case]], places: Sequence[str]) -> list[Finding]:
    """The same question twice, or nearly, in one set or across sets. A conversation's later turns stand on what came
    before, so only its first question is compared."""
    from eval.check import Finding

    asked = [(name, case, _triples(case.turns[0].question)) for name, case in cases]
    out = []
    for i, (name, case, one) in enumerate(asked):
        for other_name, other, two in asked[i + 1 :]:
            share = len(one & two) / len(one | two) if one | two else 0.0
            if share >= NEAR and not _same_start(case, other) and not _other_thing(case, other, places):
                told = "完全相同" if share == 1 else "几乎相同"
                leak = "，两个集合之间有泄漏" if name != other_name else ""
                out.append(Finding(case.id, f"与{other_name}的“{other.id}”问法{told}{leak}"))
    return out


def _other_thing(one: Case, two: Case, places: Sequence[str]) -> bool:
    """The same words about another place or another year are another question."""
    first, second = one.turns[0].question, two.turns[0].question
    named = [{p for p in places if p in q} | set(re.findall(r"\d+", q)) for q in (first, second)]
    return named[0] != named[1]


def _same_start(one: Case, two: Case) -> bool:
    """Two conversations may begin alike and go on differently."""
    return len(one.turns) > 1 and len(two.turns) > 1 and one.turns[1].question != two.turns[1].question


def _triples(question: str) -> frozenset[str]:
    text = re.sub(r"[^\w%.]", "", norm(question))
    return frozenset(text[i : i + 3] for i in range(max(len(text) - 2, 1)))
