"""One run of ``python -m index bench``: size by size, side by side, each job in a process of its own.

Nothing is left behind: the folder with corpora and indexes goes however the run ends, and what was measured before a
Ctrl-C is in the report.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import PolicyError
from index.bench.corpus import BenchCorpus
from index.bench.figures import BuildFigures, Job, QueryFigures, Report, SideName, SizeFigures
from index.settings import ROOT

SIZES = (1_000, 10_000, 100_000, 300_000)
_BYTES_A_CLAUSE = 20_000  # files, index, the generation before it, vector cache; or Chroma alone
_SPARE = 1_000_000_000

Child = Callable[[Job], BuildFigures | QueryFigures]
Tell = Callable[[str], None]


def run(
    sizes: Sequence[int],
    *,
    embed: int | None,
    plain_most: int,
    queries: int,
    seed: int,
    tell: Tell,
    finished: Callable[[Report], None],
    child: Child | None = None,
) -> Report:
    """Measure every size, small ones first; ``finished`` gets the report as it stands after each.

    Raises ``PolicyError`` where the disk has too little room or a child fails.
    """
    child = child or in_a_process
    report = Report(
        machine=machine(), started=datetime.now().astimezone().isoformat(timespec="seconds"), seed=seed, embed=embed,
        plain_most=plain_most, queries=queries, sizes=[],
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="policy-bench-") as name:
        work = Path(name)
        check_room(work, max(sizes))
        for clauses in sorted(set(sizes)):

            def job(kind: str, side: SideName, clauses: int = clauses) -> Job:
                return Job.model_validate(
                    {
                        "kind": kind, "side": side, "clauses": clauses, "seed": seed, "folder": work / str(clauses),
                        "embed": embed, "queries": queries, "vectors": work / "vectors.npz",
                    }
                )  # fmt: skip

            measured: dict[SideName, tuple[BuildFigures, QueryFigures]] = {}
            for side in _sides(clauses, plain_most):
                (work / str(clauses)).mkdir(exist_ok=True)
                tell(f"{clauses:,} 条 · {'本项目' if side == 'ours' else '普通流水线'} · 建索引、增补")
                built = child(job("build", side))
                tell(f"{clauses:,} 条 · {'本项目' if side == 'ours' else '普通流水线'} · 检索")
                asked = child(job("query", side))
                if not isinstance(built, BuildFigures) or not isinstance(asked, QueryFigures):
                    raise PolicyError("测量进程交回的结果不对，请检查程序是否完整后重试。")
                measured[side] = (built, asked)
                shutil.rmtree(work / str(clauses))
            documents = BenchCorpus(clauses, seed).documents
            size = SizeFigures(clauses=clauses, documents=documents, ours=measured["ours"], plain=measured.get("plain"))
            report.sizes.append(size)
            finished(report)
    return report


def in_a_process(job: Job) -> BuildFigures | QueryFigures:
    """Run a job in a child of its own; an interrupt takes the child with it."""
    command = [sys.executable, "-m", "index.bench", job.model_dump_json()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            out, err = process.communicate()
        except BaseException:  # Ctrl-C too: the child is not left running behind
            process.terminate()
            process.wait()
            raise
    if process.returncode:
        why = (err.strip().splitlines() or ["没有说明，可能是内存不足被系统终止"])[-1]
        raise PolicyError(
            f"{job.clauses:,} 条的测量中断（退出码 {process.returncode}）：{why}。可以用 --sizes 只测较小的规模。"
        )
    figures = BuildFigures if job.kind == "build" else QueryFigures
    try:
        return figures.model_validate_json(out.strip().splitlines()[-1])
    except (ValidationError, IndexError) as error:
        raise PolicyError("测量进程交回的结果读不懂，请检查程序是否完整后重试。") from error


def check_room(folder: Path, clauses: int) -> None:
    """Refuse a size that the disk has no room for, before anything is written."""
    needed, free = clauses * _BYTES_A_CLAUSE + _SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise PolicyError(
            f"磁盘空间不足：{clauses:,} 条约需 {needed / 1e9:.0f} GB，“{folder.parent}”只剩 {free / 1e9:.0f} GB。"
            "请清理磁盘，用环境变量 TMPDIR 换一个地方，或用 --sizes 只测较小的规模。"
        )


def machine() -> str:
    """The processor and its number of cores, and how busy it was when the run began."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass  # not Linux: the plain name has to do
    load = f"，开始时负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}，{os.cpu_count()} 核{load}"


def _sides(clauses: int, plain_most: int) -> list[SideName]:
    return ["ours", "plain"] if clauses <= plain_most else ["ours"]
