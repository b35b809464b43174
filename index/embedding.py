"""The dense leg's encoder: sentence-transformers with the e5-small-zh folder that ships beside this file.

``Encoder`` is all that the rest of the room knows, so another model, or a lighter runtime for a single query, can take
its place. e5 wants "query: " before a question and "passage: " before a passage; the model's own prompts add them.
Nothing is ever fetched: the hub is switched off before the library is imported.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable

if TYPE_CHECKING:  # seconds to import, therefore loaded at the first use
    from sentence_transformers import SentenceTransformer

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

Vectors = NDArray[np.float32]
_SMALLEST_BATCH = 8
_NEEDED = ("config.json", "modules.json", "model.safetensors", "tokenizer.json")


class Encoder(Protocol):
    """Turns text into unit vectors; equal text gives equal vectors."""

    @property
    def name(self) -> str:
        """What the manifest records: the model's name with the digest of its files."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (count, dimension), in order."""
        ...


class SentenceEncoder:
    """The model in a sentence-transformers folder, loaded at the first use (it takes seconds)."""

    def __init__(self, folder: Path, precision: str = "auto", batch: int = 32) -> None:
        missing = [name for name in _NEEDED if not (folder / name).is_file()]
        if missing:
            raise ModelUnavailable(
                f"向量模型文件夹“{folder}”里缺少 {missing[0]}，请从源代码仓库恢复 index/model，"
                "或用环境变量 POLICY_MODEL_DIR 指向完整的模型文件夹。"
            )
        self.folder, self._precision, self._batch = folder, precision, batch
        self.name = model_name(folder)

    @property
    def dimension(self) -> int:
        """384 for e5-small-zh."""
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelUnavailable(f"向量模型“{self.folder}”没有写明维数，请从源代码仓库恢复 index/model 后重试。")
        return dimension

    def encode_query(self, text: str) -> Vectors:
        """Encode one question."""
        vector = self._model.encode_query(
            text, convert_to_tensor=True, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vector.float().cpu().numpy(), dtype=np.float32)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages: batches of texts of like length, as many at a time as torch has threads.

        One thread a batch beats all threads on one batch: the model's matrices are so small that threads spend half
        their time waiting for each other, and more where something else keeps a core busy (README).
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        model, threads = self._model, _threads()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        size = max(1, min(self._batch, max(_SMALLEST_BATCH, -(-len(texts) // threads))))
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        if len(batches) == 1 or threads == 1:
            parts = [_encode(model, [texts[i] for i in batch]) for batch in batches]
        else:
            parts = _side_by_side(model, [[texts[i] for i in batch] for batch in batches], threads)
        out = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        for batch, part in zip(batches, parts, strict=True):
            out[batch] = part
        return out

    @property
    def _model(self) -> SentenceTransformer:
        return _load(self.folder, self._precision)


def _encode(model: SentenceTransformer, texts: Sequence[str]) -> Vectors:
    """One batch."""
    vectors = model.encode_document(
        list(texts), batch_size=len(texts), convert_to_tensor=True, normalize_embeddings=True, show_progress_bar=False
    )
    return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)


def _side_by_side(model: SentenceTransformer, batches: Sequence[Sequence[str]], threads: int) -> list[Vectors]:
    """Batches at the same time, each on one thread; torch has its threads back afterwards."""
    import torch

    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            return list(pool.map(partial(_encode, model), batches))
    finally:
        torch.set_num_threads(threads)


@cache
def _threads() -> int:
    """How many threads torch has, asked once: while batches run side by side it would say one."""
    import torch

    return int(torch.get_num_threads())


def load_plain(folder: Path, precision: Literal["float32", "float16"] = "float32") -> SentenceTransformer:
    """The library's own model in one precision, for the plain pipeline that ours is measured against."""
    return _load(folder, precision)


@cache
def _load(folder: Path, precision: str) -> SentenceTransformer:
    """Import and load; seconds, therefore at the first use and once a process."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs; ours shows the build

    bf16 = precision == "bfloat16" or (precision == "auto" and bf16_gains())
    dtype = torch.bfloat16 if bf16 else torch.float16 if precision == "float16" else torch.float32
    try:
        model = SentenceTransformer(str(folder), local_files_only=True, device="cpu", model_kwargs={"dtype": dtype})
        # The tokenizer takes over padding and truncation at its first use, which two threads must not do at once.
        model.encode_document(["预热", "一"])
        return model
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(
            f"向量模型“{folder}”无法加载（{type(error).__name__}），请从源代码仓库恢复 index/model 后重试。"
        ) from error


def bf16_gains() -> bool:
    """bfloat16 is three times as fast where the processor multiplies it (AMX, AVX-512 BF16), slower elsewhere."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags


@cache
def model_name(folder: Path) -> str:
    """「e5-small-zh@1f0c…」: folder name and digest of weights, tokenizer and configuration."""
    digest = hashlib.sha256()
    for name in sorted((*_NEEDED, "config_sentence_transformers.json")):
        if (folder / name).is_file():
            digest.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
    return f"{folder.name}@{digest.hexdigest()[:16]}"
