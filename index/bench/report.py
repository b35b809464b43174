"""The figures of a run as people read them: a table for terminal and Markdown, bench.json, and a picture for each figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PolicyError
from index.bench.figures import FILTERS, THREADS, BuildFigures, QueryFigures, Report, SideName, SizeFigures
from index.bench.plot import Line, plot

_KINDS = {"own": "用文件的话问", "lay": "用口语问", "named": "问句里点名地方", "narrowed": "由调用者限定文件"}
_SIDES: dict[SideName, str] = {"ours": "本项目", "plain": "普通流水线"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one side at one size; ``None`` where it was not measured."""

    title: str
    unit: str
    digits: int
    of: Callable[[Report, SideName, BuildFigures, QueryFigures], float | None]

    def value(self, report: Report, size: SizeFigures, side: SideName) -> float | None:
        """The figure, or ``None``."""
        figures = size.of(side)
        return None if figures is None else self.of(report, side, *figures)


def _build_rate(report: Report, side: SideName, built: BuildFigures, asked: QueryFigures) -> float | None:
    rate = report.rate(side)
    return built.passages_a_second(rate) if rate else None


def _clause_rate(report: Report, side: SideName, built: BuildFigures, asked: QueryFigures) -> float | None:
    """Clauses a second: what both sides can be compared by, as their passages differ."""
    rate = _build_rate(report, side, built, asked)
    size = next((s for s in report.sizes if built in (s.ours[0], s.plain[0] if s.plain else None)), None)
    return rate * size.clauses / built.passages if rate and size else None


def _character_rate(report: Report, side: SideName, built: BuildFigures, asked: QueryFigures) -> float | None:
    rate = _build_rate(report, side, built, asked)
    return rate * built.characters / built.passages if rate else None


def _latency_row(filter_: str, threads: int, quantile: str) -> Row:
    title = f"{FILTERS[filter_]}，{threads} 线程，{quantile}"
    return Row(title, "毫秒", 1, lambda r, s, b, q: float(getattr(q.latency[f"{filter_}/{threads}"], quantile)))


def _through_row(filter_: str) -> Row:
    return Row(
        f"{FILTERS[filter_]}，8 线程，每秒问题", "个/秒", 1, lambda r, s, b, q: q.latency[f"{filter_}/8"].a_second
    )


def _recall_row(kind: str) -> Row:
    return Row(f"埋设条款前十召回，{_KINDS[kind]}", "", 2, lambda r, s, b, q: q.recall[kind])


ROWS = (
    Row("建索引（向量全部实算）", "条/秒", 1, _clause_rate),
    Row("建索引（向量全部实算）", "字/秒", 0, _character_rate),
    Row("教程原样（权重半精度）算向量", "段/秒", 1, lambda r, s, b, q: b.as_copied),
    Row("　其中向量之外", "秒", 1, lambda r, s, b, q: b.rest),
    Row("增补一份文件到能查到，程序开着", "秒", 2, lambda r, s, b, q: b.add_warm),
    Row("增补一份文件，冷启动命令行", "秒", 2, lambda r, s, b, q: b.add_cold),
    Row("检索，冷启动命令行", "秒", 2, lambda r, s, b, q: b.search_cold),
    Row("打开到第一个结果", "秒", 2, lambda r, s, b, q: q.first),
    Row("只编码问题，p50", "毫秒", 1, lambda r, s, b, q: q.encoder),
    *(_latency_row(f, t, p) for f in FILTERS for t in THREADS for p in ("p50", "p95")),
    *(_through_row(f) for f in FILTERS),
    Row("检索进程内存", "MB", 0, lambda r, s, b, q: q.rss_mb),
    Row("建索引进程内存峰值", "MB", 0, lambda r, s, b, q: b.peak_mb),
    Row("索引占磁盘", "MB", 1, lambda r, s, b, q: b.disk_mb),
    Row("另有向量缓存", "MB", 1, lambda r, s, b, q: b.cache_mb),
    *(_recall_row(kind) for kind in _KINDS),
)


def table(report: Report) -> str:
    """The whole run as Markdown, which a terminal shows as well."""
    columns = [(size, side) for size in report.sizes for side in _SIDES if size.of(side)]
    heads = [f"{size.clauses:,} 条 {_SIDES[side]}" for size, side in columns]
    lines = [f"| 指标 | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    for row in ROWS:
        cells = [_printed(row.value(report, size, side), row.digits) for size, side in columns]
        unit = f"（{row.unit}）" if row.unit else ""
        lines.append(f"| {row.title}{unit} | {' | '.join(cells)} |")
    return "\n".join((*_remarks(report), "", *lines)) + "\n"


def write(report: Report, folder: Path) -> list[Path]:
    """Write bench.md, bench.json and one picture a figure; raises ``PolicyError`` where the folder can't be written."""
    files = {"bench.md": table(report), "bench.json": report.model_dump_json(indent=1) + "\n"}
    for number, (title, unit, rows) in enumerate(_pictures(), 1):
        lines = [line for name, row in rows for line in _lines(report, name, row)]
        if any(line.points for line in lines):
            files[f"{number:02d}.svg"] = plot(title, unit, lines)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise PolicyError(
            f"测量结果写不进“{folder}”（{error.strerror}），请检查权限和磁盘空间，或换一个 --out。"
        ) from error
    return [folder / name for name in files]


def _pictures() -> list[tuple[str, str, list[tuple[str, Row]]]]:
    """Title, unit and the rows of each picture."""
    by_title = {(row.title, row.unit): row for row in ROWS}
    alone = [
        ("建索引速度（向量全部实算）", ("建索引（向量全部实算）", "条/秒")),
        ("增补一份文件到能查到", ("增补一份文件到能查到，程序开着", "秒")),
        ("冷启动检索", ("检索，冷启动命令行", "秒")),
        ("检索进程内存", ("检索进程内存", "MB")),
        ("建索引内存峰值", ("建索引进程内存峰值", "MB")),
        ("索引占磁盘", ("索引占磁盘", "MB")),
    ]
    out = [(title, key[1], [("", by_title[key])]) for title, key in alone]
    for threads in THREADS:
        for quantile in ("p50", "p95"):
            rows = [(name, _latency_row(f, threads, quantile)) for f, name in FILTERS.items()]
            out.append((f"整个查询（含编码），{threads} 线程，{quantile}", "毫秒", rows))
    out.append(("埋设条款前十召回", "", [(name, _recall_row(kind)) for kind, name in _KINDS.items()]))
    return out


def _lines(report: Report, name: str, row: Row) -> list[Line]:
    out = []
    for side, said in _SIDES.items():
        values = [(size.clauses, row.value(report, size, side)) for size in report.sizes]
        points = tuple((clauses, value) for clauses, value in values if value is not None)
        out.append(Line(f"{said} {name}".strip(), points, dashed=side == "plain"))
    return out


def _remarks(report: Report) -> list[str]:
    """What a reader must know: which vectors are real, what was measured and what reckoned."""
    out = [f"机器：{report.machine}；{report.started}；每种查询 {report.queries} 个不同的问题。"]
    for side, said in _SIDES.items():
        rate = report.rate(side)
        if rate:
            out.append(f"{said}实算向量：每秒 {rate:.1f} 段（本次运行各规模合计）。")
    for size in report.sizes:
        built = size.ours[0]
        said = f"{size.clauses:,} 条：{size.documents:,} 份文件，{built.passages:,} 段，其中 {built.embedded:,} 段向量在本规模实算"
        said += f"，{built.taken_over:,} 段沿用较小规模的实算结果" if built.taken_over else ""
        if built.derived:
            said += f"，{built.derived:,} 段由同一条款的实算向量加实测位移推得（实测变体之间余弦中位 {built.nearness or 0:.3f}）"
        out.append(said + f"；埋设 {size.ours[1].planted} 条，均为实算。")
    out.append("“建索引”的速度＝段数÷（段数÷实算速度＋向量之外的时间），没有实算的段按实测速度计入。")
    out.append(
        f"普通流水线只测到 {report.plain_most:,} 条（--plain-most）：它的建立时间随条数线性增长，查询变慢见趋势。"
        "“由调用者限定文件”替它把文件限好；它自己读不懂地名。"
    )
    return out


def _printed(value: float | None, digits: int) -> str:
    return "—" if value is None else f"{value:,.{digits}f}"
