"""A parsed document for programs (``parse --json``) and for eyes (the outline)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.model import Clause, Document, Table


def document_json(document: Document) -> dict[str, Any]:
    """The contract's form of a parsed document (``parse --json``)."""
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "name": document.name,
            "number": document.number,
            "issuer": document.issuer,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "published_on": document.published_on.isoformat() if document.published_on else None,
            "kind": document.kind,
            "status": document.status,
            "region": document.region,
            "level": document.level,
            "source": document.source,
            "text": document.text,
            "notes": list(document.notes),
        },
        "clauses": [_clause_json(c) for c in document.walk()],
        "tables": [_table_json(c, c.table) for c in document.walk() if c.table],
        "removed": [{"text": r.text, "reason": r.reason} for r in document.removed],
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": str(clause.id),
        "path": list(clause.path.numbered),
        "label": clause.label,
        "kind": clause.kind,
        "heading": clause.heading,
        "text": clause.text,
        "start": clause.span.start,
        "end": clause.span.end,
    }


def _table_json(clause: Clause, table: Table) -> dict[str, Any]:
    return {
        "clause": str(clause.id),
        "path": list(clause.path.numbered),
        "title": table.title,
        "columns": [{"heads": list(c.heads), "role": c.role} for c in table.columns],
        "rows": [
            {
                "label": table.label(row),
                "group": table.group(row),
                "cells": [c.text for c in row],
                "notes": [c.note for c in row if c.note],
            }
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def outline(document: Document) -> Iterator[str]:
    """The tree, one clause a line, then what was removed with its reason, then notes."""
    issuer, day = document.issuer or "发文机关不详", document.issued_on or "日期不详"
    yield f"{document.citation}  {issuer}  {day}  {document.status}"
    for clause in document.walk():
        words = clause.heading or clause.text.replace("\n", " ")[:40]
        yield "  " * len(clause.path) + f"{clause.path.steps[-1]}  {words}"
    for removed in document.removed:
        yield f"已去除（{removed.reason}）：{removed.text[:60]}"
    for note in document.notes:
        yield f"说明：{note}"
