"""What a comment or a line of a report says of a finding: verdict, reason, what it should read, the clause word for word."""

from __future__ import annotations

from assistant.citation_styles import Cited, printed
from assistant.drafts.finding import Evidence, Finding
from corpus.path import ClausePath

_LONGEST = 300  # characters of one clause: a balloon is narrow, the report has the rest
_SHOWN = 3


def remark(finding: Finding) -> list[str]:
    """The lines of a comment: 【数字不符】原文为“达到3.93人”… / 建议改为：… / 依据：《…》…"""
    lines = [f"【{finding.verdict}】{finding.reason}"]
    if finding.correction is not None and finding.correction != finding.text:
        lines.append(f"建议改为：{finding.correction}" if finding.correction else "建议删去。")
    lines += [f"依据：{source(e)}" for e in finding.evidence[:_SHOWN]]
    if len(finding.evidence) > _SHOWN:
        lines.append(f"另有{len(finding.evidence) - _SHOWN}处依据，见核对报告。")
    return lines


def source(evidence: Evidence) -> str:
    """A clause as a reviewer reads it: 《…》（粤办函〔2022〕245号）第二部分第（五）项规定：“…”。"""
    quote = evidence.quote if len(evidence.quote) <= _LONGEST else evidence.quote[:_LONGEST] + "……"
    return printed(_cited(evidence, quote))


def located(evidence: Evidence) -> str:
    """The document and the place, without the words."""
    return printed(_cited(evidence, ""))


def _cited(evidence: Evidence, quote: str) -> Cited:
    path = ClausePath.parse(evidence.clause) if evidence.clause else ClausePath()
    return Cited(evidence.title, evidence.title, evidence.number, path, quote)
