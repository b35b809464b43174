"""Page furniture: menus, page tools, hotlines, link lists and declarations around a policy text.

What a line must look like stands in furniture.txt. Most of it counts only above the first or below the last line
that reads like policy text, for the same words may stand in one: 主办单位：市卫生健康局, 微信, 来源：….
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.lines import Block, Line
from corpus.model import Removed
from corpus.raw import RawTable

_SENTENCE_END = re.compile(r"[。；！？：!?;:][”’)）\]】]?$")
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]{1,4}[章条])"
)
_HEADLINE = re.compile(r"(?:\d{1,3}[.、．]|[•·●])\s*\S")
_SIZES = re.compile(r"[\[【(（]?\s*(?:特大|超大|大|中|小|默认)\s*[\]】)）]?")
_LONGEST = 160


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    name = ""
    for line in (Path(__file__).parent / "furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            name = line[1:-1]
        elif line and not line.startswith("#"):
            groups.setdefault(name, []).append(line)
    return groups


_WORDS = _groups()
_MENU = frozenset(word for line in _WORDS.pop("menu") for word in line.split())
_PATTERNS = {key: re.compile("|".join(f"(?:{p})" for p in lines), re.IGNORECASE) for key, lines in _WORDS.items()}


def is_text(line: Line) -> bool:
    """Whether a line reads like policy text: a sentence, or numbered."""
    return bool(_SENTENCE_END.search(line.text) and len(line.text) > 30) or bool(_NUMBERING.match(line.text))


def first_text(blocks: Sequence[Block]) -> int:
    """Where the policy text begins: the first table, sentence or number."""
    return next((i for i, b in enumerate(blocks) if isinstance(b, RawTable) or is_text(b)), len(blocks))


def is_menu(text: str) -> bool:
    """Whether a line is a menu: 首页 要闻 政策 互动."""
    words = [w for w in re.split(r"[\s|｜/·•>＞]+", text) if w]
    if not 1 < len(words) <= 30 or any(len(w) > 10 or re.search("[。，,；;：:《》〔〕0-9]", w) for w in words):
        return False
    known = sum(w in _MENU for w in words)
    return known >= 2 and known * 2 >= len(words)


def without_furniture(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """The blocks without single lines of furniture."""
    texts = [i for i, b in enumerate(blocks) if isinstance(b, RawTable) or is_text(b)]
    first, last = (texts[0], texts[-1]) if texts else (0, len(blocks))
    sizes = _size_switch(blocks)
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and len(block.text) <= _LONGEST:
            edge = at < first or (at > last and _beside_furniture(blocks, at))
            if at in sizes or _is_furniture(block.text, edge=edge, below=at > last):
                removed.append(Removed(block.text, "网页固定内容"))
                continue
        out.append(block)
    return out


def _is_furniture(text: str, *, edge: bool, below: bool) -> bool:
    text = text.lstrip("•·●◦■◆ ")
    if _PATTERNS["any"].fullmatch(text):
        return True
    if edge and (_PATTERNS["edge"].fullmatch(text) or text in _MENU or is_menu(text)):
        return True
    return below and bool(_PATTERNS["tail"].fullmatch(text))


def _beside_furniture(blocks: Sequence[Block], at: int) -> bool:
    """Whether surer furniture stands near: a lone 服务 below the text may be a cell of a table without its grid."""
    near = (b.text for b in blocks[max(at - 4, 0) : at + 5] if isinstance(b, Line) and len(b.text) <= _LONGEST)
    return any(_PATTERNS[k].fullmatch(t) for t in near for k in ("any", "tail", "end"))


def _size_switch(blocks: Sequence[Block]) -> set[int]:
    """The lines of a switch for letters' size, one word each: 大 / 中 / 小. A lone 中 may be a table's cell."""
    found: set[int] = set()
    for at in range(len(blocks) - 2):
        words = [b.text if isinstance(b, Line) else "" for b in blocks[at : at + 3]]
        if all(_SIZES.fullmatch(w) for w in words) and len(set(words)) == 3:
            found |= {at, at + 1, at + 2}
    return found


def without_tail(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """From the first line of a site's foot on, unless what follows goes on like policy text."""
    last = max(
        (i for i, b in enumerate(blocks) if isinstance(b, RawTable) or (is_text(b) and not _is_link(b))), default=-1
    )
    for at in range(last + 1, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Line) or len(block.text) > _LONGEST or not _PATTERNS["end"].fullmatch(block.text):
            continue
        while at - 1 > last and isinstance(b := blocks[at - 1], Line) and _PATTERNS["foot"].fullmatch(b.text):
            at -= 1
        lines = [b for b in blocks[at:] if isinstance(b, Line)]
        removed.append(Removed(lines[0].text, "网站声明或版权信息"))
        removed += [Removed(b.text, "网页尾部的链接和无关标题") for b in lines[1:]]
        return list(blocks[:at])
    return list(blocks)


def _is_link(line: Line) -> bool:
    return bool(_HEADLINE.match(line.text)) or bool(_PATTERNS["end"].fullmatch(line.text))


def without_headlines(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """A long list of headlines at the very end that share no vocabulary with the document before it.

    It must follow a finished text: a list that a title, a 附件 or a colon announces is the document's own.
    """
    start = len(blocks)
    while (
        start
        and isinstance(b := blocks[start - 1], Line)
        and _HEADLINE.match(b.text)
        and not _SENTENCE_END.search(b.text)
    ):
        start -= 1
    tail = [b for b in blocks[start:] if isinstance(b, Line)]
    before = [b for b in blocks[:start] if isinstance(b, Line)]
    if len(tail) < 10 or not before or not re.search(r"(?:[。！？!?]|日|[)）])$", before[-1].text):
        return list(blocks)
    if any(re.match("附件|附表|附录|附[:：]", b.text) for b in before[-6:]):
        return list(blocks)
    words = _bigrams(b.text for b in before)
    strange = sum(len(_bigrams([b.text]) & words) * 2 < len(_bigrams([b.text])) for b in tail)
    if strange * 3 < len(tail) * 2:
        return list(blocks)
    removed += [Removed(b.text, "与正文无关的标题列表") for b in tail]
    return list(blocks[:start])


def _bigrams(texts: Iterable[str]) -> set[str]:
    return {t[i : i + 2] for t in texts for i in range(len(t) - 1)}
