"""``python -m assistant check DRAFT``: a draft in, findings out; exit code 0 all proved, 1 findings, 2 could not check.

check 报告.docx --out 核对.docx --corrections --citations 清单.xlsx --report 核对报告.html
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.ledger.export import check_target, write_file
from corpus.command_line import ChineseParser
from corpus.errors import BadSettings

if TYPE_CHECKING:
    from assistant.ask import Assistant
    from assistant.drafts.finding import CheckReport
    from assistant.drafts.paper import Paper

OpenAssistant = Callable[[argparse.Namespace], "Assistant"]
_OUT = "--out"


def add_parser(commands: argparse._SubParsersAction[ChineseParser], open_assistant: OpenAssistant) -> None:
    """Add the command ``check`` to those of ``python -m assistant``."""
    parser = commands.add_parser(
        "check",
        help="核对文稿里的引用、引文、数字和责任单位",
        description="逐条核对文稿：引用的文件和条款是否存在、引文是否一字不差、数字年份单位和责任单位是否与原文相符。"
        "退出码：0 全部核实，1 有要处理的，2 无法核对。",
    )
    parser.add_argument("draft", metavar="文稿", help="docx、doc、wps、md、txt、pdf 等文件，或 - 表示标准输入的文字")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument(_OUT, type=Path, metavar="文件", help="docx：带批注的原文稿；html、json、txt：核对报告")
    parser.add_argument(
        "--corrections", action="store_true", help="把建议的改法作为修订写进 --out 的 docx，可逐处接受或拒绝"
    )
    parser.add_argument("--proved", action="store_true", help="核对一致的地方也加批注，写明依据")
    parser.add_argument("--report", type=Path, metavar="文件", help="另写一份核对报告（docx、html、json、txt）")
    parser.add_argument("--citations", type=Path, metavar="文件", help="另写一份引用清单（xlsx）")
    parser.add_argument("--as-of", metavar="日期", help="按哪一天的效力核对，例如 2025-06-30（默认今天）")
    parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.add_argument("--index", type=Path, metavar="目录", help="索引文件夹（默认 .policy/index）")
    parser.set_defaults(run=lambda arguments: run(arguments, open_assistant), no_model=True)


def run(arguments: argparse.Namespace, open_assistant: OpenAssistant) -> int:
    """Check one draft; every fault is a ``PolicyError``, found before the long work begins where it can be."""
    from assistant.drafts.check import check

    _settle(arguments)
    paper = read(arguments.draft)
    assistant = open_assistant(arguments)
    report = check(paper.text, assistant)
    if arguments.out:
        _write_out(arguments, paper, report)
    _write_others(arguments, paper, report, assistant)
    if arguments.json:
        from assistant.drafts.outputs import json_of

        sys.stdout.write(json.dumps(json_of(paper, report), ensure_ascii=False, indent=1) + "\n")
    elif not (arguments.out or arguments.report or arguments.citations):
        from assistant.drafts.outputs import told

        sys.stdout.write(told(paper, report) + "\n")
    return report.exit_code


def read(draft: str) -> Paper:
    """The draft named on the command line; ``-`` is standard input."""
    from assistant.drafts.paper import open_draft, read_draft

    return read_draft(sys.stdin.buffer.read(), "标准输入.txt") if draft == "-" else open_draft(Path(draft))


def distinct(draft: str, *targets: Path | None) -> None:
    """Refuse results that would overwrite the draft or each other, and places that cannot be written."""
    named = [t for t in targets if t is not None]
    for target in named:
        check_target(target)
        if draft != "-" and target.exists() and Path(draft).exists() and target.samefile(draft):
            raise BadSettings("结果文件和文稿是同一个文件，会覆盖文稿，请换一个文件名。")
    if len({t.resolve() for t in named}) < len(named):
        raise BadSettings("几个结果写到了同一个文件，请给每个结果不同的文件名。")


def _settle(arguments: argparse.Namespace) -> None:
    from assistant.drafts.outputs import REPORTS, form_of

    distinct(arguments.draft, arguments.out, arguments.report, arguments.citations)
    form = form_of(arguments.out, _OUT, REPORTS) if arguments.out else None
    if (arguments.corrections or arguments.proved) and form != "docx":
        raise BadSettings("--corrections 和 --proved 写在 docx 里，请同时用 --out 文件.docx。")
    if arguments.report:
        form_of(arguments.report, "--report", REPORTS)
    if arguments.citations:
        form_of(arguments.citations, "--citations", ("xlsx",))


def _write_out(arguments: argparse.Namespace, paper: Paper, report: CheckReport) -> None:
    """The draft with its comments, or the report where another format is asked for."""
    from assistant.drafts.outputs import REPORTS, form_of, written_report

    form = form_of(arguments.out, _OUT, REPORTS)
    if form != "docx":
        write_file(arguments.out, written_report(paper, report, form))
        sys.stderr.write(f"已写出“{arguments.out}”。\n")
        return
    from assistant.drafts.marked import marked

    made = marked(
        paper, report, corrected=arguments.corrections, proved=arguments.proved, now=datetime.now(UTC).astimezone()
    )
    write_file(arguments.out, made.data)
    changes = f"、修订{made.changes}处" if arguments.corrections else ""
    sys.stderr.write(f"已写出“{arguments.out}”：批注{made.comments}条{changes}。\n")
    if made.unwritten:
        sys.stderr.write(f"有{len(made.unwritten)}处建议不能写成修订（跨段、在文本框里，或与别的修改重叠），见批注。\n")
    if made.unplaced:
        sys.stderr.write(f"有{len(made.unplaced)}处在文件里找不到可以加批注的位置，见核对报告。\n")


def _write_others(arguments: argparse.Namespace, paper: Paper, report: CheckReport, assistant: Assistant) -> None:
    from assistant.drafts.outputs import REPORTS, form_of, written_list, written_report

    if arguments.report:
        form = form_of(arguments.report, "--report", REPORTS)
        write_file(arguments.report, written_report(paper, report, form))
        sys.stderr.write(f"已写出“{arguments.report}”。\n")
    if arguments.citations:
        write_file(arguments.citations, written_list(paper, report, assistant.library, assistant.day()))
        sys.stderr.write(f"已写出“{arguments.citations}”。\n")
