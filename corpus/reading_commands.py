"""Commands that only read: parse, facts, list, show, diff, check, relations."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from corpus.check import check
from corpus.document_json import document_json, outline
from corpus.errors import UnknownClause
from corpus.extract import facts_of
from corpus.facts_json import facts_json
from corpus.holdings import Holdings
from corpus.journal import read_journal
from corpus.library import DOCUMENTS, Library
from corpus.lineage import Lineage, Node
from corpus.manifest import policy_files
from corpus.model import Clause, ClauseId, Document
from corpus.parse import parse_file
from corpus.resolve import find_clause
from corpus.shelf import Shelf
from corpus.terminal import Terminal
from corpus.vault import Vault
from corpus.versions import Change, diff, resolve_citation
from corpus.wording import shown


def parse(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """One file as JSON or as an outline."""
    document = parse_file(arguments.file)
    if arguments.json:
        terminal.say(json.dumps(document_json(document), ensure_ascii=False, indent=1))
    else:
        terminal.say("\n".join(outline(document)))
    return 0


def facts(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Targets, duties and deadlines of a folder."""
    library = _library(arguments, terminal)
    found = facts_json((d, facts_of(d)) for d in library.documents)
    if arguments.json:
        terminal.say(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for row in found["targets"]:
        by = row["deadline"] or "无期限"
        terminal.say(f"[目标] {row['source']} {row['clause']}：{row['indicator']} {row['value'] or ''}（{by}）")
    roles = (("牵头", "lead"), ("配合", "support"), ("负责", "responsible"), ("落实", "implementers"))
    for row in found["responsibilities"]:
        said = "；".join(f"{n}：{'、'.join(row[k])}" for n, k in roles if row[k])
        terminal.say(f"[责任] {row['source']} {row['clause']}：{said}")
    return 0


def listing(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """The documents of a folder with their force on a day; with ``--versions`` all that the history keeps."""
    if arguments.versions:
        return _versions(arguments, terminal)
    library = _library(arguments, terminal)
    day = arguments.as_of or date.today()
    for document in library.documents:
        force = library.force(document.id, day)
        count = sum(1 for _ in document.walk())
        until = f"（至{force.until}）" if force.until and force.in_force else ""
        fields = (
            document.id,
            document.name,
            document.issuer or "",
            document.issued_on or "",
            force.status + until,
            f"{count}条",
        )
        terminal.say("\t".join(str(f) for f in fields))
    return 0


def _versions(arguments: argparse.Namespace, terminal: Terminal) -> int:
    held = Holdings.of(read_journal(Vault(arguments.documents or DOCUMENTS).journal))
    for key in held.history:
        now = held.current.get(key)
        shown_now = held.files[now].sha256 if now else ""
        terminal.say(f"{held.latest(key).id}" + ("" if now else "（已移除）"))
        for record in held.versions(key):
            mark = "*" if record.sha256 == shown_now else " "
            terminal.say(f"  {mark} {record.sha256[:12]}  {record.at[:19].replace('T', ' ')}  {record.file}")
    if not held.history:
        terminal.warn("还没有版本记录；用 python -m corpus add 收入文件后才有。")
    return 0


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """One document, or one clause of it; with ``--quote`` where the quoted words stand now."""
    name, sign, _ = arguments.id.partition("#")
    shelf = Shelf(arguments.documents or DOCUMENTS)
    if not sign:
        document = shelf.document(name)
        terminal.say("\n".join(outline(document)))
        force = shelf.force(document, arguments.as_of or date.today())
        terminal.say(f"效力：{force.status}。{force.reason}")
        for said in force.notes:
            terminal.say(f"说明：{said}")
        return 0
    wanted = ClauseId.parse(arguments.id)
    current = shelf.find(name)
    if arguments.quote is not None:
        found = resolve_citation(wanted, arguments.quote, current, shelf.older(name))
        terminal.say(f"{found.standing}：{found.note}")
        if found.edits:
            terminal.say(shown(found.edits))
        elif found.now:
            terminal.say(found.now.text)
        return 0 if found.standing == "一致" else 1
    if current is None:
        raise UnknownClause(f"文件库里没有“{name}”，请用 python -m corpus list 查看已有文件。")
    clause, note = find_clause(current, wanted.path)
    if clause is None:
        raise UnknownClause(note or f"“{name}”里没有“{wanted.path.label}”这一条。")
    if note:
        terminal.warn(note)
    terminal.say(f"{current.citation}{clause.label}")
    terminal.say("\n".join(c.text for c in clause.walk() if c.text))
    return 0


def differences(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """What changed from the version before, from a given one, or towards a file that is not yet taken in."""
    shelf = Shelf(arguments.documents or DOCUMENTS)
    if arguments.file:
        old, new = shelf.document(arguments.id), parse_file(arguments.file)
    else:
        old, new = shelf.pair(arguments.id, arguments.version)
    found = diff(old, new)
    terminal.say(f"{new.citation}：{found.summary}")
    names = {"added": "新增", "removed": "删除", "changed": "改动", "moved": "移动"}
    for change in found.changes:
        terminal.say(f"[{names[change.kind]}] {_change(change)}")
    return 1 if found.changes else 0


def _change(change: Change) -> str:
    old, new = change.old, change.new
    if change.kind == "changed" and old and new:
        place = old.label if old.path == new.path else f"{old.label} → {new.label}"
        return f"{place}  {shown(change.edits)}"
    if change.kind == "moved" and old and new:
        return f"{old.label} → {new.label}  {_first_words(new)}"
    clause = new or old
    return f"{clause.label}  {clause.text}" if clause else ""


def _first_words(clause: Clause) -> str:
    return clause.heading or clause.text.replace("\n", " ")[:30]


def checking(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Whether documents came out as sensible trees: findings with reasons, exit code 1 where there are any."""
    documents: list[Document]
    if arguments.id:
        documents = [Shelf(arguments.documents or DOCUMENTS).document(i) for i in arguments.id]
    else:
        documents = list(_library(arguments, terminal).documents)
    count = 0
    for document in documents:
        for finding in check(document):
            count += 1
            terminal.say(f"{document.source}\t{finding.kind}\t{finding.text}")
    terminal.warn(f"检查了{len(documents)}份文件，" + (f"有{count}处需要留意。" if count else "没有发现问题。"))
    return 1 if count else 0


def relations(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """The graph of who carries out whom; for one document what it rests on and what rests on it."""
    lineage = Lineage.of(_library(arguments, terminal).documents)
    if not arguments.id:
        for depth, node in lineage.tree():
            terminal.say("  " * depth + _node(node))
        return 0
    chosen = lineage.nodes.get(arguments.id)
    if chosen is None:
        raise UnknownClause(f"文件库里没有“{arguments.id}”，请用 python -m corpus list 查看已有文件。")
    terminal.say(_node(chosen))
    for basis in lineage.implements(chosen.key):
        terminal.say(f"  依据：{_node(basis.target)}，见{basis.clause.label}")
    for document in lineage.implemented_by(chosen.key):
        terminal.say(f"  下位：{_node(lineage.nodes[document.id])}")
    return 0


def _node(node: Node) -> str:
    return f"[{node.level or '不详'}] {node.citation}" + ("" if node.document else "（不在库中）")


def _library(arguments: argparse.Namespace, terminal: Terminal) -> Library:
    folder: Path = arguments.documents or DOCUMENTS
    total = sum(1 for _ in policy_files(folder)) if folder.is_dir() else 0
    library = Library.load(folder, terminal.counter(total, "读取文件"))
    for name, reason in library.failures:
        terminal.warn(f"未读取“{name}”：{reason}")
    return library
