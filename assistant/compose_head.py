"""What stands around a document's clauses: 索引号, 主题分类, whom it is sent to, how it opens and closes, from when it holds.

「广西的实施方案印发给哪些单位」 is answered with the line that addresses them, 「概括最后一段」 with the closing's sentences. What no
line prints is said to be missing: 「有效期至何时」 of a plan that names none has no answer, whatever its status.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.query import Field, Query
from assistant.quoting import ended
from assistant.statement import Statement, Support
from corpus.model import Clause, Document, Span
from corpus.sentences import masked, sentences

_INDEX = re.compile(r"索\s*引\s*号\s*[:：]\s*(?P<value>\S+)")
_CATEGORY = re.compile(
    r"(?:主\s*题\s*)?(?:分\s*类|主\s*题\s*词)\s*[:：]\s*(?P<value>[^\n:：]+?)[ \t]*(?=\n|$|[ \t][\u4e00-\u9fff \t]{2,6}[:：])"
)
_TERM = re.compile(r"有效期(?:限)?(?:为|至|到|自|\d|[一二三五十])|试行期(?:限)?(?:为|至|\d|[一二三])")
_EFFECTIVE = re.compile(r"(?:自|从)[^，。,;；]{2,24}(?:施行|实施|执行|生效)|(?:印发|发布|公布)之日起")
_ADDRESS = re.compile(r"^[^\n。]{4,200}[:：]\s*$", re.M)
_DATED = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
_OPENS = ("通知", "引言")


def _found(document: Document, pattern: re.Pattern[str], kinds: tuple[str, ...] = ()) -> tuple[str, Support] | None:
    """The first place that prints a pattern; its value where the pattern names one."""
    for clause in document.walk():
        if kinds and clause.kind not in kinds:
            continue
        if match := pattern.search(clause.text):
            value = match.groupdict().get("value") or match[0]
            return value.strip(), Support(document, clause, Span(*match.span()).shift(clause.span.start))
    return None


def _line(pattern: re.Pattern[str], name: str) -> Callable[[Document], Statement | None]:
    """A writer of one line of the head: 《…》的索引号是…."""

    def write(document: Document) -> Statement | None:
        found = _found(document, pattern, ("front_matter",))
        return Statement(f"《{document.name}》的{name}是{found[0]}。", (found[1],)) if found else None

    return write


def _addressees(document: Document) -> Statement | None:
    """The line that says whom the document is sent to, ahead of its text."""
    found = _found(document, _ADDRESS, ("front_matter",))
    if found is None or not re.search("各|单位|机构|人民政府|[厅局委]", found[0]):
        return None
    return Statement(f"《{document.name}》印发给：{found[0].rstrip('：: ')}。", (found[1],))


def _dated(pattern: re.Pattern[str]) -> Callable[[Document], Statement | None]:
    """A writer of the sentence that says from when, or how long, the document itself holds."""

    def write(document: Document) -> Statement | None:
        for clause in document.walk():
            for piece in sentences(masked(clause.text)):
                words = piece.of(clause.text)
                if pattern.search(words) and re.search("本|该|施行|有效期|试行期", words):
                    span = Span(piece.start, piece.end).shift(clause.span.start)
                    return Statement(
                        f"《{document.name}》写明：{ended(words.strip())}", (Support(document, clause, span),)
                    )
        return None

    return write


def _opening(document: Document) -> Iterable[Clause]:
    return (c for c in document.walk() if c.kind == "front_matter" and c.label.rstrip("0123456789") in _OPENS)


def _closing(document: Document) -> Iterable[Clause]:
    """The closing paragraphs, signature and date left aside."""
    return (c for c in document.walk() if c.kind == "closing" and not _DATED.search(c.text) and "。" in c.text)


def paragraphs(document: Document, field: Field) -> list[Statement]:
    """The opening or the closing, sentence by sentence."""
    out = []
    for clause in _opening(document) if field == "opening" else _closing(document):
        for piece in sentences(masked(clause.text)):
            words = piece.of(clause.text).strip()
            if len(words) > 4 and not words.endswith((":", "：")):
                span = Span(piece.start, piece.end).shift(clause.span.start)
                out.append(Statement(ended(words), (Support(document, clause, span),), item=True))
    return out


HEAD_WRITERS: dict[Field, Callable[[Document], Statement | None]] = {
    "index_number": _line(_INDEX, "索引号"),
    "category": _line(_CATEGORY, "主题分类"),
    "addressees": _addressees,
    "term": _dated(_TERM),
    "effective": _dated(_EFFECTIVE),
}
HEAD_NAMES: dict[Field, str] = {
    "index_number": "索引号",
    "category": "主题分类",
    "addressees": "主送单位",
    "term": "有效期",
    "effective": "施行日期",
    "opening": "正文前的引言",
    "closing": "结语",
}

_BASED = re.compile(
    r"(?:根据|依据|依照|按照?|照着?|参照)(?P<claim>[^，。,;；?？]{2,40}?)(?:来)?(?:编制?|制定|制订|定|起草|搞|写|出台|印发)(?:出来)?的"
)
_TITLE = re.compile(r"《([^《》]+(?:〈[^〈〉]*〉[^《》]*)?)》")
_FROM = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:省|市|县|自治区)(?!里|级)")
_ANY = re.compile(r"文件|方案|规划|意见|通知|计划|纲要|政策")


def claimed_basis(asked: str) -> str:
    """The words of the document that a question takes for the one another rests on; empty where it takes none."""
    match = _BASED.search(asked)
    return match["claim"] if match else ""


def basis_premise(query: Query, basis: Statement) -> Statement | None:
    """Whether the document named in a question is the one that the document says it rests on.

    Said only where it is plain: the words name one of the titles (是), or a place that no title has (不是); else ``None``.
    """
    asked = claimed_basis(query.asked)
    if not asked or not (query.yes_no or query.premise):
        return None
    titles = [re.sub(r"[\s“”《》〈〉]", "", t) for t in _TITLE.findall(basis.supports[0].quote)]
    claim = re.sub(r"[\s“”《》〈〉的那个这份]|文件$", "", asked)
    if not titles:
        return None
    if len(claim) > 3 and any(re.search(".*?".join(map(re.escape, claim)), t) for t in titles):
        return Statement(f"是的。{basis.text}", basis.supports)
    place = _FROM.search(claim)
    if place is None or place[0] in basis.supports[0].quote:
        return None
    vague = not _ANY.sub("", claim.replace(place[0], "")) and any(place[0][:2] in t for t in titles)
    if not vague:  # 「吉林省的规划」 may be 《“健康吉林2030”规划》
        return Statement(f"不是。{basis.text}", basis.supports)
    return None


_WHEN = re.compile(r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?")
_WHOSE = re.compile(r"是(?P<claim>[^，。,;；?？谁哪什\d]{1,14}?)(?:印发|发布|制定|出台|下发|发)的")


def head_premise(query: Query, document: Document, field: Field, statement: Statement) -> Statement:
    """A date or an issuer with a word first on whether the question has it right: 「方案是2023年印发的吧」."""
    if not (query.yes_no or query.premise):
        return statement
    right: bool | None = None
    if field == "issued" and document.issued_on and (asked := _WHEN.search(query.asked)):
        day = document.issued_on
        right = all(
            v is None or int(v) == w for v, w in zip(asked.groups(), (day.year, day.month, day.day), strict=True)
        )
    if field == "issuer" and document.issuer and (said := _WHOSE.search(query.asked)):
        right = re.search(".*?".join(map(re.escape, said["claim"].strip("由的"))), document.issuer) is not None
    return (
        statement
        if right is None
        else Statement(("是的。" if right else "不是。") + statement.text, statement.supports)
    )
