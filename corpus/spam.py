"""Injected advertising: 综合监管…、市365体育亚洲唯一_365bet在线网址、市人社局. Cut out, and said where it overwrote a name.

A policy may speak of 体育彩票公益金, of gambling that it fights, or of 网址: what gives injected words away is that
they are no Chinese sentence, with brands, underscores and web addresses run together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.lines import Block, tidy
from corpus.model import Removed
from corpus.raw import RawTable

DAMAGED = "〔此处机构名称原文损坏，无法辨认〕"
"""Stands where injected text overwrote a body's name: never guessed, never silent."""
CUT = "〔此处植入的广告已去除〕"
"""Stands where injected text broke a sentence whose other words are left."""

_BRAND = (
    r"\d{0,4}bet\d*|beat\d{2,4}|casino|(?:\d{2,4})?体育(?:亚洲|投注|官网|平台|娱乐|在线)|娱乐城|真人视讯|老虎机|百家乐|(?:新)?葡京|太阳城|皇冠(?:体育|现金|官网)"
    r"|金沙娱乐|威尼斯人|六合彩|时时彩|北京赛车|开云体育|亚博|必发|888真人"
)
_WEAK = r"博彩|彩票|棋牌|投注|赌场|(?:官方|在线|最新|备用)?(?:网址|官网)|(?:手机|官方)?APP下载|(?:注册|登录)(?:平台|入口|网址)|唯一官网|官方入口"
_WORDS = re.compile(rf"(?P<brand>{_BRAND})|{_WEAK}", re.IGNORECASE)
_GLUE = re.compile(r"[_＿]|www\.|https?:|[a-z0-9-]+\.(?:com|net|cc|vip|xyz|top|info|cn)\b", re.IGNORECASE)
_SPLIT = re.compile(r"([、，,。；;：:（）()\[\]【】《》〈〉“”\s|])")
_BODY_START = re.compile(r"[国省市县区州旗镇](?=[0-9A-Za-z])")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENOUGH_TO_KEEP = 8


def without_spam(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """The blocks without injected words; each cut is added to ``removed``."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, RawTable):
            rows = tuple(
                tuple(_cut(cell, removed) if _WORDS.search(cell) else cell for cell in row) for row in block.rows
            )
            out.append(block if rows == block.rows else replace(block, rows=rows))
        elif not _WORDS.search(block.text):
            out.append(block)
        elif re.search(r"\w", text := _cut(block.text, removed).removeprefix(CUT)):
            out.append(replace(block, text=text))
    return out


def _cut(text: str, removed: list[Removed]) -> str:
    pieces = _SPLIT.split(text)
    out: list[str] = []
    for at, piece in enumerate(pieces):
        out.append(_without(piece, pieces, at, removed) if _is_spam(piece) else piece)
    return tidy("".join(out))


def _is_spam(piece: str) -> bool:
    """Two advertising words run together, one of them a brand or joined by signs; or one beside a web address."""
    found = list(_WORDS.finditer(piece))
    if not found:
        return False
    brand = any(m["brand"] for m in found)
    if _GLUE.search(piece):
        return brand or len(found) > 1 or bool(re.search("博彩|彩票|棋牌|投注|赌", piece))
    return brand and len({m[0] for m in found}) > 1


def _without(piece: str, pieces: Sequence[str], at: int, removed: list[Removed]) -> str:
    """What stays of a piece: nothing, a sign where a body's name stood, or the policy's own words around the cut."""
    found = list(_WORDS.finditer(piece))
    start, end = found[0].start(), found[-1].end()
    while start and re.match(r"[\w./:＿-]", piece[start - 1]) and not _HAN.match(piece[start - 1]):
        start -= 1
    while end < len(piece) and re.match(r"[\w./:＿-]", piece[end]) and not _HAN.match(piece[end]):
        end += 1
    own = piece[:start] + piece[end:]
    if len(_HAN.findall(own)) >= _ENOUGH_TO_KEEP:
        removed.append(Removed(piece[start:end], "植入的广告文字"))
        return piece[:start] + CUT + piece[end:]
    removed.append(Removed(piece, "植入的广告文字"))
    listed = "、" in (*pieces[max(at - 1, 0) : at], *pieces[at + 1 : at + 2])
    return DAMAGED if listed or _BODY_START.match(piece) else ""
