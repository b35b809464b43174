"""A whole section: what it requires, its parts; and who answers for each task of a document.

「汉中怎么推进医保支付方式改革」 asks for what a clause says, not for its heading; 「基本原则有哪些」 for the parts of a section;
「广东医共体由谁负责」, where 医共体 is the document's own subject, for every task's bodies.
"""

from __future__ import annotations

import re

from assistant.compose_bodies import roles_text
from assistant.compose_lists import beside_titles, parts_of_clause
from assistant.compose_outline import listed, whole_clause
from assistant.evidence import Gatherer
from assistant.query import Query
from assistant.statement import Composition, Statement, Support
from assistant.terms import coverage, plain
from corpus.library import Library
from corpus.model import Clause

_WHOLE = re.compile(
    r"怎么|如何|怎样|咋|哪些(?:具体)?(?:要求|措施|举措|内容|规定|工作|做法|原则|方面|任务|保障|安排|部署)|什么(?:具体)?(?:要求|措施|内容|规定|安排|做法)|(?:要求|内容|措施|规定|原则|安排)(?:是什么|有哪些|是啥)|原则|主要内容|讲了?(?:什么|啥)|总结|概括|归纳|梳理|介绍一下|说了?(?:什么|些啥|啥)"
)


def compose_section(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """What the clause says whose heading is asked about; ``None`` where the question isn't about a whole clause."""
    if not _WHOLE.search(query.text):
        return None
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    terms = list(beside_titles(query, documents, 0.15))
    best: tuple[float, Clause] | None = None
    for unit in gatherer.units(query)[:40]:
        for clause in (*unit.document.ancestors(unit.clause), unit.clause):
            cover = coverage(terms, (plain(clause.heading), 1.0))
            if clause.heading and cover >= 0.8 and (best is None or cover > best[0] + 0.02):
                best = (cover, clause)
    if best is None or not terms:
        return None
    clause = best[1]
    document = library.document(clause.id.document)
    if parts := parts_of_clause(clause):
        return listed(clause, document, parts)
    return whole_clause(clause, gatherer)


def compose_all_bodies(query: Query, library: Library) -> Composition | None:
    """Every task of a document with its bodies, where the question's topic is the document itself."""
    if len(query.documents) != 1 or query.anchor or not query.terms:
        return None
    document = library.document(query.documents[0])
    if beside_titles(query, [document], 0.2):
        return None
    facts = [r for r in library.facts(document.id).responsibilities if r.form == "bracket"]
    if len(facts) < 3:
        return None
    statements = []
    for fact in facts[:20]:
        clause = library.clause(fact.clause)
        support = Support(document, clause, fact.span)
        statements.append(
            Statement(
                f"{clause.label}{clause.heading or fact.task[:30]}：{roles_text(fact, support.quote)}。",
                (support,),
                item=True,
            )
        )
    more = (f"共{len(facts)}项任务，此处列出前20项，全部见台账。",) if len(facts) > 20 else ()
    return Composition(tuple(statements), notes=more)
