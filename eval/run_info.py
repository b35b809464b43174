"""What a run was: enough to repeat it, and to see whether two runs may be compared."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCORING = 1
"""Raised whenever a scorer judges differently: figures of different scorings are not comparable."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The record of one run; ``suites`` maps each suite to the digest of its gold, ``corpus`` and ``prompts`` are digests.

    ``judge`` is the model judge where there was one: its model, its prompt's digest, temperature, how many runs."""

    assistant: str
    suites: dict[str, str]
    scoring: int
    k: int
    as_of: str
    limit: int | None
    seed: int
    commit: str
    changed: bool
    corpus: str
    prompts: str
    models: dict[str, str]
    settings: dict[str, str]
    machine: str
    started: str
    seconds: float
    workers: int
    judge: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the report keeps it."""
        return asdict(self)


def commit_of(root: Path = ROOT) -> tuple[str, bool]:
    """The commit that is checked out and whether files differ from it; ``无`` outside a repository."""
    head = _git(root, "rev-parse", "HEAD")
    return (head or "无", bool(_git(root, "status", "--porcelain", "--untracked-files=no"))) if head else ("无", False)


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def prompts_digest(folder: Path = ROOT / "prompts") -> str:
    """A digest of every text that is said to a model."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".txt", ".json") and path.name != "README.md":
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def settings_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The ``POLICY_`` settings in force, secrets masked."""
    secret = ("KEY", "TOKEN", "SECRET", "PASSWORD")
    return {
        name: "……" if any(s in name for s in secret) else value
        for name, value in sorted(environment.items())
        if name.startswith("POLICY_")
    }


def machine() -> str:
    """The machine in a line: system, Python, processors."""
    return f"{platform.system()} {platform.machine()}，Python {platform.python_version()}，{os.cpu_count()}核"


def now() -> str:
    """The time as the report prints it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def why_incomparable(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[str]:
    """What makes two runs' figures incomparable; other documents, models and prompts are what one wants to compare."""
    named: Iterable[tuple[str, str]] = (
        ("scoring", "评分规则的版本"),
        ("k", "检索取前几条"),
        ("as_of", "按哪一天回答"),
        ("limit", "只评前几题"),
    )
    out = [f"{title}不同（{one.get(key)} 与 {two.get(key)}）" for key, title in named if one.get(key) != two.get(key)]
    mine, theirs = one.get("suites") or {}, two.get("suites") or {}
    shared = set(mine) & set(theirs)
    if not shared:
        return [*out, f"题目集不同（{'、'.join(mine) or '无'} 与 {'、'.join(theirs) or '无'}）"]
    return out + [f"题目集“{name}”的题目或标准答案改过" for name in sorted(shared) if mine[name] != theirs[name]]
