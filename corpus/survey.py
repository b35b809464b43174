"""What somebody changed in a documents folder by hand since it was last opened: files put in, overwritten, taken away.

The folder is what counts. Whatever lies there is taken into the history before anything else is done, so the version
that a later change replaces is kept as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.holdings import Holdings
from corpus.intake import Intake, load_file, read_intake
from corpus.journal import Op, Record
from corpus.manifest import SourceLine, dumped, policy_files
from corpus.vault import Vault, digest


@dataclass(frozen=True, slots=True)
class Survey:
    """One look over a folder. ``vault`` is ``None`` where nothing is to be kept (a dry run)."""

    folder: Path
    held: Holdings
    vault: Vault | None
    write: Callable[[Record], None]
    lines: Mapping[str, SourceLine]

    def changes(self, progress: Callable[[str], None] | None = None) -> Iterator[str]:
        """Bring the holdings up to what lies in the folder; yields a Chinese line for what a person should know."""
        lying = {p.relative_to(self.folder).as_posix(): p for p in policy_files(self.folder)}
        for file in [f for f in self.held.files if f not in lying]:
            gone = self.held.files[file]
            self.write(Record(op="gone", key=gone.key, id=gone.id, file=file))
            yield f"“{file}”已不在文件夹里，旧版本仍保存着。"
        for file, path in lying.items():
            known = self.held.skipped.get(file) or self.held.files.get(file)
            found = path.stat()
            if known is None or (known.size, known.mtime_ns) != (found.st_size, found.st_mtime_ns):
                if progress:
                    progress(file)
                yield from self._look_at(path, file)

    def _look_at(self, path: Path, file: str) -> Iterator[str]:
        found = path.stat()
        skipped = Record(op="skipped", file=file, size=found.st_size, mtime_ns=found.st_mtime_ns)
        try:
            data, mtime_ns = load_file(path)
            sha256 = digest(data)
            known = self.held.files.get(file)
            if known and known.sha256 == sha256:
                return
            intake = read_intake(data, file, self.lines.get(file))
        except UnreadableFile as error:
            self.write(skipped)
            yield f"文件夹里的“{file}”没有登记：{error}"
            return
        key, op, said = self._who(intake, file, sha256)
        if key is None:
            self.write(skipped)
        else:
            if self.vault:
                self.vault.keep(data, sha256)
            self.write(intake.record(op, key, file, sha256, mtime_ns, dumped(self.lines.get(file))))
        if said:
            yield said

    def _who(self, intake: Intake, file: str, sha256: str) -> tuple[str | None, Op, str]:
        """Under which key a file found here goes; ``None`` where another file here is the same document."""
        held = self.held
        if file in held.files:
            return held.files[file].key, "changed", f"“{file}”被直接改动过，已记为新版本。"
        key = held.holder(sha256) or held.same_as(intake.identity, file)[0]
        if key is not None and key in held.current:
            other = held.current[key]
            return None, "skipped", f"“{file}”与“{other}”是同一份文件，没有另外登记，检索时只用其中一份。"
        if key is None:
            key = intake.document.id
            if held.id_taken(key):
                other = held.latest(held.find(key)).file
                return None, "skipped", f"“{file}”与“{other}”编号相同（{key}），没有登记，请用 add 重新加入。"
        return key, "found", ""
