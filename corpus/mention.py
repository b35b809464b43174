"""Words about time in a text: what they say, and what they are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.facts import Precision


@dataclass(frozen=True, slots=True)
class Basis:
    """What relative dates are counted from: the day of issue, else only a year (of publication or of the number).

    ``month_from`` is the day before which a date without a year can't lie.
    """

    issued_on: date | None = None
    year: int | None = None
    month_from: date | None = None


UNDATED = Basis()
Kind = Literal["deadline", "recurring", "past", "start", "name"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words about time in a text. ``kind`` tells a deadline from a look back (截至2020年末) and a start (自2022年起).

    ``effort`` is the softening word printed before (力争到2025年); ``opens`` tells that it stands at the head of
    its segment and so governs what follows.
    """

    start: int
    end: int
    kind: Kind
    normal: str
    by: date | None
    precision: Precision
    recurring: str | None = None
    note: str | None = None
    effort: str | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    month: tuple[int, int] | None = None  # month and day (0 for its end) of a date without a year

    @property
    def counts(self) -> bool:
        """Whether it is a deadline or recurs."""
        return self.kind in ("deadline", "recurring")
