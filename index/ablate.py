"""Measures what each part of the search brings, on questions whose answers are marked by quotation.

    python -m index ablate --questions FILE

Each row is the whole recipe with one part left out, beside the two legs alone; the last column says how far the share
found within five falls without the part, with an interval from resampling the questions. A part whose interval lies
around zero on every set of questions may go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnreadableFile
from corpus.library import Library
from corpus.written import NoSuchClause, WrittenClauses
from index.rerank import Recipe
from index.retriever import Retriever
from index.texts import loose

_DEPTH = 10
_SAMPLES = 2000
_WHOLE = Recipe()
Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question and, for each quotation that answers it, the printed ids of the clauses that hold it."""

    question: str
    gold: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One recipe's results by question: gold first, any gold in five, share of gold in five, all gold in five."""

    name: str
    first: Column
    any_five: Column
    share_five: Column
    all_five: Column


@dataclass(frozen=True, slots=True)
class _Way:
    name: str
    recipe: Recipe
    narrowed: bool = True


WAYS = (
    _Way("现在的做法", _WHOLE),
    _Way("只用语义，不收窄", Recipe(words=False, trusted=False, kinds=False, duty=False), False),
    _Way("只用词语，不收窄", Recipe(sense=False, trusted=False, kinds=False, duty=False), False),
    _Way("两路等权，不收窄", Recipe(trusted=False, kinds=False, duty=False), False),
    _Way("去掉词语一路", Recipe(words=False)),
    _Way("去掉语义一路", Recipe(sense=False)),
    _Way("词语一路不按命中程度计权", Recipe(trusted=False)),
    _Way("不按点名的文件收窄", _WHOLE, narrowed=False),
    _Way("光秃标题不让位", Recipe(kinds=False)),
    _Way("责任的出处不跟上", Recipe(duty=False)),
)


def read_cases(path: Path, library: Library) -> tuple[list[Case], int]:
    """The answerable questions without history whose evidence stands in the library, and how many others there are.

    A line is a question with quoted ``citations``, or a case of the evaluation: ``turns``, of which the first is a
    question without history, whose gold names ``clauses`` as people write them.
    """
    evidence = _Evidence(library)
    cases: list[Case] = []
    left_out = 0
    for number, line in enumerate(_lines(path), 1):
        try:
            entry = json.loads(line)
            question, gold = evidence.of_case(entry) if "turns" in entry else evidence.of_quotes(entry)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise UnreadableFile(f"“{path.name}”第{number}行不是带引文或条款的问题，请检查格式。") from error
        if not gold or not all(gold):
            left_out += 1
        else:
            cases.append(Case(question, gold))
    if not cases:
        raise UnreadableFile(
            f"“{path.name}”里没有可以测量的问题：要有 question 和 citations（或评测题目的 turns），且引文在文件里。"
        )
    return cases, left_out


class _Evidence:
    """Finds the clauses that a row's quotations or names stand for; an unknown one is an empty set."""

    def __init__(self, library: Library) -> None:
        self._written = WrittenClauses(library)
        self._texts = [(str(clause.id), loose(clause.text)) for d in library.documents for clause in d.walk()]

    def of_quotes(self, entry: dict[str, Any]) -> tuple[str, tuple[frozenset[str], ...]]:
        quotes = [loose(citation["quote"]) for citation in entry.get("citations", ())]
        gold = tuple(frozenset(i for i, text in self._texts if quote and quote in text) for quote in quotes)
        return str(entry["question"]), () if entry.get("history") else gold

    def of_case(self, entry: dict[str, Any]) -> tuple[str, tuple[frozenset[str], ...]]:
        first = entry["turns"][0]
        named = first["gold"].get("clauses", ()) if first["gold"]["outcome"] == "answer" else ()
        return str(first["question"]), tuple(self._named([c] if isinstance(c, str) else c) for c in named)

    def _named(self, any_of: Sequence[str]) -> frozenset[str]:
        try:
            return frozenset(str(self._written.find(written).id) for written in any_of)
        except NoSuchClause:
            return frozenset()


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except FileNotFoundError as error:
        raise UnreadableFile(f"找不到文件“{path}”，请检查路径后重试。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"文件“{path}”读不出来，请存成 UTF-8 文本后重试。") from error


def ablate(cases: Sequence[Case], library: Library, index_dir: Path | None = None) -> list[Row]:
    """One row for each way to search."""
    rows = []
    for way in WAYS:
        retriever = Retriever.open(index_dir, corpus_digest=library.digest, recipe=way.recipe)
        rows.append(measured(way.name, cases, partial(_search, retriever, way.narrowed)))
    return rows


def _search(retriever: Retriever, narrowed: bool, question: str) -> list[str]:
    hits = retriever.find(question, _DEPTH)[1] if narrowed else retriever.search_clauses(question, _DEPTH)
    return [str(hit.clause) for hit in hits]


def measured(name: str, cases: Sequence[Case], search: Callable[[str], Sequence[str]]) -> Row:
    """What a search finds of each case's gold."""
    values = []
    for case in cases:
        found = list(search(case.question))
        five = [bool(gold & set(found[:5])) for gold in case.gold]
        first = any(gold & set(found[:1]) for gold in case.gold)
        values.append((first, any(five), sum(five) / len(five), all(five)))
    columns = np.array(values, dtype=np.float64).T
    return Row(name, *columns)


def interval(values: Column, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of a mean over questions."""
    picks = np.random.default_rng(seed).integers(0, len(values), (_SAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def table(rows: Sequence[Row], count: int) -> str:
    """The rows as a Markdown table; the first is the whole recipe that the others are compared with."""
    whole = rows[0]
    lines = [
        f"{count} 个问题；方括号是对问题重采样 {_SAMPLES} 次的 95 % 区间。",
        "",
        "| 做法 | 第一条 | 前五有依据 | 依据在前五的份额 | 全在前五 | 第一条之差 | 份额之差 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        parts = [_with_interval(row.first), f"{row.any_five.mean():.3f}", _with_interval(row.share_five)]
        parts.append(f"{row.all_five.mean():.3f}")
        parts += ["", ""] if row is whole else [_difference(row, whole, "first"), _difference(row, whole, "share_five")]
        lines.append(f"| {row.name} | {' | '.join(parts)} |")
    return "\n".join(lines)


def _with_interval(values: Column) -> str:
    low, high = interval(values)
    return f"{values.mean():.3f} [{low:.2f}–{high:.2f}]"


def _difference(row: Row, whole: Row, column: str) -> str:
    values: Column = getattr(row, column) - getattr(whole, column)
    low, high = interval(values)
    return f"{values.mean():+.3f} [{low:+.2f}–{high:+.2f}]"
