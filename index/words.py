"""Cuts Chinese policy text into search words, the same way for documents and questions.

jieba with a word list of our own (words.txt: 市发展改革委, 家庭医生签约服务, 老年医学科 …), in search mode: 「紧密型县域医共体」
also gives 县域, 医共体. Full-width characters become half width, Latin letters small; words that carry no meaning in
a search (stopwords.txt) go.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jieba

from corpus.numerals import half_width

HERE = Path(__file__).resolve().parent
_KEEP = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]")
_NUMBER = re.compile(r"[0-9]+(?:[.:/][0-9]+)*")
_LONGEST_WORD = 16
_lock = threading.Lock()


def normal(text: str) -> str:
    """Half width, small letters, simplified characters, one form for dashes; the length stays the same.

    >>> normal("２０２２—２０２５年 DRG 醫療")
    '2022-2025年 drg 医疗'
    """
    plain = half_width(text).translate(_same())
    small = plain.lower()
    # One capital of another script (İ) has a small form of two characters: such stay as they are.
    return small if len(small) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


@cache
def _same() -> dict[int, str]:
    same = {"—": "-", "－": "-", "–": "-", "～": "-", "~": "-", "\xa0": " ", "\u2002": " ", "\u2003": " "}
    pairs = "".join(read_list("traditional.txt")).replace(" ", "")
    return str.maketrans(same | dict(zip(pairs[::2], pairs[1::2], strict=True)))


def read_list(name: str) -> tuple[str, ...]:
    """The lines of a data file beside this module, without blanks and ``#`` remarks."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return tuple(line.rstrip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def segmenter() -> jieba.Tokenizer:
    """Our own jieba, so that no other user of the package changes how we cut."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with _lock:
        tokenizer.initialize()
        for line in read_list("words.txt"):
            word, _, frequency = normal(line).partition(" ")
            tokenizer.add_word(word, int(frequency) if frequency else max(tokenizer.suggest_freq(word), 500))
    return tokenizer


@cache
def stopwords() -> frozenset[str]:
    """Words that a search leaves out."""
    return frozenset(read_list("stopwords.txt"))


def cut(text: str) -> list[str]:
    """The plain words of a text, joined they give ``normal(text)`` back: 由|市发展改革委|牵头 or the like."""
    return list(segmenter().cut(normal(text)))


def search_words(text: str) -> list[str]:
    """The words that are indexed and looked up, in order, repeated as often as they occur.

    >>> search_words("每万人口全科医生数")
    ['人口', '每万人口', '全科', '医生', '全科医生数', '全科医生']
    """
    stop = stopwords()
    return [word for piece in _pieces(normal(text)) for word in piece if word not in stop and _KEEP.search(word)]


def _pieces(text: str) -> Iterable[list[str]]:
    """Numbers such as 4.32, 1:1.54 and 12/10 stay whole, jieba cuts the rest."""
    at = 0
    for match in _NUMBER.finditer(text):
        if match.start() > at:
            yield _with_inner_words(text[at : match.start()])
        yield [match.group()]
        at = match.end()
    if at < len(text):
        yield _with_inner_words(text[at:])


def _with_inner_words(text: str) -> list[str]:
    """jieba's search words, and the longer words inside a long one, which it leaves out: 县域医共体 in 紧密型县域医共体."""
    known = segmenter().FREQ
    out: list[str] = []
    for word in segmenter().cut_for_search(text):
        out.append(word)
        for length in range(4, len(word)) if len(word) <= _LONGEST_WORD else ():
            inner = (word[at : at + length] for at in range(len(word) - length + 1))
            out += [piece for piece in inner if known.get(piece)]
    return out
