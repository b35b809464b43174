"""Reads gold cases from jsonl, xlsx or csv; a bad line is told by its place, field and reason, in Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.errors import PolicyError
from eval.cases import Case
from eval.sheet import read_sheet, row_case

_TYPES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个字段",
    "literal_error": "不在可用的取值之内",
    "string_pattern_mismatch": "写法不对",
    "union_tag_invalid": "没有这种 type",
    "union_tag_not_found": "缺少 type",
    "string_type": "应是文字",
    "bool_type": "应是 true 或 false",
    "tuple_type": "应是列表",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
}


class BadCases(PolicyError):
    """A file of cases that cannot be read, with the place of the first fault."""


def load_cases(path: Path) -> tuple[Case, ...]:
    """All cases of one file; raises ``BadCases`` where a line is no case or an id comes twice.

    The suffix decides: .jsonl (one case a line), .xlsx and .csv (the sheet of ``python -m eval template``).
    """
    if not path.is_file():
        raise BadCases(f"找不到题目文件“{path}”，请检查路径。")
    if path.suffix == ".jsonl":
        cases = [case_of(data, f"“{path.name}”第{n}行") for n, data in json_lines(path)]
    elif path.suffix in (".xlsx", ".csv"):
        cases = [case_of(row_case(row), f"“{path.name}”第{n}行") for n, row in read_sheet(path)]
    else:
        raise BadCases(f"题目文件“{path.name}”应是 .jsonl、.xlsx 或 .csv。")
    if not cases:
        raise BadCases(f"题目文件“{path}”里没有题目。")
    _no_twins(cases, path)
    return tuple(cases)


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The lines of a jsonl file with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"读不了“{path}”，请检查权限，并存为 UTF-8。") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadCases(f"“{path.name}”第{number}行不是完整的 JSON，请改正。") from error


def case_of(data: Any, where: str) -> Case:
    """One case; ``where`` begins the message when it is none."""
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise BadCases(f"{where}：{reason_of(error)}。") from error


def reason_of(error: ValidationError) -> str:
    """The first fault as 字段：原因, fit for one line."""
    first = error.errors()[0]
    place = ".".join(str(p + 1) if isinstance(p, int) else str(p) for p in first["loc"])
    reason = _TYPES.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    given = first.get("input")
    shown = f"（现为“{given}”）" if isinstance(given, str | int | float) and len(str(given)) < 30 else ""
    return f"{place or '整行'}{shown}：{reason}"


def _no_twins(cases: Iterable[Case], path: Path) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise BadCases(f"“{path.name}”里编号“{case.id}”出现了两次，编号必须唯一。")
        seen.add(case.id)
