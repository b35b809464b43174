"""Finds documents by their titles among thousands: as cited in 《…》, slightly misspelt, or spoken in a sentence.

All names stand in one string, and every piece of seven (or three) characters of it is known by its hash, so that a
question is compared with the few places where it can match and never with six thousand names one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from index.texts import loose

SPOKEN = 7  # characters of a name in a row: 「县域医疗卫生共同体」
_CITED = 8  # so much of a title in 《》 stands for it
_ALIKE = 0.9
_SHARED = 3
_TRIED = 12  # of near-duplicates, so many are compared character by character
_BASE = np.uint64(0x9E3779B97F4A7C15)
_END = "\0"
Numbers = NDArray[np.int64]


class Titles:
    """The names and titles of a library's documents, by their pieces."""

    def __init__(self, ids: Sequence[str], names: Sequence[str], titles: Sequence[str]) -> None:
        self._ids = tuple(ids)
        self._names = _loosened(names)
        self._both = self._names + _loosened(titles)
        self._exact: dict[str, list[int]] = {}
        for at, form in enumerate(self._both):
            self._exact.setdefault(form, []).append(at % len(self._ids))
        self._long = sorted({len(form) for form in self._exact if len(form) >= _CITED}, reverse=True)
        self._spoken = _Pieces(self._names, SPOKEN)
        self._threes = _Pieces(self._both, _SHARED)

    def cited(self, title: str) -> list[str]:
        """The documents that a title between 《》 means, in the library's order: the same but for marks, else a long
        piece of it (关于印发…的通知 around the plan's own name).
        """
        asked = loose(title)
        found = set(self._exact.get(asked, ())) or self._parts(asked)
        return [self._ids[at] for at in sorted(found)] if asked else []

    def alike(self, title: str) -> list[str]:
        """The documents whose title is most like one that was misspelt: at least nine tenths of it, figures the same.

        The caller compares the places: 《梧州市护理规划》 is no slip for 《梅州市护理规划》.
        """
        asked = loose(title)
        ratios: dict[int, float] = {}
        for at in self._threes.most_shared(asked, _TRIED):
            form = self._both[at]
            if _figures(form) == _figures(asked):
                ratio = SequenceMatcher(None, asked, form, autojunk=False).ratio()
                ratios[at % len(self._ids)] = max(ratio, ratios.get(at % len(self._ids), 0.0))
        best = max(ratios.values(), default=0.0)
        return [self._ids[at] for at in sorted(ratios) if ratios[at] == best >= _ALIKE]

    def spoken(self, text: str) -> list[str]:
        """The documents of whose name a question says the longest piece, of at least ``SPOKEN`` characters."""
        return [self._ids[at] for at in self._spoken.longest_shared(loose(text))]

    def _parts(self, asked: str) -> set[int]:
        """Documents whose title holds what was asked, or is held in it (关于印发…的通知 around it)."""
        found = {at % len(self._ids) for at in self._threes.holders(asked)} if len(asked) >= _CITED else set()
        for length in self._long:
            for start in range(len(asked) - length + 1):
                found.update(self._exact.get(asked[start : start + length], ()))
        return found


class _Pieces:
    """Every piece of ``size`` characters of many strings: where it stands."""

    def __init__(self, strings: Sequence[str], size: int) -> None:
        self._strings, self._size = strings, size
        whole = _END.join((*strings, ""))
        lengths = np.fromiter((len(s) + 1 for s in strings), np.int64, len(strings))
        self._owner = np.repeat(np.arange(len(strings), dtype=np.int32), lengths)
        hashes = _hashes(whole, size)
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]

    def _places(self, text: str) -> Iterator[tuple[int, Numbers]]:
        """Per piece of a text that the strings have: where it begins in the text, and in the joined strings."""
        hashes = _hashes(text, self._size)
        first = np.searchsorted(self._sorted, hashes, "left")
        last = np.searchsorted(self._sorted, hashes, "right")
        for at in np.flatnonzero(last > first):
            yield int(at), self._order[first[at] : last[at]]

    def longest_shared(self, text: str) -> list[int]:
        """The strings that share the longest piece with a text, where that has ``size`` characters or more.

        Pieces that follow each other in both lie on one diagonal; the longest run of them on a diagonal is the answer.
        """
        found = list(self._places(text))
        if not found:
            return []
        run = np.zeros(len(self._owner) + len(text), np.int32)
        longest, last = run.copy(), np.full_like(run, -2)
        for at, places in found:
            diagonal = places - at + len(text)
            run[diagonal] = np.where(last[diagonal] == at - 1, run[diagonal] + 1, 1)
            last[diagonal] = at
            longest[diagonal] = np.maximum(longest[diagonal], run[diagonal])
        best = longest.max()
        owners: set[int] = set()
        for at, places in found:
            owners.update(self._owner[places[longest[places - at + len(text)] == best]].tolist())
        return sorted(owners)

    def holders(self, text: str) -> list[int]:
        """The strings that hold a whole text."""
        rarest = min((places for _, places in self._places(text)), key=len, default=None)
        if rarest is None:
            return []
        return [at for at in dict.fromkeys(self._owner[rarest].tolist()) if text in self._strings[at]]

    def most_shared(self, text: str, count: int) -> list[int]:
        """The strings that share the most pieces with a text, most first."""
        owners = [self._owner[places] for _, places in self._places(text)]
        if not owners:
            return []
        shared = np.bincount(np.concatenate(owners), minlength=len(self._strings))
        most = np.argpartition(-shared, min(count, len(shared) - 1))[:count]
        return [int(at) for at in most[np.argsort(-shared[most])] if shared[at]]


def _hashes(text: str, size: int) -> NDArray[np.uint64]:
    """A 64-bit hash of every piece of ``size`` characters; none for a piece across two strings' border."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(len(codes) - size + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for at in range(size):
        hashes = hashes * _BASE + codes[at : at + count]
    return hashes


def _loosened(texts: Sequence[str]) -> tuple[str, ...]:
    """``loose`` of many texts at once, which is ten times faster than one by one."""
    return tuple(loose(_END.join(t.replace(_END, "") for t in texts)).split(_END)) if texts else ()


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
