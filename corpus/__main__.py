"""The corpus on the command line: ``python -m corpus parse FILE --json``, ``python -m corpus facts --json``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import Any

from corpus.errors import PolicyError
from corpus.extract import facts_of
from corpus.facts_json import facts_json
from corpus.library import Library
from corpus.model import Clause, Document, Table
from corpus.parse import parse_file


def document_json(document: Document) -> dict[str, Any]:
    """The contract's form of a parsed document (``parse --json``)."""
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "name": document.name,
            "number": document.number,
            "issuer": document.issuer,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "published_on": document.published_on.isoformat() if document.published_on else None,
            "kind": document.kind,
            "status": document.status,
            "region": document.region,
            "level": document.level,
            "source": document.source,
            "text": document.text,
            "notes": list(document.notes),
        },
        "clauses": [_clause_json(c) for c in document.walk()],
        "tables": [_table_json(c, c.table) for c in document.walk() if c.table],
        "removed": [{"text": r.text, "reason": r.reason} for r in document.removed],
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": str(clause.id),
        "path": list(clause.path.numbered),
        "label": clause.label,
        "kind": clause.kind,
        "heading": clause.heading,
        "text": clause.text,
        "start": clause.span.start,
        "end": clause.span.end,
    }


def _table_json(clause: Clause, table: Table) -> dict[str, Any]:
    return {
        "clause": str(clause.id),
        "path": list(clause.path.numbered),
        "title": table.title,
        "columns": [{"heads": list(c.heads), "role": c.role} for c in table.columns],
        "rows": [
            {
                "label": table.label(row),
                "group": table.group(row),
                "cells": [c.text for c in row],
                "notes": [c.note for c in row if c.note],
            }
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def _outline(document: Document) -> str:
    lines = [
        f"{document.citation}  {document.issuer or '发文机关不详'}  {document.issued_on or '日期不详'}  {document.status}"
    ]
    for clause in document.walk():
        words = clause.heading or clause.text.replace("\n", " ")[:40]
        lines.append("  " * len(clause.path) + f"{clause.path.steps[-1]}  {words}")
    lines += [f"已去除（{r.reason}）：{r.text[:60]}" for r in document.removed]
    lines += [f"说明：{n}" for n in document.notes]
    return "\n".join(lines)


def _parse(arguments: argparse.Namespace) -> int:
    document = parse_file(arguments.file)
    print(json.dumps(document_json(document), ensure_ascii=False, indent=1) if arguments.json else _outline(document))
    return 0


def _facts(arguments: argparse.Namespace) -> int:
    library = Library.load(arguments.documents)
    for name, reason in library.failures:
        print(f"未读取“{name}”：{reason}", file=sys.stderr)
    found = facts_json((d, facts_of(d)) for d in library.documents)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for row in found["targets"]:
        print(
            f"[目标] {row['source']} {row['clause']}：{row['indicator']} {row['value'] or ''}（{row['deadline'] or '无期限'}）"
        )
    for row in found["responsibilities"]:
        roles = (("牵头", "lead"), ("配合", "support"), ("负责", "responsible"), ("落实", "implementers"))
        print(
            f"[责任] {row['source']} {row['clause']}："
            + "；".join(f"{n}：{'、'.join(row[k])}" for n, k in roles if row[k])
        )
    return 0


def _list(arguments: argparse.Namespace) -> int:
    library = Library.load(arguments.documents)
    for document in library.documents:
        count = sum(1 for _ in document.walk())
        print(
            f"{document.id}\t{document.name}\t{document.issuer or ''}\t{document.issued_on or ''}\t{document.status}\t{count}条"
        )
    for name, reason in library.failures:
        print(f"未读取“{name}”：{reason}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m corpus", description="政策文件的读取、条款结构与事实（目标、责任、时限）。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    parse = commands.add_parser(
        "parse",
        help="解析一份文件，输出条款结构",
        description="解析一份政策文件，输出文件信息、条款、表格和去除的内容。",
    )
    parse.add_argument("file", type=Path, metavar="文件", help="政策文件的路径")
    parse.add_argument("--json", action="store_true", help="输出 JSON（默认输出便于阅读的提纲）")
    parse.set_defaults(run=_parse)
    facts = commands.add_parser(
        "facts", help="列出目标、责任和时限", description="列出文件夹中全部文件的目标、责任和时限，每条都附原文。"
    )
    facts.add_argument("--json", action="store_true", help="输出 JSON")
    facts.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    facts.set_defaults(run=_facts)
    listing = commands.add_parser("list", help="列出已有文件", description="列出文件夹中的政策文件及其状态。")
    listing.add_argument("--documents", type=Path, metavar="目录", help="政策文件所在的文件夹（默认为自带的文件）")
    listing.set_defaults(run=_list)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; a PolicyError is one Chinese line on standard error and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except PolicyError as error:
        print(str(error), file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
