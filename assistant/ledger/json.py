"""The ledger as JSON: rows as objects with every fact in its own field and every quote with its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from assistant.ledger.compare import Compared
from assistant.ledger.filters import Filters
from assistant.ledger.rows import BodyRow, ConflictRow, Duty, Row, TargetRow, TaskRow, View
from assistant.ledger.state import Due
from assistant.ledger.wording import NO_BODIES, NONE_HERE, TYPES, relation_words
from corpus.facts import Target


def write_json(
    rows: Mapping[View, Sequence[Row]], as_of: date, filters: Filters, compared: Sequence[Compared] | None = None
) -> bytes:
    """All views asked for: ``{"as_of", "filters", "tasks": [...], "targets": [...], …}``."""
    given = {f.name: getattr(filters, f.name) for f in fields(filters) if f.name != "clauses"}
    out: dict[str, Any] = {"as_of": as_of.isoformat(), "filters": {k: v for k, v in given.items() if v is not None}}
    for view, found in rows.items():
        out[view] = [row_json(row) for row in found]
    if compared is not None:
        out["compare"] = [_compared(c) for c in compared]
    return (json.dumps(out, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def row_json(row: Row) -> dict[str, Any]:
    """One row of any view as an object."""
    writer: Callable[[Any], dict[str, Any]] = _OWN[type(row)]
    return {**_shared(row), **writer(row), "notes": list(row.notes)}


def _shared(row: Row) -> dict[str, Any]:
    document, first = row.document, row.first_due
    return {
        "source": document.source,
        "document": document.id,
        "title": document.name,
        "number": document.number,
        "region": document.region,
        "status": document.status,
        "clause": "/".join(row.clause.path.numbered),
        "id": str(row.clause.id),
        "label": row.clause.label,
        "headings": list(row.headings),
        "quote": row.quote,
        "quotes": [
            {"document": q.document, "text": q.text, "start": q.span.start, "end": q.span.end} for q in row.quotes
        ],
        "state": row.state,
        "due": first.by.isoformat() if first and first.by else None,
        "days_left": first.days_left if first else None,
        "deadlines": [_due(d) for d in row.dues],
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "text": due.deadline.text,
        "deadline": due.deadline.normal,
        "by": due.by.isoformat() if due.by else None,
        "state": due.state,
        "days_left": due.days_left,
        "note": due.deadline.note,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "role": duty.role,
        "name": duty.body.name,
        "printed": duty.body.text,
        "damaged": duty.body.damaged,
        "inherited_from": duty.inherited_from.path.label if duty.inherited_from else None,
        "above": duty.above.path.label if duty.above else None,
    }


def _duties(row: Row) -> dict[str, Any]:
    missing = (NONE_HERE if row.names_bodies else NO_BODIES) if not row.duties else None
    return {"bodies": [_duty(d) for d in row.duties], "bodies_missing": missing}


def _target(target: Target) -> dict[str, Any]:
    return {
        "indicator": target.indicator,
        "relation": target.relation,
        "relation_words": relation_words(target),
        "value": target.value,
        "number": target.number,
        "unit": target.unit,
        "baseline": {"year": target.baseline.year, "value": target.baseline.value} if target.baseline else None,
        "scope": target.scope,
        "condition": target.condition,
        "effort": target.effort,
        "nature": target.nature,
        "table": target.table,
        "row": target.row,
        "deadline": target.deadline.normal if target.deadline else None,
        "type": TYPES[target.type],
    }


def _task_json(row: TaskRow) -> dict[str, Any]:
    return {"task": row.task, "targets": [_target(t) for t in row.targets], **_duties(row)}


def _target_json(row: TargetRow) -> dict[str, Any]:
    return {**_target(row.target), **_duties(row)}


def _body_json(row: BodyRow) -> dict[str, Any]:
    return {"body": row.duty.body.name, "all_printed": list(row.printed), **_duty(row.duty), "task": row.task}


def _conflict_json(row: ConflictRow) -> dict[str, Any]:
    return {
        "kind": row.conflict.kind,
        "text": row.conflict.text,
        "decided": row.decided,
        "clauses": [str(c.id) for c in row.clauses],
    }


def _compared(one: Compared) -> dict[str, Any]:
    """An indicator with what each document says; the rows themselves stand under ``targets``."""
    return {
        "indicator": one.indicator,
        "wordings": list(one.wordings),
        "verdict": one.verdict,
        "targets": [
            {
                "document": r.document.id,
                "region": r.document.region,
                "id": str(r.clause.id),
                "label": r.clause.label,
                "state": r.state,
                "quote": r.quote,
                **_target(r.target),
            }
            for f in one.found
            for r in f
        ],
    }


_OWN: dict[type[Row], Callable[[Any], dict[str, Any]]] = {
    TaskRow: _task_json,
    TargetRow: _target_json,
    BodyRow: _body_json,
    ConflictRow: _conflict_json,
}
