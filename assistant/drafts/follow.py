"""Where one citation of a draft stands in the library as it is now: the same, moved, changed, replaced, or gone.

A citation is followed by its words, not by its place: where a new version puts an item in before （四）, the words cited
as （四） are （五） now. Where another document has taken the place of the one cited (修订后重新发布, 同时废止), the words are
looked for there. What cannot be carried over is left as it is and told.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.ask import Assistant
from assistant.citation_styles import Cited
from assistant.drafts.citation_fields import Kept, digest, saw
from corpus.errors import BadReference
from corpus.model import Clause, ClauseId, Document
from corpus.sentences import sentences
from corpus.shelf import Shelf
from corpus.versions import Resolved, body, holds, resolve_citation

_LIKE = 0.5
_TELLING = 8  # characters: what is shorter stands in many clauses by chance


@dataclass(frozen=True, slots=True)
class Followed:
    """The citation as it should be now, what it prints (``None``: leave it), and what its reader must know."""

    kept: Kept
    cited: Cited | None
    told: str = ""


def followed(kept: Kept, assistant: Assistant, shelf: Shelf) -> Followed:
    """Follow one citation; never raises for what it says."""
    try:
        cited = ClauseId.parse(kept.clause)
    except BadReference as error:
        return Followed(kept, None, str(error))
    current = _current(cited.document, assistant, shelf)
    if current is None:
        return Followed(kept, None, f"文件库里没有“{cited.document}”这份文件了，引用保持原样，请核对。")
    older = shelf.older(cited.document)
    successor = _successor(current, assistant)
    if successor is None:
        return _followed(kept, cited, current, older, assistant)
    there = _followed(kept, cited, successor, [current, *older], assistant)
    ended = _standing(current, assistant)
    if there.cited is None:
        return Followed(kept, None, f"{ended}替代它的{successor.citation}里没有找到所引的内容，引用保持原样，请核对。")
    return Followed(there.kept, there.cited, f"{ended}引用已改为替代它的文件。{there.told}")


def _followed(kept: Kept, cited: ClauseId, current: Document, older: list[Document], assistant: Assistant) -> Followed:
    where = _where(kept, cited, current, older)
    now = where.now
    if now is None:
        return Followed(kept, None, f"现行文本里没有“{cited.path.label}”这一条了，引用保持原样，请核对。")
    quote, told = kept.quote, where.note if where.standing == "移动" else ""
    if where.standing in ("改动", "查无"):
        quote, told = _reworded(kept, cited, now)
    elif not told and kept.seen and not saw(kept.seen, now):
        told = f"“{now.label}”的{'其他文字有改动，所引的话没有变。' if quote else '文字有改动，请核对正文。'}"
    told += _standing(current, assistant)
    line = assistant.library.lines.get(current.id)
    new = kept.model_copy(
        update={"clause": str(ClauseId(current.id, now.path)), "quote": quote, "seen": digest(now)}
    )  # fmt: skip
    return Followed(new, Cited.of(current, now.path, quote, line.source.url if line else None), told)


def _where(kept: Kept, cited: ClauseId, current: Document, older: list[Document]) -> Resolved:
    """Where the words stand now. A citation of a clause as such is followed by all the words that the clause had."""
    said = kept.quote or _words_seen(kept, cited, [current, *older])
    if said:
        where = resolve_citation(cited, said, current, older)
        if where.standing != "查无":
            return where
    here = next((c for c in current.walk() if c.path == cited.path), None)
    wanted = [c for c in current.walk() if (holds(c, said) if said else saw(kept.seen, c))]
    if len(wanted) == 1 and (len(said) >= _TELLING or not said):
        note = f"引文现位于“{wanted[0].label}”，原在“{cited.path.label}”。"
        return Resolved("移动", None, wanted[0], note)
    return Resolved("查无", None, here, "")


def _words_seen(kept: Kept, cited: ClauseId, versions: list[Document]) -> str:
    """The words of a clause that was cited without a quote, out of the version that held them then."""
    for document in versions:
        for clause in document.walk():
            if clause.path == cited.path and (not kept.seen or saw(kept.seen, clause)):
                return body(clause)
    return ""


def _reworded(kept: Kept, cited: ClauseId, now: Clause) -> tuple[str, str]:
    """The quote as the clause reads now (empty where nothing comes near), and what to tell."""
    label = cited.path.label
    where = f"“{label}”" + (f"（现为“{now.label}”）" if now.path != cited.path else "")
    if not kept.quote:
        return "", f"{where}的文字有改动，请核对正文。"
    quote = _nearest(kept.quote, now)
    told = f"现为：“{quote}”。" if quote else "现文中没有相近的话，引文已去掉。"
    return quote, f"{where}的文字已经改动。原引：“{kept.quote}”，{told}正文请一并核对。"


def _current(document: str, assistant: Assistant, shelf: Shelf) -> Document | None:
    """The document as the library has it now, under its own or an earlier id."""
    held = next((d for d in assistant.library.documents if d.id == document), None)
    return held or shelf.find(document)


def _successor(document: Document, assistant: Assistant) -> Document | None:
    """The document of the library that has taken this one's place by now; of a chain the last."""
    held = {d.id: d for d in assistant.library.documents}
    seen: list[str] = []
    last = document.id
    while last in held and last not in seen:
        seen.append(last)
        force = assistant.library.force(last, assistant.day())
        last = (force.superseded_by or "") if force.status in ("废止", "征求意见稿") else ""
    return held[seen[-1]] if len(seen) > 1 else None


def _standing(document: Document, assistant: Assistant) -> str:
    if all(d.id != document.id for d in assistant.library.documents):
        return ""
    force = assistant.library.force(document.id, assistant.day())
    return "" if force.in_force or force.status == "不明" else f"{document.citation}{force.status}：{force.reason}"


def _nearest(quote: str, clause: Clause) -> str:
    """The sentence of the clause as it reads now that comes nearest to what was quoted; empty where none does."""
    pieces = [p.of(clause.text).strip() for p in sentences(clause.text)]
    scored = [(SequenceMatcher(None, quote, p, autojunk=False).ratio(), p) for p in pieces if p]
    best, words = max(scored, default=(0.0, ""))
    return words if best >= _LIKE else ""
