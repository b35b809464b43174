"""The gate: floors, ceilings and allowed falls from gate.toml, judged with intervals, so that noise neither fails a run
nor passes one. Three verdicts: passed, failed, and cannot be told."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadSettings
from eval.history import HISTORY, append_history
from eval.metrics import Mean, mean_of, paired_difference
from eval.report_json import suites_in
from eval.results import Result
from eval.run import Report
from eval.run_info import RunInfo, why_incomparable
from eval.score import MEASURES, Score

HERE = Path(__file__).parent
GATE = HERE / "gate.toml"
Outcome = Literal["passed", "failed", "unsure"]
EXIT = {"passed": 0, "failed": 1, "unsure": 2}
_WORDS = {"passed": "通过", "failed": "未通过", "unsure": "判断不了"}


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    floors: dict[str, float] = Field(default_factory=dict)
    ceilings: dict[str, float] = Field(default_factory=dict)
    falls: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules by suite, the baseline's file, and how many values a judgement needs."""

    suites: Mapping[str, _Rules]
    baseline: Path | None
    min_cases: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule against one run: its verdict and why, in a line."""

    suite: str
    measure: str
    outcome: Outcome
    text: str

    @property
    def line(self) -> str:
        """As the command and the reports print it."""
        return f"{_WORDS[self.outcome]}：{self.suite} {MEASURES[self.measure].title}，{self.text}"


def read_gate(path: Path = GATE) -> Gate:
    """The rules of a file; raises ``BadSettings`` for a suite, measure or form that is unknown."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"读不了门槛文件“{path}”，请检查路径。") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"门槛文件“{path.name}”写法有误：{error}。") from error
    baseline, least = data.pop("baseline", None), data.pop("min_cases", 20)
    try:
        suites = {name: _Rules.model_validate(rules) for name, rules in data.items()}
    except ValidationError as error:
        raise BadSettings(
            f"门槛文件“{path.name}”里“{error.errors()[0]['loc'][0]}”写法有误，每个题目集只有 floors、ceilings、falls。"
        ) from error
    for name, rules in suites.items():
        for measure in (*rules.floors, *rules.ceilings, *rules.falls):
            if measure not in MEASURES:
                raise BadSettings(f"门槛文件“{path.name}”里“{name}”的“{measure}”不是指标。")
            if MEASURES[measure].by_model:
                raise BadSettings(f"门槛文件“{path.name}”里“{name}”的“{measure}”由语言模型打分，不能作门槛，请删去。")
    return Gate(suites, path.parent / baseline if baseline else None, int(least))


def judge(report: Report, gate: Gate) -> list[Ruling]:
    """Every rule that applies to a run's suites."""
    baseline = read_baseline(gate.baseline) if gate.baseline and gate.baseline.exists() else None
    rulings: list[Ruling] = []
    for suite, results in suites_in(report.results).items():
        rules = gate.suites.get(suite)
        if rules is None:
            continue
        rulings += [
            _bound(suite, n, mean_of(results, n), limit, gate.min_cases, floor=True)
            for n, limit in rules.floors.items()
        ]
        rulings += [
            _bound(suite, n, mean_of(results, n), limit, gate.min_cases, floor=False)
            for n, limit in rules.ceilings.items()
        ]
        if rules.falls:
            rulings += _falls(suite, results, rules.falls, report, baseline, gate.min_cases)
    if not rulings:
        raise BadSettings("门槛文件里没有这些题目集的门槛，无法把关。")
    return rulings


def outcome_of(rulings: Sequence[Ruling]) -> Outcome:
    """Failed where one failed, else unsure where one is, else passed."""
    found = {r.outcome for r in rulings}
    return "failed" if "failed" in found else "unsure" if "unsure" in found else "passed"


def _bound(suite: str, name: str, mean: Mean, limit: float, least: int, *, floor: bool) -> Ruling:
    word = "下限" if floor else "上限"
    if mean.value is None or mean.low is None or mean.high is None:
        # Nothing to judge: an assistant that always refuses has no citations, so silence is no pass.
        return Ruling(suite, name, "unsure", f"没有可评的题（{word}{limit:g}）")
    good = mean.low >= limit if floor else mean.high <= limit
    bad = mean.high < limit if floor else mean.low > limit
    shown = f"{mean.value:.3f}，95%区间[{mean.low:.3f}, {mean.high:.3f}]，{mean.n}题，{word}{limit:g}"
    if bad:
        return Ruling(suite, name, "failed", shown)
    if mean.n < least:
        return Ruling(suite, name, "unsure", f"只有{mean.n}题，至少要{least}题（{shown}）")
    return Ruling(suite, name, "passed" if good else "unsure", shown)


def _falls(
    suite: str,
    results: Sequence[Result],
    falls: Mapping[str, float],
    report: Report,
    baseline: Report | None,
    least: int,
) -> list[Ruling]:
    if baseline is None:
        return [Ruling(suite, n, "unsure", "没有基线，请用 python -m eval baseline 存一个") for n in falls]
    old = suites_in(baseline.results).get(suite, [])
    reasons = why_incomparable(_only(baseline, suite), _only(report, suite))
    if not old or reasons:
        told = "；".join(reasons) or "基线里没有这个题目集"
        return [Ruling(suite, n, "unsure", f"不能与基线比较：{told}，请重存基线") for n in falls]
    return [_fall(suite, n, paired_difference(old, results, n), allowed, least) for n, allowed in falls.items()]


def _only(report: Report, suite: str) -> dict[str, Any]:
    info = report.info.as_json()
    return info | {"suites": {k: v for k, v in info["suites"].items() if k == suite}}


def _fall(suite: str, name: str, change: Mean, allowed: float, least: int) -> Ruling:
    if change.value is None or change.low is None or change.high is None or change.n < min(least, 5):
        return Ruling(suite, name, "unsure", f"与基线可比的只有{change.n}题")
    sign = -1 if MEASURES[name].less_is_better else 1
    value = sign * change.value
    surest = max(sign * change.low, sign * change.high)
    shown = f"比基线{value:+.3f}，95%区间[{change.low:+.3f}, {change.high:+.3f}]，允许下降{allowed:g}"
    if value >= -allowed:
        return Ruling(suite, name, "passed", shown)
    return Ruling(suite, name, "failed" if surest < 0 else "unsure", shown)


def baseline_json(report: Report) -> dict[str, Any]:
    """A run without its texts: what a later run is compared with, small enough to commit."""
    rows = [
        {"id": r.id, "case": r.case, "suite": r.suite, "scores": {s.name: round(s.value, 4) for s in r.scores if s.value is not None and _kept(s.name)}}
        for r in report.results
    ]  # fmt: skip
    return {"info": report.info.as_json(), "rows": rows}


def _kept(name: str) -> bool:
    return MEASURES[name].unit == "share" and not MEASURES[name].by_model


def write_baseline(report: Report, path: Path) -> None:
    """Write a baseline, one question a line, so that a diff shows which questions changed; its means join the history."""
    data = baseline_json(report)
    rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in data["rows"])
    info = json.dumps(data["info"], ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"info": {info},\n"rows": [\n{rows}\n]}}\n', encoding="utf-8")
    append_history(report, path.with_name(HISTORY))


def read_baseline(path: Path) -> Report:
    """A baseline as a run whose results hold nothing but scores."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        results = tuple(
            Result(
                r["id"],
                r["case"],
                r["suite"],
                "",
                "",
                "",
                (),
                "",
                "",
                "",
                tuple(Score(n, v, "") for n, v in r["scores"].items()),
            )
            for r in data["rows"]
        )
        return Report(RunInfo(**data["info"]), results)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSettings(f"基线“{path}”读不了或已损坏，请用 python -m eval baseline 重存。") from error
