"""Cuts Chinese policy text into search words, the same way for documents and questions.

jieba with a word list of our own (words.txt: 市发展改革委, 家庭医生签约服务, 老年医学科 …), in search mode: 「紧密型县域医共体」
also gives 县域, 医共体. Full-width characters become half width, Latin letters small; words that carry no meaning in
a search (stopwords.txt) go.

Nearly all of it is cut by rjieba, jieba's port to Rust: the same words (tests hold the two equal) in a fourteenth of the
time, and ready in a tenth of a second where jieba's dictionary takes one. jieba itself cuts what rjieba joins otherwise
(2022-2025, a.b), knows how common a word is, and tags parts of speech.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import jieba
import rjieba

from corpus.numerals import half_width

HERE = Path(__file__).resolve().parent
_KEEP = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]")
_NUMBER = re.compile(r"[0-9]+(?:[.:/][0-9]+)*")
_LONGEST_WORD = 16
_COMMON_ENOUGH = 500  # a word of our list is at least that frequent
# Texts that rjieba cuts as jieba does; it joins 2022-2025, a.b and characters of the rarer planes otherwise, and of two
# equally likely cuts of one character over and over (丈丈丈丈丈) it takes the other.
_QUICK = re.compile(
    r"(?!(?s:.*)(?P<again>[\u4e00-\u9fd5])(?P=again){3})(?:[\u4e00-\u9fd5a-z \n,，。、;:!?/'\"()〔〕《》〈〉“”‘’…\[\]【】]|[0-9]+(?:[.][0-9]+)?%?(?![.%a-z0-9]))*"
)
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
    """Our own jieba, so that no other user of the package changes how we cut; a second to load."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with _lock:
        tokenizer.initialize()
        for word, frequency in _own_words():
            tokenizer.add_word(word, frequency or max(tokenizer.suggest_freq(word), _COMMON_ENOUGH))
    return tokenizer


@cache
def quick_segmenter() -> rjieba.Jieba:
    """The same in Rust, ready at once."""
    quick = rjieba.Jieba()
    for word, frequency in _own_words():
        quick.add_word(word, frequency or max(quick.suggest_freq(word), _COMMON_ENOUGH), "")
    return quick


def _own_words() -> Iterator[tuple[str, int]]:
    """The words of words.txt, each with its frequency or 0."""
    for line in read_list("words.txt"):
        word, _, frequency = normal(line).partition(" ")
        yield word, int(frequency or 0)


def is_word(text: str) -> bool:
    """Whether the dictionary or our list has it."""
    return bool(quick_segmenter().has_word(text))


def frequency(word: str) -> int:
    """How often jieba's dictionary saw a word; 0 for one that it has not."""
    return int(segmenter().FREQ.get(word) or 0)


@cache
def stopwords() -> frozenset[str]:
    """Words that a search leaves out."""
    return frozenset(read_list("stopwords.txt"))


def cut(text: str) -> list[str]:
    """The plain words of a text, joined they give ``normal(text)`` back: 由|市发展改革委|牵头 or the like."""
    return dictionary_words(normal(text), guess=True)


def dictionary_words(text: str, *, guess: bool = False) -> list[str]:
    """The words of a text as it stands; ``guess`` also makes words of characters that the dictionary lacks."""
    if _QUICK.fullmatch(text):
        return list(quick_segmenter().cut(text, guess))
    return list(segmenter().cut(text, HMM=guess))


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
    quick = _QUICK.fullmatch(text)
    out: list[str] = []
    for word in quick_segmenter().cut_for_search(text) if quick else segmenter().cut_for_search(text):
        out.append(word)
        for length in range(4, len(word)) if len(word) <= _LONGEST_WORD else ():
            inner = (word[at : at + length] for at in range(len(word) - length + 1))
            out += [piece for piece in inner if is_word(piece)]
    return out
