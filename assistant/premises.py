"""A premise without a figure: 「以DIP为主吧」 「是DRG还是DIP」; what the documents say in the same place decides it.

The claim is taken out of the question, the rest finds the sentence; what stands there in its place is held against the
claim. 「广西以DIP为主吧」 is corrected with 以按疾病诊断相关分组(DRG)付费为主, 「梅州…以按病种分值付费为主吧」 confirmed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition, Statement
from assistant.terms import Term, coverage, covered, plain
from index.synonyms import expanded
from index.words import normal

_MAIN = re.compile(
    r"以(?P<claim>[^，。,;；?？以]{2,24}?)为(?P<as>主体|主|重点|核心|基础|载体|平台|纽带|龙头|导向|抓手|支撑|牵头)"
)


def compose_premise(query: Query, gatherer: Gatherer) -> Composition | None:
    """Say whether 以…为主 stands as the question has it; ``None`` where it asks no such thing."""
    asked = _MAIN.search(query.asked)
    if asked is None or not (query.yes_no or query.premise):
        return None
    claim = plain(asked["claim"])
    rest = tuple(t for t in query.terms if t.text not in claim and not _inside(t, asked["as"]))
    if not any(t.weight >= 0.2 for t in rest):
        return None
    role = asked["as"]
    loose = replace(query, terms=rest, kind="general", numbers=(), topic="".join(t.text for t in rest) + role)
    found = [(near, u) for u in gatherer.units(loose) if u.reading is None and (near := _near(u, role)) is not None]
    fitting = [(coverage(rest, (plain(near), 1.0)), near, u) for near, u in found]
    best = max(fitting, key=lambda f: f[0], default=None)
    if best is None or best[0] < 0.6:
        return None
    _, near, unit = best
    said = _said(near, role) or ""
    agrees = any(_same(piece, plain(said)) for piece in re.split("也就是说?|即|[(（)）]", claim) if len(piece) > 1)
    first = state(unit, replace(loose, terms=(*rest, Term(said, 1.0))))
    verdict = "与文件一致：" if agrees else f"与文件不符，文件写的是以{said}为{role}："
    return Composition((Statement(verdict + first.text, first.supports),))


def _near(unit: Unit, role: str) -> str | None:
    """The stretch of a sentence around 以…为主, two commas to either side: what it speaks of stands there."""
    parts = re.split("[,，;；]", unit.text)
    at = next((i for i, p in enumerate(parts) if _said(p, role)), None)
    return None if at is None else "，".join(parts[max(0, at - 2) : at + 3])


def _said(words: str, role: str) -> str | None:
    """What the sentence has in the same place."""
    match = re.search(rf"以([^，。,;；以]{{2,40}}?)为{role}", words)
    return match[1] if match else None


def _inside(term: Term, role: str) -> bool:
    return role in term.text


def _same(claim: str, said: str) -> bool:
    """Whether a claim is what the sentence says, in the same or in a layman's words."""
    if claim in said or said in claim:
        return True
    words = [w for w in normal(expanded(claim)).split() if w != claim]
    return any(w in said or said in w for w in words) or covered(Term(claim, 1.0), said) >= 0.8
