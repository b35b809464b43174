"""Facts in the form that programs rely on (``python -m corpus facts --json``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.facts import Body, Conflict, Deadline, Facts, Responsibility, Target
from corpus.model import ClauseId, Document


def facts_json(documents: Iterable[tuple[Document, Facts]]) -> dict[str, list[dict[str, Any]]]:
    """All facts of all documents; ``quote`` is the exact text, ``clause`` the numbered path (``二/（一）/3``)."""
    out: dict[str, list[dict[str, Any]]] = {"targets": [], "responsibilities": [], "deadlines": [], "conflicts": []}
    for document, facts in documents:
        out["targets"] += [_target(document, t) for t in facts.targets]
        out["responsibilities"] += [_responsibility(document, r) for r in facts.responsibilities]
        out["deadlines"] += [_deadline(document, d) for d in facts.deadlines]
        out["conflicts"] += [_conflict(document, c) for c in (*facts.conflicts, *facts.undecided)]
    return out


def _where(document: Document, clause: ClauseId) -> dict[str, Any]:
    return {"source": document.source, "document": document.id, "clause": "/".join(clause.path.numbered)}


def _target(document: Document, target: Target) -> dict[str, Any]:
    return {
        **_where(document, target.clause),
        "indicator": target.indicator,
        "value": target.value,
        "number": target.number,
        "unit": target.unit,
        "relation": target.relation,
        "baseline": {"year": target.baseline.year, "value": target.baseline.value} if target.baseline else None,
        "deadline": target.deadline.normal if target.deadline else None,
        "quote": target.span.of(document.text),
        "type": target.type,
        "scope": target.scope,
        "condition": target.condition,
        "effort": target.effort,
        "nature": target.nature,
        "table": target.table,
        "row": target.row,
        "notes": list(target.notes),
    }


def _names(bodies: tuple[Body, ...]) -> list[str]:
    """The bodies as printed; one that the source damaged has no name to print and stands under ``damaged``."""
    return [b.text for b in bodies if not b.damaged]


def _responsibility(document: Document, fact: Responsibility) -> dict[str, Any]:
    return {
        **_where(document, fact.clause),
        "task": fact.task,
        "form": fact.form,
        "lead": _names(fact.lead),
        "support": _names(fact.support),
        "responsible": _names(fact.responsible),
        "implementers": _names(fact.implementers),
        "damaged": [b.text for b in (*fact.lead, *fact.support, *fact.responsible, *fact.implementers) if b.damaged],
        "open_list": fact.open_list,
        "inherited_from": "/".join(fact.inherited_from.path.numbered) if fact.inherited_from else None,
        "quote": fact.span.of(document.text),
        "notes": list(fact.notes),
    }


def _deadline(document: Document, due: Deadline) -> dict[str, Any]:
    return {
        **_where(document, due.clause),
        "deadline": due.normal,
        "by": due.by.isoformat() if due.by else None,
        "precision": due.precision,
        "recurring": due.recurring,
        "note": due.note,
        "quote": due.span.of(document.text),
    }


def _conflict(document: Document, conflict: Conflict) -> dict[str, Any]:
    return {
        "source": document.source,
        "document": document.id,
        "kind": conflict.kind,
        "text": conflict.text,
        "clauses": ["/".join(c.path.numbered) for c in conflict.clauses],
        "quotes": [s.of(document.text) for s in conflict.spans],
    }
