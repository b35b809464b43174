"""What softens a duty or narrows whom it holds for, and is left out: 力争, 原则上, 大部分县, 服务人口超过80万, 有条件的.

A word counts only where the claim restates the very words that it governs, and only where the claim's sentence doesn't say it
in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from assistant.drafts.difference import Difference, full_width
from assistant.drafts.figures import figures
from assistant.drafts.passages import Passage
from corpus.numerals import half_width
from index.words import normal

EVERY = re.compile("所有的?|全部|每一?[个家所]|各家|一律|均(?!衡)")
_EFFORT = re.compile("力争|争取|原则上")
_ALWAYS = re.compile(
    r"大部分|大多数|多数|部分(?=县|地|市|医)|(?:有|符合|具备)条件的?|基本(?=建成|实现|达到|形成|建立|满足|完成)|力争|争取|原则上"
    r"|(?:服务|常住|户籍)?人口(?:超过|达到|在)?\d+万(?:以上)?的?|按规定(?!落实)"
)
_WHERE_FIRM = re.compile(
    "鼓励|支持|探索|逐步|试点|试行|允许|可(?=对|以|根据|牵头|向|与|参照|按|在|作为|结合|通过|由)|积极"
)
_WIDENED = re.compile("(?:全部|均|全面|都|一律|普遍)(?:要|应)?$")
_FIRM = re.compile(
    "必须|应当|应(?!急|对|用|届|收|接|尽|答)|须|一律|全部|全面|确保|务必|严格|要(?!求|素|点)|均(?!衡)|所有|不得"
)
_KINDS = (
    ("力争", "争取", "努力"),
    ("有条件", "符合条件", "具备条件", "条件成熟"),
    ("大部分", "大多数", "多数", "部分县", "部分地"),
    ("鼓励", "支持", "引导", "提倡"),
    ("试点", "试行", "探索"),
    ("允许", "可"),
)


def left_out(words: str, passage: Passage, around: str) -> Iterable[Difference]:
    """The conditions and softening words of the passage that the claim and its sentence leave out."""
    if passage.row is not None:
        return
    source = passage.text
    firm = _FIRM.search(words) is not None
    found = [*_ALWAYS.finditer(source), *(_WHERE_FIRM.finditer(source) if firm else ())]
    plain, said = normal(around), normal(words)
    for match in sorted(found, key=lambda m: m.start()):
        if _is_said(match[0], plain) or not _governs(source, match, said):
            continue
        yield _insertion(words, source, match)
        return
    if (widened := _widened(words, passage)) is not None:
        yield widened
        return
    if passage.opening is not None:
        opening = passage.opening.of(passage.document.text)
        before = _governing(opening)
        if before and not _is_said(before, plain):
            at = len(words) - len(words.lstrip("，, "))
            yield Difference("left_out", at, at, before, "", before)


def _widened(words: str, passage: Passage) -> Difference | None:
    """所有县级公立医院 where the source says 不少于5家县级公立医院, 全部 where it says 80%的."""
    wide = EVERY.search(words)
    if wide is None or EVERY.search(passage.text) or any(not f.soft for f in figures(words)):
        return None
    counted = [f for f in passage.figures if not f.soft and f.kind in ("个", "%")]
    if len(counted) != 1:
        return None
    there = passage.text[counted[0].lead : counted[0].end]
    behind = normal(words[wide.end() : wide.end() + 3])
    right = full_width(there) if behind and behind in normal(passage.text[counted[0].end :]) else None
    return Difference("left_out", wide.start(), wide.end(), right, wide[0], there)


def _governing(opening: str) -> str | None:
    """力争到2025年，… governs all that follows in its sentence."""
    found = re.search(rf"(?P<word>{_EFFORT.pattern})(?:到|至|在|于|用)?(?:(?:19|20)\d\d|“?十.五)", half_width(opening))
    return found["word"] if found else None


def _is_said(word: str, plain: str) -> bool:
    word = normal(word).rstrip("的")
    if word in plain:
        return True
    if number := re.search(r"\d+万", word):
        return number[0] in plain
    return any(word in kind and any(k in plain for k in kind) for kind in _KINDS)


def _governs(source: str, match: re.Match[str], said: str) -> bool:
    """Whether the claim restates what the word stands before; 力争到2027年 stands before the whole."""
    if _EFFORT.fullmatch(match[0]) and re.match(r"(?:到|至|在|于)?\s?(?:19|20)\d\d", half_width(source[match.end() :])):
        return True
    behind = re.sub(r"[^\u4e00-\u9fff]", "", re.sub(r"[（(][^（()）]*[)）]", "", normal(source[match.end() :])))[:8]
    pairs = [behind[i : i + 2] for i in range(len(behind) - 1)]
    return not pairs or sum(p in said for p in pairs) >= max(1, len(pairs) // 2)


def _insertion(words: str, source: str, match: re.Match[str]) -> Difference:
    """Where in the claim the lost words belong: the gap between what both have before and behind them."""
    blocks = SequenceMatcher(None, normal(source), normal(words), autojunk=False).get_matching_blocks()
    before = max((b for b in blocks if b.size and b.a + b.size <= match.start()), key=lambda b: b.a, default=None)
    behind = min((b for b in blocks if b.size > 1 and b.a >= match.end()), key=lambda b: b.a, default=None)
    word = match[0]
    if behind is None:
        return Difference("left_out", 0, 0, None, "", word)
    gap = source[(before.a + before.size if before else match.start()) : behind.a]
    start = before.b + before.size if before else behind.b
    held = words[start : behind.b]
    if len(gap) > 24 or word not in gap or start > behind.b or len(held) > 6 or re.search(r"[，,；;、]", gap):
        gap = source[match.start() : behind.a] if behind.a - match.start() <= 12 else word
        wide = _WIDENED.search(words[: behind.b])
        start = wide.start() if wide else behind.b
    return Difference("left_out", start, behind.b, full_width(gap), words[start : behind.b], word)
