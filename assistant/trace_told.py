"""A trace in words, for ``ask --trace``: how the question was read, what was searched and found, what was claimed."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.trace import Checked, ModelUse, Reading, Search, Trace, Weighed

_KINDS = {
    "value": "数值", "deadline": "时限", "bodies": "责任单位", "tasks": "承担的任务", "goals": "目标清单",
    "place": "条款位置", "document": "文件信息", "which": "哪些文件", "count": "项数", "members": "清单内容",
    "meaning": "含义", "general": "一般内容",
}  # fmt: skip


def told(trace: Trace) -> str:
    """The whole trace, a section a stage."""
    return "\n".join(_lines(trace))


def _lines(trace: Trace) -> Iterator[str]:
    yield "【怎样理解】"
    for reading in trace.readings:
        yield from _reading(reading)
    yield "【检索】"
    for search in trace.searches:
        yield from _search(search)
    if trace.weighed:
        yield "【句子】覆盖问题的份额：本句／连同标题／得分"
        yield from (_weighed(w) for w in trace.weighed)
    yield "【陈述与核对】"
    yield from (_checked(c) for c in trace.checked)
    kept = sum(c.outcome == "保留" for c in trace.checked)
    yield f"  共{len(trace.checked)}条：保留{kept}条，核对未通过{len(trace.dropped)}条"
    if trace.model is not None:
        yield "【语言模型】"
        yield from _model(trace.model)
    if trace.notes:
        yield "【说明】"
        yield from (f"  {n}" for n in trace.notes)
    yield "【用时】" + "，".join(f"{s.name} {s.ms:g} 毫秒" for s in trace.stages)


def _reading(reading: Reading) -> Iterator[str]:
    yield f"  “{reading.asked}”：问{_KINDS.get(reading.kind, reading.kind)}" + ("，承接上文" if reading.follows else "")
    if reading.terms:
        yield "  内容词：" + "、".join(f"{text}({weight:g})" for text, weight in reading.terms)
    parts = (
        ("文件", reading.documents), ("年份", reading.years), ("数字", reading.numbers), ("机构", reading.bodies),
        ("另问", tuple(_KINDS.get(w, w) for w in reading.wants if w != reading.kind)), ("读法", reading.understood),
    )  # fmt: skip
    yield from (f"  {name}：{'、'.join(values)}" for name, values in parts if values)


def _search(search: Search) -> Iterator[str]:
    yield f"  “{search.text}”，范围：{'、'.join(search.documents) or '全部文件'}"
    for found in search.found:
        yield f"    {found.rank}. {found.clause}（{'+'.join(found.legs)}，{found.score:g}）"


def _weighed(weighed: Weighed) -> str:
    text = weighed.text.replace("\n", " ")
    return f"  {weighed.own:.2f}／{weighed.whole:.2f}／{weighed.score:.2f} {weighed.clause}：{text[:40]}"


def _checked(checked: Checked) -> str:
    clauses = "、".join(str(c) for c in checked.clauses)
    faults = f"（{'；'.join(checked.faults)}）" if checked.faults else ""
    return f"  [{checked.author}·{checked.outcome}] {checked.text}{faults} ← {clauses or '无条款'}"


def _model(use: ModelUse) -> Iterator[str]:
    about = "约" if use.guessed else ""
    yield (
        f"  {use.name}，格式 {use.form}，证据{use.evidence}条，请求{use.calls}次，"
        f"读入{about}{use.read}词元，写出{about}{use.written}词元，用时{use.seconds:g}秒"
    )
    if use.failure:
        yield f"  未成：{use.failure}"
