"""A run as json: written by ``run``, read again by ``compare``, ``table`` and the gate's baseline."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import PolicyError
from eval.confusion import confusion
from eval.metrics import mean_of, percentile
from eval.results import Result, result_of_json
from eval.run import Report
from eval.run_info import RunInfo
from eval.score import MEASURES

VERSION = 1
GROUPS: dict[str, tuple[str, Callable[[Result], Sequence[str]]]] = {
    "kind": ("题型", lambda r: (r.kind,)),
    "document": ("文件", lambda r: r.documents),
    "difficulty": ("难度", lambda r: (r.difficulty,)),
    "wording": ("措辞", lambda r: (r.wording,)),
    "outcome": ("应如何答", lambda r: (r.outcome,)),
}


class BadReport(PolicyError):
    """A file that is no report of ours."""


def suites_in(results: Sequence[Result]) -> dict[str, list[Result]]:
    """The results by suite, in order."""
    out: dict[str, list[Result]] = {}
    for result in results:
        out.setdefault(result.suite, []).append(result)
    return out


def groups_of(results: Sequence[Result], key: str) -> dict[str, list[Result]]:
    """The results by kind, document, difficulty or wording; one about several documents counts with each."""
    out: dict[str, list[Result]] = {}
    for result in results:
        for name in GROUPS[key][1](result):
            if name:
                out.setdefault(name, []).append(result)
    return dict(sorted(out.items()))


def summary_of(results: Sequence[Result]) -> dict[str, Any]:
    """Every measure's mean with interval and counts, the times' percentiles, and the main measures by group."""
    means = {name: mean_of(results, name) for name in MEASURES}
    out: dict[str, Any] = {"n": len(results), "cases": len({r.case for r in results})}
    out["means"] = {name: m.as_json() for name, m in means.items() if m.n}
    out["does_not_apply"] = [name for name, m in means.items() if not m.n]
    times = [percentile(results, "latency", q) for q in (50, 95)]
    out["latency"] = dict(zip(("p50", "p95"), (None if t is None else round(t, 1) for t in times), strict=True))
    out["groups"] = {key: {g: _short(rs) for g, rs in groups_of(results, key).items()} for key in GROUPS}
    if table := confusion(results):
        out["confusion"] = table
    return out


def _short(results: Sequence[Result]) -> dict[str, Any]:
    names = ("right", "both", "facts", "citation_f1", "recall_at_k", "fact_recall", "claim_verdict")
    return {n: m.as_json() for n in names if (m := mean_of(results, n)).n}


def report_json(report: Report) -> dict[str, Any]:
    """The whole report as data."""
    return {
        "version": VERSION,
        "info": report.info.as_json(),
        "suites": {name: summary_of(rs) for name, rs in suites_in(report.results).items()},
        "results": [r.as_json() for r in report.results],
    }


def write_json(data: dict[str, Any], path: Path) -> None:
    """Write data readably, one result a line in a diff."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """A report from its json (or from the folder that holds report.json); raises ``BadReport`` for anything else."""
    file = path / "report.json" if path.is_dir() else path
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadReport(f"读不了评测结果“{file}”，请给出 report.json 或它所在的文件夹。") from error
    except ValueError as error:
        raise BadReport(f"“{file}”不是完整的 JSON，请重新评测。") from error
    try:
        if data["version"] != VERSION:
            raise BadReport(f"“{file}”是另一版本写的评测结果，请重新评测。")
        return Report(RunInfo(**data["info"]), tuple(result_of_json(r) for r in data["results"]))
    except (KeyError, TypeError) as error:
        raise BadReport(f"“{file}”不是评测结果，请给出 python -m eval run 写出的 report.json。") from error
