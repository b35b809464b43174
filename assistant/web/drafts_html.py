"""核稿's HTML: the findings beside the marked text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts.finding import CheckReport, Evidence
from assistant.drafts.paper import Paper
from assistant.drafts.remark import located
from assistant.drafts.report_html import counts_html, finding_card, in_order, marked_text
from assistant.web.markup import clause_link, escape
from assistant.web.notices import nothing

SHOWN = 400  # findings drawn at once; a reader of more filters, or takes the report


def shown_numbers(report: CheckReport, verdicts: Sequence[str]) -> list[int]:
    """The findings of these verdicts (all where none is chosen), what is to be done first."""
    return [n for n in in_order(report.findings) if not verdicts or report.findings[n].verdict in verdicts]


def findings_html(paper: Paper, report: CheckReport, verdicts: Sequence[str]) -> str:
    """Counts, notes and the cards of the chosen verdicts."""
    notes = "".join(f'<p class="quiet">{escape(note)}</p>' for note in (*paper.notes, *report.notes))
    numbers = shown_numbers(report, verdicts)
    cards = "".join(finding_card(paper, report.findings, n, _opening) for n in numbers[:SHOWN])
    if not cards:
        cards = nothing("没有找到需要核对的引用、数字或职责。" if not report.findings else "没有这一类的结果。")
    more = len(numbers) - SHOWN
    rest = f'<p class="quiet">另有{more}处没有显示，请按结论筛选或导出报告。</p>' if more > 0 else ""
    return f'{counts_html(report)}{notes}<div class="findings">{cards}{rest}</div>'


def paper_html(report: CheckReport, verdicts: Sequence[str]) -> str:
    """The draft with the words of the chosen verdicts coloured."""
    shown = frozenset(shown_numbers(report, verdicts))
    return f'<div class="paper" tabindex="0" role="region" aria-label="文稿">{marked_text(report.text, report.findings, shown)}</div>'


def _opening(evidence: Evidence) -> str:
    """A clause as a link that opens its document there."""
    return clause_link(f"{evidence.document}#{evidence.clause}", located(evidence), evidence.quote)
