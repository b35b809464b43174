from __future__ import annotations

import errno
import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import IndexBusy, IndexUnusable, ModelUnavailable
from index import build as building
from index import manifest as manifests
from index.build import build
from index.embedding import SentenceEncoder
from index.lexical import LexicalWriter
from index.manifest import Manifest, file_digest
from index.retriever import Retriever
from tests.builders_index import CountingEncoder, document, generation, libraries, library


def opened(index_dir: Path, digest: str | None = None, encoder: CountingEncoder | None = None) -> Retriever:
    return Retriever.open(index_dir, corpus_digest=digest, encoder=encoder or CountingEncoder())


def test_build_and_find(tmp_path: Path) -> None:
    stages: list[str] = []
    manifest = build(libraries(), tmp_path, lambda stage, done, total: stages.append(stage), CountingEncoder())
    assert (manifest.documents, manifest.model) == (4, "counting@1")
    assert list(dict.fromkeys(stages)) == ["切分条款", "计算向量", "写入词语索引", "写入向量库", "核对"]
    assert str(opened(tmp_path).find("梅州医养结合机构")[1][0].clause) == "梅市府办〔2024〕1号#一/（二）"


def test_nothing_is_done_twice(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    one = build(libraries(), tmp_path, encoder=first)
    assert build(libraries(), tmp_path, encoder=second) == one
    assert (len(first.encoded), second.encoded) == (one.passages, [])


def test_only_what_changed_is_embedded(tmp_path: Path) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    changed = document(clauses={"一": "一、总体要求", "二": "二、新的一条,说别的事情。"})
    encoder = CountingEncoder()
    manifest = build(library(*libraries().documents[1:], changed), tmp_path, encoder=encoder)
    assert [text.splitlines()[-1] for text in encoder.encoded] == ["二、新的一条,说别的事情。"]
    assert manifest.embedded == 1


def test_another_model_embeds_anew(tmp_path: Path) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    other = CountingEncoder("counting@2")
    assert build(libraries(), tmp_path, encoder=other).passages == len(other.encoded)


def test_two_builders_exclude_each_other(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexBusy, match="另一个进程"):
            build(libraries(), tmp_path, encoder=CountingEncoder())


def test_a_reader_picks_up_the_next_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    retriever = opened(tmp_path)
    retriever.find("医保支付方式")
    build(library(document()), tmp_path, encoder=CountingEncoder())
    monkeypatch.setattr("index.retriever._LOOK_AGAIN", 0)
    assert {hit.passage.document for hit in retriever.find("医保支付方式")[1]} == {"梅市府办〔2024〕1号"}


def test_old_generations_go_and_the_one_before_stays(tmp_path: Path) -> None:
    for i in range(4):
        build(library(document(clauses={"一": f"一、第{i}版。"})), tmp_path, encoder=CountingEncoder())
    assert len(list(tmp_path.glob("gen-*"))) == 2
    assert generation(tmp_path) == max(tmp_path.glob("gen-*"))


@pytest.mark.parametrize(
    ("error", "says"),
    [(OSError(errno.ENOSPC, "No space left on device"), "No space"), (ValueError("坏了"), "坏了")],
)
def test_a_full_disk_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(LexicalWriter, "close", full)
    with pytest.raises(IndexUnusable, match=f"{says}.*原有索引未受影响"):
        build(library(document()), tmp_path, encoder=CountingEncoder())
    assert len(list(tmp_path.glob("gen-*"))) == 1
    assert opened(tmp_path).find("三明医改")[1]


def test_a_generation_that_loses_a_passage_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = LexicalWriter.add
    monkeypatch.setattr(LexicalWriter, "add", lambda self, row, passage: add(self, row, passage) if row else None)
    with pytest.raises(IndexUnusable, match="未发布"):
        build(libraries(), tmp_path, encoder=CountingEncoder())
    assert not (tmp_path / "CURRENT").exists()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnusable, match="无法写入索引文件夹"):
        build(libraries(), tmp_path / "file" / "index", encoder=CountingEncoder())


@pytest.mark.skipif(os.geteuid() == 0, reason="root 不受文件夹权限限制")
def test_an_unwritable_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnusable, match="无法写入索引文件夹"):
        build(libraries(), tmp_path / "index", encoder=CountingEncoder())


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    (tmp_path / "vector-cache.sqlite").write_bytes(b"garbage" * 1000)
    encoder = CountingEncoder()
    assert build(library(document()), tmp_path, encoder=encoder).passages == len(encoder.encoded)


def test_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match=r"还没有索引，请先运行 python -m index build"):
        opened(tmp_path / "nothing")


def _edit(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        data = json.loads((folder / "manifest.json").read_text())
        change(data)
        (folder / "manifest.json").write_text(json.dumps(data))

    return edit


def _cut(name: str) -> Callable[[Path], None]:
    def cut(folder: Path) -> None:
        path = next(folder.glob(name))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return cut


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_edit(lambda d: d.update(schema_version=0)), "另一个版本"),
        (_edit(lambda d: d.update(libraries={"chromadb": "0.4"})), "另一版本的程序"),
        (_edit(lambda d: d.update(program="x")), "另一版本的程序"),
        (_edit(lambda d: d.update(model="别的模型@1")), "另一个向量模型"),
        (_edit(lambda d: d.pop("passages")), "不完整"),
        (_edit(lambda d: d.update(extra=1)), "不完整"),
        (_cut("manifest.json"), "清单"),
        (_cut("seg-*/passages.sqlite"), "已损坏"),
        (_cut("seg-*/vectors.f32"), "已损坏"),
        (_cut("lexical/meta.json"), "已损坏"),
        (_cut("lexical/*.store"), "已损坏"),
        (_cut("seg-*/codes.u64"), "已损坏"),
        (lambda folder: (folder / "seg-000000000" / "passages.sqlite").unlink(), "缺失"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(tmp_path: Path, damage: Callable[[Path], None], says: str) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    damage(generation(tmp_path))
    with pytest.raises(IndexUnusable, match=f"{says}.*python -m index build"):
        opened(tmp_path)
    build(libraries(), tmp_path, encoder=CountingEncoder())  # the command that it names does mend it
    assert opened(tmp_path).find("三明医改")[1]


def test_other_documents_are_refused(tmp_path: Path) -> None:
    build(libraries(), tmp_path, encoder=CountingEncoder())
    assert opened(tmp_path, libraries().digest)
    with pytest.raises(IndexUnusable, match="政策文件在建索引之后有变动"):
        opened(tmp_path, library(document()).digest)


def test_a_pointer_to_nowhere_is_refused(tmp_path: Path) -> None:
    for name in ("gen-1", "", "../x"):
        (tmp_path / "CURRENT").write_text(name)
        with pytest.raises(IndexUnusable, match="不完整"):
            opened(tmp_path)


def test_a_generation_can_be_copied(tmp_path: Path) -> None:
    build(libraries(), tmp_path / "a", encoder=CountingEncoder())
    name = generation(tmp_path / "a").name
    (tmp_path / "b").mkdir()
    subprocess.run(["cp", "-r", tmp_path / "a" / name, tmp_path / "b" / name], check=True)
    (tmp_path / "b" / "CURRENT").write_text(name)
    assert [h.clause for h in opened(tmp_path / "b").find("医养结合")[1]] == [
        h.clause for h in opened(tmp_path / "a").find("医养结合")[1]
    ]


def test_a_missing_model_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="POLICY_MODEL_DIR"):
        SentenceEncoder(tmp_path)


def test_the_digest_of_a_large_file_sees_its_size_and_its_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "_BLOCK", 4)
    path = tmp_path / "large"
    seen = set()
    for content in (b"a" * 1000, b"a" * 999, b"b" + b"a" * 999, b"a" * 999 + b"b"):
        path.write_bytes(content)
        seen.add(file_digest(path))
    assert len(seen) == 4


BUILDER = """
import sys, time
from pathlib import Path
from index.build import build
from tests.builders_index import CountingEncoder, document, library
class Slow(CountingEncoder):
    def encode_document(self, texts):
        time.sleep(0.05)
        return super().encode_document(texts)
print("ready", flush=True)
for i in range(1000):
    build(library(document(clauses={"一": f"一、第{i}版{sys.argv[2]}。"})), Path(sys.argv[1]), encoder=Slow())
"""


def test_killed_builders_leave_a_working_index(tmp_path: Path) -> None:
    build(library(document()), tmp_path, encoder=CountingEncoder())
    chance = random.Random(5)
    for i in range(5):
        command = [sys.executable, "-c", BUILDER, str(tmp_path), str(i)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(building.__file__).parents[1]) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.05, 0.9))
            process.send_signal(signal.SIGKILL)
        hits = opened(tmp_path).search("第版", 3)
        assert hits
        assert Manifest.read(generation(tmp_path)).passages >= 1
    build(library(document()), tmp_path, encoder=CountingEncoder())
    assert len(list(tmp_path.glob("gen-*"))) <= 2
