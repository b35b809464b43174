"""The evaluation on the command line: ``run``, ``compare``, ``check``, ``judged``, ``baseline``, ``table``, ``template``,
``candidates``. Exit code 0 passed, 1 below the gate (or the gold has faults), 2 could not run or cannot be told."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus.command_line import ChineseParser, run
from corpus.errors import BadSettings

if TYPE_CHECKING:
    from eval.judge import ModelJudge

_T = TypeVar("_T")


def _run(arguments: argparse.Namespace) -> int:
    from eval.gate import EXIT, judge, outcome_of, read_gate
    from eval.markdown import markdown
    from eval.run import Wish
    from eval.run import run as run_suites

    gate = read_gate(arguments.gate_file) if arguments.gate else None
    reader = _reader(arguments.judge)
    out = _folder(arguments.out)
    wish = Wish(
        arguments.suite, arguments.assistant, arguments.workers, arguments.limit, arguments.k,
        arguments.documents, arguments.index, arguments.record,
    )  # fmt: skip
    if arguments.data is not None:
        from eval.public import run_public

        report = run_public(arguments.data, arguments.format, wish, _bar)
    else:
        report = run_suites(wish, _bar)
    if reader is not None:
        report = reader.judged(report, lambda results, total: _bar(results, total, "评阅"))
    rulings = judge(report, gate) if gate else []
    lines = [r.line for r in rulings]
    if out:
        _write(report, lines, out)
    print(markdown(report, lines, most=0 if out else 20))
    if out:
        print(f"报告在“{out}”：report.html、report.md、report.json、junit.xml。")
    for ruling in rulings:
        if ruling.outcome != "passed":
            print(ruling.line, file=sys.stderr)
    return EXIT[outcome_of(rulings)]


def _reader(runs: int | None) -> ModelJudge | None:
    """The model judge where one is wished for: what it lacks is told before anything is asked."""
    if runs is None:
        return None
    from eval.judge import open_judge

    return open_judge(runs)


def _write(report: object, lines: list[str], out: Path) -> None:
    from eval.html.page import page
    from eval.junit import write_junit
    from eval.markdown import markdown
    from eval.report_json import report_json, write_json
    from eval.run import Report

    assert isinstance(report, Report)
    try:
        write_json(report_json(report), out / "report.json")
        (out / "report.html").write_text(page(report, lines), encoding="utf-8")
        (out / "report.md").write_text(markdown(report, lines), encoding="utf-8")
        write_junit(report, out / "junit.xml")
    except OSError as error:
        raise BadSettings(f"写不了报告“{out}”（{error.strerror}），请检查权限和磁盘空间。") from error


def _folder(out: Path | None) -> Path | None:
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadSettings(f"建不了文件夹“{out}”（{error.strerror}），请换一个。") from error
    return out


def _bar(items: Iterable[_T], total: int, told: str = "答题") -> Iterator[_T]:
    """A progress bar where somebody watches."""
    from tqdm import tqdm  # only while asking

    yield from tqdm(items, total=total, desc=told, unit="题", disable=not sys.stderr.isatty())


def _compare(arguments: argparse.Namespace) -> int:
    from eval.compare import compare, comparison_text
    from eval.report_json import read_report

    before, after = read_report(arguments.before), read_report(arguments.after)
    print(comparison_text(before, after, compare(before, after)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from corpus.library import Library
    from eval.check import CaseFile, check
    from eval.check_drafts import check_drafts
    from eval.load import load_cases
    from eval.suites import DRAFTS, QUESTIONS, SETS, load_suite

    paths = arguments.files or [QUESTIONS / f"{name}.jsonl" for name in SETS]
    files = [CaseFile(p.stem, load_cases(p), p) for p in paths]
    drafts = [] if arguments.files else [(name, load_suite(name).drafts) for name in DRAFTS]
    library = Library.load(arguments.documents)
    findings = check(files, library) + check_drafts(drafts, library)
    errors = [f for f in findings if f.error]
    for finding in errors if arguments.quiet else findings:
        print(f"{'有误' if finding.error else '留意'}：{finding.case}：{finding.text}")
    asked = sum(len(c.turns) for f in files for c in f.cases)
    written = [d for _, held in drafts for d in held]
    claims = sum(len(d.case.claims) for d in written)
    told = f"，{len(written)}份文稿、{claims}处论断" if written else ""
    print(
        f"核对了{sum(len(f.cases) for f in files)}个案例、{asked}问{told}：{len(errors)}处有误，{len(findings) - len(errors)}处留意。"
    )
    return 1 if errors else 0


def _judged(arguments: argparse.Namespace) -> int:
    from corpus.library import Library
    from eval.judged import agreement, load_judged
    from eval.score import MEASURES

    found = agreement(
        load_judged(arguments.file) if arguments.file else load_judged(), Library.load(arguments.documents)
    )
    for d in found.disagreements:
        print(
            f"{d.id} {MEASURES[d.measure].title}：人判{'对' if d.hand else '错'}，程序说“{d.reason}”。问：{d.question} 答：{d.answer[:80]}"
        )
    agreed = found.verdicts - len(found.disagreements)
    print(f"{found.answers}个答案，{found.verdicts}个判断，一致{agreed}个（{agreed / found.verdicts:.1%}）。")
    return 0


def _baseline(arguments: argparse.Namespace) -> int:
    from eval.gate import HERE, write_baseline
    from eval.report_json import read_report

    report = read_report(arguments.report)
    if report.info.limit is not None:
        raise BadSettings("只评了前几题的结果不能作基线，请去掉 --limit 重新评测。")
    path = arguments.out or HERE / "baselines" / f"{report.info.assistant}.json"
    write_baseline(report, path)
    print(f"基线已存到“{path}”，请连同这次改动一起提交。")
    return 0


def _table(arguments: argparse.Namespace) -> int:
    from eval.report_json import read_report
    from eval.run import Wish
    from eval.run import run as run_suites
    from eval.table import table, write_table

    report = read_report(arguments.report) if arguments.report else run_suites(Wish(workers=arguments.workers), _bar)
    if arguments.write:
        write_table(report, arguments.write)
        print(f"已写入“{arguments.write}”。")
    else:
        print(table(report))
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from eval.sheet import write_template

    try:
        write_template(arguments.file)
    except OSError as error:
        raise BadSettings(f"写不了“{arguments.file}”（{error.strerror}），请检查路径和权限。") from error
    print(f"空表已写到“{arguments.file}”，填好后用 python -m eval check {arguments.file} 核对。")
    return 0


def _candidates(arguments: argparse.Namespace) -> int:
    from eval.candidates import candidates, read_feedback, write_candidates
    from eval.suites import SETS, load_suite

    known = tuple(c for name in SETS for c in load_suite(name).cases)
    found = candidates(read_feedback(arguments.feedback), known)
    if arguments.out.suffix != ".xlsx":
        raise BadSettings(f"待审表只能写成 .xlsx，不能写成“{arguments.out.name}”。")
    write_candidates(found, arguments.out)
    print(f"{len(found)}个待审问题已写到“{arguments.out}”，由人逐题填好标准答案后才能进题目集。")
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(
        prog="python -m eval", description="评测：题目、评分、报告、门槛。退出码 0 通过，1 未通过，2 无法评或判断不了。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    _add_run(commands)
    compare = commands.add_parser("compare", help="比较两次评测", description="逐题列出得失，并说明变化是否超出误差。")
    compare.add_argument("before", type=Path, metavar="之前", help="report.json 或它所在的文件夹")
    compare.add_argument("after", type=Path, metavar="之后", help="report.json 或它所在的文件夹")
    compare.set_defaults(run=_compare)
    check = commands.add_parser(
        "check", help="核对题目", description="核对每条应引条款都存在、每个要点都在条款中、没有重复和泄漏。"
    )
    check.add_argument(
        "files", nargs="*", type=Path, metavar="题目文件", help="jsonl、xlsx 或 csv（默认为自带的题目和文稿）"
    )
    check.add_argument("--quiet", action="store_true", help="只列有误的，不列留意的")
    check.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    check.set_defaults(run=_check)
    judged = commands.add_parser(
        "judged", help="评分程序与人的判断是否一致", description="列出评分程序与人工判断不一致之处。"
    )
    judged.add_argument("file", nargs="?", type=Path, metavar="文件", help="默认为自带的 judged.jsonl")
    judged.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    judged.set_defaults(run=_judged)
    _add_files(commands)
    return parser


def _add_run(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    each = commands.add_parser("run", help="评测", description="让助手答完题目，逐题评分，写出报告。")
    suites = "dev、gate、questions、ledger、drafts、all，或一个题目文件（默认 all）"
    each.add_argument("--suite", metavar="题目集", help=suites)
    each.add_argument(
        "--assistant", default="composed", metavar="助手",
        help="composed、model、proved、unchecked 或 baseline（默认 composed；其余要有语言模型）",
    )  # fmt: skip
    each.add_argument(
        "--record", type=Path, metavar="文件", help="语言模型写的话记在这里：断了接着跑，没有设置语言模型时照记录重算"
    )
    each.add_argument(
        "--judge", type=_count, nargs="?", const=3, metavar="N",
        help="再请语言模型评通顺和完整，每题评N次（默认3）；只写进报告，不进门槛",
    )  # fmt: skip
    each.add_argument("--workers", type=_count, default=1, metavar="N", help="用几个进程（默认1）")
    each.add_argument("--limit", type=_count, metavar="N", help="每个集合只评N个案例（按题型分层抽取，每次相同）")
    each.add_argument("--k", type=_count, default=10, metavar="K", help="检索评前几条（默认10）")
    each.add_argument(
        "--out", type=Path, metavar="目录", help="把 report.html、report.md、report.json、junit.xml 写到这里"
    )
    each.add_argument("--gate", action="store_true", help="按 eval/gate.toml 把关，决定退出码")
    each.add_argument(
        "--gate-file", type=Path, default=Path(__file__).parent / "gate.toml", metavar="文件", help="另一个门槛文件"
    )
    each.add_argument("--data", type=Path, metavar="文件", help="公开数据集的文件或文件夹，为它建临时索引后评测")
    each.add_argument("--format", metavar="格式", help="公开数据集的格式：cmrc、drcd、squad、rgb、stard、beir、csv")
    each.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    each.add_argument("--index", type=Path, metavar="目录", help="索引文件夹（默认 .policy/index）")
    each.set_defaults(run=_run)


def _add_files(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    baseline = commands.add_parser(
        "baseline", help="把一次评测存为基线", description="把一次完整评测的逐题得分存为门槛的基线。"
    )
    baseline.add_argument("report", type=Path, metavar="评测结果", help="report.json 或它所在的文件夹")
    baseline.add_argument("--out", type=Path, metavar="文件", help="默认 eval/baselines/助手.json")
    baseline.set_defaults(run=_baseline)
    table = commands.add_parser(
        "table", help="现状一览表", description="评测后打印（或写进 README 的两行标记之间）现状一览表。"
    )
    table.add_argument("--report", type=Path, metavar="评测结果", help="用已有的 report.json（默认现评）")
    table.add_argument("--write", type=Path, metavar="文件", help="写进这个文件的两行标记之间")
    table.add_argument("--workers", type=_count, default=1, metavar="N", help="用几个进程（默认1）")
    table.set_defaults(run=_table)
    template = commands.add_parser(
        "template", help="出题用的空表", description="写出一张出题用的空表（xlsx 或 csv），填好后可直接核对和评测。"
    )
    template.add_argument("file", type=Path, metavar="文件")
    template.set_defaults(run=_template)
    candidates = commands.add_parser(
        "candidates",
        help="把差评变成待审的题",
        description="把网页上的差评变成一张待人审定的表；不会自动成为标准答案。",
    )
    candidates.add_argument("feedback", type=Path, metavar="反馈文件", help="每行一条反馈的 jsonl")
    candidates.add_argument("out", type=Path, metavar="待审表", help="写到这个 xlsx")
    candidates.set_defaults(run=_candidates)


def main(argv: list[str] | None = None) -> int:
    """Run one command; a PolicyError is one Chinese line on standard error and exit code 2."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    arguments = _parser().parse_args(argv)
    return run(lambda: int(arguments.run(arguments)))


if __name__ == "__main__":
    raise SystemExit(main())
