"""An answer as JSON, in the contract's form: ``ask --json``, the lines of ``batch``, the page's ``/ask``."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from assistant.answer import Answer, Citation
from assistant.trace import Trace
from corpus.model import ClauseId


def citation_json(citation: Citation) -> dict[str, Any]:
    """One citation; ``clause`` holds the numbered steps only, ``text`` the whole clause."""
    return {
        "marker": citation.marker,
        "source": citation.source,
        "document": citation.clause.document,
        "title": citation.title,
        "number": citation.number,
        "clause": "/".join(citation.clause.path.numbered),
        "id": str(citation.clause),
        "label": citation.label,
        "headings": list(citation.headings),
        "quote": citation.quote,
        "text": citation.text,
        "formal": citation.formal,
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer in the contract's form ; ``abstained`` where nothing was answered."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "status": answer.status,
        "abstained": answer.status == "refused",
        "refusal": {"reason": answer.refusal.reason, "text": answer.refusal.text} if answer.refusal else None,
        "citations": [citation_json(c) for c in answer.citations],
        "reading": [citation_json(c) for c in answer.reading],
        "rows": {"heads": list(answer.rows.heads), "rows": [list(r) for r in answer.rows.rows]}
        if answer.rows
        else None,
        "notes": list(answer.notes),
        "understood": list(answer.understood),
        "choices": list(answer.choices),
        "elapsed_ms": answer.elapsed_ms,
    }


def trace_json(trace: Trace) -> dict[str, Any]:
    """A trace for ``ask --json --trace``: its own fields, clause ids as printed."""
    plain: dict[str, Any] = _plain(trace)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, ClauseId):
        return str(value)
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
