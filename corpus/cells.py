"""What a table's cell holds: a figure, a dash, a phrase in a figure's place, the head of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Cell, Span
from corpus.numerals import half_width

BLANK = re.compile(r"[—\-–－]{1,4}|/|／")
YEAR = re.compile(r"(?:19|20)\d{2}年(?:底|末)?")
_FIGURE = re.compile(
    r"(?:约|≥|≤|>|<|＞|＜|不低于|不少于|不超过)?\d[\d,.]*(?:\s*[:：/—\-–~～]\s*\d[\d.]*)*\s*(?:%|‰|％|万|亿)?(?:以上|以下|以内|左右)?"
)
_PHRASE = re.compile(
    r"(?:全覆盖|(?:比\S{1,8})?(?:提高|下降|降低|增长|增加|减少|达到|保持|控制在|持续|逐步|同比例|基本|明显)\S{0,16})"
)
_NATURE = re.compile(r"(?:预期|约束)性?|(?:控制|指导|引导)性")
_HEAD = re.compile(
    r"(?:19|20)\d{2}年(?:底|末)?(?:现状值?|实际值?|数值|目标值?|指标值|规划值|基数|预期值|规划目标)?"
    r"|(?:主要|核心|一级|二级)?指标(?:维度|名称|性质|类别|属性|类型|值)?|维度|类别|领域|序号|项目|单位|性质|属性|备注|现状值?|目标值?|预期值|指标值|基期值?|基准值|规划值|规划目标|计量单位|单位"
)
_HEADS = re.compile(f"(?>{_HEAD.pattern})++")


@dataclass(frozen=True, slots=True)
class FlatCell:
    """One line of the flattened table with its place in the table's text; ``hollow``: an empty cell line follows."""

    text: str
    span: Span
    hollow: bool = False


def is_value(text: str) -> bool:
    """Whether a cell holds a figure, a dash for blank, or a phrase in a figure's place (全覆盖, 提高1岁左右)."""
    plain = half_width(text)
    return bool(_FIGURE.fullmatch(plain) or BLANK.fullmatch(plain) or _PHRASE.fullmatch(plain))


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure."""
    return bool(_FIGURE.fullmatch(half_width(text)))


def is_head(text: str) -> bool:
    """Whether a line holds nothing but heads of columns: 指标名称, 2025年目标值, 指标 2020年 2025年 属性."""
    return len(text) <= 60 and bool(_HEADS.fullmatch(re.sub(r"\s", "", text)))


def is_nature(text: str) -> bool:
    """Whether a cell says what kind of indicator its row is: 预期性, 约束性."""
    return bool(_NATURE.fullmatch(text))


def head_names(text: str) -> list[str]:
    """The heads that a text without blanks consists of, none where it says anything else."""
    return [m[0] for m in _HEAD.finditer(text)] if _HEADS.fullmatch(text) else []


def join(cells: Sequence[FlatCell], note: str | None = None) -> Cell:
    """One cell of several lines: 公立 / 医疗 / 机构 → 公立医疗机构."""
    text = "".join(c.text for c in cells)
    return Cell(text, Span(cells[0].span.start, cells[-1].span.end), note)
