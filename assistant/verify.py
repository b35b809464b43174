"""Every number, year, comparison, body, quotation and title of a sentence must stand in the clauses it cites.

Whoever wrote the sentence, rules or a model: what cannot be found in its clauses does not leave the house. The check knows
no question and no gold, only the sentence and its clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.statement import Statement, Support
from corpus.facts import Body, Facts
from corpus.library import Library
from corpus.model import Document
from corpus.numerals import from_chinese
from corpus.organizations import bodies_in, matches
from index.words import normal

_NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?)\s*(%|‰|[万亿])?(?!\d)")
_CHINESE = re.compile(r"([零一二两三四五六七八九十百]+)(成|个|家|所|名|人|张|次|项|年|天|条|类|支)")
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
        return (Fault("未引条款", statement.text[:20]),) if _asserts(statement.text) else ()
    evidence = _evidence(statement.supports)
    text = normal(statement.text)
    faults = [
        *_numbers(text, evidence),
        *_bounds(text, evidence),
        *_quotes(statement, evidence),
        *_titles(statement, library),
    ]
    faults += _bodies(statement, library)
    return tuple(faults)


def _asserts(text: str) -> bool:
    return bool(re.search(r"\d", text)) and "没有查到" not in text


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
    return [f"{d.year}年{d.month}月{d.day}日" for d in (document.issued_on, document.published_on) if d]


def _numbers(text: str, evidence: str) -> list[Fault]:
    text = re.sub(r"共列\d+[条项]", "", text)
    known = {m[1] + (m[2] or "") for m in _NUMBER.finditer(evidence)}
    bare = {m[1] for m in _NUMBER.finditer(evidence)}
    words = {str(n) for m in _CHINESE.finditer(evidence) if (n := from_chinese(m[1])) is not None}
    faults = []
    for match in _NUMBER.finditer(text):
        printed = match[1] + (match[2] or "")
        if printed in known or (match[2] is None and (match[1] in bare or match[1] in words)):
            continue
        faults.append(Fault("数字不在所引条款中", match[0]))
    return faults


def _bounds(text: str, evidence: str) -> list[Fault]:
    """A comparison word beside a number must be beside that number in the clause, or mean the same."""
    faults = []
    for match in _NUMBER.finditer(text):
        said = _bound(text, match.start(), match.end())
        if said is None:
            continue
        there = {_bound(evidence, m.start(), m.end()) for m in _NUMBER.finditer(evidence) if m[1] == match[1]}
        if there and said not in there:
            faults.append(Fault("比较词与原文不符", text[max(0, match.start() - 4) : match.end() + 2]))
    return faults


def _bound(text: str, start: int, end: int) -> str | None:
    around = (
        re.split(r"[,，。；;、\n]", text[max(0, start - 6) : start])[-1]
        + "#"
        + re.split(r"[,，。；;、\n]", text[end : end + 6])[0]
    )
    match = _BOUND.search(around)
    return match.lastgroup if match else None


def _quotes(statement: Statement, evidence: str) -> list[Fault]:
    plain = re.sub(r"\s", "", evidence)
    return [
        Fault("引文与原文不符", q[:20])
        for q in _QUOTE.findall(statement.text)
        if re.sub(r"\s", "", normal(q)) not in plain
    ]


def _titles(statement: Statement, library: Library) -> list[Fault]:
    cited = "".join(s.document.text for s in statement.supports) + "".join(d.name + d.title for d in library.documents)
    return [Fault("文件名与原文不符", t) for t in _TITLE.findall(statement.text) if normal(t) not in normal(cited)]


def _bodies(statement: Statement, library: Library) -> list[Fault]:
    """A body said to lead or to support must do so in the facts of a cited clause."""
    faults = []
    for match in re.finditer(r"由([^，,。；;：:“”]{2,80}?)牵头|[，,；;]([^，,。；;：:“”]{2,80}?)配合", statement.text):
        role = "lead" if match[1] else "support"
        for mention in bodies_in(match[1] or match[2]):
            if not any(matches(mention.body, b) for b in _roles(statement, library, role)) and not _verbatim(
                statement, match[0]
            ):
                faults.append(Fault("牵头或配合单位与原文不符", mention.body.text))
    return faults


def _verbatim(statement: Statement, words: str) -> bool:
    return any(words.strip("，,；;由") in s.clause.text for s in statement.supports)


def _roles(statement: Statement, library: Library, role: str) -> list[Body]:
    out: list[Body] = []
    for support in statement.supports:
        facts: Facts = library.facts(support.document.id)
        out += [b for r in facts.responsibilities if r.clause == support.clause.id for b in getattr(r, role)]
    return out
