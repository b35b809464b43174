"""The same question put to several documents: each one's answer, side by side, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answer import Refusal, Rows
from assistant.naming import place_of
from assistant.query import Query
from assistant.ranking import ASKS, ranked
from assistant.refuse import sought
from assistant.statement import Composition, Statement
from assistant.terms import Term, coverage, covered, plain
from corpus.library import Library
from corpus.model import Document
from index.words import normal

_AGREES = 12
"""From so many characters in common on, sentences of two documents say the same thing, not the same word."""
Compose = Callable[[Query], Composition]
_MEASURE = re.compile(
    r"\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?(?:-\d+(?:\.\d+)?)?(?:%|‰|个|人|名|家|所|张|次|岁)?(?:以上|以下|左右)?"
)


def compose_compare(query: Query, library: Library, compose: Compose) -> Composition:
    """Ask each document, show each answer under its name, conclude where asked; one-sided gaps are said."""
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    answers: list[tuple[Document, Composition]] = []
    apart = dict(query.own_terms) or _of_one_place(query, documents)
    if query.kind in ("general", "value", "members") and re.search("更?[早晚](?!餐|期)|先后", query.asked):
        dated = replace(query, kind="deadline", wants=frozenset({"deadline"}))
        singles = [
            replace(dated, documents=(d.id,), compare=False, terms=apart.get(d.id, query.terms)) for d in documents
        ]
        query = dated if all(compose(s).statements for s in singles) else query
    for document in documents:
        terms = apart.get(document.id, query.terms)
        single = replace(query, documents=(document.id,), compare=False, yes_no=False, terms=terms)
        answers.append((document, compose(single)))
    answers = [(d, c if c.statements else _again(query, d, answers, compose)) for d, c in answers]
    found = [(d, c) for d, c in answers if c.statements]
    if not found:
        text = f"所比较的文件都没有关于“{sought(query)}”的规定，无法比较。"
        reading = tuple(s for _, c in answers for s in c.reading[:1])
        return Composition(refusal=Refusal("not_found", text), reading=reading)
    statements: list[Statement] = []
    for document, composition in answers:
        short = place_of(document)
        if not composition.statements:
            if query.documents:
                statements.append(Statement(f"{short}：《{document.name}》没有查到相应规定。"))
            continue
        statements += [replace(s, text=f"{short}：{s.text}") for s in composition.statements]
    ranking = ranked(query, found, library) if ASKS.search(query.asked) else None
    if (verdict := ranking or _verdict(query, found)) is not None:
        statements.insert(0, verdict)
    notes = tuple(n for _, c in found for n in c.notes)
    return Composition(tuple(statements), rows=_rows(answers), notes=notes)


def _of_one_place(query: Query, documents: Sequence[Document]) -> dict[str, tuple[Term, ...]]:
    """The terms for the others, where a word only says which document is meant: 「广东医共体和梅州市哪个更早」."""
    for document in documents:
        title, short = normal(document.name + document.title), (document.region or "")[:2]
        for term in query.terms:
            names = any(w in title for w in (term.text, *term.variants))
            if short and names and re.search(f"{short}.?{re.escape(term.text)}.{{0,3}}[和与跟同比、]", query.asked):
                rest = tuple(t for t in query.terms if t is not term)
                return {d.id: rest for d in documents if d is not document}
    return {}


def _again(
    query: Query, document: Document, answers: list[tuple[Document, Composition]], compose: Compose
) -> Composition:
    """Ask a document once more for the part of the question that it can hold, where another answered the whole.

    「县域内就诊、住院率」 of two places, one of which sets only the first: its half is told, not left out.
    """
    single = replace(query, documents=(document.id,), compare=False, yes_no=False)
    words = normal(document.text)
    held = tuple(t for t in query.terms if covered(t, words) >= 0.97 or t.weight < 0.2)
    weight = sum(t.weight for t in query.terms)
    if (
        len(held) == len(query.terms)
        or sum(t.weight for t in held) < 0.45 * weight
        or not any(c.statements for _, c in answers)
    ):
        return next(c for d, c in answers if d.id == document.id)
    return compose(replace(single, terms=held))


def _rows(answers: list[tuple[Document, Composition]]) -> Rows:
    rows = []
    for document, composition in answers:
        for statement in composition.statements or (Statement("没有查到相应规定"),):
            labels = "、".join(dict.fromkeys(s.clause.label for s in statement.supports))
            rows.append((place_of(document), document.name, statement.text, labels))
    return Rows(("地区", "文件", "规定", "条款"), tuple(rows))


def _verdict(query: Query, found: list[tuple[Document, Composition]]) -> Statement | None:
    """One sentence on sameness or order where the question asks for it and the figures decide it."""
    if len(found) < 2:
        return None
    supports = tuple(s for _, c in found for s in c.statements[0].supports)
    if re.search("[早晚先后]", query.asked) and not re.search("最早|最晚", query.asked):
        return _earlier(found)
    if not query.same and not query.yes_no and not query.premise:
        return None
    measures = [_measures(c) for _, c in found]
    texts = [re.sub(r"\W", "", normal(c.statements[0].text)) for _, c in found]
    places = "、".join(place_of(d) for d, _ in found)
    if (
        any(measures)
        and all(m == measures[0] for m in measures)
        and all(_years(c) == _years(found[0][1]) for _, c in found)
    ):
        return Statement(f"{places}的数值要求相同：", supports)
    if not any(measures) and all(t == texts[0] for t in texts):
        return Statement(f"{places}的表述相同：", supports)
    if any(measures):
        return Statement(f"{places}的规定有差别：", supports)
    if (shared := _shared(query, [c.statements[0].text for _, c in found])) is not None:
        return Statement(f"{places}都写了“{shared}”，这一点相同：", supports)
    return Statement(f"{places}的表述有差别：", supports)


def _shared(query: Query, texts: Sequence[str]) -> str | None:
    """The words that all the sentences have in common, where they hold what was asked: then they agree on it."""
    common = texts[0]
    for text in texts[1:]:
        match = SequenceMatcher(None, common, text, autojunk=False).find_longest_match()
        common = common[match.a : match.a + match.size]
    pieces = [p for p in re.split(r"[,，。;；“”\"：]", common) if len(p) >= _AGREES]
    common = max(pieces, key=lambda p: coverage(query.terms, (plain(p), 1.0)), default="")
    return common if common and coverage(query.terms, (plain(common), 1.0)) >= 0.6 else None


def _measures(composition: Composition) -> frozenset[str]:
    text = re.sub(r"20\d\d(?:年|-\d+年?)?", "", normal(" ".join(s.text for s in composition.statements)))
    text = re.sub(r"\([一二三四五六七八九十]+\)|^[一二三四五六七八九十]+、", "", text)
    return frozenset(m[0] for m in _MEASURE.finditer(text))


def _years(composition: Composition) -> frozenset[str]:
    return frozenset(re.findall(r"20\d\d", normal(" ".join(s.text for s in composition.statements))))


def _earlier(found: list[tuple[Document, Composition]]) -> Statement | None:
    dated = []
    for document, composition in found:
        years = re.findall(r"(?:到|至|于)?(20\d\d)年", normal(composition.statements[0].text))
        if len(set(years)) != 1:
            return None
        dated.append((years[0], document, composition))
    dated.sort(key=lambda d: d[0])
    supports = tuple(s for _, _, c in dated for s in c.statements[0].supports)
    first, last = dated[0], dated[-1]
    if first[0] == last[0]:
        return Statement(f"时间相同，都是{first[0]}年：", supports)
    return Statement(f"{place_of(first[1])}更早（{first[0]}年），{place_of(last[1])}较晚（{last[0]}年）：", supports)
