"""What a check can be written as, by the ending of the file's name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.drafts.finding import CheckReport
from assistant.drafts.paper import Paper
from assistant.drafts.report_json import report_json
from corpus.errors import BadSettings
from corpus.library import Library

Form = Literal["docx", "html", "json", "txt", "xlsx"]
REPORTS: tuple[Form, ...] = ("docx", "html", "json", "txt")


def form_of(path: Path, option: str, forms: tuple[Form, ...]) -> Form:
    """The format that a file's name asks for; raises ``BadSettings`` naming the option and the choices."""
    ending = path.suffix.lower().lstrip(".")
    for form in forms:
        if ending == form:
            return form
    raise BadSettings(f"{option} 不能写出“{path.name}”，请用 {'、'.join('.' + f for f in forms)} 作扩展名。")


def json_of(paper: Paper, report: CheckReport) -> dict[str, Any]:
    """The contract's claims, and beside them the draft's name and what its reader noted."""
    out = report_json(report)
    return {**out, "draft": paper.name, "notes": [*paper.notes, *out["notes"]]}


def written_report(paper: Paper, report: CheckReport, form: Form, now: datetime | None = None) -> bytes:
    """The report: a Word document of its own, a web page, JSON or plain text."""
    now = now or datetime.now(UTC).astimezone()
    if form == "json":
        return (json.dumps(json_of(paper, report), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "html":
        from assistant.drafts.report_html import report_html

        return report_html(paper, report, now).encode()
    if form == "docx":
        from assistant.drafts.report_docx import report_docx

        return report_docx(paper, report, now)
    return (told(paper, report) + "\n").encode()


def told(paper: Paper, report: CheckReport) -> str:
    """The report as a terminal shows it."""
    from assistant.drafts.report_text import report_text

    return "\n".join((*(f"说明：{note}" for note in paper.notes), report_text(paper, report)))


def written_list(paper: Paper, report: CheckReport, library: Library, today: date) -> bytes:
    """引用清单 as xlsx."""
    from assistant.drafts.citation_list import citation_list

    return citation_list(paper, report, library, today)
