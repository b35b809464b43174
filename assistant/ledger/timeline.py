"""A picture of what is due when: one line a clause, from the day the document was issued to its deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.ledger.rows import TaskRow
from assistant.ledger.state import LATER, OVERDUE, SOON
from assistant.ledger.svg import COLOURS, Canvas, shortened
from assistant.ledger.wording import deadline_words, duty_words, target_words
from corpus.errors import PolicyError
from corpus.model import Document

_ROW, _HEAD, _LEFT, _PLOT, _MARGIN, _TOP = 24, 40, 400, 820, 24, 108
MOST_LINES = 1000
_STATE_COLOURS = {OVERDUE: "#c0392b", SOON: "#d68910", LATER: "#2471a3"}


def timeline_svg(rows: Sequence[TaskRow], title: str, as_of: date) -> str:
    """The clauses with a dated deadline, document by document; raises ``PolicyError`` for more than a picture holds."""
    dated = [r for r in rows if r.first_due is not None]
    if not dated:
        raise PolicyError("没有带明确日期的任务，画不出时间轴；请放宽筛选条件，或改用其他格式。")
    if len(dated) > MOST_LINES:
        raise PolicyError(
            f"有{len(dated)}项任务，一张图画不下（最多{MOST_LINES}项），请用 --document、--region 等条件缩小范围。"
        )
    documents = list({r.document.id: r.document for r in dated}.values())
    height = _TOP + _HEAD * len(documents) + _ROW * len(dated) + 56
    canvas = Canvas(_LEFT + _PLOT + 2 * _MARGIN, height, title)
    scale = _Scale.of(dated, as_of)
    _head(canvas, title, as_of, scale, height - 44)
    y = float(_TOP)
    for document in documents:
        _band(canvas, document, y)
        y += _HEAD
        for row in (r for r in dated if r.document.id == document.id):
            _row(canvas, row, y, scale)
            y += _ROW
    left_out = len(rows) - len(dated)
    note = f"另有{left_out}项每年、定期或没有日期的任务未画出。" if left_out else ""
    canvas.text(_MARGIN, height - 18, note, size=12, fill=COLOURS["soft"])
    return canvas.done()


class _Scale:
    """Days to places on the paper, whole years from the first to the last."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._start = date(first, 1, 1).toordinal()
        self._days = date(last + 1, 1, 1).toordinal() - self._start

    @classmethod
    def of(cls, rows: Sequence[TaskRow], as_of: date) -> _Scale:
        days = [d.by for r in rows for d in r.dues if d.by is not None]
        starts = [r.document.issued_on for r in rows if r.document.issued_on is not None]
        known = [*days, *starts]
        if min(known).year - 5 <= as_of.year <= max(known).year + 5:
            known.append(as_of)
        return cls(min(known).year, max(known).year)

    def x(self, day: date) -> float:
        return _LEFT + _PLOT * (day.toordinal() - self._start) / self._days

    @property
    def years(self) -> range:
        step = max(1, (self.last - self.first) // 16 + 1)
        return range(self.first, self.last + 2, step)

    def holds(self, day: date) -> bool:
        return self.first <= day.year <= self.last


def _head(canvas: Canvas, title: str, as_of: date, scale: _Scale, low: float) -> None:
    canvas.text(_MARGIN, 36, title, size=18, bold=True)
    canvas.text(_MARGIN, 60, f"状态截至{as_of.isoformat()}", size=12, fill=COLOURS["soft"])
    x = 190.0
    for name in (OVERDUE, SOON, LATER):
        canvas.dot(x, 56, 6, _STATE_COLOURS[name])
        canvas.text(x + 12, 60, name, size=12)
        x += 32 + 13 * len(name)
    for year in scale.years:
        x = scale.x(date(year, 1, 1))
        canvas.line(x, _TOP - 12, x, low, COLOURS["rule"])
        if year <= scale.last:
            canvas.text(x + 4, _TOP - 16, str(year), size=12, fill=COLOURS["soft"])
    if scale.holds(as_of):
        x = scale.x(as_of)
        canvas.line(x, _TOP - 26, x, low, COLOURS["today"], width=1.5, dash="5 3")


def _band(canvas: Canvas, document: Document, y: float) -> None:
    canvas.box(_MARGIN, y + 6, _LEFT + _PLOT - _MARGIN, _HEAD - 12, COLOURS["band"])
    status = "" if document.status in ("现行", "不明") else f"【{document.status}】"
    words = f"{status}{document.region + '　' if document.region else ''}{document.citation}"
    canvas.text(_MARGIN + 10, y + 25, shortened(words, _LEFT + _PLOT - 60, 13), size=13, bold=True)


def _row(canvas: Canvas, row: TaskRow, y: float, scale: _Scale) -> None:
    middle = y + _ROW / 2
    label = f"{row.clause.label} {row.task}"
    canvas.text(_MARGIN + 10, middle + 4, shortened(label, _LEFT - _MARGIN - 24, 12), size=12, tip=label)
    days = [(d.by, d) for d in row.dues if d.by is not None]
    start = row.document.issued_on
    begin = scale.x(start) if start is not None else scale.x(days[0][0])
    end = scale.x(days[-1][0])
    if end > begin:
        canvas.box(begin, middle - 3, end - begin, 6, "#cfd8e3", round_by=3)
    for day, due in days:
        goals = [target_words(t) for t in row.targets if t.deadline is not None and t.deadline.by == day]
        bodies = [f"{role}：{words}" for role in ("牵头", "负责") if (words := duty_words(row.duties, role))]
        tip = "\n".join(
            (
                f"{row.clause.label} {deadline_words(due.deadline)}（{day.isoformat()}，{due.state}）",
                *goals[:8],
                *bodies,
            )
        )
        canvas.dot(scale.x(day), middle, 7, _STATE_COLOURS[due.state], tip=tip, data=str(row.clause.id))
