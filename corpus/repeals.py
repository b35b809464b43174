"""What a document says about the end of another: 《…》（某府办〔2015〕2号）同时废止, 代替《…》, a decision that lists many.

A repeal may be of clauses only (第三条、第五条同时废止). 不予废止, 废止后, and 与本办法不一致的 are no repeal of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.dates import read_date
from corpus.document_number import normalize_number
from corpus.identity import plain_title
from corpus.model import Clause, ClauseId, Document, Span
from corpus.path import ClausePath
from corpus.references import Reference, find_references

Kind = Literal["repeals", "replaces", "states", "final", "revises"]

_END = "废止|废除|失去?效力?|停止执行|停止施行|停止使用|不再执行|不再施行|不再适用|作废|终止执行|撤销"
_WORTH = re.compile(f"{_END}|代替|替代|取代")
_TITLE = r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)?》(?:\s*[（(\[][^（()）\]]*[)）\]])?"
_ONLY = re.compile(rf"(?:{_TITLE}|[、,，和及与以\s]|等\d*[件份个]?文件|\d+[.．、])+")
_AFTER = re.compile(rf"^(?P<between>[^。；;]{{0,24}}?)(?P<verb>{_END})(?P<more>[^。；;，,]{{0,3}})")
_BY_THIS = re.compile("^(?:已|将|现)?(?:由|被|为)本[^，,。；;]{1,10}(?:代替|替代|取代)")
_BEFORE = re.compile(
    r"(?:^|[，,、：:；;。\s]|决定|现将|予以|同时|一并|现|将)(?P<verb>废止|撤销|代替|替代|取代)(?:了|原)?(?P<who>[^，,。；;：:《》]{0,24})$"
)
_NOT = re.compile(r"(?:不|未|没有|尚未|暂不|并未)(?:予以?|被|再)?$")
_SHARED = re.compile("不一致|不相?符|相?抵触|冲突|不同之处|相关规定|有关规定")
_ALREADY = re.compile("已经?(?:被|于|由)?[^，,。]{0,16}$")
_DECISION = re.compile("(?:废止|失效|停止执行)")
_MIXED = re.compile("修改|修订|修正|保留|继续有效")
_FROM = re.compile(
    r"自\s*(?P<day>[0-9〇○零一二三四五六七八九]{4}\s*年[^，,。；;《》]{2,10}日)\s*起[^，,。；;《》]{0,6}$"
)


@dataclass(frozen=True, slots=True)
class Repeal:
    """One document's word on the end of another: which clause says it, of what, and from when where it says so.

    ``states``: it only reports that the other is void (《…》已废止). ``final`` and ``revises`` rest on the titles alone
    (force_book.py). ``path``: the clause that ends, ``None`` for the whole.
    """

    by: ClauseId
    span: Span
    title: str | None
    number: str | None
    kind: Kind
    path: ClausePath | None = None
    on: date | None = None


def repeals_of(document: Document) -> list[Repeal]:
    """All that a document repeals or replaces; a draft repeals nothing yet, which is for the caller to weigh."""
    listed = bool(_DECISION.search(document.name) and re.search("关于|公布|清理", document.title))
    mixed = bool(_MIXED.search(document.name))
    out: list[Repeal] = []
    for clause in document.walk():
        inside = listed and not _opening(clause) and (not mixed or _under_repeal(document, clause))
        if not inside and not _WORTH.search(clause.text):
            continue
        for reference in find_references(clause.text):
            if reference.kind == "document" and (kind := _kind(clause.text, reference, inside)):
                span = reference.span.shift(clause.span.start)
                on = _stated_day(clause.text, reference.span)
                out.append(Repeal(clause.id, span, reference.title, reference.number, kind, reference.path, on))
    return out


def _opening(clause: Clause) -> bool:
    return clause.kind == "front_matter" and not clause.path.steps[-1].startswith("附注")


def _under_repeal(document: Document, clause: Clause) -> bool:
    """Of a decision that repeals some and amends others: whether this list is of the repealed."""
    heads = [c.heading or c.text[:60] for c in (*document.ancestors(clause), clause)]
    said = next((h for h in reversed(heads) if _DECISION.search(h) or _MIXED.search(h)), "")
    return bool(_DECISION.search(said)) and not _MIXED.search(said)


def _kind(text: str, reference: Reference, inside: bool) -> Kind | None:
    start = max(text.rfind(sign, 0, reference.span.start) for sign in "。；;\n") + 1
    stop = re.compile("[。；;\n]").search(text, reference.span.end)
    before = text[start : reference.span.start]
    after = text[reference.span.end : stop.start() if stop else len(text)]
    rest = _ONLY.sub("", after, count=1) if _ONLY.match(after) else after
    if match := _AFTER.match(rest):
        between = match["between"]
        if (
            re.search("(?:根据|按照|依据|依照|参照)$", before.rstrip())
            or _NOT.search(between)
            or _SHARED.search(between)
            or re.match("[前后的之]|以[前后下]|下列|如下", match["more"])
            or "《" in between
        ):
            return None
        return "states" if _ALREADY.search(between) else "repeals"
    if _BY_THIS.match(rest):
        return "replaces"
    lead = re.sub(rf"(?:{_TITLE}[、，,和及与以]*)+$", "", before)
    if match := _BEFORE.search(lead):
        if _NOT.search(lead[: match.start("verb")]):
            return None
        return "repeals" if match["verb"] in ("废止", "撤销") else "replaces"
    return "repeals" if inside and reference.relation not in ("basis", "issues") else None


def _stated_day(text: str, span: Span) -> date | None:
    """自2023年1月1日起，《…》废止 / 《…》自2023年1月1日起废止."""
    after = re.match(
        r"[^。；;]{0,80}?自(?P<day>[^，,。；;《》]{6,16}日)起(?:同时)?(?:废止|失效|停止)", text[span.end :]
    )
    before = _FROM.search(text[max(0, span.start - 40) : span.start].rstrip(" ，,"))
    found = after or before
    return read_date(found["day"]) if found else None


@dataclass(frozen=True, slots=True)
class Targets:
    """The documents by number and by exact title, so that 《甲办法（试行）》 never means 《甲办法》."""

    numbers: Mapping[str, tuple[Document, ...]]
    titles: Mapping[str, tuple[Document, ...]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Targets:
        """Index a library's documents."""
        numbers: dict[str, tuple[Document, ...]] = {}
        titles: dict[str, tuple[Document, ...]] = {}
        for document in documents:
            if document.number:
                key = normalize_number(document.number) or document.number
                numbers[key] = (*numbers.get(key, ()), document)
            for title in dict.fromkeys(k for t in (document.title, document.name) for k in _exact(t)):
                titles[title] = (*titles.get(title, ()), document)
        return cls(numbers, titles)

    def find(self, repeal: Repeal, by: Document) -> Document | None:
        """The one older document that a repeal means; none where two could be meant."""
        found: list[Document] = []
        if repeal.number:
            found = [d for d in self.numbers.get(repeal.number, ()) if _older(d, by)]
        if not found and repeal.title:
            named = (d for k in _exact(repeal.title) for d in self.titles.get(k, ()))
            found = [d for d in {d.id: d for d in named}.values() if _older(d, by) and not _other(d, repeal.number)]
        return found[0] if len(found) == 1 else None


def _exact(title: str) -> Iterator[str]:
    yield plain_title(title)
    if match := re.search(r"(?:印发|转发|发布)(.+?)的?通知$", title):
        yield plain_title(match[1])


def _older(document: Document, by: Document) -> bool:
    if document.id == by.id:
        return False
    return not (document.issued_on and by.issued_on) or document.issued_on <= by.issued_on


def _other(document: Document, number: str | None) -> bool:
    return bool(number and document.number and (normalize_number(document.number) or document.number) != number)
