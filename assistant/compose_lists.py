"""Answers that are lists: a body's duties, the goals of a clause or a year, the parts of a section, the documents that say a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import accepts, first_accepted
from assistant.compose_bodies import ROLES
from assistant.evidence import Gatherer, Unit, has_figure, years_of
from assistant.naming import place_of
from assistant.query import Query
from assistant.quoting import ended, state, support
from assistant.refuse import not_found
from assistant.statement import Composition, Statement, Support, refused
from assistant.terms import Term, coverage, plain
from corpus.facts import Responsibility
from corpus.library import Library
from corpus.model import Clause, Document, Span
from corpus.organizations import matches

LIMIT = 15
_COUNTED = re.compile(r"[一二两三四五六七八九十]个.{2}")
_GOAL = re.compile(
    r"(?:到|至|力争)?20\d\d年(?:底)?(?:前)?[,，]?(?:.{0,30}(?:实现|达到|建成|完成|形成|建立|健全|基本|全面))"
)


def compose_tasks(query: Query, gatherer: Gatherer, library: Library) -> Composition:
    """What a body has to do: every clause that lists it, with its role."""
    document_ids = query.documents or tuple(d.id for d in library.documents)
    section = _section(query, library, document_ids)
    wanted = {name for field, name in ROLES if field in query.roles and field in ("lead", "support")}
    found: list[tuple[Document, Clause, Responsibility, str]] = []
    for document_id in document_ids:
        document = library.document(document_id)
        for fact in library.facts(document_id).responsibilities:
            roles = [n for f, n in ROLES for asked in query.bodies if any(matches(asked, b) for b in getattr(fact, f))]
            clause = library.clause(fact.clause)
            if wanted and not set(roles) & wanted:
                continue
            if roles and (section is None or section.path.contains(clause.path)):
                if clause.table is not None or not any(c.id == clause.id for _, c, _, _ in found):
                    found.append((document, clause, fact, "、".join(dict.fromkeys(roles))))
    if section is None:  # a topic narrows where it fits any of them
        found = [f for f in found if _on_topic(query, f[1], [f[0]])] or found
    names = "、".join(b.text for b in query.bodies)
    if not found:
        return refused("no_bodies", f"所查文件的责任分工中没有列出“{names}”的任务，无法回答。")
    statements = [
        _prose_duty(document, clause, fact)
        if fact.form == "prose"
        else Statement(
            f"{clause.label}{_task_name(clause, fact)}（{_printed(query, fact) or names}：{role}）。",
            (Support(document, clause, _whole(clause, fact)),),
            item=True,
        )
        for document, clause, fact, role in found[:LIMIT]
    ]
    more = (f"共{len(found)}项，此处列出前{LIMIT}项。",) if len(found) > LIMIT else ()
    return Composition(tuple(statements), notes=more)


def _printed(query: Query, fact: Responsibility) -> str:
    """The asked bodies as the document prints them: 市司法局 where the question says 司法局."""
    named = [b.text for f, _ in ROLES for b in getattr(fact, f) if any(matches(a, b) for a in query.bodies)]
    return "、".join(dict.fromkeys(named))


def _task_name(clause: Clause, fact: Responsibility) -> str:
    """The clause's heading; of a table of tasks the row's task."""
    if clause.table is not None and fact.task:
        return re.split("[。；;，,]" if len(fact.task) > 40 else "。", fact.task)[0]
    return clause.heading or clause.text[:30]


def _prose_duty(document: Document, clause: Clause, fact: Responsibility) -> Statement:
    """A duty in prose, in the document's own sentence."""
    support = Support(document, clause, fact.span)
    return Statement(f"{clause.label}{clause.heading}：{ended(support.quote.strip())}", (support,), item=True)


def _whole(clause: Clause, fact: Responsibility) -> Span:
    return fact.span if fact.span.end - fact.span.start < 400 else clause.span


def _on_topic(query: Query, clause: Clause, documents: Sequence[Document]) -> bool:
    terms = beside_titles(query, documents)
    return not terms or coverage(terms, (plain(clause.heading), 1.0), (plain(clause.text), 0.8)) >= 0.5


def _section(query: Query, library: Library, document_ids: Sequence[str]) -> Clause | None:
    """The part or section that the question names by heading, 「三、巩固分级诊疗建设成果…」 or by number."""
    for document_id in document_ids:
        for clause in library.document(document_id).walk():
            heading = plain(clause.heading)
            if len(heading) >= 4 and heading in query.asked and (clause.children or query.kind == "goals"):
                return clause
    return None


def compose_goals(query: Query, gatherer: Gatherer, library: Library) -> Composition:
    """The goals of one clause, or of a year in the documents asked about."""
    units = gatherer.units(query)
    clause = _goal_clause(query, units)
    if clause is not None:
        chosen = [
            u
            for u in gatherer.of_clause(clause)
            if u.targets and (not query.years or years_of(u) & set(query.years) or not years_of(u))
        ]
        if query.asked.count("量化"):
            chosen = [u for u in chosen if has_figure(u)]
        chosen = chosen or [u for u in gatherer.of_clause(clause) if u.targets]
    else:
        chosen = _of_year(query, gatherer, library) or _of_section(query, gatherer, library)
    if not chosen:
        best = first_accepted(units, replace(query, kind="general"))
        return Composition((state(best, query),)) if best else not_found(query, units)
    statements = [replace(plain_statement(u), item=True) for u in chosen[:LIMIT]]
    more = (f"共{len(chosen)}处，此处列出前{LIMIT}处。",) if len(chosen) > LIMIT else ()
    return Composition(tuple(statements), notes=more)


def plain_statement(unit: Unit) -> Statement:
    """A unit in full, without its clause's number."""
    if unit.reading is not None:
        return Statement(unit.reading.sentence() + "。", (support(unit),))
    words = re.sub(r"^\s*(?:[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.、])", "", unit.text)
    return Statement(ended(words.strip()), (support(unit),))


def _goal_clause(query: Query, units: Sequence[Unit]) -> Clause | None:
    """The clause whose heading is what the question is about."""
    terms = [t for t in query.terms if t.weight >= 0.15]
    best: tuple[float, Clause] | None = None
    for unit in units[:30]:
        cover = coverage(terms, (plain(unit.clause.heading), 1.0))
        if terms and cover >= 0.7 and (best is None or cover > best[0] + 0.01):
            best = (cover, unit.clause)
    return best[1] if best else None


def _of_year(query: Query, gatherer: Gatherer, library: Library) -> list[Unit]:
    """The units with targets of the year asked for, in the order of the text."""
    documents = query.documents or tuple(d.id for d in library.documents)
    topic = beside_titles(query, [library.document(d) for d in documents])
    out: list[Unit] = []
    for document_id in documents:
        for clause in library.document(document_id).walk():
            for unit in gatherer.of_clause(clause):
                if query.years and not years_of(unit) & set(query.years):
                    continue
                if clause.kind in ("front_matter", "closing") or not (unit.targets or _GOAL.search(unit.words)):
                    continue
                if not topic or coverage(topic, (unit.words, 1.0), (unit.context, 0.9)) >= 0.6:
                    out.append(unit)
    return out if query.years or topic else []


def _of_section(query: Query, gatherer: Gatherer, library: Library) -> list[Unit]:
    """What the section called 主要目标, 工作目标 or the like says, where its document alone is asked about."""
    if len(query.documents) != 1 or not re.search("目标", query.asked):
        return []
    for clause in library.document(query.documents[0]).walk():
        if re.fullmatch(r"(?:[\u4e00-\u9fff]{0,4})目标(?:任务)?|目标(?:要求|任务)", clause.heading):
            return [u for c in clause.walk() for u in gatherer.of_clause(c) if not u.heading_only]
    return []


def beside_titles(query: Query, documents: Sequence[Document], least: float = 0.3) -> list[Term]:
    """The telling terms that are more than the documents' own names (行动方案, 医共体)."""
    titles = plain(" ".join(f"{d.name}{d.title}" for d in documents))
    return [
        t
        for t in query.terms
        if t.weight >= least and t.text not in titles and not any(v in titles for v in t.variants)
    ]


def compose_count(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """How many parts a section has, and which; ``None`` where the question counts something else."""
    units = gatherer.units(query)
    named = [library.document(d) for d in query.documents] or list(library.documents)
    terms = [t for t in beside_titles(query, named, 0.15) if not _COUNTED.fullmatch(t.text)]
    if not terms and len(named) == 1:
        return _whole_count(query, named[0])
    best: tuple[float, Clause] | None = None
    for unit in units[:40]:
        for clause in (*unit.document.ancestors(unit.clause), unit.clause):
            cover = coverage(terms, (plain(clause.heading), 1.0))
            if cover >= 0.75 and (best is None or cover > best[0]) and parts_of_clause(clause):
                best = (cover, clause)
    if best is None:
        return None
    clause = best[1]
    document = library.document(clause.id.document)
    parts = parts_of_clause(clause)
    unit_word = "条" if re.search("[条款]", query.asked) else "项"
    last = bool(re.search("最后", query.asked))
    shown = parts[-1:] if last else parts[:LIMIT]
    head = Statement(
        f"“{clause.heading}”（{clause.label}）共列{len(parts)}{unit_word}" + ("，最后一项是：" if last else "："),
        (Support(document, clause, heading_line(clause)),),
    )
    items = [Statement(ended(name), (Support(document, owner, span),)) for name, owner, span in shown]
    more = (
        (f"共{len(parts)}{unit_word}，此处列出前{LIMIT}{unit_word}。",) if len(shown) < len(parts) and not last else ()
    )
    return Composition((head, *items), notes=more)


def _whole_count(query: Query, document: Document) -> Composition | None:
    """How many parts or tasks a whole document has: its clauses of the first level."""
    top = [c for c in document.clauses if c.kind in ("part", "item", "article", "section")]
    if len(top) < 2 or not re.search("部分|章|任务|条|项", query.asked):
        return None
    items = [
        Statement(f"{c.label}{c.heading or c.text[:24]}。", (Support(document, c, heading_line(c)),)) for c in top[:30]
    ]
    return Composition(tuple(items), notes=(f"《{document.name}》正文第一层共{len(top)}个编号条款，逐条列出。",))


def heading_line(clause: Clause) -> Span:
    """Where a clause's first line stands."""
    first = clause.text.split("\n", 1)[0]
    at = first.find(clause.heading) if clause.heading else -1
    end = min(at + len(clause.heading) + 1, len(first)) if at >= 0 else len(first)
    return Span(clause.span.start, clause.span.start + end)


def parts_of_clause(clause: Clause) -> list[tuple[str, Clause, Span]]:
    """The numbered clauses below (the smallest ones where sections only group them), else the titled paragraphs."""
    below = [c for c in clause.children if c.kind in ("part", "section", "item", "article")]
    if below and all(c.kind == "section" for c in below):
        items = [g for c in below for g in c.children if g.kind in ("item", "article")]
        numbers = [g.path.steps[-1] for g in items]
        below = items if len(numbers) == len(set(numbers)) and items else below
    if len(below) >= 2:
        return [
            (
                f"{c.path.steps[-1]}{'、' if c.kind == 'part' else '.' if c.path.steps[-1].isdigit() else ''}{c.heading or c.text[:24]}",
                c,
                heading_line(c),
            )
            for c in below
        ]
    lines, at, out = clause.text.split("\n"), clause.span.start, []
    for number, line in enumerate(lines):
        match = re.match(r"([^。；：:\n]{4,24})[。]", line)
        if number and match:
            out.append((match[1], clause, Span(at, at + match.end())))
        at += len(line) + 1
    return out if len(out) >= 2 and len(out) == len(lines) - 1 else []


def compose_which(query: Query, gatherer: Gatherer, library: Library) -> Composition:
    """Which documents say a thing: each with the sentence that does."""
    documents = query.documents or tuple(d.id for d in library.documents)
    statements, nearest = [], []
    exact = replace(
        query, terms=tuple(replace(t, variants=()) if _COUNTED.fullmatch(t.text) else t for t in query.terms)
    )
    for document_id in documents:
        units = gatherer.units(exact, (document_id,), 10)
        best = next((u for u in units[:8] if accepts(u, exact, own=0.5, whole=0.7)), None)
        nearest += units[:1]
        if best is not None:
            statements.append(
                replace(
                    state(best, query, f"{place_of(best.document)}《{best.document.name}》{best.clause.label}："),
                    item=True,
                )
            )
    return Composition(tuple(statements)) if statements else not_found(query, sorted(nearest, key=lambda u: -u.score))
