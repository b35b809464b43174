"""``python -m assistant cite``: clauses for a sentence, a draft's markers filled, a draft's citations brought up to date.

    cite "县域内就诊率达到90%以上" --style GB
    cite --draft 报告.docx --out 报告-已引.docx --footnote
    cite --draft 报告-已引.docx --refresh --out 报告-更新.docx

Exit code 0: carried, or all filled and settled; 1: something is left to be looked at; 2: could not be done.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.drafts.command import OpenAssistant, distinct, read
from corpus.command_line import ChineseParser
from corpus.errors import BadSettings

if TYPE_CHECKING:
    from assistant.ask import Assistant
    from assistant.citation_styles import Style
    from assistant.drafts.carrying import Carrier
    from assistant.drafts.citing import Mark

_USUAL = 5


def add_parser(commands: argparse._SubParsersAction[ChineseParser], open_assistant: OpenAssistant) -> None:
    """Add the command ``cite`` to those of ``python -m assistant``."""
    parser = commands.add_parser(
        "cite",
        help="为想说的话找条款，给出可以直接粘贴的引用",
        description="写出想说的话，列出能支撑它的条款和引用；或把 docx 里的 [[引: …]] 标记换成引用，"
        "或在文件有了新版本后更新 docx 里的全部引用。",
    )
    parser.add_argument("words", metavar="想说的话", nargs="?", help="例如“县域内就诊率达到90%%以上”")
    parser.add_argument("--style", default="公文", metavar="格式", help="公文、GB、文字（默认公文）")
    parser.add_argument("--footnote", action="store_true", help="用脚注的写法；写进 docx 时是真正的脚注")
    parser.add_argument("-k", type=int, default=_USUAL, metavar="条数", help=f"最多列出几条（默认{_USUAL}）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument(
        "--draft", metavar="文稿", help="要填写引用标记的文稿，标记写作 [[引: 想说的话]] 或句后的 [[引]]"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="填好或更新好的 docx 写到哪里")
    parser.add_argument("--refresh", action="store_true", help="按现在的文件库更新文稿里由本程序插入的引用")
    parser.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    parser.add_argument("--index", type=Path, metavar="目录", help="索引文件夹（默认 .policy/index）")
    parser.set_defaults(run=lambda arguments: run(arguments, open_assistant), no_model=True)


def run(arguments: argparse.Namespace, open_assistant: OpenAssistant) -> int:
    """One of the three; every fault is a ``PolicyError``."""
    from assistant.citation_styles import style_of

    style = style_of(arguments.style)
    if bool(arguments.words) == bool(arguments.draft):
        raise BadSettings("请写出想说的话，或用 --draft 指明文稿，二者选一。")
    if not 1 <= arguments.k <= 50:
        raise BadSettings("-k 请用 1 到 50 之间的数。")
    if arguments.draft is None:
        return _words(arguments, style, open_assistant(arguments))
    if arguments.out is None or arguments.out.suffix.lower() != ".docx":
        raise BadSettings("请用 --out 文件.docx 写明结果写到哪里。")
    distinct(arguments.draft, arguments.out)
    return (_refresh if arguments.refresh else _fill)(arguments, style, open_assistant)


def _words(arguments: argparse.Namespace, style: Style, assistant: Assistant) -> int:
    from assistant.drafts.carrying import carriers

    found = carriers(assistant, arguments.words, arguments.k)
    if arguments.json:
        rows = [carrier_json(c, style, arguments.footnote, assistant) for c in found]
        sys.stdout.write(json.dumps({"words": arguments.words, "clauses": rows}, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(_told(found, style, arguments.footnote, assistant) + "\n")
    return 0 if any(c.carries for c in found) else 1


def _told(found: Sequence[Carrier], style: Style, footnote: bool, assistant: Assistant) -> str:
    from assistant.citation_styles import printed

    if not found:
        return "文件库里没有条款写到这些内容，没有可以引用的，请改写或自行核对。"
    out: list[str] = []
    for carries, head in ((True, "能支撑这句话的条款："), (False, "意思相近、但不能直接支撑的条款（供改写参考）：")):
        kept = [c for c in found if c.carries is carries]
        out += [head] if kept else ["没有条款能完全支撑这句话。"] if carries else []
        for number, carrier in enumerate(kept, 1):
            out.append(f"{number}. {printed(carrier.cited, style, '脚注' if footnote else '行文', assistant.day())}")
            out += [f"   不符：{reason}" for reason in carrier.against]
            out += [f"   注意：{warning}" for warning in carrier.warnings]
    return "\n".join(out)


def carrier_json(carrier: Carrier, style: Style, footnote: bool, assistant: Assistant) -> dict[str, Any]:
    """One clause as JSON: what it is, whether it carries, ready citations in every style and form."""
    from assistant.citation_styles import FORMS, STYLES, printed

    day = assistant.day()
    return {
        "carries": carrier.carries,
        "source": carrier.document.source,
        "document": carrier.document.id,
        "clause": str(carrier.clause.path),
        "label": carrier.clause.label,
        "quote": carrier.quote,
        "citation": printed(carrier.cited, style, "脚注" if footnote else "行文", day),
        "citations": {s: {f: printed(carrier.cited, s, f, day) for f in FORMS} for s in STYLES},
        "against": list(carrier.against),
        "warnings": list(carrier.warnings),
    }


def _fill(arguments: argparse.Namespace, style: Style, open_assistant: OpenAssistant) -> int:
    from assistant.drafts.citing import fill
    from assistant.ledger.export import write_file

    paper = read(arguments.draft)
    made = fill(paper, open_assistant(arguments), style, arguments.footnote)
    write_file(arguments.out, made.data)
    rows = {"filled": [_row(m) for m in made.done], "left": [_row(m) for m in made.left]}
    if arguments.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        lines = [f"“{m.said}” → {m.text}" for m in made.done]
        lines += [f"未引用“{m.said}”：{m.text}" for m in made.left]
        lines.append(f"已写出“{arguments.out}”：填好{len(made.done)}处，留下{len(made.left)}处。")
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if made.left else 0


def _row(mark: Mark) -> dict[str, str]:
    return {"marker": mark.marker, "said": mark.said, "text": mark.text}


def _refresh(arguments: argparse.Namespace, style: Style, open_assistant: OpenAssistant) -> int:
    from assistant.drafts.refresh import refresh
    from assistant.ledger.export import write_file

    paper = read(arguments.draft)
    data, told = refresh(paper, open_assistant(arguments))
    write_file(arguments.out, data)
    if arguments.json:
        rows = [{"clause": t.clause, "before": t.before, "after": t.after, "told": t.told} for t in told]
        sys.stdout.write(json.dumps({"citations": rows}, ensure_ascii=False, indent=1) + "\n")
    else:
        lines = [f"{t.clause}：{t.told}" for t in told if t.told]
        changed = sum(t.before != t.after for t in told)
        lines.append(
            f"已写出“{arguments.out}”：共{len(told)}处引用，改写{changed}处，需要核对{sum(bool(t.told) for t in told)}处。"
        )
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(t.settled for t in told) else 1
