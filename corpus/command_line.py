"""What the command lines of all rooms share: argparse in Chinese, and errors as one line with exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from corpus.errors import PolicyError

_MESSAGES = (
    ("the following arguments are required: ", "缺少"),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("argument ", ""),
    ("expected one argument", "后面要有一个值"),
    ("invalid choice: ", "没有 "),
    ("invalid int value: ", "不是整数："),
    ("(choose from ", "（可用："),
)


class ChineseParser(argparse.ArgumentParser):
    """argparse with its fixed English words in Chinese; subcommands are of this class as well.

    >>> ChineseParser(prog="python -m corpus").format_usage()
    '用法：python -m corpus [-h]\\n'
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def format_usage(self) -> str:
        """The usage line, its first word in Chinese."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """The whole help, its first word in Chinese."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """One Chinese line and exit code 2."""
        for english, chinese in _MESSAGES:
            message = message.replace(english, chinese)
        self.exit(2, f"参数有误：{message}。用 {self.prog} --help 查看用法。\n")


def run(command: Callable[[], int]) -> int:
    """Run a command: a PolicyError is one line on standard error and exit code 2, an interrupt 130."""
    try:
        return command()
    except PolicyError as error:
        print(str(error), file=sys.stderr)  # noqa: T201  (the command line is what prints)
        return 2
    except BrokenPipeError:
        return 2
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)  # noqa: T201
        return 130
