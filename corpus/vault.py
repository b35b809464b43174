"""Every version's file, kept for good under the SHA-256 of its content, and files put into the folder in one step.

    DIR/.versions/journal.jsonl      what happened (journal.py)
    DIR/.versions/objects/ab/abcd…   the content of every version, whatever its name
    DIR/.versions/aside/             files half written; emptied when the folder is opened
    DIR/.versions/lock               one writer at a time

The folder is hidden, so that reading the documents folder never takes an old version for a document.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import LibraryBusy, LibraryUnwritable, UnknownClause

HIDDEN = ".versions"


class Vault:
    """The hidden folder beside a folder's documents."""

    def __init__(self, documents: Path) -> None:
        self.documents = documents
        self.folder = documents / HIDDEN
        self.journal = self.folder / "journal.jsonl"

    def prepare(self) -> None:
        """Make the folders and empty what a killed run left half written."""
        for path in (self.folder / "objects", self.folder / "aside"):
            path.mkdir(parents=True, exist_ok=True)
        for path in (self.folder / "aside").iterdir():
            path.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock; it goes with the process, however that ends. Raises ``LibraryBusy`` where another has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LibraryBusy(f"另一个进程正在改动文件夹“{self.documents}”，请等它结束后重试。") from error
            yield

    def _object(self, sha256: str) -> Path:
        return self.folder / "objects" / sha256[:2] / sha256

    def keep(self, data: bytes, sha256: str) -> None:
        """Keep a content; one that is kept already costs a look."""
        path = self._object(sha256)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size == len(data):
                return
        path.parent.mkdir(exist_ok=True)
        self._write(path, data)

    def content(self, sha256: str) -> bytes:
        """A kept content, checked; raises ``UnknownClause`` where it is missing or damaged."""
        try:
            data = self._object(sha256).read_bytes()
        except FileNotFoundError:
            data = b""
        if digest(data) != sha256:
            raise UnknownClause(f"保存的旧版本（{sha256[:12]}）不在或已损坏，无法取出。")
        return data

    def place(self, name: str, data: bytes, mtime_ns: int) -> None:
        """Put a file into the documents folder: readers see the old one or the new one."""
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write(path, data, mtime_ns)

    def take_out(self, name: str) -> None:
        """Take a file out of the documents folder; its content stays kept."""
        with contextlib.suppress(FileNotFoundError):
            (self.documents / name).unlink()

    def _write(self, path: Path, data: bytes, mtime_ns: int | None = None) -> None:
        aside = self.folder / "aside" / str(os.getpid())
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mtime_ns is not None:
            os.utime(aside, ns=(mtime_ns, mtime_ns))
        aside.replace(path)


def digest(data: bytes) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def lies_there(path: Path, sha256: str) -> bool:
    """Whether a file with this content lies at a path."""
    try:
        return digest(path.read_bytes()) == sha256
    except (FileNotFoundError, IsADirectoryError):
        return False


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the disk says into one Chinese sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LibraryUnwritable(
            f"无法写入文件夹“{folder}”（{reason}），请检查权限和磁盘空间后再次运行，会接着做完。"
        ) from error
