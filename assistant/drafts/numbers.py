"""The numbers of a Word file's annotations: comments, tracked changes and bookmarks never share one.

Word repairs, or refuses, a file in which two of them do; it numbers below 2³¹ and so do we.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.drafts.package import Package
from corpus.read.archive import attribute, local

_STORIES = ("comments", "footnotes", "endnotes", "header", "footer")
_NUMBERED = frozenset(
    "comment commentRangeStart ins del moveFrom moveTo moveFromRangeStart moveToRangeStart bookmarkStart rPrChange pPrChange "
    "sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange numberingChange cellIns cellDel cellMerge "
    "customXmlInsRangeStart customXmlDelRangeStart customXmlMoveFromRangeStart customXmlMoveToRangeStart".split()
)
_HIGHEST = 2**31 - 2


@dataclass(slots=True)
class Numbers:
    """Gives free numbers of one file, counting on from the highest it has."""

    package: Package
    _next: int = -1
    _used: frozenset[int] = frozenset()

    def fresh(self) -> int:
        """A number that nothing in the file has."""
        if self._next < 0:
            self._used = self._found()
            self._next = max(self._used, default=-1) + 1
            if self._next > _HIGHEST - len(self._used) - 10**6:
                self._next = 0
        while self._next in self._used:
            self._next += 1
        self._next += 1
        return self._next - 1

    def _found(self) -> frozenset[int]:
        package = self.package
        paths = [package.main, *(p for kind in _STORIES for p in package.related(kind))]
        shown = (attribute(e, "id") for path in paths for e in package.part(path).iter() if local(e) in _NUMBERED)
        return frozenset(int(s) for s in shown if s is not None and s.isdigit() and len(s) < 11)
