"""``python -m assistant check DRAFT``: a draft in, findings out; exit code 0 all proved, 1 findings, 2 could not check.

Other formats plug in here: a reader by suffix gives the draft's plain text (``READERS``), an exporter by suffix writes
the report (``EXPORTERS``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafts.finding import CheckReport
from assistant.drafts.plain import decoded, read_plain
from assistant.drafts.report_json import report_json
from assistant.drafts.report_text import report_text
from corpus.command_line import ChineseParser
from corpus.errors import BadSettings, UnreadableFile

if TYPE_CHECKING:
    from assistant.ask import Assistant

Reader = Callable[[Path], str]
Exporter = Callable[[CheckReport, Path, Path], None]
"""Takes the report, the draft and the file to write."""

READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_plain, ".text": read_plain, "": read_plain}


def _write_json(report: CheckReport, _: Path, out: Path) -> None:
    out.write_text(json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_text(report: CheckReport, _: Path, out: Path) -> None:
    out.write_text(report_text(report) + "\n", encoding="utf-8")


EXPORTERS: dict[str, Exporter] = {".json": _write_json, ".txt": _write_text}


def add_parser(commands: argparse._SubParsersAction[ChineseParser], open_assistant: Callable[..., Assistant]) -> None:
    """Add the command ``check`` to those of ``python -m assistant``."""
    parser = commands.add_parser(
        "check",
        help="核对文稿里的引用、引文、数字和责任单位",
        description="逐条核对文稿：引用的文件和条款是否存在、引文是否一字不差、数字年份单位和责任单位是否与原文相符。"
        "退出码：0 全部核实，1 有要处理的，2 无法核对。",
    )
    parser.add_argument(
        "draft", metavar="文稿", help=f"文稿文件（{'、'.join(s for s in READERS if s)}），或 - 表示标准输入"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--out", type=Path, metavar="文件", help=f"把结果写到文件（{'、'.join(EXPORTERS)}）")
    parser.add_argument("--as-of", metavar="日期", help="按哪一天的效力核对，例如 2025-06-30（默认今天）")
    parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.add_argument("--index", type=Path, metavar="目录", help="索引文件夹（默认 .policy/index）")
    parser.set_defaults(run=lambda arguments: run(arguments, open_assistant), no_model=True)


def run(arguments: argparse.Namespace, open_assistant: Callable[..., Assistant]) -> int:
    """Check one draft; every fault is a ``PolicyError``."""
    from assistant.drafts.check import check

    draft = Path(arguments.draft)
    exporter = _exporter(arguments.out, draft)
    text = read_draft(arguments.draft)
    report = check(text, open_assistant(arguments))
    if exporter is not None:
        try:
            exporter(report, draft, arguments.out)
        except OSError as error:
            raise UnreadableFile(f"写不了“{arguments.out}”（{error.strerror}），请检查权限和磁盘空间。") from error
    if arguments.json:
        sys.stdout.write(json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n")
    elif exporter is None:
        sys.stdout.write(report_text(report) + "\n")
    return report.exit_code


def read_draft(draft: str) -> str:
    """The plain text of a draft file, or of standard input for ``-``."""
    if draft == "-":
        return decoded(sys.stdin.buffer.read(), "标准输入")
    path = Path(draft)
    if not path.is_file():
        raise UnreadableFile(f"找不到文稿“{draft}”，请检查路径。")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"不认识文稿“{path.name}”的格式，请用 {'、'.join(s for s in READERS if s)}。")
    return reader(path)


def _exporter(out: Path | None, draft: Path) -> Exporter | None:
    if out is None:
        return None
    if out.suffix.lower() not in EXPORTERS:
        raise BadSettings(f"不能写出“{out.name}”，请用 {'、'.join(EXPORTERS)} 作扩展名。")
    if out.exists() and draft.exists() and out.samefile(draft):
        raise BadSettings("结果文件和文稿是同一个文件，会覆盖文稿，请换一个文件名。")
    return EXPORTERS[out.suffix.lower()]
