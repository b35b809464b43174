"""Cut a clause into sentences and segments, so that a number stays beside the words that it belongs to.

A *sentence* ends with 。！？ or a line break; a *segment* is what stands between commas and semicolons outside
brackets. Everything is a pair of offsets into the clause's text, so what is found can be quoted as printed.

``masked`` gives the text to search in: half width, and with the digits of titles, slogans, document numbers and
names blanked out one for one, because “54321”战略, 《…规划(2022—2025年)》, 〔2022〕245号 and 5G hold no goals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import half_width

BLANK = "\u25a1"  # □ stands for a character that must not be read as a number
_NUMERAL = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿%]")
_PROTECTED = re.compile(
    r"《[^《》]{0,200}》|〈[^〈〉]{0,200}〉"  # titles of documents
    r"|[〔\[【][0-9]{4}[〕\]】]\s?[0-9]{1,5}\s?号?"  # document numbers
    r"|“(?!十[一二三四五六七]五)[^”]{0,60}”|\"[^\"]{0,60}\""  # slogans, but not “十四五”
    r"|[A-Za-z](?:[A-Za-z0-9.·_/-]{0,30}[0-9])|(?<![0-9])[0-9]{1,4}(?:G(?![A-Za-z])|[·•][0-9]{1,4})"  # PM2.5, H1N1, 5G, 4·27
)
_OPEN, _CLOSE = "([〔", ")]〕"
_SENTENCE_END = re.compile(r"[。!?\n]+|;(?=\s*$)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text by its offsets: a sentence, a segment, the inside of a bracket."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the piece."""
        return text[self.start : self.end]


def masked(text: str) -> str:
    """The text in half width with the numbers of names blanked out; never shorter or longer than the text.

    >>> masked("落实“1310”部署，２０２５年建成5G基站２个")
    '落实“□□□□”部署,2025年建成□G基站2个'
    """
    return _PROTECTED.sub(lambda m: _NUMERAL.sub(BLANK, m[0]), half_width(text))


def sentences(text: str) -> list[Piece]:
    """The sentences of a masked text, without the marks that end them and without blanks around them.

    A full stop inside a bracket ends no sentence (以下均需各县落实。不再列出) unless the bracket is never closed.
    """
    out: list[Piece] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match[0] and _inside_bracket(text, start, match.start()):
            continue
        _add(out, text, start, match.start())
        start = match.end()
    _add(out, text, start, len(text))
    return out


def _inside_bracket(text: str, start: int, at: int) -> bool:
    opened = text.rfind("(", start, at)
    if opened < 0 or text.rfind(")", opened, at) >= 0:
        return False
    closed = text.find(")", at)
    return closed >= 0 and "\n" not in text[at:closed] and closed - opened <= 400


def _add(out: list[Piece], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.append(Piece(start, end))


def segments(text: str, piece: Piece, marks: str = ",;:") -> list[Piece]:
    """The parts of a sentence between commas, semicolons and colons that stand outside brackets."""
    out: list[Piece] = []
    depth, start = 0, piece.start
    for at in range(piece.start, piece.end):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks and not _ratio_colon(text, at):
            _add(out, text, start, at)
            start = at + 1
    _add(out, text, start, piece.end)
    return out


def _ratio_colon(text: str, at: int) -> bool:
    """Whether the colon stands between two digits (1:1.20) or the comma parts thousands (12,345)."""
    if not 0 < at < len(text) - 1 or not (text[at - 1].isdigit() and text[at + 1].isdigit()):
        return False
    return text[at] == ":" or (
        text[at] == "," and text[at + 1 : at + 4].isdigit() and not text[at + 4 : at + 5].isdigit()
    )


def brackets(text: str, piece: Piece) -> list[Piece]:
    """The insides of the outermost round brackets of a sentence, closed ones only."""
    out: list[Piece] = []
    depth, start = 0, 0
    for at in range(piece.start, piece.end):
        if text[at] == "(":
            if depth == 0:
                start = at + 1
            depth += 1
        elif text[at] == ")" and depth:
            depth -= 1
            if depth == 0:
                out.append(Piece(start, at))
    return out


def without_brackets(text: str, inner: list[Piece]) -> str:
    """The text with the insides of brackets blanked out, one for one."""
    for piece in inner:
        text = text[: piece.start] + BLANK * (piece.end - piece.start) + text[piece.end :]
    return text
