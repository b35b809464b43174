"""Under which open clause a number belongs: the first of its kind, the next in line, one that runs on, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.markers import Marker
from corpus.nodes import Node

STRONG = ("part", "section", "条", "章", "编", "篇", "部分")
"""Kinds that are hardly ever anything but a clause's number."""
_FURTHEST_GAP = 3
_INLINE = {"item": r"1\s?[.．、]\s?\D", "subitem": r"[（(]\s?1\s?[）)]", "circle": "①", "section": r"[（(]一[）)]"}


def place(fits: Sequence[Node], found: Marker, last: int) -> tuple[Node | None, str]:
    """The clause that a marker opens a child of, and a note on its number; ``None`` where it is no clause.

    ``fits`` are the open clauses that outrank it, deepest first; ``last`` the last number of its kind anywhere.
    """
    deepest = fits[0]
    if found.kind == "dotted":
        return _dotted(fits, found), ""
    for node in fits:
        if found.number > 1 and node.numbers.get(found.kind) == found.number - 1:
            return node, ""
    if found.number in (0, 1) or found.kind == "attachment":
        return deepest, ""
    before = deepest.numbers.get(found.kind, 0)
    if not before and (found.number == last + 1 or _first_inline(deepest, found)):
        return deepest, ""
    return _out_of_order(fits, found)


def _out_of_order(fits: Sequence[Node], found: Marker) -> tuple[Node | None, str]:
    """A number after a gap of a few, or printed twice: a clause all the same, with a note; so is the first of an excerpt."""
    if found.kind in STRONG and len(fits) == 1 and not any(fits[0].numbers.values()):
        return fits[0], f"编号从“{found.step}”开始，之前的条款不在文件中。"
    for node in fits:
        before = node.numbers.get(found.kind, 0)
        if (before or found.kind in STRONG) and 1 < found.number - before <= _FURTHEST_GAP + 1:
            return node, f"编号不连续：“{found.step}”之前缺号。"
        if before and (found.number == before or (found.kind in STRONG and found.number < before)):
            return node, f"编号重复：“{found.step}”再次出现。"
        if before:
            return None, ""
    return None, ""


def _dotted(fits: Sequence[Node], found: Marker) -> Node | None:
    """1.2 belongs beside 1.1 or below the clause whose number is 1; 2.1 亿元 at a line's start to none."""
    for node in fits:
        siblings = [c for c in node.children[-3:] if c.kind == "dotted"]
        if siblings and siblings[-1].step.rpartition(".")[0] == found.prefix:
            return node if 0 < found.number - siblings[-1].number <= _FURTHEST_GAP else None
        if node.kind == "dotted" and node.step == found.prefix:
            return node if found.number <= 2 else None
    if found.number > 2 or "." in found.prefix:
        return None
    for node in fits:
        if node.number and str(node.number) == found.prefix and node.kind not in ("file", "attachment"):
            return node
    top = fits[-1]
    before = next((c.step.partition(".")[0] for c in reversed(top.children) if c.kind == "dotted"), "0")
    return top if found.number == 1 and found.prefix == str(int(before) + 1) else None


def _first_inline(node: Node, found: Marker) -> bool:
    """Whether the first item stands inside the clause's own words: （一）…：1.建立制度； / 2.加强监督。"""
    sign = _INLINE.get(found.kind)
    return found.number == 2 and sign is not None and bool(node.lines) and bool(re.search(sign, node.lines[-1][1:]))


def below_article(stack: Sequence[Node], parent: Node) -> bool:
    """Whether a clause under ``parent`` is a 项 of an article: those have no headings."""
    for node in stack:
        if node.kind == "条":
            return True
        if node is parent:
            break
    return False
