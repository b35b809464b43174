"""``python -m assistant ledger``: arguments in, a file out, one line on what it holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command_line import ChineseParser
from corpus.errors import BadSettings, PolicyError

if TYPE_CHECKING:
    from assistant.ledger.export import Format, Shown
    from assistant.ledger.filters import Filters, Sifted
    from assistant.ledger.ledger import Ledger
    from assistant.ledger.order import Order

_FORMATS = "xlsx、csv、docx、ics、json、svg"
_ALL = "all"


def add_parser(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    """Add the command ``ledger`` to those of ``python -m assistant``."""
    parser = commands.add_parser(
        "ledger",
        help="导出台账（任务、指标、机构分工、存疑）",
        description="从政策文件导出台账：任务、目标、责任单位、完成时限和状态，每一行都附条款原文。多个筛选条件须同时满足。",
    )
    parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.add_argument("--format", metavar="格式", help=f"{_FORMATS}（默认按文件名后缀）")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件；已有的同名文件会被替换")
    parser.add_argument(
        "--view",
        metavar="视图",
        help="tasks 任务、targets 指标、bodies 机构、conflicts 存疑、compare 指标比较、all 全部（默认：xlsx、json 为全部，其余为任务；svg 配 bodies 画分工矩阵）",
    )
    parser.add_argument("--document", metavar="文件", help="文件编号、文号，或标题里的词")
    parser.add_argument("--region", metavar="地区", help="例如 梅州市")
    parser.add_argument("--body", metavar="机构", help="例如 市医保局；简称和全称都认")
    parser.add_argument("--role", metavar="角色", help="牵头、配合、负责、落实")
    parser.add_argument("--year", metavar="年份", help="期限在这一年的，例如 2025")
    parser.add_argument(
        "--state", metavar="状态", help="已到期、90天内到期、未到期、每年（含各种定期）、无期限、期限不明"
    )
    parser.add_argument(
        "--kind",
        metavar="类型",
        help="目标、限时任务、常设标准、表格指标、频次、全覆盖、办理时限、门槛条件，或存疑的种类",
    )
    parser.add_argument("--words", metavar="词", help="条款里须有的词，多个词用空格隔开")
    parser.add_argument(
        "--sort",
        metavar="次序",
        help="text 原文顺序、due 先到期的在前、latest 后到期的在前、state 状态、region 地区、body 责任单位（默认 text）",
    )
    parser.add_argument("--as-of", metavar="日期", help="状态截至哪一天，例如 2026-01-01（默认今天）")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the ledger; every fault is a ``PolicyError`` and leaves the file as it was."""
    from assistant.ledger.export import USUAL, check_target, export, write_file
    from assistant.ledger.ledger import Ledger
    from assistant.ledger.state import parse_day
    from corpus.library import Library

    out = _out(arguments)
    form = _format(arguments.format, out)
    views = _views(arguments.view)
    filters = _filters(arguments)
    as_of = parse_day(arguments.as_of)
    check_target(out)
    library = Library.load(arguments.documents)
    ledger = Ledger(library, as_of, _order(arguments.sort))
    shown = views or USUAL[form]
    sifted = ledger.sift(tuple(dict.fromkeys("targets" if v == "compare" else v for v in shown)), filters)
    if not sifted.kept:
        raise PolicyError(_nothing_left(sifted, filters, ledger))
    write_file(out, export(ledger, form, shown, filters))
    for name, reason in library.failures:
        sys.stderr.write(f"没有读入“{name}”：{reason}\n")
    sys.stdout.write(f"已写出“{out}”：{_told(ledger, shown, filters)}，状态截至{as_of.isoformat()}。\n")
    return 0


def _out(arguments: argparse.Namespace) -> Path:
    if arguments.out is None or not arguments.out.name:
        raise BadSettings("请用 --out 写明输出文件，例如 --out 台账.xlsx。")
    out: Path = arguments.out
    return out


def _format(asked: str | None, out: Path) -> Format:
    """The format asked for, else the one that the file's ending names."""
    from assistant.ledger.export import FORMATS

    suffix = out.suffix.lower().lstrip(".")
    name = (asked or suffix).lower().lstrip(".")
    for known in FORMATS:
        if name == known:
            if suffix in FORMATS and suffix != name:
                raise BadSettings(f"格式是 {name}，文件名却以“.{suffix}”结尾，请改成一致的。")
            return known
    what = f"没有“{asked}”这种格式" if asked else f"从文件名“{out.name}”看不出格式"
    raise BadSettings(f"{what}，请用 --format 指明：{_FORMATS}。")


def _views(asked: str | None) -> tuple[Shown, ...]:
    from assistant.ledger.export import EVERY

    if asked is None:
        return ()
    if asked == _ALL:
        return EVERY
    for known in EVERY:
        if asked == known:
            return (known,)
    raise BadSettings(f"没有“{asked}”这种视图，可用：{'、'.join(EVERY)}、{_ALL}。")


def _order(asked: str | None) -> Order:
    from assistant.ledger.order import ORDERS

    for known in ORDERS:
        if asked in (None, known):
            return known
    raise BadSettings(f"没有“{asked}”这种次序，可用：{'、'.join(ORDERS)}。")


def _filters(arguments: argparse.Namespace) -> Filters:
    from assistant.ledger.filters import Filters

    year = arguments.year
    if year is not None and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadSettings(f"看不懂年份“{year}”，请写成 2025 这样的四位数字。")
    return Filters(
        document=arguments.document,
        region=arguments.region,
        body=arguments.body,
        role=arguments.role,
        year=None if year is None else int(year),
        state=arguments.state,
        kind=arguments.kind,
        words=arguments.words,
    )


def _nothing_left(sifted: Sifted, filters: Filters, ledger: Ledger) -> str:
    """Which filter left nothing, and what there is to choose from."""
    from assistant.ledger.filters import NAMES

    if sifted.emptied_by is None:
        return "这些文件里没有可以列入这张台账的内容，没有写出文件；请换一个视图或换一批文件。"
    asked = f"--{sifted.emptied_by} {getattr(filters, sifted.emptied_by)}"
    there = ""
    if sifted.emptied_by in ("document", "region"):
        known = list(
            dict.fromkeys(d.region or d.id if sifted.emptied_by == "region" else d.id for d in ledger.library.documents)
        )
        there = f"，现有：{'、'.join(known[:8])}{'等' if len(known) > 8 else ''}"
    return (
        f"按{NAMES[sifted.emptied_by]}“{asked}”筛选后没有剩下任何一行（筛选前还有{sifted.before}行{there}），"
        "没有写出文件；请放宽或改正这个条件。"
    )


def _told(ledger: Ledger, shown: Sequence[Shown], filters: Filters) -> str:
    """What the file holds: 任务85行、指标175行."""
    from assistant.ledger.compare import NAME, compare, documents_of
    from assistant.ledger.views import NAMES

    counts = []
    for view in shown:
        if view == "compare":
            targets = ledger.rows("targets", filters)
            counts += [f"{NAME}{len(compare(targets))}行"] if len(documents_of(targets)) > 1 else []
        else:
            counts.append(f"{NAMES[view]}{len(ledger.rows(view, filters))}行")
    return "、".join(counts)
