"""Numeric faithfulness: every number that an answer states must stand in a clause that the same line cites.

It needs no gold, so it also judges what nobody labelled. Titles, document numbers, markers and list numbers are no
statements; notes and refusals state nothing about the documents' figures.
"""

from __future__ import annotations

import re

from eval.clauses import Clauses
from eval.dates import years
from eval.given import Cited
from eval.quantities import Quantity, plain, quantities
from eval.score import Score, Subject
from eval.units import same_unit

_OWN_COUNT = re.compile(r"共(?:列|有|计|提到|涉及)?\s?\d+\s?[条项个处份类家](?=[，,：:。；]|$)|最后一项|第\d+条")
_SAYS_NOT = re.compile("没有|未作|无法|未提|不在")


def score_faithful(subject: Subject) -> list[Score]:
    """``faithful``: the share of an answer's numbers and years that its citations hold."""
    given = subject.given
    if given.abstained or given.error:
        return [Score("faithful", None, "没有作答")]
    unsupported, total = [], 0
    for line in given.body.split("\n"):
        cited = given.markers_in(line) or given.citations
        evidence = _evidence(cited, subject.clauses)
        for words, held in _numbers(line, evidence, subject.turn.question):
            total += 1
            if not held:
                unsupported.append(words)
    if not total:
        return [Score("faithful", None, "答案里没有数字")]
    reason = f"所引条款中没有{'、'.join(dict.fromkeys(unsupported))}" if unsupported else f"{total}个数字都有出处"
    return [Score("faithful", 1 - len(unsupported) / total, reason)]


def _numbers(line: str, evidence: str, question: str) -> list[tuple[str, bool]]:
    """Each number and year of a line, and whether the evidence holds it; a denial may repeat the question's own."""
    text = _OWN_COUNT.sub(lambda m: " " * len(m[0]), plain(line))
    there = quantities(plain(evidence))
    asked = quantities(plain(question))
    repeats = bool(_SAYS_NOT.search(line)) or "不符" in line
    out = []
    for q in quantities(text):
        if q.unit == "级" or (q.value == 1 and q.printed.startswith("一")):
            continue  # 二级医院 and 一个, 一家 are words more than figures
        held = any(_same(q, other) for other in there)
        held = held or ((repeats or q.denied) and any(_same(q, other) for other in asked))
        out.append((q.printed, held))
    known = {y for _, y in years(evidence)} | ({y for _, y in years(question)} if repeats else set())
    return out + [(y, y in known or y in evidence) for _, y in years(text)]


def _same(q: Quantity, other: Quantity) -> bool:
    """The same value, unit and rate; the cells of a table carry no unit of their own."""
    if q.ratio or other.ratio:
        return q.ratio == other.ratio
    if q.unit == "share" and not other.unit:
        return q.value == other.value / 100
    values = {other.value, other.upper} if q.upper is None else {other.value}
    if q.value not in values or (q.upper is not None and q.upper != other.upper):
        return False
    return same_unit(q.unit, other.unit) and (not q.per or not other.per or q.per == other.per)


def _evidence(cited: tuple[Cited, ...], clauses: Clauses) -> str:
    return "\n".join(clauses.evidence(c.clause) for c in cited)
