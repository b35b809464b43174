"""The corpus on the command line: ``python -m corpus parse FILE --json``, ``add FILE…``, ``show ID#clause``, ….

Each command stands in reading_commands.py or changing_commands.py; here they get their names, options and terminal.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from tqdm import tqdm

from corpus import changing_commands, reading_commands
from corpus.command_line import ChineseParser, run
from corpus.model import Status
from corpus.terminal import Terminal

T = TypeVar("T")
Command = Callable[[argparse.Namespace, Terminal], int]


class Printed:
    """The terminal proper: results on standard output, the rest on standard error."""

    def __init__(self) -> None:
        self._bar: Any = None

    def say(self, line: str) -> None:
        """Print a line of the result, above a bar that may be running."""
        tqdm.write(line)

    def warn(self, line: str) -> None:
        """Print a line beside the result."""
        tqdm.write(line, file=sys.stderr)

    def over(self, items: Iterable[T], total: int | None, label: str) -> Iterator[T]:
        """Draw a bar where standard error is a terminal."""
        self._close()
        yield from tqdm(items, total=total, desc=label, unit="个", leave=False, disable=None)

    def counter(self, total: int, label: str) -> Callable[[str], None]:
        """The same for work that tells when one is done; the bar is drawn with the first."""

        def one(_: str) -> None:
            if self._bar is None:
                self._bar = tqdm(total=total, desc=label, unit="个", leave=False, disable=None)
            self._bar.update()
            if self._bar.n >= total:
                self._close()

        return one

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写成 2024-01-31") from error


def _parser() -> ChineseParser:
    parser = ChineseParser(
        prog="python -m corpus", description="政策文件：读取与条款结构，目标、责任和时限，收入、版本与效力。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    _reading(commands)
    _changing(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[ChineseParser], name: str, command: Command, text: str, *, folder: bool = True
) -> ChineseParser:
    parser = commands.add_parser(name, help=text.partition("；")[0], description=text + "。")
    if folder:
        parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.set_defaults(run=command)
    return parser


def _reading(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    r = reading_commands
    parse = _command(commands, "parse", r.parse, "解析一份文件，输出文件信息、条款、表格和去除的内容", folder=False)
    parse.add_argument("file", type=Path, metavar="文件", help="政策文件的路径")
    parse.add_argument("--json", action="store_true", help="输出 JSON（默认输出便于阅读的提纲）")
    facts = _command(commands, "facts", r.facts, "列出目标、责任和时限；每条都附原文")
    facts.add_argument("--json", action="store_true", help="输出 JSON")
    listing = _command(commands, "list", r.listing, "列出已有文件及其效力")
    listing.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天的效力，如 2024-01-31（默认为今天）")
    listing.add_argument("--versions", action="store_true", help="列出保存的各个版本，包括已移除的文件")
    show = _command(commands, "show", r.show, "查看一份文件或其中一条，如 粤办函〔2022〕245号#二/（五）")
    show.add_argument("id", metavar="编号", help="文件编号或文件名，可接 #条款")
    show.add_argument("--quote", metavar="引文", help="这句引文现在是否还在这一条；改动、移动或删除了会说明")
    show.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天的效力（默认为今天）")
    compare = _command(commands, "diff", r.differences, "与旧版本比较，逐条列出增、删、改；有变化时退出码为 1")
    compare.add_argument("id", metavar="编号", help="文件编号或文件名")
    compare.add_argument("file", nargs="?", type=Path, metavar="文件", help="改与这个尚未收入的文件比较")
    compare.add_argument(
        "--version", metavar="版本", help="与哪个版本比较（list --versions 所列的开头几位，默认为上一版）"
    )
    check = _command(commands, "check", r.checking, "检查条款切分是否正常，逐项说明原因；有问题时退出码为 1")
    check.add_argument("id", nargs="*", metavar="编号", help="只检查这些文件（默认为全部）")
    relations = _command(commands, "relations", r.relations, "列出谁落实谁（国家→省→市→县）")
    relations.add_argument("id", nargs="?", metavar="编号", help="只看这份文件的依据和下位文件")


def _changing(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    c = changing_commands
    add = _command(commands, "add", c.add, "收入文件；内容变动的收为新版本，旧版本保留，中断后再次运行会接着做完")
    add.add_argument("files", nargs="+", type=Path, metavar="文件", help="政策文件，或装有政策文件的文件夹")
    add.add_argument("--dry-run", action="store_true", help="只看会怎样：条款、去除的内容和提醒，不作任何改动")
    add.add_argument("--same-as", metavar="编号", help="指明这个文件就是已有的哪一份（只能用于一个文件）")
    remove = _command(commands, "remove", c.remove, "移除文件；各版本仍保存，可以恢复")
    remove.add_argument("id", nargs="+", metavar="编号", help="文件编号或文件名")
    restore = _command(commands, "restore", c.restore, "恢复已移除的文件，或换回旧版本")
    restore.add_argument("id", metavar="编号", help="文件编号或文件名")
    restore.add_argument("--version", metavar="版本", help="list --versions 所列的开头几位（默认为上一版）")
    mark = _command(commands, "mark", c.mark, "登记文件的效力（写入 sources.jsonl，优先于从原文读出的）")
    mark.add_argument("id", metavar="编号", help="文件编号或文件名")
    mark.add_argument("--status", choices=get_args(Status), metavar="状态", help="、".join(get_args(Status)))
    mark.add_argument("--since", type=_day, metavar="日期", help="施行的第一天，如 2024-01-31")
    mark.add_argument("--until", type=_day, metavar="日期", help="有效的最后一天")
    mark.add_argument("--superseded-by", metavar="编号", help="被哪份文件取代")


def main(argv: list[str] | None = None) -> int:
    """Run one command; a PolicyError is one Chinese line on standard error and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    arguments = _parser().parse_args(argv)
    return run(lambda: int(arguments.run(arguments, Printed())))


if __name__ == "__main__":
    raise SystemExit(main())
