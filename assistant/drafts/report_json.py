"""A check as JSON, as programs rely on it: one claim a finding, in the order of the draft's text."""

from __future__ import annotations

from typing import Any

from assistant.drafts.finding import CheckReport, Evidence, Finding
from assistant.drafts.paper import Paper


def report_json(paper: Paper, report: CheckReport) -> dict[str, Any]:
    """``claims`` with the fields of the command-line contract, and for people the reason and the place."""
    return {
        "draft": paper.name,
        "counts": report.counts,
        "notes": [*paper.notes, *report.notes],
        "claims": [_claim(paper, finding) for finding in report.findings],
    }


def _claim(paper: Paper, finding: Finding) -> dict[str, Any]:
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.text,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "evidence": [_evidence(e) for e in finding.evidence],
        "correction": finding.correction,
        "reason": finding.reason,
        "place": paper.place(finding.span.start),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "source": evidence.source,
        "document": evidence.document,
        "title": evidence.title,
        "number": evidence.number,
        "clause": evidence.clause,
        "label": evidence.label,
        "quote": evidence.quote,
    }
