"""文件库 as HTML: the list, a preview of what would be taken in, the versions of a document and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.keeping.listed import Listed, Version
from assistant.keeping.preview import Preview, on_the_page
from assistant.web.markup import attribute, clause_link, escape
from assistant.web.notices import nothing
from corpus.model import Clause, Document
from corpus.versions import Change, Difference

_TONES = {
    "现行": "later",
    "试行": "later",
    "征求意见稿": "soon",
    "尚未施行": "soon",
    "部分失效": "soon",
    "废止": "over",
}
_VERDICTS = {"新增": "later", "新版本": "later", "重复": "none", "旧版本": "none", "未收": "over"}
_KINDS = {"added": "新增", "removed": "删除", "changed": "改动", "moved": "移动"}
_SHOWN_REMOVED, _SHOWN_CHANGES, _SHOWN_TREE = 60, 80, 400


def list_html(rows: Sequence[Listed], failures: Sequence[tuple[str, str]], may_change: bool) -> str:
    """The documents; buttons that change something only for those who may."""
    heads = ("地区", "文件", "发文机关", "成文日期", "效力", "条款", "操作")
    body = "".join(_listed(row, may_change) for row in rows)
    told = "".join(f"<li>没有读入“{escape(name)}”：{escape(reason)}</li>" for name, reason in failures)
    return (
        f'<p class="tally"><span>库中有<b>{len(rows)}</b>份文件</span></p>'
        + (f'<ul class="remarks">{told}</ul>' if told else "")
        + '<div class="grid" tabindex="0" role="region" aria-label="文件清单"><table class="library"><thead><tr>'
        + "".join(f'<th scope="col">{h}</th>' for h in heads)
        + f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _listed(row: Listed, may_change: bool) -> str:
    document = row.document
    first = next(document.walk(), None)
    name = clause_link(first.id, f"《{document.name}》") if first else escape(document.name)
    number = f'<span class="quiet">{escape(document.number)}</span>' if document.number else ""
    until = f'<span class="days">至{row.until.isoformat()}</span>' if row.until else ""
    force = f'<span class="state {_TONES.get(row.status, "none")}" title="{attribute(row.reason)}">{escape(row.status)}</span>{until}'
    versions = _button("versions", document.id, f"版本（{row.versions}）") if row.versions else ""
    remove = _button("remove", document.id, "移除", "danger") if may_change else ""
    cells = (
        ("地区", escape(document.region or "")),
        ("文件", f"<p>{name}</p>{number}"),
        ("发文机关", escape(document.issuer or "")),
        ("成文日期", document.issued_on.isoformat() if document.issued_on else ""),
        ("效力", force),
        ("条款", str(row.clauses)),
        ("操作", f'<div class="acts">{versions}{remove}</div>' if versions or remove else ""),
    )
    return "<tr>" + "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in cells) + "</tr>"


def _button(act: str, document_id: str, words: str, kind: str = "", version: str = "") -> str:
    said = f' data-version="{attribute(version)}"' if version else ""
    label = f"{words}：{document_id}"
    return (
        f'<button type="button" class="act {kind}" data-act="{act}" data-id="{attribute(document_id)}"{said} '
        f'aria-label="{attribute(label)}">{escape(words)}</button>'
    )


def removed_html(gone: Iterable[tuple[str, str]], may_change: bool) -> str:
    """The documents that were taken out and can come back."""
    rows = "".join(
        f"<li><span>{escape(id_)}</span>{_button('bring', id_, '恢复') if may_change else ''}</li>" for id_, _ in gone
    )
    return f'<details class="gone"><summary>已移除的文件</summary><ul>{rows}</ul></details>' if rows else ""


def preview_html(previews: Sequence[Preview]) -> str:
    """Every file looked at, before anything is taken in."""
    return "".join(_preview(p) for p in previews)


def _preview(preview: Preview) -> str:
    verdict = preview.outcome.verdict
    words = {"新增": "可以收入", "新版本": "将收为新版本"}.get(verdict, verdict)
    document = preview.document
    out = f'<h2><span class="state {_VERDICTS.get(verdict, "none")}">{words}</span>{escape(preview.upload.name)}</h2>'
    if not preview.takeable or document is None:
        return f'<article class="preview refused">{out}<p>{escape(on_the_page(preview.outcome.message))}</p></article>'
    facts = (
        ("标题", document.title), ("发文字号", document.number or "没有识别出"), ("发文机关", document.issuer or "没有识别出"),
        ("成文日期", document.issued_on.isoformat() if document.issued_on else "没有识别出"), ("状态", document.status),
        ("地区", document.region or "没有识别出"),
    )  # fmt: skip
    out += "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"
    if preview.doubts:
        doubts = "".join(f"<li>{escape(on_the_page(d))}</li>" for d in preview.doubts)
        out += f'<ul class="remarks" aria-label="提醒">{doubts}</ul>'
    if preview.changes is not None:
        out += _folded("与现有版本相比", preview.changes.summary, changes_html(preview.changes), unfolded=True)
    out += _folded(
        "条款结构", f"{sum(1 for _ in document.walk())} 条", _tree(document), unfolded=preview.changes is None
    )
    return f'<article class="preview">{out}{_removed(document)}</article>'


def _folded(title: str, count: str, body: str, *, unfolded: bool = False) -> str:
    return (
        f'<details{" open" if unfolded else ""}><summary>{title}<span class="count">{escape(count)}</span></summary>'
        f"{body}</details>"
    )


def _tree(document: Document) -> str:
    """The outline, one clause a line, as deep as the text goes."""
    clauses = list(document.walk())
    lines = "".join(_line(c) for c in clauses[:_SHOWN_TREE])
    cut = f'<p class="quiet">……另有{len(clauses) - _SHOWN_TREE}条</p>' if len(clauses) > _SHOWN_TREE else ""
    return f'<ul class="tree">{lines}</ul>{cut}'


def _line(clause: Clause) -> str:
    words = clause.heading or " ".join(clause.text.split())[:40]
    return (
        f'<li class="deep{min(len(clause.path), 5)}"><span class="step">{escape(clause.path.steps[-1])}</span>'
        f"{escape(words)}</li>"
    )


def _removed(document: Document) -> str:
    if not document.removed:
        return '<p class="quiet">没有去除任何内容。</p>'
    lines = "".join(
        f'<li><span class="quiet">{escape(r.reason)}</span>{escape(r.text[:120])}</li>'
        for r in document.removed[:_SHOWN_REMOVED]
    )
    return _folded("去除的内容", f"{len(document.removed)} 处", f'<ul class="taken-out">{lines}</ul>')


def versions_html(document_id: str, found: Sequence[Version], may_change: bool) -> str:
    """The kept versions of a document, newest first."""
    if not found:
        return nothing("这份文件还没有保存版本。", "在这里收入或更新之后才有。")
    rows = "".join(_version(document_id, v, may_change) for v in found)
    return f'<section class="versions"><h2>“{escape(document_id)}”的版本</h2><ul>{rows}</ul></section>'


def _version(document_id: str, version: Version, may_change: bool) -> str:
    if version.now:
        acts = '<span class="state later">现在用的</span>'
    else:
        acts = _button("diff", document_id, "与现在比较", version=version.mark)
        acts += _button("restore", document_id, "换回这一版", version=version.mark) if may_change else ""
    return f"<li><span>{escape(version.at)}</span><span>{escape(version.file)}</span>{acts}</li>"


def difference_html(old: Document, new: Document, found: Difference) -> str:
    """What changed from an older version to today's text."""
    return (
        f'<section class="versions"><h2>{escape(new.citation)}：{escape(found.summary)}</h2>'
        f"{changes_html(found)}</section>"
    )


def changes_html(found: Difference) -> str:
    """The changes clause by clause, struck words and new ones marked."""
    if not found.changes:
        return '<p class="quiet">条款没有变化。</p>'
    rows = "".join(f"<li>{_change(c)}</li>" for c in found.changes[:_SHOWN_CHANGES])
    cut = (
        f'<p class="quiet">……另有{len(found.changes) - _SHOWN_CHANGES}处</p>'
        if len(found.changes) > _SHOWN_CHANGES
        else ""
    )
    return f'<ul class="changes">{rows}</ul>{cut}'


def _change(change: Change) -> str:
    kind = f'<span class="role">{_KINDS[change.kind]}</span>'
    old, new = change.old, change.new
    if change.kind == "changed" and old and new:
        place = old.label if old.path == new.path else f"{old.label} → {new.label}"
        words = "".join(
            escape(e.old)
            if e.op == "same"
            else (f"<del>{escape(e.old)}</del>" if e.old else "") + (f"<ins>{escape(e.new)}</ins>" if e.new else "")
            for e in change.edits
        )
        return f"{kind}<b>{escape(place)}</b><p>{words}</p>"
    if change.kind == "moved" and old and new:
        return f"{kind}<b>{escape(old.label)} → {escape(new.label)}</b><p>{escape(new.heading or new.text[:40])}</p>"
    clause = new or old
    if clause is None:
        return kind
    return f"{kind}<b>{escape(clause.label)}</b><p>{escape(clause.text[:300])}</p>"
