"""Additions, changes and removals against a published index give what a build from nothing gives."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from index import build as building
from index import writing
from index.build import build
from index.manifest import Manifest
from index.retriever import Retriever
from index.settings import ROOT
from index.sources import FolderSource, has_changed, read_records
from tests.builders_index import CountingEncoder, document, generation, library

TEXT = "关于{place}{topic}的通知\n一、总体要求\n坚持{topic}优先。\n二、主要任务\n到{year}年，{place}{topic}覆盖率达到{count}%。(市卫生健康局负责)\n"
TOPICS = ("医养结合", "家庭医生签约", "分级诊疗", "中医馆建设", "婴幼儿照护", "远程医疗")


@pytest.fixture(autouse=True)
def _never_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "REWRITE_BELOW", 0)
    monkeypatch.setattr(writing, "_SMALL_SEGMENTS", 3)


def put(folder: Path, name: str, chance: random.Random) -> None:
    text = TEXT.format(
        place=f"甲{chance.randint(1, 40)}县",
        topic=chance.choice(TOPICS),
        year=chance.randint(2021, 2035),
        count=chance.randint(1, 99),
    )
    (folder / name).write_text(text, encoding="utf-8")


def answers(index_dir: Path) -> tuple[object, ...]:
    retriever = Retriever.open(index_dir, encoder=CountingEncoder())
    found: list[object] = [[c.id for c in retriever.cards]]
    for topic in TOPICS:
        hits = retriever.search(f"{topic}覆盖率", 200)
        found.append(sorted((hit.passage.id, hit.passage.text) for hit in hits))
        dense = retriever._current().dense.search(CountingEncoder().encode_query(topic), 10_000)
        found.append(sorted(round(score, 4) for _, score in dense))
    return tuple(found)


@pytest.mark.parametrize("seed", range(3))
def test_any_course_of_changes_ends_as_a_build_from_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder, index_dir = tmp_path / "files", tmp_path / "index"
    folder.mkdir()
    for i in range(6):
        put(folder, f"{i}.txt", chance)
    build(FolderSource(folder), index_dir, encoder=CountingEncoder())
    for step in range(8):
        for _ in range(chance.randint(1, 3)):
            names = sorted(p.name for p in folder.iterdir())
            act = chance.choice(("add", "change", "remove", "copy"))
            if act == "add" or len(names) < 3:
                put(folder, f"{chance.randint(0, 99)}.txt", chance)
            elif act == "change":
                put(folder, chance.choice(names), chance)
            elif act == "remove":
                (folder / chance.choice(names)).unlink()
            else:  # a second file of the same document, before or after it
                shutil.copy(folder / chance.choice(names), folder / f"{chance.randint(0, 99)}.txt")
        manifest = build(FolderSource(folder), index_dir, encoder=CountingEncoder())
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        whole = build(FolderSource(folder), tmp_path / "fresh", encoder=CountingEncoder())
        assert (manifest.corpus_digest, manifest.documents, manifest.passages) == (
            whole.corpus_digest, whole.documents, whole.passages,
        ), step  # fmt: skip
        assert answers(index_dir) == answers(tmp_path / "fresh"), step
    assert len(Manifest.read(generation(index_dir)).segments) <= 5


def test_one_more_document_embeds_only_itself_and_links_the_rest(tmp_path: Path) -> None:
    build(library(document(), document("乙方案", "乙〔2024〕1号")), tmp_path, encoder=CountingEncoder())
    before = generation(tmp_path)
    encoder = CountingEncoder()
    more = document("丙方案", "丙〔2024〕1号", clauses={"一": "一、新的事情,从来没有说过。"})
    manifest = build(library(document(), document("乙方案", "乙〔2024〕1号"), more), tmp_path, encoder=encoder)
    assert (len(encoder.encoded), manifest.embedded, len(manifest.segments)) == (1, 1, 2)
    linked = "seg-000000000/passages.sqlite"
    assert (before / linked).samefile(generation(tmp_path) / linked)
    chroma = "seg-000000000/chroma/chroma.sqlite3"
    assert (before / chroma).samefile(generation(tmp_path) / chroma)  # until Chroma is to open it: then a copy


def test_the_generation_before_answers_as_before(tmp_path: Path) -> None:
    build(library(document(), document("乙方案", "乙〔2024〕1号")), tmp_path, encoder=CountingEncoder())
    old = Retriever.open(tmp_path, encoder=CountingEncoder())
    hits = [(h.passage.id, h.score) for h in old.search("医养结合", 50)]
    generation_before = old._generation
    build(library(document()), tmp_path, encoder=CountingEncoder())
    old._looked = float("inf")  # it never looks at CURRENT again
    assert old._generation is generation_before
    assert [(h.passage.id, h.score) for h in old.search("医养结合", 50)] == hits


def test_a_removed_document_is_found_no_more_and_comes_back(tmp_path: Path) -> None:
    both = library(document(), document("乙方案", "乙〔2024〕1号"))
    for wanted in (both, library(document()), both, library(document("乙方案", "乙〔2024〕1号")), both):
        build(wanted, tmp_path, encoder=CountingEncoder())
        retriever = Retriever.open(tmp_path, corpus_digest=wanted.digest, encoder=CountingEncoder())
        assert {h.passage.document for h in retriever.search("医养结合", 50)} == {d.id for d in wanted.documents}
        assert retriever.clause_text(both.documents[1].clauses[0].id) == (
            both.documents[1].clauses[0].text
            if len(wanted.documents) > 1 or wanted.documents[0].number != "梅市府办〔2024〕1号"
            else ""
        )


def test_a_copied_folder_has_not_changed_and_an_edited_one_has(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    put(folder, "a.txt", random.Random(1))
    build(FolderSource(folder), tmp_path / "index", encoder=CountingEncoder())
    records = read_records(generation(tmp_path / "index") / "files.jsonl")
    assert not has_changed(folder, records)
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)  # other times, same content
    assert not has_changed(tmp_path / "copy", records)
    put(folder, "a.txt", random.Random(2))
    assert has_changed(folder, records)
    put(folder, "b.txt", random.Random(3))
    assert has_changed(folder, records)
    assert not has_changed(tmp_path / "nowhere", records)


def test_a_file_that_cannot_be_read_is_told_each_time_and_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    put(folder, "a.txt", random.Random(1))
    (folder / "b.txt").write_bytes(b"")
    shutil.copy(folder / "a.txt", folder / "c.txt")
    told: list[tuple[str, str]] = []
    first = build(FolderSource(folder), tmp_path / "index", encoder=CountingEncoder(), failed=lambda *f: told.append(f))
    again = build(FolderSource(folder), tmp_path / "index", encoder=CountingEncoder(), failed=lambda *f: told.append(f))
    assert first == again
    assert [name for name, _ in told] == ["b.txt", "c.txt"] * 2
    assert "与“a.txt”是同一份文件" in told[1][1]


def test_another_reader_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(library(document()), tmp_path, encoder=CountingEncoder())
    changed = document(clauses={"一": "一、读法变了。"})
    monkeypatch.setattr("index.plan.reader_digest", lambda: "another")
    monkeypatch.setattr("index.sources.document_digest", lambda d: "the same stamp")
    assert build(library(changed), tmp_path, encoder=CountingEncoder()).passages == 1


KILLED = """
import sys, time
from pathlib import Path
from index import build as building
from tests.builders_index import CountingEncoder, document, library
building.REWRITE_BELOW = 0
class Slow(CountingEncoder):
    def encode_document(self, texts):
        time.sleep(0.02)
        return super().encode_document(texts)
print("ready", flush=True)
for i in range(int(sys.argv[2]), 10**6):
    held = [document(f"第{n}号方案", f"甲〔2024〕{n}号", clauses={"一": f"一、第{n}项任务。"}) for n in range(i, i + 5)]
    building.build(library(*held), Path(sys.argv[1]), encoder=Slow())
"""


def _wait_for_another(folder: Path) -> None:
    before, late = generation(folder), time.monotonic() + 120
    while generation(folder) == before and time.monotonic() < late:
        time.sleep(0.01)
    assert generation(folder) != before


def test_killed_additions_leave_a_whole_index(tmp_path: Path) -> None:
    """Five random kills, or as many as POLICY_TEST_KILLS says; each next build goes on from what was published."""
    chance = random.Random(int(os.environ.get("POLICY_TEST_SEED", "11")))
    build(library(*(document(f"第{n}号方案", f"甲〔2024〕{n}号", clauses={"一": f"一、第{n}项任务。"}) for n in range(5))),
          tmp_path, encoder=CountingEncoder())  # fmt: skip
    for i in range(int(os.environ.get("POLICY_TEST_KILLS", "5"))):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(i * 3)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if i % 2:  # every other one in the build after one that was published, however slow the machine
                _wait_for_another(tmp_path)
            time.sleep(chance.uniform(0.02, 1.5))
            process.send_signal(signal.SIGKILL)
        with closing(Retriever.open(tmp_path, encoder=CountingEncoder())) as retriever:
            held = sorted(int(card.number[7:-1]) for card in retriever.cards if card.number)
            assert held == list(range(held[0], held[0] + 5))
            for number in held:
                assert retriever.search(f"第{number}项任务", 5)[0].passage.document in {
                    f"甲〔2024〕{n}号" for n in held
                }
            near = retriever._current().dense.search(CountingEncoder().encode_query("任务"), 100)
            assert len(near) == retriever.manifest.passages == 5
    assert len(list(tmp_path.glob("gen-*"))) <= 3
