"""The assistant on the command line: ``ask``, ``batch``, ``serve``, ``ledger``, ``check``, ``cite``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer_json import answer_json, trace_json
from assistant.chat.chat import open_chat
from assistant.drafts.cite_command import add_parser as add_cite
from assistant.drafts.command import add_parser as add_check
from assistant.ledger.command import add_parser
from assistant.ledger.export import check_target, write_book, write_file
from assistant.ledger.state import parse_day
from assistant.trace_told import told
from corpus.command_line import ChineseParser, run
from corpus.errors import BadSettings, UnreadableFile

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Assistant


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: Literal["user", "assistant"]
    content: str


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str | int
    question: str
    history: list[_Turn] = []


def _open(arguments: argparse.Namespace) -> Assistant:
    """The assistant over the asked-for documents; an index of their own is built where none was named."""
    from assistant.ask import Assistant
    from assistant.prepare import ready_index

    chat = None if getattr(arguments, "no_model", False) else open_chat()
    as_of = parse_day(arguments.as_of) if getattr(arguments, "as_of", None) else None
    return Assistant.open(ready_index(arguments.index, arguments.documents), arguments.documents, as_of, chat)


def _ask(arguments: argparse.Namespace) -> int:
    if arguments.export:
        check_target(arguments.export)
        if arguments.export.suffix not in _EXPORTS:
            raise BadSettings(f"不能导出为“{arguments.export.name}”，请用 {'、'.join(_EXPORTS)} 作扩展名。")
    assistant = _open(arguments)
    answer = assistant.ask(arguments.question)
    if arguments.export:
        _export(answer, assistant, arguments.export)
    if arguments.json:
        traced = {"trace": trace_json(answer.trace)} if arguments.trace else {}
        print(json.dumps({**answer_json(answer), **traced}, ensure_ascii=False, indent=1))
        return 0
    print(answer.text)
    for citation in answer.citations:
        number = f"（{citation.number}）" if citation.number else ""
        print(
            f"\n[{citation.marker}] 《{citation.title}》{number} {citation.label} {citation.headings[-1] if citation.headings else ''}"
        )
        print(f"    {citation.quote}")
    if arguments.trace:
        print(f"\n{told(answer.trace)}")
    return 0


_EXPORTS: dict[str, Literal["xlsx", "csv", "docx"]] = {".xlsx": "xlsx", ".csv": "csv", ".docx": "docx"}


def _export(answer: Answer, assistant: Assistant, path: Path) -> None:
    """The answer's rows and citations as a file."""
    from assistant.ledger.answered import answer_book

    write_file(path, write_book(answer_book(answer, assistant.library, date.today()), _EXPORTS[path.suffix]))
    print(f"已写出“{path}”。", file=sys.stderr)


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered; UTF-8 with or without a BOM, else GB18030."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"读不了问题文件“{source}”（{error.strerror}），请检查路径和权限。") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _batch(arguments: argparse.Namespace) -> int:
    if not arguments.questions.is_file():
        raise UnreadableFile(f"找不到问题文件“{arguments.questions}”，请检查路径。")
    check_target(arguments.answers)
    if arguments.answers.exists() and arguments.answers.samefile(arguments.questions):
        raise BadSettings("答案文件和问题文件是同一个文件，会覆盖问题，请换一个答案文件名。")
    lines = list(_lines(arguments.questions))
    failed = 0
    try:
        with arguments.answers.open("w", encoding="utf-8", errors="backslashreplace") as out:
            assistant = _open(arguments)
            assistant.retriever.settle()
            for number, line in lines:
                row = _answer_line(assistant, line, number)
                failed += "error" in row
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise UnreadableFile(
            f"写不了答案文件“{arguments.answers}”（{error.strerror}），请检查权限和磁盘空间。"
        ) from error
    if failed:
        print(f"有{failed}行问题无法读取，已在答案文件中逐行说明，其余已作答。", file=sys.stderr)
    return 1 if failed else 0


def _answer_line(assistant: Assistant, line: str, number: int) -> dict[str, Any]:
    """The answer to one line; a line that is no question gives a line that says so."""
    from assistant.ask import Turn

    known: dict[str, Any] = {}
    try:
        data = json.loads(line)
        known = {"id": data["id"]} if isinstance(data, dict) and "id" in data else {}
        asked = _Question.model_validate(data)
    except ValidationError as error:
        fields = "、".join(str(e["loc"][0]) for e in error.errors() if e["loc"]) or "内容"
        return {**known, "line": number, "error": f"第{number}行的“{fields}”缺失或类型不对，已跳过。"}
    except (ValueError, RecursionError):
        return {**known, "line": number, "error": f"第{number}行不是完整的 JSON，已跳过，请改正后重做这一行。"}
    answer = assistant.ask(asked.question, [Turn(t.role, t.content) for t in asked.history])
    return {"id": asked.id, **answer_json(answer)}


def _serve(arguments: argparse.Namespace) -> int:
    from assistant.keeping.opening import open_keeper
    from assistant.web.context import Context
    from assistant.web.serve import listen, only_here, serve
    from assistant.web.settings import load_page_settings, logins_of, permissions_of

    settings = load_page_settings()
    logins, permissions = logins_of(settings), permissions_of(settings, only_here=only_here(arguments.host))
    with listen(arguments.host, arguments.port):
        pass  # a port that is taken is told before the documents are read and the index is built
    keeper = open_keeper(arguments.index, arguments.documents, None if arguments.no_model else open_chat())
    keeper.holder.assistant.retriever.settle()
    context = Context(keeper.holder.assistant, permissions, keeper=keeper)
    serve(context, arguments.host, arguments.port, logins=logins)
    return 0


def _user(arguments: argparse.Namespace) -> int:
    """Add a name to the page's users, or change its password; typed twice, or one line of standard input."""
    from assistant.logins import set_user

    if sys.stdin.isatty():
        password = getpass(f"“{arguments.name}”的密码：")
        if password != getpass("再输一次："):
            raise BadSettings("两次输入的密码不一样，没有改动，请重新运行。")
    else:
        password = sys.stdin.readline().rstrip("\n")
    is_new = set_user(arguments.file, arguments.name, password)
    print(f"{'已添加' if is_new else '已更改密码'}：{arguments.name}。")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(
        prog="python -m assistant", description="政策问答助手：每句话都附所依据的条款原文，没有依据就说明并拒答。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    ask = commands.add_parser("ask", help="回答一个问题", description="回答一个问题，列出所引条款。")
    ask.add_argument("question", metavar="问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--trace", action="store_true", help="列出依据链：怎样理解、检索到什么、核对了什么、用时")
    ask.add_argument("--as-of", metavar="日期", help="按哪一天的效力和时限回答，例如 2025-06-30（默认今天）")
    ask.add_argument("--export", type=Path, metavar="文件", help="把回答和引文另存为 xlsx、csv 或 docx")
    _where(ask)
    ask.set_defaults(run=_ask)
    batch = commands.add_parser(
        "batch",
        help="批量回答",
        description="逐行读取问题（JSONL：id、question、history），逐行写出答案；坏行只影响自己。",
    )
    batch.add_argument("questions", type=Path, metavar="问题文件")
    batch.add_argument("answers", type=Path, metavar="答案文件")
    _where(batch)
    batch.set_defaults(run=_batch)
    serve = commands.add_parser("serve", help="启动网页", description="启动问答网页。")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认 127.0.0.1，仅本机可用）")
    serve.add_argument("--port", type=int, default=7860, metavar="端口", help="监听端口（默认 7860）")
    _where(serve)
    serve.set_defaults(run=_serve)
    user = commands.add_parser(
        "user",
        help="添加网页的登录名",
        description="添加登录名或更改密码；密码从终端输入（不显示），或从标准输入读一行。",
    )
    user.add_argument("name", metavar="姓名")
    user.add_argument("--file", type=Path, required=True, metavar="文件", help="用户文件，即 POLICY_PAGE_USERS 所指的")
    user.set_defaults(run=_user)
    add_parser(commands)
    add_check(commands, _open)
    add_cite(commands, _open)
    return parser


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-model", action="store_true", help="即使设置了语言模型也不用，全部按规则作答")
    parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.add_argument("--index", type=Path, metavar="目录", help="索引文件夹（默认 .policy/index）")


def main(argv: list[str] | None = None) -> int:
    """Run one command; a PolicyError is one Chinese line on standard error and exit code 2."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    arguments = _parser().parse_args(argv)
    return run(lambda: int(arguments.run(arguments)))


if __name__ == "__main__":
    raise SystemExit(main())
