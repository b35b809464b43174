"""A check as a terminal shows it: the counts, then what is to be done, line by line."""

from __future__ import annotations

from assistant.drafts.finding import CheckReport, Finding


def report_text(report: CheckReport) -> str:
    """The counts and every finding that isn't proved, with line and column."""
    counts = "，".join(f"{verdict}{count}处" for verdict, count in report.counts.items())
    out = [f"共核对{len(report.findings)}处：{counts}。" if report.findings else "没有可核对的内容。"]
    out += report.notes
    for finding in report.findings:
        if not finding.proved:
            out.append(_told(report.text, finding))
    return "\n".join(out)


def _told(text: str, finding: Finding) -> str:
    line = text.count("\n", 0, finding.span.start) + 1
    column = finding.span.start - text.rfind("\n", 0, finding.span.start)
    shown = [f"\n第{line}行第{column}字【{finding.verdict}】{finding.text}", f"    {finding.reason}"]
    if finding.correction:
        shown.append(f"    建议改为：{finding.correction}")
    shown += [
        f"    依据：《{e.title}》{f'（{e.number}）' if e.number else ''}{e.label}：{e.quote}"
        for e in finding.evidence[:3]
    ]
    return "\n".join(shown)
