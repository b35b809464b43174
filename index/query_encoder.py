"""Encodes one question without importing torch: the same BERT, in numpy, straight from the model's folder.

Importing sentence-transformers takes six seconds and loading another one or two; a single ``index search`` needs only
one short vector. Twelve layers over twenty word pieces are a few milliseconds of matrix products, less than the
library's own overhead. Vectors equal those of ``SentenceEncoder`` in float32 (a test holds them to it), so questions
encoded here meet passages encoded there. Passages, which come by the thousand, stay with sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from corpus.errors import ModelUnavailable
from index.embedding import Encoder, SentenceEncoder, Vectors
from index.resident_encoder import ResidentBert
from index.settings import IndexSettings

Array = NDArray[np.float32]
_EPSILON = 1e-12
_REMEMBERED = 256
_SENTENCES = 8192  # 12 MB
_MODULES = ["Transformer", "Pooling", "Normalize"]


class QuickEncoder:
    """An ``Encoder`` whose questions are quick from a cold start; passages go to the ``SentenceEncoder`` it wraps."""

    def __init__(self, documents: SentenceEncoder) -> None:
        self._documents = documents
        self.name = documents.name
        self._folder = documents.folder
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._encode)
        self._sentences = lru_cache(maxsize=_SENTENCES)(self._encode_sentence)
        self._resident: ResidentBert | None = None

    @staticmethod
    def fits(folder: Path) -> bool:
        """Whether the folder holds what this file computes: a BERT encoder, mean pooling, unit vectors, a prompt."""
        try:
            config = _json(folder / "config.json")
            modules = [module["type"].rpartition(".")[2] for module in _json(folder / "modules.json")]
            pooling = _json(folder / "1_Pooling" / "config.json")
        except (OSError, ValueError, KeyError, TypeError):
            return False
        mean = pooling.get("pooling_mode") == "mean" and pooling.get("include_prompt", True)
        plain = config.get("model_type") == "bert" and config.get("hidden_act") == "gelu"
        return bool(mean and plain and modules == _MODULES)

    @property
    def dimension(self) -> int:
        """384 for e5-small-zh."""
        return int(self._config["hidden_size"])

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, with sentence-transformers."""
        return self._documents.encode_document(texts)

    def encode_query(self, text: str) -> Vectors:
        """Encode one question; the last few hundred are remembered (a page asks the same again)."""
        return self._remembered(text).copy()

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        """A few sentences of documents, one by one and remembered: no seconds for the library that embeds thousands."""
        return np.stack([self._sentences(text) for text in texts])

    def settle(self) -> None:
        """This process will ask many questions: take the time now that makes each of them quicker."""
        if self._resident is None and ResidentBert.gains():
            self._resident = _resident(self._folder)
            self._remembered.cache_clear()
            self._sentences.cache_clear()

    def pieces(self, text: str) -> list[int]:
        """The numbers of a question's word pieces, the model's query prompt before them."""
        return self._pieces(self._prompts.get("query", "") + text)

    def _pieces(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text).ids[: self._config["max_position_embeddings"]])

    def _encode(self, text: str) -> Vectors:
        return self._vector(self.pieces(text))

    def _encode_sentence(self, text: str) -> Vectors:
        return self._vector(self._pieces(self._prompts.get("document", "") + text))

    def _vector(self, pieces: list[int]) -> Vectors:
        """Word pieces, twelve layers, mean, unit length."""
        _one_thread()
        if self._resident is not None:
            return self._resident.encode(pieces)
        states = self._weights.embed(np.array(pieces))
        for layer in self._weights.layers:
            states = layer(states, self._config["num_attention_heads"])
        mean = states.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), _EPSILON), dtype=np.float32)

    @cached_property
    def _config(self) -> dict[str, Any]:
        return dict(_json(self._folder / "config.json"))

    @cached_property
    def _prompts(self) -> dict[str, str]:
        """「query: 」 before a question, 「passage: 」 before what a document says."""
        return dict(_json(self._folder / "config_sentence_transformers.json").get("prompts", {}))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._config["max_position_embeddings"])
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _weights(self) -> _Weights:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            return _Weights(load_file(self._folder / "model.safetensors"), self._config["num_hidden_layers"])
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelUnavailable(
                f"向量模型“{self._folder}”无法加载（{type(error).__name__}），请从源代码仓库恢复 index/model 后重试。"
            ) from error


@cache
def _one_thread() -> None:
    """One thread a question, from now on: the matrices are small, and threads that wait for a busy core cost ten times
    the work. numpy's limit holds for the whole process, so setting it back after each question would, with several
    questions at once, give some of them all threads again. torch, which embeds passages, has threads of its own.
    """
    ThreadpoolController().limit(limits=1, user_api="blas")


def query_encoder(settings: IndexSettings) -> Encoder:
    """The encoder for questions: the quick one where the model's folder is what it computes, else the library's."""
    whole = SentenceEncoder(settings.model_dir, settings.precision, settings.embed_batch)
    return QuickEncoder(whole) if QuickEncoder.fits(settings.model_dir) else whole


@cache
def _resident(folder: Path) -> ResidentBert:
    """Once a process, whichever retriever asks: the page opens a new one with every new library."""
    return ResidentBert(folder, _json(folder / "config.json"))


class _Weights:
    """The model's numbers; the word table stays in half precision, of which a question needs twenty rows."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]], layers: int) -> None:
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._positions = _single(tensors["embeddings.position_embeddings.weight"])
        self._type = _single(tensors["embeddings.token_type_embeddings.weight"])[0]
        self._norm = _Norm(tensors, "embeddings.LayerNorm")
        self.layers = tuple(_Layer(tensors, f"encoder.layer.{i}.") for i in range(layers))

    def embed(self, pieces: NDArray[np.int64]) -> Array:
        """The word pieces' first states."""
        return self._norm(_single(self._words[pieces]) + self._positions[: len(pieces)] + self._type)


class _Layer:
    """One layer of BERT: self-attention, then two dense layers, each added to its input and normalised."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]], at: str) -> None:
        own = f"{at}attention.self."
        # The three projections as one product.
        self._in = np.concatenate([_single(tensors[f"{own}{n}.weight"]).T for n in ("query", "key", "value")], axis=1)
        self._in_bias = np.concatenate([_single(tensors[f"{own}{n}.bias"]) for n in ("query", "key", "value")])
        self._out = _Dense(tensors, f"{at}attention.output.dense")
        self._out_norm = _Norm(tensors, f"{at}attention.output.LayerNorm")
        self._wide = _Dense(tensors, f"{at}intermediate.dense")
        self._narrow = _Dense(tensors, f"{at}output.dense")
        self._norm = _Norm(tensors, f"{at}output.LayerNorm")

    def __call__(self, states: Array, heads: int) -> Array:
        count, size = states.shape
        split = (states @ self._in + self._in_bias).reshape(count, 3, heads, size // heads)
        query, key, value = (split[:, i].transpose(1, 0, 2) for i in range(3))
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size // heads))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ value).transpose(1, 0, 2).reshape(count, size)
        states = self._out_norm(self._out(seen) + states)
        return self._norm(self._narrow(_gelu(self._wide(states))) + states)


class _Dense:
    def __init__(self, tensors: Mapping[str, NDArray[Any]], name: str) -> None:
        self._weight = np.ascontiguousarray(_single(tensors[f"{name}.weight"]).T)
        self._bias = _single(tensors[f"{name}.bias"])

    def __call__(self, states: Array) -> Array:
        return states @ self._weight + self._bias


class _Norm:
    def __init__(self, tensors: Mapping[str, NDArray[Any]], name: str) -> None:
        self._weight, self._bias = _single(tensors[f"{name}.weight"]), _single(tensors[f"{name}.bias"])

    def __call__(self, states: Array) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        return np.asarray(centred / spread * self._weight + self._bias, dtype=np.float32)


def _gelu(states: Array) -> Array:
    """x·Φ(x), with the error function by Abramowitz and Stegun 7.1.26 (wrong by at most 1.5e-7)."""
    at = np.abs(states) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * at)
    a1, a2, a3, a4, a5 = (np.float32(a) for a in (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429))
    error = 1 - ((((a5 * t + a4) * t + a3) * t + a2) * t + a1) * t * np.exp(-at * at)
    return np.asarray(0.5 * states * (1 + np.copysign(error, states)), dtype=np.float32)


def _single(tensor: NDArray[Any]) -> Array:
    return np.asarray(tensor, dtype=np.float32)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
