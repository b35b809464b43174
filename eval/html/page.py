"""The page: what ran, the gate, tables and plots of every suite, and every case with what was found and missed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.confusion import confusion, table_rows
from eval.html.plots import bars, histogram
from eval.junit import main_name, main_value
from eval.markdown import KINDS, judge_told, shown
from eval.metrics import mean_of
from eval.report_json import GROUPS, groups_of, suites_in, summary_of
from eval.results import Evidence, Result
from eval.run import Report
from eval.score import MEASURES

_HERE = Path(__file__).parent


def page(report: Report, gate: Sequence[str] = ()) -> str:
    """The whole report as one html text."""
    body = [_head(report), _gate(gate)]
    body += [_suite(name, results) for name, results in suites_in(report.results).items()]
    body += [_filters(report.results), *(_case(r) for r in report.results)]
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        f"<title>评测报告</title><style>{style}</style></head><body>{''.join(body)}<script>{script}</script></body></html>"
    )


def _head(report: Report) -> str:
    info = report.info
    rows = [
        ("助手", info.assistant),
        ("提交", info.commit[:12] + ("（有未提交的改动）" if info.changed else "")),
        ("时间", f"{info.started}，用时{info.seconds}秒，{info.workers}个进程"),
        ("按哪一天回答", info.as_of),
        ("题目集（题目摘要）", "；".join(f"{n}（{d}）" for n, d in info.suites.items())),
        ("文件摘要", info.corpus),
        ("提示词摘要", info.prompts),
        *info.models.items(),
        *((f"评委{k}", v) for k, v in info.judge.items()),
        *([("评委所评", judge_told(report.results))] if info.judge else ()),
        ("设置", "；".join(f"{k}={v}" for k, v in info.settings.items()) or "默认"),
        ("检索取前几条、随机种子、评分版本", f"{info.k}、{info.seed}、{info.scoring}"),
        ("机器", info.machine),
    ]
    cells = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows)
    return f"<h1>评测报告</h1><details open><summary>运行记录</summary><table>{cells}</table></details>"


def _gate(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return "<h2>门槛</h2><ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _suite(name: str, results: Sequence[Result]) -> str:
    summary = summary_of(results)
    means = [(key, mean_of(results, key)) for key in MEASURES]
    rows = "".join(
        f"<tr><td title='{escape(MEASURES[k].told)}'>{MEASURES[k].title}{'（越少越好）' if MEASURES[k].less_is_better else ''}</td>"
        f"<td>{shown(m, k)}</td><td>{m.n}</td><td>{m.left_out}</td></tr>"
        for k, m in means
        if m.n
    )
    times = summary["latency"]
    if times["p50"] is not None:
        rows += (
            f"<tr><td>用时 p50 / p95</td><td>{times['p50']:.0f} / {times['p95']:.0f} 毫秒</td><td></td><td></td></tr>"
        )
    plots = [
        bars(
            [(MEASURES[k].title, m) for k, m in means if m.n and MEASURES[k].unit == "share"],
            "各项指标（线段为95%区间，括号内为题数）",
        )
    ]
    main = "right" if any(r.value("right") is not None for r in results) else main_name(results[0])
    for key, (title, _) in GROUPS.items():
        groups = groups_of(results, key)
        if len(groups) > 1:
            plots.append(
                bars(
                    [(KINDS.get(g, g), mean_of(rs, main)) for g, rs in groups.items()],
                    f"{MEASURES[main].title}，按{title}",
                )
            )
    plots.append(histogram([v for r in results if (v := r.value("latency"))], "用时（毫秒）"))
    return (
        f"<h2>{escape(name)}：{summary['cases']}个案例，{summary['n']}问</h2><table><tr><th>指标</th><th>均值 [95%区间]</th><th>题数</th><th>不适用</th></tr>"
        f"{rows}</table>{_confusion(results)}<div class='plots'>{''.join(plots)}</div>"
    )


def _confusion(results: Sequence[Result]) -> str:
    rows = table_rows(confusion(results))
    if len(rows) < 2:
        return ""
    cells = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<h3>判断对照（行是应为，列是判为）</h3><table>{cells}</table>"


def _filters(results: Sequence[Result]) -> str:
    def choose(name: str, title: str, values: Sequence[str]) -> str:
        options = "".join(
            f"<option value='{escape(v)}'>{escape(KINDS.get(v, v))}</option>" for v in dict.fromkeys(values) if v
        )
        return f"<label>{title} <select data-f='{name}'><option value=''>全部</option>{options}</select></label>"

    return (
        "<h2>逐题</h2><p class='filters'>"
        + choose("suite", "题目集", [r.suite for r in results])
        + choose("kind", "题型", [r.kind for r in results])
        + choose("wording", "措辞", [r.wording for r in results])
        + choose("difficulty", "难度", [r.difficulty for r in results])
        + choose("outcome", "应如何答", [r.outcome for r in results])
        + choose("documents", "文件", [d for r in results for d in r.documents])
        + "<label>结果 <select data-f='ok'><option value=''>全部</option><option value='0' selected>未答对</option><option value='1'>答对</option></select></label>"
        "<label>查找 <input id='q' type='search'></label> <span id='n'></span></p>"
    )


def _case(result: Result) -> str:
    ok = int(main_value(result))
    data = {"suite": result.suite, "kind": result.kind, "wording": result.wording, "difficulty": result.difficulty, "outcome": result.outcome, "ok": str(ok), "documents": "|".join(result.documents)}  # fmt: skip
    attributes = " ".join(f'data-{k}="{escape(v)}"' for k, v in data.items())
    scores = "".join(
        f"<tr><td>{MEASURES[s.name].title}</td><td>{'不适用' if s.value is None else f'{s.value:.3g}'}</td><td>{escape(s.reason)}</td></tr>"
        for s in result.scores
    )
    note = f"<p class='note'>{escape(result.note)}</p>" if result.note else ""
    return (
        f"<details class='case {'ok' if ok else 'no'}' {attributes}><summary><b>{escape(result.id)}</b> {escape(result.question)}"
        f"<i>{escape(result.reason(main_name(result)))}</i></summary><div class='two'><div><h4>答案</h4><pre>{escape(result.answer)}</pre></div>"
        f"<div><h4>标准</h4><pre>{escape(result.gold)}</pre>{note}</div></div>{_evidence(result.evidence)}"
        f"{_retrieved(result.retrieved)}<table>{scores}</table></details>"
    )


def _evidence(evidence: Sequence[Evidence]) -> str:
    def line(e: Evidence) -> str:
        sign, title = ("✓", "应引，已引") if e.found else ("＋", "多引") if e.cited else ("✗", "应引，没有引")
        return f"<li class='{'ok' if e.found else 'no'}'>{sign} {title}：<b>{escape(e.label)}</b> {escape(e.quote[:240])}</li>"

    return "<h4>依据</h4><ul>" + "".join(map(line, evidence)) + "</ul>" if evidence else ""


def _retrieved(retrieved: Sequence[str]) -> str:
    return f"<p class='note'>检索：{escape('；'.join(retrieved))}</p>" if retrieved else ""
