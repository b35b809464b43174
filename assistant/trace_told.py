"""A trace in words, for ``ask --trace`` and the page's 依据链: how the question was read, what was searched and found, what was claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.trace import Checked, ModelUse, Reading, Search, Trace, Weighed

_KINDS = {
    "value": "数值", "deadline": "时限", "bodies": "责任单位", "tasks": "承担的任务", "goals": "目标清单",
    "place": "条款位置", "document": "文件信息", "which": "哪些文件", "count": "项数", "members": "清单内容",
    "meaning": "含义", "general": "一般内容",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trace; ``depth`` says how far in it stands, ``failed`` that it tells of a claim that was not borne out."""

    text: str
    depth: int = 1
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One stage of a trace: 检索, with what was searched and what came."""

    title: str
    lines: tuple[Line, ...]


def told(trace: Trace) -> str:
    """The whole trace, a section a stage."""
    out: list[str] = []
    for section in sections(trace):
        out.append(f"【{section.title}】")
        out += ["  " * line.depth + line.text for line in section.lines]
    return "\n".join(out)


def sections(trace: Trace) -> Iterator[Section]:
    """The stages of a trace that have something to tell, in the order in which they were gone through."""
    yield Section("怎样理解", tuple(line for reading in trace.readings for line in _reading(reading)))
    yield Section("检索", tuple(line for search in trace.searches for line in _search(search)))
    if trace.weighed:
        yield Section("句子（覆盖问题的份额：本句／连同标题／得分）", tuple(_weighed(w) for w in trace.weighed))
    yield Section("陈述与核对", (*(_checked(c) for c in trace.checked), Line(counted(trace))))
    if trace.model is not None:
        yield Section("语言模型", tuple(_model(trace.model)))
    if trace.notes:
        yield Section("说明", tuple(Line(n) for n in trace.notes))
    if trace.stages:
        yield Section("用时", (Line("，".join(f"{s.name} {s.ms:g} 毫秒" for s in trace.stages)),))


def counted(trace: Trace) -> str:
    """How many claims were made, kept and found wanting: 共3条陈述：保留2条，核对未通过1条."""
    if not trace.checked:
        return "没有作出陈述"
    kept = sum(c.outcome == "保留" for c in trace.checked)
    return f"共{len(trace.checked)}条陈述：保留{kept}条，核对未通过{len(trace.dropped)}条"


def _reading(reading: Reading) -> Iterator[Line]:
    yield Line(
        f"“{reading.asked}”：问{_KINDS.get(reading.kind, reading.kind)}" + ("，承接上文" if reading.follows else "")
    )
    if reading.terms:
        yield Line("内容词：" + "、".join(f"{text}({weight:g})" for text, weight in reading.terms))
    parts = (
        ("文件", reading.documents), ("年份", reading.years), ("数字", reading.numbers), ("机构", reading.bodies),
        ("另问", tuple(_KINDS.get(w, w) for w in reading.wants if w != reading.kind)), ("读法", reading.understood),
    )  # fmt: skip
    yield from (Line(f"{name}：{'、'.join(values)}") for name, values in parts if values)


def _search(search: Search) -> Iterator[Line]:
    yield Line(f"“{search.text}”，范围：{'、'.join(search.documents) or '全部文件'}")
    for found in search.found:
        yield Line(f"{found.rank}. {found.clause}（{'+'.join(found.legs)}，{found.score:g}）", 2)


def _weighed(weighed: Weighed) -> Line:
    text = weighed.text.replace("\n", " ")
    return Line(f"{weighed.own:.2f}／{weighed.whole:.2f}／{weighed.score:.2f} {weighed.clause}：{text[:40]}")


def _checked(checked: Checked) -> Line:
    clauses = "、".join(str(c) for c in checked.clauses)
    faults = f"（{'；'.join(checked.faults)}）" if checked.faults else ""
    text = f"[{checked.author}·{checked.outcome}] {checked.text}{faults} ← {clauses or '无条款'}"
    return Line(text, failed=bool(checked.faults))


def _model(use: ModelUse) -> Iterator[Line]:
    about = "约" if use.guessed else ""
    yield Line(
        f"{use.name}，格式 {use.form}，证据{use.evidence}条，请求{use.calls}次，"
        f"读入{about}{use.read}词元，写出{about}{use.written}词元，用时{use.seconds:g}秒"
    )
    if use.failure:
        yield Line(f"未成：{use.failure}")
