"""Where the sources themselves disagree, a finding that rests on one of the places says so."""

from __future__ import annotations

from dataclasses import replace

from assistant.drafts.finding import Finding
from corpus.library import Library


def with_conflicts(finding: Finding, library: Library) -> Finding:
    """The finding, its reason naming each conflict that touches its evidence."""
    if finding.kind == "citation":
        return finding
    told: list[str] = []
    for proof in finding.evidence:
        document = library.document(proof.document)
        start = document.text.find(proof.quote)
        end = start + len(proof.quote)
        for conflict in library.facts(document.id).conflicts:
            if start >= 0 and any(s.start < end and start < s.end for s in conflict.spans):
                told.append(conflict.text)
    notes = "".join(f"请注意原文自身不一致：{t.rstrip('。')}。" for t in dict.fromkeys(told))
    return replace(finding, reason=finding.reason + notes) if notes else finding
