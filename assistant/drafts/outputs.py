"""What a check can be written as, by the ending of the file's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.drafts.finding import CheckReport
from assistant.drafts.paper import Paper
from corpus.errors import BadSettings

Form = Literal["docx", "html", "json"]
_FORMS: tuple[Form, ...] = ("docx", "html", "json")


def form_of(path: Path, asked: str) -> Form:
    """The format that a file's name asks for; raises ``BadSettings`` naming the option and the choices."""
    ending = path.suffix.lower().lstrip(".")
    for form in _FORMS:
        if ending == form:
            return form
    raise BadSettings(f"{asked} 写不了“{path.name}”，请用 {'、'.join('.' + f for f in _FORMS)} 作扩展名。")


def written_report(paper: Paper, report: CheckReport, form: Form, now: datetime | None = None) -> bytes:
    """The report, as a Word document of its own, a web page or JSON."""
    now = now or datetime.now(UTC).astimezone()
    if form == "json":
        from assistant.drafts.report_json import report_json

        return (json.dumps(report_json(paper, report), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "html":
        from assistant.drafts.report_html import report_html

        return report_html(paper, report, now).encode()
    from assistant.drafts.report_docx import report_docx

    return report_docx(paper, report, now)
