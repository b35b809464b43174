"""What the model is given: numbered evidence, each with its document, headings, the clause's words and its facts as rows.

    E1 《梅州市进一步完善医疗卫生服务体系实施方案》二、（一）建强卫生健康人才队伍
    原文：到2025年,每万人口拥有全科医生数达到4人。
    目标：每万人口拥有全科医生数 = 4人（2025年）

The pieces that the rules would answer with come first, then the best of what else was found, as far as the tokens reach.
The text of a document is a value here and nothing else: it can't close the list or begin a new number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.chat.budget import estimated
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.statement import Composition, Support
from corpus.facts import Body, Responsibility, Target
from corpus.library import Library
from corpus.model import Clause

MOST = 10
_FALL = 0.3
"""How far below the best a unit may score and still be evidence; what lies lower only leads a small model astray."""
_RELATION = {"=": "=", ">=": "不低于", "<=": "不超过", "~": "约", "range": "在"}
_ID = re.compile(r"(?<![A-Za-z0-9])([EC])(?=\d+)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered piece: what a claim that names it rests on, and what the model reads of it."""

    id: str
    support: Support
    text: str
    targets: tuple[Target, ...] = ()
    duties: tuple[Responsibility, ...] = ()
    unit: Unit | None = None
    above: Clause | None = None

    @property
    def figures(self) -> str:
        """Where this piece's figures and years stand: its own words, its headings, the deadlines of its targets.

        No title and no date of issue: 「行动方案(2022—2025年)」 dates none of the document's duties.
        """
        document, clause = self.support.document, self.support.clause
        headings = [c.heading for c in (*document.ancestors(clause), clause) if c.heading]
        deadlines = [t.deadline.text + t.deadline.normal for t in self.targets if t.deadline]
        return "\n".join((self.text, self.support.quote, *headings, *deadlines))

    @property
    def words(self) -> str:
        """All that may be said of this piece: its figures' words, its place, its document, the bodies of its duties."""
        document = self.support.document
        bodies = [b.text for d in self.duties for b in (*d.lead, *d.support, *d.responsible, *d.implementers)]
        dates = [f"{d.year}年{d.month}月{d.day}日" for d in (document.issued_on, document.published_on) if d]
        names = (document.name, document.title, document.number or "", document.region or "")
        return "\n".join((self.figures, self.support.clause.label, *names, *bodies, *dates))

    def supports(self, text: str) -> tuple[Support, ...]:
        """What a sentence with this text rests on: this piece, and where a body is inherited, the words that say so."""
        inherited = [
            Support(self.support.document, self.above, d.inherited_span)
            for d in self.duties
            if d.inherited_span and self.above and any(b.text in text for b in d.implementers)
            if not all(b.text in self.support.quote for b in d.implementers)
        ]
        return (self.support, *inherited)


def gather(
    query: Query, composition: Composition, units: Sequence[Unit], gatherer: Gatherer, library: Library, tokens: int
) -> tuple[Evidence, ...]:
    """The evidence for a question: the composed answer's pieces, then what else was found."""
    pieces: dict[tuple[str, int], Evidence] = {}
    for support in (s for st in composition.statements for s in st.supports):
        _put(pieces, _composed(support, gatherer, library))
    top = max((u.score for u in units), default=0.0)
    for unit in units:
        if len(pieces) >= MOST or unit.score < top - _FALL:
            break
        if not unit.heading_only:
            _put(pieces, of_unit(unit))
        if query.kind == "bodies" or "bodies" in query.wants:
            for duty in library.facts(unit.document.id).responsibilities:
                if duty.clause == unit.clause.id:
                    _put(pieces, _of_duty(Support(unit.document, unit.clause, duty.span), duty, library))
    return _within(list(pieces.values())[: MOST + 2], tokens)


def _put(pieces: dict[tuple[str, int], Evidence], piece: Evidence) -> None:
    pieces.setdefault((piece.support.document.id, piece.support.span.start), piece)


def _within(pieces: Sequence[Evidence], tokens: int) -> tuple[Evidence, ...]:
    """The first pieces that fit, numbered; at least one."""
    out: list[Evidence] = []
    used = 0
    for piece in pieces:
        numbered = replace(piece, id=f"E{len(out) + 1}")
        used += estimated(shown(numbered))
        if out and used > tokens:
            break
        out.append(numbered)
    return tuple(out)


def _composed(support: Support, gatherer: Gatherer, library: Library) -> Evidence:
    """A piece that the composed answer rests on: a duty, the sentence or row around it, or the piece itself."""
    for duty in library.facts(support.document.id).responsibilities:
        if duty.clause == support.clause.id and duty.span == support.span:
            return _of_duty(support, duty, library)
    for unit in gatherer.of_clause(support.clause):
        if unit.span.start <= support.span.start and support.span.end <= unit.span.end:
            return of_unit(unit)
    return Evidence("", support, support.quote)


def of_unit(unit: Unit) -> Evidence:
    """A sentence or row as a piece, not yet numbered."""
    table = unit.clause.table
    text = f"{table.title}表 {unit.reading.text}" if unit.reading and table else unit.text
    return Evidence("", Support(unit.document, unit.clause, unit.span), text, unit.targets, (), unit)


def _of_duty(support: Support, duty: Responsibility, library: Library) -> Evidence:
    above = library.clause(duty.inherited_from) if duty.inherited_from else None
    return Evidence("", support, support.quote, (), (duty,), None, above)


def shown(piece: Evidence) -> str:
    """One piece as the model reads it."""
    document, clause = piece.support.document, piece.support.clause
    headings = [c.heading for c in (*document.ancestors(clause), clause) if c.heading][-2:]
    lines = [f"{piece.id} 《{plain(document.name)}》{clause.label}{plain('／'.join(headings))[:60]}"]
    if not piece.duties:
        lines.append(f"原文：{plain(piece.text)}")
    if len(piece.targets) <= 4 and piece.unit is not None and piece.unit.reading is None:
        lines += [f"目标：{_target(t)}" for t in piece.targets if t.value]
    lines += [f"责任：{_duty(d)}" for d in piece.duties]
    return "\n".join(lines)


def rendered(pieces: Sequence[Evidence]) -> str:
    """All pieces, one below the other."""
    return "\n".join(shown(p) for p in pieces)


def plain(text: str) -> str:
    """Document text as one line that can't be taken for a number of ours: E1 in it is written Ｅ1."""
    return _ID.sub(lambda m: chr(ord(m[1]) + 0xFEE0), re.sub(r"\s+", " ", text)).strip()


def _target(target: Target) -> str:
    when = f"（{target.deadline.text}）" if target.deadline else ""
    effort = f"{target.effort} " if target.effort else ""
    return plain(f"{effort}{target.indicator} {_RELATION.get(target.relation or '', '')} {target.value}{when}")


def _duty(duty: Responsibility) -> str:
    roles = (("牵头", duty.lead), ("配合", duty.support), ("负责", duty.responsible), ("落实", duty.implementers))
    return plain("；".join(f"{name}：{_names(bodies)}" for name, bodies in roles if bodies))


def _names(bodies: Sequence[Body]) -> str:
    return "、".join(b.text for b in bodies)
