"""What else a reader notices: the warnings that are due, the length, the time, the cost."""

from __future__ import annotations

import re

from eval.score import Score, Subject

WARNINGS = {
    "征求意见稿": "征求意见稿",
    "已到期": "时限已过|已到期|已经到期|已过期|期限已过|已经过了",
    "低于基期": "低于(?:基期|基数|现状|2020|\\d{4}年)|比(?:基期|2020年)[^。]{0,12}(?:低|下降|减少)|较(?:基期|2020年)[^。]{0,12}(?:低|下降|减少)|下降目标",
    "前后不一致": "前后不(?:一致|符)|不一致|自相矛盾|互相矛盾",
    "名称损坏": "损坏|缺损|残缺|无法辨认|被.{0,8}(?:覆盖|替换)|原文缺",
    "非现行有效": "废止|失效|尚未施行|已被替代|有效期(?:已|届)|不再有效",
}


def score_form(subject: Subject) -> list[Score]:
    """``warnings``, ``length``, ``latency`` and ``tokens``."""
    given = subject.given
    tokens = Score(
        "tokens",
        None if given.tokens is None else float(given.tokens),
        "没有用语言模型" if given.tokens is None else "",
    )
    return [
        _warnings(subject),
        Score("length", float(len(given.body)), f"{len(given.body)}字"),
        Score("latency", given.elapsed_ms, f"{given.elapsed_ms:.0f}毫秒"),
        tokens,
    ]


def _warnings(subject: Subject) -> Score:
    due = subject.turn.gold.warnings
    if not due:
        return Score("warnings", None, "没有应给的提示")
    said = re.sub(r"《[^《》]*》", "", subject.given.text + "\n" + "\n".join(subject.given.notes))
    missing = [w for w in due if not re.search(WARNINGS[w], said)]
    reason = f"没有提示{'、'.join(missing)}" if missing else f"已提示{'、'.join(due)}"
    return Score("warnings", 1 - len(missing) / len(due), reason)
