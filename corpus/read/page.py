"""Which pieces of a saved page are the policy: the main container, its neighbours that read like it, the title.

No list of sites: the container is where most of the sentences are that are no links. What stands outside it comes
along only if it reads like a text; menus, breadcrumbs, print buttons, related links and footers are listed as removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from selectolax.lexbor import LexborNode

from corpus.model import Removed
from corpus.raw import RawTable
from corpus.read.elements import SILENT, is_hidden
from corpus.read.grid import flat
from corpus.read.markup import Piece, Shape

_NAMES = frozenset(
    line
    for line in (Path(__file__).parent / "furniture_names.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
)
_ELEMENTS = frozenset(("nav", "footer", "aside", "dialog", "menu"))
_BEGINNINGS = ("bdshare", "jiathis", "breadcrumb", "sharebutton")
# The top of a site is so called, and also the top of an article with its title.
_TOPS = frozenset(("header", "head", "top", "banner", "logo"))
_REASON = "网页菜单、页脚等固定内容"
_PROSE = re.compile("[，。；！？]")
_SENTENCE = re.compile("[。；！？]")
_ATTACHED = re.compile(r"附件|附表|附图|附录|专栏|\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]+[章节条]"
)
# The main container holds at least this share of its parent's sentences.
_SHARE = 0.8


def shape_of(body: LexborNode) -> Shape:
    """Find the main container and what is furniture around and in it."""
    mass = _masses(body, {})
    whole = mass.get(body.mem_id, 0.0) or 1.0
    furniture: dict[int, str] = {}
    for node in body.traverse(include_text=False):
        if node.tag in SILENT or node.mem_id == body.mem_id or mass.get(node.mem_id, 0.0) > 0.3 * whole:
            continue
        if is_hidden(node):
            furniture[node.mem_id] = "隐藏的内容"
        elif node.tag in _ELEMENTS or (_named_so(node) and not _reads_well(node)):
            furniture[node.mem_id] = _REASON
    main = _main(body, _masses(body, furniture))
    above = set()
    at: LexborNode | None = main
    while at is not None:
        above.add(at.mem_id)
        at = at.parent
    return Shape(main.mem_id, frozenset(above), {k: v for k, v in furniture.items() if k not in above})


def choose(pieces: Sequence[Piece]) -> tuple[list[str | RawTable], list[Removed]]:
    """The policy's own pieces in order, and the rest with its reason."""
    prose = [i for i, p in enumerate(pieces) if p.main and _is_prose(p)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(pieces) - 1)
    title = _title(pieces)
    kept: list[str | RawTable] = []
    removed: list[Removed] = []
    for at, piece in enumerate(pieces):
        why = None if at == title else _why_not(piece, first <= at <= last, bool(prose))
        if why is None:
            kept.append(piece.block)
        elif removed and removed[-1].reason == why:
            removed[-1] = Removed(f"{removed[-1].text}\n{_words(piece)}", why)
        else:
            removed.append(Removed(_words(piece), why))
    return kept, removed


def _why_not(piece: Piece, between: bool, found: bool) -> str | None:
    if piece.why is not None:
        return piece.why
    words = _words(piece)
    linked = piece.links >= 0.8 and not _ATTACHED.search(words)
    if piece.main or not found:
        return "页面链接" if linked and not between else None
    if piece.links >= 0.4:
        return "页面链接"
    if isinstance(piece.block, RawTable) or (_is_prose(piece) and _SENTENCE.search(words)):
        return None
    return None if _NUMBERED.match(words) else "正文区域之外的页面内容"


def _title(pieces: Sequence[Piece]) -> int | None:
    """The heading that stands before the main container, where the text does not begin with those words itself."""
    start = next((i for i, p in enumerate(pieces) if p.main and p.why is None), None)
    if start is None:
        return None
    opening = "".join(_compact(p) for p in pieces[start : start + 15] if p.main and p.why is None)
    for at in range(start - 1, -1, -1):
        if pieces[at].heading and pieces[at].why is None and len(_compact(pieces[at])) >= 4:
            return None if _compact(pieces[at]) in opening else at
    return None


def _masses(body: LexborNode, without: dict[int, str]) -> dict[int, float]:
    """How much text that is no link each element holds; sentences count in full, other words a fifth."""
    mass: dict[int, float] = {}
    parents: dict[int, int] = {}
    silent: set[int] = set()
    order: list[int] = []
    for node in body.traverse(include_text=True):
        parent = node.parent
        if node.mem_id != body.mem_id and parent is not None:
            parents[node.mem_id] = parent.mem_id
            if parent.mem_id in silent:
                silent.add(node.mem_id)
                continue
        if node.tag in SILENT or node.tag in ("a", *_ELEMENTS) or node.mem_id in without:
            silent.add(node.mem_id)
            continue
        text = (node.text_content or "").strip() if node.tag == "-text" else ""
        mass[node.mem_id] = len(text) * (1.0 if _PROSE.search(text) else 0.2)
        order.append(node.mem_id)
    for ident in reversed(order):
        if ident in parents and ident != body.mem_id:
            mass[parents[ident]] = mass.get(parents[ident], 0.0) + mass[ident]
    return mass


def _main(body: LexborNode, mass: dict[int, float]) -> LexborNode:
    """Go down from the body as long as one child holds nearly everything; stop where the text divides."""
    node = body
    while True:
        children = [c for c in node.iter() if c.tag not in ("p", "span", "font", "strong", "b", "tr", "td")]
        best = max(children, key=lambda c: mass.get(c.mem_id, 0.0), default=None)
        if node.tag in ("table", "tbody", "tr"):
            cells = _cells(node)
            best = max(cells, key=lambda c: mass.get(c.mem_id, 0.0), default=None)
        if best is None or mass.get(best.mem_id, 0.0) < _SHARE * (mass.get(node.mem_id, 0.0) or 1.0):
            return node
        node = best


def _cells(table: LexborNode) -> list[LexborNode]:
    """What a layout table may hold the text in: the next level below."""
    return [c for c in table.iter() if c.tag in ("tbody", "tr", "td", "th")]


def _named_so(node: LexborNode) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    words = re.sub("([a-z])([A-Z])", r"\1 \2", names).casefold()
    found = set(re.split(r"[^a-z]+", words)) | set(names.casefold().split())
    if found & _NAMES or any(w.startswith(_BEGINNINGS) for w in found):
        return True
    return (node.tag == "header" or bool(found & _TOPS)) and node.css_first("h1, h2") is None


def _reads_well(node: LexborNode) -> bool:
    """Sentences of some length: whatever the element is called, it may be policy text."""
    text = node.text(deep=True)
    linked = sum(len(a.text(deep=True)) for a in node.css("a"))
    return len(_SENTENCE.findall(text)) >= 2 and len(text) >= 80 and linked * 3 < len(text)


def _is_prose(piece: Piece) -> bool:
    words = _words(piece)
    return piece.why is None and piece.links < 0.5 and len(words) >= 20 and bool(_PROSE.search(words))


def _words(piece: Piece) -> str:
    return piece.block if isinstance(piece.block, str) else flat(piece.block)


def _compact(piece: Piece) -> str:
    return re.sub(r"\s", "", _words(piece))
