"""对照 as HTML: a column a document, differing words marked on both sides, one-sided cells said."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ledger.compare import Compared
from assistant.ledger.compare import cell as cell_words
from assistant.ledger.facing import Facing, Said
from assistant.ledger.rows import TargetRow
from assistant.ledger.side_by_side import NO_SUCH_SENTENCE, NOT_WRITTEN, SideBySide
from assistant.web.markup import clause_link, escape, highlighted
from assistant.web.notices import nothing
from corpus.model import Document, Span
from corpus.wording import Edit

_MOST_INDICATORS = 120


def compared_html(found: SideBySide) -> str:
    """The whole comparison: what to know first, indicators, sentences."""
    told = "".join(f"<li>{escape(line)}</li>" for line in found.told)
    out = f'<ul class="remarks">{told}</ul>' if told else ""
    if found.is_empty:
        return out + nothing("所选文件都没有这方面的内容。", "请换一个主题，或换几份文件。")
    if found.targets:
        out += _indicators(found)
    if found.faced is not None and found.faced.rows:
        silent = {d.id for d in found.faced.silent}
        rows = "".join(_row(row, found.documents, found.names, silent) for row in found.faced.rows)
        out += _table("条款", f"{len(found.faced.rows)} 组", found, "", rows)
    return out


def _table(title: str, count: str, found: SideBySide, first: str, rows: str) -> str:
    heads = "".join(
        f'<th scope="col" title="{escape(d.citation)}">{escape(name)}</th>'
        for d, name in zip(found.documents, found.names, strict=True)
    )
    lead = f'<th scope="col" class="theme">{first}</th>' if first else ""
    return (
        f'<h2 class="part">{title}<span class="count">{count}</span></h2>'
        f'<div class="grid" tabindex="0" role="region" aria-label="{title}对照"><table class="facing">'
        f"<thead><tr>{lead}{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _indicators(found: SideBySide) -> str:
    every = found.compared
    rows = "".join(_indicator(c, found.names) for c in every[:_MOST_INDICATORS])
    cut = f"{len(every)} 项" + (f"，列前 {_MOST_INDICATORS} 项" if len(every) > _MOST_INDICATORS else "")
    return _table("指标", cut, found, "指标", rows)


def _indicator(compared: Compared, names: Sequence[str]) -> str:
    verdict = f'<span class="verdict">{escape(compared.verdict)}</span>' if compared.verdict else ""
    cells = "".join(_targets(rows, name) for rows, name in zip(compared.found, names, strict=True))
    return f'<tr><td class="theme" data-head="指标">{escape(compared.indicator)}{verdict}</td>{cells}</tr>'


def _targets(rows: Sequence[TargetRow], name: str) -> str:
    if not rows:
        return _lacking(name, f"{name}的文件{NOT_WRITTEN}")
    told = "".join(
        f"<p>{escape(cell_words(r))} {clause_link(r.clause.id, '看条款', r.quotes[0].text if r.quotes else '')}</p>"
        for r in rows
    )
    return f'<td data-head="{escape(name)}">{told}</td>'


def _row(row: Facing, documents: Sequence[Document], names: Sequence[str], silent: set[str]) -> str:
    """One row; the first side marks what any other lacks, each other side what the first lacks."""
    others = [s.edits for s in row.sides if s is not None and s.edits]
    cells = []
    for side, document, name in zip(row.sides, documents, names, strict=True):
        if side is None:
            cells.append(_lacking(name, f"{name}的文件{NOT_WRITTEN if document.id in silent else NO_SUCH_SENTENCE}"))
        else:
            pieces = _of_new(side.edits) if side.edits else [span for edits in others for span in _of_old(edits)]
            cells.append(_side(side, pieces, name))
    return f"<tr>{''.join(cells)}</tr>"


def _side(side: Said, pieces: Sequence[Span], name: str) -> str:
    link = clause_link(side.clause.id, side.clause.label, side.text)
    words = highlighted(side.text, pieces)
    return f'<td data-head="{escape(name)}"><p>{words}</p><span class="where">{link}</span></td>'


def _lacking(name: str, words: str) -> str:
    return f'<td class="lacking" data-head="{escape(name)}"><p>{escape(words)}</p></td>'


def _of_new(edits: Sequence[Edit]) -> list[Span]:
    return _spans([(e.op, e.new) for e in edits])


def _of_old(edits: Sequence[Edit]) -> list[Span]:
    return _spans([(e.op, e.old) for e in edits])


def _spans(sides: Sequence[tuple[str, str]]) -> list[Span]:
    """Where the words of one side stand that the other doesn't have."""
    out, at = [], 0
    for op, words in sides:
        if op != "same" and words:
            out.append(Span(at, at + len(words)))
        at += len(words)
    return out
