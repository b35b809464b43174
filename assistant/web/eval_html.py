"""评测 as HTML: figures with their intervals, kinds as bars, the worst cases to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.measured.picture import trend_svg
from assistant.measured.report import KINDS, LESS_IS_BETTER, MEASURES, Failed, Mean, Measured, Suite
from assistant.measured.trend import Point
from assistant.web.markup import attribute, escape
from assistant.web.notices import nothing

HOW = "python -m eval run --suite all --gate --out build/eval"
_WEAK, _FAIR = 0.7, 0.9


def none_html(points: Sequence[Point]) -> str:
    """No report lies here: how to make one, and the trend of the saved baselines all the same."""
    return nothing("这台机器上还没有评测报告。", f"运行 make gate，或 {HOW}，几分钟后刷新本页。") + trend_html(points)


def report_html(found: Measured, points: Sequence[Point]) -> str:
    """The whole tab."""
    model = "，".join(f"{k} {v}" for k, v in found.models.items())
    changed = "（加未提交的改动）" if found.changed else ""
    head = (
        f'<p class="tally"><span>{escape(_when(found.started))}，提交 {escape(found.commit[:12])}{changed}；'
        f"{escape(model)}；{escape(found.machine)}。方括号内是95%区间。</span></p>"
    )
    kinds = "".join(_kinds(s) for s in found.suites if s.kinds)
    return head + _figures(found) + trend_html(points) + f'<div class="kinds">{kinds}</div>' + _worst(found)


def _when(started: str) -> str:
    """The start of a run by this machine's clock; as it stands where it is no time."""
    try:
        return datetime.fromisoformat(started).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return started


def _figures(found: Measured) -> str:
    heads = "".join(
        f'<th scope="col">{escape(s.title)}，{s.n}{"条" if s.name == "ledger" else "问"}</th>' for s in found.suites
    )
    rows = ""
    for name, title in MEASURES.items():
        means = [s.means.get(name) for s in found.suites]
        if any(means):
            cells = "".join(
                f'<td data-head="{attribute(s.short)}">{_figure(m, name)}</td>'
                for s, m in zip(found.suites, means, strict=True)
            )
            rows += f'<tr><td class="theme" data-head="指标">{title}</td>{cells}</tr>'
    times = "".join(f'<td data-head="{attribute(s.short)}">{_times(s)}</td>' for s in found.suites)
    rows += f'<tr><td class="theme" data-head="指标">用时 p50 / p95</td>{times}</tr>'
    return (
        '<h2 class="part">总表</h2><div class="grid" tabindex="0" role="region" aria-label="各指标"><table class="figures">'
        f'<thead><tr><th scope="col">指标</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _figure(mean: Mean | None, name: str) -> str:
    if mean is None:
        return '<span class="quiet">不适用</span>'
    good = 1 - mean.value if name in LESS_IS_BETTER else mean.value
    tone = "weak" if good < _WEAK else "fair" if good < _FAIR else "good"
    return f'<b class="{tone}">{mean.value:.3f}</b> <span class="quiet">[{mean.low:.2f}, {mean.high:.2f}]</span>'


def _times(suite: Suite) -> str:
    if suite.p50 is None or suite.p95 is None:
        return '<span class="quiet">不适用</span>'
    return f"{suite.p50:.0f} / {suite.p95:.0f} 毫秒"


def trend_html(points: Sequence[Point]) -> str:
    """The picture; nothing where no run was ever saved."""
    if not points:
        return ""
    picture = trend_svg(points, "答对（台账：事实召回）的变化")
    return f'<h2 class="part">趋势<span class="count">{len(points)} 次</span></h2><div class="picture">{picture}</div>'


def _kinds(suite: Suite) -> str:
    """The main measure by kind, weakest first, each with its interval and its count."""
    rows = "".join(
        f'<li><span class="name">{escape(KINDS.get(kind, kind))}</span>'
        f'<span class="track" aria-hidden="true"><span style="width:{100 * m.value:.0f}%"></span></span>'
        f'<span class="told">{m.told}，{m.n}题</span></li>'
        for kind, m in sorted(suite.kinds.items(), key=lambda item: item[1].value)
    )
    return f'<section><h2 class="part">{escape(suite.title)}：各题型</h2><ul>{rows}</ul></section>'


def _worst(found: Measured) -> str:
    held = f"门槛集另有{found.held_back}题没有答对，不在这里列出，免得照着它改规则。" if found.held_back else ""
    if not found.failed:
        return f'<h2 class="part">没有答对的题</h2><p class="quiet">没有。{held}</p>'
    rows = "".join(_case(f) for f in found.failed)
    return f'<h2 class="part">没有答对的题<span class="count">最差的{len(found.failed)}题</span></h2><p class="quiet">{held}</p><ul class="worst">{rows}</ul>'


def _case(failed: Failed) -> str:
    return (
        f'<li><details><summary>{escape(failed.question)}<span class="count">{escape(failed.reason)}</span></summary>'
        f"<dl><dt>答</dt><dd>{escape(failed.answer[:600])}</dd><dt>应</dt><dd>{escape(failed.gold[:600])}</dd>"
        f"<dt>编号</dt><dd>{escape(failed.id)}</dd></dl></details></li>"
    )
