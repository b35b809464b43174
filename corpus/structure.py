"""Clean text to a tree of clauses: never refuses a text, and the clauses joined give the text back.

Markers open clauses in the order of their rank (编 章 节 条 一、 （一） 专栏 1. 1.1 （1） ①). A number counts only where
it can: the first of its kind, the next in line, or one that runs on from the part before. Others stay words of
the clause they stand in. What the text does against the usual order is learned once a text (1. above （一）).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.endings import close, cut_title, name_attachments
from corpus.front import front_blocks
from corpus.grids import TableText
from corpus.headings import heading_of, stands_alone
from corpus.lines import Line
from corpus.markers import RANK, Marker, marker
from corpus.nodes import Node, own_children, rooms, set_paragraphs, set_steps
from corpus.placing import STRONG, below_article, place

_TOPS = ("part", "章", "编", "篇", "部分", "条")
_INTRO = re.compile(r"(?:[—\-–－·•●◆■▲]{1,2}\s*)?[^。；;]{2,40}[:：]|[—\-–－]{1,2}[^。；;,，]{2,30}")


@dataclass(slots=True)
class _Builder:
    """The tree so far, the path of open clauses, and the numbers that may run on."""

    stream: Sequence[Line | TableText]
    marks: list[Marker | None]
    listed: frozenset[int]
    root: Node = field(default_factory=lambda: Node("", "root", -1))
    stack: list[Node] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    files: int = 1


def build_tree(stream: Sequence[Line | TableText]) -> tuple[list[Node], tuple[str, ...]]:
    """The top-level nodes of a document and notes on its numbering."""
    texts = [b.text if isinstance(b, Line) else None for b in stream]
    marks = [marker(t) if t is not None else None for t in texts]
    state = _Builder(stream, marks, _attachment_lists(texts, marks))
    state.stack = [state.root]
    first = _first_clause(marks, state.listed)
    _front(state.root, stream[:first])
    for at in range(first, len(stream)):
        block = stream[at]
        if isinstance(block, TableText):
            _add_table(state, block)
        elif not _add_marker(state, at, block):
            _add_words(state, block.text, at)
    for room in rooms(state.root):
        close(room)
    name_attachments(state.root)
    set_paragraphs(state.root)
    set_steps(state.root)
    return state.root.children, tuple(state.notes)


def _first_clause(marks: Sequence[Marker | None], listed: frozenset[int]) -> int:
    """Where the clauses begin: at a first number, or at any strong marker where no first one of its kind follows."""
    last_one = {m.kind: at for at, m in enumerate(marks) if m and m.number == 1}
    for at, found in enumerate(marks):
        if found is None or found.kind in ("attachment", "box") or at in listed:
            continue
        if found.number == 1 and not (found.kind == "dotted" and found.prefix != "1"):
            return at
        if found.kind in STRONG and last_one.get(found.kind, -1) < at:
            return at
    return len(marks)


def _front(root: Node, blocks: Sequence[Line | TableText]) -> None:
    lines: list[Line] = []

    def flush() -> None:
        for part, texts in front_blocks(lines):
            root.add(Node(part, "front_matter", 99, lines=list(texts)))
        lines.clear()

    for block in blocks:
        if isinstance(block, TableText):
            flush()
            root.add(Node("表", "table", 98, heading=block.title, lines=[block.text], table=block))
        else:
            lines.append(block)
    flush()


def _attachment_lists(texts: Sequence[str | None], marks: Sequence[Marker | None]) -> frozenset[int]:
    """Lines of the list of attachments at a notice's end (附件：1.… / 2.…; 附件1：… / 附件2：…): no clauses of their own."""
    found: set[int] = set()
    for at, text in enumerate(texts):
        if text is None:
            continue
        if opened := re.match(r"附\s*件\s*[:：]\s*(?P<one>1\s?[.．、])?", text):
            number, end = (2 if opened["one"] else 1), at + 1
            while end < len(texts) and (m := marks[end]) and m.kind == "item" and m.number == number:
                if len(texts[end] or "") > 80 or "。" in (texts[end] or ""):
                    break
                number, end = number + 1, end + 1
            if end > at + 1 and (opened["one"] or opened.end() == len(text)):
                found.update(range(at, end))
        elif (m := marks[at]) and m.kind == "attachment" and _beside(marks, at):
            found.add(at)
    return frozenset(found)


def _beside(marks: Sequence[Marker | None], at: int) -> bool:
    near = (marks[i] for i in (at - 1, at + 1) if 0 <= i < len(marks))
    return any(m and m.kind == "attachment" for m in near)


# ---- markers --------------------------------------------------------------------------------------------------------


def _add_marker(state: _Builder, at: int, line: Line) -> bool:
    found = state.marks[at]
    if found is None or at in state.listed:
        return False
    if found.kind == "attachment":
        state.stack = [state.root]
        state.last.clear()
        state.ranks.clear()
    elif found.number == 1 and found.kind in _TOPS:
        _new_file(state, found)
    _learn(state, found)
    parent, note = place(_open_clauses(state, found), found, state.last.get(found.kind, 0))
    if parent is None:
        return False
    if note:
        state.notes.append(note)
    if found.number == 1:
        _free_intro(state, found)
    words = line.text[found.end :].strip()
    heading = "" if below_article(state.stack, parent) else heading_of(words, found.kind)
    node = Node(found.step, found.kind, _rank(state, found), found.number, heading, lines=[line.text])
    node.bare = not words
    node.run_in = bool(words) and not stands_alone(words, node.heading)
    while state.stack[-1] is not parent:
        state.stack.pop()
    parent.add(node)
    state.stack.append(node)
    state.last[found.kind] = found.number
    return True


def _rank(state: _Builder, found: Marker) -> int:
    return state.ranks.get(found.kind, found.rank)


def _room(state: _Builder) -> Node:
    return next((n for n in reversed(state.stack) if n.kind in ("file", "attachment")), state.root)


def _learn(state: _Builder, found: Marker) -> None:
    """Ranks that this text orders otherwise: （一） below a 1. that stands on top, 第一条 below a bare 一、."""
    if found.number != 1 or found.kind in state.ranks:
        return
    room = _room(state)
    top = next((n for n in state.stack if n in room.children), None)
    if found.kind == "section" and top and top.kind == "item" and not room.counts.get("section"):
        state.ranks["section"] = RANK["item"] + 5
    if found.kind == "条" and top and top is state.stack[-1] and top.kind == "part" and not room.counts.get("条"):
        if not top.run_in and len(top.lines) == 1:
            state.ranks["条"] = RANK["part"] + 5


def _new_file(state: _Builder, found: Marker) -> None:
    """Open another document in the same file where numbers begin anew behind its title, or behind a signature."""
    room = _room(state)
    began = room.counts.get(found.kind, 0) or any(c.rank > found.rank for c in own_children(room))
    if not began or (found.kind == "条" and any(room.counts.get(k) for k in ("章", "编", "篇"))):
        return
    last = state.stack[-1].children[-1] if state.stack[-1].children else state.stack[-1]
    title = cut_title(last)
    if title is None:
        return
    state.files += 1
    node = Node(f"文件{state.files}", "file", 0, state.files)
    for part, texts in front_blocks([Line(t) for t in title]):
        if part == "标题" and not node.lines and not node.children:
            node.lines, node.heading = list(texts), "".join(texts)
        else:
            node.add(Node(part, "front_matter", 99, lines=list(texts)))
    state.root.add(node)
    state.stack = [state.root, node]
    state.last.clear()
    state.ranks.clear()


def _open_clauses(state: _Builder, found: Marker) -> list[Node]:
    """The open clauses that a marker may stand under, deepest first, within its own text."""
    if found.kind == "attachment":
        return [state.root]
    room, rank = _room(state), _rank(state, found)
    at = next(i for i, node in enumerate(state.stack) if node is room)
    return [node for node in reversed(state.stack[at:]) if node.rank < rank]


def _free_intro(state: _Builder, found: Marker) -> None:
    """Numbers that begin anew behind ——社会：: that line leads the new ones and is no end of the clause before."""
    node = state.stack[-1]
    if node.kind == found.kind and len(node.lines) > 1 and not node.children and _INTRO.fullmatch(node.lines[-1]):
        state.stack.pop()
        state.stack[-1].add(Node("续", "paragraph", 97, lines=[node.lines.pop()]))


# ---- words and tables -----------------------------------------------------------------------------------------------


def _add_words(state: _Builder, text: str, at: int) -> None:
    node = state.stack[-1]
    if node.kind == "root":
        if not node.children or node.children[-1].step != "引言":
            node.add(Node("引言", "front_matter", 99))
        node = node.children[-1]
    if node.kind == "box" and node.children and node.children[-1].kind == "table" and len(state.stack) > 1:
        # A box that holds a table is that table: what follows goes on with the section around it.
        state.stack.pop()
        node = state.stack[-1]
    if node.bare and len(node.lines) == 1 and node.kind != "条" and len(text) <= 60 and "。" not in text:
        node.lines.append(text)
        node.heading = heading_of(text, node.kind)
        return
    article = next((n for n in reversed(state.stack) if n.kind == "条"), None)
    if (
        article is not None
        and node is not article
        and node.lines
        and not node.lines[-1].endswith((":", "：", "，", ","))
    ):
        while state.stack[-1] is not article:
            state.stack.pop()
        node = article
    if not node.children:
        node.lines.append(text)
    elif node.children[-1].kind == "paragraph":
        node.children[-1].lines.append(text)
    else:
        node.add(Node("续", "paragraph", 97, lines=[text]))


def _add_table(state: _Builder, block: TableText) -> None:
    node = state.stack[-1]
    small = node.kind in ("item", "subitem", "circle")
    if block.title and node.run_in and small and len(state.stack) > 1 and not _announces(node):
        node = state.stack[-2]
        state.stack.pop()
    node.add(Node("表", "table", 98, heading=block.title, lines=[block.text], table=block))


def _announces(node: Node) -> bool:
    """Whether an item's last words point to the table behind it (见下表, 如下:)."""
    return bool(node.lines) and any(w in node.lines[-1][-30:] for w in ("下表", "如下", "见表", "附表"))
