"""A draft's markers filled: [[引: 到2025年…达到3.93人]] becomes a citation, in the line or as a real footnote.

A marker names what it wants cited in any of these ways; what cannot be filled stays as it is, with a comment that says why:

    [[引: 粤办函〔2022〕245号#二/（五）]]          the clause by its id
    [[引: 粤办函〔2022〕245号第二部分第（五）项]]    the clause as people write it
    [[引: 县域内就诊率达到90%以上]]                what is said: the clause that carries it
    [[引]]                                        the sentence that stands before the marker
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from assistant.ask import Assistant
from assistant.citation_styles import Cited, Form, Style, printed
from assistant.drafts.carrying import LONGEST, carriers
from assistant.drafts.citation_fields import Kept, digest, field_runs
from assistant.drafts.comments import Commenter
from assistant.drafts.footnotes import Footnotes
from assistant.drafts.fresh import new_docx
from assistant.drafts.package import Package
from assistant.drafts.paper import Paper
from assistant.drafts.reference_list import renumber
from assistant.drafts.runs import Piece, looks_of
from assistant.drafts.word_paper import WordPaper
from corpus.document_number import find_numbers
from corpus.errors import PolicyError, UnknownClause
from corpus.model import Clause, ClauseId, Document, Span
from corpus.path import ClausePath
from corpus.read.archive import local

MARKER = re.compile(r"[\[［]{2}\s*引\s*(?:[:：]\s*(?P<wanted>[^\[\]［］\n]*?))?\s*[\]］]{2}")
MOST = 500
"""Markers of one draft: each is a search of the library, and no author writes more."""
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?\s*$")
_TITLE = re.compile("《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Mark:
    """One marker as it stood, what it asked for (the sentence before a bare [[引]]), and what became of it."""

    marker: str
    said: str
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The file, and per marker in order what became of it: the citation, or why there is none."""

    data: bytes
    done: tuple[Mark, ...]
    left: tuple[Mark, ...]


def fill(
    paper: Paper,
    assistant: Assistant,
    style: Style,
    footnote: bool,
    now: datetime | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Filled:
    """Fill every marker of a draft; raises ``PolicyError`` where it has none. ``tell`` hears how many are done of all."""
    markers = list(MARKER.finditer(paper.text))
    if not markers:
        raise PolicyError(
            f"文稿“{paper.name}”里没有标记，请在要引用的地方写 [[引: 想说的话]]，或在一句话后面写 [[引]]。"
        )
    if len(markers) > MOST:
        raise PolicyError(f"文稿“{paper.name}”里有{len(markers)}个标记，超过上限{MOST}个，请拆分后再填。")
    package = Package.open(paper.docx or new_docx(paper.text), paper.name)
    writer = _Writer(package, style, footnote, now or datetime.now(UTC).astimezone())
    done: list[Mark] = []
    left: list[Mark] = []
    for number, match in enumerate(markers):
        if tell is not None:
            tell(number, len(markers))
        span, wanted = Span(match.start(), match.end()), _wanted(match, paper.text)
        try:
            document, clause, quote = wanted_clause(assistant, wanted)
            line = assistant.library.lines.get(document.id)
            cited = Cited.of(document, clause.path, quote, line.source.url if line else None)
            writer.write(span, cited, clause)
            done.append(Mark(match[0], wanted, printed(cited, style, "脚注" if footnote else "行文")))
        except PolicyError as error:
            writer.remark(span, str(error))
            left.append(Mark(match[0], wanted, str(error)))
    renumber(package, assistant.library, (now or datetime.now(UTC).astimezone()).date())
    return Filled(package.data(), tuple(done), tuple(left))


def _wanted(match: re.Match[str], text: str) -> str:
    if match["wanted"]:
        return str(match["wanted"])
    before = _SENTENCE.search(MARKER.sub("", text[max(0, match.start() - LONGEST) : match.start()]))
    return before[0].strip() if before else ""


def wanted_clause(assistant: Assistant, wanted: str) -> tuple[Document, Clause, str]:
    """The clause that a marker wants and the words of it to quote (none where the clause itself is named)."""
    named = _named_clause(assistant, wanted)
    if named is not None:
        return (*named, "")
    found = carriers(assistant, wanted, 3)
    best = next((c for c in found if c.carries), None)
    if best is not None:
        return best.document, best.clause, best.quote
    if not found:
        raise PolicyError(f"文件库里没有条款写到“{_short(wanted)}”，没有引用，请改写或自行核对。")
    near = found[0]
    why = f"（{'；'.join(near.against)}）" if near.against else "（没有写全）"
    raise PolicyError(f"没有条款能支撑“{_short(wanted)}”。最接近的是{printed(near.cited)}{why}请改正后再引。")


def _named_clause(assistant: Assistant, wanted: str) -> tuple[Document, Clause] | None:
    """The clause that the words name outright; raises ``UnknownClause`` where a named document has no such clause."""
    library = assistant.library
    if "#" in wanted:
        clause_id = ClauseId.parse(wanted)
        return library.document(clause_id.document), library.clause(clause_id)
    numbers, title = find_numbers(wanted), _TITLE.search(wanted)
    if numbers:
        known = [d for d in library.documents if d.number == numbers[0].normal]
        rest = wanted[numbers[0].span.end :]
    elif title:
        known = [d for d in library.documents if title[1] in (d.name, d.title)]
        rest = wanted[title.end() :]
    else:
        return None
    place = re.sub(r"^[\s）)]+|[\s，。]+$", "", rest)
    if len(place) > 40:
        return None
    if not known:
        raise UnknownClause(f"文件库里没有“{_short(wanted)}”所指的文件，没有引用，请核对文号和名称。")
    return known[0], library.clause(ClauseId(known[0].id, ClausePath.parse(place)))


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "……"


class _Writer:
    """Puts citations into one file in place of words."""

    def __init__(self, package: Package, style: Style, footnote: bool, now: datetime) -> None:
        self._package, self._style, self._footnote, self._now = package, style, footnote, now
        self._read = WordPaper.read(package)
        package.touch(package.main)
        self._notes = Footnotes(package) if footnote else None
        self._comments: Commenter | None = None

    def write(self, span: Span, cited: Cited, clause: Clause) -> None:
        """Replace the words of ``span`` by the citation."""
        runs = self._read.runs
        pieces = runs.within(span.start, span.end)
        if not pieces or any(p.run is None or p.field or _copied(p) for p in pieces):
            raise PolicyError("这个标记写在文本框、公式或域里，不能自动替换，请手工填写。")
        runs.cut(span.start)
        runs.cut(span.end)
        going = list({id(p.run): p.run for p in runs.within(span.start, span.end) if p.run is not None}.values())
        as_note = self._notes is not None and pieces[0].anchor is None
        for element in self._made(going[0], cited, clause, as_note):
            going[0].addprevious(element)
        for run in going:
            run.getparent().remove(run)
        for path in (p for kind in ("footnotes", "endnotes", "header", "footer") for p in self._package.related(kind)):
            if pieces[0].anchor is not None:
                self._package.touch(path)

    def _made(self, model: etree._Element, cited: Cited, clause: Clause, as_note: bool) -> Sequence[etree._Element]:
        form: Form = "脚注" if as_note else "行文"
        kept = Kept(clause=str(clause.id), quote=cited.quote, style=self._style, form=form, seen=digest(clause))
        text = citation_text(kept, cited, self._now)
        word = self._package.word
        if as_note and self._notes is not None:
            return [self._notes.add(field_runs(word, kept.code, text, self._notes.looks()))]
        looks = looks_of(model)
        return field_runs(word, kept.code, text, _raised(looks, word) if self._style == "GB" else looks)

    def remark(self, span: Span, why: str) -> None:
        """Leave the marker and say in a comment why."""
        self._comments = self._comments or Commenter(self._package, self._read.runs, self._now)
        self._comments.add(span, [f"【未引用】{why}"])


def citation_text(kept: Kept, cited: Cited, now: datetime) -> str:
    """What a citation's field shows; ``[0]`` stands for a number that is given when all are known."""
    if kept.form == "脚注":
        return printed(cited, kept.style, "脚注", now.date())
    if kept.style == "GB":
        return "[0]"
    plain = Cited(cited.name, cited.title, cited.number, cited.path, "", status=cited.status)
    return f"（{printed(plain, kept.style)}）"


def _raised(looks: etree._Element | None, word: str) -> etree._Element:
    """The properties of a number set above the line."""
    made = etree.Element(f"{{{word}}}rPr", nsmap={"w": word})
    made.extend([] if looks is None else [e for e in _copy(looks) if local(e) != "vertAlign"])
    raised = etree.Element(f"{{{word}}}vertAlign", {f"{{{word}}}val": "superscript"})
    before = [e for e in made if local(e) in ("rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")]
    if before:
        before[0].addprevious(raised)
    else:
        made.append(raised)
    return made


def _copy(element: etree._Element) -> list[etree._Element]:
    return list(etree.fromstring(etree.tostring(element)))


def _copied(piece: Piece) -> bool:
    return any(local(e) == "AlternateContent" for e in piece.element.iterancestors())
