"""核稿's HTML: the findings beside the marked text, and the clauses for what somebody wants to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.citation_styles import Style, printed
from assistant.drafts.carrying import Carrier
from assistant.drafts.finding import VERDICTS, CheckReport, Evidence
from assistant.drafts.paper import Paper
from assistant.drafts.remark import located
from assistant.drafts.report_html import counts_html, finding_card, in_order, marked_text
from assistant.web.markup import attribute, clause_link, escape
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


def carriers_html(found: Sequence[Carrier], style: Style, footnote: bool, today: date) -> str:
    """The clauses with ready citations; those that carry apart from those that are merely near."""
    if not found:
        return nothing("文件库里没有条款写到这些内容，没有可以引用的。", "请改写，或自行核对其他文件。")
    out = ""
    for carries, head in ((True, "能支撑这句话"), (False, "意思相近，但不能直接支撑")):
        cards = "".join(_carrier(c, style, footnote, today) for c in found if c.carries is carries)
        out += f'<h2 class="part">{head}</h2>{cards}' if cards else ""
        if carries and not cards:
            out += nothing("没有条款能完全支撑这句话。", "下面是最接近的，差在哪里写在各条里。")
    return out


def _carrier(carrier: Carrier, style: Style, footnote: bool, today: date) -> str:
    citation = printed(carrier.cited, style, "脚注" if footnote else "行文", today)
    where = clause_link(carrier.clause.id, f"{carrier.document.citation}{carrier.clause.label}", carrier.quote)
    verdict = VERDICTS.index("一致" if carrier.carries else "断章")
    told = "".join(f'<p class="against">不符：{escape(reason)}</p>' for reason in carrier.against)
    told += "".join(f'<p class="warning">注意：{escape(warning)}</p>' for warning in carrier.warnings)
    copy = (
        f'<p class="actions"><button type="button" class="copy" data-copy="{attribute(citation)}">复制引用</button></p>'
        if carrier.carries
        else ""
    )
    return (
        f'<article class="carrier v{verdict}"><p>{where}</p><blockquote>{escape(carrier.quote)}</blockquote>{told}'
        + (f'<p class="citation">{escape(citation)}</p>' if carrier.carries else "")
        + f"{copy}</article>"
    )
