"""Is what a model's claim says in the very evidence that it names: ``verify``, and closer than ``verify`` looks.

``verify`` asks whether figures, years and bodies stand in the cited clauses. A model can still join what stands there
wrongly: the figure of one indicator with the name of another, a year from the sentence before, a 力争 left out, a 不得 lost,
a place of another document. This looks at the piece of the clause, and at what belongs to what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.generate.material import Evidence
from assistant.generate.said import DUTY, FIGURE, said, share
from assistant.statement import Statement
from assistant.verify import Fault, verify
from corpus.facts import Target
from corpus.library import Library
from index.words import normal

WORDING = 0.55
"""The share of a claim's wording that must be the evidence's or the question's: less is a story of its own."""
OWN_WORDING = 0.35
"""The share that must be the evidence's alone."""
_KNOWN = 0.6  # an indicator's wording from which on it counts as named
_DENIED = re.compile(r"(不得|不能|不再|不可|不准|严禁|禁止|无需|不需要|不将|不把|不以|不设|不收)([\u4e00-\u9fff]{3})")
_ROW = re.compile(r"(?:^|[；;。，,]\s*)(?:牵头|配合|负责|落实)[:：]")
"""A row of the evidence copied as it is: whose duty it is, and of what, stands in no such sentence."""
_TITLE = re.compile(r"《[^《》]*》")

Places = Callable[[str], Sequence[str]]
"""The ids of the documents that a text names."""


def prove(
    statement: Statement, pieces: Sequence[Evidence], question: str, library: Library, places: Places
) -> tuple[Fault, ...]:
    """The faults of one model-written statement that rests on these pieces."""
    if not pieces:
        return (Fault("没有指明所给的证据", statement.text[:20]),)
    words = normal("\n".join(p.words for p in pieces))
    text = normal(statement.text)
    targets = [t for p in pieces for t in p.targets]
    return (
        *([Fault("不成句子", statement.text[:20])] if _ROW.search(statement.text) else []),
        *verify(statement, library),
        *_figures(_TITLE.sub("", statement.text), "\n".join(p.figures for p in pieces)),
        *_belonging(text, targets),
        *_tempered(text, targets),
        *_denials(text, words),
        *_duties(statement.text, words),
        *_places(statement, pieces, places),
        *_wording(text, words, question),
    )


def _figures(text: str, words: str) -> list[Fault]:
    """Every figure and year must stand in the pieces themselves, not merely somewhere in their clauses."""
    own, there = said(text), said(normal(words))
    numbers = {n for n, _, _ in there.figures} | there.years
    faults = [Fault("数字不在所引原文中", n + u) for n, u, _ in own.figures if n not in numbers]
    for number, unit, bound in own.figures:
        bounds = {b for n, u, b in there.figures if n == number and u == unit}
        if unit and bounds and bound not in bounds:
            faults.append(Fault("比较词与原文不符", number + unit))
    return faults + [Fault("年份不在所引原文中", y) for y in own.years if y not in there.years]


def _belonging(text: str, targets: Sequence[Target]) -> list[Fault]:
    """A figure must belong to the indicator that is named before it, and with that indicator's year."""
    faults = []
    at = 0
    for match in FIGURE.finditer(text):
        before = text[at : match.start()]
        if match[2] == "年":
            continue
        at = match.end()
        named = [(share(t.indicator, before), t) for t in targets if t.number]
        best = max((s for s, _ in named), default=0.0)
        if best < _KNOWN:
            continue
        meant = [t for s, t in named if s >= best - 0.01]
        if not any(_has(t, match[1]) for t in meant):
            faults.append(Fault("数值不属于所说的指标", match[0]))
        elif (years := set(re.findall(r"20\d\d", before))) and not any(_of_years(t, years) for t in meant):
            faults.append(Fault("年份不属于所说的指标", "、".join(sorted(years))))
    return faults


def _has(target: Target, number: str) -> bool:
    """Whether a figure is the target's: its value, its baseline, or in its scope, condition or name."""
    printed = normal(
        "，".join(
            (target.value or "", target.number or "", target.baseline.value if target.baseline else "",
             target.indicator, target.scope or "", target.condition or "")
        )
    )  # fmt: skip
    return re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", printed) is not None


def _of_years(target: Target, years: set[str]) -> bool:
    own = set(re.findall(r"20\d\d", target.deadline.normal + target.deadline.text)) if target.deadline else set()
    if target.baseline and target.baseline.year:
        own.add(target.baseline.year[:4])
    return not own or bool(own & years)


def _tempered(text: str, targets: Sequence[Target]) -> list[Fault]:
    """力争到2027年… must not become 到2027年…."""
    faults = []
    for target in targets:
        value = normal(target.value or "")
        if target.effort and value and value in text and share(target.indicator, text) >= _KNOWN:
            if normal(target.effort) not in text:
                faults.append(Fault("漏了原文的语气", target.effort))
    return faults


def _denials(text: str, words: str) -> list[Fault]:
    """What the pieces forbid must not be allowed, what they allow not be forbidden."""
    lost = [
        Fault("漏了原文的否定", m[0])
        for m in _DENIED.finditer(words)
        if m[2] in text and not re.search(rf"(?:不|未|无|禁止|严禁)[^,，。；;]{{0,12}}{re.escape(m[2])}", text)
    ]
    added = [Fault("否定不在原文中", w) for w in said(text).denials if w[0] not in words and w not in words]
    return lost + added


def _duties(text: str, words: str) -> list[Fault]:
    """必须, 严禁, 一律: the force of a rule comes from the text or not at all."""
    return [Fault("语气不在原文中", w) for w in DUTY if w in text and w not in words]


def _places(statement: Statement, pieces: Sequence[Evidence], places: Places) -> list[Fault]:
    cited = {p.support.document.id for p in pieces}
    other = [d for d in places(statement.text) if d not in cited]
    return [Fault("所说的地区或文件不是所引的", other[0])] if other else []


def _wording(text: str, words: str, question: str) -> list[Fault]:
    if share(text, words + normal(question)) < WORDING or share(text, words) < OWN_WORDING:
        return [Fault("说法不见于所引原文", text[:20])]
    return []


def fewest(
    statement: Statement, pieces: Sequence[Evidence], proved: Callable[[Sequence[Evidence]], bool]
) -> list[Evidence]:
    """The pieces without which the statement would not be proved; a claim that names more cites none for show."""
    kept = list(pieces)
    for piece in sorted(pieces, key=lambda p: share(statement.text, p.words)):
        fewer = [p for p in kept if p is not piece]
        if (
            fewer
            and proved(fewer)
            and share(statement.text, "\n".join(p.words for p in fewer))
            >= 0.9 * share(statement.text, "\n".join(p.words for p in kept))
        ):
            kept = fewer
    return kept
