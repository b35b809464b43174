"""Asks the documents whether they say something, without holding their texts: 「三明医改」 stands in 汉中's notice.

A library may hold thirty million characters. So a few candidates come from ``holding`` (the word index knows which
documents hold the words), and only those are read and looked at, the last ones kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from index.words import normal

TextOf = Callable[[str], str]
Holding = Callable[[str], Iterable[str]]

_CITED = re.compile(r"《[^》]*》")
_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉()（）〔〕\[\]、,，.·—\-]")
_KEPT = 64  # texts of some six thousand characters
_MOST_READ = 200  # candidates; what none of so many says is not said


def loose(text: str) -> str:
    """A title's bare characters: without blanks and marks, which are typed in as many ways as there are clerks."""
    return _MARKS.sub("", normal(text))


class Texts:
    """What a library's documents say; reads a text only when it must."""

    def __init__(self, ids: Sequence[str], text_of: TextOf, holding: Holding | None = None) -> None:
        """``text_of`` gives a document's text; ``holding`` the ids of documents that may hold a piece, best first.

        Without ``holding`` every text is looked through, which is right for a few hundred documents in memory.
        """
        self._ids, self._text_of, self._holding = tuple(ids), text_of, holding
        self._plain = lru_cache(_KEPT)(lambda document: normal(_CITED.sub("", text_of(document))))
        self._bare = lru_cache(_KEPT)(lambda document: loose(text_of(document)))

    def says(self, piece: str, documents: Collection[str] | None = None) -> bool:
        """Whether one of the documents (``None``: any) has the piece (in ``normal`` form) outside its 《…》."""
        return any(piece in self._plain(d) for d in self._candidates(piece, documents))

    def cites(self, title: str) -> bool:
        """Whether any document has this title (in ``loose`` form) somewhere."""
        return any(title in self._bare(d) for d in self._candidates(title, None))

    def _candidates(self, piece: str, documents: Collection[str] | None) -> Iterator[str]:
        if self._holding is None:
            yield from self._ids if documents is None else documents
            return
        inside = None if documents is None else frozenset(documents)
        read = 0
        for document in self._holding(piece):
            if inside is None or document in inside:
                yield document
                read += 1
                if read == _MOST_READ:
                    return
