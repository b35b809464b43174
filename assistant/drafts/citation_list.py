"""引用清单: every citation of a draft as a workbook, and the clauses that it rests on with ready citations.

One sheet says what the draft cites and what became of it, in the order of the text; the other each clause once, how
often and where it is used, and how it is cited in each style.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.citation_styles import STYLES, Cited, place, printed
from assistant.drafts.finding import CheckReport, Evidence, Finding
from assistant.drafts.paper import Paper
from assistant.drafts.report_html import KINDS
from assistant.ledger.sheet import Book, Column, Line, Sheet
from assistant.ledger.xlsx import write_xlsx
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document
from corpus.path import ClausePath


def citation_list(paper: Paper, report: CheckReport, library: Library, today: date) -> bytes:
    """The workbook; raises ``PolicyError`` where the draft cites nothing that was found."""
    cited = [f for f in report.findings if f.evidence or f.kind in ("citation", "quote")]
    if not cited:
        raise PolicyError(f"文稿“{paper.name}”里没有找到对政策文件的引用，没有清单可以导出。")
    clauses = _clauses(cited, library)
    book = Book(
        title=f"引用清单：{paper.name}"[:80],
        as_of=today,
        filters="",
        sheets=(_said(paper, cited), _used(paper, cited, library, today)),
        documents=tuple({d.id: d for d, _ in clauses}.values()),
        clauses=tuple(clauses),
        remarks=(*paper.notes, *report.notes),
    )
    return write_xlsx(book)


def _said(paper: Paper, findings: Sequence[Finding]) -> Sheet:
    columns = (
        Column("位置", width=10), Column("文稿写法", "quote", 60), Column("类别", width=10), Column("结论", width=14),
        Column("条款", "clause", 20), Column("文件", width=40), Column("说明", width=44), Column("建议", width=44),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                paper.place(f.span.start), f.text, KINDS[f.kind], f.verdict,
                "、".join(dict.fromkeys(map(_place, f.evidence))), "\n".join(dict.fromkeys(map(_document, f.evidence))),
                f.reason, f.correction,
            ),
            _id(f.evidence[0]) if f.evidence else None,
        )
        for f in findings
    )  # fmt: skip
    return Sheet("引用清单", columns, lines)


def _place(evidence: Evidence) -> str:
    """第二部分第（五）项 alone: a linked cell is one line to some programs, so the place doesn't stand behind a long title."""
    return place(ClausePath.parse(evidence.clause)) or evidence.label if evidence.clause else evidence.label


def _document(evidence: Evidence) -> str:
    return f"《{evidence.title}》" + (f"（{evidence.number}）" if evidence.number else "")


def _used(paper: Paper, findings: Sequence[Finding], library: Library, today: date) -> Sheet:
    """Each clause once; what the draft wrongly says of it counts as using it all the same."""
    columns = (
        Column("文件", width=44), Column("条款", "clause", 18), Column("次数", "number", 8), Column("位置", width=24),
        *(Column(f"{style}格式", width=60) for style in STYLES),
    )  # fmt: skip
    places: dict[ClauseId, list[str]] = {}
    for finding in findings:
        for evidence in finding.evidence:
            places.setdefault(_id(evidence), []).append(paper.place(finding.span.start))
    known = {d.id for d in library.documents}
    lines = []
    for clause, where in places.items():
        if clause.document not in known:
            continue
        cited = Cited.at(clause, "", library)
        lines.append(
            Line(
                (
                    library.document(clause.document).citation, clause.path.label, len(where),
                    "、".join(dict.fromkeys(where)), *(printed(cited, style, "行文", today) for style in STYLES),
                ),
                clause,
            )
        )  # fmt: skip
    return Sheet("依据条款", columns, tuple(lines))


def _clauses(findings: Sequence[Finding], library: Library) -> list[tuple[Document, Clause]]:
    wanted = {_id(e) for f in findings for e in f.evidence}
    return [(d, c) for d in library.documents for c in d.walk() if c.id in wanted]


def _id(evidence: Evidence) -> ClauseId:
    return ClauseId(evidence.document, ClausePath.parse(evidence.clause) if evidence.clause else ClausePath())
