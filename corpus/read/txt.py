"""Plain text: one block a line, as it stands, in whichever encoding twenty years of offices saved it.

The choice of encoding is a fixed order, no statistics where certainty is to be had: a byte order mark; strict UTF-8;
UTF-16 without a mark (its zero bytes betray it); then GB18030 or Big5, whichever gives more everyday characters.
"""

from __future__ import annotations

import re

from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read.limits import Limits

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ASCII = re.compile("[\x00-\x7f]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_EVERYDAY = re.compile("[\u4e00-\u9fff\u3000-\u3011\uff00-\uff5e\x20-\x7e\n\r\t\u2014\u2018-\u201d\u2026\u3014\u3015]")
# Beyond this share of undecodable or control characters it is no text any more.
_DAMAGE = 0.02
# Below this share of everyday characters a guessed encoding is a wrong one; real texts lie above 0.95.
_PLAUSIBLE = 0.7
# So many bytes and of them so many characters are looked at.
_MOST_BYTES = 4_000_000
_SAMPLE = 50_000


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a text file; a cut or slightly damaged one is read with a note.

    Raises ``UnreadableFile`` for binary data and where no encoding makes sense of it.
    """
    text, notes = decode(data, name)
    return RawText(blocks=lines(text), format="txt", notes=notes)


def lines(text: str) -> tuple[str, ...]:
    """The lines without their breaks, empty ones kept; 「一、总则\\r\\n第一条…」 gives two."""
    found = _BREAK.split(text)
    while found and not found[-1].strip():
        found.pop()
    return tuple(found)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` and what had to be said about it; used by every reader of text formats.

    >>> decode("一、总则".encode("gb18030"), "a.txt")
    ('一、总则', ())
    """
    body, encoding = _by_mark(data)
    if encoding is None:
        encoding = _guess(body)
    if encoding is None:
        raise UnreadableFile(f"文件“{name}”不是文本文件，或认不出它的编码，请另存为 UTF-8 编码的文本后再试。")
    text, notes = _decode_as(body, encoding)
    damaged = text.count("\ufffd") + len(_CONTROL.findall(text))
    if "\x00" in text or damaged > max(2, _DAMAGE * len(text)):
        raise UnreadableFile(f"文件“{name}”是二进制文件或已损坏，不是文本，请换成可读的文本文件。")
    if "\ufffd" in text:
        notes = (*notes, f"有 {text.count(chr(0xFFFD))} 处字节无法解码，已用“\ufffd”标出。")
    return text.removeprefix("\ufeff"), notes


def _by_mark(data: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, None


def _decode_as(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Decode; a character cut off at the very end is left out with a note, anything else undecodable is marked."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if len(data) - error.start > 4 or "surrogate" in error.reason:
            return data.decode(encoding, errors="replace"), ()
        note = "文件在一个字的中间被截断，最后一个字已略去，后面的内容可能缺失。"
        return data[: error.start].decode(encoding, errors="replace"), (note,)


def _guess(data: bytes) -> str | None:
    if _cut_only(data, "utf-8"):
        return "utf-8"
    if data.count(0):
        found = [e for e in ("utf-16-le", "utf-16-be") if _plausible(data, e) > _PLAUSIBLE]
        return max(found, key=lambda e: _plausible(data, e)) if found else None
    best = max(("gb18030", "big5", "utf-8", "utf-16-le", "utf-16-be"), key=lambda e: _plausible(data, e))
    return best if _plausible(data, best) > _PLAUSIBLE else None


def _cut_only(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return "unexpected end" in error.reason and len(data) - error.start < 4 and error.start > 0
    return b"\x00" not in data


def _plausible(data: bytes, encoding: str) -> float:
    """The share of everyday characters; of Chinese ones those of the first level of each standard count in full.

    ASCII looks alike in all but UTF-16, so there it is left out: a page of scripts must not hide what its words say.
    """
    text = data[:_MOST_BYTES].decode(encoding, errors="replace")
    if not encoding.startswith("utf-16"):
        text = _ASCII.sub("", text)
    text = text[:_SAMPLE]
    if not text:
        return 0.0
    score = 0.0
    for char in text:
        if _EVERYDAY.match(char):
            score += 1.0 if char < "\u4e00" or char > "\u9fff" else _common(char, encoding)
    return score / len(text)


def _common(char: str, encoding: str) -> float:
    """1 for a character of the standard's first level (everyday ones), less for the rest."""
    try:
        lead = char.encode("big5" if encoding == "big5" else "gb2312")[0]
    except UnicodeEncodeError:
        return 0.3
    return 1.0 if (0xA4 <= lead <= 0xC6 if encoding == "big5" else 0xB0 <= lead <= 0xD7) else 0.5
