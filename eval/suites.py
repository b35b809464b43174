"""The suites by name: questions to tune on (dev), questions that gate (gate), labelled facts (ledger), and drafts whose
claims are labelled (drafts_dev, drafts_gate).

A file of one's own (xlsx, csv, jsonl) is a suite as well: ``python -m eval run --suite 我的题.xlsx``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import BadSettings
from eval.cases import Case
from eval.drafts import Draft, digest_of_drafts, load_drafts
from eval.load import load_cases

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
LABELS = HERE / "labels"
LABELLED_ON = date(2026, 11, 22)
"""The day that the gold was written for: answers are asked for as of it, so that passed deadlines don't drift."""

SETS = ("dev", "gate")
LEDGER = "ledger"
DRAFTS = ("drafts_dev", "drafts_gate")
NAMED: dict[str, tuple[str, ...]] = {
    "dev": ("dev",),
    "gate": ("gate",),
    "questions": SETS,
    "ledger": (LEDGER,),
    "drafts": DRAFTS,
    **{name: (name,) for name in DRAFTS},
    "all": (*SETS, LEDGER, *DRAFTS),
}


@dataclass(frozen=True, slots=True)
class Suite:
    """Some cases under a name, or some drafts; the ledger has neither and is scored from labels."""

    name: str
    cases: tuple[Case, ...]
    path: Path | None = None
    drafts: tuple[Draft, ...] = ()

    @property
    def digest(self) -> str:
        """What tells two versions of a suite apart: its cases, its drafts, or the labels of the ledger."""
        if self.drafts:
            return digest_of_drafts(self.drafts)
        return digest_of(self.cases) if self.cases else _labels_digest()


def digest_of(cases: tuple[Case, ...]) -> str:
    """A digest of the gold, whatever file it came from."""
    whole = hashlib.sha256()
    for case in cases:
        whole.update(case.model_dump_json(exclude_defaults=True).encode())
    return whole.hexdigest()[:16]


def _labels_digest() -> str:
    whole = hashlib.sha256()
    for path in sorted(LABELS.glob("*.json*")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def load_suites(named: str | None) -> tuple[Suite, ...]:
    """The suites of a name (all where none is named), or the one in a file."""
    wanted = named or "all"
    if wanted in NAMED:
        return tuple(load_suite(n) for n in NAMED[wanted])
    path = Path(wanted)
    if not path.suffix:
        raise BadSettings(f"没有叫“{wanted}”的题目集，可用：{'、'.join(NAMED)}，或一个题目文件。")
    return (Suite(path.stem, load_cases(path), path),)


def load_suite(name: str) -> Suite:
    """One suite of ours by name."""
    if name == LEDGER:
        return Suite(LEDGER, ())
    if name in DRAFTS:
        path = QUESTIONS / f"{name}.jsonl"
        return Suite(name, (), path, load_drafts(path))
    path = QUESTIONS / f"{name}.jsonl"
    return Suite(name, load_cases(path), path)
