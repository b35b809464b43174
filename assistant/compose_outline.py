"""What a document, a part or a section is made of: 「第三部分讲什么」 「重点任务分哪五个方面」 「哪几大建设」 「总结一下…这一段」.

The answer is the headings below, or the sentences of a clause that has none; nothing is put into other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose_lists import beside_titles, heading_line, parts_of_clause, plain_statement
from assistant.evidence import Gatherer
from assistant.query import Query
from assistant.quoting import bracket_only
from assistant.statement import Composition, Statement, Support
from assistant.terms import Term, coverage, plain, telling
from corpus.library import Library
from corpus.model import Clause, Document, Span
from corpus.numerals import from_chinese

_NTH = re.compile(r"第([一二三四五六七八九十]{1,3}|\d{1,2})(?:大)?(?:部分|章|大项|个?板块)")
_ASKS = re.compile(r"什么|哪|啥|总结|概括|归纳|梳理|介绍|内容|要点|怎么|讲|说|列")
_COUNTED = re.compile(
    r"(?:哪|分|分为|分成|包括|有|列了|提出了?|讲了?|是)(?:了)?(?:哪)?(?:几|[两二三四五六七八九十]|\d{1,2})(?:个|大|项|条)?(?:大)?"
    r"(?P<what>[\u4e00-\u9fff]{0,6}?(?P<noun>方面|部分|板块|任务|建设|行动|工程|举措|措施|体系|改革|原则|领域|维度|计划|机制|保障|重点"
    r"|(?<=[几二三四五六七八九十])[条项点]))(?=[,，。？?；;]|是|都|呢|啊|$)"
)
_NEUTRAL = ("方面", "部分", "板块", "任务", "举措", "措施", "领域", "维度", "重点", "条", "项", "点")
_LAST = re.compile(r"结语|最后一(?:段|节|部分)|结尾|末段")
LIMIT = 8
MOST = 15


def compose_outline(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """The parts of what is asked about; ``None`` where the question asks for no outline."""
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    if len(documents) != 1:
        return None
    if (nth := _NTH.search(query.asked)) and _ASKS.search(query.asked) and _beside(query, nth[0]) < 0.5:
        clause = _nth(documents[0], nth[1])
        return _outline(clause, documents[0], gatherer) if clause is not None else None
    if _LAST.search(query.asked) and _ASKS.search(query.asked) and not beside_titles(query, documents, 0.2):
        last = [c for c in documents[0].walk() if c.kind == "closing" and "落款" not in c.label]
        if last:
            return whole_clause(last[-1], gatherer)
    if query.documents and _WHOLE.search(query.asked) and not beside_titles(query, documents, 0.15):
        return _contents(documents[0], gatherer)
    counted = _COUNTED.search(query.asked)
    if counted is None or re.search("一共|总共|共列|最后", query.asked):
        return None
    noun, what = counted["noun"], counted["what"]
    if query.kind == "count" and noun in ("条", "项", "点"):
        return None  # 「有几条」 wants the number
    if noun not in _NEUTRAL:
        return _alike(what, documents[0]) or _alike(noun, documents[0])
    terms = [t for t in beside_titles(query, documents, 0.15) if t.text not in counted[0]]
    clause = _headed(terms, documents[0]) if terms else None
    return _outline(clause, documents[0], gatherer) if clause is not None else None


_WHOLE = re.compile(
    r"(?:主要)?(?:要求|内容|措施|规定|安排)(?:是|有|包括)?(?:什么|哪些|啥)|哪些(?:要求|措施|内容|规定|举措|安排)|讲了?(?:什么|啥|哪些)|说了?(?:什么|啥|哪些)|主要内容|总结|概括|梳理"
)


def _contents(document: Document, gatherer: Gatherer) -> Composition | None:
    """A whole document in its headings: its parts, or the tasks of the part that holds most where parts are few."""
    top = [c for c in document.clauses if c.kind in ("part", "section", "item") and c.heading]
    if len(top) > 4:
        items = tuple(
            Statement(f"{c.label}{c.heading}。", (Support(document, c, heading_line(c)),), item=True) for c in top[:25]
        )
        return Composition(items)
    largest = max(top, key=lambda c: len(c.children), default=None)
    return _outline(largest, document, gatherer) if largest is not None and largest.children else None


def asks_outline(asked: str) -> bool:
    """Whether a question without a topic of its own asks for a document's make-up."""
    return bool(_WHOLE.search(asked) or (_NTH.search(asked) and _ASKS.search(asked)) or _COUNTED.search(asked))


def _beside(query: Query, named: str) -> float:
    """What else the question is about than the part that it names by number."""
    return telling([t for t in query.terms if t.text not in named and t.text not in ("主要", "内容", "重点")])


def _nth(document: Document, ordinal: str) -> Clause | None:
    """The part of that number."""
    wanted = int(ordinal) if ordinal.isdigit() else from_chinese(ordinal)
    for clause in document.clauses:
        step = re.sub("[第章部分]", "", clause.path.steps[-1]) if clause.path.steps else ""
        number = int(step) if step.isdigit() else from_chinese(step) if step else None
        if clause.kind in ("part", "item", "section") and number == wanted:
            return clause
    return None


def _headed(terms: Sequence[Term], document: Document) -> Clause | None:
    """The clause with parts below whose heading is what is asked about."""
    best: tuple[float, Clause] | None = None
    for clause in document.walk():
        cover = coverage(terms, (plain(clause.heading), 1.0)) if clause.heading else 0.0
        if cover >= 0.7 and len(parts_of_clause(clause)) >= 2 and (best is None or cover > best[0]):
            best = (cover, clause)
    return best[1] if best else None


def _alike(noun: str, document: Document) -> Composition | None:
    """The headings of one level that share a noun: 「哪几大体系」; the level with most of them."""
    levels = [document.clauses, *(c.children for c in document.walk() if c.children)]
    chosen: list[Clause] = []
    for level in levels:
        found = [c for c in level if noun in c.heading]
        if len(found) > len(chosen):
            chosen = found
    if len(chosen) < 2:
        return None
    items = [
        Statement(f"{c.label}{c.heading}。", (Support(document, c, heading_line(c)),), item=True) for c in chosen[:15]
    ]
    return Composition(tuple(items), notes=(f"以上是标题中含“{noun}”的同级条款，共{len(chosen)}个。",))


def _outline(clause: Clause, document: Document, gatherer: Gatherer) -> Composition | None:
    """A clause's parts with its heading first, else its sentences."""
    parts = parts_of_clause(clause) if not _grouped(clause) else _groups(clause)
    return listed(clause, document, parts) if parts else whole_clause(clause, gatherer)


def listed(clause: Clause, document: Document, parts: Sequence[tuple[str, Clause, Span]]) -> Composition:
    """A clause's heading and the names of its parts."""
    named = f"“{clause.heading}”（{clause.label.rstrip('、.')}）包括："
    head = Statement(named, (Support(document, clause, heading_line(clause)),))
    items = [Statement(f"{n.rstrip('。')}。", (Support(document, owner, span),), item=True) for n, owner, span in parts]
    more = (f"共{len(items)}项，此处列出前{MOST}项。",) if len(items) > MOST else ()
    return Composition((head, *items[:MOST]), notes=more)


def whole_clause(clause: Clause, gatherer: Gatherer) -> Composition | None:
    """What a clause without parts says, sentence by sentence."""
    said = [u for u in gatherer.of_clause(clause) if not u.heading_only and not bracket_only(u.text)]
    statements = [replace(plain_statement(u), item=True) for u in said[:LIMIT]]
    more = (f"该条共{len(said)}句，此处列出前{LIMIT}句，全文见条款。",) if len(said) > LIMIT else ()
    return Composition(tuple(statements), notes=more) if statements else None


def _grouped(clause: Clause) -> bool:
    below = [c for c in clause.children if c.kind in ("part", "section", "item", "article")]
    return len(below) >= 2 and all(c.kind == "section" for c in below)


def _groups(clause: Clause) -> list[tuple[str, Clause, Span]]:
    """The sections themselves, where the question counts aspects rather than the smallest tasks."""
    return [(f"{c.path.steps[-1]}{c.heading}", c, heading_line(c)) for c in clause.children if c.kind == "section"]
