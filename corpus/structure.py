"""Clean text to a tree of clauses: never refuses a text, and the clauses joined give the text back.

Markers open clauses in the order of their rank (编 章 节 条 一、 （一） 专栏 1. 1.1 （1） ①). A number counts only where
it can: the first of its kind, the next in line, or one that runs on from the part before. Others stay words of
the clause they stand in. The builder works on mutable nodes; ``freeze`` turns them into Clauses with spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.clean import Line
from corpus.front import TITLE_END, closing_blocks, closing_start, front_blocks
from corpus.headings import heading_of, stands_alone
from corpus.markers import Marker, marker
from corpus.model import Clause, ClauseId, ClauseKind, Span, Table
from corpus.numerals import to_chinese
from corpus.path import ClausePath
from corpus.tables import TableText


@dataclass(slots=True)
class Node:
    """A clause under construction."""

    step: str
    kind: str
    rank: int
    number: int = 0
    heading: str = ""
    run_in: bool = False
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    table: TableText | None = None


@dataclass(slots=True)
class _State:
    root: Node
    stack: list[Node]
    last: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    files: int = 1


def build_tree(stream: Sequence[Line | TableText]) -> tuple[list[Node], tuple[str, ...]]:
    """The top-level nodes of a document and notes on its numbering."""
    first = next((i for i, b in enumerate(stream) if isinstance(b, Line) and _opens(b.text, stream, i)), len(stream))
    root = Node("", "root", -1)
    _front(root, stream[:first])
    state = _State(root, [root])
    for at in range(first, len(stream)):
        block = stream[at]
        if isinstance(block, TableText):
            _add_table(state, block)
        elif not _add_marker(state, stream, at, block):
            _add_words(state, block.text)
    _close(root)
    _articles(root)
    _rename(root)
    return root.children, tuple(state.notes)


def _opens(text: str, stream: Sequence[Line | TableText], at: int) -> bool:
    """Whether a line is the first clause: a first number, or any strong marker where nothing numbered 1 follows."""
    found = marker(text)
    if found is None or found.kind == "attachment":
        return False
    if found.number == 1:
        return True
    return found.kind in ("part", "section", "条", "章") and not any(
        isinstance(b, Line) and (m := marker(b.text)) and m.number == 1 and m.kind == found.kind
        for b in stream[at + 1 :]
    )


def _front(root: Node, blocks: Sequence[Line | TableText]) -> None:
    lines: list[Line] = []

    def flush() -> None:
        for part, texts in front_blocks(lines):
            root.children.append(Node(part, "front_matter", 99, lines=list(texts)))
        lines.clear()

    for block in blocks:
        if isinstance(block, TableText):
            flush()
            root.children.append(Node("表", "table", 98, heading=block.title, lines=[block.text], table=block))
        else:
            lines.append(block)
    flush()


def _add_marker(state: _State, stream: Sequence[Line | TableText], at: int, line: Line) -> bool:
    found = marker(line.text)
    if found is None or (found.kind == "attachment" and not _real_attachment(stream, at)):
        return False
    if found.kind == "attachment":
        state.stack = [state.root]
        state.last.clear()
    elif found.kind in ("part", "章", "条") and found.number == 1 and _restarts(state, found):
        _new_file(state)
    parent = _parent(state, found)
    if parent is None:
        return False
    words = line.text[found.end :]
    node = Node(found.step, found.kind, found.rank, found.number, heading_of(words, found.kind), lines=[line.text])
    node.run_in = not stands_alone(words, node.heading)
    while state.stack[-1] is not parent:
        state.stack.pop()
    parent.children.append(node)
    state.stack.append(node)
    state.last[found.kind] = found.number
    return True


def _real_attachment(stream: Sequence[Line | TableText], at: int) -> bool:
    """An attachment's own head, not a line of the list of attachments at a notice's end."""
    beside = [b.text for b in (*stream[at - 1 : at], *stream[at + 1 : at + 2]) if isinstance(b, Line)]
    return not any((m := marker(t)) and m.kind == "attachment" for t in beside)


def _restarts(state: _State, found: Marker) -> bool:
    """Whether 一、 comes again at the top of a text that already had it and went on: another document begins."""
    top = _file_root(state)
    if found.kind == "条" and any(c.kind in ("章", "编") for c in top.children):
        return False
    return len([c for c in top.children if c.kind == found.kind]) >= 2


def _file_root(state: _State) -> Node:
    return next((n for n in reversed(state.stack) if n.kind in ("file", "attachment")), state.root)


def _new_file(state: _State) -> None:
    """Open another document in the same file; the unfinished lines behind the last clause are its title and preamble."""
    state.files += 1
    node = Node(f"文件{state.files}", "file", 0, state.files)
    last = state.stack[-1]
    cut = next(
        (
            i
            for i, t in enumerate(last.lines)
            if i and len(t) <= 80 and "。" not in t and (TITLE_END.search(t) or _titled(last.lines, i))
        ),
        0,
    )
    if cut:
        for part, texts in front_blocks([Line(t) for t in last.lines[cut:]]):
            node.children.append(Node(part, "front_matter", 99, lines=list(texts)))
        del last.lines[cut:]
    state.root.children.append(node)
    state.stack = [state.root, node]
    state.last.clear()


def _titled(lines: Sequence[str], at: int) -> bool:
    """Whether lines ``at`` and the next make one title broken in two."""
    return (
        at + 1 < len(lines)
        and len(lines[at + 1]) <= 40
        and "。" not in lines[at + 1]
        and bool(TITLE_END.search(lines[at + 1]))
    )


def _parent(state: _State, found: Marker) -> Node | None:
    """The node a marker belongs under; ``None`` where its number fits nowhere and it is no clause."""
    fits = [n for n in reversed(state.stack) if n.rank < found.rank]
    for node in fits:
        same = [c.number for c in node.children if c.kind == found.kind]
        if same and found.number == same[-1] + 1:
            return node
    deepest = fits[0]
    same = [c.number for c in deepest.children if c.kind == found.kind]
    if found.number in (0, 1):
        return deepest
    if not same and found.number == state.last.get(found.kind, 0) + 1:
        return deepest
    if found.kind in ("part", "section", "章", "节", "条", "编") and 0 < found.number - (same[-1] if same else 0) <= 4:
        state.notes.append(f"编号不连续：“{found.step}”之前缺号。")
        return deepest
    if found.kind in ("part", "section", "条") and same and found.number <= same[-1]:
        state.notes.append(f"编号重复：“{found.step}”再次出现。")
        return deepest
    return None


def _add_words(state: _State, text: str) -> None:
    node = state.stack[-1]
    if node.kind in ("root", "file") and node.children:
        node = node.children[-1]
    if node.children:
        child = Node("续", "paragraph", 97, lines=[text])
        if node.children[-1].kind == "paragraph":
            node.children[-1].lines.append(text)
        else:
            node.children.append(child)
    else:
        node.lines.append(text)


def _add_table(state: _State, block: TableText) -> None:
    node = state.stack[-1]
    if (
        block.title
        and node.run_in
        and node.kind in ("item", "subitem", "circle")
        and len(state.stack) > 1
        and not _announces(node)
    ):
        node = state.stack[-2]
        state.stack.pop()
    node.children.append(Node("表", "table", 98, heading=block.title, lines=[block.text], table=block))


def _announces(node: Node) -> bool:
    """Whether an item's last words point to the table behind it (见下表, 如下:)."""
    return bool(node.lines) and any(w in node.lines[-1][-30:] for w in ("下表", "如下", "见表", "附表"))


def _close(root: Node) -> None:
    """Move the closing out of the last clause of the text."""
    top = root.children[-1] if root.children and root.children[-1].kind in ("file", "attachment") else root
    numbered = [c for c in top.children if c.kind not in ("front_matter", "table")]
    if not numbered:
        return
    last, above = numbered[-1], top
    while last.children:
        deeper = [c for c in last.children if c.kind != "table"]
        if not deeper or deeper[-1] is not last.children[-1]:
            break
        last, above = deeper[-1], last
    if last.kind == "paragraph" and len(above.children) > 1:
        siblings: list[Node] = []
    else:
        siblings = [c for c in above.children if c.kind == last.kind and c is not last]
    single = bool(siblings) and all(len(c.lines) == 1 and not c.children for c in siblings)
    cut = closing_start(last.lines, run_in=last.run_in, siblings_single=single)
    for part, texts in closing_blocks(last.lines[cut:]):
        top.children.append(Node(part, "closing", 99, lines=list(texts)))
    del last.lines[cut:]


def _articles(node: Node) -> None:
    """Give the paragraphs of an article their place: 第二款 on, and the items their paragraph."""
    for child in node.children:
        _articles(child)
    if node.kind != "条":
        return
    paragraphs = [c for c in node.children if c.kind == "paragraph"]
    extra = node.lines[1:]
    node.lines = node.lines[:1]
    ordered: list[Node] = [Node("", "paragraph", 97, lines=[t]) for t in extra]
    rest = [c for c in node.children if c not in paragraphs]
    tail = [Node("", "paragraph", 97, lines=[t]) for p in paragraphs for t in p.lines]
    count = 1
    for piece in (*ordered, *tail):
        count += 1
        piece.step = f"第{to_chinese(count)}款"
    if ordered and rest:
        ordered[-1].children = rest
        rest = []
    elif tail and rest:
        rest = [Node("第一款", "paragraph", 97, children=rest)]
    node.children = [*ordered, *rest, *tail]


def _rename(node: Node) -> None:
    """Make the steps of one level unique: 标题, 标题2; a number printed twice becomes 3〔2〕; 表1, 表2."""
    seen: dict[str, int] = {}
    for child in node.children:
        count = seen[child.step] = seen.get(child.step, 0) + 1
        if child.kind == "table":
            child.step = f"表{count}"
        elif count > 1:
            child.step += str(count) if child.kind in ("front_matter", "closing", "paragraph") else f"〔{count}〕"
        _rename(child)


_KIND: dict[str, ClauseKind] = {
    "front_matter": "front_matter",
    "closing": "closing",
    "table": "table",
    "paragraph": "paragraph",
    "条": "article",
    "attachment": "attachment",
    "file": "attachment",
    "box": "attachment",
    "编": "part",
    "章": "part",
    "节": "section",
}


def _kind(node: Node) -> ClauseKind:
    if node.kind in _KIND:
        return _KIND[node.kind]
    numbered = any(c.kind not in ("table", "paragraph") for c in node.children)
    if node.kind == "part":
        return "item" if node.run_in and not numbered else "part"
    return "section" if node.kind == "section" and numbered else "item"


def freeze(nodes: Sequence[Node], document: str) -> tuple[tuple[Clause, ...], str]:
    """The finished clauses and the document's text, which is their own texts joined by line breaks."""
    pieces: list[str] = []
    at = 0

    def one(node: Node, path: ClausePath) -> Clause:
        nonlocal at
        here = path.child(node.step)
        text = "\n".join(node.lines)
        span = Span(at, at + len(text))
        if node.lines:
            pieces.append(text)
            at += len(text) + 1
        else:
            span = Span(at, at)
        table = node.table.table if node.table else None
        if table is not None:
            table = _shift(table, span.start)
        children = tuple(one(child, here) for child in node.children)
        return Clause(ClauseId(document, here), _kind(node), node.heading, text, span, children, table)

    clauses = tuple(one(node, ClausePath()) for node in nodes)
    return clauses, "\n".join(pieces)


def _shift(table: Table, by: int) -> Table:
    rows = tuple(tuple(replace(c, span=c.span.shift(by)) if c.span else c for c in row) for row in table.rows)
    return replace(table, rows=rows)
