"""Right or not: the outcome, every typed fact, nothing that must not be said, and no dump."""

from __future__ import annotations

import re

from eval.bodies import match_bodies
from eval.cases import BodiesFact
from eval.given import Given
from eval.match import first_wrong, match, violates
from eval.score import Score, Subject

LONGEST = {"list": 4000, "compare": 4000, "summary": 4000, "table": 2500}
LONGEST_ELSE = 1500
"""Characters; a longer answer is a dump of text, which holds every fact by luck."""

_ASKS = re.compile("请(?:问|说明|补充|写明|指明|指出|具体|选择|就|输入)|哪[一个份些]|不清楚|无法确定|哪里")
_OUTCOMES = {"answer": "回答", "correct": "纠正", "refuse": "拒答", "ask_back": "反问"}


def score_answer(subject: Subject) -> list[Score]:
    """``right``, ``facts`` and ``bodies_f1``."""
    return [_right(subject), _facts(subject), _bodies(subject)]


def is_dump(given: Given, kind: str) -> bool:
    """Whether an answer is longer than any answer of its kind needs to be."""
    return len(given.body) > LONGEST.get(kind, LONGEST_ELSE)


def asks_back(given: Given) -> bool:
    """Whether the reply asks the reader to say more: choices are offered, or a refusal says what is missing."""
    return given.asks_back or (given.abstained and bool(_ASKS.search(given.text)))


def _right(subject: Subject) -> Score:
    given, gold = subject.given, subject.turn.gold
    if given.error:
        return Score("right", 0.0, f"程序出错：{given.error}")
    for rule in gold.must_not:
        if (broken := violates(rule, given, subject.asked)) is not None:
            return Score("right", 0.0, broken)
    if gold.outcome == "refuse":
        return Score("right", float(given.abstained), "应拒答，已拒答" if given.abstained else "应拒答却作了回答")
    if gold.outcome == "ask_back":
        asked = asks_back(given)
        return Score("right", float(asked), "应反问，已请用户说明" if asked else "应反问却没有问")
    if given.abstained:
        return Score("right", 0.0, f"应{_OUTCOMES[gold.outcome]}却拒答")
    if is_dump(given, subject.case.kind):
        return Score("right", 0.0, f"答案{len(given.body)}字，是整段照搬")
    wrong = first_wrong(gold.facts, given, subject.asked)
    return Score("right", 0.0, wrong) if wrong else Score("right", 1.0, "要点齐全")


def _facts(subject: Subject) -> Score:
    gold, given = subject.turn.gold, subject.given
    if not gold.answerable:
        return Score("facts", None, "没有要点可对")
    if given.abstained or given.error or is_dump(given, subject.case.kind):
        return Score("facts", 0.0, "没有作答" if given.abstained else given.error or "整段照搬不计")
    verdicts = [match(f, given, subject.asked) for f in gold.facts]
    wrong = [v.reason for v in verdicts if not v.right]
    return Score("facts", 1 - len(wrong) / len(verdicts), "；".join(wrong) or f"{len(verdicts)}个要点都对")


def _bodies(subject: Subject) -> Score:
    facts = [f for f in subject.turn.gold.facts if isinstance(f, BodiesFact)]
    if not facts:
        return Score("bodies_f1", None, "没有问机构")
    if subject.given.abstained or subject.given.error:
        return Score("bodies_f1", 0.0, "没有作答")
    found = [match_bodies(f, subject.given.body) for f in facts]
    told = [f"缺{'、'.join(b.missing)}" for b in found if b.missing]
    told += [f"{'、'.join(b.misplaced)}" for b in found if b.misplaced]
    told += [f"多{'、'.join(b.extra)}" for b in found if b.extra and len(facts) == 1]
    value = sum(b.f1 if len(facts) == 1 else b.recall for b in found) / len(found)
    return Score("bodies_f1", value, "；".join(told) or "机构和分工都对")
