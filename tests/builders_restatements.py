"""Sentences of policy documents as clerks restate them: rightly in several ways, and with exactly one thing wrong.

From every sentence come right restatements (word for word, a list shortened, stretches in another order, a bound in other
words, the year moved) and wrong ones (figure, digits swapped, year, bound turned, unit, rank, rhythm, two figures swapped,
another body, another word of its kind, 力争 lost), each framed as a draft frames it. What the checker says of the very place
that was made wrong is then counted.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import jieba.posseg

from assistant.drafts.check import Checker
from assistant.drafts.difference import full_width
from assistant.drafts.finding import Finding
from assistant.drafts.places import said_like
from corpus.facts import Body
from corpus.library import Library
from corpus.model import Clause, Document
from corpus.organizations import bodies_in, matches
from corpus.sentences import masked, segments, sentences
from index.words import segmenter

_DAY = date(2026, 1, 1)
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_NUMBER = re.compile(r"(?<![\d.〔（(A-Za-z—\-])\d+(?:\.\d+)?(?![\d.]*[\d）)、—\-:：/])(?!年)")
_SHORTEN = re.compile(r"(?<=、)[^，、；：（）“”《》和及与等或]{2,8}、")
_BOUNDS = (
    (re.compile(r"不低于(?P<n>\d+(?:\.\d+)?%)(?!以)"), r"达到\g<n>以上"),
    (re.compile(r"达到(?P<n>\d+(?:\.\d+)?%)以上"), r"不低于\g<n>"),
    (re.compile(r"不少于(?P<n>\d+)"), r"至少\g<n>"),
    (re.compile(r"至少(?P<n>\d+)"), r"不少于\g<n>"),
    (re.compile(r"达到(?=\d)"), "达"),
    (re.compile(r"提高到(?=\d)"), "达到"),
)
_TURNED = {
    "以上": "以下", "以下": "以上", "不低于": "不超过", "不少于": "不超过", "至少": "至多", "不超过": "不低于",
    "以内": "以上", "左右": "以上",
}  # fmt: skip
_UNITS = {
    "万人口": "千人口", "千人口": "万人口", "%": "‰", "名": "家", "个": "人", "所": "张", "张": "人", "次": "项",
    "家": "个百分点", "台": "辆", "人": "张", "天": "月",
}  # fmt: skip
_RANKS = {
    "二级": "三级", "三级": "二级", "一级": "二级", "县级": "市级", "市级": "县级", "省级": "国家级", "国家级": "省级",
    "乡镇卫生院": "村卫生室", "村卫生室": "乡镇卫生院", "三甲": "二甲", "甲等": "乙等",
}  # fmt: skip
_RHYTHMS = {"每年": "每季度", "每季度": "每月", "每月": "每周", "按季度": "按月", "定期": "每月", "年度": "季度"}
_WORDS = {
    "先进": "平均", "平均": "先进", "全覆盖": "基本覆盖", "提高": "降低", "增加": "减少", "加强": "弱化", "城市": "农村",
    "农村": "城市", "公立": "民营", "县域": "市域", "基层": "高层", "儿童": "老年人", "老年": "儿童", "妇幼": "老年",
    "住院": "门诊", "门诊": "住院", "护士": "医师", "医师": "护士", "中医": "西医", "医师数": "护士数", "床位": "人员",
    "主要": "分管", "必须": "可以", "鼓励": "要求", "支持": "限制", "统一": "分散", "全面": "逐步", "逐步": "全面",
    "预防": "治疗", "康复": "急救", "医院": "卫生院", "牵头": "配合", "重点": "一般", "常住": "户籍", "培训": "招聘",
    "线上": "线下", "优先": "最后", "薪酬": "编制", "编制": "薪酬", "采购": "配送", "优化": "取消", "建立": "撤销",
}  # fmt: skip
_KINDS = ("n", "vn", "v", "a", "b")


@dataclass(frozen=True, slots=True)
class Restated:
    """One restatement in its frame. ``at`` is what was made wrong (``None``: all is right), ``words`` the source's own."""

    kind: str
    frame: str
    text: str
    inside: tuple[int, int]
    words: str
    at: tuple[int, int] | None = None


def restatements(library: Library, rng: random.Random) -> Iterator[Restated]:
    """All restatements of a library's sentences; for each sentence and kind one place and one frame by chance."""
    for document in library.documents:
        stock = _stock(document)
        bodies = list({m.body.text: m.body for c in document.walk() for m in bodies_in(c.text)}.values())
        for clause, words in _claimed(document):
            for kind, changed in _right(words):
                yield _framed(document, clause, kind, changed, words, None, rng)
            for kind, changed, at in _wrong(words, bodies, stock, clause, rng):
                yield _framed(document, clause, kind, changed, words, at, rng)


def _claimed(document: Document) -> Iterator[tuple[Clause, str]]:
    """The sentences of the numbered clauses, long ones by their stretches, without lists of who answers."""
    for clause in document.walk():
        if not clause.path.numbered or clause.table or clause.kind in ("front_matter", "closing"):
            continue
        mask = masked(clause.text)
        for piece in sentences(mask):
            sentence = full_width(piece.of(clause.text))
            if sentence.startswith("（") or "《" in sentence or re.search("□|以下均|此项", piece.of(mask)):
                continue
            sentence = re.sub(
                r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．]?|[一二三四]是)(?=[^0-9年%])", "", sentence
            )
            if 14 <= len(sentence) <= 90:
                yield clause, sentence
            elif len(sentence) > 90:
                for part in segments(mask, piece, ";"):
                    words = full_width(part.of(clause.text))
                    if 16 <= len(words) <= 120 and not words.startswith("（"):
                        yield clause, words


def _right(words: str) -> Iterator[tuple[str, str]]:
    yield "verbatim", words
    if (match := _SHORTEN.search(words)) and not bodies_in(words) and "“" not in words[: match.start()]:
        yield "shortened", words[: match.start()] + words[match.end() :]
    parts = words.split("；")
    if len(parts) > 1 and not _YEAR.search(words):
        yield "turned round", "；".join([*parts[1:], parts[0]])
    for pattern, other in _BOUNDS:
        if pattern.search(words):
            yield "bound reworded", pattern.sub(other, words, count=1)
            break
    if (
        match := re.match(r"到(?P<year>20\d\d年)，(?P<what>[^，；]{4,30}?)(?P<rest>(?:达到?|提高到|不低于).*)", words)
    ) is not None:
        yield "year moved", f"{match['what']}到{match['year']}{match['rest']}"
    if re.match("(?:加强|推进|推动|完善|建立|健全|优化|强化|实施|开展|落实|提高|提升|加快)", words):
        yield "introduced", f"我市要进一步{words}"


def _wrong(
    words: str, bodies: list[Body], stock: dict[str, list[str]], clause: Clause, rng: random.Random
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    mask = masked(words)
    figures = [m for m in _NUMBER.finditer(mask) if not re.match("号|〕", mask[m.end() :])]
    if figures:
        one = rng.choice(figures)
        yield _put("figure", words, one.start(), one.end(), _bumped(one[0], rng))
        if len(one[0]) > 1 and (swapped := _swapped(one[0])) != one[0]:
            yield _put("digits swapped", words, one.start(), one.end(), swapped)
    if years := list(_YEAR.finditer(mask)):
        one = rng.choice(years)
        yield _put("year", words, one.start(), one.end(), str(int(one[0]) + rng.choice((-1, 1, 5))))
    for kind, table in (("bound", _TURNED), ("unit", _UNITS), ("rank", _RANKS), ("rhythm", _RHYTHMS), ("word", _WORDS)):
        if found := _places(kind, table, mask):
            start, end, other = rng.choice(found)
            yield _put(kind, words, start, end, other)
    if len({m[0] for m in figures}) > 1:
        first, second = next((a, b) for a, b in pairwise(figures) if a[0] != b[0])
        swapped = (
            words[: first.start()] + second[0] + words[first.end() : second.start()] + first[0] + words[second.end() :]
        )
        yield "figures swapped", swapped, (first.start(), first.start() + len(second[0]))
    if named := list(bodies_in(words)):
        acting = rng.choice(named)
        free = [
            b.text
            for b in bodies
            if len(b.text) > 3
            and b.text not in clause.text
            and acting.body.text not in b.text
            and not matches(b, acting.body)
        ]
        if free:
            yield _put("body", words, acting.span.start, acting.span.end, rng.choice(free))
    if match := re.search("力争|原则上", words):
        yield _put("softener lost", words, match.start(), match.end(), "")
    tagged = [(w, k, at) for w, k, at in _tagged(words) if k in _KINDS and len(w) > 1]
    if tagged:
        word, kind, at = rng.choice(tagged)
        others = [w for w in stock.get(kind + str(len(word)), ()) if w not in clause.text and not set(w) & set(word)]
        if others:
            yield _put("any word", words, at, at + len(word), rng.choice(others))


def _put(kind: str, words: str, start: int, end: int, other: str) -> tuple[str, str, tuple[int, int]]:
    return kind, words[:start] + other + words[end:], (start, start + len(other))


def _places(kind: str, table: dict[str, str], mask: str) -> list[tuple[int, int, str]]:
    """Where the words of a table stand and mean it: 以上 behind a figure, 名 behind a number."""
    out = []
    for word, other in table.items():
        for match in re.finditer(re.escape(word), mask):
            before, behind = mask[: match.start()], mask[match.end() :]
            near_figure = re.search(r"\d[^，；]{0,4}$", before) or re.match(r"[^，；]{0,2}\d", behind)
            if kind == "bound" and not near_figure:
                continue
            if kind == "unit" and not (re.search(r"\d$", before) or "人口" in word):
                continue
            if word == "个" and behind.startswith(("百分", "月")):
                continue
            out.append((match.start(), match.end(), other))
    return out


def _bumped(number: str, rng: random.Random) -> str:
    if "." in number:
        return f"{float(number) + rng.choice((0.1, 1, -0.02)):.{len(number.partition('.')[2])}f}"
    value = int(number)
    return str(value + rng.choice((1, 2, 5)) if value < 10 else value + rng.choice((5, 10, -5)))


def _swapped(number: str) -> str:
    digits = list(number)
    at = [i for i, c in enumerate(digits) if c.isdigit()][-2:]
    digits[at[0]], digits[at[1]] = digits[at[1]], digits[at[0]]
    return "".join(digits)


def _stock(document: Document) -> dict[str, list[str]]:
    """The document's words by part of speech and length."""
    out: dict[str, set[str]] = {}
    for clause in document.walk():
        for word, kind, _ in _tagged(clause.text) if not clause.table else ():
            if kind in _KINDS and len(word) > 1 and re.fullmatch("[\u4e00-\u9fff]+", word):
                out.setdefault(kind + str(len(word)), set()).add(word)
    return {k: sorted(v) for k, v in out.items()}


@cache
def _tagger() -> jieba.posseg.POSTokenizer:
    return jieba.posseg.POSTokenizer(segmenter())


def _tagged(text: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    for pair in _tagger().cut(text):
        yield pair.word, pair.flag, at
        at += len(pair.word)


def _framed(
    document: Document,
    clause: Clause,
    kind: str,
    changed: str,
    words: str,
    at: tuple[int, int] | None,
    rng: random.Random,
) -> Restated:
    number = f"（{document.number}）" if document.number else ""
    name = f"《{full_width(document.name)}》"
    place = said_like(clause.path, "")
    frame, before, behind = rng.choice((
        ("said there", f"{name}{number}{place}提出，", "。"),
        ("said", f"{name}{number}提出，", "。"),
        ("based", f"根据{name}{place}，", "。"),
        ("behind", "", f"（{name}{number}{place}）。"),
        ("running", f"为落实{name}{number}要求，现将有关事项通知如下。\n一、主要任务。", "。"),
    ))  # fmt: skip
    start = len(before)
    place_at = (start + at[0], start + at[1]) if at else None
    return Restated(kind, frame, before + changed + behind, (start, start + len(changed)), words, place_at)


def said_of(restated: Restated, checker: Checker) -> tuple[str, Finding | None]:
    """What became of it: for a right one 一致, 无法核实, silent or accused; for a wrong one told, 一致, 无法核实 or silent."""
    low, high = restated.at or restated.inside
    found = [
        f
        for f in checker.check(restated.text, _DAY).findings
        if f.kind != "citation" and f.span.start <= max(low, high - 1) and low <= f.span.end
    ]
    accusing = [f for f in found if f.verdict not in ("一致", "无法核实", "建议补引")]
    if accusing:
        return "told", accusing[0]
    for verdict in ("无法核实", "一致"):
        if hit := next((f for f in found if f.verdict == verdict), None):
            return verdict, hit
    return "silent", None


def mended(restated: Restated, finding: Finding) -> bool:
    """Whether the proposed correction gives the source's words back."""
    if finding.correction is None:
        return False
    right = restated.text[: finding.span.start] + finding.correction + restated.text[finding.span.end :]
    return _plain(restated.words) in _plain(right)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", full_width(text))


def measured(rows: Iterable[Restated], checker: Checker) -> dict[str, dict[str, int]]:
    """How many of each kind came out how; ``mended`` counts right corrections."""
    out: dict[str, dict[str, int]] = {}
    for row in rows:
        said, finding = said_of(row, checker)
        counts = out.setdefault(("wrong: " if row.at else "right: ") + row.kind, {})
        counts[said] = counts.get(said, 0) + 1
        if row.at and finding is not None and said == "told" and mended(row, finding):
            counts["mended"] = counts.get("mended", 0) + 1
    return out
