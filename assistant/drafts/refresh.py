"""All citations of a draft brought up to the library as it is now, each one told: the same, moved, changed, gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher

from assistant.ask import Assistant
from assistant.citation_styles import Cited
from assistant.drafts.citation_fields import CitationField, Kept, citation_fields, digest
from assistant.drafts.citing import citation_text
from assistant.drafts.comments import Commenter
from assistant.drafts.package import Package
from assistant.drafts.paper import Paper
from assistant.drafts.reference_list import renumber
from assistant.drafts.word_paper import WordPaper
from corpus.errors import BadReference, PolicyError
from corpus.library import DOCUMENTS
from corpus.model import Clause, ClauseId, Document, Span
from corpus.read.archive import local
from corpus.sentences import sentences
from corpus.shelf import Shelf
from corpus.versions import resolve_citation

_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of one citation: its clause, the words in the draft before and after, what is to be known of it."""

    clause: str
    before: str
    after: str
    told: str = ""

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look at it."""
        return not self.told


def refresh(paper: Paper, assistant: Assistant, now: datetime | None = None) -> tuple[bytes, tuple[Refreshed, ...]]:
    """The draft with its citations rewritten, and one line on each; raises ``PolicyError`` where it has none of ours."""
    now = now or datetime.now(UTC)
    package = Package.open(paper.docx, paper.name) if paper.docx else None
    found = list(_all(package)) if package else []
    if package is None or not found:
        raise PolicyError(f"文稿“{paper.name}”里没有由本程序插入的引用，没有可以更新的内容。")
    shelf = Shelf(assistant.library.folder or DOCUMENTS)
    commenter: Commenter | None = None
    read = WordPaper.read(package)
    spans = {id(p.run): Span(p.start, p.end) for p in read.runs.pieces if p.run is not None}
    out = []
    for path, field in found:
        package.touch(path)
        before, (kept, cited, told) = field.shown, _resolved(field.kept, assistant, shelf)
        if told and (span := _span(field, spans)) is not None:
            commenter = commenter or Commenter(package, read.runs, now)
            commenter.add(span, [f"【引用更新】{told}"])
        if cited is not None:
            field.show(citation_text(kept, cited, now))
            _recode(field, kept)
        out.append(Refreshed(field.kept.clause, before, field.shown, told))
    renumber(package, assistant.library, now.date())
    return package.data(), tuple(out)


def _all(package: Package) -> Iterator[tuple[str, CitationField]]:
    parts = [package.main, *(p for k in ("footnotes", "endnotes", "header", "footer") for p in package.related(k))]
    for path in parts:
        for field in citation_fields(package.part(path)):
            yield path, field


def _span(field: CitationField, spans: dict[int, Span]) -> Span | None:
    there = [spans[id(run)] for run in field.results if id(run) in spans]
    return Span(there[0].start, there[-1].end) if there else None


def _resolved(kept: Kept, assistant: Assistant, shelf: Shelf) -> tuple[Kept, Cited | None, str]:
    """The citation as it should be now, what it prints (``None``: leave it), and what its reader must know."""
    try:
        clause_id = ClauseId.parse(kept.clause)
        current = _current(clause_id.document, assistant, shelf)
        where = resolve_citation(clause_id, kept.quote, current, shelf.older(clause_id.document))
    except BadReference as error:
        return kept, None, str(error)
    if current is None:
        return kept, None, f"文件库里没有“{clause_id.document}”这份文件了，引用保持原样，请核对。"
    if where.now is None:
        return kept, None, f"现行文本里没有“{clause_id.path.label}”这一条了，引用保持原样，请核对。"
    quote, told = kept.quote, where.note if where.standing == "移动" else ""
    if where.standing in ("改动", "查无"):  # 查无: no older version is kept, so the words cannot be traced
        quote = _nearest(kept.quote, where.now)
        now = f"现为：“{quote}”。" if quote else "现文中没有相近的话，引文已去掉。"
        told = f"“{where.now.label}”的文字已经改动。原引：“{kept.quote}”，{now}"
    elif kept.seen and kept.seen != digest(where.now) and not told:
        rest = "其他文字有改动，所引的话没有变。" if quote else "文字有改动，请核对正文。"
        told = f"“{where.now.label}”的{rest}"
    told += _standing(current, assistant)
    line = assistant.library.lines.get(current.id)
    url = line.source.url if line else None
    new = kept.model_copy(
        update={"clause": str(ClauseId(current.id, where.now.path)), "quote": quote, "seen": digest(where.now)}
    )
    return new, Cited.of(current, where.now.path, quote, url), told


def _current(document: str, assistant: Assistant, shelf: Shelf) -> Document | None:
    """The document as the library has it now, under its own or an earlier id."""
    held = next((d for d in assistant.library.documents if d.id == document), None)
    return held or shelf.find(document)


def _standing(document: Document, assistant: Assistant) -> str:
    if all(d.id != document.id for d in assistant.library.documents):
        return ""
    force = assistant.library.force(document.id, assistant.day())
    return "" if force.in_force or force.status == "不明" else f"这份文件{force.status}：{force.reason}"


def _nearest(quote: str, clause: Clause) -> str:
    """The sentence of the clause as it reads now that comes nearest to what was quoted; empty where none does."""
    pieces = [p.of(clause.text).strip() for p in sentences(clause.text)]
    scored = [(SequenceMatcher(None, quote, p, autojunk=False).ratio(), p) for p in pieces if p]
    best, words = max(scored, default=(0.0, ""))
    return words if best >= _LIKE else ""


def _recode(field: CitationField, kept: Kept) -> None:
    """Write the field's code anew, in one piece."""
    root = field.begin.getparent()
    inside = False
    written = False
    for run in list(root.iter()) if root is not None else []:
        if run is field.begin:
            inside = True
        if inside and local(run) == "instrText":
            run.text = "" if written else f" {kept.code} "
            written = True
        if run is field.end:
            break
