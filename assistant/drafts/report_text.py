"""A check as a terminal shows it: the counts, then what is to be done, line by line."""

from __future__ import annotations

from assistant.drafts.finding import CheckReport, Finding
from assistant.drafts.paper import Paper
from assistant.drafts.remark import source


def report_text(paper: Paper, report: CheckReport) -> str:
    """The counts and every finding that isn't proved, with its place: 第3行第6字, in a docx 第3段第6字, 脚注1第2字."""
    counts = "，".join(f"{verdict}{count}处" for verdict, count in report.counts.items())
    out = [f"共核对{len(report.findings)}处：{counts}。" if report.findings else "没有可核对的内容。"]
    out += report.notes
    for finding in report.findings:
        if not finding.proved:
            out.append(_told(paper, report.text, finding))
    return "\n".join(out)


def _told(paper: Paper, text: str, finding: Finding) -> str:
    column = finding.span.start - text.rfind("\n", 0, finding.span.start)
    shown = [
        f"\n{paper.place(finding.span.start)}第{column}字【{finding.verdict}】{finding.text}",
        f"    {finding.reason}",
    ]
    if finding.correction:
        shown.append(f"    建议改为：{finding.correction}")
    shown += [f"    依据：{source(e)}" for e in finding.evidence[:3]]
    return "\n".join(shown)
