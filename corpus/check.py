"""Whether a file came out as a sensible tree of clauses, and if not, why: shown when it is taken in.

Nothing here refuses a file. Each finding names what was measured, so that a person can look at the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.markers import Marker, marker
from corpus.model import Clause, Document

Kind = Literal["空", "碎", "过长", "缺号", "重号", "表格", "受损", "抬头", "去除"]

_TINY = 8
_HUGE = 3000
_DAMAGE = re.compile("[\ufffd\u25a1\ue000-\uf8ff]{1,3}|锟斤拷|烫烫|屯屯")
_NUMBERED = ("part", "section", "item", "article")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, a Chinese sentence, and the clause where it shows (``None``: the whole)."""

    kind: Kind
    text: str
    clause: Clause | None = None


def check(document: Document) -> tuple[Finding, ...]:
    """All findings on a document, the gravest first; empty for a document that came out well.

    >>> [f.kind for f in check(parse_text("一、甲任务。认真落实。\\n三、丙任务。认真落实。"))]  # doctest: +SKIP
    ['缺号', '抬头']
    """
    found = [
        *_nothing(document),
        *_tiny(document),
        *_huge(document),
        *_numbering(document.clauses, {}),
        *_tables(document),
        *_damaged(document),
        *_head(document),
        *_removed(document),
    ]
    return tuple(found)


def _nothing(document: Document) -> Iterator[Finding]:
    bare = len(re.sub(r"\s", "", document.text))
    numbered = sum(1 for c in document.walk() if c.path.numbered)
    if bare < 50:
        yield Finding("空", f"正文只有{bare}个字，请确认文件完整。")
    elif not numbered and bare > 300:
        yield Finding("空", f"没有识别出任何条款编号，{bare}个字都在未编号的段落里。")


def _tiny(document: Document) -> Iterator[Finding]:
    leaves = [c for c in document.walk() if not c.children and c.kind in (*_NUMBERED, "paragraph")]
    small = [c for c in leaves if len(_words(c)) < _TINY]
    if len(leaves) >= 10 and len(small) > 0.4 * len(leaves):
        yield Finding(
            "碎",
            f"{len(leaves)}个条款中有{len(small)}个不足{_TINY}个字，可能切得过碎（如目录或表格被当作条款）。",
            small[0],
        )


def _words(clause: Clause) -> str:
    found = marker(clause.text)
    return clause.text[found.end if found else 0 :].strip()


def _huge(document: Document) -> Iterator[Finding]:
    for clause in document.walk():
        size = len(clause.text)
        if clause.kind == "table" or size <= _HUGE:
            continue
        share = round(100 * size / len(document.text))
        yield Finding("过长", f"“{clause.label}”有{size}个字，占全文{share}%，可能丢失了换行或编号。", clause)


def _numbering(clauses: tuple[Clause, ...], ran: dict[tuple[str, str], int]) -> Iterator[Finding]:
    """Numbers left out or met twice; a series may run on from the part before: 二、（四） after 一、（三）.

    ``ran`` is the last number of each kind so far in the text.
    """
    here: set[tuple[str, str]] = set()
    for clause in clauses:
        found = marker(clause.text) if clause.kind in _NUMBERED else None
        if found and found.number:
            series = (found.kind, found.prefix)
            yield from _gap(clause, found, ran.get(series, 0), begun=series in here)
            here.add(series)
            ran[series] = found.number
        yield from _numbering(clause.children, ran if clause.kind != "attachment" else {})


def _gap(clause: Clause, found: Marker, last: int, *, begun: bool) -> Iterator[Finding]:
    if found.number in (1, last + 1):
        return
    if not begun:
        last = 0
        if found.kind in ("item", "dotted"):  # 2. may stand alone where 1. is a line without a number
            return
    if found.number <= last:
        yield Finding("重号", f"“{clause.label}”的编号与前面重复或倒退。", clause)
        return
    first, stop = last + 1, found.number - 1
    missing = f"第{first}" + (f"至{stop}" if stop > first else "")
    yield Finding("缺号", f"“{clause.label}”之前缺少{missing}项编号，可能有条款没有识别出来。", clause)


def _tables(document: Document) -> Iterator[Finding]:
    for clause in document.walk():
        if clause.kind != "table":
            continue
        title = clause.heading or clause.label
        if clause.table is None:
            yield Finding("表格", f"表格“{title}”没有还原成行列，只保留了文字。", clause)
        elif not clause.table.rows:
            yield Finding("表格", f"表格“{title}”只有表头，没有内容。", clause)


def _damaged(document: Document) -> Iterator[Finding]:
    for clause in document.walk():
        if match := _DAMAGE.search(clause.text):
            near = clause.text[max(0, match.start() - 8) : match.end() + 8].replace("\n", " ")
            yield Finding("受损", f"“{clause.label}”有无法辨认的字：“{near}”。", clause)
        for note in dict.fromkeys(clause.table.notes if clause.table else ()):
            yield Finding("受损", f"“{clause.label}”：{note}", clause)
    told = {n for c in document.walk() if c.table for n in c.table.notes}
    for note in document.notes:
        if note not in told and re.search("无法辨认|缺字|疑缺|受损|乱码|广告", note):
            yield Finding("受损", note)


def _head(document: Document) -> Iterator[Finding]:
    fields = (("发文字号", document.number), ("发文机关", document.issuer), ("成文日期", document.issued_on))
    missing = [name for name, value in fields if not value]
    if len(missing) > 1:
        yield Finding("抬头", f"没有读出{'、'.join(missing)}。")


def _removed(document: Document) -> Iterator[Finding]:
    gone = sum(len(r.text) for r in document.removed)
    if gone > 1000 and gone > len(document.text):
        yield Finding("去除", f"去除的内容（{gone}个字）比留下的正文（{len(document.text)}个字）还多，请核对。")
