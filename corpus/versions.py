"""What changed between two versions of a document, and where a citation of an old version stands now.

Clauses are matched by their words, not by their numbers: a clause put in before (四) makes the others (五), (六) and so on,
and none of them has changed. Every old clause is kept, changed, moved or removed; every new one has one origin or is
added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from corpus.markers import marker
from corpus.model import Clause, ClauseId, Document
from corpus.numerals import half_width
from corpus.wording import Edit, word_diff

ChangeKind = Literal["added", "removed", "changed", "moved"]
Standing = Literal["一致", "移动", "改动", "删除", "查无"]

_ALIKE = 0.5
"""Share of pairs of characters in common from which two clauses are one that was reworded."""
_SAME_PLACE = 0.3
"""The same where both stand at the same place or under the same heading."""


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not as it was. ``moved``: the same words at another place; ``edits``: old words to new."""

    kind: ChangeKind
    old: Clause | None
    new: Clause | None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in the order of the new text, the removed ones where they stood; ``pairs`` is who became whom."""

    changes: tuple[Change, ...]
    pairs: tuple[tuple[Clause, Clause], ...]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind: ``difference.of("added")``."""
        return tuple(c for c in self.changes if c.kind == kind)

    @property
    def summary(self) -> str:
        """新增1条，改动3条，删除1条."""
        names: tuple[tuple[ChangeKind, str], ...] = (
            ("added", "新增"), ("changed", "改动"), ("removed", "删除"), ("moved", "移动"),
        )  # fmt: skip
        return "，".join(f"{n}{len(self.of(k))}条" for k, n in names if self.of(k)) or "条款没有变化"


def diff(old: Document, new: Document) -> Difference:
    """The clauses added, changed, moved and removed from one version to the next."""
    one, two = [c for c in old.walk() if c.text], [c for c in new.walk() if c.text]
    pairs = _matched(one, two)
    origin = {id(b): a for a, b in pairs}
    kept = {id(a) for a, _ in pairs}
    changes: list[Change] = []
    waiting = iter(one)
    for clause in two:
        before = origin.get(id(clause))
        if before is not None:
            changes += _gone(waiting, before, kept)
            if body(before) != body(clause):
                changes.append(Change("changed", before, clause, word_diff(before.text, clause.text)))
            elif before.path != clause.path:
                changes.append(Change("moved", before, clause))
        else:
            changes.append(Change("added", None, clause))
    told = {id(c.old) for c in changes if c.kind == "removed"}
    changes += [Change("removed", c, None) for c in one if id(c) not in kept and id(c) not in told]
    return Difference(tuple(changes), tuple(pairs))


def _gone(waiting: Iterator[Clause], until: Clause, kept: set[int]) -> Iterator[Change]:
    """The removed clauses that stood before a kept one; nothing where the text was put into another order."""
    for clause in waiting:
        if clause is until:
            return
        if id(clause) not in kept:
            yield Change("removed", clause, None)


def body(clause: Clause) -> str:
    """A clause's words without its number, blanks and width: what a renumbering leaves alone."""
    found = marker(clause.text)
    return re.sub(r"\s", "", half_width(clause.text[found.end if found else 0 :]))


def same_words(one: Document, other: Document) -> bool:
    """Whether two files hold the same words in the same clauses, as a docx and the pdf made from it do.

    What stands around the text (title lines, signature, 此件公开发布) may differ from one format to the next.
    """

    def words(document: Document) -> list[str]:
        inner = (c for c in document.walk() if c.text and not c.path.steps[0].startswith(_AROUND))
        return [w for c in inner if (w := body(c))]

    return words(one) == words(other)


_AROUND = ("抬头", "标题", "附注", "落款")


def _matched(one: Sequence[Clause], two: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Who became whom: equal words in order first, equal words anywhere, then the most alike of what is left."""
    mine, yours = [body(c) for c in one], [body(c) for c in two]
    pairs: list[tuple[int, int]] = []
    for a, b, size in SequenceMatcher(None, mine, yours, autojunk=False).get_matching_blocks():
        pairs += [(a + i, b + i) for i in range(size)]
    elsewhere: dict[str, list[int]] = {}
    for b in reversed(_left(len(two), [b for _, b in pairs])):
        elsewhere.setdefault(yours[b], []).append(b)
    for a in _left(len(one), [a for a, _ in pairs]):
        if len(mine[a]) > 3 and elsewhere.get(mine[a]):
            pairs.append((a, elsewhere[mine[a]].pop()))
    left_a, left_b = _left(len(one), [a for a, _ in pairs]), _left(len(two), [b for _, b in pairs])
    pairs += _alike(one, two, left_a, left_b)
    return [(one[a], two[b]) for a, b in sorted(pairs)]


def _left(count: int, taken: Sequence[int]) -> list[int]:
    return sorted(set(range(count)) - set(taken))


def _alike(one: Sequence[Clause], two: Sequence[Clause], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    grams_a = {a: _grams(body(one[a])) for a in left}
    grams_b = {b: _grams(body(two[b])) for b in right}
    scored: list[tuple[float, int, int]] = []
    for a in left:
        for b in right:
            place = one[a].path == two[b].path
            heading = bool(one[a].heading) and one[a].heading == two[b].heading
            common = 2 * len(grams_a[a] & grams_b[b]) / ((len(grams_a[a]) + len(grams_b[b])) or 1)
            if one[a].kind == two[b].kind and common >= (_SAME_PLACE if place or heading else _ALIKE):
                scored.append((common + 0.1 * place + 0.2 * heading, a, b))
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, a, b in sorted(scored, key=lambda s: (-s[0], abs(s[1] - s[2]), s[1], s[2])):
        if a not in out and b not in taken:
            out[a] = b
            taken.add(b)
    return list(out.items())


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a cited clause stands now.

    ``一致``: the quote stands there word for word; ``移动``: word for word in ``now``, another place; ``改动``: the clause
    is there, the quoted words are not, ``edits`` leads from the old clause to the new one; ``删除``: the clause is gone;
    ``查无``: no version holds the quote there. ``note`` says it in Chinese.
    """

    standing: Standing
    old: Clause | None
    now: Clause | None
    note: str
    edits: tuple[Edit, ...] = ()


def resolve_citation(clause_id: ClauseId, quote: str, current: Document | None, older: Sequence[Document]) -> Resolved:
    """Follow a citation from a memo: into today's text, else into an older version and from there to today.

    ``older`` are the earlier versions, newest first; ``current`` is ``None`` for a document that was taken out. A
    quote is found whatever its blanks and widths.
    """
    label = clause_id.path.label
    here = _at(current, clause_id) if current else None
    if here is not None and holds(here, quote):
        return Resolved("一致", here, here, f"现行文本的“{label}”与引文一致。")
    source = next(((d, c) for d in older if (c := _at(d, clause_id)) and holds(c, quote)), None)
    if source is None:
        said = "各个版本" if older else "现行文本"
        return Resolved("查无", None, here, f"{said}的“{label}”里都没有这句引文，请核对出处。")
    version, before = source
    if current is None:
        return Resolved("删除", before, None, "这份文件已从文件库移除，引文出自保存的旧版本。")
    became = next((b for a, b in diff(version, current).pairs if a.id == before.id), None)
    if became is None:
        moved = [c for c in current.walk() if len(quote) >= 8 and holds(c, quote)]
        if len(moved) == 1:
            return Resolved("移动", before, moved[0], f"引文现位于“{moved[0].label}”，原在“{label}”。")
        return Resolved("删除", before, None, f"引文出自旧版本的“{label}”，该条已删除。")
    if holds(became, quote):
        return Resolved("移动", before, became, f"引文现位于“{became.label}”，原在“{label}”。")
    edits = word_diff(before.text, became.text)
    where = f"“{label}”" if became.path == before.path else f"“{label}”（现为“{became.label}”）"
    return Resolved("改动", before, became, f"引文出自旧版本，{where}的文字已经改动。", edits)


def _at(document: Document, clause_id: ClauseId) -> Clause | None:
    return next((c for c in document.walk() if c.path == clause_id.path), None)


def holds(clause: Clause, quote: str) -> bool:
    """Whether a clause has a quote word for word, blanks and width aside; an empty quote means the clause as such."""
    return _bare(quote) in _bare(clause.text)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", half_width(text))
