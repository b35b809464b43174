"""The figures of all saved runs, oldest first: every baseline that was ever saved, and the reports that lie here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.measured.report import BASELINES, MAIN, REPORTS, Mean, read
from corpus.errors import PolicyError

HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Point:
    """One run: when, at which commit, and by suite the mean of its main measure (答对; 事实召回 of the ledger)."""

    started: str
    commit: str
    means: dict[str, Mean]


def points(baselines: Path = BASELINES, reports: Path = REPORTS) -> tuple[Point, ...]:
    """All runs of the rules' assistant; a run that lies in both places counts once."""
    found = {p.started: p for p in (*_saved(baselines / HISTORY), *_made(reports)) if p.means}
    return tuple(found[started] for started in sorted(found))


def _saved(path: Path) -> Iterator[Point]:
    """The lines that ``python -m eval baseline`` left: {"started", "commit", "suites": {"dev": {"right": {…}}}}."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            data = json.loads(line)
            means = {
                name: Mean(float(m["value"]), float(m["low"]), float(m["high"]), int(m["n"]))
                for name, measures in data["suites"].items()
                if (m := next((measures[k] for k in MAIN if k in measures), None)) is not None
            }
            yield Point(str(data["started"]), str(data["commit"]), means)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # a line torn by a merge costs a point of the picture, not the picture


def _made(reports: Path) -> Iterator[Point]:
    for path in reports.glob("*/report.json"):
        try:
            found = read(path)
        except PolicyError:
            continue
        if found.assistant == "composed":
            means = {
                s.name: next(s.means[k] for k in MAIN if k in s.means) for s in found.suites if {*MAIN} & {*s.means}
            }
            yield Point(found.started, found.commit, means)
