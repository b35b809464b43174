"""What has been reached already is no goal: 截至2020年末…达到426所, “十三五”时期, the sections on the background."""

from __future__ import annotations

import re

from corpus.date_words import Mention
from corpus.sentences import Piece

BACKGROUND = re.compile(
    r"(?:背景|现状|成效|成就|形势|回顾|存在的?问题|面临的?(?:挑战|问题|机遇|困难)|发展基础|工作基础|规划基础|现实基础|主要进展|取得的?进展|起草说明|政策解读|名词解释|基本情况)$"
)
_DONE = re.compile(
    r"(?:截[至止]|目前|现有|现已|已(?:经|有|建|达|成|完成|实现|覆盖|形成|累计|超|全)|累计|以来|上年|去年|同比|曾|居全|位居|据统计|据估|调查显示|数据显示|监测显示|报告显示|研究显示|研究表明|"
    r"高达|约有|我国(?:现|有|是|每年|成年|[^,。]{0,14}(?:率|数|人|量)(?:为|约|达|超|占))|全球|世界卫生组织|其中,?[^,]{0,8}死亡)"
)
_COMPARED = re.compile(r"(?:较|比|与|在|按|以|比照|相对)$")


def is_past(text: str, piece: Piece, when: tuple[Mention, ...], before: bool) -> bool:
    """Whether a sentence looks back. ``before`` tells that the sentence before it in the paragraph did.

    A deadline in the sentence turns it to the future again; 较2020年提高5个百分点 is no look back.
    """
    if any(m.kind == "deadline" and not _bracketed(text, m) for m in when):
        return False
    if any(m.kind == "past" and not _COMPARED.search(text, piece.start, m.start) for m in when):
        return True
    return before or _DONE.search(text, piece.start, piece.end) is not None


def _bracketed(text: str, mention: Mention) -> bool:
    return text[max(0, mention.start - 1)] == "(" and text[mention.end : mention.end + 1] == ")"
