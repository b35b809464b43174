"""A check as JSON, in the command-line contract's form; ``document``, ``label``, ``title``, ``reason`` and ``counts`` beside it."""

from __future__ import annotations

from typing import Any

from assistant.drafts.finding import CheckReport, Evidence, Finding


def report_json(report: CheckReport) -> dict[str, Any]:
    """``{"claims": [{start, end, text, kind, verdict, evidence, correction, …}]}``."""
    return {
        "claims": [_finding(f) for f in report.findings],
        "counts": report.counts,
        "notes": list(report.notes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.text,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "evidence": [_evidence(e) for e in finding.evidence],
        "correction": finding.correction,
        "reason": finding.reason,
    }


def _evidence(proof: Evidence) -> dict[str, Any]:
    return {
        "source": proof.source,
        "clause": proof.clause,
        "quote": proof.quote,
        "document": proof.document,
        "title": proof.title,
        "number": proof.number,
        "label": proof.label,
    }
