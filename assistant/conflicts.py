"""Places that disagree: told beside an answer that rests on one of them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Unit
from assistant.query import Query
from assistant.statement import Statement, Support
from corpus.library import Library


def conflict_statements(query: Query, units: Sequence[Unit], library: Library) -> tuple[Statement, ...]:
    """A statement for each conflict that touches the words an answer quotes, with both places."""
    out: dict[str, Statement] = {}
    for unit in units:
        document = unit.document
        for conflict in library.facts(document.id).conflicts:
            if any(unit.span.start < s.end and s.start < unit.span.end for s in conflict.spans):
                supports = tuple(
                    Support(document, library.clause(c), s)
                    for c, s in zip(conflict.clauses, conflict.spans, strict=True)
                )
                out.setdefault(conflict.text, Statement(f"请注意：{conflict.text}", supports))
    return tuple(out.values())
