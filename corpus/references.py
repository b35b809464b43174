"""Mentions of other documents and clauses inside a policy text: 《…》（粤府办〔2019〕18号）第三条, 本办法第五条, 前款.

Finding needs the text alone; what a mention leads to is resolve.py's business, given the documents at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.document_number import DocumentNumber, find_numbers
from corpus.errors import BadReference
from corpus.model import Span
from corpus.path import ClausePath

ReferenceKind = Literal["document", "self", "relative"]
Relation = Literal["basis", "repeals", "issues", "mentions"]

_N = "(?:[零〇一二两三四五六七八九十百千]{1,7}|[0-9]{1,4})"
_ITEM = f"第?[（(]{_N}[)）]项?|第{_N}[项目点]"
_STEP = f"第{_N}(?:部分|编|章|节|条(?:之[一二三四五六七八九十]{{1,2}})?)"
_PATH = f"(?:{_STEP})+(?:第{_N}款)?(?:第[（(]?{_N}[)）]?项)?(?:第{_N}目)?|(?:{_STEP})(?:{_ITEM})"
_PATHS = re.compile(
    f"(?:中的?|的)?(?P<first>{_PATH}|第{_N}款(?:第[（(]?{_N}[)）]?项)?|第[（(]{_N}[)）]项)(?P<more>(?:(?:、|和|及|以及|或者?|至)(?:{_PATH}|第{_N}款|第[（(]?{_N}[)）]?项))*)"
)
_ONE_PATH = re.compile(f"{_PATH}|第{_N}款(?:第[（(]?{_N}[)）]?项)?|第[（(]?{_N}[)）]?项")
_KIND = "(?:实施|行动|工作|总体)?(?:办法|规定|方案|意见|通知|规划|条例|细则|计划|纲要|措施|预案|章程|制度|标准|指南|决定|规范|规程|法)"
_SELF = re.compile(f"本{_KIND}(?={_STEP}|第[（(])")
_RELATIVE = re.compile(
    rf"前{_N}?[条款项]|上一?[条款]|本[条款项章节](?:第{_N}款)?(?:第[（(]?{_N}[)）]?项)?|(?<![一-龥》）)])(?:{_STEP})+(?:第{_N}款)?(?:第[（(]?{_N}[)）]?项)?(?=的?规定|要求)"
    rf"|(?<=[据照]){_PATH}"
)
_TITLE_SIGNS = {"《": 1, "〈": 1, "》": -1, "〉": -1}
_ISSUER = re.compile(
    r"(?P<bodies>(?:中共|中国)?[一-龥]{0,14}?(?:国务院办公厅|国务院|中央办公厅|中共中央|党中央|人民政府办公[厅室]|人民政府|委办公[厅室]|[一-龥]{2,14}(?:部|委|局|厅|署|办|委员会|总局|会))"
    r"(?:[、 和][一-龥]{2,20}(?:办公厅|办公室|部|委|局|厅|署|办|委员会|总局|政府|会))*)(?:等[一二三四五六七八九十\d]{0,3}个?(?:部门|单位|部委)?)?(?:联合)?(?:关于)?(?:印发|发布|下发|制定|出台)?的?$"
)
_SENTENCE_WORDS = re.compile(
    "根据|按照|依据|依照|贯彻|落实|执行|结合|参照|遵照|用好|以及|和$|及|与|对|在|按|由|将|把|经|的|了|认真|深入|全面|严格"
)
_BASIS = re.compile("(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|参照)[^。；;]*$")
_REPEALED = re.compile(
    r"[^。；;《]{0,24}(?:《[^》]*》[^。；;《]{0,24})*?(?:同时废止|予以废止|废止|停止执行|停止施行|不再执行|失效)"
)
_ISSUES = re.compile("(?<!关于)(?:印发|转发)(?:了)?$")


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention, with its place in the text that was searched.

    ``document``: another document by ``title`` or ``number``; ``self``: 本办法第五条; ``relative``: 前款, 本条第一款, 第三条.
    ``path`` is the clause that is meant, ``None`` for the document as a whole and for 前款. ``relation`` says what the
    mention is for: its basis (根据《…》), what it repeals (《…》同时废止), what it hands out (印发《…》), or no more.
    """

    text: str
    span: Span
    kind: ReferenceKind
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    path: ClausePath | None = None
    relation: Relation = "mentions"


def find_references(text: str) -> list[Reference]:
    """All mentions in the order of the text; a list of articles (第三条、第五条) gives one each."""
    numbers = find_numbers(text)
    found: list[Reference] = []
    taken: list[Span] = []
    for title in title_spans(text):
        for reference in _document(text, title, numbers):
            found.append(reference)
        taken.append(Span(title.start, found[-1].span.end))
    used = {r.number for r in found}
    for number in numbers:
        if not any(s.contains(number.span) for s in taken) and not (number.normal in used and _is_head(text, number)):
            found.append(
                Reference(
                    number.text, number.span, "document", number=number.normal, relation=_relation(text, number.span)
                )
            )
            taken.append(number.span)
    for match in _SELF.finditer(text):
        if not any(s.start <= match.start() < s.end for s in taken):
            more = list(_with_paths(text, match.start(), match.end(), "self"))
            found.extend(more)
            taken.extend(r.span for r in more)
    for match in _RELATIVE.finditer(text):
        if not any(s.start <= match.start() < s.end for s in taken):
            found.append(Reference(match[0], Span(*match.span()), "relative", path=_path(match[0])))
    return sorted(found, key=lambda r: (r.span.start, r.span.end))


def _is_head(text: str, number: DocumentNumber) -> bool:
    """Whether a number stands alone on its line, as the document's own does."""
    start = text.rfind("\n", 0, number.span.start) + 1
    end = text.find("\n", number.span.end)
    return text[start : end if end >= 0 else len(text)].strip() == number.text


def title_spans(text: str) -> Iterator[Span]:
    """The outermost 《…》, with nested ones inside (《关于印发〈…〉的通知》); an unclosed one is none."""
    depth, start = 0, -1
    for match in re.finditer("[《》〈〉\n]", text):
        sign = match[0]
        if sign == "\n":
            depth = 0
        elif sign == "《" and depth == 0:
            depth, start = 1, match.start()
        elif depth:
            depth += _TITLE_SIGNS[sign]
            if depth <= 0:
                depth = 0
                if 2 < match.end() - start <= 200:
                    yield Span(start, match.end())


def _document(text: str, title: Span, numbers: list[DocumentNumber]) -> list[Reference]:
    number = next((n for n in numbers if title.end <= n.span.start <= title.end + 14), None)
    end, printed = title.end, None
    between = text[title.end : number.span.start] if number else ""
    if number and re.fullmatch(r"的?通知》?\s*[（(\[]?\s*|\s*[（(\[][^（()）。]{0,12}", between):
        printed = number.normal
        end = number.span.end
        if text[end : end + 1] in ("）", ")", "]"):
            end += 1
        elif close := re.compile(r"[^（()）。]{0,8}[)）]").match(text, end):
            end = close.end()
    name = re.sub(r"\s+", "", text[title.start + 1 : title.end - 1])
    whole = Reference(
        text[title.start : end],
        Span(title.start, end),
        "document",
        title=name,
        number=printed,
        issuer=_issuer(text, title.start),
        relation=_relation(text, Span(title.start, end)),
    )
    paths = list(_paths_at(text, end))
    if not paths:
        return [whole]
    last = paths[-1][1].end
    return [
        Reference(
            text[title.start : last],
            Span(title.start, last),
            "document",
            name,
            printed,
            whole.issuer,
            path,
            whole.relation,
        )
        for path, _ in paths
    ]


def _with_paths(text: str, start: int, end: int, kind: ReferenceKind) -> Iterator[Reference]:
    for path, span in _paths_at(text, end):
        yield Reference(text[start : span.end], Span(start, span.end), kind, path=path)


def _paths_at(text: str, start: int) -> Iterator[tuple[ClausePath, Span]]:
    """The clauses listed right after a document's name: 第三条第二款、第五条."""
    match = _PATHS.match(text, start)
    if match is None:
        return
    before: ClausePath | None = None
    for one in _ONE_PATH.finditer(text, match.start("first"), match.end()):
        path = _path(one[0])
        if path is None:
            continue
        if before is not None and one[0].endswith(("款", "项")) and not re.match(_STEP, one[0]):
            path = ClausePath(
                tuple(s for s in before.steps if s.endswith("条") or "条之" in s or s.endswith("部分")) + path.steps
            )
        yield path, Span(one.start(), one.end())
        before = path


def _path(text: str) -> ClausePath | None:
    if re.match("[前上本]", text):
        text = re.sub("^(?:前|上一?|本)[^第]*", "", text)
    if not text:
        return None
    try:
        return ClausePath.parse(re.sub(f"第?[（(]({_N})[)）]项?", r"（\1）", text))
    except BadReference:
        return None


def _issuer(text: str, at: int) -> str | None:
    """Who issued a titled document, where its name stands right before the title: 国务院办公厅《…》."""
    before = re.split(r"[。；;，,：:\n》）)“”]", text[max(0, at - 60) : at])[-1]
    cut = max((m.end() for m in _SENTENCE_WORDS.finditer(before) if m.end() < len(before) - 2), default=0)
    match = _ISSUER.search(before[cut:])
    return match["bodies"].strip() if match and match["bodies"] else None


def _relation(text: str, span: Span) -> Relation:
    before = text[max(0, span.start - 300) : span.start]
    if _REPEALED.match(text[span.end : span.end + 120]):
        return "repeals"
    if _ISSUES.search(before) or re.match(
        "(?:已经|业经)?[^。；;，,]{0,20}(?:印发给|同意)|[^。；;，,]{0,6}现?印发给", text[span.end :]
    ):
        return "issues"
    return "basis" if _BASIS.search(before) else "mentions"
