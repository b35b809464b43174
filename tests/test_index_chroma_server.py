"""Vectors on a real Chroma server: started on loopback, killed, restarted, stopped in the middle, replaced by a foreign one."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from corpus.errors import BadSettings, IndexUnusable
from index import build as building
from index import chroma_server
from index.build import build
from index.chroma_server import ChromaServer
from index.manifest import Manifest
from index.matrix import Vectors
from index.retriever import Retriever
from index.settings import load_settings
from tests.builders_index import CountingEncoder, document, generation, libraries, library

CHROMA = Path(sys.executable).with_name("chroma")


class Server:
    """``chroma run`` on a free port of loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [str(CHROMA), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise TimeoutError("chroma run does not answer")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def collections(self) -> list[str]:
        with self.client() as client:
            return sorted(c.name for c in client.list_collections())

    @contextmanager
    def client(self) -> Iterator[Any]:
        client = chroma_server._client(("127.0.0.1", self.port, False))
        try:
            yield client
        finally:
            chroma_server._close(client)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    monkeypatch.setenv("POLICY_CHROMA_URL", server.url)
    monkeypatch.setattr(chroma_server, "_ASK_AGAIN", 0.0)
    load_settings.cache_clear()
    yield server
    server.signal(signal.SIGCONT)
    server.kill()
    monkeypatch.undo()
    load_settings.cache_clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows the server gave at each search that it answered."""
    seen: list[int] = []
    search = ChromaServer.search

    def counted(self: ChromaServer, vector: Vectors, k: int, check: object) -> list[tuple[int, float]]:
        found = search(self, vector, k, check)  # type: ignore[arg-type]  # passed on as it is
        seen.append(len(found))
        return found

    monkeypatch.setattr(ChromaServer, "search", counted)
    return seen


def opened(index_dir: Path) -> Retriever:
    return Retriever.open(index_dir, encoder=CountingEncoder())


def found(index_dir: Path, question: str = "医养结合机构") -> list[tuple[str, float]]:
    with closing(opened(index_dir)) as retriever:
        return [(hit.passage.id, round(hit.score, 6)) for hit in retriever.search(question, 20)]


def test_the_server_and_the_matrix_give_the_same(tmp_path: Path, server: Server, asked: list[int]) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    folder = generation(tmp_path / "index")
    assert not list(folder.rglob("chroma"))
    assert server.collections() == [Manifest.read(folder).server]
    with_server = found(tmp_path / "index")
    assert asked == [Manifest.read(folder).passages]
    server.kill()
    assert found(tmp_path / "index") == with_server


def test_killed_and_restarted_in_the_middle(
    tmp_path: Path, server: Server, asked: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    retriever = opened(tmp_path / "index")
    first = [hit.passage.id for hit in retriever.search("医养结合机构", 5)]
    server.kill()
    with caplog.at_level(logging.WARNING):
        assert [hit.passage.id for hit in retriever.search("医养结合机构", 5)] == first
    assert any(
        "改用本机的向量继续检索" in r.getMessage() and "POLICY_CHROMA_URL" in r.getMessage() for r in caplog.records
    )
    assert len(asked) == 1
    server.start()
    assert [hit.passage.id for hit in retriever.search("医养结合机构", 5)] == first
    assert len(asked) == 2
    retriever.close()


def test_a_server_that_hangs_costs_a_moment(
    tmp_path: Path, server: Server, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    retriever = opened(tmp_path / "index")
    first = [hit.passage.id for hit in retriever.search("医养结合机构", 5)]
    monkeypatch.setattr(chroma_server, "_PATIENCE", 0.5)
    monkeypatch.setattr(chroma_server, "_ASK_AGAIN", 60.0)
    retriever._current().dense._server._pause = 60.0  # type: ignore[union-attr]  # there is one
    server.signal(signal.SIGSTOP)
    started = time.monotonic()
    for _ in range(5):
        assert [hit.passage.id for hit in retriever.search("医养结合机构", 5)] == first
    assert time.monotonic() - started < 3
    assert len(asked) == 1
    retriever.close()


def test_a_foreign_server_is_not_believed(
    tmp_path: Path, server: Server, asked: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    right = found(tmp_path / "index")
    name = Manifest.read(generation(tmp_path / "index")).server or ""
    vectors = np.random.default_rng(1).normal(size=(60, 64)).astype(np.float32)
    for metadata in ({"policy-index": name}, {"whose": "another program's"}):
        with server.client() as client:
            client.delete_collection(name)
            foreign = client.create_collection(name, metadata=metadata, embedding_function=None)
            foreign.add(ids=[str(row) for row in range(60)], embeddings=vectors)
        with caplog.at_level(logging.WARNING):
            assert found(tmp_path / "index") == right
    messages = [record.getMessage() for record in caplog.records]
    assert any("向量与索引不符" in m for m in messages)
    assert any("不是这个索引的" in m for m in messages)
    assert len(asked) == 1


def test_additions_go_to_the_same_collection(
    tmp_path: Path, server: Server, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "REWRITE_BELOW", 0)
    more = document("丙方案", "丙〔2024〕1号", clauses={"一": "一、推进远程医疗。"})
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    collections = server.collections()
    old = opened(tmp_path / "index")
    old._looked = float("inf")
    before = [hit.passage.id for hit in old.search("推进远程医疗", 30)]
    both = library(*libraries().documents[1:], more)  # one goes, one comes
    build(both, tmp_path / "index", encoder=CountingEncoder())
    assert server.collections() == collections
    assert any(id_.startswith("丙〔2024〕1号") for id_, _ in found(tmp_path / "index", "推进远程医疗"))
    assert not [id_ for id_, _ in found(tmp_path / "index") if id_.startswith("梅市府办")]
    assert [hit.passage.id for hit in old.search("推进远程医疗", 30)] == before
    assert len(asked) == 4
    old.close()


def test_a_build_against_a_dead_server_publishes_nothing(tmp_path: Path, server: Server) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    before = generation(tmp_path / "index")
    server.kill()
    with pytest.raises(IndexUnusable, match=r"写不进 Chroma 服务器.*原有索引照常可用.*POLICY_CHROMA_URL"):
        build(library(document()), tmp_path / "index", encoder=CountingEncoder())
    assert generation(tmp_path / "index") == before
    assert found(tmp_path / "index")


def test_old_collections_go(tmp_path: Path, server: Server) -> None:
    for i in range(4):
        build(library(document(clauses={"一": f"一、第{i}版。"})), tmp_path / "index", encoder=CountingEncoder())
    assert len(server.collections()) == 2  # that of the generation before stays as long as the generation


def test_moving_to_the_server_and_back(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    monkeypatch.delenv("POLICY_CHROMA_URL")
    load_settings.cache_clear()
    assert found(tmp_path / "index")  # without the setting the matrix answers
    manifest = build(libraries(), tmp_path / "index", encoder=CountingEncoder())
    assert (manifest.server, manifest.embedded) == (None, 0)
    assert list(generation(tmp_path / "index").rglob("chroma"))


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://host", "http://", "http://host/path"])
def test_a_bad_address_is_told(url: str) -> None:
    with pytest.raises(BadSettings, match="POLICY_CHROMA_URL"):
        ChromaServer(url, "policy-x")
