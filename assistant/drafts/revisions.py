"""Tracked changes, as Word writes them: what goes in ``w:del``, what comes in ``w:ins``, the run's looks kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from assistant.drafts.edits import Edit
from assistant.drafts.package import keep_blanks
from assistant.drafts.runs import Piece, Runs, looks_of, number
from assistant.ledger.sheet import printable
from corpus.read.archive import local

AUTHOR = "政策问答助手"
_OTHERS = ("ins", "moveTo")


class Reviser:
    """Writes edits into the runs of one file as tracked changes."""

    def __init__(self, runs: Runs, word: str, now: datetime) -> None:
        self._runs = runs
        self._word = word
        self._date = stamp(now)

    def writable(self, edit: Edit) -> bool:
        """Whether an edit can be written: not in a formula, a field's result, a locked form, a text box drawn twice."""
        start, end = edit.span.start, edit.span.end
        pieces = self._runs.within(start, end) if end > start else self._neighbour(start)
        return bool(pieces) and not any(p.run is None or p.field or _drawn_twice(p.element) for p in pieces)

    def write(self, edits: Sequence[Edit]) -> None:
        """Write edits that are all writable, in order."""
        for edit in reversed(edits):
            self._write(edit)

    def _write(self, edit: Edit) -> None:
        start, end = edit.span.start, edit.span.end
        self._runs.cut(start)
        self._runs.cut(end)
        going = _unique(self._runs.within(start, end)) if end > start else []
        for run in going:
            self._delete(run)
        if edit.new:
            self._insert(edit.new, going, start)

    def _neighbour(self, at: int) -> list[Piece]:
        """The piece before an insertion, else the one behind it, in the same line; not a field's if there is a choice."""
        before, behind = self._runs.last(at), self._runs.first(at)
        beside = [before] if before is not None and before.end >= at else []
        beside += [behind] if behind is not None and behind.start <= at else []
        return sorted(beside, key=lambda p: p.field is not None)[:1]

    def _delete(self, run: etree._Element) -> None:
        mark = self._mark("del")
        mark.tail, run.tail = run.tail, None
        run.addprevious(mark)
        mark.append(run)
        for element in run:
            if local(element) == "t":
                element.tag = f"{{{self._word}}}delText"
                keep_blanks(element)

    def _insert(self, text: str, going: Sequence[etree._Element], at: int) -> None:
        beside = self._neighbour(at)[0] if not going else None
        model = going[0] if going else (beside.run if beside else None)
        if model is None:
            return
        mark = self._mark("ins")
        run = etree.SubElement(mark, f"{{{self._word}}}r")
        properties = looks_of(model)
        if properties is not None:
            run.append(properties)
        words = etree.SubElement(run, f"{{{self._word}}}t")
        words.text = printable(text)
        keep_blanks(words)
        if going:
            self._behind(going[-1].getparent(), mark)
        elif beside is not None and beside.start >= at:
            self._before(model, mark)
        else:
            self._behind(model, mark)

    def _mark(self, name: str) -> etree._Element:
        tag = f"{{{self._word}}}"
        return etree.Element(
            f"{tag}{name}",
            {f"{tag}id": str(self._runs.fresh()), f"{tag}author": AUTHOR, f"{tag}date": self._date},
            nsmap={"w": self._word},
        )

    def _behind(self, element: etree._Element, mark: etree._Element) -> None:
        """Put an insertion behind an element; inside somebody else's insertion that one is parted around it."""
        around = element.getparent()
        if around is None or local(around) not in _OTHERS:
            element.addnext(mark)
            return
        rest = list(element.itersiblings())
        if rest:
            second = etree.Element(around.tag, around.attrib, nsmap=around.nsmap)
            number(second, self._runs.fresh())
            second.extend(rest)
            second.tail, around.tail = around.tail, None
            around.addnext(second)
        around.addnext(mark)

    def _before(self, element: etree._Element, mark: etree._Element) -> None:
        """Put an insertion before the first words of a line; somebody else's insertion around them begins behind it."""
        around = element.getparent()
        inside = around is not None and local(around) in _OTHERS
        (around if around is not None and inside else element).addprevious(mark)


def stamp(now: datetime) -> str:
    """A moment as Word writes it: the clock's time where the file was made, and a Z that doesn't mean UTC."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _unique(pieces: Sequence[Piece]) -> list[etree._Element]:
    """The runs of the pieces, each once, in order."""
    return list({id(p.run): p.run for p in pieces if p.run is not None}.values())


def _drawn_twice(element: etree._Element) -> bool:
    """Whether the words stand in a text box that the file describes a second time for older programs."""
    return any(local(e) == "AlternateContent" for e in element.iterancestors())
