"""What has been reached already is no goal: 截至2020年末…达到426所, “十三五”时期, the sections on the background."""

from __future__ import annotations

import re

from corpus.reading import Sentence

_ABOUT_THE_PAST = r"背景|现状|成效|成就|形势|回顾|问题|挑战|机遇|困难|基础|进展|起草说明|政策解读|名词解释|基本情况|主要工作|总体情况|发展历程"
BACKGROUND = re.compile(
    rf"(?:(?:规划|发展|工作|现实|编制|主要|面临的?|存在的?|取得的?|当前|“?十[一二三四五]五”?|时期|建设|总体|国内外|我市|我省|全市|全省|的)*(?:{_ABOUT_THE_PAST})(?:和|与|及|、)?)+"
)
_DONE = re.compile(
    r"(?:截[至止]|目前|现有|现已|已(?:经|有|建|达|成|完成|实现|覆盖|形成|累计|超|全)|累计|以来|(?<![比较])上年|(?<![比较])去年|同比|曾|居全|位居|据统计|据估|调查显示|数据显示|监测显示|报告显示|研究显示|研究表明|"
    r"高达|约有|我国(?:现|有|是|每年|成年|[^,。]{0,14}(?:率|数|人|量)(?:为|约|达|超|占))|全球|世界卫生组织|其中,?[^,]{0,8}死亡)"
)
_DEFINES = re.compile(r"是指|定义为|指的是|以下简称指|计算公式|计算方法")
_COMPARED = re.compile(r"(?:较|比|与|在|按|以|比照|相对)$")


def is_past(sentence: Sentence, *, before: bool) -> bool:
    """Whether a sentence looks back or explains. ``before`` tells that the sentence before it in its line did.

    A deadline in the sentence turns it to the future again; 较2020年提高5个百分点 is no look back.
    """
    text, piece = sentence.text, sentence.piece
    if _DEFINES.search(text, piece.start, piece.end):
        return True
    if sentence.dates:
        return False
    if any(m.kind == "past" and not _COMPARED.search(text, piece.start, m.start) for m in sentence.when):
        return True
    return before or _DONE.search(text, piece.start, piece.end) is not None
