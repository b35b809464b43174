"""Words of laymen beside the words of documents: 家庭大夫 → 家庭医生, 门槛费 → 起付线.

The table is curated by hand (synonyms.txt) and holds equals only: a wrong equal would answer another question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.words import cut, is_word, normal, read_list


@dataclass(frozen=True, slots=True)
class LayPhrase:
    """A phrase of the question that has other words in documents: where it stands, and those words."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    words: dict[str, tuple[str, ...]] = {}
    for line in read_list("synonyms.txt"):
        left, _, right = normal(line).partition("=")
        for phrase in left.split("|"):
            words[phrase] = tuple(right.split())
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(p) for p in longest)), words


def lay_phrases(text: str) -> list[LayPhrase]:
    """The lay phrases in a text, longest first at each place; offsets count in ``normal(text)``.

    >>> lay_phrases("家庭大夫签约率")[0].words[0]
    '家庭医生签约'
    """
    pattern, words = _table()
    plain = normal(text)
    edges = _edges(plain)
    return [
        LayPhrase(m.start(), m.end(), m[0], words[m[0]])
        for m in pattern.finditer(plain)
        if len(m[0]) > 4 or (m.start() in edges and m.end() in edges)
    ]


def lay_inside(word: str) -> tuple[str, ...]:
    """A longer word with the lay phrase inside it replaced: 紧密型医联体 → 紧密型医疗联合体."""
    pattern, words = _table()
    out = [word.replace(m[0], w) for m in pattern.finditer(word) if 1 < len(m[0]) < len(word) for w in words[m[0]]]
    return tuple(dict.fromkeys(w for w in out if w != word))


def _edges(text: str) -> set[int]:
    """Where words begin and end: 床 inside 临床 and 家医 inside 几家医养 are no lay words.

    Inside a word that jieba only guessed (疾控核 of 给疾控核编制) any place may be an edge.
    """
    edges, at = {0}, 0
    for word in cut(text):
        if not is_word(word):
            edges.update(range(at, at + len(word)))
        at += len(word)
        edges.add(at)
    return edges


def expanded(text: str) -> str:
    """The text with the documents' words behind it, for retrieval."""
    extra = [w for p in lay_phrases(text) for w in p.words if w not in normal(text)]
    return text if not extra else f"{text} {' '.join(dict.fromkeys(extra))}"
