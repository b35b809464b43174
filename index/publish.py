"""Who may write an index folder, and how a finished generation becomes the one that readers see.

index_dir/CURRENT              the name of the published generation
index_dir/gen-…/               one generation: everything that readers need, in one folder that can be copied
index_dir/vector-cache.sqlite  vectors by content hash: a rebuild embeds only what changed
index_dir/.lock                one builder at a time
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBusy, IndexUnusable, PolicyError
from index import manifest as manifests


def publish(index_dir: Path, name: str) -> None:
    """Point CURRENT at the generation: readers see the old one or the new one, never half of either."""
    temporary = index_dir / f"{manifests.POINTER}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / manifests.POINTER)
    handle = os.open(index_dir, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def collection_prefix(index_dir: Path) -> str:
    """How the collections of this index are called on a Chroma server: 「policy-9f2c…-」, the same for ever."""
    path = index_dir / ".id"
    if not path.is_file():
        path.write_text(uuid.uuid4().hex[:12], encoding="ascii")
    return f"policy-{path.read_text(encoding='ascii')}-"


def clean(index_dir: Path, keep: int) -> None:
    """Remove unpublished leftovers and all generations but the newest ``keep`` published ones."""
    try:
        live = manifests.current(index_dir).name
    except IndexUnusable:
        live = ""
    whole = sorted((p for p in index_dir.glob("gen-*") if (p / manifests.FILE).is_file()), key=lambda p: p.name)
    older = [p.name for p in reversed(whole) if p.name < live]
    kept = {live, *older[: keep - 1 if live else keep]}
    for path in index_dir.glob("gen-*"):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Hold the folder's lock; it goes with the process, however that ends."""
    with (index_dir / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(f"另一个进程正在“{index_dir}”建索引，请等它结束后重试。") from error
        yield


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Make the folder, and turn what the disk says into one Chinese sentence."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        yield
    except PolicyError:
        raise
    except (OSError, sqlite3.Error, ValueError) as error:
        reason = f"（{error.strerror or type(error).__name__}）" if isinstance(error, OSError) else f"（{error}）"
        raise IndexUnusable(
            f"无法写入索引文件夹“{index_dir}”{reason}，原有索引未受影响，请检查权限和磁盘空间后重试。"
        ) from error
