"""Who answers for what: the responsible bodies of a clause, with their roles, and the clauses of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import first_accepted, missing
from assistant.compose_sentences import compose_sentences
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import ended, inner_quoted, state
from assistant.refuse import no_bodies, not_found
from assistant.rows import asks_column, readings
from assistant.statement import Composition, Statement, Support
from assistant.terms import coverage, plain
from corpus.clean import DAMAGED
from corpus.facts import Body, Responsibility
from corpus.library import Library
from corpus.model import Clause, Document, Span
from corpus.organizations import bodies_in, matches

_PROSE = re.compile(
    r"负责|牵头|担任|承担|由.{1,20}(?:办|管|组织)|会同|反映|部门[^，。；,;]{0,24}(?:调整|制定|研究|建立|监督|指导|组织|完善|开展|确定|审核|公布)"
)
_ACTS = re.compile(r"^(?:\d+[.、]|[(（].{1,3}[)）])?(?:各级|各地|全区|自治区|省|市|县|区)[^,，。;；:：]{0,8}")
_RECEIVES = re.compile(r"(?:给|向|对|跟|替|为)谁")
_ONLY_OFFICES = re.compile(r"市直|市级|省级|省直|市里|省里|哪个厅|厅局|哪[几个些]{0,2}(?:部门|单位|局)")
_WITH_LOCAL = re.compile(r"落实|县里|县级|县区|各县|地方|责任主体|全部|基层政府|县政府|区县")
ROLES = (("lead", "牵头"), ("support", "配合"), ("responsible", "负责"), ("implementers", "落实"))


def compose_bodies(query: Query, gatherer: Gatherer, library: Library, lead: str = "") -> Composition:
    """The bodies of the clause that the question is about; a sentence where prose says it; else a refusal."""
    if _RECEIVES.search(query.asked):  # 「给谁当参考」 asks for no one's duty
        return compose_sentences(replace(query, kind="general"), gatherer, library, lead)
    units = gatherer.units(query)
    if not units:
        return not_found(query, units)
    prose = _prose(query, units)
    chosen = _clause(query, units, library)
    only_prose = chosen is not None and _only_prose(chosen, library)
    if prose is not None and (chosen is None or only_prose or prose.own > _topic(query, chosen) + 0.08):
        return compose_sentences(replace(query, kind="general"), gatherer, library, lead)
    if chosen is None:
        return _refusal(query, units, library)
    facts = [r for r in library.facts(chosen.id.document).responsibilities if r.clause == chosen.id]
    if only_prose:
        said = compose_sentences(replace(query, kind="general"), gatherer, library, lead)
        fitting = _fitting(query, facts, library)[:3]
        return said if said.statements else Composition(tuple(_quoted(r, chosen, library, lead) for r in fitting))
    if chosen.table is not None and asks_column(chosen.table, query.asked):
        rows = [u for u in units if u.clause.id == chosen.id and u.reading is not None]
        return Composition((state(rows[0], query, lead),)) if rows else not_found(query, units)
    statements: list[Statement] = []
    facts = [r for r in facts if r.form != "prose"]
    if len(facts) > 2 or chosen.table is not None:
        facts = _fitting(query, facts, library)
    for fact in facts[:6]:
        statements += _statements(fact, chosen, query, library, lead)
    notes = [
        n for f in facts for n in f.notes if "损坏" not in n and "排在第一" not in n
    ]  # told as a statement, with its citation
    if statements and (aside := _in_passing(query, chosen)):
        notes.append(aside)
    return Composition(tuple(statements), notes=tuple(dict.fromkeys(notes)))


def _in_passing(query: Query, clause: Clause) -> str:
    """A word of warning where the clause only mentions what is asked: 妇幼保健院 stands once in a clause on something else."""
    telling = [t for t in query.terms if t.weight >= 0.3]
    if len(telling) != 1 or clause.table is not None or query.yes_no:
        return ""
    words = telling[0].text
    if coverage(telling, (plain(clause.heading), 1.0)) >= 0.3 or plain(clause.text).count(words) > 2:
        return ""
    return (
        f"没有专门就“{words}”列出责任单位的条款，以上是写到它的条款“{clause.heading}”的责任单位。"
        if clause.heading
        else ""
    )


def _quoted(fact: Responsibility, clause: Clause, library: Library, lead: str) -> Statement:
    """A duty in prose, in the document's own sentence."""
    document = library.document(clause.id.document)
    support = Support(document, clause, fact.span)
    return Statement(lead + ended(support.quote.strip()), (support,))


def _only_prose(clause: Clause, library: Library) -> bool:
    return all(r.form == "prose" for r in library.facts(clause.id.document).responsibilities if r.clause == clause.id)


def _topic(query: Query, clause: Clause) -> float:
    return coverage(query.terms, (plain(clause.heading), 1.0), (plain(clause.text), 0.8))


def _fitting(query: Query, facts: Sequence[Responsibility], library: Library) -> list[Responsibility]:
    """Of several sentences of a clause that each name a body, those that the question is about."""
    texts = [plain(f"{r.task}，{r.span.of(library.document(r.clause.document).text)}") for r in facts]
    covers = [coverage(query.terms, (text, 1.0)) for text in texts]
    top = max(covers, default=0.0)
    return [r for r, c in zip(facts, covers, strict=True) if c >= top - 0.01]


def _prose(query: Query, units: Sequence[Unit]) -> Unit | None:
    """The sentence that says outside any bracket who does what (医管委主任由…担任)."""
    for unit in units[:6]:
        if unit.clause.table is not None:
            continue  # a table of tasks names its bodies in columns
        words = re.sub(r"[(（\[][^()（）\[\]]{2,200}(?:负责|落实|牵头|配合)[^()（）]{0,60}[)）\]]?", "", unit.words)
        if not query.terms:
            if unit.clause.id in query.anchor and re.search(r"由.{2,40}(?:牵头|负责|承担|担任)", words):
                return unit
            continue
        if not _PROSE.search(words) or not (bodies_in(words) or "政府" in words):
            continue
        own = coverage(query.terms, (words, 1.0))
        if own >= 0.7 and not missing(unit, query):
            return unit
    return None


def _clause(query: Query, units: Sequence[Unit], library: Library) -> Clause | None:
    """The clause that the question is about, if it names bodies."""
    named = {r.clause for d in {u.document.id for u in units} for r in library.facts(d).responsibilities}
    best: tuple[float, Clause] | None = None
    seen = set()
    for unit in units:
        clause = unit.clause
        if clause.id in seen or clause.id not in named:
            continue
        seen.add(clause.id)
        if not query.terms:
            if clause.id in query.anchor:
                return clause
            continue
        if clause.table is not None:  # a row of a table of tasks is what is asked about, not the table
            heading = text = unit.whole
        else:
            heading = coverage(query.terms, (plain(clause.heading), 1.0), (unit.context, 0.5))
            text = coverage(query.terms, (plain(clause.heading), 1.0), (plain(clause.text), 0.85), (unit.context, 0.7))
        score = 0.0 if _only_prose(clause, library) else 0.1
        score += 0.5 * heading + 0.5 * text + 0.05 / (1 + unit.rank) + (0.1 if clause.id in query.anchor else 0)
        if text >= 0.6 and not missing(unit, query) and (best is None or score > best[0]):
            best = (score, clause)
    return best[1] if best else None


def _refusal(query: Query, units: Sequence[Unit], library: Library) -> Composition:
    """Nothing on the topic, or the topic stands there without bodies."""
    plain = first_accepted(units, replace(query, kind="general"))
    if plain is None:
        return not_found(query, units)
    if "由谁" in query.asked and not query.roles & {"lead", "support"} and _acts(plain, query):
        return Composition((state(plain, query),))
    facts = library.facts(plain.document.id)
    return no_bodies(
        query, [plain, *units], plain.document.name, any(r.form == "bracket" for r in facts.responsibilities)
    )


def _acts(unit: Unit, query: Query) -> bool:
    """Whether a stretch of the sentence opens with who does what was asked: 自治区定期开展医疗卫生服务体系监测评价."""
    return any(_ACTS.match(s) and coverage(query.terms, (s, 1.0)) >= 0.85 for s in unit.segments)


def _statements(fact: Responsibility, clause: Clause, query: Query, library: Library, lead: str) -> list[Statement]:
    document = library.document(clause.id.document)
    support = Support(document, clause, fact.span)
    inherited = fact.inherited_from is not None
    named = _named(fact, clause)
    out = []
    text = roles_text(fact, support.quote, skip_implementers=inherited and fact.inherited_span != fact.span)
    if text:
        out.append(
            Statement(f"{lead}{_verdict(fact, query)}{named}（{clause.label.rstrip('、.')}）{text}。", (support,))
        )
    if fact.inherited_from and fact.inherited_span and fact.inherited_from != clause.id and _local_wanted(query):
        source = Support(document, library.clause(fact.inherited_from), fact.inherited_span)
        bodies = "、".join(b.text for b in fact.implementers)
        also = "也须落实" if text else "须落实（该条没有单列责任单位）"
        out.append(Statement(f"{bodies}{also}，依据是该文件前文“{source.quote.strip('。')}”。", (source,)))
    if (rule := _first_leads(fact, document)) is not None:
        out.append(Statement(f"牵头单位按文件“{rule.quote}”的说明确定。", (rule,)))
    if any(b.damaged for b in _all(fact)):
        out.append(Statement("请注意：其中有机构的名称在原文中损坏，无法辨认。", (support,)))
    return out


def _named(fact: Responsibility, clause: Clause) -> str:
    """What the bodies answer for: the clause's heading, or the row of a table of tasks and its first words."""
    if clause.table is None:
        return inner_quoted(clause.heading) if clause.heading else "该条"
    task = re.split("[。；;]" if len(fact.task) > 40 else "。", fact.task)[0]
    row = next((r for r in readings(clause.table) if r.span.start <= fact.span.start < r.span.end), None)
    name = row.name if row is not None else ""
    if not name or name in task or task in name:
        return inner_quoted(task or name) if task or name else "该条"
    return f"{inner_quoted(name)}中的{inner_quoted(re.split('[，,]', task)[0])}"


def _first_leads(fact: Responsibility, document: Document) -> Support | None:
    """Where the document says that the first body of each list leads, if the fact rests on it."""
    if not any("排在第一" in n for n in fact.notes):
        return None
    for clause in document.walk():
        if match := re.search(r"[^。;；（(）)]*排在第一位?[^。;；（(）)]*", clause.text):
            return Support(document, clause, Span(*match.span()).shift(clause.span.start))
    return None


def _local_wanted(query: Query) -> bool:
    return bool(_WITH_LOCAL.search(query.asked)) or not _ONLY_OFFICES.search(query.asked)


def _all(fact: Responsibility) -> tuple[Body, ...]:
    return (*fact.lead, *fact.support, *fact.responsible, *fact.implementers)


def roles_text(fact: Responsibility, quote: str, *, skip_implementers: bool = False) -> str:
    """由A牵头，B配合，C、D等按职责分工负责，E落实."""
    parts = []
    if fact.lead:
        parts.append(f"由{_names(fact.lead)}牵头")
    if fact.support:
        parts.append(f"{_names(fact.support)}配合")
    if fact.responsible:
        how = "按职责分工负责" if "职责分工" in quote else "分别负责" if "分别负责" in quote else "负责"
        parts.append(("" if parts else "由") + _names(fact.responsible) + ("等" if fact.open_list else "") + how)
    if fact.implementers and not skip_implementers:
        bodies = _names(fact.implementers)
        how = (
            "负责落实" if "负责落实" in quote else "落实" if "落实" in quote else "实施" if "实施" in quote else "负责"
        )
        parts.append(("" if parts else "由") + bodies + how)
    return "，".join(parts)


def _names(bodies: Sequence[Body]) -> str:
    return "、".join(DAMAGED if b.damaged else b.text for b in bodies)


def _verdict(fact: Responsibility, query: Query) -> str:
    """Whether the bodies that the question names are among those listed, and in the role it gives them."""
    if not query.yes_no or not query.bodies:
        return ""
    out = []
    for asked in query.bodies:
        roles = [name for field, name in ROLES if any(matches(asked, b) for b in getattr(fact, field))]
        if not roles:
            out.append(f"所列单位中没有{asked.text}：")
        elif "lead" in query.roles and "support" not in query.roles and "牵头" not in roles:
            out.append(f"{asked.text}不是牵头单位：")
        else:
            out.append(f"{asked.text}在所列单位之中（{'、'.join(roles)}）：")
    return "".join(dict.fromkeys(out))
