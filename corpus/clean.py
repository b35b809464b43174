"""Cleaning: from a file as read to the lines of the policy itself, with a reason for every piece removed.

After these steps, and only after them, the rest of the house may rely on:

- no control, zero-width or private-use character; NBSP, EN SPACE and the like are plain blanks, runs of them one;
- no blank line, no blank at a line's ends (except that ``Line.gap`` remembers a blank line before it and
  ``Line.hollow`` an empty cell after it, which flattened tables need);
- no HTML tag, no line of page furniture (menus, hotlines, link lists, page tools), no headlines of a scraped page;
- no injected advertising: the words are cut out, and where they overwrote a name the text says so (``DAMAGED``);
- repeated metadata stands once.

Punctuation, digits and brackets stay as the source prints them: a citation is word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.model import Removed
from corpus.raw import RawTable, RawText

DAMAGED = "〔此处机构名称原文损坏，无法辨认〕"
"""Stands where injected text overwrote a body's name: never guessed, never silent."""

_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t ]+")
_NOTHING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s+[^<>]{0,400})?/?>|<!--.{0,2000}?-->")
_BULLETS_ONLY = re.compile(r"[\s•·●◦\-*]*(?:\d{1,3}[.、])?[\s•·●◦\-*]*")
_SENTENCE_END = re.compile(r"[。；！？：!?;:][”’)）\]】]?$")
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]{1,4}[章条])"
)
_META = re.compile(
    r"(?:索\s*引\s*号|发布机构|发文机关|发文机构|成文日期|发布日期|生成日期|名\s*称|标\s*题|文\s*号|发文字号|主题分类|分\s*类|主题词|有\s*效\s*性|体裁分类|公文种类)\s*[:：]"
)
_SPAM_WORDS = re.compile(
    r"bet\d*|casino|体育(?:亚洲|投注|官网|平台|娱乐)|娱乐城|博彩|彩票|棋牌|投注|赌场|真人视讯|(?:官方|在线|最新)?网址|(?:手机|官方)?(?:app|APP)下载|(?:注册|登录)(?:平台|入口|网址)|老虎机|百家乐|澳门(?:新)?葡京|皇冠(?:体育|现金)",
    re.I,
)
_BODY_START = re.compile(r"[国省市县区州旗镇](?=[0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of clean text. ``gap``: a blank line stood before it; ``hollow``: a line of blanks alone after it."""

    text: str
    gap: bool = False
    hollow: bool = False


Block = Line | RawTable


@dataclass(frozen=True, slots=True)
class Clean:
    """What is left of a file, what was removed and why, and what the reader should know."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    notes: tuple[str, ...] = ()


def clean(raw: RawText) -> Clean:
    """Run every step in order; see the module's text for what holds afterwards.

    >>> clean(RawText(("客服热线:0755-8882 8155", "一、总体要求"), "txt")).removed[0].reason
    '网页固定内容'
    """
    removed: list[Removed] = list(raw.removed)
    blocks = _lines(raw.blocks)
    notes = list(raw.notes)
    for step in (_tags, _furniture, _tail, _headlines, _repeated_metadata, _spam):
        blocks = step(blocks, removed)
    if any(isinstance(b, Line) and DAMAGED in b.text for b in blocks):
        notes.append("原文有机构名称被网页垃圾信息覆盖，已标注为无法辨认。")
    return Clean(tuple(blocks), tuple(removed), tuple(notes))


def tidy(text: str) -> str:
    """One line without odd blanks or invisible characters; what is printed stays."""
    return _BLANKS.sub(" ", _NOTHING.sub("", text)).strip()


def _lines(blocks: Iterable[str | RawTable]) -> list[Block]:
    out: list[Block] = []
    gap = False
    for block in blocks:
        if isinstance(block, RawTable):
            out.append(_tidy_table(block))
            gap = True
            continue
        for raw in re.split(r"\r\n|[\n\r\x0b\x0c\x85]", block):
            text = tidy(raw)
            if text:
                out.append(Line(text, gap))
                gap = False
            else:
                if raw and out and isinstance(out[-1], Line):
                    out[-1] = replace(out[-1], hollow=True)
                gap = True
    return out


def _tidy_table(table: RawTable) -> RawTable:
    return replace(
        table, rows=tuple(tuple(tidy(_TAG.sub("", c).replace("\n", " ")) for c in row) for row in table.rows)
    )


def _each_line(blocks: Sequence[Block], change: Callable[[Line], Line | None]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        changed = change(block) if isinstance(block, Line) else block
        if changed is not None:
            out.append(changed)
    return out


def _tags(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    def strip(line: Line) -> Line | None:
        if "<" not in line.text:
            return line
        text = tidy(_TAG.sub(" ", line.text))
        if text == line.text:
            return line
        removed.append(
            Removed(line.text if _BULLETS_ONLY.fullmatch(text) else " ".join(_TAG.findall(line.text)), "网页标签残片")
        )
        return None if _BULLETS_ONLY.fullmatch(text) else replace(line, text=text)

    return _each_line(blocks, strip)


def _patterns() -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {}
    name = ""
    for line in (Path(__file__).parent / "furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            name = line[1:-1]
        elif line and not line.startswith("#"):
            groups.setdefault(name, []).append(line)
    return {key: re.compile("|".join(f"(?:{p})" for p in lines)) for key, lines in groups.items()}


_FURNITURE = _patterns()


def _is_text(line: Line) -> bool:
    """Whether a line reads like policy text: a sentence, or numbered."""
    return bool(_SENTENCE_END.search(line.text) and len(line.text) > 30) or bool(_NUMBERING.match(line.text))


def _furniture(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    texts = [i for i, b in enumerate(blocks) if isinstance(b, RawTable) or _is_text(b)]
    last = texts[-1] if texts else -1
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and len(block.text) <= 120:
            if _FURNITURE["any"].fullmatch(block.text) or (at > last and _FURNITURE["tail"].fullmatch(block.text)):
                removed.append(Removed(block.text, "网页固定内容"))
                continue
        out.append(block)
    return out


def _tail(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """From the first [end] line on, unless what follows goes on like policy text."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Line) or len(block.text) > 160 or not _FURNITURE["end"].fullmatch(block.text):
            continue
        rest = [b for b in blocks[at + 1 :] if isinstance(b, Line)]
        if any(_is_text(b) and not _HEADLINE.match(b.text) for b in rest):
            continue
        removed.append(Removed(block.text, "网站声明或版权信息"))
        removed += [Removed(b.text, "网页尾部的链接和无关标题") for b in rest]
        return list(blocks[:at])
    return list(blocks)


_HEADLINE = re.compile(r"(?:\d{1,3}[.、．]|[•·●])\s*\S")


def _headlines(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """A long list of headlines at the very end that share no vocabulary with the document before it."""
    start = len(blocks)
    while (
        start
        and isinstance(block := blocks[start - 1], Line)
        and _HEADLINE.match(block.text)
        and not _SENTENCE_END.search(block.text)
    ):
        start -= 1
    tail = [b for b in blocks[start:] if isinstance(b, Line)]
    before = [b for b in blocks[:start] if isinstance(b, Line)]
    if len(tail) < 10 or not before or re.search(r"附件|附表|名单|目录|清单|[:：]$", before[-1].text):
        return list(blocks)
    words = _bigrams(b.text for b in before)
    strange = sum(len(_bigrams([b.text]) & words) * 2 < len(_bigrams([b.text])) for b in tail)
    if strange * 3 < len(tail) * 2:
        return list(blocks)
    removed += [Removed(b.text, "与正文无关的标题列表") for b in tail]
    return list(blocks[:start])


def _bigrams(texts: Iterable[str]) -> set[str]:
    return {t[i : i + 2] for t in texts for i in range(len(t) - 1)}


def _repeated_metadata(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    seen: set[str] = set()

    def once(line: Line) -> Line | None:
        if not _META.search(line.text):
            return line
        fields = {f for f in (re.sub(r"\s", "", p) for p in _META.sub("\n", line.text).split("\n")) if f}
        if fields and fields <= seen:
            removed.append(Removed(line.text, "重复的文件信息"))
            return None
        seen.update(fields)
        return line

    return _each_line(blocks, once)


def _spam(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    def cut(line: Line) -> Line | None:
        if not _SPAM_WORDS.search(line.text):
            return line
        pieces = re.split(r"([、，,。；;：:（）()\[\]【】《》〈〉“”\s])", line.text)
        out = []
        for piece in pieces:
            if _is_spam(piece):
                removed.append(Removed(piece, "植入的广告文字"))
                out.append(DAMAGED if _BODY_START.match(piece) or _in_list(pieces, piece) else "")
            else:
                out.append(piece)
        text = tidy("".join(out))
        return replace(line, text=text) if re.search(r"\w", text) else None

    return _each_line(blocks, cut)


def _is_spam(piece: str) -> bool:
    """Advertising: at least two of its words, or one joined by underscores or beside a web address."""
    hits = len(_SPAM_WORDS.findall(piece))
    return hits >= 2 or (hits == 1 and bool(re.search(r"_|www\.|\.(?:com|net|cc|vip|xyz)\b", piece)))


def _in_list(pieces: Sequence[str], piece: str) -> bool:
    at = pieces.index(piece)
    return "、" in (pieces[at - 1 : at] + list(pieces[at + 1 : at + 2]))
