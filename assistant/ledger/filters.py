"""Which rows stay: by document, region, body, role, year, state, kind and words, all together.

A filter decides whether a row stays, never what stands in it: a clause due in 2025 and 2027 is found by either year
and shows both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TypeVar

from assistant.ledger.rows import ROLES, Duty, Row
from assistant.ledger.state import STATES, Due, groups_of
from corpus.errors import BadSettings
from corpus.model import ClauseId, Document
from corpus.numerals import half_width
from corpus.organizations import make_body, matches

NAMES = {
    "document": "文件",
    "region": "地区",
    "body": "机构",
    "role": "角色",
    "year": "年份",
    "state": "状态",
    "kind": "类型",
    "words": "字词",
}
_R = TypeVar("_R", bound=Row)
_FIRST_YEAR, _LAST_YEAR = 1949, 2100


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; ``None`` keeps all. ``clauses`` is for programs: the clauses behind an answer.

    >>> Filters(body="医保局", role="牵头").told
    '机构=医保局；角色=牵头'
    """

    document: str | None = None
    region: str | None = None
    body: str | None = None
    role: str | None = None
    year: int | None = None
    state: str | None = None
    kind: str | None = None
    words: str | None = None
    clauses: frozenset[ClauseId] | None = None

    def __post_init__(self) -> None:
        for name in NAMES:
            value = getattr(self, name)
            if isinstance(value, str) and not value.strip():
                raise BadSettings(f"筛选条件“{NAMES[name]}”是空的，请填写内容或去掉这个条件。")
        if self.role is not None and self.role not in ROLES:
            raise BadSettings(f"没有“{self.role}”这种角色，可用：{'、'.join(ROLES)}。")
        if self.state is not None and self.state not in STATES:
            raise BadSettings(f"没有“{self.state}”这种状态，可用：{'、'.join(STATES)}。")
        if self.year is not None and not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise BadSettings(f"年份“{self.year}”超出范围，请填{_FIRST_YEAR}到{_LAST_YEAR}之间的四位年份。")

    @property
    def told(self) -> str:
        """The filters in words, for a ledger's cover; empty where none is set."""
        return "；".join(f"{NAMES[n]}={v}" for n in NAMES if (v := getattr(self, n)) is not None)

    def wants(self, due: Due) -> bool:
        """Whether one deadline of a row is what year and state ask for; a calendar holds no other."""
        in_year = self.year is None or (due.by is not None and due.by.year == self.year)
        return in_year and (self.state is None or due.group == self.state)

    def admits(self, document: Document) -> bool:
        """Whether a document's rows may stay at all."""
        return (self.document is None or is_document(document, self.document)) and (
            self.region is None or _in_region(document, self.region)
        )


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Sifted:
    """What stayed; where nothing did, the name of the filter that took the last rows and how many it took."""

    kept: tuple[Row, ...]
    emptied_by: str | None = None
    before: int = 0


def keep(rows: Iterable[_R], filters: Filters) -> tuple[_R, ...]:
    """The rows that pass every filter, in their order."""
    tests = [test for _, test in _tests(filters)]
    return tuple(r for r in rows if all(test(r) for test in tests))


def sift(rows: Iterable[Row], filters: Filters) -> Sifted:
    """The rows that stay, filter by filter, so that one can say which filter left nothing."""
    left = tuple(rows)
    for name, test in _tests(filters):
        before = len(left)
        left = tuple(r for r in left if test(r))
        if before and not left:
            return Sifted((), name, before)
    return Sifted(left)


def _tests(filters: Filters) -> Iterator[tuple[str, Callable[[Row], bool]]]:
    given = {f.name: getattr(filters, f.name) for f in fields(filters)}
    document, region, body, role = given["document"], given["region"], given["body"], given["role"]
    year, state, kind, words, clauses = (given[n] for n in ("year", "state", "kind", "words", "clauses"))
    if clauses is not None:
        yield "clauses", lambda r: r.clause.id in clauses
    if document is not None:
        yield "document", lambda r: is_document(r.document, document)
    if region is not None:
        yield "region", lambda r: _in_region(r.document, region)
    if body is not None:
        yield "body", lambda r: any(_is_body(d, body) for d in r.duties)
    if role is not None:
        yield "role", lambda r: any(d.role == role and (body is None or _is_body(d, body)) for d in r.duties)
    if year is not None:
        yield "year", lambda r: any(d.by is not None and d.by.year == year for d in r.dues)
    if state is not None:
        yield "state", lambda r: state in groups_of(r.dues)
    if kind is not None:
        yield "kind", lambda r: kind in r.kinds
    if words is not None:
        wanted = plain(words).split()
        yield "words", lambda r: all(w in plain(r.words) for w in wanted)


def plain(text: str) -> str:
    """A text for comparing: half width, small letters."""
    return half_width(text).lower()


def is_document(document: Document, asked: str) -> bool:
    """Whether a document is asked for by id, number, title, file name or a piece of them."""
    wanted = plain(asked.strip().strip("《》"))
    named = (document.id, document.number, document.title, document.name, document.source)
    return any(wanted in plain("".join(name.split())) for name in named if name)


def _in_region(document: Document, asked: str) -> bool:
    """梅州, 梅州市 and 广东省梅州市 all ask for 梅州市; a document without a region is found by its name."""
    asked = asked.strip()
    place = document.region or document.name
    return asked in place or (document.region is not None and asked.endswith(document.region))


def _is_body(duty: Duty, asked: str) -> bool:
    """医保局 asks for 市医疗保障局 by the rules of names; a piece of the printed or normal name does as well."""
    body = duty.body
    return matches(make_body(asked), body) or asked in body.text or asked in body.name
