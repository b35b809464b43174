"""Every number, year, comparison, body, quotation and title of a sentence must stand in the clauses it cites.

Whoever wrote the sentence, rules or a model: what cannot be found in its clauses does not leave the house. The check knows
no question and no gold, only the sentence and its clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.compose_lists import parts_of_clause
from assistant.statement import Statement, Support
from assistant.verify_rows import restated, rows
from corpus.facts import Body, Facts
from corpus.library import Library
from corpus.model import Document
from corpus.numerals import from_chinese
from corpus.organizations import bodies_in, matches
from index.words import normal

_NUMBER = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?)\s*(%|‰|[万亿]|人|名|位|张|个|家|所|天|日|岁|小时|公里|次|项|类|支|元)?(?!\d)"
)
_CHINESE = re.compile(r"([零一二两三四五六七八九十百]+)(成|个|家|所|名|人|张|次|项|年|天|条|类|支)")
_GAP = re.compile("没有|未作|无法|不能|无从")
_NOT_LISTED = re.compile("所列单位中没有|不是牵头单位|任务，无法|与文件不符")
_OWN_COUNT = re.compile(r"共列\d+[条项]|最后一项|相差\d+(?:\.\d+)?(?:个百分点|[\u4e00-\u9fff/\d]{0,8})")
_DIFFERENCE = re.compile(r"相差(\d+(?:\.\d+)?)")
_NUMBERED = re.compile(r"[〔\[(](?:19|20)\d\d[〕\])]\d+号|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d-\d\d?-\d\d?")
_CLAUSE_LABEL = re.compile(r"[一二三四五六七八九十]{1,3}、（[一二三四五六七八九十]{1,3}）(?:\d{1,2}(?![\d%]))?")
_LABEL = re.compile(r"\((?=[^()]*[一二三四五六七八九十附表])[一二三四五六七八九十、()\d.附件表]*\)")
_ROLE = re.compile(r"([^，,。；;：:“”（）]{2,80}?)(牵头|配合|负责落实|落实(?!依据|情况)|负责(?!落实|人))(?!单位)")
_QUOTED_NAME = re.compile(r"《[^《》]*》|“[^“”]*”[（(][^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）]")
_QUOTE = re.compile(r"“([^“”]{2,})”")
_TITLE = re.compile(r"《([^《》]+)》")
_BOUND = re.compile(
    r"(?P<low>不低于|不少于|至少|不得低于|不小于|≥|以上)|(?P<high>不超过|不高于|不多于|至多|≤|以下|以内|控制在)|(?P<about>左右|约|大约)"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a sentence that its clauses don't bear out: what kind, which words."""

    kind: str
    words: str


def verify(statement: Statement, library: Library) -> tuple[Fault, ...]:
    """The faults of one statement; empty where everything stands in its clauses."""
    if not statement.supports:
        return () if _GAP.search(statement.text) else (Fault("未引条款", statement.text[:20]),)
    evidence = _evidence(statement.supports)
    text = _LABEL.sub("，", _OWN_COUNT.sub("", normal(statement.text)))
    return (
        *_own_count(statement),
        *_difference(statement),
        *_numbers(text, evidence, bare=any(s.clause.table for s in statement.supports)),
        *_chinese(text, evidence),
        *_bounds(text, evidence),
        *_years(text, statement, library),
        *_quotes(statement, evidence, library),
        *_titles(statement),
        *_bodies(statement, evidence, library),
        *_exact(statement, evidence),
        *_framed(statement),
        *(Fault(d.kind, d.words) for d in restated(statement, _QUOTED_NAME.sub("，", statement.text))),
        *(
            Fault(d.kind, d.words)
            for d in rows(statement, _LABEL.sub("，", _OWN_COUNT.sub("，", normal(statement.text))))
        ),
    )


def _exact(statement: Statement, evidence: str) -> list[Fault]:
    """Document numbers and full dates must stand in the clauses or the document's head as they are."""
    plain = re.sub(r"\s", "", evidence)
    text = re.sub(r"\s", "", normal(statement.text))
    return [Fault("文号或日期与原文不符", m[0]) for m in _NUMBERED.finditer(text) if m[0] not in plain]


def _framed(statement: Statement) -> list[Fault]:
    """The words that we put around a quotation: the clause's label, the verdict, what a draft is."""
    labels = {n.label for s in statement.supports for n in (s.clause, *s.document.ancestors(s.clause))}
    printed = normal("".join(s.clause.text for s in statement.supports))
    out = [
        Fault("条款编号与所引条款不符", found)
        for found in _CLAUSE_LABEL.findall(_QUOTE.sub("", statement.text))
        if not any(found in label for label in labels) and normal(found) not in printed
    ]
    if re.search("与文件(?!不符|一致)[不]?符", statement.text):
        out.append(Fault("判断语不完整", "与文件符"))
    drafts = [s.document for s in statement.supports if s.document.status == "征求意见稿"]
    if drafts and re.search("(?<!不)是正式印发", statement.text):
        out.append(Fault("文件状态与原文不符", "正式印发"))
    return out


def _evidence(supports: Sequence[Support]) -> str:
    """All that the cited clauses, their headings and documents' heads say, in ``normal`` form."""
    parts: list[str] = []
    for support in supports:
        document = support.document
        parts += [support.clause.text, document.name, document.title, document.number or "", support.clause.label]
        parts += [c.text.split("\n", 1)[0] for c in document.ancestors(support.clause)]
        parts += _dates(document)
        if support.clause.table is not None:
            parts += [c.head.replace(" ", "") for c in support.clause.table.columns]
    return normal("\n".join(parts))


def _dates(document: Document) -> list[str]:
    days = [d for d in (document.issued_on, document.published_on) if d]
    return [f"{d.year}年{d.month}月{d.day}日 {d.isoformat()}" for d in days]


def _numbers(text: str, evidence: str, *, bare: bool) -> list[Fault]:
    """Each number must stand in the clauses, with the unit that it has here; ``bare`` cells of a table have theirs above."""
    faults = []
    there: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(evidence):
        there.setdefault(match[1], set()).add(_unit(match[2]))
    words = {str(n) for m in _CHINESE.finditer(evidence) if (n := from_chinese(m[1])) is not None}
    for match in _NUMBER.finditer(text):
        units, unit = there.get(match[1]), _unit(match[2])
        if units is None:
            if match[1] not in words:
                faults.append(Fault("数字不在所引条款中", match[0]))
        elif unit and unit not in units and not (bare and "" in units):
            faults.append(Fault("单位与原文不符", match[0]))
    return faults


def _unit(printed: str | None) -> str:
    return {"名": "人", "位": "人", "日": "天"}.get(printed or "", printed or "")


def _chinese(text: str, evidence: str) -> list[Fault]:
    """两次, 三所: a count in Chinese must stand in the clauses in Chinese or in digits."""
    faults = []
    for match in _CHINESE.finditer(text):
        number = from_chinese(match[1])
        if match[0] not in evidence and not re.search(rf"(?<!\d){number}{match[2]}", evidence):
            faults.append(Fault("数字不在所引条款中", match[0]))
    return faults


def _bounds(text: str, evidence: str) -> list[Fault]:
    """A comparison word beside a number must be beside that number in the clause; none may be lost or added."""
    faults = []
    for match in _NUMBER.finditer(text):
        there = {_bound(evidence, m.start(), m.end()) for m in _NUMBER.finditer(evidence) if m[1] == match[1]}
        if there and _bound(text, match.start(), match.end()) not in there:
            faults.append(Fault("比较词与原文不符", text[max(0, match.start() - 4) : match.end() + 2]))
    return faults


def _bound(text: str, start: int, end: int) -> str | None:
    before = re.split(r"[,，。；;、:：\n]", text[max(0, start - 6) : start])[-1]
    after = re.split(r"[,，。；;、\n]", text[end : end + 3])[0]
    match = _BOUND.search(f"{before}#{after}")
    return match.lastgroup if match else None


def _years(text: str, statement: Statement, library: Library) -> list[Fault]:
    """A target's figure said with years must be said with its own."""
    said = set(re.findall(r"20\d\d", text))
    faults = []
    for support in statement.supports if said else ():
        for target in library.facts(support.document.id).targets:
            if target.clause != support.clause.id or not target.number or target.deadline is None:
                continue
            year = target.deadline.normal[:4]
            printed = re.search(rf"(?<![\d.]){re.escape(target.number)}(?![\d]|\.\d)", text)
            named = normal(target.indicator)[:6] in text
            if (
                year.isdigit()
                and printed
                and named
                and year not in said
                and not _elsewhere(target.number, support, said)
            ):
                faults.append(Fault("年份与原文不符", f"{target.indicator} {target.value}"))
    return faults


def _elsewhere(number: str, support: Support, years: set[str]) -> bool:
    """Whether the figure stands in the clause beside one of the years as well (a baseline, another target)."""
    text = normal(support.clause.text)
    if support.clause.table is not None:
        return True
    return any(re.search(rf"{y}年?[^。]*?(?<![\d.]){re.escape(number)}(?!\d)", text) for y in years)


def _own_count(statement: Statement) -> list[Fault]:
    """共列4项: the parts of the cited clause, counted again."""
    found = re.search(r"共列(\d+)[条项]", statement.text)
    if found is None or int(found[1]) == len(parts_of_clause(statement.supports[0].clause)):
        return []
    return [Fault("项数与条款不符", found[0])]


def _difference(statement: Statement) -> list[Fault]:
    """相差N must be the difference between the largest and the smallest figure that the sentence itself ranks."""
    found = _DIFFERENCE.search(statement.text)
    if found is None:
        return []
    ranked = [Decimal(n) for n in re.findall(r"[（(][^（）()\d]{0,6}(\d+(?:\.\d+)?)", statement.text[: found.start()])]
    if len(ranked) > 1 and max(ranked) - min(ranked) == Decimal(found[1]) and ranked == sorted(ranked, reverse=True):
        return []
    return [Fault("差额与所引数值不符", found[0])]


def _quotes(statement: Statement, evidence: str, library: Library) -> list[Fault]:
    """What stands in quotation marks must stand in the clauses, or be the name of one of their targets."""
    ids = {s.clause.id for s in statement.supports}
    names = [t.indicator for s in statement.supports for t in library.facts(s.document.id).targets if t.clause in ids]
    plain = re.sub(r"[\s“”‘’]", "", evidence + normal("，".join(names)))
    return [
        Fault("引文与原文不符", q[:20])
        for q in _QUOTE.findall(statement.text)
        if re.sub(r"[\s‘’]", "", normal(q)) not in plain
    ]


def _titles(statement: Statement) -> list[Fault]:
    said = _TITLE.findall(statement.text)
    if not said:
        return []
    cited = normal("".join(s.document.text + s.document.name + s.document.title for s in statement.supports))
    tables = normal("".join(c.table.title for s in statement.supports for c in s.document.walk() if c.table))
    return [Fault("文件名与原文不符", t) for t in said if normal(t) not in cited + tables]


def _bodies(statement: Statement, evidence: str, library: Library) -> list[Fault]:
    """A body must be named in the clauses; one said to lead or to support must do so in their facts."""
    text = _TITLE.sub("", _QUOTE.sub("", statement.text))
    known = _named_in(evidence)
    faults = [
        Fault("机构不在所引条款中", m.body.text)
        for m in bodies_in(text)
        if not m.body.damaged and m.body.text not in evidence and not any(matches(m.body, b) for b in known)
    ]
    if _NOT_LISTED.search(statement.text):
        faults = []
    for match in _ROLE.finditer(text):
        for mention in bodies_in(match[1]):
            holders = _holders(statement, library, match[2])
            listed = any(matches(mention.body, b) or mention.body.text in b.text for b in holders)
            if not listed and not _verbatim(statement, match[0]):
                faults.append(Fault(f"“{match[2]}”的单位与原文不符", mention.body.text))
    return faults


@lru_cache(maxsize=256)
def _named_in(text: str) -> tuple[Body, ...]:
    """The bodies of a clause's text: the same clauses are cited again and again."""
    return tuple(m.body for m in bodies_in(text))


def _holders(statement: Statement, library: Library, verb: str) -> list[Body]:
    """Who may be said to 牵头, 配合, 负责 or 落实: a body that only carries out is not one that answers for it."""
    if verb in ("牵头", "配合"):
        return _roles(statement, library, "lead" if verb == "牵头" else "support")
    carrying = _roles(statement, library, "implementers")
    if verb != "负责":
        return carrying
    quoted = normal("".join(s.quote for s in statement.supports))
    named = [b for b in carrying if re.search(rf"{re.escape(normal(b.text))}[^,，。]{{0,12}}负责(?!落实)", quoted)]
    return [*_roles(statement, library, "lead"), *_roles(statement, library, "responsible"), *named]


def _verbatim(statement: Statement, words: str) -> bool:
    """Whether the clause says it word for word; 负责 there is not the beginning of 负责落实."""
    plain = re.escape(words.strip("，,；;由 "))
    return any(re.search(plain + "(?!落实)", s.clause.text) for s in statement.supports)


def _roles(statement: Statement, library: Library, role: str) -> list[Body]:
    out: list[Body] = []
    for support in statement.supports:
        facts: Facts = library.facts(support.document.id)
        of_clause = [r for r in facts.responsibilities if r.clause == support.clause.id]
        of_row = [r for r in of_clause if r.span.start < support.span.end and support.span.start < r.span.end]
        out += [b for r in (of_row if support.clause.table is not None else of_clause) for b in getattr(r, role)]
    return out
