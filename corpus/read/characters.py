"""Characters that look like others: radicals that fonts put in the place of everyday characters (⽅⾯ → 方面, ⺠ → 民).

A pdf's font may tell ⼯ (U+2F2F, a radical) where it draws 工; nobody who searches 工 would find it. Kangxi radicals and
compatibility ideographs go by NFKC, the radicals supplement (U+2E80 to U+2EF3), which NFKC leaves alone, by the table.
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
    "⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_TABLE = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
_RADICAL = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufad9]")
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)


def plain_ideographs(text: str) -> str:
    """The everyday characters for radicals and compatibility forms; everything else as it is.

    >>> plain_ideographs("⼈⺠政府⽅案")
    '人民政府方案'
    """
    return _RADICAL.sub(lambda m: _TABLE.get(m[0]) or unicodedata.normalize("NFKC", m[0]), text)


def has_radical(text: str) -> bool:
    """Whether ``plain_ideographs`` would change anything."""
    return _RADICAL.search(text) is not None


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one, so that no blank stands beside it in print."""
    return bool(_WIDE.match(char)) or char in "“”‘’—…·《》"


def joined(left: str, right: str) -> str:
    """Two halves of a broken line put together: a blank only between two Latin words.

    >>> joined("到2025年，建成", "体系")
    '到2025年，建成体系'
    """
    left, right = left.rstrip(), right.lstrip()
    if left and right and left[-1].isascii() and right[0].isascii() and left[-1].isalpha() and right[0].isalpha():
        return f"{left} {right}"
    return left + right
