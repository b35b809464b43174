"""What a check of a draft says: one finding a claim, in the words of the command-line contract.

Offsets count characters of the draft's plain text (paragraphs joined by a line break), so that a finding can be shown
at the very words in a page, a docx or a terminal.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.model import Span

Kind = Literal["citation", "quote", "number", "duty", "unsourced"]
Verdict = Literal[
    "一致",
    "引文有出入",
    "数字不符",
    "部门不符",
    "出处不符",
    "条款不存在",
    "文号或标题有误",
    "非现行有效",
    "断章",
    "无法核实",
    "建议补引",
]
KINDS: tuple[str, ...] = get_args(Kind)
VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that a verdict rests on: ``quote`` is an exact piece of it.

    ``clause`` is the path with slashes (``二/（五）``), ``label`` as a clerk writes it (二、（五）), ``title`` the
    document's name, ``document`` its id in the library.
    """

    source: str
    document: str
    title: str
    number: str | None
    clause: str
    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim of a draft and what became of it.

    ``span`` holds the words at issue in the draft, ``text`` is those words. ``correction`` is what they should read,
    whole (``None`` where nothing can be proposed); ``reason`` says in one Chinese sentence what is wrong, or what was
    proved: 「原文为“达到3.93人”，文稿写作“4.93人”。」
    """

    span: Span
    text: str
    kind: Kind
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    reason: str
    correction: str | None = None

    @property
    def proved(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.verdict == "一致"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of one draft in the order of its text. ``notes`` tell what could not be looked at (a picture, …)."""

    text: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each verdict, in the order of ``VERDICTS``."""
        found = Counter[str](f.verdict for f in self.findings)
        return {v: found[v] for v in VERDICTS if found[v]}

    @property
    def exit_code(self) -> int:
        """0 all proved, 1 findings. 2, could not check, is an error's to give."""
        return 0 if all(f.proved for f in self.findings) else 1
