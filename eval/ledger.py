"""The ledger suite: hand-labelled targets, responsibilities and deadlines of each document against what is extracted.

A labelled fact that was found is a hit, one that wasn't a miss, an extracted one that nobody labelled a false alarm;
optional labels are neither. A target is the same where its figure agrees, its words overlap and its clause is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.facts import Body, Responsibility, Target
from corpus.library import Library
from corpus.numerals import from_chinese, half_width
from eval.load import BadCases, json_lines
from eval.results import Result
from eval.score import Score
from eval.suites import LABELS, LEDGER

_ROLES = ("lead", "support", "responsible", "implementers")
_ROLE_NAMES = {"lead": "牵头", "support": "配合", "responsible": "负责", "implementers": "落实"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A labelled target and the extracted one it was matched with."""

    label: dict[str, Any]
    target: Target | None


def ledger_results(library: Library) -> list[Result]:
    """One result a labelled or falsely extracted fact."""
    out: list[Result] = []
    for key, document in document_keys().items():
        if not any(d.id == document for d in library.documents):
            continue
        out += _targets(key, document, library)
        out += _responsibilities(key, document, library)
    if not out:
        raise BadCases("台账的标注属于自带的文件，文件库里没有这些文件，无法评台账。")
    return out


def document_keys() -> dict[str, str]:
    """The short names that the labels use, with the documents' ids."""
    keys: dict[str, str] = json.loads((LABELS / "documents.json").read_text(encoding="utf-8"))
    return keys


def labels(kind: str, key: str) -> Iterator[dict[str, Any]]:
    """The labels of one kind for one document."""
    for path in sorted(LABELS.glob(f"{kind}_*.jsonl")):
        yield from (row for _, row in json_lines(path) if row["doc"] == key)


def _targets(key: str, document: str, library: Library) -> list[Result]:
    held = library.document(document)
    extracted = list(library.facts(document).targets)
    used: set[int] = set()
    out = []
    for label in labels("targets", key):
        at = _best(label, extracted, used, held.text)
        if at is not None:
            used.add(at)
        target = None if at is None else extracted[at]
        if target is None and label.get("optional"):
            continue
        out += _target_results(document, _Found(label, target), held.text)
    alarms = [t for i, t in enumerate(extracted) if i not in used]
    return out + [_alarm(document, n, t, held.text) for n, t in enumerate(alarms, 1)]


def _best(label: dict[str, Any], extracted: Sequence[Target], used: set[int], text: str) -> int | None:
    """The extracted target that a label means: same figure, overlapping words; the same clause and name come first."""
    wanted = {_figure(label.get("value_num") or label.get("value")), *map(_figure, label.get("value_accept") or [])}
    found = [
        (2 * (_path(t) in _paths(label)) + _alike(label["indicator"], t.indicator), -i)
        for i, t in enumerate(extracted)
        if i not in used and _figure(t.value) in wanted and _overlaps(label["quote"], t.span.of(text))
    ]
    return -max(found)[1] if found else None


def _target_results(document: str, found: _Found, text: str) -> list[Result]:
    label, target = found.label, found.target
    shown = f"{label['indicator']} {label.get('value') or ''} {label.get('deadline') or ''}".strip()
    said = (
        ""
        if target is None
        else f"{target.indicator} {target.value or ''} {target.deadline.normal if target.deadline else ''}"
    )
    right_place = target is not None and _path(target) in _paths(label)
    relation = (
        target is None
        or not label.get("value")
        or not label.get("comparator")
        or (target.relation in {label["comparator"], *(label.get("comparator_accept") or [])})
    )
    reason = (
        "没有抽出" if target is None else "条款不对" if not right_place else "关系不对" if not relation else "抽对了"
    )
    good = float(target is not None and right_place and relation)
    scores = [Score("fact_recall", good, reason)]
    if target is not None:
        scores.append(Score("fact_precision", good, reason))
    out = [_row(document, label["id"], "ledger_target", shown, label["quote"], said, scores)]
    if label.get("deadline") and target is not None:
        due = {_year(label["deadline"]), *map(_year, label.get("deadline_accept") or [])}
        right = _year(target.deadline.normal if target.deadline else None) in due
        told = "时限对" if right else f"应为{label['deadline']}"
        row = _row(
            document,
            f"{label['id']}-时限",
            "ledger_deadline",
            shown,
            label["quote"],
            said,
            [Score("fact_recall", float(right), told)],
        )
        out.append(row)
    return out


def _alarm(document: str, number: int, target: Target, text: str) -> Result:
    quote = target.span.of(text)
    said = f"{target.indicator} {target.value or ''}"
    scores = [Score("fact_precision", 0.0, "没有人标注过这一目标")]
    return _row(document, f"{document}-误报{number}", "ledger_target", "（标注中没有）", quote, said, scores)


def _responsibilities(key: str, document: str, library: Library) -> list[Result]:
    """One result a labelled clause: every role's bodies must be the labelled ones."""
    found: dict[tuple[str, ...], list[Responsibility]] = {}
    for fact in library.facts(document).responsibilities:
        found.setdefault(_steps(fact.clause.path.numbered), []).append(fact)
    out = []
    for label in labels("responsibilities", key):
        if label.get("optional"):
            continue
        facts = found.get(_steps(label["path"]), [])
        wrong = [_ROLE_NAMES[role] for role in _ROLES if not _same_bodies(label, facts, role)]
        reason = "没有抽出" if not facts else f"{'、'.join(wrong)}与标注不符" if wrong else "各单位都对"
        score = float(bool(facts) and not wrong)
        shown = "；".join(f"{_ROLE_NAMES[r]}：{'、'.join(label[r])}" for r in _ROLES if label[r])
        said = "；".join(f"{_ROLE_NAMES[r]}：{'、'.join(_names(facts, r))}" for r in _ROLES if _names(facts, r))
        scores = [Score("fact_recall", score, reason)] + ([Score("fact_precision", score, reason)] if facts else [])
        out.append(_row(document, label["id"], "ledger_responsibility", shown, label["quote"], said, scores))
    return out


def _same_bodies(label: dict[str, Any], facts: Sequence[Responsibility], role: str) -> bool:
    said = {_flat(n) for n in _names(facts, role)}
    accepted = [label[role], *(a for a in label.get(f"{role}_accept") or [] if isinstance(a, list))]
    return any(said == {_flat(n) for n in names} for names in accepted)


def _names(facts: Sequence[Responsibility], role: str) -> list[str]:
    bodies: list[Body] = [b for f in facts for b in getattr(f, role) if not b.damaged]
    return list(dict.fromkeys(b.text for b in bodies))


def _row(document: str, row_id: str, kind: str, gold: str, quote: str, said: str, scores: list[Score]) -> Result:
    return Result(
        row_id,
        row_id,
        LEDGER,
        kind,
        "",
        "",
        (document,),
        quote,
        gold,
        said or "（没有）",
        tuple(scores),
        outcome="fact",
    )


def _flat(text: str) -> str:
    return re.sub(r"[\s,，。、;；:：()（）“”\"'《》〔〕\-—–~～]+", "", half_width(text))


def _steps(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"[()（）\s.]", "", half_width(p)) for p in path)


def _path(target: Target) -> tuple[str, ...]:
    return _steps(target.clause.path.numbered)


def _paths(label: dict[str, Any]) -> set[tuple[str, ...]]:
    return {_steps(p) for p in (label["path"], *(label.get("accept_paths") or []))}


def _figure(value: str | None) -> str | None:
    """The first number of a value, in one spelling: 1—2个 → 1-2, 两次 → 2."""
    if value is None:
        return None
    text = re.sub("[一二两三四五六七八九十]+", lambda m: str(from_chinese(m[0]) or m[0]), half_width(value))
    found = re.search(r"\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?(?:-\d+(?:\.\d+)?)?", re.sub("[—–~～]", "-", text))
    return found[0] if found else None


def _overlaps(one: str, two: str) -> bool:
    a, b = _flat(one), _flat(two)
    return bool(a and b) and (a in b or b in a or any(a[i : i + 10] in b for i in range(0, max(1, len(a) - 9), 3)))


def _alike(one: str, two: str) -> bool:
    a, b = _flat(one), _flat(two)
    return a[:4] in b or b[:4] in a


def _year(due: str | None) -> str | None:
    match = re.match(r"\d{4}", due or "")
    return match[0] if match else due
