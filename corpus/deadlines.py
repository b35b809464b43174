"""By when: every deadline a clause states, with the last day that counts.

==============================  ============  ============  =========  ============
what the text prints            ``normal``    ``by``        precision  recurring
==============================  ============  ============  =========  ============
到2025年, 至2027年, 2025年（句首） 2025          2025-12-31    year
2030年底前, 2025年末            2030-12-31    2030-12-31    day
2024年6月底前                   2024-06-30    2024-06-30    day
2024年第三季度                  2024-Q3       2024-09-30    quarter
“十四五”期末, “十四五”期间      2025          2025-12-31    period
2023—2027年                     2027          2027-12-31    period
年底前（2022年印发）            年底前        2022-12-31    day
自印发之日起30日内              date          issue + 30    day
每年, 每季度, 每5年, 按季度     每年 …        (none)                   每年 …
==============================  ============  ============  =========  ============

What is no deadline gives nothing: a start (自2022年起), a look back (截至2020年末, 2021年以来), a year inside a name
(2030年可持续发展议程). Where the day can't be told (2025年前, 6月底前 of a document without a date) ``by`` stays
``None`` and ``note`` says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.facts import Deadline
from corpus.mention import Mention
from corpus.model import Clause, Document
from corpus.reading import Reading, basis_of

SOON_DAYS = 90
SILENT_STEPS = ("抬头", "标题", "目录", "落款", "附注")


@dataclass(frozen=True, slots=True)
class State:
    """Where a deadline stands as of a day: ``name`` is 已到期, 90天内到期, 未到期, 每年 …, 无期限 or 期限不明."""

    name: str
    days_left: int | None = None


def deadlines_of(document: Document) -> tuple[Deadline, ...]:
    """Every deadline of a document, in the order of the text; tables and the head state none of their own."""
    basis = basis_of(document)
    return tuple(d for clause in speaking_clauses(document) for d in deadlines_in(Reading.of(clause, basis)))


def deadlines_in(reading: Reading) -> list[Deadline]:
    """The deadlines of one clause; not those that only name a plan's term in brackets (五年(2023—2027年)行动计划)."""
    found = []
    for sentence in reading.sentences():
        found += [
            m for m in sentence.when if m.counts and not (m.precision == "period" and sentence.bracketed(m.start))
        ]
    return [reading.deadline(one) for m in found for one in _each_year(m)]


def _each_year(mention: Mention) -> list[Mention]:
    """到2022年和2030年 sets two deadlines."""
    if not mention.years:
        return [mention]
    return [replace(mention, normal=str(y), by=date(y, 12, 31), year=y, note=None) for y in mention.years]


def speaking_clauses(document: Document) -> Iterator[Clause]:
    """The clauses that set goals: not the title, the table of contents, the signature, nor a table."""
    return (clause for clause in document.walk() if speaks(clause))


def speaks(clause: Clause) -> bool:
    """Whether a clause's own text may set goals."""
    return clause.table is None and not any(step.startswith(SILENT_STEPS) for step in clause.path.steps)


def state(deadline: Deadline | None, as_of: date) -> State:
    """Where a deadline stands on a day: the last day itself is not yet overdue.

    2025-12-31 as of 2025-12-31 → 90天内到期, 0 days left; as of 2026-01-01 → 已到期.
    """
    if deadline is None:
        return State("无期限")
    if deadline.by is None:
        return State(deadline.recurring or "期限不明")
    left = (deadline.by - as_of).days
    if left < 0:
        return State("已到期", left)
    return State(f"{SOON_DAYS}天内到期" if left <= SOON_DAYS else "未到期", left)
