"""A value in its own stretch of a segment, and why it is a goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.relations import Bound
from corpus.values import Value

REACH = 200  # characters: keeps a clause of one endless segment linear
Form = Literal["predicate", "count", "share_of", "ratio_rule", "subject", "threshold", "within"]


@dataclass(frozen=True, slots=True)
class Item:
    """A value with its own stretch of a segment: ``left`` from ``start`` to the value, ``right`` to ``end``.

    ``segment_end`` is where the whole segment ends. ``dated`` says that a deadline governs it, ``urged`` that its
    sentence says 力争 or 确保, ``recurs`` that 每年 and the like stands in its segment, ``consequence`` that the next
    segment says what follows from it; ``follows`` is the form of an accepted value just before it in the same segment
    (设置1个综合医院、1个中医医院).
    """

    text: str
    value: Value
    start: int
    end: int
    dated: bool = False
    recurs: bool = False
    follows: Form | None = None
    consequence: bool = False
    urged: bool = False
    segment_end: int = 0

    @property
    def near(self) -> int:
        """Where reading leftwards stops: the item's start, but no more than ``REACH`` characters before the value."""
        return max(self.start, self.value.start - REACH)

    @property
    def left(self) -> str:
        """What stands before the value."""
        return self.text[self.near : self.value.start].rstrip()

    @property
    def right(self) -> str:
        """What stands behind it."""
        return self.text[self.value.end : min(self.end, self.value.end + REACH)].lstrip()

    @property
    def closes(self) -> bool:
        """Whether nothing that the value could count follows."""
        return (
            not self.right
            or self.right[0] in ",;:。、()]/"
            or self.right.startswith(("和", "及", "以及", "并", "且", "的目标", "的水平", "水平", "覆盖", "达标"))
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """Why a value is a goal: its form, the bound before it, where the words that reach it begin (``cut``).

    ``base`` names what a share is taken of (专业技术人员编制 in 不低于专业技术人员编制的25%); ``change`` tells that the
    value is a rise or fall and no level (提高5个百分点).
    """

    form: Form
    cut: int
    bound: Bound | None = None
    base: str | None = None
    change: bool = False
    standing: bool = False
