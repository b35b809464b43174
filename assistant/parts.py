"""Several questions in one: 「编制标准由哪个部门制定？经费谁落实？」 is asked as two, 「…？急用，谢谢」 as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.statement import Composition, Statement
from assistant.terms import framing_only

_ASKS = re.compile(
    r"谁|哪|什么|多少|几|吗|呢|何时|何地|何人|怎么|如何|是否|是不是|有没有|要不要|么$|啥|多久|多大|多高|多长|对比|比较|列出|请列|为何|为什么|对吧|是吧|对不|属实|还是|文号|发文字号|发文机关|成文日期"
)


def parts_of(text: str) -> list[str]:
    """The questions of a text, in order; remarks beside a question are left out, a text without any stays whole.

    A short tail (「是哪个」, 「一样吗」) belongs to the question before it.
    """
    pieces = [p.strip(" ,，。;；") for p in re.split(r"[?？]+", text)]
    asking = [p for p in pieces if p and _ASKS.search(p)]
    if len(asking) < 2:
        before = pieces[: pieces.index(asking[0]) + 1] if asking else []
        return ["，".join(p for p in before if p) + "？"] if len(pieces) > 1 and before else [text]
    out = [asking[0]]
    for piece in asking[1:]:
        if framing_only(piece) or re.match(r"其中|还有|又|另外|也|说明|一共|到底|是|每家|分别|20\d\d", piece):
            out[-1] += "，" + piece
        else:
            out.append(piece)
    return [p + "？" for p in out]


def join(compositions: Sequence[Composition]) -> Composition:
    """One composition of several; a part that found nothing says so in its place."""
    if len(compositions) == 1:
        return compositions[0]
    answered = [c for c in compositions if c.statements]
    if not answered:
        return compositions[0]
    statements: list[Statement] = []
    for composition in compositions:
        statements += composition.statements or ([Statement(composition.refusal.text)] if composition.refusal else [])
    seen: dict[str, Statement] = {}
    for statement in statements:  # 「政数局也要参与么？一共哪几家」 names the bodies once
        if not any(statement.text in earlier for earlier in seen):
            seen[statement.text] = statement
    notes = tuple(dict.fromkeys(n for c in compositions for n in c.notes))
    return Composition(
        tuple(seen.values()),
        rows=answered[0].rows,
        notes=notes,
        choices=tuple(dict.fromkeys(t for c in compositions for t in c.choices)),
        trace=tuple(t for c in compositions for t in c.trace),
    )
