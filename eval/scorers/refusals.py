"""Refusals: given where the documents don't say, and only there."""

from __future__ import annotations

from eval.score import Score, Subject
from eval.scorers.answers import asks_back


def score_refusal(subject: Subject) -> list[Score]:
    """``refusal_recall``, ``refusal_precision``, ``wrongly_refused`` and ``asked_back``."""
    gold, given = subject.turn.gold, subject.given
    refused = given.abstained
    if gold.outcome == "refuse":
        recall = Score("refusal_recall", float(refused), "已拒答" if refused else "应拒答却作了回答")
    else:
        recall = Score("refusal_recall", None, "不是应拒答的题")
    if gold.outcome == "ask_back":
        asked = asks_back(given)
        back = Score("asked_back", float(asked), "已请用户说明" if asked else "没有反问")
    else:
        back = Score("asked_back", None, "不是应反问的题")
    if refused and gold.outcome != "ask_back":
        due = gold.outcome == "refuse"
        precision = Score("refusal_precision", float(due), "拒得有理" if due else "文件里有答案，不该拒答")
    else:
        precision = Score("refusal_precision", None, "没有拒答" if not refused else "反问题不计")
    if gold.answerable:
        wrongly = Score("wrongly_refused", float(refused), "误拒" if refused else "作了回答")
    else:
        wrongly = Score("wrongly_refused", None, "不是可回答的题")
    return [recall, precision, wrongly, back]
