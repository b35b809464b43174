"""The draft back as docx: comments at the very words, and, where asked for, corrections as tracked changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.drafts.comments import Commenter
from assistant.drafts.edits import corrections
from assistant.drafts.finding import CheckReport, Finding
from assistant.drafts.fresh import new_docx
from assistant.drafts.package import Package
from assistant.drafts.paper import Paper
from assistant.drafts.remark import remark
from assistant.drafts.revisions import Reviser
from assistant.drafts.word_paper import WordPaper
from corpus.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked file, and what could not be put into it: findings without a place, corrections left to a comment."""

    data: bytes
    comments: int
    changes: int
    unplaced: tuple[Finding, ...] = ()
    unwritten: tuple[Finding, ...] = ()


def marked(
    paper: Paper,
    report: CheckReport,
    *,
    comments: bool = True,
    corrected: bool = False,
    proved: bool = False,
    now: datetime | None = None,
) -> Marked:
    """The draft with the report's findings as comments; ``proved`` comments on what is right as well.

    Raises ``UnreadableFile`` where the draft's file is damaged: what cannot be written back whole is not touched.
    """
    now = now or datetime.now(UTC).astimezone()
    package = Package.open(paper.docx or new_docx(paper.text), paper.name)
    read = WordPaper.read(package)
    if package.damaged:
        raise UnreadableFile(f"文件“{paper.name}”内部结构有损坏，不能在上面加批注，请用 Word 打开后另存再试。")
    if read.text != report.text:
        raise UnreadableFile(f"核对结果不是文稿“{paper.name}”的，请重新核对后再导出。")
    spoken = [f for f in report.findings if proved or not f.proved]
    commenter = Commenter(package, read.runs, now) if comments and spoken else None
    unplaced = [f for f in spoken if commenter and not commenter.add(f.span, remark(f))]
    reviser = Reviser(read.runs, package.word, now)
    edits, unwritten = corrections(report.findings, reviser.writable) if corrected else ([], [])
    if edits:
        _touch_stories(package)
        reviser.write(edits)
    return Marked(
        package.data(),
        len(spoken) - len(unplaced) if commenter else 0,
        len(edits),
        tuple(unplaced),
        tuple(unwritten),
    )


def _touch_stories(package: Package) -> None:
    """Every part that holds words of the draft."""
    package.touch(package.main)
    for kind in ("footnotes", "endnotes", "header", "footer"):
        for path in package.related(kind):
            package.touch(path)
