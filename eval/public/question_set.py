"""What every public format is read into: passages, and questions with answers, relevant passages, or neither.

answers      the accepted answers; empty where the set only judges retrieval
relevant     ids of the passages that bear the answer; empty where the set names none
answerable   whether the passages hold an answer; ``None`` where the set doesn't say
wrong        what a false passage says (RGB counterfactual): an answer that says it was misled
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import PolicyError


class BadDataset(PolicyError):
    """A file that is not in the format it is said to be in."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage by id."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; ``part`` names the part it belongs to (RGB's noise, STARD)."""

    id: str
    text: str
    answers: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()
    answerable: bool | None = None
    wrong: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A whole set."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]


def read_json(path: Path) -> Any:
    """A json file's data; raises ``BadDataset`` where it isn't one."""
    try:
        return json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadDataset(f"“{path.name}”不是完整的 JSON，请检查格式。") from error


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """A jsonl file's lines with their numbers; raises ``BadDataset`` where one is broken."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadDataset(f"“{path.name}”第{number}行不是完整的 JSON。") from error


def read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """A csv (or tsv) file's rows by head."""
    return [
        {k: (v or "").strip() for k, v in row.items() if k}
        for row in csv.DictReader(io.StringIO(read_text(path), newline=""), delimiter=delimiter)
    ]


def read_text(path: Path) -> str:
    """A file's text, UTF-8 or GB18030."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadDataset(f"读不了“{path}”，请检查路径和权限。") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def need(row: Any, field: str, path: Path, where: object) -> Any:
    """A field that must be there; raises ``BadDataset`` naming the file, the place and the field."""
    if not isinstance(row, dict) or row.get(field) in (None, ""):
        raise BadDataset(f"“{path.name}”第{where}条缺少“{field}”，请检查是否选对了格式。")
    return row[field]
