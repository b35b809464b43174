"""Taking files into a documents folder, and out again: ``with Store(folder) as store: store.add_bytes(name, data)``.

One writer at a time. Each change is written to the journal before the folder is touched, so after a kill the next
``Store`` finishes what was under way, and adding the same files again adds only what is missing. Nothing here touches
the index: ``python -m index build`` brings it up to what the folder holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.check import check
from corpus.errors import PolicyError, UnknownClause
from corpus.file_names import free_name, printable, safe_name
from corpus.holdings import Holdings
from corpus.intake import Intake, load_file, read_intake, read_version, unique_id
from corpus.journal import Journal, Op, Record, read_journal
from corpus.manifest import Manifest, SourceLine, dumped
from corpus.model import Document, Status
from corpus.outcome import Outcome
from corpus.survey import Survey
from corpus.vault import Vault, digest, lies_there, writing
from corpus.versions import same_words

_CHANGES = ("add", "version", "restore", "remove", "mark")


class Store:
    """A documents folder open for changes; ``dry`` looks, tells and changes nothing.

    ``found`` lists what somebody had changed in the folder by hand.
    """

    def __init__(self, folder: Path, *, dry: bool = False, progress: Callable[[str], None] | None = None) -> None:
        self.folder = folder
        self.dry = dry
        self.found: list[str] = []
        self._vault = Vault(folder)
        self._manifest = Manifest(folder)
        self._under_way = False
        self._progress = progress
        self._journal: Journal | None = None
        self._stack = ExitStack()
        self.held = Holdings()

    def __enter__(self) -> Self:
        with self._stack as stack:
            if not self.dry:
                stack.enter_context(writing(self.folder))
                stack.enter_context(self._vault.locked())
                self._vault.prepare()
                self._journal = stack.enter_context(Journal(self._vault.journal))
            self.held = Holdings.of(read_journal(self._vault.journal))
            if self._journal and self.held.last and self.held.last.op in _CHANGES:
                self._carry_out(self.held.last)
            vault = None if self.dry else self._vault
            if self.folder.is_dir():
                look = Survey(self.folder, self.held, vault, self._write, self._manifest.lines)
                self.found = list(look.changes(self._progress))
                self._adopt_lines()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._journal and self._journal.written and not self._under_way:
            self._write(Record(op="closed"))
        self._stack.__exit__(kind, error, trace)

    def add(self, paths: Iterable[Path], *, same_as: str | None = None) -> Iterator[Outcome]:
        """Take files in one by one; what goes wrong with one is told in its outcome, and the others go on.

        ``same_as`` names the document that the file is a version of, where the file itself doesn't tell. Raises
        ``UnknownClause`` where there is no such document.
        """
        if same_as:
            self.held.find(same_as)
        for path in paths:
            try:
                data, mtime_ns = load_file(path)
                outcome = self._take(safe_name(path.name), data, mtime_ns, same_as)
            except PolicyError as error:
                outcome = Outcome(printable(path.name), "未收", str(error))
            yield outcome

    def add_bytes(self, name: str, data: bytes, *, same_as: str | None = None) -> Outcome:
        """Take in one file that is in memory, such as an upload; names with a path in them are refused."""
        try:
            return self._take(safe_name(name), data, _now_ns(), same_as)
        except PolicyError as error:
            return Outcome(printable(name), "未收", str(error))

    def remove(self, wanted: str) -> Outcome:
        """Take a document out by id or file name; its versions stay kept. Raises ``UnknownClause``."""
        key = self.held.find(wanted)
        file = self.held.current.get(key)
        if file is None:
            raise UnknownClause(f"“{wanted}”已经不在文件库里，可以用 restore 恢复。")
        record = self.held.files[file]
        self._do(Record(op="remove", key=key, id=record.id, file=file, sha256=record.sha256, line=record.line))
        return Outcome(file, "移除", f"已移除“{file}”（{record.id}），旧版本仍保存着，可以用 restore 恢复。", record.id)

    def restore(self, wanted: str, version: str | None = None) -> Outcome:
        """Bring a removed document back, or an earlier version of one that is there (the one before by default).

        ``version`` is the beginning of the version's SHA-256 as ``list --versions`` shows it.
        """
        key = self.held.find(wanted)
        old = self._version(key, version)
        if old is None:
            raise UnknownClause(f"“{wanted}”没有可以恢复的版本“{version or '上一版'}”。")
        current = self.held.current.get(key)
        name = free_name(old.file, lambda n: n != current and self._is_taken(n, old.sha256))
        line = {**old.line, "file": name} if old.line else None
        self._do(replace(old, op="restore", file=name, line=line, replaced=current if current != name else None))
        return Outcome(name, "恢复", f"已恢复“{name}”（{old.id}，版本{old.sha256[:8]}）。", old.id)

    def _version(self, key: str, version: str | None) -> Record | None:
        """The version to go back to; the current one itself where its file was damaged in the folder."""
        current = self.held.current.get(key)
        if current is None and not version:
            return self.held.history[key][-1]
        shown = self.held.files[current] if current else None
        if shown and not version and not lies_there(self.folder / shown.file, shown.sha256):
            return shown
        others = [r for r in self.held.versions(key) if shown is None or r.sha256 != shown.sha256]
        found = [r for r in others if r.sha256.startswith(version)] if version else others[-1:]
        return found[0] if len(found) == 1 else None

    def mark(
        self,
        wanted: str,
        *,
        status: Status | None = None,
        effective_on: date | None = None,
        expires_on: date | None = None,
        superseded_by: str | None = None,
    ) -> Outcome:
        """Say by hand what a text can't: its status, days of force and successor; kept in sources.jsonl."""
        key = self.held.find(wanted)
        file = self.held.current.get(key)
        if file is None:
            raise UnknownClause(f"“{wanted}”已经不在文件库里，可以用 restore 恢复。")
        stated = {
            "status": status,
            "effective_on": effective_on,
            "expires_on": expires_on,
            "superseded_by": superseded_by,
        }
        record = self.held.files[file]
        line = SourceLine.model_validate({**(record.line or {"file": file}), **{k: v for k, v in stated.items() if v}})
        shown = line.model_dump(mode="json", exclude_none=True)
        self._do(replace(record, op="mark", line=shown, status=line.status or record.status))
        return Outcome(file, "登记", f"已登记“{file}”（{record.id}）的效力信息。", record.id)

    # ---- one file in ------------------------------------------------------------------------------------------------

    def _take(self, name: str, data: bytes, mtime_ns: int, same_as: str | None) -> Outcome:
        sha256 = digest(data)
        if self.held.is_current(sha256):
            record = self.held.latest(self.held.holder(sha256) or "")
            return Outcome(name, "重复", f"“{name}”与已有的“{record.file}”内容完全相同，未重复收入。", record.id)
        if (key := self.held.holder(sha256)) and key in self.held.current and not same_as:
            record = self.held.latest(key)
            return Outcome(
                name, "旧版本", f"“{name}”是“{record.file}”的旧版本，已经保存着；要换回请用 restore。", record.id
            )
        intake = read_intake(data, name)
        key, doubtful = (self.held.find(same_as), ()) if same_as else self.held.same_as(intake.identity, name)
        if key and key in self.held.current and not same_as and self._is_other_format(intake.document, key):
            record = self.held.latest(key)
            said = f"“{name}”与已有的“{record.file}”条款文字相同，是同一份文件的另一种格式，未重复收入；要换用请加 --same-as。"
            return Outcome(name, "重复", said, record.id)
        if not self.dry:
            self._vault.keep(data, sha256)
        if key is None:
            return self._new(name, intake, sha256, mtime_ns, doubtful)
        return self._next(name, intake, sha256, mtime_ns, key)

    def _is_other_format(self, document: Document, key: str) -> bool:
        record = self.held.latest(key)
        if record.status != document.status and not record.line:
            return False
        try:
            return same_words(read_version(self._vault, record), document)
        except PolicyError:
            return False

    def _new(self, name: str, intake: Intake, sha256: str, mtime_ns: int, doubtful: tuple[str, ...]) -> Outcome:
        document = intake.document
        document_id = unique_id(document, self.held.id_taken)
        file = free_name(name, lambda n: self._is_taken(n, sha256))
        line = None if document_id == document.id else {"file": file, "id": document_id}
        self._do(intake.record("add", document_id, file, sha256, mtime_ns, line, document_id))
        warnings = [*_warnings(document)]
        if doubtful:
            warnings.append(
                f"与{'、'.join(doubtful)}标题相同，缺少文号、机关或日期，无法确定是否同一份；如是，请用 --same-as 指明。"
            )
        if line:
            warnings.append(f"已有另一份文件叫“{document.id}”，本文件编号记为“{document_id}”。")
        if file != name:
            warnings.append(f"已有另一份文件名为“{name}”，本文件存为“{file}”。")
        return Outcome(file, "新增", f"已收入{document.citation}。", document_id, tuple(warnings), document)

    def _next(self, name: str, intake: Intake, sha256: str, mtime_ns: int, key: str) -> Outcome:
        """A new version of a document that is, or once was, in the folder."""
        before = self.held.latest(key)
        current = self.held.current.get(key)
        file = free_name(name, lambda n: n != current and self._is_taken(n, sha256))
        document_id = before.id if self.held.id_taken(intake.document.id, key) else intake.document.id
        if before.line and before.line.get("id"):
            document_id = before.id
        line: dict[str, Any] | None = None
        if before.line or document_id != intake.document.id:
            line = {**(before.line or {}), "file": file}
            if document_id != intake.document.id:
                line["id"] = document_id
            if "sha256" in line:
                line["sha256"] = sha256
        op: Op = "version" if current else "add"
        record = intake.record(op, key, file, sha256, mtime_ns, line, document_id)
        self._do(replace(record, replaced=current if current != file else None))
        document = intake.document
        if current is None:
            return Outcome(file, "新增", f"已重新收入{document.citation}。", document_id, _warnings(document), document)
        return Outcome(
            file,
            "新版本",
            f"已收为{document.citation}的新版本，旧版本（{before.file}）已保存。",
            document_id,
            _warnings(document),
            document,
        )

    def _is_taken(self, name: str, sha256: str = "") -> bool:
        path = self.folder / name
        return name in self.held.files or (path.exists() and not (sha256 and lies_there(path, sha256)))

    # ---- journal and folder -----------------------------------------------------------------------------------------

    def _write(self, record: Record) -> None:
        record = replace(record, at=datetime.now(UTC).isoformat(timespec="microseconds"))
        if self._journal:
            self._journal.append(record)
        self.held.apply(record)

    def _do(self, record: Record) -> None:
        """Write a change down, then carry it out."""
        self._under_way = True
        self._write(record)
        if self._journal:
            self._carry_out(record)
        self._under_way = False

    def _carry_out(self, record: Record) -> None:
        """Make the folder what a record says; doing it twice does no harm."""
        if record.op in ("add", "version", "restore"):
            if not lies_there(self.folder / record.file, record.sha256):
                self._vault.place(record.file, self._vault.content(record.sha256), record.mtime_ns)
            if record.replaced:
                self._vault.take_out(record.replaced)
        elif record.op == "remove":
            self._vault.take_out(record.file)
        self._set_line(record)

    def _set_line(self, record: Record) -> None:
        line = SourceLine.model_validate(record.line) if record.line and record.op != "remove" else None
        self._manifest.set(record.file, line, gone=record.replaced)

    def _adopt_lines(self) -> None:
        """Take over what somebody wrote into sources.jsonl by hand."""
        lines = self._manifest.lines
        for file, known in list(self.held.files.items()):
            shown = dumped(lines.get(file))
            if known.line != shown:
                status = str((shown or {}).get("status") or known.status)
                self._write(replace(known, op="mark", line=shown, status=status))


def _warnings(document: Document) -> tuple[str, ...]:
    return tuple(finding.text for finding in check(document))


def _now_ns() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000_000_000)
