"""Where a text within a file ends and another begins: closings, the title of the next document, names of attachments."""

from __future__ import annotations

from corpus.dates import is_date
from corpus.front import TITLE_END, closing_blocks, closing_start, is_note
from corpus.nodes import Node, own_children


def close(room: Node) -> None:
    """Move the closing (结语, 落款, 附注) out of the last clause of a text, to stand behind its clauses."""
    numbered = own_children(room)
    if not numbered:
        return
    last, above = numbered[-1], room
    while last.children:
        deeper = [c for c in last.children if c.kind != "table"]
        if not deeper or deeper[-1] is not last.children[-1]:
            break
        last, above = deeper[-1], last
    siblings = [c for c in above.children if c.kind == last.kind and c is not last]
    if last.kind == "条" or (last.kind == "paragraph" and len(above.children) > 1):
        siblings = []
    single = bool(siblings) and all(len(c.lines) == 1 and not c.children for c in siblings)
    cut = closing_start(last.lines, run_in=last.run_in, siblings_single=single)
    blocks = closing_blocks(last.lines[cut:])
    del last.lines[cut:]
    place = room.children.index(numbered[-1]) + 1
    room.children[place:place] = [Node(part, "closing", 99, lines=list(texts)) for part, texts in blocks]


def cut_title(last: Node) -> list[str] | None:
    """Take the title and preamble of the next document off the last clause of the one before.

    ``None``, and nothing taken, where no line looks like a title and no signature closes the text before.
    """
    lines = last.lines
    dated = max((i for i, t in enumerate(lines) if i and is_date(t)), default=0)
    start = next((i for i in range(dated + 1, len(lines)) if _titled(lines, i)), 0)
    if not start and dated and dated + 1 < len(lines):
        start = dated + 1
    if not start:
        return [] if dated else None
    title = lines[start:]
    del lines[start:]
    return title


def _titled(lines: list[str], at: int) -> bool:
    """Whether a line, alone or with the next, is a title."""
    text = lines[at]
    if len(text) > 80 or "。" in text or text.endswith(("：", ":", "；", ";", "，")) or is_note(text):
        return False
    following = lines[at + 1] if at + 1 < len(lines) else ""
    broken = (
        len(following) <= 40 and "。" not in following and bool(TITLE_END.search(following)) and not is_note(following)
    )
    return bool(TITLE_END.search(text)) or broken


def name_attachments(root: Node) -> None:
    """Give every attachment its name: the words behind 附件1, else the title lines below it."""
    for node in root.walk():
        if node.kind != "attachment" or node.heading:
            continue
        title: list[str] = []
        for text in node.lines[1:4]:
            if len(text) > 60 or "。" in text or text.endswith(("：", ":")) or (title and TITLE_END.search(title[-1])):
                break
            title.append(text)
        if not title and len(node.lines) == 1 and node.children and node.children[0].kind == "table":
            title = [node.children[0].heading]
        node.heading = "".join(title)
