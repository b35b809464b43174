"""Documents come in and go out while the assistant answers: all of it or nothing, with a way back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.keeping import keeper as keeper_module
from assistant.keeping.listed import difference, listed, removed, versions
from assistant.keeping.preview import Upload, on_the_page
from corpus.errors import IndexUnusable, LibraryBusy, PolicyError
from corpus.library import Library
from corpus.store import Store
from index.build import build
from tests.builders_index import CountingEncoder
from tests.builders_keeping import LISHUI_NUMBER, QUZHOU, QUZHOU_NUMBER, House, house, upload

NURSES = "衢州市到2026年每千人口注册护士数要达到多少?"


@pytest.fixture
def kept(tmp_path: Path) -> House:
    return house(tmp_path)


def test_what_is_taken_in_is_answered_from_at_once_and_undone(kept: House) -> None:
    before = kept.ids
    assert kept.holder.ask(NURSES).refusal is not None
    done = kept.keeper.take_in([upload()], kept.tell)
    assert [o.verdict for o in done.outcomes] == ["新增"]
    assert "5.1人" in kept.holder.ask(NURSES).text
    assert {s for s, _, _ in kept.tell.stages} >= {"收入文件", "读取文件", "换用新索引"}
    kept.keeper.undo(done.back, kept.tell)
    assert kept.ids == before
    assert kept.holder.ask(NURSES).refusal is not None


def test_what_is_removed_comes_back_with_undo(kept: House) -> None:
    before = kept.ids
    done = kept.keeper.remove(LISHUI_NUMBER, kept.tell)
    assert LISHUI_NUMBER not in kept.ids
    assert list(removed(kept.folder)) == [(LISHUI_NUMBER, "lishui.txt")]
    kept.keeper.undo(done.back, kept.tell)
    assert kept.ids == before
    assert list(removed(kept.folder)) == []


def test_the_last_document_stays(kept: House) -> None:
    others = [i for i in kept.ids if i != LISHUI_NUMBER]
    kept.keeper.remove(others[0], kept.tell)
    with pytest.raises(PolicyError, match="最后一份"):
        kept.keeper.remove(LISHUI_NUMBER, kept.tell)
    assert kept.ids == [LISHUI_NUMBER]


def test_a_new_version_is_kept_compared_and_undone(kept: House) -> None:
    kept.keeper.take_in([upload()], kept.tell)
    newer = QUZHOU.replace("达到5.1人", "达到5.3人")
    looked = kept.keeper.preview([upload(newer)])[0]
    assert looked.outcome.verdict == "新版本"
    assert looked.changes is not None
    assert [c.kind for c in looked.changes.changes] == ["changed"]
    done = kept.keeper.take_in([upload(newer)], kept.tell)
    assert "5.3人" in kept.holder.ask(NURSES).text
    found = versions(kept.folder, QUZHOU_NUMBER)
    assert [v.now for v in found] == [True, False]
    old, new, changes = difference(kept.folder, QUZHOU_NUMBER, found[1].mark)
    assert ("5.1人" in old.text, "5.3人" in new.text, len(changes.changes)) == (True, True, 1)
    kept.keeper.undo(done.back, kept.tell)
    assert "5.1人" in kept.holder.ask(NURSES).text


BAD: list[tuple[str, bytes, str]] = [
    ("空的.txt", b"", "空的"),
    ("图片.exe", b"MZ\x90", "不支持"),
    ("../通知.txt", QUZHOU.encode(), "路径"),
    ("断.docx", b"PK\x03\x04broken", "断.docx"),
    ("太大.txt", b"a" * (51 * 1024 * 1024), "超过"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_told_and_changes_nothing(kept: House, name: str, data: bytes, words: str) -> None:
    before, swaps = kept.ids, kept.holder.swaps
    looked = kept.keeper.preview([Upload(name, data)])[0]
    assert (looked.takeable, words in looked.outcome.message) == (False, True), looked.outcome.message
    done = kept.keeper.take_in([Upload(name, data)], kept.tell)
    assert [o.verdict for o in done.outcomes] == ["未收"]
    assert (done.back, kept.ids, kept.holder.swaps) == ((), before, swaps)


def test_a_bad_file_among_good_ones_does_not_hold_them_up(kept: House) -> None:
    done = kept.keeper.take_in([Upload("空的.txt", b""), upload()], kept.tell)
    assert [o.verdict for o in done.outcomes] == ["未收", "新增"]
    assert QUZHOU_NUMBER in kept.ids


def test_a_duplicate_is_told_and_a_preview_changes_nothing(kept: House) -> None:
    lying = sorted(p.name for p in kept.folder.iterdir())
    again = Upload("换个名字.txt", (kept.folder / "lishui.txt").read_bytes())
    first, second, same = kept.keeper.preview([upload(), upload(), again])
    assert [p.outcome.verdict for p in (first, second, same)] == ["新增", "重复", "重复"]
    assert first.document is not None
    assert sorted(p.name for p in kept.folder.iterdir()) == lying


def test_a_file_that_is_no_policy_raises_doubts(kept: House) -> None:
    looked = kept.keeper.preview([Upload("清单.txt", "买菜\n买水果\n交水费\n".encode())])[0]
    assert any("不像政策文件" in doubt for doubt in looked.doubts)


def test_a_failed_build_leaves_everything_as_it_was(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before, answered = kept.ids, kept.holder.ask("丽水市县域内就诊率要达到多少?").text

    def failing(*_: Any) -> None:
        raise IndexUnusable("无法写入索引文件夹，请检查磁盘空间。")

    monkeypatch.setattr(keeper_module, "build", failing)
    with pytest.raises(IndexUnusable):
        kept.keeper.take_in([upload()], kept.tell)
    with pytest.raises(IndexUnusable):
        kept.keeper.remove(LISHUI_NUMBER, kept.tell)
    assert kept.ids == before
    assert sorted(d.id for d in Library.load(kept.folder).documents) == before
    assert kept.holder.ask("丽水市县域内就诊率要达到多少?").text == answered


def test_an_index_that_does_not_open_is_put_back(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Library) -> None:
        raise PolicyError("打不开。")

    monkeypatch.setattr(kept.keeper, "_open", failing)
    with pytest.raises(PolicyError, match="打不开"):
        kept.keeper.take_in([upload()], kept.tell)
    library = Library.load(kept.folder)
    assert QUZHOU_NUMBER not in {d.id for d in library.documents}
    assert house_opens(kept, library)


def house_opens(kept: House, library: Library) -> bool:
    """Whether the index on disk is that of the folder, as a restart would find it."""
    return build(library, kept.index_dir, encoder=CountingEncoder()).corpus_digest == library.digest


def test_two_at_once_one_waits_outside(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, leave = threading.Event(), threading.Event()
    original = Store.add_bytes

    def slow(self: Store, name: str, data: bytes, **options: Any) -> Any:
        entered.set()
        assert leave.wait(20)
        return original(self, name, data, **options)

    monkeypatch.setattr(Store, "add_bytes", slow)
    worker = threading.Thread(target=kept.keeper.take_in, args=([upload()], kept.tell))
    worker.start()
    assert entered.wait(20)
    with pytest.raises(LibraryBusy, match="另一位同事"):
        kept.keeper.remove(LISHUI_NUMBER, kept.tell)
    leave.set()
    worker.join(30)
    assert QUZHOU_NUMBER in kept.ids


def test_questions_asked_during_a_change_are_all_answered(kept: House) -> None:
    stop, failures, count = threading.Event(), list[BaseException](), [0]

    def asking() -> None:
        while not stop.is_set():
            try:
                kept.holder.ask("丽水市县域内就诊率要达到多少?")
            except BaseException as error:  # noqa: BLE001  (whatever it is, the test shows it)
                failures.append(error)
            count[0] += 1

    threads = [threading.Thread(target=asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        done = kept.keeper.take_in([upload()], kept.tell)
        kept.keeper.undo(done.back, kept.tell)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert (failures, count[0] > 0) == ([], True)


def test_what_the_command_line_did_is_answered_from_without_a_restart(kept: House) -> None:
    with Store(kept.folder) as store:
        store.add_bytes("衢州市方案.txt", QUZHOU.encode())
    build(Library.load(kept.folder), kept.index_dir, encoder=CountingEncoder())
    waited(lambda: QUZHOU_NUMBER in kept.ids)
    assert "5.1人" in kept.holder.ask(NURSES).text


def waited(holds: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_list_tells_force_and_versions(kept: House) -> None:
    kept.keeper.take_in([upload()], kept.tell)
    rows = {r.document.id: r for r in listed(kept.holder.library, date(2025, 6, 1))}
    assert rows[QUZHOU_NUMBER].status == "现行"
    assert rows[QUZHOU_NUMBER].versions == 1
    draft = next(r for i, r in rows.items() if "嘉兴" in i)
    assert draft.status == "征求意见稿"


def test_messages_on_the_page_name_no_options(kept: House) -> None:
    done = kept.keeper.remove(LISHUI_NUMBER, kept.tell)
    assert "restore" in done.outcomes[0].message
    assert "restore" not in on_the_page(done.outcomes[0].message)
