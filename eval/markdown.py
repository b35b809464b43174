"""A run in markdown, short enough for a merge request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.confusion import confusion, table_rows
from eval.junit import main_name, main_value
from eval.metrics import Mean, mean_of
from eval.report_json import GROUPS, groups_of, suites_in, summary_of
from eval.results import Result
from eval.run import Report
from eval.score import MEASURES

KINDS = {
    "target": "目标", "responsibility": "责任", "deadline": "时限", "table": "表格", "list": "清单", "compare": "比较", "locate": "定位",
    "definition": "释义", "document": "文件", "yes_no": "是否", "count": "数量", "why": "为何", "summary": "概括", "unanswerable": "不可回答",
    "adversarial": "诱导", "follow_up": "追问", "ledger_target": "台账目标", "ledger_responsibility": "台账责任", "ledger_deadline": "台账时限",
    "formal": "书面", "colloquial": "口语", "lay": "外行话", "abbreviated": "简称", "slip": "有错字", "easy": "易", "medium": "中",
    "citation": "引用", "quote": "引文", "number": "数字", "duty": "职责", "unsourced": "没有出处", "stray": "标注之外",
    "hard": "难", "answer": "回答", "refuse": "拒答", "correct": "纠正", "ask_back": "反问", "fact": "事实", "public": "公开数据集",
}  # fmt: skip


def shown(mean: Mean, name: str) -> str:
    """A mean as people read it: 0.913 [0.88, 0.94]; — where it does not apply."""
    if mean.value is None or mean.low is None or mean.high is None:
        return "—"
    if MEASURES[name].unit != "share":
        return f"{mean.value:.0f}"
    return f"{mean.value:.3f} [{mean.low:.2f}, {mean.high:.2f}]"


def markdown(report: Report, gate: Sequence[str] = (), most: int = 40) -> str:
    """Tables of every suite, the gate's verdicts, and the first failures with their reasons."""
    info = report.info
    lines = [
        "# 评测报告", "",
        f"助手 {info.assistant}，提交 `{info.commit[:12]}`{'（有未提交的改动）' if info.changed else ''}，{info.started}，用时{info.seconds}秒。",
        "",
    ]  # fmt: skip
    if info.judge:
        told = "，".join(f"{k} {v}" for k, v in info.judge.items())
        lines += [f"评委 {told}；{judge_told(report.results)}，只供参考，不进门槛。", ""]
    lines += ["## 门槛", "", *(f"- {line}" for line in gate), ""] if gate else []
    for name, results in suites_in(report.results).items():
        lines += _suite(name, results)
    return "\n".join([*lines, *_failures(report.results, most)])


def judge_told(results: Sequence[Result]) -> str:
    """How many answers the model judge gave marks for, and how many not: 评出118个答案，4个没有评成."""
    values = [s.value for r in results for s in r.scores if s.name == "fluency"]
    return f"评出{sum(v is not None for v in values)}个答案，{values.count(None)}个没有评成或没有作答"


def _suite(name: str, results: Sequence[Result]) -> list[str]:
    summary: Mapping[str, Any] = summary_of(results)
    lines = [f"## {name}：{len({r.case for r in results})}个案例，{len(results)}问", ""]
    lines += ["| 指标 | 均值 [95%区间] | 题数 | 不适用 |", "| --- | --- | --- | --- |"]
    for key, measure in MEASURES.items():
        mean = mean_of(results, key)
        if mean.n:
            lines.append(f"| {measure.title} | {shown(mean, key)} | {mean.n} | {mean.left_out} |")
    if summary["latency"]["p50"] is not None:
        lines.append(f"| 用时 p50 / p95 | {summary['latency']['p50']:.0f} / {summary['latency']['p95']:.0f} 毫秒 | | |")
    if table := confusion(results):
        head, *rows = table_rows(table)
        lines += ["", f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
    main = "right" if any(r.value("right") is not None for r in results) else main_name(results[0])
    for key, (title, _) in GROUPS.items():
        groups = groups_of(results, key)
        if len(groups) > 1:
            lines += ["", f"| {title} | {MEASURES[main].title} | 题数 |", "| --- | --- | --- |"]
            lines += [
                f"| {KINDS.get(g, g)} | {shown(m, main)} | {m.n} |"
                for g, rs in groups.items()
                if (m := mean_of(rs, main)).n
            ]
    return [*lines, ""]


def _failures(results: Sequence[Result], most: int) -> list[str]:
    failed = [r for r in results if not main_value(r)]
    if not failed:
        return []
    if not most:
        return [f"未答对的有{len(failed)}题。", ""]
    head = f"## 未答对（{len(failed)}）" + (f"，列前{most}个" if len(failed) > most else "")
    rows = [f"| {r.id} | {_cell(r.question)} | {_cell(r.reason(main_name(r)))} |" for r in failed[:most]]
    return [head, "", "| 编号 | 问题 | 原因 |", "| --- | --- | --- |", *rows, ""]


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")[:120]
