"""What each column of a table of indicators holds: the start, the target, for which year, in which quantity.

("公立医院(张)", "2025年", "千人口数") is the target for 2025 of 公立医院(张), counted per thousand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.mention import Basis
from corpus.model import Column, Table
from corpus.numerals import half_width

YEAR = re.compile(r"((?:19|20)[0-9]{2})\s?年?")
TARGET_HEAD = re.compile(r"目标|规划值|期末|预期值|规划期|达到值|力争")
_BASE_HEAD = re.compile(r"现状|基期|基数|基准|基线|实际|完成情况|当前|现有|初始")
_NATURE_HEAD = re.compile(r"性质|属性|类型")
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$|单位[(（]|度量")
_LIMIT_HEAD = re.compile(r"完成时限|完成时间|时间节点|时限|完成期限|办结时间")
_OTHER_HEAD = re.compile(r"备注|说明|牵头|责任|负责|配合|来源|依据|部门|公式|定义|序号|分值|得分|权重|增速|年均")
_GENERIC = re.compile(
    r"^(?:数值|指标值|目标值?|规划目标|规划值|预期值|现状值?|基期值?|指标|数据|实际值?|值|预期目标|合计)$"
)
_QUANTITY = re.compile(
    r"^(?:床位|人员|机构|人口)?(?:总数|总量|数量|千人口数|万人口数|每千人口数?|每万人口数?|每千人口数量)$"
)
BRACKET = re.compile(r"[(（]([^()（）]{1,14})[)）]\s*$")


Kind = Literal["target", "base", "nature", "unit", "limit", "other"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A value column read: which indicator it belongs to, the year, the quantity (总数, 千人口数), what it holds."""

    index: int
    indicator: str
    year: int | None
    quantity: str
    kind: Kind


def read_slots(table: Table, basis: Basis) -> list[Slot]:
    """The value columns of a table.

    A year before the first target year, or before the document's own, is a start. A table of years in a document
    without a date and without the word 目标 is read as what was, not as what shall be.
    """
    columns = [(n, _heads(column)) for n, column in enumerate(table.columns) if column.role == "value"]
    aims = [year for _, heads in columns if _kind(heads) == "target" and (year := _year(heads))]
    first_aim = min(aims) if aims else basis.year
    out = []
    for index, heads in columns:
        year, kind = _year(heads), _kind(heads)
        if kind is None:
            kind = "other" if year is None else "base" if first_aim is None or year < first_aim else "target"
        rest = [YEAR.sub("", h).strip() for h in heads]
        quantity = next((r for r in rest if _QUANTITY.match(r)), "")
        named = [r for r in rest if r and r != quantity and not _only_kind(r)]
        indicator = named[0] if named and kind not in ("nature", "unit") else ""
        out.append(Slot(index, indicator, year, quantity, kind))
    return out


def _only_kind(head: str) -> bool:
    """Whether a head names no indicator: 数值, 目标值, 基期水平."""
    short = len(head) <= 6 and (_BASE_HEAD.search(head) or TARGET_HEAD.search(head))
    return bool(_GENERIC.match(head) or short)


def _heads(column: Column) -> list[str]:
    return [half_width(h).strip() for h in column.heads if h.strip()]


def _year(heads: list[str]) -> int | None:
    return next((int(m[1]) for h in heads if (m := YEAR.search(h))), None)


def _kind(heads: list[str]) -> Kind | None:
    """What the head's words say; ``None`` where only its year can tell."""
    text = " ".join(heads)
    for pattern, kind in _KINDS:
        if pattern.search(text):
            return kind
    return None


_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_NATURE_HEAD, "nature"),
    (_UNIT_HEAD, "unit"),
    (_LIMIT_HEAD, "limit"),
    (_OTHER_HEAD, "other"),
    (_BASE_HEAD, "base"),
    (TARGET_HEAD, "target"),
)
