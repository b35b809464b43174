"""A premise with a figure, a year, a body or a grade of hospital: 「每个县至少3个…吧」, 「只要求三级医院…吧」, held against the clause.

A figure stands only with its unit and its bound: the 3 of 生物安全三级(P3) is no 3个, 不超过30万 is no 超过30万. Where the clause
holds on a condition that the question leaves out it is quoted without a verdict. A premise that no sentence covers, because
it is wrong or in a layman's words, is still corrected where the rest of it stands in one sentence; it is never confirmed so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import first_accepted
from assistant.binding import bound_segments, bound_years
from assistant.evidence import Gatherer, Unit, has_figure
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition, Statement
from assistant.terms import covered, plain
from corpus.organizations import bodies_in, matches
from index.words import normal

_MEASURE = "个|人|名|位|家|所|张|天|次|项|岁|级|支|类|公里|小时|年|%|‰"
_KINDS = {"名": "人", "位": "人", "家": "个", "所": "个", "支": "个"}
_BOUND = re.compile(
    "(?P<low>不得?低于|不得?少于|不小于|至少)|(?P<high>不得?超过|不得?高于|不多于|至多|最多|控制在)|(?P<below>低于|少于|小于|不足)|(?P<above>超过|高于|多于|大于)"
)
_ALL, _SOME = re.compile("全部|全都|所有|一律|每个都"), re.compile("基本|大部分|部分|力争|鼓励|原则上|有条件")
_CONDITION = re.compile(r"(?:常住|服务)?人口(?:超过|达到|在|不足)\d+万|有条件的|符合条件的|具备条件的")
_GRADE = re.compile(r"(?P<level>[一二三]级(?:及?以上)?)(?P<kind>(?:公立|综合|中医|专科|医疗)*(?:医院|医疗机构|机构))")


def judged(query: Query, chosen: Sequence[Unit], statements: list[Statement]) -> list[Statement]:
    """The statements, with a word first on whether what the question takes for granted is the documents'."""
    if not query.premise and not (query.yes_no and query.numbers):
        return statements
    claimed = [*query.numbers, *query.years]
    if not claimed and not query.bodies:
        return statements
    words = _bound_words(query, chosen)
    wrong = [c for c in claimed if not stands(c, words, query.asked)]
    said = re.sub("《[^》]*》", "", "，".join(u.text for u in chosen)) if query.bodies else ""
    wrong += [b.text for b in query.bodies if not any(matches(b, m.body) for m in bodies_in(said or words))]
    conditional = _CONDITION.search(words)
    if conditional and claimed and _CONDITION.search(query.asked) is None:
        return statements  # another case than the question's: quoted, not judged
    if not wrong and _ALL.search(query.asked) and _SOME.search(words) and not _ALL.search(words):
        return statements  # 全部建成 is more than 基本建成
    first = statements[0]
    verdict = "与文件不符，文件的规定是：" if wrong else "与文件一致："
    return [Statement(verdict + first.text, first.supports), *statements[1:]]


def _bound_words(query: Query, chosen: Sequence[Unit]) -> str:
    words = [p for u in chosen for p in (bound_segments(u, query) or [u.words])]
    years = {y for u in chosen for y in bound_years(u, query)}
    return "，".join([*words, *(f"{y}年" for y in years)])


def stands(claimed: str, words: str, asked: str = "") -> bool:
    """Whether a figure stands in the words, with the unit and on the side of the bound that the question gives it."""
    bare = re.sub(rf"(?:{_MEASURE})$", "", claimed) if not re.search("[%‰]$", claimed) else claimed
    unit = claimed[len(bare) :]
    for match in re.finditer(rf"(?<![\d.a-z]){re.escape(bare)}(?![\d%]|\.\d)", words):
        printed = re.match(rf"\s*({_MEASURE})", words[match.end() :])
        if unit and printed and _KINDS.get(unit, unit) != _KINDS.get(printed[1], printed[1]):
            continue
        one, other = _side(asked, claimed), _side(words, bare, match.start())
        if not (one and other and one != other):
            return True
    return False


def _side(text: str, figure: str, at: int | None = None) -> str:
    """low, high, or nothing: the bound beside a figure."""
    text = normal(text) if at is None else text
    at = text.find(figure) if at is None else at
    if at < 0:
        return ""
    before = re.split("[,，。;；、]", text[max(0, at - 6) : at])[-1]
    after = text[at + len(figure) : at + len(figure) + 4]
    found = [m.lastgroup for m in _BOUND.finditer(before)][-1:]
    if found in (["high"], ["below"]) or re.match(r"\w?(?:以下|以内)", after):
        return "high"
    return "low" if found or re.match(r"\w?以上", after) else ""


def corrected(query: Query, gatherer: Gatherer) -> Composition | None:
    """The clause against a premise that no sentence covers as it is asked; ``None`` where none is plainly against it."""
    if not query.premise and not query.yes_no:
        return None
    if (graded := _graded(query, gatherer)) is not None:
        return graded
    loose = _loosened(query, gatherer) if query.numbers else None
    best = first_accepted(gatherer.units(loose), loose) if loose is not None else None
    if loose is None or best is None or not has_figure(best) or best.reading is not None:
        return None
    first = judged(loose, [best], [state(best, loose)])[0]
    return Composition((first,)) if first.text.startswith("与文件不符") else None


def _loosened(query: Query, gatherer: Gatherer) -> Query | None:
    """The query without the words that none of its documents has, where at least two telling ones remain."""
    if not query.documents:
        return None
    text = plain("".join(gatherer.text(d) for d in query.documents))
    kept = tuple(t for t in query.terms if len(t.text) > 1 and any(w in text for w in (t.text, *t.variants)))
    telling = [t for t in kept if t.weight >= 0.3]
    enough = sum(t.weight for t in kept) >= 0.5 * sum(t.weight for t in query.terms)
    return replace(query, terms=kept) if len(telling) > 1 and enough and len(kept) < len(query.terms) else None


def _graded(query: Query, gatherer: Gatherer) -> Composition | None:
    """「只要求三级医院按临床路径…吧」 where the clause says 二级以上医院: the same matter, another grade."""
    asked = _GRADE.search(query.asked)
    if asked is None:
        return None
    around = query.asked[: asked.start()] + "，" + query.asked[asked.end() :]
    rest = tuple(t for t in query.terms if t.text not in asked[0] and asked[0] not in t.text)
    loose = replace(query, terms=rest, topic="".join(t.text for t in rest), kind="general")
    for unit in gatherer.units(loose)[:12] if rest else []:
        for segment in unit.segments:
            said = _GRADE.search(segment)
            if said is None or not _shares(around, segment[: said.start()] + "，" + segment[said.end() :]):
                continue
            if said["level"] == asked["level"]:
                return None
            held = replace(loose, terms=tuple(t for t in rest if covered(t, segment)))
            quote = state(unit, held)
            return Composition((Statement(f"与文件不符，文件写的是{said[0]}：{quote.text}", quote.supports),))
    return None


def _shares(one: str, other: str, length: int = 4) -> bool:
    """Whether two texts have so many Chinese characters in a row in common."""
    pieces = {run[i : i + length] for run in re.findall(r"[\u4e00-\u9fff]+", one) for i in range(len(run) - length + 1)}
    return any(p in other for p in pieces)
