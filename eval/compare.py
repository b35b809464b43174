"""Two runs side by side: gains and losses question by question, and what of the difference is more than noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import PolicyError
from eval.junit import main_name
from eval.markdown import shown
from eval.metrics import Mean, mcnemar, mean_of, paired_difference
from eval.report_json import suites_in
from eval.results import Result
from eval.run import Report
from eval.run_info import why_incomparable
from eval.score import MEASURES


class Incomparable(PolicyError):
    """Two runs whose figures can't be set against each other."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure from run to run: both means and the paired difference with its interval."""

    name: str
    before: Mean
    after: Mean
    difference: Mean


@dataclass(frozen=True, slots=True)
class Comparison:
    """One suite of two runs: measures, the questions that turned right and wrong, and how likely so uneven a split is."""

    suite: str
    changes: tuple[Change, ...]
    gained: tuple[Result, ...]
    lost: tuple[Result, ...]
    p: float


def compare(before: Report, after: Report) -> list[Comparison]:
    """Compare two runs suite by suite; raises ``Incomparable`` with the reasons."""
    reasons = why_incomparable(before.info.as_json(), after.info.as_json())
    if reasons:
        raise Incomparable(f"这两次评测不能比较：{'；'.join(reasons)}。请用相同的题目和设置重新评测。")
    old, new = suites_in(before.results), suites_in(after.results)
    measures = [n for n, m in MEASURES.items() if n != "latency" and not (m.by_model and _other_judge(before, after))]
    return [_suite(name, old[name], new[name], measures) for name in old if name in new]


def _other_judge(before: Report, after: Report) -> bool:
    """Whether two runs were judged by different models, prompts or numbers of runs: such figures don't go together."""
    return before.info.judge != after.info.judge


def _suite(name: str, old: Sequence[Result], new: Sequence[Result], measures: Sequence[str]) -> Comparison:
    held = {r.id: r for r in old}
    pairs = [(held[r.id], r) for r in new if r.id in held]
    verdicts = [(r, (b.value(main_name(r)) or 0) >= 1, (r.value(main_name(r)) or 0) >= 1) for b, r in pairs]
    gained = tuple(r for r, was, now in verdicts if now and not was)
    lost = tuple(r for r, was, now in verdicts if was and not now)
    changes = []
    for measure in measures:
        difference = paired_difference(old, new, measure)
        if difference.n:
            changes.append(Change(measure, mean_of(old, measure), mean_of(new, measure), difference))
    return Comparison(name, tuple(changes), gained, lost, mcnemar(len(gained), len(lost)))


def comparison_text(before: Report, after: Report, comparisons: Sequence[Comparison]) -> str:
    """The comparison in markdown."""
    a, b = before.info, after.info
    lines = [f"# 比较：{a.assistant} `{a.commit[:12]}` → {b.assistant} `{b.commit[:12]}`", ""]
    differing = [("文件", a.corpus, b.corpus), ("提示词", a.prompts, b.prompts)]
    if a.judge and b.judge and _other_judge(before, after):
        differing.append(("评委（所评分数不比）", _told(a.judge), _told(b.judge)))
    differing += [(k, a.models.get(k, "无"), b.models.get(k, "无")) for k in {**a.models, **b.models}]
    lines += [f"- {what}不同：{one} → {two}" for what, one, two in differing if one != two]
    for c in comparisons:
        lines += [
            "",
            f"## {c.suite}",
            "",
            "| 指标 | 之前 | 之后 | 变化 [95%区间] | |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_row(change) for change in c.changes if change.before != change.after or change.name == "right"]
        sure = "不大可能是偶然" if c.p < 0.05 else "可能只是偶然"
        lines += ["", f"新答对{len(c.gained)}题，新答错{len(c.lost)}题，McNemar p={c.p:.3f}（{sure}）。", ""]
        lines += [f"- 得：{r.id} {r.question}" for r in c.gained]
        lines += [f"- 失：{r.id} {r.question}（{r.reason(main_name(r))}）" for r in c.lost]
    return "\n".join(lines) + "\n"


def _told(judge: dict[str, str]) -> str:
    return "，".join(judge.values())


def _row(change: Change) -> str:
    d = change.difference
    if d.value is None or d.low is None or d.high is None:
        return ""
    better = d.value > 0 if not MEASURES[change.name].less_is_better else d.value < 0
    sure = d.low > 0 or d.high < 0
    word = ("变好" if better else "变差") if sure else "在误差之内"
    shown_change = f"{d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}]"
    return f"| {MEASURES[change.name].title} | {shown(change.before, change.name)} | {shown(change.after, change.name)} | {shown_change} | {word} |"
