"""The means of every baseline that was ever saved, one a line: what the page's trend is drawn from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.metrics import mean_of
from eval.report_json import suites_in
from eval.run import Report
from eval.score import MEASURES

HISTORY = "history.jsonl"


def history_line(report: Report) -> dict[str, Any]:
    """One run in a line: when, at which commit, the means by suite and measure."""
    suites = {
        name: {m: mean.as_json() for m in MEASURES if MEASURES[m].unit == "share" and (mean := mean_of(results, m)).n}
        for name, results in suites_in(report.results).items()
    }
    info = report.info
    return {"started": info.started, "commit": info.commit, "assistant": info.assistant, "suites": suites}


def append_history(report: Report, path: Path) -> None:
    """Add a run to the file; one that is there already (the same start) is not added twice."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    line = history_line(report)
    if all(json.loads(known)["started"] != line["started"] for known in lines):
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
