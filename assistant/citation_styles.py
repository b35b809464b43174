"""One citation in the three styles that a writer needs: 公文, GB/T 7714—2015, plain words; inline, as a footnote, in a list.

``公文`` is what a notice or a reply prints: 《…行动方案》（粤办函〔2022〕245号）第二部分第（五）项规定：“…”。 Quotation
marks inside the quote become single ones, as GB/T 15834 asks; nothing else of it is touched.

``GB`` is the entry of a reference list by GB/T 7714—2015. The standard's own example of an official paper (4.6.2) is
北京市人民政府办公厅. 关于转发…的通知: 京政办发[2005]37号[A/OL]. (2005-07-12)[2011-07-12]. http://…: the issuer once
(the title goes on without it), the document number as other title information, A for archives and official papers,
``/OL``, the day of reading and the address only where there is an address. The clause stands where the standard has the
page. What a document does not state is left out, never guessed.

A list's entry serves inline and at the foot too, there with the clause.

``文字`` is for a message or a chat: no footnotes, no brackets within brackets, the clause as the text prints it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from assistant.answer import Citation
from corpus.errors import BadSettings
from corpus.library import Library
from corpus.model import ClauseId, Document
from corpus.path import ClausePath

Style = Literal["公文", "GB", "文字"]
Form = Literal["行文", "脚注", "文末"]
STYLES: tuple[Style, ...] = get_args(Style)
FORMS: tuple[Form, ...] = get_args(Form)

# Our own names for the top of a file: a reader of the citation would look for them in vain.
_UNNAMED = re.compile("^(?:抬头|标题|正文|附注)[0-9]*$")
# Places that tell rather than rule: 引言规定 reads wrong.
_TELLING = re.compile("(?:引言|通知|结语|落款|目录|表|专栏|附表)[0-9]*$")
_ENDED = ("。", "！", "？", "…")
_INNER = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a style prints: the document's own particulars, the clause, and the words quoted (empty: none).

    ``title`` is the full official title, ``name`` what stands between 《》. A particular that is not known is ``None``.
    """

    name: str
    title: str
    number: str | None
    path: ClausePath
    quote: str = ""
    issuer: str | None = None
    issued_on: date | None = None
    status: str = ""
    url: str | None = None

    @classmethod
    def of(cls, document: Document, path: ClausePath, quote: str = "", url: str | None = None) -> Cited:
        """A clause of a document that is at hand."""
        return cls(
            document.name, document.title, document.number, path, quote,
            document.issuer, document.issued_on, document.status, url,
        )  # fmt: skip

    @classmethod
    def at(cls, clause: ClauseId, quote: str, library: Library) -> Cited:
        """A clause of the library; raises ``UnknownClause`` where its document is not there."""
        document = library.document(clause.document)
        line = library.lines.get(document.id)
        return cls.of(document, clause.path, quote, line.source.url if line else None)

    @classmethod
    def cited(cls, citation: Citation, library: Library | None = None) -> Cited:
        """An answer's citation; without the library the issuer and the date stay out."""
        if library is not None:
            return cls.at(citation.clause, citation.quote, library)
        return cls(citation.title, citation.title, citation.number, citation.clause.path, citation.quote)


def printed(cited: Cited, style: Style = "公文", form: Form = "行文", read_on: date | None = None) -> str:
    """The citation as text, ready to be pasted.

    ``行文`` goes into the sentence, ``脚注`` stands at the foot of the page, ``文末`` is the entry of the list behind the
    text, where a document stands once, without clause and quote. ``read_on`` is the day of reading (引用日期).
    """
    return _STYLES[style](cited, form, read_on)


def style_of(asked: str) -> Style:
    """A style by any name a user gives it (gb, GB/T 7714, 公文); raises ``BadSettings`` with the choices."""
    plain = re.sub(r"[\s/—-]+|格式|体", "", asked).upper()
    for style in STYLES:
        if plain == style or (style == "GB" and plain.startswith("GB")):
            return style
    raise BadSettings(f"没有“{asked}”这种引用格式，可用：{'、'.join(STYLES)}。")


def place(path: ClausePath) -> str:
    """Where in the document, in running text: 第二部分第（五）项; empty for the head of the file, which has no name."""
    return "" if not path.steps or _UNNAMED.match(path.steps[0]) else _article(path).prose


def _article(path: ClausePath) -> ClausePath:
    """Without the chapter above an article: articles run through the whole statute, and nobody cites 第一章第二条."""
    return ClausePath(path.key)


def _official(cited: Cited, form: Form, read_on: date | None) -> str:
    document = _named(cited)
    if form == "文末":
        return document
    where = document + place(cited.path)
    if form == "脚注":
        return f"见{where}：{_quoted(cited.quote)}" if cited.quote else f"见{where}。"
    return f"{where}{_verb(cited.path)}：{_quoted(cited.quote)}" if cited.quote else where


def _named(cited: Cited) -> str:
    """《…》（粤办函〔2022〕245号）; a draft for comments says that it is one."""
    draft = cited.status == "征求意见稿" and "征求意见稿" not in cited.name
    number = f"（{cited.number}）" if cited.number else ""
    return f"《{_inside_title(cited.name)}》{number}" + ("（征求意见稿）" if draft else "")


def _inside_title(name: str) -> str:
    """Titles within a title take single marks: 《关于印发〈…〉的通知》."""
    return name.replace("《", "〈").replace("》", "〉")


def _verb(path: ClausePath) -> str:
    return "规定" if place(path) and not _TELLING.search(path.steps[-1]) else "载明"


def _quoted(quote: str) -> str:
    """Between quotation marks, with one full stop: inside where the clause prints it, else behind."""
    words = _line(quote).translate(_INNER)
    return f"“{words}”" if words.endswith(_ENDED) else f"“{words.rstrip('，；、：,;')}”。"


def _line(quote: str) -> str:
    """The quote in one line: cells and paragraphs stand a blank apart."""
    return " ".join(piece.strip() for piece in quote.splitlines() if piece.strip())


def _reference(cited: Cited, form: Form, read_on: date | None) -> str:
    where = "" if form == "文末" else place(cited.path)
    number = f": {cited.number}" if cited.number else ""
    day = cited.issued_on.isoformat() if cited.issued_on else ""
    head = f"{_authors(cited)}{_own_title(cited)}{number}"
    if not cited.url:
        printed_on = ": ".join(filter(None, (day, where)))
        return f"{head}[A]." + (f" {printed_on}." if printed_on else "")
    # 出版年: 引文页码(更新或修改日期)[引用日期]. 获取和访问路径.
    page = ": ".join(filter(None, (day[:4], where))) if where else ""
    dates = (f"({day})" if day else "") + (f"[{read_on.isoformat()}]" if read_on else "")
    return f"{head}[A/OL]. " + (f"{page}{dates}. " if page or dates else "") + cited.url + "."


def _authors(cited: Cited) -> str:
    """Up to three bodies, then 等: the standard's rule for those responsible."""
    bodies = re.split(r"[\s、，,]+", cited.issuer.strip()) if cited.issuer else []
    if not bodies:
        return ""
    return ", ".join(bodies[:3]) + (", 等" if len(bodies) > 3 else "") + ". "


def _own_title(cited: Cited) -> str:
    """The title without the issuer that begins it; 关于… is kept, a bare 印发… gives way to the name it hands out."""
    if not cited.issuer or not cited.title.startswith(cited.issuer):
        return cited.title
    rest = cited.title[len(cited.issuer) :].strip()
    return rest if rest.startswith("关于") else cited.name


def _plain(cited: Cited, form: Form, read_on: date | None) -> str:
    head = " ".join(filter(None, (cited.number, f"《{_inside_title(cited.name)}》")))
    where = "" if form == "文末" or not place(cited.path) else _article(cited.path).label
    said = f"：{_line(cited.quote)}" if cited.quote and form != "文末" else ""
    return f"{head}{where}{said}"


_STYLES = {"公文": _official, "GB": _reference, "文字": _plain}
