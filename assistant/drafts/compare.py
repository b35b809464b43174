"""A claim of a draft beside the passage that it restates: where figures, years, bodies and conditions differ.

Only what the claim says is judged: leaving a figure out is no fault, another figure is. What softens a duty or narrows whom
it holds for (力争, 大部分县, 服务人口超过80万) may not be lost where the claim restates the very words that it governs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.drafts.entities import entities, ranks
from assistant.drafts.figures import Figure, figures, tie, years
from assistant.drafts.passages import Passage
from corpus.facts import Body
from corpus.numerals import half_width
from corpus.organizations import anatomy, bodies_in, level_of, matches
from index.words import normal

What = Literal["number", "year", "body", "term", "left_out"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a claim says otherwise: ``start`` to ``end`` of the claim's words should read ``right``.

    ``right`` is ``None`` where nothing can be put in its place. ``said`` and ``there`` are what to show of both.
    """

    what: What
    start: int
    end: int
    right: str | None
    said: str
    there: str


def compare(
    words: str, passage: Passage, governing: frozenset[str] = frozenset(), around: str = ""
) -> list[Difference]:
    """How a claim differs from a passage; ``governing`` are the years before it in its sentence, ``around`` that sentence."""
    out = [*numbers(words, passage), *_years(words, passage, governing), *_bodies(words, passage)]
    if not out and passage.row is None:
        out = [Difference("term", a, b, right, words[a:b], right) for a, b, right in _terms(words, passage)]
    return out or [*left_out(words, passage, around or words)]


def _terms(words: str, passage: Passage) -> list[tuple[int, int, str]]:
    """An institution, a place or a rank in the place of another one."""
    held = entities(passage.text)
    known = normal(passage.sentence.of(passage.document.text) + passage.document.title)
    wrong = [e for e in entities(words) if normal(e.words) not in known]
    free = [e for e in held if normal(e.words) not in normal(words)]
    out = []
    for one in wrong:
        partner = next((e for e in free if e.kind == one.kind), None)
        if partner is not None:
            free.remove(partner)
            out.append((one.start, one.end, partner.words))
    return out or ranks(words, passage.text)


def numbers(words: str, passage: Passage) -> list[Difference]:
    """Each figure of the claim must be one of the passage's, with unit and bound."""
    left = list(passage.figures)
    wanted: list[Figure] = []
    bare = passage.row is not None
    for figure in figures(words):
        found = next((f for f in left if _same(figure, f, bare)), None)
        if found is not None:
            left.remove(found)
        elif not _aside(figure, passage):
            wanted.append(figure)
    out = []
    for figure in wanted:
        partner = next((f for f in left if f.kind == figure.kind and f.amount == figure.amount), None)
        partner = partner or next((f for f in left if f.kind == figure.kind and f.soft == figure.soft), None)
        partner = partner or next((f for f in left if not f.soft and not figure.soft), None)
        if partner is None:
            if not figure.soft:
                out.append(Difference("number", figure.start, figure.end, None, words[figure.lead : figure.end], ""))
            continue
        left.remove(partner)
        out.append(_changed(words, figure, passage.cell or passage.words, partner))
    return out


def _same(one: Figure, other: Figure, bare: bool) -> bool:
    if one.key == other.key:
        return True
    same = one.amount == other.amount and (one.kind == other.kind or (bare and not (one.unit and other.unit)))
    if bare:
        return same and (one.relation == other.relation or other.relation == "=")
    return same and (one.soft and other.soft)


def _aside(figure: Figure, passage: Passage) -> bool:
    """A soft figure (一个, 两级, 每年) counts only where the passage has one of its kind."""
    return figure.soft and not any(f.kind == figure.kind and f.soft for f in passage.figures)


def _changed(words: str, figure: Figure, source: str, partner: Figure) -> Difference:
    said, there = words[figure.lead : figure.end], source[partner.lead : partner.end]
    if figure.relation == partner.relation and figure.kind == partner.kind:
        begin, end = figure.start, figure.end
        right = source[partner.start : partner.end]
    else:
        begin, end = tie(words, figure), figure.end
        right = source[tie(source, partner) : partner.end]
        said, there = words[begin:end], right
    return Difference("number", begin, end, full_width(right), said, there)


def _years(words: str, passage: Passage, governing: frozenset[str]) -> list[Difference]:
    """A year of the claim must be one that holds for the passage; one that the passage doesn't have is not judged."""
    printed = years(words)
    known = passage.years
    if not known:
        return []
    out = []
    wrong = [(y, a, b) for y, a, b in printed if y not in known]
    if len(wrong) == 1 and len(known) == 1:
        year, start, end = wrong[0]
        right = next(iter(known))
        out.append(Difference("year", start, end, right, f"{year}年", f"{right}年"))
    elif wrong:
        ordered = sorted(known)
        for at, (year, start, end) in enumerate(wrong):
            right = ordered[at] if len(ordered) == len(wrong) else ""
            out.append(Difference("year", start, end, right or None, f"{year}年", "、".join(f"{y}年" for y in ordered)))
    if not printed and governing and not governing & known:
        out.append(
            Difference(
                "year",
                0,
                0,
                None,
                "、".join(f"{y}年" for y in sorted(governing)),
                "、".join(f"{y}年" for y in sorted(known)),
            )
        )
    return out


def _bodies(words: str, passage: Passage) -> list[Difference]:
    """A body that acts in the claim must act in the passage, where that names one in its place."""
    if passage.row is not None:
        return []
    there = [m.body for m in bodies_in(passage.clause.text)]
    here = bodies_in(passage.text)
    out = []
    for mention in bodies_in(words):
        body = mention.body
        if body.text in passage.clause.text or any(matches(body, b) or _alike(body, b) for b in there):
            continue
        free = [m.body.text for m in here if m.body.text not in words]
        if len(free) == 1:
            out.append(Difference("body", mention.span.start, mention.span.end, free[0], body.text, free[0]))
    return out


def _alike(one: Body, other: Body) -> bool:
    """县级卫生健康部门 and 县（市、区）卫生健康部门: one office of one level, its level said in other words."""
    a, b = anatomy(one.name), anatomy(other.name)
    same = bool(a.functions) and (a.functions, a.office) == (b.functions, b.office)
    return same and not (a.place or b.place) and level_of(one.text) == level_of(other.text)


_EVERY = re.compile("所有|全部|每一?[个家所]|各家|一律|均(?!衡)")
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
    wide = _EVERY.search(words)
    if wide is None or _EVERY.search(passage.text) or any(not f.soft for f in figures(words)):
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


def corrected(words: str, differences: Sequence[Difference]) -> str | None:
    """The claim as it should read; ``None`` where a fault has nothing to put in its place."""
    if any(d.right is None for d in differences):
        return None
    for difference in sorted(differences, key=lambda d: -d.start):
        words = words[: difference.start] + (difference.right or "") + words[difference.end :]
    return words


_WIDE = str.maketrans({",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"})


def full_width(text: str) -> str:
    """A source's words as a draft prints them: full-width marks; a colon or comma between digits stays."""
    out = text.translate(_WIDE)
    out = re.sub(r"(?<=[^0-9]):|:(?=[^0-9])", "：", out)
    return re.sub(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))", ",", out)
