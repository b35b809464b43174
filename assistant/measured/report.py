"""The latest report of the evaluation, or the committed baseline where none was made here.

What a file lacks is left out; a file that is no report of ours is told in one sentence and never half shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import PolicyError

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "build"
BASELINES = ROOT / "eval" / "baselines"
SUITES = {"dev": "开发集（调过的题）", "gate": "门槛集（没调过的题）", "ledger": "台账（目标、责任、时限）"}
MEASURES = {
    "right": "答对", "both": "答对且引全", "citation_f1": "引用F1", "quote_exact": "引文一字不差", "faithful": "数字有据",
    "refusal_recall": "该拒则拒", "wrongly_refused": "误拒", "warnings": "提示", "recall_at_k": "检索召回@10",
    "fact_recall": "事实召回", "fact_precision": "事实精确",
}  # fmt: skip
LESS_IS_BETTER = frozenset({"wrongly_refused"})
KINDS = {
    "target": "目标", "responsibility": "责任", "deadline": "时限", "table": "表格", "list": "清单", "compare": "比较",
    "locate": "定位", "definition": "释义", "document": "文件", "yes_no": "是否", "count": "数量", "why": "为何",
    "summary": "概括", "unanswerable": "不可回答", "adversarial": "诱导", "follow_up": "追问", "ledger_target": "台账目标",
    "ledger_responsibility": "台账责任", "ledger_deadline": "台账时限",
}  # fmt: skip
HELD_OUT = "gate"
"""The suite that nobody looks at question by question: who saw its failures would tune to them."""
MAIN = ("right", "answered", "fact_recall")
"""The measure that decides: the first of these that a suite has."""
_WORST = 20


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95% interval over ``n`` questions."""

    value: float
    low: float
    high: float
    n: int

    @property
    def told(self) -> str:
        """0.970 [0.95, 0.98]."""
        return f"{self.value:.3f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Failed:
    """One question that was not answered right: what was asked, what came, and why it counts as wrong."""

    id: str
    suite: str
    question: str
    answer: str
    gold: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: how many questions, the means by measure, the main measure by kind, the times in milliseconds."""

    name: str
    n: int
    means: Mapping[str, Mean]
    kinds: Mapping[str, Mean]
    p50: float | None
    p95: float | None

    @property
    def title(self) -> str:
        """Its Chinese name."""
        return SUITES.get(self.name, self.name)

    @property
    def short(self) -> str:
        """The same without what stands in brackets: 开发集."""
        return self.title.partition("（")[0]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run, as the page shows it."""

    started: str
    commit: str
    changed: bool
    assistant: str
    models: Mapping[str, str]
    machine: str
    suites: tuple[Suite, ...]
    failed: tuple[Failed, ...]
    held_back: int
    path: Path


def latest(reports: Path = REPORTS) -> Measured | None:
    """The newest report that was made on this machine; ``None`` where there is none. Raises ``PolicyError`` for a broken one."""
    found = sorted(reports.glob("*/report.json"), key=lambda p: p.stat().st_mtime)
    return read(found[-1]) if found else None


def read(path: Path) -> Measured:
    """A report from its file; raises ``PolicyError`` where it isn't one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        info = data["info"]
        results = data["results"]
        wrong = [f for r in results if (f := _failed(r)) is not None]
        return Measured(
            started=str(info["started"]), commit=str(info["commit"]), changed=bool(info["changed"]),
            assistant=str(info["assistant"]), models=dict(info["models"]), machine=str(info["machine"]),
            suites=tuple(_suite(name, s) for name, s in data["suites"].items()),
            failed=tuple(sorted((f for f in wrong if f.suite != HELD_OUT), key=lambda f: f.score))[:_WORST],
            held_back=sum(f.suite == HELD_OUT for f in wrong), path=path,
        )  # fmt: skip
    except OSError as error:
        raise PolicyError(f"读不了评测报告“{path.name}”（{error.strerror}），请检查权限。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PolicyError(
            f"“{path.parent.name}/{path.name}”不是完整的评测报告，请重新运行 python -m eval run --out build/eval。"
        ) from error


def _suite(name: str, data: Mapping[str, Any]) -> Suite:
    means = {k: m for k, v in data["means"].items() if (m := _mean(v)) is not None}
    main = next((m for m in MAIN if m in means), "right")
    kinds = {k: m for k, v in data["groups"].get("kind", {}).items() if (m := _mean(v.get(main))) is not None}
    return Suite(name, int(data["n"]), means, kinds, data["latency"].get("p50"), data["latency"].get("p95"))


def _mean(data: Mapping[str, Any] | None) -> Mean | None:
    if not data or data.get("value") is None:
        return None
    return Mean(float(data["value"]), float(data["low"]), float(data["high"]), int(data["n"]))


def _failed(result: Mapping[str, Any]) -> Failed | None:
    scores = result["scores"]
    main = next((m for m in MAIN if scores.get(m, {}).get("value") is not None), None)
    if main is None or scores[main]["value"] >= 1:
        return None
    partial = scores.get("facts", {}).get("value")
    return Failed(
        result["id"], result["suite"], result["question"], result["answer"], result["gold"], scores[main]["reason"],
        float(scores[main]["value"]) + (partial or 0.0),
    )  # fmt: skip
