"""What an index generation says of itself, and whether it fits: model, versions, corpus, files with their digests.

A generation is one folder that can be copied anywhere; opening it compares every file with the manifest, so a
truncated copy is refused with the command that mends it instead of answering from half of the clauses.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import IndexUnusable
from index.segment import CHROMA, SegmentEntry
from index.words import HERE

SCHEMA = 5
FILE = "manifest.json"
POINTER = "CURRENT"
LEXICAL, RECORDS = "lexical", "files.jsonl"
CORPUS = HERE.parent / "corpus"
MEND = "请运行 python -m index build 重建。"
_PROGRAM = (
    "words.txt",
    "stopwords.txt",
    "traditional.txt",
    "words.py",
    "passages.py",
    "lexical.py",
    "store.py",
    "matrix.py",
)
_SAMPLES, _BLOCK = 16, 1 << 20


class Manifest(BaseModel):
    """One generation's manifest, as it stands in manifest.json."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    generation: str
    model: str
    dimension: int
    libraries: dict[str, str]
    program: str
    reader: str
    corpus_digest: str
    documents_folder: str
    documents: int
    passages: int
    embedded: int
    segments: tuple[SegmentEntry, ...]
    server: str | None
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write it durably: it is the last file of a generation."""
        with (folder / FILE).open("w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a generation's manifest; raises ``IndexUnusable`` where it is missing or not ours."""
        try:
            data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise IndexUnusable(f"索引“{folder}”缺少清单或清单已损坏，{MEND}") from error
        if not isinstance(data, dict) or data.get("schema_version") != SCHEMA:
            raise IndexUnusable(f"索引“{folder}”是另一个版本建的，{MEND}")
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise IndexUnusable(f"索引“{folder}”的清单不完整，{MEND}") from error

    def check(self, folder: Path, model: str | None, corpus_digest: str | None) -> None:
        """Refuse a generation that doesn't fit this program, model and corpus, or whose files are not whole."""
        if not self.is_ours:
            raise IndexUnusable(f"索引是用另一版本的程序建的，{MEND}")
        if model is not None and self.model != model:
            raise IndexUnusable(f"索引是用另一个向量模型（{self.model}）建的，与现在的模型（{model}）不符，{MEND}")
        if corpus_digest is not None and self.corpus_digest != corpus_digest:
            raise IndexUnusable(f"政策文件在建索引之后有变动，{MEND}")
        for name, digest in self.files.items():
            if not (folder / name).is_file() or file_digest(folder / name) != digest:
                raise IndexUnusable(f"索引文件“{name}”缺失或已损坏，{MEND}")

    @property
    def is_ours(self) -> bool:
        """Whether this version of the program and its libraries wrote it."""
        return self.libraries == library_versions() and self.program == program_digest()


def current(index_dir: Path) -> Path:
    """The folder of the published generation; raises ``IndexUnusable`` where nothing has been published."""
    try:
        name = (index_dir / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexUnusable(f"“{index_dir}”里还没有索引，请先运行 python -m index build。") from error
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"索引文件夹“{index_dir}”无法读取，请检查权限，或{MEND}") from error
    folder = index_dir / name
    if not name or "/" in name or not folder.is_dir():
        raise IndexUnusable(f"“{index_dir}”里的索引不完整，{MEND}")
    return folder


@cache
def library_versions() -> dict[str, str]:
    """Versions whose files or whose way of cutting words the index depends on."""
    out = {}
    for name in ("chromadb", "jieba", "tantivy"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "?"
    return out


@cache
def program_digest() -> str:
    """Digest of what cuts passages and words: an index that was cut otherwise would not hold what a question looks for."""
    digest = hashlib.sha256()
    for name in _PROGRAM:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()[:16]


@cache
def reader_digest() -> str:
    """Digest of what reads and parses policy files: another reader may read other clauses from the same file."""
    digest = hashlib.sha256()
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in (".py", ".txt") and "documents" not in path.relative_to(CORPUS).parts:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def file_digest(path: Path) -> str:
    """SHA-256 of a file's size and content; of a file above 16 MiB, of sixteen blocks spread over it.

    A copy that was cut off, and a file of another generation, show; checking a large index takes milliseconds.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        if size <= _SAMPLES * _BLOCK:
            digest.update(file.read())
        else:
            for i in range(_SAMPLES):
                file.seek((size - _BLOCK) * i // (_SAMPLES - 1))
                digest.update(file.read(_BLOCK))
    return digest.hexdigest()


def file_digests(folder: Path) -> dict[str, str]:
    """Digests of all files of a generation, but for those of Chroma, which rewrites its own."""
    return {str(p.relative_to(folder)): file_digest(p) for p in generation_files(folder) if CHROMA not in p.parts}


def generation_files(folder: Path) -> Iterator[Path]:
    """All files of a generation but its manifest and locks."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(".lock") and path.name != FILE:
            yield path
