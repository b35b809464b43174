"""Thumbs-down into candidate cases: a sheet for a person to review, never gold by itself.

The page keeps feedback as jsonl: question, answer, verdict ("down"), comment, time, citations. Each distinct question
becomes one row of the case template, its gold left empty, the answer that displeased beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import Case
from eval.load import BadCases, json_lines, reason_of
from eval.sheet import HEADS, write_xlsx
from eval.wording import norm

_BESIDE = ("当时的答案", "当时引的条款", "用户的意见", "时间")


class Feedback(BaseModel):
    """One verdict from the page; more fields than these may stand there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str
    answer: str = ""
    verdict: Literal["up", "down"]
    comment: str = ""
    time: str = ""
    citations: tuple[str | dict[str, Any], ...] = ()


def read_feedback(path: Path) -> Iterator[Feedback]:
    """The verdicts of a feedback file; raises ``BadCases`` with the line where one can't be read."""
    if not path.is_file():
        raise BadCases(f"找不到反馈文件“{path}”，请检查路径。")
    for number, data in json_lines(path):
        try:
            yield Feedback.model_validate(data)
        except ValidationError as error:
            raise BadCases(f"“{path.name}”第{number}行：{reason_of(error)}。") from error


def candidates(feedback: Iterator[Feedback], known: tuple[Case, ...]) -> list[Feedback]:
    """The questions that displeased, each once, without those that are cases already."""
    seen = {norm(t.question) for c in known for t in c.turns}
    out = []
    for verdict in feedback:
        key = norm(verdict.question)
        if verdict.verdict == "down" and key not in seen:
            seen.add(key)
            out.append(verdict)
    return out


def write_candidates(found: list[Feedback], path: Path) -> None:
    """The sheet: the template's columns, then what the page knew."""
    rows: list[tuple[str, ...]] = [(*HEADS, *_BESIDE)]
    empty = [""] * (len(HEADS) - 2)
    for number, verdict in enumerate(found, 1):
        cited = "\n".join(
            c if isinstance(c, str) else str(c.get("label") or c.get("id") or "") for c in verdict.citations
        )
        rows.append((f"c-{number:03d}", verdict.question, *empty, verdict.answer, cited, verdict.comment, verdict.time))
    write_xlsx(path, {"待审": rows})
