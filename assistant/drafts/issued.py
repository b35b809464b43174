"""Who issued a document and when, as a draft says it before a title: 市政府办公室2024年印发的《…》.

Only what plainly contradicts the document's head is told: another year, or an office of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafts.finding import Finding
from assistant.drafts.meant import Meant
from assistant.drafts.named import evidence_of_name
from assistant.drafts.outcome import evidence
from corpus.library import Library
from corpus.model import Document, Span
from corpus.organizations import bodies_in

_BEFORE = re.compile(
    r"(?P<who>[\u4e00-\u9fff（）()、 ]{2,30}?)?(?:于)?(?:(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月)?(?:\d{1,2}日)?)?"
    r"(?:联合|正式)?(?:印发|发布|出台|下发|制定|颁布)的?(?:关于)?$"
)


def issued(text: str, meant: Meant, library: Library) -> Iterator[Finding]:
    """Findings on the issuer and the year that a draft prints before one mention."""
    document = meant.document
    if document is None or meant.mention.how not in ("title", "number"):
        return
    start = max(text.rfind(c, 0, meant.mention.span.start) for c in "\n。，；,;") + 1
    match = _BEFORE.search(text[start : meant.mention.span.start])
    if match is None:
        return
    clause, span = evidence_of_name(document)
    proof = (evidence(library, clause, span),)
    if match["year"] and document.issued_on and int(match["year"]) not in _years(document):
        at = Span(start + match.start("year"), start + match.end("year") + 1)
        said, right = at.of(text), f"{document.issued_on.year}年"
        reason = f"文件成文于{document.issued_on.isoformat()}，文稿写作“{said}”。"
        yield Finding(at, said, "number", "数字不符", proof, reason, right)
    bodies = bodies_in(match["who"] or "")
    if len(bodies) == 1 and document.issuer and _other_office(bodies[0].body.text, document.issuer):
        at = bodies[0].span.shift(start + match.start("who"))
        reason = f"发文机关是{document.issuer}，文稿写作“{at.of(text)}”。"
        yield Finding(at, at.of(text), "duty", "部门不符", proof, reason, document.issuer.replace(" ", "、"))


def _years(document: Document) -> set[int]:
    return {d.year for d in (document.issued_on, document.published_on) if d}


def _other_office(said: str, issuer: str) -> bool:
    """Whether a department is named for what a government's office issued, or the other way round."""
    office = re.compile("(?:办公[厅室]|政府|国务院|党委|办)$")
    department = re.compile("(?:局|委员会|委|厅|部|署)$")
    one = bool(department.search(said)) and not office.search(said)
    held = [bool(office.search(i)) for i in issuer.split()]
    return one and all(held)
