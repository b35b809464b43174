"""Vectors on a Chroma server (``chroma run``, set by ``POLICY_CHROMA_URL``): one collection an index, rows as ids.

Every answer of the server can also be had from the vectors beside the index, only slower; so a server that dies, hangs or
serves something else never stops a search: it raises ``ChromaAway``, the caller searches the matrix, and the server is
asked again after a while. What the server holds is checked before it is believed: the collection's name and mark, its
count, and a few of its vectors against ours. Rows are only ever added, so readers of earlier generations go on.

The Rust server has no login; it belongs on loopback or behind a gateway. We never read a collection's configuration
(a stored embedding function would be built from it) and pass vectors only.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from corpus.errors import BadSettings, IndexUnusable
from index.chroma_folder import SPACE, errors
from index.matrix import Matrix, Vectors

_log = logging.getLogger(__name__)
_MARK = "policy-index"
_PATIENCE = 2.0  # seconds for a search; a server that is well needs milliseconds
_BUILD_PATIENCE = 120.0  # seconds for one batch of a build
_ASK_AGAIN, _ASK_LATEST = 15.0, 300.0  # seconds after which a server that was away is asked again, doubled each time
_PROBES = 8
_NEAR = 1e-3
Value = TypeVar("Value")


class ChromaAway(Exception):
    """The server can't be used just now; the text says why. Never reaches a user: the matrix answers instead."""


class ChromaServer:
    """A collection on a server, for searching and for a build's additions; safe to share between threads."""

    def __init__(self, url: str, collection: str) -> None:
        self._address = _address(url)
        self._url, self._name = url, collection
        self._lock = threading.Lock()
        self._collection: Any = None
        self._client: Any = None
        self._away_until, self._pause = 0.0, _ASK_AGAIN

    def search(
        self, vector: Vectors, k: int, check: Callable[[], Sequence[tuple[int, Vectors]]]
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest rows with their cosine; ``check`` gives rows with their vectors that must be there.

        Raises ``ChromaAway`` where the server is down, hangs, or holds something else.
        """
        if time.monotonic() < self._away_until:
            raise ChromaAway("Chroma 服务器不可用，稍后再试")
        try:
            found = _within(_PATIENCE, lambda: self._query(vector, k, check))
        except ChromaAway as away:
            self.close()
            with self._lock:
                self._away_until = time.monotonic() + self._pause
                self._pause = min(self._pause * 2, _ASK_LATEST)
            _log.warning(
                "%s，改用本机的向量继续检索。请检查 POLICY_CHROMA_URL=%s 上的服务器，或重新运行 python -m index build。",
                away,
                self._url,
            )
            raise
        self._pause = _ASK_AGAIN
        return [(int(row), 1.0 - float(d)) for row, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def write(self, matrix: Matrix, first: int, fresh: bool, batch: int = 2000) -> None:
        """Put a segment's vectors there, as rows from ``first``; a ``fresh`` collection is made anew.

        Raises ``IndexUnusable`` where the server can't be reached or does not take them: then nothing is published.
        """
        try:
            client = _within(_PATIENCE * 5, lambda: _client(self._address))
            self._client = client
            collection = _within(_BUILD_PATIENCE, lambda: self._made(client, fresh))
            for start in range(0, matrix.count, batch):
                last = min(start + batch, matrix.count)
                ids, vectors = [str(first + row) for row in range(start, last)], matrix.vectors(start, last)
                _within(_BUILD_PATIENCE, partial(collection.upsert, ids=ids, embeddings=vectors))
            self._verify(
                collection,
                [(first + row, matrix.vectors(row, row + 1)[0]) for row in _spread(matrix.count)],
                first + matrix.count,
            )
        except ChromaAway as away:
            raise IndexUnusable(
                f"向量写不进 Chroma 服务器“{self._url}”（{away}），索引未发布，原有索引照常可用。"
                "请检查服务器后重试，或去掉 POLICY_CHROMA_URL 改用本机文件夹。"
            ) from away
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the connections; the next search makes new ones."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
        if client is not None:
            _close(client)

    def _query(self, vector: Vectors, k: int, check: Callable[[], Sequence[tuple[int, Vectors]]]) -> Any:
        collection = self._collection
        if collection is None:
            client = _client(self._address)
            self._client = client
            collection = client.get_collection(self._name, embedding_function=None)
            known = check()
            self._verify(collection, known, max((row for row, _ in known), default=-1) + 1)
            with self._lock:
                self._collection = collection
        return collection.query(query_embeddings=[vector.tolist()], n_results=k, include=["distances"])

    def _verify(self, collection: Any, known: Sequence[tuple[int, Vectors]], least: int) -> None:
        """Compare what the server holds with what it must hold."""
        if (collection.metadata or {}).get(_MARK) != self._name or collection.count() < least:
            raise ChromaAway("Chroma 服务器上的集合不是这个索引的")
        for row, vector in known:
            found = collection.query(
                query_embeddings=[vector.tolist()], n_results=1, ids=[str(row)], include=["distances"]
            )
            if found["ids"] != [[str(row)]] or abs(found["distances"][0][0]) > _NEAR:
                raise ChromaAway("Chroma 服务器上的向量与索引不符")

    def _made(self, client: Any, fresh: bool) -> Any:
        if not fresh:
            return client.get_collection(self._name, embedding_function=None)
        return client.create_collection(
            self._name, embedding_function=None, metadata={_MARK: self._name}, configuration={"hnsw": {"space": SPACE}}
        )


def sample(matrices: Sequence[tuple[int, Matrix]]) -> list[tuple[int, Vectors]]:
    """A few rows with their vectors, of all segments: what a server must hold."""
    return [
        (first + row, matrix.vectors(row, row + 1)[0]) for first, matrix in matrices for row in _spread(matrix.count)
    ]


def drop_others(url: str, prefix: str, kept: Collection[str]) -> None:
    """Remove an index's collections that no kept generation uses; a server that is away keeps them till next time."""

    def drop() -> None:
        client = _client(_address(url))
        try:
            for collection in client.list_collections():
                if collection.name.startswith(prefix) and collection.name not in kept:
                    client.delete_collection(collection.name)
        finally:
            _close(client)

    try:
        _within(_PATIENCE * 5, drop)
    except ChromaAway as away:
        _log.info("旧的向量集合未能删除：%s", away)


def _client(address: tuple[str, int, bool]) -> Any:
    import chromadb
    from chromadb.config import Settings

    host, port, ssl = address
    return chromadb.HttpClient(host, port, ssl, settings=Settings(anonymized_telemetry=False))


def _close(client: Any) -> None:
    """Close a client and its connections, which chromadb 1.5 leaves open."""
    holders = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(getattr(holder, "_server", None), "_session", None) for holder in holders]
    client.close()
    for session in sessions:
        if session is not None:
            session.close()


def _spread(count: int) -> list[int]:
    return sorted({i * (count - 1) // (_PROBES - 1) for i in range(_PROBES)}) if count else []


def _address(url: str) -> tuple[str, int, bool]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise BadSettings("设置 POLICY_CHROMA_URL 的值不可用：应是 http://主机:端口，例如 http://127.0.0.1:8000。")
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 8000), parts.scheme == "https"


def _within(seconds: float, work: Callable[[], Value]) -> Value:
    """What ``work`` returns; raises ``ChromaAway`` where it fails or takes longer (Chroma's client waits for ever)."""
    import httpx

    expected: tuple[type[Exception], ...] = (ChromaAway, httpx.HTTPError, *errors())
    done: list[Value] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except expected as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if done:
        return done[0]
    if failed and isinstance(failed[0], ChromaAway):
        raise failed[0]
    if failed:
        raise ChromaAway(f"Chroma 服务器不可用（{type(failed[0]).__name__}）") from failed[0]
    raise ChromaAway(f"Chroma 服务器 {seconds:.0f} 秒没有回答" if thread.is_alive() else "Chroma 服务器不可用")
