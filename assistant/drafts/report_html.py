"""A check's report as one HTML file that needs nothing else: counts, each finding with its clause, the marked text.

The page shows the same pieces; ``finding_card`` and ``marked_text`` are made here for both. Anchors tie them together:
``d3`` is the third finding's card, ``t3`` its first words in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assistant.drafts.edits import changes
from assistant.drafts.finding import VERDICTS, CheckReport, Evidence, Finding
from assistant.drafts.paper import Paper
from assistant.drafts.remark import located
from assistant.drafts.segments import segments
from assistant.web.markup import escape

STYLES = (Path(__file__).with_name("report.css"), Path(__file__).parent.parent / "web" / "drafts.css")
Named = Callable[[Evidence], str]
KINDS = {"citation": "引用", "quote": "引文", "number": "数字", "duty": "职责", "unsourced": "未注明出处"}


def named(evidence: Evidence) -> str:
    """The document and the place of a clause."""
    return escape(located(evidence))


def report_html(paper: Paper, report: CheckReport, now: datetime) -> str:
    """The whole report."""
    notes = "".join(f"<li>{escape(n)}</li>" for n in (*paper.notes, *report.notes))
    styles = "".join(path.read_text("utf-8") for path in STYLES)
    cards = "".join(finding_card(paper, report.findings, n) for n in in_order(report.findings))
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>核对报告：{escape(paper.name)}</title><style>{styles}</style></head>"
        f'<body class="report"><h1>核对报告：{escape(paper.name)}</h1><p class="when">{now:%Y年%m月%d日 %H:%M}，'
        f"共核对{len(report.findings)}处</p>{counts_html(report)}"
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + f'<h2>逐处说明</h2><div class="findings">{cards or "<p>没有找到需要核对的引用、数字或职责。</p>"}</div>'
        f'<h2>文稿</h2><div class="paper">{marked_text(report.text, report.findings)}</div></body></html>'
    )


def counts_html(report: CheckReport) -> str:
    """How many findings of each verdict."""
    counted = "".join(f'<li class="v{VERDICTS.index(v)}">{v} <b>{n}</b></li>' for v, n in report.counts.items())
    return f'<ul class="counts">{counted}</ul>' if counted else ""


def in_order(findings: Sequence[Finding]) -> list[int]:
    """The numbers of the findings: what is to be done first, then what was proved, each in the order of the text."""
    return sorted(range(len(findings)), key=lambda n: (findings[n].proved, findings[n].span.start))


def finding_card(paper: Paper, findings: Sequence[Finding], number: int, name: Named = named) -> str:
    """One finding: the words, the verdict, the reason, the proposed words with the difference, the clauses.

    ``name`` makes the line that names a clause: the page makes it a link that opens the document there.
    """
    finding = findings[number]
    change = (
        f'<p class="change">建议：{difference(finding.text, finding.correction or "")}</p>'
        if _proposes(finding)
        else ""
    )
    evidence = "".join(
        f'<div class="evidence"><p class="where">{name(e)}</p><blockquote>{escape(e.quote)}</blockquote></div>'
        for e in finding.evidence
    )
    return (
        f'<article class="finding v{VERDICTS.index(finding.verdict)}" id="d{number}" tabindex="-1">'
        f'<p class="head"><span class="verdict">{escape(finding.verdict)}</span>'
        f'<span class="kind">{KINDS[finding.kind]}</span>'
        f'<a class="place" href="#t{number}">{escape(paper.place(finding.span.start))}</a></p>'
        f'<p class="words">{escape(finding.text)}</p><p class="reason">{escape(finding.reason)}</p>{change}{evidence}</article>'
    )


def marked_text(text: str, findings: Sequence[Finding], shown: frozenset[int] | None = None) -> str:
    """The draft with every finding's words coloured by verdict, each a link to its card; lines become paragraphs."""
    out = ""
    for segment in segments(text, findings, shown):
        out += "".join(f'<span id="t{n}" class="at"></span>' for n in segment.begins)
        words = escape(segment.text).replace("<br>", "</p><p>")
        if segment.finding is None:
            out += words
            continue
        verdict = findings[segment.finding].verdict
        opening = f'<a class="said v{VERDICTS.index(verdict)}" href="#d{segment.finding}" title="{verdict}">'
        out += opening + words.replace("</p><p>", f"</a></p><p>{opening}") + "</a>"
    return f"<p>{out}</p>"


def _proposes(finding: Finding) -> bool:
    return finding.correction is not None and finding.correction != finding.text


def difference(old: str, new: str) -> str:
    """The words as they should read, with what goes struck through and what comes underlined."""
    out, at = "", 0
    for edit in changes(old, new):
        out += escape(old[at : edit.span.start])
        gone = old[edit.span.start : edit.span.end]
        out += (f"<del>{escape(gone)}</del>" if gone else "") + (f"<ins>{escape(edit.new)}</ins>" if edit.new else "")
        at = edit.span.end
    return out + escape(old[at:])
