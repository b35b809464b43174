"""Any draft in, its plain text out: a file of whatever format, or words pasted into the page.

``text`` is what the check reads and what every offset counts in; ``docx`` is the file that comments and corrections go
into: the draft itself, what LibreOffice makes of a doc or wps, or nothing (then one is written anew).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.drafts.package import Package
from assistant.drafts.word_paper import WordPaper
from assistant.ledger.sheet import printable
from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read import office, read_bytes, read_file
from corpus.read.kind import kind_of
from corpus.read.limits import DEFAULT_LIMITS, Limits
from corpus.read.txt import decode, lines

LONGEST = 600_000
"""Characters: about 1,000 pages. What is longer is no draft of a person's."""
MOST_LINES = 20_000
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_TEXT = ("txt", "md")
# Marks of Markdown that are no words: headings, list bullets, quotes of a mail, emphasis, links.
_LINE_MARK = re.compile(r"^(?:\s{0,3}#{1,6}\s+|\s*>\s?)+")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Paper:
    """One draft as it was handed in.

    ``places`` says from which character on which place of the file is read (第3段, 脚注1), ``notes`` what the reader of
    the result must know (what could not be looked at).
    """

    name: str
    text: str
    docx: bytes = b""
    places: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()

    def place(self, at: int) -> str:
        """Where a character stands, for people: 第3段; in a text file the line."""
        if not self.places:
            return f"第{self.text.count(chr(10), 0, at) + 1}行"
        return self.places[max(bisect_right(self.places, at, key=lambda p: p[0]) - 1, 0)][1]


def open_draft(path: Path, limits: Limits = DEFAULT_LIMITS) -> Paper:
    """Read a draft from disk; raises ``UnreadableFile`` with one Chinese sentence and nothing else."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except (OSError, ValueError):
        data = b""
    if not data.strip(b"\x00 \t\r\n"):
        read_file(path, limits=limits)  # which says what is the matter with it
    return read_draft(data, path.name, limits)


def read_draft(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Paper:
    """Read a draft that is in memory, such as an upload; its content decides how, as for policy files."""
    if len(data) > limits.file_bytes or not data.strip(b"\x00 \t\r\n"):
        read_bytes(data, name, limits=limits)
    suffix = Path(name).suffix.casefold()
    kind = kind_of(data, suffix)
    if kind == "docx":
        paper = _word(data, name, (), limits)
    elif kind == "office":
        note = "旧格式文稿，经 LibreOffice 转换后核对；带批注的结果是转换后的 docx。"
        paper = _word(office.as_docx(data, name, limits), name, (note,), limits)
    elif kind in _TEXT:
        text, notes = decode(data, name)
        kept = lines(text)
        paper = Paper(name, "\n".join(map(_unmarked, kept) if kind == "md" else kept), notes=notes)
    else:
        paper = _other(read_bytes(data, name, limits=limits), name)
    return _checked(paper)


def pasted(text: str, name: str = "粘贴的文稿") -> Paper:
    """Words pasted into the page, or piped in."""
    return _checked(Paper(name, "\n".join(lines(text))))


def _checked(paper: Paper) -> Paper:
    if not paper.docx:
        paper = replace(paper, text=printable(paper.text))
    if not _UNSEEN.sub("", paper.text):
        raise UnreadableFile(f"文稿“{paper.name}”里没有文字可以核对，请检查是否保存完整。")
    if len(paper.text) > LONGEST:
        raise UnreadableFile(f"文稿“{paper.name}”有{len(paper.text)}字，超过上限{LONGEST}字，请拆分后再核对。")
    if (count := paper.text.count("\n") + 1) > MOST_LINES:
        raise UnreadableFile(f"文稿“{paper.name}”有{count}行，超过上限{MOST_LINES}行，请去掉空行或拆分后再核对。")
    return paper


def _word(data: bytes, name: str, notes: tuple[str, ...], limits: Limits) -> Paper:
    package = Package.open(data, name, limits)
    read = WordPaper.read(package)
    if not read.text.strip() and read.pictures:
        raise UnreadableFile(
            f"文稿“{name}”里只有图片，没有文字（可能是扫描件），请先用文字识别（OCR）软件转成文字再核对。"
        )
    if not read.text.strip() and package.damaged:
        raise UnreadableFile(f"文稿“{name}”内部结构有损坏或嵌套太深，读不出文字，请用 Word 打开后另存再试。")
    return Paper(name, read.text, data, tuple(read.places), (*notes, *_told(read)))


def _told(read: WordPaper) -> list[str]:
    """What the text leaves out or takes in that the reader would not expect."""
    out = []
    if read.package.damaged:
        out.append("文稿内部结构有损坏，已尽量读取，内容可能不全；不能在原文件上加批注。")
    if read.changes:
        out.append("文稿带有修订痕迹，按接受全部修订后的文字核对，原有修订不动。")
    if read.package.related("comments"):
        out.append("文稿原有的批注保留不动，批注里的话没有核对。")
    if read.pictures:
        out.append(f"文稿里有{read.pictures}处图片，图片里的文字没有核对。")
    if read.hidden:
        out.append("文稿里有隐藏文字，没有核对。")
    return out


def _other(raw: RawText, name: str) -> Paper:
    """What is read as policy files are (pdf, html, ofd, xlsx): one line a paragraph, one a row of a table."""
    out: list[str] = []
    for block in raw.blocks:
        out += [block] if isinstance(block, str) else [" ".join(filter(None, row)) for row in block.rows]
    return Paper(name, "\n".join(out), notes=(f"{raw.format} 文稿不能直接加批注，批注写在新建的 docx 里。", *raw.notes))


def _unmarked(line: str) -> str:
    """A line of Markdown without its marks; the words and the count of lines stay."""
    return _STRONG.sub(r"\2", _LINK.sub(r"\1", _LINE_MARK.sub("", line)))
