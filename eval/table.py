"""The table of where we stand, written between two marks of a README by command, so that nobody types a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import BadSettings
from eval.markdown import shown
from eval.metrics import mean_of, percentile
from eval.report_json import suites_in
from eval.results import Result
from eval.run import Report

BEGIN, END = "<!-- 评测表 开始：python -m eval table --write README.md -->", "<!-- 评测表 结束 -->"
_NAMES = {"dev": "开发集（调过的题）", "gate": "门槛集（没调过的题）", "ledger": "台账（目标、责任、时限）",
    "drafts_dev": "文稿（看过错处的）", "drafts_gate": "文稿（没看过的）",
}  # fmt: skip
_COLUMNS = (
    ("right", "答对"), ("citation_f1", "引用F1"), ("quote_exact", "引文一字不差"), ("faithful", "数字有据"), ("refusal_recall", "该拒则拒"),
    ("wrongly_refused", "误拒"), ("recall_at_k", "检索召回@10"), ("fact_recall", "事实召回"), ("fact_precision", "事实精确"),
    ("claim_recall", "文稿查出"), ("accusation_right", "指错有理"), ("claim_verdict", "文稿判断"), ("correction_right", "改法正确"),
)  # fmt: skip


def table(report: Report) -> str:
    """The figures of a run in a few lines of markdown, with date and commit."""
    suites = suites_in(report.results)
    lines = ["| | " + " | ".join(_title(n, rs) for n, rs in suites.items()) + " |", "| --- " * (len(suites) + 1) + "|"]
    for key, title in _COLUMNS:
        cells = [shown(mean_of(rs, key), key) for rs in suites.values()]
        if any(c != "—" for c in cells):
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
    times = [(percentile(rs, "latency", 50), percentile(rs, "latency", 95)) for rs in suites.values()]
    if any(p50 is not None for p50, _ in times):
        cells = ["—" if a is None or b is None else f"{a:.0f} / {b:.0f}" for a, b in times]
        lines.append("| 用时 p50 / p95（毫秒） | " + " | ".join(cells) + " |")
    info = report.info
    changed = "（加未提交的改动）" if info.changed else ""
    return "\n".join(
        [
            *lines,
            "",
            f"助手 {info.assistant}，{info.started[:10]}，提交 {info.commit[:12]}{changed}；方括号内是95%区间，“—”是不适用。",
        ]
    )


def _title(name: str, results: Sequence[Result]) -> str:
    return f"{_NAMES.get(name, name)}，{len(results)}{'问' if name in ('dev', 'gate') else '条'}"


def write_table(report: Report, path: Path) -> None:
    """Put the table between the marks of a file; raises ``BadSettings`` where they are missing."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadSettings(f"读不了“{path}”，请检查路径。") from error
    if BEGIN not in text or END not in text:
        raise BadSettings(f"“{path.name}”里没有“{BEGIN}”和“{END}”两行，请先加上，表格写在两行之间。")
    pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
    filled = f"{BEGIN}\n\n{table(report)}\n\n{END}"
    path.write_text(re.sub(pattern, lambda _: filled, text, count=1, flags=re.S), encoding="utf-8")
