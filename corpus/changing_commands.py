"""Commands that change a documents folder: add, remove, restore, mark. None of them touches the index."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.document_json import outline
from corpus.errors import BadReference, EmptyFolder
from corpus.library import DOCUMENTS
from corpus.manifest import policy_files
from corpus.outcome import Outcome
from corpus.store import Store
from corpus.terminal import Terminal

_MANY = 50


def add(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Take files in; exit code 1 where some were not taken in, each with its reason."""
    paths = list(_expanded(arguments.files))
    if arguments.same_as and len(paths) != 1:
        raise BadReference("--same-as 只能用于一个文件。")
    counts: Counter[str] = Counter()
    folder: Path = arguments.documents or DOCUMENTS
    lying = sum(1 for _ in policy_files(folder)) if folder.is_dir() else 0
    with Store(folder, dry=arguments.dry_run, progress=terminal.counter(lying, "登记已有文件")) as store:
        for line in store.found:
            terminal.warn(line)
        outcomes = store.add(paths, same_as=arguments.same_as)
        for outcome in terminal.over(outcomes, len(paths), "收入文件"):
            counts[outcome.verdict] += 1
            _tell(outcome, terminal, many=len(paths) > _MANY, dry=arguments.dry_run)
    said = "，".join(f"{verdict}{count}" for verdict, count in counts.items())
    terminal.say(f"{'试运行，没有改动：' if arguments.dry_run else ''}共{len(paths)}个文件：{said or '无'}。")
    if not arguments.dry_run and counts["新增"] + counts["新版本"]:
        _hint(arguments, terminal)
    return 1 if counts["未收"] else 0


def _expanded(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those of the folders among them."""
    for path in paths:
        if path.is_dir():
            yield from policy_files(path)
        else:
            yield path


def _tell(outcome: Outcome, terminal: Terminal, *, many: bool, dry: bool) -> None:
    if dry and outcome.document:
        terminal.say(f"{outcome.verdict}  {outcome.name}  {outcome.message}".replace("已", "将", 1))
        for line in outline(outcome.document):
            terminal.say("    " + line)
    elif not many or outcome.verdict not in ("新增", "重复"):
        terminal.say(f"{outcome.verdict}  {outcome.name}  {outcome.message}")
    for warning in outcome.warnings:
        terminal.say(f"    请留意（{outcome.name}）：{warning}")


def _hint(arguments: argparse.Namespace, terminal: Terminal) -> None:
    where = f" --documents {arguments.documents}" if arguments.documents else ""
    terminal.say(f"索引还是原来的，请运行 python -m index build{where} 更新（只处理变动的文件）。")


def _folder(arguments: argparse.Namespace) -> Path:
    """The documents folder, which must be there already."""
    folder: Path = arguments.documents or DOCUMENTS
    if not folder.is_dir():
        raise EmptyFolder(f"找不到文件夹“{folder}”，请检查路径后重试。")
    return folder


def remove(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Take documents out; their versions stay kept."""
    with Store(_folder(arguments)) as store:
        for wanted in arguments.id:
            terminal.say(store.remove(wanted).message)
    _hint(arguments, terminal)
    return 0


def restore(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Bring a removed document or an earlier version back."""
    with Store(_folder(arguments)) as store:
        terminal.say(store.restore(arguments.id, arguments.version).message)
    _hint(arguments, terminal)
    return 0


def mark(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say a document's status and days of force by hand."""
    if not (arguments.status or arguments.since or arguments.until or arguments.superseded_by):
        raise BadReference("请给出要登记的内容：--status、--since、--until 或 --superseded-by。")
    with Store(_folder(arguments)) as store:
        outcome = store.mark(
            arguments.id,
            status=arguments.status,
            effective_on=arguments.since,
            expires_on=arguments.until,
            superseded_by=arguments.superseded_by,
        )
    terminal.say(outcome.message)
    _hint(arguments, terminal)
    return 0
